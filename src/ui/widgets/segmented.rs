//! One of a few, all of them visible.

use egui::accesskit::Role;
use egui::{Color32, Key, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::focus_ring;
use crate::ui::fonts;
use crate::ui::theme::{self, color, size};

/// One choice.
pub struct Segment<'a, T> {
    pub value: T,
    pub label: &'a str,
    /// What it means, as a tip.
    pub tip: &'a str,
    pub is_enabled: bool,
}

/// Draws the choices in a row; the new one when it was changed. Arrow keys move between them.
pub fn segmented<T: Copy + PartialEq>(ui: &mut Ui, name: &str, chosen: T, segments: &[Segment<'_, T>]) -> Option<T> {
    let font = theme::font(size::TEXT_SMALL, fonts::medium());
    let galleys: Vec<_> = segments
        .iter()
        .map(|segment| ui.painter().layout_no_wrap(segment.label.to_owned(), font.clone(), Color32::PLACEHOLDER))
        .collect();
    let widths: Vec<f32> = galleys.iter().map(|galley| (galley.size().x + 20.0).max(36.0)).collect();
    let total = widths.iter().sum::<f32>() + 4.0;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(total, size::CONTROL), Sense::hover());
    ui.painter().rect(rect, size::RADIUS_M, color::FIELD, Stroke::new(size::HAIRLINE, color::LINE), StrokeKind::Inside);

    let mut picked = None;
    let mut x = rect.left() + 2.0;
    for ((segment, galley), width) in segments.iter().zip(galleys).zip(widths) {
        let cell = Rect::from_min_size(egui::pos2(x, rect.top() + 2.0), Vec2::new(width, size::CONTROL - 4.0));
        x += width;
        let is_chosen = segment.value == chosen;
        let response = segment_ui(ui, name, segment, cell, is_chosen);
        let ink = match (segment.is_enabled, is_chosen || response.hovered()) {
            (false, _) => color::DISABLED,
            (true, true) => color::TEXT,
            (true, false) => color::TEXT_MUTED,
        };
        let at = cell.center() - galley.size() / 2.0;
        ui.painter().galley(at, galley, ink);
        focus_ring(ui, &response, size::RADIUS_S);
        if response.clicked() && !is_chosen && segment.is_enabled {
            picked = Some(segment.value);
        }
        if response.has_focus() {
            picked = picked.or(neighbour(ui, segments, chosen));
        }
    }
    picked
}

fn segment_ui<T: PartialEq>(ui: &Ui, name: &str, segment: &Segment<'_, T>, cell: Rect, is_chosen: bool) -> Response {
    let sense = if segment.is_enabled { Sense::click() } else { Sense::hover() };
    let response = ui.interact(cell, ui.scope_id().with((name, segment.label)), sense);
    let label = format!("{name}: {}", segment.label);
    let is_enabled = segment.is_enabled && ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, is_enabled, is_chosen, &label));
    let fill = match (is_chosen, response.is_pointer_button_down_on(), response.hovered()) {
        (true, ..) => color::RAISED_HOVER,
        (false, true, _) => color::RAISED_PRESSED,
        (false, false, true) if segment.is_enabled => color::RAISED,
        (false, false, _) => color::NONE,
    };
    ui.painter().rect_filled(cell, size::RADIUS_S, fill);
    if is_chosen {
        let line = Stroke::new(size::HAIRLINE, color::LINE_STRONG);
        ui.painter().rect_stroke(cell, size::RADIUS_S, line, StrokeKind::Inside);
    }
    if segment.tip.is_empty() { response } else { response.on_hover_text(segment.tip) }
}

fn neighbour<T: Copy + PartialEq>(ui: &Ui, segments: &[Segment<'_, T>], chosen: T) -> Option<T> {
    let step = ui.input_mut(|input| {
        let later = input.consume_key(egui::Modifiers::NONE, Key::ArrowRight);
        let earlier = input.consume_key(egui::Modifiers::NONE, Key::ArrowLeft);
        isize::from(later) - isize::from(earlier)
    });
    let at = segments.iter().position(|segment| segment.value == chosen)?;
    let next = segments.get(at.checked_add_signed(step)?)?;
    (step != 0 && next.is_enabled).then_some(next.value)
}
