//! `pictures/<sha256>`: prepared pictures, kept under the hash of their bytes.

use std::fs;
use std::path::{Path, PathBuf};

use crate::model::Sha256;

use super::error::Result;
use super::{files, story};

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
}
