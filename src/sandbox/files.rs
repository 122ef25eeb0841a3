//! Handing out a result: whole, or the range that was asked for.

use std::path::PathBuf;

use super::reply::{Heard, Manner, Payload, Reply};

/// A finished file.
#[derive(Debug, Clone)]
pub struct Finished {
    pub path: PathBuf,
    pub len: u64,
    /// Quoted, as it stands in the header.
    pub etag: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Range {
    Whole,
    Part { start: u64, len: u64 },
    Unsatisfiable,
}

pub fn hand_out(file: Finished, heard: &Heard) -> Reply {
    let is_same_file = heard.header("if-range").is_none_or(|tag| tag == file.etag);
    let range = match heard.header("range") {
        Some(range) if is_same_file => read_range(range, file.len),
        Some(_) | None => Range::Whole,
    };
    let (status, start, len) = match range {
        Range::Whole => (200, 0, file.len),
        Range::Part { start, len } => (206, start, len),
        Range::Unsatisfiable => {
            return Reply::of(416, "text/plain", "").with("content-range", format!("bytes */{}", file.len));
        }
    };
    let headers = vec![
        ("content-type", "video/mp4".to_owned()),
        ("accept-ranges", "bytes".to_owned()),
        ("etag", file.etag),
        ("cache-control", "private, no-store".to_owned()),
    ];
    let reply =
        Reply { status, headers, payload: Payload::File { path: file.path, start, len }, manner: Manner::Plain };
    if status != 206 {
        return reply;
    }
    let last = start + len - 1;
    reply.with("content-range", format!("bytes {start}-{last}/{}", file.len))
}

/// One range; several, or a unit nobody knows, are answered with the whole file, as the standard allows.
fn read_range(text: &str, len: u64) -> Range {
    let Some((from, to)) = text.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Range::Whole;
    };
    let last_byte = len.saturating_sub(1);
    let (start, end) = match (from.trim().parse::<u64>(), to.trim().parse::<u64>()) {
        (Ok(start), Ok(end)) if start <= end => (start, end.min(last_byte)),
        (Ok(start), Err(_)) if to.trim().is_empty() => (start, last_byte),
        (Err(_), Ok(0)) if from.trim().is_empty() => return Range::Unsatisfiable,
        (Err(_), Ok(count)) if from.trim().is_empty() => (len.saturating_sub(count), last_byte),
        (Ok(_) | Err(_), Ok(_) | Err(_)) => return Range::Whole,
    };
    if start >= len {
        return Range::Unsatisfiable;
    }
    Range::Part { start, len: end - start + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_as_the_standard_says() {
        let part = |start, len| Range::Part { start, len };
        for (text, expected) in [
            ("bytes=0-0", part(0, 1)),
            ("bytes=10-19", part(10, 10)),
            ("bytes=90-", part(90, 10)),
            ("bytes=90-1000", part(90, 10)),
            ("bytes=-10", part(90, 10)),
            ("bytes=-1000", part(0, 100)),
            ("bytes=100-", Range::Unsatisfiable),
            ("bytes=-0", Range::Unsatisfiable),
            ("bytes=0-1,5-6", Range::Whole),
            ("bytes=9-1", Range::Whole),
            ("lines=1-2", Range::Whole),
        ] {
            assert_eq!(read_range(text, 100), expected, "{text}");
        }
    }
}
