//! What the window and the player's threads share: one lock, held for moments.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::cache::Cache;
use super::sound::Gain;
use super::{PlayerState, SoundState, Stats, Step};
use crate::media::Pixels;
use crate::media::demux::Movie;
use crate::model::trouble::Trouble;

/// When every frame comes too late, one this often is shown all the same, so that the picture moves.
const STALE: Duration = Duration::from_millis(150);

/// Pictures half as large again as asked for are left so: scaling costs more than drawing them does.
const WORTH_SCALING: f64 = 0.67;

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

/// When each frame is shown.
pub struct Timeline {
    /// Starts of the frames, in seconds. The first stands from zero.
    starts: Vec<f64>,
    pub end_secs: f64,
    has_sound: bool,
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

    fn frame_at(&self, secs: f64) -> usize {
        self.starts.partition_point(|&start| start <= secs).saturating_sub(1)
    }
}

/// Where the clip stands and what is wanted of it.
pub struct Playhead {
    pub is_closing: bool,
    pub is_playing: bool,
    pub is_looping: bool,
    is_ended: bool,
    volume: f32,
    is_muted: bool,
    /// What the window asked for.
    max_size: Option<(u32, u32)>,
    /// Of the full size pictures are made in, 0 to 1.
    scale: f64,
    size_edition: u64,
    /// After rotation; zero until the clip is open.
    full_size: (u32, u32),
    /// None until the clip is open.
    pub timeline: Option<Arc<Timeline>>,
    /// A seek that came before that.
    early_seek_secs: Option<f64>,
    trouble: Option<Trouble>,
    /// Nothing more will be decoded.
    is_failed: bool,
    pub cache: Cache,
    /// The frame the playhead is on; what is on the screen may be late.
    pub current: usize,
    pub position_secs: f64,
    /// The frame on the screen.
    shown: Option<usize>,
    fresh: Option<Arc<Pixels>>,
    last_put: Instant,
    /// Counts seeks and steps: time starts anew with each.
    pub jumps: u64,
    stats: Stats,
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

impl Playhead {
    fn new() -> Self {
        Self {
            is_closing: false,
            is_playing: false,
            is_looping: false,
            is_ended: false,
            volume: 1.0,
            is_muted: false,
            max_size: None,
            scale: 1.0,
            size_edition: 0,
            full_size: (0, 0),
            timeline: None,
            early_seek_secs: None,
            trouble: None,
            is_failed: false,
            cache: Cache::default(),
            current: 0,
            position_secs: 0.0,
            shown: None,
            fresh: None,
            last_put: Instant::now(),
            jumps: 0,
            stats: Stats::default(),
        }
    }

    fn count(&self) -> usize {
        self.timeline.as_ref().map_or(0, |timeline| timeline.count())
    }

    fn open(&mut self, timeline: Timeline, full_size: (u32, u32)) {
        self.cache = Cache::new(timeline.count());
        self.timeline = Some(Arc::new(timeline));
        self.full_size = full_size;
        self.rescale();
        if let Some(secs) = self.early_seek_secs.take() {
            self.seek(secs);
        }
    }

    pub fn play(&mut self) {
        if self.is_ended {
            self.jump(0);
        }
        self.is_playing = !self.is_failed;
    }

    pub fn seek(&mut self, secs: f64) {
        match &self.timeline {
            Some(timeline) => self.jump(timeline.frame_at(secs)),
            None => self.early_seek_secs = Some(secs),
        }
    }

    pub fn step(&mut self, step: Step) {
        self.is_playing = false;
        let last = self.count().saturating_sub(1);
        let number = match step {
            Step::Forward => (self.current + 1).min(last),
            Step::Back => self.current.saturating_sub(1),
        };
        self.jump(number);
    }

    fn jump(&mut self, number: usize) {
        let Some(timeline) = &self.timeline else { return };
        self.current = number;
        self.position_secs = timeline.start_of(number);
        self.is_ended = false;
        self.jumps += 1;
    }

    /// The clip has come to its end by itself.
    pub fn reach_end(&mut self) {
        let unshown = self.shown.map_or(0, |shown| self.count().saturating_sub(shown + 1));
        // The last frame stays on the screen, however late; a loop goes on without it.
        self.stats.dropped += if self.is_looping { unshown } else { unshown.saturating_sub(1) } as u64;
        if self.is_looping {
            return self.jump(0);
        }
        let Some(timeline) = &self.timeline else { return };
        self.position_secs = timeline.end_secs;
        self.current = timeline.count().saturating_sub(1);
        self.is_playing = false;
        self.is_ended = true;
    }

    /// Time has come to `secs`.
    pub fn move_to(&mut self, secs: f64) {
        let Some(timeline) = &self.timeline else { return };
        self.current = self.current.max(timeline.frame_at(secs));
        self.position_secs = secs;
    }

    /// Puts the current frame on the screen. False: it is there, or not yet decoded.
    pub fn show_current(&mut self) -> bool {
        if self.shown == Some(self.current) {
            return false;
        }
        let picture = self.cache.picture(self.current).cloned();
        picture.is_some_and(|picture| self.show(self.current, picture))
    }

    /// While playing a late frame is better than none: the newest there is up to the current one.
    pub fn show_newest(&mut self) -> bool {
        if self.show_current() {
            return true;
        }
        let Some(shown) = self.shown.filter(|&shown| shown < self.current) else {
            return false;
        };
        let newest = self.cache.newest(shown, self.current).map(|(number, picture)| (number, Arc::clone(picture)));
        newest.is_some_and(|(number, picture)| self.show(number, picture))
    }

    fn show(&mut self, number: usize, picture: Arc<Pixels>) -> bool {
        if let Some(shown) = self.shown.filter(|&shown| self.is_playing && shown < number) {
            self.stats.dropped += (number - shown - 1) as u64;
        }
        self.stats.shown += 1;
        self.shown = Some(number);
        self.fresh = Some(picture);
        self.trouble = None;
        true
    }

    /// A playhead that steps back will step back again: one decoding from the keyframe on is to serve many steps.
    fn from(&self, number: usize) -> usize {
        let steps_back = !self.is_playing && number == self.current && self.cache.has(number + 1);
        if steps_back { number.saturating_sub(self.cache.behind()) } else { number }
    }

    /// The size pictures are to be made in; none: full.
    fn picture_size(&self) -> Option<(u32, u32)> {
        let side = |full: u32| ((f64::from(full) * self.scale).ceil() as u32).max(1);
        (self.scale < 1.0).then(|| (side(self.full_size.0), side(self.full_size.1)))
    }

    /// Follows the size asked for, where the pictures there are would look soft or are far too large. True: they are
    /// to be made anew.
    fn rescale(&mut self) -> bool {
        let Some((max, full)) = self.max_size.zip(Some(self.full_size).filter(|full| full.0 > 0 && full.1 > 0)) else {
            return false;
        };
        let fitting = (f64::from(max.0) / f64::from(full.0)).min(f64::from(max.1) / f64::from(full.1));
        let wanted = if fitting > WORTH_SCALING { 1.0 } else { fitting };
        if self.scale >= fitting.min(1.0) && self.scale * WORTH_SCALING <= wanted {
            return false;
        }
        self.scale = wanted;
        self.size_edition += 1;
        self.cache.clear();
        self.shown = None;
        true
    }
}
