use super::rules;
use super::{Case, Finding, Fix, Place, Severity};
use crate::model::capabilities::RatioBesideFrame;
use crate::model::draft::AspectRatio;
use crate::model::image::{ImageRef, PictureState};
use crate::model::repair::{self, Reshape};

/// Ratios this near each other look the same: 1376×768 is still 16:9.
const SAME_RATIO: f64 = 0.02;

pub(super) fn judge(case: &Case<'_>, out: &mut Vec<Finding>) {
    let (draft, caps) = (case.draft, &case.row.caps);
    if let Some(mode) = draft.mode.filter(|mode| !caps.modes.contains(mode)) {
        let finding = Finding::new(Severity::Error, Place::Mode, rules::MODE_NOT_OFFERED).with("found", mode.word());
        let offered: Vec<&str> = caps.modes.iter().map(|mode| mode.word()).collect();
        let elsewhere = caps.modes_elsewhere.iter().find(|(sold, _)| *sold == mode).map(|(_, offering)| *offering);
        let finding = finding
            .with("offered", offered.join(", "))
            .with("seller", elsewhere.map_or("none", |offering| offering.seller));
        out.push(finding.fix(Fix::UseMode(nearest_mode(case))).or_use(elsewhere));
    }
    match (draft.frames.is_empty(), caps.ratio_beside_frame) {
        (true, _) | (false, RatioBesideFrame::Taken) => judge_ratio(case, out),
        (false, RatioBesideFrame::MayBeOverridden) => {
            judge_ratio(case, out);
            out.extend(judge_ratio_beside_frame(case, rules::RATIO_MAY_FOLLOW_FRAME));
        }
        (false, RatioBesideFrame::NotTaken) => out.extend(judge_ratio_beside_frame(case, rules::RATIO_FOLLOWS_FRAME)),
    }
    if draft.sound != caps.sound(draft.cut, draft.sound) {
        let finding = Finding::new(Severity::Warning, Place::Sound, rules::SOUND_FORCED);
        out.push(finding.with("percent", caps.sound.rise_percent()));
    }
    if draft.watermark && !caps.takes_watermark {
        out.push(Finding::new(Severity::Error, Place::Watermark, rules::WATERMARK_NOT_TAKEN).fix(Fix::DropWatermark));
    }
}

/// The best one the row has.
fn nearest_mode(case: &Case<'_>) -> crate::model::Mode {
    case.row.caps.modes.iter().copied().max().unwrap_or(case.row.caps.default_mode)
}

fn judge_ratio(case: &Case<'_>, out: &mut Vec<Finding>) {
    let (ratio, offered) = (case.draft.aspect_ratio, case.row.caps.aspect_ratios);
    if offered.contains(&ratio) {
        return;
    }
    let words: Vec<&str> = offered.iter().map(|ratio| ratio.word()).collect();
    let finding = Finding::new(Severity::Error, Place::AspectRatio, rules::RATIO_NOT_OFFERED)
        .with("found", ratio.word())
        .with("offered", words.join(", "));
    out.push(match offered.first() {
        Some(first) => finding.fix(Fix::UseAspectRatio(*first)),
        None => finding,
    });
}

/// The frame decides the shape of the video. Nothing to say where both are the same.
fn judge_ratio_beside_frame(case: &Case<'_>, rule: &'static str) -> Option<Finding> {
    let ratio = case.draft.aspect_ratio;
    let warning = |rule| Finding::new(Severity::Warning, Place::AspectRatio, rule).with("ratio", ratio.word());
    let (place, image) = case.frames().next()?;
    match (image, case.facts.get(image)) {
        (ImageRef::Url(_), _) => Some(warning(rules::RATIO_FOLLOWS_LINK)),
        (ImageRef::File(_), Some(PictureState::Measured(measured))) => {
            let (width, height) = (measured.facts.width, measured.facts.height);
            let is_like = |ratio: &AspectRatio| {
                (f64::from(width) / f64::from(height.max(1)) / ratio.value() - 1.0).abs() < SAME_RATIO
            };
            if is_like(&ratio) {
                return None;
            }
            let finding = warning(rule).with("width", width).with("height", height);
            let matching = case.row.caps.aspect_ratios.iter().copied().find(is_like);
            let reshape = |way| Fix::RepairPicture {
                place,
                repairs: repair::plan_ratio(way, ratio.sides(), &measured.facts, &case.row.caps.pictures),
            };
            let reshapes = [Reshape::Crop, Reshape::Pad].map(reshape);
            Some(finding.fixes(matching.map(Fix::UseAspectRatio).into_iter().chain(reshapes)))
        }
        // It blocks already, and its shape is not known.
        (ImageRef::File(_), Some(PictureState::Measuring | PictureState::Unusable(_)) | None) => None,
    }
}
