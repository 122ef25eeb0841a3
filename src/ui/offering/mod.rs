//! Offerings beside each other: their names, the list to pick from, and who can make the present draft.

mod picker;
mod who;

pub use picker::picker_ui;
pub use who::who_ui;

use super::context::UiContext;
use crate::model::Row;
use crate::model::preflight::Finding;
use crate::model::preflight::rules::MODE_NOT_OFFERED;

/// What an offering is called: its model, and who sells it.
pub fn name(cx: &UiContext<'_>, row: &Row) -> String {
    format!("{} · {}", row.model_name, vendor(cx, row))
}

/// Who sells it.
pub fn vendor<'a>(cx: &UiContext<'a>, row: &Row) -> &'a str {
    cx.account(row.vendor).map_or(row.vendor, |account| account.name)
}

/// The repair of a finding by a switch to this offering, in a few words.
pub fn switch_label(cx: &UiContext<'_>, finding: &Finding, row: &Row) -> String {
    let is_about_sharpness = finding.rule == MODE_NOT_OFFERED && finding.args.get("found") == Some(&"4k".into());
    let id = if is_about_sharpness { "offering-has-4k" } else { "offering-takes-it" };
    cx.words.with(id, &[("name", name(cx, row).into())])
}
