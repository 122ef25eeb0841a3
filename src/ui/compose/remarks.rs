//! Preflight's remarks beside the place they speak of, with their one-click repairs.

use egui::Ui;

use crate::model::preflight::{Finding, Fix, Place, Severity, rules};
use crate::model::repair::Repair;
use crate::model::{Draft, Row, Slot};
use crate::ui::compose::views::is_of_picture;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::icons;
use crate::ui::offering;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Answer, Button, Weight};

/// Every remark on the places picked by `is_here`; the one whose words are to be shown.
pub fn at_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    desk: &mut Desk,
    row: &Row,
    is_here: impl Fn(Place) -> bool,
) -> Option<Finding> {
    some_ui(ui, cx, desk, row, |finding| is_here(finding.place))
}

/// Every remark picked by `is_meant`.
pub fn some_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    desk: &mut Desk,
    row: &Row,
    is_meant: impl Fn(&Finding) -> bool,
) -> Option<Finding> {
    let mut answered = None;
    for finding in desk.findings().iter().filter(|finding| is_meant(finding)) {
        if is_obvious(finding, desk.judged_draft()) {
            continue;
        }
        if let Some(answer) = remark_ui(ui, cx, desk, finding) {
            answered = Some((answer, finding.clone()));
        }
    }
    answer(answered, desk, row)
}

/// Does a repair; what is left is a finding to be shown.
pub fn answer(answered: Option<(Answer, Finding)>, desk: &mut Desk, row: &Row) -> Option<Finding> {
    match answered? {
        (Answer::Repair(fix), _) => {
            if let Fix::RepairPicture { place, repairs } = &fix {
                desk.repair(*place, repairs);
            } else {
                fix.apply(&mut desk.draft, row);
            }
            None
        }
        (Answer::Show, finding) => Some(finding),
    }
}

/// One remark with its repairs: the draft's own, and a switch to an offering that takes what this one does not.
pub fn remark_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &Desk, finding: &Finding) -> Option<Answer> {
    let row = offering::named_in(cx, finding).or_else(|| desk.elsewhere(finding));
    let label = row.map(|row| offering::switch_label(cx, finding, row));
    let to = |row: &Row| Fix::UseOffering { id: row.id.into(), name: offering::name(cx, row).into() };
    let switch = row.zip(label.as_deref()).map(|(row, label)| (label, to(row)));
    let whose = whose(cx, finding, &desk.draft);
    let whose = whose.as_deref();
    if is_under_way(finding, desk) {
        let told = Finding { fix: None, other_fixes: Vec::new(), ..finding.clone() };
        let said = widgets::finding_ui(ui, cx.words, &told, whose, None);
        ui.horizontal(|ui| {
            ui.add_space(size::ICON_SMALL);
            ui.label(theme::icon(icons::HOURGLASS, size::ICON_SMALL).color(color::TEXT_MUTED));
            ui.label(theme::small(cx.say("repair-under-way")).color(color::TEXT_MUTED));
        });
        return said;
    }
    let answer = widgets::finding_ui(ui, cx.words, finding, whose, switch);
    answer.or_else(|| ground_ui(ui, cx, finding))
}

/// Under a transparent picture: any other colour to lay it on.
fn ground_ui(ui: &mut Ui, cx: &UiContext<'_>, finding: &Finding) -> Option<Answer> {
    let Some(Fix::RepairPicture { place, repairs }) = &finding.fix else { return None };
    let is_on = |step: &Repair| matches!(step, Repair::Flatten(_));
    if finding.rule != rules::PICTURE_ALPHA || !repairs.iter().any(is_on) {
        return None;
    }
    let id = ui.scope_id().with(("ground", *place));
    let mut color = ui.data(|data| data.get_temp::<[u8; 3]>(id)).unwrap_or(theme::GROUND);
    let laid = repairs.iter().map(|step| if is_on(step) { Repair::Flatten(color) } else { *step });
    let fix = Fix::RepairPicture { place: *place, repairs: laid.collect() };
    let label = cx.words.fix(&fix, &finding.args);
    let is_wanted = ui.horizontal(|ui| {
        ui.add_space(size::ICON_SMALL);
        let well = ui.color_edit_button_srgb(&mut color);
        ui.ctx().accesskit_node_builder(well.id, |node| node.set_label(cx.say("repair-ground")));
        if well.changed() {
            ui.data_mut(|data| data.insert_temp(id, color));
        }
        Button::new(&label).weight(Weight::Quiet).small().show(ui).clicked()
    });
    is_wanted.inner.then_some(Answer::Repair(fix))
}

/// Another picture is being made in place of the one it speaks of.
fn is_under_way(finding: &Finding, desk: &Desk) -> bool {
    let mut fixes = finding.fix.iter().chain(&finding.other_fixes);
    fixes.any(|fix| matches!(fix, Fix::RepairPicture { place, .. } if desk.is_repairing(*place)))
}

/// "This picture" is one of several: then the remark names it.
fn whose(cx: &UiContext<'_>, finding: &Finding, draft: &Draft) -> Option<String> {
    // What names an element speaks of the whole of it.
    let slot = finding.place.picture().filter(|_| is_of_picture(finding))?;
    match slot {
        Slot::Frame(side) => (draft.frames.count() > 1).then(|| cx.say(side.name()).to_owned()),
        Slot::Reference(index) => Some(cx.words.with("reference-name", &[("number", (index + 1).into())])),
        Slot::Element(index, number) => {
            let name = draft.elements.get(index).map_or("", |element| &*element.name);
            let args = [("name", name.into()), ("number", (number + 1).into())];
            Some(cx.words.with("view-of-element", &args))
        }
    }
}

/// An empty prompt in a fresh draft is no mistake yet: the summary names it, the field does not shout.
pub fn is_obvious(finding: &Finding, draft: &Draft) -> bool {
    finding.severity == Severity::Error
        && match finding.place {
            Place::Prompt => draft.prompt.is_empty(),
            Place::ShotPrompt(i) => draft.storyboard.shots().get(i).is_some_and(|shot| shot.prompt.is_empty()),
            _ => false,
        }
}

pub fn is_of_frames(place: Place) -> bool {
    matches!(place.picture(), Some(Slot::Frame(_)))
}

/// Shot prompts stand under their editor, but one that is not selected must be heard of too: its block is marked.
pub fn is_of_length(place: Place) -> bool {
    matches!(place, Place::Cut | Place::Seconds | Place::Shots | Place::ShotSeconds(_))
}

pub fn is_of_options(place: Place) -> bool {
    matches!(place, Place::Offering | Place::Mode | Place::AspectRatio | Place::Sound | Place::Watermark)
}

pub fn is_of_elements(place: Place) -> bool {
    let is_reference = matches!(place.picture(), Some(Slot::Reference(_)));
    place == Place::Elements || place.element().is_some() || is_reference
}
