//! Offerings beside each other: their names, the list to pick from, and who can make the present draft.

mod picker;
mod who;

pub use picker::picker_ui;
pub use who::who_ui;

use super::context::UiContext;
use crate::model::Row;
use crate::model::capabilities::offering_name;
use crate::model::preflight::rules::MODE_NOT_OFFERED;
use crate::model::preflight::{Finding, Fix};

/// What an offering is called: its model, and who sells it.
pub fn name(cx: &UiContext<'_>, row: &Row) -> String {
    offering_name(row.model_name, vendor(cx, row))
}

/// Who sells it.
pub fn vendor<'a>(cx: &UiContext<'a>, row: &Row) -> &'a str {
    cx.account(row.vendor).map_or(row.vendor, |account| account.name)
}

/// The offering that a finding itself names as a way out.
pub fn named_in(cx: &UiContext<'_>, finding: &Finding) -> Option<&'static Row> {
    let fixes = finding.fix.iter().chain(&finding.other_fixes);
    let offerings = fixes.filter_map(|fix| if let Fix::UseOffering { id, .. } = fix { Some(id) } else { None });
    offerings.into_iter().find_map(|offering| cx.row(offering))
}

/// The repair of a finding by a switch to this offering, in a few words.
pub fn switch_label(cx: &UiContext<'_>, finding: &Finding, row: &Row) -> String {
    let is_about_sharpness = finding.rule == MODE_NOT_OFFERED && finding.args.get("found") == Some(&"4k".into());
    let id = if is_about_sharpness { "offering-has-4k" } else { "offering-takes-it" };
    cx.words.with(id, &[("name", name(cx, row).into())])
}
