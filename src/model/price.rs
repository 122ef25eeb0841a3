//! What a video costs, as far as anybody knows: rows with a date and a source, never a promise.
//!
//! A vendor's shipped rows stand in its `Capabilities`; a person's own stand in [`OwnPrices`] and win. Dollars and a
//! vendor's credits are never added together: [`Amounts`] keeps them apart, and counts what has no known price.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::capabilities::Row;
use super::draft::{Draft, Mode};

/// One line of a price list, per second of video.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Price {
    pub mode: Mode,
    pub sound: bool,
    /// Millionths of a US dollar a second, so that sums are exact.
    pub micro_usd_per_sec: u64,
    /// When it was seen, `2026-10-12`.
    pub seen_on: &'static str,
    /// Where it was seen: the name of a page.
    pub source: &'static str,
    /// The message id of what is to be said beside it.
    pub note: Option<&'static str>,
}

/// An amount of money, or of a vendor's credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Money {
    MicroUsd(u64),
    /// The vendor's own unit, in thousandths.
    MilliCredits(u64),
}

/// What an account or a key may still spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Balance {
    Unlimited,
    Left(Money),
}

/// A price a person typed, per second of video. It stands before the shipped one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPrice {
    pub offering: String,
    pub mode: Mode,
    pub sound: bool,
    pub per_sec: Money,
    /// The day it was typed, `2026-11-27`; empty until the engine has dated it.
    #[serde(default)]
    pub set_on: String,
}

/// Every price a person typed: at most one for an offering, a mode and sound.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OwnPrices(Vec<OwnPrice>);

/// A price a second, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote<'a> {
    pub per_sec: Money,
    pub from: Source<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// The vendor's list, as it was seen.
    Shipped { seen_on: &'static str, source: &'static str, note: Option<&'static str> },
    /// The person's own.
    Own { set_on: &'a str },
}

/// Sums that are never mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amounts {
    pub micro_usd: u64,
    pub milli_credits: u64,
    /// Videos whose price nobody knows: they are in neither sum.
    pub unpriced: u64,
}

impl Money {
    /// `None` where the product is beyond all numbers.
    pub fn times(self, count: u64) -> Option<Self> {
        match self {
            Self::MicroUsd(micro) => micro.checked_mul(count).map(Self::MicroUsd),
            Self::MilliCredits(milli) => milli.checked_mul(count).map(Self::MilliCredits),
        }
    }

    /// Reads what a person typed: "0.0896" dollars or "2.5" credits become their small units. `None` for anything that
    /// is no plain amount, or that has more places than can be kept.
    pub fn read(text: &str, unit: Unit) -> Option<Self> {
        let places = match unit {
            Unit::Usd => 6,
            Unit::Credits => 3,
        };
        let text = text.trim().trim_start_matches('$').trim();
        let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_plain = is_number(whole) && is_number(part) && !(whole.is_empty() && part.is_empty());
        if !is_plain || part.trim_end_matches('0').len() > places {
            return None;
        }
        let part = format!("{:0<places$}", part.trim_end_matches('0'));
        let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let small = whole.checked_mul(10_u64.pow(places as u32))?.checked_add(part.parse().ok()?)?;
        Some(match unit {
            Unit::Usd => Self::MicroUsd(small),
            Unit::Credits => Self::MilliCredits(small),
        })
    }

    pub fn unit(self) -> Unit {
        match self {
            Self::MicroUsd(_) => Unit::Usd,
            Self::MilliCredits(_) => Unit::Credits,
        }
    }
}

/// What an amount is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    Usd,
    Credits,
}

impl Unit {
    pub const ALL: [Self; 2] = [Self::Usd, Self::Credits];
}

/// The bare figure in the unit itself: cents always, smaller fractions where there are any; credits as short as they
/// are. "0.56", "1.008", "84", "2.5".
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part, places, least) = match self {
            Self::MicroUsd(micro) => (micro / 1_000_000, micro % 1_000_000, 6, 2),
            Self::MilliCredits(milli) => (milli / 1_000, milli % 1_000, 3, 0),
        };
        let digits = format!("{part:0places$}");
        let kept = digits.trim_end_matches('0').len().max(least);
        if kept == 0 { write!(f, "{whole}") } else { write!(f, "{whole}.{}", &digits[..kept]) }
    }
}

impl OwnPrices {
    pub fn get(&self, offering: &str, mode: Mode, sound: bool) -> Option<&OwnPrice> {
        self.0.iter().find(|own| own.is_of(offering, mode, sound))
    }

    /// Takes the place of an earlier one for the same.
    pub fn set(&mut self, price: OwnPrice) {
        self.reset(&price.offering, price.mode, price.sound);
        self.0.push(price);
    }

    /// Dates the ones that were just typed.
    pub fn dated(&mut self, today: &str) {
        self.0.iter_mut().filter(|own| own.set_on.is_empty()).for_each(|own| own.set_on = today.to_owned());
    }

    /// The shipped price counts again.
    pub fn reset(&mut self, offering: &str, mode: Mode, sound: bool) {
        self.0.retain(|own| !own.is_of(offering, mode, sound));
    }

    pub fn iter(&self) -> impl Iterator<Item = &OwnPrice> {
        self.0.iter()
    }
}

impl OwnPrice {
    fn is_of(&self, offering: &str, mode: Mode, sound: bool) -> bool {
        self.offering == offering && self.mode == mode && self.sound == sound
    }
}

impl Amounts {
    pub fn of(money: Option<Money>) -> Self {
        let mut amounts = Self::default();
        amounts.add(money);
        amounts
    }

    pub fn add(&mut self, money: Option<Money>) {
        match money {
            Some(Money::MicroUsd(micro)) => self.micro_usd = self.micro_usd.saturating_add(micro),
            Some(Money::MilliCredits(milli)) => self.milli_credits = self.milli_credits.saturating_add(milli),
            None => self.unpriced += 1,
        }
    }

    pub fn plus(self, other: Self) -> Self {
        Self {
            micro_usd: self.micro_usd.saturating_add(other.micro_usd),
            milli_credits: self.milli_credits.saturating_add(other.milli_credits),
            unpriced: self.unpriced.saturating_add(other.unpriced),
        }
    }

    pub fn in_unit(self, unit: Unit) -> Money {
        match unit {
            Unit::Usd => Money::MicroUsd(self.micro_usd),
            Unit::Credits => Money::MilliCredits(self.milli_credits),
        }
    }

    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// What a second costs on this row; the person's own price first. `None`: unknown.
pub fn quote<'a>(row: &Row, mode: Mode, sound: bool, own: &'a OwnPrices) -> Option<Quote<'a>> {
    if let Some(own) = own.get(row.id, mode, sound) {
        return Some(Quote { per_sec: own.per_sec, from: Source::Own { set_on: &own.set_on } });
    }
    let price = row.caps.prices.iter().find(|price| price.mode == mode && price.sound == sound)?;
    let from = Source::Shipped { seen_on: price.seen_on, source: price.source, note: price.note };
    Some(Quote { per_sec: Money::MicroUsd(price.micro_usd_per_sec), from })
}

/// The price of a second of this draft: its own mode, and sound where the vendor will put it on.
pub fn quote_of<'a>(draft: &Draft, row: &Row, own: &'a OwnPrices) -> Option<Quote<'a>> {
    quote(row, row.caps.mode(draft.mode), row.caps.sound(draft.cut, draft.sound), own)
}

impl Source<'_> {
    /// The message id of what is to be said beside the price.
    pub fn note(self) -> Option<&'static str> {
        match self {
            Self::Shipped { note, .. } => note,
            Self::Own { .. } => None,
        }
    }
}

/// What `count` videos of this draft would cost on this row; `None` where the price is unknown.
pub fn estimate(draft: &Draft, row: &Row, count: u32, own: &OwnPrices) -> Option<Money> {
    quote_of(draft, row, own)?.per_sec.times(draft.total().0)?.times(u64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::capabilities::SoundRule;
    use crate::model::{Capabilities, Cut, Secs};

    /// Some row with prices and a sound rule of our own.
    fn row(prices: &'static [Price], sound: SoundRule) -> Row {
        let some = crate::vendors::row(crate::vendors::DEFAULT_OFFERING).unwrap().caps.clone();
        let caps = Capabilities { prices, sound, ..some };
        Row { id: "acme/one", vendor: "acme", model_name: "One", caps }
    }

    static LIST: [Price; 2] = [
        Price {
            mode: Mode::Std,
            sound: false,
            micro_usd_per_sec: 67_200,
            seen_on: "2026-10-12",
            source: "wiki",
            note: None,
        },
        Price {
            mode: Mode::Std,
            sound: true,
            micro_usd_per_sec: 100_800,
            seen_on: "2026-10-12",
            source: "wiki",
            note: None,
        },
    ];

    fn five_seconds() -> Draft {
        Draft { seconds: Secs(5), mode: Some(Mode::Std), ..Draft::new("acme/one") }
    }

    #[test]
    fn a_price_is_count_by_seconds_by_mode_by_sound() {
        let (row, own) = (row(&LIST, SoundRule::Choice), OwnPrices::default());
        let draft = five_seconds();
        assert_eq!(estimate(&draft, &row, 1, &own), Some(Money::MicroUsd(336_000)));
        assert_eq!(estimate(&draft, &row, 3, &own), Some(Money::MicroUsd(1_008_000)));
        let loud = Draft { sound: true, ..draft.clone() };
        assert_eq!(estimate(&loud, &row, 1, &own), Some(Money::MicroUsd(504_000)));
        assert_eq!(estimate(&Draft { mode: Some(Mode::Pro), ..draft }, &row, 1, &own), None, "nobody knows it");
    }

    #[test]
    fn forced_sound_is_paid_for() {
        let row = row(&LIST, SoundRule::ForcedWithCuts { rise_percent: 50 });
        let silent = Draft { cut: Cut::ByVendor, ..five_seconds() };
        assert_eq!(estimate(&silent, &row, 1, &OwnPrices::default()), Some(Money::MicroUsd(504_000)));
    }

    #[test]
    fn ones_own_price_wins_and_can_be_taken_back() {
        let row = row(&LIST, SoundRule::Choice);
        let mut own = OwnPrices::default();
        let mine = |per_sec| OwnPrice {
            offering: "acme/one".to_owned(),
            mode: Mode::Std,
            sound: false,
            per_sec,
            set_on: "2026-11-27".to_owned(),
        };
        own.set(mine(Money::MicroUsd(50_000)));
        own.set(mine(Money::MilliCredits(2_500)));
        assert_eq!(own.iter().count(), 1);
        assert_eq!(estimate(&five_seconds(), &row, 2, &own), Some(Money::MilliCredits(25_000)));
        assert_eq!(
            quote(&row, Mode::Std, false, &own).map(|quote| quote.from),
            Some(Source::Own { set_on: "2026-11-27" })
        );
        own.reset("acme/one", Mode::Std, false);
        assert_eq!(estimate(&five_seconds(), &row, 1, &own), Some(Money::MicroUsd(336_000)));
    }

    #[test]
    fn typed_amounts_are_read_exactly() {
        for (text, unit, money) in [
            ("0.0896", Unit::Usd, Some(Money::MicroUsd(89_600))),
            (" $5 ", Unit::Usd, Some(Money::MicroUsd(5_000_000))),
            ("0,5", Unit::Usd, Some(Money::MicroUsd(500_000))),
            (".25", Unit::Credits, Some(Money::MilliCredits(250))),
            ("84", Unit::Credits, Some(Money::MilliCredits(84_000))),
            ("1.5000000000", Unit::Credits, Some(Money::MilliCredits(1_500))),
            ("0.0000001", Unit::Usd, None),
            ("", Unit::Usd, None),
            (".", Unit::Usd, None),
            ("-1", Unit::Usd, None),
            ("1e3", Unit::Usd, None),
            ("99999999999999999999", Unit::Usd, None),
        ] {
            assert_eq!(Money::read(text, unit), money, "{text:?}");
        }
    }

    #[test]
    fn figures_keep_every_fraction_and_no_empty_place() {
        for (money, figure) in [
            (Money::MicroUsd(560_000), "0.56"),
            (Money::MicroUsd(1_008_000), "1.008"),
            (Money::MicroUsd(5_000_000), "5.00"),
            (Money::MicroUsd(1), "0.000001"),
            (Money::MilliCredits(84_000), "84"),
            (Money::MilliCredits(2_500), "2.5"),
            (Money::MilliCredits(0), "0"),
        ] {
            assert_eq!(money.to_string(), figure);
            assert_eq!(Money::read(figure, money.unit()), Some(money));
        }
    }

    #[test]
    fn dollars_and_credits_are_never_added_together() {
        let mut sum = Amounts::of(Some(Money::MicroUsd(7)));
        sum.add(Some(Money::MilliCredits(3)));
        sum.add(None);
        assert_eq!(sum.plus(sum), Amounts { micro_usd: 14, milli_credits: 6, unpriced: 2 });
    }
}
