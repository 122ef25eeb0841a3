//! Where a clip stands and what is wanted of it: plain values, changed by verbs.

use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use super::cache::Cache;
use super::follow::Reading;
use super::proxies::Proxies;
use super::timeline::Timeline;
use super::{Budget, Carrier, Stats, Step};
use crate::media::Pixels;
use crate::media::decode::Look;
use crate::model::trouble::Trouble;

/// Pictures half as large again as asked for are left so: scaling costs more than drawing them does.
const WORTH_SCALING: f64 = 0.67;

/// The fastest a clip plays, either way.
const MOST_RATE: f64 = 8.0;

/// Where the clip stands and what is wanted of it.
pub struct Playhead {
    pub is_closing: bool,
    pub is_playing: bool,
    pub is_looping: bool,
    pub is_ended: bool,
    /// 1 is the clip's own speed; below zero it plays backwards. Never zero.
    pub rate: f64,
    /// What is played of the clip; none: from its start, to its end.
    pub in_secs: Option<f64>,
    pub out_secs: Option<f64>,
    pub volume: f32,
    pub is_muted: bool,
    /// What the window asked for.
    pub max_size: Option<(u32, u32)>,
    /// Of the full size pictures are made in, 0 to 1.
    pub scale: f64,
    /// After rotation; zero until the clip is open.
    pub full_size: (u32, u32),
    /// None until the clip is open.
    pub timeline: Option<Arc<Timeline>>,
    pub look: Option<Look>,
    pub carrier: Carrier,
    /// A seek that came before that.
    pub early_seek_secs: Option<f64>,
    pub trouble: Option<Trouble>,
    /// Nothing more will be decoded.
    pub is_failed: bool,
    pub budget: Budget,
    pub cache: Cache,
    pub proxies: Proxies,
    /// The frame the playhead is on; what is on the screen may be late.
    pub current: usize,
    pub position_secs: f64,
    /// The last jump was a scrub: any near picture is welcome until the right one is there.
    pub is_scrubbing: bool,
    /// What is on the screen.
    pub shown: Option<Shown>,
    pub shown_since: Instant,
    /// Painted before its time.
    pub ready: Option<(Shown, Arc<Pixels>)>,
    pub fresh: Option<Arc<Pixels>>,
    pub last_put: Instant,
    /// Counts seeks and steps: time starts anew with each.
    pub jumps: u64,
    /// Jumps of the leader that were followed.
    pub leader_jumps: u64,
    pub stats: Stats,
}

/// A picture on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub number: usize,
    /// A stand-in, softer than the frame itself.
    pub is_soft: bool,
}

impl Playhead {
    pub fn new(budget: Budget) -> Self {
        Self {
            is_closing: false,
            is_playing: false,
            is_looping: false,
            is_ended: false,
            rate: 1.0,
            in_secs: None,
            out_secs: None,
            volume: 1.0,
            is_muted: false,
            max_size: None,
            scale: 1.0,
            full_size: (0, 0),
            timeline: None,
            look: None,
            carrier: Carrier::Own,
            early_seek_secs: None,
            trouble: None,
            is_failed: false,
            budget,
            cache: Cache::default(),
            proxies: Proxies::default(),
            current: 0,
            position_secs: 0.0,
            is_scrubbing: false,
            shown: None,
            shown_since: Instant::now(),
            ready: None,
            fresh: None,
            last_put: Instant::now(),
            jumps: 0,
            leader_jumps: 0,
            stats: Stats::default(),
        }
    }

    pub fn count(&self) -> usize {
        self.timeline.as_ref().map_or(0, |timeline| timeline.count())
    }

    pub fn open(&mut self, timeline: Timeline, look: Look, full_size: (u32, u32), carrier: Carrier) {
        self.cache = Cache::new(timeline.count(), self.budget.frames);
        self.proxies = Proxies::new(timeline.count(), full_size, self.budget.proxies);
        self.timeline = Some(Arc::new(timeline));
        self.look = Some(look);
        self.full_size = full_size;
        self.carrier = carrier;
        self.rescale();
        if let Some(secs) = self.early_seek_secs.take() {
            self.seek(secs);
        }
    }

    pub fn play(&mut self) {
        let (first, end) = self.bounds();
        if self.rate > 0.0 && (self.is_ended || self.position_secs >= end) {
            self.seek(first);
        } else if self.rate < 0.0 && (self.is_ended || self.position_secs <= first) {
            self.jump_back_from(end);
        }
        self.is_playing = !self.is_failed;
    }

    pub fn set_rate(&mut self, rate: f64) {
        let rate = if rate.is_finite() && rate != 0.0 { rate.clamp(-MOST_RATE, MOST_RATE) } else { 1.0 };
        if rate != self.rate {
            self.rate = rate;
            // The clock begins anew from here.
            self.jumps += 1;
        }
    }

    pub fn set_range(&mut self, in_secs: Option<f64>, out_secs: Option<f64>) {
        self.in_secs = in_secs.filter(|secs| *secs > 0.0);
        self.out_secs = out_secs.filter(|secs| *secs > self.in_secs.unwrap_or(0.0));
    }

    /// What is played: from, and up to.
    pub fn bounds(&self) -> (f64, f64) {
        let Some(timeline) = &self.timeline else { return (0.0, self.out_secs.unwrap_or(0.0)) };
        // A range may have been set before anybody knew how long the clip is: its last frame is always in it.
        let last = timeline.start_of(timeline.count().saturating_sub(1));
        let first = self.in_secs.map_or(0.0, |secs| if secs < timeline.end_secs { secs } else { last });
        (first, self.out_secs.unwrap_or(timeline.end_secs))
    }

    /// The frames that go round, while looping.
    pub fn loops(&self) -> Option<Range<usize>> {
        let timeline = self.timeline.as_ref().filter(|_| self.is_looping && self.is_playing)?;
        let (first, end) = self.bounds();
        Some(timeline.frame_at(first)..last_before(timeline, end) + 1)
    }

    pub fn seek(&mut self, secs: f64) {
        match &self.timeline {
            Some(timeline) => {
                let end = timeline.end_secs;
                self.jump(timeline.frame_at(secs));
                // Its last frame stands while others go on, as far as it is played.
                if let Some(out) = self.out_secs.filter(|out| *out > end && secs > end) {
                    self.position_secs = secs.min(out);
                }
            }
            None => self.early_seek_secs = Some(secs),
        }
    }

    pub fn scrub(&mut self, secs: f64) {
        self.seek(secs);
        self.is_scrubbing = true;
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

    pub fn jump(&mut self, number: usize) {
        let Some(timeline) = &self.timeline else { return };
        let number = number.min(timeline.count().saturating_sub(1));
        self.current = number;
        self.position_secs = timeline.start_of(number);
        self.is_ended = false;
        self.is_scrubbing = false;
        self.jumps += 1;
    }

    /// To the end of what is played, to go backwards from there.
    fn jump_back_from(&mut self, end: f64) {
        let Some(timeline) = self.timeline.clone() else { return };
        self.jump(last_before(&timeline, end));
        self.position_secs = end;
    }

    /// Playing forward has come to `end` by itself.
    pub fn reach_end(&mut self) {
        let Some(timeline) = self.timeline.clone() else { return };
        let (first, end) = self.bounds();
        let last = last_before(&timeline, end);
        let unshown = self.shown.map_or(0, |shown| last.saturating_sub(shown.number));
        // The last frame stays on the screen, however late; a loop goes on without it.
        let dropped = if self.is_looping { unshown } else { unshown.saturating_sub(1) };
        self.count_dropped(dropped);
        // Without any length it would go round for ever and show nothing.
        if self.is_looping && first < end {
            return self.seek(first);
        }
        self.position_secs = end;
        self.current = last;
        self.is_playing = false;
        self.is_ended = true;
    }

    /// Playing backwards has come to the start by itself.
    pub fn reach_start(&mut self) {
        let (first, end) = self.bounds();
        if self.is_looping && first < end {
            return self.jump_back_from(end);
        }
        let Some(timeline) = &self.timeline else { return };
        self.position_secs = first;
        self.current = timeline.frame_at(first);
        self.is_playing = false;
        self.is_ended = true;
    }

    /// Time has come to `secs`.
    pub fn move_to(&mut self, secs: f64) {
        let Some(timeline) = &self.timeline else { return };
        let frame = timeline.frame_at(secs);
        self.current = if self.rate > 0.0 { self.current.max(frame) } else { self.current.min(frame) };
        self.position_secs = secs;
    }

    /// Stands where its leader does.
    pub fn follow(&mut self, reading: &Reading, offset_secs: f64) {
        self.is_looping = reading.is_looping;
        self.rate = reading.rate;
        self.is_playing = reading.is_playing && !self.is_failed;
        self.is_scrubbing = reading.is_scrubbing;
        let Some(timeline) = self.timeline.clone() else { return };
        let end = timeline.end_secs;
        let secs = (reading.now_secs() + offset_secs).clamp(0.0, end);
        if self.leader_jumps != reading.jumps || !self.is_playing {
            self.leader_jumps = reading.jumps;
            self.current = timeline.frame_at(secs);
            self.position_secs = secs;
        } else {
            self.move_to(secs);
        }
        self.is_ended = reading.is_ended;
    }

    fn count_dropped(&mut self, frames: usize) {
        if self.rate == 1.0 {
            self.stats.dropped += frames as u64;
        }
    }

    /// The picture `shown` is on the screen from now on.
    pub fn show(&mut self, shown: Shown, picture: Arc<Pixels>) {
        let number = shown.number;
        if let Some(before) = self.shown.filter(|before| self.is_playing && before.number < number) {
            self.count_dropped(number - before.number - 1);
        }
        if self.is_playing && self.rate == 1.0 {
            let due = self.timeline.as_ref().map_or(0.0, |timeline| timeline.start_of(number));
            self.stats.note_late(self.position_secs - due);
        }
        self.stats.shown += 1;
        self.shown = Some(shown);
        self.shown_since = Instant::now();
        self.fresh = Some(picture);
        self.trouble = None;
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
        self.ready = None;
        // A lost frame cannot be painted anew: what stands in its place stays.
        if !self.cache.is_lost(self.current) {
            self.shown = None;
        }
        true
    }
}

/// The frame on the screen right before `end`.
pub fn last_before(timeline: &Timeline, end: f64) -> usize {
    let at = timeline.frame_at(end);
    if timeline.start_of(at) >= end { at.saturating_sub(1) } else { at }
}
