//! Alt+↑ and Alt+↓ in a prompt: what was sent before takes its place, and one's own words wait at the newest end.

use std::sync::Arc;

use super::prompt::Recall;
use crate::engine::{Command, Snapshot};
use crate::model::TextOf;
use crate::ui::sheets::Reel;

/// A walk through the prompts that were sent, begun in one prompt.
#[derive(Default)]
pub struct Walk {
    reel: Reel,
    of: Option<TextOf>,
    /// What stood there before the walk.
    own: Arc<str>,
    /// How many prompts back; 0 is one's own.
    back: usize,
    /// What the walk wrote there last: other words end it.
    shown: Arc<str>,
    /// A step that waits for the prompts it would come to.
    waits: bool,
    /// What the last step wrote, until it stands in the prompt.
    writes: Written,
    is_begun: bool,
}

/// What of a walk is written in a frame.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    #[default]
    Nothing,
    /// The first step of a walk: one's own words end before it.
    First,
    Next,
}

impl Walk {
    /// One step from the text that stands in the prompt; the words to write there.
    pub fn step(&mut self, of: TextOf, recall: Recall, text: &Arc<str>, snapshot: &Snapshot) -> Option<Arc<str>> {
        if self.of != Some(of) || self.shown != *text {
            *self = Self { of: Some(of), own: Arc::clone(text), shown: Arc::clone(text), ..Self::default() };
        }
        self.reel.look_for(of == TextOf::NegativePrompt, "");
        // Its lines are at hand from the first step on.
        let _ = self.reel.follow(snapshot, 0);
        match recall {
            Recall::Older => self.older(),
            Recall::Newer => self.newer(),
        }
    }

    /// Asks for more where the walk comes near the end, and takes the step that waited for it: only while the writer is
    /// where the walk is, and what it showed `stands` there.
    pub fn follow(
        &mut self,
        snapshot: &Snapshot,
        stands: Option<(TextOf, &str)>,
    ) -> (Option<Command>, Option<Arc<str>>) {
        self.waits &= self.of.is_some_and(|of| stands == Some((of, &*self.shown)));
        if self.back == 0 && !self.waits {
            return (None, None);
        }
        let ask = self.reel.follow(snapshot, self.back);
        let step = if self.waits && !self.reel.is_waiting() { self.older() } else { None };
        (ask, step)
    }

    /// What is written in this frame; said once.
    pub fn take_written(&mut self) -> Written {
        std::mem::take(&mut self.writes)
    }

    fn older(&mut self) -> Option<Arc<str>> {
        let lines = self.reel.lines();
        // What stands there already is no step.
        let found = lines.iter().enumerate().skip(self.back).find(|(_, line)| line.text != self.shown);
        self.waits = found.is_none() && self.reel.is_waiting();
        let (index, line) = found?;
        let text = Arc::clone(&line.text);
        self.back = index + 1;
        self.show(text)
    }

    fn newer(&mut self) -> Option<Arc<str>> {
        self.waits = false;
        let newer = self.reel.lines().iter().enumerate().take(self.back.saturating_sub(1));
        let found = newer.rev().find(|(_, line)| line.text != self.shown);
        let (back, text) = match found {
            Some((index, line)) => (index + 1, Arc::clone(&line.text)),
            None if self.back == 0 => return None,
            None => (0, Arc::clone(&self.own)),
        };
        self.back = back;
        self.show(text)
    }

    fn show(&mut self, text: Arc<str>) -> Option<Arc<str>> {
        self.shown = Arc::clone(&text);
        self.writes = if std::mem::replace(&mut self.is_begun, true) { Written::Next } else { Written::First };
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::snapshot::{PromptKey, PromptLine, PromptPage, PromptQuery, RecentPrompts};
    use crate::model::sent::Wording;

    fn sent(texts: &[&str]) -> Snapshot {
        let line = |text: &&str| PromptLine {
            key: PromptKey { used_at_millis: 0, id: 0 },
            text: Arc::from(*text),
            wording: Wording::Whole,
            uses: 1,
            title: "".into(),
        };
        let wanted = PromptPage { lines: texts.iter().map(line).collect(), ..PromptPage::default() };
        let recent = RecentPrompts { wanted, ..RecentPrompts::default() };
        Snapshot { recent_prompts: Arc::new(recent), ..Snapshot::default() }
    }

    /// One's own words were all that was sent; more was asked for and is there now, or is still on its way.
    fn late(answer: &[&str]) -> (Snapshot, Snapshot) {
        let wanted = PromptPage { has_more: true, ..sent(&["mine"]).recent_prompts.wanted.clone() };
        let after = wanted.lines.last().map(|line| line.key);
        let recent_prompts = Arc::new(RecentPrompts { wanted, ..RecentPrompts::default() });
        let before = Snapshot { recent_prompts, ..Snapshot::default() };
        let query = PromptQuery { after, ..PromptQuery::default() };
        let page = PromptPage { query, ..sent(answer).recent_prompts.wanted.clone() };
        let then = Snapshot { prompts: Arc::new(page), ..before.clone() };
        (before, then)
    }

    fn walk(snapshot: &Snapshot, start: &str, steps: &[Recall]) -> Vec<String> {
        let (mut walk, mut text) = (Walk::default(), Arc::<str>::from(start));
        let step = |recall: &Recall| {
            text = walk.step(TextOf::Prompt, *recall, &text, snapshot).unwrap_or_else(|| Arc::clone(&text));
            text.to_string()
        };
        steps.iter().map(step).collect()
    }

    #[test]
    fn older_prompts_come_one_by_one_and_ones_own_words_come_back() {
        use Recall::{Newer, Older};
        let snapshot = sent(&["two", "one"]);
        let seen = walk(&snapshot, "mine", &[Older, Older, Older, Newer, Newer, Newer]);
        assert_eq!(seen, ["two", "one", "one", "two", "mine", "mine"]);
    }

    #[test]
    fn what_stands_there_already_is_no_step() {
        assert_eq!(walk(&sent(&["two", "one"]), "two", &[Recall::Older]), ["one"]);
        assert_eq!(walk(&sent(&[]), "mine", &[Recall::Older, Recall::Newer]), ["mine", "mine"]);
    }

    #[test]
    fn a_late_answer_is_taken_only_where_nothing_else_was_written() {
        let (before, then) = late(&["one"]);
        let stays = (TextOf::Prompt, "mine");
        for (stands, comes) in
            [(stays, true), ((TextOf::Prompt, "mine, too"), false), ((TextOf::NegativePrompt, "mine"), false)]
        {
            let mut walk = Walk::default();
            walk.step(TextOf::Prompt, Recall::Older, &"mine".into(), &before);
            assert_eq!(walk.follow(&before, Some(stays)).1, None, "not there yet");
            let step = walk.follow(&then, Some(stands)).1;
            assert_eq!(step.is_some(), comes, "{stands:?}");
        }
    }

    #[test]
    fn words_written_in_between_begin_another_walk() {
        let snapshot = sent(&["two", "one"]);
        let mut walk = Walk::default();
        walk.step(TextOf::Prompt, Recall::Older, &"mine".into(), &snapshot);
        walk.step(TextOf::Prompt, Recall::Older, &"two, changed".into(), &snapshot);
        let back = walk.step(TextOf::Prompt, Recall::Newer, &"two".into(), &snapshot);
        assert_eq!(back.as_deref(), Some("two, changed"));
    }
}
