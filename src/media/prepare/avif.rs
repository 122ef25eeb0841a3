//! AVIF by the `ffmpeg` on PATH, where there is one. A decoder of our own would be a large one of mostly unsafe code for
//! a format no vendor takes; this one runs in a process of its own, sees nothing but the picture, and ends in time.

use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use image::{DynamicImage, RgbImage, RgbaImage};

use crate::media::decode::outside::{self, Ffmpeg};
use crate::media::probe::isobmff::items::{Alpha, alpha};
use crate::media::probe::{PictureError, limits};
use crate::model::image::{PictureFacts, PictureFormat};

const FORMAT: PictureFormat = PictureFormat::Avif;
/// The slowest picture that is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Pixels as stored: the boxes' own turning is still to be done.
pub fn pixels(bytes: &[u8], facts: &PictureFacts) -> Result<DynamicImage, PictureError> {
    let is_on_its_side = facts.orientation > 4;
    let (width, height) = if is_on_its_side { (facts.height, facts.width) } else { (facts.width, facts.height) };
    let count = width as usize * height as usize;
    let raw = decoded(bytes, "rgb24", count * 3)?;
    let image = if facts.has_alpha {
        // ffmpeg decodes the colours alone, and what transparency hides would be seen.
        let unknown = || PictureError::Unsupported { format: FORMAT, detail: "transparency".to_owned() };
        let Alpha { file, is_premultiplied } = alpha(bytes).ok_or_else(unknown)?;
        let veil = decoded(&file, "gray", count)?;
        RgbaImage::from_raw(width, height, veiled(raw, &veil, is_premultiplied)).map(DynamicImage::ImageRgba8)
    } else {
        RgbImage::from_raw(width, height, raw).map(DynamicImage::ImageRgb8)
    };
    image.ok_or_else(|| PictureError::damaged(FORMAT, "not all of it decodes"))
}

/// Colours with their transparency. In place, from the back: what is written never overtakes what is read.
fn veiled(mut raw: Vec<u8>, veil: &[u8], is_premultiplied: bool) -> Vec<u8> {
    raw.resize(veil.len() * 4, 0);
    for (at, alpha) in veil.iter().enumerate().rev() {
        let own = |color: u8| match *alpha {
            0 => 0,
            alpha if is_premultiplied => {
                let color = (u32::from(color) * 255 + u32::from(alpha) / 2) / u32::from(alpha);
                u8::try_from(color).unwrap_or(u8::MAX)
            }
            _ => color,
        };
        let [red, green, blue] = [raw[at * 3], raw[at * 3 + 1], raw[at * 3 + 2]].map(own);
        raw[at * 4..at * 4 + 4].copy_from_slice(&[red, green, blue, *alpha]);
    }
    raw
}

/// `layout` is ffmpeg's word for what a pixel is.
fn decoded(bytes: &[u8], layout: &str, expected: usize) -> Result<Vec<u8>, PictureError> {
    let damaged = |error: io::Error| PictureError::damaged(FORMAT, error);
    // The boxes point backwards and forwards: a pipe cannot be read so.
    let mut file = tempfile::NamedTempFile::new().map_err(damaged)?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(damaged)?;
    let ffmpeg = Ffmpeg::find().ok_or(PictureError::NoDecoder { format: FORMAT })?;
    let mut child = outside::spawn(&mut command(&ffmpeg, file.path(), layout)).map_err(damaged)?;
    let raw = read(&mut child, expected);
    // Whatever came of it, it does not outlive the picture.
    let _ = child.kill();
    let _ = child.wait();
    raw.ok_or_else(|| PictureError::damaged(FORMAT, "ffmpeg does not decode it"))
}

/// Only pixels come back.
fn command(ffmpeg: &Ffmpeg, file: &Path, layout: &str) -> Command {
    let mut command = outside::quiet(ffmpeg);
    command
        .args(["-threads", "1", "-max_pixels", &limits::PIXELS.to_string(), "-noautorotate", "-i"])
        .arg(outside::named(file))
        .args(["-map", "0:v:0", "-frames:v", "1", "-sws_flags", "bicubic+accurate_rnd+full_chroma_int"])
        .args(["-f", "rawvideo", "-pix_fmt", layout, "pipe:1"]);
    command
}

/// Exactly the expected bytes, or nothing.
fn read(child: &mut Child, expected: usize) -> Option<Vec<u8>> {
    let out = child.stdout.take()?;
    let (sender, answer) = mpsc::channel();
    thread::spawn(move || {
        let mut raw = Vec::with_capacity(expected);
        let read = out.take(expected as u64 + 1).read_to_end(&mut raw);
        // Nobody listens any more where it took too long.
        let _ = sender.send(read.map(|_| raw));
    });
    let raw = answer.recv_timeout(PATIENCE).ok()?.ok()?;
    (raw.len() == expected).then_some(raw)
}
