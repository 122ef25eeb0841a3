//! On the full screen the controls step aside while a clip plays, and come back when the mouse moves.

use egui::{Context, CursorIcon};

/// How long they stay after the last move.
const STAY_SECS: f64 = 2.0;

#[derive(Debug, Clone, Copy, Default)]
pub struct Curtain {
    moved_at: f64,
}

impl Curtain {
    /// Whether the controls are to be seen in this frame. Nothing is drawn again for it but once, when they go.
    pub fn shows(&mut self, ctx: &Context, is_playing: bool, is_busy: bool) -> bool {
        let (now, has_moved) = ctx.input(|input| {
            let pointer = &input.pointer;
            let has_moved = pointer.delta() != egui::Vec2::ZERO || pointer.any_down() || pointer.any_released();
            (input.time, has_moved)
        });
        // Whoever goes through the controls by the Tab key, or has a menu open, needs to see them.
        let is_used = ctx.memory(|memory| memory.focused().is_some()) || egui::Popup::is_any_open(ctx);
        if is_used || is_busy || !is_playing {
            self.moved_at = now;
            return true;
        }
        if has_moved {
            self.moved_at = now;
        }
        let left = STAY_SECS - (now - self.moved_at);
        if left > 0.0 {
            ctx.request_repaint_after_secs(left as f32 + 0.01);
            return true;
        }
        ctx.set_cursor_icon(CursorIcon::None);
        false
    }
}
