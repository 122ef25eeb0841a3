//! The empty part of the lane: a click leaves one shot selected, a drag draws the rectangle that selects.

use egui::{Key, Pos2, Rect, Sense, Stroke, StrokeKind, Ui};

use super::{Hand, Place, Timeline, blocks};
use crate::model::{Shot, ShotId};
use crate::ui::desk::Desk;
use crate::ui::theme::{color, lane, size};

pub struct Lasso {
    from: Pos2,
    to: Pos2,
    before: Vec<ShotId>,
}

impl Lasso {
    pub fn new(from: Pos2, desk: &Desk) -> Self {
        Self { from, to: from, before: desk.selection.shots.clone() }
    }
}

/// The ground of the lane, under the blocks; and the drag, wherever it began.
pub fn ground_ui(ui: &Ui, state: &mut Timeline, desk: &mut Desk, place: &Place) {
    // Only the mouse needs it: the keyboard selects from block to block.
    let response = ui.interact(place.lane, ui.scope_id().with("ground"), Sense::CLICK | Sense::DRAG);
    if response.clicked()
        && let Some(shot) = desk.shot().map(Shot::id)
    {
        desk.select(shot);
    }
    if response.drag_started_by(egui::PointerButton::Primary) {
        let origin = ui.input(|input| input.pointer.press_origin()).unwrap_or(place.lane.center());
        state.hand = Hand::Lasso(Lasso::new(origin, desk));
    }
    let Hand::Lasso(lasso) = &mut state.hand else {
        return;
    };
    let (pointer, is_down, is_cancelled) =
        ui.input(|input| (input.pointer.latest_pos(), input.pointer.primary_down(), input.key_pressed(Key::Escape)));
    if is_cancelled {
        desk.select_these(std::mem::take(&mut lasso.before));
        state.hand = Hand::Free;
        return;
    }
    lasso.to = pointer.unwrap_or(lasso.to);
    let touched = blocks::touched(place, desk.draft.storyboard.shots(), Rect::from_two_pos(lasso.from, lasso.to));
    // Nothing selected is no state: a shot is always being worked on.
    desk.select_these(if touched.is_empty() { lasso.before.clone() } else { touched });
    if !is_down {
        state.hand = Hand::Free;
    }
}

pub fn lasso_ui(ui: &Ui, state: &Timeline) {
    if let Hand::Lasso(lasso) = &state.hand {
        let rect = Rect::from_two_pos(lasso.from, lasso.to);
        let fill = color::ACCENT_SOFT.gamma_multiply(lane::FADED);
        ui.painter().rect(rect, 0, fill, Stroke::new(size::HAIRLINE, color::ACCENT_TEXT), StrokeKind::Inside);
    }
}
