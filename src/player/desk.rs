//! What the window and the player's threads share: one lock, held for moments.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::playhead::{Playhead, Timeline};
use super::sound::Gain;
use super::{PlayerState, SoundState, Stats};
use crate::media::Pixels;
use crate::model::trouble::Trouble;

/// When every frame comes too late, one this often is shown all the same, so that the picture moves.
const STALE: Duration = Duration::from_millis(150);

pub struct Desk {
    playhead: Mutex<Playhead>,
    changed: Condvar,
    wake: Box<dyn Fn() + Send + Sync>,
    gain: Arc<Gain>,
}

/// A frame to be decoded.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    pub number: usize,
    /// Frames from here on are wanted too, if they lie on the way.
    pub from: usize,
    pub max_size: Option<(u32, u32)>,
    /// A picture of an older edition has the wrong size and is thrown away.
    pub size_edition: u64,
}

impl Desk {
    pub fn new(wake: Box<dyn Fn() + Send + Sync>) -> Self {
        let playhead = Playhead::new();
        let gain = Arc::new(Gain::new(playhead.volume, playhead.is_muted));
        Self { playhead: Mutex::new(playhead), changed: Condvar::new(), wake, gain }
    }

    pub fn gain(&self) -> Arc<Gain> {
        Arc::clone(&self.gain)
    }

    pub fn spawn(&self, name: &str, run: impl FnOnce() + Send + 'static) {
        if let Err(error) = std::thread::Builder::new().name(name.to_owned()).spawn(run) {
            self.playhead().trouble = Some(Trouble::new("clip-no-thread").with("detail", error.to_string()));
        }
    }

    pub fn playhead(&self) -> MutexGuard<'_, Playhead> {
        self.playhead.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what is wanted, and tells the threads.
    pub fn edit(&self, change: impl FnOnce(&mut Playhead)) {
        change(&mut self.playhead());
        self.notify();
    }

    pub fn notify(&self) {
        self.changed.notify_all();
    }

    pub fn wait(&self, playhead: MutexGuard<'_, Playhead>, at_most: Option<Duration>) {
        match at_most {
            // What was noted is read again by whoever waits: the guards themselves are of no use.
            Some(time) => drop(self.changed.wait_timeout(playhead, time)),
            None => drop(self.changed.wait(playhead)),
        }
    }

    pub fn wake(&self) {
        (self.wake)();
    }

    pub fn close(&self) {
        self.edit(|playhead| playhead.is_closing = true);
    }

    pub fn set_volume(&self, volume: f32) {
        let mut playhead = self.playhead();
        playhead.volume = volume.clamp(0.0, 1.0);
        self.gain.set(playhead.volume, playhead.is_muted);
    }

    pub fn set_muted(&self, is_muted: bool) {
        let mut playhead = self.playhead();
        playhead.is_muted = is_muted;
        self.gain.set(playhead.volume, is_muted);
    }

    pub fn set_max_size(&self, width: u32, height: u32) {
        let mut playhead = self.playhead();
        playhead.max_size = Some((width, height));
        if playhead.rescale() {
            drop(playhead);
            self.notify();
        }
    }

    pub fn take_picture(&self) -> Option<Arc<Pixels>> {
        self.playhead().fresh.take()
    }

    pub fn stats(&self) -> Stats {
        self.playhead().stats
    }

    pub fn state(&self, sound: Option<SoundState>) -> PlayerState {
        let playhead = self.playhead();
        let has_sound = playhead.timeline.as_ref().is_some_and(|timeline| timeline.has_sound);
        PlayerState {
            position_secs: playhead.position_secs,
            duration_secs: playhead.timeline.as_ref().map_or(0.0, |timeline| timeline.end_secs),
            frame_number: playhead.current,
            frame_count: playhead.timeline.as_ref().map_or(0, |timeline| timeline.count()),
            is_playing: playhead.is_playing,
            is_ended: playhead.is_ended,
            trouble: playhead.trouble.clone(),
            sound: sound.unwrap_or(if has_sound { SoundState::Playing } else { SoundState::NoTrack }),
        }
    }
}

/// For the decode thread.
impl Desk {
    pub fn open(&self, timeline: Timeline, full_size: (u32, u32)) {
        self.edit(|playhead| playhead.open(timeline, full_size));
    }

    /// Nothing more comes.
    pub fn fail(&self, trouble: Trouble) {
        self.edit(|playhead| {
            playhead.trouble = Some(trouble);
            playhead.is_failed = true;
            playhead.is_playing = false;
        });
        self.wake();
    }

    /// Waits until a frame is missing. None: the player is closed.
    pub fn next_job(&self) -> Option<Job> {
        loop {
            let playhead = self.playhead();
            if playhead.is_closing {
                return None;
            }
            let wraps = playhead.is_looping && playhead.is_playing;
            let ahead = playhead.cache.missing(playhead.current, wraps);
            let behind = || playhead.cache.missing_behind(playhead.current).filter(|_| !playhead.is_playing);
            if let Some(number) = ahead.or_else(behind) {
                let (max_size, size_edition) = (playhead.picture_size(), playhead.size_edition);
                return Some(Job { number, from: playhead.from(number), max_size, size_edition });
            }
            self.wait(playhead, None);
        }
    }

    /// Whether frame `number`, just decoded, is worth turning into a picture.
    pub fn wants(&self, number: usize) -> bool {
        let playhead = self.playhead();
        if playhead.cache.has(number) {
            return false;
        }
        let is_ahead = number >= playhead.current;
        // Going round, the first frames come after the last.
        let wraps = playhead.is_looping && playhead.current + playhead.cache.ahead() >= playhead.count();
        if playhead.is_playing {
            is_ahead || wraps || playhead.last_put.elapsed() > STALE
        } else {
            number + playhead.cache.behind() >= playhead.current
        }
    }

    pub fn put(&self, number: usize, picture: Arc<Pixels>, size_edition: u64) {
        self.edit(|playhead| {
            if playhead.size_edition == size_edition {
                let current = playhead.current;
                playhead.cache.put(number, picture, current);
                playhead.last_put = Instant::now();
            }
        });
    }

    pub fn put_lost(&self, number: usize, trouble: Option<Trouble>) {
        self.edit(|playhead| {
            playhead.cache.put_lost(number);
            if playhead.shown.is_none() {
                playhead.trouble = trouble;
            }
        });
    }
}
