//! A draft with its row and the facts of its pictures, all of them fine until a test breaks one.

use shotloom::model::image::{
    ColorKind, ImageRef, Measured, PictureFacts, PictureFormat, PictureState, Prepared, Sha256,
};
use shotloom::model::preflight::{self, Facts, Finding, Submission};
use shotloom::model::{Cut, Draft, Element, Row, Secs, Storyboard, Trouble};
use shotloom::vendors;

#[derive(Debug)]
pub struct Scene {
    pub draft: Draft,
    pub row: Row,
    pub facts: Facts,
    /// Elements come with a description.
    pub describes: bool,
}

/// A good picture: a 16:9 PNG of 1280×720.
pub fn facts() -> PictureFacts {
    PictureFacts {
        format: PictureFormat::Png,
        bytes: 200_000,
        width: 1280,
        height: 720,
        color: ColorKind::Rgb,
        bits: 8,
        has_alpha: false,
        is_animated: false,
        has_foreign_profile: false,
        orientation: 1,
    }
}

impl Scene {
    /// One shot of five seconds, no pictures.
    pub fn new() -> Self {
        let row = vendors::row(vendors::DEFAULT_OFFERING).expect("the default offering has a row");
        let mut draft = Draft::new(row.id);
        draft.prompt = "a fox in the snow".into();
        Self { draft, row: row.clone(), facts: Facts::new(), describes: false }
    }

    /// The same draft on another offering's row; its elements are described.
    pub fn on(offering: &str) -> Self {
        let row = vendors::row(offering).expect("an offering").clone();
        let mut scene = Self { row, ..Self::new() };
        scene.draft.offering = offering.into();
        scene.describes = true;
        scene
    }

    pub fn by_hand(shots: &[(&str, u64)]) -> Self {
        let mut scene = Self::new();
        scene.shots(shots);
        scene
    }

    /// `@fox` with two pictures, beside a first frame.
    pub fn with_element() -> Self {
        let mut scene = Self::new();
        scene.element("fox", 2);
        scene
    }

    pub fn shots(&mut self, shots: &[(&str, u64)]) {
        self.draft.cut = Cut::ByHand;
        let shots = shots.iter().map(|(prompt, secs)| ((*prompt).into(), Secs(*secs), false));
        self.draft.storyboard = Storyboard::from_file(shots, None);
    }

    /// Adds an element with pictures and a mention, and a first frame beside it.
    pub fn element(&mut self, name: &str, pictures: usize) {
        self.frame("frame.png", facts());
        let mut element = Element::named(name);
        if self.describes {
            element.description = "a subject".into();
        }
        for number in 0..pictures {
            element.images.push(self.picture(&format!("{name}{number}.png"), facts()));
        }
        let has_mentions = !self.draft.elements.is_empty();
        self.draft.prompt =
            if has_mentions { format!("{} @{name}", self.draft.prompt) } else { format!("@{name} runs") }
                .as_str()
                .into();
        self.draft.elements.push(element);
    }

    pub fn frame(&mut self, name: &str, facts: PictureFacts) {
        let image = self.picture(name, facts);
        self.draft.frames.first = Some(image);
    }

    pub fn last_frame(&mut self) {
        let image = self.picture("last.png", facts());
        self.draft.frames.last = Some(image);
    }

    pub fn both_frames(&mut self) {
        self.frame("frame.png", facts());
        self.last_frame();
    }

    /// Adds so many reference pictures, the first of them mentioned.
    pub fn references(&mut self, count: usize) {
        let image = self.picture("reference.png", facts());
        self.draft.references = vec![image; count];
        self.draft.prompt = "as in @image1".into();
    }

    pub fn unusable(&mut self, name: &str, why: Trouble) {
        self.frame(name, facts());
        self.facts.insert(ImageRef::file(name), PictureState::Unusable(why));
    }

    /// A measured picture; what is legal is prepared too.
    pub fn picture(&mut self, name: &str, facts: PictureFacts) -> ImageRef {
        let is_legal = facts.format.is_legal() && !facts.is_animated && facts.color != ColorKind::Cmyk;
        let prepared = is_legal.then(|| Prepared {
            sha256: Sha256::from_hex(&"ab".repeat(32)).expect("64 hex digits"),
            bytes: facts.bytes,
            format: facts.format,
            width: facts.width,
            height: facts.height,
        });
        let image = ImageRef::file(name);
        self.facts.insert(image.clone(), PictureState::Measured(Measured { facts, prepared }));
        image
    }

    pub fn findings(&self) -> Vec<Finding> {
        preflight::preflight(&self.draft, &self.row, &self.facts)
    }

    pub fn clear(&self) -> Result<Submission, Vec<Finding>> {
        preflight::clear(&self.draft, &self.row, &self.facts)
    }
}
