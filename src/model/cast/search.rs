//! Finding one of the cast by any of its words, in any script.

use super::Member;

/// Every word must stand somewhere in the name, the description or the notes. Case makes no difference.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Search {
    terms: Vec<String>,
}

impl Search {
    pub fn parse(text: &str) -> Self {
        // `@fox` is how a name is written elsewhere.
        let term = |term: &str| term.strip_prefix('@').unwrap_or(term).to_lowercase();
        Self { terms: text.split_whitespace().map(term).filter(|term| !term.is_empty()).collect() }
    }

    pub fn finds(&self, member: &Member) -> bool {
        if self.terms.is_empty() {
            return true;
        }
        // Between texts stands what no term holds: none is found across two of them.
        let words = [&*member.name, &*member.description, &*member.notes].join("\n").to_lowercase();
        self.terms.iter().all(|term| words.contains(&**term))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Element;

    fn finds(search: &str) -> bool {
        let element = Element { description: "雪地里的红狐狸, a Red fox".into(), ..Element::named("fox_9") };
        let member = Member { notes: "torn ear; 第二季".into(), ..Member::of(&element, "c1") };
        Search::parse(search).finds(&member)
    }

    #[test]
    fn name_description_and_notes_are_looked_through_also_for_parts_of_chinese_words() {
        for search in ["", "  ", "FOX", "@fox_9", "red ear", "狐", "红狐 二季", "x_9", "@"] {
            assert!(finds(search), "{search}");
        }
        for search in ["owl", "fox owl", "狼", "fox_9雪", "@red_fox"] {
            assert!(!finds(search), "{search}");
        }
    }
}
