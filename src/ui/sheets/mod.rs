//! The sheets above a screen: a title, a search, and a list that is walked with the arrows while one goes on typing.

pub mod drafts;
mod prompts;
mod reel;
mod snippet_form;
mod snippets;

use std::sync::Arc;

use egui::{Align2, Context, Id, Key, Modal, Modifiers, Rect, Response, Sense, TextWrapMode, Ui, Vec2};
use egui::{WidgetInfo, WidgetText, accesskit::Role};

use super::context::UiContext;
use super::icons;
use super::theme::{self, color, size};
use super::widgets;

pub use drafts::{Drafts, drafts_ui};
pub use prompts::{Prompts, prompts_ui};
pub use reel::Reel;
pub use snippets::{Snippets, snippets_ui};

/// What came of a sheet in this frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Open,
    Closed,
    /// Words for the caret of the prompt.
    Insert(String),
    /// A phrase for it: it keeps its distance from its neighbours.
    InsertPhrase(String),
    /// Words in place of the whole prompt.
    Replace(String),
}

/// Draws a sheet; true when it was closed. Its top stays where it is, however long its list.
fn sheet(ctx: &Context, cx: &UiContext<'_>, id: &str, title: &str, contents: impl FnOnce(&mut Ui)) -> bool {
    let id = Id::unique(id);
    let mut is_closed = false;
    let area = Modal::default_area(id)
        .anchor(Align2::CENTER_TOP, Vec2::new(0.0, size::SHEET_TOP))
        .accessible_name(title.to_owned());
    let shown = Modal::new(id).area(area).frame(theme::floating()).backdrop_color(color::VEIL).show(ctx, |ui| {
        ui.set_width(size::SHEET.min(ui.ctx().content_rect().width() - 2.0 * size::GAP_XL));
        is_closed = title_ui(ui, cx, title);
        contents(ui);
    });
    is_closed || shown.should_close()
}

/// As high as a list may be: the sheet ends above the lower edge of the window.
fn list_height(ui: &Ui) -> f32 {
    (ui.ctx().content_rect().height() - size::SHEET_TOP - size::SHEET_AROUND).max(size::SHEET_LIST_MIN)
}

/// A title with a cross; true when that was clicked.
pub fn title_ui(ui: &mut Ui, cx: &UiContext<'_>, title: &str) -> bool {
    let mut is_closed = false;
    ui.horizontal(|ui| {
        ui.label(theme::title(title));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            is_closed = widgets::icon_button(ui, icons::CLOSE, cx.say("close")).clicked();
        });
    });
    ui.add_space(size::GAP_XS);
    is_closed
}

/// The search of a sheet. It has the keyboard unless something else took it; another search begins at its first line.
fn search_ui(ui: &mut Ui, cx: &UiContext<'_>, words: &str, search: &mut String, chosen: &mut usize) -> Response {
    let before = search.clone();
    let field = widgets::text_line_of(ui, Id::unique(words), search, cx.say(words), cx.say(words));
    if ui.memory(|memory| memory.focused().is_none()) {
        field.request_focus();
    }
    // Not `changed()`: a key that finds nothing to delete says so, too.
    if *search != before {
        *chosen = 0;
    }
    field
}

/// How far the arrows walk in this frame.
fn steps(ui: &Ui) -> isize {
    ui.input_mut(|input| {
        let down = input.count_and_consume_key(Modifiers::NONE, Key::ArrowDown);
        let up = input.count_and_consume_key(Modifiers::NONE, Key::ArrowUp);
        down.cast_signed() - up.cast_signed()
    })
}

fn walked(chosen: usize, steps: isize, count: usize) -> usize {
    chosen.saturating_add_signed(steps).min(count.saturating_sub(1))
}

fn is_pressed(ui: &Ui, modifiers: Modifiers, key: Key) -> bool {
    ui.input_mut(|input| input.consume_key(modifiers, key))
}

/// A line of a list, its ground drawn; what stands in it is the caller's.
fn row_ui(ui: &mut Ui, height: f32, name: &str, value: &str, is_chosen: bool) -> (Rect, Response) {
    let (rect, row) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::click());
    row.widget_info(|| WidgetInfo {
        current_text_value: Some(value.to_owned()),
        ..WidgetInfo::selected(Role::ListItem, true, is_chosen, name)
    });
    if is_chosen || row.hovered() {
        let fill = if is_chosen { color::ACCENT_SOFT } else { color::RAISED_HOVER };
        ui.painter().rect_filled(rect, size::RADIUS_M, fill);
    }
    widgets::focus_ring(ui, &row, size::RADIUS_M);
    (rect, row)
}

/// Words within a row, cut off where the room ends. The row has said them already: they are only painted.
fn words_ui(ui: &mut Ui, words: impl Into<WidgetText>, width: f32) {
    let words = words.into();
    let galley = words.into_galley(ui, Some(TextWrapMode::Truncate), width, egui::TextStyle::Body);
    paint_ui(ui, galley);
}

fn paint_ui(ui: &mut Ui, galley: Arc<egui::Galley>) {
    let (rect, _) = ui.allocate_exact_size(galley.size(), Sense::hover());
    ui.painter().galley(rect.min, galley, color::TEXT);
}

/// A hint at the foot of a sheet.
fn foot_ui(ui: &mut Ui, hint: &str) {
    ui.add_space(size::GAP_S);
    ui.add(egui::Label::new(theme::caption(hint).color(color::TEXT_FAINT)).truncate());
}
