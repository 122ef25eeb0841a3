//! The bytes that go on the wire: upright, 8-bit sRGB, without alpha or metadata, within the limit, never scaled.
//! The same bytes in give the same bytes out.

use std::sync::Arc;

use image::{DynamicImage, GrayImage, RgbImage};
use sha2::Digest as _;

use crate::model::image::{ColorKind, PictureFacts, PictureFormat, Prepared, Sha256};
use crate::model::repair::WHITE;

use super::probe::profile::Conversion;
use super::probe::{PictureError, icc_of, limits};

mod avif;
mod cmyk;
pub(super) mod decode;
pub(super) mod encode;
mod scrub;
mod turned;

use decode::Decoded;
pub(super) use turned::upright;

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
            let image = flatten(convert(shallow(decoded.pixels), conversion.as_ref()));
            let wants_png = facts.format == PictureFormat::Png && facts.bytes <= encode::HOPELESS_PNG;
            encode::fit(&upright(image, facts.orientation), wants_png, limits::PREPARED_BYTES)?
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

/// 8-bit grey or RGB, with its alpha where it has one.
pub(super) fn shallow(image: DynamicImage) -> DynamicImage {
    let color = image.color();
    match (color.has_color(), color.has_alpha()) {
        (true, true) => DynamicImage::ImageRgba8(image.into_rgba8()),
        (true, false) => DynamicImage::ImageRgb8(image.into_rgb8()),
        (false, true) => DynamicImage::ImageLumaA8(image.into_luma_alpha8()),
        (false, false) => DynamicImage::ImageLuma8(image.into_luma8()),
    }
}

/// 8-bit grey or RGB, laid on white.
pub(super) fn flatten(image: DynamicImage) -> DynamicImage {
    flatten_on(image, WHITE)
}

/// 8-bit grey or RGB, laid on a colour. In place: a large picture is not kept twice.
pub(super) fn flatten_on(image: DynamicImage, ground: [u8; 3]) -> DynamicImage {
    let is_grey_ground = ground[0] == ground[1] && ground[1] == ground[2];
    match shallow(image) {
        DynamicImage::ImageLumaA8(image) if is_grey_ground => {
            let (width, height) = image.dimensions();
            let mut raw = image.into_raw();
            lay::<2, 1>(&mut raw, [ground[0]]);
            GrayImage::from_raw(width, height, raw).map(DynamicImage::ImageLuma8).unwrap_or_default()
        }
        image if image.color().has_alpha() => {
            let image = image.into_rgba8();
            let (width, height) = image.dimensions();
            let mut raw = image.into_raw();
            lay::<4, 3>(&mut raw, ground);
            RgbImage::from_raw(width, height, raw).map(DynamicImage::ImageRgb8).unwrap_or_default()
        }
        image => image,
    }
}

/// Pixels of `WITH` channels, the last of them alpha, become pixels of `WITHOUT`.
fn lay<const WITH: usize, const WITHOUT: usize>(raw: &mut Vec<u8>, ground: [u8; WITHOUT]) {
    let count = raw.len() / WITH;
    for i in 0..count {
        let alpha = u32::from(raw[i * WITH + WITH - 1]);
        for (channel, ground) in ground.iter().enumerate() {
            let over = u32::from(raw[i * WITH + channel]) * alpha + u32::from(*ground) * (255 - alpha);
            // At most 255 by construction.
            raw[i * WITHOUT + channel] = ((over + 127) / 255) as u8;
        }
    }
    raw.truncate(count * WITHOUT);
}

pub(super) fn convert(image: DynamicImage, conversion: Option<&Conversion>) -> DynamicImage {
    match conversion {
        Some(conversion) => conversion.apply(image),
        None => image,
    }
}
