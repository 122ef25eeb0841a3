//! What the device plays: the clip's sound from a place on, then silence.

use std::sync::Arc;

use super::Gain;
use crate::media::audio::Sound;

/// A step of loudness this small a frame makes no click: full swing in about 20 ms.
const GLIDE: f32 = 0.001;

/// A clip's sound in one or two channels.
pub struct Tape {
    pub rate: u32,
    pub channels: usize,
    samples: Arc<[f32]>,
}

impl Tape {
    /// Of more than two channels the first two are played; our vendors deliver stereo.
    pub fn of(sound: Sound) -> Self {
        let channels = usize::from(sound.channels).clamp(1, 2);
        let samples = if usize::from(sound.channels) > channels {
            sound.samples.chunks_exact(sound.channels.into()).flat_map(|frame| &frame[..channels]).copied().collect()
        } else {
            sound.samples.into()
        };
        Self { rate: sound.rate, channels, samples }
    }
}

/// Hands out samples from a place on. After the last come silence and more silence: the device goes on keeping time.
pub struct Feed {
    pub rate: u32,
    pub channels: usize,
    samples: Arc<[f32]>,
    next: usize,
    gain: Arc<Gain>,
    /// Loudness of the last frame, on its way to the gain asked for.
    level: f32,
}

impl Feed {
    pub fn new(tape: &Tape, from_secs: f64, gain: Arc<Gain>) -> Self {
        let frame = (from_secs.max(0.0) * f64::from(tape.rate)).round() as usize;
        let (rate, channels, samples) = (tape.rate, tape.channels, Arc::clone(&tape.samples));
        let level = gain.factor();
        Self { rate, channels, samples, next: frame.saturating_mul(channels), gain, level }
    }

    /// The next frame: its left and right sample (the same where there is one channel).
    pub fn next_frame(&mut self) -> [f32; 2] {
        self.level += (self.gain.factor() - self.level).clamp(-GLIDE, GLIDE);
        let sample = |place: usize| self.samples.get(place).copied().unwrap_or(0.0) * self.level;
        let frame = [sample(self.next), sample(self.next + self.channels - 1)];
        self.next = self.next.saturating_add(self.channels);
        frame
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tape(channels: u16, samples: &[f32]) -> Tape {
        Tape::of(Sound { rate: 2, channels, samples: samples.to_vec() })
    }

    #[test]
    fn sound_starts_where_asked_and_ends_in_silence() {
        let tape = tape(2, &[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
        let mut feed = Feed::new(&tape, 0.5, Arc::new(Gain::new(1.0, false)));
        let frames: Vec<_> = (0..4).map(|_| feed.next_frame()).collect();
        assert_eq!(frames, [[0.3, 0.4], [0.5, 0.6], [0.0, 0.0], [0.0, 0.0]]);
    }

    #[test]
    fn of_six_channels_two_are_played_and_one_is_played_on_both_sides() {
        let six = tape(6, &[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.0, 0.0, 0.0, 0.0]);
        let mut feed = Feed::new(&six, 0.0, Arc::new(Gain::new(1.0, false)));
        assert_eq!([feed.next_frame(), feed.next_frame()], [[0.1, 0.2], [0.7, 0.8]]);
        let mut feed = Feed::new(&tape(1, &[0.1, 0.2]), 0.5, Arc::new(Gain::new(1.0, false)));
        assert_eq!(feed.next_frame(), [0.2, 0.2]);
    }

    #[test]
    fn muting_glides_to_silence_without_a_click() {
        let gain = Arc::new(Gain::new(1.0, false));
        let mut feed = Feed::new(&tape(1, &[1.0; 5_000]), 0.0, Arc::clone(&gain));
        feed.next_frame();
        gain.set(1.0, true);
        let mut last = 1.0;
        for _ in 0..2_000 {
            let [now, _] = feed.next_frame();
            assert!(now <= last && last - now < 0.002);
            last = now;
        }
        assert_eq!(last, 0.0);
    }

    #[test]
    fn half_the_volume_is_a_quarter_of_the_power_asked() {
        assert_eq!(Gain::new(0.5, false).factor(), 0.25);
        assert_eq!(Gain::new(0.5, true).factor(), 0.0);
        assert_eq!(Gain::new(7.0, false).factor(), 1.0);
    }
}
