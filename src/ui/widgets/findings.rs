//! One remark of preflight, beside the place it speaks of.

use egui::accesskit::Role;
use egui::{Color32, Label, Sense, Ui};

use super::button::{Button, Weight};
use crate::model::preflight::{Finding, Fix, Place, Severity};
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, color, size};
use crate::words::Words;

/// Icon, ink and ground of a severity.
pub fn severity_look(severity: Severity) -> (Icon, Color32, Color32) {
    match severity {
        Severity::Error => (icons::ERROR, color::ERROR, color::ERROR_SOFT),
        Severity::Warning => (icons::WARNING, color::WARNING, color::WARNING_SOFT),
        Severity::Note => (icons::NOTE, color::NOTE, color::NOTE_SOFT),
    }
}

/// What was wanted of a finding.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Repair(Fix),
    /// The caret goes to the words it speaks of, or the element's card opens there.
    Show,
}

/// A column narrower than this has its buttons one below the other, their words in two lines.
const NARROW: f32 = 260.0;

/// A finding as one quiet line, led by the name of what it speaks of where that is given. Its ways out stand beside the
/// words, or below them where there is no room; the last of them is `switch`, a repair with a label of its own.
pub fn finding_ui(
    ui: &mut Ui,
    words: &Words,
    finding: &Finding,
    whose: Option<&str>,
    switch: Option<(&str, Fix)>,
) -> Option<Answer> {
    let fixes = finding.fix.iter().chain(&finding.other_fixes).filter(|fix| is_edit(fix));
    let mut ways: Vec<WayOut> =
        fixes.map(|fix| WayOut { icon: icons::FIX, label: words.fix(fix, &finding.args), fix: fix.clone() }).collect();
    ways.extend(switch.map(|(label, fix)| WayOut { icon: icons::OFFERINGS, label: label.to_owned(), fix }));
    let taken = ways.iter().map(|way| way.width(ui)).sum::<f32>();
    let text = ui.painter().layout_no_wrap(words.finding(finding), small(), color::NONE).size().x;
    let has_room = text + taken + 3.0 * size::ICON_SMALL < ui.available_width();
    let is_beside = has_room || (ways.len() == 1 && ui.available_width() >= NARROW);
    let row = egui::vec2(ui.available_width(), size::FINDING_ROW);
    let line = egui::Layout::left_to_right(egui::Align::Center);
    let said = ui.allocate_ui_with_layout(row, line, |ui| {
        let said = text_ui(ui, words, finding, whose, if is_beside { taken } else { 0.0 });
        let chosen = if is_beside { ways_ui(ui, &ways) } else { None };
        chosen.or(said)
    });
    if is_beside || ways.is_empty() {
        return said.inner;
    }
    let is_narrow = ui.available_width() < NARROW;
    let below = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing = egui::vec2(size::GAP_XS, 0.0);
        ui.spacing_mut().interact_size.y = size::CONTROL_SMALL;
        if !is_narrow {
            ui.add_space(size::ICON_SMALL);
        }
        ways_ui(ui, &ways)
    };
    let chosen = if is_narrow { ui.vertical(below) } else { ui.horizontal_wrapped(below) };
    chosen.inner.or(said.inner)
}

/// A button of a finding.
struct WayOut {
    icon: Icon,
    label: String,
    fix: Fix,
}

impl WayOut {
    fn width(&self, ui: &Ui) -> f32 {
        let label = ui.painter().layout_no_wrap(self.label.clone(), small(), color::NONE);
        label.size().x + size::ICON_SMALL + size::GAP_XL
    }
}

fn ways_ui(ui: &mut Ui, ways: &[WayOut]) -> Option<Answer> {
    let mut answer = None;
    for way in ways {
        let button = Button::new(&way.label).icon(way.icon).weight(Weight::Quiet).small();
        let button = if ui.max_rect().width() < NARROW { button.fill_width() } else { button };
        if button.show(ui).clicked() {
            answer = Some(Answer::Repair(way.fix.clone()));
        }
    }
    answer
}

fn small() -> egui::FontId {
    theme::font(size::TEXT_SMALL, egui::FontFamily::Proportional)
}

/// Another offering comes as `switch`, under its name.
fn is_edit(fix: &Fix) -> bool {
    !matches!(fix, Fix::UseOffering { .. })
}

fn text_ui(ui: &mut Ui, words: &Words, finding: &Finding, whose: Option<&str>, taken: f32) -> Option<Answer> {
    let (icon, ink, _) = severity_look(finding.severity);
    ui.spacing_mut().item_spacing.x = 6.0;
    ui.spacing_mut().interact_size.y = size::FINDING_ROW;
    ui.label(theme::icon(icon, size::ICON_SMALL).color(ink));
    if let Some(name) = whose {
        ui.label(theme::small(name).color(color::TEXT));
    }
    let text = words.finding(finding);
    let room = ui.available_width() - taken;
    let is_of_words = matches!(finding.place, Place::Prompt | Place::NegativePrompt | Place::ShotPrompt(_));
    let leads = is_of_words || finding.place.element().is_some();
    let sense = if leads { Sense::click() } else { Sense::hover() };
    let label = ui
        .scope(|ui| {
            ui.set_max_width(room.max(80.0));
            ui.add(Label::new(theme::small(&*text).color(ink)).wrap().sense(sense))
        })
        .inner;
    label.ctx.accesskit_node_builder(label.id, |node| {
        if leads {
            node.set_role(Role::Link);
            node.set_label(text);
        } else {
            node.set_role(Role::Label);
            node.set_value(text);
        }
    });
    super::focus_ring(ui, &label, size::RADIUS_S);
    let is_wanted = label.clicked();
    if leads {
        label.on_hover_cursor(egui::CursorIcon::PointingHand);
    }
    is_wanted.then_some(Answer::Show)
}
