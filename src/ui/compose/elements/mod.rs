//! Named subjects as chips; a click opens one: its name, what it is, its pictures. Reference pictures beside them.

pub mod cast;
mod chip;
mod naming;
mod picker;
mod sheet;

use egui::{Pos2, Rect, Ui, Vec2};

use super::views::is_of_picture;
use super::{Compose, references, remarks};
use crate::model::preflight::{ElementPart, Finding};
use crate::model::{Draft, Element, Row, Slot};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, color};
use crate::ui::widgets::{Arranging, Move};

/// Which element opens in the next frame, and where they all stand.
#[derive(Default)]
pub struct Editor {
    /// It opens, and this of it has the keyboard.
    opens: Option<(usize, Part)>,
    /// Whose card is open. Menus of its wells come and go above it, so it is none of the window's menus itself.
    open: Option<usize>,
    /// The name that is being written.
    naming: Option<naming::Naming>,
    /// What stands in the line for another video.
    video: String,
    /// Where pictures can fall, chips and the open editor.
    places: Vec<(usize, Rect)>,
    chips: Arranging,
    views: Arranging,
    picker: picker::Picker,
}

/// What of an element is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Name,
    Description,
    /// A picture; behind the last one, the place for another.
    Picture(usize),
    Video,
    /// Whatever one was at.
    Any,
}

impl Editor {
    /// Adds an element under the first free name and opens it.
    pub fn add(&mut self, draft: &mut Draft) {
        draft.elements.push(Element::named(&Element::free_name(&draft.elements)));
        self.open(draft.elements.len() - 1);
    }

    /// Opens one whose name is to be written.
    pub fn open(&mut self, index: usize) {
        self.opens = Some((index, Part::Name));
    }

    /// Opens the element that a finding speaks of, where it speaks of it.
    pub fn show(&mut self, finding: &Finding) {
        let Some((index, part)) = finding.place.element_part() else {
            return;
        };
        let part = match part {
            ElementPart::Name => Part::Name,
            ElementPart::Description => Part::Description,
            ElementPart::Image(number) => Part::Picture(number),
            ElementPart::Video(_) => Part::Video,
        };
        self.opens = Some((index, part));
    }

    /// The open card is put away.
    pub fn close(&mut self) {
        self.open = None;
    }

    /// The name that is being written is not to be taken.
    pub fn drop_name(&mut self) {
        self.naming = None;
    }

    /// Its card shows what has come.
    pub fn show_pictures(&mut self, index: usize) {
        self.opens = Some((index, Part::Any));
    }

    /// The element that pictures dropped here are for; the open editor lies above all chips.
    pub fn under(&self, at: Pos2) -> Option<usize> {
        self.places.iter().rev().find(|(_, rect)| rect.contains(at)).map(|(index, _)| *index)
    }
}

/// What is to be done to the list after it was drawn.
enum Change {
    Remove(usize),
    Move(Move),
}

pub fn elements_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compose, desk: &mut Desk, row: &Row, out: &mut Outbox) {
    let takes_elements = row.caps.elements.max > 0 || !desk.draft.elements.is_empty();
    let takes_references = row.caps.max_references > 0 || !desk.draft.references.is_empty();
    if !takes_elements && !takes_references {
        return;
    }
    state.elements.places.clear();
    state.elements.opens = desk.take_element().map(|index| (index, Part::Any)).or(state.elements.opens);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(6.0, 6.0);
        if takes_elements {
            chips_ui(ui, cx, state, desk, row, out);
        }
        if takes_references {
            references::references_ui(ui, cx, state, desk, row, out);
        }
    });
    // What is said of the pictures of an open card stands there.
    let open = state.elements.open;
    let is_on_card = |finding: &Finding| {
        is_of_picture(finding)
            && matches!(finding.place.picture(), Some(Slot::Element(index, _)) if Some(index) == open)
    };
    let is_here = |finding: &Finding| remarks::is_of_elements(finding.place) && !is_on_card(finding);
    if let Some(finding) = remarks::some_ui(ui, cx, desk, row, is_here) {
        state.elements.show(&finding);
    }
}

fn chips_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compose, desk: &mut Desk, row: &Row, out: &mut Outbox) {
    let (mut change, mut editor) = (None, None);
    ui.label(theme::label(cx.say("elements-title")));
    count_ui(ui, cx, desk, row);
    state.elements.open.take_if(|open| *open >= desk.draft.elements.len());
    state.elements.chips.begin();
    for index in 0..desk.draft.elements.len() {
        let (changed, open) = sheet::element_ui(ui, cx, state, desk, row, index, out);
        change = changed.or(change.take());
        editor = open.map(|rect| (index, rect)).or(editor.take());
    }
    change = state.elements.chips.end(ui).map(Change::Move).or(change.take());
    state.elements.places.extend(editor);
    desk.selection.element = editor.map(|(index, _)| index);
    picker::add_ui(ui, cx, &mut state.elements.picker, desk, row, out);
    match change {
        Some(Change::Remove(index)) if index < desk.draft.elements.len() => {
            desk.draft.elements.remove(index);
            state.elements.naming = None;
            state.elements.open = None;
        }
        Some(Change::Move(step)) => {
            naming::close_any(&mut state.elements.naming, desk, row);
            step.apply(&mut desk.draft.elements);
        }
        Some(Change::Remove(_)) | None => {}
    }
}

/// How many there are against how many are taken; on some offerings pictures count with them.
fn count_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &Desk, row: &Row) {
    let (rules, draft) = (&row.caps.elements, &desk.draft);
    let count = draft.elements.len();
    let shared = count + draft.references.len() + draft.frames.count();
    let args = [("count", count.into()), ("max", rules.max.into())];
    let (said, is_over) = match rules.shared_max {
        Some(limit) => {
            let shared_args = [("shared", shared.into()), ("limit", limit.into())];
            let together = cx.words.with("elements-count-shared", &shared_args);
            // Where all of them could be elements, one number says it.
            let said = if rules.max >= limit {
                together
            } else {
                format!("{} · {together}", cx.words.with("elements-count", &args))
            };
            (said, count > rules.max || shared > limit)
        }
        None => (cx.words.with("elements-count", &args), count > rules.max),
    };
    let ink = if is_over { color::ERROR } else { color::TEXT_FAINT };
    ui.label(theme::caption(said).color(ink)).on_hover_text(cx.say("elements-count-tip"));
}
