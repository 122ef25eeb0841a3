//! Where somebody writes: the caret of the text box that has the keyboard, read and put back.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Context, Id};

/// The selected text of a box, in characters; the caret stands at `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    pub field: Id,
    pub from: usize,
    pub to: usize,
}

/// The caret of the text box that has the keyboard, if one has.
pub fn now(ctx: &Context) -> Option<Written> {
    let field = ctx.memory(|memory| memory.focused())?;
    let range = TextEditState::load(ctx, field)?.cursor.char_range()?;
    Some(Written { field, from: range.secondary.index.0, to: range.primary.index.0 })
}

/// Gives the keyboard to a text box, its caret where it stood.
pub fn put(ctx: &Context, caret: Written) {
    let mut state = TextEditState::load(ctx, caret.field).unwrap_or_default();
    let range = CCursorRange::two(CCursor::new(caret.from), CCursor::new(caret.to));
    state.cursor.set_char_range(Some(range));
    state.store(ctx, caret.field);
    ctx.memory_mut(|memory| memory.request_focus(caret.field));
}
