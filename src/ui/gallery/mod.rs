//! Every finished clip, newest first: posters in a grid that only knows the rows around the viewport.

mod cell;
mod selection;

use std::ops::Range;

use egui::{Align, Id, Layout, Pos2, Rect, ScrollArea, Ui, Vec2};

use super::action::{Outbox, Route};
use super::cards::CardDialogs;
use super::context::UiContext;
use super::icons;
use super::theme::{self, color, size};
use super::verb::Verb;
use super::widgets::{self, Button, Segment, Weight};
use crate::engine::Command;
use crate::engine::snapshot::{GalleryQuery, Phase, STRIP_TILES, TaskCard};
use crate::model::{Flag, TaskId, Trouble};
use cell::Cell;
use selection::Selection;

/// How many clips are compared at once.
pub const COMPARABLE: std::ops::RangeInclusive<usize> = 2..=4;

/// Rows asked for above and below what is seen.
const MARGIN_ROWS: usize = 2;

/// How many cards are asked for before the grid is known.
const FIRST_PAGE: usize = 60;

/// What the gallery remembers between frames.
#[derive(Default)]
pub struct Gallery {
    /// Ctrl+F was pressed: the search box takes the focus in the next frame.
    pub wants_search: bool,
    search: String,
    /// What is searched for changed: the list starts from its top.
    is_new_search: bool,
    /// Only clips that are flagged so.
    flag: Option<Flag>,
    asked: Option<GalleryQuery>,
    dialogs: CardDialogs,
    selection: Selection,
    /// The card that has the keyboard, as it was drawn last.
    focused: Option<TaskCard>,
    /// The card the keyboard looks through, and the tile of its filmstrip.
    scrubbed: Option<(TaskId, usize)>,
}

impl Gallery {
    /// A verb of reach `Gallery`, while the gallery is shown.
    pub fn perform(&mut self, verb: Verb, out: &mut Outbox) -> Result<(), Trouble> {
        match verb {
            Verb::Compare => return self.compare(out),
            Verb::PickClips => self.flag_as(Flag::Picked, out)?,
            Verb::RejectClips => self.flag_as(Flag::Rejected, out)?,
            Verb::ClearSelection => self.selection.clear(),
            Verb::LookEarlier => self.look(-1),
            Verb::LookLater => self.look(1),
            // Not a verb of the gallery.
            _ => {}
        }
        Ok(())
    }

    fn compare(&mut self, out: &mut Outbox) -> Result<(), Trouble> {
        let ids = self.selection.ids();
        if !COMPARABLE.contains(&ids.len()) {
            return Err(Trouble::new("compare-how-many").with("count", ids.len()));
        }
        out.tell(Command::Compare(ids));
        out.open(Route::Compare);
        Ok(())
    }

    /// Of what is selected, else of the card that has the keyboard. The same again takes it back.
    fn flag_as(&mut self, flag: Flag, out: &mut Outbox) -> Result<(), Trouble> {
        let focused = self.focused.iter().filter(|_| self.selection.is_empty());
        let cards: Vec<&TaskCard> = self.selection.cards().iter().chain(focused).collect();
        if cards.is_empty() {
            return Err(Trouble::new("flag-what"));
        }
        let to = if cards.iter().all(|card| card.flag == flag) { Flag::Unflagged } else { flag };
        out.tell(Command::Flag(cards.iter().map(|card| (card.task.id.clone(), to)).collect()));
        Ok(())
    }

    /// Looks through the card that has the keyboard, a tile later or earlier.
    fn look(&mut self, step: isize) {
        let Some(card) = self.focused.as_ref().filter(|card| card.clip.is_some() && !card.is_trashed) else { return };
        let id = &card.task.id;
        let now = self.scrubbed.as_ref().filter(|(scrubbed, _)| scrubbed == id).map_or(0, |(_, tile)| *tile);
        self.scrubbed = Some((id.clone(), now.saturating_add_signed(step).min(STRIP_TILES - 1)));
    }
}

pub fn gallery_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Gallery, out: &mut Outbox) {
    state.dialogs.poll(&ui.ctx().clone(), cx, out);
    state.selection.follow(cx);
    selection_ui(ui, cx, state, out);
    egui::Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
        header_ui(ui, cx, state);
        ui.add_space(size::GAP_S);
        filter_ui(ui, cx, state);
    });
    if let Phase::Closed(why) = &cx.snapshot.phase {
        widgets::empty_ui(ui, icons::ERROR, &cx.words.say(why), "");
        return;
    }
    let page = &cx.snapshot.gallery;
    // A page nobody asked for yet is no answer.
    let is_of_this = page.query.search == state.search && page.query.flag == state.flag;
    let is_answered = page.query.len > 0 && is_of_this;
    if page.total == 0 && is_answered {
        empty_ui(ui, cx, state, out);
        ask(state, 0, FIRST_PAGE, out);
    } else if page.query.len == 0 {
        ask(state, 0, FIRST_PAGE, out);
    } else {
        grid_ui(ui, cx, state, out);
    }
}

fn header_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Gallery) {
    let row = Vec2::new(ui.available_width(), size::CONTROL_LARGE);
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        ui.allocate_ui(Vec2::new(size::SEARCH, size::CONTROL), |ui| {
            let (name, hint) = (cx.say("gallery-search"), cx.say("gallery-search-hint"));
            let field = widgets::text_line_of(ui, Id::unique("gallery-search"), &mut state.search, name, hint);
            state.is_new_search |= field.changed();
            if std::mem::take(&mut state.wants_search) {
                field.request_focus();
            }
        });
        ui.label(theme::icon(icons::SEARCH, size::ICON).color(color::TEXT_FAINT));
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.label(theme::display(cx.say("gallery-title")));
            let total = cx.snapshot.gallery.total;
            if total > 0 {
                ui.label(theme::small(cx.words.with("gallery-count", &[("count", total.into())])));
            }
        });
    });
}

/// All of them, or those of one flag.
fn filter_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Gallery) {
    let segment = |value, label: &'static str, tip: &'static str| Segment {
        value,
        label: cx.say(label),
        tip: cx.say(tip),
        is_enabled: true,
    };
    let segments = [
        segment(None, "flag-all", "flag-all-tip"),
        segment(Some(Flag::Picked), "flag-picked", "flag-picked-tip"),
        segment(Some(Flag::Unflagged), "flag-unflagged", "flag-unflagged-tip"),
        segment(Some(Flag::Rejected), "flag-rejected", "flag-rejected-tip"),
    ];
    if let Some(flag) = widgets::segmented(ui, cx.say("flag-filter"), state.flag, &segments) {
        state.flag = flag;
        state.is_new_search = true;
    }
}

/// What can be done with what is selected, below the grid.
fn selection_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Gallery, out: &mut Outbox) {
    let count = state.selection.cards().len();
    if count == 0 {
        return;
    }
    egui::Panel::bottom("gallery-selection").frame(theme::panel(theme::transport_margin())).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(theme::body(cx.words.with("gallery-selected", &[("count", count.into())])));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                widgets::verb_icon(ui, cx.words, Verb::ClearSelection, true, out);
                widgets::verb_icon(ui, cx.words, Verb::RejectClips, true, out);
                widgets::verb_icon(ui, cx.words, Verb::PickClips, true, out);
                let may_compare = COMPARABLE.contains(&count);
                let tip = if may_compare { Verb::Compare.tip(cx.words) } else { cx.say("compare-few").to_owned() };
                let weight = if may_compare { Weight::Primary } else { Weight::Normal };
                let compare = Button::new(Verb::Compare.label(cx.words)).icon(Verb::Compare.icon()).tip(&tip);
                if compare.weight(weight).enabled(may_compare).show(ui).clicked() {
                    out.ask(Verb::Compare);
                }
            });
        });
    });
}

fn empty_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &Gallery, out: &mut Outbox) {
    ui.add_space(size::GAP_XL);
    if let (Some(_), true) = (state.flag, state.search.is_empty()) {
        widgets::empty_ui(ui, icons::FLAG, cx.say("flag-none"), cx.say("flag-none-hint"));
    } else if state.search.is_empty() {
        widgets::empty_ui(ui, icons::GALLERY, cx.say("gallery-empty"), cx.say("gallery-empty-hint"));
        ui.add_space(size::GAP_S);
        ui.vertical_centered(|ui| widgets::verb_button(ui, cx.words, Verb::Compose, true, out));
    } else {
        widgets::empty_ui(ui, icons::SEARCH, cx.say("gallery-none-found"), cx.say("gallery-none-found-hint"));
    }
}

fn grid_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Gallery, out: &mut Outbox) {
    let grid = Grid::new(ui, cx.snapshot.gallery.total);
    let mut scroll = ScrollArea::vertical().auto_shrink(false);
    if std::mem::take(&mut state.is_new_search) {
        scroll = scroll.vertical_scroll_offset(0.0);
    }
    scroll.show_viewport(ui, |ui, viewport| {
        ui.set_height(grid.row_of(grid.rows) as f32);
        let rows = grid.rows_in(viewport);
        state.focused = None;
        for index in rows.start * grid.columns..(rows.end * grid.columns).min(grid.total) {
            let rect = grid.place(index, viewport);
            match card_at(cx, index) {
                Some(card) => cell::cell_ui(ui, cx, &Cell { card, index, rect }, state, out),
                // Its page is on its way.
                None => {
                    ui.painter().rect_filled(rect, size::RADIUS_M, color::PANEL);
                }
            }
        }
        let (first, last) = (rows.start.saturating_sub(MARGIN_ROWS), (rows.end + MARGIN_ROWS).min(grid.rows));
        ask(state, first * grid.columns, (last - first).max(1) * grid.columns, out);
    });
    // What the keyboard left is its poster again.
    let has_keyboard = |id: &TaskId| state.focused.as_ref().is_some_and(|card| card.task.id == *id);
    if state.scrubbed.as_ref().is_some_and(|(id, _)| !has_keyboard(id)) {
        state.scrubbed = None;
    }
}

/// Where every card of the list stands. In `f64`: far down a long list `f32` has no half pixels left.
struct Grid {
    total: usize,
    columns: usize,
    rows: usize,
    cell: Vec2,
    /// The left top corner of what is seen.
    corner: Pos2,
}

impl Grid {
    fn new(ui: &Ui, total: usize) -> Self {
        let margin = theme::page_margin();
        let width = ui.available_width() - margin.leftf() - margin.rightf();
        let columns = (((width + size::GAP_M) / (size::CELL + size::GAP_M)).floor() as usize).max(1);
        let wide = ((width - size::GAP_M * (columns - 1) as f32) / columns as f32).max(1.0);
        let cell = Vec2::new(wide, wide * 9.0 / 16.0 + size::CELL_WORDS);
        let corner = ui.cursor().min + Vec2::new(margin.leftf(), 0.0);
        Self { total, columns, rows: total.div_ceil(columns), cell, corner }
    }

    /// How far down the list a row begins.
    fn row_of(&self, row: usize) -> f64 {
        row as f64 * f64::from(self.cell.y + size::GAP_M)
    }

    fn rows_in(&self, viewport: Rect) -> Range<usize> {
        let height = self.row_of(1);
        let first = (f64::from(viewport.min.y) / height).floor().max(0.0) as usize;
        let last = (f64::from(viewport.max.y) / height).ceil().max(0.0) as usize;
        first.min(self.rows)..last.min(self.rows)
    }

    fn place(&self, index: usize, viewport: Rect) -> Rect {
        let (row, column) = (index / self.columns, index % self.columns);
        let down = (self.row_of(row) - f64::from(viewport.min.y)) as f32;
        let across = column as f32 * (self.cell.x + size::GAP_M);
        Rect::from_min_size(self.corner + Vec2::new(across, down), self.cell)
    }
}

/// The card at a place of the whole list, where its page is here.
fn card_at<'a>(cx: &UiContext<'a>, index: usize) -> Option<&'a TaskCard> {
    let page = &cx.snapshot.gallery;
    page.cards.get(index.checked_sub(page.query.first)?)
}

fn ask(state: &mut Gallery, first: usize, len: usize, out: &mut Outbox) {
    let query = GalleryQuery { search: state.search.clone(), flag: state.flag, first, len };
    if state.asked.as_ref() != Some(&query) {
        state.asked = Some(query.clone());
        out.tell(Command::Browse(query));
    }
}
