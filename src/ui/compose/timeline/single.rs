//! A video that is not cut by hand: one block on the same scale, whose end is dragged.

use egui::accesskit::{Action, Role};
use egui::{Align2, CursorIcon, Key, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::trim::{Border, Trim};
use super::{Hand, Place, Timeline, borders, bubble, clip, ends, place_ui, ruler, scroll};
use crate::model::{Cut, Row, Secs};
use crate::ui::action::Outbox;
use crate::ui::compose::stage::Playhead;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::fonts;
use crate::ui::theme::{self, color, lane, size};
use crate::ui::widgets;

/// The end of the video that was taken hold of.
#[derive(Debug, Clone, Copy)]
pub struct HeldEnd {
    /// The length as it was.
    pub base: Secs,
    grabbed_at: f64,
}

pub fn single_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Timeline,
    playhead: &mut Playhead,
    desk: &mut Desk,
    row: &Row,
    out: &mut Outbox,
) {
    // A field that was open on a block is not here, and must not come back as a number given.
    state.drop_typed();
    state.view.fit_to(state.whole(row, desk.draft.seconds));
    scroll::follow_playhead(&mut state.view, playhead);
    let place = place_ui(ui, state, desk, lane::SINGLE_BLOCK);
    ui.painter().rect_filled(place.lane, size::RADIUS_M, color::FIELD);
    ends::first_ui(ui, cx, &desk.draft, &place, out);
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(place.lane));
    inside.shrink_clip_rect(clip(&place));
    ruler::range_ui(&inside, &place, &row.caps, desk.draft.seconds.0);
    ruler::ruler_ui(&inside, cx, &place.scale, row.caps.min_seconds.0);
    ruler::scrub_ui(&inside, cx, playhead, &desk.draft, &place);
    block_ui(&inside, cx, desk, &place);
    ruler::beyond_ui(&inside, &place, &row.caps);
    end_ui(&inside, cx, state, desk, row, &place);
    ends::last_ui(&inside, cx, &desk.draft, &place, out);
    ruler::playhead_ui(&inside, playhead, &place);
    scroll::bar_ui(ui, cx, &mut state.view, &place);
    bubble::bubble_ui(ui, cx, state, desk, &place);
    state.let_go_with(ui);
}

/// The whole video, with the first of its words.
fn block_ui(ui: &Ui, cx: &UiContext<'_>, desk: &Desk, place: &Place) {
    let x = place.scale.x(0.0)..=place.scale.x(desk.draft.seconds.0 as f64);
    let rect = Rect::from_x_y_ranges(x, place.lane.y_range()).shrink2(Vec2::new(1.0, 0.0));
    let line = Stroke::new(size::HAIRLINE, color::LINE_STRONG);
    ui.painter().rect(rect, size::RADIUS_M, color::RAISED, line, StrokeKind::Inside);
    let inner = rect.shrink2(Vec2::new(9.0, 0.0));
    let secs = cx.words.with("seconds", &[("seconds", desk.draft.seconds.0.into())]);
    let font = theme::font(size::TEXT_CAPTION, fonts::tabular());
    let painter = ui.painter_at(rect.intersect(ui.clip_rect()));
    let secs = painter.text(inner.right_center(), Align2::RIGHT_CENTER, secs, font, color::TEXT_MUTED);
    let icon = match desk.draft.cut {
        Cut::OneShot | Cut::ByHand => crate::ui::icons::MOVIE,
        Cut::ByVendor => crate::ui::icons::CUT,
    };
    let glyph = theme::icon_font(size::ICON_SMALL);
    let icon = painter.text(inner.left_center(), Align2::LEFT_CENTER, icon.codepoint, glyph, color::TEXT_FAINT);
    let room = secs.left() - icon.right() - 2.0 * size::GAP_S;
    let words = desk.draft.prompt.trim_start();
    if room < 20.0 || words.is_empty() {
        return;
    }
    let first: String = words.lines().next().unwrap_or_default().chars().take(160).collect();
    let font = theme::font(size::TEXT_SMALL, egui::FontFamily::Proportional);
    let galley = crate::ui::compose::frames::clipped(ui, first, font, color::TEXT, room);
    let at = egui::pos2(icon.right() + size::GAP_S, rect.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, color::TEXT);
}

fn end_ui(ui: &Ui, cx: &UiContext<'_>, state: &mut Timeline, desk: &mut Desk, row: &Row, place: &Place) {
    let now = desk.draft.seconds.0;
    let (least, most) = (row.caps.min_seconds.0, row.caps.max_seconds.0);
    let center = egui::pos2(place.scale.x(now as f64), place.lane.center().y);
    let rect = Rect::from_center_size(center, Vec2::new(lane::BORDER_GRIP, place.lane.height()));
    let response = ui.interact(rect, ui.scope_id().with("length"), Sense::drag());
    let name = || cx.words.with("length-name", &[("seconds", now.into())]);
    response.widget_info(|| WidgetInfo { value: Some(now as f64), ..WidgetInfo::labeled(Role::Slider, true, name()) });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(least as f64);
        node.set_max_numeric_value(most as f64);
        node.set_numeric_value_step(1.0);
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
    if response.drag_started_by(egui::PointerButton::Primary)
        && let Some(origin) = ui.input(|input| input.pointer.press_origin())
    {
        state.hand = Hand::End(HeldEnd { base: desk.draft.seconds, grabbed_at: place.scale.secs_at(origin.x) });
    }
    let steps = widgets::steps_by_keys(ui, &response);
    if steps != 0 {
        desk.draft.seconds = within(now, steps, (least, most));
    }
    let held = if let Hand::End(held) = state.hand { Some(held) } else { None };
    if let Some(held) = held {
        desk.is_dragging();
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            desk.draft.seconds = held.base;
            state.hand = Hand::Free;
        } else {
            if let Some(pointer) = response.interact_pointer_pos() {
                let by = (place.scale.secs_at(pointer.x) - held.grabbed_at).round() as i64;
                desk.draft.seconds = within(held.base.0, by, (least, most));
            }
            if !response.dragged() {
                state.hand = Hand::Free;
            }
        }
    }
    if held.is_some() || response.hovered() || response.has_focus() {
        let border = Border { left: 0, is_end: true };
        borders::bracket_ui(ui, &borders::Bracket::new(rect, border, Trim::Ripple, held.is_some()));
    }
    widgets::focus_ring(ui, &response, size::RADIUS_S);
    response.on_hover_and_drag_cursor(CursorIcon::ResizeEast);
}

/// Within the row's range; a length outside it may only come nearer.
fn within(base: u64, by: i64, (least, most): (u64, u64)) -> Secs {
    Secs(base.saturating_add_signed(by).clamp(least.min(base), most.max(base)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_stays_in_the_range_and_comes_back_to_it() {
        assert_eq!(within(5, 99, (3, 15)), Secs(15));
        assert_eq!(within(5, -99, (3, 15)), Secs(3));
        assert_eq!(within(20, 3, (3, 15)), Secs(20));
        assert_eq!(within(20, -6, (3, 15)), Secs(14));
    }
}
