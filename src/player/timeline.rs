//! When each frame is shown.

use crate::media::demux::Movie;

pub struct Timeline {
    /// Starts of the frames, in seconds. The first stands from zero.
    starts: Vec<f64>,
    pub end_secs: f64,
    pub has_sound: bool,
}

impl Timeline {
    pub fn of(movie: &Movie) -> Self {
        let mut starts: Vec<f64> = movie.video.shown.iter().map(|shown| shown.at_secs).collect();
        if let Some(first) = starts.first_mut() {
            *first = 0.0;
        }
        let sound_end = movie.audio.as_ref().map_or(0.0, |track| track.delay_secs + track.secs);
        Self { starts, end_secs: movie.video.end_secs().max(sound_end), has_sound: movie.audio.is_some() }
    }

    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Past the last frame: the end.
    pub fn start_of(&self, number: usize) -> f64 {
        self.starts.get(number).copied().unwrap_or(self.end_secs)
    }

    pub fn frame_at(&self, secs: f64) -> usize {
        self.starts.partition_point(|&start| start <= secs).saturating_sub(1)
    }
}
