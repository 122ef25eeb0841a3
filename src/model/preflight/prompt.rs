use super::rules;
use super::{Case, Finding, Fix, Place, Severity, is_blank};
use crate::model::draft::Cut;

pub(super) fn judge(case: &Case<'_>, out: &mut Vec<Finding>) {
    // Under by-hand the shots stand for the prompt: it is kept, not sent and not judged.
    match case.draft.cut {
        Cut::OneShot | Cut::ByVendor => judge_prompt(case, out),
        Cut::ByHand => {}
    }
    judge_negative(case, out);
}

fn judge_prompt(case: &Case<'_>, out: &mut Vec<Finding>) {
    if is_blank(&case.draft.prompt) {
        out.push(Finding::new(Severity::Error, Place::Prompt, rules::PROMPT_EMPTY));
        return;
    }
    out.extend(
        too_long(case, Place::Prompt, rules::PROMPT_TOO_LONG, &case.draft.prompt, case.row.caps.prompt_max)
            .map(|finding| finding.fix(Fix::ShortenPrompt)),
    );
}

fn judge_negative(case: &Case<'_>, out: &mut Vec<Finding>) {
    let text = &case.draft.negative_prompt;
    if is_blank(text) {
        return;
    }
    let place = Place::NegativePrompt;
    match case.row.caps.negative_prompt_max {
        None => out
            .push(Finding::new(Severity::Error, place, rules::NEGATIVE_PROMPT_NOT_TAKEN).fix(Fix::DropNegativePrompt)),
        Some(limit) => out.extend(
            too_long(case, place, rules::NEGATIVE_PROMPT_TOO_LONG, text, limit)
                .map(|finding| finding.fix(Fix::ShortenNegativePrompt)),
        ),
    }
}

/// Counted on the text as the vendor will receive it, in Unicode scalar values.
pub(super) fn too_long(case: &Case<'_>, place: Place, rule: &'static str, text: &str, limit: usize) -> Option<Finding> {
    let measured = case.rendered_len(text);
    let finding = || {
        Finding::new(Severity::Error, place, rule)
            .with("measured", measured)
            .with("limit", limit)
            .with("over", measured - limit)
    };
    (measured > limit).then(finding)
}
