//! The advanced options of one account, as its vendor's file lists them. All are off until a person turns them on.

use std::collections::HashMap;

use egui::{Align, Id, Key, Layout, Ui, Vec2};

use super::line_ui;
use crate::engine::settings::checked_public_url;
use crate::engine::snapshot::AccountCard;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::settings::change;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Button, Segment, Weight};
use crate::vendors::{AccountOption, OptionKind};

/// Addresses while they are being typed, by vendor and option.
#[derive(Default)]
pub struct Options {
    typed: HashMap<(&'static str, &'static str), String>,
}

pub fn options_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard, state: &mut Options, out: &mut Outbox) {
    for option in account.options {
        let (word, why) = (format!("account-option-{}", option.id), format!("account-option-{}-why", option.id));
        ui.add_space(size::GAP_S);
        ui.label(theme::label(cx.words.get(&word)));
        match option.kind {
            OptionKind::Choice(choices) => choice_ui(ui, cx, account, option, choices, out),
            OptionKind::PublicUrl => url_ui(ui, cx, account, option, state, out),
        }
        ui.label(theme::small(cx.words.get(&why)));
    }
}

fn chosen<'a>(cx: &UiContext<'a>, account: &AccountCard, option: &AccountOption) -> Option<&'a str> {
    cx.snapshot.settings.accounts.get(account.vendor)?.options.get(option.id).map(String::as_str)
}

fn choice_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    account: &AccountCard,
    option: &AccountOption,
    choices: &'static [&'static str],
    out: &mut Outbox,
) {
    let off = Segment { value: None, label: cx.say("account-option-off"), tip: "", is_enabled: true };
    let ids: Vec<String> = choices.iter().map(|word| format!("account-option-word-{word}")).collect();
    let of = |(word, id): (&&'static str, &'_ String)| {
        (*word, if cx.words.has(id) { cx.words.get(id).to_owned() } else { (*word).to_owned() })
    };
    let labels: Vec<(&'static str, String)> = choices.iter().zip(&ids).map(of).collect();
    let known = labels.iter().map(|(word, label)| Segment { value: Some(*word), label, tip: "", is_enabled: true });
    let segments: Vec<Segment<'_, Option<&'static str>>> = std::iter::once(off).chain(known).collect();
    let now = chosen(cx, account, option);
    let now = choices.iter().copied().find(|word| Some(*word) == now);
    let name = name(cx, account, option);
    if let Some(word) = widgets::segmented(ui, &name, now, &segments) {
        set(cx, account, option, word, out);
    }
}

fn url_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    account: &AccountCard,
    option: &AccountOption,
    state: &mut Options,
    out: &mut Outbox,
) {
    let now = chosen(cx, account, option).unwrap_or_default();
    let key = (account.vendor, option.id);
    let typed = state.typed.entry(key).or_insert_with(|| now.to_owned());
    let checked = checked_public_url(typed);
    let is_new = checked.is_ok() && *typed != now;
    let row = Vec2::new(ui.available_width(), size::CONTROL);
    let name = name(cx, account, option);
    let (mut is_wanted, mut is_off) = (false, false);
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        if !now.is_empty() {
            is_off = widgets::button(ui, cx.say("account-option-turn-off"), Weight::Danger, true).clicked();
        }
        let button = Button::new(cx.say("account-option-use")).weight(Weight::Primary);
        is_wanted = button.enabled(is_new).show(ui).clicked();
        let id = Id::unique(("option", key));
        let response = widgets::text_line_of(ui, id, typed, &name, "https://");
        is_wanted |= is_new && response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    });
    match checked {
        _ if is_off => {
            state.typed.remove(&key);
            set(cx, account, option, None, out);
        }
        Ok(address) if is_wanted => {
            *typed = address.clone();
            set(cx, account, option, Some(&address), out);
        }
        Ok(_) => {}
        Err(_) if typed.trim().len() <= "https://".len() => {}
        Err(why) => line_ui(ui, icons::ERROR, color::ERROR, &cx.words.say(&why)),
    }
}

fn name(cx: &UiContext<'_>, account: &AccountCard, option: &AccountOption) -> String {
    let word = format!("account-option-{}", option.id);
    let args = [("option", cx.words.get(&word).into()), ("vendor", account.name.into())];
    cx.words.with("account-option-of", &args)
}

fn set(cx: &UiContext<'_>, account: &AccountCard, option: &AccountOption, value: Option<&str>, out: &mut Outbox) {
    change(cx, out, |settings| {
        let options = &mut settings.accounts.entry(account.vendor.to_owned()).or_default().options;
        match value {
            Some(value) => options.insert(option.id.to_owned(), value.to_owned()),
            None => options.remove(option.id),
        };
    });
}
