//! Our words to theirs and back: a vendor is rows of data and a thin translator.
//!
//! Synchronous, no I/O, no clock: everything here is tested with JSON alone.

mod apimart;
mod crun;
mod curl;
mod describe;
mod mulerouter;
pub mod options;
pub mod outcome;
mod reading;

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use crate::model::Row;
use crate::model::capabilities::{Elsewhere, ImageTransport};
use crate::model::draft::{Draft, Mode};
use crate::model::image::{ImageRef, Sha256};
use crate::model::mention;
use crate::model::preflight::Submission;
use crate::model::price::{Balance, Money};
use crate::model::schedule::Rate;
use crate::model::trouble::Trouble;

use outcome::Refusal;

pub use curl::curl;
pub use describe::{Base64, describe};
pub use options::{AccountOption, OptionKind};

/// One line a vendor, and the only place that names them all. Its id names its key and address variables, too:
/// `<ID>_API_KEY`, `SHOTLOOM_<ID>_URL`.
static VENDORS: &[&dyn Vendor] = &[&mulerouter::MuleRouter, &apimart::Apimart, &crun::Crun];

/// Who sells 4K where a row does not.
const SELLS_4K: Elsewhere = apimart::KLING_V3;
const SELLS_4K_OMNI: Elsewhere = apimart::KLING_V3_OMNI;

/// The offering a new draft starts with.
pub const DEFAULT_OFFERING: &str = "mulerouter/kling-v3";

pub fn all() -> &'static [&'static dyn Vendor] {
    VENDORS
}

pub fn by_id(vendor: &str) -> Option<&'static dyn Vendor> {
    VENDORS.iter().copied().find(|v| v.id() == vendor)
}

/// Every offering of every vendor.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    VENDORS.iter().flat_map(|vendor| vendor.rows())
}

/// Their ids, the default one first: what a storyboard file may name.
pub fn offerings() -> Vec<&'static str> {
    let others = rows().map(|row| row.id).filter(|id| *id != DEFAULT_OFFERING);
    std::iter::once(DEFAULT_OFFERING).chain(others).collect()
}

pub fn row(offering: &str) -> Option<&'static Row> {
    rows().find(|row| row.id == offering)
}

/// A company with an API. Its file holds names and shapes on the wire, and its rows; every other difference is a
/// field of `Capabilities`.
pub trait Vendor: Sync {
    /// The part of an offering's id before the slash; also names `<ID>_API_KEY` and `SHOTLOOM_<ID>_URL`.
    fn id(&self) -> &'static str;
    fn name(&self) -> &'static str;
    fn default_base_url(&self) -> &'static str;
    /// Other addresses of the same API that its settings page offers.
    fn other_base_urls(&self) -> &'static [&'static str];
    /// Where a person has the account, to copy a key or to top up.
    fn site(&self) -> &'static str;
    fn rows(&self) -> &'static [Row];
    /// What an account may have set beyond its key and its address. Off unless a person turns it on.
    fn options(&self) -> &'static [AccountOption] {
        &[]
    }

    /// The submit of a cleared draft.
    fn submit(&self, job: &Job<'_>) -> Request;
    /// Reads a submit's body; which class the whole answer is, `outcome::of_submit` decides.
    fn read_submitted(&self, body: &Value) -> Submitted;
    fn poll(&self, task: &RemoteTask<'_>) -> Request;
    fn read_progress(&self, body: &Value) -> Progress;
    /// The first request of an upload; `None` where pictures travel inline.
    fn upload(&self, base_url: &str, picture: &UploadPicture) -> Option<Request>;
    /// Reads an upload's reply: the next request, or the address and its expiry.
    fn read_upload(
        &self,
        base_url: &str,
        picture: &UploadPicture,
        step: u32,
        body: &Value,
    ) -> Result<UploadStep, Trouble>;
    /// Asks what the vendor would charge for a cleared draft, without ordering it; `None` where it has no such call.
    fn estimate(&self, _job: &Job<'_>) -> Option<Request> {
        None
    }
    fn read_estimate(&self, _body: &Value) -> Option<Money> {
        None
    }
    /// Asks what is left; `None` where the vendor does not tell.
    fn balance(&self, _base_url: &str) -> Option<Request> {
        None
    }
    /// `None` where the body holds no balance: a refusal, or nothing readable. `outcome::of_balance` tells which.
    fn read_balance(&self, _body: &Value) -> Option<Balance> {
        None
    }
    /// A free call that tells whether the key is good; `None` where the vendor has none. Its answer is a balance.
    fn test_key(&self, base_url: &str) -> Option<Request> {
        self.balance(base_url)
    }
    /// Asks which modes a model takes today; `None` where the vendor does not tell.
    fn live_modes(&self, _base_url: &str, _row: &Row) -> Option<Request> {
        None
    }
    fn read_live_modes(&self, _body: &Value) -> Option<Vec<Mode>> {
        None
    }
    /// The row as it is once the vendor has told which modes it takes.
    fn row_with(&self, row: &'static Row, _modes: &[Mode]) -> &'static Row {
        row
    }
    /// How often one account may ask anything.
    fn rate(&self) -> Rate {
        Rate::USUAL
    }
    /// Puts the key into a request, as the vendor wants it.
    fn sign(&self, key: &ApiKey) -> Header;
    /// Whether a refusal may rest on something the vendor's page does not say for sure: the message id that tells so,
    /// with its remedy.
    fn doubt(&self, _refusal: &Refusal, _endpoint: &str, _draft: &Draft) -> Option<&'static str> {
        None
    }
    /// The vendor's words in an error body.
    fn words_of(&self, body: &Value) -> Option<String>;
    /// A code inside the body that stands beside the HTTP status, in HTTP's own numbers (0 for "no error"), where
    /// the vendor has one. A vendor with numbers of its own translates them here.
    fn inner_code(&self, body: &Value) -> Option<u16>;
}

/// An address below a base URL that may or may not end in a slash.
fn join(base_url: &str, path: &str) -> String {
    format!("{}{path}", base_url.trim_end_matches('/'))
}

/// Text as one segment of a path: a remote id is the vendor's, or was pasted by a person.
fn path_segment(text: &str) -> String {
    let encoded = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encoded).collect()
}

/// A key that prints as nothing and is wiped when dropped.
#[derive(Clone)]
pub struct ApiKey(SecretString);

impl ApiKey {
    /// Refuses what cannot stand in a header; surrounding white space (a pasted newline) is dropped.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_sendable = !text.is_empty() && text.bytes().all(|b| (0x21..=0x7e).contains(&b));
        is_sendable.then(|| Self(SecretString::from(text.to_owned())))
    }

    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

/// A signed header. `Debug` hides its value.
pub struct Header {
    pub name: &'static str,
    pub value: SecretString,
}

/// What a submit is made of.
pub struct Job<'a> {
    pub row: &'static Row,
    pub base_url: &'a str,
    pub submission: &'a Submission,
}

impl Job<'_> {
    pub fn draft(&self) -> &Draft {
        self.submission.draft()
    }

    /// The model as most vendors name it: the part of the offering's id after the slash.
    pub fn model(&self) -> &'static str {
        self.row.id.split_once('/').map_or(self.row.id, |(_, model)| model)
    }

    /// A prompt with its mentions as the vendor spells them.
    pub fn text(&self, prompt: &str) -> Body {
        mention::render(prompt, self.draft(), self.row.caps.mentions).into()
    }

    /// A picture as a leaf of the body: a web address as it is, a local one by its prepared hash.
    pub fn picture(&self, image: &ImageRef) -> Body {
        match (image, self.submission.pictures().get(image)) {
            (ImageRef::Url(url), _) => Body::from(&**url),
            (ImageRef::File(_), Some(prepared)) => match self.row.caps.transport {
                ImageTransport::Inline => Body::Picture(prepared.sha256.clone()),
                ImageTransport::Upload => Body::Uploaded(prepared.sha256.clone()),
            },
            // Unreachable through `preflight::clear`, which blocks on a picture that is not prepared.
            (ImageRef::File(path), None) => Body::from(path.display().to_string().as_str()),
        }
    }
}

/// A task at its vendor, for polling.
pub struct RemoteTask<'a> {
    pub base_url: &'a str,
    /// The path of its submit.
    pub endpoint: &'a str,
    pub remote: &'a str,
    /// `en` or `zh`, where the vendor's words come in several languages.
    pub language: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
}

impl Method {
    pub fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

/// A request without its key: the transport signs it and streams the pictures in.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub method: Method,
    pub url: String,
    pub content: Content,
    /// A presigned address gets no key.
    pub is_signed: bool,
}

impl Request {
    pub fn signed(method: Method, url: String, content: Content) -> Self {
        Self { method, url, content, is_signed: true }
    }

    /// Its path below the account's base URL, as a task keeps it for polling (`RemoteTask::endpoint`).
    pub fn endpoint(&self, base_url: &str) -> &str {
        self.url.strip_prefix(base_url.trim_end_matches('/')).unwrap_or(&self.url)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    None,
    Json(Body),
    /// One file field of a multipart form.
    Multipart {
        field: &'static str,
        picture: UploadPicture,
    },
    /// The picture's own bytes under its own content type.
    Raw(UploadPicture),
}

/// A JSON tree whose leaves may be pictures that only the transport turns into bytes.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    Value(Value),
    Object(Vec<(&'static str, Body)>),
    List(Vec<Body>),
    /// The picture's bytes as raw Base64.
    Picture(Sha256),
    /// The address the picture was uploaded to.
    Uploaded(Sha256),
}

impl<T: Into<Value>> From<T> for Body {
    fn from(value: T) -> Self {
        Self::Value(value.into())
    }
}

/// A prepared picture on its way up.
#[derive(Debug, Clone, PartialEq)]
pub struct UploadPicture {
    pub sha256: Sha256,
    pub bytes: u64,
    /// `image/png` or `image/jpeg`.
    pub content_type: &'static str,
    /// With the dot.
    pub extension: &'static str,
}

impl From<&crate::model::image::Prepared> for UploadPicture {
    fn from(prepared: &crate::model::image::Prepared) -> Self {
        let is_png = prepared.format == crate::model::image::PictureFormat::Png;
        Self {
            sha256: prepared.sha256.clone(),
            bytes: prepared.bytes,
            content_type: if is_png { "image/png" } else { "image/jpeg" },
            extension: if is_png { ".png" } else { ".jpg" },
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum UploadStep {
    Next(Request),
    /// One more request; once it has succeeded, the picture lies at `url`.
    Last {
        request: Request,
        url: String,
        expires_after_secs: Option<u64>,
    },
    Done {
        url: String,
        expires_after_secs: Option<u64>,
    },
}

/// What a submit's body says.
#[derive(Debug, Clone, PartialEq)]
pub enum Submitted {
    Id {
        remote: String,
        word: Option<String>,
    },
    /// The vendor's error object, with or without a code.
    Error {
        code: Option<u16>,
        words: String,
    },
    /// Neither an id nor an error we know.
    Neither,
}

/// What a poll's body says.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// Still at work. `word` is the vendor's raw status.
    Running {
        word: String,
        percent: Option<u8>,
    },
    Finished {
        links: Vec<String>,
        billed: Option<Money>,
    },
    /// The vendor says it failed; its raw word and reasons.
    Failed {
        word: String,
        words: String,
        billed: Option<Money>,
    },
    /// No status we can read: never a failure.
    Unreadable,
}

/// An HTTP answer, its body read up to the cap.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    pub status: u16,
    pub retry_after_secs: Option<u64>,
    pub trace_id: Option<String>,
    pub body: Vec<u8>,
}
