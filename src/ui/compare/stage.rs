//! Where each clip lies, and the hand that pans and zooms all of them together.

use egui::accesskit::Role;
use egui::{Id, Rect, Response, Sense, Ui, Vec2, WidgetInfo, vec2};

use super::deck::Slot;
use super::{Compare, Layout, pane, wipe};
use crate::engine::snapshot::{TaskCard, ThumbKey};
use crate::player::Step;
use crate::ui::action::Outbox;
use crate::ui::cards;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::thumbs::Picture;
use crate::ui::viewer::view::Stage;
use crate::ui::widgets;

/// How much a turn of the wheel enlarges, for each of its points.
const WHEEL: f32 = 1.0 / 300.0;

pub fn stage_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compare, cards: &[TaskCard], out: &mut Outbox) {
    let (whole, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    ui.painter().rect_filled(whole, 0, color::STAGE);
    let below = |rect: Rect| Rect::from_min_max(rect.min + vec2(0.0, size::PANE_HEAD), rect.max);
    match state.layout {
        Layout::Sides => {
            for (index, room) in rooms(whole, cards.len()).into_iter().enumerate() {
                pane::head_ui(ui, cx, state, cards, index, room, out);
                let pane = Pane { index, room: below(room), seen: below(room) };
                picture_ui(ui, cx, state, cards, &pane, out);
                hand_ui(ui, cx, state, cards, index, below(room));
                active_ui(ui, state, index, room);
            }
        }
        Layout::Wipe => {
            let pair = wipe::pair(state.active, cards.len());
            let room = below(whole);
            for ((index, head), side) in pair.into_iter().zip(rooms(whole, 2)).zip(state.wipe.sides(room)) {
                pane::head_ui(ui, cx, state, cards, index, head, out);
                picture_ui(ui, cx, state, cards, &Pane { index, room, seen: side }, out);
            }
            hand_ui(ui, cx, state, cards, pair[1], room);
            wipe::line_ui(ui, cx, &mut state.wipe, room);
        }
        Layout::Blink => {
            let index = state.blink.shown(cards.len());
            pane::head_ui(ui, cx, state, cards, index, whole, out);
            let room = below(whole);
            picture_ui(ui, cx, state, cards, &Pane { index, room, seen: room }, out);
            hand_ui(ui, cx, state, cards, index, room);
        }
    }
}

/// One beside the other; four in two rows.
fn rooms(whole: Rect, count: usize) -> Vec<Rect> {
    let columns = if count == 4 { 2 } else { count.max(1) };
    let rows = count.div_ceil(columns);
    let gap = size::PANE_GAP;
    let share = |length: f32, parts: usize| ((length - gap * (parts - 1) as f32) / parts as f32).max(1.0);
    let cell = vec2(share(whole.width(), columns), share(whole.height(), rows.max(1)));
    let corner = |index: usize| {
        let (column, row) = (index % columns, index / columns);
        whole.min + vec2(column as f32 * (cell.x + gap), row as f32 * (cell.y + gap))
    };
    (0..count).map(|index| Rect::from_min_size(corner(index), cell)).collect()
}

/// Pictures of all sizes are seen as large as the largest of them: the same place lies in the same spot.
fn stage_of(ui: &Ui, slots: &[Slot], index: usize, room: Rect) -> Option<Stage> {
    let tallest = slots.iter().map(|slot| slot.size().y).fold(1.0, f32::max);
    let size = slots.get(index)?.size();
    let picture = size * (tallest / size.y.max(1.0));
    Some(Stage { room, picture, pixels_per_point: ui.ctx().pixels_per_point() })
}

/// A clip's picture: the room it is fitted into, and how much of that is seen.
struct Pane {
    index: usize,
    room: Rect,
    seen: Rect,
}

fn picture_ui(ui: &Ui, cx: &UiContext<'_>, state: &mut Compare, cards: &[TaskCard], pane: &Pane, out: &mut Outbox) {
    let Pane { index, room, seen } = *pane;
    let Some(stage) = stage_of(ui, state.deck.slots(), index, room) else { return };
    if index == state.active {
        state.stage = Some(stage);
    }
    let Some(slot) = state.deck.slots().get(index) else { return };
    let place = state.view.place(&stage);
    slot.set_max_size(place.size().min(slot.size()) * stage.pixels_per_point);
    let painter = ui.painter().with_clip_rect(seen.intersect(room).intersect(ui.clip_rect()));
    let poster = cards.get(index).and_then(|card| card.clip.as_ref());
    let poster = poster.map(|clip| cx.picture(&ThumbKey::Poster(clip.sha256.clone()), out));
    match (slot.texture(), poster) {
        (Some(texture), _) | (None, Some(Picture::Here(texture))) => {
            painter.image(texture.id(), place, theme::WHOLE_PICTURE, color::UNTINTED);
        }
        (None, Some(Picture::Coming | Picture::Broken | Picture::Absent) | None) => {}
    }
    if let Some(trouble) = slot.state().trouble {
        let said = cx.words.say(&trouble);
        let font = theme::font(size::TEXT_BODY, egui::FontFamily::Proportional);
        let galley = painter.layout(said.clone(), font, color::ERROR, (seen.width() - 2.0 * size::GAP_L).max(60.0));
        painter.galley(room.center() - galley.size() / 2.0, galley, color::ERROR);
        let place = Rect::from_center_size(room.center(), Vec2::splat(1.0));
        let response = ui.interact(place, Id::unique(("compare-trouble", index)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    }
}

/// A click turns to the clip, another one plays or pauses; a drag moves what is seen, the wheel enlarges it.
fn hand_ui(ui: &Ui, cx: &UiContext<'_>, state: &mut Compare, cards: &[TaskCard], index: usize, room: Rect) {
    let response = ui.interact(room, Id::unique(("compare-picture", index)), Sense::click_and_drag());
    let heading = cards.get(index).map_or("", |card| cards::heading(cx, &card.task));
    let args = [("number", (index + 1).into()), ("heading", heading.into())];
    let name = cx.words.with("compare-picture", &args);
    response.widget_info(|| WidgetInfo::labeled(Role::Video, true, &name));
    let Some(stage) = stage_of(ui, state.deck.slots(), index, room) else { return };
    look_around(ui, state, &stage, &response);
    match widgets::steps_by_keys(ui, &response) {
        1.. => state.deck.step(Step::Forward),
        0 => {}
        _ => state.deck.step(Step::Back),
    }
    if response.clicked() {
        if index == state.active { state.deck.toggle() } else { state.turn_to(Some(index)) }
    }
    widgets::focus_ring(ui, &response, 0);
}

fn look_around(ui: &Ui, state: &mut Compare, stage: &Stage, response: &Response) {
    if response.dragged() {
        state.view.pan(stage, -response.drag_delta());
    }
    let Some(at) = response.hover_pos() else { return };
    let (turned, pinched) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
    let factor = pinched * (turned * WHEEL).exp();
    if factor != 1.0 {
        state.view.zoom_at(stage, at, factor);
    }
}

/// A line around the clip that verbs mean.
fn active_ui(ui: &Ui, state: &Compare, index: usize, room: Rect) {
    if index == state.active {
        let line = egui::Stroke::new(size::FOCUS_RING, color::ACCENT);
        ui.painter().rect_stroke(room, 0, line, egui::StrokeKind::Inside);
    }
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    #[test]
    fn every_number_of_clips_has_its_own_order_and_none_overlap() {
        let whole = Rect::from_min_size(pos2(10.0, 20.0), vec2(902.0, 602.0));
        for (count, columns, rows) in [(2, 2, 1), (3, 3, 1), (4, 2, 2)] {
            let rooms = rooms(whole, count);
            let mut lefts: Vec<i32> = rooms.iter().map(|room| room.left() as i32).collect();
            let mut tops: Vec<i32> = rooms.iter().map(|room| room.top() as i32).collect();
            lefts.sort_unstable();
            tops.sort_unstable();
            lefts.dedup();
            tops.dedup();
            assert_eq!((lefts.len(), tops.len()), (columns, rows), "{count}");
            for (at, room) in rooms.iter().enumerate() {
                assert!(whole.expand(0.1).contains_rect(*room));
                assert!(rooms[at + 1..].iter().all(|other| !room.shrink(0.1).intersects(*other)));
            }
        }
    }
}
