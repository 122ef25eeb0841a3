//! What the verbs of a storyboard keep to, and the one rule of "Lock total".
//!
//! **Lock total.** The length of the video stays as it is, whatever happens to its shots:
//!
//! 1. *Who gives.* Seconds that a shot needs come from its neighbour: the next one, else the one before it; where
//!    that has no more than its last second, the longest unlocked shots give, cut down to one level.
//! 2. *Who takes.* Seconds that are set free go to the neighbour: the next one, else the one before it; where both
//!    are locked, to the longest unlocked shot.
//! 3. *Nobody below a second, and a locked shot keeps its length.*
//! 4. *Newcomers are modest.* A shot that is added, copied or pasted asks for its own length, but for no more than
//!    its fair share of what the unlocked shots hold: the copy of a long shot does not eat up the others.
//! 5. *All or nothing.* What cannot be done so is refused, with the seconds that are wanting, and nothing changes.
//!
//! **Free total.** The video grows and shrinks with its shots, as far as the offering's range goes; where that ends,
//! the rule above settles the rest.
//!
//! Two verbs are about the total itself, and change it under either rule: `set_total`, and `ripple`, the drag of an
//! edge.

use crate::model::capabilities::Capabilities;
use crate::model::storyboard::Secs;

/// Whether the shots' lengths may change the video's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TotalRule {
    /// "Lock total": what one shot gains the others lose.
    #[default]
    Kept,
    Free,
}

impl TotalRule {
    pub const ALL: [Self; 2] = [Self::Kept, Self::Free];
}

/// What an offering and a person's setting allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoardRules {
    pub min_total: Secs,
    pub max_total: Secs,
    pub max_shots: usize,
    pub total: TotalRule,
}

impl BoardRules {
    pub fn of(caps: &Capabilities, total: TotalRule) -> Self {
        Self { min_total: caps.min_seconds, max_total: caps.max_seconds, max_shots: caps.max_shots, total }
    }

    /// How much longer a video of this length may become by a verb that is not about the total.
    pub(super) fn room(&self, total: u64) -> u64 {
        match self.total {
            TotalRule::Kept => 0,
            TotalRule::Free => self.most(total) - total,
        }
    }

    /// How much shorter.
    pub(super) fn slack(&self, total: u64) -> u64 {
        match self.total {
            TotalRule::Kept => 0,
            TotalRule::Free => total - self.least(total),
        }
    }

    /// The longest a video of this length may become: one that is over the range already does not grow.
    pub(super) fn most(&self, total: u64) -> u64 {
        self.max_total.0.max(total)
    }

    /// The shortest it may become: one that is under the range already does not shrink.
    pub(super) fn least(&self, total: u64) -> u64 {
        self.min_total.0.min(total)
    }
}
