//! `pictures/<sha256>`: prepared pictures, kept under the hash of their bytes. `pictures/own/<sha256>/<name>`: pictures
//! that were made here (repaired, pasted, taken from a clip, kept in the cast), with a name a person can read.

use std::fs;
use std::path::{Path, PathBuf};

use crate::model::Sha256;

use super::error::{LibraryError, Result};
use super::{files, story};

const OWN: &str = "own";

/// The bytes of a file's name without its ending: with it, and beside it while it is written, well under 255.
const MAX_STEM: usize = 160;

/// The pictures of a library. A handle for the workers that prepare pictures: it may leave the engine's thread.
#[derive(Debug, Clone)]
pub struct Pictures {
    dir: PathBuf,
}

impl Pictures {
    pub(super) fn of(library: &Path) -> Self {
        Self { dir: library.join("pictures") }
    }

    /// Keeps a picture under its hash; durable when it returns. One that is there already is left alone.
    pub fn put(&self, bytes: &[u8]) -> Result<Sha256> {
        let sha256 = story::hash(bytes);
        let path = self.path(&sha256);
        // A whole file gets its name only after its bytes are synced, so the right length is the right file.
        let is_there = fs::metadata(&path).is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64);
        if !is_there {
            files::write_durably(&path, bytes)?;
        }
        Ok(sha256)
    }

    pub fn path(&self, sha256: &Sha256) -> PathBuf {
        self.dir.join(sha256.as_str())
    }

    /// Keeps a picture that was made here, and says where it lies; durable when it returns. The same bytes under the
    /// same name are one file.
    pub fn add_named(&self, bytes: &[u8], name: &str) -> Result<PathBuf> {
        let own = self.dir.join(OWN);
        let folder = own.join(story::hash(bytes).as_str());
        let path = folder.join(file_name(name));
        let is_there = fs::metadata(&path).is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64);
        if !is_there {
            fs::create_dir_all(&folder).map_err(LibraryError::io(&folder))?;
            files::write_durably(&path, bytes)?;
            files::sync_dir(&own)?;
            files::sync_dir(&self.dir)?;
        }
        Ok(path)
    }
}

/// A name every file system takes: no folder in it, no sign Windows refuses, not hidden and not too long.
fn file_name(name: &str) -> String {
    let is_refused =
        |sign: char| sign.is_control() || matches!(sign, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let clean: String = name.chars().map(|sign| if is_refused(sign) { '_' } else { sign }).collect();
    let clean = clean.trim_matches(|sign: char| sign == '.' || sign.is_whitespace());
    let (stem, ending) = clean.rsplit_once('.').unwrap_or((clean, ""));
    let ending: String = ending.chars().take(8).collect();
    let mut stem = if stem.is_empty() { "picture" } else { stem };
    while stem.len() > MAX_STEM {
        stem = stem.char_indices().next_back().map_or("", |(last, _)| &stem[..last]);
    }
    if ending.is_empty() { stem.to_owned() } else { format!("{stem}.{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_lies_under_the_hash_of_its_bytes_and_is_written_once() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("pictures")).unwrap();
        let pictures = Pictures::of(dir.path());
        let sha256 = pictures.put(b"abc").unwrap();
        assert_eq!(sha256.as_str(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let written = fs::metadata(pictures.path(&sha256)).unwrap().modified().unwrap();
        assert_eq!(pictures.put(b"abc").unwrap(), sha256);
        assert_eq!(fs::metadata(pictures.path(&sha256)).unwrap().modified().unwrap(), written);
    }

    #[test]
    fn a_picture_cut_short_is_written_again() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("pictures")).unwrap();
        let pictures = Pictures::of(dir.path());
        let sha256 = pictures.put(b"abc").unwrap();
        fs::write(pictures.path(&sha256), b"a").unwrap();
        pictures.put(b"abc").unwrap();
        assert_eq!(fs::read(pictures.path(&sha256)).unwrap(), b"abc");
    }

    #[test]
    fn a_picture_made_here_has_a_name_a_person_can_read_and_is_written_once() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("pictures")).unwrap();
        let pictures = Pictures::of(dir.path());
        let path = pictures.add_named(b"abc", "fox, cropped.png").unwrap();
        assert_eq!(path.file_name().unwrap(), "fox, cropped.png");
        assert_eq!(fs::read(&path).unwrap(), b"abc");
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        assert_eq!(pictures.add_named(b"abc", "fox, cropped.png").unwrap(), path);
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), written);
        assert_ne!(pictures.add_named(b"abd", "fox, cropped.png").unwrap(), path);
    }

    #[test]
    fn a_name_from_outside_stays_inside_its_folder() {
        let long = "狐".repeat(200) + ".png";
        for (given, kept) in [
            ("../../x.png", "_.._x.png"),
            ("a\\b:c.png", "a_b_c.png"),
            ("", "picture"),
            (" . ", "picture"),
            (".png", "png"),
            ("x.", "x"),
        ] {
            assert_eq!(file_name(given), kept, "{given:?}");
        }
        let kept = file_name(&long);
        assert!(kept.len() <= MAX_STEM + 9 && kept.ends_with("狐.png"), "{kept}");
    }
}
