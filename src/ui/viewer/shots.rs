//! The shots a clip was ordered with, laid along its time: where each was planned to begin.

use crate::model::{Cut, Draft};

/// A shot as it was planned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Planned<'a> {
    /// From 1.
    pub number: usize,
    pub from_secs: f64,
    pub until_secs: f64,
    pub prompt: &'a str,
}

/// The planned shots of a video this long. One that is shorter than was ordered ends in the shot it ends in; none for
/// a video nobody cut, or in one shot.
pub fn planned(draft: &Draft, secs: f64) -> Vec<Planned<'_>> {
    match draft.cut {
        Cut::ByHand => {}
        Cut::OneShot | Cut::ByVendor => return Vec::new(),
    }
    let mut from_secs = 0.0;
    let mut shots = Vec::new();
    for (index, shot) in draft.storyboard.shots().iter().enumerate() {
        if from_secs >= secs {
            break;
        }
        let until = from_secs + shot.secs().0 as f64;
        shots.push(Planned { number: index + 1, from_secs, until_secs: until.min(secs), prompt: &shot.prompt });
        from_secs = until;
    }
    if let Some(last) = shots.last_mut() {
        // What the vendor gave on top belongs to the last shot.
        last.until_secs = secs;
    }
    if shots.len() > 1 { shots } else { Vec::new() }
}

/// Where "shot before" goes: the start of this shot, or of the one before for who stands there already.
pub fn before(shots: &[Planned<'_>], secs: f64) -> Option<f64> {
    shots.iter().rev().map(|shot| shot.from_secs).find(|from| *from < secs - NEAR)
}

pub fn after(shots: &[Planned<'_>], secs: f64) -> Option<f64> {
    shots.iter().map(|shot| shot.from_secs).find(|from| *from > secs + NEAR)
}

/// Less than a frame lasts.
const NEAR: f64 = 0.01;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Secs, Storyboard};

    fn draft(shots: &[(&str, u64)]) -> Draft {
        let shots = shots.iter().map(|(text, secs)| ((*text).into(), Secs(*secs), false)).collect::<Vec<_>>();
        Draft { cut: Cut::ByHand, storyboard: Storyboard::from_file(shots, None), ..Draft::new("v/m") }
    }

    fn spans(draft: &Draft, secs: f64) -> Vec<(f64, f64)> {
        planned(draft, secs).iter().map(|shot| (shot.from_secs, shot.until_secs)).collect()
    }

    #[test]
    fn shots_lie_one_after_the_other_and_the_last_takes_what_is_over() {
        let draft = draft(&[("a", 4), ("b", 3), ("c", 2)]);
        assert_eq!(spans(&draft, 9.04), [(0.0, 4.0), (4.0, 7.0), (7.0, 9.04)]);
        assert_eq!(spans(&draft, 5.0), [(0.0, 4.0), (4.0, 5.0)]);
        assert_eq!(planned(&draft, 9.0)[1], Planned { number: 2, from_secs: 4.0, until_secs: 7.0, prompt: "b" });
    }

    #[test]
    fn a_video_in_one_shot_has_no_borders() {
        assert_eq!(spans(&draft(&[("a", 4)]), 4.0), []);
        assert_eq!(spans(&Draft { cut: Cut::OneShot, ..draft(&[("a", 4), ("b", 3)]) }, 7.0), []);
    }

    #[test]
    fn one_goes_from_border_to_border() {
        let draft = draft(&[("a", 4), ("b", 3), ("c", 2)]);
        let shots = planned(&draft, 9.0);
        assert_eq!((before(&shots, 5.5), before(&shots, 4.0), before(&shots, 0.0)), (Some(4.0), Some(0.0), None));
        assert_eq!((after(&shots, 5.5), after(&shots, 4.0), after(&shots, 8.0)), (Some(7.0), Some(7.0), None));
    }
}
