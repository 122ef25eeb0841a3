//! A clip's facts, from its container and its stream's first parameter set.

use super::h264;
use crate::media::demux::{Movie, VideoSetup};
use crate::model::clip::{AudioFacts, ClipFacts};

pub fn of(movie: &Movie) -> ClipFacts {
    let video = &movie.video;
    // The stream knows its cropped size better than the container.
    let stored = match &video.setup {
        VideoSetup::Avc(config) => h264::stream_info(config).ok().map(|info| (info.width, info.height)),
        VideoSetup::Other => None,
    };
    let (width, height) = stored.unwrap_or((video.width, video.height));
    let (width, height) = video.orientation.turned(width, height);
    let frames = video.shown.len() as u64;
    // Gaps between pictures lengthen the clip; they do not slow its rate.
    let units: u64 = video.shown.iter().map(|shown| u64::from(video.samples[shown.sample].duration)).sum();
    let playing_secs = units as f64 / f64::from(video.timescale);
    ClipFacts {
        codec: video.codec.clone(),
        bytes: movie.bytes,
        width,
        height,
        seconds: to_micros(video.span_secs()),
        frames,
        fps: if units > 0 { to_micros(frames as f64 / playing_secs) } else { 0.0 },
        audio: movie.audio.as_ref().map(|track| AudioFacts {
            codec: track.codec.clone(),
            rate: track.rate,
            channels: track.channels,
            seconds: to_micros(track.secs),
        }),
    }
}

/// Sums of fractions end in 1.9999999999999998; nobody measures a clip closer than a millionth.
fn to_micros(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
