//! Everything composed for one video, in our own terms, vendor-neutral. Never something already sent.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::element::Element;
use super::image::ImageRef;
use super::storyboard::{Secs, Shot, Storyboard};

/// Who decides the shots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cut {
    OneShot,
    /// The vendor cuts (its `intelligence`).
    ByVendor,
    /// We cut, shot by shot (its `customize`).
    ByHand,
}

impl Cut {
    pub const ALL: [Self; 3] = [Self::OneShot, Self::ByVendor, Self::ByHand];

    /// The word in a storyboard file.
    pub fn word(self) -> &'static str {
        match self {
            Self::OneShot => "one-shot",
            Self::ByVendor => "by-vendor",
            Self::ByHand => "by-hand",
        }
    }
}

/// Picture quality, by the Kling family's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Mode {
    #[serde(rename = "std")]
    Std,
    #[serde(rename = "pro")]
    Pro,
    #[serde(rename = "4k")]
    FourK,
}

impl Mode {
    pub const ALL: [Self; 3] = [Self::Std, Self::Pro, Self::FourK];

    pub fn word(self) -> &'static str {
        match self {
            Self::Std => "std",
            Self::Pro => "pro",
            Self::FourK => "4k",
        }
    }

    /// The short side of the video in pixels.
    pub fn short_side(self) -> u32 {
        match self {
            Self::Std => 720,
            Self::Pro => 1080,
            Self::FourK => 2160,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AspectRatio {
    #[serde(rename = "16:9")]
    Landscape,
    #[serde(rename = "9:16")]
    Portrait,
    #[serde(rename = "1:1")]
    Square,
}

impl AspectRatio {
    pub const ALL: [Self; 3] = [Self::Landscape, Self::Portrait, Self::Square];

    pub fn word(self) -> &'static str {
        match self {
            Self::Landscape => "16:9",
            Self::Portrait => "9:16",
            Self::Square => "1:1",
        }
    }

    /// Width and height in whole numbers.
    pub fn sides(self) -> (u32, u32) {
        match self {
            Self::Landscape => (16, 9),
            Self::Portrait => (9, 16),
            Self::Square => (1, 1),
        }
    }

    /// Width over height.
    pub fn value(self) -> f64 {
        let (width, height) = self.sides();
        f64::from(width) / f64::from(height)
    }
}

/// The first and last picture handed to the vendor.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Frames {
    pub first: Option<ImageRef>,
    pub last: Option<ImageRef>,
}

impl Frames {
    pub fn is_empty(&self) -> bool {
        self.first.is_none() && self.last.is_none()
    }

    pub fn is_last_only(&self) -> bool {
        self.first.is_none() && self.last.is_some()
    }

    pub fn count(&self) -> usize {
        usize::from(self.first.is_some()) + usize::from(self.last.is_some())
    }
}

/// The clip and picture a draft goes on from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContinuedFrom {
    pub task: Arc<str>,
    pub frame: u64,
}

/// One video, composed. Text is shared (`Arc<str>`), so that keeping five hundred undo states is cheap.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The offering's id, `vendor/model`.
    pub offering: Arc<str>,
    pub title: Arc<str>,
    pub prompt: Arc<str>,
    pub negative_prompt: Arc<str>,
    pub cut: Cut,
    /// The length under the cuts that have no shots of ours; by-hand lengths are the shots' sum.
    pub seconds: Secs,
    pub storyboard: Storyboard,
    /// `None` is the row's own default.
    pub mode: Option<Mode>,
    pub aspect_ratio: AspectRatio,
    pub sound: bool,
    pub watermark: bool,
    pub frames: Frames,
    pub elements: Vec<Element>,
    pub references: Vec<ImageRef>,
    pub continued_from: Option<ContinuedFrom>,
}

impl Draft {
    pub fn new(offering: &str) -> Self {
        Self {
            offering: offering.into(),
            title: "".into(),
            prompt: "".into(),
            negative_prompt: "".into(),
            cut: Cut::OneShot,
            seconds: Secs(5),
            storyboard: Storyboard::default(),
            mode: None,
            aspect_ratio: AspectRatio::Landscape,
            sound: false,
            watermark: false,
            frames: Frames::default(),
            elements: Vec::new(),
            references: Vec::new(),
            continued_from: None,
        }
    }

    /// The length of the video this draft stands for.
    pub fn total(&self) -> Secs {
        match self.cut {
            Cut::OneShot | Cut::ByVendor => self.seconds,
            Cut::ByHand => self.storyboard.total(),
        }
    }

    /// Every picture the draft names, each once per place.
    pub fn pictures(&self) -> impl Iterator<Item = &ImageRef> {
        let frames = [&self.frames.first, &self.frames.last];
        frames
            .into_iter()
            .flatten()
            .chain(self.elements.iter().flat_map(|element| &element.images))
            .chain(&self.references)
    }

    /// Every picture in place, for rewriting relative paths.
    pub fn pictures_mut(&mut self) -> impl Iterator<Item = &mut ImageRef> {
        let frames = [&mut self.frames.first, &mut self.frames.last];
        frames
            .into_iter()
            .flatten()
            .chain(self.elements.iter_mut().flat_map(|element| &mut element.images))
            .chain(&mut self.references)
    }

    /// What a list shows for this draft: its title, else the first words that are sent, else the first that are kept.
    pub fn heading(&self) -> &str {
        let has_words = |text: &&str| !text.trim().is_empty();
        let whole = Some(&*self.prompt).filter(has_words);
        let shots = self.storyboard.shots().iter().map(Shot::prompt_text).find(has_words);
        let written = match self.cut {
            Cut::OneShot | Cut::ByVendor => whole.or(shots),
            Cut::ByHand => shots.or(whole),
        };
        Some(&*self.title).filter(has_words).or(written).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_without_a_title_goes_by_the_words_it_would_send() {
        let shots = [" ", "the lake at dawn"].map(|text| (text.into(), Secs(3), false));
        let mut draft = Draft { prompt: "a fox in one take".into(), ..Draft::new("any/one") };
        draft.storyboard = Storyboard::from_file(shots, None);
        assert_eq!(draft.heading(), "a fox in one take");
        draft.cut = Cut::ByHand;
        assert_eq!(draft.heading(), "the lake at dawn");
        draft.storyboard = Storyboard::default();
        assert_eq!(draft.heading(), "a fox in one take");
        draft.title = "Fox".into();
        assert_eq!(draft.heading(), "Fox");
    }
}
