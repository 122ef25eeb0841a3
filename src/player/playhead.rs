//! Where a clip stands and what is wanted of it: plain values, changed by verbs.

use std::sync::Arc;
use std::time::Instant;

use super::cache::Cache;
use super::{Stats, Step};
use crate::media::Pixels;
use crate::media::demux::Movie;
use crate::model::trouble::Trouble;

/// Pictures half as large again as asked for are left so: scaling costs more than drawing them does.
const WORTH_SCALING: f64 = 0.67;

/// When each frame is shown.
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

/// Where the clip stands and what is wanted of it.
pub struct Playhead {
    pub is_closing: bool,
    pub is_playing: bool,
    pub is_looping: bool,
    pub is_ended: bool,
    pub volume: f32,
    pub is_muted: bool,
    /// What the window asked for.
    pub max_size: Option<(u32, u32)>,
    /// Of the full size pictures are made in, 0 to 1.
    pub scale: f64,
    pub size_edition: u64,
    /// After rotation; zero until the clip is open.
    pub full_size: (u32, u32),
    /// None until the clip is open.
    pub timeline: Option<Arc<Timeline>>,
    /// A seek that came before that.
    pub early_seek_secs: Option<f64>,
    pub trouble: Option<Trouble>,
    /// Nothing more will be decoded.
    pub is_failed: bool,
    pub cache: Cache,
    /// The frame the playhead is on; what is on the screen may be late.
    pub current: usize,
    pub position_secs: f64,
    /// The frame on the screen.
    pub shown: Option<usize>,
    pub fresh: Option<Arc<Pixels>>,
    pub last_put: Instant,
    /// Counts seeks and steps: time starts anew with each.
    pub jumps: u64,
    pub stats: Stats,
}

impl Playhead {
    pub fn new() -> Self {
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

    pub fn count(&self) -> usize {
        self.timeline.as_ref().map_or(0, |timeline| timeline.count())
    }

    pub fn open(&mut self, timeline: Timeline, full_size: (u32, u32)) {
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
    pub fn from(&self, number: usize) -> usize {
        let steps_back = !self.is_playing && number == self.current && self.cache.has(number + 1);
        if steps_back { number.saturating_sub(self.cache.behind()) } else { number }
    }

    /// The size pictures are to be made in; none: full.
    pub fn picture_size(&self) -> Option<(u32, u32)> {
        let side = |full: u32| ((f64::from(full) * self.scale).ceil() as u32).max(1);
        (self.scale < 1.0).then(|| (side(self.full_size.0), side(self.full_size.1)))
    }

    /// Follows the size asked for, where the pictures there are would look soft or are far too large. True: they are
    /// to be made anew.
    pub fn rescale(&mut self) -> bool {
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
