//! The `Retry-After` header (RFC 9110 §10.2.3).

use jiff::civil::DateTime;

/// Seconds to wait from now, or `None` for a header that says nothing. A date that has passed is 0. Not yet in
/// bounds: `schedule::bounded_retry_after_secs` does that.
pub fn parse_retry_after(header: &str, now_unix_secs: u64) -> Option<u64> {
    let text = header.trim();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        // More digits than fit is still "very long".
        return Some(text.parse().unwrap_or(u64::MAX));
    }
    let at = date(text)?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second();
    Some(u64::try_from(at).unwrap_or(0).saturating_sub(now_unix_secs))
}

/// The three forms a date may have. The day of the week is passed over: it adds nothing and may be wrong.
fn date(text: &str) -> Option<DateTime> {
    let (_, day) = text.split_once(' ')?;
    ["%d %b %Y %H:%M:%S GMT", "%d-%b-%y %H:%M:%S GMT", "%b %e %H:%M:%S %Y"]
        .into_iter()
        .find_map(|form| DateTime::strptime(form, day.trim_start()).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sat, 21 Nov 2026 08:00:00 GMT.
    const NOW: u64 = 1_795_248_000;

    #[test]
    fn seconds_are_taken_as_they_stand() {
        assert_eq!(parse_retry_after("120", NOW), Some(120));
        assert_eq!(parse_retry_after(" 7 ", NOW), Some(7));
        assert_eq!(parse_retry_after("0", NOW), Some(0));
    }

    #[test]
    fn an_absurd_number_is_very_long() {
        assert_eq!(parse_retry_after("99999999999999999999999", NOW), Some(u64::MAX));
    }

    #[test]
    fn every_form_of_a_date_is_read() {
        for date in ["Sat, 21 Nov 2026 08:01:30 GMT", "Saturday, 21-Nov-26 08:01:30 GMT", "Sat Nov 21 08:01:30 2026"] {
            assert_eq!(parse_retry_after(date, NOW), Some(90), "{date}");
        }
    }

    #[test]
    fn a_date_that_has_passed_means_now() {
        assert_eq!(parse_retry_after("Sat, 21 Nov 2026 07:00:00 GMT", NOW), Some(0));
        assert_eq!(parse_retry_after("Thu, 01 Jan 1901 00:00:00 GMT", NOW), Some(0));
    }

    #[test]
    fn what_says_nothing_is_nothing() {
        for text in ["", " ", "-5", "soon", "1.5", "+3", "Sat, 31 Feb 2026 08:00:00 GMT", "12 s", "٣"] {
            assert_eq!(parse_retry_after(text, NOW), None, "{text:?}");
        }
    }
}
