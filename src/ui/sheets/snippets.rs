//! Phrases for camera, light and style: put in by Enter, changed, added, moved and deleted in the same list.

use std::sync::Arc;

use egui::{Context, Key, Modifiers, ScrollArea, Ui, Vec2};

use super::snippet_form::{Form, form_ui};
use super::{Outcome, foot_ui, is_pressed, list_height, row_ui, search_ui, sheet, steps, walked, words_ui};
use crate::engine::{Command, Settings};
use crate::model::snippet::{Group, Phrase, Snippet, shipped};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Button, Weight};

/// The sheet while it is open.
#[derive(Default)]
pub struct Snippets {
    search: String,
    chosen: usize,
    form: Option<Form>,
    /// The one deleted last, and where it stood.
    deleted: Option<(usize, Snippet)>,
    /// What was sent to be kept and is not in the settings yet.
    list: Option<Vec<Snippet>>,
}

/// What is to be done with a phrase, by its place in the whole list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Insert(usize),
    Edit(usize),
    Delete(usize),
    /// One place up or down within what is shown.
    Swap(usize, usize),
}

pub fn snippets_ui(ctx: &Context, cx: &UiContext<'_>, state: &mut Snippets, out: &mut Outbox) -> Outcome {
    let list = state.list.clone().unwrap_or_else(|| kept(cx));
    let mut outcome = Outcome::Open;
    let is_closed = sheet(ctx, cx, "snippets", cx.say("snippets-title"), |ui| {
        if let Some(form) = &mut state.form {
            match form_ui(ui, cx, form) {
                None => {}
                Some(None) => state.form = None,
                Some(Some(snippet)) => {
                    let list = written(list, form.place(), snippet);
                    state.form = None;
                    keep(cx, state, Some(list), out);
                }
            }
            return;
        }
        let found = found(cx, &list, &state.search);
        // Alt first: an arrow alone is also heard where Alt is held.
        let carried = carried(ui, &found, &mut state.chosen, &list);
        let steps = steps(ui);
        state.chosen = walked(state.chosen, steps, found.len());
        let has_search_focus = head_ui(ui, cx, state, out);
        let act = carried.or_else(|| keys(ui, &found, state, has_search_focus));
        let clicked = list_ui(ui, cx, state, &list, &found, steps != 0 || carried.is_some());
        if let Some(Act::Swap(_, there)) = clicked {
            state.chosen = found.iter().position(|place| *place == there).unwrap_or(state.chosen);
        }
        let act = clicked.or(act);
        if let Some(act) = act {
            outcome = perform(cx, state, list, act, out);
        }
        deleted_ui(ui, cx, state, out);
        foot_ui(ui, cx.say("snippets-hint"));
    });
    if is_closed { Outcome::Closed } else { outcome }
}

/// The phrases as they stand, shipped or a person's own.
fn kept(cx: &UiContext<'_>) -> Vec<Snippet> {
    let own = cx.snapshot.settings.snippets.as_ref();
    own.map_or_else(shipped, |snippets| snippets.to_vec())
}

/// Label and words of a phrase in the person's language; `None` for one that is shipped no more.
fn said(cx: &UiContext<'_>, snippet: &Snippet) -> Option<(String, String)> {
    match &snippet.phrase {
        Phrase::Own { label, text } => Some((label.to_string(), text.to_string())),
        Phrase::Shipped { shipped } => {
            let known = snippet.group.shipped().iter().find(|code| ***code == **shipped)?;
            let word = |id: String| cx.words.get(&id).to_owned();
            Some((word(format!("snippet-{known}")), word(format!("snippet-{known}-text"))))
        }
    }
}

/// The places of the phrases that hold every word of a search, in the order of the groups.
fn found(cx: &UiContext<'_>, list: &[Snippet], search: &str) -> Vec<usize> {
    let search = search.to_lowercase();
    let terms: Vec<&str> = search.split_whitespace().collect();
    let fits = |snippet: &Snippet| {
        said(cx, snippet).is_some_and(|(label, text)| {
            let group = cx.say(snippet.group.title());
            let words = format!("{group} {label} {text}").to_lowercase();
            terms.iter().all(|term| words.contains(term))
        })
    };
    let of = |group: Group| list.iter().enumerate().filter(move |(_, snippet)| snippet.group == group);
    Group::ALL.into_iter().flat_map(of).filter(|(_, snippet)| fits(snippet)).map(|(place, _)| place).collect()
}

/// Alt+↑ and Alt+↓ carry the chosen phrase past its neighbour of the same group.
fn carried(ui: &Ui, found: &[usize], chosen: &mut usize, list: &[Snippet]) -> Option<Act> {
    let down = is_pressed(ui, Modifiers::ALT, Key::ArrowDown);
    let up = is_pressed(ui, Modifiers::ALT, Key::ArrowUp);
    let step = isize::from(down) - isize::from(up);
    let next = chosen.checked_add_signed(step).filter(|_| step != 0)?;
    let (here, there) = (*found.get(*chosen)?, *found.get(next)?);
    let is_one_group = list[here].group == list[there].group;
    is_one_group.then(|| {
        *chosen = next;
        Act::Swap(here, there)
    })
}

fn head_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Snippets, out: &mut Outbox) -> bool {
    let shown = ui.horizontal(|ui| {
        if widgets::Button::new(cx.say("snippets-add")).icon(icons::ADD).show(ui).clicked() {
            state.form = Some(Form::new());
        }
        if cx.snapshot.settings.snippets.is_some()
            && Button::new(cx.say("snippets-restore")).weight(Weight::Quiet).show(ui).clicked()
        {
            let list = with_shipped(state.list.clone().unwrap_or_else(|| kept(cx)));
            keep(cx, state, list, out);
        }
        search_ui(ui, cx, "snippets-search", &mut state.search, &mut state.chosen).has_focus()
    });
    ui.add_space(size::GAP_XS);
    shown.inner
}

/// What is one's own, and all that is shipped; nothing to keep where only the shipped ones are left.
fn with_shipped(list: Vec<Snippet>) -> Option<Vec<Snippet>> {
    let own = list.into_iter().filter(|snippet| matches!(snippet.phrase, Phrase::Own { .. }));
    let own: Vec<Snippet> = own.collect();
    (!own.is_empty()).then(|| shipped().into_iter().chain(own).collect())
}

fn keys(ui: &Ui, found: &[usize], state: &Snippets, has_search_focus: bool) -> Option<Act> {
    let place = *found.get(state.chosen)?;
    let may_delete = !has_search_focus || state.search.is_empty();
    if is_pressed(ui, Modifiers::NONE, Key::F2) {
        Some(Act::Edit(place))
    } else if may_delete && is_pressed(ui, Modifiers::NONE, Key::Delete) {
        Some(Act::Delete(place))
    } else if has_search_focus && is_pressed(ui, Modifiers::NONE, Key::Enter) {
        Some(Act::Insert(place))
    } else {
        None
    }
}

fn list_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &Snippets,
    list: &[Snippet],
    found: &[usize],
    follows: bool,
) -> Option<Act> {
    if found.is_empty() {
        widgets::empty_ui(ui, icons::PHRASES, cx.say("snippets-none"), cx.say("snippets-none-hint"));
        return None;
    }
    let mut act = None;
    ScrollArea::vertical()
        .max_height(list_height(ui))
        .min_scrolled_height(list_height(ui))
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut group = None;
            for (index, place) in found.iter().enumerate() {
                let snippet = &list[*place];
                if group.replace(snippet.group) != Some(snippet.group) {
                    ui.add_space(if index == 0 { 0.0 } else { size::GAP_S });
                    ui.label(theme::label(cx.say(snippet.group.title())));
                }
                let is_chosen = index == state.chosen;
                let beside = |other: Option<&usize>| other.copied().filter(|other| list[*other].group == snippet.group);
                let line = Line {
                    snippet,
                    place: *place,
                    before: beside(index.checked_sub(1).and_then(|before| found.get(before))),
                    after: beside(found.get(index + 1)),
                    is_chosen,
                    follows,
                };
                act = line_ui(ui, cx, &line).or(act.take());
            }
        });
    act
}

/// A phrase as it stands in the list.
struct Line<'a> {
    snippet: &'a Snippet,
    place: usize,
    /// Its neighbours of the same group.
    before: Option<usize>,
    after: Option<usize>,
    is_chosen: bool,
    follows: bool,
}

fn line_ui(ui: &mut Ui, cx: &UiContext<'_>, line: &Line<'_>) -> Option<Act> {
    let Line { snippet, place, before, after, is_chosen, follows } = *line;
    let (label, text) = said(cx, snippet)?;
    let (rect, row) = row_ui(ui, size::PHRASE_ROW, &label, &text, is_chosen);
    if is_chosen && follows {
        row.scroll_to_me(None);
    }
    let mut act = row.clicked().then_some(Act::Insert(place));
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink2(Vec2::new(10.0, 0.0))));
    inside.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        if widgets::icon_button(ui, icons::DELETE, &format!("{}: {label}", cx.say("snippets-delete"))).clicked() {
            act = Some(Act::Delete(place));
        }
        if widgets::icon_button(ui, icons::EDIT, &format!("{}: {label}", cx.say("snippets-edit"))).clicked() {
            act = Some(Act::Edit(place));
        }
        let ways = [(icons::ARROW_DOWN, "snippets-later", after), (icons::ARROW_UP, "snippets-earlier", before)];
        for (icon, word, there) in ways {
            let name = format!("{}: {label}", cx.say(word));
            if Button::of_icon(icon, &name).enabled(there.is_some()).show(ui).clicked() {
                act = there.map(|there| Act::Swap(place, there));
            }
        }
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            let left = ui.cursor().left();
            words_ui(ui, theme::strong(&label), size::PHRASE_NAME - size::GAP_S);
            ui.add_space((left + size::PHRASE_NAME - ui.cursor().left()).max(0.0));
            let width = ui.available_width();
            words_ui(ui, theme::small(&text).color(color::TEXT_MUTED), width);
        });
    });
    act
}

fn deleted_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Snippets, out: &mut Outbox) {
    let Some((place, snippet)) = state.deleted.clone() else {
        return;
    };
    let label = said(cx, &snippet).unwrap_or_default().0;
    ui.add_space(size::GAP_XS);
    ui.horizontal(|ui| {
        ui.label(theme::small(cx.words.with("snippets-deleted", &[("label", label.into())])));
        let back = Button::new(cx.say("snippets-put-back")).icon(icons::UNDO).small();
        if back.show(ui).clicked() {
            let mut list = state.list.clone().unwrap_or_else(|| kept(cx));
            list.insert(place.min(list.len()), snippet);
            state.deleted = None;
            keep(cx, state, Some(list), out);
        }
    });
}

fn perform(cx: &UiContext<'_>, state: &mut Snippets, mut list: Vec<Snippet>, act: Act, out: &mut Outbox) -> Outcome {
    match act {
        Act::Insert(place) => {
            let text = said(cx, &list[place]).map(|(_, text)| text);
            return text.map_or(Outcome::Open, Outcome::InsertPhrase);
        }
        Act::Edit(place) => {
            let (label, text) = said(cx, &list[place]).unwrap_or_default();
            state.form = Some(Form::of(place, list[place].group, label, text));
        }
        Act::Delete(place) => {
            state.deleted = Some((place, list.remove(place)));
            keep(cx, state, Some(list), out);
        }
        Act::Swap(here, there) => {
            list.swap(here, there);
            keep(cx, state, Some(list), out);
        }
    }
    Outcome::Open
}

/// The list with a phrase in its place, or at the end of it.
fn written(mut list: Vec<Snippet>, place: Option<usize>, snippet: Snippet) -> Vec<Snippet> {
    match place.and_then(|place| list.get_mut(place)) {
        Some(old) => *old = snippet,
        None => list.push(snippet),
    }
    list
}

/// Sends the list to be kept; `None` is the shipped one.
fn keep(cx: &UiContext<'_>, state: &mut Snippets, list: Option<Vec<Snippet>>, out: &mut Outbox) {
    let snippets = list.as_deref().map(Arc::from);
    out.tell(Command::ChangeSettings(Box::new(Settings { snippets, ..(*cx.snapshot.settings).clone() })));
    state.list = Some(list.unwrap_or_else(shipped));
}
