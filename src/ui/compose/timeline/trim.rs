//! A border in the hand. What it does is worked out from the shots as they stood when it was taken hold of, so that
//! going back gives back the first lengths, and Esc gives back everything.

use crate::model::storyboard::{BoardRules, Refusal};
use crate::model::{Shot, Storyboard};

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
    /// Why the hand moves nothing, or how it goes.
    pub outcome: Outcome,
    /// Where on the scale the hand took hold.
    grabbed_at: f64,
}

/// How far a border followed the hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Followed,
    /// The hand went further than it could.
    Stopped,
    Refused(Refusal),
}

impl Held {
    pub fn new(border: Border, base: Storyboard, grabbed_at: f64) -> Self {
        Self { border, base, outcome: Outcome::Followed, grabbed_at }
    }

    /// The shots as the hand wants them now.
    pub fn moved(&mut self, trim: Trim, now_at: f64, rules: &BoardRules) -> Storyboard {
        let by = (now_at - self.grabbed_at).round() as i64;
        let mut board = self.base.clone();
        self.outcome = match apply(&mut board, self.border, trim, by, rules) {
            Ok(gone) if gone == by => Outcome::Followed,
            Ok(_) => Outcome::Stopped,
            Err(why) => Outcome::Refused(why),
        };
        board
    }
}

/// Moves a border by whole seconds, as far as that goes. Returns how far it went.
pub fn apply(board: &mut Storyboard, border: Border, trim: Trim, by: i64, rules: &BoardRules) -> Result<i64, Refusal> {
    if by == 0 {
        return Ok(0);
    }
    let shot = |index: usize| board.shots().get(index).map(Shot::id).ok_or(Refusal::NoSuchShot);
    match trim {
        Trim::Roll if border.is_end => {
            // The end stays where it is: what the last shot gains, the one before it gives.
            let before = border.left.checked_sub(1).ok_or(Refusal::NoSuchShot).and_then(shot)?;
            board.move_border(before, by.saturating_neg()).map(|gone| -gone)
        }
        Trim::Roll => board.move_border(shot(border.left)?, by),
        Trim::Ripple => board.ripple(shot(border.left)?, by, rules),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Secs;
    use crate::model::storyboard::TotalRule;

    const RULES: BoardRules =
        BoardRules { min_total: Secs(3), max_total: Secs(15), max_shots: 6, total: TotalRule::Kept };

    fn held(secs: &[u64], left: usize, at: f64) -> Held {
        let shots = secs.iter().map(|secs| ("".into(), Secs(*secs), false));
        Held::new(Border::of(left, secs.len()), Storyboard::from_file(shots, None), at)
    }

    fn lengths(board: &Storyboard) -> Vec<u64> {
        board.shots().iter().map(|shot| shot.secs().0).collect()
    }

    #[test]
    fn an_inner_border_rolls_and_the_end_ripples_unless_control_switches_them() {
        assert_eq!([false, true].map(|on| Border::of(0, 3).trim(on)), [Trim::Roll, Trim::Ripple]);
        assert_eq!([false, true].map(|on| Border::of(2, 3).trim(on)), [Trim::Ripple, Trim::Roll]);
        assert_eq!([false, true].map(|on| Border::of(0, 1).trim(on)), [Trim::Ripple; 2]);
    }

    #[test]
    fn whole_seconds_are_counted_from_where_the_hand_took_hold() {
        let mut held = held(&[4, 5], 0, 4.1);
        for (at, expected) in
            [(4.5, [4, 5]), (4.7, [5, 4]), (6.0, [6, 3]), (99.0, [8, 1]), (3.4, [3, 6]), (4.1, [4, 5])]
        {
            assert_eq!(lengths(&held.moved(Trim::Roll, at, &RULES)), expected, "{at}");
        }
    }

    #[test]
    fn the_end_stops_at_the_range_and_says_so() {
        let mut held = held(&[4, 5], 1, 9.0);
        assert_eq!(lengths(&held.moved(Trim::Ripple, 14.0, &RULES)), [4, 10]);
        assert_eq!(held.outcome, Outcome::Followed);
        assert_eq!(lengths(&held.moved(Trim::Ripple, 30.0, &RULES)), [4, 11]);
        assert_eq!(held.outcome, Outcome::Stopped);
        assert_eq!(lengths(&held.moved(Trim::Ripple, 0.0, &RULES)), [4, 1]);
    }

    #[test]
    fn the_end_rolls_with_the_shot_before() {
        let mut held = held(&[4, 5], 1, 9.0);
        assert_eq!(lengths(&held.moved(Trim::Roll, 11.0, &RULES)), [2, 7]);
        assert_eq!(lengths(&held.moved(Trim::Roll, 7.0, &RULES)), [6, 3]);
    }

    #[test]
    fn a_locked_shot_does_not_follow() {
        let mut held = held(&[4, 5], 0, 4.0);
        let ids: Vec<_> = held.base.shots().iter().map(Shot::id).collect();
        held.base.set_locked(&ids[1..], true);
        assert_eq!(lengths(&held.moved(Trim::Roll, 6.0, &RULES)), [4, 5]);
        assert_eq!(held.outcome, Outcome::Refused(Refusal::Locked { shot: 2 }));
        assert_eq!(lengths(&held.moved(Trim::Ripple, 6.0, &RULES)), [6, 5]);
    }
}
