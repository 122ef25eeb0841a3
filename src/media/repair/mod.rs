//! Repairs of a picture: a new picture from an old one, step by step (`model::repair`). The old one is left alone.

use std::path::Path;

use image::DynamicImage;

use crate::model::image::{PictureFacts, PictureFormat};
use crate::model::repair::{Canvas, CropRect, Fill, Repair, WHITE, scaled_up};

use super::prepare::decode::{Decoded, decode};
use super::prepare::encode;
use super::prepare::{convert, flatten_on, shallow, upright};
use super::probe::profile::Conversion;
use super::probe::{self, PictureError, limits};

mod pad;
mod pixels;
#[cfg(test)]
mod tests;

/// A picture of this many pixels is packed as PNG to see whether it fits, whatever its file was.
const PNG_PIXELS: u64 = 24_000_000;

/// What was made: a whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    pub bytes: Vec<u8>,
    pub format: PictureFormat,
}

/// Repairs a picture file. Takes as long as decoding and encoding take: call it from a worker.
pub fn repair(path: &Path, steps: &[Repair]) -> Result<Repaired, PictureError> {
    repair_bytes(&probe::read_file(path)?, steps)
}

/// As `repair`, for bytes in memory.
pub fn repair_bytes(given: &[u8], steps: &[Repair]) -> Result<Repaired, PictureError> {
    let facts = probe::facts_of(given)?;
    let Decoded { pixels, scrubbed: _, _alone } = decode(given, &facts)?;
    probe::guarded(|| {
        let mut image = opened(given, &facts, pixels, ground(steps));
        for step in steps {
            image = done(image, step)?;
        }
        stored(&image, &facts, given, steps)
    })
}

/// What transparent parts are laid on.
fn ground(steps: &[Repair]) -> [u8; 3] {
    let chosen = steps.iter().find_map(|step| match step {
        Repair::Flatten(color) => Some(*color),
        Repair::Convert | Repair::Crop(_) | Repair::Pad { .. } | Repair::ScaleUp { .. } | Repair::FitBytes { .. } => {
            None
        }
    });
    chosen.unwrap_or(WHITE)
}

/// Upright, 8-bit sRGB without alpha.
fn opened(given: &[u8], facts: &PictureFacts, pixels: DynamicImage, ground: [u8; 3]) -> DynamicImage {
    let icc = facts.has_foreign_profile.then(|| probe::icc_of(facts.format, given)).flatten();
    let conversion = icc.and_then(|icc| Conversion::needed(&icc));
    upright(flatten_on(convert(shallow(pixels), conversion.as_ref()), ground), facts.orientation)
}

fn done(image: DynamicImage, step: &Repair) -> Result<DynamicImage, PictureError> {
    match *step {
        // Done by opening it, or by storing it.
        Repair::Convert | Repair::Flatten(_) | Repair::FitBytes { .. } => Ok(image),
        Repair::Crop(rect) => crop(image, rect),
        Repair::Pad { to, fill } => pad(&image, to, fill),
        Repair::ScaleUp { min_side } => {
            let size = room(scaled_up(min_side, (image.width(), image.height())))?;
            if size == (image.width(), image.height()) { Ok(image) } else { pixels::scaled(&image, size) }
        }
    }
}

fn crop(image: DynamicImage, rect: CropRect) -> Result<DynamicImage, PictureError> {
    let size = (image.width(), image.height());
    let rect = rect.within(size).ok_or(PictureError::NothingLeft { width: size.0, height: size.1 })?;
    Ok(pixels::cropped(image, rect))
}

fn pad(image: &DynamicImage, to: Canvas, fill: Fill) -> Result<DynamicImage, PictureError> {
    let size = room(to.size((image.width(), image.height())))?;
    match fill {
        Fill::Solid(color) => Ok(pad::on(pad::plain(image, size, color), image)),
        Fill::Blurred => Ok(pad::on(pad::blurred(image, size)?, image)),
    }
}

/// A size no larger than any picture that is read.
fn room((width, height): (u32, u32)) -> Result<(u32, u32), PictureError> {
    let is_too_large = u64::from(width) * u64::from(height) > limits::PIXELS || width.max(height) > limits::SIDE;
    if is_too_large { Err(PictureError::TooManyPixels { width, height }) } else { Ok((width, height)) }
}

fn stored(
    image: &DynamicImage,
    facts: &PictureFacts,
    given: &[u8],
    steps: &[Repair],
) -> Result<Repaired, PictureError> {
    let fitting = steps.iter().filter_map(|step| match step {
        Repair::FitBytes { max_bytes } => Some(*max_bytes),
        Repair::Convert | Repair::Flatten(_) | Repair::Crop(_) | Repair::Pad { .. } | Repair::ScaleUp { .. } => None,
    });
    let max_bytes = fitting.min().unwrap_or(limits::PREPARED_BYTES);
    let is_small = u64::from(image.width()) * u64::from(image.height()) <= PNG_PIXELS;
    let wants_png = is_lossless(facts.format, given) && (is_small || facts.bytes <= encode::HOPELESS_PNG);
    let (bytes, format) = match encode::fit(image, wants_png, max_bytes) {
        Err(PictureError::DoesNotFit { .. }) => shrunk(image, max_bytes)?,
        fitted => fitted?,
    };
    Ok(Repaired { bytes, format })
}

/// No quality is low enough: then there are too many pixels.
fn shrunk(image: &DynamicImage, max_bytes: u64) -> Result<(Vec<u8>, PictureFormat), PictureError> {
    let half = |side: u32| (side / 2).max(1);
    let image = pixels::scaled(image, (half(image.width()), half(image.height())))?;
    encode::fit(&image, false, max_bytes)
}

/// Whether nothing was lost when the file was written: then nothing need be lost now.
fn is_lossless(format: PictureFormat, bytes: &[u8]) -> bool {
    match format {
        PictureFormat::Png | PictureFormat::Gif | PictureFormat::Bmp | PictureFormat::Tiff => true,
        PictureFormat::Webp => bytes.get(..64).unwrap_or(bytes).windows(4).any(|kind| kind == b"VP8L"),
        PictureFormat::Jpeg | PictureFormat::Avif | PictureFormat::Heic => false,
    }
}
