//! Naming one of the cast: what is wrong with a name is said while it is written; when it is done, the open draft
//! follows, its mentions too.

use std::sync::Arc;

use egui::{Id, Key, Ui};

use super::CastPage;
use crate::model::cast::{Member, NewName};
use crate::model::preflight::{self, Finding, Fix};
use crate::ui::action::Outbox;
use crate::ui::carets::{self, Written};
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::widgets::{self, Answer};

/// A name that is being written. The cast keeps the old one until it is done.
#[derive(Debug, Clone)]
pub struct Naming {
    id: Arc<str>,
    text: String,
}

pub fn name_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut CastPage,
    desk: &mut Desk,
    member: &Member,
    out: &mut Outbox,
) {
    let written = state.naming.as_ref().filter(|naming| naming.id == member.id);
    let mut text = written.map_or_else(|| member.name.to_string(), |naming| naming.text.clone());
    let id = Id::unique(("cast-name", &member.id));
    let field = widgets::text_line_of(ui, id, &mut text, cx.say("element-name"), cx.say("element-name-hint"));
    if std::mem::take(&mut state.names) {
        // Whatever it is called by itself is written over.
        carets::put(ui.ctx(), Written { field: id, from: 0, to: text.chars().count() });
    }
    if field.changed() {
        state.naming = Some(Naming { id: member.id.clone(), text });
    }
    if field.lost_focus() {
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            state.naming = None;
        }
        close(cx, state, desk, out);
    }
    let name = state.naming.as_ref().map_or(&*member.name, |naming| &naming.text);
    let Some(finding) = finding(cx, &member.id, name) else { return };
    match widgets::finding_ui(ui, cx.words, &finding, None, None) {
        Some(Answer::Repair(Fix::RenameElement(_, free))) => rename(cx, state, desk, member, &free, out),
        Some(Answer::Repair(_) | Answer::Show) | None => {}
    }
}

/// The name is done: it is taken, or where it cannot be, the nearest that can.
pub fn close(cx: &UiContext<'_>, state: &mut CastPage, desk: &mut Desk, out: &mut Outbox) {
    let Some(Naming { id, text }) = state.naming.take() else { return };
    let Some(member) = state.edits.member(&cx.snapshot.cast, &id).filter(|_| !text.trim().is_empty()) else { return };
    let free = match finding(cx, &id, &text).and_then(|finding| finding.fix) {
        Some(Fix::RenameElement(_, free)) => free,
        Some(_) | None => text.into(),
    };
    rename(cx, state, desk, &member, &free, out);
}

fn rename(
    cx: &UiContext<'_>,
    state: &mut CastPage,
    desk: &mut Desk,
    member: &Member,
    name: &Arc<str>,
    out: &mut Outbox,
) {
    state.naming = None;
    follow(desk, &member.id, &member.name, name);
    state.edits.change(&cx.snapshot.cast, Member { name: name.clone(), ..member.clone() }, out);
}

/// The open draft takes a new name over, unless another one there has it already.
pub fn follow(desk: &mut Desk, id: &Arc<str>, old: &Arc<str>, new: &Arc<str>) {
    if desk.draft.elements.iter().all(|element| element.name != *new) {
        NewName { cast_id: id.clone(), here: old.clone(), there: new.clone() }.take(&mut desk.draft);
    }
}

fn finding(cx: &UiContext<'_>, id: &str, name: &str) -> Option<Finding> {
    let others = cx.snapshot.cast.iter().filter(|other| &*other.id != id);
    // Who is in the archive has a name too, and may come back with it.
    let others: Vec<&str> = others.map(|other| &*other.name).collect();
    preflight::judge_in_cast(name, &others)
}

/// Somebody else's card is open by now: the name that was being written is done.
pub fn close_others(cx: &UiContext<'_>, state: &mut CastPage, desk: &mut Desk, id: &str, out: &mut Outbox) {
    if state.naming.as_ref().is_some_and(|naming| &*naming.id != id) {
        close(cx, state, desk, out);
    }
}
