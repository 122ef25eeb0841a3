//! The key of one account: it is pasted once, shown never, tried for free, replaced and forgotten.

use std::collections::HashMap;

use egui::text_edit::TextEditState;
use egui::{Align, Id, Key, Layout, Ui, Vec2};
use zeroize::Zeroize as _;

use crate::engine::Command;
use crate::engine::command::Keep;
use crate::engine::keys::KeyringTrouble;
use crate::engine::snapshot::{AccountCard, KeyState, KeyTest, Keyring};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Button, Weight};
use crate::vendors::ApiKey;

/// What is typed and not yet sent.
#[derive(Default)]
pub struct Keys {
    /// Keys being typed, by vendor; taken out the moment they are stored.
    typed: HashMap<&'static str, String>,
    /// A key that cannot stand in a header was typed for this vendor.
    unfit: Option<&'static str>,
    /// The vendor whose key is about to be replaced.
    replacing: Option<&'static str>,
}

/// Where the key is. Not a letter of it: not even its end.
pub fn sentence(cx: &UiContext<'_>, account: &AccountCard) -> String {
    let variable = [("variable", account.key_variable.as_str().into())];
    match account.key {
        KeyState::Looking => cx.say("account-key-looking").to_owned(),
        KeyState::Absent => cx.words.with("account-key-absent", &variable),
        KeyState::Environment => cx.words.with("account-key-environment", &variable),
        KeyState::Keyring => cx.say("account-key-keyring").to_owned(),
        KeyState::Session => cx.say("account-key-session").to_owned(),
    }
}

pub fn key_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard, state: &mut Keys, out: &mut Outbox) {
    let is_replacing = state.replacing == Some(account.vendor);
    match account.key {
        KeyState::Keyring | KeyState::Session if !is_replacing => stored_ui(ui, cx, account, state, out),
        // What a variable says is said there.
        KeyState::Environment => {
            ui.horizontal(|ui| test_button_ui(ui, cx, account, out));
        }
        KeyState::Looking | KeyState::Absent | KeyState::Keyring | KeyState::Session => {
            field_ui(ui, cx, account, state, out);
        }
    }
}

/// What can be done with a key that is there.
fn stored_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard, state: &mut Keys, out: &mut Outbox) {
    ui.horizontal(|ui| {
        test_button_ui(ui, cx, account, out);
        let name = of(cx, "account-key-replace-of", account);
        if Button::new(cx.say("account-key-replace")).name(&name).icon(icons::EDIT).show(ui).clicked() {
            state.replacing = Some(account.vendor);
            ui.memory_mut(|memory| memory.request_focus(field_id(account)));
        }
        let name = of(cx, "account-key-forget-of", account);
        let forget = Button::new(cx.say("account-key-forget")).name(&name).weight(Weight::Danger);
        if forget.show(ui).clicked() {
            out.tell(Command::ForgetKey { vendor: account.vendor });
        }
    });
}

fn test_button_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard, out: &mut Outbox) {
    if account.stopped.is_some() {
        let name = of(cx, "account-try-again-of", account);
        if Button::new(cx.say("account-try-again")).name(&name).icon(icons::REPEAT).show(ui).clicked() {
            out.tell(Command::TryAgain { vendor: account.vendor });
        }
    }
    let is_asking = account.test == KeyTest::Asking;
    let label = cx.say(if is_asking { "account-key-testing" } else { "account-key-test" });
    let name = of(cx, "account-key-test-of", account);
    let button = Button::new(label).name(&name).icon(icons::KEY).tip(cx.say("account-key-test-tip"));
    if button.enabled(!is_asking).show(ui).clicked() {
        out.tell(Command::TestKey { vendor: account.vendor });
    }
}

/// The field a key is pasted into, and where it is to be kept.
fn field_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard, state: &mut Keys, out: &mut Outbox) {
    let is_replacing = state.replacing == Some(account.vendor);
    let typed = state.typed.entry(account.vendor).or_default();
    let row = Vec2::new(ui.available_width(), size::CONTROL);
    let field = field_id(account);
    let is_given = !typed.trim().is_empty();
    // Where the keyring keeps nothing, the session is the way that works.
    let usual = if keeps(&cx.snapshot.keyring) { Keep::Keyring } else { Keep::Session };
    let mut wanted = None;
    let mut is_left = false;
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        is_left = is_replacing && widgets::button(ui, cx.say("account-key-leave"), Weight::Quiet, true).clicked();
        for keep in [Keep::Session, Keep::Keyring] {
            if keep_button_ui(ui, cx, account, keep, usual, is_given) {
                wanted = Some(keep);
            }
        }
        let name = of(cx, "account-key-of", account);
        let response = widgets::secret_line_of(ui, field, typed, &name, cx.say("account-key-hint"));
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if is_given && is_entered {
            wanted = Some(usual);
        }
    });
    if let Some(keep) = wanted {
        match ApiKey::new(typed) {
            Some(key) => {
                state.unfit = None;
                is_left = true;
                out.tell(Command::StoreKey { vendor: account.vendor, key, keep });
            }
            None => state.unfit = Some(account.vendor),
        }
    }
    if is_left {
        wipe(ui, typed, field);
        state.replacing = state.replacing.filter(|vendor| *vendor != account.vendor);
    }
    if state.unfit == Some(account.vendor) {
        ui.label(theme::small(cx.say("account-key-unfit")).color(color::ERROR));
    }
}

fn keep_button_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    account: &AccountCard,
    keep: Keep,
    usual: Keep,
    is_given: bool,
) -> bool {
    let (word, name, tip) = match keep {
        Keep::Keyring => ("account-key-keep", "account-key-keep-of", "account-key-keep-tip"),
        Keep::Session => ("account-key-use", "account-key-use-of", "account-key-use-tip"),
    };
    let name = of(cx, name, account);
    let weight = if keep == usual { Weight::Primary } else { Weight::Normal };
    Button::new(cx.say(word)).name(&name).tip(cx.say(tip)).weight(weight).enabled(is_given).show(ui).clicked()
}

/// Whether a key can be expected to stay there. A locked keyring asks to be unlocked.
fn keeps(keyring: &Keyring) -> bool {
    match keyring {
        Keyring::Unasked | Keyring::Open | Keyring::Trouble(KeyringTrouble::Locked) => true,
        Keyring::Trouble(KeyringTrouble::Absent | KeyringTrouble::Silent | KeyringTrouble::Broken { .. }) => false,
    }
}

fn of(cx: &UiContext<'_>, id: &str, account: &AccountCard) -> String {
    cx.words.with(id, &[("vendor", account.name.into())])
}

fn field_id(account: &AccountCard) -> Id {
    Id::unique(("key", account.vendor))
}

/// Leaves nothing of a key behind: not in the field, and not in what Ctrl+Z would bring back.
fn wipe(ui: &Ui, typed: &mut String, field: Id) {
    typed.zeroize();
    TextEditState::default().store(ui.ctx(), field);
}
