//! What can go wrong with a library, and the sentence for it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;

use crate::model::Trouble;

use super::row::Broken;

pub type Result<T, E = LibraryError> = std::result::Result<T, E>;

/// Why the library did not do as it was asked. When a write fails, nothing of it is in the library, except that a
/// vendor's id that reached the journal stays there.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    #[error("another Shotloom owns the library; folder {}", path.display())]
    Owned { path: PathBuf },
    #[error("the library is of version {found}, and this program knows {known}; file {}", path.display())]
    Newer { found: i64, known: i64, path: PathBuf },
    #[error("the library is of version {found}, older than {known}; file {}", path.display())]
    Older { found: i64, known: i64, path: PathBuf },
    #[error("the disk is full; {}", path.display())]
    DiskFull { path: PathBuf },
    #[error("the folder cannot be written; {}", path.display())]
    ReadOnly { path: PathBuf },
    #[error("the database is damaged: {detail}; file {}", path.display())]
    Damaged { detail: String, path: PathBuf },
    /// A sync failed: what is on the disk is not known any more, so nothing is written until the library is opened
    /// again.
    #[error("the disk did not take what was written: {detail}; {}", path.display())]
    Stopped { detail: String, path: PathBuf },
    #[error("there is no task {id}")]
    NoSuchTask { id: String },
    #[error("the database refused: {source}; file {}", path.display())]
    Database { path: PathBuf, source: rusqlite::Error },
    #[error("{source}; {}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

impl LibraryError {
    /// An error of the file system at `path`.
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| {
            let path = path.to_owned();
            match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
                io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly { path },
                _ => Self::Io { path, source },
            }
        }
    }
}

/// An error inside the library, before the file it happened in is named.
#[derive(Debug)]
pub(super) enum Fault {
    Sql(rusqlite::Error),
    /// A row that cannot be what we wrote.
    Broken(String),
    Known(LibraryError),
}

impl Fault {
    pub fn at(self, path: &Path) -> LibraryError {
        let path = path.to_owned();
        let source = match self {
            Self::Known(error) => return error,
            Self::Broken(detail) => return LibraryError::Damaged { detail, path },
            Self::Sql(source) => source,
        };
        // The index of the write-ahead log is grown in a way that has another word for a full disk.
        let is_full = source.sqlite_error().is_some_and(|error| error.extended_code == SQLITE_IOERR_SHMSIZE);
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => LibraryError::DiskFull { path },
            Some(_) if is_full => LibraryError::DiskFull { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => LibraryError::ReadOnly { path },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                LibraryError::Damaged { detail: source.to_string(), path }
            }
            _ => LibraryError::Database { path, source },
        }
    }

    /// What the disk holds is not known any more.
    pub fn is_failed_sync(&self) -> bool {
        match self {
            Self::Known(LibraryError::Stopped { .. }) => true,
            Self::Known(_) | Self::Broken(_) => false,
            Self::Sql(source) => {
                // The one way a full disk is called a failure.
                let is_full = source.sqlite_error().is_some_and(|error| error.extended_code == SQLITE_IOERR_SHMSIZE);
                source.sqlite_error_code() == Some(ErrorCode::SystemIoFailure) && !is_full
            }
        }
    }

    /// The world around the file is at fault, not what the file holds.
    pub fn is_outside(&self) -> bool {
        match self {
            Self::Known(_) => true,
            Self::Broken(_) => false,
            Self::Sql(source) => matches!(
                source.sqlite_error_code(),
                Some(
                    ErrorCode::DiskFull
                        | ErrorCode::ReadOnly
                        | ErrorCode::PermissionDenied
                        | ErrorCode::SystemIoFailure
                        | ErrorCode::CannotOpen
                        | ErrorCode::DatabaseBusy
                        | ErrorCode::DatabaseLocked
                        | ErrorCode::OutOfMemory
                )
            ),
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(source: rusqlite::Error) -> Self {
        Self::Sql(source)
    }
}

impl From<Broken> for Fault {
    fn from(Broken(detail): Broken) -> Self {
        Self::Broken(detail)
    }
}

impl From<LibraryError> for Fault {
    fn from(error: LibraryError) -> Self {
        Self::Known(error)
    }
}

impl From<&LibraryError> for Trouble {
    fn from(error: &LibraryError) -> Self {
        let at = |rule: &str, path: &Path| Self::new(rule).with("path", path.display().to_string());
        match error {
            LibraryError::Owned { path } => at("library-owned", path),
            LibraryError::Newer { found, known, path } => {
                at("library-newer", path).with("found", *found).with("known", *known)
            }
            LibraryError::Older { found, known, path } => {
                at("library-older", path).with("found", *found).with("known", *known)
            }
            LibraryError::DiskFull { path } => at("library-disk-full", path),
            LibraryError::ReadOnly { path } => at("library-read-only", path),
            LibraryError::Damaged { detail, path } => at("library-damaged", path).with("detail", detail.as_str()),
            LibraryError::Stopped { detail, path } => at("library-stopped", path).with("detail", detail.as_str()),
            LibraryError::NoSuchTask { id } => Self::new("library-no-such-task").with("task", id.as_str()),
            LibraryError::Database { path, source } => at("library-database", path).with("detail", source.to_string()),
            LibraryError::Io { path, source } => at("library-io", path).with("detail", source.to_string()),
        }
    }
}
