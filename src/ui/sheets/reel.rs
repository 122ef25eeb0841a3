//! Everything that was ever sent, as far down as somebody looked.

use std::sync::Arc;

use crate::engine::Command;
use crate::engine::snapshot::{PromptLine, PromptPage, PromptQuery, Snapshot};

/// How near its end the reel asks for more.
const AHEAD: usize = 20;

/// Prompts of one search, newest first; more are asked for when one comes near the last.
#[derive(Default)]
pub struct Reel {
    query: PromptQuery,
    lines: Vec<PromptLine>,
    has_more: bool,
    has_begun: bool,
    /// What was asked for, and what was shown at that time: an answer is another page.
    asked: Option<(PromptQuery, Arc<PromptPage>)>,
}

impl Reel {
    /// What is looked for; another question starts anew.
    pub fn look_for(&mut self, is_negative: bool, search: &str) {
        if self.query.is_negative != is_negative || self.query.search != search {
            let query = PromptQuery { is_negative, search: search.to_owned(), after: None };
            *self = Self { query, ..Self::default() };
        }
    }

    pub fn lines(&self) -> &[PromptLine] {
        &self.lines
    }

    /// The answer is on its way.
    pub fn is_waiting(&self) -> bool {
        !self.has_begun || self.asked.is_some()
    }

    /// Takes in what the engine shows, and asks for what is missing once somebody has come to line `seen`.
    pub fn follow(&mut self, snapshot: &Snapshot, seen: usize) -> Option<Command> {
        self.begin(snapshot);
        let page = &snapshot.prompts;
        let is_answer =
            |(asked, before): &(PromptQuery, Arc<PromptPage>)| *asked == page.query && !Arc::ptr_eq(before, page);
        if self.asked.as_ref().is_some_and(is_answer) {
            self.asked = None;
            self.take(page);
        }
        let is_wanted = !self.has_begun || (self.has_more && seen + AHEAD >= self.lines.len());
        if self.asked.is_some() || !is_wanted {
            return None;
        }
        let query = PromptQuery { after: self.lines.last().map(|line| line.key), ..self.query.clone() };
        self.asked = Some((query.clone(), Arc::clone(page)));
        Some(Command::BrowsePrompts(query))
    }

    /// Without a search, the first page is at hand.
    fn begin(&mut self, snapshot: &Snapshot) {
        if !self.has_begun && self.query.search.trim().is_empty() {
            self.take(snapshot.recent_prompts.of(self.query.is_negative));
        }
    }

    fn take(&mut self, page: &PromptPage) {
        self.has_begun = true;
        self.has_more = page.has_more;
        self.lines.extend(page.lines.iter().cloned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::snapshot::{PromptKey, RecentPrompts};
    use crate::model::sent::Wording;

    fn page(query: PromptQuery, ids: std::ops::Range<i64>, has_more: bool) -> PromptPage {
        let line = |id: i64| PromptLine {
            key: PromptKey { used_at_millis: -id, id: -id },
            text: format!("take {id}").into(),
            wording: Wording::Whole,
            uses: 1,
            title: "".into(),
        };
        PromptPage { query, lines: ids.map(line).collect(), has_more }
    }

    #[test]
    fn the_first_page_is_at_hand_and_the_next_is_asked_for_near_its_end() {
        let wanted = page(PromptQuery::default(), 0..60, true);
        let recent = RecentPrompts { wanted, ..RecentPrompts::default() };
        let mut snapshot = Snapshot { recent_prompts: Arc::new(recent), ..Snapshot::default() };
        let mut reel = Reel::default();
        assert!(reel.follow(&snapshot, 0).is_none());
        let Some(Command::BrowsePrompts(query)) = reel.follow(&snapshot, 50) else { panic!("asks") };
        assert!(reel.follow(&snapshot, 50).is_none(), "once");
        snapshot.prompts = Arc::new(page(query, 60..70, false));
        assert!(reel.follow(&snapshot, 69).is_none());
        assert_eq!((reel.lines().len(), &*reel.lines()[69].text), (70, "take 69"));
    }

    #[test]
    fn a_search_waits_for_its_own_answer() {
        let mut snapshot = Snapshot::default();
        let mut reel = Reel::default();
        reel.look_for(false, "fox");
        let Some(Command::BrowsePrompts(query)) = reel.follow(&snapshot, 0) else { panic!("asks") };
        snapshot.prompts = Arc::new(page(PromptQuery { search: "boat".into(), ..query.clone() }, 0..3, false));
        reel.follow(&snapshot, 0);
        assert!(reel.is_waiting() && reel.lines().is_empty());
        snapshot.prompts = Arc::new(page(query, 0..2, false));
        reel.follow(&snapshot, 0);
        assert!(!reel.is_waiting() && reel.lines().len() == 2);
    }
}
