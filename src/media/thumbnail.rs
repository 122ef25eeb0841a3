//! Small pictures for the window.

use std::path::Path;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::{DynamicImage, GrayImage, RgbImage};

use crate::model::image::{PictureFacts, PictureFormat};

use super::Pixels;
use super::prepare::{convert, decode::decode, flatten, upright};
use super::probe::profile::Conversion;
use super::probe::{self, PictureError};

mod eighth;

use eighth::{Eighth, Plane, Planes};

/// A picture file as it would be sent, its longer side at most `max_side` pixels; never larger than it is.
pub fn of_file(path: &Path, max_side: u32) -> Result<Pixels, PictureError> {
    of_bytes(&probe::read_file(path)?, max_side)
}

/// As `of_file`, for bytes in memory.
pub fn of_bytes(bytes: &[u8], max_side: u32) -> Result<Pixels, PictureError> {
    let facts = probe::facts_of(bytes)?;
    probe::guarded(|| {
        // Shrunk first: turning and converting then cost next to nothing.
        let small = small(bytes, &facts, max_side.max(1))?;
        let icc = facts.has_foreign_profile.then(|| probe::icc_of(facts.format, bytes)).flatten();
        let conversion = icc.and_then(|icc| Conversion::needed(&icc));
        let image = upright(convert(small, conversion.as_ref()), facts.orientation).into_rgba8();
        Ok(Pixels { width: image.width(), height: image.height(), rgba: image.into_raw() })
    })
}

/// 8-bit grey or RGB, as stored but for its size.
fn small(bytes: &[u8], facts: &PictureFacts, max_side: u32) -> Result<DynamicImage, PictureError> {
    let is_worth_it = facts.format == PictureFormat::Jpeg && facts.width.max(facts.height) / 8 >= max_side;
    if is_worth_it && let Some(eighth) = eighth::eighth(bytes) {
        return of_eighth(&eighth, max_side);
    }
    let image = flatten(decode(bytes, facts)?.pixels);
    let (width, height) = (image.width(), image.height());
    let size = fitted(width, height, max_side);
    if size == (width, height) {
        return Ok(image);
    }
    let kind = if image.color().has_color() { PixelType::U8x3 } else { PixelType::U8 };
    let samples = scaled(image.as_bytes(), (width, height), kind, size, &ResizeOptions::new().use_alpha(false))?;
    from_samples(samples, size, kind)
}

/// Each channel is scaled by itself, from what it has: colour differences are often stored coarser than luma.
fn of_eighth(eighth: &Eighth, max_side: u32) -> Result<DynamicImage, PictureError> {
    let size = fitted(eighth.width, eighth.height, max_side);
    let channel = |plane: &Plane| {
        let options = ResizeOptions::new().use_alpha(false).crop(0.0, 0.0, plane.covered.0, plane.covered.1);
        scaled(&plane.means, (plane.width, plane.height), PixelType::U8, size, &options)
    };
    let join = |three: &[Plane; 3], color: fn([u8; 3]) -> [u8; 3]| {
        let [a, b, c] = [channel(&three[0])?, channel(&three[1])?, channel(&three[2])?];
        let pixels = a.iter().zip(&b).zip(&c).flat_map(|((a, b), c)| color([*a, *b, *c]));
        from_samples(pixels.collect(), size, PixelType::U8x3)
    };
    match &eighth.planes {
        Planes::Grey(plane) => from_samples(channel(plane)?, size, PixelType::U8),
        Planes::Rgb(three) => join(three, |rgb| rgb),
        Planes::Ycc(three) => join(three, rgb_of_ycc),
    }
}

/// As JFIF has it.
fn rgb_of_ycc([luma, blue, red]: [u8; 3]) -> [u8; 3] {
    let (luma, blue, red) = (f32::from(luma), f32::from(blue) - 128.0, f32::from(red) - 128.0);
    let rgb = [luma + 1.402 * red, luma - 0.344_136 * blue - 0.714_136 * red, luma + 1.772 * blue];
    // A float becomes the nearest byte there is.
    rgb.map(|channel| channel.round() as u8)
}

/// Width and height with the longer one at most `max_side`.
fn fitted(width: u32, height: u32, max_side: u32) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= max_side {
        return (width, height);
    }
    let scaled = |side: u32| {
        let rounded = (u64::from(side) * u64::from(max_side) + u64::from(longer) / 2) / u64::from(longer);
        u32::try_from(rounded).unwrap_or(max_side).max(1)
    };
    (scaled(width), scaled(height))
}

fn scaled(
    samples: &[u8],
    (width, height): (u32, u32),
    kind: PixelType,
    size: (u32, u32),
    options: &ResizeOptions,
) -> Result<Vec<u8>, PictureError> {
    let mut small = Image::new(size.0, size.1, kind);
    let large = ImageRef::new(width, height, samples, kind).map_err(refused)?;
    Resizer::new().resize(&large, &mut small, Some(options)).map_err(refused)?;
    Ok(small.into_vec())
}

fn from_samples(samples: Vec<u8>, (width, height): (u32, u32), kind: PixelType) -> Result<DynamicImage, PictureError> {
    let image = match kind {
        PixelType::U8 => GrayImage::from_raw(width, height, samples).map(DynamicImage::ImageLuma8),
        _ => RgbImage::from_raw(width, height, samples).map(DynamicImage::ImageRgb8),
    };
    image.ok_or_else(|| refused("too few pixels"))
}

/// Sizes and kinds fit by construction; a library that disagrees is no reason to crash.
fn refused(detail: impl ToString) -> PictureError {
    PictureError::Panicked { detail: detail.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(name: &str) -> std::path::PathBuf {
        std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/media/pictures").join(name)
    }

    fn at(pixels: &Pixels, x: u32, y: u32) -> [u8; 4] {
        let start = (y * pixels.width + x) as usize * 4;
        pixels.rgba[start..start + 4].try_into().unwrap()
    }

    #[test]
    fn a_thumbnail_stands_upright() {
        for orientation in 1..=8 {
            let small = of_file(&sample(&format!("orientation_{orientation}.jpg")), 64).unwrap();
            assert_eq!((small.width, small.height), (64, 48));
            let [r, g, b, a] = at(&small, 12, 11);
            assert!(r > 230 && g > 190 && b < 130 && a == 255, "the sun stands top left in {orientation}");
            let [r, g, b, _] = at(&small, 41, 38);
            assert!(g > r && g > b, "and the fir in the middle of {orientation}");
        }
    }

    #[test]
    fn a_thumbnail_is_never_larger_than_the_picture_and_never_without_pixels() {
        let size = |bytes: &[u8], max| of_bytes(bytes, max).map(|small| (small.width, small.height)).unwrap();
        let plain = std::fs::read(sample("plain.png")).unwrap();
        assert_eq!(size(&plain, 5000), (640, 480));
        assert_eq!(size(&plain, 0), (1, 1));
        let mut sliver = std::io::Cursor::new(Vec::new());
        GrayImage::new(1000, 2).write_to(&mut sliver, image::ImageFormat::Png).unwrap();
        assert_eq!(size(&sliver.into_inner(), 10), (10, 1));
    }

    #[test]
    fn what_cannot_be_sent_can_still_be_shown() {
        for name in ["cmyk.jpg", "webp_named.png", "anim.gif", "anim.png", "palette_transparent.png"] {
            let small = of_file(&sample(name), 64).unwrap();
            assert_eq!((small.width, small.height, small.rgba.len()), (64, 48, 64 * 48 * 4), "{name}");
            let [r, g, b, _] = at(&small, 12, 11);
            assert!(r > 200 && g > 150 && b < 190, "{name}: the sun {r} {g} {b}");
        }
        assert!(matches!(of_file(&sample("truncated.jpg"), 64), Err(PictureError::Damaged { .. })));
    }
}
