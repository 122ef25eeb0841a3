//! JPEG in print colours, as CMYK or YCCK, to sRGB: by its own profile, else as if inks were perfect.

use image::{DynamicImage, RgbImage};
use zune_jpeg::zune_core::colorspace::ColorSpace;

use crate::media::probe::profile::Inks;
use crate::media::probe::{PictureError, icc_of, jpeg};
use crate::model::image::PictureFormat;

use super::decode::jpeg_samples;

const ADOBE: u8 = 0xEE;

/// How the four channels are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stored {
    /// 255 for full ink.
    Inks,
    /// Upside down, as Adobe's programs write it: 255 for none.
    Paper,
    /// The same, the first three as luma and chroma.
    LumaAndPaper,
}

/// Pixels of a four-channel JPEG; `scrubbed` is the same file without its metadata.
pub fn pixels(given: &[u8], scrubbed: &[u8]) -> Result<DynamicImage, PictureError> {
    let stored = stored(scrubbed);
    let wanted = match stored {
        Stored::Inks | Stored::Paper => ColorSpace::CMYK,
        Stored::LumaAndPaper => ColorSpace::YCCK,
    };
    let (mut raw, width, height) = jpeg_samples(scrubbed, wanted)?;
    let inks = icc_of(PictureFormat::Jpeg, given).and_then(|icc| Inks::of(&icc));
    let row = width as usize;
    let (mut four, mut three) = (vec![0; row * 4], vec![0; row * 3]);
    // In place, front to back: what is written never catches up with what is read.
    for y in 0..raw.len() / (row * 4).max(1) {
        four.copy_from_slice(&raw[y * row * 4..][..row * 4]);
        to_inks(&mut four, stored);
        let is_converted = inks.as_ref().is_some_and(|inks| inks.row(&four, &mut three));
        if !is_converted {
            perfect(&four, &mut three);
        }
        raw[y * row * 3..][..row * 3].copy_from_slice(&three);
    }
    raw.truncate(row * 3 * height as usize);
    let image = RgbImage::from_raw(width, height, raw).map(DynamicImage::ImageRgb8);
    image.ok_or_else(|| PictureError::damaged(PictureFormat::Jpeg, "too few pixels"))
}

/// Adobe's marker says how; without it inks are stored as they are.
fn stored(bytes: &[u8]) -> Stored {
    let transform = jpeg::pieces(bytes).find_map(|piece| match piece {
        jpeg::Piece::Segment(ADOBE, data) if data.starts_with(b"Adobe") => data.get(11).copied(),
        jpeg::Piece::Segment(..) | jpeg::Piece::Scan(_) | jpeg::Piece::End => None,
    });
    match transform {
        None => Stored::Inks,
        Some(2) => Stored::LumaAndPaper,
        Some(_) => Stored::Paper,
    }
}

fn to_inks(row: &mut [u8], stored: Stored) {
    for pixel in row.chunks_exact_mut(4) {
        match stored {
            Stored::Inks => {}
            Stored::Paper => pixel.iter_mut().for_each(|channel| *channel = 255 - *channel),
            Stored::LumaAndPaper => {
                // What JPEG calls red, green and blue here are inks already.
                let rgb = rgb_of(pixel[0], pixel[1], pixel[2]);
                pixel[..3].copy_from_slice(&rgb);
                pixel[3] = 255 - pixel[3];
            }
        }
    }
}

/// JFIF's luma and chroma.
fn rgb_of(luma: u8, blue: u8, red: u8) -> [u8; 3] {
    let (y, cb, cr) = (f32::from(luma), f32::from(blue) - 128.0, f32::from(red) - 128.0);
    // `as` keeps a float within 0 and 255.
    [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb].map(|channel| channel.round() as u8)
}

/// Each ink takes away its own colour and nothing else.
fn perfect(inks: &[u8], rgb: &mut [u8]) {
    for (ink, rgb) in inks.chunks_exact(4).zip(rgb.chunks_exact_mut(3)) {
        let light = 255 - u32::from(ink[3]);
        for (channel, ink) in rgb.iter_mut().zip(ink) {
            // At most 255 by construction.
            *channel = (((255 - u32::from(*ink)) * light + 127) / 255) as u8;
        }
    }
}
