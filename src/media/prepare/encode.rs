//! The best bytes that fit the limit.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageResult};

use crate::media::probe::{PictureError, limits};
use crate::model::image::PictureFormat;

/// Tried from the best; the last ones only for pictures of very many pixels.
const QUALITIES: [u8; 13] = [95, 92, 90, 85, 80, 75, 70, 60, 50, 40, 30, 20, 10];
/// A PNG longer than this will not fit however hard it is packed, and packing hard takes seconds.
pub const HOPELESS_PNG: u64 = limits::PREPARED_BYTES / 4 * 5;

/// PNG where `wants_png` and it fits, else the best JPEG that does.
pub fn fit(image: &DynamicImage, wants_png: bool) -> Result<(Vec<u8>, PictureFormat), PictureError> {
    if wants_png && let Some(bytes) = fitting_png(image)? {
        return Ok((bytes, PictureFormat::Png));
    }
    for quality in QUALITIES {
        let mut bytes = Vec::new();
        encoded(image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality)))?;
        if bytes.len() as u64 <= limits::PREPARED_BYTES {
            return Ok((bytes, PictureFormat::Jpeg));
        }
    }
    Err(PictureError::DoesNotFit { width: image.width(), height: image.height() })
}

fn fitting_png(image: &DynamicImage) -> Result<Option<Vec<u8>>, PictureError> {
    for compression in [CompressionType::Fast, CompressionType::Default] {
        let mut bytes = Vec::new();
        encoded(image.write_with_encoder(PngEncoder::new_with_quality(&mut bytes, compression, FilterType::Adaptive)))?;
        let len = bytes.len() as u64;
        if len <= limits::PREPARED_BYTES {
            return Ok(Some(bytes));
        }
        if len > HOPELESS_PNG {
            return Ok(None);
        }
    }
    Ok(None)
}

/// Writing to memory fails for want of memory only.
fn encoded(result: ImageResult<()>) -> Result<(), PictureError> {
    result.map_err(|error| PictureError::Panicked { detail: error.to_string() })
}
