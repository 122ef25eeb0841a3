//! Seconds written into a block: the same as dragging its border.

use egui::{Key, Rect, TextEdit, Ui, Vec2};

use super::{Frame, Span, Timeline};
use crate::model::{Secs, Shot, ShotId};
use crate::ui::fonts;
use crate::ui::theme::{self, color, lane, size};

/// A number that is being written.
pub struct Typed {
    shot: ShotId,
    text: String,
    /// It has just been opened: it takes the keyboard.
    is_new: bool,
    /// The first figure has been typed already: the caret goes behind it.
    is_begun: bool,
}

impl Typed {
    pub fn of(shot: &Shot) -> Self {
        Self { shot: shot.id(), text: shot.secs().to_string(), is_new: true, is_begun: false }
    }

    pub fn from_key(shot: &Shot, figure: String) -> Self {
        Self { shot: shot.id(), text: figure, is_new: true, is_begun: true }
    }
}

pub fn typed_ui(ui: &mut Ui, state: &mut Timeline, now: &mut Frame<'_>, span: &Span<'_>, seconds: Rect) {
    let Some(typed) = state.typed.as_mut().filter(|typed| typed.shot == span.shot.id()) else {
        return;
    };
    let name = now.cx.words.with("timeline-seconds-of", &[("shot", (span.index + 1).into())]);
    let size = Vec2::new(lane::SECONDS_FIELD, size::CONTROL_SMALL);
    let rect = Rect::from_min_size(egui::pos2(seconds.right() - size.x + 3.0, seconds.center().y - size.y / 2.0), size);
    match number_ui(ui, rect, &name, &mut typed.text, &mut typed.is_new, typed.is_begun) {
        Answer::Writing => {}
        Answer::Dropped => state.typed = None,
        Answer::Given(secs) => {
            state.typed = None;
            let rules = now.cx.board_rules(now.row);
            now.desk.attempt(|board| board.set_secs(span.shot.id(), Secs(secs), &rules));
        }
    }
}

/// What became of a number.
pub enum Answer {
    Writing,
    Given(u64),
    /// Esc, or no number.
    Dropped,
}

/// A small field for whole seconds: Enter or leaving it gives the number, Esc drops it.
pub fn number_ui(ui: &mut Ui, rect: Rect, name: &str, text: &mut String, is_new: &mut bool, is_begun: bool) -> Answer {
    let edit = TextEdit::singleline(text)
        .font(theme::font(size::TEXT_SMALL, fonts::tabular()))
        .align(egui::Align2::RIGHT_CENTER)
        .margin(egui::Margin::symmetric(4, 2))
        .background_color(color::FIELD)
        .char_limit(4);
    let mut output = ui
        .scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| edit.desired_width(rect.width() - 8.0).show(ui))
        .inner;
    let response = output.response.response.clone().accessible_name(name);
    if std::mem::take(is_new) {
        response.request_focus();
        let all = text.chars().count();
        let from = if is_begun { all } else { 0 };
        let range = egui::text::CCursorRange::two(egui::text::CCursor::new(from), egui::text::CCursor::new(all));
        output.state.cursor.set_char_range(Some(range));
        output.state.store(ui.ctx(), response.id);
        return Answer::Writing;
    }
    if response.has_focus() && !response.lost_focus() {
        return Answer::Writing;
    }
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        return Answer::Dropped;
    }
    text.trim().parse().map_or(Answer::Dropped, Answer::Given)
}
