//! Embedded colour profiles, and the way from them to sRGB.

use std::sync::Arc;

use image::{DynamicImage, RgbImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, Transform8BitExecutor, TransformOptions};

/// The many copies of sRGB round differently; a difference this small is none.
const SAME_WITHIN: u8 = 3;

/// Whether the profile means other colours than sRGB does. One that cannot be read means nothing.
pub fn is_foreign(icc: &[u8]) -> bool {
    ColorProfile::new_from_slice(icc).is_ok_and(|profile| match profile.color_space {
        DataColorSpace::Rgb | DataColorSpace::Gray => Conversion::of(&profile).is_some_and(|c| c.changes_colors()),
        _ => true,
    })
}

/// A conversion of RGB or grey pixels to sRGB.
pub struct Conversion {
    source: Layout,
    transform: Arc<Transform8BitExecutor>,
}

impl Conversion {
    /// The conversion a picture with this profile needs; `None` where it needs none or there is none.
    pub fn needed(icc: &[u8]) -> Option<Self> {
        let profile = ColorProfile::new_from_slice(icc).ok()?;
        Self::of(&profile).filter(Self::changes_colors)
    }

    fn of(profile: &ColorProfile) -> Option<Self> {
        let source = match profile.color_space {
            DataColorSpace::Rgb => Layout::Rgb,
            DataColorSpace::Gray => Layout::Gray,
            _ => return None,
        };
        let srgb = ColorProfile::new_srgb();
        let transform = profile.create_transform_8bit(source, &srgb, Layout::Rgb, TransformOptions::default()).ok()?;
        Some(Self { source, transform })
    }

    /// Every other sample of each channel's range is tried, in every mixture.
    fn changes_colors(&self) -> bool {
        const STEPS: [u8; 9] = [0, 32, 64, 96, 128, 160, 192, 224, 255];
        let (samples, wanted): (Vec<u8>, Vec<u8>) = if self.source == Layout::Gray {
            ((0..=255).collect(), (0..=255).flat_map(|grey| [grey; 3]).collect())
        } else {
            let mix = |r| STEPS.into_iter().flat_map(move |g| STEPS.into_iter().flat_map(move |b| [r, g, b]));
            let all: Vec<u8> = STEPS.into_iter().flat_map(mix).collect();
            (all.clone(), all)
        };
        let mut converted = vec![0; wanted.len()];
        let is_done = self.transform.transform(&samples, &mut converted).is_ok();
        is_done && converted.iter().zip(&wanted).any(|(a, b)| a.abs_diff(*b) > SAME_WITHIN)
    }

    /// Converts grey or RGB pixels without alpha. Where the profile does not fit the pixels they stay as they are.
    pub fn apply(&self, image: DynamicImage) -> DynamicImage {
        let (width, height) = (image.width(), image.height());
        let row_len = width as usize;
        let mut out = RgbImage::new(width, height);
        let (source, channels) = match self.source {
            Layout::Gray => (image.to_luma8().into_raw(), 1),
            // A grey picture may carry an RGB profile.
            _ => (image.to_rgb8().into_raw(), 3),
        };
        let rows = source.chunks_exact(row_len * channels).zip(out.chunks_exact_mut(row_len * 3));
        for (from, to) in rows {
            if self.transform.transform(from, to).is_err() {
                return image;
            }
        }
        DynamicImage::ImageRgb8(out)
    }
}
