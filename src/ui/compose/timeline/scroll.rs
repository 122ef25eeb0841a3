//! Wheel and bar: zooming around the pointer, and moving along the seconds where not all are in view.

use egui::accesskit::Role;
use egui::{Rect, Sense, Ui, Vec2, WidgetInfo};

use super::{Place, Scale, View};
use crate::ui::compose::stage::Playhead;
use crate::ui::context::UiContext;
use crate::ui::theme::{color, lane, size};
use crate::ui::widgets;

/// Ctrl+wheel or a pinch zooms at the pointer; the plain wheel moves along where there is something to move to.
pub fn wheel(ui: &Ui, view: &mut View, seconds: Rect) {
    if !ui.rect_contains_pointer(seconds) {
        return;
    }
    let (zoom, pointer) = ui.input(|input| (f64::from(input.zoom_delta()), input.pointer.latest_pos()));
    let Some(pointer) = pointer else {
        return;
    };
    let scale = Scale::new(seconds, *view);
    if zoom != 1.0 {
        view.zoom_at(zoom, scale.secs_at(pointer.x));
    }
    if !view.is_zoomed() {
        return;
    }
    let moved = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta));
    let points = if moved.x.abs() > moved.y.abs() { moved.x } else { moved.y };
    if points != 0.0 {
        view.scroll(-f64::from(points / scale.points_per_sec()));
    }
}

/// A hand at the edge brings what lies beyond it into view.
pub fn follow_hand(ui: &Ui, view: &mut View, place: &Place) {
    let seconds = place.scale.rect();
    let held_at = ui.input(|input| input.pointer.latest_pos().filter(|_| input.pointer.any_down()));
    let x = held_at.map_or(seconds.center().x, |at| at.x);
    let beyond = x - x.clamp(seconds.left(), seconds.right());
    if view.is_zoomed() && beyond != 0.0 {
        let points = beyond.clamp(-lane::FASTEST_SCROLL, lane::FASTEST_SCROLL) * ui.input(|input| input.stable_dt);
        view.scroll(f64::from(points * lane::SCROLL_GAIN / place.scale.points_per_sec()));
        ui.ctx().request_repaint();
    }
}

/// Where the animatic plays, the seconds turn over like pages.
pub fn follow_playhead(view: &mut View, playhead: &Playhead) {
    if playhead.is_playing() && view.is_zoomed() && !view.holds(playhead.secs()) {
        view.reveal(playhead.secs(), playhead.secs() + view.span() * 0.9);
    }
}

/// Which part is in view; dragged, or moved by arrow keys.
pub fn bar_ui(ui: &Ui, cx: &UiContext<'_>, view: &mut View, place: &Place) {
    if !view.is_zoomed() {
        return;
    }
    let seconds = place.scale.rect();
    let track = Rect::from_min_size(
        egui::pos2(seconds.left(), place.lane.bottom() + 2.0),
        Vec2::new(seconds.width(), lane::SCROLL_BAR - 2.0),
    );
    let per_sec = track.width() / view.whole() as f32;
    let part = Rect::from_min_size(
        egui::pos2(track.left() + view.from() as f32 * per_sec, track.top()),
        Vec2::new(view.span() as f32 * per_sec, track.height()),
    );
    let response = ui.interact(track, ui.scope_id().with("scroll-bar"), Sense::click_and_drag());
    let at = view.from();
    response.widget_info(|| WidgetInfo {
        value: Some(at),
        ..WidgetInfo::labeled(Role::ScrollBar, true, cx.say("timeline-scroll"))
    });
    if response.dragged() {
        view.scroll(f64::from(response.drag_delta().x / per_sec));
        ui.ctx().request_repaint();
    } else if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.clicked()) {
        let by = if pointer.x < part.left() { -view.span() } else { view.span() };
        if !part.contains(pointer) {
            view.scroll(by);
        }
    }
    let steps = widgets::steps_by_keys(ui, &response);
    if steps != 0 {
        view.scroll(steps as f64);
        ui.ctx().request_repaint();
    }
    let is_lit = response.hovered() || response.dragged();
    ui.painter().rect_filled(track, 3, color::FIELD);
    ui.painter().rect_filled(part, 3, if is_lit { color::TEXT_FAINT } else { color::LINE_STRONG });
    widgets::focus_ring(ui, &response, size::RADIUS_S);
}
