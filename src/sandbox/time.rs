//! The practice vendor's clock: the wall, in milliseconds since 1970.

use std::time::{SystemTime, UNIX_EPOCH};

pub fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// `2026-11-21T08:00:00Z`.
pub fn iso(ms: u64) -> String {
    let secs = i64::try_from(ms / 1000).unwrap_or_default();
    jiff::Timestamp::from_second(secs).unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_to_the_second() {
        assert_eq!(iso(1_763_712_000_999), "2025-11-21T08:00:00Z");
    }
}
