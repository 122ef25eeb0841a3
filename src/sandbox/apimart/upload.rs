//! `POST /v1/uploads/images` (vendors.md §2.4): one multipart field `file`, and an answer without the usual envelope.

use serde_json::json;

use super::super::dialect::{Refusal, Room};
use super::super::pictures;
use super::super::reply::{Heard, Reply};
use super::super::uploads::kind_of;

const MAX_BYTES: usize = 20_000_000;
const HEAD_BYTES: usize = 4096;
const LIFE_SECS: u64 = 72 * 3600;

struct Part<'a> {
    field: String,
    file_name: String,
    content_type: String,
    bytes: &'a [u8],
}

pub fn take(heard: &Heard, room: &Room<'_>) -> Result<Reply, Refusal> {
    // Nothing huge is searched just to be refused; a head and borders take far less than this.
    if heard.body.len() > MAX_BYTES + HEAD_BYTES {
        return Err(Refusal::new(413, format!("file: larger than {MAX_BYTES} bytes")));
    }
    let part = read_part(heard)?;
    if part.field != "file" {
        return Err(Refusal::bad(format!("file: no file; the field is called {:?}", part.field)));
    }
    if part.bytes.len() > MAX_BYTES {
        return Err(Refusal::new(413, format!("file: larger than {MAX_BYTES} bytes ({})", part.bytes.len())));
    }
    let unsupported = || Refusal::bad(format!("file: unsupported format {:?}", part.content_type));
    let (format, endings) = kind_of(&part.content_type).ok_or_else(unsupported)?;
    let is_named_so = endings.iter().any(|ending| part.file_name.to_ascii_lowercase().ends_with(ending));
    if !is_named_so {
        return Err(Refusal::bad(format!("file: the name {:?} does not end as {}", part.file_name, part.content_type)));
    }
    pictures::decoded_size(part.bytes, &[format]).map_err(|what| Refusal::bad(format!("file: {what}")))?;
    let kept = room.uploads.promise(&part.content_type, endings[0], LIFE_SECS);
    let kept = kept.and_then(|held| room.uploads.fill(&held, part.bytes).map(|()| held));
    let held = kept.map_err(|error| Refusal::new(500, error.to_string()))?;
    let body = json!({
        "url": room.uploads.address(&held), "filename": part.file_name, "content_type": part.content_type,
        "bytes": part.bytes.len(), "created_at": room.now_ms / 1000,
    });
    Ok(Reply::json(200, &body))
}

/// The one part of the form. A practice vendor has no use for a second.
fn read_part(heard: &Heard) -> Result<Part<'_>, Refusal> {
    let bad = |what: &'static str| Refusal::bad(what);
    let content_type = heard.header("content-type").unwrap_or_default();
    let boundary = content_type.strip_prefix("multipart/form-data").and_then(|rest| rest.split_once("boundary="));
    let (_, boundary) = boundary.ok_or_else(|| bad("Content-Type: must be multipart/form-data with a boundary"))?;
    let boundary = boundary.trim_matches('"');
    let open = format!("--{boundary}\r\n");
    let border = format!("\r\n--{boundary}");
    let body = heard.body.strip_prefix(open.as_bytes()).ok_or_else(|| bad("body: no multipart form"))?;
    let head_len = find(body, b"\r\n\r\n").ok_or_else(|| bad("body: a part without a head"))?;
    let head = std::str::from_utf8(&body[..head_len]).map_err(|_| bad("body: a part's head is no text"))?;
    let rest = &body[head_len + 4..];
    let len = find(rest, border.as_bytes()).ok_or_else(|| bad("body: the form has no end"))?;
    if !rest[len + border.len()..].starts_with(b"--") {
        return Err(bad("body: more than one part"));
    }
    let disposition = header(head, "content-disposition").ok_or_else(|| bad("body: a part without a name"))?;
    Ok(Part {
        field: parameter(disposition, "name").ok_or_else(|| bad("body: a part without a name"))?,
        file_name: parameter(disposition, "filename").ok_or_else(|| bad("file: no file name"))?,
        content_type: header(head, "content-type").ok_or_else(|| bad("file: no Content-Type"))?.to_owned(),
        bytes: &rest[..len],
    })
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then_some(value.trim())
    })
}

fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').find_map(|part| {
        let (key, text) = part.trim().split_once('=')?;
        (key == name).then(|| text.trim_matches('"').to_owned())
    })
}
