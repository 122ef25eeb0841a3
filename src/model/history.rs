//! Undo: settled states of a draft with the selection that stood beside them.

use super::draft::Draft;
use super::storyboard::ShotId;

/// How many steps are kept.
const MAX_STEPS: usize = 1_000;

/// What was selected when a state settled.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    pub shots: Vec<ShotId>,
}

/// Settled `(Draft, Selection)` states. Unchanged text is shared between them, so a step costs little.
///
/// The caller says when a state has settled (a drag ended, typing paused); everything since the last one
/// becomes one step.
#[derive(Debug, Clone)]
pub struct History {
    past: Vec<(Draft, Selection)>,
    present: (Draft, Selection),
    future: Vec<(Draft, Selection)>,
}

impl History {
    pub fn new(draft: Draft, selection: Selection) -> Self {
        Self { past: Vec::new(), present: (draft, selection), future: Vec::new() }
    }

    /// Remembers a settled state. The same draft again is no step, only a newer selection.
    pub fn settle(&mut self, draft: &Draft, selection: &Selection) {
        if self.present.0 == *draft {
            self.present.1 = selection.clone();
            return;
        }
        let before = std::mem::replace(&mut self.present, (draft.clone(), selection.clone()));
        self.past.push(before);
        self.future.clear();
        if self.past.len() > MAX_STEPS {
            self.past.remove(0);
        }
    }

    /// One step back; `None` at the beginning.
    pub fn undo(&mut self) -> Option<&(Draft, Selection)> {
        let before = self.past.pop()?;
        let now = std::mem::replace(&mut self.present, before);
        self.future.push(now);
        Some(&self.present)
    }

    /// One step forward again; `None` when nothing was undone.
    pub fn redo(&mut self) -> Option<&(Draft, Selection)> {
        let after = self.future.pop()?;
        let now = std::mem::replace(&mut self.present, after);
        self.past.push(now);
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
        assert_eq!(&*history.present.0.title, "0");
        while history.redo().is_some() {}
        assert_eq!(&*history.present.0.title, "500");
    }

    #[test]
    fn the_same_state_again_is_no_step() {
        let mut history = History::new(titled("a"), Selection::default());
        history.settle(&titled("a"), &Selection::default());
        assert!(!history.can_undo());
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
