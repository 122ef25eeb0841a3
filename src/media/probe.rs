//! What a picture file is, by its bytes and never by its name. Header first: nothing is decoded here.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use image::codecs::{bmp::BmpDecoder, gif::GifDecoder, png::PngDecoder, tiff::TiffDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{ExtendedColorType, ImageDecoder, Limits};

use crate::model::image::{ColorKind, PictureFacts, PictureFormat};

mod error;
#[cfg(test)]
pub(super) mod fault;
mod file;
mod gif;
pub mod isobmff;
pub(super) mod jpeg;
pub mod limits;
pub(super) mod png;
pub(super) mod profile;

pub use error::PictureError;

/// The facts of a picture file, from its header. The rest of the file may still be damaged; `measure` tells.
pub fn probe(path: &Path) -> Result<PictureFacts, PictureError> {
    facts_of(&read_file(path)?)
}

/// The bytes of a picture file. Of one that its header already rules out no more is read than that.
pub fn read_file(path: &Path) -> Result<Vec<u8>, PictureError> {
    file::read(path, |beginning| {
        let is_sure = |error: &PictureError| matches!(error, PictureError::TooManyPixels { .. });
        facts_of(beginning).err().filter(is_sure)
    })
}

/// What a file that cannot be used still tells of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    pub format: PictureFormat,
    /// As shown, where the header can be read.
    pub size: Option<(u32, u32)>,
    pub bytes: u64,
}

/// The outline of a picture over the limits, or damaged; `None` where the file is no picture.
pub fn outline(path: &Path) -> Option<Outline> {
    let (beginning, bytes) = file::beginning(path).ok()?;
    let format = format_of(&beginning)?;
    let facts = guarded(|| header_facts(format, &beginning)).ok();
    Some(Outline { format, size: facts.map(|facts| (facts.width, facts.height)), bytes })
}

/// The facts of a picture's bytes, from their header; refused where they are over the limits.
pub fn facts_of(bytes: &[u8]) -> Result<PictureFacts, PictureError> {
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    let format = format_of(bytes).ok_or(PictureError::NotAPicture)?;
    let facts = guarded(|| header_facts(format, bytes))?;
    if facts.width == 0 || facts.height == 0 {
        return Err(PictureError::damaged(format, format!("{}×{} pixels", facts.width, facts.height)));
    }
    let is_too_large = u64::from(facts.width) * u64::from(facts.height) > limits::PIXELS
        || facts.width.max(facts.height) > limits::SIDE;
    if is_too_large {
        return Err(PictureError::TooManyPixels { width: facts.width, height: facts.height });
    }
    Ok(facts)
}

/// The format the first bytes tell of.
pub fn format_of(bytes: &[u8]) -> Option<PictureFormat> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some(PictureFormat::Jpeg),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(PictureFormat::Gif),
        [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Some(PictureFormat::Tiff),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(PictureFormat::Webp),
        // Two letters are too little to go by: the header that follows has one of seven lengths.
        [b'B', b'M', ..] => {
            let header_len = bytes.get(14)?;
            matches!(header_len, 12 | 40 | 52 | 56 | 64 | 108 | 124).then_some(PictureFormat::Bmp)
        }
        _ if bytes.starts_with(&png::SIGNATURE) => Some(PictureFormat::Png),
        _ => isobmff::format(bytes),
    }
}

/// A panic of a decoder is a finding, not a crash.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, PictureError>) -> Result<T, PictureError> {
    let work = || {
        #[cfg(test)]
        fault::pass();
        work()
    };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let said = payload.downcast_ref::<String>().map(String::as_str);
        let detail = said.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no reason given");
        Err(PictureError::Panicked { detail: detail.to_owned() })
    })
}

/// The embedded colour profile of a JPEG or PNG.
pub(super) fn icc_of(format: PictureFormat, bytes: &[u8]) -> Option<Vec<u8>> {
    match format {
        PictureFormat::Jpeg => jpeg::header(bytes)?.icc,
        PictureFormat::Png if png::header(bytes)?.has_profile => png_profile(bytes),
        PictureFormat::Png | PictureFormat::Gif | PictureFormat::Bmp | PictureFormat::Avif | PictureFormat::Heic => {
            None
        }
        PictureFormat::Tiff => TiffDecoder::new(Cursor::new(bytes)).ok()?.icc_profile().ok()?,
        PictureFormat::Webp => WebPDecoder::new(Cursor::new(bytes)).ok()?.icc_profile().ok()?,
    }
}

fn header_facts(format: PictureFormat, bytes: &[u8]) -> Result<PictureFacts, PictureError> {
    let broken = |error: image::ImageError| PictureError::damaged(format, error);
    let reader = Cursor::new(bytes);
    match format {
        PictureFormat::Jpeg => jpeg_facts(bytes),
        PictureFormat::Png => png_facts(bytes),
        PictureFormat::Avif | PictureFormat::Heic => boxed_facts(format, bytes),
        PictureFormat::Gif => {
            let blocks = gif::blocks(bytes);
            let facts = decoder_facts(format, bytes, GifDecoder::new(reader).map_err(broken)?)?;
            let (has_alpha, is_animated) = (blocks.has_transparency, blocks.frames > 1);
            Ok(PictureFacts { color: ColorKind::Palette, has_alpha, is_animated, ..facts })
        }
        PictureFormat::Bmp => {
            let facts = decoder_facts(format, bytes, BmpDecoder::new(reader).map_err(broken)?)?;
            let is_palette = bytes.get(28).is_some_and(|&bits| bits <= 8);
            Ok(PictureFacts { color: if is_palette { ColorKind::Palette } else { facts.color }, ..facts })
        }
        PictureFormat::Tiff => decoder_facts(format, bytes, TiffDecoder::new(reader).map_err(broken)?),
        PictureFormat::Webp => {
            let decoder = WebPDecoder::new(reader).map_err(broken)?;
            let is_animated = decoder.has_animation();
            Ok(PictureFacts { is_animated, ..decoder_facts(format, bytes, decoder)? })
        }
    }
}

fn jpeg_facts(bytes: &[u8]) -> Result<PictureFacts, PictureError> {
    let format = PictureFormat::Jpeg;
    let header = jpeg::header(bytes).ok_or_else(|| PictureError::damaged(format, "the header is cut"))?;
    if let Some(coding) = header.unknown_coding {
        return Err(PictureError::Unsupported { format, detail: coding.to_owned() });
    }
    let color = match header.components {
        1 => ColorKind::Grey,
        3 => ColorKind::Rgb,
        4 => ColorKind::Cmyk,
        count => {
            return Err(PictureError::Unsupported { format, detail: format!("{count} colour channels") });
        }
    };
    let (width, height) = shown(header.orientation, header.width, header.height);
    Ok(PictureFacts {
        format,
        bytes: bytes.len() as u64,
        width,
        height,
        color,
        bits: header.bits,
        has_alpha: false,
        is_animated: false,
        has_foreign_profile: header.icc.is_some_and(|icc| profile::is_foreign(&icc)),
        orientation: header.orientation.to_exif(),
    })
}

fn png_facts(bytes: &[u8]) -> Result<PictureFacts, PictureError> {
    let format = PictureFormat::Png;
    let header = png::header(bytes).ok_or_else(|| PictureError::damaged(format, "the header is cut"))?;
    let (width, height) = shown(header.orientation, header.width, header.height);
    Ok(PictureFacts {
        format,
        bytes: bytes.len() as u64,
        width,
        height,
        color: match header.color_type {
            png::PALETTE => ColorKind::Palette,
            0 | 4 => ColorKind::Grey,
            _ => ColorKind::Rgb,
        },
        bits: header.bits,
        has_alpha: header.has_transparency,
        is_animated: header.is_animated,
        has_foreign_profile: header.has_profile && png_profile(bytes).is_some_and(|icc| profile::is_foreign(&icc)),
        orientation: header.orientation.to_exif(),
    })
}

/// The inflated `iCCP` chunk. Only it and what must surround it is shown to the decoder: a text chunk may be a bomb.
fn png_profile(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut short = png::SIGNATURE.to_vec();
    for chunk in png::chunks(bytes) {
        match &chunk.kind {
            // No profile is longer packed than it may be unpacked, so this one is a bomb.
            b"iCCP" if chunk.whole.len() > limits::PROFILE_BYTES => return None,
            b"IHDR" | b"PLTE" | b"iCCP" => short.extend_from_slice(chunk.whole),
            b"IDAT" => {
                short.extend_from_slice(chunk.whole);
                break;
            }
            _ => {}
        }
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(limits::PROFILE_BYTES as u64);
    PngDecoder::with_limits(Cursor::new(short), limits).ok()?.icc_profile().ok()?
}

fn boxed_facts(format: PictureFormat, bytes: &[u8]) -> Result<PictureFacts, PictureError> {
    let header = isobmff::header(bytes).ok_or_else(|| PictureError::damaged(format, "the header is cut"))?;
    Ok(PictureFacts {
        format,
        bytes: bytes.len() as u64,
        width: header.width,
        height: header.height,
        color: ColorKind::Rgb,
        bits: header.bits,
        has_alpha: header.has_alpha,
        is_animated: header.is_animated,
        has_foreign_profile: false,
        // The boxes turn the picture; its EXIF only repeats them.
        orientation: header.orientation,
    })
}

fn decoder_facts(
    format: PictureFormat,
    bytes: &[u8],
    mut decoder: impl ImageDecoder,
) -> Result<PictureFacts, PictureError> {
    let (width, height) = decoder.dimensions();
    let color = decoder.color_type();
    let original = decoder.original_color_type();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let icc = decoder.icc_profile().ok().flatten();
    let (width, height) = shown(orientation, width, height);
    Ok(PictureFacts {
        format,
        bytes: bytes.len() as u64,
        width,
        height,
        color: match original {
            ExtendedColorType::Cmyk8 | ExtendedColorType::Cmyk16 => ColorKind::Cmyk,
            _ if color.has_color() => ColorKind::Rgb,
            _ => ColorKind::Grey,
        },
        bits: u8::try_from(original.bits_per_pixel() / u16::from(original.channel_count()).max(1)).unwrap_or(u8::MAX),
        has_alpha: color.has_alpha(),
        is_animated: false,
        has_foreign_profile: icc.is_some_and(|icc| profile::is_foreign(&icc)),
        orientation: orientation.to_exif(),
    })
}

/// Width and height once the picture stands upright.
fn shown(orientation: Orientation, width: u32, height: u32) -> (u32, u32) {
    match orientation {
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH => {
            (height, width)
        }
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => (width, height),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_with_what_it_said() {
        let said = |error: PictureError| matches!(error, PictureError::Panicked { detail } if detail == "index 7");
        assert!(guarded::<()>(|| panic!("index 7")).is_err_and(said));
        assert!(guarded::<()>(|| panic!("index {}", 7)).is_err_and(said));
    }

    #[test]
    fn two_letters_are_not_yet_a_bitmap() {
        assert_eq!(format_of(b"BM, and a letter to a friend"), None);
        assert_eq!(format_of(b"BM"), None);
        assert_eq!(format_of(b""), None);
    }
}
