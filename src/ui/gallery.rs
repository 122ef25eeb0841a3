//! Every finished clip, newest first: posters in a grid that only knows the rows around the viewport.

use egui::{Align2, Id, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, accesskit::Role, pos2};

use super::action::{Outbox, Route};
use super::cards::{self, CardDialogs};
use super::context::UiContext;
use super::icons;
use super::theme::{self, color, size};
use super::thumbs::Picture;
use super::widgets;
use crate::engine::Command;
use crate::engine::snapshot::{GalleryQuery, TaskCard, ThumbKey};

/// Rows asked for above and below what is seen.
const MARGIN_ROWS: usize = 2;

/// What the gallery remembers between frames.
#[derive(Default)]
pub struct Gallery {
    /// Ctrl+F was pressed: the search box takes the focus in the next frame.
    pub wants_search: bool,
    search: String,
    asked: Option<GalleryQuery>,
    dialogs: CardDialogs,
}

pub fn gallery_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Gallery, out: &mut Outbox) {
    state.dialogs.poll(&ui.ctx().clone(), cx, out);
    egui::Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
        header_ui(ui, cx, state);
        let page = &cx.snapshot.gallery;
        let is_answered = page.query.search == state.search;
        if page.total == 0 && is_answered {
            empty_ui(ui, cx, state);
            ask(state, 0, 60, out);
            return;
        }
        grid_ui(ui, cx, state, out);
    });
}

fn header_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Gallery) {
    ui.horizontal(|ui| {
        ui.label(theme::display(cx.say("gallery-title")));
        let count = cx.words.with("gallery-count", &[("count", cx.snapshot.gallery.total.into())]);
        ui.label(theme::small(count));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.allocate_ui(Vec2::new(size::SEARCH, size::CONTROL), |ui| {
                let hint = cx.say("gallery-search-hint");
                let field = widgets::text_line(ui, &mut state.search, cx.say("gallery-search"), hint);
                if std::mem::take(&mut state.wants_search) {
                    field.request_focus();
                }
            });
            ui.label(theme::icon(icons::SEARCH, size::ICON).color(color::TEXT_FAINT));
        });
    });
    ui.add_space(size::GAP_M);
}

fn empty_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &Gallery) {
    ui.add_space(size::GAP_XL);
    if state.search.is_empty() {
        widgets::empty_ui(ui, icons::GALLERY, cx.say("gallery-empty"), cx.say("gallery-empty-hint"));
    } else {
        widgets::empty_ui(ui, icons::SEARCH, cx.say("gallery-none-found"), cx.say("gallery-none-found-hint"));
    }
}

fn grid_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Gallery, out: &mut Outbox) {
    let page = &cx.snapshot.gallery;
    let width = ui.available_width() - size::GAP_S;
    let columns = (((width + size::GAP_M) / (size::CELL + size::GAP_M)).floor() as usize).max(1);
    let cell_width = (width - size::GAP_M * (columns - 1) as f32) / columns as f32;
    let cell = Vec2::new(cell_width, cell_width * 9.0 / 16.0 + size::CELL_WORDS);
    let row_height = cell.y + size::GAP_M;
    let rows = page.total.div_ceil(columns);
    ScrollArea::vertical().auto_shrink(false).show_viewport(ui, |ui, viewport| {
        ui.set_height(rows as f32 * row_height);
        let first_row = (viewport.min.y / row_height).floor().max(0.0) as usize;
        let last_row = ((viewport.max.y / row_height).ceil().max(0.0) as usize).min(rows);
        let origin = ui.max_rect().min;
        for row in first_row..last_row {
            for column in 0..columns {
                let Some(card) = card_at(cx, row * columns + column) else {
                    continue;
                };
                let corner = Vec2::new(column as f32 * (cell.x + size::GAP_M), row as f32 * row_height);
                cell_ui(ui, cx, card, Rect::from_min_size(origin + corner, cell), state, out);
            }
        }
        let first = first_row.saturating_sub(MARGIN_ROWS) * columns;
        let len = (last_row + MARGIN_ROWS).saturating_sub(first_row.saturating_sub(MARGIN_ROWS)) * columns;
        ask(state, first, len, out);
    });
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
    let response = ui.interact(rect, Id::unique(("gallery", &card.task.id)), Sense::click());
    let name = cx.words.with("card-watch-of", &[("heading", heading.into())]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let is_lit = response.hovered() || response.has_focus();
    let fill = if is_lit { color::RAISED_HOVER } else { color::RAISED };
    let line = Stroke::new(size::HAIRLINE, if is_lit { color::LINE_STRONG } else { color::LINE });
    ui.painter().rect(rect, size::RADIUS_M, fill, line, StrokeKind::Inside);

    let poster = Rect::from_min_size(rect.min, Vec2::new(rect.width(), rect.height() - size::CELL_WORDS)).shrink(1.0);
    poster_ui(ui, cx, card, poster, is_lit, out);
    words_ui(ui, cx, card, Rect::from_min_max(pos2(rect.left(), poster.bottom()), rect.max));
    widgets::focus_ring(ui, &response, size::RADIUS_M);
    if response.clicked() && card.clip.is_some() && !card.is_trashed {
        out.open(Route::Clip(card.task.id.clone()));
    }
    cards::context_menu_ui(&response, cx, card, &mut state.dialogs, out);
    let menu = Rect::from_min_size(
        pos2(rect.right() - size::CONTROL - 2.0, rect.bottom() - size::CONTROL - 6.0),
        Vec2::splat(size::CONTROL),
    );
    let menu_name = cx.words.with("card-menu-of", &[("heading", heading.into())]);
    let mut corner = ui.new_child(egui::UiBuilder::new().id_salt(("menu", &card.task.id)).max_rect(menu));
    let button = widgets::icon_button(&mut corner, icons::MENU, &menu_name);
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
    let inner = rect.shrink2(Vec2::new(10.0, 6.0));
    let room = Rect::from_min_max(inner.min, pos2(inner.right() - size::CONTROL, inner.bottom()));
    let mut words = ui.new_child(egui::UiBuilder::new().id_salt(("words", &card.task.id)).max_rect(room));
    words.spacing_mut().item_spacing.y = 2.0;
    words.add(egui::Label::new(theme::strong(cards::heading(cx, &card.task))).truncate().selectable(false));
    let second = match &card.clip {
        Some(_) if card.is_trashed => cx.say("gallery-trashed").to_owned(),
        Some(clip) => cards::facts_text(cx.words, clip),
        None => cx.words.state(card.task.state()).to_owned(),
    };
    words.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        if card.task.is_practice {
            ui.label(theme::icon(icons::PRACTICE, size::ICON_SMALL).color(color::PRACTICE))
                .on_hover_text(cx.say("practice-why"));
        }
        ui.add(egui::Label::new(theme::caption(second)).truncate().selectable(false));
    });
}
