//! Frames of a clip in display order, one after another or by number, whoever decodes them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::colour::{Look, Yuv};
use super::facts;
use super::h264;
use super::outside::{Ffmpeg, Outside};
use super::own::OwnReader;
use crate::media::Pixels;
use crate::media::clip::ClipError;
use crate::media::demux::{self, Movie, VideoSetup};
use crate::model::clip::ClipFacts;

/// Reads one clip. A frame is the same however it was reached.
pub struct ClipReader {
    path: PathBuf,
    movie: Arc<Movie>,
    facts: ClipFacts,
    look: Look,
    ffmpeg: Option<Ffmpeg>,
    source: Source,
}

enum Source {
    Own(Box<OwnReader>),
    Outside(Box<Outside>),
}

/// One frame as decoded, before colour.
#[derive(Debug)]
pub struct Frame {
    /// In display order, from 0.
    pub number: usize,
    pub at_secs: f64,
    pub secs: f64,
    pub picture: Yuv,
}

impl ClipReader {
    /// Opens a clip for decoding. What our own decoders do not know, an `ffmpeg` on PATH decodes in its own process;
    /// where there is none, it is `Unsupported`.
    pub fn open(path: &Path) -> Result<Self, ClipError> {
        Self::open_with(path, Ffmpeg::find())
    }

    /// As `open`, by our own decoders alone, or with the `ffmpeg` given.
    pub fn open_with(path: &Path, ffmpeg: Option<Ffmpeg>) -> Result<Self, ClipError> {
        let (file, movie) = demux::open(path)?;
        let (facts, movie) = (facts::of(&movie), Arc::new(movie));
        let video = &movie.video;
        let (look, source) = match &video.setup {
            VideoSetup::Avc(config) => {
                let look = Look::of(&h264::stream_info(config)?, video.color, video.orientation);
                let reader = OwnReader::new(path, file, Arc::clone(&movie), config.clone());
                (look, Source::Own(Box::new(reader)))
            }
            VideoSetup::Other => {
                let detail = "no decoder".to_owned();
                let unsupported = || ClipError::Unsupported { codec: video.codec.clone(), detail };
                let outside = Outside::new(ffmpeg.clone().ok_or_else(unsupported)?, path, Arc::clone(&movie));
                (
                    Look::of_tag(video.color, (video.width, video.height), video.orientation),
                    Source::Outside(Box::new(outside)),
                )
            }
        };
        Ok(Self { path: path.to_owned(), movie, facts, look, ffmpeg, source })
    }

    /// Has an `ffmpeg` on PATH decode what our own decoders could, more slowly. False: there is none.
    pub fn hand_over(&mut self) -> bool {
        let (Source::Own(own), Some(ffmpeg)) = (&self.source, self.ffmpeg.clone()) else {
            return false;
        };
        let at = own.position();
        let mut outside = Outside::new(ffmpeg, &self.path, Arc::clone(&self.movie));
        outside.seek(at);
        self.look = self.look.through_ffmpeg();
        self.source = Source::Outside(Box::new(outside));
        true
    }

    /// Whether an `ffmpeg` decodes.
    pub fn is_outside(&self) -> bool {
        matches!(self.source, Source::Outside(_))
    }

    pub fn facts(&self) -> &ClipFacts {
        &self.facts
    }

    pub fn movie(&self) -> &Movie {
        &self.movie
    }

    /// How its pictures are to be painted. May change when the first of them is decoded.
    pub fn look(&self) -> Look {
        self.look
    }

    /// Frames there are to show.
    pub fn frames(&self) -> usize {
        self.movie.video.shown.len()
    }

    /// The number of the frame that `next_frame` hands out.
    pub fn position(&self) -> usize {
        match &self.source {
            Source::Own(own) => own.position(),
            Source::Outside(outside) => outside.position(),
        }
    }

    /// The picture of frame `number` as shown, in full size.
    pub fn frame(&mut self, number: usize) -> Result<Pixels, ClipError> {
        let frame = self.decode_frame(number)?;
        Ok(self.look.paint(&frame.picture, None))
    }

    /// Frame `number`, before colour.
    pub fn decode_frame(&mut self, number: usize) -> Result<Frame, ClipError> {
        self.seek(number)?;
        loop {
            match self.next_frame() {
                Ok(Some(frame)) if frame.number == number => return Ok(frame),
                Ok(Some(_)) => {}
                Ok(None) => return Err(self.no_such(number)),
                Err(ClipError::LostFrame { frame, .. }) if frame < number => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Heads for frame `number`: `next_frame` then hands out `number`, or before it some of the frames it depends on.
    /// Goes on from here where that is the shorter way.
    pub fn seek(&mut self, number: usize) -> Result<(), ClipError> {
        if number >= self.frames() {
            return Err(self.no_such(number));
        }
        match &mut self.source {
            Source::Own(own) => own.seek(number),
            Source::Outside(outside) => {
                outside.seek(number);
                Ok(())
            }
        }
    }

    /// The first frame of those decoded on the way to frame `number` when decoding begins anew.
    pub fn run_start(&mut self, number: usize) -> Result<usize, ClipError> {
        if number >= self.frames() {
            return Err(self.no_such(number));
        }
        match &mut self.source {
            Source::Own(own) => own.run_start(number),
            Source::Outside(outside) => Ok(outside.run_start(number)),
        }
    }

    /// The next frame in display order; none after the last. A `LostFrame` is passed over by calling again.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, ClipError> {
        let found = match &mut self.source {
            Source::Own(own) => own.next_frame(),
            Source::Outside(outside) => outside.next_frame(),
        };
        match found {
            Err(ClipError::Unsupported { .. }) if self.hand_over() => self.next_frame(),
            found => found,
        }
    }

    fn no_such(&self, frame: usize) -> ClipError {
        ClipError::NoSuchFrame { frame, frames: self.frames() }
    }
}
