//! What part of a draft a finding speaks of.

use std::fmt;

use crate::model::slot::{Side, Slot};

/// What part of the draft a finding speaks of; `Display` writes the path of DESIGN §3, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    Offering,
    Cut,
    Prompt,
    NegativePrompt,
    Seconds,
    Mode,
    AspectRatio,
    Sound,
    Watermark,
    Shots,
    ShotPrompt(usize),
    ShotSeconds(usize),
    FirstFrame,
    LastFrame,
    Elements,
    ElementName(usize),
    ElementDescription(usize),
    ElementImage(usize, usize),
    ElementVideo(usize, usize),
    Reference(usize),
}

impl Place {
    /// The element it is a part of, by its number.
    pub fn element(self) -> Option<usize> {
        self.element_part().map(|(index, _)| index)
    }

    /// The element it is a part of, and which part.
    pub fn element_part(self) -> Option<(usize, ElementPart)> {
        match self {
            Self::ElementName(i) => Some((i, ElementPart::Name)),
            Self::ElementDescription(i) => Some((i, ElementPart::Description)),
            Self::ElementImage(i, j) => Some((i, ElementPart::Image(j))),
            Self::ElementVideo(i, j) => Some((i, ElementPart::Video(j))),
            Self::Offering
            | Self::Cut
            | Self::Prompt
            | Self::NegativePrompt
            | Self::Seconds
            | Self::Mode
            | Self::AspectRatio
            | Self::Sound
            | Self::Watermark
            | Self::Shots
            | Self::ShotPrompt(_)
            | Self::ShotSeconds(_)
            | Self::FirstFrame
            | Self::LastFrame
            | Self::Elements
            | Self::Reference(_) => None,
        }
    }

    /// The picture it is, where it is one.
    pub fn picture(self) -> Option<Slot> {
        match self {
            Self::FirstFrame => Some(Slot::Frame(Side::First)),
            Self::LastFrame => Some(Slot::Frame(Side::Last)),
            Self::ElementImage(i, j) => Some(Slot::Element(i, j)),
            Self::Reference(i) => Some(Slot::Reference(i)),
            Self::Offering
            | Self::Cut
            | Self::Prompt
            | Self::NegativePrompt
            | Self::Seconds
            | Self::Mode
            | Self::AspectRatio
            | Self::Sound
            | Self::Watermark
            | Self::Shots
            | Self::ShotPrompt(_)
            | Self::ShotSeconds(_)
            | Self::Elements
            | Self::ElementName(_)
            | Self::ElementDescription(_)
            | Self::ElementVideo(..) => None,
        }
    }
}

/// A part of an element that something can be said of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ElementPart {
    Name,
    Description,
    Image(usize),
    Video(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offering => f.write_str("offering"),
            Self::Cut => f.write_str("cut"),
            Self::Prompt => f.write_str("prompt"),
            Self::NegativePrompt => f.write_str("negative_prompt"),
            Self::Seconds => f.write_str("seconds"),
            Self::Mode => f.write_str("mode"),
            Self::AspectRatio => f.write_str("aspect_ratio"),
            Self::Sound => f.write_str("sound"),
            Self::Watermark => f.write_str("watermark"),
            Self::Shots => f.write_str("shots"),
            Self::ShotPrompt(i) => write!(f, "shots[{i}].prompt"),
            Self::ShotSeconds(i) => write!(f, "shots[{i}].seconds"),
            Self::FirstFrame => f.write_str("first_frame"),
            Self::LastFrame => f.write_str("last_frame"),
            Self::Elements => f.write_str("elements"),
            Self::ElementName(i) => write!(f, "elements[{i}].name"),
            Self::ElementDescription(i) => write!(f, "elements[{i}].description"),
            Self::ElementImage(i, j) => write!(f, "elements[{i}].images[{j}]"),
            Self::ElementVideo(i, j) => write!(f, "elements[{i}].videos[{j}]"),
            Self::Reference(i) => write!(f, "references[{i}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_of_a_picture_is_that_pictures_place() {
        let slots = [Slot::Frame(Side::First), Slot::Frame(Side::Last), Slot::Reference(2), Slot::Element(1, 3)];
        for slot in slots {
            assert_eq!(slot.place().picture(), Some(slot));
        }
        assert_eq!(Place::ElementVideo(1, 3).picture(), None);
        assert_eq!(Place::ElementImage(1, 3).element_part(), Some((1, ElementPart::Image(3))));
    }
}
