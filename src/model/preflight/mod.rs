//! Judging a draft against a row and the facts of its pictures. The only judge there is, and the only door to
//! a `Submission`.

mod elements;
mod fix;
mod frames;
mod mentions;
mod names;
mod options;
mod pictures;
mod place;
mod prompt;
pub mod rules;
mod shots;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::capabilities::{Elsewhere, Row};
use super::draft::{AspectRatio, Cut, Draft, Mode};
use super::image::{ImageRef, PictureState, Prepared};
use super::mention;
use super::repair::Repair;
use super::storyboard::{Secs, ShotId};
use super::trouble::{Arg, Args, Trouble};

pub use names::judge_in_cast;
pub use place::{ElementPart, Place};

/// What is known of each local picture the draft names.
pub type Facts = HashMap<ImageRef, PictureState>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Note,
    Warning,
    /// Blocks sending.
    Error,
}

impl Severity {
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A one-click repair of the draft. Repairs of pictures are work for the media floor.
#[derive(Debug, Clone, PartialEq)]
pub enum Fix {
    DropNegativePrompt,
    DropWatermark,
    DropFrame(Place),
    DropReference(usize),
    DropElement(usize),
    DropElementVideos(usize),
    DropElementImage(usize, usize),
    /// Its name is its description.
    DescribeElement(usize),
    UseLastAsFirst,
    UseMode(Mode),
    UseAspectRatio(AspectRatio),
    UseCut(Cut),
    SetSeconds(Secs),
    /// Scale the shots to this total.
    SetTotal(Secs),
    /// Forget the file's own total and take the shots' sum.
    UseShotsTotal,
    SetShotSeconds(ShotId, Secs),
    /// Join this shot and all after it into one.
    MergeShots(ShotId),
    DeleteShot(ShotId),
    AddShot,
    /// Cut the text at the vendor's limit.
    ShortenPrompt,
    ShortenNegativePrompt,
    ShortenShotPrompt(ShotId),
    RenameElement(usize, Arc<str>),
    /// In one text, mention another name.
    RespellMention {
        place: Place,
        old: Arc<str>,
        new: Arc<str>,
    },
    /// In one text, the name stands without its `@`.
    PlainMention(Place, Arc<str>),
    MakeElement(Arc<str>),
    /// Put another picture in this one's place, made from it step by step.
    RepairPicture {
        place: Place,
        repairs: Vec<Repair>,
    },
    UseOffering {
        id: Arc<str>,
        /// What a person calls it.
        name: Arc<str>,
    },
}

impl Fix {
    /// The message id in `words/`, and the word in `check --json`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::DropNegativePrompt => "drop-negative-prompt",
            Self::DropWatermark => "drop-watermark",
            Self::DropFrame(_) => "drop-frame",
            Self::DropReference(_) => "drop-reference",
            Self::DropElement(_) => "drop-element",
            Self::DropElementVideos(_) => "drop-element-videos",
            Self::DropElementImage(..) => "drop-element-image",
            Self::DescribeElement(_) => "describe-element",
            Self::UseLastAsFirst => "use-last-as-first",
            Self::UseMode(_) => "use-mode",
            Self::UseAspectRatio(_) => "use-aspect-ratio",
            Self::UseCut(_) => "use-cut",
            Self::SetSeconds(_) => "set-seconds",
            Self::SetTotal(_) => "set-total",
            Self::UseShotsTotal => "use-shots-total",
            Self::SetShotSeconds(..) => "set-shot-seconds",
            Self::MergeShots(_) => "merge-shots",
            Self::DeleteShot(_) => "delete-shot",
            Self::AddShot => "add-shot",
            Self::ShortenPrompt => "shorten-prompt",
            Self::ShortenNegativePrompt => "shorten-negative-prompt",
            Self::ShortenShotPrompt(_) => "shorten-shot-prompt",
            Self::RenameElement(..) => "rename-element",
            Self::RespellMention { .. } => "respell-mention",
            Self::PlainMention(..) => "plain-mention",
            Self::MakeElement(_) => "make-element",
            Self::RepairPicture { .. } => "repair-picture",
            Self::UseOffering { .. } => "use-offering",
        }
    }
}

/// One remark of preflight: data, said by `words/` in the reader's language.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub severity: Severity,
    pub place: Place,
    /// Kebab-case; the message id is `finding-<rule>`.
    pub rule: &'static str,
    /// The measured value and the limit.
    pub args: Args,
    /// A trouble of another floor that says it better: why a picture cannot be used.
    pub cause: Option<Trouble>,
    pub fix: Option<Fix>,
    /// Other ways out of it.
    pub other_fixes: Vec<Fix>,
}

impl Finding {
    pub fn new(severity: Severity, place: Place, rule: &'static str) -> Self {
        Self { severity, place, rule, args: Args::new(), cause: None, fix: None, other_fixes: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Arg>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }

    #[must_use]
    pub fn because(mut self, cause: Trouble) -> Self {
        self.cause = Some(cause);
        self
    }

    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// Offers another offering beside the fix; nothing where there is none.
    #[must_use]
    pub fn or_use(mut self, offering: Option<Elsewhere>) -> Self {
        let switch = |to: Elsewhere| Fix::UseOffering { id: to.offering.into(), name: to.name().into() };
        self.other_fixes.extend(offering.map(switch));
        self
    }

    /// The first one is the smallest edit, the others are other ways out.
    #[must_use]
    pub fn fixes(mut self, fixes: impl IntoIterator<Item = Fix>) -> Self {
        let mut fixes = fixes.into_iter();
        self.fix = fixes.next();
        self.other_fixes = fixes.collect();
        self
    }
}

/// Everything preflight has to say, in the order of the form.
pub fn preflight(draft: &Draft, row: &Row, facts: &Facts) -> Vec<Finding> {
    let case = Case { draft, row, facts };
    let mut out = Vec::new();
    prompt::judge(&case, &mut out);
    shots::judge(&case, &mut out);
    mentions::judge(&case, &mut out);
    frames::judge(&case, &mut out);
    elements::judge(&case, &mut out);
    options::judge(&case, &mut out);
    out
}

/// What is wrong with a name before an element has it; its fix is the nearest name that would do.
pub fn judge_name(draft: &Draft, row: &Row, index: usize, name: &str) -> Option<Finding> {
    // As the last one: whichever element has the name already was there first.
    let mut elements = draft.elements.clone();
    let mut element = (index < elements.len()).then(|| elements.remove(index))?;
    element.name = name.into();
    elements.push(element.clone());
    let draft = Draft { elements, ..draft.clone() };
    let case = Case { draft: &draft, row, facts: &Facts::new() };
    let finding = names::judge(&case, draft.elements.len() - 1, &element)?;
    let free = match &finding.fix {
        Some(Fix::RenameElement(_, free)) => free.clone(),
        Some(_) | None => return Some(finding),
    };
    Some(Finding { place: Place::ElementName(index), fix: Some(Fix::RenameElement(index, free)), ..finding })
}

/// What every judge looks at.
struct Case<'a> {
    draft: &'a Draft,
    row: &'a Row,
    facts: &'a Facts,
}

impl<'a> Case<'a> {
    /// Every prompt that would be sent, with its place.
    fn sent_texts(&self) -> impl Iterator<Item = (Place, &'a str)> {
        let draft = self.draft;
        let (prompt, shots) = match draft.cut {
            Cut::OneShot | Cut::ByVendor => (Some((Place::Prompt, &*draft.prompt)), [].as_slice()),
            Cut::ByHand => (None, draft.storyboard.shots()),
        };
        let shots = shots.iter().enumerate().map(|(i, shot)| (Place::ShotPrompt(i), shot.prompt_text()));
        let negative = self.row.caps.negative_prompt_max.map(|_| (Place::NegativePrompt, &*draft.negative_prompt));
        prompt.into_iter().chain(shots).chain(negative)
    }

    /// The frames there are, first before last.
    fn frames(&self) -> impl Iterator<Item = (Place, &'a ImageRef)> {
        let frames = &self.draft.frames;
        let first = frames.first.as_ref().map(|image| (Place::FirstFrame, image));
        first.into_iter().chain(frames.last.as_ref().map(|image| (Place::LastFrame, image)))
    }

    fn rendered_len(&self, text: &str) -> usize {
        mention::rendered_len(text, self.draft, self.row.caps.mentions)
    }
}

/// Nothing to read in it: white space, and marks that show as nothing.
fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
}

/// A draft that passed preflight: the only thing that can be sent, and only `clear` makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    draft: Arc<Draft>,
    offering: &'static str,
    pictures: BTreeMap<ImageRef, Prepared>,
}

impl Submission {
    pub fn draft(&self) -> &Arc<Draft> {
        &self.draft
    }

    /// The id of the row it was judged against.
    pub fn offering(&self) -> &'static str {
        self.offering
    }

    /// The prepared bytes of every local picture.
    pub fn pictures(&self) -> &BTreeMap<ImageRef, Prepared> {
        &self.pictures
    }
}

/// Passes a draft without errors, or gives every finding back.
pub fn clear(draft: &Draft, row: &Row, facts: &Facts) -> Result<Submission, Vec<Finding>> {
    let findings = preflight(draft, row, facts);
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(findings);
    }
    let prepared = |image: &ImageRef| match facts.get(image) {
        Some(PictureState::Measured(measured)) => measured.prepared.clone(),
        Some(PictureState::Measuring | PictureState::Unusable(_)) | None => None,
    };
    let pictures = draft.pictures().filter_map(|image| Some((image.clone(), prepared(image)?))).collect();
    Ok(Submission { draft: Arc::new(draft.clone()), offering: row.id, pictures })
}
