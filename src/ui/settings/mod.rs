//! The settings page: a column of sections, each with its own file and its own memory.

mod accounts;
mod amount;
mod at_once;
mod caps;
mod display;
mod language;
mod library;
mod prices;
mod proxy;

use egui::{ScrollArea, Ui};

use super::action::Outbox;
use super::context::UiContext;
use super::theme::{self, size};
use crate::engine::{Command, Settings};

/// What the page remembers between frames: what is typed and not yet sent.
#[derive(Default)]
pub struct SettingsPage {
    accounts: accounts::Accounts,
    library: library::Library,
    caps: amount::Typed,
    prices: prices::PriceFields,
    proxy: proxy::ProxyPage,
}

pub fn settings_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut SettingsPage, out: &mut Outbox) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        egui::Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
            ui.set_max_width(size::PAGE.min(ui.available_width()));
            ui.label(theme::display(cx.say("settings-title")));
            ui.add_space(size::GAP_M);
            section_ui(ui, cx, "settings-accounts", |ui| accounts::accounts_ui(ui, cx, &mut state.accounts, out));
            section_ui(ui, cx, "settings-proxy", |ui| proxy::proxy_ui(ui, cx, &mut state.proxy, out));
            section_ui(ui, cx, "settings-caps", |ui| caps::caps_ui(ui, cx, &mut state.caps, out));
            section_ui(ui, cx, "settings-prices", |ui| prices::prices_ui(ui, cx, &mut state.prices, out));
            section_ui(ui, cx, "settings-at-once", |ui| at_once::at_once_ui(ui, cx, out));
            section_ui(ui, cx, "settings-language", |ui| language::language_ui(ui, cx, out));
            section_ui(ui, cx, "settings-library", |ui| library::library_ui(ui, cx, &mut state.library, out));
            if cfg!(target_os = "linux") {
                section_ui(ui, cx, "settings-display", |ui| display::display_ui(ui, cx, out));
            }
        });
    });
}

/// One card of the page under its own title.
fn section_ui(ui: &mut Ui, cx: &UiContext<'_>, title: &str, contents: impl FnOnce(&mut Ui)) {
    theme::card().inner_margin(egui::Margin::same(16)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::title(cx.words.get(title)));
        ui.add_space(size::GAP_XS);
        contents(ui);
    });
    ui.add_space(size::GAP_M);
}

/// Sends the settings with one thing changed.
fn change(cx: &UiContext<'_>, out: &mut Outbox, edit: impl FnOnce(&mut Settings)) {
    let mut settings = (*cx.snapshot.settings).clone();
    edit(&mut settings);
    out.tell(Command::ChangeSettings(settings.into()));
}
