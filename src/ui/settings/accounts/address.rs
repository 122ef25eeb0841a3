//! Where a vendor is reached: its own addresses, or one a person writes.

use std::collections::HashMap;

use egui::{Align, Id, Key, Layout, Ui, Vec2};

use super::line_ui;
use crate::engine::settings::checked_address;
use crate::engine::snapshot::{AccountCard, AddressFrom};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::settings::change;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Button, Segment, Weight};

/// Other addresses, while they are being typed.
#[derive(Default)]
pub struct Addresses {
    typed: HashMap<&'static str, String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Choice {
    Known(usize),
    Other,
}

pub fn address_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard, state: &mut Addresses, out: &mut Outbox) {
    ui.label(theme::label(cx.say("account-address")));
    if account.address == AddressFrom::Environment {
        let args = [("variable", account.url_variable.as_str().into())];
        ui.label(theme::small(cx.words.with("account-address-environment", &args)));
        return;
    }
    let known = account.known_addresses.iter().position(|address| *address == account.base_url);
    let chosen = match known {
        Some(at) if !state.typed.contains_key(account.vendor) => Choice::Known(at),
        Some(_) | None => Choice::Other,
    };
    let bare = |address: &'static str| address.trim_start_matches("https://");
    let mut segments: Vec<Segment<'_, Choice>> = account
        .known_addresses
        .iter()
        .enumerate()
        .map(|(at, address)| Segment {
            value: Choice::Known(at),
            label: bare(address),
            tip: if at == 0 { cx.say("account-address-usual") } else { "" },
            is_enabled: true,
        })
        .collect();
    segments.push(Segment { value: Choice::Other, label: cx.say("account-address-other"), tip: "", is_enabled: true });
    let name = cx.words.with("account-address-of", &[("vendor", account.name.into())]);
    match widgets::segmented(ui, &name, chosen, &segments) {
        Some(Choice::Known(at)) => {
            state.typed.remove(account.vendor);
            choose(cx, account, account.known_addresses.get(at).copied().filter(|_| at > 0), out);
        }
        Some(Choice::Other) => {
            state.typed.entry(account.vendor).or_default();
        }
        None => {}
    }
    if chosen == Choice::Other {
        other_ui(ui, cx, account, state, out);
    }
    ui.label(theme::small(cx.say("account-address-why")));
}

/// The field another address is written into.
fn other_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard, state: &mut Addresses, out: &mut Outbox) {
    let typed = state.typed.entry(account.vendor).or_insert_with(|| account.base_url.clone());
    let checked = checked_address(typed);
    let is_new = checked.as_ref().is_ok_and(|address| *address != account.base_url);
    let row = Vec2::new(ui.available_width(), size::CONTROL);
    let mut is_wanted = false;
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        let name = cx.words.with("account-address-use-of", &[("vendor", account.name.into())]);
        let button = Button::new(cx.say("account-address-use")).name(&name).weight(Weight::Primary);
        is_wanted = button.enabled(is_new).show(ui).clicked();
        let name = cx.words.with("account-address-field-of", &[("vendor", account.name.into())]);
        let id = Id::unique(("address", account.vendor));
        let response = widgets::text_line_of(ui, id, typed, &name, "https://");
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        is_wanted |= is_entered && is_new;
    });
    match checked {
        Ok(address) if is_wanted => {
            state.typed.remove(account.vendor);
            choose(cx, account, Some(&address), out);
        }
        Ok(_) => {}
        Err(_) if typed.trim().len() <= "https://".len() => {}
        Err(why) => line_ui(ui, icons::ERROR, color::ERROR, &cx.words.say(&why)),
    }
}

fn choose(cx: &UiContext<'_>, account: &AccountCard, address: Option<&str>, out: &mut Outbox) {
    change(cx, out, |settings| {
        settings.accounts.entry(account.vendor.to_owned()).or_default().base_url = address.map(str::to_owned);
    });
}
