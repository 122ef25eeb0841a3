//! Every finished clip, newest first: posters in a grid that only knows the rows around the viewport.

use std::ops::Range;

use egui::{Align, Align2, Id, Layout, Pos2, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2};
use egui::{WidgetInfo, accesskit::Role, pos2};

use super::action::{Outbox, Route};
use super::cards::{self, CardDialogs};
use super::context::UiContext;
use super::icons;
use super::theme::{self, color, size};
use super::thumbs::Picture;
use super::verb::Verb;
use super::widgets::{self, Button};
use crate::engine::Command;
use crate::engine::snapshot::{GalleryQuery, Phase, TaskCard, ThumbKey};

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
    asked: Option<GalleryQuery>,
    dialogs: CardDialogs,
}

pub fn gallery_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Gallery, out: &mut Outbox) {
    state.dialogs.poll(&ui.ctx().clone(), cx, out);
    egui::Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| header_ui(ui, cx, state));
    if let Phase::Closed(why) = &cx.snapshot.phase {
        widgets::empty_ui(ui, icons::ERROR, &cx.words.say(why), "");
        return;
    }
    let page = &cx.snapshot.gallery;
    // A page nobody asked for yet is no answer.
    let is_answered = page.query.len > 0 && page.query.search == state.search;
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

fn empty_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &Gallery, out: &mut Outbox) {
    ui.add_space(size::GAP_XL);
    if state.search.is_empty() {
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
        for index in rows.start * grid.columns..(rows.end * grid.columns).min(grid.total) {
            let rect = grid.place(index, viewport);
            match card_at(cx, index) {
                Some(card) => cell_ui(ui, cx, card, rect, state, out),
                // Its page is on its way.
                None => {
                    ui.painter().rect_filled(rect, size::RADIUS_M, color::PANEL);
                }
            }
        }
        let (first, last) = (rows.start.saturating_sub(MARGIN_ROWS), (rows.end + MARGIN_ROWS).min(grid.rows));
        ask(state, first * grid.columns, (last - first).max(1) * grid.columns, out);
    });
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
    let query = GalleryQuery { search: state.search.clone(), first, len };
    if state.asked.as_ref() != Some(&query) {
        state.asked = Some(query.clone());
        out.tell(Command::Browse(query));
    }
}

fn cell_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, rect: Rect, state: &mut Gallery, out: &mut Outbox) {
    let heading = cards::heading(cx, &card.task);
    let may_watch = card.clip.is_some() && !card.is_trashed;
    let response = ui.interact(rect, Id::unique(("gallery", &card.task.id)), Sense::click());
    let name = cx.words.with("card-watch-of", &[("heading", heading.into())]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, may_watch, &name));
    let is_lit = response.hovered() || response.has_focus();
    let fill = if is_lit { color::RAISED_HOVER } else { color::RAISED };
    let line = Stroke::new(size::HAIRLINE, if is_lit { color::LINE_STRONG } else { color::LINE });
    ui.painter().rect(rect, size::RADIUS_M, fill, line, StrokeKind::Inside);

    let poster = Rect::from_min_size(rect.min, Vec2::new(rect.width(), rect.height() - size::CELL_WORDS)).shrink(1.0);
    poster_ui(ui, cx, card, poster, is_lit, out);
    words_ui(ui, cx, card, Rect::from_min_max(pos2(rect.left(), poster.bottom()), rect.max));
    widgets::focus_ring(ui, &response, size::RADIUS_M);
    if response.clicked() && may_watch {
        out.open(Route::Clip(card.task.id.clone()));
    }
    cards::context_menu_ui(&response, cx, card, &mut state.dialogs, out);
    let menu = Rect::from_min_size(
        pos2(rect.right() - size::CONTROL - size::GAP_XS, rect.bottom() - (size::CELL_WORDS + size::CONTROL) / 2.0),
        Vec2::splat(size::CONTROL),
    );
    let menu_name = cx.words.with("card-menu-of", &[("heading", heading.into())]);
    let mut corner = ui.new_child(egui::UiBuilder::new().id_salt(("menu", &card.task.id)).max_rect(menu));
    let button = Button::of_icon(icons::MORE, &menu_name).tip(cx.say("card-menu")).show(&mut corner);
    cards::menu_ui(&button, cx, card, &mut state.dialogs, out);
}

fn poster_ui(ui: &Ui, cx: &UiContext<'_>, card: &TaskCard, rect: Rect, is_lit: bool, out: &mut Outbox) {
    ui.painter().rect_filled(rect, size::RADIUS_M, color::STAGE);
    let clip = card.clip.as_ref().filter(|_| !card.is_trashed);
    let picture = clip.map(|clip| cx.picture(&ThumbKey::Poster(clip.sha256.clone()), out));
    let font = theme::icon_font(size::ICON_EMPTY);
    match picture {
        Some(Picture::Here(texture)) => theme::paint_fit(ui, texture, rect, size::RADIUS_M),
        Some(Picture::Coming | Picture::Absent) => {}
        Some(Picture::Broken) | None => {
            let glyph = if card.is_trashed { icons::DELETE } else { icons::MOVIE };
            ui.painter().text(rect.center(), Align2::CENTER_CENTER, glyph.codepoint, font.clone(), color::LINE_STRONG);
        }
    }
    if is_lit && clip.is_some() {
        let disc = size::ICON_EMPTY * 0.7;
        ui.painter().circle_filled(rect.center(), disc, color::SCRIM);
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, icons::PLAY.codepoint, font, color::TEXT);
    }
    if let Some(clip) = clip {
        chip(ui, rect.right_bottom() - Vec2::splat(6.0), &cards::duration_text((clip.facts.seconds * 1e3) as i64));
    }
}

/// A short text on a picture, its right bottom corner at `corner`.
fn chip(ui: &Ui, corner: egui::Pos2, text: &str) {
    let font = theme::font(size::TEXT_CAPTION, super::fonts::tabular());
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, color::TEXT);
    let room = galley.size() + Vec2::new(8.0, 4.0);
    let rect = Rect::from_min_size(corner - room, room);
    ui.painter().rect_filled(rect, size::RADIUS_S, color::SCRIM);
    ui.painter().galley(rect.min + Vec2::new(4.0, 2.0), galley, color::TEXT);
}

fn words_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, rect: Rect) {
    let inner = rect.shrink2(Vec2::new(10.0, 8.0));
    let room = Rect::from_min_max(inner.min, pos2(inner.right() - size::CONTROL, inner.bottom()));
    let mut words = ui.new_child(egui::UiBuilder::new().id_salt(("words", &card.task.id)).max_rect(room));
    words.spacing_mut().item_spacing.y = 2.0;
    words.spacing_mut().interact_size.y = 0.0;
    cards::heading_ui(&mut words, cx, &card.task);
    let second = match &card.clip {
        Some(_) if card.is_trashed => cx.say("gallery-trashed").to_owned(),
        Some(clip) => cards::facts_text(cx.words, clip),
        None => cx.words.state(card.task.state()).to_owned(),
    };
    let row = Vec2::new(words.available_width(), size::ICON);
    words.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        if card.task.is_practice {
            ui.label(theme::icon(icons::PRACTICE, size::ICON_SMALL).color(color::PRACTICE))
                .on_hover_text(cx.say("practice-why"));
        }
        cards::lineage_mark_ui(ui, cx, card);
        ui.add(egui::Label::new(theme::caption(second)).truncate().selectable(false));
    });
}
