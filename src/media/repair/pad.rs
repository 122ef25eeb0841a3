//! What stands around a padded picture.

use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage, imageops};

use crate::media::probe::PictureError;
use crate::model::repair::CropRect;

use super::pixels::{part_scaled, scaled};

/// The blur's reach, as a share of the canvas's longer side.
const REACH: f32 = 1.0 / 40.0;
/// The ground is blurred this small: nothing finer is left of it anyway.
const BLURRED_SIDE: u32 = 256;

/// A canvas of one colour; a grey picture on a grey one stays grey.
pub fn plain(image: &DynamicImage, (width, height): (u32, u32), color: [u8; 3]) -> DynamicImage {
    let is_grey = matches!(image, DynamicImage::ImageLuma8(_)) && color[0] == color[1] && color[1] == color[2];
    if is_grey {
        GrayImage::from_pixel(width, height, Luma([color[0]])).into()
    } else {
        RgbImage::from_pixel(width, height, Rgb(color)).into()
    }
}

/// A canvas that the picture fills, out of focus.
pub fn blurred(image: &DynamicImage, (width, height): (u32, u32)) -> Result<DynamicImage, PictureError> {
    let part = CropRect::of_ratio((width, height), (image.width(), image.height()));
    let longer = width.max(height);
    let small = |side: u32| {
        let side = u64::from(side) * u64::from(BLURRED_SIDE.min(longer)) / u64::from(longer.max(1));
        u32::try_from(side).unwrap_or(BLURRED_SIDE).max(1)
    };
    let (small_width, small_height) = (small(width), small(height));
    let tiny = part_scaled(image, part, (small_width, small_height))?;
    let reach = REACH * small_width.max(small_height) as f32;
    let soft = match tiny {
        DynamicImage::ImageLuma8(image) => DynamicImage::ImageLuma8(imageops::blur(&image, reach)),
        other => DynamicImage::ImageRgb8(imageops::blur(&other.into_rgb8(), reach)),
    };
    scaled(&soft, (width, height))
}

/// Lays the picture in the middle of a canvas that is large enough.
pub fn on(canvas: DynamicImage, image: &DynamicImage) -> DynamicImage {
    let x = i64::from((canvas.width().saturating_sub(image.width())) / 2);
    let y = i64::from((canvas.height().saturating_sub(image.height())) / 2);
    match (canvas, image) {
        (DynamicImage::ImageLuma8(mut canvas), DynamicImage::ImageLuma8(image)) => {
            imageops::replace(&mut canvas, image, x, y);
            canvas.into()
        }
        (canvas, image) => {
            let mut canvas = canvas.into_rgb8();
            match image {
                DynamicImage::ImageRgb8(image) => imageops::replace(&mut canvas, image, x, y),
                other => imageops::replace(&mut canvas, &other.to_rgb8(), x, y),
            }
            canvas.into()
        }
    }
}
