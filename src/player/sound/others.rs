//! Sound out on Windows and macOS, through cpal. Linux has its own (`pulse`), which needs no headers to build.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{OutputCallbackInfo, SampleFormat, StreamConfig};

use super::SoundServer;
use super::feed::Feed;

#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    #[error("no sound device")]
    None,
    #[error("the sound device takes no 32-bit float samples")]
    Format,
    #[error("the sound device was lost")]
    Lost,
    #[error("sound device: {0}")]
    Device(#[from] cpal::Error),
}

/// The default device, and what plays there.
pub struct Device {
    device: cpal::Device,
    config: StreamConfig,
    playing: Option<(cpal::Stream, Arc<Mutex<Progress>>)>,
}

/// Written by the device's callback.
#[derive(Default)]
struct Progress {
    /// This much of the feed had been handed over when, and it will be heard after the delay.
    handed: Option<(f64, Instant, Duration)>,
    is_lost: bool,
}

impl Device {
    pub fn connect(server: &SoundServer, _patience: Duration) -> Result<Self, DeviceError> {
        match server {
            SoundServer::Desktop => {}
            SoundServer::Nowhere | SoundServer::Socket(_) => return Err(DeviceError::None),
        }
        let device = cpal::default_host().default_output_device().ok_or(DeviceError::None)?;
        // cpal names a default device even where there is none: its configuration tells.
        let supported = device.default_output_config()?;
        if supported.sample_format() != SampleFormat::F32 {
            return Err(DeviceError::Format);
        }
        Ok(Self { device, config: supported.config(), playing: None })
    }

    pub fn start(&mut self, feed: Feed) -> Result<(), DeviceError> {
        self.stop();
        let progress = Arc::new(Mutex::new(Progress::default()));
        let (written, lost) = (Arc::clone(&progress), Arc::clone(&progress));
        let mut resampled = Resampled::new(feed, self.config.sample_rate);
        let (channels, rate) = (usize::from(self.config.channels), f64::from(self.config.sample_rate));
        let mut frames = 0u64;
        let fill = move |out: &mut [f32], info: &OutputCallbackInfo| {
            let times = info.timestamp();
            let delay = times.playback.duration_since(times.callback);
            lock(&written).handed = Some((frames as f64 / rate, Instant::now(), delay));
            for frame in out.chunks_exact_mut(channels.max(1)) {
                let pair = resampled.next_frame();
                frame.iter_mut().zip(pair.iter().chain(std::iter::repeat(&0.0))).for_each(|(to, from)| *to = *from);
                frames += 1;
            }
        };
        let fail = move |error: cpal::Error| {
            tracing::info!("sound device: {error}");
            lock(&lost).is_lost = true;
        };
        let stream = self.device.build_output_stream(self.config, fill, fail, None)?;
        stream.play()?;
        self.playing = Some((stream, progress));
        Ok(())
    }

    pub fn stop(&mut self) {
        self.playing = None;
    }

    /// How much of the feed has been heard; none before the first of it is.
    pub fn heard_secs(&mut self) -> Result<Option<f64>, DeviceError> {
        let Some((_, progress)) = &self.playing else {
            return Ok(None);
        };
        let progress = lock(progress);
        if progress.is_lost {
            return Err(DeviceError::Lost);
        }
        let heard =
            progress.handed.map(|(secs, when, delay)| secs + when.elapsed().as_secs_f64() - delay.as_secs_f64());
        Ok(heard.filter(|secs| *secs > 0.0))
    }
}

fn lock(progress: &Mutex<Progress>) -> std::sync::MutexGuard<'_, Progress> {
    progress.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The feed at the device's rate, straight lines between its samples.
struct Resampled {
    feed: Feed,
    step: f64,
    place: f64,
    pair: [[f32; 2]; 2],
}

impl Resampled {
    fn new(mut feed: Feed, rate: u32) -> Self {
        let step = f64::from(feed.rate) / f64::from(rate.max(1));
        let pair = [feed.next_frame(), feed.next_frame()];
        Self { feed, step, place: 0.0, pair }
    }

    fn next_frame(&mut self) -> [f32; 2] {
        while self.place >= 1.0 {
            self.pair = [self.pair[1], self.feed.next_frame()];
            self.place -= 1.0;
        }
        let part = self.place as f32;
        self.place += self.step;
        let [from, to] = self.pair;
        [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part]
    }
}
