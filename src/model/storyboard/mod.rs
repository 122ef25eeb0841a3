//! The ordered shots of a by-hand draft. Their lengths *are* the video's length.
//!
//! Every verb is all or nothing: it does the whole of what it says, or changes nothing and gives a `Refusal` with
//! the facts. Where seconds come from and go to is one rule, written down in `rules`.

mod clipboard;
mod lengths;
mod order;
mod refusal;
mod repairs;
mod rules;
mod seconds;
mod words;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use clipboard::Clipping;
pub use lengths::Balance;
pub use refusal::Refusal;
pub use rules::{BoardRules, TotalRule};
pub(super) use seconds::share_out;
pub(super) use words::joined_words;

/// Whole seconds of video. A file may bring any; verbs keep a shot at one or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secs(pub u64);

impl fmt::Display for Secs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::iter::Sum for Secs {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        Self(iter.fold(0, |total, secs| total.saturating_add(secs.0)))
    }
}

/// Names a shot across edits and undo, within one draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShotId(pub u32);

/// One shot. Its length is the storyboard's to keep.
#[derive(Debug, Clone, PartialEq)]
pub struct Shot {
    id: ShotId,
    pub prompt: Arc<str>,
    secs: Secs,
    /// Its length stays as it is, whatever the others do. It may still be moved, written in and deleted.
    pub is_locked: bool,
}

impl Shot {
    pub fn id(&self) -> ShotId {
        self.id
    }

    pub fn secs(&self) -> Secs {
        self.secs
    }

    pub fn prompt_text(&self) -> &str {
        &self.prompt
    }
}

/// Cuts one video into shots. There is no stored total: a second number could disagree with the first.
/// Its verbs keep every shot at one second or more; a file may bring worse, and preflight says so.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Storyboard {
    shots: Vec<Shot>,
    next_id: u32,
    declared: Option<Secs>,
}

impl Storyboard {
    /// Shots as a file brings them: any length, judged by preflight, refused by nobody.
    pub fn from_file(shots: impl IntoIterator<Item = (Arc<str>, Secs, bool)>, declared: Option<Secs>) -> Self {
        let mut board = Self { declared, ..Self::default() };
        for (prompt, secs, is_locked) in shots {
            let id = board.fresh_id();
            board.shots.push(Shot { id, prompt, secs, is_locked });
        }
        board
    }

    /// Shots read back from the library under the names they had, so that a selection still finds them. A name that
    /// is taken, or newer than `last_id`, is replaced by a fresh one.
    pub fn from_library(
        shots: impl IntoIterator<Item = (ShotId, Arc<str>, Secs, bool)>,
        last_id: u32,
        declared: Option<Secs>,
    ) -> Self {
        let mut board = Self { declared, next_id: last_id, ..Self::default() };
        for (kept, prompt, secs, is_locked) in shots {
            let is_good = kept.0 <= last_id && board.index_of(kept).is_none();
            let id = if is_good { kept } else { board.fresh_id() };
            board.shots.push(Shot { id, prompt, secs, is_locked });
        }
        board
    }

    /// The newest name a shot was given.
    pub fn last_id(&self) -> u32 {
        self.next_id
    }

    pub fn shots(&self) -> &[Shot] {
        &self.shots
    }

    pub fn total(&self) -> Secs {
        self.shots.iter().map(Shot::secs).sum()
    }

    /// A file's own `seconds`, kept for preflight to compare. Any edit of the shots' lengths, number or order clears
    /// it; their words and locks are no part of it.
    pub fn declared(&self) -> Option<Secs> {
        self.declared
    }

    pub fn index_of(&self, id: ShotId) -> Option<usize> {
        self.shots.iter().position(|shot| shot.id == id)
    }

    pub fn shot(&self, id: ShotId) -> Option<&Shot> {
        self.shots.iter().find(|shot| shot.id == id)
    }

    /// For its words and its lock: any value of those is legal.
    pub fn shot_mut(&mut self, id: ShotId) -> Option<&mut Shot> {
        self.shots.iter_mut().find(|shot| shot.id == id)
    }

    /// Locks the length of these shots, or frees it.
    pub fn set_locked(&mut self, ids: &[ShotId], is_locked: bool) {
        for shot in self.shots.iter_mut().filter(|shot| ids.contains(&shot.id)) {
            shot.is_locked = is_locked;
        }
    }

    /// All or nothing: what is refused halfway has changed nothing; what changed the shots forgets a file's total.
    fn attempt<T>(&mut self, verb: impl FnOnce(&mut Self) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let mut tried = self.clone();
        let done = verb(&mut tried)?;
        if tried.shots != self.shots {
            tried.declared = None;
        }
        *self = tried;
        Ok(done)
    }

    fn place_of(&self, id: ShotId) -> Result<usize, Refusal> {
        self.index_of(id).ok_or(Refusal::NoSuchShot)
    }

    /// A locked shot's length is not to be touched.
    fn must_be_unlocked(&self, index: usize) -> Result<(), Refusal> {
        let is_locked = self.shots.get(index).is_some_and(|shot| shot.is_locked);
        if is_locked { Err(Refusal::Locked { shot: index + 1 }) } else { Ok(()) }
    }

    fn fresh_id(&mut self) -> ShotId {
        self.next_id = self.next_id.saturating_add(1);
        ShotId(self.next_id)
    }
}
