//! One owner a library: a lock the system lets go of when the process ends, however it ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::error::{LibraryError, Result};

const NAME: &str = "owner.lock";

/// Held as long as it lives. The file stays: deleting it would let two owners lock two files.
pub(super) struct OwnerLock {
    _file: File,
}

impl OwnerLock {
    pub fn take(dir: &Path) -> Result<Self> {
        let path = dir.join(NAME);
        let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let file = opened.map_err(LibraryError::io(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LibraryError::Owned { path: dir.to_owned() }),
            Err(TryLockError::Error(source)) => Err(LibraryError::io(&path)(source)),
        }
    }
}
