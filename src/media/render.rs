//! The maker of practice clips: a real H.264 MP4, drawn here, nothing fetched from outside.
//!
//! Every shot is one card that cuts at its exact frame; only its time code and progress line move. A clip begins on
//! the first picture and ends on the last where they are given, undrawn upon.

mod canvas;
mod card;
mod landscape;
mod overlay;
mod planes;
mod stream;
#[cfg(test)]
mod tests;
mod text;
mod tone;

use std::path::Path;

use canvas::Canvas;
use card::{Layout, Words};
use overlay::{Clock, Shown};
use planes::Planes;
use stream::Stream;
use text::Faces;

use super::mux::{self, CodedPicture, VideoTrack};

/// Frames a second of every practice clip.
pub const FPS: u32 = 24;
/// The longest clip that is drawn, in seconds.
pub const MOST_SECS: u32 = 300;
/// The longest side, in pixels.
pub const MOST_SIDE: u32 = 4096;

/// What a clip shall be. Sides are even; the length is the sum of the shots'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderOrder {
    pub width: u32,
    pub height: u32,
    pub shots: Vec<RenderShot>,
    /// A PNG or JPEG file: the very first frame shows it, cropped around its middle to fill.
    pub first_picture: Option<Vec<u8>>,
    /// The same for the very last frame.
    pub last_picture: Option<Vec<u8>>,
    pub sound: bool,
    /// Chooses colours and landscape; the same seed draws the same clip.
    pub seed: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderShot {
    pub title: String,
    pub text: String,
    /// At least 1.
    pub secs: u32,
}

#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("a picture of {width}×{height} cannot be drawn: both sides are even and from 64 to {MOST_SIDE}")]
    Size { width: u32, height: u32 },
    #[error("a clip of {secs} s in {shots} shots cannot be drawn: every shot has a second, all together {MOST_SECS}")]
    Length { secs: u64, shots: usize },
    #[error("the given picture cannot be read: {source}")]
    Picture { source: image::ImageError },
    #[error("an embedded font cannot be read: {source}")]
    Font { source: ab_glyph::InvalidFont },
    #[error("the picture's colours cannot be converted: {source}")]
    Colour { source: yuv::YuvError },
    #[error("the picture cannot be coded: {source}")]
    Encoder { source: rusty_h264_encoder::EncodeError },
    #[error("the encoder gave no picture")]
    NoPicture,
    #[error("the sound cannot be coded: {why}")]
    Sound { why: String },
    #[error(transparent)]
    Mux {
        #[from]
        source: mux::MuxError,
    },
}

/// Draws the clip and writes it to `out`, over whatever stands there. Works on the calling thread until it is done.
pub fn render(order: &RenderOrder, out: &Path) -> Result<(), RenderError> {
    check(order)?;
    let mut clip = Clip::new(order)?;
    let last_shot = order.shots.len() - 1;
    for (index, shot) in order.shots.iter().enumerate() {
        let frames = shot.secs * FPS;
        let hold = frames.min(FPS * 2) / 4;
        let first = order.first_picture.as_deref().filter(|_| index == 0);
        let last = order.last_picture.as_deref().filter(|_| index == last_shot);
        let before = first.map_or(0, |_| hold);
        let after = last.map_or(0, |_| hold);
        if let Some(picture) = first {
            clip.hold_picture(picture, before)?;
        }
        clip.play_card(Words { shot: index, title: &shot.title, text: &shot.text }, frames - before - after)?;
        if let Some(picture) = last {
            clip.hold_picture(picture, after)?;
        }
    }
    clip.finish(out)
}

fn check(order: &RenderOrder) -> Result<(), RenderError> {
    let (width, height) = (order.width, order.height);
    let is_side = |side: u32| side.is_multiple_of(2) && (64..=MOST_SIDE).contains(&side);
    if !is_side(width) || !is_side(height) {
        return Err(RenderError::Size { width, height });
    }
    let secs = order.shots.iter().map(|shot| u64::from(shot.secs)).sum();
    let is_every_shot_seen = order.shots.iter().all(|shot| shot.secs > 0);
    if !is_every_shot_seen || !(1..=u64::from(MOST_SECS)).contains(&secs) {
        return Err(RenderError::Length { secs, shots: order.shots.len() });
    }
    Ok(())
}

/// A clip in the making.
struct Clip<'a> {
    order: &'a RenderOrder,
    layout: Layout,
    faces: Faces,
    clock: Clock,
    stream: Stream,
    pictures: Vec<CodedPicture>,
    frames: u32,
}

impl<'a> Clip<'a> {
    fn new(order: &'a RenderOrder) -> Result<Self, RenderError> {
        let lengths: Vec<u32> = order.shots.iter().map(|shot| shot.secs * FPS).collect();
        let (width, height) = (order.width as usize, order.height as usize);
        let faces = Faces::load().map_err(|source| RenderError::Font { source })?;
        let layout = Layout::new(width, height, &lengths);
        let clock = Clock::new(&faces, &layout);
        let stream = Stream::new(width, height);
        Ok(Self { order, layout, faces, clock, stream, pictures: Vec::new(), frames: lengths.iter().sum() })
    }

    /// Shows a given picture for `frames`, with nothing drawn upon it.
    fn hold_picture(&mut self, picture: &[u8], frames: u32) -> Result<(), RenderError> {
        let canvas = Canvas::from_file(picture, self.layout.width, self.layout.height)?;
        let planes = Planes::from_canvas(&canvas)?;
        self.pictures.push(self.stream.key(&planes)?);
        for _frame in 1..frames {
            self.pictures.push(self.stream.held(&planes, &[]));
        }
        Ok(())
    }

    /// Shows a shot's card for `frames`, its time code running.
    fn play_card(&mut self, words: Words<'_>, frames: u32) -> Result<(), RenderError> {
        let mut shown = Shown::new(card::card(&self.faces, &self.layout, self.order.seed, words)?, &self.layout)?;
        for frame in 0..frames {
            let at = self.pictures.len() as u32;
            let changed = shown.advance(at, self.frames, &self.layout, &self.clock);
            self.pictures.push(match frame {
                0 => self.stream.key(&shown.planes)?,
                _ => self.stream.held(&shown.planes, &changed),
            });
        }
        Ok(())
    }

    fn finish(self, out: &Path) -> Result<(), RenderError> {
        let secs: Vec<u32> = self.order.shots.iter().map(|shot| shot.secs).collect();
        let sound = if self.order.sound { Some(tone::sound(&secs)?) } else { None };
        let video = VideoTrack {
            width: self.order.width as u16,
            height: self.order.height as u16,
            fps: FPS,
            sps: self.stream.sps_nal,
            pps: self.stream.pps_nal,
            pictures: self.pictures,
        };
        Ok(mux::write_mp4(&video, sound.as_ref(), out)?)
    }
}
