//! Decodes clips: facts, the whole-file check, single frames and frames in a row.

use std::path::Path;

use super::Pixels;
use super::clip::ClipError;
use super::demux;
use crate::model::clip::ClipFacts;

mod colour;
mod facts;
mod h264;
pub(super) mod outside;
mod own;
mod reader;
mod runs;

pub use colour::{Chroma, Look, Yuv};
pub use outside::Ffmpeg;
pub(in crate::media) use own::read_at;
pub use reader::{ClipReader, Frame};
pub use runs::{decode_all, decode_all_on, paint_all};

#[cfg(test)]
mod tests;

/// Facts of a clip, without decoding a picture. The file must be whole.
pub fn inspect(path: &Path) -> Result<ClipFacts, ClipError> {
    let (_, movie) = demux::open(path)?;
    Ok(facts::of(&movie))
}

/// The check before a download is done: a whole MP4 whose first picture decodes. Of a codec we cannot decode the
/// structure alone is judged: such a file is kept, and played elsewhere.
pub fn verify(path: &Path) -> Result<ClipFacts, ClipError> {
    let facts = inspect(path)?;
    match ClipReader::open_with(path, None).and_then(|mut reader| reader.decode_frame(0)) {
        Ok(_) | Err(ClipError::Unsupported { .. }) => Ok(facts),
        Err(error) => Err(error),
    }
}

/// The first frame as shown, its longer side at most `max_side`.
pub fn poster(path: &Path, max_side: u32) -> Result<Pixels, ClipError> {
    let mut reader = ClipReader::open(path)?;
    let frame = reader.decode_frame(0)?;
    Ok(reader.look().paint(&frame.picture, Some((max_side, max_side))))
}

/// Frame `number` as shown, counted from 0 in display order.
pub fn frame(path: &Path, number: usize) -> Result<Pixels, ClipError> {
    ClipReader::open(path)?.frame(number)
}

/// Writes a PNG: beside its place first, then moved there, so that a half-written picture is never found.
pub fn write_png(pixels: &Pixels, path: &Path) -> Result<(), ClipError> {
    let failed = |source| ClipError::Write { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beside = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    let encoder = image::codecs::png::PngEncoder::new(std::io::BufWriter::new(&mut beside));
    let color = image::ExtendedColorType::Rgba8;
    image::ImageEncoder::write_image(encoder, &pixels.rgba, pixels.width, pixels.height, color)
        .map_err(|error| failed(std::io::Error::other(error)))?;
    beside.persist(path).map(drop).map_err(|error| failed(error.error))
}
