//! The sound of a clip, decoded whole: clips last seconds, and a playhead may go anywhere.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use symphonia::core::codecs::audio::well_known::{CODEC_ID_AAC, CODEC_ID_ALAC, CODEC_ID_FLAC};
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::packet::PacketRef;
use symphonia::core::units::{Duration, Timestamp};

use super::clip::ClipError;
use super::decode::{Ffmpeg, read_at};
use super::demux::{self, AudioSetup, AudioTrack};

mod outside;

/// Ten minutes of stereo at 48 kHz; a clip has 15 seconds.
const MAX_SAMPLES: usize = 10 * 60 * 48_000 * 2;

/// A clip's sound from the start of the clip's time: priming is gone, a delay is silence.
#[derive(Clone, PartialEq)]
pub struct Sound {
    /// Samples a second.
    pub rate: u32,
    /// 1 to 8.
    pub channels: u16,
    /// Interleaved, −1 to 1.
    pub samples: Vec<f32>,
}

impl Sound {
    /// Length in samples of one channel.
    pub fn frames(&self) -> usize {
        self.samples.len() / usize::from(self.channels)
    }

    pub fn secs(&self) -> f64 {
        self.frames() as f64 / f64::from(self.rate)
    }
}

impl std::fmt::Debug for Sound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sound({} Hz × {}, {:.3} s)", self.rate, self.channels, self.secs())
    }
}

/// Decodes the sound of a clip; none if it has no sound track. What our own decoders do not know, an `ffmpeg` on PATH
/// decodes in its own process; where there is none, it is `Unsupported`.
pub fn decode(path: &Path) -> Result<Option<Sound>, ClipError> {
    decode_with(path, Ffmpeg::find)
}

/// As `decode`; whether there is an `ffmpeg` is asked only where one is needed.
pub fn decode_with(path: &Path, ffmpeg: fn() -> Option<Ffmpeg>) -> Result<Option<Sound>, ClipError> {
    let (mut file, movie) = demux::open(path)?;
    let Some(track) = movie.audio else {
        return Ok(None);
    };
    let unread = |source| ClipError::Read { path: path.to_owned(), source };
    let sound = catch_unwind(AssertUnwindSafe(|| decode_track(&mut file, &track, &unread)));
    match sound.unwrap_or_else(|_| Err(ClipError::damaged("the sound decoder stopped"))) {
        Err(unknown @ ClipError::Unsupported { .. }) => match ffmpeg() {
            Some(ffmpeg) => outside::decode(&ffmpeg, path, &track).map(Some),
            None => Err(unknown),
        },
        sound => sound.map(Some),
    }
}

fn decode_track(
    file: &mut File,
    track: &AudioTrack,
    unread: &dyn Fn(std::io::Error) -> ClipError,
) -> Result<Sound, ClipError> {
    let mut decoder = decoder_for(track)?;
    let mut tape = Tape::new(track);
    for (index, sample) in track.samples.iter().enumerate() {
        let bytes = read_at(file, sample.offset, sample.size).map_err(unread)?;
        let at = Timestamp::new(i64::try_from(index).unwrap_or(i64::MAX));
        let packet = PacketRef::new(0, at, Duration::new(sample.duration.into()), &bytes);
        match decoder.decode_ref(&packet) {
            Ok(buffer) => {
                let spec = (buffer.spec().rate(), buffer.spec().channels().count());
                let mut heard = Vec::new();
                buffer.copy_to_vec_interleaved::<f32>(&mut heard);
                tape.put(sample.cts, spec, &heard)?;
            }
            // A damaged packet is a moment of silence; its neighbours keep their time.
            Err(_) => decoder.reset(),
        }
    }
    tape.finish()
}

fn decoder_for(track: &AudioTrack) -> Result<Box<dyn AudioDecoder>, ClipError> {
    let unsupported = |detail: String| ClipError::Unsupported { codec: track.codec.clone(), detail };
    let (codec, setup) = match &track.setup {
        AudioSetup::Aac(bytes) => (CODEC_ID_AAC, bytes),
        AudioSetup::Flac(bytes) => (CODEC_ID_FLAC, bytes),
        AudioSetup::Alac(bytes) => (CODEC_ID_ALAC, bytes),
        AudioSetup::Other => return Err(unsupported("no decoder".to_owned())),
    };
    let mut params = AudioCodecParameters::new();
    params.for_codec(codec).with_sample_rate(track.rate).with_extra_data(setup.clone().into_boxed_slice());
    symphonia::default::get_codecs()
        .make_audio_decoder(&params, &AudioDecoderOptions::default())
        .map_err(|error| unsupported(error.to_string()))
}

/// Packets laid at their places in presented time.
struct Tape<'a> {
    track: &'a AudioTrack,
    sound: Option<Sound>,
}

impl<'a> Tape<'a> {
    fn new(track: &'a AudioTrack) -> Self {
        Self { track, sound: None }
    }

    /// Lays what a packet at `cts` decoded to. What lies before the edit's start is priming and is dropped.
    fn put(&mut self, cts: i64, (rate, channels): (u32, usize), heard: &[f32]) -> Result<(), ClipError> {
        let count = u16::try_from(channels).unwrap_or(u16::MAX);
        if rate == 0 || !(1..=8).contains(&count) {
            return Err(ClipError::damaged(format!("sound of {channels} channels at {rate} Hz")));
        }
        let sound = self.sound.get_or_insert_with(|| Sound { rate, channels: count, samples: Vec::new() });
        if (sound.rate, sound.channels) != (rate, count) {
            return Err(ClipError::damaged("the sound changes its rate or channels"));
        }
        let secs = cts.saturating_sub(self.track.media_start) as f64 / f64::from(self.track.timescale);
        let place = ((secs + self.track.delay_secs) * f64::from(rate)).round();
        let from = place * channels as f64;
        let skipped = if from < 0.0 { (-from) as usize } else { 0 };
        let start = if from < 0.0 { 0 } else { from as usize };
        let heard = heard.get(skipped..).unwrap_or_default();
        let end = start.saturating_add(heard.len());
        if end > MAX_SAMPLES {
            return Err(ClipError::TooLarge { detail: format!("sound of {:.0} s", secs + self.track.delay_secs) });
        }
        if sound.samples.len() < end {
            sound.samples.resize(end, 0.0);
        }
        sound.samples[start..end].copy_from_slice(heard);
        Ok(())
    }

    /// Ends the sound where the edit list ends it: the encoder's padding is not heard.
    fn finish(self) -> Result<Sound, ClipError> {
        let mut sound = self.sound.ok_or_else(|| ClipError::damaged("no packet of the sound decodes"))?;
        let frames = ((self.track.delay_secs + self.track.secs) * f64::from(sound.rate)).round() as usize;
        sound.samples.truncate(frames.saturating_mul(sound.channels.into()));
        Ok(sound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media").join(name)
    }

    fn sound(name: &str) -> Option<Sound> {
        decode_with(&path(name), || None).unwrap()
    }

    /// The clips' sound is ffmpeg's `sine=f=440:r=48000`: an eighth of full scale, split over two channels.
    fn sine(frame: usize) -> f32 {
        (frame as f64 * 440.0 / 48_000.0 * std::f64::consts::TAU).sin() as f32 / 8.0 * std::f32::consts::FRAC_1_SQRT_2
    }

    #[test]
    fn lossless_sound_is_the_wave_that_was_stored() {
        let (flac, alac) = (sound("tiny_flac.mp4").unwrap(), sound("tiny_alac.mp4").unwrap());
        assert_eq!((flac.rate, flac.channels, flac.frames()), (48_000, 2, 96_000));
        assert_eq!(flac, alac);
        for (frame, pair) in flac.samples.as_chunks::<2>().0.iter().enumerate() {
            assert!((pair[0] - sine(frame)).abs() < 2e-4 && pair[0] == pair[1], "at {frame}: {pair:?}");
        }
    }

    #[test]
    fn priming_is_not_heard_so_a_wave_keeps_its_phase() {
        let aac = sound("tiny.mp4").unwrap();
        assert_eq!((aac.rate, aac.channels, aac.frames()), (48_000, 2, 96_000));
        // The mean difference from the wave, were the sound `late` frames late: AAC is lossy, so no sample is exact.
        let difference = |late: usize| {
            let off = |frame: usize| (aac.samples[frame * 2] - sine(frame - late)).abs();
            (4_000..90_000).map(off).sum::<f32>() / 86_000.0
        };
        assert!(difference(0) < 1e-3, "{}", difference(0));
        assert!(difference(1) > 2.0 * difference(0), "{}", difference(1));
    }

    #[test]
    fn what_our_decoders_do_not_know_needs_an_ffmpeg() {
        for (name, codec) in [("tiny_opus.mp4", "opus"), ("tiny_ac3.mp4", "ac3")] {
            match decode_with(&path(name), || None) {
                Err(ClipError::Unsupported { codec: said, .. }) => assert_eq!(said, codec),
                other => panic!("{name}: {other:?}"),
            }
        }
    }

    #[test]
    fn an_ffmpeg_that_gives_no_sound_is_said_to() {
        // A program that ends at once, whatever it is asked.
        let nothing: fn() -> Option<Ffmpeg> = || Some(Ffmpeg::at("/bin/true"));
        assert!(matches!(decode_with(&path("tiny_opus.mp4"), nothing), Err(ClipError::Damaged { .. })));
        let nobody: fn() -> Option<Ffmpeg> = || Some(Ffmpeg::at("/no/such/program"));
        assert!(matches!(decode_with(&path("tiny_opus.mp4"), nobody), Err(ClipError::Damaged { .. })));
    }

    #[test]
    fn an_ffmpeg_is_not_asked_for_what_we_know_ourselves() {
        let never: fn() -> Option<Ffmpeg> = || panic!("nobody needs it");
        assert!(decode_with(&path("tiny.mp4"), never).unwrap().is_some());
        assert!(decode_with(&path("vfr.mp4"), never).unwrap().is_none());
    }

    #[test]
    fn a_clip_without_sound_has_none() {
        assert_eq!(sound("vfr.mp4"), None);
    }

    #[test]
    fn sound_after_a_delay_starts_with_silence_and_ends_with_the_edit() {
        let late = sound("editlist.mp4").unwrap();
        assert!((late.secs() - 3.009).abs() < 2e-3, "{late:?}");
    }
}
