//! Undo: settled states of a draft with the selection that stood beside them.

use std::collections::VecDeque;

use super::draft::Draft;
use super::storyboard::ShotId;

/// How many steps are kept.
const MAX_STEPS: usize = 1_000;

/// What was selected when a state settled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    pub shots: Vec<ShotId>,
    /// The element that is open, by its place.
    pub element: Option<usize>,
    /// Where somebody was writing.
    pub caret: Option<Caret>,
}

/// The selected text of one text box, in characters; `from` is where the selection began, `to` where the caret stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caret {
    /// The window's own number of the box.
    pub field: usize,
    pub from: usize,
    pub to: usize,
}

/// Settled `(Draft, Selection)` states. Unchanged text is shared between them, so a step costs little.
///
/// The caller says when a state has settled (a drag ended, typing paused); everything since the last one
/// becomes one step.
#[derive(Debug, Clone)]
pub struct History {
    past: VecDeque<(Draft, Selection)>,
    present: (Draft, Selection),
    future: Vec<(Draft, Selection)>,
}

impl History {
    pub fn new(draft: Draft, selection: Selection) -> Self {
        Self { past: VecDeque::new(), present: (draft, selection), future: Vec::new() }
    }

    /// Remembers a settled state. The same draft again is no step, only a newer selection.
    pub fn settle(&mut self, draft: &Draft, selection: &Selection) {
        if self.present.0 == *draft {
            self.present.1 = selection.clone();
            return;
        }
        let before = std::mem::replace(&mut self.present, (draft.clone(), selection.clone()));
        self.past.push_back(before);
        self.future.clear();
        if self.past.len() > MAX_STEPS {
            self.past.pop_front();
        }
    }

    /// What is selected before the next edit begins: undoing that edit brings it back.
    pub fn reselect(&mut self, selection: Selection) {
        self.present.1 = selection;
    }

    /// The state that settled last.
    pub fn draft(&self) -> &Draft {
        &self.present.0
    }

    /// What stood selected beside it.
    pub fn selection(&self) -> &Selection {
        &self.present.1
    }

    /// One step back; `None` at the beginning.
    pub fn undo(&mut self) -> Option<&(Draft, Selection)> {
        let before = self.past.pop_back()?;
        let now = std::mem::replace(&mut self.present, before);
        self.future.push(now);
        Some(&self.present)
    }

    /// One step forward again; `None` when nothing was undone.
    pub fn redo(&mut self) -> Option<&(Draft, Selection)> {
        let after = self.future.pop()?;
        let now = std::mem::replace(&mut self.present, after);
        self.past.push_back(now);
        Some(&self.present)
    }

    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(title: &str) -> Draft {
        Draft { title: title.into(), ..Draft::new("v/m") }
    }

    #[test]
    fn undo_to_the_start_gives_back_the_first_draft_and_redo_the_last() {
        let none = Selection::default();
        let mut history = History::new(titled("0"), none.clone());
        for step in 1..=500 {
            history.settle(&titled(&step.to_string()), &none);
        }
        while history.undo().is_some() {}
        assert_eq!(&*history.draft().title, "0");
        while history.redo().is_some() {}
        assert_eq!(&*history.draft().title, "500");
    }

    #[test]
    fn the_same_state_again_is_no_step() {
        let mut history = History::new(titled("a"), Selection::default());
        history.settle(&titled("a"), &Selection::default());
        assert!(!history.can_undo());
    }

    #[test]
    fn undo_selects_what_was_selected_before_the_edit_and_redo_what_was_after() {
        let at = |to| Selection { caret: Some(Caret { field: 0, from: to, to }), ..Selection::default() };
        let mut history = History::new(titled("a"), at(0));
        history.reselect(at(1));
        history.settle(&titled("ab"), &at(2));
        assert_eq!(history.undo().unwrap().1, at(1));
        assert_eq!(history.redo().unwrap().1, at(2));
    }

    #[test]
    fn a_thousand_steps_are_kept_and_the_oldest_go_first() {
        let none = Selection::default();
        let mut history = History::new(titled("0"), none.clone());
        (1..=1_500).for_each(|step| history.settle(&titled(&step.to_string()), &none));
        let mut steps = 0;
        while history.undo().is_some() {
            steps += 1;
        }
        assert_eq!((steps, &*history.draft().title), (1_000, "500"));
    }

    #[test]
    fn a_new_edit_forgets_what_was_undone() {
        let none = Selection::default();
        let mut history = History::new(titled("a"), none.clone());
        history.settle(&titled("b"), &none);
        history.undo();
        history.settle(&titled("c"), &none);
        assert!(!history.can_redo());
        assert_eq!(&*history.undo().unwrap().0.title, "a");
    }
}
