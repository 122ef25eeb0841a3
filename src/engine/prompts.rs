//! Everything that was ever sent, a page at a time.

use crate::library::StoredPrompt;

use super::run::Run;
use super::snapshot::{PROMPT_PAGE, PromptLine, PromptPage, PromptQuery, RecentPrompts};

impl Run {
    pub fn browse_prompts(&mut self, query: PromptQuery) {
        let page = self.prompt_page(query);
        self.screen.prompts(page);
    }

    pub fn recent_prompts(&self) -> RecentPrompts {
        let first = |is_negative| self.prompt_page(PromptQuery { is_negative, ..PromptQuery::default() });
        RecentPrompts { wanted: first(false), unwanted: first(true) }
    }

    fn prompt_page(&self, query: PromptQuery) -> PromptPage {
        // One more than is shown tells whether there are more.
        let found = self.library.prompts(query.is_negative, &query.search, query.after, PROMPT_PAGE + 1);
        let mut stored = found.unwrap_or_else(|error| {
            tracing::warn!(%error, "the prompts cannot be read");
            Vec::new()
        });
        let has_more = stored.len() > PROMPT_PAGE;
        stored.truncate(PROMPT_PAGE);
        PromptPage { query, lines: stored.into_iter().map(line).collect(), has_more }
    }
}

fn line(stored: StoredPrompt) -> PromptLine {
    let StoredPrompt { key, text, wording, uses, task: _, title } = stored;
    PromptLine { key, text, wording, uses, title }
}
