//! One random edit: every verb of a storyboard, undo, redo and the lock of the total.

use proptest::prelude::*;
use shotloom::model::ShotId;
use shotloom::model::storyboard::{Balance, BoardRules, Clipping, Refusal, Secs, Storyboard, TotalRule};

/// A shot by its place, modulo how many there are; several as a set of bits.
type Place = u8;
type Places = u8;

#[derive(Debug, Clone)]
pub enum Edit {
    Roll(Place, i64),
    Ripple(Place, i64),
    SetSecs(Place, u64),
    SetTotal(u64),
    Balance(Places, Balance),
    Lock(Places, bool),
    Split(Place, u64),
    Merge(Place, usize),
    Duplicate(Places),
    Delete(Places),
    MoveTo(Places, Place),
    Shift(Places, isize),
    Add(u64),
    /// Copied from these shots, through the clipboard's text.
    Paste(Places, Place),
    Write(Place, String),
    LockTotal(TotalRule),
    Undo,
    Redo,
}

pub fn any_edit() -> impl Strategy<Value = Edit> {
    let (place, places) = (any::<Place>, any::<Places>);
    let by = || prop::sample::select(&[Balance::Evenly, Balance::ByPrompt][..]);
    prop_oneof![
        3 => (place(), -20_i64..20).prop_map(|(at, by)| Edit::Roll(at, by)),
        3 => (place(), -20_i64..20).prop_map(|(at, by)| Edit::Ripple(at, by)),
        3 => (place(), 0_u64..18).prop_map(|(at, secs)| Edit::SetSecs(at, secs)),
        2 => (0_u64..20).prop_map(Edit::SetTotal),
        2 => (places(), by()).prop_map(|(at, by)| Edit::Balance(at, by)),
        3 => (places(), any::<bool>()).prop_map(|(at, is_locked)| Edit::Lock(at, is_locked)),
        3 => (place(), 0_u64..16).prop_map(|(at, after)| Edit::Split(at, after)),
        2 => (place(), 0_usize..4).prop_map(|(at, count)| Edit::Merge(at, count)),
        2 => places().prop_map(Edit::Duplicate),
        2 => places().prop_map(Edit::Delete),
        2 => (places(), place()).prop_map(|(at, to)| Edit::MoveTo(at, to)),
        2 => (places(), -2_isize..3).prop_map(|(at, by)| Edit::Shift(at, by)),
        2 => (0_u64..20).prop_map(Edit::Add),
        2 => (places(), place()).prop_map(|(from, to)| Edit::Paste(from, to)),
        1 => (place(), "[a-z雪.,。 ]{0,12}").prop_map(|(at, words)| Edit::Write(at, words)),
        1 => prop::sample::select(&TotalRule::ALL[..]).prop_map(Edit::LockTotal),
        1 => Just(Edit::Undo),
        1 => Just(Edit::Redo),
    ]
}

impl Edit {
    /// Whether it changes a total that is kept.
    pub fn is_about_the_total(&self) -> bool {
        matches!(self, Self::Ripple(..) | Self::SetTotal(_))
    }

    pub fn perform(&self, board: &mut Storyboard, rules: &BoardRules) -> Result<(), Refusal> {
        match self {
            Self::Roll(at, by) => board.move_border(shot(board, *at), *by).map(drop),
            Self::Ripple(at, by) => board.ripple(shot(board, *at), *by, rules).map(drop),
            Self::SetSecs(at, secs) => board.set_secs(shot(board, *at), Secs(*secs), rules),
            Self::SetTotal(total) => board.set_total(Secs(*total), rules),
            Self::Balance(at, by) => board.balance(&shots(board, *at), *by),
            Self::Lock(at, is_locked) => {
                board.set_locked(&shots(board, *at), *is_locked);
                Ok(())
            }
            Self::Split(at, after) => board.split(shot(board, *at), Secs(*after), rules).map(drop),
            Self::Merge(at, count) => board.merge(shot(board, *at), *count),
            Self::Duplicate(at) => board.duplicate(&shots(board, *at), rules).map(drop),
            Self::Delete(at) => board.delete(&shots(board, *at), rules),
            Self::MoveTo(at, to) => {
                let to = usize::from(*to) % (board.shots().len() + 2);
                board.move_to(&shots(board, *at), to)
            }
            Self::Shift(at, by) => board.shift(&shots(board, *at), *by),
            Self::Add(secs) => board.add("new", Secs(*secs), rules).map(drop),
            Self::Paste(from, to) => {
                let copied = shots(board, *from);
                let text = Clipping::of(copied.iter().filter_map(|id| board.shot(*id))).write();
                let pasted = Clipping::read(&text).map(|clipping| clipping.0).unwrap_or_default();
                board.insert(usize::from(*to) % (board.shots().len() + 1), pasted, rules).map(drop)
            }
            Self::Write(at, words) => {
                let id = shot(board, *at);
                board.shot_mut(id).ok_or(Refusal::NoSuchShot)?.prompt = words.as_str().into();
                Ok(())
            }
            Self::LockTotal(_) | Self::Undo | Self::Redo => Ok(()),
        }
    }
}

fn shot(board: &Storyboard, at: Place) -> ShotId {
    let shots = board.shots();
    // One place in sixteen is nobody's.
    let is_nobody = shots.is_empty() || at >= 240;
    if is_nobody { ShotId(u32::MAX) } else { shots[usize::from(at) % shots.len()].id() }
}

fn shots(board: &Storyboard, at: Places) -> Vec<ShotId> {
    let is_meant = |index: &usize| u32::from(at) >> (index % 8) & 1 == 1;
    board.shots().iter().enumerate().filter(|(index, _)| is_meant(index)).map(|(_, shot)| shot.id()).collect()
}
