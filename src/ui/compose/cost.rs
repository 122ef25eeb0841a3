//! What the order on the desk would cost, who says so, and whether a cap stands in its way.

use std::collections::BTreeSet;

use egui::Ui;

use crate::engine::snapshot::EstimateSaid;
use crate::engine::{Command, cap_trouble};
use crate::model::preflight;
use crate::model::price::{self, Balance, Money, Source};
use crate::model::{Draft, Row};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::said;
use crate::ui::theme::time;
use crate::ui::widgets::{Button, Weight};

/// An order's price as far as anybody knows it.
pub struct Cost {
    /// All of it together.
    pub total: Option<Money>,
    /// Who says so, and what there is to know beside it: a sentence each.
    pub remarks: Vec<String>,
    /// The cap that it would pass.
    pub stop: Option<String>,
    /// The vendor's own estimate is on its way.
    pub is_asking: bool,
}

/// Asks the vendor for its estimate once the draft has been left alone for a moment.
#[derive(Default)]
pub struct Asker {
    seen: Option<Draft>,
    changed_at: f64,
    asked: Option<Draft>,
    /// Vendors whose balance was asked for in this session.
    balances: BTreeSet<&'static str>,
}

impl Asker {
    /// Call it every frame in which a live draft is on the desk.
    pub fn tick(&mut self, ui: &Ui, cx: &UiContext<'_>, desk: &Desk, row: &'static Row, out: &mut Outbox) {
        if row.caps.has_balance && self.balances.insert(row.vendor) {
            out.tell(Command::AskBalance(row.vendor.into()));
        }
        if !row.caps.has_estimate {
            return;
        }
        let (draft, now) = (&desk.draft, ui.input(|input| input.time));
        if self.seen.as_ref() != Some(draft) {
            self.seen = Some(draft.clone());
            self.changed_at = now;
        }
        let is_told = said_of(cx, draft, row).is_some() || self.asked.as_ref() == Some(draft);
        if is_told || desk.has_errors() || has_local_pictures(draft) {
            return;
        }
        let left = self.changed_at + time::ESTIMATE_SECS - now;
        if left > 0.0 {
            ui.ctx().request_repaint_after_secs(left as f32 + 0.005);
        } else if let Ok(submission) = preflight::clear(draft, row, &cx.snapshot.facts) {
            self.asked = Some(draft.clone());
            out.tell(Command::AskEstimate(Box::new(submission)));
        }
    }
}

/// Their addresses are known only after an upload, and an estimate is not worth one.
fn has_local_pictures(draft: &Draft) -> bool {
    draft.pictures().any(|image| image.path().is_some())
}

/// What is left at the vendor, where it tells; a click asks again.
pub fn balance_ui(ui: &mut Ui, cx: &UiContext<'_>, row: &Row, out: &mut Outbox) {
    let Some(card) = cx.snapshot.balances.get(row.vendor) else { return };
    let ago = said::ago(cx.words, cx.now_millis, card.at_millis);
    let tip = cx.words.with("balance-tip", &[("ago", ago.into())]);
    let text = balance_text(cx, card.balance);
    if Button::new(&text).weight(Weight::Quiet).small().tip(&tip).show(ui).clicked() {
        out.tell(Command::AskBalance(row.vendor.into()));
    }
}

fn balance_text(cx: &UiContext<'_>, balance: Balance) -> String {
    match balance {
        Balance::Unlimited => cx.say("balance-unlimited").to_owned(),
        Balance::Left(money) => cx.words.with("balance-left", &[("amount", said::money(cx.words, money).into())]),
    }
}

/// The cost of `count` live videos of this draft.
pub fn cost(cx: &UiContext<'_>, draft: &Draft, row: &Row, count: u32) -> Cost {
    let own = &cx.snapshot.settings.own_prices;
    let said = said_of(cx, draft, row);
    let total = match said {
        Some(EstimateSaid::Costs(each)) => each.times(u64::from(count)),
        Some(EstimateSaid::Asking | EstimateSaid::Nothing) | None => price::estimate(draft, row, count, own),
    };
    let caps = &cx.snapshot.settings.caps;
    let stop = caps.judge(&cx.snapshot.spent, total).err().map(|stop| cx.words.say(&cap_trouble(stop, row)));
    let mut remarks = vec![source(cx, draft, row, said)];
    if !matches!(said, Some(EstimateSaid::Costs(_))) {
        let note = price::quote_of(draft, row, own).and_then(|quote| quote.from.note());
        remarks.extend(note.map(|note| cx.say(note).to_owned()));
    }
    if let Some(total) = total.filter(|total| caps.is_any() && !caps.is_any_in(total.unit())) {
        let unit = match total {
            Money::MicroUsd(_) => "usd",
            Money::MilliCredits(_) => "credits",
        };
        remarks.push(cx.words.with("cap-other-unit", &[("unit", unit.into())]));
    }
    Cost { total, remarks, stop, is_asking: said == Some(EstimateSaid::Asking) }
}

/// What the vendor said of this very draft.
fn said_of(cx: &UiContext<'_>, draft: &Draft, row: &Row) -> Option<EstimateSaid> {
    let estimate = cx.snapshot.estimate.as_ref().filter(|_| row.caps.has_estimate)?;
    (*estimate.draft == *draft).then_some(estimate.said)
}

fn source(cx: &UiContext<'_>, draft: &Draft, row: &Row, said: Option<EstimateSaid>) -> String {
    if let Some(EstimateSaid::Costs(_)) = said {
        return cx.say("price-by-vendor").to_owned();
    }
    match price::quote_of(draft, row, &cx.snapshot.settings.own_prices).map(|quote| quote.from) {
        Some(Source::Own { set_on }) => cx.words.with("price-by-yourself", &[("date", set_on.into())]),
        Some(Source::Shipped { seen_on, source, note: _ }) => {
            cx.words.with("price-by-list", &[("date", seen_on.into()), ("source", source.into())])
        }
        None if row.caps.has_estimate && has_local_pictures(draft) => cx.say("price-after-pictures").to_owned(),
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
