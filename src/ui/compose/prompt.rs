//! What is written: the prompt of the whole video, or of the selected shot under a by-hand cut; and what is not
//! wanted in it.

use egui::{Align, Layout, Ui};

use super::remarks;
use crate::model::preflight::Place;
use crate::model::{Cut, Row, mention};
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::icons;
use crate::ui::theme::{self, size};
use crate::ui::widgets::{self, Area, Button, Weight};

/// What the editors remember.
pub struct Prompt {
    /// A draft or a shot is new: where nothing is written yet, the caret waits in its prompt.
    pub is_new: bool,
    /// The negative prompt was unfolded although it is empty.
    shows_negative: bool,
}

impl Default for Prompt {
    fn default() -> Self {
        Self { is_new: true, shows_negative: false }
    }
}

pub fn prompt_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Prompt, desk: &mut Desk, row: &Row) {
    let takes_negative = row.caps.negative_prompt_max.is_some();
    let has_negative = !desk.draft.negative_prompt.is_empty();
    let shows_negative = has_negative || (takes_negative && state.shows_negative);
    let room = ui.available_width();
    if !shows_negative {
        positive_ui(ui, cx, state, desk, row, takes_negative);
    } else if room >= size::PROMPT_AND_NEGATIVE {
        ui.horizontal_top(|ui| {
            let negative = ((room - size::GAP_S) * 0.36).floor();
            column_ui(ui, room - size::GAP_S - negative, |ui| positive_ui(ui, cx, state, desk, row, false));
            column_ui(ui, negative, |ui| negative_ui(ui, cx, state, desk, row, size::WELL_HEIGHT));
        });
    } else {
        positive_ui(ui, cx, state, desk, row, false);
        negative_ui(ui, cx, state, desk, row, size::NEGATIVE);
    }
}

fn column_ui(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.set_width(width);
        contents(ui);
    });
}

/// What is wanted, with a button that unfolds what is not.
fn positive_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Prompt, desk: &mut Desk, row: &Row, can_unfold: bool) {
    ui.horizontal(|ui| {
        ui.set_height(size::LABEL_ROW);
        header_ui(ui, cx, desk);
        if can_unfold {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let unfold = Button::new(cx.say("negative-unfold")).icon(icons::ADD).weight(Weight::Quiet);
                state.shows_negative = unfold.small().show(ui).clicked();
            });
        }
    });
    match desk.draft.cut {
        Cut::OneShot | Cut::ByVendor => whole_ui(ui, cx, state, desk, row),
        Cut::ByHand => shot_ui(ui, cx, state, desk, row, size::WELL_HEIGHT),
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

fn whole_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Prompt, desk: &mut Desk, row: &Row) {
    let used = mention::rendered_len(&desk.draft.prompt, &desk.draft, row.caps.mentions);
    let hint = if desk.draft.cut == Cut::ByVendor { "prompt-hint-by-vendor" } else { "prompt-hint" };
    let mut text = desk.draft.prompt.to_string();
    let area = Area {
        id: egui::Id::unique("prompt"),
        name: cx.say("prompt-title"),
        hint: cx.say(hint),
        height: size::WELL_HEIGHT,
        count: Some((used, row.caps.prompt_max)),
    };
    let response = widgets::text_area(ui, &mut text, &area);
    if std::mem::take(&mut state.is_new) && text.is_empty() {
        response.request_focus();
    }
    if response.changed() {
        desk.draft.prompt = text.into();
        desk.is_typing();
    }
    if response.lost_focus() {
        desk.settle();
    }
    remarks::at_ui(ui, cx, desk, row, |place| place == Place::Prompt);
}

fn shot_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Prompt, desk: &mut Desk, row: &Row, height: f32) {
    let Some((id, prompt)) = desk.shot().map(|shot| (shot.id(), shot.prompt.clone())) else {
        remarks::at_ui(ui, cx, desk, row, |place| place == Place::Shots);
        return;
    };
    let index = desk.draft.storyboard.index_of(id).unwrap_or_default();
    let used = mention::rendered_len(&prompt, &desk.draft, row.caps.mentions);
    let name = cx.words.with("prompt-of-shot-name", &[("shot", (index + 1).into())]);
    let mut text = prompt.to_string();
    let area = Area {
        id: egui::Id::unique("shot-prompt").with(id),
        name: &name,
        hint: cx.say("prompt-hint-shot"),
        height,
        count: Some((used, row.caps.shot_prompt_max)),
    };
    let response = widgets::text_area(ui, &mut text, &area);
    if std::mem::take(&mut state.is_new) && text.is_empty() {
        response.request_focus();
    }
    if response.changed()
        && let Some(shot) = desk.draft.storyboard.shot_mut(id)
    {
        shot.prompt = text.into();
        desk.is_typing();
    }
    if response.lost_focus() {
        desk.settle();
    }
    remarks::at_ui(ui, cx, desk, row, |place| place == Place::ShotPrompt(index));
}

fn negative_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Prompt, desk: &mut Desk, row: &Row, height: f32) {
    let used = mention::rendered_len(&desk.draft.negative_prompt, &desk.draft, row.caps.mentions);
    let mut text = desk.draft.negative_prompt.to_string();
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
    let area = Area {
        id: egui::Id::unique("negative-prompt"),
        name: cx.say("negative-title"),
        hint: cx.say("negative-hint"),
        height,
        count: Some((used, row.caps.negative_prompt_max.unwrap_or_default())),
    };
    let response = widgets::text_area(ui, &mut text, &area);
    if response.changed() {
        // It stays unfolded while one writes in it, even when nothing is left.
        state.shows_negative = true;
        desk.draft.negative_prompt = text.into();
        desk.is_typing();
    }
    if response.lost_focus() {
        desk.settle();
    }
    remarks::at_ui(ui, cx, desk, row, |place| place == Place::NegativePrompt);
}
