//! What becomes of an answer at a well of the draft.

use super::{Asked, Taken};
use super::{Slot, slot};
use crate::model::{Capabilities, Draft, ImageRef, TaskId, Trouble};
use crate::ui::edits::Refused;
use crate::ui::verb::Verb;

/// What is left to do for the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Answered {
    Done,
    /// Say this, with the verb that would help.
    Say(Refused),
    /// Open the system's dialog for this place.
    Choose(Slot),
    /// Have this frame of a clip made and put there.
    Frame {
        task: TaskId,
        frame: u64,
    },
    /// Open the crop tool on this picture.
    Crop(Slot, ImageRef),
}

/// Does to the draft what was asked for at one of its places. Everything is one step of undo.
pub fn answer(asked: Asked, at: Slot, draft: &mut Draft, caps: &Capabilities) -> Answered {
    match asked {
        Asked::Choose => return Answered::Choose(at),
        Asked::Crop => {
            if let Some(image) = at.picture(draft) {
                return Answered::Crop(at, image.clone());
            }
        }
        Asked::TakeFrame { task, frame } => return Answered::Frame { task, frame },
        Asked::Swap(other) => at.swap(other, draft),
        Asked::MoveTo(to) if matches!(at, Slot::Frame(_)) && to.picture(draft).is_some() => at.swap(to, draft),
        Asked::MoveTo(to) => at.carry(to, draft),
        Asked::Remove => {
            at.clear(draft);
            return Answered::Say(Refused { said: Trouble::new("well-removed"), offer: Some(Verb::Undo) });
        }
        Asked::Take(Taken { from: Some(from), is_move: true, .. }) if from.picture(draft).is_some() => {
            from.carry(at, draft);
        }
        Asked::Take(taken) => {
            let left = slot::fill(draft, caps, at, taken.images);
            return said_of(left);
        }
    }
    Answered::Done
}

/// Pictures that found no place are told of.
pub fn said_of(left: usize) -> Answered {
    if left == 0 {
        return Answered::Done;
    }
    Answered::Say(Trouble::new("well-no-place").with("count", left).into())
}

#[cfg(test)]
mod tests {
    use super::super::Side;
    use super::*;

    const FIRST: Slot = Slot::Frame(Side::First);
    const LAST: Slot = Slot::Frame(Side::Last);

    fn caps() -> Capabilities {
        crate::vendors::rows().next().unwrap().caps.clone()
    }

    fn draft() -> Draft {
        let mut draft = Draft::new(crate::vendors::DEFAULT_OFFERING);
        FIRST.put(&mut draft, ImageRef::file("a"));
        draft
    }

    fn names(draft: &Draft) -> [Option<String>; 2] {
        [FIRST, LAST].map(|slot| slot.picture(draft).map(ToString::to_string))
    }

    #[test]
    fn a_removed_picture_can_be_had_back() {
        let mut draft = draft();
        let said = answer(Asked::Remove, FIRST, &mut draft, &caps());
        assert!(matches!(said, Answered::Say(Refused { offer: Some(Verb::Undo), .. })));
        assert_eq!(names(&draft), [None, None]);
    }

    #[test]
    fn a_picture_moves_to_the_other_frame_and_changes_places_where_that_is_full() {
        let mut draft = draft();
        answer(Asked::MoveTo(LAST), FIRST, &mut draft, &caps());
        assert_eq!(names(&draft), [None, Some("a".to_owned())]);
        FIRST.put(&mut draft, ImageRef::file("b"));
        answer(Asked::MoveTo(LAST), FIRST, &mut draft, &caps());
        assert_eq!(names(&draft), [Some("a".to_owned()), Some("b".to_owned())]);
    }

    #[test]
    fn what_finds_no_place_is_told_of() {
        let mut draft = draft();
        let three = ["b", "c", "d"].map(ImageRef::file).to_vec();
        let Answered::Say(said) = answer(Asked::Take(Taken::of(three)), FIRST, &mut draft, &caps()) else {
            panic!("nothing was said");
        };
        assert_eq!(said.said, Trouble::new("well-no-place").with("count", 1_usize));
        assert_eq!(names(&draft), [Some("b".to_owned()), Some("c".to_owned())]);
    }

    #[test]
    fn a_cut_picture_leaves_its_place() {
        let mut draft = draft();
        let taken = Taken { images: vec![ImageRef::file("a")], from: Some(FIRST), is_move: true };
        answer(Asked::Take(taken), LAST, &mut draft, &caps());
        assert_eq!(names(&draft), [None, Some("a".to_owned())]);
    }
}
