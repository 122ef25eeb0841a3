//! Sound of codecs we do not decode (Opus, AC-3, …): by an `ffmpeg` found on PATH, in its own process, with nothing but
//! the file.

use std::io::Read;
use std::path::Path;
use std::process::Child;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use super::{MAX_SAMPLES, Sound};
use crate::media::clip::ClipError;
use crate::media::decode::Ffmpeg;
use crate::media::decode::outside::{named, quiet, spawn};
use crate::media::demux::AudioTrack;

/// A process that says nothing for so long says nothing more.
const PATIENCE: Duration = Duration::from_secs(5);

/// The player has two channels; of more, ffmpeg makes two.
const MOST_CHANNELS: u16 = 2;

const RATES: std::ops::RangeInclusive<u32> = 8_000..=192_000;
const USUAL_RATE: u32 = 48_000;

/// Lays the packets at their times from the clip's start on: a delay and a gap are silence.
const LAID: &str = "aresample=async=1:min_hard_comp=0.001:first_pts=0";

const CHUNK_BYTES: usize = 64 << 10;
/// Chunks read ahead.
const AHEAD: usize = 4;

/// The first sound track of the file, as our own decoders would give it.
pub fn decode(ffmpeg: &Ffmpeg, path: &Path, track: &AudioTrack) -> Result<Sound, ClipError> {
    let channels = track.channels.clamp(1, MOST_CHANNELS);
    let rate = if RATES.contains(&track.rate) { track.rate } else { USUAL_RATE };
    let most = samples_of(track, rate, channels)?;
    let failed = |error: std::io::Error| ClipError::damaged(format!("ffmpeg cannot be asked: {error}"));
    let (process, chunks) = start(ffmpeg, path, rate, channels).map_err(failed)?;
    let heard = listen(&chunks, most);
    drop(process);
    let samples = heard?;
    if samples.is_empty() {
        return Err(ClipError::damaged(format!("ffmpeg hears nothing in its {} sound", track.codec)));
    }
    Ok(Sound { rate, channels, samples })
}

/// As many as the edit list lets be heard.
fn samples_of(track: &AudioTrack, rate: u32, channels: u16) -> Result<usize, ClipError> {
    let secs = track.delay_secs + track.secs;
    let most = (secs * f64::from(rate)).round() as usize * usize::from(channels);
    if most > MAX_SAMPLES {
        return Err(ClipError::TooLarge { detail: format!("sound of {secs:.0} s") });
    }
    Ok(most)
}

/// Dropping it ends the process.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nobody to end, only to bury.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(
    ffmpeg: &Ffmpeg,
    path: &Path,
    rate: u32,
    channels: u16,
) -> Result<(Process, Receiver<Vec<u8>>), std::io::Error> {
    let mut command = quiet(ffmpeg);
    command.arg("-i").arg(named(&std::path::absolute(path)?)).args(["-map", "0:a:0", "-vn", "-af", LAID]);
    command.args(["-f", "f32le", "-ac", &channels.to_string(), "-ar", &rate.to_string(), "pipe:1"]);
    let mut process = Process(spawn(&mut command)?);
    let (sender, chunks) = sync_channel(AHEAD);
    if let Some(mut out) = process.0.stdout.take() {
        let read = move || {
            let mut chunk = vec![0; CHUNK_BYTES];
            while let Ok(count @ 1..) = out.read(&mut chunk) {
                if sender.send(chunk[..count].to_vec()).is_err() {
                    return;
                }
            }
        };
        std::thread::Builder::new().name("ffmpeg".to_owned()).spawn(read)?;
    }
    Ok((process, chunks))
}

/// Samples as they come, at most so many.
fn listen(chunks: &Receiver<Vec<u8>>, most: usize) -> Result<Vec<f32>, ClipError> {
    let (mut bytes, most_bytes) = (Vec::new(), most * size_of::<f32>());
    while bytes.len() < most_bytes {
        match chunks.recv_timeout(PATIENCE) {
            Ok(chunk) => bytes.extend_from_slice(&chunk),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                return Err(ClipError::damaged("ffmpeg stops in the middle of its sound"));
            }
        }
    }
    bytes.truncate(most_bytes);
    Ok(bytes.as_chunks::<4>().0.iter().map(|sample| f32::from_le_bytes(*sample)).collect())
}
