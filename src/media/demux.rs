//! Opens an MP4: its tracks, every sample's place and time, and the order in which pictures are shown.
//!
//! Nothing here trusts the file: sizes are capped before memory is taken, and every sample must lie inside it.

use std::fs::File;
use std::path::Path;

use crate::media::clip::ClipError;

mod boxes;
mod entry;
mod fragments;
mod track;

pub use entry::{AudioSetup, AvcConfig, ColorTag, VideoSetup};
pub use track::{Orientation, Sample, Shown};

/// More samples than an hour of sound at 48 kHz has packets; a clip has some hundreds.
pub const MAX_SAMPLES: usize = 500_000;

/// One compressed picture or packet larger than this is no video we would be sent.
pub const MAX_SAMPLE_BYTES: u32 = 64 << 20;

/// An opened MP4: whole, with at least one picture to show.
#[derive(Debug)]
pub struct Movie {
    /// Length of the file.
    pub bytes: u64,
    pub video: VideoTrack,
    /// The first sound track that has packets.
    pub audio: Option<AudioTrack>,
}

#[derive(Debug)]
pub struct VideoTrack {
    /// The word ffprobe would print: `h264`, `hevc`, …
    pub codec: String,
    pub setup: VideoSetup,
    /// As stored, before `orientation`.
    pub width: u32,
    pub height: u32,
    pub orientation: Orientation,
    /// What the container says of colour; the stream's own word comes first.
    pub color: Option<ColorTag>,
    /// Units of time in a second, for `samples`.
    pub timescale: u32,
    /// In decode order.
    pub samples: Vec<Sample>,
    /// In display order, the edit list applied. Never empty.
    pub shown: Vec<Shown>,
}

impl VideoTrack {
    /// From the start of the clip's time to the end of its last picture.
    pub fn end_secs(&self) -> f64 {
        self.shown.last().map_or(0.0, |last| last.at_secs + last.secs)
    }

    /// Time covered by pictures: what ffprobe calls the stream's duration.
    pub fn span_secs(&self) -> f64 {
        self.end_secs() - self.shown.first().map_or(0.0, |first| first.at_secs)
    }
}

#[derive(Debug)]
pub struct AudioTrack {
    /// The word ffprobe would print: `aac`, `flac`, `alac`, …
    pub codec: String,
    pub rate: u32,
    pub channels: u16,
    pub setup: AudioSetup,
    /// Units of time in a second, for `samples` and `media_start`.
    pub timescale: u32,
    pub samples: Vec<Sample>,
    /// Silence before the first sound, in seconds.
    pub delay_secs: f64,
    /// Where the sound begins in the track's own time: what lies before is priming, not heard.
    pub media_start: i64,
    /// Length of what is heard.
    pub secs: f64,
}

/// Opens an MP4 and checks that it is whole.
pub fn open(path: &Path) -> Result<(File, Movie), ClipError> {
    let (mut file, bytes) = open_file(path)?;
    let index = boxes::read_index(&mut file, bytes, path)?;
    let movie = track::movie(&index, bytes)?;
    check_whole(&movie)?;
    Ok((file, movie))
}

fn open_file(path: &Path) -> Result<(File, u64), ClipError> {
    let failed = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::NotFound => ClipError::Missing { path: path.to_owned() },
        _ => ClipError::Read { path: path.to_owned(), source },
    };
    // Looked at before it is opened: opening a pipe would wait for its writer.
    let facts = std::fs::metadata(path).map_err(failed)?;
    if !facts.is_file() {
        return Err(ClipError::NotRegular { path: path.to_owned() });
    }
    if facts.len() == 0 {
        return Err(ClipError::Empty);
    }
    Ok((File::open(path).map_err(failed)?, facts.len()))
}

/// Every sample of every track we read lies inside the file.
fn check_whole(movie: &Movie) -> Result<(), ClipError> {
    let audio = movie.audio.iter().flat_map(|track| &track.samples);
    let (mut expected, mut total) = (0, 0);
    for sample in movie.video.samples.iter().chain(audio) {
        if sample.size > MAX_SAMPLE_BYTES {
            return Err(ClipError::TooLarge { detail: format!("a sample of {} bytes", sample.size) });
        }
        total += u64::from(sample.size);
        let end = sample.offset.checked_add(u64::from(sample.size));
        expected = expected.max(end.ok_or_else(|| ClipError::damaged("a sample lies beyond any file"))?);
    }
    if expected > movie.bytes {
        return Err(ClipError::Cut { got: movie.bytes, expected });
    }
    // Samples that share bytes could make a small file decode for hours.
    if total > movie.bytes.saturating_mul(2) {
        return Err(ClipError::damaged("samples lie on top of each other"));
    }
    Ok(())
}
