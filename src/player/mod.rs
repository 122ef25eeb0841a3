//! Plays a clip: its own decode thread, audio as the master clock.
//!
//! Three threads a player: one decodes ahead into a cache of frames, one shows frames when they are due, one speaks to
//! the sound device. The window calls only methods that return at once; dropping the player ends its threads. No thread
//! runs while a clip stands still. When decoding is too slow frames are dropped, never the sound.

use std::path::PathBuf;
use std::sync::Arc;

use crate::media::Pixels;
use crate::model::trouble::Trouble;

mod cache;
mod clock;
mod decoding;
mod desk;
mod playhead;
mod showing;
mod sound;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoundState {
    /// It goes to a device, and keeps the time (also while paused or muted).
    Playing,
    /// There is no device or server; the clip plays silently.
    NoDevice,
    /// The clip has no sound we can decode.
    NoTrack,
}

/// The player as it stands now. Zeroes until the clip is open.
#[derive(Debug, Clone, PartialEq)]
pub struct PlayerState {
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
    /// Passed over while playing, because they came too late.
    pub dropped: u64,
}

impl Player {
    /// Opens a clip. `wake` is called from other threads when there is a new picture to take, and when the clip ends or
    /// fails by itself; never while it stands still.
    pub fn open(path: PathBuf, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self::open_with(path, SoundServer::Desktop, wake)
    }

    fn open_with(path: PathBuf, server: SoundServer, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let desk = Arc::new(Desk::new(Box::new(wake)));
        let sound = Arc::new(SoundOut::open(&path, server, desk.gain()));
        let (theirs, speaker) = (Arc::clone(&desk), Arc::clone(&sound));
        desk.spawn("frames", move || decoding::run(&theirs, &path));
        let theirs = Arc::clone(&desk);
        desk.spawn("playhead", move || showing::run(&theirs, speaker));
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
