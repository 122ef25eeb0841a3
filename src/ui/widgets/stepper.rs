//! A small whole number, and a switch.

use egui::accesskit::Role;
use egui::{Align, Layout, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::button::Button;
use super::focus_ring;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};

/// The width of the number between its buttons.
const NUMBER: f32 = 34.0;

/// `− 3 +`: the new number when it was changed. `shown` is the number with its unit.
pub fn stepper(ui: &mut Ui, name: &str, value: u64, range: std::ops::RangeInclusive<u64>, shown: &str) -> Option<u64> {
    let mut next = value;
    let room = Vec2::new(2.0 * size::CONTROL + NUMBER + 4.0, size::CONTROL);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let fewer = format!("{name}: −1");
        let less = Button::of_icon(icons::REMOVE, &fewer).tip("").enabled(value > *range.start());
        if less.show(ui).clicked() {
            next = value.saturating_sub(1);
        }
        // A number too long for its place does not push what stands beside it out of the window.
        let figures = egui::Label::new(theme::figures(shown).color(color::TEXT)).truncate();
        let label = ui.add_sized(Vec2::new(NUMBER, size::CONTROL), figures);
        let (number, label_text) = (value as f64, format!("{name}: {shown}"));
        label.widget_info(|| WidgetInfo {
            value: Some(number),
            ..WidgetInfo::labeled(Role::SpinButton, true, &label_text)
        });
        let more_name = format!("{name}: +1");
        let more = Button::of_icon(icons::ADD, &more_name).tip("").enabled(value < *range.end());
        if more.show(ui).clicked() {
            next = value + 1;
        }
    });
    (next != value).then_some(next)
}

/// A switch with its label; the click is the caller's to act on.
pub fn toggle(ui: &mut Ui, is_on: bool, label: &str, is_enabled: bool) -> Response {
    let words = ui.painter().layout_no_wrap(
        label.to_owned(),
        theme::font(size::TEXT_SMALL, crate::ui::fonts::medium()),
        egui::Color32::PLACEHOLDER,
    );
    let track = Vec2::new(28.0, 16.0);
    let wanted = Vec2::new(track.x + 8.0 + words.size().x, size::CONTROL);
    let sense = if is_enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(wanted, sense);
    let (name, is_live) = (label.to_owned(), is_enabled && ui.is_enabled());
    response.widget_info(|| WidgetInfo::selected(Role::Switch, is_live, is_on, &name));

    let turn = ui.ctx().animate_bool_responsive(response.id, is_on);
    let bed = egui::Rect::from_center_size(egui::pos2(rect.left() + track.x / 2.0, rect.center().y), track);
    let (fill, knob, ink) = match (is_enabled, is_on) {
        (false, true) => (color::ACCENT_SOFT, color::DISABLED, color::DISABLED),
        (false, false) => (color::FIELD, color::DISABLED, color::DISABLED),
        (true, true) if response.hovered() => (color::ACCENT_HOVER, color::TEXT_ON_ACCENT, color::TEXT),
        (true, true) => (color::ACCENT, color::TEXT_ON_ACCENT, color::TEXT),
        (true, false) if response.hovered() => (color::RAISED_HOVER, color::TEXT, color::TEXT),
        (true, false) => (color::RAISED, color::TEXT_MUTED, color::TEXT_MUTED),
    };
    let round = (track.y / 2.0) as u8;
    ui.painter().rect(bed, round, fill, Stroke::new(size::HAIRLINE, color::LINE_STRONG), StrokeKind::Inside);
    let at = egui::pos2(egui::lerp(bed.left() + 8.0..=bed.right() - 8.0, turn), bed.center().y);
    ui.painter().circle_filled(at, 5.0, knob);
    ui.painter().galley(egui::pos2(bed.right() + 8.0, rect.center().y - words.size().y / 2.0), words, ink);
    focus_ring(ui, &response, size::RADIUS_S);
    response
}
