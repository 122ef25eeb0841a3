//! An eighth is judged by what the whole decoder sees.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, Rgb, RgbImage};

use super::*;
use crate::media::probe::facts_of;
use crate::media::thumbnail::{self, of_bytes, of_eighth};

fn sample(name: &str) -> Vec<u8> {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/media/pictures");
    std::fs::read(folder.join(name)).unwrap()
}

/// Shades with edges, so that a block in the wrong place or a channel in another's would show.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let stripe = if (x / 37 + y / 53) % 3 == 0 { 80 } else { 0 };
        Rgb([(x * 200 / width) as u8 + stripe / 2, (y * 200 / height) as u8, 120 + stripe])
    })
}

fn encoded(image: impl Into<DynamicImage>, quality: u8) -> Vec<u8> {
    let mut out = Vec::new();
    image.into().write_with_encoder(JpegEncoder::new_with_quality(&mut out, quality)).unwrap();
    out
}

/// By how much the short way differs from the long one, in the mean over all samples.
fn difference(bytes: &[u8], max_side: u32) -> f64 {
    let facts = facts_of(bytes).unwrap();
    let short = of_eighth(&eighth(bytes).unwrap(), max_side).unwrap().into_rgb8();
    let decoded = thumbnail::decode(bytes, &facts).unwrap().pixels;
    let size = (short.width(), short.height());
    let long = decoded.resize_exact(size.0, size.1, image::imageops::FilterType::Lanczos3).into_rgb8();
    let sum: u64 = short.iter().zip(long.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / short.len() as f64
}

#[test]
fn an_eighth_shows_what_the_whole_picture_shows() {
    for name in ["plain.jpg", "progressive.jpg", "grey.jpg", "gps.jpg", "orientation_1.jpg", "jpeg_named.png"] {
        let difference = difference(&sample(name), 64);
        assert!(difference < 2.0, "{name} differs by {difference}");
    }
}

#[test]
fn edges_that_fall_within_a_block_stay_where_they_are() {
    for (width, height) in [(1000, 700), (1001, 703), (999, 1), (8, 8), (1, 1), (515, 2049)] {
        for quality in [40, 100] {
            let bytes = encoded(picture(width, height), quality);
            let difference = difference(&bytes, width.max(height) / 9 + 1);
            assert!(difference < 2.5, "{width}×{height} at {quality} differs by {difference}");
        }
    }
}

#[test]
fn what_is_not_understood_is_left_to_the_whole_decoder() {
    assert!(eighth(&sample("cmyk.jpg")).is_none(), "four channels");
    assert!(eighth(&sample("plain.png")).is_none(), "no JPEG");
    assert!(eighth(&sample("truncated.jpg")).is_none(), "cut");
    let whole = sample("plain.jpg");
    let mut cut = whole[..whole.len() / 2].to_vec();
    cut.extend_from_slice(&[0xFF, 0xD9]);
    assert!(eighth(&cut).is_none(), "cut, with an end marker put on");
}

#[test]
fn a_large_picture_goes_the_short_way_and_a_damaged_one_is_still_told() {
    let bytes = encoded(picture(1600, 1200), 90);
    let small = of_bytes(&bytes, 200).unwrap();
    assert_eq!((small.width, small.height), (200, 150));
    assert!(of_bytes(&bytes[..bytes.len() / 2], 200).is_err());
}

#[test]
fn random_damage_never_makes_it_panic() {
    let seeds = [sample("plain.jpg"), sample("progressive.jpg"), encoded(picture(100, 80), 75)];
    let mut random = fastrand::Rng::with_seed(11);
    let mut understood = 0;
    for round in 0..600 {
        let mut bytes = seeds[round % seeds.len()].clone();
        for _ in 0..random.usize(1..6) {
            let reach = if random.bool() { bytes.len() } else { 700 };
            bytes[random.usize(2..reach)] = random.u8(..);
        }
        // A header may now ask for more than is ever read.
        if facts_of(&bytes).is_ok()
            && let Some(found) = eighth(&bytes)
        {
            understood += 1;
            assert!(of_eighth(&found, 16).is_ok());
        }
    }
    assert!(understood > 100, "{understood}");
}
