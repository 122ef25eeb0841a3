//! The list that `@` opens at the caret: elements, reference pictures, and a new element at the end.

mod list;

use std::ops::Range;

use egui::{EventFilter, Id, InputState, Key, LayerId, PopupKind, SurrenderFocusOn, Ui};

use super::caret::Caret;
use super::{Prompt, editor};
use crate::model::{Draft, Element, Row, TextOf, mention};
use crate::ui::action::Outbox;
use crate::ui::composing;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::widgets::Written;
use list::List;

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Offer {
    Element(usize),
    Reference(usize),
    /// An element that is not there yet, under what was typed or under the first free name.
    New(Option<String>),
}

/// The list while it is open.
#[derive(Debug, Default)]
pub struct Completion {
    open: Option<Open>,
    /// Escape was pressed at this `@`: nothing opens there until another one is typed.
    dismissed: Option<(TextOf, usize)>,
    /// The name of the mention that the list is open for.
    writing: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Open {
    of: TextOf,
    /// Where its `@` stands, in bytes.
    at: usize,
    /// `None` while only a new element is offered: Enter is a new line then, as ever.
    chosen: Option<usize>,
}

/// What the list heard before its text box could.
#[derive(Debug, Default)]
pub struct Keys {
    steps: isize,
    accepts: bool,
    dismisses: bool,
}

impl Completion {
    pub fn is_open(&self, of: TextOf) -> bool {
        self.open.is_some_and(|open| open.of == of)
    }

    /// The name that is just being written in a mention.
    pub fn writing(&self) -> Option<&str> {
        self.open.and(self.writing.as_deref())
    }

    /// Takes the list's keys out of the input; without a list it takes none.
    pub fn hear(&self, ui: &Ui, of: TextOf) -> Keys {
        let Some(open) = self.open.filter(|open| open.of == of) else {
            return Keys::default();
        };
        ui.input_mut(|input| {
            let steps = pressed(input, Key::ArrowDown) - pressed(input, Key::ArrowUp);
            // An arrow and Enter in one frame: a line is chosen by then.
            let has_choice = open.chosen.is_some() || steps != 0;
            let is_entered = has_choice && pressed(input, Key::Enter) > 0;
            let is_tabbed = pressed(input, Key::Tab) > 0;
            let dismisses = pressed(input, Key::Escape) > 0 || (is_tabbed && !has_choice);
            Keys { steps, accepts: is_entered || (is_tabbed && has_choice), dismisses }
        })
    }

    /// A press on the list must not take the keyboard from the text box. Runs `show` with that promise.
    pub fn shield<T>(&self, ui: &mut Ui, of: TextOf, show: impl FnOnce(&mut Ui) -> T) -> T {
        let layer = LayerId::new(PopupKind::Popup.order(), popup_id(of));
        let pointer = ui.ctx().pointer_interact_pos();
        let is_on_list = self.is_open(of) && pointer.and_then(|at| ui.ctx().layer_id_at(at)) == Some(layer);
        let surrender = ui.ctx().options(|options| options.input_options.surrender_focus_on);
        if is_on_list {
            ui.ctx().options_mut(|options| options.input_options.surrender_focus_on = SurrenderFocusOn::Never);
        }
        let shown = show(ui);
        ui.ctx().options_mut(|options| options.input_options.surrender_focus_on = surrender);
        shown
    }

    /// Opens where a mention is begun by typing, stays while it is written, closes where it ends.
    fn follow(&mut self, of: TextOf, begun: Option<(usize, &str)>, is_typed: bool, keys: &Keys) {
        let Some((at, name)) = begun else {
            self.dismissed = None;
            self.close(of);
            return;
        };
        if keys.dismisses {
            self.dismissed = Some((of, at));
        }
        if is_typed && name.is_empty() {
            self.dismissed = None;
        }
        let was_open = self.open.is_some_and(|open| open.of == of && open.at == at);
        if self.dismissed == Some((of, at)) {
            self.close(of);
        } else if is_typed && !was_open {
            self.open = Some(Open { of, at, chosen: None });
        } else if !was_open {
            self.close(of);
        }
    }

    fn close(&mut self, of: TextOf) {
        self.open.take_if(|open| open.of == of);
    }
}

impl Open {
    /// Follows the list as typing narrows it, and the arrows.
    fn choose(&mut self, offers: &[Offer], keys: &Keys, is_typed: bool) {
        let is_new = |index: usize| matches!(offers[index], Offer::New(_));
        if is_typed || self.chosen.is_none_or(|chosen| chosen >= offers.len()) {
            self.chosen = (!is_new(0)).then_some(0);
        }
        let len = offers.len().cast_signed();
        if keys.steps != 0 {
            let from = self.chosen.map_or(if keys.steps > 0 { -1 } else { 0 }, usize::cast_signed);
            self.chosen = Some((from + keys.steps).rem_euclid(len).cast_unsigned());
        }
    }
}

/// Presses of a key that nothing is held with.
fn pressed(input: &mut InputState, key: Key) -> isize {
    let mut count = 0;
    input.events.retain(|event| {
        let is_it = matches!(event, egui::Event::Key { key: pressed, pressed: true, modifiers, .. }
            if *pressed == key && modifiers.is_none());
        count += isize::from(is_it);
        !is_it
    });
    count
}

/// What fits the letters and can stand behind an `@`: names that begin with them before names that hold them.
fn offers(name: &str, draft: &Draft, row: &Row) -> Vec<Offer> {
    let wanted = name.to_lowercase();
    let references = draft.references.iter().enumerate().filter(|_| row.caps.max_references > 0);
    let named = draft.elements.iter().enumerate().map(|(i, element)| (Offer::Element(i), element.name.to_lowercase()));
    let named = named.chain(references.map(|(i, _)| (Offer::Reference(i), format!("image{}", i + 1))));
    let mut found: Vec<(bool, Offer)> = named
        .filter(|(_, name)| mention::is_valid_name(name) && name.contains(&wanted))
        .map(|(offer, name)| (!name.starts_with(&wanted), offer))
        .collect();
    found.sort_by_key(|(is_inside, _)| *is_inside);
    let mut offers: Vec<Offer> = found.into_iter().map(|(_, offer)| offer).collect();
    let is_there = mention::meaning(name, draft) != mention::Meaning::Nothing;
    if !is_there && !mention::is_reserved(name) && row.caps.elements.has_room(draft) {
        offers.push(Offer::New((!name.is_empty()).then(|| name.to_owned())));
    }
    offers
}

/// The whole name is written and no other begins so: there is nothing left to choose.
fn is_said(name: &str, offers: &[Offer], draft: &Draft) -> bool {
    matches!(offers, [one] if name_of(one, draft) == name && !matches!(one, Offer::New(_)))
}

fn name_of(offer: &Offer, draft: &Draft) -> String {
    match offer {
        Offer::Element(index) => draft.elements.get(*index).map(|element| element.name.to_string()).unwrap_or_default(),
        Offer::Reference(index) => format!("image{}", index + 1),
        Offer::New(Some(name)) => name.clone(),
        Offer::New(None) => Element::free_name(&draft.elements),
    }
}

/// A text box that was drawn just now.
pub struct Under<'a> {
    pub of: TextOf,
    pub row: &'a Row,
    pub written: &'a Written,
    pub keys: Keys,
}

/// Draws the list of a text box, and does what was chosen.
pub fn completion_ui(
    ui: &Ui,
    cx: &UiContext<'_>,
    state: &mut Prompt,
    desk: &mut Desk,
    under: &Under<'_>,
    out: &mut Outbox,
) {
    let Under { of, row, written, ref keys } = *under;
    let text = desk.draft.text(of).map(ToString::to_string).unwrap_or_default();
    let begun = begun(ui, &text, written);
    let is_typed = written.response.changed() && is_written(ui);
    let found = begun.as_ref().map(|mention| (mention.range.start, mention.name));
    state.completion.follow(of, found, is_typed, keys);
    let (Some(open), Some(mention), Some(caret)) = (&mut state.completion.open, begun, written.caret) else {
        return;
    };
    if open.of != of {
        return;
    }
    let offers = offers(mention.name, &desk.draft, row);
    if offers.is_empty() || is_said(mention.name, &offers, &desk.draft) {
        state.completion.close(of);
        return;
    }
    open.choose(&offers, keys, is_typed);
    state.completion.writing = Some(text[mention.range.start + 1..mention.range.end].to_owned());
    let accepted = open.chosen.filter(|_| keys.accepts);
    let list = List { draft: &desk.draft, offers: &offers, keys };
    let clicked = list::list_ui(ui, cx, &list, open, caret, out);
    if let Some(offer) = accepted.or(clicked).and_then(|index| offers.get(index)) {
        state.completion.close(of);
        take(state, desk, of, &text, mention.range, offer);
    } else {
        // Tab and Escape are heard before the box is drawn again.
        let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(editor::id_of(of), filter));
    }
}

/// The mention at a caret that selects nothing.
fn begun<'a>(ui: &Ui, text: &'a str, written: &Written) -> Option<mention::Mention<'a>> {
    if composing::is_under_way(ui.ctx()) || !written.response.has_focus() {
        return None;
    }
    let at = written.cursor?.single()?.index.0;
    let bytes = text.char_indices().map(|(byte, _)| byte).nth(at).unwrap_or(text.len());
    mention::begun(text, bytes)
}

/// Letters came in this frame, by key or by an input method.
fn is_written(ui: &Ui) -> bool {
    ui.input(|input| {
        let is_text =
            |event: &egui::Event| matches!(event, egui::Event::Text(_) | egui::Event::Ime(egui::ImeEvent::Commit(_)));
        input.events.iter().any(is_text)
    })
}

/// Writes the mention and makes the element where it is new: one step.
fn take(state: &mut Prompt, desk: &mut Desk, of: TextOf, text: &str, range: Range<usize>, offer: &Offer) {
    let name = name_of(offer, &desk.draft);
    if let Offer::New(typed) = offer {
        desk.draft.elements.push(Element::named(&name));
        if typed.is_none() {
            state.made = Some(desk.draft.elements.len() - 1);
        }
    }
    let (head, tail) = (&text[..range.start], &text[range.end..]);
    let gap = gap(head, tail);
    let caret = head.chars().count() + 1 + name.chars().count() + gap.len();
    desk.draft.set_text(of, format!("{head}@{name}{gap}{tail}"));
    state.carets.put(Caret { of, from: caret, to: caret });
}

/// A space behind the mention where one writes on in a language that has spaces.
fn gap(head: &str, tail: &str) -> &'static str {
    let is_spaced = head.chars().next_back().is_none_or(|c| c.is_ascii() || c.is_whitespace());
    if tail.is_empty() && is_spaced { " " } else { "" }
}

fn popup_id(of: TextOf) -> Id {
    editor::id_of(of).with("mentions")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(names: &[&str]) -> Draft {
        let elements = names.iter().map(|name| Element::named(name)).collect();
        Draft { elements, ..Draft::new(crate::vendors::DEFAULT_OFFERING) }
    }

    fn row() -> &'static Row {
        crate::vendors::row(crate::vendors::DEFAULT_OFFERING).unwrap()
    }

    fn names(typed: &str, draft: &Draft) -> Vec<String> {
        let is_new = |offer: &Offer| if matches!(offer, Offer::New(_)) { "+" } else { "" };
        offers(typed, draft, row()).iter().map(|offer| is_new(offer).to_owned() + &name_of(offer, draft)).collect()
    }

    #[test]
    fn names_that_begin_with_the_letters_come_first_and_a_new_one_last() {
        let draft = draft(&["red_hat", "Hat"]);
        assert_eq!(names("ha", &draft), ["Hat", "red_hat", "+ha"]);
        assert_eq!(names("", &draft), ["red_hat", "Hat", "+subject1"]);
        assert_eq!(names("Hat", &draft), ["Hat", "red_hat"]);
    }

    #[test]
    fn a_name_that_no_mention_can_be_is_not_offered() {
        assert_eq!(names("", &draft(&["雪狐", "fox"])), ["fox", "+subject1"]);
    }

    #[test]
    fn no_new_element_where_there_is_no_room_or_the_name_is_kept_for_pictures() {
        let full: Vec<String> = (0..row().caps.elements.max).map(|n| format!("fox{n}")).collect();
        let full: Vec<&str> = full.iter().map(String::as_str).collect();
        assert!(names("", &draft(&full)).iter().all(|name| !name.starts_with('+')));
        assert_eq!(names("image7", &draft(&[])), Vec::<String>::new());
    }

    #[test]
    fn the_list_opens_by_typing_only_and_escape_closes_it_until_the_next_at_sign() {
        let (of, mut list) = (TextOf::Prompt, Completion::default());
        let esc = Keys { dismisses: true, ..Keys::default() };
        list.follow(of, Some((2, "fo")), false, &Keys::default());
        assert!(!list.is_open(of), "the caret only went there");
        list.follow(of, Some((2, "")), true, &Keys::default());
        assert!(list.is_open(of));
        list.follow(of, Some((2, "")), false, &esc);
        list.follow(of, Some((2, "f")), true, &Keys::default());
        assert!(!list.is_open(of));
        list.follow(of, Some((9, "")), true, &Keys::default());
        assert!(list.is_open(of));
        list.follow(of, None, true, &Keys::default());
        assert!(!list.is_open(of));
    }

    #[test]
    fn enter_takes_a_new_element_only_when_an_arrow_chose_it() {
        let mut open = Open { of: TextOf::Prompt, at: 0, chosen: None };
        let offers = [Offer::New(None)];
        open.choose(&offers, &Keys::default(), true);
        assert_eq!(open.chosen, None);
        open.choose(&offers, &Keys { steps: 1, ..Keys::default() }, false);
        assert_eq!(open.chosen, Some(0));
        let offers = [Offer::Element(0), Offer::Element(1), Offer::New(None)];
        open.choose(&offers, &Keys { steps: -1, ..Keys::default() }, true);
        assert_eq!(open.chosen, Some(2));
    }

    #[test]
    fn a_space_follows_where_the_language_has_spaces() {
        assert_eq!((gap("a ", ""), gap("", ""), gap("雪里", ""), gap("a ", ", runs")), (" ", " ", "", ""));
    }
}
