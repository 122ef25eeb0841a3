//! Reading a picture file without being held up by what is no file.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use super::{PictureError, limits};

/// How much is read before anybody decides whether to go on.
const BEGINNING: u64 = 1 << 20;
/// How much is read of a file that is only to be outlined.
const OUTLINED: u64 = 16 << 20;

/// The whole file, unless its beginning rules it out. Looks before it opens: opening a FIFO would wait for a writer,
/// a device might never end.
pub fn read(path: &Path, rules_out: impl Fn(&[u8]) -> Option<PictureError>) -> Result<Vec<u8>, PictureError> {
    let (file, len) = open(path)?;
    if len > limits::FILE_BYTES {
        return Err(PictureError::FileTooLarge { bytes: len });
    }
    let mut bytes = Vec::new();
    take(&file, BEGINNING, &mut bytes, path)?;
    if bytes.len() as u64 == BEGINNING {
        if let Some(error) = rules_out(&bytes) {
            return Err(error);
        }
        bytes.reserve_exact(usize::try_from(len.saturating_sub(BEGINNING)).unwrap_or_default());
        take(&file, limits::FILE_BYTES + 1 - BEGINNING, &mut bytes, path)?;
    }
    match bytes.len() as u64 {
        0 => Err(PictureError::Empty),
        len if len > limits::FILE_BYTES => Err(PictureError::FileTooLarge { bytes: len }),
        _ => Ok(bytes),
    }
}

/// The beginning of the file, and the length of all of it.
pub fn beginning(path: &Path) -> Result<(Vec<u8>, u64), PictureError> {
    let (file, len) = open(path)?;
    let mut bytes = Vec::new();
    take(&file, OUTLINED, &mut bytes, path)?;
    Ok((bytes, len))
}

fn open(path: &Path) -> Result<(File, u64), PictureError> {
    let metadata = fs::metadata(path).map_err(|error| cannot_look(path, error))?;
    check(path, &metadata)?;
    let unreadable = |source| PictureError::Unreadable { path: path.to_owned(), source };
    let file = File::open(path).map_err(unreadable)?;
    // Again on the open file: the name may have been given to something else meanwhile.
    let metadata = file.metadata().map_err(unreadable)?;
    check(path, &metadata)?;
    Ok((file, metadata.len()))
}

fn take(file: &File, count: u64, bytes: &mut Vec<u8>, path: &Path) -> Result<(), PictureError> {
    let read = file.take(count).read_to_end(bytes);
    read.map(|_| ()).map_err(|source| PictureError::Unreadable { path: path.to_owned(), source })
}

fn check(path: &Path, metadata: &fs::Metadata) -> Result<(), PictureError> {
    if metadata.is_file() { Ok(()) } else { Err(PictureError::NotRegular { path: path.to_owned() }) }
}

fn cannot_look(path: &Path, source: io::Error) -> PictureError {
    let path = path.to_owned();
    match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => PictureError::Missing { path },
        io::ErrorKind::PermissionDenied => PictureError::Unreadable { path, source },
        // A link that is there and still leads nowhere goes round in a circle.
        _ if fs::symlink_metadata(&path).is_ok_and(|link| link.is_symlink()) => PictureError::NotRegular { path },
        _ => PictureError::Unreadable { path, source },
    }
}
