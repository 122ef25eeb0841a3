//! One prompt being written: its inks, its caret, its count.

use egui::{Id, Ui};

use super::Prompt;
use super::caret;
use super::ink::Inks;
use crate::model::{Row, TextOf, mention};
use crate::ui::composing;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::widgets::{self, Area};

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

pub fn editor_ui(ui: &mut Ui, _cx: &UiContext<'_>, state: &mut Prompt, desk: &mut Desk, row: &Row, sheet: &Sheet<'_>) {
    let (of, id) = (sheet.of, id_of(sheet.of));
    if ui.memory(|memory| memory.has_focus(id)) {
        state.carets.hear(ui, of);
    }
    let mut reveals_caret = state.carets.fulfil(ui.ctx(), id, of, &mut desk.draft);
    let mut text = desk.draft.text(of).map(ToString::to_string).unwrap_or_default();
    let inked = state.inked.entry(of).or_default();
    // Undo, a fix or a new name wrote here.
    if let Some(seen) = inked.text().filter(|seen| *seen != text && !reveals_caret) {
        let at = caret::after_change(seen, &text);
        caret::select(ui.ctx(), id, (at, at));
        reveals_caret = true;
    }
    let used = mention::rendered_len(&text, &desk.draft, row.caps.mentions);
    let is_composing = composing::is_under_way(ui.ctx());
    let area = Area {
        id,
        name: sheet.name,
        hint: sheet.hint,
        height: sheet.height,
        count: Some((used, sheet.max)),
        keeps_keys: is_composing,
        reveals_caret,
    };
    let inks = Inks { draft: &desk.draft, row, max: sheet.max };
    let written = widgets::text_area(ui, &mut text, &area, &mut |ui, buffer, wrap_width| {
        inked.layout(ui, buffer.as_str(), wrap_width, inks)
    });
    if state.takes_caret.take_if(|taker| *taker == of).is_some() {
        written.response.request_focus();
    }
    if written.response.changed() {
        desk.draft.set_text(of, text);
        desk.is_typing();
    }
    // A word that is still being composed is no step of its own, however long one thinks over it.
    if is_composing && written.response.has_focus() {
        desk.is_typing();
    }
    if written.response.lost_focus() {
        desk.settle();
    }
}
