//! What is written: the prompt of the whole video, or of the selected shot under a by-hand cut; and what is not
//! wanted in it.

mod caret;
mod completion;
mod editor;
mod ink;

use std::collections::HashMap;

use egui::{Align, Layout, Ui};

use super::remarks;
use crate::model::preflight::{Finding, Place};
use crate::model::{Arg, Cut, Row, Shot, TextOf};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::icons;
use crate::ui::theme::{self, size};
use crate::ui::verb::Verb;
use crate::ui::widgets::{Button, Weight};

pub use caret::{Carets, Recall};
use completion::Completion;
use editor::Sheet;
pub use editor::id_of;

/// What the editors remember.
pub struct Prompt {
    /// A draft or a shot is new: where nothing is written yet, the caret waits in its prompt.
    pub is_new: bool,
    /// The negative prompt was unfolded although it is empty.
    shows_negative: bool,
    /// The prompt that takes the caret when it is drawn.
    takes_caret: Option<TextOf>,
    /// Where the caret stands, and what others ask of it.
    pub carets: Carets,
    inked: HashMap<TextOf, ink::Inked>,
    completion: Completion,
    /// An element was made by its mention: its name is to be written.
    made: Option<usize>,
}

impl Default for Prompt {
    fn default() -> Self {
        Self {
            is_new: true,
            shows_negative: false,
            takes_caret: None,
            carets: Carets::default(),
            inked: HashMap::new(),
            completion: Completion::default(),
            made: None,
        }
    }
}

impl Prompt {
    /// The element that was made by mentioning it and has no name of its own yet.
    pub fn take_made(&mut self) -> Option<usize> {
        self.made.take()
    }

    /// Puts the caret to the words that findings speak of; their shot is selected.
    pub fn show_all(&mut self, findings: impl IntoIterator<Item = Finding>, desk: &mut Desk, row: &Row) {
        for finding in findings {
            if let Some(caret) = caret::of_finding(&finding, &desk.draft, row) {
                if let TextOf::Shot(shot) = caret.of {
                    desk.select(shot);
                }
                self.carets.put(caret);
            }
        }
    }

    /// Where nothing is written yet, the caret waits; else it goes to the end.
    fn wait_in(&mut self, ui: &Ui, of: TextOf, desk: &Desk) {
        let Some(text) = desk.draft.text(of).filter(|_| std::mem::take(&mut self.is_new)) else {
            return;
        };
        if text.is_empty() {
            self.takes_caret = Some(of);
        } else {
            // Not where it stood in another draft.
            let end = text.chars().count();
            caret::select(ui.ctx(), editor::id_of(of), (end, end));
        }
    }

    /// A caret stays among the prompts that are drawn: it goes along when another shot takes the place of the one
    /// that was being written in.
    fn follow(&mut self, ui: &Ui, drawn: &[TextOf]) {
        let had_keyboard = |of: TextOf| ui.memory(|memory| memory.has_focus(editor::id_of(of)));
        let is_gone = self.carets.last().filter(|last| !drawn.contains(last)).is_some_and(had_keyboard);
        self.carets.choose(drawn);
        if is_gone {
            self.takes_caret = self.carets.last();
        }
        self.inked.retain(|of, _| drawn.contains(of));
    }
}

pub fn prompt_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Prompt, desk: &mut Desk, row: &Row, out: &mut Outbox) {
    let takes_negative = row.caps.negative_prompt_max.is_some();
    let has_negative = !desk.draft.negative_prompt.is_empty();
    let shows_negative = has_negative || (takes_negative && state.shows_negative);
    let main = match desk.draft.cut {
        Cut::OneShot | Cut::ByVendor => Some(TextOf::Prompt),
        Cut::ByHand => desk.shot().map(|shot| TextOf::Shot(shot.id())),
    };
    let negative = shows_negative.then_some(TextOf::NegativePrompt);
    state.follow(ui, &main.into_iter().chain(negative).collect::<Vec<_>>());
    let room = ui.available_width();
    if !shows_negative {
        positive_ui(ui, cx, state, desk, row, takes_negative, out);
    } else if room >= size::PROMPT_AND_NEGATIVE {
        ui.horizontal_top(|ui| {
            let negative = ((room - size::GAP_S) * 0.36).floor();
            column_ui(ui, room - size::GAP_S - negative, |ui| positive_ui(ui, cx, state, desk, row, false, out));
            column_ui(ui, negative, |ui| negative_ui(ui, cx, state, desk, row, size::WELL_HEIGHT, out));
        });
    } else {
        positive_ui(ui, cx, state, desk, row, false, out);
        negative_ui(ui, cx, state, desk, row, size::NEGATIVE, out);
    }
}

fn column_ui(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.set_width(width);
        contents(ui);
    });
}

/// What is wanted, with a button that unfolds what is not.
fn positive_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Prompt,
    desk: &mut Desk,
    row: &Row,
    can_unfold: bool,
    out: &mut Outbox,
) {
    ui.horizontal(|ui| {
        ui.set_height(size::LABEL_ROW);
        header_ui(ui, cx, desk);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for verb in [Verb::Snippets, Verb::PromptHistory] {
                let tip = verb.tip(cx.words);
                let button = Button::of_icon(verb.icon(), verb.label(cx.words)).small().tip(&tip);
                if button.show(ui).clicked() {
                    out.ask(verb);
                }
            }
            if can_unfold {
                let unfold = Button::new(cx.say("negative-unfold")).icon(icons::ADD).weight(Weight::Quiet);
                state.shows_negative = unfold.small().show(ui).clicked();
                if state.shows_negative {
                    state.takes_caret = Some(TextOf::NegativePrompt);
                }
            }
        });
    });
    match desk.draft.cut {
        Cut::OneShot | Cut::ByVendor => whole_ui(ui, cx, state, desk, row, out),
        Cut::ByHand => shot_ui(ui, cx, state, desk, row, size::WELL_HEIGHT, out),
    }
}

fn header_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &Desk) {
    let shots = desk.draft.storyboard.shots();
    let index = desk.shot().and_then(|shot| desk.draft.storyboard.index_of(shot.id()));
    match (desk.draft.cut, index) {
        (Cut::ByHand, Some(index)) => {
            let args = [("shot", (index + 1).into()), ("count", shots.len().into())];
            ui.label(theme::label(cx.words.with("prompt-of-shot", &args)));
        }
        (Cut::ByHand, None) => {
            ui.label(theme::label(cx.say("prompt-shots")));
        }
        (Cut::OneShot | Cut::ByVendor, _) => {
            ui.label(theme::label(cx.say("prompt-title")));
        }
    }
}

fn whole_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Prompt, desk: &mut Desk, row: &Row, out: &mut Outbox) {
    let hint = if desk.draft.cut == Cut::ByVendor { "prompt-hint-by-vendor" } else { "prompt-hint" };
    state.wait_in(ui, TextOf::Prompt, desk);
    let sheet = Sheet {
        of: TextOf::Prompt,
        name: cx.say("prompt-title"),
        hint: cx.say(hint),
        height: size::WELL_HEIGHT,
        max: row.caps.prompt_max,
    };
    editor::editor_ui(ui, cx, state, desk, row, &sheet, out);
    remarks_ui(ui, cx, state, desk, row, Place::Prompt);
}

fn shot_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Prompt,
    desk: &mut Desk,
    row: &Row,
    height: f32,
    out: &mut Outbox,
) {
    let Some(id) = desk.shot().map(Shot::id) else {
        remarks::at_ui(ui, cx, desk, row, |place| place == Place::Shots);
        return;
    };
    let index = desk.draft.storyboard.index_of(id).unwrap_or_default();
    let name = cx.words.with("prompt-of-shot-name", &[("shot", (index + 1).into())]);
    state.wait_in(ui, TextOf::Shot(id), desk);
    let sheet = Sheet {
        of: TextOf::Shot(id),
        name: &name,
        hint: cx.say("prompt-hint-shot"),
        height,
        max: row.caps.shot_prompt_max,
    };
    editor::editor_ui(ui, cx, state, desk, row, &sheet, out);
    remarks_ui(ui, cx, state, desk, row, Place::ShotPrompt(index));
}

fn negative_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Prompt,
    desk: &mut Desk,
    row: &Row,
    height: f32,
    out: &mut Outbox,
) {
    ui.horizontal(|ui| {
        ui.set_height(size::LABEL_ROW);
        ui.label(theme::label(cx.say("negative-title")));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if Button::of_icon(icons::CLOSE, cx.say("negative-drop")).small().show(ui).clicked() {
                desk.draft.negative_prompt = "".into();
                state.shows_negative = false;
            }
        });
    });
    let sheet = Sheet {
        of: TextOf::NegativePrompt,
        name: cx.say("negative-title"),
        hint: cx.say("negative-hint"),
        height,
        max: row.caps.negative_prompt_max.unwrap_or_default(),
    };
    let before = desk.draft.negative_prompt.clone();
    editor::editor_ui(ui, cx, state, desk, row, &sheet, out);
    // It stays unfolded while one writes in it, even when nothing is left.
    state.shows_negative |= desk.draft.negative_prompt != before;
    remarks_ui(ui, cx, state, desk, row, Place::NegativePrompt);
}

/// What is to be said of one prompt. A mention that is just being written is not unknown yet.
fn remarks_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Prompt, desk: &mut Desk, row: &Row, place: Place) {
    let is_meant = |finding: &Finding| {
        let name = match finding.args.get("name") {
            Some(Arg::Text(name)) => Some(name.as_str()),
            Some(Arg::Number(_)) | None => None,
        };
        finding.place == place && (name.is_none() || name != state.completion.writing())
    };
    let shown = remarks::some_ui(ui, cx, desk, row, is_meant);
    state.show_all(shown, desk, row);
}
