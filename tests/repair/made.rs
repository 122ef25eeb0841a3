//! Pictures made for a test, and what preflight says of them.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ExtendedColorType, ImageEncoder, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use shotloom::media::measure::{MeasuredPicture, measure_bytes};
use shotloom::media::repair::{Repaired, repair_bytes};
use shotloom::model::Draft;
use shotloom::model::image::{ImageRef, PictureState};
use shotloom::model::preflight::{Facts, Finding, Fix, Place, Severity, preflight};
use shotloom::model::repair::Repair;
use shotloom::vendors;

pub fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.into().write_to(&mut out, format).expect("it can be written");
    out.into_inner()
}

/// Colours that change over the whole picture, so that a turned or shifted one differs.
pub fn gradient(width: u32, height: u32) -> RgbImage {
    let share = |at: u32, of: u32| (at * 255 / of.max(2).saturating_sub(1)).min(255) as u8;
    RgbImage::from_fn(width, height, |x, y| {
        let ring = (f64::from(x) - f64::from(width) / 2.0).hypot(f64::from(y) - f64::from(height) / 2.0);
        Rgb([share(x, width), share(y, height), (ring * 3.0) as u8])
    })
}

/// The same, see-through towards the right.
pub fn glass(width: u32, height: u32) -> RgbaImage {
    let solid = gradient(width, height);
    RgbaImage::from_fn(width, height, |x, y| {
        let Rgb([r, g, b]) = *solid.get_pixel(x, y);
        Rgba([r, g, b, 255 - (x * 255 / width.max(1)) as u8])
    })
}

pub fn with_profile(image: &RgbImage, icc: &[u8], format: ImageFormat) -> Vec<u8> {
    let mut out = Vec::new();
    let (width, height) = image.dimensions();
    if format == ImageFormat::Png {
        let mut encoder = PngEncoder::new(&mut out);
        encoder.set_icc_profile(icc.to_vec()).expect("a profile");
        encoder.write_image(image, width, height, ExtendedColorType::Rgb8).expect("a picture");
    } else {
        let mut encoder = JpegEncoder::new_with_quality(&mut out, 100);
        encoder.set_icc_profile(icc.to_vec()).expect("a profile");
        encoder.write_image(image, width, height, ExtendedColorType::Rgb8).expect("a picture");
    }
    out
}

/// What preflight says of it as the first frame.
pub fn findings(picture: &MeasuredPicture) -> Vec<Finding> {
    let row = vendors::row(vendors::DEFAULT_OFFERING).expect("a row");
    let image = ImageRef::file("frame");
    let mut draft = Draft::new(row.id);
    draft.prompt = "a fox".into();
    draft.frames.first = Some(image.clone());
    let facts = Facts::from([(image, PictureState::Measured(picture.measured.clone()))]);
    let of_frame = |finding: &Finding| finding.place == Place::FirstFrame;
    preflight(&draft, row, &facts).into_iter().filter(of_frame).collect()
}

pub fn errors(picture: &MeasuredPicture) -> Vec<Finding> {
    findings(picture).into_iter().filter(|finding| finding.severity == Severity::Error).collect()
}

/// Every repair that is offered for a picture's errors.
pub fn offered(picture: &MeasuredPicture) -> Vec<Vec<Repair>> {
    let steps = |fix: Fix| match fix {
        Fix::RepairPicture { repairs, .. } => Some(repairs),
        _ => None,
    };
    let all = errors(picture).into_iter().flat_map(|finding| finding.fix.into_iter().chain(finding.other_fixes));
    let mut ways: Vec<Vec<Repair>> = Vec::new();
    for way in all.filter_map(steps) {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways
}

/// Repairs a picture and measures what came of it; it must be legal, and be sent as it is.
pub fn repaired(given: &[u8], steps: &[Repair]) -> (Repaired, MeasuredPicture) {
    let made = repair_bytes(given, steps).unwrap_or_else(|error| panic!("{steps:?}: {error}"));
    let again = measure_bytes(&made.bytes).unwrap_or_else(|error| panic!("{steps:?}: {error}"));
    let left = findings(&again);
    assert!(left.is_empty(), "after {steps:?}: {left:?}");
    assert_eq!(again.prepared_bytes.as_deref(), Some(&*made.bytes), "what was made is what is sent");
    (made, again)
}
