use super::prompt::too_long;
use super::rules;
use super::{Case, Finding, Fix, Place, Severity, is_blank};
use crate::model::draft::Cut;
use crate::model::storyboard::{Secs, Shot};

pub(super) fn judge(case: &Case<'_>, out: &mut Vec<Finding>) {
    judge_cut(case, out);
    // Shots under another cut are kept, not sent and not judged.
    match case.draft.cut {
        Cut::OneShot | Cut::ByVendor => judge_seconds(case, out),
        Cut::ByHand => judge_storyboard(case, out),
    }
}

fn judge_cut(case: &Case<'_>, out: &mut Vec<Finding>) {
    let cuts = case.row.caps.cuts;
    if cuts.contains(&case.draft.cut) {
        return;
    }
    let finding = Finding::new(Severity::Error, Place::Cut, rules::CUT_NOT_OFFERED).with("cut", case.draft.cut.word());
    out.push(match cuts.first() {
        Some(cut) => finding.fix(Fix::UseCut(*cut)),
        None => finding,
    });
}

fn judge_seconds(case: &Case<'_>, out: &mut Vec<Finding>) {
    let rules = (rules::SECONDS_TOO_SHORT, rules::SECONDS_TOO_LONG);
    out.extend(outside(case, Place::Seconds, rules).map(|(finding, bound)| finding.fix(Fix::SetSeconds(bound))));
}

fn judge_storyboard(case: &Case<'_>, out: &mut Vec<Finding>) {
    let board = &case.draft.storyboard;
    let shots = board.shots();
    if shots.is_empty() {
        out.push(Finding::new(Severity::Error, Place::Shots, rules::SHOTS_NONE).fix(Fix::AddShot));
        return;
    }
    if let Some(declared) = board.declared().filter(|declared| *declared != board.total()) {
        out.push(
            Finding::new(Severity::Error, Place::Seconds, rules::SHOTS_DECLARED_OTHERWISE)
                .with("measured", board.total().0)
                .with("declared", declared.0)
                .fix(Fix::UseShotsTotal),
        );
    }
    judge_count(case, out);
    judge_total(case, out);
    for (i, shot) in shots.iter().enumerate() {
        judge_shot(case, i, shot, out);
    }
}

fn judge_count(case: &Case<'_>, out: &mut Vec<Finding>) {
    let (shots, limit) = (case.draft.storyboard.shots(), case.row.caps.max_shots);
    if shots.len() <= limit {
        return;
    }
    let finding = Finding::new(Severity::Error, Place::Shots, rules::SHOTS_TOO_MANY)
        .with("measured", shots.len())
        .with("limit", limit)
        .with("over", shots.len() - limit);
    out.push(match shots.get(limit.saturating_sub(1)) {
        Some(last_kept) => finding.fix(Fix::MergeShots(last_kept.id())),
        None => finding,
    });
}

fn judge_total(case: &Case<'_>, out: &mut Vec<Finding>) {
    let Some((finding, bound)) = outside(case, Place::Shots, (rules::SHOTS_TOO_SHORT, rules::SHOTS_TOO_LONG)) else {
        return;
    };
    // Every shot keeps one second, so more shots than seconds cannot be scaled down.
    let fits = case.draft.storyboard.shots().len() as u64 <= bound.0;
    out.push(if fits { finding.fix(Fix::SetTotal(bound)) } else { finding });
}

fn judge_shot(case: &Case<'_>, i: usize, shot: &Shot, out: &mut Vec<Finding>) {
    let caps = &case.row.caps;
    let mut findings = Vec::new();
    if is_blank(shot.prompt_text()) {
        let finding = Finding::new(Severity::Error, Place::ShotPrompt(i), rules::SHOT_PROMPT_EMPTY);
        let has_others = case.draft.storyboard.shots().len() > 1;
        findings.push(if has_others { finding.fix(Fix::DeleteShot(shot.id())) } else { finding });
    }
    let long =
        too_long(case, Place::ShotPrompt(i), rules::SHOT_PROMPT_TOO_LONG, shot.prompt_text(), caps.shot_prompt_max);
    findings.extend(long.map(|finding| finding.fix(Fix::ShortenShotPrompt(shot.id()))));
    if shot.secs() < Secs(1) {
        let finding = Finding::new(Severity::Error, Place::ShotSeconds(i), rules::SHOT_TOO_SHORT);
        findings.push(finding.with("measured", shot.secs().0).fix(Fix::SetShotSeconds(shot.id(), Secs(1))));
    }
    out.extend(findings.into_iter().map(|finding| finding.with("shot", i + 1)));
}

/// A finding where the video's length leaves the row's, with the bound it left.
fn outside(case: &Case<'_>, place: Place, (short, long): (&'static str, &'static str)) -> Option<(Finding, Secs)> {
    let (caps, total) = (&case.row.caps, case.draft.total());
    let (rule, bound) = if total < caps.min_seconds {
        (short, caps.min_seconds)
    } else if total > caps.max_seconds {
        (long, caps.max_seconds)
    } else {
        return None;
    };
    let finding = Finding::new(Severity::Error, place, rule)
        .with("measured", total.0)
        .with("limit", bound.0)
        .with("by", total.0.abs_diff(bound.0));
    Some((finding, bound))
}
