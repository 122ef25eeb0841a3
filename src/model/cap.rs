//! What a person will not spend more than: caps on a day and on a month, in dollars and in credits.
//!
//! A cap blocks; it never asks. A wish whose price is unknown cannot be counted, so it is blocked too while there is a
//! cap: the remedy is a price of one's own. A wish in credits is not counted against a cap in dollars, nor the other way
//! round: they are never converted.

use serde::{Deserialize, Serialize};

use super::price::{Amounts, Money, Unit};

/// The caps of a library. None by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Caps {
    pub day: Cap,
    pub month: Cap,
}

/// At most so much in a span; `None` is no cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Cap {
    pub micro_usd: Option<u64>,
    pub milli_credits: Option<u64>,
}

/// What a cap is laid on, in local time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    Day,
    Month,
}

impl Span {
    pub const ALL: [Self; 2] = [Self::Day, Self::Month];

    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
        }
    }
}

/// Why new wishes are not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// They would go over this cap. `spent` is what counts against it already, wishes in line among it.
    Over { span: Span, cap: Money, spent: Money, wanted: Money },
    /// There is a cap, and nobody knows what they would cost.
    Unpriced,
}

/// What counts against the caps now: spent, and wished for and not sent yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    pub day: Amounts,
    pub month: Amounts,
}

impl Caps {
    pub fn of(&self, span: Span) -> &Cap {
        match span {
            Span::Day => &self.day,
            Span::Month => &self.month,
        }
    }

    pub fn of_mut(&mut self, span: Span) -> &mut Cap {
        match span {
            Span::Day => &mut self.day,
            Span::Month => &mut self.month,
        }
    }

    pub fn is_any(&self) -> bool {
        Span::ALL.into_iter().any(|span| Unit::ALL.into_iter().any(|unit| self.of(span).get(unit).is_some()))
    }

    pub fn is_any_in(&self, unit: Unit) -> bool {
        Span::ALL.into_iter().any(|span| self.of(span).get(unit).is_some())
    }

    /// Whether wishes of this price may be made, all of them together. A cap that is reached exactly is kept.
    pub fn judge(&self, spent: &Spent, wanted: Option<Money>) -> Result<(), Stop> {
        if !self.is_any() {
            return Ok(());
        }
        let wanted = wanted.ok_or(Stop::Unpriced)?;
        // The month first: who is over it need not hear that tomorrow is another day.
        for span in [Span::Month, Span::Day] {
            let Some(cap) = self.of(span).get(wanted.unit()) else { continue };
            let spent = spent.of(span).in_unit(wanted.unit());
            if small(spent).saturating_add(small(wanted)) > small(cap) {
                return Err(Stop::Over { span, cap, spent, wanted });
            }
        }
        Ok(())
    }
}

impl Cap {
    pub fn get(&self, unit: Unit) -> Option<Money> {
        match unit {
            Unit::Usd => self.micro_usd.map(Money::MicroUsd),
            Unit::Credits => self.milli_credits.map(Money::MilliCredits),
        }
    }

    pub fn set(&mut self, unit: Unit, amount: Option<Money>) {
        let small = amount.map(small);
        match unit {
            Unit::Usd => self.micro_usd = small,
            Unit::Credits => self.milli_credits = small,
        }
    }
}

impl Spent {
    pub fn of(&self, span: Span) -> Amounts {
        match span {
            Span::Day => self.day,
            Span::Month => self.month,
        }
    }
}

fn small(money: Money) -> u64 {
    match money {
        Money::MicroUsd(small) | Money::MilliCredits(small) => small,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USD: u64 = 1_000_000;

    fn day_of(dollars: u64) -> Caps {
        Caps { day: Cap { micro_usd: Some(dollars * USD), ..Cap::default() }, ..Caps::default() }
    }

    fn spent(day: u64, month: u64) -> Spent {
        let dollars = |dollars: u64| Amounts::of(Some(Money::MicroUsd(dollars * USD)));
        Spent { day: dollars(day), month: dollars(month) }
    }

    fn dollars(dollars: u64) -> Option<Money> {
        Some(Money::MicroUsd(dollars * USD))
    }

    #[test]
    fn without_a_cap_everything_may_be_wished() {
        assert_eq!(Caps::default().judge(&spent(1_000, 1_000), dollars(5)), Ok(()));
        assert_eq!(Caps::default().judge(&spent(0, 0), None), Ok(()));
    }

    #[test]
    fn a_cap_may_be_reached_but_not_passed() {
        assert_eq!(day_of(5).judge(&spent(3, 3), dollars(2)), Ok(()));
        let over = day_of(5).judge(&spent(4, 9), dollars(2));
        let (cap, spent, wanted) = (Money::MicroUsd(5 * USD), Money::MicroUsd(4 * USD), Money::MicroUsd(2 * USD));
        assert_eq!(over, Err(Stop::Over { span: Span::Day, cap, spent, wanted }));
    }

    #[test]
    fn a_cap_of_nothing_blocks_everything() {
        assert!(day_of(0).judge(&Spent::default(), dollars(1)).is_err());
    }

    #[test]
    fn what_has_no_price_cannot_be_counted_and_is_not_let_through() {
        assert_eq!(day_of(5).judge(&Spent::default(), None), Err(Stop::Unpriced));
    }

    #[test]
    fn credits_do_not_count_against_dollars() {
        assert_eq!(day_of(5).judge(&spent(5, 5), Some(Money::MilliCredits(84_000))), Ok(()));
        let mut caps = day_of(5);
        caps.month.set(Unit::Credits, Some(Money::MilliCredits(80_000)));
        let over = caps.judge(&spent(5, 5), Some(Money::MilliCredits(84_000)));
        assert!(matches!(over, Err(Stop::Over { span: Span::Month, .. })), "{over:?}");
    }

    #[test]
    fn the_month_is_told_before_the_day() {
        let mut caps = day_of(5);
        caps.month.set(Unit::Usd, dollars(20));
        assert!(matches!(caps.judge(&spent(5, 20), dollars(1)), Err(Stop::Over { span: Span::Month, .. })));
    }

    #[test]
    fn settings_without_caps_read_as_none() {
        assert_eq!(serde_json::from_str::<Caps>("{}").unwrap(), Caps::default());
    }
}
