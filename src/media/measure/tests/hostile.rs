//! Damaged at random, from fixed seeds: an answer every time, and no panic from our own code.

use super::*;
use crate::media::thumbnail;

const ROUNDS: u64 = 40;

#[test]
fn no_damage_makes_measuring_panic() {
    let seeds: Vec<Vec<u8>> = small_pictures();
    let (mut usable, mut refused) = (0, 0);
    for round in 0..ROUNDS {
        for (kind, seed) in seeds.iter().enumerate() {
            let mut random = fastrand::Rng::with_seed(round * 1000 + kind as u64);
            let given = mutate(seed, &mut random);
            match measure_bytes(&given) {
                Ok(picture) => {
                    usable += 1;
                    check_promises(&picture);
                }
                Err(PictureError::Panicked { detail }) => panic!("seed {kind} round {round}: {detail}"),
                Err(_) => refused += 1,
            }
            if let Ok(small) = thumbnail::of_bytes(&given, 16) {
                assert_eq!(small.rgba.len(), small.width as usize * small.height as usize * 4);
            }
        }
    }
    assert!(usable > 50 && refused > 50, "both ends are exercised: {usable} usable, {refused} refused");
}

/// Whatever came in: what is sent is whole, of the size told, and free of metadata.
fn check_promises(picture: &MeasuredPicture) {
    let Some(bytes) = picture.prepared_bytes.as_deref() else { return };
    let (facts, _) = prepared(picture);
    let again = measure_bytes(bytes).unwrap_or_else(|error| panic!("prepared bytes are unusable: {error}"));
    assert_eq!((again.measured.facts.width, again.measured.facts.height), (facts.width, facts.height));
    assert_eq!(again.measured.facts.format, facts.format);
    assert_eq!(again.measured.facts.orientation, 1);
    assert_eq!(again.prepared_bytes.as_deref(), Some(bytes));
}

fn small_pictures() -> Vec<Vec<u8>> {
    let rgba = RgbaImage::from_fn(24, 18, |x, y| Rgba([x as u8 * 9, y as u8 * 9, 40, (x * y) as u8]));
    let small = |name: &str| {
        let image = image::load_from_memory(&sample_bytes(name)).unwrap();
        DynamicImage::from(image.thumbnail(24, 18).into_rgb8())
    };
    let p3 = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let mut pictures: Vec<Vec<u8>> =
        [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Bmp, ImageFormat::Tiff, ImageFormat::WebP]
            .into_iter()
            .map(|format| encoded(small("plain.png"), format))
            .collect();
    pictures.push(encoded(rgba.clone(), ImageFormat::Png));
    pictures.push(encoded(rgba, ImageFormat::Gif));
    pictures.push(with_profile(&gradient(24, 18), &p3, ImageFormat::Png));
    pictures.push(with_profile(&gradient(24, 18), &p3, ImageFormat::Jpeg));
    pictures.extend(["orientation_6.jpg", "progressive.jpg", "cmyk.jpg", "palette_transparent.png"].map(sample_bytes));
    pictures.push(sample_bytes("avif_named.png"));
    pictures
}

fn mutate(seed: &[u8], random: &mut fastrand::Rng) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..random.usize(1..=4) {
        // Headers are where a wrong byte does most.
        let reach = if random.bool() { bytes.len().min(200) } else { bytes.len() };
        let at = random.usize(..reach.max(1)).min(bytes.len().saturating_sub(1));
        match random.u8(..6) {
            0 => bytes[at] ^= 1 << random.u8(..8),
            1 => bytes[at] = *random.choice(&[0, 1, 0x7F, 0x80, 0xFF]).unwrap_or(&0),
            2 => bytes.truncate(at.max(1)),
            3 => bytes.insert(at, random.u8(..)),
            4 => {
                let end = (at + random.usize(1..40)).min(bytes.len());
                let part: Vec<u8> = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            _ => {
                let end = (at + random.usize(1..8)).min(bytes.len());
                if end - at < bytes.len() {
                    bytes.drain(at..end);
                }
            }
        }
    }
    bytes
}
