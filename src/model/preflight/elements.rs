use super::names;
use super::pictures;
use super::rules;
use super::{Case, Finding, Fix, Place, Severity, is_blank};
use crate::model::capabilities::Field;
use crate::model::element::Element;

pub(super) fn judge(case: &Case<'_>, out: &mut Vec<Finding>) {
    judge_count(case, out);
    for (i, element) in case.draft.elements.iter().enumerate() {
        out.extend(names::judge(case, i, element));
        out.extend(judge_description(case, i, element));
        judge_material(case, i, element, out);
    }
}

fn judge_count(case: &Case<'_>, out: &mut Vec<Finding>) {
    let (draft, rules) = (case.draft, &case.row.caps.elements);
    let count = draft.elements.len();
    out.extend(judge_shared(case));
    if count == 0 {
        return;
    }
    if count > rules.max {
        let rule = if rules.max == 0 { rules::ELEMENTS_NOT_TAKEN } else { rules::ELEMENTS_TOO_MANY };
        out.push(counted(rule, count, rules.max).fix(Fix::DropElement(count - 1)));
    }
    if rules.need_a_frame && draft.frames.is_empty() {
        let finding = Finding::new(Severity::Error, Place::Elements, rules::ELEMENTS_NEED_A_FRAME);
        out.push(finding.or_use(case.row.caps.references_elsewhere));
    }
}

/// Spoken of at the elements, or at the last reference where there are none.
fn judge_shared(case: &Case<'_>) -> Option<Finding> {
    let (elements, references) = (case.draft.elements.len(), case.draft.references.len());
    let shared = elements + references + case.draft.frames.count();
    let limit = case.row.caps.elements.shared_max.filter(|limit| shared > *limit)?;
    let finding = counted(rules::ELEMENTS_SHARE_TOO_MANY, shared, limit);
    Some(match (elements.checked_sub(1), references.checked_sub(1)) {
        (Some(last), _) => finding.fix(Fix::DropElement(last)),
        (None, Some(last)) => Finding { place: Place::Reference(last), ..finding }.fix(Fix::DropReference(last)),
        (None, None) => finding,
    })
}

fn counted(rule: &'static str, measured: usize, limit: usize) -> Finding {
    Finding::new(Severity::Error, Place::Elements, rule)
        .with("measured", measured)
        .with("limit", limit)
        .with("over", measured - limit)
}

fn judge_description(case: &Case<'_>, i: usize, element: &Element) -> Option<Finding> {
    let (severity, rule) = match (case.row.caps.elements.description, is_blank(&element.description)) {
        (Field::Demanded, true) => (Severity::Error, rules::ELEMENT_DESCRIPTION_MISSING),
        (Field::NotTaken, false) => (Severity::Note, rules::ELEMENT_DESCRIPTION_NOT_SENT),
        (Field::Demanded, false) | (Field::Optional, true | false) | (Field::NotTaken, true) => return None,
    };
    let finding = Finding::new(severity, Place::ElementDescription(i), rule).with("name", &*element.name);
    let can_be_named = severity == Severity::Error && !is_blank(&element.name);
    Some(if can_be_named { finding.fix(Fix::DescribeElement(i)) } else { finding })
}

/// Its pictures or its videos; an element has one or the other.
fn judge_material(case: &Case<'_>, i: usize, element: &Element, out: &mut Vec<Finding>) {
    let rules = &case.row.caps.elements;
    if element.videos.is_empty() {
        out.extend(judge_image_count(case, i, element));
    } else {
        let rule = match (rules.takes_videos, element.images.is_empty()) {
            (false, _) => Some(rules::ELEMENT_VIDEOS_NOT_TAKEN),
            (true, false) => Some(rules::ELEMENT_VIDEOS_AND_IMAGES),
            (true, true) => None,
        };
        out.extend(rule.map(|rule| {
            let finding = Finding::new(Severity::Error, Place::ElementVideo(i, 0), rule);
            finding.with("name", &*element.name).fix(Fix::DropElementVideos(i))
        }));
    }
    for (j, image) in element.images.iter().enumerate() {
        pictures::judge(case, Place::ElementImage(i, j), image, out);
    }
    for (j, video) in element.videos.iter().enumerate() {
        out.push(pictures::judge_link(Place::ElementVideo(i, j), video));
    }
}

/// Spoken of at the first picture that is missing, or the first that is too many.
fn judge_image_count(case: &Case<'_>, i: usize, element: &Element) -> Option<Finding> {
    let (rules, count) = (&case.row.caps.elements, element.images.len());
    let (rule, j, limit) = if count < rules.min_images {
        (rules::ELEMENT_IMAGES_TOO_FEW, count, rules.min_images)
    } else if count > rules.max_images {
        (rules::ELEMENT_IMAGES_TOO_MANY, rules.max_images, rules.max_images)
    } else {
        return None;
    };
    let finding = Finding::new(Severity::Error, Place::ElementImage(i, j), rule)
        .with("name", &*element.name)
        .with("measured", count)
        .with("limit", limit)
        .with("by", count.abs_diff(limit));
    Some(if count > limit { finding.fix(Fix::DropElementImage(i, count - 1)) } else { finding })
}
