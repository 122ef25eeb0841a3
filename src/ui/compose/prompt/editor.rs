//! One prompt being written: its inks, its caret, its count.

use egui::{Id, TextBuffer, Ui};

use super::completion::{self, Under};
use super::ink::{Inked, Inks};
use super::{Prompt, caret};
use crate::model::{Row, TextOf, mention};
use crate::ui::action::Outbox;
use crate::ui::composing;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::widgets::{self, Area, Written};

/// What one of the prompts is.
pub struct Sheet<'a> {
    pub of: TextOf,
    pub name: &'a str,
    pub hint: &'a str,
    pub height: f32,
    /// How many characters of it are taken.
    pub max: usize,
}

/// The text box of a prompt; one keeps its caret while another is shown.
pub fn id_of(of: TextOf) -> Id {
    match of {
        TextOf::Prompt => Id::unique("prompt"),
        TextOf::NegativePrompt => Id::unique("negative-prompt"),
        TextOf::Shot(id) => Id::unique("shot-prompt").with(id),
    }
}

pub fn editor_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Prompt,
    desk: &mut Desk,
    row: &Row,
    sheet: &Sheet<'_>,
    out: &mut Outbox,
) {
    let of = sheet.of;
    let keys = state.completion.hear(ui, of);
    let written = text_ui(ui, state, desk, row, sheet);
    if state.takes_caret.take_if(|taker| *taker == of).is_some() {
        written.response.request_focus();
    }
    // A word that is still being composed is no step of its own, however long one thinks over it.
    if composing::is_under_way(ui.ctx()) && written.response.has_focus() {
        desk.is_typing();
    }
    if written.response.lost_focus() {
        desk.settle();
    }
    completion::completion_ui(ui, cx, state, desk, &Under { of, row, written: &written, keys }, out);
}

fn text_ui(ui: &mut Ui, state: &mut Prompt, desk: &mut Desk, row: &Row, sheet: &Sheet<'_>) -> Written {
    let (of, id) = (sheet.of, id_of(sheet.of));
    if ui.memory(|memory| memory.has_focus(id)) {
        state.carets.hear(ui, of);
    }
    let is_put = state.carets.fulfil(ui.ctx(), id, of, &mut desk.draft);
    let mut text = desk.draft.text(of).map(ToString::to_string).unwrap_or_default();
    let inked = state.inked.entry(of).or_default();
    let reveals_caret = is_put || follow_change(ui, inked, id, &text);
    let used = mention::rendered_len(&text, &desk.draft, row.caps.mentions);
    let area = Area {
        id,
        name: sheet.name,
        hint: sheet.hint,
        height: sheet.height,
        count: Some((used, sheet.max)),
        keeps_keys: composing::is_under_way(ui.ctx()) || state.completion.is_open(of),
        reveals_caret,
    };
    let inks = Inks { draft: &desk.draft, row, max: sheet.max };
    let mut layouter =
        |ui: &Ui, buffer: &dyn TextBuffer, wrap_width: f32| inked.layout(ui, buffer.as_str(), wrap_width, inks);
    let written = state.completion.shield(ui, of, |ui| widgets::text_area(ui, &mut text, &area, &mut layouter));
    inked.caret = caret::selection(ui.ctx(), id);
    if written.response.changed() {
        desk.draft.set_text(of, text);
        desk.is_typing();
    }
    written
}

/// Undo, a fix or a new name wrote here: the caret goes where that was, unless somebody has put it already.
fn follow_change(ui: &Ui, inked: &Inked, id: Id, text: &str) -> bool {
    let Some(seen) = inked.text().filter(|seen| *seen != text) else {
        return false;
    };
    if caret::selection(ui.ctx(), id) == inked.caret {
        let at = caret::after_change(seen, text);
        caret::select(ui.ctx(), id, (at, at));
    }
    true
}
