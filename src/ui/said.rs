//! Facts as a person reads them on every screen: sizes, money, ages.

use crate::model::Arg;
use crate::model::price::{Amounts, Money, Unit};
use crate::words::Words;

/// Sizes as file managers write them, in powers of ten.
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.0} KB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}

/// "$0.56", or the vendor's own unit. Fractions of a cent are kept where there are any.
pub fn money(words: &Words, money: Money) -> String {
    match money {
        Money::MicroUsd(_) => format!("${money}"),
        Money::MilliCredits(milli) => {
            let credits = milli as f64 / 1e3;
            words.with("credits", &[("credits", Arg::from(credits))])
        }
    }
}

/// Dollars and credits side by side, never added; "$0.00" where there is nothing.
pub fn amounts(words: &Words, amounts: Amounts) -> String {
    let credits = (amounts.milli_credits > 0).then(|| money(words, amounts.in_unit(Unit::Credits)));
    let dollars = (amounts.micro_usd > 0 || credits.is_none()).then(|| money(words, amounts.in_unit(Unit::Usd)));
    dollars.into_iter().chain(credits).collect::<Vec<_>>().join(" + ")
}

/// The same where nothing means that nobody knows.
pub fn amounts_or_none(words: &Words, sums: Amounts) -> String {
    if sums.micro_usd == 0 && sums.milli_credits == 0 && sums.unpriced > 0 {
        "–".to_owned()
    } else {
        amounts(words, sums)
    }
}

/// "5 minutes ago".
pub fn ago(words: &Words, now_millis: i64, then_millis: i64) -> String {
    let secs = (now_millis - then_millis).max(0) / 1000;
    let (id, count) = match secs {
        0..60 => ("ago-now", 0),
        60..3_600 => ("ago-minutes", secs / 60),
        3_600..86_400 => ("ago-hours", secs / 3_600),
        _ => ("ago-days", secs / 86_400),
    };
    words.with(id, &[("count", count.into())])
}

/// Minutes, seconds and tenths: "0:05.2".
pub fn clock(secs: f64) -> String {
    let tenths = (secs.max(0.0) * 10.0).round() as u64;
    format!("{}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10)
}

/// A ratio as people say it where its numbers are small, else to one: "16:9", "1.91:1".
pub fn ratio(width: u32, height: u32) -> String {
    crate::model::image::ratio_text(width, height)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    #[test]
    fn a_ratio_is_said_with_small_numbers_or_to_one() {
        assert_eq!(ratio(1280, 720), "16:9");
        assert_eq!(ratio(1080, 1080), "1:1");
        assert_eq!(ratio(1001, 523), "1.91:1");
        assert_eq!(ratio(523, 1001), "1:1.91");
    }

    #[test]
    fn money_keeps_every_fraction_of_a_cent() {
        let words = Words::of(Language::English);
        assert_eq!(money(words, Money::MicroUsd(560_000)), "$0.56");
        assert_eq!(money(words, Money::MicroUsd(1_008_000)), "$1.008");
    }

    #[test]
    fn sizes_are_in_powers_of_ten() {
        assert_eq!(bytes(839_600), "840 KB");
        assert_eq!(bytes(10_000_000), "10.0 MB");
    }
}
