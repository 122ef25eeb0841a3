//! A filmstrip: pictures at even distances through a clip.

use std::path::Path;

use super::ClipReader;
use crate::media::Pixels;
use crate::media::clip::ClipError;

/// More would be a video again.
const MOST: usize = 240;

/// One picture of a strip.
#[derive(Debug, Clone, PartialEq)]
pub struct StripPicture {
    /// The frame it is, from 0.
    pub number: usize,
    pub at_secs: f64,
    pub pixels: Pixels,
}

/// `count` pictures (fewer of a clip with fewer frames), the first frame among them, their longer sides at most
/// `max_side`. A frame that is lost is left out; a strip without any picture is an error.
pub fn strip(path: &Path, count: usize, max_side: u32) -> Result<Vec<StripPicture>, ClipError> {
    let mut reader = ClipReader::open(path)?;
    let (frames, count) = (reader.frames(), count.clamp(1, MOST));
    let mut wanted: Vec<usize> = (0..count).map(|place| place * frames / count).collect();
    wanted.dedup();
    let (mut pictures, mut lost) = (Vec::new(), None);
    for number in wanted {
        match reader.decode_frame(number) {
            Ok(frame) => pictures.push(StripPicture {
                number,
                at_secs: frame.at_secs,
                pixels: reader.look().paint(&frame.picture, Some((max_side, max_side))),
            }),
            Err(error @ ClipError::LostFrame { .. }) => lost = lost.or(Some(error)),
            Err(error) => return Err(error),
        }
    }
    match lost {
        Some(error) if pictures.is_empty() => Err(error),
        Some(_) | None => Ok(pictures),
    }
}
