//! An element's name: what a mention can say and a vendor can tell apart.

use std::sync::Arc;

use super::rules;
use super::{Case, Finding, Fix, Place, Severity};
use crate::model::element::Element;
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

/// A legal name for element `i` as near to its own as can be.
fn free_name(elements: &[Element], i: usize, by_text: bool) -> Arc<str> {
    let base = legal(&elements[i].name);
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

/// The name with everything a mention cannot say turned into single underscores.
fn legal(name: &str) -> String {
    let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let joined = words.join("_");
    if joined.is_empty() || mention::is_reserved(&joined) { "subject".to_owned() } else { joined }
}
