//! Writing that survives a power cut: the bytes are synced, then the name, then the folder.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use super::error::{LibraryError, Result};

/// Replaces `path` by these bytes, whole or not at all. Durable when it returns.
pub fn write_durably(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = folder_of(path);
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(LibraryError::io(folder))?;
    file.write_all(bytes).map_err(LibraryError::io(path))?;
    file.as_file().sync_all().map_err(LibraryError::io(path))?;
    file.persist(path).map_err(|error| LibraryError::io(path)(error.error))?;
    sync_dir(folder)
}

/// Renames a file, its bytes synced before and its folders after. Durable when it returns.
pub fn rename_durably(from: &Path, to: &Path) -> Result<()> {
    sync_file(from)?;
    fs::rename(from, to).map_err(LibraryError::io(to))?;
    sync_dir(folder_of(to))?;
    if folder_of(from) != folder_of(to) {
        sync_dir(folder_of(from))?;
    }
    Ok(())
}

/// Makes the names in a folder durable. Nothing to do where folders cannot be synced (Windows keeps names itself).
pub fn sync_dir(folder: &Path) -> Result<()> {
    if cfg!(unix) { sync_file(folder) } else { Ok(()) }
}

pub(crate) fn sync_file(path: &Path) -> Result<()> {
    File::open(path).and_then(|file| file.sync_all()).map_err(LibraryError::io(path))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
