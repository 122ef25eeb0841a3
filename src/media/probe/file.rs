//! Reading a picture file without being held up by what is no file.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use super::{PictureError, limits};

/// The whole file. Looks before it opens: opening a FIFO would wait for a writer, a device might never end.
pub fn read(path: &Path) -> Result<Vec<u8>, PictureError> {
    let (file, len) = open(path)?;
    if len > limits::FILE_BYTES {
        return Err(PictureError::FileTooLarge { bytes: len });
    }
    let bytes = take(file, path)?;
    match bytes.len() as u64 {
        0 => Err(PictureError::Empty),
        len if len > limits::FILE_BYTES => Err(PictureError::FileTooLarge { bytes: len }),
        _ => Ok(bytes),
    }
}

/// As much of the file as is ever read, one byte over the limit at most, and the length of all of it.
pub fn beginning(path: &Path) -> Result<(Vec<u8>, u64), PictureError> {
    let (file, len) = open(path)?;
    Ok((take(file, path)?, len))
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

fn take(file: File, path: &Path) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    let read = file.take(limits::FILE_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|source| PictureError::Unreadable { path: path.to_owned(), source })?;
    Ok(bytes)
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
