//! Blocks on their way to another place: a line shows where they would go, Esc leaves them where they are.

use egui::{Align2, CursorIcon, Pos2, Rect, Stroke, StrokeKind, Ui, Vec2};

use super::{Frame, Hand, Place, Timeline, scroll, spans};
use crate::model::{Shot, ShotId};
use crate::ui::desk::Desk;
use crate::ui::fonts;
use crate::ui::theme::{self, color, lane, size};

pub struct Carry {
    /// In the order of the storyboard.
    shots: Vec<ShotId>,
    grabbed_at: Pos2,
}

impl Carry {
    pub fn new(desk: &Desk, grabbed_at: Pos2) -> Self {
        Self { shots: desk.selected(), grabbed_at }
    }

    pub fn holds(&self, shot: ShotId) -> bool {
        self.shots.contains(&shot)
    }

    /// Before which shot of all they would stand.
    pub fn gap(&self, place: &Place, shots: &[Shot], x: f32) -> usize {
        let at = place.scale.secs_at(x);
        spans(shots).filter(|span| (span.from as f64 + span.to() as f64) / 2.0 < at).count()
    }

    /// Which place, counted from 1, the first of them would have.
    pub fn place_of(&self, shots: &[Shot], gap: usize) -> usize {
        shots[..gap.min(shots.len())].iter().filter(|shot| !self.holds(shot.id())).count() + 1
    }
}

pub fn carry_ui(ui: &Ui, state: &mut Timeline, now: &mut Frame<'_>) {
    let Hand::Blocks(carry) = &state.hand else {
        return;
    };
    let (pointer, is_down, is_cancelled) = ui.input(|input| {
        (input.pointer.latest_pos(), input.pointer.primary_down(), input.key_pressed(egui::Key::Escape))
    });
    if is_cancelled {
        state.hand = Hand::Free;
        return;
    }
    let Some(pointer) = pointer.or_else(|| ui.input(|input| input.pointer.interact_pos())) else {
        state.hand = Hand::Free;
        return;
    };
    let gap = carry.gap(&now.place, now.shots, pointer.x);
    if is_down {
        scroll::follow_hand(ui, &mut state.view, &now.place);
        paint(ui, now, carry, pointer, gap);
        ui.set_cursor_icon(CursorIcon::Grabbing);
        return;
    }
    now.desk.attempt(|board| board.move_to(&carry.shots, gap));
    now.playhead.seek(now.desk.shot_start().0 as f64);
    state.hand = Hand::Free;
}

/// The blocks follow the hand, and a line stands where they would go.
fn paint(ui: &Ui, now: &Frame<'_>, carry: &Carry, pointer: Pos2, gap: usize) {
    let offset = Vec2::new(pointer.x - carry.grabbed_at.x, 0.0);
    for span in spans(now.shots).filter(|span| carry.holds(span.shot.id())) {
        let ghost = now.place.block(&span).translate(offset);
        ui.painter().rect(
            ghost,
            size::RADIUS_M,
            color::ACCENT_SOFT.gamma_multiply(lane::FADED),
            Stroke::new(size::HAIRLINE, color::ACCENT_TEXT),
            StrokeKind::Inside,
        );
        let font = theme::font(size::TEXT_CAPTION, fonts::tabular());
        let at = ghost.left_top() + Vec2::new(8.0, 6.0);
        ui.painter().text(at, Align2::LEFT_TOP, span.index + 1, font, color::ACCENT_TEXT);
    }
    let at = now.shots[..gap].iter().map(|shot| shot.secs().0 as f64).sum();
    let line = Rect::from_center_size(
        egui::pos2(now.place.scale.x(at), now.place.lane.center().y),
        Vec2::new(lane::INSERT_LINE, now.place.lane.height() + 6.0),
    );
    ui.painter().rect_filled(line, 2, color::ACCENT_TEXT);
    for end in [line.center_top(), line.center_bottom()] {
        ui.painter().circle_filled(end, lane::INSERT_LINE + 1.0, color::ACCENT_TEXT);
    }
}
