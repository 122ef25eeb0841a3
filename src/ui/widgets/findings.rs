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
    /// The caret goes to the words it speaks of.
    Show,
}

/// What a line keeps free for its repair and for a switch, and what its text must have beside them.
const FIX_ROOM: f32 = 150.0;
const SWITCH_ROOM: f32 = 260.0;
const LEAST_TEXT: f32 = 300.0;

/// A finding as one quiet line, led by the name of what it speaks of where that is given. Where it has several ways
/// out, they stand below it; the last of them is `switch`, a repair with a label of its own.
pub fn finding_ui(
    ui: &mut Ui,
    words: &Words,
    finding: &Finding,
    whose: Option<&str>,
    switch: Option<(&str, Fix)>,
) -> Option<Answer> {
    let fixes: Vec<&Fix> = finding.fix.iter().chain(&finding.other_fixes).filter(|fix| is_edit(fix)).collect();
    let taken = if fixes.is_empty() { 0.0 } else { FIX_ROOM } + if switch.is_some() { SWITCH_ROOM } else { 0.0 };
    let is_one_line = fixes.len() <= 1 && ui.available_width() - taken >= LEAST_TEXT;
    let ways_out = |ui: &mut Ui| {
        let mut answer = None;
        for fix in fixes {
            let label = words.fix(fix, &finding.args);
            answer = fix_ui(ui, icons::FIX, &label, fix).or(answer);
        }
        if let Some((label, fix)) = &switch {
            answer = fix_ui(ui, icons::OFFERINGS, label, fix).or(answer);
        }
        answer
    };
    let row = egui::vec2(ui.available_width(), size::FINDING_ROW);
    let line = egui::Layout::left_to_right(egui::Align::Center);
    if is_one_line {
        let shown = ui.allocate_ui_with_layout(row, line, |ui| {
            let said = text_ui(ui, words, finding, whose, taken);
            ways_out(ui).or(said)
        });
        return shown.inner;
    }
    let said = ui.allocate_ui_with_layout(row, line, |ui| text_ui(ui, words, finding, whose, 0.0)).inner;
    // A narrow column has them one below the other.
    let is_narrow = ui.available_width() < SWITCH_ROOM;
    let below = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing = egui::vec2(size::GAP_XS, 0.0);
        ui.spacing_mut().interact_size.y = size::CONTROL_SMALL;
        if !is_narrow {
            ui.add_space(size::ICON_SMALL);
        }
        ways_out(ui)
    };
    let chosen = if is_narrow { ui.vertical(below) } else { ui.horizontal_wrapped(below) };
    chosen.inner.or(said)
}

/// Mending a picture is no edit of the draft: the words say what to do, and there is no button that would not.
fn is_edit(fix: &Fix) -> bool {
    !matches!(fix, Fix::RepairPicture(_))
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
    let sense = if is_of_words { Sense::click() } else { Sense::hover() };
    let label = ui
        .scope(|ui| {
            ui.set_max_width(room.max(80.0));
            ui.add(Label::new(theme::small(&*text).color(ink)).wrap().sense(sense))
        })
        .inner;
    label.ctx.accesskit_node_builder(label.id, |node| {
        if is_of_words {
            node.set_role(Role::Link);
            node.set_label(text);
        } else {
            node.set_role(Role::Label);
            node.set_value(text);
        }
    });
    super::focus_ring(ui, &label, size::RADIUS_S);
    let is_wanted = label.clicked();
    if is_of_words {
        label.on_hover_cursor(egui::CursorIcon::PointingHand);
    }
    is_wanted.then_some(Answer::Show)
}

/// A button; as wide as its column where that is narrow, so that its words can take two lines.
fn fix_ui(ui: &mut Ui, icon: Icon, label: &str, fix: &Fix) -> Option<Answer> {
    let button = Button::new(label).icon(icon).weight(Weight::Quiet).small();
    let button = if ui.max_rect().width() < SWITCH_ROOM { button.fill_width() } else { button };
    button.show(ui).clicked().then(|| Answer::Repair(fix.clone()))
}
