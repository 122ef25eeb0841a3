//! Embedded colour profiles, and the way from them to sRGB.

use std::sync::Arc;

use image::DynamicImage;
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

    /// Converts 8-bit pixels in place, row by row; their alpha stays. Where the profile does not fit the pixels they
    /// stay as they are.
    pub fn apply(&self, image: DynamicImage) -> DynamicImage {
        let width = image.width() as usize;
        let mut image = match (self.source, image.color().has_alpha()) {
            // A grey profile says nothing of colours.
            (Layout::Gray, _) if image.color().has_color() => return image,
            (Layout::Gray, true) => DynamicImage::ImageLumaA8(image.into_luma_alpha8()),
            (Layout::Gray, false) => DynamicImage::ImageLuma8(image.into_luma8()),
            // A grey picture may carry an RGB profile.
            (_, true) => DynamicImage::ImageRgba8(image.into_rgba8()),
            (_, false) => DynamicImage::ImageRgb8(image.into_rgb8()),
        };
        match &mut image {
            DynamicImage::ImageLuma8(pixels) => self.rows::<1, 1>(pixels, width),
            DynamicImage::ImageLumaA8(pixels) => self.rows::<1, 2>(pixels, width),
            DynamicImage::ImageRgb8(pixels) => self.rows::<3, 3>(pixels, width),
            DynamicImage::ImageRgba8(pixels) => self.rows::<3, 4>(pixels, width),
            _ => {}
        }
        image
    }

    /// Rows of pixels whose first `COLORS` of `ALL` channels are converted.
    fn rows<const COLORS: usize, const ALL: usize>(&self, pixels: &mut [u8], width: usize) {
        let mut from = vec![0; width * COLORS];
        // Grey comes out as three equal channels.
        let mut to = vec![0; width * 3];
        for row in pixels.chunks_exact_mut(width * ALL) {
            for (to, pixel) in from.chunks_exact_mut(COLORS).zip(row.chunks_exact(ALL)) {
                to.copy_from_slice(&pixel[..COLORS]);
            }
            if self.transform.transform(&from, &mut to).is_err() {
                return;
            }
            for (pixel, from) in row.chunks_exact_mut(ALL).zip(to.chunks_exact(3)) {
                pixel[..COLORS].copy_from_slice(&from[..COLORS]);
            }
        }
    }
}

/// A conversion of print colours to sRGB.
pub struct Inks(Arc<Transform8BitExecutor>);

impl Inks {
    /// `None` where the profile is of other colours, or cannot be read.
    pub fn of(icc: &[u8]) -> Option<Self> {
        let profile = ColorProfile::new_from_slice(icc).ok()?;
        if profile.color_space != DataColorSpace::Cmyk {
            return None;
        }
        // Four channels go by this name whatever they mean.
        let (source, srgb) = (Layout::Rgba, ColorProfile::new_srgb());
        profile.create_transform_8bit(source, &srgb, Layout::Rgb, TransformOptions::default()).ok().map(Self)
    }

    /// A row of cyan, magenta, yellow and black, 255 for full ink; `false` where the profile fails.
    pub fn row(&self, inks: &[u8], rgb: &mut [u8]) -> bool {
        self.0.transform(inks, rgb).is_ok()
    }
}
