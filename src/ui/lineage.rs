//! What a draft or a video goes on from: in words, as a link that leads to the very frame.

use egui::accesskit::Role;
use egui::{CursorIcon, Label, Response, RichText, Sense, Ui, WidgetInfo};

use super::action::Outbox;
use super::context::UiContext;
use super::icons;
use super::theme::{self, color, size};
use super::widgets;
use crate::engine::snapshot::TaskCard;
use crate::model::{ContinuedFrom, Draft, TaskId};

pub struct Lineage {
    pub said: String,
    /// The frame there, where the library has its video.
    pub goal: Option<(TaskId, u64)>,
}

/// What a video goes on from; nothing for one that begins by itself.
pub fn of_card(cx: &UiContext<'_>, card: &TaskCard) -> Option<Lineage> {
    let from = card.task.draft.continued_from.as_ref()?;
    Some(lineage(cx, from, card.continues.as_deref()))
}

/// What the draft on the desk goes on from.
pub fn of_draft(cx: &UiContext<'_>, draft: &Draft) -> Option<Lineage> {
    let from = draft.continued_from.as_ref()?;
    let origin = cx.snapshot.desk_origin.as_ref().filter(|origin| origin.task.0 == from.task);
    if let Some(origin) = origin {
        return Some(lineage(cx, from, Some(&origin.heading)));
    }
    // An undo may have brought it a moment ago: gone is only what the engine has looked for.
    let looked_for = cx.snapshot.desk.as_ref().and_then(|desk| desk.draft.continued_from.as_ref());
    (looked_for.map(|looked| &looked.task) == Some(&from.task)).then(|| lineage(cx, from, None))
}

fn lineage(cx: &UiContext<'_>, from: &ContinuedFrom, heading: Option<&str>) -> Lineage {
    let frame = ("frame", from.frame.into());
    let Some(heading) = heading else {
        return Lineage { said: cx.words.with("lineage-gone", &[frame]), goal: None };
    };
    let heading = if heading.is_empty() { cx.say("draft-untitled") } else { heading };
    let said = cx.words.with("lineage", &[("heading", heading.into()), frame]);
    Lineage { said, goal: Some((TaskId(from.task.clone()), from.frame)) }
}

/// On one line; plain words where the video is gone.
pub fn link_ui(ui: &mut Ui, cx: &UiContext<'_>, lineage: Option<Lineage>, out: &mut Outbox) {
    if let Some(Lineage { said, goal }) = lineage {
        show(ui, cx, (theme::caption(&said), &said), goal, out);
    }
}

/// The same as a sign with a tip, where a line has no room for it.
pub fn mark_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, out: &mut Outbox) {
    if let Some(Lineage { said, goal }) = of_card(cx, card) {
        let sign = theme::icon(icons::CONTINUE, size::ICON_SMALL).color(color::TEXT_FAINT);
        let is_gone = goal.is_none();
        let response = show(ui, cx, (sign, &said), goal, out);
        if is_gone {
            response.on_hover_text(&said);
        }
    }
}

fn show(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    (text, said): (RichText, &str),
    goal: Option<(TaskId, u64)>,
    out: &mut Outbox,
) -> Response {
    let Some((task, frame)) = goal else {
        return ui.add(Label::new(text).truncate()).accessible_name(said);
    };
    let link = Label::new(text.color(color::ACCENT_TEXT)).truncate().sense(Sense::click());
    let response = ui.add(link.show_tooltip_when_elided(false)).on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, said));
    widgets::focus_ring(ui, &response, 0);
    let response = response.on_hover_text(format!("{said}\n{}", cx.say("lineage-tip")));
    if response.clicked() {
        out.watch(task, frame);
    }
    response
}
