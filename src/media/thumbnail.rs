//! Small pictures for the window.

use std::path::Path;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::{DynamicImage, GrayImage, RgbImage};

use super::Pixels;
use super::prepare::{convert, decode::decode, flatten, upright};
use super::probe::profile::Conversion;
use super::probe::{self, PictureError};

/// A picture file as it would be sent, its longer side at most `max_side` pixels; never larger than it is.
pub fn of_file(path: &Path, max_side: u32) -> Result<Pixels, PictureError> {
    of_bytes(&probe::read(path)?, max_side)
}

/// As `of_file`, for bytes in memory.
pub fn of_bytes(bytes: &[u8], max_side: u32) -> Result<Pixels, PictureError> {
    let facts = probe::facts_of(bytes)?;
    let decoded = decode(bytes, &facts)?;
    probe::guarded(|| {
        // Shrunk first: turning and converting then cost next to nothing.
        let small = shrink(flatten(decoded.pixels), max_side.max(1))?;
        let icc = facts.has_foreign_profile.then(|| probe::icc_of(facts.format, bytes)).flatten();
        let conversion = icc.and_then(|icc| Conversion::needed(&icc));
        let image = upright(convert(small, conversion.as_ref()), facts.orientation).into_rgba8();
        Ok(Pixels { width: image.width(), height: image.height(), rgba: image.into_raw() })
    })
}

/// `image` is 8-bit grey or RGB, as `flatten` leaves it.
fn shrink(image: DynamicImage, max_side: u32) -> Result<DynamicImage, PictureError> {
    let (width, height) = (image.width(), image.height());
    let longer = width.max(height);
    if longer <= max_side {
        return Ok(image);
    }
    let scaled = |side: u32| {
        let rounded = (u64::from(side) * u64::from(max_side) + u64::from(longer) / 2) / u64::from(longer);
        u32::try_from(rounded).unwrap_or(max_side).max(1)
    };
    let kind = if image.color().has_color() { PixelType::U8x3 } else { PixelType::U8 };
    let mut small = Image::new(scaled(width), scaled(height), kind);
    // Sizes and kinds fit by construction; a library that disagrees is no reason to crash.
    let refused = |detail: String| PictureError::Panicked { detail };
    let large = ImageRef::new(width, height, image.as_bytes(), kind).map_err(|error| refused(error.to_string()))?;
    let options = ResizeOptions::new().use_alpha(false);
    Resizer::new().resize(&large, &mut small, Some(&options)).map_err(|error| refused(error.to_string()))?;
    let (width, height) = (small.width(), small.height());
    let image = match kind {
        PixelType::U8 => GrayImage::from_raw(width, height, small.into_vec()).map(DynamicImage::ImageLuma8),
        _ => RgbImage::from_raw(width, height, small.into_vec()).map(DynamicImage::ImageRgb8),
    };
    image.ok_or_else(|| refused("too few pixels".to_owned()))
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
