//! What the order on the desk would cost, who says so, and whether a cap stands in its way.

use crate::engine::cap_trouble;
use crate::model::price::{self, Money, Source};
use crate::model::{Draft, Row};
use crate::ui::context::UiContext;
use crate::ui::said;

/// An order's price as far as anybody knows it.
pub struct Cost {
    /// All of it together.
    pub total: Option<Money>,
    /// Who says so, and what there is to know beside it: a sentence each.
    pub remarks: Vec<String>,
    /// The cap that it would pass.
    pub stop: Option<String>,
}

/// The cost of `count` live videos of this draft.
pub fn cost(cx: &UiContext<'_>, draft: &Draft, row: &Row, count: u32) -> Cost {
    let own = &cx.snapshot.settings.own_prices;
    let total = price::estimate(draft, row, count, own);
    let caps = &cx.snapshot.settings.caps;
    let stop = caps.judge(&cx.snapshot.spent, total).err().map(|stop| cx.words.say(&cap_trouble(stop, row)));
    let mut remarks = vec![source(cx, draft, row)];
    if let Some(total) = total.filter(|total| caps.is_any() && !caps.is_any_in(total.unit())) {
        let unit = match total {
            Money::MicroUsd(_) => "usd",
            Money::MilliCredits(_) => "credits",
        };
        remarks.push(cx.words.with("cap-other-unit", &[("unit", unit.into())]));
    }
    Cost { total, remarks, stop }
}

fn source(cx: &UiContext<'_>, draft: &Draft, row: &Row) -> String {
    match price::quote_of(draft, row, &cx.snapshot.settings.own_prices).map(|quote| quote.from) {
        Some(Source::Own { set_on }) => cx.words.with("price-by-yourself", &[("date", set_on.into())]),
        Some(Source::Shipped { seen_on, source }) => {
            cx.words.with("price-by-list", &[("date", seen_on.into()), ("source", source.into())])
        }
        None => cx.say("price-unknown-tip").to_owned(),
    }
}

/// What the button says: the price stands on it wherever it is known.
pub fn button_text(cx: &UiContext<'_>, total: Option<Money>) -> String {
    match total {
        Some(total) => cx.words.with("order-generate-for", &[("price", said::money(cx.words, total).into())]),
        None => cx.say("order-generate").to_owned(),
    }
}
