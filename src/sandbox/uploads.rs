//! Pictures that were uploaded before a submit: kept on disk under a token, served until they expire, and looked up
//! when a submit names their address.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use image::ImageFormat;
use serde::{Deserialize, Serialize};
use url::Url;
use uuid::Uuid;

use super::pictures::{self, Given};
use super::time::now_ms;

/// Where uploaded pictures can be fetched.
pub const HELD: &str = "/practice/uploads/";
/// Where a presigned PUT goes.
pub const STORE: &str = "/practice/store/";

#[derive(Debug)]
pub struct Uploads {
    pub dir: PathBuf,
    /// The sandbox's own address, without a path.
    pub url: String,
    /// How long a picture is kept instead of the vendor's own time, from `Options`.
    pub life: Option<Duration>,
}

/// One place for a picture: promised, or filled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    pub token: String,
    /// With the dot.
    pub extension: String,
    pub content_type: String,
    pub expires_at_ms: u64,
}

impl Held {
    pub fn file_name(&self) -> String {
        format!("{}{}", self.token, self.extension)
    }
}

impl Uploads {
    /// A place to put a picture of this kind, alive for `life_secs`.
    pub fn promise(&self, content_type: &str, extension: &str, life_secs: u64) -> io::Result<Held> {
        let life_ms = match self.life {
            Some(life) => u64::try_from(life.as_millis()).unwrap_or(u64::MAX),
            None => life_secs.saturating_mul(1000),
        };
        let held = Held {
            token: Uuid::new_v4().simple().to_string(),
            extension: extension.to_owned(),
            content_type: content_type.to_owned(),
            expires_at_ms: now_ms().saturating_add(life_ms),
        };
        fs::write(self.note(&held.token), serde_json::to_vec(&held)?)?;
        Ok(held)
    }

    pub fn fill(&self, held: &Held, bytes: &[u8]) -> io::Result<()> {
        fs::write(self.bytes_of(&held.token), bytes)
    }

    pub fn address(&self, held: &Held) -> String {
        format!("{}{HELD}{}", self.url, held.file_name())
    }

    pub fn presigned(&self, held: &Held) -> String {
        format!("{}{STORE}{}?X-Amz-Expires=900&X-Amz-Signature={}", self.url, held.file_name(), held.token)
    }

    /// The place with this file name, filled or not; `None` when there is none or its time is over.
    pub fn find(&self, file_name: &str) -> Option<Held> {
        let token = file_name.split('.').next().unwrap_or_default();
        if token.len() != 32 || !token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let held: Held = serde_json::from_slice(&fs::read(self.note(token)).ok()?).ok()?;
        (held.file_name() == file_name && now_ms() < held.expires_at_ms).then_some(held)
    }

    pub fn read(&self, held: &Held) -> Option<Vec<u8>> {
        fs::read(self.bytes_of(&held.token)).ok()
    }

    /// The picture an address of a submit names. Anything in the wide world is taken at its word; an address of this
    /// very machine must be an upload that is still there, or the vendor could not fetch it.
    pub fn given(&self, address: &str) -> Result<Given, String> {
        if address.starts_with("data:") || !address.contains("://") {
            return Err("must be an http(s) URL; Base64 is not supported, upload the picture first".to_owned());
        }
        pictures::judge_address(address)?;
        let is_here = Url::parse(address).is_ok_and(|url| url.scheme() == "http");
        if !is_here {
            return Ok(Given::Address(address.to_owned()));
        }
        let lost = || "the picture cannot be fetched: it is not there, or no longer".to_owned();
        let path = address.strip_prefix(&self.url).and_then(|path| path.strip_prefix(HELD)).ok_or_else(lost)?;
        let bytes = self.find(path).and_then(|held| self.read(&held)).ok_or_else(lost)?;
        let (width, height) = pictures::decoded_size(&bytes, pictures::WEB)?;
        Ok(Given::Bytes { bytes, width, height })
    }

    /// Forgets every picture: what a vendor that cleans up early does.
    pub fn forget_all(&self) {
        for entry in fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            drop(fs::remove_file(entry.path()));
        }
    }

    pub fn drop_expired(&self) {
        for entry in fs::read_dir(&self.dir).into_iter().flatten().flatten() {
            let held = fs::read(entry.path()).ok().and_then(|bytes| serde_json::from_slice::<Held>(&bytes).ok());
            if let Some(held) = held.filter(|held| held.expires_at_ms <= now_ms()) {
                drop(fs::remove_file(self.bytes_of(&held.token)));
                drop(fs::remove_file(entry.path()));
            }
        }
    }

    fn note(&self, token: &str) -> PathBuf {
        self.dir.join(format!("{token}.json"))
    }

    fn bytes_of(&self, token: &str) -> PathBuf {
        self.dir.join(format!("{token}.bin"))
    }
}

/// The format that goes by a content type, and its file endings.
pub fn kind_of(content_type: &str) -> Option<(ImageFormat, &'static [&'static str])> {
    match content_type {
        "image/jpeg" => Some((ImageFormat::Jpeg, &[".jpg", ".jpeg"])),
        "image/png" => Some((ImageFormat::Png, &[".png"])),
        "image/webp" => Some((ImageFormat::WebP, &[".webp"])),
        "image/gif" => Some((ImageFormat::Gif, &[".gif"])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uploads(dir: &tempfile::TempDir, life: Option<Duration>) -> Uploads {
        Uploads { dir: dir.path().to_path_buf(), url: "http://127.0.0.1:9".to_owned(), life }
    }

    #[test]
    fn a_picture_is_found_by_its_address_until_its_time_is_over() {
        let dir = tempfile::tempdir().unwrap();
        let held = uploads(&dir, None).promise("image/png", ".png", 60).unwrap();
        let address = uploads(&dir, None).address(&held);
        assert!(uploads(&dir, None).given(&address).unwrap_err().contains("cannot be fetched"));
        uploads(&dir, None).fill(&held, &Given::Address("https://a.example".to_owned()).into_bytes()).unwrap();
        assert_eq!(uploads(&dir, None).given(&address).unwrap().size(), Some((1280, 720)));
        let gone = uploads(&dir, Some(Duration::ZERO));
        let held = gone.promise("image/png", ".png", 60).unwrap();
        gone.fill(&held, b"x").unwrap();
        assert_eq!(gone.find(&held.file_name()), None);
        gone.drop_expired();
        assert!(gone.read(&held).is_none());
    }

    #[test]
    fn only_the_wide_world_is_taken_at_its_word() {
        let dir = tempfile::tempdir().unwrap();
        let uploads = uploads(&dir, None);
        assert!(uploads.given("https://example.com/a.png").is_ok());
        for (address, expected) in [
            ("http://127.0.0.1:8/practice/uploads/a.png", "cannot be fetched"),
            ("http://127.0.0.1:9/practice/uploads/../ledger.jsonl", "cannot be fetched"),
            ("http://example.com/a.png", "https"),
            ("data:image/png;base64,AAAA", "Base64"),
            ("iVBORw0KGgo", "Base64"),
        ] {
            assert!(uploads.given(address).unwrap_err().contains(expected), "{address}");
        }
    }
}
