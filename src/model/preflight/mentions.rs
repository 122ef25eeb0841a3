use std::collections::BTreeSet;

use super::rules;
use super::{Case, Finding, Fix, Place, Severity};
use crate::model::mention;

pub(super) fn judge(case: &Case<'_>, out: &mut Vec<Finding>) {
    let mut said: BTreeSet<&str> = BTreeSet::new();
    for (place, text) in case.sent_texts() {
        let mut unknown = BTreeSet::new();
        for mention in mention::find(text) {
            said.insert(mention.name);
            let is_unknown = mention::meaning(mention.name, case.draft) == mention::Meaning::Nothing;
            if is_unknown && unknown.insert(mention.name) {
                out.push(unknown_mention(case, place, mention.name));
            }
        }
    }
    for (i, element) in case.draft.elements.iter().enumerate() {
        if mention::is_valid_name(&element.name) && !said.contains(&*element.name) {
            let finding = Finding::new(Severity::Warning, Place::ElementName(i), rules::ELEMENT_NOT_MENTIONED);
            out.push(finding.with("name", &*element.name));
        }
    }
}

/// Beside elements it is a slip of the pen; without any it may be just an `@` in a text.
fn unknown_mention(case: &Case<'_>, place: Place, name: &str) -> Finding {
    let names: Vec<&str> = case.draft.elements.iter().map(|element| &*element.name).collect();
    let respell =
        mention::nearest(name, &names).map(|near| Fix::RespellMention { place, old: name.into(), new: near.into() });
    let can_be_made = !mention::is_reserved(name) && case.row.caps.elements.has_room(case.draft);
    let make = can_be_made.then(|| Fix::MakeElement(name.into()));
    let plain = Some(Fix::PlainMention(place, name.into()));
    if mention::reference_number(name).is_some() {
        let severity = if names.is_empty() { Severity::Warning } else { Severity::Error };
        let finding = Finding::new(severity, place, rules::MENTION_OF_NO_PICTURE).with("name", name);
        return finding.with("count", case.draft.references.len()).fixes(plain);
    }
    if names.is_empty() {
        let finding = Finding::new(Severity::Warning, place, rules::MENTION_OF_NOTHING).with("name", name);
        return finding.fixes([plain, make].into_iter().flatten());
    }
    let known: Vec<String> = names.iter().map(|name| format!("@{name}")).collect();
    Finding::new(Severity::Error, place, rules::MENTION_UNKNOWN)
        .with("name", name)
        .with("known", known.join(", "))
        .fixes([respell, plain, make].into_iter().flatten())
}
