//! An element's name: what a mention can say and a vendor can tell apart.

use std::sync::Arc;

use super::rules;
use super::{Case, Finding, Fix, Place, Severity};
use crate::model::cast;
use crate::model::element::{self, Element};
use crate::model::mention;

pub(super) fn judge(case: &Case<'_>, i: usize, element: &Element) -> Option<Finding> {
    let (elements, by_text) = (&case.draft.elements, case.row.caps.elements.matched_by_text);
    let name = &*element.name;
    let begins = || elements.iter().find(|other| by_text && *other.name != *name && other.name.starts_with(name));
    let (rule, other) = if name.trim().is_empty() {
        (rules::ELEMENT_NAME_EMPTY, None)
    } else if !mention::is_valid_name(name) {
        (rules::ELEMENT_NAME_INVALID, None)
    } else if mention::is_reserved(name) {
        (rules::ELEMENT_NAME_RESERVED, None)
    } else if elements.iter().take(i).any(|earlier| *earlier.name == *name) {
        (rules::ELEMENT_NAME_TWICE, None)
    } else if let Some(longer) = begins() {
        (rules::ELEMENT_NAME_BEGINS_ANOTHER, Some(&*longer.name))
    } else {
        return None;
    };
    let free = free_name(elements, i, by_text);
    Some(
        Finding::new(Severity::Error, Place::ElementName(i), rule)
            .with("name", name)
            .with("other", other.unwrap_or_default())
            .with("free", &*free)
            .fix(Fix::RenameElement(i, free)),
    )
}

/// What is wrong with a name in the cast, beside these others; its fix is the nearest name that would do. Names that
/// begin alike are only noted: whether they mix depends on the vendor, and on whether a draft has both.
pub fn judge_in_cast(name: &str, others: &[&str]) -> Option<Finding> {
    let alike = || others.iter().find(|other| other.starts_with(name) || name.starts_with(**other));
    let (severity, rule, other) = if name.trim().is_empty() {
        (Severity::Error, rules::ELEMENT_NAME_EMPTY, None)
    } else if !mention::is_valid_name(name) {
        (Severity::Error, rules::ELEMENT_NAME_INVALID, None)
    } else if mention::is_reserved(name) {
        (Severity::Error, rules::ELEMENT_NAME_RESERVED, None)
    } else if others.contains(&name) {
        (Severity::Error, rules::ELEMENT_NAME_TWICE, None)
    } else if let Some(other) = alike() {
        (Severity::Note, rules::CAST_NAMES_ALIKE, Some(*other))
    } else {
        return None;
    };
    let free = cast::free_name(name, others.iter().copied());
    let finding = Finding::new(severity, Place::ElementName(0), rule).with("name", name).with("free", &*free);
    let finding = finding.with("other", other.unwrap_or_default());
    Some(if severity == Severity::Error { finding.fix(Fix::RenameElement(0, free)) } else { finding })
}

/// A legal name for element `i` as near to its own as can be.
fn free_name(elements: &[Element], i: usize, by_text: bool) -> Arc<str> {
    let base = element::legal_name(&elements[i].name);
    let is_free = |name: &str| {
        let clashes = |other: &str| other == name || by_text && (other.starts_with(name) || name.starts_with(other));
        let mut others = elements.iter().enumerate().filter(|(j, other)| *j != i && !other.name.is_empty());
        !mention::is_reserved(name) && !others.any(|(_, other)| clashes(&other.name))
    };
    // Where text is matched, a number behind would make one name begin another.
    let candidate = |n: usize| match n {
        1 => base.clone(),
        _ if by_text => format!("no{n}_{base}"),
        _ => format!("{base}_{n}"),
    };
    // One of so many differs from every other name.
    let tries = 1..=elements.len() * 2 + 2;
    tries.map(candidate).find(|name| is_free(name)).unwrap_or(base).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_the_cast_is_legal_and_its_own_and_beginning_alike_is_only_noted() {
        let judge = |name: &str| {
            let finding = judge_in_cast(name, &["fox", "red_owl"])?;
            let free = match finding.fix {
                Some(Fix::RenameElement(0, free)) => free.to_string(),
                _ => String::new(),
            };
            Some((finding.severity, finding.rule, free))
        };
        let error = |rule, free: &str| Some((Severity::Error, rule, free.to_owned()));
        assert_eq!(judge("wolf"), None);
        assert_eq!(judge(" "), error(rules::ELEMENT_NAME_EMPTY, "subject"));
        assert_eq!(judge("red owl"), error(rules::ELEMENT_NAME_INVALID, "no2_red_owl"));
        assert_eq!(judge("video7"), error(rules::ELEMENT_NAME_RESERVED, "subject"));
        assert_eq!(judge("fox"), error(rules::ELEMENT_NAME_TWICE, "no2_fox"));
        for alike in ["foxes", "fo"] {
            assert_eq!(judge(alike), Some((Severity::Note, rules::CAST_NAMES_ALIKE, String::new())));
        }
    }
}
