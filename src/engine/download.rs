//! Fetching one file: into `.part`, on from where it broke off, checked, and only then under its name.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_RANGE, ETAG, HeaderMap, HeaderValue, IF_RANGE, LOCATION, RANGE,
};
use reqwest::{Response, StatusCode};
use serde::{Deserialize, Serialize};
use sha2::Digest as _;
use tokio::io::AsyncWriteExt as _;

use crate::library::LibraryError;
use crate::library::files::{rename_durably, sync_dir, sync_file};
use crate::media::worker;
use crate::model::Trouble;
use crate::model::clip::ClipFacts;
use crate::model::image::Sha256;
use crate::vendors::outcome::{DownloadAnswer, of_download};

use super::addresses::{result_url, shown};
use super::failpoint;
use super::jobs::blocking;
use super::transport::{Transport, reason};

/// Longer than any clip there is, and short enough to stop an answer without an end.
const MAX_BYTES: u64 = 2 << 30;
const MAX_HOPS: u32 = 5;

/// What fetching needs, by value.
#[derive(Clone)]
pub struct Fetch {
    pub link: String,
    pub from_loopback: bool,
    pub part: PathBuf,
    pub file: PathBuf,
    pub transport: Transport,
}

/// How fetching ended.
pub enum Fetched {
    /// The file lies under its name, whole and synced.
    Saved { facts: ClipFacts, sha256: Sha256 },
    /// The disk is full or away: later, and not counted.
    Held(Trouble),
    /// Cut, refused for now, or no whole video.
    Broke(Trouble),
    /// Nothing will ever come from this address.
    LinkDead(Trouble),
}

/// What is remembered of a part file, beside it: only bytes of the same answer are put together.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Label {
    etag: Option<String>,
    total: Option<u64>,
}

impl Fetch {
    /// `arriving` is told the percentage, a few times.
    pub async fn run(self, arriving: impl Fn(u8) + Send) -> Fetched {
        // A process may have died between the rename and the last write to the library.
        if let Some(saved) = self.adopt().await {
            return saved;
        }
        match self.bring(&arriving).await {
            Ok(()) => self.take_in().await,
            Err(end) => end,
        }
    }

    /// The bytes into the part file, on from where it ends.
    async fn bring(&self, arriving: &(impl Fn(u8) + Send)) -> Result<(), Fetched> {
        // Only the library's own folder is made again: where the library itself is away, it is not begun in its place.
        match self.part.parent().map(fs::create_dir) {
            Some(Err(error)) if error.kind() != io::ErrorKind::AlreadyExists => return Err(self.disk(error)),
            Some(Ok(()) | Err(_)) | None => {}
        }
        let mut have = self.resumable().await;
        let mut response = self.ask(have.as_ref()).await?;
        if response.status() == StatusCode::RANGE_NOT_SATISFIABLE {
            if have.as_ref().is_some_and(|(bytes, label)| label.total == Some(*bytes)) {
                return Ok(());
            }
            have = None;
            response = self.ask(None).await?;
        }
        self.check_head(&response)?;
        let start = match (&have, response.status()) {
            (Some((bytes, label)), StatusCode::PARTIAL_CONTENT) if goes_on(&response, *bytes, label) => *bytes,
            (_, StatusCode::PARTIAL_CONTENT) => {
                // Another file, or another piece than was asked for: from the start, without a range.
                response = self.ask(None).await?;
                self.check_head(&response)?;
                0
            }
            _ => 0,
        };
        self.pour(response, start, arriving).await
    }

    /// One GET, its redirects checked hop by hop.
    async fn ask(&self, have: Option<&(u64, Label)>) -> Result<Response, Fetched> {
        let mut url = result_url(&self.link, self.from_loopback).map_err(Fetched::LinkDead)?;
        for _ in 0..=MAX_HOPS {
            let answer = self.transport.download(url.clone(), headers(have)).await;
            let response = answer
                .map_err(|error| Fetched::Broke(Trouble::new("download-broke-off").with("detail", reason(error))))?;
            if !is_redirect(response.status()) {
                return Ok(response);
            }
            let next = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
            let next = next.and_then(|text| url.join(text).ok());
            let Some(next) = next else { break };
            url = result_url(next.as_str(), self.from_loopback).map_err(Fetched::LinkDead)?;
        }
        Err(Fetched::LinkDead(Trouble::new("download-no-end-of-redirects").with("address", shown(&self.link))))
    }

    fn check_head(&self, response: &Response) -> Result<(), Fetched> {
        let code = response.status().as_u16();
        let refused = || Trouble::new("download-refused").with("code", code);
        match of_download(code) {
            DownloadAnswer::Bytes => {}
            DownloadAnswer::LinkDied => return Err(Fetched::LinkDead(refused())),
            DownloadAnswer::Broke => return Err(Fetched::Broke(refused())),
        }
        let encoding = response.headers().get(CONTENT_ENCODING);
        if encoding.is_some_and(|value| value != "identity") {
            return Err(Fetched::Broke(Trouble::new("download-encoded")));
        }
        if response.content_length().is_some_and(|bytes| bytes > MAX_BYTES) {
            return Err(Fetched::Broke(Trouble::new("download-too-long")));
        }
        Ok(())
    }

    async fn pour(&self, mut response: Response, start: u64, arriving: &(impl Fn(u8) + Send)) -> Result<(), Fetched> {
        let total = response.content_length().map(|rest| start + rest);
        let label = Label { etag: etag(&response), total };
        // What another answer left goes first: a new label beside old bytes would put the two together one day.
        let mut file = open_at(&self.part, start).await.map_err(|error| self.disk(error))?;
        self.write_label(&label).await.map_err(|error| self.disk(error))?;
        let mut written = start;
        let mut told = 0;
        let broken = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => {
                    file.write_all(&chunk).await.map_err(|error| self.disk(error))?;
                    written += chunk.len() as u64;
                    failpoint::pass("downloading");
                    if written > MAX_BYTES {
                        break Some(Trouble::new("download-too-long"));
                    }
                    let percent = total.map_or(0, |total| percent(written, total));
                    if percent >= told + 5 {
                        told = percent;
                        arriving(percent);
                    }
                }
                Ok(None) => break None,
                Err(error) => break Some(Trouble::new("download-broke-off").with("detail", reason(error))),
            }
        };
        // What came is kept for going on, whatever ended it.
        file.flush().await.map_err(|error| self.disk(error))?;
        if let Err(error) = file.sync_all().await {
            self.forget_part();
            return Err(self.disk(error));
        }
        match broken {
            Some(trouble) => Err(Fetched::Broke(trouble)),
            None if total.is_some_and(|total| total != written) => Err(Fetched::Broke(
                Trouble::new("download-cut").with("got", written).with("expected", total.unwrap_or_default()),
            )),
            None => Ok(()),
        }
    }

    /// Checks the part file and gives it its name.
    async fn take_in(&self) -> Fetched {
        let this = self.clone();
        blocking(move || {
            let checked = check(&this.part);
            // A file that is no whole video is no beginning of one either.
            if matches!(checked, Err(Fetched::Broke(_))) {
                this.forget_part();
            }
            let saved = match checked {
                Ok(saved) => saved,
                Err(end) => return end,
            };
            if let Err(error) = sync_file(&this.part) {
                this.forget_part();
                return Fetched::Held(Trouble::from(&error));
            }
            failpoint::pass("synced");
            match rename_durably(&this.part, &this.file) {
                Ok(()) => {
                    failpoint::pass("renamed");
                    let _ = fs::remove_file(this.label_path());
                    saved
                }
                Err(error) => Fetched::Held(Trouble::from(&error)),
            }
        })
        .await
    }

    /// The finished file of an earlier life, if it is there and whole. That life may have ended before its name was
    /// durable.
    async fn adopt(&self) -> Option<Fetched> {
        let file = self.file.clone();
        blocking(move || {
            if !file.exists() {
                return None;
            }
            let saved = match check(&file) {
                Ok(saved) => saved,
                // It may well be whole: nobody could look.
                Err(held @ Fetched::Held(_)) => return Some(held),
                Err(_) => return None,
            };
            let named = sync_file(&file).and_then(|()| file.parent().map_or(Ok(()), sync_dir));
            Some(named.map_or_else(|error| Fetched::Held(Trouble::from(&error)), |()| saved))
        })
        .await
    }

    /// After a failed sync the system may drop the bytes and call them synced the next time: they are fetched anew.
    fn forget_part(&self) {
        let _ = fs::remove_file(&self.part);
        let _ = fs::remove_file(self.label_path());
    }

    async fn resumable(&self) -> Option<(u64, Label)> {
        let bytes = tokio::fs::metadata(&self.part).await.ok()?.len();
        let text = tokio::fs::read(self.label_path()).await.ok()?;
        let label: Label = serde_json::from_slice(&text).ok()?;
        let is_known = label.etag.is_some() || label.total.is_some();
        (bytes > 0 && is_known).then_some((bytes, label))
    }

    async fn write_label(&self, label: &Label) -> io::Result<()> {
        tokio::fs::write(self.label_path(), serde_json::to_vec(label)?).await
    }

    fn label_path(&self) -> PathBuf {
        let mut name = self.part.as_os_str().to_owned();
        name.push(".label");
        PathBuf::from(name)
    }

    fn disk(&self, error: io::Error) -> Fetched {
        Fetched::Held(Trouble::from(&LibraryError::io(&self.part)(error)))
    }
}

fn headers(have: Option<&(u64, Label)>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    let Some((bytes, label)) = have else { return headers };
    if let Ok(range) = HeaderValue::from_str(&format!("bytes={bytes}-")) {
        headers.insert(RANGE, range);
    }
    // A weak tag may not stand here (RFC 9110 §13.1.5).
    let strong = label.etag.as_deref().filter(|tag| !tag.starts_with("W/"));
    if let Some(tag) = strong.and_then(|tag| HeaderValue::from_str(tag).ok()) {
        headers.insert(IF_RANGE, tag);
    }
    headers
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Whether a 206 goes on exactly where the part file ends, in the same file.
fn goes_on(response: &Response, bytes: u64, label: &Label) -> bool {
    let range = response.headers().get(CONTENT_RANGE).and_then(|value| value.to_str().ok());
    let Some((from, total)) = range.and_then(parse_content_range) else { return false };
    let is_same_tag = match (&label.etag, etag(response)) {
        (Some(had), Some(has)) => *had == has,
        (Some(_) | None, None) | (None, Some(_)) => true,
    };
    from == bytes && is_same_tag && (label.total.is_none() || total.is_none() || label.total == total)
}

/// `bytes 100-199/200` → (100, Some(200)).
fn parse_content_range(text: &str) -> Option<(u64, Option<u64>)> {
    let (range, total) = text.trim().strip_prefix("bytes ")?.split_once('/')?;
    let (from, _) = range.split_once('-')?;
    Some((from.trim().parse().ok()?, total.trim().parse().ok()))
}

fn etag(response: &Response) -> Option<String> {
    response.headers().get(ETAG).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

async fn open_at(path: &Path, start: u64) -> io::Result<tokio::fs::File> {
    let file = tokio::fs::OpenOptions::new().create(true).write(true).truncate(false).open(path).await?;
    file.set_len(start).await?;
    if start == 0 {
        file.sync_all().await?;
    }
    let mut file = file;
    tokio::io::AsyncSeekExt::seek(&mut file, io::SeekFrom::Start(start)).await?;
    Ok(file)
}

fn percent(done: u64, total: u64) -> u8 {
    u8::try_from(done.saturating_mul(100) / total.max(1)).unwrap_or(100).min(100)
}

/// The container check, and the file's hash.
fn check(path: &Path) -> Result<Fetched, Fetched> {
    let held = |error: io::Error| Fetched::Held(Trouble::from(&LibraryError::io(path)(error)));
    let facts = worker::verify(path).map_err(|trouble| match trouble.rule.as_str() {
        // Not the file's fault.
        "clip-unreadable" | "clip-no-worker" | "clip-worker-odd" => Fetched::Held(trouble),
        _ => Fetched::Broke(trouble),
    })?;
    let sha256 = hash(path).map_err(held)?;
    Ok(Fetched::Saved { facts, sha256 })
}

fn hash(path: &Path) -> io::Result<Sha256> {
    let mut file = fs::File::open(path)?;
    let mut hasher = sha2::Sha256::new();
    let mut chunk = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        hasher.update(&chunk[..read]);
    }
    Ok(Sha256::from_digest(hasher.finalize().into()))
}

#[cfg(test)]
mod tests;
