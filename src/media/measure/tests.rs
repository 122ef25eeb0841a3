//! The rules of measuring and preparing, over made pictures and over `tests/media/pictures`.

use std::io::Cursor;
use std::path::PathBuf;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;
use crate::media::probe::{facts_of, limits, probe};
use crate::model::image::{ColorKind, PictureFormat, Prepared};
use crate::model::{Language, Trouble};
use crate::words::Words;

mod files;
mod hostile;

fn sample(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/media/pictures").join(name)
}

fn sample_bytes(name: &str) -> Vec<u8> {
    std::fs::read(sample(name)).unwrap()
}

fn measured(name: &str) -> MeasuredPicture {
    measure(&sample(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn prepared(picture: &MeasuredPicture) -> (&Prepared, &[u8]) {
    let facts = picture.measured.prepared.as_ref().unwrap();
    let bytes = picture.prepared_bytes.as_deref().unwrap();
    assert_eq!(facts.bytes, bytes.len() as u64);
    assert_eq!(facts.sha256, sha256_of(bytes));
    (facts, bytes)
}

fn pixels(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).unwrap().into_rgb8()
}

fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.into().write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// Colours that change over the whole picture, so that a turned one differs from an upright one.
fn gradient(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, 90]))
}

fn noise(width: u32, height: u32) -> RgbImage {
    let mut random = fastrand::Rng::with_seed(7);
    RgbImage::from_fn(width, height, |_, _| Rgb([random.u8(..), random.u8(..), random.u8(..)]))
}

fn mean_difference(a: &RgbImage, b: &RgbImage) -> f64 {
    assert_eq!(a.dimensions(), b.dimensions());
    let sum: u64 = a.iter().zip(b.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / a.len() as f64
}

/// Name, format, colour, bits, alpha, animated; 640×480 as shown, and prepared where that is legal.
type Row = (&'static str, PictureFormat, ColorKind, u8, bool, bool);

#[test]
fn every_sample_is_what_its_bytes_say() {
    use ColorKind::{Cmyk, Grey, Palette, Rgb};
    use PictureFormat::{Gif, Jpeg, Png, Webp};
    let table: &[Row] = &[
        ("alpha.png", Png, Rgb, 8, true, false),
        ("anim.gif", Gif, Palette, 8, false, true),
        ("anim.png", Png, Rgb, 8, false, true),
        ("cmyk.jpg", Jpeg, Cmyk, 8, false, false),
        ("gps.jpg", Jpeg, Rgb, 8, false, false),
        ("grey.jpg", Jpeg, Grey, 8, false, false),
        ("grey.png", Png, Grey, 8, false, false),
        ("interlaced.png", Png, Palette, 8, false, false),
        ("jpeg_named.png", Jpeg, Rgb, 8, false, false),
        ("palette_transparent.png", Png, Palette, 8, true, false),
        ("plain.jpg", Jpeg, Rgb, 8, false, false),
        ("plain.png", Png, Rgb, 8, false, false),
        ("png_named.jpg", Png, Rgb, 8, false, false),
        ("progressive.jpg", Jpeg, Rgb, 8, false, false),
        ("webp_named.png", Webp, Rgb, 8, false, false),
    ];
    for &(name, format, color, bits, has_alpha, is_animated) in table {
        let facts = measured(name).measured.facts;
        let found = (facts.format, facts.color, facts.bits, facts.has_alpha, facts.is_animated);
        assert_eq!(found, (format, color, bits, has_alpha, is_animated), "{name}");
        assert_eq!((facts.width, facts.height, facts.orientation), (640, 480, 1), "{name}");
        assert_eq!(facts.bytes, sample_bytes(name).len() as u64, "{name}");
    }
}

#[test]
fn only_a_legal_picture_is_prepared() {
    let is_prepared = |name: &str| measured(name).measured.prepared.is_some();
    for name in ["cmyk.jpg", "anim.png", "anim.gif", "webp_named.png"] {
        assert!(!is_prepared(name), "{name}");
    }
    for name in ["plain.jpg", "progressive.jpg", "grey.jpg", "alpha.png", "palette_transparent.png", "grey.png"] {
        assert!(is_prepared(name), "{name}");
    }
}

#[test]
fn all_eight_orientations_give_the_same_upright_picture() {
    let upright = pixels(prepared(&measured("orientation_1.jpg")).1);
    for orientation in 1..=8 {
        let picture = measured(&format!("orientation_{orientation}.jpg"));
        assert_eq!(picture.measured.facts.orientation, orientation);
        let (facts, bytes) = prepared(&picture);
        assert_eq!((facts.width, facts.height), (640, 480));
        let shown = pixels(bytes);
        let difference = mean_difference(&shown, &upright);
        assert!(difference < 3.0, "orientation {orientation} differs by {difference}");
        let corner = image::imageops::crop_imm(&shown, 0, 0, 160, 60).to_image();
        let white = corner.pixels().filter(|pixel| pixel.0.iter().all(|&channel| channel > 230)).count();
        assert!(white > 100, "the white tag stands top left");
    }
}

#[test]
fn what_is_sent_tells_nothing_of_where_it_was_taken() {
    let given = sample_bytes("gps.jpg");
    assert!(contains(&given, b"Exif") && contains(&given, b"MAKER"));
    let picture = measured("gps.jpg");
    let (_, sent) = prepared(&picture);
    for secret in [&b"Exif"[..], b"MAKER", b"http://ns.adobe.com"] {
        assert!(!contains(sent, secret));
    }
    assert_eq!(pixels(sent), pixels(&given), "and its pixels are untouched");
}

#[test]
fn bytes_after_the_picture_are_not_sent() {
    for name in ["plain.jpg", "plain.png", "progressive.jpg"] {
        let clean = measured(name);
        let mut given = sample_bytes(name);
        given.extend_from_slice(b"PK\x03\x04 a whole archive \xFF\xD8 and more");
        let picture = measure_bytes(&given).unwrap();
        assert_eq!(picture.prepared_bytes, clean.prepared_bytes, "{name}");
        assert_ne!(picture.given_sha256, clean.given_sha256, "{name}");
    }
}

#[test]
fn a_plain_picture_keeps_its_data() {
    for name in ["plain.jpg", "plain.png", "grey.jpg", "grey.png", "progressive.jpg"] {
        let picture = measured(name);
        let (facts, sent) = prepared(&picture);
        assert_eq!(facts.format, picture.measured.facts.format, "{name}");
        assert!(sent.len() as u64 <= picture.measured.facts.bytes, "{name}");
        assert_eq!(pixels(sent), pixels(&sample_bytes(name)), "{name}");
    }
}

#[test]
fn what_was_prepared_prepares_to_itself() {
    for name in ["orientation_6.jpg", "gps.jpg", "alpha.png", "palette_transparent.png", "interlaced.png"] {
        let picture = measured(name);
        let again = measure_bytes(prepared(&picture).1).unwrap();
        assert_eq!(again.prepared_bytes, picture.prepared_bytes, "{name}");
        assert_eq!(measured(name), picture, "{name}: the same bytes in give the same bytes out");
    }
}

#[test]
fn alpha_is_laid_on_white() {
    let image = RgbaImage::from_fn(2, 1, |x, _| if x == 0 { Rgba([200, 0, 0, 0]) } else { Rgba([200, 0, 0, 128]) });
    let picture = measure_bytes(&encoded(image, ImageFormat::Png)).unwrap();
    assert!(picture.measured.facts.has_alpha);
    let sent = pixels(prepared(&picture).1);
    assert_eq!((sent.get_pixel(0, 0).0, sent.get_pixel(1, 0).0), ([255, 255, 255], [227, 127, 127]));
    let palette = measured("palette_transparent.png");
    let sent = image::load_from_memory(prepared(&palette).1).unwrap();
    assert!(!sent.color().has_alpha());
}

#[test]
fn an_alpha_channel_that_hides_nothing_is_none() {
    let image = RgbaImage::from_pixel(8, 8, Rgba([1, 2, 3, 255]));
    let picture = measure_bytes(&encoded(image, ImageFormat::Png)).unwrap();
    assert!(!picture.measured.facts.has_alpha);
    assert_eq!(pixels(prepared(&picture).1).get_pixel(0, 0).0, [1, 2, 3]);
}

#[test]
fn sixteen_bits_become_eight() {
    let grey = image::ImageBuffer::from_pixel(8, 8, Luma([0x8080_u16]));
    let picture = measure_bytes(&encoded(DynamicImage::ImageLuma16(grey), ImageFormat::Png)).unwrap();
    assert_eq!(picture.measured.facts.bits, 16);
    let sent = image::load_from_memory(prepared(&picture).1).unwrap();
    assert_eq!(sent, DynamicImage::ImageLuma8(GrayImage::from_pixel(8, 8, Luma([0x80]))));
}

#[test]
fn preparing_never_scales_and_never_judges_the_size() {
    for (width, height) in [(1, 1), (299, 400), (300, 751), (1000, 2), (640, 639)] {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let picture = measure_bytes(&encoded(gradient(width, height), format)).unwrap();
            let (facts, sent) = prepared(&picture);
            assert_eq!((facts.width, facts.height), (width, height));
            assert_eq!(pixels(sent).dimensions(), (width, height));
        }
    }
}

#[test]
fn a_foreign_profile_is_converted_and_srgb_is_let_be() {
    let p3 = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let srgb = moxcms::ColorProfile::new_srgb().encode().unwrap();
    let red = RgbImage::from_pixel(16, 16, Rgb([200, 40, 40]));
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let foreign = measure_bytes(&with_profile(&red, &p3, format)).unwrap();
        assert!(foreign.measured.facts.has_foreign_profile);
        let sent = pixels(prepared(&foreign).1).get_pixel(8, 8).0;
        // The same red needs more of sRGB's smaller red.
        assert!(sent[0] > 210 && sent[1] < 30, "{format:?} {sent:?}");
        let plain = measure_bytes(&with_profile(&red, &srgb, format)).unwrap();
        assert!(!plain.measured.facts.has_foreign_profile);
        let sent = pixels(prepared(&plain).1).get_pixel(8, 8).0;
        assert!(sent[0].abs_diff(200) < 3, "{format:?} {sent:?}");
        assert!(!contains(prepared(&plain).1, b"ICC_PROFILE") && !contains(prepared(&plain).1, b"iCCP"));
    }
}

#[test]
fn a_png_too_large_to_send_becomes_the_best_jpeg_that_fits() {
    let picture = measure_bytes(&encoded(noise(2400, 1700), ImageFormat::Png)).unwrap();
    assert!(picture.measured.facts.bytes > limits::PREPARED_BYTES);
    let (facts, sent) = prepared(&picture);
    assert_eq!(facts.format, PictureFormat::Jpeg);
    assert!(facts.bytes <= limits::PREPARED_BYTES);
    assert_eq!(pixels(sent).dimensions(), (2400, 1700));
}

#[test]
fn gif_bmp_tiff_and_webp_are_measured_by_their_bytes() {
    use ImageFormat::{Bmp, Gif, Tiff, WebP};
    for (format, expected) in
        [(Gif, PictureFormat::Gif), (Bmp, PictureFormat::Bmp), (Tiff, PictureFormat::Tiff), (WebP, PictureFormat::Webp)]
    {
        let image = gradient(40, 30);
        let given = if format == Gif {
            encoded(DynamicImage::from(image).into_rgba8(), format)
        } else {
            encoded(image, format)
        };
        let picture = measure_bytes(&given).unwrap();
        let facts = &picture.measured.facts;
        assert_eq!((facts.format, facts.width, facts.height, facts.bits), (expected, 40, 30, 8));
        assert!(!facts.is_animated && picture.measured.prepared.is_none());
    }
}

#[test]
fn avif_is_read_where_ffmpeg_is_and_says_so_where_it_is_not() {
    let facts = probe(&sample("avif_named.png")).unwrap();
    assert_eq!((facts.format, facts.width, facts.height), (PictureFormat::Avif, 640, 480));
    match measure(&sample("avif_named.png")) {
        Ok(picture) => assert_eq!((picture.measured.facts, picture.measured.prepared), (facts, None)),
        Err(PictureError::NoDecoder { .. }) => {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "ffmpeg is missing, and CI=true needs it");
            eprintln!("LEFT OUT: this test needs ffmpeg, which is not on PATH");
        }
        Err(other) => panic!("{other}"),
    }
    let none = PictureError::NoDecoder { format: PictureFormat::Avif };
    let expected =
        "AVIF pictures are read by ffmpeg, which is not here: install it, or save the picture as JPEG or PNG";
    assert_eq!(said(none), expected);
}

#[test]
fn a_phones_heic_says_what_to_do() {
    let extent = [&20_u32.to_be_bytes()[..], b"ispe", &[0; 4], &640_u32.to_be_bytes(), &480_u32.to_be_bytes()].concat();
    let boxed = |kind: &[u8; 4], data: &[u8]| [&(data.len() as u32 + 8).to_be_bytes()[..], kind, data].concat();
    let meta = [&[0; 4][..], &boxed(b"iprp", &boxed(b"ipco", &extent))].concat();
    let photo = [boxed(b"ftyp", b"heic\0\0\0\0mif1heic"), boxed(b"meta", &meta)].concat();
    let said = said(measure_bytes(&photo).unwrap_err());
    assert_eq!(
        said,
        "HEIC photos cannot be read here: export it as JPEG, or let the phone take \"most compatible\" ones"
    );
}

fn with_profile(image: &RgbImage, icc: &[u8], format: ImageFormat) -> Vec<u8> {
    use image::ImageEncoder as _;
    let mut out = Vec::new();
    let (width, height) = image.dimensions();
    let color = image::ExtendedColorType::Rgb8;
    if format == ImageFormat::Png {
        let mut encoder = image::codecs::png::PngEncoder::new(&mut out);
        encoder.set_icc_profile(icc.to_vec()).unwrap();
        encoder.write_image(image, width, height, color).unwrap();
    } else {
        let mut encoder = JpegEncoder::new_with_quality(&mut out, 100);
        encoder.set_icc_profile(icc.to_vec()).unwrap();
        encoder.write_image(image, width, height, color).unwrap();
    }
    out
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn said(error: PictureError) -> String {
    Words::of(Language::English).say(&Trouble::from(error))
}
