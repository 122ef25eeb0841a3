//! One-click repairs of the draft: the smallest edit that makes a finding go away.

use std::sync::Arc;

use super::{Fix, Place};
use crate::model::capabilities::Row;
use crate::model::draft::Draft;
use crate::model::element::Element;
use crate::model::mention;
use crate::model::repair;
use crate::model::storyboard::ShotId;
use crate::model::texts::TextOf;
use crate::model::trouble::Arg;

impl Fix {
    /// Repairs the draft. A fix whose place is gone by now does nothing; so does `RepairPicture`, which is work for
    /// the media floor.
    pub fn apply(&self, draft: &mut Draft, row: &Row) {
        match self {
            Self::DropNegativePrompt => draft.negative_prompt = "".into(),
            Self::DropWatermark => draft.watermark = false,
            Self::DropFrame(place) => drop_frame(draft, *place),
            Self::DropReference(i) => remove(&mut draft.references, *i),
            Self::DropElement(i) => remove(&mut draft.elements, *i),
            Self::DropElementVideos(i) => {
                if let Some(element) = draft.elements.get_mut(*i) {
                    element.videos.clear();
                }
            }
            Self::DropElementImage(i, j) => {
                if let Some(element) = draft.elements.get_mut(*i) {
                    remove(&mut element.images, *j);
                }
            }
            Self::DescribeElement(i) => {
                if let Some(element) = draft.elements.get_mut(*i) {
                    element.description = element.name.replace('_', " ").into();
                }
            }
            Self::UseLastAsFirst => draft.frames.first = draft.frames.last.take(),
            Self::UseMode(mode) => draft.mode = Some(*mode),
            Self::UseAspectRatio(ratio) => draft.aspect_ratio = *ratio,
            Self::UseCut(cut) => draft.cut = *cut,
            Self::UseOffering { id, .. } => draft.offering = id.clone(),
            Self::SetSeconds(secs) => draft.seconds = *secs,
            Self::ShortenPrompt => draft.prompt = shortened(draft, &draft.prompt, row, row.caps.prompt_max),
            Self::ShortenNegativePrompt => {
                let limit = row.caps.negative_prompt_max.unwrap_or_default();
                draft.negative_prompt = shortened(draft, &draft.negative_prompt, row, limit);
            }
            Self::RenameElement(i, name) => draft.rename_element(*i, name),
            Self::RespellMention { place, old, new } => respell(draft, *place, old, &format!("@{new}")),
            Self::PlainMention(place, name) => respell(draft, *place, name, name),
            Self::MakeElement(name) => draft.elements.push(Element::named(name)),
            Self::SetTotal(total) => {
                draft.storyboard.fit_total(*total);
            }
            Self::UseShotsTotal => draft.storyboard.forget_declared(),
            Self::SetShotSeconds(id, secs) => draft.storyboard.mend_secs(*id, *secs),
            Self::DeleteShot(id) => draft.storyboard.drop_shot(*id),
            Self::MergeShots(id) => draft.storyboard.join_rest(*id),
            Self::AddShot => add_shot(draft, row),
            Self::ShortenShotPrompt(id) => shorten_shot(draft, row, *id),
            Self::RepairPicture { .. } => {}
        }
    }

    /// What it brings in, for its label.
    pub fn value(&self) -> Option<Arg> {
        match self {
            Self::UseMode(mode) => Some(mode.word().into()),
            Self::UseAspectRatio(ratio) => Some(ratio.word().into()),
            Self::UseCut(cut) => Some(cut.word().into()),
            Self::SetSeconds(secs) | Self::SetTotal(secs) | Self::SetShotSeconds(_, secs) => Some(secs.0.into()),
            Self::RenameElement(_, name) | Self::MakeElement(name) => Some((&**name).into()),
            Self::RespellMention { new, .. } => Some((&**new).into()),
            Self::UseOffering { name, .. } => Some((&**name).into()),
            Self::DropElementImage(_, j) => Some((j + 1).into()),
            Self::RepairPicture { repairs, .. } => Some(repair::word(repairs).into()),
            Self::DropNegativePrompt
            | Self::DropWatermark
            | Self::DropFrame(_)
            | Self::DropReference(_)
            | Self::DropElement(_)
            | Self::DropElementVideos(_)
            | Self::DescribeElement(_)
            | Self::UseLastAsFirst
            | Self::UseShotsTotal
            | Self::MergeShots(_)
            | Self::DeleteShot(_)
            | Self::AddShot
            | Self::ShortenPrompt
            | Self::ShortenNegativePrompt
            | Self::ShortenShotPrompt(_)
            | Self::PlainMention(..) => None,
        }
    }
}

impl Fix {
    /// As an error's first way out: nothing that a person made is lost by it and nothing costs more, so that it may
    /// be done together with others.
    pub fn is_safe(&self) -> bool {
        match self {
            // The old picture is left alone, a text keeps its meaning, and what is not taken is not lost.
            Self::RepairPicture { .. } | Self::RenameElement(..) | Self::DropWatermark => true,
            Self::DropNegativePrompt
            | Self::DropFrame(_)
            | Self::DropReference(_)
            | Self::DropElement(_)
            | Self::DropElementVideos(_)
            | Self::DropElementImage(..)
            | Self::DescribeElement(_)
            | Self::UseLastAsFirst
            | Self::UseMode(_)
            | Self::UseAspectRatio(_)
            | Self::UseCut(_)
            | Self::UseOffering { .. }
            | Self::SetSeconds(_)
            | Self::SetTotal(_)
            | Self::UseShotsTotal
            | Self::SetShotSeconds(..)
            | Self::MergeShots(_)
            | Self::DeleteShot(_)
            | Self::AddShot
            | Self::ShortenPrompt
            | Self::ShortenNegativePrompt
            | Self::ShortenShotPrompt(_)
            | Self::RespellMention { .. }
            | Self::PlainMention(..)
            | Self::MakeElement(_) => false,
        }
    }
}

fn drop_frame(draft: &mut Draft, place: Place) {
    if place == Place::FirstFrame {
        draft.frames.first = None;
    } else if place == Place::LastFrame {
        draft.frames.last = None;
    }
}

fn remove<T>(list: &mut Vec<T>, i: usize) {
    if i < list.len() {
        list.remove(i);
    }
}

fn respell(draft: &mut Draft, place: Place, old: &str, new: &str) {
    let Some(of) = TextOf::at(place, draft) else {
        return;
    };
    if let Some(text) = draft.text(of).and_then(|text| mention::respelled(text, old, new)) {
        draft.set_text(of, text);
    }
}

fn shortened(draft: &Draft, text: &str, row: &Row, limit: usize) -> Arc<str> {
    mention::shortened(text, draft, row.caps.mentions, limit).into()
}

fn shorten_shot(draft: &mut Draft, row: &Row, id: ShotId) {
    let Some(text) = draft.storyboard.shot_mut(id).map(|shot| shot.prompt.clone()) else {
        return;
    };
    let text = shortened(draft, &text, row, row.caps.shot_prompt_max);
    if let Some(shot) = draft.storyboard.shot_mut(id) {
        shot.prompt = text;
    }
}

/// The first shot takes over the prompt that the other cuts would send.
fn add_shot(draft: &mut Draft, row: &Row) {
    let prompt = if draft.storyboard.shots().is_empty() { draft.prompt.clone() } else { "".into() };
    draft.storyboard.push(&prompt, row.caps.min_seconds);
}
