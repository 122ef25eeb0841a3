//! Sound out, on its own thread: decodes the clip's sound, speaks to the device, and says what is heard right now.
//!
//! Nothing here makes the window wait: orders are left on a desk, and answers are read from it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::{FindFfmpeg, SoundState};
use crate::media::audio;
use crate::media::clip::ClipError;

mod feed;
#[cfg(not(target_os = "linux"))]
mod others;
#[cfg(target_os = "linux")]
pub(super) mod pulse;

use feed::{Feed, Tape};
#[cfg(not(target_os = "linux"))]
use others::Device;
#[cfg(target_os = "linux")]
use pulse::Device;

/// How often the device is asked what is heard. In between, time runs on.
const ASK_EVERY: Duration = Duration::from_millis(60);

/// A device that answers later than this is not there.
const PATIENCE: Duration = Duration::from_secs(2);

/// Where sound goes.
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "a window always speaks to its desktop; tests bring their own server")
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SoundServer {
    /// The desktop's own.
    Desktop,
    /// Nowhere: the clip plays by the clock alone.
    Nowhere,
    /// The server at this socket (Linux).
    Socket(PathBuf),
}

/// The window's end of the sound thread. Dropping it ends the thread.
pub struct SoundOut(Arc<Desk>);

/// What is heard now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Heard {
    /// The sound is still being opened or started.
    NotYet,
    /// This place in the clip, in seconds.
    At(f64),
    /// No sound comes: time is not the sound's to tell.
    Nothing,
}

impl SoundOut {
    pub fn open(path: &Path, server: SoundServer, ffmpeg: FindFfmpeg, gain: Arc<Gain>) -> Self {
        let desk = Arc::new(Desk::default());
        let (theirs, path) = (Arc::clone(&desk), path.to_owned());
        let run = move || Operator { desk: &theirs, server, ffmpeg, gain, device: None }.run(&path);
        if let Err(error) = std::thread::Builder::new().name("sound".to_owned()).spawn(run) {
            tracing::warn!("no thread for sound: {error}");
            desk.notes().state = Some(SoundState::NoDevice);
        }
        Self(desk)
    }

    /// Plays from `at_secs` of the clip.
    pub fn start(&self, at_secs: f64) {
        self.order(Some(at_secs));
    }

    pub fn stop(&self) {
        self.order(None);
    }

    /// None while the clip's sound and its device are being looked for.
    pub fn state(&self) -> Option<SoundState> {
        self.0.notes().state
    }

    pub fn heard(&self) -> Heard {
        let notes = self.0.notes();
        match (notes.state, notes.anchor) {
            (Some(SoundState::Playing), Some(anchor)) => {
                Heard::At(anchor.at_secs + anchor.since.elapsed().as_secs_f64())
            }
            (None | Some(SoundState::Playing), _) => Heard::NotYet,
            (
                Some(SoundState::NoDevice | SoundState::NoTrack | SoundState::NeedsFfmpeg | SoundState::Undecodable),
                _,
            ) => Heard::Nothing,
        }
    }

    fn order(&self, play_from: Option<f64>) {
        let mut notes = self.0.notes();
        notes.play_from = play_from;
        notes.order += 1;
        notes.anchor = None;
        self.0.changed.notify_all();
    }
}

impl Drop for SoundOut {
    fn drop(&mut self) {
        self.0.notes().is_closing = true;
        self.0.changed.notify_all();
    }
}

/// How loud, shared with the device's own thread.
#[derive(Debug)]
pub struct Gain(AtomicU32);

impl Gain {
    pub fn new(volume: f32, is_muted: bool) -> Self {
        let gain = Self(AtomicU32::new(0));
        gain.set(volume, is_muted);
        gain
    }

    /// `volume` from 0 to 1 as a person hears it: loudness grows with the square.
    pub fn set(&self, volume: f32, is_muted: bool) {
        let factor = if is_muted { 0.0 } else { volume.clamp(0.0, 1.0).powi(2) };
        self.0.store(factor.to_bits(), Ordering::Relaxed);
    }

    fn factor(&self) -> f32 {
        f32::from_bits(self.0.load(Ordering::Relaxed))
    }
}

#[derive(Default)]
struct Desk {
    notes: Mutex<Notes>,
    changed: Condvar,
}

#[derive(Default)]
struct Notes {
    /// Grows with every order; an answer to an older one is thrown away.
    order: u64,
    play_from: Option<f64>,
    is_closing: bool,
    state: Option<SoundState>,
    anchor: Option<Anchor>,
}

/// What was heard when.
#[derive(Clone, Copy)]
struct Anchor {
    at_secs: f64,
    since: Instant,
}

impl Desk {
    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The sound thread.
struct Operator<'a> {
    desk: &'a Desk,
    server: SoundServer,
    ffmpeg: FindFfmpeg,
    gain: Arc<Gain>,
    device: Option<Device>,
}

impl Operator<'_> {
    fn run(mut self, path: &Path) {
        let tape = match audio::decode_with(path, self.ffmpeg) {
            Ok(Some(sound)) => Tape::of(sound),
            Ok(None) => return self.report(SoundState::NoTrack),
            Err(error) => {
                tracing::info!("the clip plays without its sound: {error}");
                let is_unknown = matches!(error, ClipError::Unsupported { .. });
                return self.report(if is_unknown { SoundState::NeedsFfmpeg } else { SoundState::Undecodable });
            }
        };
        self.connect();
        let mut done = 0;
        let mut playing_from = None;
        while let Some((order, play_from)) = self.next_order(done, playing_from.is_some()) {
            if order != done {
                done = order;
                playing_from = play_from.filter(|&from| self.start(&tape, from));
                if play_from.is_none() {
                    self.stop();
                }
            }
            if let Some(from) = playing_from
                && !self.listen(order, from)
            {
                playing_from = None;
            }
        }
    }

    /// The order to follow: a new one at once, or while playing the old one again after a while. None: the end.
    fn next_order(&self, done: u64, is_playing: bool) -> Option<(u64, Option<f64>)> {
        let patience = if is_playing { ASK_EVERY } else { Duration::MAX };
        let is_idle = |notes: &mut Notes| notes.order == done && !notes.is_closing;
        let notes = self.desk.notes();
        let notes = if patience == Duration::MAX {
            self.desk.changed.wait_while(notes, is_idle).unwrap_or_else(PoisonError::into_inner)
        } else {
            self.desk.changed.wait_timeout_while(notes, patience, is_idle).unwrap_or_else(PoisonError::into_inner).0
        };
        (!notes.is_closing).then_some((notes.order, notes.play_from))
    }

    fn report(&self, state: SoundState) {
        self.desk.notes().state = Some(state);
    }

    fn connect(&mut self) {
        self.device = match Device::connect(&self.server, PATIENCE) {
            Ok(device) => Some(device),
            Err(error) => {
                tracing::info!("no sound device: {error}");
                None
            }
        };
        self.report(if self.device.is_some() { SoundState::Playing } else { SoundState::NoDevice });
    }

    fn start(&mut self, tape: &Tape, from: f64) -> bool {
        if self.device.is_none() {
            // It may have come since: a headset plugged in, a server started.
            self.connect();
        }
        let feed = Feed::new(tape, from, Arc::clone(&self.gain));
        match self.device.as_mut().map(|device| device.start(feed)) {
            Some(Ok(())) => true,
            Some(Err(error)) => {
                self.lose(&error);
                false
            }
            None => false,
        }
    }

    fn stop(&mut self) {
        if let Some(device) = &mut self.device {
            device.stop();
        }
    }

    /// Notes what is heard. False: the device is gone.
    fn listen(&mut self, order: u64, from: f64) -> bool {
        match self.device.as_mut().map(Device::heard_secs) {
            Some(Ok(Some(secs))) => {
                let mut notes = self.desk.notes();
                if notes.order == order {
                    notes.anchor = Some(Anchor { at_secs: from + secs.max(0.0), since: Instant::now() });
                }
                true
            }
            Some(Ok(None)) => true,
            Some(Err(error)) => {
                self.lose(&error);
                false
            }
            None => false,
        }
    }

    fn lose(&mut self, error: &dyn std::fmt::Display) {
        tracing::info!("the sound device is lost: {error}");
        self.device = None;
        self.report(SoundState::NoDevice);
    }
}
