//! The account of every vendor: where its key lies and what to do with it, its address, its options.

mod address;
mod key;
mod keyring;
mod options;

use std::collections::HashMap;

use egui::Ui;

use crate::engine::snapshot::{AccountCard, KeyTest, Tone};
use crate::model::price::Balance;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Button};
use crate::ui::{icons, said};

/// What is typed and not yet sent, by vendor.
#[derive(Default)]
pub struct Accounts {
    keys: key::Keys,
    addresses: address::Addresses,
    options: options::Options,
    /// Whose address and options are shown.
    opened: HashMap<&'static str, bool>,
}

pub fn accounts_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Accounts, out: &mut Outbox) {
    ui.label(theme::small(cx.say("account-why")));
    keyring::keyring_ui(ui, cx, out);
    for account in cx.snapshot.accounts.iter() {
        ui.add_space(size::GAP_S);
        account_ui(ui, cx, account, state, out);
    }
}

fn account_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard, state: &mut Accounts, out: &mut Outbox) {
    theme::field().inner_margin(egui::Margin::same(12)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = size::GAP_S;
        head_ui(ui, cx, account);
        ui.add(egui::Label::new(theme::small(key::sentence(cx, account))).wrap());
        troubles_ui(ui, cx, account);
        key::key_ui(ui, cx, account, &mut state.keys, out);
        test_ui(ui, cx, account);
        left_ui(ui, cx, account);
        let is_open = state.opened.entry(account.vendor).or_insert(false);
        more_ui(ui, cx, account, is_open);
        if *is_open {
            address::address_ui(ui, cx, account, &mut state.addresses, out);
            options::options_ui(ui, cx, account, &mut state.options, out);
        }
    });
}

/// Who, where, and whether money is involved.
fn head_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard) {
    ui.horizontal(|ui| {
        ui.label(theme::strong(account.name));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if account.is_practice {
                widgets::practice_badge(ui, cx.words);
            } else {
                widgets::badge(ui, Some(icons::CHECK), cx.say("account-live"), color::GOOD, color::GOOD_SOFT);
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let address = theme::small(&account.base_url).color(color::TEXT_FAINT);
                ui.add(egui::Label::new(address).truncate());
            });
        });
    });
}

fn troubles_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard) {
    if let Some(trouble) = &account.trouble {
        warning_ui(ui, &cx.words.say(trouble));
    }
    if let Some(elsewhere) = &account.key_elsewhere {
        let args = [("elsewhere", elsewhere.as_str().into()), ("here", account.base_url.as_str().into())];
        warning_ui(ui, &cx.words.with("account-key-elsewhere", &args));
    }
    if let Some(why) = &account.stopped {
        warning_ui(ui, &cx.words.say(why));
    }
}

fn warning_ui(ui: &mut Ui, text: &str) {
    line_ui(ui, icons::WARNING, color::WARNING, text);
}

/// An icon and a sentence that may take several lines.
pub fn line_ui(ui: &mut Ui, icon: icons::Icon, tint: egui::Color32, text: &str) {
    ui.horizontal_top(|ui| {
        ui.label(theme::icon(icon, size::ICON_SMALL).color(tint));
        ui.add(egui::Label::new(theme::small(text).color(tint)).wrap());
    });
}

/// What a free call with the key came to.
fn test_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard) {
    match &account.test {
        KeyTest::Untested | KeyTest::Asking => {}
        KeyTest::Told { tone, said, balance } => {
            let (icon, tint) = match tone {
                Tone::Good => (icons::CHECK, color::GOOD),
                Tone::Plain => (icons::NOTE, color::NOTE),
                Tone::Bad => (icons::ERROR, color::ERROR),
            };
            let mut text = cx.words.say(said);
            if let Some(balance) = balance {
                text.push_str(cx.say("account-balance-joint"));
                text.push_str(&balance_text(cx, *balance));
            }
            line_ui(ui, icon, tint, &text);
        }
    }
}

/// What is left, as it was last told, where no test of the key says it just now.
fn left_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard) {
    let is_said = matches!(account.test, KeyTest::Told { balance: Some(_), .. });
    if let Some(card) = cx.snapshot.balances.get(account.vendor).filter(|_| !is_said && !account.is_practice) {
        let ago = said::ago(cx.words, cx.now_millis, card.at_millis);
        ui.label(theme::small(format!("{} · {ago}", balance_text(cx, card.balance))).color(color::TEXT_FAINT));
    }
}

fn balance_text(cx: &UiContext<'_>, balance: Balance) -> String {
    match balance {
        Balance::Unlimited => cx.say("account-balance-unlimited").to_owned(),
        Balance::Left(money) => {
            cx.words.with("account-balance-left", &[("money", said::money(cx.words, money).into())])
        }
    }
}

fn more_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard, is_open: &mut bool) {
    let has_options = !account.options.is_empty();
    let word = if has_options { "account-more-with-options" } else { "account-more" };
    let name = cx.words.with("account-more-of", &[("what", cx.say(word).into()), ("vendor", account.name.into())]);
    let icon = if *is_open { icons::EXPAND } else { icons::LATER };
    let button = Button::new(cx.say(word)).name(&name).icon(icon).small().weight(widgets::Weight::Quiet);
    let response = button.show(ui);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(*is_open));
    if response.clicked() {
        *is_open = !*is_open;
    }
}
