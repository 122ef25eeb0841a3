//! The picture with the cut on it: handles and edges for the mouse, thirds for the eye, the size in pixels.

use egui::accesskit::Role;
use egui::{
    Align2, CursorIcon, Id, Pos2, Rect, Response, Sense, Stroke, StrokeKind, TextureHandle, Ui, Vec2, WidgetInfo,
};

use super::geometry::{Edge, Handle, Sheet};
use super::keys::{Nudge, nudges};
use super::{Pull, Tool};
use crate::model::repair::CropRect;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::{fonts, said, widgets};

/// How near the mouse must be to a handle or an edge.
const REACH: f32 = 12.0;

pub fn board_ui(ui: &mut Ui, cx: &UiContext<'_>, tool: &mut Tool, texture: Option<&TextureHandle>, height: f32) {
    let (_, room) = ui.allocate_space(Vec2::new(ui.available_width(), height));
    let response = ui.interact(room, Id::unique("crop-board"), Sense::click_and_drag());
    if std::mem::take(&mut tool.is_new) {
        response.request_focus();
    }
    let shown = fitted(room.shrink(REACH), &tool.sheet);
    let scale = f64::from(shown.width()) / f64::from(tool.sheet.width);
    pull(ui, tool, &response, shown, scale);
    for nudge in nudges(ui, &response) {
        tool.cut = match nudge {
            Nudge::Move(x, y) => tool.sheet.moved(tool.cut, (x, y)),
            Nudge::Pull(handle, x, y) => tool.sheet.pulled(tool.cut, handle, (x, y), tool.shape),
        };
    }
    tell_access(cx, tool, &response);
    paint(ui, tool, texture, room, shown, scale);
    widgets::focus_ring(ui, &response, size::RADIUS_S);
}

/// The size of a cut, and where it lies.
pub fn said_of(cx: &UiContext<'_>, cut: CropRect) -> String {
    let args = [
        ("width", cut.width.into()),
        ("height", cut.height.into()),
        ("ratio", said::ratio(cut.width, cut.height).into()),
        ("x", cut.x.into()),
        ("y", cut.y.into()),
    ];
    cx.words.with("crop-cut", &args)
}

fn tell_access(cx: &UiContext<'_>, tool: &Tool, response: &Response) {
    let name = cx.say("crop-board");
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, name));
    let value = said_of(cx, tool.cut);
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_value(value);
        node.set_description(cx.say("crop-keys"));
    });
}

/// The whole picture, as large as it fits.
pub fn fitted(room: Rect, sheet: &Sheet) -> Rect {
    let natural = Vec2::new(sheet.width as f32, sheet.height as f32);
    let scale = (room.width() / natural.x).min(room.height() / natural.y).max(0.0);
    Rect::from_center_size(room.center(), natural * scale)
}

fn on_screen(cut: CropRect, shown: Rect, scale: f64) -> Rect {
    let at = |length: u32| (f64::from(length) * scale) as f32;
    let min = shown.min + Vec2::new(at(cut.x), at(cut.y));
    Rect::from_min_size(min, Vec2::new(at(cut.width), at(cut.height)))
}

fn pull(ui: &Ui, tool: &mut Tool, response: &Response, shown: Rect, scale: f64) {
    let cut = on_screen(tool.cut, shown, scale);
    let held = |at: Pos2| held_at(cut, at);
    if response.drag_started()
        && let Some(at) = ui.input(|input| input.pointer.press_origin())
        && let Some(handle) = held(at)
    {
        tool.pull = Some(Pull { handle, from: tool.cut, at });
    }
    let now = ui.input(|input| input.pointer.latest_pos());
    if let (Some(pull), Some(now)) = (&tool.pull, now) {
        let by = (now - pull.at) / scale as f32;
        let by = (f64::from(by.x), f64::from(by.y));
        tool.cut = match pull.handle {
            Held::Handle(handle) => tool.sheet.pulled(pull.from, handle, by, tool.shape),
            Held::Whole => tool.sheet.moved(pull.from, (by.0.round() as i64, by.1.round() as i64)),
        };
    }
    let icon = tool.pull.as_ref().map(|pull| pull.handle).or_else(|| response.hover_pos().and_then(held)).map(cursor);
    if let Some(icon) = icon {
        ui.set_cursor_icon(icon);
    }
    if !response.dragged() {
        tool.pull = None;
    }
}

/// What the mouse has hold of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Held {
    Handle(Handle),
    Whole,
}

/// A corner or an edge near by, else the whole cut where the mouse is in it.
fn held_at(cut: Rect, at: Pos2) -> Option<Held> {
    let near = |a: f32, b: f32| (a - b).abs() <= REACH;
    let edge = |at: f32, low: f32, high: f32| match (near(at, low), near(at, high)) {
        // A cut so small that both are near: the nearer one.
        (true, true) if (at - low).abs() <= (at - high).abs() => Edge::Low,
        (true, true) | (false, true) => Edge::High,
        (true, false) => Edge::Low,
        (false, false) => Edge::Neither,
    };
    let handle = Handle { x: edge(at.x, cut.left(), cut.right()), y: edge(at.y, cut.top(), cut.bottom()) };
    let is_on_it = cut.expand(REACH).contains(at);
    match (is_on_it, handle) {
        (false, _) => None,
        (true, Handle { x: Edge::Neither, y: Edge::Neither }) => Some(Held::Whole),
        (true, handle) => Some(Held::Handle(handle)),
    }
}

fn cursor(held: Held) -> CursorIcon {
    match held {
        Held::Whole => CursorIcon::Move,
        Held::Handle(Handle { x, y }) => match (x, y) {
            (Edge::Neither, _) => CursorIcon::ResizeVertical,
            (_, Edge::Neither) => CursorIcon::ResizeHorizontal,
            (Edge::Low, Edge::Low) | (Edge::High, Edge::High) => CursorIcon::ResizeNwSe,
            (Edge::Low, Edge::High) | (Edge::High, Edge::Low) => CursorIcon::ResizeNeSw,
        },
    }
}

fn paint(ui: &Ui, tool: &Tool, texture: Option<&TextureHandle>, room: Rect, shown: Rect, scale: f64) {
    let painter = ui.painter_at(room);
    painter.rect_filled(room, size::RADIUS_S, color::STAGE);
    if let Some(texture) = texture {
        painter.image(texture.id(), shown, theme::WHOLE_PICTURE, color::UNTINTED);
    }
    let cut = on_screen(tool.cut, shown, scale);
    for around in [
        Rect::from_min_max(shown.min, Pos2::new(shown.right(), cut.top())),
        Rect::from_min_max(Pos2::new(shown.left(), cut.bottom()), shown.max),
        Rect::from_min_max(Pos2::new(shown.left(), cut.top()), cut.left_bottom()),
        Rect::from_min_max(cut.right_top(), Pos2::new(shown.right(), cut.bottom())),
    ] {
        painter.rect_filled(around, 0, color::VEIL);
    }
    let third = Stroke::new(size::HAIRLINE, color::THIRDS);
    for part in [1.0, 2.0] {
        painter.vline(cut.left() + cut.width() * part / 3.0, cut.y_range(), third);
        painter.hline(cut.x_range(), cut.top() + cut.height() * part / 3.0, third);
    }
    painter.rect_stroke(cut, 0, Stroke::new(size::FOCUS_RING, color::SCRIM), StrokeKind::Outside);
    painter.rect_stroke(cut, 0, Stroke::new(size::HAIRLINE, color::TEXT), StrokeKind::Inside);
    for handle in Handle::ALL {
        let along = |edge: Edge, low: f32, high: f32| match edge {
            Edge::Low => low,
            Edge::High => high,
            Edge::Neither => low.midpoint(high),
        };
        let at = Pos2::new(along(handle.x, cut.left(), cut.right()), along(handle.y, cut.top(), cut.bottom()));
        let knob = Rect::from_center_size(at, Vec2::splat(2.0 * size::KNOB));
        painter.rect(knob, 2, color::TEXT, Stroke::new(size::HAIRLINE, color::SCRIM), StrokeKind::Outside);
    }
    if tool.pull.is_some() {
        measure(ui, tool.cut, cut, room);
    }
}

/// The size in pixels, in the middle of the cut, while it is pulled.
fn measure(ui: &Ui, cut: CropRect, at: Rect, room: Rect) {
    let text = format!("{} × {}", cut.width, cut.height);
    let font = theme::font(size::TEXT_SMALL, fonts::tabular());
    let galley = ui.painter().layout_no_wrap(text, font, color::TEXT);
    let ground = Align2::CENTER_CENTER.anchor_size(at.center(), galley.size() + Vec2::new(12.0, 6.0));
    let painter = ui.painter_at(room);
    painter.rect_filled(ground, size::RADIUS_S, color::SCRIM);
    painter.galley(ground.center() - galley.size() / 2.0, galley, color::TEXT);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mouse_takes_a_corner_before_an_edge_and_an_edge_before_the_whole() {
        let cut = Rect::from_min_size(Pos2::new(100.0, 100.0), Vec2::splat(200.0));
        let held = |x: f32, y: f32| held_at(cut, Pos2::new(x, y));
        let handle = |x, y| Some(Held::Handle(Handle { x, y }));
        assert_eq!(held(104.0, 96.0), handle(Edge::Low, Edge::Low));
        assert_eq!(held(200.0, 305.0), handle(Edge::Neither, Edge::High));
        assert_eq!(held(200.0, 200.0), Some(Held::Whole));
        assert_eq!(held(50.0, 200.0), None);
    }
}
