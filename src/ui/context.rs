//! What every screen may look at while it draws.

use crate::engine::snapshot::{AccountCard, Snapshot, ThumbKey};
use crate::model::Row;
use crate::model::storyboard::{BoardRules, TotalRule};
use crate::words::Words;

use super::action::Outbox;
use super::thumbs::{Picture, Thumbs};

/// Borrowed for one frame.
#[derive(Clone, Copy)]
pub struct UiContext<'a> {
    pub snapshot: &'a Snapshot,
    pub words: &'static Words,
    /// Every offering there is.
    pub rows: &'a [&'static Row],
    pub thumbs: &'a Thumbs,
    /// The wall clock, for "2 minutes ago".
    pub now_millis: i64,
}

impl<'a> UiContext<'a> {
    /// A word without arguments.
    pub fn say(&self, id: &'a str) -> &'a str {
        self.words.get(id)
    }

    pub fn row(&self, offering: &str) -> Option<&'static Row> {
        self.rows.iter().copied().find(|row| row.id == offering)
    }

    /// Whether the length of a video cut by hand stays while its shots change.
    pub fn total_rule(&self) -> TotalRule {
        if self.snapshot.settings.keeps_total { TotalRule::Kept } else { TotalRule::Free }
    }

    /// What the verbs on shots keep to.
    pub fn board_rules(&self, row: &Row) -> BoardRules {
        BoardRules::of(&row.caps, self.total_rule())
    }

    pub fn account(&self, vendor: &str) -> Option<&'a AccountCard> {
        self.snapshot.accounts.iter().find(|card| card.vendor == vendor)
    }

    /// A small picture as far as it is there; asks for it where it is not.
    pub fn picture(&self, key: &ThumbKey, out: &mut Outbox) -> Picture<'a> {
        let picture = self.thumbs.get(key);
        if matches!(picture, Picture::Absent) {
            out.want_thumb(key);
        }
        picture
    }
}
