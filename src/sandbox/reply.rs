//! A request as it was heard and the answer to it, as plain values: the server does the waiting and the dropping.

use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use hyper::{HeaderMap, Method};
use serde_json::Value;

use super::dialect::Refusal;

#[derive(Debug, Clone)]
pub struct Heard {
    pub method: Method,
    pub path: String,
    /// What stands behind the question mark, as it was sent.
    pub query: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub payload: Payload,
    pub manner: Manner,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    Bytes(Vec<u8>),
    /// `len` bytes of a file, from `start`.
    File {
        path: PathBuf,
        start: u64,
        len: u64,
    },
}

/// How it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Plain,
    After(Duration),
    /// The length is announced in full, then the connection closes after this many bytes.
    CutAt(u64),
    /// The connection closes without a byte.
    Dropped,
    /// Nothing is said, and the connection stays.
    Never,
}

impl Heard {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// A value of the query, decoded.
    pub fn asked(&self, key: &str) -> Option<String> {
        let mut pairs = url::form_urlencoded::parse(self.query.as_bytes());
        pairs.find(|(name, _)| name == key).map(|(_, value)| value.into_owned())
    }

    /// The body as JSON, if it is and says so.
    pub fn json_body(&self) -> Result<Value, Refusal> {
        if !self.is_json() {
            return Err(Refusal::bad("Content-Type: must be application/json"));
        }
        serde_json::from_slice(&self.body).map_err(|error| Refusal::bad(format!("body: not valid JSON: {error}")))
    }

    pub fn is_json(&self) -> bool {
        let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        self.header("content-type").is_some_and(|text| essence(text) == "application/json")
    }
}

impl Reply {
    pub fn json(status: u16, body: &Value) -> Self {
        Self::of(status, "application/json", body.to_string())
    }

    /// The page that a proxy or a portal puts before the vendor.
    pub fn html(status: u16) -> Self {
        let page = "<!DOCTYPE html><html><head><title>One moment</title></head><body>One moment, please</body></html>";
        Self::of(status, "text/html; charset=utf-8", page)
    }

    pub fn of(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type", content_type.to_owned())];
        Self { status, headers, payload: Payload::Bytes(body.into()), manner: Manner::Plain }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    #[must_use]
    pub fn said(mut self, manner: Manner) -> Self {
        self.manner = manner;
        self
    }

    /// Closes the connection in the middle of the body.
    #[must_use]
    pub fn cut_in_half(self) -> Self {
        let half = self.payload.len() / 2;
        self.said(Manner::CutAt(half))
    }
}

impl Payload {
    pub fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { len, .. } => *len,
        }
    }
}
