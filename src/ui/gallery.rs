//! Every finished clip, newest first.

use egui::Ui;

use super::action::Outbox;
use super::context::UiContext;
use super::theme;

/// What the gallery remembers between frames.
#[derive(Default)]
pub struct Gallery {
    /// Ctrl+F was pressed: the search box takes the focus in the next frame.
    pub wants_search: bool,
}

pub fn gallery_ui(ui: &mut Ui, cx: &UiContext<'_>, _state: &mut Gallery, _out: &mut Outbox) {
    ui.label(theme::title(cx.say("gallery-title")));
}
