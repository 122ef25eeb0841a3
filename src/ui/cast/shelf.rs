//! Which of the cast are shown: those at work or those in the archive, and of them what a search finds.

use std::sync::Arc;

use super::edits::Edits;
use crate::model::cast::{Member, Search};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shelf {
    #[default]
    Cast,
    Archive,
}

impl Shelf {
    pub fn of(member: &Member) -> Self {
        if member.is_archived { Self::Archive } else { Self::Cast }
    }

    pub fn other(self) -> Self {
        match self {
            Self::Cast => Self::Archive,
            Self::Archive => Self::Cast,
        }
    }
}

/// What was found, until the cast or the question changes: a thousand members are not looked through every frame.
pub struct Found {
    of: Option<(Arc<[Member]>, u64, String, Shelf)>,
    members: Arc<[Member]>,
    elsewhere: usize,
}

impl Default for Found {
    fn default() -> Self {
        Self { of: None, members: Arc::from([]), elsewhere: 0 }
    }
}

impl Found {
    pub fn members(&self) -> &Arc<[Member]> {
        &self.members
    }

    /// How many the same search finds on the other shelf.
    pub fn elsewhere(&self) -> usize {
        self.elsewhere
    }

    /// Looks again where something is other than last time; whether it did.
    pub fn follow(&mut self, cast: &Arc<[Member]>, edits: &mut Edits, search: &str, shelf: Shelf) -> bool {
        let before = self.of.as_ref();
        if before.is_none_or(|(known, ..)| !Arc::ptr_eq(known, cast)) {
            edits.follow(cast);
        }
        let is_same = before.is_some_and(|(known, revision, text, here)| {
            Arc::ptr_eq(known, cast) && (*revision, &**text, *here) == (edits.revision(), search, shelf)
        });
        if is_same {
            return false;
        }
        let terms = Search::parse(search);
        let found = edits.all(cast).into_iter().filter(|member| terms.finds(member));
        let (here, there): (Vec<Member>, Vec<Member>) = found.partition(|member| Shelf::of(member) == shelf);
        (self.members, self.elsewhere) = (here.into(), there.len());
        self.of = Some((Arc::clone(cast), edits.revision(), search.to_owned(), shelf));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Element;

    #[test]
    fn a_shelf_shows_what_is_found_on_it_and_looks_again_only_for_something_new() {
        let member = |name: &str, is_archived| Member { is_archived, ..Member::of(&Element::named(name), name) };
        let cast: Arc<[Member]> = [member("fox", false), member("old_fox", true), member("owl", false)].into();
        let (mut found, mut edits) = (Found::default(), Edits::default());
        assert!(found.follow(&cast, &mut edits, "fox", Shelf::Cast));
        assert!(!found.follow(&cast, &mut edits, "fox", Shelf::Cast));
        assert_eq!((found.members().len(), found.elsewhere()), (1, 1));
        assert!(found.follow(&cast, &mut edits, "fox", Shelf::Cast.other()));
        assert_eq!(&*found.members()[0].name, "old_fox");
        assert!(found.follow(&cast, &mut edits, "", Shelf::Cast));
        assert_eq!(found.members().len(), 2);
    }
}
