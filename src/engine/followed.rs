//! Every task of a headless session, in shared pieces: a change copies one piece, not ten thousand cards.

use std::sync::Arc;

use super::snapshot::TaskCard;

/// Few enough to copy, and few pieces for a large library.
const PIECE: usize = 64;

/// Cards in the order they came; none is ever taken out, so each keeps its place.
#[derive(Debug, Clone, Default)]
pub struct Followed {
    pieces: Vec<Arc<Vec<TaskCard>>>,
}

impl Followed {
    pub fn len(&self) -> usize {
        self.pieces.last().map_or(0, |last| (self.pieces.len() - 1) * PIECE + last.len())
    }

    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    pub fn first(&self) -> Option<&TaskCard> {
        self.get(0)
    }

    pub fn get(&self, at: usize) -> Option<&TaskCard> {
        self.pieces.get(at / PIECE)?.get(at % PIECE)
    }

    pub fn iter(&self) -> impl Iterator<Item = &TaskCard> {
        self.pieces.iter().flat_map(|piece| piece.iter())
    }

    /// Cards that may be other than in an earlier list of the same session, each with what it was then.
    pub fn since<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = (&'a TaskCard, Option<&'a TaskCard>)> {
        self.pieces.iter().enumerate().flat_map(move |(at, piece)| {
            let earlier = before.pieces.get(at);
            let is_same = earlier.is_some_and(|earlier| Arc::ptr_eq(earlier, piece));
            let cards: &[TaskCard] = if is_same { &[] } else { piece.as_slice() };
            cards.iter().enumerate().map(move |(at, card)| (card, earlier.and_then(|earlier| earlier.get(at))))
        })
    }

    pub(super) fn push(&mut self, card: TaskCard) {
        match self.pieces.last_mut().filter(|last| last.len() < PIECE) {
            Some(last) => Arc::make_mut(last).push(card),
            None => {
                let mut piece = Vec::with_capacity(PIECE);
                piece.push(card);
                self.pieces.push(Arc::new(piece));
            }
        }
    }

    pub(super) fn get_mut(&mut self, at: usize) -> Option<&mut TaskCard> {
        Arc::make_mut(self.pieces.get_mut(at / PIECE)?).get_mut(at % PIECE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::task::Life;
    use crate::model::{Draft, Flag, Task, TaskId};

    fn card(number: usize) -> TaskCard {
        TaskCard {
            task: Arc::new(task(number)),
            clip: None,
            is_trashed: false,
            is_held: false,
            flag: Flag::default(),
            continues: None,
        }
    }

    fn task(number: usize) -> Task {
        Task {
            id: TaskId(number.to_string().as_str().into()),
            batch: 1,
            created_at_millis: 0,
            offering: "acme/one".into(),
            vendor: "acme".into(),
            origin: "".into(),
            is_practice: false,
            life: Life::new(),
            remote: None,
            endpoint: "".into(),
            draft: Arc::new(Draft::new("acme/one")),
            pictures: std::collections::BTreeMap::new(),
            trouble: None,
            vendor_word: None,
            progress: None,
            uploaded: None,
            link: None,
            files: Vec::new(),
            estimate: None,
            billed: None,
            trace_id: None,
            sent_at_millis: None,
            ended_at_millis: None,
            retry_at_millis: None,
            resent_from: None,
            place: None,
        }
    }

    fn of(count: usize) -> Followed {
        let mut all = Followed::default();
        (0..count).for_each(|number| all.push(card(number)));
        all
    }

    #[test]
    fn cards_stand_in_the_order_they_came() {
        for count in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE] {
            let all = of(count);
            assert_eq!((all.len(), all.is_empty()), (count, count == 0));
            let ids: Vec<String> = all.iter().map(|card| card.task.id.to_string()).collect();
            assert_eq!(ids, (0..count).map(|number| number.to_string()).collect::<Vec<_>>());
            assert_eq!(all.get(count), None);
        }
    }

    #[test]
    fn a_change_leaves_what_was_shown_as_it_was_and_tells_its_own_piece_only() {
        let before = of(3 * PIECE);
        let mut now = before.clone();
        now.get_mut(PIECE + 3).unwrap().is_held = true;
        assert!(!before.get(PIECE + 3).unwrap().is_held);
        let told: Vec<usize> = now.since(&before).map(|(card, _)| card.task.id.0.parse().unwrap()).collect();
        assert_eq!(told, (PIECE..2 * PIECE).collect::<Vec<_>>());
        let other: Vec<bool> = now.since(&before).map(|(card, earlier)| Some(card) != earlier).collect();
        assert_eq!(other.iter().filter(|is_other| **is_other).count(), 1);
        assert_eq!(now.since(&now.clone()).count(), 0);
    }

    #[test]
    fn one_that_came_was_nothing_before() {
        let before = of(PIECE + 1);
        let mut now = before.clone();
        now.push(card(PIECE + 1));
        let new: Vec<_> = now.since(&before).filter(|(_, earlier)| earlier.is_none()).collect();
        assert_eq!(new.len(), 1);
    }
}
