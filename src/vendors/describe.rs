//! A request as JSON a person can read: what `shotloom request` and the wire view print.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{ApiKey, Body, Content, Request, UploadPicture, Vendor};
use crate::model::image::{ImageRef, Prepared, Sha256};

/// Gives a picture's Base64 by its hash, for a body as it is sent.
pub type Base64<'a> = &'a dyn Fn(&Sha256) -> Option<String>;

/// The exact request as `{method, url, headers, body}`, its key written as `$KEY`.
///
/// A picture in the body stands as `{sha256, bytes, format}`, or as what `base64` gives for its hash; one that is
/// uploaded first stands as `{upload, bytes, format}`. `pictures` are the submission's.
pub fn describe(
    vendor: &dyn Vendor,
    request: &Request,
    pictures: &BTreeMap<ImageRef, Prepared>,
    base64: Option<Base64<'_>>,
) -> Value {
    let known = Known { pictures, base64 };
    let (content_type, body) = match &request.content {
        Content::None => (None, Value::Null),
        Content::Json(body) => (Some("application/json"), known.body(body)),
        Content::Multipart { field, picture } => {
            (Some("multipart/form-data"), json!({ *field: known.facts("upload", &picture.sha256) }))
        }
        Content::Raw(UploadPicture { sha256, content_type, .. }) => {
            (Some(*content_type), known.facts("upload", sha256))
        }
    };
    let mut headers = Map::new();
    if request.is_signed {
        headers.extend(ApiKey::new("$KEY").map(|key| vendor.sign(&key)).map(|header| {
            use secrecy::ExposeSecret as _;
            (header.name.to_owned(), header.value.expose_secret().into())
        }));
    }
    headers.extend(content_type.map(|value| ("Content-Type".to_owned(), value.into())));
    json!({ "method": request.method.word(), "url": request.url, "headers": headers, "body": body })
}

struct Known<'a> {
    pictures: &'a BTreeMap<ImageRef, Prepared>,
    base64: Option<Base64<'a>>,
}

impl Known<'_> {
    fn body(&self, body: &Body) -> Value {
        match body {
            Body::Value(value) => value.clone(),
            Body::Object(fields) => {
                fields.iter().map(|(name, value)| ((*name).to_owned(), self.body(value))).collect::<Map<_, _>>().into()
            }
            Body::List(items) => items.iter().map(|item| self.body(item)).collect::<Vec<_>>().into(),
            Body::Picture(sha256) => match self.base64.and_then(|base64| base64(sha256)) {
                Some(text) => text.into(),
                None => self.facts("sha256", sha256),
            },
            Body::Uploaded(sha256) => self.facts("upload", sha256),
        }
    }

    fn facts(&self, key: &str, sha256: &Sha256) -> Value {
        match self.pictures.values().find(|prepared| prepared.sha256 == *sha256) {
            Some(prepared) => json!({ key: sha256.as_str(), "bytes": prepared.bytes, "format": prepared.format }),
            None => json!({ key: sha256.as_str() }),
        }
    }
}
