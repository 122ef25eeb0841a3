//! A field for an amount of money: Enter or leaving it takes it, Esc drops it, and what is no amount stays with the reason.

use std::collections::HashMap;

use egui::{Id, Key, Label, Ui, Vec2};

use crate::model::price::{Money, Unit};
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets;

/// What is typed and not taken.
#[derive(Default)]
pub struct Typed {
    fields: HashMap<Id, Entry>,
}

struct Entry {
    text: String,
    /// It was to be taken and is no amount.
    refused: Option<Unit>,
}

/// A field as it stands.
pub struct Amount<'a> {
    pub id: Id,
    pub name: &'a str,
    pub hint: &'a str,
    /// What it holds while nobody types.
    pub now: Option<Money>,
    pub unit: Unit,
}

/// What was given; `Some(None)` where the field was emptied.
pub fn amount_ui(ui: &mut Ui, state: &mut Typed, field: &Amount<'_>) -> Option<Option<Money>> {
    let Amount { id, name, hint, now, unit } = *field;
    let shown = now.map(|money| money.to_string()).unwrap_or_default();
    let mut text = state.fields.get(&id).map_or_else(|| shown.clone(), |entry| entry.text.clone());
    let place = Vec2::new(size::AMOUNT, size::CONTROL);
    let response = ui.allocate_ui(place, |ui| widgets::text_line_of(ui, id, &mut text, name, hint)).inner;
    if response.changed() {
        state.fields.insert(id, Entry { text: text.clone(), refused: None });
    }
    let pressed = |key: Key| ui.input(|input| input.key_pressed(key));
    if response.lost_focus() && pressed(Key::Escape) {
        state.fields.remove(&id);
        return None;
    }
    let is_done = response.lost_focus() || (response.has_focus() && pressed(Key::Enter));
    if !is_done {
        return None;
    }
    if text.trim() == shown {
        state.fields.remove(&id);
        return None;
    }
    let given = if text.trim().is_empty() { Some(None) } else { Money::read(&text, unit).map(Some) };
    if given.is_some() {
        state.fields.remove(&id);
    } else {
        state.fields.insert(id, Entry { text, refused: Some(unit) });
    }
    given
}

/// Says under its line why what stands in one of these fields was not taken.
pub fn refused_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &Typed, ids: &[Id]) {
    let entries = ids.iter().filter_map(|id| state.fields.get(id));
    for (text, unit) in entries.filter_map(|entry| Some((&entry.text, entry.refused?))) {
        let word = match unit {
            Unit::Usd => "amount-no-dollars",
            Unit::Credits => "amount-no-credits",
        };
        let words = cx.words.with(word, &[("text", text.as_str().into())]);
        ui.add(Label::new(theme::small(words).color(color::ERROR)).wrap());
    }
}
