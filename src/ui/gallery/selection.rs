//! Which clips are selected, in the order in which they were.

use crate::engine::snapshot::TaskCard;
use crate::model::TaskId;
use crate::ui::context::UiContext;

#[derive(Default)]
pub struct Selection {
    /// As they were seen last: a page of the gallery may scroll them out of the snapshot.
    cards: Vec<TaskCard>,
    /// The place in the list where the selection began.
    anchor: Option<usize>,
}

impl Selection {
    pub fn cards(&self) -> &[TaskCard] {
        &self.cards
    }

    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    pub fn ids(&self) -> Vec<TaskId> {
        self.cards.iter().map(|card| card.task.id.clone()).collect()
    }

    pub fn contains(&self, id: &TaskId) -> bool {
        self.cards.iter().any(|card| card.task.id == *id)
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Ctrl+click: this one too, or no longer.
    pub fn toggle(&mut self, card: &TaskCard, index: usize) {
        self.anchor = Some(index);
        if self.contains(&card.task.id) {
            self.cards.retain(|selected| selected.task.id != card.task.id);
        } else {
            self.cards.push(card.clone());
        }
    }

    /// Shift+click: everything from where the selection began to here. `card_at` knows what is near the eye.
    pub fn extend<'a>(&mut self, to: usize, card_at: impl Fn(usize) -> Option<&'a TaskCard>) {
        let began = *self.anchor.get_or_insert(to);
        let range = began.min(to)..=began.max(to);
        let found = range.filter_map(card_at).filter(|card| card.clip.is_some() && !card.is_trashed);
        self.cards = found.cloned().collect();
        if to < began {
            self.cards.reverse();
        }
    }

    /// Takes over how the cards look now; a clip that went to the trash is selected no longer.
    pub fn follow(&mut self, cx: &UiContext<'_>) {
        for selected in &mut self.cards {
            let now = cx.snapshot.gallery.cards.iter().find(|card| card.task.id == selected.task.id);
            if let Some(card) = now.filter(|card| *card != selected) {
                *selected = card.clone();
            }
        }
        self.cards.retain(|card| !card.is_trashed);
    }
}
