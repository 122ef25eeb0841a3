//! What a video costs, as far as anybody knows: rows with a date and a source, never a promise.

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
    /// Where it was seen: an address or a name, in no language.
    pub source: &'static str,
    /// The message id of what is to be said beside it.
    pub note: Option<&'static str>,
}

/// An amount of money, or of a vendor's credits.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Money {
    MicroUsd(u64),
    /// The vendor's own unit, in thousandths.
    MilliCredits(u64),
}

/// What an account or a key may still spend.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Balance {
    Unlimited,
    Left(Money),
}

/// What `count` videos of this draft would cost on this row; `None` where the price is unknown.
pub fn estimate(draft: &Draft, row: &Row, count: u32) -> Option<Money> {
    let mode = row.caps.mode(draft.mode);
    let sound = row.caps.sound(draft.cut, draft.sound);
    let price = row.caps.prices.iter().find(|price| price.mode == mode && price.sound == sound)?;
    let total = price.micro_usd_per_sec.checked_mul(draft.total().0)?.checked_mul(u64::from(count))?;
    Some(Money::MicroUsd(total))
}
