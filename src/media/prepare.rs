//! The bytes that go on the wire: upright, 8-bit sRGB, without alpha or metadata, within the limit, never scaled.
//! The same bytes in give the same bytes out.

use std::sync::Arc;

use image::metadata::Orientation;
use image::{DynamicImage, GrayImage, RgbImage};
use sha2::Digest as _;

use crate::model::image::{ColorKind, PictureFacts, PictureFormat, Prepared, Sha256};

use super::probe::profile::Conversion;
use super::probe::{PictureError, icc_of, limits};

pub(super) mod decode;
mod encode;
mod scrub;

use decode::Decoded;

/// Prepared bytes, and their facts.
pub(super) struct Ready {
    pub facts: Prepared,
    pub bytes: Arc<[u8]>,
}

/// Prepares a decoded picture; `None` where no vendor would take it as it stands (DESIGN §3 "Pictures").
pub(super) fn prepare(given: &[u8], facts: &PictureFacts, decoded: Decoded) -> Result<Option<Ready>, PictureError> {
    if !facts.format.is_legal() || facts.color == ColorKind::Cmyk || facts.is_animated {
        return Ok(None);
    }
    let conversion = facts.has_foreign_profile.then(|| icc_of(facts.format, given)).flatten();
    let conversion = conversion.and_then(|icc| Conversion::needed(&icc));
    let may_keep = facts.orientation == 1 && conversion.is_none() && stores_as_sent(facts, &decoded.pixels);
    let scrubbed = decoded.scrubbed.filter(|bytes| may_keep && bytes.len() as u64 <= limits::PREPARED_BYTES);
    let (bytes, format) = match scrubbed {
        Some(bytes) => (bytes, facts.format),
        None => {
            let image = upright(convert(flatten(decoded.pixels), conversion.as_ref()), facts.orientation);
            let wants_png = facts.format == PictureFormat::Png && facts.bytes <= encode::HOPELESS_PNG;
            encode::fit(&image, wants_png)?
        }
    };
    let facts = Prepared {
        sha256: sha256_of(&bytes),
        bytes: bytes.len() as u64,
        format,
        width: facts.width,
        height: facts.height,
    };
    Ok(Some(Ready { facts, bytes: bytes.into() }))
}

/// The name under which bytes are kept.
pub fn sha256_of(bytes: &[u8]) -> Sha256 {
    Sha256::from_digest(sha2::Sha256::digest(bytes).into())
}

/// Whether the stored samples are already 8-bit grey or RGB: then the picture's data is sent as it was given.
fn stores_as_sent(facts: &PictureFacts, pixels: &DynamicImage) -> bool {
    let is_plain = matches!(pixels, DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_));
    is_plain && facts.bits == 8 && facts.color != ColorKind::Palette
}

/// Whether any pixel lets through what is behind it. An alpha channel that never does is none.
pub(super) fn is_see_through(image: &DynamicImage) -> bool {
    match image {
        DynamicImage::ImageLumaA8(image) => image.pixels().any(|pixel| pixel.0[1] < u8::MAX),
        DynamicImage::ImageRgba8(image) => image.pixels().any(|pixel| pixel.0[3] < u8::MAX),
        DynamicImage::ImageLumaA16(image) => image.pixels().any(|pixel| pixel.0[1] < u16::MAX),
        DynamicImage::ImageRgba16(image) => image.pixels().any(|pixel| pixel.0[3] < u16::MAX),
        other => other.color().has_alpha(),
    }
}

/// 8-bit grey or RGB, laid on white.
pub(super) fn flatten(image: DynamicImage) -> DynamicImage {
    if image.color().has_color() {
        if !image.color().has_alpha() {
            return DynamicImage::ImageRgb8(image.into_rgb8());
        }
        let rgba = image.into_rgba8();
        let mut out = RgbImage::new(rgba.width(), rgba.height());
        for (to, from) in out.pixels_mut().zip(rgba.pixels()) {
            let [r, g, b, a] = from.0;
            to.0 = [r, g, b].map(|channel| on_white(channel, a));
        }
        return DynamicImage::ImageRgb8(out);
    }
    if !image.color().has_alpha() {
        return DynamicImage::ImageLuma8(image.into_luma8());
    }
    let grey = image.into_luma_alpha8();
    let mut out = GrayImage::new(grey.width(), grey.height());
    for (to, from) in out.pixels_mut().zip(grey.pixels()) {
        to.0 = [on_white(from.0[0], from.0[1])];
    }
    DynamicImage::ImageLuma8(out)
}

fn on_white(channel: u8, alpha: u8) -> u8 {
    let (channel, alpha) = (u32::from(channel), u32::from(alpha));
    // At most 255 by construction.
    ((channel * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}

pub(super) fn convert(image: DynamicImage, conversion: Option<&Conversion>) -> DynamicImage {
    match conversion {
        Some(conversion) => conversion.apply(image),
        None => image,
    }
}

/// Turns the picture as its EXIF orientation (1 to 8) asks.
pub(super) fn upright(mut image: DynamicImage, orientation: u8) -> DynamicImage {
    image.apply_orientation(Orientation::from_exif(orientation).unwrap_or(Orientation::NoTransforms));
    image
}
