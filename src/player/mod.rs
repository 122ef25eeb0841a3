//! Plays a clip: its own decode thread, audio as the master clock.
//!
//! Four threads a player: one decodes ahead into a cache of frames, one makes small stand-ins of the whole clip when
//! there is time, one paints and shows frames when they are due, one speaks to the sound device. The window calls only methods that return at once; dropping the player ends its threads. No thread
//! runs while a clip stands still. When decoding is too slow frames are dropped, never the sound.

use std::path::PathBuf;
use std::sync::Arc;

use crate::media::Pixels;
use crate::media::decode::Ffmpeg;
use crate::model::trouble::Trouble;

mod cache;
mod clock;
mod decoding;
mod desk;
mod follow;
mod meter;
mod playhead;
mod proxies;
mod showing;
mod sound;
mod timeline;

#[cfg(test)]
#[cfg(target_os = "linux")]
mod sound_tests;
#[cfg(test)]
mod tests;

use desk::Desk;
use playhead::Playhead;
use sound::{SoundOut, SoundServer};

/// A clip in the window. It opens paused, and shows its first frame.
pub struct Player {
    desk: Arc<Desk>,
    sound: Arc<SoundOut>,
}

/// Which way to go by one frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Forward,
    Back,
}

/// What becomes of the sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SoundState {
    /// It goes to a device, and keeps the time (also while paused or muted).
    Playing,
    /// There is no device or server; the clip plays silently.
    NoDevice,
    /// The clip has no sound.
    #[default]
    NoTrack,
    /// An `ffmpeg` on PATH would decode its sound; there is none.
    NeedsFfmpeg,
    /// Nobody here can decode its sound.
    Undecodable,
}

/// Who decodes the pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Carrier {
    /// Our own decoders.
    #[default]
    Own,
    /// An `ffmpeg` found on PATH, in a process of its own.
    Ffmpeg,
}

/// Memory a player may fill with pictures, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Frames in full size around the playhead.
    pub frames: usize,
    /// Small stand-ins of the whole clip; none are made for nothing.
    pub proxies: usize,
}

impl Budget {
    /// One clip that is watched: at 1080p some forty frames in full size, and five seconds of stand-ins in half.
    pub const WATCH: Self = Self { frames: 128 << 20, proxies: 128 << 20 };
    /// One of several that are compared.
    pub const COMPARE: Self = Self { frames: 64 << 20, proxies: 48 << 20 };
    /// A card the pointer rests on.
    pub const PEEK: Self = Self { frames: 16 << 20, proxies: 16 << 20 };
}

/// What a player has to work with.
struct Means {
    server: SoundServer,
    budget: Budget,
    /// Asked by the threads that decode: it looks at the disk.
    ffmpeg: FindFfmpeg,
}

/// Where there is an `ffmpeg`, if anywhere.
type FindFfmpeg = fn() -> Option<Ffmpeg>;

/// The player as it stands now. Zeroes until the clip is open.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlayerState {
    /// 1 is the clip's own speed; below zero it plays backwards. Never zero once the clip is open.
    pub rate: f32,
    /// What is played of the clip, where it is not all of it.
    pub in_secs: Option<f64>,
    pub out_secs: Option<f64>,
    /// The picture on the screen is a small stand-in: the exact one is being decoded.
    pub is_soft: bool,
    /// The frame on the screen; `frame_number` is where the playhead is.
    pub shown_frame: Option<usize>,
    /// Width and height of the clip as shown.
    pub size: (u32, u32),
    pub carrier: Carrier,
    pub position_secs: f64,
    pub duration_secs: f64,
    /// The frame the playhead is on, from 0, in display order.
    pub frame_number: usize,
    pub frame_count: usize,
    pub is_playing: bool,
    /// It played to its end and stands on its last frame; playing starts it over.
    pub is_ended: bool,
    /// Why nothing is shown.
    pub trouble: Option<Trouble>,
    pub sound: SoundState,
}

/// Frames counted since the clip was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    pub shown: u64,
    /// Passed over while playing at the clip's own speed, because they came too late.
    pub dropped: u64,
    /// The latest a frame came on the screen after its time by the clock, which is the sound's where there is sound.
    pub worst_late_micros: u64,
    /// Of all frames that were shown in time or late, for a mean.
    pub late_micros: u64,
    pub timed: u64,
}

impl Stats {
    fn note_late(&mut self, secs: f64) {
        let micros = (secs.max(0.0) * 1e6) as u64;
        self.worst_late_micros = self.worst_late_micros.max(micros);
        self.late_micros += micros;
        self.timed += 1;
    }
}

impl Player {
    /// Opens a clip. `wake` is called from other threads when there is a new picture to take, and when the clip ends or
    /// fails by itself; never while it stands still.
    pub fn open(path: PathBuf, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self::open_within(path, Budget::WATCH, wake)
    }

    /// Opens a clip among others, within less memory.
    pub fn open_within(path: PathBuf, budget: Budget, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self::open_by(path, Means { server: SoundServer::Desktop, budget, ffmpeg: Ffmpeg::find }, wake)
    }

    /// Opens a clip that is never heard.
    pub fn open_silent(path: PathBuf, budget: Budget, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self::open_by(path, Means { server: SoundServer::Nowhere, budget, ffmpeg: Ffmpeg::find }, wake)
    }

    fn open_by(path: PathBuf, means: Means, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let Means { server, budget, ffmpeg } = means;
        let desk = Arc::new(Desk::new(budget, Box::new(wake)));
        let sound = Arc::new(SoundOut::open(&path, server, ffmpeg, desk.gain()));
        let (theirs, speaker) = (Arc::clone(&desk), Arc::clone(&sound));
        desk.spawn("playhead", move || showing::run(&theirs, speaker));
        if budget.proxies > 0 {
            let (theirs, path) = (Arc::clone(&desk), path.clone());
            desk.spawn("stand-ins", move || decoding::run_proxies(&theirs, &path, ffmpeg));
        }
        let theirs = Arc::clone(&desk);
        desk.spawn("frames", move || decoding::run(&theirs, &path, ffmpeg));
        Self { desk, sound }
    }

    /// Plays on; from the start if the clip has ended.
    pub fn play(&self) {
        self.desk.edit(Playhead::play);
    }

    pub fn pause(&self) {
        self.desk.edit(|playhead| playhead.is_playing = false);
    }

    pub fn toggle(&self) {
        self.desk.edit(|playhead| if playhead.is_playing { playhead.is_playing = false } else { playhead.play() });
    }

    /// Goes to the frame shown at `secs`. Of many seeks in a row only the latest is decoded.
    pub fn seek(&self, secs: f64) {
        self.desk.edit(|playhead| playhead.seek(secs));
    }

    /// As `seek`, for a bar that is being dragged: the nearest picture there is shows at once, then the exact one.
    pub fn scrub(&self, secs: f64) {
        self.desk.edit(|playhead| playhead.scrub(secs));
    }

    /// Goes to frame `number`, counted from 0; past the last one, to the last.
    pub fn seek_frame(&self, number: usize) {
        self.desk.edit(|playhead| playhead.jump(number));
    }

    /// How fast, and which way: 1 is the clip's own speed, below zero it plays backwards, at most 8 times as fast. It is
    /// heard at 1 only. Does not begin to play by itself.
    pub fn set_rate(&self, rate: f32) {
        self.desk.edit(|playhead| playhead.set_rate(rate.into()));
    }

    /// Plays only from `in_secs` up to `out_secs` (the start of the frame after the last one played). A loop goes round
    /// there. Seeks and steps may leave it. `out_secs` may lie after the clip's end: its last frame then stands so long.
    pub fn set_range(&self, in_secs: Option<f64>, out_secs: Option<f64>) {
        self.desk.edit(|playhead| playhead.set_range(in_secs, out_secs));
    }

    /// When frame `number` is shown, in seconds from the clip's start; past the last one, the clip's end. None until the
    /// clip is open.
    pub fn frame_time(&self, number: usize) -> Option<f64> {
        self.desk.timeline().map(|timeline| timeline.start_of(number))
    }

    /// The frame shown at `secs`. None until the clip is open.
    pub fn frame_at(&self, secs: f64) -> Option<usize> {
        self.desk.timeline().map(|timeline| timeline.frame_at(secs))
    }

    /// Shows what `leader` shows, `offset_secs` later in its own clip, and is not heard; its own verbs do nothing then.
    /// Without a leader it goes on by itself, from where it stands.
    pub fn follow(&self, leader: Option<(&Player, f64)>) {
        follow::tie(&self.desk, leader.map(|(player, offset_secs)| (&player.desk, offset_secs)));
    }

    /// Whether it follows another.
    pub fn is_following(&self) -> bool {
        self.desk.ties().is_following()
    }

    /// Pauses and goes one frame on or back.
    pub fn step(&self, step: Step) {
        self.desk.edit(|playhead| playhead.step(step));
    }

    /// From 0 to 1, as loud as it sounds.
    pub fn set_volume(&self, volume: f32) {
        self.desk.set_volume(volume);
    }

    pub fn set_muted(&self, is_muted: bool) {
        self.desk.set_muted(is_muted);
    }

    pub fn set_looping(&self, is_looping: bool) {
        self.desk.edit(|playhead| playhead.is_looping = is_looping);
    }

    /// The space pictures are shown in, in pixels. Much larger ones are made smaller; they keep their shape and are never
    /// enlarged. Cheap to call for every repaint: pictures are made anew only when they would look soft, or are far too
    /// large.
    pub fn set_max_size(&self, width: u32, height: u32) {
        self.desk.set_max_size(width.max(1), height.max(1));
    }

    pub fn state(&self) -> PlayerState {
        self.desk.state(self.sound.state())
    }

    /// The picture to show now, if it is another than the one taken last.
    pub fn take_picture(&self) -> Option<Arc<Pixels>> {
        self.desk.take_picture()
    }

    pub fn stats(&self) -> Stats {
        self.desk.stats()
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        // Not waited for: the window would stand still for the length of a decoded picture.
        self.desk.close();
    }
}
