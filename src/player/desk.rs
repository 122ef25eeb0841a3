//! What the window and the player's threads share: one lock, held for moments.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::follow::Ties;
use super::playhead::Playhead;
use super::sound::Gain;
use super::timeline::Timeline;
use super::{Budget, Carrier, PlayerState, SoundState, Stats};
use crate::media::Pixels;
use crate::media::decode::{Look, Yuv};
use crate::model::trouble::Trouble;

/// When every frame comes too late, one this often is shown all the same, so that the picture moves.
const STALE: Duration = Duration::from_millis(150);

pub struct Desk {
    playhead: Mutex<Playhead>,
    changed: Condvar,
    wake: Box<dyn Fn() + Send + Sync>,
    gain: Arc<Gain>,
    ties: Ties,
}

/// A frame to be decoded.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    pub number: usize,
    /// Frames from here on are wanted too, if they lie on the way.
    pub from: usize,
}

impl Desk {
    pub fn new(budget: Budget, wake: Box<dyn Fn() + Send + Sync>) -> Self {
        let playhead = Playhead::new(budget);
        let gain = Arc::new(Gain::new(playhead.volume, playhead.is_muted));
        Self { playhead: Mutex::new(playhead), changed: Condvar::new(), wake, gain, ties: Ties::default() }
    }

    pub fn ties(&self) -> &Ties {
        &self.ties
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
        {
            let mut playhead = self.playhead();
            change(&mut playhead);
            self.ties.write(&playhead);
        }
        self.notify();
        for follower in self.ties.followers() {
            // Under its lock, so that it cannot be between looking and waiting.
            drop(follower.playhead());
            follower.notify();
        }
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

    pub fn timeline(&self) -> Option<Arc<Timeline>> {
        self.playhead().timeline.clone()
    }

    pub fn stats(&self) -> Stats {
        self.playhead().stats
    }

    pub fn state(&self, sound: Option<SoundState>) -> PlayerState {
        let playhead = self.playhead();
        let has_sound = playhead.timeline.as_ref().is_some_and(|timeline| timeline.has_sound);
        let (in_secs, out_secs) = (playhead.in_secs, playhead.out_secs);
        PlayerState {
            rate: playhead.rate as f32,
            in_secs,
            out_secs,
            is_soft: playhead.shown.is_some_and(|shown| shown.is_soft),
            shown_frame: playhead.shown.map(|shown| shown.number),
            size: playhead.full_size,
            carrier: playhead.carrier,
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
    pub fn open(&self, timeline: Timeline, look: Look, full_size: (u32, u32), carrier: Carrier) {
        self.edit(|playhead| playhead.open(timeline, look, full_size, carrier));
    }

    /// Another decoder goes on.
    pub fn hand_over(&self, look: Look, carrier: Carrier) {
        self.edit(|playhead| {
            playhead.look = Some(look);
            playhead.carrier = carrier;
            // A picture painted in the meantime was painted as the other one's.
            playhead.ready = None;
            playhead.shown = None;
        });
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
            if let Some(number) = missing(&playhead) {
                return Some(Job { number, from: playhead.from(number) });
            }
            self.wait(playhead, None);
        }
    }

    /// Whether frame `number`, just decoded, is worth keeping in full size.
    pub fn wants(&self, number: usize) -> bool {
        let playhead = self.playhead();
        if playhead.cache.has(number) {
            return false;
        }
        // Going round, the first frames come after the last.
        let wraps = playhead.loops().is_some_and(|loops| playhead.current + playhead.cache.ahead() >= loops.end);
        if playhead.is_playing {
            number >= playhead.current || wraps || playhead.last_put.elapsed() > STALE
        } else {
            number + playhead.cache.behind() >= playhead.current
        }
    }

    pub fn put(&self, number: usize, picture: Arc<Yuv>) {
        self.edit(|playhead| {
            let (current, loops) = (playhead.current, playhead.loops());
            playhead.cache.put(number, picture, current, loops.as_ref());
            playhead.last_put = Instant::now();
        });
    }

    pub fn put_lost(&self, number: usize, trouble: Trouble) {
        self.edit(|playhead| {
            playhead.cache.put_lost(number);
            playhead.proxies.put_lost(number);
            if playhead.shown.is_none() {
                playhead.trouble = Some(trouble);
            }
        });
    }
}

/// The next frame needed in full size. At other speeds than the clip's own the stand-ins are played.
fn missing(playhead: &Playhead) -> Option<usize> {
    if playhead.is_playing && playhead.rate != 1.0 && playhead.budget.proxies > 0 {
        return None;
    }
    let ahead = playhead.cache.missing(playhead.current, playhead.loops().as_ref());
    let behind = || playhead.cache.missing_behind(playhead.current).filter(|_| !playhead.is_playing);
    ahead.or_else(behind)
}

/// For the thread that makes stand-ins.
impl Desk {
    /// Waits until a stand-in is missing and there is time to make it; with it, how many there is room for. None: the
    /// player is closed.
    pub fn next_proxy(&self) -> Option<(usize, usize)> {
        loop {
            let playhead = self.playhead();
            if playhead.is_closing || playhead.is_failed {
                return None;
            }
            let is_free = !playhead.is_playing && missing(&playhead).is_none();
            if playhead.timeline.is_some() && (is_free || playhead.rate != 1.0 || playhead.is_scrubbing) {
                let number = playhead.proxies.missing(playhead.current, playhead.rate < 0.0);
                if let Some(number) = number.filter(|_| playhead.budget.proxies > 0) {
                    return Some((number, playhead.proxies.room()));
                }
            }
            self.wait(playhead, None);
        }
    }

    /// By how much frame `number`, just decoded, is to be shrunk; none: it need not.
    pub fn wants_proxy(&self, number: usize) -> Option<usize> {
        let playhead = self.playhead();
        let wants = playhead.budget.proxies > 0 && !playhead.proxies.has(number);
        wants.then(|| playhead.proxies.shrink_by())
    }

    pub fn put_proxy(&self, number: usize, picture: Arc<Yuv>) {
        self.edit(|playhead| {
            let current = playhead.current;
            playhead.proxies.put(number, picture, current);
        });
    }

    pub fn put_proxy_lost(&self, number: usize) {
        self.edit(|playhead| playhead.proxies.put_lost(number));
    }
}
