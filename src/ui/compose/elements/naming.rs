//! Naming an element: what is wrong with a name is said while it is written; when it is done, every mention follows.

use egui::{Key, Ui};

use crate::model::Row;
use crate::model::preflight::{self, Finding, Fix};
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme;
use crate::ui::widgets::{self, Answer};

/// A name that is being written. The draft keeps the old one until it is done: letter by letter, the mentions of two
/// elements could run together and never be told apart again.
#[derive(Debug, Clone)]
pub struct Naming {
    index: usize,
    text: String,
}

pub fn name_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    naming: &mut Option<Naming>,
    desk: &mut Desk,
    row: &Row,
    index: usize,
    takes_focus: bool,
) {
    ui.label(theme::label(cx.say("element-name")));
    let old = desk.draft.elements[index].name.to_string();
    let mut text = written(naming, index).map_or(old, |naming| naming.text.clone());
    let field = widgets::text_line(ui, &mut text, cx.say("element-name"), cx.say("element-name-hint"));
    if takes_focus {
        field.request_focus();
    }
    if field.changed() {
        *naming = Some(Naming { index, text });
    }
    if field.lost_focus() {
        if ui.input(|input| input.key_pressed(Key::Escape)) {
            *naming = None;
        }
        close(naming, desk, row, index);
    }
    let Some(finding) = written(naming, index).and_then(|naming| finding(naming, desk, row)) else {
        return;
    };
    match widgets::finding_ui(ui, cx.words, &finding, None, None) {
        Some(Answer::Repair(_)) => close(naming, desk, row, index),
        Some(Answer::Show) | None => {}
    }
}

/// The name is done: it is taken, or where it cannot be, the nearest that can.
pub fn close(naming: &mut Option<Naming>, desk: &mut Desk, row: &Row, index: usize) {
    let Some(naming) = naming.take_if(|naming| naming.index == index) else {
        return;
    };
    if naming.text.trim().is_empty() || index >= desk.draft.elements.len() {
        return;
    }
    let name = match finding(&naming, desk, row).and_then(|finding| finding.fix) {
        Some(Fix::RenameElement(_, free)) => free.to_string(),
        Some(_) | None => naming.text,
    };
    desk.draft.rename_element(index, &name);
}

/// Whichever name is being written is done.
pub fn close_any(naming: &mut Option<Naming>, desk: &mut Desk, row: &Row) {
    if let Some(index) = naming.as_ref().map(|naming| naming.index) {
        close(naming, desk, row, index);
    }
}

fn written(naming: &Option<Naming>, index: usize) -> Option<&Naming> {
    naming.as_ref().filter(|naming| naming.index == index)
}

fn finding(naming: &Naming, desk: &Desk, row: &Row) -> Option<Finding> {
    preflight::judge_name(&desk.draft, row, naming.index, &naming.text)
}
