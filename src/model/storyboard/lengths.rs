//! The verbs that change how long shots are.

use super::seconds::{give, share_out, spare, take};
use super::{BoardRules, Refusal, Secs, Shot, ShotId, Storyboard, TotalRule};

/// By what the seconds are shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Balance {
    Evenly,
    /// A longer prompt gets more.
    ByPrompt,
}

impl Storyboard {
    /// Rolls the border after shot `id` by whole seconds, as far as it goes: the total is kept and both neighbours
    /// stay at one second or more. Returns how far it really went. A locked neighbour refuses.
    pub fn move_border(&mut self, id: ShotId, by: i64) -> Result<i64, Refusal> {
        let left = self.place_of(id)?;
        let right = left + 1;
        if right >= self.shots.len() {
            return Err(Refusal::NoSuchShot);
        }
        self.must_be_unlocked(left)?;
        self.must_be_unlocked(right)?;
        let [left_secs, right_secs] = [left, right].map(|index| self.shots[index].secs.0);
        let back = left_secs.saturating_sub(1).min(u64::MAX - right_secs);
        let forth = right_secs.saturating_sub(1).min(u64::MAX - left_secs);
        let by = by.clamp(-as_i64(back), as_i64(forth));
        self.attempt(|board| {
            board.shots[left].secs = Secs(left_secs.saturating_add_signed(by));
            board.shots[right].secs = Secs(right_secs.saturating_add_signed(-by));
            Ok(by)
        })
    }

    /// Drags the end of shot `id` by whole seconds, as far as it goes: those after it move along and the total
    /// changes with it, within the row's range. Returns how far it really went. It is about the total, so it
    /// changes one that is kept, too.
    pub fn ripple(&mut self, id: ShotId, by: i64, rules: &BoardRules) -> Result<i64, Refusal> {
        let index = self.place_of(id)?;
        self.must_be_unlocked(index)?;
        let (secs, total) = (self.shots[index].secs.0, self.total().0);
        let shorter = secs.saturating_sub(1).min(total - rules.least(total));
        let longer = (rules.most(total) - total).min(u64::MAX - secs);
        let by = by.clamp(-as_i64(shorter), as_i64(longer));
        self.attempt(|board| {
            board.shots[index].secs = Secs(secs.saturating_add_signed(by));
            Ok(by)
        })
    }

    /// Gives one shot exactly this length, as a drag of its end would: a kept total takes the seconds from the
    /// others, or gives them to the others; a free one changes, within the row's range.
    pub fn set_secs(&mut self, id: ShotId, secs: Secs, rules: &BoardRules) -> Result<(), Refusal> {
        let index = self.place_of(id)?;
        self.must_be_unlocked(index)?;
        let (least, most) = self.reach(index, rules);
        if secs == self.shots[index].secs {
            return Ok(());
        }
        if secs.0 < least || secs.0 > most {
            return Err(Refusal::SecsOutside { least, most });
        }
        let near = near(index, index);
        self.attempt(|board| {
            let before = std::mem::replace(&mut board.shots[index].secs, secs).0;
            match rules.total {
                TotalRule::Free => Ok(()),
                TotalRule::Kept => {
                    give(&mut board.shots, &near, &[id], before.saturating_sub(secs.0))?;
                    take(&mut board.shots, &near, &[id], secs.0.saturating_sub(before))
                }
            }
        })
    }

    /// The least and the most seconds that `set_secs` takes for this shot.
    fn reach(&self, index: usize, rules: &BoardRules) -> (u64, u64) {
        let Shot { id, secs, .. } = self.shots[index];
        let total = self.total().0;
        match rules.total {
            TotalRule::Free => {
                let least = secs.0.saturating_sub(rules.slack(total)).max(1);
                (least, secs.0.saturating_add(rules.room(total)))
            }
            TotalRule::Kept => {
                let others_move = self.shots.iter().any(|shot| shot.id != id && !shot.is_locked);
                let least = if others_move { 1 } else { secs.0.max(1) };
                (least, secs.0.saturating_add(spare(&self.shots, &[id])))
            }
        }
    }

    /// Makes the video this long: the unlocked shots scale, none under one second.
    pub fn set_total(&mut self, total: Secs, rules: &BoardRules) -> Result<(), Refusal> {
        if total == self.total() {
            return Ok(());
        }
        if self.shots.is_empty() {
            return Err(Refusal::NoSuchShot);
        }
        if total < rules.min_total || total > rules.max_total {
            return Err(Refusal::TotalOutside { least: rules.min_total.0, most: rules.max_total.0 });
        }
        let locked = self.shots.iter().filter(|shot| shot.is_locked).map(Shot::secs).sum::<Secs>().0;
        let free: Vec<usize> = (0..self.shots.len()).filter(|index| !self.shots[*index].is_locked).collect();
        if free.is_empty() {
            return Err(Refusal::NoneUnlocked);
        }
        let least = locked.saturating_add(free.len() as u64);
        if total.0 < least {
            return Err(Refusal::TotalTooSmall { least, locked });
        }
        self.attempt(|board| {
            board.share(&free, |shot| shot.secs.0, total.0 - locked);
            Ok(())
        })
    }

    /// Shares the seconds of these shots out among them, or those of all where none is named. Locked ones keep
    /// theirs; the total is kept.
    pub fn balance(&mut self, among: &[ShotId], by: Balance) -> Result<(), Refusal> {
        let is_meant = |shot: &Shot| among.is_empty() || among.contains(&shot.id);
        let places = self.shots.iter().enumerate().filter(|(_, shot)| is_meant(shot) && !shot.is_locked);
        let free: Vec<usize> = places.map(|(index, _)| index).collect();
        let held = free.iter().map(|index| self.shots[*index].secs).sum::<Secs>().0;
        if !self.shots.iter().any(is_meant) {
            return Err(Refusal::NoSuchShot);
        }
        if free.is_empty() {
            return Err(Refusal::NoneUnlocked);
        }
        if held < free.len() as u64 {
            return Err(Refusal::NothingToSpare { needed: free.len() as u64, spare: held });
        }
        self.attempt(|board| {
            let weight = |shot: &Shot| match by {
                Balance::Evenly => 1,
                Balance::ByPrompt => shot.prompt.trim().chars().count() as u64,
            };
            board.share(&free, weight, held);
            Ok(())
        })
    }

    /// Shares `sum` seconds out among the shots at these places.
    pub(super) fn share(&mut self, places: &[usize], weight: impl Fn(&Shot) -> u64, sum: u64) {
        let weights: Vec<u64> = places.iter().map(|index| weight(&self.shots[*index])).collect();
        for (index, part) in places.iter().zip(share_out(&weights, sum)) {
            self.shots[*index].secs = Secs(part);
        }
    }
}

/// The neighbours of the shots from `first` to `last`: the next one, then the one before.
pub(super) fn near(first: usize, last: usize) -> Vec<usize> {
    [last.checked_add(1), first.checked_sub(1)].into_iter().flatten().collect()
}

fn as_i64(secs: u64) -> i64 {
    i64::try_from(secs).unwrap_or(i64::MAX)
}
