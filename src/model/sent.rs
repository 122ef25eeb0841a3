//! The words a draft sends: what the history of prompts remembers.

use serde::{Deserialize, Serialize};

use super::draft::{Cut, Draft};
use super::storyboard::Shot;

/// Where in a draft words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Wording {
    /// The prompt of the whole video.
    Whole,
    /// A shot's.
    Shot,
    /// What is not wanted.
    Negative,
}

impl Wording {
    pub fn is_negative(self) -> bool {
        self == Self::Negative
    }
}

/// Every text that is sent for a draft, in its order. A prompt beside shots, and shots beside a prompt, stay at home.
pub fn sent(draft: &Draft) -> impl Iterator<Item = (Wording, &str)> {
    let (whole, shots) = match draft.cut {
        Cut::OneShot | Cut::ByVendor => (Some(&*draft.prompt), &[][..]),
        Cut::ByHand => (None, draft.storyboard.shots()),
    };
    let whole = whole.into_iter().map(|text| (Wording::Whole, text));
    let shots = shots.iter().map(|shot| (Wording::Shot, Shot::prompt_text(shot)));
    let negative = [(Wording::Negative, &*draft.negative_prompt)];
    whole.chain(shots).chain(negative).filter(|(_, text)| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::storyboard::{Secs, Storyboard};

    #[test]
    fn what_the_cut_does_not_send_is_not_remembered() {
        let shots = [("one".into(), Secs(2), false), (" ".into(), Secs(2), false)];
        let mut draft = Draft {
            prompt: "whole".into(),
            negative_prompt: "blur".into(),
            storyboard: Storyboard::from_file(shots, None),
            ..Draft::new("v/m")
        };
        let texts = |draft: &Draft| sent(draft).map(|(at, text)| (at, text.to_owned())).collect::<Vec<_>>();
        assert_eq!(texts(&draft), [(Wording::Whole, "whole".into()), (Wording::Negative, "blur".into())]);
        draft.cut = Cut::ByHand;
        assert_eq!(texts(&draft), [(Wording::Shot, "one".into()), (Wording::Negative, "blur".into())]);
    }
}
