//! The queue beside every screen: what is under way, what is unknown, what just ended.

use egui::Ui;

use super::action::Outbox;
use super::context::UiContext;
use super::theme;

/// What the queue remembers between frames.
#[derive(Default)]
pub struct Queue {}

/// Draws the right-hand panel's contents; the panel itself is the window's.
pub fn queue_ui(ui: &mut Ui, cx: &UiContext<'_>, _state: &mut Queue, _out: &mut Outbox) {
    ui.label(theme::title(cx.say("queue-title")));
}
