//! X11 or Wayland.

use egui::Ui;

use super::change;
use crate::engine::DisplayServer;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, size};
use crate::ui::widgets::{self, Segment};

pub fn display_ui(ui: &mut Ui, cx: &UiContext<'_>, out: &mut Outbox) {
    let segments = [
        Segment { value: DisplayServer::X11, label: cx.say("settings-display-x11"), tip: "", is_enabled: true },
        Segment { value: DisplayServer::Wayland, label: cx.say("settings-display-wayland"), tip: "", is_enabled: true },
    ];
    let chosen = cx.snapshot.settings.display_server;
    if let Some(server) = widgets::segmented(ui, cx.say("settings-display"), chosen, &segments) {
        change(cx, out, |settings| settings.display_server = server);
    }
    ui.add_space(size::GAP_XS);
    ui.label(theme::small(cx.say("settings-display-why")));
}
