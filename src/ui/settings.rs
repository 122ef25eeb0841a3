//! Language, keys, library, display server.

use std::collections::HashMap;

use egui::text_edit::TextEditState;
use egui::{Align, Id, Key, Layout, ScrollArea, Ui, Vec2};
use zeroize::Zeroize as _;

use super::action::Outbox;
use super::context::UiContext;
use super::dialog::{FileAsk, Wanted};
use super::icons;
use super::theme::{self, color, size};
use super::widgets::{self, Button, Segment, Weight};
use crate::engine::snapshot::{AccountCard, KeyState};
use crate::engine::{Command, DisplayServer, Settings};
use crate::model::Language;
use crate::vendors::ApiKey;

/// What the settings page remembers between frames: what is typed and not yet sent.
#[derive(Default)]
pub struct SettingsPage {
    /// Keys being typed, by vendor; taken out the moment they are stored.
    keys: HashMap<&'static str, String>,
    /// A key that cannot stand in a header was typed for this vendor.
    unfit: Option<&'static str>,
    library: FileAsk<()>,
    /// Another folder, while it is being typed.
    folder: Option<String>,
}

pub fn settings_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut SettingsPage, out: &mut Outbox) {
    let answer = state.library.poll(&ui.ctx().clone(), cx.words);
    if let Some(folder) = answer.and_then(|((), paths)| paths.into_iter().next()) {
        out.tell(Command::ChooseLibrary(folder));
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        egui::Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
            ui.set_max_width(size::PAGE.min(ui.available_width()));
            ui.label(theme::display(cx.say("settings-title")));
            ui.add_space(size::GAP_M);
            section_ui(ui, cx, "settings-accounts", |ui| {
                ui.label(theme::small(cx.say("settings-accounts-why")));
                for account in cx.snapshot.accounts.iter() {
                    ui.add_space(size::GAP_S);
                    account_ui(ui, cx, account, state, out);
                }
            });
            section_ui(ui, cx, "settings-language", |ui| language_ui(ui, cx, out));
            section_ui(ui, cx, "settings-library", |ui| library_ui(ui, cx, state, out));
            if cfg!(target_os = "linux") {
                section_ui(ui, cx, "settings-display", |ui| display_ui(ui, cx, out));
            }
        });
    });
}

fn section_ui(ui: &mut Ui, cx: &UiContext<'_>, title: &str, contents: impl FnOnce(&mut Ui)) {
    theme::card().inner_margin(egui::Margin::same(16)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::title(cx.words.get(title)));
        ui.add_space(size::GAP_XS);
        contents(ui);
    });
    ui.add_space(size::GAP_M);
}

fn account_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard, state: &mut SettingsPage, out: &mut Outbox) {
    theme::field().inner_margin(egui::Margin::same(12)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(theme::strong(account.name));
            ui.label(theme::small(&account.base_url).color(color::TEXT_FAINT));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if account.is_practice {
                    widgets::practice_badge(ui, cx.words);
                } else {
                    let text = cx.say("settings-live");
                    widgets::badge(ui, Some(icons::CHECK), text, color::GOOD, color::GOOD_SOFT);
                }
            });
        });
        ui.label(theme::small(cx.say(key_word(account.key))));
        if let Some(trouble) = &account.trouble {
            ui.add(egui::Label::new(theme::small(cx.words.say(trouble)).color(color::WARNING)).wrap());
        }
        key_ui(ui, cx, account, state, out);
    });
}

fn key_word(key: KeyState) -> &'static str {
    match key {
        KeyState::Looking => "settings-key-looking",
        KeyState::Absent => "settings-key-absent",
        KeyState::Environment => "settings-key-environment",
        KeyState::Keyring => "settings-key-keyring",
        KeyState::Session => "settings-key-session",
    }
}

/// The field a key is pasted into, and what to do with it.
fn key_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard, state: &mut SettingsPage, out: &mut Outbox) {
    let typed = state.keys.entry(account.vendor).or_default();
    let row = Vec2::new(ui.available_width(), size::CONTROL);
    let mut wants_store = false;
    let field = Id::unique(("key", account.vendor));
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        let may_forget = matches!(account.key, KeyState::Keyring | KeyState::Session);
        if may_forget && widgets::button(ui, cx.say("settings-key-forget"), Weight::Danger, true).clicked() {
            out.tell(Command::ForgetKey { vendor: account.vendor });
        }
        let is_given = !typed.trim().is_empty();
        let store = Button::new(cx.say("settings-key-store")).weight(Weight::Primary).enabled(is_given);
        wants_store = store.show(ui).clicked();
        let name = cx.words.with("settings-key-of", &[("vendor", account.name.into())]);
        let response = widgets::secret_line_of(ui, field, typed, &name, cx.say("settings-key-hint"));
        wants_store |= is_given && response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    });
    if wants_store {
        match ApiKey::new(typed) {
            Some(key) => {
                state.unfit = None;
                out.tell(Command::StoreKey { vendor: account.vendor, key });
            }
            None => state.unfit = Some(account.vendor),
        }
        if state.unfit.is_none() {
            wipe(ui, typed, field);
        }
    }
    if state.unfit == Some(account.vendor) {
        ui.label(theme::small(cx.say("settings-key-unfit")).color(color::ERROR));
    }
}

/// Leaves nothing of a key behind: not in the field, and not in what Ctrl+Z would bring back.
fn wipe(ui: &Ui, typed: &mut String, field: Id) {
    typed.zeroize();
    TextEditState::default().store(ui.ctx(), field);
}

fn language_ui(ui: &mut Ui, cx: &UiContext<'_>, out: &mut Outbox) {
    let choice = |value, label| Segment { value, label, tip: "", is_enabled: true };
    let segments = [
        choice(None, cx.say("settings-language-system")),
        choice(Some(Language::English), Language::English.own_name()),
        choice(Some(Language::Chinese), Language::Chinese.own_name()),
    ];
    let chosen = cx.snapshot.settings.language;
    if let Some(language) = widgets::segmented(ui, cx.say("settings-language"), chosen, &segments) {
        change(cx, out, |settings| settings.language = language);
    }
}

/// The folder in use, to be changed by a dialog or by hand.
fn library_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut SettingsPage, out: &mut Outbox) {
    ui.label(theme::small(cx.say("settings-library-why")));
    let folder = cx.snapshot.library.display().to_string();
    let mut typed = state.folder.take().unwrap_or_else(|| folder.clone());
    let row = Vec2::new(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        let button = Button::new(cx.say("settings-library-choose")).icon(icons::FOLDER);
        if button.show(ui).clicked() {
            state.library.ask(&ui.ctx().clone(), cx.words, Wanted::Folder, ());
        }
        let is_other = !typed.trim().is_empty() && typed != folder;
        let mut is_wanted =
            is_other && Button::new(cx.say("settings-library-use")).weight(Weight::Primary).show(ui).clicked();
        let field = widgets::text_line_of(ui, Id::unique("library"), &mut typed, cx.say("settings-library"), &folder);
        is_wanted |= is_other && field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if is_wanted {
            out.tell(Command::ChooseLibrary(typed.trim().into()));
        }
        state.folder = (!is_wanted && (is_other || field.has_focus())).then_some(typed);
    });
}

fn display_ui(ui: &mut Ui, cx: &UiContext<'_>, out: &mut Outbox) {
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

fn change(cx: &UiContext<'_>, out: &mut Outbox, edit: impl FnOnce(&mut Settings)) {
    let mut settings = (*cx.snapshot.settings).clone();
    edit(&mut settings);
    out.tell(Command::ChangeSettings(settings));
}
