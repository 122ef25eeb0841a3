//! The ordered shots of a by-hand draft. Their lengths *are* the video's length.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

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

/// Why a verb did nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No shot has that id, or no neighbour stands there.
    NoSuchShot,
    /// A shot of one second cannot be split.
    TooShortToSplit,
    /// The last shot cannot be deleted.
    LastShot,
    /// The row takes no more shots.
    TooManyShots,
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

    /// A file's own `seconds`, kept for preflight to compare. Any edit of the shots clears it.
    pub fn declared(&self) -> Option<Secs> {
        self.declared
    }

    pub fn index_of(&self, id: ShotId) -> Option<usize> {
        self.shots.iter().position(|shot| shot.id == id)
    }

    pub fn shot_mut(&mut self, id: ShotId) -> Option<&mut Shot> {
        self.shots.iter_mut().find(|shot| shot.id == id)
    }

    /// Appends a shot; at least one second.
    pub fn push(&mut self, prompt: &str, secs: Secs) -> ShotId {
        self.declared = None;
        let id = self.fresh_id();
        self.shots.push(Shot { id, prompt: prompt.into(), secs: secs.max(Secs(1)), is_locked: false });
        id
    }

    /// Gives one shot a length of its own; the total changes with it. Never under one second.
    pub fn set_secs(&mut self, id: ShotId, secs: Secs) -> Result<(), Refusal> {
        self.declared = None;
        let shot = self.shot_mut(id).ok_or(Refusal::NoSuchShot)?;
        shot.secs = secs.max(Secs(1));
        Ok(())
    }

    /// Rolls the border after shot `id` by whole seconds; the total is kept and both neighbours stay at one
    /// second or more. Returns how far it really went.
    pub fn move_border(&mut self, id: ShotId, by: i64) -> Result<i64, Refusal> {
        let left = self.index_of(id).ok_or(Refusal::NoSuchShot)?;
        let right = left + 1;
        if right >= self.shots.len() {
            return Err(Refusal::NoSuchShot);
        }
        let room_left = as_i64(self.shots[left].secs.0.saturating_sub(1));
        let room_right = as_i64(self.shots[right].secs.0.saturating_sub(1));
        let by = by.clamp(-room_left, room_right);
        if by != 0 {
            self.declared = None;
            self.shots[left].secs = Secs(self.shots[left].secs.0.saturating_add_signed(by));
            self.shots[right].secs = Secs(self.shots[right].secs.0.saturating_add_signed(-by));
        }
        Ok(by)
    }

    /// Splits a shot after `after` of its seconds; both halves keep the words of neither's making: the text stays
    /// with the first, the second starts empty. The total is kept.
    pub fn split(&mut self, id: ShotId, after: Secs, max_shots: usize) -> Result<ShotId, Refusal> {
        let index = self.index_of(id).ok_or(Refusal::NoSuchShot)?;
        if self.shots.len() >= max_shots {
            return Err(Refusal::TooManyShots);
        }
        let whole = self.shots[index].secs;
        if whole < Secs(2) {
            return Err(Refusal::TooShortToSplit);
        }
        self.declared = None;
        let head = Secs(after.0.clamp(1, whole.0 - 1));
        let new = self.fresh_id();
        self.shots[index].secs = head;
        let tail = Shot { id: new, prompt: "".into(), secs: Secs(whole.0 - head.0), is_locked: false };
        self.shots.insert(index + 1, tail);
        Ok(new)
    }

    /// Copies a shot beside itself; the total grows by its length.
    pub fn duplicate(&mut self, id: ShotId, max_shots: usize) -> Result<ShotId, Refusal> {
        let index = self.index_of(id).ok_or(Refusal::NoSuchShot)?;
        if self.shots.len() >= max_shots {
            return Err(Refusal::TooManyShots);
        }
        self.declared = None;
        let new = self.fresh_id();
        let copy = Shot { id: new, ..self.shots[index].clone() };
        self.shots.insert(index + 1, copy);
        Ok(new)
    }

    /// Deletes a shot; the last one stays, a storyboard without shots is nothing.
    pub fn delete(&mut self, id: ShotId) -> Result<(), Refusal> {
        let index = self.index_of(id).ok_or(Refusal::NoSuchShot)?;
        if self.shots.len() == 1 {
            return Err(Refusal::LastShot);
        }
        self.declared = None;
        self.shots.remove(index);
        Ok(())
    }

    /// Moves a shot by places, -1 one earlier.
    pub fn reorder(&mut self, id: ShotId, by: isize) -> Result<(), Refusal> {
        let from = self.index_of(id).ok_or(Refusal::NoSuchShot)?;
        let to = from.checked_add_signed(by).filter(|to| *to < self.shots.len()).ok_or(Refusal::NoSuchShot)?;
        self.declared = None;
        let shot = self.shots.remove(from);
        self.shots.insert(to, shot);
        Ok(())
    }

    /// Scales the shots to a total: shrinking takes from the longest, growing gives to the shortest, locked shots
    /// only where the others do not suffice. Never under one second a shot; returns the total it came to.
    pub fn set_total(&mut self, total: Secs) -> Secs {
        self.declared = None;
        for shot in &mut self.shots {
            shot.secs = shot.secs.max(Secs(1));
        }
        for moves_locked in [false, true] {
            let (free, kept): (Vec<&mut Shot>, Vec<&mut Shot>) =
                self.shots.iter_mut().partition(|shot| moves_locked || !shot.is_locked);
            let kept: Secs = kept.iter().map(|shot| shot.secs).sum();
            level(free, total.0.saturating_sub(kept.0));
            if self.total() == total {
                break;
            }
        }
        self.total()
    }

    /// Forgets a file's own total: the shots' sum stands.
    pub fn forget_declared(&mut self) {
        self.declared = None;
    }

    fn fresh_id(&mut self) -> ShotId {
        self.next_id += 1;
        ShotId(self.next_id)
    }
}

/// Brings shots to a sum by cutting the longest down, or lifting the shortest up, to one level; what does not
/// divide goes to the first of them.
fn level(shots: Vec<&mut Shot>, budget: u64) {
    let shrinks = shots.iter().map(|shot| u128::from(shot.secs.0)).sum::<u128>() > u128::from(budget);
    let at = |secs: u64, level: u64| if shrinks { secs.min(level) } else { secs.max(level) };
    let sum = |level: u64| shots.iter().map(|shot| u128::from(at(shot.secs.0, level))).sum::<u128>();
    let (mut low, mut high) = (1, budget.max(1));
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        (low, high) = if sum(middle) <= u128::from(budget) { (middle, high) } else { (low, middle - 1) };
    }
    let mut rest = u128::from(budget).saturating_sub(sum(low));
    for shot in shots {
        let is_on_level = if shrinks { shot.secs.0 > low } else { shot.secs.0 <= low };
        let extra = u64::from(is_on_level && rest > 0);
        rest -= u128::from(extra);
        shot.secs = Secs(at(shot.secs.0, low) + extra);
    }
}

fn as_i64(secs: u64) -> i64 {
    i64::try_from(secs).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn board(secs: &[u64]) -> Storyboard {
        Storyboard::from_file(secs.iter().map(|s| ("".into(), Secs(*s), false)), None)
    }

    fn check(start: &[u64], edit: impl FnOnce(&mut Storyboard), expected: &[u64]) {
        let mut board = board(start);
        edit(&mut board);
        let got: Vec<u64> = board.shots().iter().map(|shot| shot.secs().0).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn a_border_moves_whole_seconds_between_two_neighbours() {
        check(&[4, 5], |b| assert_eq!(b.move_border(b.shots()[0].id(), 2), Ok(2)), &[6, 3]);
    }

    #[test]
    fn a_border_stops_one_second_before_its_neighbours_end() {
        check(&[4, 3, 2], |b| assert_eq!(b.move_border(b.shots()[0].id(), 9), Ok(2)), &[6, 1, 2]);
        check(&[4, 3, 2], |b| assert_eq!(b.move_border(b.shots()[0].id(), -9), Ok(-3)), &[1, 6, 2]);
    }

    #[test]
    fn the_last_shot_has_no_border_to_roll() {
        check(&[4, 5], |b| assert_eq!(b.move_border(b.shots()[1].id(), 1), Err(Refusal::NoSuchShot)), &[4, 5]);
    }

    #[test]
    fn a_split_keeps_the_total_and_the_words() {
        let mut board = board(&[5]);
        let id = board.shots()[0].id();
        board.shot_mut(id).unwrap().prompt = "a fox".into();
        board.split(id, Secs(2), 6).unwrap();
        assert_eq!(board.total(), Secs(5));
        assert_eq!(&*board.shots()[0].prompt, "a fox");
        assert_eq!(board.shots()[1].secs(), Secs(3));
    }

    #[test]
    fn one_second_cannot_be_split_and_a_seventh_shot_is_refused() {
        check(&[1], |b| assert_eq!(b.split(b.shots()[0].id(), Secs(1), 6), Err(Refusal::TooShortToSplit)), &[1]);
        check(&[2; 6], |b| assert_eq!(b.split(b.shots()[0].id(), Secs(1), 6), Err(Refusal::TooManyShots)), &[2; 6]);
    }

    #[test]
    fn any_edit_of_the_shots_clears_the_declared_total() {
        let mut board = Storyboard::from_file([("".into(), Secs(3), false)], Some(Secs(9)));
        assert_eq!(board.declared(), Some(Secs(9)));
        board.set_secs(board.shots()[0].id(), Secs(4)).unwrap();
        assert_eq!(board.declared(), None);
    }

    #[test]
    fn shrinking_takes_from_the_longest_shot() {
        check(&[6, 3, 1], |b| assert_eq!(b.set_total(Secs(7)), Secs(7)), &[3, 3, 1]);
        check(&[9, 9, 2], |b| assert_eq!(b.set_total(Secs(15)), Secs(15)), &[7, 6, 2]);
    }

    #[test]
    fn growing_gives_to_the_shortest_shot() {
        check(&[1, 1], |b| assert_eq!(b.set_total(Secs(3)), Secs(3)), &[2, 1]);
        check(&[4, 1, 1], |b| assert_eq!(b.set_total(Secs(8)), Secs(8)), &[4, 2, 2]);
    }

    #[test]
    fn a_total_smaller_than_the_shots_stops_at_one_second_each() {
        check(&[2, 5, 0], |b| assert_eq!(b.set_total(Secs(1)), Secs(3)), &[1, 1, 1]);
        check(&[u64::MAX, u64::MAX], |b| assert_eq!(b.set_total(Secs(15)), Secs(15)), &[8, 7]);
        check(&[], |b| assert_eq!(b.set_total(Secs(5)), Secs(0)), &[]);
    }

    #[test]
    fn a_locked_shot_keeps_its_length_while_the_others_suffice() {
        let lock_first_and_fit = |b: &mut Storyboard| {
            b.shots[0].is_locked = true;
            assert_eq!(b.set_total(Secs(15)), Secs(15));
        };
        check(&[9, 9], lock_first_and_fit, &[9, 6]);
        check(&[15, 9], lock_first_and_fit, &[14, 1]);
    }

    #[test]
    fn a_file_may_bring_a_shot_of_no_seconds_and_a_verb_mends_it() {
        let mut board = board(&[0]);
        assert_eq!(board.total(), Secs(0));
        board.set_secs(board.shots()[0].id(), Secs(0)).unwrap();
        assert_eq!(board.total(), Secs(1));
    }
}
