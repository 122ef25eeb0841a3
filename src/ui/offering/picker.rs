//! The list to pick an offering from, grouped by who sells it.

use egui::{ComboBox, Ui};

use super::{name, vendor};
use crate::model::Row;
use crate::model::compare::Candidate;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::verb::Verb;
use crate::ui::widgets;

pub fn picker_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, out: &mut Outbox) {
    let chosen = cx.row(&desk.draft.offering).map_or_else(|| desk.draft.offering.to_string(), |row| name(cx, row));
    let mut picked = None;
    let combo =
        ComboBox::from_id_salt("offering").selected_text(theme::body(&*chosen)).width(size::OFFERING).height(360.0);
    let response = combo.show_ui(ui, |ui| {
        ui.set_min_width(size::OFFERING_LIST);
        let mut seller = None;
        for row in cx.rows {
            if seller.replace(row.vendor).is_none_or(|before| before != row.vendor) {
                ui.add_space(size::GAP_XS);
                ui.label(theme::caption(vendor(cx, row)));
            }
            if line_ui(ui, cx, desk, row) {
                picked = Some(row.id);
            }
        }
        ui.separator();
        widgets::verb_button(ui, cx.words, Verb::WhoCan, true, out);
    });
    response.response.accessible_name(format!("{}: {chosen}", cx.say("option-offering")));
    if let Some(offering) = picked {
        desk.draft.offering = offering.into();
    }
}

/// One offering, with a mark where the present draft would be refused.
fn line_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &Desk, row: &'static Row) -> bool {
    let is_chosen = *desk.draft.offering == *row.id;
    let errors = desk.candidate(row.id).map_or(0, |candidate: &Candidate| candidate.errors().count());
    let mut text = egui::text::LayoutJob::default();
    theme::body(row.model_name).append_to(&mut text, ui.style(), egui::FontSelection::Default, egui::Align::Center);
    if errors > 0 {
        let mark = theme::icon(icons::WARNING, size::ICON_SMALL).color(color::WARNING);
        theme::body("  ").append_to(&mut text, ui.style(), egui::FontSelection::Default, egui::Align::Center);
        mark.append_to(&mut text, ui.style(), egui::FontSelection::Default, egui::Align::Center);
    }
    let said = match errors {
        0 => name(cx, row),
        count => format!("{}: {}", name(cx, row), cx.words.with("who-errors", &[("count", count.into())])),
    };
    let response = ui.selectable_label(is_chosen, text);
    response.widget_info(|| egui::WidgetInfo::selected(egui::accesskit::Role::MenuItem, true, is_chosen, &said));
    if response.clicked() {
        // The keyboard's Enter is no click beside the list, which is what closes it for the mouse.
        ui.close();
    }
    response.clicked()
}
