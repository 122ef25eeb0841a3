//! What a one-click repair does to a board that no verb would have made: it bends locks and totals as far as it
//! must, for the person asked for that very thing.

use super::seconds::give;
use super::{Secs, Shot, ShotId, Storyboard};

impl Storyboard {
    /// Appends a shot; at least one second. The total grows by it.
    pub fn push(&mut self, prompt: &str, secs: Secs) -> ShotId {
        self.declared = None;
        let id = self.fresh_id();
        self.shots.push(Shot { id, prompt: prompt.into(), secs: secs.max(Secs(1)), is_locked: false });
        id
    }

    /// Lifts a shot to this length, whatever the total; never under one second.
    pub fn mend_secs(&mut self, id: ShotId, secs: Secs) {
        if let Some(index) = self.index_of(id) {
            self.declared = None;
            self.shots[index].secs = secs.max(Secs(1));
        }
    }

    /// Takes a shot out; its seconds go to its neighbour, or are lost where every other shot is locked. The last one
    /// stays.
    pub fn drop_shot(&mut self, id: ShotId) {
        let Some(index) = self.index_of(id).filter(|_| self.shots.len() > 1) else {
            return;
        };
        self.declared = None;
        let freed = self.shots.remove(index).secs.0;
        let near: Vec<usize> = [Some(index), index.checked_sub(1)].into_iter().flatten().collect();
        give(&mut self.shots, &near, &[], freed).unwrap_or_default();
    }

    /// Joins a shot and all after it into one.
    pub fn join_rest(&mut self, id: ShotId) {
        if let Some(first) = self.index_of(id).filter(|first| first + 1 < self.shots.len()) {
            self.declared = None;
            self.join(first, self.shots.len());
            let shot = &mut self.shots[first];
            shot.secs = shot.secs.max(Secs(1));
        }
    }

    /// Scales the shots to a total, none under one second: the unlocked ones, and the locked ones only where the
    /// others do not suffice. Returns the total it came to.
    pub fn fit_total(&mut self, total: Secs) -> Secs {
        self.declared = None;
        for shot in &mut self.shots {
            shot.secs = shot.secs.max(Secs(1));
        }
        let (locked, free): (Vec<usize>, Vec<usize>) =
            (0..self.shots.len()).partition(|index| self.shots[*index].is_locked);
        let held = |board: &Self, places: &[usize]| places.iter().map(|i| board.shots[*i].secs).sum::<Secs>().0;
        self.share(&free, |shot| shot.secs.0, total.0.saturating_sub(held(self, &locked)));
        if self.total() != total {
            self.share(&locked, |shot| shot.secs.0, total.0.saturating_sub(held(self, &free)));
        }
        self.total()
    }

    /// Forgets a file's own total: the shots' sum stands.
    pub fn forget_declared(&mut self) {
        self.declared = None;
    }
}
