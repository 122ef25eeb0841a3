//! Two clips in one place, one on each side of a line that is dragged.

use egui::accesskit::{Action, Role};
use egui::{CursorIcon, Id, Rect, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2};

use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets;

/// How far an arrow key moves the line.
const KEY_STEP: f32 = 0.02;

pub struct Wipe {
    /// Where the line stands, 0 left and 1 right.
    share: f32,
}

impl Default for Wipe {
    fn default() -> Self {
        Self { share: 0.5 }
    }
}

impl Wipe {
    /// What is seen of the left and of the right clip.
    pub fn sides(&self, room: Rect) -> [Rect; 2] {
        let x = room.left() + room.width() * self.share;
        let left = Rect::from_min_max(room.min, pos2(x, room.bottom()));
        [left, Rect::from_min_max(pos2(x, room.top()), room.max)]
    }

    fn move_by(&mut self, share: f32) {
        self.share = (self.share + share).clamp(0.0, 1.0);
    }
}

/// Which two of so many clips are wiped: the first, and the one that verbs mean.
pub fn pair(active: usize, count: usize) -> [usize; 2] {
    let other = if active == 0 { 1 } else { active };
    [0, other.min(count.saturating_sub(1))]
}

pub fn line_ui(ui: &mut Ui, cx: &UiContext<'_>, wipe: &mut Wipe, room: Rect) {
    let x = wipe.sides(room)[0].right();
    let grip = Rect::from_center_size(pos2(x, room.center().y), Vec2::new(size::WIPE_GRIP, room.height()));
    let response = ui.interact(grip.intersect(room), Id::unique("wipe"), Sense::click_and_drag());
    let value = f64::from(wipe.share) * 100.0;
    let name = cx.say("compare-wipe-line").to_owned();
    response.widget_info(|| WidgetInfo { value: Some(value), ..WidgetInfo::labeled(Role::Slider, true, &name) });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(100.0);
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
    if let Some(at) = response.interact_pointer_pos().filter(|_| response.dragged()) {
        wipe.share = ((at.x - room.left()) / room.width().max(1.0)).clamp(0.0, 1.0);
    }
    wipe.move_by(widgets::steps_by_keys(ui, &response) as f32 * KEY_STEP);
    let response = response.on_hover_cursor(CursorIcon::ResizeHorizontal);

    let x = wipe.sides(room)[0].right();
    let is_lit = response.hovered() || response.dragged() || response.has_focus();
    let line = Stroke::new(size::FOCUS_RING, if is_lit { color::FOCUS } else { color::TEXT });
    ui.painter().vline(x, room.y_range(), line);
    let knob = pos2(x, room.center().y);
    ui.painter().circle_filled(knob, size::WIPE_KNOB, color::SCRIM);
    ui.painter().circle_stroke(knob, size::WIPE_KNOB, line);
    let font = theme::icon_font(size::ICON_SMALL);
    ui.painter().text(knob, egui::Align2::CENTER_CENTER, icons::SWAP.codepoint, font, color::TEXT);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_clip_is_wiped_against_the_one_that_is_meant() {
        assert_eq!([0, 1, 3].map(|active| pair(active, 4)), [[0, 1], [0, 1], [0, 3]]);
        assert_eq!(pair(5, 2), [0, 1]);
    }

    #[test]
    fn both_sides_are_the_whole_room_and_the_line_stays_in_it() {
        let room = Rect::from_min_size(pos2(100.0, 50.0), Vec2::new(400.0, 200.0));
        let mut wipe = Wipe::default();
        for by in [0.0, 0.3, 0.9, -5.0] {
            wipe.move_by(by);
            let [left, right] = wipe.sides(room);
            assert_eq!((left.left(), right.right(), left.right()), (100.0, 500.0, right.left()));
            assert!((100.0..=500.0).contains(&left.right()));
        }
        assert_eq!(wipe.sides(room)[0].width(), 0.0);
    }
}
