//! The best bytes that fit the limit.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageResult};

use crate::media::probe::{PictureError, limits};
use crate::model::image::PictureFormat;

/// What a picture is stored with where it fits; more costs bytes and shows nothing.
const BEST: u8 = 95;
/// Below it a picture falls to pieces.
const WORST: u8 = 10;
/// How often a picture is encoded at most to find its quality.
const TRIES: usize = 6;
/// A PNG longer than this will not fit however hard it is packed, and packing hard takes seconds.
pub const HOPELESS_PNG: u64 = limits::PREPARED_BYTES / 4 * 5;

/// PNG where `wants_png` and it fits, else the best JPEG that does. Never more than any vendor takes.
pub fn fit(image: &DynamicImage, wants_png: bool, max_bytes: u64) -> Result<(Vec<u8>, PictureFormat), PictureError> {
    let max_bytes = max_bytes.min(limits::PREPARED_BYTES);
    if wants_png && let Some(bytes) = fitting_png(image, max_bytes)? {
        return Ok((bytes, PictureFormat::Png));
    }
    let fitting = best_quality(max_bytes, |quality| jpeg(image, quality))?;
    let none = PictureError::DoesNotFit { width: image.width(), height: image.height() };
    fitting.map(|bytes| (bytes, PictureFormat::Jpeg)).ok_or(none)
}

fn jpeg(image: &DynamicImage, quality: u8) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    encoded(image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality)))?;
    Ok(bytes)
}

/// The bytes of the best quality that fit, in at most `TRIES` encodes; `None` where the worst does not. Bytes
/// fall nearly as a power of the distance from 100 does, so the next guess lies on the line between the nearest two on
/// that scale.
fn best_quality<E>(max_bytes: u64, encode: impl Fn(u8) -> Result<Vec<u8>, E>) -> Result<Option<Vec<u8>>, E> {
    let mut fitting: Option<(u8, Vec<u8>)> = None;
    // The lowest quality known to be too long, and its length.
    let mut too_long: Option<(u8, u64)> = None;
    let mut quality = BEST;
    for left in (0..TRIES).rev() {
        let bytes = encode(quality)?;
        if bytes.len() as u64 <= max_bytes {
            fitting = Some((quality, bytes));
        } else {
            too_long = Some((quality, bytes.len() as u64));
        }
        let Some((high, high_len)) = too_long else { break };
        let low = fitting.as_ref().map(|(quality, bytes)| (*quality, bytes.len() as u64));
        quality = match low {
            Some((low, _)) if high - low <= 1 => break,
            Some((low, low_len)) => between((low, low_len), (high, high_len), max_bytes),
            None if high == WORST => break,
            // The last one left must fit if any does.
            None if left <= 1 => WORST,
            None => below(high, high_len, max_bytes),
        };
    }
    Ok(fitting.map(|(_, bytes)| bytes))
}

/// A quality strictly between two.
fn between(low: (u8, u64), high: (u8, u64), wanted: u64) -> u8 {
    let log = |bytes: u64| (bytes.max(1) as f64).ln();
    let distance = |quality: u8| f64::from(100 - quality).ln();
    let rise = (log(high.1) - log(low.1)).max(1e-6);
    let share = ((log(wanted) - log(low.1)) / rise).clamp(0.0, 1.0);
    let guess = 100.0 - (distance(low.0) + share * (distance(high.0) - distance(low.0))).exp();
    // A hair above a whole number is that number.
    ((guess + 1e-6).floor() as u8).clamp(low.0 + 1, high.0 - 1)
}

/// A quality that is likely to fit where nothing is known but one that does not: half the distance from 100 gives
/// about one and a half times the bytes.
fn below(high: u8, high_len: u64, wanted: u64) -> u8 {
    let times = high_len as f64 / wanted.max(1) as f64;
    let distance = f64::from(100 - high) * times.powf(1.9);
    ((100.0 - distance).max(f64::from(WORST)) as u8).clamp(WORST, high - 1)
}

fn fitting_png(image: &DynamicImage, max_bytes: u64) -> Result<Option<Vec<u8>>, PictureError> {
    for compression in [CompressionType::Fast, CompressionType::Default] {
        let mut bytes = Vec::new();
        encoded(image.write_with_encoder(PngEncoder::new_with_quality(&mut bytes, compression, FilterType::Adaptive)))?;
        let len = bytes.len() as u64;
        if len <= max_bytes {
            return Ok(Some(bytes));
        }
        if len / 5 * 4 > max_bytes {
            return Ok(None);
        }
    }
    Ok(None)
}

/// Writing to memory fails for want of memory only.
fn encoded(result: ImageResult<()>) -> Result<(), PictureError> {
    result.map_err(|error| PictureError::Panicked { detail: error.to_string() })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// As many bytes as a picture of `size` bytes at quality 95 has, more or less.
    fn bytes_at(size: f64, power: f64, quality: u8) -> u64 {
        (size * (5.0 / f64::from(100 - quality)).powf(power)) as u64
    }

    #[test]
    fn the_best_quality_is_found_in_six_encodes() {
        for size in [900_000.0, 1_000_001.0, 1_100_000.0, 2_000_000.0, 5_000_000.0] {
            for power in [0.4, 0.55, 0.8, 1.1] {
                let tries = Cell::new(0);
                let found = best_quality::<()>(1_000_000, |quality| {
                    tries.set(tries.get() + 1);
                    Ok(vec![0; bytes_at(size, power, quality) as usize])
                });
                let best = (WORST..=BEST).rev().find(|&quality| bytes_at(size, power, quality) <= 1_000_000);
                assert!(tries.get() <= TRIES, "{size} {power}: {} encodes", tries.get());
                let found = found.unwrap().map(|bytes| bytes.len() as u64);
                assert_eq!(found.is_some(), best.is_some(), "{size} {power}");
                if let (Some(found), Some(best)) = (found, best) {
                    let near = bytes_at(size, power, best.saturating_sub(2).max(WORST));
                    assert!(found >= near, "{size} {power}: {found} where {best} gives more than {near}");
                }
            }
        }
    }

    #[test]
    fn a_picture_that_fits_is_encoded_once() {
        let tries = Cell::new(0);
        let found = best_quality::<()>(10, |quality| {
            tries.set(tries.get() + 1);
            Ok(vec![quality; 10])
        });
        assert_eq!((found, tries.get()), (Ok(Some(vec![BEST; 10])), 1));
    }
}
