//! Cutting and scaling of 8-bit grey or RGB pixels.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, GrayImage, RgbImage};

use crate::media::probe::PictureError;
use crate::model::repair::CropRect;

/// The part of a picture. In place: a large picture is not kept twice.
pub fn cropped(image: DynamicImage, rect: CropRect) -> DynamicImage {
    let width = image.width();
    match image {
        DynamicImage::ImageLuma8(image) => {
            let raw = cut::<1>(image.into_raw(), width, rect);
            GrayImage::from_raw(rect.width, rect.height, raw).map(DynamicImage::ImageLuma8).unwrap_or_default()
        }
        other => {
            let raw = cut::<3>(other.into_rgb8().into_raw(), width, rect);
            RgbImage::from_raw(rect.width, rect.height, raw).map(DynamicImage::ImageRgb8).unwrap_or_default()
        }
    }
}

/// `rect` lies in the picture.
fn cut<const CHANNELS: usize>(mut raw: Vec<u8>, width: u32, rect: CropRect) -> Vec<u8> {
    let (stride, kept) = (width as usize * CHANNELS, rect.width as usize * CHANNELS);
    for row in 0..rect.height as usize {
        let from = (rect.y as usize + row) * stride + rect.x as usize * CHANNELS;
        raw.copy_within(from..from + kept, row * kept);
    }
    raw.truncate(rect.height as usize * kept);
    raw
}

/// The same picture in another size.
pub fn scaled(image: &DynamicImage, size: (u32, u32)) -> Result<DynamicImage, PictureError> {
    let whole = CropRect { x: 0, y: 0, width: image.width(), height: image.height() };
    part_scaled(image, whole, size)
}

/// A part of it in another size. `part` lies in the picture.
pub fn part_scaled(
    image: &DynamicImage,
    part: CropRect,
    (width, height): (u32, u32),
) -> Result<DynamicImage, PictureError> {
    let kind = if matches!(image, DynamicImage::ImageLuma8(_)) { PixelType::U8 } else { PixelType::U8x3 };
    let mut out = Image::new(width, height, kind);
    // Sizes and kinds fit by construction; a library that disagrees is no reason to crash.
    let refused = |detail: String| PictureError::Panicked { detail };
    let source = ImageRef::new(image.width(), image.height(), image.as_bytes(), kind);
    let source = source.map_err(|error| refused(error.to_string()))?;
    let options = ResizeOptions::new().use_alpha(false).resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).crop(
        part.x.into(),
        part.y.into(),
        part.width.into(),
        part.height.into(),
    );
    Resizer::new().resize(&source, &mut out, Some(&options)).map_err(|error| refused(error.to_string()))?;
    let image = match kind {
        PixelType::U8 => GrayImage::from_raw(width, height, out.into_vec()).map(DynamicImage::ImageLuma8),
        _ => RgbImage::from_raw(width, height, out.into_vec()).map(DynamicImage::ImageRgb8),
    };
    image.ok_or_else(|| refused("too few pixels".to_owned()))
}
