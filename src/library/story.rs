//! A draft as text: its storyboard JSON, and beside it what a storyboard file does not carry.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::Digest;

use crate::model::storyboard::{Secs, ShotId, Storyboard};
use crate::model::{Cut, Draft, ImageRef, Sha256, file};

/// A draft in two columns. `json` is a storyboard any Shotloom reads; `extra` makes the round trip exact.
pub(super) struct Story {
    pub json: String,
    pub extra: String,
}

#[derive(Serialize, Deserialize)]
struct Extra {
    /// The offering need not be known any more to read the draft back.
    offering: String,
    /// A by-hand draft's file says the shots' sum.
    seconds: u64,
    declared: Option<u64>,
    shot_ids: Vec<u32>,
    last_shot_id: u32,
    /// Pictures that text cannot name, by their place among the draft's pictures.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    odd_pictures: BTreeMap<usize, Odd>,
}

#[derive(Serialize, Deserialize)]
enum Odd {
    /// A path that is no Unicode, in the bytes the system gives it.
    File(Vec<u8>),
    Url(String),
}

const STAND_IN: &str = "odd-picture";

pub(super) fn write(draft: &Draft) -> Story {
    let mut plain = draft.clone();
    let mut odd_pictures = BTreeMap::new();
    for (place, picture) in plain.pictures_mut().enumerate() {
        if ImageRef::parse(&picture.to_string()) != *picture || picture.to_string().is_empty() {
            odd_pictures.insert(place, odd(picture));
            *picture = ImageRef::file(STAND_IN);
        }
    }
    let board = &draft.storyboard;
    let extra = Extra {
        offering: draft.offering.to_string(),
        seconds: draft.seconds.0,
        declared: board.declared().map(|secs| secs.0),
        shot_ids: board.shots().iter().map(|shot| shot.id().0).collect(),
        last_shot_id: board.last_id(),
        odd_pictures,
    };
    Story { json: file::write(&plain, None).to_string(), extra: json(&extra) }
}

/// Reads a draft back; the text says what is wrong with it.
pub(super) fn read(json: &str, extra: &str) -> Result<Draft, String> {
    let extra: Extra = serde_json::from_str(extra).map_err(|error| error.to_string())?;
    let mut draft = file::read(json, Path::new(""), &[&extra.offering]).map_err(|error| error.to_string())?;
    let names = extra.shot_ids.iter().copied().chain(std::iter::repeat(u32::MAX)).map(ShotId);
    let shots = draft.storyboard.shots().to_vec();
    let named = names.zip(shots).map(|(id, shot)| (id, shot.prompt.clone(), shot.secs(), shot.is_locked));
    // Room for new names, whatever a damaged row says.
    let last_id = extra.last_shot_id.min(u32::MAX / 2);
    draft.storyboard = Storyboard::from_library(named, last_id, extra.declared.map(Secs));
    draft.seconds = Secs(extra.seconds);
    for (place, picture) in draft.pictures_mut().enumerate() {
        match extra.odd_pictures.get(&place) {
            Some(Odd::File(bytes)) => *picture = ImageRef::file(path_from(bytes)),
            Some(Odd::Url(url)) => *picture = ImageRef::Url(url.as_str().into()),
            None => {}
        }
    }
    Ok(draft)
}

/// What is the same for two requests that would both be charged: what is sent, its pictures by content, and whether
/// money is involved. The title, and shots or a prompt that the cut does not send, make no difference.
pub fn fingerprint(draft: &Draft, pictures: &BTreeMap<String, Sha256>, is_practice: bool) -> String {
    let mut sent = Draft { title: "".into(), continued_from: None, ..draft.clone() };
    match sent.cut {
        Cut::ByHand => {
            sent.prompt = "".into();
            sent.seconds = sent.storyboard.total();
        }
        Cut::OneShot | Cut::ByVendor => sent.storyboard = Storyboard::default(),
    }
    let shots = sent.storyboard.shots().iter().map(|shot| (shot.prompt.clone(), shot.secs(), false));
    sent.storyboard = Storyboard::from_file(shots.collect::<Vec<_>>(), None);
    for picture in sent.pictures_mut() {
        if let Some(sha256) = pictures.get(&picture.to_string()) {
            *picture = ImageRef::file(sha256.as_str());
        }
    }
    for element in &mut sent.elements {
        element.cast_id = None;
    }
    hash(format!("{is_practice} {}", file::write(&sent, None)).as_bytes()).to_string()
}

/// What a search looks through: the title and every prompt that could have been sent, without case.
pub(super) fn words(draft: &Draft) -> String {
    let shots = draft.storyboard.shots().iter().map(|shot| shot.prompt_text());
    let texts = [&*draft.title, &*draft.prompt].into_iter().chain(shots).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("\n").to_lowercase()
}

pub(super) fn hash(bytes: &[u8]) -> Sha256 {
    Sha256::from_digest(sha2::Sha256::digest(bytes).into())
}

/// Our own plain structs always become JSON.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn odd(picture: &ImageRef) -> Odd {
    match picture {
        ImageRef::Url(url) => Odd::Url(url.to_string()),
        ImageRef::File(path) => Odd::File(path.as_os_str().as_encoded_bytes().to_vec()),
    }
}

#[cfg(unix)]
fn path_from(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_from(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsStr::new(&*String::from_utf8_lossy(bytes)))
}
