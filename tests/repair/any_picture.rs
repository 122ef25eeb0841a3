//! Whatever a picture is: after its repair no error is left.

use image::{DynamicImage, ImageFormat};
use proptest::prelude::*;
use shotloom::media::measure::measure_bytes;

use crate::made::{encoded, errors, glass, gradient, offered, repaired};

/// Formats and the kinds of pixels they are written with.
fn any_picture() -> impl Strategy<Value = (u32, u32, ImageFormat, Pixels)> {
    use ImageFormat::{Bmp, Gif, Jpeg, Png, Tiff, WebP};
    let side = || prop_oneof![1_u32..40, 200_u32..420, Just(299), Just(300), Just(751), 600_u32..900];
    let written = prop::sample::select(vec![
        (Jpeg, Pixels::Rgb),
        (Jpeg, Pixels::Grey),
        (Png, Pixels::Rgb),
        (Png, Pixels::Grey),
        (Png, Pixels::Glass),
        (Png, Pixels::Deep),
        (Png, Pixels::DeepGlass),
        (Gif, Pixels::Glass),
        (Bmp, Pixels::Rgb),
        (Tiff, Pixels::Rgb),
        (Tiff, Pixels::Deep),
        (Tiff, Pixels::Glass),
        (WebP, Pixels::Rgb),
        (WebP, Pixels::Glass),
    ]);
    (side(), side(), written).prop_map(|(width, height, (format, pixels))| (width, height, format, pixels))
}

#[derive(Debug, Clone, Copy)]
enum Pixels {
    Rgb,
    Grey,
    Glass,
    Deep,
    DeepGlass,
}

fn made(width: u32, height: u32, pixels: Pixels) -> DynamicImage {
    let rgb = || DynamicImage::from(gradient(width, height));
    let glass = || DynamicImage::from(glass(width, height));
    match pixels {
        Pixels::Rgb => rgb(),
        Pixels::Grey => DynamicImage::ImageLuma8(rgb().into_luma8()),
        Pixels::Glass => glass(),
        Pixels::Deep => DynamicImage::ImageRgb16(rgb().into_rgb16()),
        Pixels::DeepGlass => DynamicImage::ImageRgba16(glass().into_rgba16()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn after_any_repair_that_is_offered_nothing_is_wrong((width, height, format, pixels) in any_picture()) {
        let given = encoded(made(width, height, pixels), format);
        let picture = measure_bytes(&given).expect("it was just written");
        let ways = offered(&picture);
        prop_assert_eq!(ways.is_empty(), errors(&picture).is_empty(), "an error without a repair");
        for steps in ways {
            repaired(&given, &steps);
        }
    }
}
