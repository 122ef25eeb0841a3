//! A file that is given up when the disk is full, so that a vendor's answer still finds room.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::Result;
use super::files;

const NAME: &str = "ballast";
/// Room for some hundred answers with their journal lines and database pages.
const BYTES: usize = 2 << 20;

pub(super) struct Ballast {
    path: PathBuf,
}

impl Ballast {
    pub fn of(dir: &Path) -> Self {
        Self { path: dir.join(NAME) }
    }

    /// Puts the ballast in its place. Before a wish is kept it must be there: its answer may need the room.
    pub fn ensure(&self) -> Result<()> {
        let is_there = fs::metadata(&self.path).is_ok_and(|found| found.len() == BYTES as u64);
        if is_there { Ok(()) } else { files::write_durably(&self.path, &noise()) }
    }

    /// Gives the room up; false when it was given up before.
    pub fn release(&self) -> bool {
        fs::remove_file(&self.path).is_ok()
    }
}

/// Bytes that no file system can store in less room.
fn noise() -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(BYTES);
    while bytes.len() < BYTES {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes
}
