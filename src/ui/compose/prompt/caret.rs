//! Where the caret of the prompts stands, and what others ask of it: a snippet put in, an older prompt brought back,
//! a place shown. A wish is done when its editor is drawn next.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Context, Id, Key, Modifiers, Ui};

use crate::model::preflight::Finding;
use crate::model::{Arg, Draft, Row, TextOf, mention, snippet};

/// A place or a selection in a prompt, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caret {
    pub of: TextOf,
    pub from: usize,
    pub to: usize,
}

/// Alt+↑ and Alt+↓ in a prompt: which prompt that was sent before is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recall {
    Older,
    Newer,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Wish {
    Insert(String),
    /// It keeps its distance from its neighbours.
    Phrase(String),
    Replace(String),
    Put(Caret),
}

/// The caret of whichever prompt has or had it last.
#[derive(Debug, Default)]
pub struct Carets {
    last: Option<TextOf>,
    wish: Option<Wish>,
    recall: Option<Recall>,
}

impl Carets {
    /// The prompt that has or had the caret last.
    pub fn last(&self) -> Option<TextOf> {
        self.last
    }

    /// Puts text in at the caret, in place of what is selected. One undo step.
    pub fn insert(&mut self, text: impl Into<String>) {
        self.wish = Some(Wish::Insert(text.into()));
    }

    /// Puts a phrase in at the caret, apart from its neighbours by commas and spaces. One undo step.
    pub fn insert_phrase(&mut self, text: impl Into<String>) {
        self.wish = Some(Wish::Phrase(text.into()));
    }

    /// Writes the whole prompt anew. One undo step.
    pub fn replace(&mut self, text: impl Into<String>) {
        self.wish = Some(Wish::Replace(text.into()));
    }

    /// Puts the caret into a prompt and shows it.
    pub fn put(&mut self, caret: Caret) {
        self.last = Some(caret.of);
        self.wish = Some(Wish::Put(caret));
    }

    /// What Alt+↑ or Alt+↓ asked for in this frame, and of which prompt.
    pub fn take_recall(&mut self) -> Option<(TextOf, Recall)> {
        Some((self.last?, self.recall.take()?))
    }

    /// Which of the prompts that are drawn now is meant where no other is named.
    pub(super) fn choose(&mut self, drawn: &[TextOf]) {
        if !self.last.is_some_and(|last| drawn.contains(&last)) {
            self.last = drawn.first().copied();
        }
    }

    /// Hears the keys of a prompt that has the keyboard, before it is drawn.
    pub(super) fn hear(&mut self, ui: &Ui, of: TextOf) {
        self.last = Some(of);
        ui.input_mut(|input| {
            if input.consume_key(Modifiers::ALT, Key::ArrowUp) {
                self.recall = Some(Recall::Older);
            } else if input.consume_key(Modifiers::ALT, Key::ArrowDown) {
                self.recall = Some(Recall::Newer);
            }
        });
    }

    /// Does what is wished of this prompt; true where the caret went somewhere that is to be seen.
    pub(super) fn fulfil(&mut self, ctx: &Context, id: Id, of: TextOf, draft: &mut Draft) -> bool {
        if self.last != Some(of) {
            return false;
        }
        let Some(wish) = self.wish.take() else {
            return false;
        };
        let old = draft.text(of).map(ToString::to_string).unwrap_or_default();
        let (text, selection) = match wish {
            Wish::Insert(insert) => {
                let at = selection(ctx, id).unwrap_or_else(|| (old.chars().count(), old.chars().count()));
                put_in(&old, at, &insert)
            }
            Wish::Phrase(phrase) => {
                let at = selection(ctx, id).unwrap_or_else(|| (old.chars().count(), old.chars().count()));
                let (from, to) = (at.0.min(at.1), at.0.max(at.1));
                let bytes = |chars: usize| old.char_indices().nth(chars).map_or(old.len(), |(byte, _)| byte);
                put_in(&old, at, &snippet::spaced(&old[..bytes(from)], &phrase, &old[bytes(to)..]))
            }
            Wish::Replace(text) => {
                let end = text.chars().count();
                (text, (end, end))
            }
            Wish::Put(caret) => (old.clone(), (caret.from, caret.to)),
        };
        if text != old {
            draft.set_text(of, text);
        }
        select(ctx, id, selection);
        ctx.memory_mut(|memory| memory.request_focus(id));
        true
    }
}

/// Text put in at a selection: what comes out, and where the caret stands then.
fn put_in(old: &str, (from, to): (usize, usize), insert: &str) -> (String, (usize, usize)) {
    let (from, to) = (from.min(to), from.max(to));
    let head: String = old.chars().take(from).collect();
    let tail: String = old.chars().skip(to).collect();
    let caret = from.min(old.chars().count()) + insert.chars().count();
    (head + insert + &tail, (caret, caret))
}

/// What is selected in a text box, in characters, from where it was begun.
pub fn selection(ctx: &Context, id: Id) -> Option<(usize, usize)> {
    let range = TextEditState::load(ctx, id)?.cursor.char_range()?;
    Some((range.secondary.index.0, range.primary.index.0))
}

pub fn select(ctx: &Context, id: Id, (from, to): (usize, usize)) {
    let mut state = TextEditState::load(ctx, id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(from), CCursor::new(to))));
    state.store(ctx, id);
}

/// The words a finding speaks of: the mention it names, what is too much, else the end of the text.
pub(super) fn of_finding(finding: &Finding, draft: &Draft, row: &Row) -> Option<Caret> {
    let of = TextOf::at(finding.place, draft)?;
    let text = draft.text(of)?;
    let max = match of {
        TextOf::Prompt => row.caps.prompt_max,
        TextOf::NegativePrompt => row.caps.negative_prompt_max.unwrap_or_default(),
        TextOf::Shot(_) => row.caps.shot_prompt_max,
    };
    let named = match finding.args.get("name") {
        Some(Arg::Text(name)) => mention::find(text).into_iter().find(|mention| mention.name == name),
        Some(Arg::Number(_)) | None => None,
    };
    let fits = mention::fitting(text, draft, row.caps.mentions, max);
    let range = named.map_or(fits..text.len(), |mention| mention.range);
    let chars = |bytes: usize| text[..bytes].chars().count();
    Some(Caret { of, from: chars(range.start), to: chars(range.end) })
}

/// Where the caret belongs when a text was changed by others, as by an undo: behind what came, else where
/// something went.
pub fn after_change(old: &str, new: &str) -> usize {
    let same = |(a, b): &(char, char)| a == b;
    let (old_len, new_len) = (old.chars().count(), new.chars().count());
    let head = old.chars().zip(new.chars()).take_while(same).count();
    let tail = old.chars().rev().zip(new.chars().rev()).take_while(same).count();
    new_len - tail.min(new_len - head).min(old_len - head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_goes_in_at_the_caret_or_over_what_is_selected() {
        assert_eq!(put_in("雪狐", (1, 1), "里的"), ("雪里的狐".to_owned(), (3, 3)));
        assert_eq!(put_in("a fox", (5, 2), "hen"), ("a hen".to_owned(), (5, 5)));
        assert_eq!(put_in("a", (9, 9), "b"), ("ab".to_owned(), (2, 2)));
    }

    #[test]
    fn after_a_change_the_caret_stands_behind_it() {
        assert_eq!(after_change("a fox at dusk", "a fox"), 5);
        assert_eq!(after_change("a fox", "a fox at dusk"), 13);
        assert_eq!(after_change("a dusk", "a fox at dusk"), 9);
        assert_eq!(after_change("@fox runs", "@vixen runs"), 6);
        assert_eq!(after_change("aaa", "aa"), 2);
        assert_eq!(after_change("same", "same"), 4);
    }
}
