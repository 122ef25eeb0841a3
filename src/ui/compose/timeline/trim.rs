//! A border in the hand. What it does is worked out from the shots as they stood when it was taken hold of, so that
//! going back gives back the first lengths, and Esc gives back everything.

use crate::model::storyboard::{BoardRules, TotalRule};
use crate::model::{Capabilities, Storyboard};

/// What the hand does to the border, as editors call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trim {
    /// Seconds go from one neighbour to the other; the total is kept.
    Roll,
    /// One shot grows or shrinks; the total follows.
    Ripple,
}

/// One border of the storyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Border {
    /// The shot before it.
    pub left: usize,
    /// No shot comes after it.
    pub is_end: bool,
}

impl Border {
    pub fn of(left: usize, count: usize) -> Self {
        Self { left, is_end: left + 1 == count }
    }

    /// What a drag does here. Ctrl turns it into the other one; the end of a single shot has nothing to roll with.
    pub fn trim(self, is_switched: bool) -> Trim {
        match (self.is_end, is_switched) {
            (true, true) if self.left > 0 => Trim::Roll,
            (true, _) | (false, true) => Trim::Ripple,
            (false, false) => Trim::Roll,
        }
    }
}

/// A border that was taken hold of.
#[derive(Debug, Clone)]
pub struct Held {
    pub border: Border,
    /// Everything as it was.
    pub base: Storyboard,
    /// Where on the scale the hand took hold.
    grabbed_at: f64,
}

impl Held {
    pub fn new(border: Border, base: Storyboard, grabbed_at: f64) -> Self {
        Self { border, base, grabbed_at }
    }

    /// Whole seconds between where the hand took hold and where it is now.
    pub fn by(&self, now_at: f64) -> i64 {
        (now_at - self.grabbed_at).round() as i64
    }

    pub fn applied(&self, trim: Trim, by: i64, caps: &Capabilities) -> Storyboard {
        let mut board = self.base.clone();
        apply(&mut board, self.border, trim, by, caps);
        board
    }
}

/// Moves a border by whole seconds, as far as that goes. Returns the shots whose lengths the hand means.
pub fn apply(board: &mut Storyboard, border: Border, trim: Trim, by: i64, caps: &Capabilities) {
    let Some(left) = board.shots().get(border.left).map(|shot| (shot.id(), shot.secs())) else {
        return;
    };
    if by == 0 {
        return;
    }
    match trim {
        Trim::Roll if border.is_end => {
            // The end stays where it is: what the last shot gains, the one before it gives.
            let before = border.left.checked_sub(1).and_then(|index| board.shots().get(index)).map(|shot| shot.id());
            if let Some(before) = before {
                let _ = board.move_border(before, -by);
            }
        }
        Trim::Roll => {
            let _ = board.move_border(left.0, by);
        }
        Trim::Ripple => {
            // A ripple is about the total: it changes one that is kept, too.
            let _ = board.ripple(left.0, by, &BoardRules::of(caps, TotalRule::Kept));
        }
    }
}
