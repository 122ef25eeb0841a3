//! The verbs that change which shots there are, and in what order.

use std::sync::Arc;

use super::lengths::near;
use super::seconds::{give, level_down, take};
use super::words::joined;
use super::{BoardRules, Refusal, Secs, Shot, ShotId, Storyboard};

impl Storyboard {
    /// Splits a shot after `after` of its seconds: the words stay with the first half, the second one starts empty.
    /// Returns the second half; the total is kept.
    pub fn split(&mut self, id: ShotId, after: Secs, rules: &BoardRules) -> Result<ShotId, Refusal> {
        let index = self.place_of(id)?;
        self.must_have_room(1, rules)?;
        self.must_be_unlocked(index)?;
        let whole = self.shots[index].secs;
        if whole < Secs(2) {
            return Err(Refusal::TooShortToSplit);
        }
        self.attempt(|board| {
            let head = Secs(after.0.clamp(1, whole.0 - 1));
            let new = board.fresh_id();
            board.shots[index].secs = head;
            let tail = Shot { id: new, prompt: "".into(), secs: Secs(whole.0 - head.0), is_locked: false };
            board.shots.insert(index + 1, tail);
            Ok(new)
        })
    }

    /// Joins a shot and those after it, `count` in all, into the first: their words one after the other, their
    /// seconds together. The total is kept.
    pub fn merge(&mut self, id: ShotId, count: usize) -> Result<(), Refusal> {
        let first = self.place_of(id)?;
        let end = first.saturating_add(count);
        if count < 2 || end > self.shots.len() {
            return Err(Refusal::NoSuchShot);
        }
        for index in first..end {
            self.must_be_unlocked(index)?;
        }
        self.attempt(|board| {
            board.join(first, end);
            Ok(())
        })
    }

    pub(super) fn join(&mut self, first: usize, end: usize) {
        let gone: Vec<Shot> = self.shots.drain(first + 1..end).collect();
        let shot = &mut self.shots[first];
        shot.prompt = joined(std::iter::once(&shot.prompt).chain(gone.iter().map(|shot| &shot.prompt)));
        shot.secs = std::iter::once(shot.secs).chain(gone.iter().map(Shot::secs)).sum();
    }

    /// Adds a shot at the end. It asks for `secs`; the rule of the total decides what it gets.
    pub fn add(&mut self, prompt: &str, secs: Secs, rules: &BoardRules) -> Result<ShotId, Refusal> {
        let added = self.insert(self.shots.len(), [(prompt.into(), secs)], rules)?;
        added.first().copied().ok_or(Refusal::NoSuchShot)
    }

    /// Copies these shots behind the last of them. The copies are not locked.
    pub fn duplicate(&mut self, ids: &[ShotId], rules: &BoardRules) -> Result<Vec<ShotId>, Refusal> {
        let meant: Vec<usize> = self.places_of(ids);
        let last = *meant.last().ok_or(Refusal::NoSuchShot)?;
        let copies: Vec<(Arc<str>, Secs)> =
            meant.iter().map(|index| &self.shots[*index]).map(|shot| (shot.prompt.clone(), shot.secs)).collect();
        self.insert(last + 1, copies, rules)
    }

    /// Puts shots in before place `at`. Each asks for its length; the rule of the total decides what they get.
    pub fn insert(
        &mut self,
        at: usize,
        shots: impl IntoIterator<Item = (Arc<str>, Secs)>,
        rules: &BoardRules,
    ) -> Result<Vec<ShotId>, Refusal> {
        let mut new: Vec<(Arc<str>, u64)> = shots.into_iter().map(|(words, secs)| (words, secs.0.max(1))).collect();
        let (count, at) = (new.len(), at.min(self.shots.len()));
        if count == 0 {
            return Err(Refusal::NoSuchShot);
        }
        self.must_have_room(count, rules)?;
        let total = self.total().0;
        // A storyboard without shots has no total to keep.
        let room = if self.shots.is_empty() { rules.most(0) } else { rules.room(total) };
        let wanted = new.iter().fold(0, |sum: u64, (_, secs)| sum.saturating_add(*secs));
        let granted = wanted.min(self.fair_share(count as u64, room));
        level_down(new.iter_mut().map(|(_, secs)| secs).collect(), granted);
        self.attempt(|board| {
            let ids: Vec<ShotId> = new.iter().map(|_| board.fresh_id()).collect();
            let shots = new.into_iter().zip(&ids);
            let shots = shots.map(|((prompt, secs), id)| Shot { id: *id, prompt, secs: Secs(secs), is_locked: false });
            board.shots.splice(at..at, shots.collect::<Vec<_>>());
            take(&mut board.shots, &near(at, at + count - 1), &ids, granted.saturating_sub(room))?;
            Ok(ids)
        })
    }

    /// Puts these shots in the place of all there are; the first of them. At least one second each.
    pub fn rewrite(&mut self, shots: impl IntoIterator<Item = (Arc<str>, Secs)>) -> Result<ShotId, Refusal> {
        self.attempt(|board| {
            board.shots.clear();
            for (prompt, secs) in shots {
                board.push(&prompt, secs);
            }
            board.shots.first().map(Shot::id).ok_or(Refusal::NoSuchShot)
        })
    }

    /// The seconds that `count` newcomers may have together. Where the total has room for them, that; else an equal
    /// part of what the unlocked shots and the room hold.
    fn fair_share(&self, count: u64, room: u64) -> u64 {
        if room >= count {
            return room;
        }
        let free = self.shots.iter().filter(|shot| !shot.is_locked);
        let (shots, secs) = free.fold((0_u64, room), |(n, sum), shot| (n + 1, sum.saturating_add(shot.secs.0)));
        let share = u128::from(secs) * u128::from(count) / u128::from(shots + count);
        u64::try_from(share).unwrap_or(u64::MAX).max(count)
    }

    /// Deletes these shots; the last one stays, a storyboard without shots is nothing.
    pub fn delete(&mut self, ids: &[ShotId], rules: &BoardRules) -> Result<(), Refusal> {
        let gone = self.places_of(ids);
        if gone.is_empty() {
            return Err(Refusal::NoSuchShot);
        }
        if gone.len() == self.shots.len() {
            return Err(Refusal::LastShot);
        }
        let mut slack = rules.slack(self.total().0);
        self.attempt(|board| {
            for index in &gone {
                let shot = &board.shots[*index];
                let is_there = |place: &usize| !gone.contains(place);
                let after = (*index + 1..board.shots.len()).find(is_there);
                let before = (0..*index).rev().find(is_there);
                let near: Vec<usize> = [after, before].into_iter().flatten().collect();
                let lost = shot.secs.0.min(slack);
                slack -= lost;
                let freed = shot.secs.0 - lost;
                give(&mut board.shots, &near, ids, freed)?;
            }
            board.shots.retain(|shot| !ids.contains(&shot.id));
            Ok(())
        })
    }

    /// Moves these shots together to the gap before place `at`, counted in the present order; `shots().len()` is
    /// the end.
    pub fn move_to(&mut self, ids: &[ShotId], at: usize) -> Result<(), Refusal> {
        if self.places_of(ids).is_empty() || at > self.shots.len() {
            return Err(Refusal::NoSuchShot);
        }
        self.attempt(|board| {
            let stays_before = board.shots[..at].iter().filter(|shot| !ids.contains(&shot.id)).count();
            let (moved, mut rest): (Vec<Shot>, Vec<Shot>) =
                board.shots.drain(..).partition(|shot| ids.contains(&shot.id));
            rest.splice(stays_before..stays_before, moved);
            board.shots = rest;
            Ok(())
        })
    }

    /// Moves these shots together by places, -1 one earlier.
    pub fn shift(&mut self, ids: &[ShotId], by: isize) -> Result<(), Refusal> {
        let places = self.places_of(ids);
        let (first, last) = (places.first().ok_or(Refusal::NoSuchShot)?, places.last().ok_or(Refusal::NoSuchShot)?);
        let from = if by < 0 { *first } else { *last + 1 };
        let to = from.checked_add_signed(by).ok_or(Refusal::NoSuchShot)?;
        self.move_to(ids, to)
    }

    /// Where these shots stand, in order.
    fn places_of(&self, ids: &[ShotId]) -> Vec<usize> {
        let found = self.shots.iter().enumerate().filter(|(_, shot)| ids.contains(&shot.id));
        found.map(|(index, _)| index).collect()
    }

    fn must_have_room(&self, count: usize, rules: &BoardRules) -> Result<(), Refusal> {
        let would_be = self.shots.len().saturating_add(count);
        match would_be.saturating_sub(rules.max_shots) {
            0 => Ok(()),
            over => Err(Refusal::TooManyShots { max: rules.max_shots, over }),
        }
    }
}
