//! The keys of every vendor: where each lies, and what to do with it.

use std::collections::HashMap;

use egui::text_edit::TextEditState;
use egui::{Align, Id, Key, Layout, Ui, Vec2};
use zeroize::Zeroize as _;

use crate::engine::Command;
use crate::engine::snapshot::{AccountCard, KeyState};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Button, Weight};
use crate::vendors::ApiKey;

/// What is typed and not yet sent.
#[derive(Default)]
pub struct Accounts {
    /// Keys being typed, by vendor; taken out the moment they are stored.
    keys: HashMap<&'static str, String>,
    /// A key that cannot stand in a header was typed for this vendor.
    unfit: Option<&'static str>,
}

pub fn accounts_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Accounts, out: &mut Outbox) {
    ui.label(theme::small(cx.say("settings-accounts-why")));
    for account in cx.snapshot.accounts.iter() {
        ui.add_space(size::GAP_S);
        account_ui(ui, cx, account, state, out);
    }
}

fn account_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard, state: &mut Accounts, out: &mut Outbox) {
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
fn key_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard, state: &mut Accounts, out: &mut Outbox) {
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
