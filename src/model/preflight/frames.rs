use super::pictures;
use super::rules;
use super::{Case, Finding, Fix, Place, Severity};
use crate::model::capabilities::Stance;
use crate::model::draft::Cut;
use crate::model::mention;

pub(super) fn judge(case: &Case<'_>, out: &mut Vec<Finding>) {
    judge_which(case, out);
    for (place, image) in case.frames() {
        pictures::judge(case, place, image, out);
    }
    judge_references(case, out);
}

/// Which frames there are, beside which cut.
fn judge_which(case: &Case<'_>, out: &mut Vec<Finding>) {
    let (frames, rules) = (&case.draft.frames, &case.row.caps.frames);
    let is_cut = match case.draft.cut {
        Cut::OneShot => false,
        Cut::ByVendor | Cut::ByHand => true,
    };
    if !rules.takes_frames {
        out.extend(
            case.frames().map(|(place, _)| {
                Finding::new(Severity::Error, place, rules::FRAME_NOT_TAKEN).fix(Fix::DropFrame(place))
            }),
        );
        return;
    }
    if frames.is_last_only() {
        let names = (rules::LAST_FRAME_ALONE, rules::LAST_FRAME_ALONE_REFUSED);
        out.extend(by_stance(rules.last_alone, names).map(|finding| finding.fix(Fix::UseLastAsFirst)));
    }
    if is_cut && rules.cuts_need_one_picture {
        judge_one_picture(case, out);
    } else if is_cut && frames.count() == 2 {
        let names = (rules::BOTH_FRAMES_WITH_CUTS, rules::BOTH_FRAMES_WITH_CUTS_REFUSED);
        let fix = Fix::DropFrame(Place::LastFrame);
        out.extend(by_stance(rules.both_with_cuts, names).map(|finding| finding.fix(fix)));
    }
    out.extend(judge_both_beside_references(case));
}

fn judge_both_beside_references(case: &Case<'_>) -> Option<Finding> {
    let (frames, count) = (&case.draft.frames, case.draft.references.len());
    let limit =
        case.row.caps.frames.max_references_beside_both.filter(|limit| frames.count() == 2 && count > *limit)?;
    let finding = Finding::new(Severity::Error, Place::LastFrame, rules::LAST_FRAME_BESIDE_REFERENCES);
    Some(finding.with("measured", count).with("limit", limit).fix(Fix::DropFrame(Place::LastFrame)))
}

fn judge_one_picture(case: &Case<'_>, out: &mut Vec<Finding>) {
    match case.draft.frames.count() {
        0 => {
            let finding = Finding::new(Severity::Error, Place::FirstFrame, rules::CUT_NEEDS_A_PICTURE);
            out.push(finding.fix(Fix::UseCut(Cut::OneShot)));
        }
        1 => {}
        _ => {
            let finding = Finding::new(Severity::Error, Place::LastFrame, rules::CUT_TAKES_ONE_PICTURE);
            out.push(finding.fix(Fix::DropFrame(Place::LastFrame)));
        }
    }
}

fn judge_references(case: &Case<'_>, out: &mut Vec<Finding>) {
    let caps = &case.row.caps;
    let limit = caps.max_references;
    let rule = if limit == 0 { rules::REFERENCES_NOT_TAKEN } else { rules::REFERENCES_TOO_MANY };
    for (i, image) in case.draft.references.iter().enumerate() {
        if i >= limit {
            let finding = Finding::new(Severity::Error, Place::Reference(i), rule).fix(Fix::DropReference(i));
            let finding = finding.with("measured", case.draft.references.len()).with("limit", limit);
            out.push(if limit == 0 { finding.or_use(caps.references_elsewhere) } else { finding });
        }
        pictures::judge(case, Place::Reference(i), image, out);
    }
    let is_named = || {
        let mut mentions = case.sent_texts().flat_map(|(_, text)| mention::find(text));
        mentions.any(|mention| mention::reference_number(mention.name).is_some())
    };
    if caps.puts_first_reference_in && !case.draft.references.is_empty() && !is_named() {
        out.push(Finding::new(Severity::Note, Place::Reference(0), rules::REFERENCES_UNMENTIONED));
    }
}

fn by_stance(stance: Stance, (warned, refused): (&'static str, &'static str)) -> Option<Finding> {
    match stance {
        Stance::Allowed => None,
        Stance::Warned => Some(Finding::new(Severity::Warning, Place::LastFrame, warned)),
        Stance::Refused => Some(Finding::new(Severity::Error, Place::LastFrame, refused)),
    }
}
