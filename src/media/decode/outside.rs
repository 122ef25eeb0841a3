//! Pictures of codecs we do not decode: by an `ffmpeg` found on PATH, in its own process, with nothing but the file.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use self::stream::Stream;
pub use self::stream::{named, quiet, spawn};
use super::Frame;
use crate::media::clip::ClipError;
use crate::media::demux::Movie;

mod stream;
mod y4m;

/// A picture that takes longer than this to come will not come.
const PATIENCE: Duration = Duration::from_secs(5);

/// Going on is quicker than beginning anew where the way is not longer than this.
const WORTH_GOING_ON: usize = 48;

/// Frames made at once for a playhead that goes backwards.
const RUN: usize = 48;

/// Where `ffmpeg` is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ffmpeg(PathBuf);

impl Ffmpeg {
    /// The first on PATH. Looked for anew each time: it may have been installed a moment ago.
    pub fn find() -> Option<Self> {
        let path = std::env::var_os("PATH")?;
        let name = format!("ffmpeg{}", std::env::consts::EXE_SUFFIX);
        // A relative entry would run what happens to lie in the current folder.
        let folders = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
        folders.map(|folder| folder.join(&name)).find(|program| program.is_file()).map(Self)
    }

    /// This very program.
    #[cfg(test)]
    pub fn at(program: &str) -> Self {
        Self(program.into())
    }

    pub fn program(&self) -> &Path {
        &self.0
    }
}

/// A clip's frames from such a process. It runs while frames are taken, and ends when another place is wanted.
pub struct Outside {
    ffmpeg: Ffmpeg,
    path: PathBuf,
    movie: Arc<Movie>,
    stream: Option<Stream>,
    /// The frame that comes next.
    next: usize,
    has_shown: bool,
}

impl Outside {
    pub fn new(ffmpeg: Ffmpeg, path: &Path, movie: Arc<Movie>) -> Self {
        Self { ffmpeg, path: path.to_owned(), movie, stream: None, next: 0, has_shown: false }
    }

    pub fn position(&self) -> usize {
        self.next
    }

    pub fn seek(&mut self, number: usize) {
        if self.stream.is_none() || !(self.next..=self.next + WORTH_GOING_ON).contains(&number) {
            self.stream = None;
            self.next = number;
        }
    }

    pub fn run_start(&self, number: usize) -> usize {
        number.saturating_sub(RUN - 1)
    }

    pub fn next_frame(&mut self) -> Result<Option<Frame>, ClipError> {
        let number = self.next;
        let Some(shown) = self.movie.video.shown.get(number).copied() else {
            return Ok(None);
        };
        let stream = match self.stream.take() {
            Some(stream) => Ok(stream),
            None => self.open(number),
        };
        match stream.map(|mut stream| stream.next(PATIENCE).map(|picture| (stream, picture))) {
            Ok(Some((stream, picture))) => {
                self.has_shown = true;
                self.stream = Some(stream);
                self.next += 1;
                Ok(Some(Frame { number, at_secs: shown.at_secs, secs: shown.secs, picture }))
            }
            // This ffmpeg may lack the decoder, or the file its pictures: nobody can tell.
            Err(error) if !self.has_shown => {
                Err(ClipError::Unsupported { codec: self.movie.video.codec.clone(), detail: error.to_string() })
            }
            Ok(None) | Err(_) => {
                self.next += 1;
                Err(ClipError::LostFrame { frame: number, detail: "ffmpeg ended before it".to_owned() })
            }
        }
    }

    fn open(&self, number: usize) -> Result<Stream, std::io::Error> {
        let shown = &self.movie.video.shown;
        // Half a frame before its time, so that no rounding passes it over.
        let from = (number > 0).then(|| (shown[number - 1].at_secs + shown[number].at_secs) / 2.0);
        Stream::open(&self.ffmpeg, &self.path, from, PATIENCE)
    }
}
