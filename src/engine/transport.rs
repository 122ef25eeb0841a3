//! HTTP as the engine needs it: nothing is sent twice, nothing is followed, and a key goes only to its own origin.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Client, ClientBuilder, Response};
use secrecy::ExposeSecret;
use url::Url;

use crate::vendors::outcome::{Wire, parse_retry_after};
use crate::vendors::{Method, Reply, Request};

use super::accounts::Door;
use super::addresses::{PublicOnly, is_loopback};
use super::body::Parcel;
use super::environment::system_proxies;

/// What a reply may weigh.
pub const MAX_REPLY_BYTES: usize = 4 << 20;
pub const MAX_POLL_BYTES: usize = 1 << 20;

/// A proxy that no connection can be made to.
const NOBODY: &str = "http://127.0.0.1:0";
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
const POLL_TIMEOUT: Duration = Duration::from_secs(30);
/// The slowest line a body may travel on before its submit is given up as lost.
const SLOWEST_BYTES_PER_SEC: u64 = 64 << 10;

/// The clients, one a trade. Cheap to clone.
#[derive(Clone)]
pub struct Transport {
    submits: Lines,
    /// To addresses that a vendor named: only in the open internet, or on this machine.
    stores: Lines,
    polls: Lines,
    downloads: Lines,
    /// A submit without a body may take this long.
    submit_timeout: Duration,
}

/// The same client twice: this machine is never reached through a proxy.
#[derive(Clone)]
struct Lines {
    here: Client,
    out: Client,
}

/// The way out of this machine.
#[derive(Clone)]
pub enum Route {
    /// As the system and its variables say.
    System,
    Direct,
    Through(Box<reqwest::Proxy>),
    /// No request leaves this machine.
    Nowhere,
}

/// What a request came to. The owned twin of `outcome::Wire`.
#[derive(Debug)]
pub enum Came {
    NeverLeft { why: String },
    Lost { why: String },
    Reply(Reply),
}

impl Came {
    /// The HTTP status, where an answer came.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::NeverLeft { .. } | Self::Lost { .. } => None,
            Self::Reply(reply) => Some(reply.status),
        }
    }

    pub fn wire(&self) -> Wire<'_> {
        match self {
            Self::NeverLeft { .. } => Wire::NeverLeft,
            Self::Lost { .. } => Wire::Lost,
            Self::Reply(reply) => Wire::Reply(reply),
        }
    }
}

/// A request that cannot be made at all: nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    #[error("the address {url:?} cannot be read")]
    Address { url: String },
    #[error("a signed request may go to {bound} only, not to {asked}")]
    ForeignOrigin { bound: String, asked: String },
    #[error("the key cannot stand in a header")]
    Key,
    #[error("the HTTP client could not be built: {source}")]
    Client { source: reqwest::Error },
}

impl Transport {
    pub fn new(submit_timeout: Duration, route: &Route) -> Result<Self, TransportError> {
        let submits = || plain().pool_max_idle_per_host(0).http1_only();
        let polls =
            || plain().pool_max_idle_per_host(4).pool_idle_timeout(Duration::from_secs(15)).timeout(POLL_TIMEOUT);
        let downloads = || plain().pool_max_idle_per_host(0).read_timeout(POLL_TIMEOUT);
        // Where a proxy resolves the names, the proxy's own name must not be held to the open internet.
        let public = |builder: ClientBuilder| match route {
            Route::System | Route::Direct => builder.dns_resolver(Arc::new(PublicOnly { proxies: system_proxies() })),
            Route::Through(_) | Route::Nowhere => builder,
        };
        Ok(Self {
            submits: Lines::new(submits(), submits(), route)?,
            polls: Lines::new(polls(), polls(), route)?,
            stores: Lines::new(submits(), public(submits()), route)?,
            downloads: Lines::new(downloads(), public(downloads()), route)?,
            submit_timeout,
        })
    }

    /// Makes a paid request or an upload ready; not a byte leaves. The key is put in here, and only for the account's own origin.
    pub fn submit(&self, door: &Door, request: &Request, parcel: Parcel) -> Result<Ready, TransportError> {
        let (url, headers) = address(door, request)?;
        let weight = parcel.bytes.len() as u64;
        let timeout = self.submit_timeout + Duration::from_secs(weight / SLOWEST_BYTES_PER_SEC);
        let lines = if request.is_signed { &self.submits } else { &self.stores };
        let client = lines.to(&url);
        let mut builder = client.request(method(request.method), url).headers(headers).timeout(timeout);
        if let Some(content_type) = parcel.content_type {
            builder = builder.header(CONTENT_TYPE, content_type);
        }
        // A GET has no body, not even an empty one.
        let builder = if parcel.bytes.is_empty() { builder } else { builder.body(parcel.bytes) };
        let built = builder.build().map_err(|source| TransportError::Client { source })?;
        Ok(Ready { client: client.clone(), request: built, door: door.clone() })
    }

    /// A free GET.
    pub async fn poll(&self, door: &Door, request: &Request) -> Result<Came, TransportError> {
        let (url, headers) = address(door, request)?;
        let answer = self.polls.to(&url).get(url).headers(headers).send().await;
        Ok(door.hush(came(answer, MAX_POLL_BYTES).await))
    }

    /// The head of a download: no key, no cookies, no redirect followed.
    pub async fn download(&self, url: Url, headers: HeaderMap) -> reqwest::Result<Response> {
        self.downloads.to(&url).get(url).headers(headers).send().await.map_err(reqwest::Error::without_url)
    }
}

/// A request with its body and its key, one call away from the wire.
pub struct Ready {
    client: Client,
    request: reqwest::Request,
    door: Door,
}

impl Ready {
    pub async fn send(self) -> Came {
        self.door.hush(came(self.client.execute(self.request).await, MAX_REPLY_BYTES).await)
    }
}

fn plain() -> ClientBuilder {
    Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        .connect_timeout(CONNECT_TIMEOUT)
        .user_agent(concat!("shotloom/", env!("CARGO_PKG_VERSION")))
}

impl Lines {
    fn new(here: ClientBuilder, out: ClientBuilder, route: &Route) -> Result<Self, TransportError> {
        let build = |builder: ClientBuilder| builder.build().map_err(client_error);
        let out = match route {
            Route::System => out,
            Route::Direct => out.no_proxy(),
            // Naming a proxy leaves the system's own aside.
            Route::Through(proxy) => out.proxy((**proxy).clone()),
            Route::Nowhere => out.proxy(reqwest::Proxy::all(NOBODY).map_err(client_error)?),
        };
        Ok(Self { here: build(here.no_proxy())?, out: build(out)? })
    }

    fn to(&self, url: &Url) -> &Client {
        if is_loopback(url) { &self.here } else { &self.out }
    }
}

fn client_error(source: reqwest::Error) -> TransportError {
    TransportError::Client { source: source.without_url() }
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
    }
}

/// The address of a request and its signature, if it carries one.
fn address(door: &Door, request: &Request) -> Result<(Url, HeaderMap), TransportError> {
    let url = Url::parse(&request.url).map_err(|_| TransportError::Address { url: request.url.clone() })?;
    let mut headers = HeaderMap::new();
    if request.is_signed {
        let header = door.sign(&url)?;
        let mut value = HeaderValue::from_str(header.value.expose_secret()).map_err(|_| TransportError::Key)?;
        value.set_sensitive(true);
        let name = HeaderName::from_bytes(header.name.as_bytes()).map_err(|_| TransportError::Key)?;
        headers.insert(name, value);
    }
    Ok((url, headers))
}

/// Classes an answer. Only a connection that never stood is `NeverLeft`: after that any byte may have left.
async fn came(answer: reqwest::Result<Response>, max_bytes: usize) -> Came {
    match answer {
        Ok(response) => Came::Reply(read(response, max_bytes).await),
        Err(error) => {
            let is_unconnected = error.is_connect();
            let why = reason(error);
            if is_unconnected { Came::NeverLeft { why } } else { Came::Lost { why } }
        }
    }
}

/// Reads a body up to the cap. One that breaks off is kept as far as it came: the outcome table reads it as cut.
async fn read(mut response: Response, max_bytes: usize) -> Reply {
    let text = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
    let retry_after = text(RETRY_AFTER.as_str()).and_then(|value| parse_retry_after(value, unix_secs()));
    let trace_id = ["traceparent", "x-request-id", "x-trace-id"].into_iter().find_map(text).map(str::to_owned);
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = max_bytes - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if body.len() == max_bytes {
            break;
        }
    }
    Reply { status, retry_after_secs: retry_after, trace_id, body }
}

/// An error's causes in one line, without the address: it may hold a signature.
pub fn reason(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

fn unix_secs() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests;
