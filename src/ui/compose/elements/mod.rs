//! Named subjects as chips; a click opens one: its name, what it is, its pictures. Reference pictures beside them.

pub mod cast;
mod chip;
mod naming;
mod sheet;

use egui::{Pos2, Rect, Ui, Vec2};

use super::{Compose, references, remarks};
use crate::model::{Draft, Element, ImageRef, Row};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme;

/// Which element opens in the next frame, and where they all stand.
#[derive(Default)]
pub struct Editor {
    /// A new one: its name is to be written.
    opens: Option<usize>,
    /// One whose pictures just came: there may be more to come.
    reopens: Option<usize>,
    /// The name that is being written.
    naming: Option<naming::Naming>,
    /// Where pictures can fall, chips and the open editor.
    places: Vec<(usize, Rect)>,
}

impl Editor {
    /// Adds an element under the first free name and opens it.
    pub fn add(&mut self, draft: &mut Draft) {
        draft.elements.push(Element::named(&Element::free_name(&draft.elements)));
        self.open(draft.elements.len() - 1);
    }

    /// Opens one whose name is to be written.
    pub fn open(&mut self, index: usize) {
        self.opens = Some(index);
    }

    /// The name that is being written is not to be taken.
    pub fn drop_name(&mut self) {
        self.naming = None;
    }

    /// Pictures for an element; its editor shows them.
    pub fn add_pictures(&mut self, draft: &mut Draft, index: usize, images: impl Iterator<Item = ImageRef>) {
        if let Some(element) = draft.elements.get_mut(index) {
            element.images.extend(images);
            self.reopens = Some(index);
        }
    }

    /// The element that pictures dropped here are for; the open editor lies above all chips.
    pub fn under(&self, at: Pos2) -> Option<usize> {
        self.places.iter().rev().find(|(_, rect)| rect.contains(at)).map(|(index, _)| *index)
    }
}

/// What is to be done to the list after it was drawn.
enum Change {
    Remove(usize),
}

pub fn elements_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compose, desk: &mut Desk, row: &Row, out: &mut Outbox) {
    let takes_elements = row.caps.elements.max > 0 || !desk.draft.elements.is_empty();
    let takes_references = row.caps.max_references > 0 || !desk.draft.references.is_empty();
    if !takes_elements && !takes_references {
        return;
    }
    let mut change = None;
    let mut editor = None;
    state.elements.places.clear();
    state.elements.reopens = desk.take_element().or(state.elements.reopens);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(6.0, 6.0);
        if takes_elements {
            ui.label(theme::label(cx.say("elements-title")));
            for index in 0..desk.draft.elements.len() {
                let (changed, open) = sheet::element_ui(ui, cx, state, desk, row, index, out);
                change = changed.or(change.take());
                editor = open.map(|rect| (index, rect)).or(editor.take());
            }
            state.elements.places.extend(editor);
            desk.selection.element = editor.map(|(index, _)| index);
            cast::add_ui(ui, cx, desk, row, out);
        }
        if takes_references {
            references::references_ui(ui, cx, state, desk, row, out);
        }
    });
    match change {
        Some(Change::Remove(index)) if index < desk.draft.elements.len() => {
            desk.draft.elements.remove(index);
            state.elements.naming = None;
        }
        Some(Change::Remove(_)) | None => {}
    }
    remarks::at_ui(ui, cx, desk, row, remarks::is_of_elements);
}
