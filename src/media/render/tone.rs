//! The sound of a practice clip: a soft chord per shot, struck at the cut, as FLAC.

use flacenc::bitsink::ByteSink;
use flacenc::component::{BitRepr, Frame, Stream};
use flacenc::config;
use flacenc::error::Verify;
use flacenc::source::MemSource;

use super::RenderError;
use crate::media::mux::SoundTrack;

const RATE_HZ: u32 = 48_000;
/// A twelfth of a second, so that every frame of a clip of whole seconds is full.
const SAMPLES_PER_FRAME: u32 = 4_000;

/// One chord for as many seconds as each shot lasts.
pub(super) fn sound(shot_secs: &[u32]) -> Result<SoundTrack, RenderError> {
    let samples = chords(shot_secs);
    let total_samples = samples.len() as u64 / 2;
    let config = config::Encoder::default().into_verified().map_err(|(_, trouble)| unsound(trouble))?;
    let source = MemSource::from_samples(&samples, 2, 16, RATE_HZ as usize);
    let stream = flacenc::encode_with_fixed_block_size(&config, source, SAMPLES_PER_FRAME as usize).map_err(unsound)?;
    let frames = (0..stream.frame_count()).filter_map(|index| stream.frame(index)).map(frame_bytes);
    Ok(SoundTrack {
        rate_hz: RATE_HZ as u16,
        channels: 2,
        stream_info: stream_info(&stream)?,
        samples_per_frame: SAMPLES_PER_FRAME,
        total_samples,
        frames: frames.collect::<Result<_, _>>()?,
    })
}

fn unsound(trouble: impl std::fmt::Display) -> RenderError {
    RenderError::Sound { why: trouble.to_string() }
}

fn stream_info(stream: &Stream) -> Result<Vec<u8>, RenderError> {
    let mut sink = ByteSink::new();
    stream.stream_info().write(&mut sink).map_err(unsound)?;
    Ok(sink.as_slice().to_vec())
}

fn frame_bytes(frame: &Frame) -> Result<Vec<u8>, RenderError> {
    let mut sink = ByteSink::new();
    frame.write(&mut sink).map_err(unsound)?;
    Ok(sink.as_slice().to_vec())
}

/// Four chords in turn, each in hertz: F major 9, A minor 7, C major 9, G six.
const CHORDS: [[f32; 4]; 4] = [
    [174.61, 261.63, 329.63, 392.00],
    [220.00, 261.63, 329.63, 392.00],
    [130.81, 246.94, 293.66, 329.63],
    [196.00, 246.94, 293.66, 329.63],
];

/// Left and right by turns, 16 bits.
fn chords(shot_secs: &[u32]) -> Vec<i32> {
    let total: u32 = shot_secs.iter().sum();
    let mut samples = Vec::with_capacity(total as usize * RATE_HZ as usize * 2);
    let wave = wave();
    for (shot, &secs) in shot_secs.iter().enumerate() {
        let count = secs * RATE_HZ;
        let mut voices = voices(&CHORDS[shot % CHORDS.len()]);
        for index in 0..count {
            let level = envelope(index, count);
            let (left, right) = voices.split_at_mut(CHORDS[0].len());
            samples.push(loud(left, &wave, level));
            samples.push(loud(right, &wave, level));
        }
    }
    samples
}

/// A position in the wave as a fraction of 2³², and its step a sample.
struct Voice {
    at: u32,
    step: u32,
}

/// The left ear's voices, then the right ear's, a hair apart: the chord is wide and breathes.
fn voices(chord: &[f32; 4]) -> Vec<Voice> {
    let step = |hertz: f32| (f64::from(hertz) / f64::from(RATE_HZ) * 4_294_967_296.0) as u32;
    let ear = |detune: f32| chord.iter().map(move |hertz| Voice { at: 0, step: step(hertz + detune) });
    ear(0.0).chain(ear(0.35)).collect()
}

const WAVE_BITS: u32 = 12;
/// The loudest sample: 14 dB below full scale.
const PEAK: f32 = 6_500.0;

/// One turn of a soft tone: a sine with a little of its octave.
fn wave() -> Vec<f32> {
    let points = 1 << WAVE_BITS;
    (0..points)
        .map(|index| {
            let turn = std::f32::consts::TAU * index as f32 / points as f32;
            (turn.sin() + 0.22 * (2.0 * turn).sin() + 0.06 * (3.0 * turn).sin()) / 1.28
        })
        .collect()
}

fn loud(voices: &mut [Voice], wave: &[f32], level: f32) -> i32 {
    let mut sum = 0.0;
    for voice in voices.iter_mut() {
        sum += wave[(voice.at >> (32 - WAVE_BITS)) as usize];
        voice.at = voice.at.wrapping_add(voice.step);
    }
    (sum / voices.len() as f32 * level * PEAK) as i32
}

/// Swells in 40 ms, sinks to a bed within a second, and is gone at the end of the shot.
fn envelope(index: u32, count: u32) -> f32 {
    let secs = index as f32 / RATE_HZ as f32;
    let left = (count - index) as f32 / RATE_HZ as f32;
    let struck = 0.45 + 0.55 / (1.0 + 3.0 * secs * secs);
    struck * (secs / 0.04).min(1.0) * (left / 0.12).min(1.0)
}
