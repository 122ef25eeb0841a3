//! One remark of preflight, beside the place it speaks of.

use egui::accesskit::Role;
use egui::{Color32, Label, Ui};

use super::button::{Button, Weight};
use crate::model::preflight::{Finding, Fix, Severity};
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, color, size};
use crate::words::Words;

/// What a line keeps free for its repair, and for a switch of the offering.
const FIX_ROOM: f32 = 150.0;
const OTHER_ROOM: f32 = 250.0;

/// Icon, ink and ground of a severity.
pub fn severity_look(severity: Severity) -> (Icon, Color32, Color32) {
    match severity {
        Severity::Error => (icons::ERROR, color::ERROR, color::ERROR_SOFT),
        Severity::Warning => (icons::WARNING, color::WARNING, color::WARNING_SOFT),
        Severity::Note => (icons::NOTE, color::NOTE, color::NOTE_SOFT),
    }
}

/// A finding as one quiet line, led by the name of what it speaks of where that is given; the repair that was clicked:
/// its own, or the other one that is given with its label.
pub fn finding_ui(
    ui: &mut Ui,
    words: &Words,
    finding: &Finding,
    whose: Option<&str>,
    other: Option<(&str, Fix)>,
) -> Option<Fix> {
    let (icon, ink, _) = severity_look(finding.severity);
    // Mending a picture is no edit of the draft: the words say what to do, and there is no button that would not.
    let fix = finding.fix.as_ref().filter(|fix| !matches!(fix, Fix::RepairPicture(_)));
    let mut wanted = None;
    let row = egui::vec2(ui.available_width(), size::FINDING_ROW);
    ui.allocate_ui_with_layout(row, egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.spacing_mut().interact_size.y = size::FINDING_ROW;
        ui.label(theme::icon(icon, size::ICON_SMALL).color(ink));
        if let Some(name) = whose {
            ui.label(theme::small(name).color(color::TEXT));
        }
        let text = words.finding(finding);
        let buttons = [fix.map(|_| FIX_ROOM), other.as_ref().map(|_| OTHER_ROOM)];
        let room = ui.available_width() - buttons.into_iter().flatten().sum::<f32>();
        let label = ui
            .scope(|ui| {
                ui.set_max_width(room.max(80.0));
                ui.add(Label::new(theme::small(&*text).color(ink)).wrap())
            })
            .inner;
        label.ctx.accesskit_node_builder(label.id, |node| {
            node.set_role(Role::Label);
            node.set_value(text);
        });
        if let Some(fix) = fix {
            let label = words.fix(fix, &finding.args);
            if Button::new(&label).icon(icons::FIX).weight(Weight::Quiet).small().show(ui).clicked() {
                wanted = Some(fix.clone());
            }
        }
        if let Some((label, fix)) = other
            && Button::new(label).icon(icons::OFFERINGS).weight(Weight::Quiet).small().show(ui).clicked()
        {
            wanted = Some(fix);
        }
    });
    wanted
}
