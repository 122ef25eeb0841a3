//! Loading a storyboard file and the facts of its pictures, without library, network or keyring.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::media::measure::{self, MeasuredPicture};
use crate::model::file;
use crate::model::image::PictureState;
use crate::model::preflight::Facts;
use crate::model::{Draft, ImageRef, Row, Sha256, Trouble};
use crate::vendors;

/// A storyboard is text and a few paths; anything longer is something else.
const MAX_BYTES: u64 = 4 << 20;

/// A loaded storyboard with the row it is judged against.
pub struct Loaded {
    pub draft: Draft,
    pub row: &'static Row,
}

/// Reads a storyboard; `offering` stands above the file's own.
pub fn load(path: &Path, offering: Option<&str>) -> Result<Loaded, Trouble> {
    let shown = path.display().to_string();
    let about = |rule: &str| Trouble::new(rule).with("path", shown.as_str());
    let unreadable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => about("file-missing"),
        _ => about("file-unreadable").with("detail", error.to_string()),
    };
    // Asked before opening: opening a FIFO would wait for ever.
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(about("file-not-regular"));
    }
    if metadata.len() > MAX_BYTES {
        return Err(about("file-too-large").with("bytes", metadata.len()));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| about("file-not-text"))?;
    let mut draft =
        file::read(&text, &folder_of(path), &vendors::offerings()).map_err(|error| Trouble::from(&error))?;
    if let Some(offering) = offering {
        draft.offering = offering.into();
    }
    let row = vendors::row(&draft.offering).ok_or_else(|| unknown_offering(&draft.offering))?;
    Ok(Loaded { draft, row })
}

/// Prepared pictures by their hash.
pub type PreparedBytes = HashMap<Sha256, Arc<[u8]>>;

/// The facts of every local picture, with the prepared bytes of the legal ones.
pub fn measure(draft: &Draft) -> (Facts, PreparedBytes) {
    let mut facts = Facts::new();
    let mut prepared = PreparedBytes::new();
    for image in draft.pictures() {
        let ImageRef::File(path) = image else {
            continue;
        };
        if facts.contains_key(image) {
            continue;
        }
        let state = match measure::measure(path) {
            Ok(picture) => {
                prepared.extend(bytes_of(&picture));
                PictureState::Measured(picture.measured)
            }
            Err(error) => PictureState::Unusable(Trouble::from(&error)),
        };
        facts.insert(image.clone(), state);
    }
    (facts, prepared)
}

fn bytes_of(picture: &MeasuredPicture) -> Option<(Sha256, Arc<[u8]>)> {
    let prepared = picture.measured.prepared.as_ref()?;
    Some((prepared.sha256.clone(), picture.prepared_bytes.clone()?))
}

/// Absolute, so that a draft kept in the library still finds its pictures.
fn folder_of(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    path.parent().map(Path::to_owned).unwrap_or_default()
}

pub fn unknown_offering(offering: &str) -> Trouble {
    Trouble::new("file-unknown-word")
        .with("key", "offering")
        .with("found", offering)
        .with("known", vendors::offerings().join(", "))
}
