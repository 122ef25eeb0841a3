//! Writing that survives a power cut: the bytes are synced, then the name, then the folder.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use super::error::{LibraryError, Result};

/// How our half-written files begin; what a crash left of them is swept away at the next start.
const TEMPORARY: &str = ".shotloom-";

/// Replaces `path` by these bytes, whole or not at all. Durable when it returns.
pub fn write_durably(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = folder_of(path);
    let beside = tempfile::Builder::new().prefix(TEMPORARY).suffix(".tmp").tempfile_in(folder);
    let mut file = beside.map_err(LibraryError::io(folder))?;
    file.write_all(bytes).map_err(LibraryError::io(path))?;
    file.as_file().sync_all().map_err(LibraryError::io(path))?;
    file.persist(path).map_err(|error| LibraryError::io(path)(error.error))?;
    sync_dir(folder)
}

/// Whole or not at all, but not durable: for what can be made again.
pub(super) fn write_unsynced(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = folder_of(path);
    let beside = tempfile::Builder::new().prefix(TEMPORARY).suffix(".tmp").tempfile_in(folder);
    let mut file = beside.map_err(LibraryError::io(folder))?;
    file.write_all(bytes).map_err(LibraryError::io(path))?;
    file.persist(path).map(drop).map_err(|error| LibraryError::io(path)(error.error))
}

/// The same as `write_durably` for a file outside the library, which is its owner's: it may be read by whom it was meant for, and a link
/// to it stays a link.
pub fn write_durably_outside(path: &Path, bytes: &[u8]) -> Result<()> {
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let before = std::fs::metadata(&target).map(|found| found.permissions());
    let folder = folder_of(&target);
    let mut beside = tempfile::Builder::new();
    beside.prefix(TEMPORARY).suffix(".tmp");
    #[cfg(unix)]
    beside.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = beside.tempfile_in(folder).map_err(LibraryError::io(folder))?;
    file.write_all(bytes).map_err(LibraryError::io(&target))?;
    if let Ok(permissions) = before {
        // Somebody else's file in a folder of ours cannot be given their rights; it is readable all the same.
        let _ = file.as_file().set_permissions(permissions);
    }
    file.as_file().sync_all().map_err(LibraryError::io(&target))?;
    file.persist(&target).map_err(|error| LibraryError::io(&target)(error.error))?;
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

/// Removes what a crash left half-written in a folder. Only the library's owner may.
pub(super) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
            // What cannot be removed now is tried again at the next start.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The bytes of a file, or the names in a folder, are on the disk when it returns.
pub fn sync_file(path: &Path) -> Result<()> {
    File::open(path).and_then(|file| file.sync_all()).map_err(LibraryError::io(path))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("settings.json");
        write_durably(&path, b"old").unwrap();
        write_durably(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_write_that_fails_leaves_the_old_file() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("taken");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("inside"), b"x").unwrap();
        assert!(write_durably(&folder, b"new").is_err());
        assert_eq!(fs::read(folder.join("inside")).unwrap(), b"x");
        sweep(dir.path());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_rename_between_folders_moves_the_file() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("clips")).unwrap();
        let (from, to) = (dir.path().join("a.part"), dir.path().join("clips/a.mp4"));
        fs::write(&from, b"video").unwrap();
        rename_durably(&from, &to).unwrap();
        assert!(!from.exists());
        assert_eq!(fs::read(to).unwrap(), b"video");
    }

    #[test]
    fn what_a_crash_left_half_written_is_swept_away() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(".shotloom-abc.tmp"), b"half").unwrap();
        fs::write(dir.path().join("picture"), b"whole").unwrap();
        sweep(dir.path());
        let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["picture"]);
    }
}
