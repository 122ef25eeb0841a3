//! One decoded picture as a file of its own.

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder as _, ImageResult};

use super::Pixels;

/// A PNG with exactly these pixels. Frames of a clip hide nothing: without an alpha channel no vendor has to be told
/// what lies behind it.
pub fn png(pixels: &Pixels) -> ImageResult<Vec<u8>> {
    let rgb: Vec<u8> = pixels.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(&rgb, pixels.width, pixels.height, ExtendedColorType::Rgb8)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_still_holds_every_pixel_as_it_was() {
        let rgba: Vec<u8> = (0..5 * 3).flat_map(|i: u8| [i, i.wrapping_mul(17), 255 - i, 255]).collect();
        let bytes = png(&Pixels { width: 5, height: 3, rgba: rgba.clone() }).unwrap();
        let read = image::load_from_memory(&bytes).unwrap();
        assert_eq!((read.color(), read.into_rgba8().into_raw()), (image::ColorType::Rgb8, rgba));
    }
}
