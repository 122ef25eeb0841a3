//! The prompts of a draft by name, and what is done to all of them at once.

use std::sync::Arc;

use super::draft::Draft;
use super::mention;
use super::preflight::Place;
use super::storyboard::{Shot, ShotId};

/// One text that is written: all of them may hold mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextOf {
    Prompt,
    NegativePrompt,
    Shot(ShotId),
}

impl TextOf {
    /// The text a finding speaks of.
    pub fn at(place: Place, draft: &Draft) -> Option<Self> {
        match place {
            Place::Prompt => Some(Self::Prompt),
            Place::NegativePrompt => Some(Self::NegativePrompt),
            Place::ShotPrompt(index) => draft.storyboard.shots().get(index).map(|shot| Self::Shot(shot.id())),
            Place::Offering
            | Place::Cut
            | Place::Seconds
            | Place::Mode
            | Place::AspectRatio
            | Place::Sound
            | Place::Watermark
            | Place::Shots
            | Place::ShotSeconds(_)
            | Place::FirstFrame
            | Place::LastFrame
            | Place::Elements
            | Place::ElementName(_)
            | Place::ElementDescription(_)
            | Place::ElementImage(..)
            | Place::ElementVideo(..)
            | Place::Reference(_) => None,
        }
    }
}

impl Draft {
    /// A text; `None` for a shot that is gone.
    pub fn text(&self, of: TextOf) -> Option<&Arc<str>> {
        match of {
            TextOf::Prompt => Some(&self.prompt),
            TextOf::NegativePrompt => Some(&self.negative_prompt),
            TextOf::Shot(id) => {
                let index = self.storyboard.index_of(id)?;
                self.storyboard.shots().get(index).map(|shot| &shot.prompt)
            }
        }
    }

    /// Writes a text; nothing happens for a shot that is gone.
    pub fn set_text(&mut self, of: TextOf, text: impl Into<Arc<str>>) {
        match of {
            TextOf::Prompt => self.prompt = text.into(),
            TextOf::NegativePrompt => self.negative_prompt = text.into(),
            TextOf::Shot(id) => {
                if let Some(shot) = self.storyboard.shot_mut(id) {
                    shot.prompt = text.into();
                }
            }
        }
    }

    /// Every text there is, sent under this cut or not.
    pub fn texts(&self) -> Vec<TextOf> {
        let shots = self.storyboard.shots().iter().map(Shot::id).map(TextOf::Shot);
        [TextOf::Prompt, TextOf::NegativePrompt].into_iter().chain(shots).collect()
    }

    /// Gives an element another name; its mentions go with it in every text, also in those that this cut does not
    /// send. Only exact mentions are its own: `@foxes` is not `@fox`. Where two elements share a name, mentions are
    /// the first one's.
    pub fn rename_element(&mut self, index: usize, name: &str) {
        let Some(old) = self.elements.get(index).map(|element| element.name.clone()) else {
            return;
        };
        let is_meant = self.elements.iter().position(|element| element.name == old) == Some(index);
        self.elements[index].name = name.into();
        if !is_meant || *old == *name {
            return;
        }
        for of in self.texts() {
            if let Some(text) = self.text(of).and_then(|text| mention::respelled(text, &old, &format!("@{name}"))) {
                self.set_text(of, text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Element, Secs, Storyboard};

    fn draft(names: &[&str]) -> Draft {
        let shots = ["@fox runs, @foxes follow", "close on @fox"].map(|text| (text.into(), Secs(3), false));
        Draft {
            prompt: "@fox and @Fox, me@fox.org".into(),
            negative_prompt: "no @fox".into(),
            storyboard: Storyboard::from_file(shots, None),
            elements: names.iter().map(|name| Element::named(name)).collect(),
            ..Draft::new("v/m")
        }
    }

    fn all(draft: &Draft) -> Vec<String> {
        draft.texts().into_iter().filter_map(|of| draft.text(of)).map(|text| text.to_string()).collect()
    }

    #[test]
    fn a_new_name_goes_through_every_text_and_touches_exact_mentions_only() {
        let mut draft = draft(&["fox", "foxes"]);
        draft.rename_element(0, "vixen");
        let expected = ["@vixen and @Fox, me@fox.org", "no @vixen", "@vixen runs, @foxes follow", "close on @vixen"];
        assert_eq!(all(&draft), expected);
        assert_eq!(&*draft.elements[0].name, "vixen");
    }

    #[test]
    fn texts_without_the_mention_are_shared_as_before() {
        let mut draft = Draft { prompt: "@hat".into(), ..draft(&["fox", "hat"]) };
        let before = draft.prompt.clone();
        draft.rename_element(0, "vixen");
        assert!(Arc::ptr_eq(&before, &draft.prompt));
    }

    #[test]
    fn of_two_elements_of_one_name_the_first_owns_the_mentions() {
        let mut draft = draft(&["fox", "fox"]);
        draft.rename_element(1, "vixen");
        assert_eq!(all(&draft)[1], "no @fox");
        draft.rename_element(0, "wolf");
        assert_eq!(all(&draft)[1], "no @wolf");
    }

    #[test]
    fn a_new_name_and_the_old_one_again_change_nothing() {
        let mut draft = draft(&["fox"]);
        draft.rename_element(0, "a");
        draft.rename_element(0, "fox");
        assert_eq!(all(&draft)[3], "close on @fox");
    }

    #[test]
    fn a_text_is_found_by_its_place() {
        let draft = draft(&[]);
        let second = draft.storyboard.shots()[1].id();
        assert_eq!(TextOf::at(Place::ShotPrompt(1), &draft), Some(TextOf::Shot(second)));
        assert_eq!(TextOf::at(Place::ShotPrompt(9), &draft), None);
        assert_eq!(TextOf::at(Place::Sound, &draft), None);
    }
}
