//! The bar one drags along the clip: its filmstrip and its rail, the planned shots above them and the in and out
//! points on the rail.

use egui::accesskit::{Action, Role};
use egui::{Align2, FontFamily, Id, LayerId, Order, Pos2, Rect, Response, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2};

use super::playing::Playing;
use super::shots::{self, Planned};
use super::{strip, timecode};
use crate::model::Draft;
use crate::player::{Player, PlayerState, Step};
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::thumbs::Picture;
use crate::ui::{fonts, widgets};

pub fn bar_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    playing: &mut Playing,
    state: &PlayerState,
    draft: &Draft,
    strip: Option<Picture<'_>>,
) {
    let shots = shots::planned(draft, state.duration_secs);
    if !shots.is_empty() {
        lane_ui(ui, cx, playing, state, &shots);
    }
    let above = if strip.is_some() { size::STRIP } else { 0.0 };
    let room = Vec2::new(ui.available_width(), above + size::SCRUB);
    let (rect, response) = ui.allocate_exact_size(room, Sense::click_and_drag());
    let (lane, rail) = rect.split_top_bottom_at_y(rect.top() + above);
    let bar = Bar { rect: rail, secs: state.duration_secs.max(1e-6) };
    speak(ui, cx, &response, state);
    match response.interact_pointer_pos() {
        Some(at) if response.is_pointer_button_down_on() => playing.hold(bar.secs_at(at.x)),
        Some(_) | None => playing.let_go(),
    }
    step_by_keys(ui, &response, &playing.player);
    if let Some(strip) = strip {
        strip::strip_ui(ui, strip, lane);
        paint_on_strip(ui, &bar, lane, state, playing, &shots);
    }
    paint(ui, &bar, &response, state, playing, &shots);
    widgets::focus_ring(ui, &response, size::RADIUS_S);
    marks_ui(ui, cx, playing, state, &bar);
    if let Some(at) = response.hover_pos().filter(|at| rect.contains(*at)) {
        // Above the shots: they are not to be covered.
        let shots = if shots.is_empty() { 0.0 } else { size::SHOT_LANE + size::GAP_XS };
        say_time(ui, cx, playing, state, &bar, pos2(at.x, rect.top() - shots));
    }
}

/// What is not played lies in the dark; the shots are cut apart; a line says what is on the screen.
fn paint_on_strip(ui: &Ui, bar: &Bar, lane: Rect, state: &PlayerState, playing: &Playing, shots: &[Planned<'_>]) {
    if playing.marks.is_set() {
        let (from, until) = played(playing, state);
        for dark in [lane.left()..=bar.x_of(from), bar.x_of(until)..=lane.right()] {
            ui.painter().rect_filled(Rect::from_x_y_ranges(dark, lane.y_range()), 0, color::SCRIM);
        }
    }
    for shot in shots.iter().skip(1) {
        ui.painter().vline(bar.x_of(shot.from_secs), lane.y_range(), Stroke::new(size::FOCUS_RING, color::PANEL));
    }
    let now = bar.x_of(state.position_secs);
    // Light on dark pictures, with a dark rim for light ones.
    for (width, ink) in [(3.0 * size::HAIRLINE, color::SCRIM), (size::HAIRLINE, color::TEXT)] {
        ui.painter().vline(now, lane.top()..=bar.rect.center().y, Stroke::new(width, ink));
    }
}

/// The clip's time along a line of the screen.
struct Bar {
    rect: Rect,
    secs: f64,
}

impl Bar {
    fn x_of(&self, secs: f64) -> f32 {
        self.rect.left() + self.rect.width() * (secs / self.secs).clamp(0.0, 1.0) as f32
    }

    fn secs_at(&self, x: f32) -> f64 {
        f64::from(((x - self.rect.left()) / self.rect.width().max(1.0)).clamp(0.0, 1.0)) * self.secs
    }
}

/// The shots as they were planned, to scale; a click goes to where one begins.
fn lane_ui(ui: &mut Ui, cx: &UiContext<'_>, playing: &mut Playing, state: &PlayerState, shots: &[Planned<'_>]) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), size::SHOT_LANE), Sense::hover());
    let bar = Bar { rect, secs: state.duration_secs.max(1e-6) };
    for shot in shots {
        let x = bar.x_of(shot.from_secs) + size::HAIRLINE..=bar.x_of(shot.until_secs) - size::HAIRLINE;
        let block = Rect::from_x_y_ranges(x, rect.y_range());
        let response = ui.interact(block, Id::unique(("viewer-shot", shot.number)), Sense::click());
        let name = said_of(cx, shot, shots.len());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        let is_here = (shot.from_secs..shot.until_secs).contains(&state.position_secs);
        let (fill, ink) = match (is_here, response.hovered()) {
            (true, _) => (color::ACCENT_SOFT, color::ACCENT_TEXT),
            (false, true) => (color::RAISED_HOVER, color::TEXT),
            (false, false) => (color::RAISED, color::TEXT_MUTED),
        };
        ui.painter().rect_filled(block, size::RADIUS_S, fill);
        let line = shot.prompt.trim().lines().next().unwrap_or_default();
        let text = format!("{} {line}", shot.number);
        let font = theme::font(size::TEXT_CAPTION, FontFamily::Proportional);
        let inner = block.shrink2(Vec2::new(size::GAP_XS, 0.0));
        ui.painter_at(inner).text(inner.left_center(), Align2::LEFT_CENTER, text, font, ink);
        widgets::focus_ring(ui, &response, size::RADIUS_S);
        if response.on_hover_text(theme::small(&name).color(color::TEXT)).clicked() {
            playing.go_to_secs(shot.from_secs);
        }
    }
}

fn said_of(cx: &UiContext<'_>, shot: &Planned<'_>, count: usize) -> String {
    let args = [
        ("number", shot.number.into()),
        ("count", count.into()),
        ("from", timecode::short(shot.from_secs).into()),
        ("until", timecode::short(shot.until_secs).into()),
        ("prompt", shot.prompt.trim().into()),
    ];
    cx.words.with("viewer-shot", &args)
}

fn paint(ui: &Ui, bar: &Bar, response: &Response, state: &PlayerState, playing: &Playing, shots: &[Planned<'_>]) {
    let rail = Rect::from_center_size(bar.rect.center(), Vec2::new(bar.rect.width(), size::RAIL_LINE));
    ui.painter().rect_filled(
        rail,
        size::RADIUS_S,
        if playing.marks.is_set() { color::LINE } else { color::RAISED_HOVER },
    );
    let (from, until) = played(playing, state);
    let between = |from: f64, until: f64| Rect::from_x_y_ranges(bar.x_of(from)..=bar.x_of(until), rail.y_range());
    if playing.marks.is_set() {
        ui.painter().rect_filled(between(from, until), size::RADIUS_S, color::LINE_STRONG);
    }
    if state.position_secs > from {
        ui.painter().rect_filled(between(from, state.position_secs), size::RADIUS_S, color::ACCENT);
    }
    for shot in shots.iter().skip(1) {
        let x = bar.x_of(shot.from_secs);
        let tick = Rect::from_center_size(pos2(x, rail.center().y), Vec2::new(size::FOCUS_RING, size::TICK));
        ui.painter().rect_filled(tick, 0, color::TEXT_FAINT);
    }
    let knob = pos2(bar.x_of(state.position_secs), rail.center().y);
    let radius = if response.hovered() || response.dragged() { size::KNOB_LIT } else { size::KNOB };
    ui.painter().circle_filled(knob, radius, color::TEXT);
}

/// What is played, in seconds.
fn played(playing: &Playing, state: &PlayerState) -> (f64, f64) {
    let (first, last) = playing.marks.played(state.frame_count);
    let at = |frame| playing.player.frame_time(frame).unwrap_or_default();
    let until = if playing.marks.end().is_some() { at(last + 1) } else { state.duration_secs };
    (if playing.marks.start().is_some() { at(first) } else { 0.0 }, until)
}

/// In and out as brackets one can take hold of, or move by the arrow keys.
fn marks_ui(ui: &Ui, cx: &UiContext<'_>, playing: &mut Playing, state: &PlayerState, bar: &Bar) {
    let (from, until) = played(playing, state);
    for (is_in, frame, secs) in [(true, playing.marks.start(), from), (false, playing.marks.end(), until)] {
        let Some(frame) = frame else {
            continue;
        };
        let x = bar.x_of(secs);
        let place = Rect::from_center_size(pos2(x, bar.rect.center().y), Vec2::new(size::MARK, bar.rect.height()));
        let response = ui.interact(place, Id::unique(("viewer-mark", is_in)), Sense::click_and_drag());
        let name = cx.words.with(if is_in { "viewer-in" } else { "viewer-out" }, &[("frame", frame.into())]);
        response.widget_info(|| WidgetInfo { value: Some(secs), ..WidgetInfo::labeled(Role::Slider, true, &name) });
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.add_action(Action::Increment);
            node.add_action(Action::Decrement);
        });
        paint_mark(ui, place, is_in, response.hovered() || response.dragged());
        widgets::focus_ring(ui, &response, size::RADIUS_S);
        let steps = widgets::steps_by_keys(ui, &response);
        if steps != 0 {
            let by = isize::try_from(steps).unwrap_or_default();
            playing.move_mark(is_in, frame.saturating_add_signed(by).min(state.frame_count.saturating_sub(1)));
        } else if let Some(at) = response.interact_pointer_pos().filter(|_| response.dragged())
            && let Some(under) = playing.player.frame_at(bar.secs_at(at.x))
        {
            playing.move_mark(is_in, under);
        }
        response.on_hover_cursor(egui::CursorIcon::ResizeHorizontal).on_hover_text(name);
    }
}

fn paint_mark(ui: &Ui, place: Rect, is_in: bool, is_lit: bool) {
    let ink = if is_lit { color::TEXT } else { color::ACCENT_TEXT };
    let stroke = Stroke::new(size::FOCUS_RING, ink);
    let x = place.center().x;
    let inwards = if is_in { size::MARK / 2.0 } else { -size::MARK / 2.0 };
    ui.painter().vline(x, place.y_range(), stroke);
    for y in [place.top() + size::HAIRLINE, place.bottom() - size::HAIRLINE] {
        ui.painter().line_segment([pos2(x, y), pos2(x + inwards, y)], stroke);
    }
}

/// The time under the pointer; its words stand on `foot`.
fn say_time(ui: &Ui, cx: &UiContext<'_>, playing: &Playing, state: &PlayerState, bar: &Bar, foot: Pos2) {
    let secs = bar.secs_at(foot.x);
    let Some(frame) = playing.player.frame_at(secs) else {
        return;
    };
    let code = timecode::text(playing.player.frame_time(frame).unwrap_or(secs), playing.fps(state));
    let text = format!("{code} · {}", cx.words.with("viewer-frame-short", &[("number", frame.into())]));
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Tooltip, Id::unique("viewer-time")));
    let galley = painter.layout_no_wrap(text, theme::font(size::TEXT_CAPTION, fonts::tabular()), color::TEXT);
    let room = galley.size() + Vec2::new(2.0 * size::GAP_XS, size::GAP_XS);
    let half = room.x / 2.0;
    let (left, right) = (bar.rect.left() + half, bar.rect.right() - half);
    let middle = if left < right { foot.x.clamp(left, right) } else { foot.x };
    let rect = Rect::from_min_size(pos2(middle - half, foot.y - room.y), room);
    painter.rect_filled(rect, size::RADIUS_S, color::RAISED_HOVER);
    let at: Pos2 = rect.min + Vec2::new(size::GAP_XS, size::GAP_XS / 2.0);
    painter.galley(at, galley, color::TEXT);
}

/// The bar as a screen reader finds it: a slider over the clip's seconds.
fn speak(ui: &Ui, cx: &UiContext<'_>, response: &Response, state: &PlayerState) {
    let name = cx.say("viewer-scrub").to_owned();
    let value = state.position_secs;
    response.widget_info(|| WidgetInfo { value: Some(value), ..WidgetInfo::labeled(Role::Slider, true, &name) });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(state.duration_secs);
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
}

/// A frame back or forward by the arrow keys, and by a screen reader, for what has the keyboard.
pub fn step_by_keys(ui: &Ui, response: &Response, player: &Player) {
    match widgets::steps_by_keys(ui, response) {
        1.. => player.step(Step::Forward),
        0 => {}
        _ => player.step(Step::Back),
    }
}
