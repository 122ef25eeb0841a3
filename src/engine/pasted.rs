//! Pixels that were pasted: a PNG of the library, measured before anybody sees it.

use std::sync::Arc;

use image::{DynamicImage, ImageFormat, RgbImage, RgbaImage};

use crate::library::Pictures;
use crate::media::Pixels;
use crate::model::Trouble;
use crate::model::image::ImageRef;

use super::event::{Event, Job};
use super::jobs::blocking;
use super::judge::{Seen, see};
use super::run::Run;
use super::snapshot::RepairState;

impl Run {
    pub fn keep_pixels(&mut self, pixels: Arc<Pixels>, ticket: u64) {
        self.screen.repair(ticket, RepairState::UnderWay);
        let pictures = self.library.pictures();
        self.jobs.spawn(Job::Repair { ticket }, async move {
            let repaired = blocking(move || kept(&pixels, &pictures)).await;
            Event::Repaired { ticket, repaired }
        });
    }
}

/// Blocks.
fn kept(pixels: &Pixels, pictures: &Pictures) -> Result<Seen, Trouble> {
    let png = png(pixels)?;
    let kept = pictures.add_named(&png, "pasted.png").map_err(|error| Trouble::from(&error))?;
    drop(png);
    Ok(see(ImageRef::file(kept), pictures))
}

/// Without an alpha channel where nothing shows through.
fn png(pixels: &Pixels) -> Result<Vec<u8>, Trouble> {
    let broken = |detail: String| Trouble::new("pasted-not-made").with("detail", detail);
    let (width, height) = (pixels.width, pixels.height);
    let is_opaque = pixels.rgba.chunks_exact(4).all(|pixel| pixel[3] == u8::MAX);
    let image = if is_opaque {
        let rgb = pixels.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        RgbImage::from_raw(width, height, rgb).map(DynamicImage::ImageRgb8)
    } else {
        RgbaImage::from_raw(width, height, pixels.rgba.clone()).map(DynamicImage::ImageRgba8)
    };
    let image = image.ok_or_else(|| broken(format!("{width}×{height}")))?;
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).map_err(|error| broken(error.to_string()))?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rgba: Vec<u8>) -> DynamicImage {
        image::load_from_memory(&png(&Pixels { width: 2, height: 1, rgba }).unwrap()).unwrap()
    }

    #[test]
    fn pasted_pixels_keep_their_colours_and_have_alpha_only_where_something_shows_through() {
        let opaque = read(vec![255, 0, 0, 255, 0, 9, 0, 255]);
        assert_eq!(
            (opaque.color().has_alpha(), opaque.to_rgba8().into_raw()),
            (false, vec![255, 0, 0, 255, 0, 9, 0, 255])
        );
        let clear = read(vec![255, 0, 0, 128, 0, 9, 0, 255]);
        assert_eq!(
            (clear.color().has_alpha(), clear.to_rgba8().into_raw()),
            (true, vec![255, 0, 0, 128, 0, 9, 0, 255])
        );
    }

    #[test]
    fn too_few_pixels_are_no_picture() {
        assert_eq!(png(&Pixels { width: 3, height: 3, rgba: vec![0; 8] }).unwrap_err().rule, "pasted-not-made");
    }
}
