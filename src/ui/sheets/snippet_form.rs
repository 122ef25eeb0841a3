//! A phrase being written: its group, its name and its words.

use egui::{Id, Key, Modifiers, Ui};

use super::is_pressed;
use crate::model::snippet::{Group, Phrase, Snippet};
use crate::ui::carets::{self, Written};
use crate::ui::context::UiContext;
use crate::ui::theme::{self, size};
use crate::ui::widgets::{self, Segment, Weight};

pub struct Form {
    /// The phrase that is changed; a new one has no place yet.
    place: Option<usize>,
    group: Group,
    label: String,
    text: String,
    /// The caret goes to the name.
    is_new: bool,
}

impl Form {
    pub fn new() -> Self {
        Self { place: None, group: Group::Camera, label: String::new(), text: String::new(), is_new: true }
    }

    pub fn of(place: usize, group: Group, label: String, text: String) -> Self {
        Self { place: Some(place), group, label, text, is_new: true }
    }

    pub fn place(&self) -> Option<usize> {
        self.place
    }

    /// A phrase without a name is called by its first words.
    fn snippet(&self) -> Option<Snippet> {
        let text = self.text.trim();
        if text.is_empty() {
            return None;
        }
        let label = match self.label.trim() {
            "" => text.chars().take(24).collect(),
            label => label.to_owned(),
        };
        Some(Snippet { group: self.group, phrase: Phrase::Own { label: label.into(), text: text.into() } })
    }
}

/// `None` while it is being written; then the phrase, or nothing where it was given up.
pub fn form_ui(ui: &mut Ui, cx: &UiContext<'_>, form: &mut Form) -> Option<Option<Snippet>> {
    if is_pressed(ui, Modifiers::NONE, Key::Escape) {
        return Some(None);
    }
    ui.label(theme::strong(cx.say(if form.place.is_some() { "snippets-edit" } else { "snippets-new-title" })));
    ui.add_space(size::GAP_XS);
    ui.label(theme::label(cx.say("snippets-form-group")));
    let segments = Group::ALL.map(|value| Segment { value, label: cx.say(value.title()), tip: "", is_enabled: true });
    if let Some(group) = widgets::segmented(ui, cx.say("snippets-form-group"), form.group, &segments) {
        form.group = group;
    }
    ui.label(theme::label(cx.say("snippets-form-label")));
    let (name, hint) = (cx.say("snippets-form-label"), cx.say("snippets-form-label-hint"));
    let label = widgets::text_line_of(ui, Id::unique("snippet-label"), &mut form.label, name, hint);
    ui.label(theme::label(cx.say("snippets-form-text")));
    let (name, hint) = (cx.say("snippets-form-text"), cx.say("snippets-form-text-hint"));
    let text = widgets::text_line_of(ui, Id::unique("snippet-text"), &mut form.text, name, hint);
    if std::mem::take(&mut form.is_new) {
        // Each caret behind what stands there already, the keyboard with the name.
        for (field, words) in [(&text, &form.text), (&label, &form.label)] {
            let end = words.chars().count();
            carets::put(ui.ctx(), Written { field: field.id, from: end, to: end });
        }
    }
    let is_entered = (label.lost_focus() || text.lost_focus()) && ui.input(|input| input.key_pressed(Key::Enter));
    ui.add_space(size::GAP_S);
    let snippet = form.snippet();
    let shown = ui.horizontal(|ui| {
        let keep = widgets::button(ui, cx.say("snippets-keep"), Weight::Primary, snippet.is_some());
        let cancel = widgets::button(ui, cx.say("snippets-cancel"), Weight::Quiet, true);
        (keep.clicked(), cancel.clicked())
    });
    match shown.inner {
        (_, true) => Some(None),
        (true, false) => snippet.map(Some),
        (false, false) if is_entered => snippet.map(Some),
        (false, false) => None,
    }
}
