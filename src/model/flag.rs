//! What a person thinks of a finished clip.

use serde::{Deserialize, Serialize};

/// A clip stands out, or out of the way, or neither. Nothing is deleted by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flag {
    #[default]
    Unflagged,
    Picked,
    Rejected,
}

impl Flag {
    pub const ALL: [Self; 3] = [Self::Unflagged, Self::Picked, Self::Rejected];

    /// The word in the library; none where there is nothing to keep.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Unflagged => None,
            Self::Picked => Some("picked"),
            Self::Rejected => Some("rejected"),
        }
    }

    /// The flag of a word; a word of a later version is none of ours.
    pub fn from_word(word: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|flag| flag.word() == word).unwrap_or_default()
    }

    /// The same asked for twice takes it back.
    #[must_use]
    pub fn toggled(self, asked: Self) -> Self {
        if self == asked { Self::Unflagged } else { asked }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flag_comes_back_from_its_word() {
        for flag in Flag::ALL {
            assert_eq!(Flag::from_word(flag.word()), flag);
        }
        assert_eq!(Flag::from_word(Some("later")), Flag::Unflagged);
    }

    #[test]
    fn asked_for_twice_it_is_taken_back() {
        assert_eq!(Flag::Unflagged.toggled(Flag::Picked), Flag::Picked);
        assert_eq!(Flag::Picked.toggled(Flag::Picked), Flag::Unflagged);
        assert_eq!(Flag::Picked.toggled(Flag::Rejected), Flag::Rejected);
    }
}
