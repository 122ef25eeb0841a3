//! `GET …/files/upload-url` (vendors.md §3.1): where to PUT a picture, and where it will be found.

use serde_json::{Value, json};

use super::super::dialect::Refusal;
use super::super::reply::Heard;
use super::super::uploads::{Uploads, kind_of};

// How long a picture is kept is on no page; a practice day is enough.
const LIFE_SECS: u64 = 24 * 3600;

pub fn promise(heard: &Heard, uploads: &Uploads) -> Result<Value, Refusal> {
    let invalid = |what: String| Refusal::new(422, what);
    let asked = |key: &str| heard.asked(key).ok_or_else(|| invalid(format!("{key}: field required")));
    let (content_type, ext) = (asked("content_type")?, asked("ext")?);
    let (_, endings) = kind_of(&content_type).ok_or_else(|| invalid(format!("content_type: not {content_type:?}")))?;
    if !ext.starts_with('.') {
        return Err(invalid(format!("ext: must begin with a dot: {ext:?}")));
    }
    if !endings.contains(&ext.as_str()) {
        return Err(invalid(format!("ext: {ext:?} is no {content_type}")));
    }
    let held = uploads.promise(&content_type, &ext, LIFE_SECS);
    let held = held.map_err(|error| Refusal::new(500, error.to_string()))?;
    Ok(json!({ "presigned_url": uploads.presigned(&held), "file_url": uploads.address(&held) }))
}
