//! Pixels of a picture, whole or not at all.

use std::borrow::Cow;
use std::io::Cursor;
use std::sync::{Mutex, MutexGuard, PoisonError};

use image::codecs::{bmp::BmpDecoder, gif::GifDecoder, png::PngDecoder, tiff::TiffDecoder, webp::WebPDecoder};
use image::error::ImageError;
use image::{DynamicImage, GrayImage, ImageDecoder, Limits, RgbImage};
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::media::probe::{PictureError, guarded, jpeg, limits};
use crate::model::image::{ColorKind, PictureFacts, PictureFormat};

use super::{avif, cmyk, scrub};

/// From here on a picture is decoded alone: two of them at once could take more memory than a laptop has.
const LARGE_PIXELS: u64 = 24_000_000;
static LARGE: Mutex<()> = Mutex::new(());

/// Taken while a large picture's pixels are kept.
pub type Alone = MutexGuard<'static, ()>;

/// A picture's data, decoded and known to be whole.
pub struct Decoded {
    /// As stored: not turned, not converted.
    pub pixels: DynamicImage,
    /// The same picture without metadata; JPEG and PNG only.
    pub scrubbed: Option<Vec<u8>>,
    /// As long as it is kept, no other large picture is decoded.
    pub _alone: Option<Alone>,
}

/// Decodes the first picture of `bytes`. Damage anywhere in it is an error.
pub fn decode(bytes: &[u8], facts: &PictureFacts) -> Result<Decoded, PictureError> {
    let is_large = u64::from(facts.width) * u64::from(facts.height) >= LARGE_PIXELS;
    // The lock guards memory, no data: one poisoned by a panic is as good as new.
    let alone = is_large.then(|| LARGE.lock().unwrap_or_else(PoisonError::into_inner));
    let (pixels, scrubbed) = guarded(|| decode_format(bytes, facts))?;
    Ok(Decoded { pixels, scrubbed, _alone: alone })
}

fn decode_format(bytes: &[u8], facts: &PictureFacts) -> Result<(DynamicImage, Option<Vec<u8>>), PictureError> {
    let format = facts.format;
    let broken = |error| from_image(format, error);
    let reader = Cursor::new(bytes);
    let cut = || PictureError::damaged(format, "the end is missing");
    match format {
        PictureFormat::Jpeg => {
            let scrubbed = scrub::jpeg(bytes).ok_or_else(cut)?;
            let pixels = match facts.color {
                ColorKind::Cmyk => cmyk::pixels(bytes, &scrubbed)?,
                ColorKind::Grey | ColorKind::Rgb | ColorKind::Palette => jpeg_pixels(&scrubbed, facts)?,
            };
            Ok((pixels, Some(scrubbed)))
        }
        PictureFormat::Png => {
            // Metadata is never shown to the decoder: a compressed text chunk may be a bomb.
            let scrubbed = scrub::png(bytes).ok_or_else(cut)?;
            let decoder = PngDecoder::with_limits(Cursor::new(&scrubbed), decoder_limits()).map_err(broken)?;
            Ok((pixels_of(format, decoder)?, Some(scrubbed)))
        }
        PictureFormat::Gif => plain(pixels_of(format, GifDecoder::new(reader).map_err(broken)?)?),
        PictureFormat::Bmp => plain(pixels_of(format, BmpDecoder::new(reader).map_err(broken)?)?),
        PictureFormat::Tiff => plain(pixels_of(format, TiffDecoder::new(reader).map_err(broken)?)?),
        PictureFormat::Webp => plain(pixels_of(format, WebPDecoder::new(reader).map_err(broken)?)?),
        PictureFormat::Avif => plain(avif::pixels(bytes, facts)?),
        PictureFormat::Heic => Err(PictureError::NoDecoder { format }),
    }
}

fn plain(pixels: DynamicImage) -> Result<(DynamicImage, Option<Vec<u8>>), PictureError> {
    Ok((pixels, None))
}

fn pixels_of(format: PictureFormat, mut decoder: impl ImageDecoder) -> Result<DynamicImage, PictureError> {
    let bytes = decoder.total_bytes();
    if bytes > limits::DECODED_BYTES {
        return Err(PictureError::TooMuchMemory { bytes });
    }
    let mut allowed = decoder_limits();
    // Here the pixels count towards the decoder's own memory.
    allowed.max_alloc = Some(limits::DECODER_BYTES + bytes);
    decoder.set_limits(allowed).map_err(|error| from_image(format, error))?;
    DynamicImage::from_decoder(decoder).map_err(|error| from_image(format, error))
}

fn decoder_limits() -> Limits {
    let mut allowed = Limits::no_limits();
    allowed.max_image_width = Some(limits::SIDE);
    allowed.max_image_height = Some(limits::SIDE);
    allowed.max_alloc = Some(limits::DECODER_BYTES);
    allowed
}

fn jpeg_pixels(scrubbed: &[u8], facts: &PictureFacts) -> Result<DynamicImage, PictureError> {
    let is_grey = facts.color == ColorKind::Grey;
    let (raw, width, height) = jpeg_samples(scrubbed, if is_grey { ColorSpace::Luma } else { ColorSpace::RGB })?;
    let image = if is_grey {
        GrayImage::from_raw(width, height, raw).map(DynamicImage::ImageLuma8)
    } else {
        RgbImage::from_raw(width, height, raw).map(DynamicImage::ImageRgb8)
    };
    image.ok_or_else(|| PictureError::damaged(PictureFormat::Jpeg, "too few pixels"))
}

/// Samples in the wanted channels, with width and height.
pub(super) fn jpeg_samples(scrubbed: &[u8], wanted: ColorSpace) -> Result<(Vec<u8>, u32, u32), PictureError> {
    let held = jpeg::header(scrubbed).map_or(0, |header| header.held_bytes);
    if held > limits::DECODER_BYTES {
        return Err(PictureError::TooMuchMemory { bytes: held });
    }
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(limits::SIDE as usize)
        .set_max_height(limits::SIDE as usize)
        .jpeg_set_out_colorspace(wanted);
    let shown = without_end_marker(scrubbed);
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(shown.as_ref()), options);
    let raw = decoder.decode().map_err(from_zune)?;
    let size = decoder.dimensions();
    let (width, height) = size.ok_or_else(|| PictureError::damaged(PictureFormat::Jpeg, "no size"))?;
    Ok((raw, width as u32, height as u32))
}

/// The decoder takes an end marker that comes too early for granted and makes up the rest. Shown a few zeros in
/// its place it runs out of bytes, and says so; a whole picture never reads that far.
fn without_end_marker(scrubbed: &[u8]) -> Cow<'_, [u8]> {
    match scrubbed.strip_suffix(&[0xFF, jpeg::EOI]) {
        Some(open) if jpeg::is_one_run(scrubbed) => Cow::Owned([open, &[0; 16]].concat()),
        _ => Cow::Borrowed(scrubbed),
    }
}

fn from_zune(error: zune_jpeg::errors::DecodeErrors) -> PictureError {
    use zune_jpeg::errors::DecodeErrors;
    let format = PictureFormat::Jpeg;
    match error {
        DecodeErrors::Unsupported(scheme) => PictureError::Unsupported { format, detail: format!("{scheme:?}") },
        other => PictureError::damaged(format, format!("{other:?}")),
    }
}

fn from_image(format: PictureFormat, error: ImageError) -> PictureError {
    match error {
        ImageError::Unsupported(what) => PictureError::Unsupported { format, detail: what.to_string() },
        ImageError::Limits(_) => PictureError::TooMuchMemory { bytes: limits::DECODER_BYTES },
        ImageError::Decoding(_) | ImageError::Encoding(_) | ImageError::Parameter(_) | ImageError::IoError(_) => {
            PictureError::damaged(format, error)
        }
    }
}
