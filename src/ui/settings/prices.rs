//! Prices: what each offering costs a second, who says so, and one's own in their place.

use std::collections::HashMap;

use egui::{Id, Ui, Vec2};

use super::amount::{self, Amount, amount_ui, refused_ui};
use super::caps::unit_word;
use super::change;
use crate::model::price::{Money, OwnPrice, OwnPrices, Quote, Source, Unit, quote};
use crate::model::{Mode, Row};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::said;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Button, Segment};

/// What the section remembers between frames.
#[derive(Default)]
pub struct PriceFields {
    typed: amount::Typed,
    /// What typed prices of an offering are counted in, where somebody chose.
    units: HashMap<&'static str, Unit>,
    /// The offering whose prices are shown.
    open: Option<&'static str>,
}

pub fn prices_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut PriceFields, out: &mut Outbox) {
    ui.add(egui::Label::new(theme::small(cx.say("prices-why"))).wrap());
    for row in cx.rows {
        let name = said_row(cx, row);
        let is_open = state.open == Some(row.id);
        let icon = if is_open { icons::EXPAND } else { icons::LATER };
        ui.horizontal(|ui| {
            if Button::new(&name).icon(icon).selected(is_open).show(ui).clicked() {
                state.open = (!is_open).then_some(row.id);
            }
            ui.label(theme::small(summary(cx, row)).color(color::TEXT_FAINT));
        });
        if is_open {
            offering_ui(ui, cx, state, row, out);
        }
    }
}

fn said_row(cx: &UiContext<'_>, row: &Row) -> String {
    let vendor = cx.account(row.vendor).map_or(row.vendor, |account| account.name);
    format!("{} · {vendor}", row.model_name)
}

/// How much of an offering has a price, in one word.
fn summary(cx: &UiContext<'_>, row: &Row) -> String {
    let own = &cx.snapshot.settings.own_prices;
    let mut found = row.caps.modes.iter().flat_map(|mode| [false, true].map(|sound| quote(row, *mode, sound, own)));
    let is_known = found.any(|quote| quote.is_some());
    let is_own = own.iter().any(|price| price.offering == row.id);
    cx.say(match (is_known, is_own, row.caps.has_estimate) {
        (_, true, _) => "prices-own",
        (true, false, _) => "prices-shipped",
        (false, false, true) => "prices-asked",
        (false, false, false) => "price-unknown",
    })
    .to_owned()
}

fn offering_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut PriceFields, row: &'static Row, out: &mut Outbox) {
    let own = &cx.snapshot.settings.own_prices;
    let used = own.iter().find(|price| price.offering == row.id).map(|price| price.per_sec.unit());
    let unit = state.units.get(row.id).copied().or(used).unwrap_or(Unit::Usd);
    ui.horizontal(|ui| {
        ui.label(theme::small(cx.say("prices-unit")));
        let segments =
            Unit::ALL.map(|unit| Segment { value: unit, label: cx.say(unit_word(unit)), tip: "", is_enabled: true });
        if let Some(unit) = widgets::segmented(ui, cx.say("prices-unit"), unit, &segments) {
            state.units.insert(row.id, unit);
        }
    });
    for mode in row.caps.modes {
        for sound in [false, true] {
            line_ui(ui, cx, state, (row, *mode, sound), unit, out);
        }
    }
    ui.add_space(size::GAP_S);
}

fn line_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut PriceFields,
    (row, mode, sound): (&'static Row, Mode, bool),
    unit: Unit,
    out: &mut Outbox,
) {
    let own: &OwnPrices = &cx.snapshot.settings.own_prices;
    let found = quote(row, mode, sound, own);
    let mine = own.get(row.id, mode, sound);
    let what =
        cx.words.with(if sound { "prices-with-sound" } else { "prices-silent" }, &[("mode", mode.word().into())]);
    let id = Id::unique(("price", row.id, mode, sound));
    ui.horizontal(|ui| {
        ui.add_space(size::GAP_L);
        ui.allocate_ui(Vec2::new(size::PRICE_NAME, size::CONTROL), |ui| {
            ui.set_min_width(size::PRICE_NAME);
            ui.label(theme::body(&what));
        });
        let hint =
            shipped(row, mode, sound).map_or_else(|| cx.say("price-unknown").to_owned(), |money| money.to_string());
        let name = format!("{}: {what}", said_row(cx, row));
        let field = Amount { id, name: &name, hint: &hint, now: mine.map(|mine| mine.per_sec), unit };
        if let Some(given) = amount_ui(ui, &mut state.typed, &field) {
            take(cx, (row.id, mode, sound), given, out);
        }
        if mine.is_some() {
            widgets::badge(ui, None, cx.say("prices-yours"), color::ACCENT_TEXT, color::ACCENT_SOFT);
            let name = cx.words.with("prices-reset-of", &[("what", name.as_str().into())]);
            if Button::of_icon(icons::UNDO, &name).tip(cx.say("prices-reset")).show(ui).clicked() {
                change(cx, out, |settings| settings.own_prices.reset(row.id, mode, sound));
            }
        }
        if let Some(quote) = found {
            ui.add(egui::Label::new(theme::small(said_source(cx, &quote)).color(color::TEXT_FAINT)).truncate());
        }
    });
    refused_ui(ui, cx, &state.typed, &[id]);
}

/// Takes what was given as one's own price; an emptied field brings the shipped one back.
fn take(
    cx: &UiContext<'_>,
    (offering, mode, sound): (&'static str, Mode, bool),
    given: Option<Money>,
    out: &mut Outbox,
) {
    let Some(per_sec) = given else {
        return change(cx, out, |settings| settings.own_prices.reset(offering, mode, sound));
    };
    // The engine knows what day it is.
    let price = OwnPrice { offering: offering.to_owned(), mode, sound, per_sec, set_on: String::new() };
    change(cx, out, |settings| settings.own_prices.set(price));
}

fn shipped(row: &Row, mode: Mode, sound: bool) -> Option<Money> {
    quote(row, mode, sound, &OwnPrices::default()).map(|quote| quote.per_sec)
}

/// Who says so, and since when.
fn said_source(cx: &UiContext<'_>, quote: &Quote<'_>) -> String {
    let amount = said::money(cx.words, quote.per_sec);
    match quote.from {
        Source::Own { set_on } => {
            cx.words.with("prices-from-own", &[("amount", amount.into()), ("date", set_on.into())])
        }
        Source::Shipped { seen_on, source, note: _ } => cx.words.with(
            "prices-from-list",
            &[("amount", amount.into()), ("date", seen_on.into()), ("source", source.into())],
        ),
    }
}
