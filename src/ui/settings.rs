//! Language, keys, library, display server.

use egui::Ui;

use super::action::Outbox;
use super::context::UiContext;
use super::theme;

/// What the settings page remembers between frames: what is typed and not yet sent.
#[derive(Default)]
pub struct SettingsPage {}

pub fn settings_ui(ui: &mut Ui, cx: &UiContext<'_>, _state: &mut SettingsPage, _out: &mut Outbox) {
    ui.label(theme::title(cx.say("settings-title")));
}
