//! Why a picture cannot be used.

use std::path::PathBuf;

use crate::model::Trouble;
use crate::model::image::PictureFormat;

use super::limits;

#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error("there is no such file: {path}")]
    Missing { path: PathBuf },
    #[error("not a regular file: {path}")]
    NotRegular { path: PathBuf },
    #[error("the file could not be read: {source}; file {path}")]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("the file is empty")]
    Empty,
    #[error("the file is {bytes} bytes long")]
    FileTooLarge { bytes: u64 },
    #[error("the bytes are no picture we know")]
    NotAPicture,
    #[error("the picture is {width}×{height} pixels")]
    TooManyPixels { width: u32, height: u32 },
    #[error("decoding would take {bytes} bytes of memory")]
    TooMuchMemory { bytes: u64 },
    #[error("no decoder for {}", format.name())]
    NoDecoder { format: PictureFormat },
    #[error("a kind of {} without a decoder: {detail}", format.name())]
    Unsupported { format: PictureFormat, detail: String },
    #[error("damaged {}: {detail}", format.name())]
    Damaged { format: PictureFormat, detail: String },
    #[error("the decoder panicked: {detail}")]
    Panicked { detail: String },
    /// A crop outside of it.
    #[error("nothing would be left of {width}×{height} pixels")]
    NothingLeft { width: u32, height: u32 },
    /// Even the lowest quality is over the limit.
    #[error("no quality brings {width}×{height} pixels under {} bytes", limits::PREPARED_BYTES)]
    DoesNotFit { width: u32, height: u32 },
}

impl PictureError {
    pub(crate) fn damaged(format: PictureFormat, detail: impl ToString) -> Self {
        Self::Damaged { format, detail: brief(&detail.to_string()) }
    }
}

/// A decoder's complaint without its own name in front and its inner state behind.
fn brief(complaint: &str) -> String {
    const MAX_CHARS: usize = 80;
    let state = complaint.find(" while decoding ChunkType").unwrap_or(complaint.len());
    let what = &complaint[..state];
    let named = what.strip_prefix("Format error decoding ").and_then(|rest| rest.split_once(": "));
    named.map_or(what, |(_, what)| what).chars().take(MAX_CHARS).collect()
}

impl From<&PictureError> for Trouble {
    fn from(error: &PictureError) -> Self {
        let path_of = |path: &PathBuf| path.display().to_string();
        match error {
            PictureError::Missing { path } => Self::new("picture-missing").with("path", path_of(path)),
            PictureError::NotRegular { path } => Self::new("picture-not-regular").with("path", path_of(path)),
            PictureError::Unreadable { path, source } => {
                Self::new("picture-unreadable").with("detail", source.to_string()).with("path", path_of(path))
            }
            PictureError::Empty => Self::new("picture-empty"),
            PictureError::FileTooLarge { bytes } => Self::new("picture-file-too-large")
                .with("megabytes", megabytes(*bytes))
                .with("limit", megabytes(limits::FILE_BYTES)),
            PictureError::NotAPicture => Self::new("picture-unknown"),
            PictureError::TooManyPixels { width, height } => Self::new("picture-too-many-pixels")
                .with("width", *width)
                .with("height", *height)
                .with("side", limits::SIDE)
                .with("megapixels", limits::PIXELS / 1_000_000),
            PictureError::TooMuchMemory { bytes } => {
                Self::new("picture-too-much-memory").with("megabytes", megabytes(*bytes))
            }
            PictureError::NoDecoder { format } => Self::new("picture-no-decoder").with("format", format.name()),
            PictureError::Unsupported { format, detail } => {
                Self::new("picture-unsupported").with("format", format.name()).with("detail", detail.as_str())
            }
            PictureError::Damaged { format, detail } => {
                Self::new("picture-damaged").with("format", format.name()).with("detail", detail.as_str())
            }
            PictureError::Panicked { detail } => Self::new("picture-panicked").with("detail", detail.as_str()),
            PictureError::NothingLeft { width, height } => {
                Self::new("picture-nothing-left").with("width", *width).with("height", *height)
            }
            PictureError::DoesNotFit { width, height } => Self::new("picture-does-not-fit")
                .with("width", *width)
                .with("height", *height)
                .with("limit", megabytes(limits::PREPARED_BYTES)),
        }
    }
}

impl From<PictureError> for Trouble {
    fn from(error: PictureError) -> Self {
        Self::from(&error)
    }
}

/// One decimal; a value just over a limit never reads as the limit itself.
fn megabytes(bytes: u64) -> f64 {
    (bytes as f64 / 100_000.0).ceil() / 10.0
}

#[cfg(test)]
mod tests {
    use super::brief;

    #[test]
    fn a_decoders_complaint_is_said_without_its_inner_state() {
        let said =
            "Format error decoding Png: CRC error: expected 0x1 have 0x2 while decoding ChunkType { type: IDAT }.";
        assert_eq!(brief(said), "CRC error: expected 0x1 have 0x2");
        assert_eq!(brief("the end is missing"), "the end is missing");
    }
}
