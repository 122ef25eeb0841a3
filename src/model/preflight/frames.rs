use super::pictures;
use super::rules;
use super::{Case, Finding, Fix, Place, Severity};
use crate::model::capabilities::Stance;
use crate::model::draft::Cut;

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
    let limit = case.row.caps.max_references;
    let rule = if limit == 0 { rules::REFERENCES_NOT_TAKEN } else { rules::REFERENCES_TOO_MANY };
    for (i, image) in case.draft.references.iter().enumerate() {
        if i >= limit {
            let finding = Finding::new(Severity::Error, Place::Reference(i), rule).fix(Fix::DropReference(i));
            out.push(finding.with("measured", case.draft.references.len()).with("limit", limit));
        }
        pictures::judge(case, Place::Reference(i), image, out);
    }
}

fn by_stance(stance: Stance, (warned, refused): (&'static str, &'static str)) -> Option<Finding> {
    match stance {
        Stance::Allowed => None,
        Stance::Warned => Some(Finding::new(Severity::Warning, Place::LastFrame, warned)),
        Stance::Refused => Some(Finding::new(Severity::Error, Place::LastFrame, refused)),
    }
}
