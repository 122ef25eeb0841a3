//! Everything that differs between vendors, as data: one row an offering. The form shows it, preflight enforces it.

use super::draft::{AspectRatio, Cut, Draft, Mode};
use super::price::Price;
use super::storyboard::Secs;

/// One model as one vendor sells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// `vendor/model`, as in a storyboard file.
    pub id: &'static str,
    /// The vendor's id, the part before the slash.
    pub vendor: &'static str,
    /// What a person calls it: "Kling V3".
    pub model_name: &'static str,
    pub caps: Capabilities,
}

/// Another offering, as a row points to it: by its id, and by what a person calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Elsewhere {
    pub offering: &'static str,
    pub model_name: &'static str,
    /// The name of the company that sells it.
    pub seller: &'static str,
}

/// What an offering takes. Lengths are counted in Unicode scalar values of the rendered text.
#[derive(Debug, Clone, PartialEq)]
pub struct Capabilities {
    pub modes: &'static [Mode],
    pub default_mode: Mode,
    /// Offerings of the same model that sell a mode this one lacks.
    pub modes_elsewhere: &'static [(Mode, Elsewhere)],
    pub cuts: &'static [Cut],
    pub min_seconds: Secs,
    pub max_seconds: Secs,
    pub max_shots: usize,
    pub prompt_max: usize,
    pub shot_prompt_max: usize,
    /// `None`: not taken at all.
    pub negative_prompt_max: Option<usize>,
    pub aspect_ratios: &'static [AspectRatio],
    pub ratio_beside_frame: RatioBesideFrame,
    pub frames: FrameRules,
    pub sound: SoundRule,
    pub elements: ElementRules,
    pub mentions: MentionSyntax,
    /// Plain reference pictures; 0 where there are none.
    pub max_references: usize,
    /// An offering of the same vendor that takes references, and elements without a frame.
    pub references_elsewhere: Option<Elsewhere>,
    /// Where no prompt mentions a reference, the vendor puts the first one in front of it.
    pub puts_first_reference_in: bool,
    pub pictures: PictureLimits,
    pub transport: ImageTransport,
    pub takes_watermark: bool,
    pub takes_callback: bool,
    pub has_estimate: bool,
    pub has_balance: bool,
    /// Empty where the vendor's prices are unknown.
    pub prices: &'static [Price],
}

/// How hard a rule is on one offering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    Allowed,
    /// It is sent, and a warning says what will happen.
    Warned,
    Refused,
}

/// What becomes of the aspect ratio when a frame is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatioBesideFrame {
    /// The endpoint does not take it: the frame decides.
    NotTaken,
    /// It is sent, the frame may override it.
    MayBeOverridden,
    Taken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameRules {
    pub takes_frames: bool,
    pub last_alone: Stance,
    /// First and last frame together under a by-hand or by-vendor cut.
    pub both_with_cuts: Stance,
    /// A by-hand or by-vendor cut needs exactly one picture.
    pub cuts_need_one_picture: bool,
    /// Reference pictures that go with a first and a last frame together; `None` where that sets no limit.
    pub max_references_beside_both: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoundRule {
    Choice,
    /// Forced on under a by-hand or by-vendor cut, and charged so: by this much more, as far as is known.
    ForcedWithCuts {
        rise_percent: u32,
    },
}

impl SoundRule {
    /// What forced sound adds to the price.
    pub fn rise_percent(self) -> u32 {
        match self {
            Self::Choice => 0,
            Self::ForcedWithCuts { rise_percent } => rise_percent,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ElementRules {
    pub max: usize,
    pub min_images: usize,
    pub max_images: usize,
    pub description: Field,
    pub takes_videos: bool,
    /// They exist only beside a first or last frame.
    pub need_a_frame: bool,
    /// Elements, references and frames together; `None` where they are counted apart.
    pub shared_max: Option<usize>,
    /// The vendor finds `@name` in the text, so one name must not begin another.
    pub matched_by_text: bool,
}

/// Whether a field is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    NotTaken,
    Optional,
    Demanded,
}

/// How a vendor spells a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MentionSyntax {
    /// `<<<element_1>>>` and `<<<image_1>>>`, counted from 1.
    Positional,
    /// `@name` as we write it; pictures have no name.
    AtName,
    /// `@name` for elements, `<<<image_1>>>` for pictures.
    AtNameAndPictures,
}

/// Limits on one picture as it is given (vendors.md §1.6).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PictureLimits {
    pub max_bytes: u64,
    pub min_side: u32,
    /// Long side over short side.
    pub max_stretch: f64,
}

/// How a local picture reaches the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageTransport {
    /// Raw Base64 in the body.
    Inline,
    /// Uploaded first; the body carries the address.
    Upload,
}

impl Elsewhere {
    /// "Kling V3 · APIMart".
    pub fn name(self) -> String {
        offering_name(self.model_name, self.seller)
    }
}

/// What an offering is called: its model, and who sells it.
pub fn offering_name(model_name: &str, seller: &str) -> String {
    format!("{model_name} · {seller}")
}

impl ElementRules {
    /// Whether a draft may take one element more.
    pub fn has_room(&self, draft: &Draft) -> bool {
        let count = draft.elements.len();
        let shared = count + draft.references.len() + draft.frames.count();
        count < self.max && self.shared_max.is_none_or(|limit| shared < limit)
    }
}

impl Capabilities {
    /// The mode that is sent when the draft does not choose.
    pub fn mode(&self, chosen: Option<Mode>) -> Mode {
        chosen.unwrap_or(self.default_mode)
    }

    /// Whether sound will really be on.
    pub fn sound(&self, cut: Cut, wanted: bool) -> bool {
        match (self.sound, cut) {
            (SoundRule::Choice, _) | (SoundRule::ForcedWithCuts { .. }, Cut::OneShot) => wanted,
            (SoundRule::ForcedWithCuts { .. }, Cut::ByVendor | Cut::ByHand) => true,
        }
    }
}
