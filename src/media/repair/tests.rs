//! The rules of repairs, over made pictures.

use std::io::Cursor;

use image::{GrayImage, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.into().write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// Every pixel tells where it stood.
fn map(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, 7]))
}

fn pixels_of(repaired: &Repaired) -> RgbImage {
    image::load_from_memory(&repaired.bytes).unwrap().into_rgb8()
}

fn noise(width: u32, height: u32) -> RgbImage {
    let mut random = fastrand::Rng::with_seed(7);
    RgbImage::from_fn(width, height, |_, _| Rgb([random.u8(..), random.u8(..), random.u8(..)]))
}

#[test]
fn a_crop_of_a_lossless_picture_loses_nothing() {
    let given = encoded(map(60, 40), ImageFormat::Png);
    let rect = CropRect { x: 11, y: 7, width: 20, height: 30 };
    let made = repair_bytes(&given, &[Repair::Crop(rect)]).unwrap();
    assert_eq!(made.format, PictureFormat::Png);
    let cut = pixels_of(&made);
    assert_eq!((cut.dimensions(), cut.get_pixel(0, 0).0, cut.get_pixel(19, 29).0), ((20, 30), [11, 7, 7], [30, 36, 7]));
}

#[test]
fn a_crop_is_counted_on_the_upright_picture() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media/pictures");
    let rect = CropRect { x: 40, y: 20, width: 320, height: 300 };
    let [upright, turned] = ["orientation_1.jpg", "orientation_6.jpg"]
        .map(|name| pixels_of(&repair(&path.join(name), &[Repair::Crop(rect)]).unwrap()));
    let sum: u64 = upright.iter().zip(turned.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    assert!(sum < 4 * upright.len() as u64, "they differ by {sum}");
}

#[test]
fn nothing_of_a_picture_is_no_crop() {
    let given = encoded(map(60, 40), ImageFormat::Png);
    let outside = CropRect { x: 60, y: 0, width: 5, height: 5 };
    let refused = repair_bytes(&given, &[Repair::Crop(outside)]);
    assert!(matches!(refused, Err(PictureError::NothingLeft { width: 60, height: 40 })), "{refused:?}");
}

#[test]
fn a_padded_picture_stands_in_the_middle_untouched() {
    let given = encoded(map(60, 40), ImageFormat::Png);
    for fill in [Fill::Solid([1, 2, 3]), Fill::Blurred] {
        let to = Canvas::Ratio { width: 1, height: 1 };
        let padded = pixels_of(&repair_bytes(&given, &[Repair::Pad { to, fill }]).unwrap());
        assert_eq!(padded.dimensions(), (60, 60));
        assert_eq!((padded.get_pixel(0, 10).0, padded.get_pixel(59, 49).0), ([0, 0, 7], [59, 39, 7]), "{fill:?}");
    }
    let solid = Repair::Pad { to: Canvas::Size { width: 80, height: 10 }, fill: Fill::Solid([1, 2, 3]) };
    let padded = pixels_of(&repair_bytes(&given, &[solid]).unwrap());
    assert_eq!(
        (padded.dimensions(), padded.get_pixel(9, 0).0, padded.get_pixel(10, 0).0),
        ((80, 40), [1, 2, 3], [0, 0, 7])
    );
}

#[test]
fn a_canvas_larger_than_any_picture_is_refused() {
    let given = encoded(map(60, 40), ImageFormat::Png);
    let to = Canvas::Size { width: 16_384, height: 16_384 };
    let refused = repair_bytes(&given, &[Repair::Pad { to, fill: Fill::Blurred }]);
    assert!(matches!(refused, Err(PictureError::TooManyPixels { .. })), "{refused:?}");
}

#[test]
fn a_grey_picture_stays_grey() {
    let given = encoded(GrayImage::from_fn(90, 200, |x, y| Luma([(x + y) as u8])), ImageFormat::Png);
    let steps = [
        Repair::Pad { to: Canvas::Ratio { width: 1, height: 2 }, fill: Fill::Blurred },
        Repair::Crop(CropRect { x: 2, y: 2, width: 80, height: 180 }),
        Repair::ScaleUp { min_side: 120 },
    ];
    let made = repair_bytes(&given, &steps).unwrap();
    let image = image::load_from_memory(&made.bytes).unwrap();
    assert!(matches!(image, DynamicImage::ImageLuma8(_)));
    assert_eq!((image.width(), image.height()), (120, 270));
}

#[test]
fn transparent_parts_show_the_chosen_colour() {
    let clear = RgbaImage::from_fn(4, 4, |x, _| if x < 2 { Rgba([9, 9, 9, 0]) } else { Rgba([50, 60, 70, 255]) });
    for format in [ImageFormat::Png, ImageFormat::Tiff, ImageFormat::WebP] {
        let given = encoded(clear.clone(), format);
        let laid = pixels_of(&repair_bytes(&given, &[Repair::Flatten([200, 10, 30])]).unwrap());
        assert_eq!((laid.get_pixel(0, 0).0, laid.get_pixel(3, 3).0), ([200, 10, 30], [50, 60, 70]), "{format:?}");
        let white = pixels_of(&repair_bytes(&given, &[Repair::Convert]).unwrap());
        assert_eq!(white.get_pixel(0, 0).0, [255; 3], "{format:?}");
    }
}

#[test]
fn a_picture_that_does_not_fit_losslessly_becomes_the_best_jpeg_that_does() {
    let given = encoded(noise(700, 500), ImageFormat::Png);
    let png = repair_bytes(&given, &[Repair::Convert, Repair::FitBytes { max_bytes: 10_000_000 }]).unwrap();
    assert_eq!((png.format, pixels_of(&png)), (PictureFormat::Png, noise(700, 500)));
    for max_bytes in [600_000, 300_000, 120_000] {
        let jpeg = repair_bytes(&given, &[Repair::FitBytes { max_bytes }]).unwrap();
        let bytes = jpeg.bytes.len() as u64;
        assert!(jpeg.format == PictureFormat::Jpeg && bytes <= max_bytes, "{bytes} of {max_bytes}");
        assert!(bytes * 10 >= max_bytes * 8, "{bytes} of {max_bytes}: a better quality fits");
        assert_eq!(pixels_of(&jpeg).dimensions(), (700, 500));
    }
    // No quality brings it so low: it has too many pixels.
    let small = repair_bytes(&given, &[Repair::FitBytes { max_bytes: 40_000 }]).unwrap();
    assert_eq!(pixels_of(&small).dimensions(), (350, 250));
}

#[test]
fn what_was_lossy_stays_jpeg() {
    let given = encoded(map(320, 200), ImageFormat::Jpeg);
    let made = repair_bytes(&given, &[Repair::Crop(CropRect { x: 0, y: 0, width: 300, height: 200 })]).unwrap();
    assert_eq!(made.format, PictureFormat::Jpeg);
}

#[test]
fn an_avif_is_laid_on_a_ground_by_its_own_transparency() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media/pictures");
    // Opaque red, half a blue, and a green that is not seen at all.
    for name in ["alpha.avif", "alpha_premultiplied.avif"] {
        let made = match repair(&path.join(name), &[Repair::Convert, Repair::Flatten([255, 255, 0])]) {
            Err(PictureError::NoDecoder { .. }) => {
                assert!(std::env::var("CI").as_deref() != Ok("true"), "ffmpeg is missing, and CI=true needs it");
                eprintln!("LEFT OUT: this test needs ffmpeg, which is not on PATH");
                continue;
            }
            made => pixels_of(&made.unwrap()),
        };
        assert_eq!(made.dimensions(), (320, 300));
        for (x, wanted) in [(40, [255, 0, 0]), (160, [127, 127, 127]), (280, [255, 255, 0])] {
            let found = made.get_pixel(x, 150).0;
            let is_near = found.iter().zip(wanted).all(|(one, other)| one.abs_diff(other) <= 4);
            assert!(is_near, "{name}: {found:?} at {x}, not {wanted:?}");
        }
    }
}
