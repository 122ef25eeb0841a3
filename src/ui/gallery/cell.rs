//! One clip of the gallery: its poster, which the pointer looks through, its flag, its words and its menu.

use egui::accesskit::Role;
use egui::{Align, Align2, Color32, Id, Layout, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2};

use super::{Gallery, card_at};
use crate::engine::snapshot::{STRIP_TILES, TaskCard, ThumbKey, tile_at};
use crate::model::{Clip, Flag};
use crate::ui::action::{Outbox, Route};
use crate::ui::cards;
use crate::ui::compose::well::Carried;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::thumbs::Picture;
use crate::ui::widgets::{self, Button};
use crate::ui::{fonts, icons, lineage, said};

/// A card and where it stands.
pub struct Cell<'a> {
    pub card: &'a TaskCard,
    /// In the whole list.
    pub index: usize,
    pub rect: Rect,
}

impl Cell<'_> {
    fn clip(&self) -> Option<&Clip> {
        self.card.clip.as_deref().filter(|_| !self.card.is_trashed)
    }

    fn poster(&self) -> Rect {
        let room = Vec2::new(self.rect.width(), self.rect.height() - size::CELL_WORDS);
        Rect::from_min_size(self.rect.min, room).shrink(1.0)
    }
}

pub fn cell_ui(ui: &mut Ui, cx: &UiContext<'_>, cell: &Cell<'_>, state: &mut Gallery, out: &mut Outbox) {
    let (card, rect) = (cell.card, cell.rect);
    let heading = cards::heading(cx, &card.task);
    let may_watch = cell.clip().is_some();
    let response = ui.interact(rect, Id::unique(("gallery", &card.task.id)), Sense::click_and_drag());
    let name = cx.words.with("card-watch-of", &[("heading", heading.into())]);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, may_watch, &name));
    if response.has_focus() {
        state.focused = Some(card.clone());
    }
    let is_selected = state.selection.contains(&card.task.id);
    let is_lit = response.hovered() || response.has_focus();
    let fill = if is_lit { color::RAISED_HOVER } else { color::RAISED };
    let (width, line) = match (is_selected, is_lit) {
        (true, _) => (size::FOCUS_RING, color::ACCENT),
        (false, true) => (size::HAIRLINE, color::LINE_STRONG),
        (false, false) => (size::HAIRLINE, color::LINE),
    };
    ui.painter().rect(rect, size::RADIUS_M, fill, Stroke::new(width, line), StrokeKind::Inside);

    let tile = looked_at(ui, cell, state, &response);
    carry(cell, &response, tile);
    poster_ui(ui, cx, cell, is_lit, tile, out);
    value_of(ui, cx, cell, &response, tile);
    let words = Rect::from_min_max(pos2(rect.left(), cell.poster().bottom()), rect.max);
    words_ui(ui, cx, card, words, out);
    widgets::focus_ring(ui, &response, size::RADIUS_M);
    if response.clicked() && may_watch {
        clicked(ui, cx, cell, state, out);
    }
    cards::context_menu_ui(&response, cx, card, &mut state.dialogs, out);
    let has_corner = is_lit || is_selected || !state.selection.is_empty();
    check_ui(ui, cx, cell, state, has_corner);
    menu_ui(ui, cx, cell, state, out);
}

/// Plain, it opens; with Ctrl it is selected too, with Shift everything from where the selection began. Enter and
/// Space do the same for the card that has the keyboard.
fn clicked(ui: &Ui, cx: &UiContext<'_>, cell: &Cell<'_>, state: &mut Gallery, out: &mut Outbox) {
    let held = ui.input(|input| input.modifiers);
    if held.shift {
        state.selection.extend(cell.index, |index| card_at(cx, index));
    } else if held.command {
        state.selection.toggle(cell.card, cell.index);
    } else {
        out.open(Route::Clip(cell.card.task.id.clone()));
    }
}

/// The mark that selects a card without a key.
fn check_ui(ui: &mut Ui, cx: &UiContext<'_>, cell: &Cell<'_>, state: &mut Gallery, is_shown: bool) {
    if cell.clip().is_none() {
        return;
    }
    let corner = cell.poster().min + Vec2::splat(size::GAP_XS);
    let rect = Rect::from_min_size(corner, Vec2::splat(size::CONTROL_SMALL));
    let response = ui.interact(rect, Id::unique(("select", &cell.card.task.id)), Sense::click());
    let is_selected = state.selection.contains(&cell.card.task.id);
    let heading = cards::heading(cx, &cell.card.task);
    let name = cx.words.with("gallery-select-of", &[("heading", heading.into())]);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_selected, &name));
    if response.clicked() {
        state.selection.toggle(cell.card, cell.index);
    }
    if is_shown || response.hovered() || response.has_focus() {
        let (fill, line) = if is_selected { (color::ACCENT, color::ACCENT) } else { (color::SCRIM, color::TEXT_MUTED) };
        ui.painter().rect(rect, size::RADIUS_S, fill, Stroke::new(size::HAIRLINE, line), StrokeKind::Inside);
        if is_selected {
            let font = theme::icon_font(size::ICON_SMALL);
            let check = icons::CHECK.codepoint;
            ui.painter().text(rect.center(), Align2::CENTER_CENTER, check, font, color::TEXT_ON_ACCENT);
        }
        widgets::focus_ring(ui, &response, size::RADIUS_S);
    }
    response.on_hover_text(cx.say("gallery-select-tip"));
}

fn menu_ui(ui: &mut Ui, cx: &UiContext<'_>, cell: &Cell<'_>, state: &mut Gallery, out: &mut Outbox) {
    let rect = cell.rect;
    let menu = Rect::from_min_size(
        pos2(rect.right() - size::CONTROL - size::GAP_XS, rect.bottom() - (size::CELL_WORDS + size::CONTROL) / 2.0),
        Vec2::splat(size::CONTROL),
    );
    let name = cx.words.with("card-menu-of", &[("heading", cards::heading(cx, &cell.card.task).into())]);
    let mut corner = ui.new_child(egui::UiBuilder::new().id_salt(("menu", &cell.card.task.id)).max_rect(menu));
    let button = Button::of_icon(icons::MORE, &name).tip(cx.say("card-menu")).show(&mut corner);
    cards::menu_ui(&button, cx, cell.card, &mut state.dialogs, out);
}

/// The tile of the filmstrip that is looked at: the pointer's, else the keyboard's.
fn looked_at(ui: &Ui, cell: &Cell<'_>, state: &Gallery, response: &Response) -> Option<usize> {
    cell.clip()?;
    let poster = cell.poster();
    let pointer = ui.input(|input| input.pointer.hover_pos()).filter(|at| poster.contains(*at));
    if let Some(at) = pointer.filter(|_| response.contains_pointer()) {
        return Some(tile_at(f64::from((at.x - poster.left()) / poster.width())));
    }
    let scrubbed = state.scrubbed.as_ref().filter(|(id, _)| *id == cell.card.task.id);
    scrubbed.filter(|_| response.has_focus()).map(|(_, tile)| *tile)
}

/// The frame that is looked at is carried away with the mouse.
fn carry(cell: &Cell<'_>, response: &Response, tile: Option<usize>) {
    let Some(clip) = cell.clip().filter(|_| response.drag_started()) else {
        return;
    };
    let frame = tile.map_or(0, |tile| tile as u64 * clip.facts.frames / STRIP_TILES as u64);
    if let Some(carried) = Carried::frame_of(cell.card, frame) {
        egui::DragAndDrop::set_payload(&response.ctx, carried);
    }
}

fn poster_ui(ui: &Ui, cx: &UiContext<'_>, cell: &Cell<'_>, is_lit: bool, tile: Option<usize>, out: &mut Outbox) {
    let rect = cell.poster();
    ui.painter().rect_filled(rect, size::RADIUS_M, color::STAGE);
    let clip = cell.clip();
    let font = theme::icon_font(size::ICON_EMPTY);
    let strip = clip.zip(tile).map(|(clip, tile)| (cx.picture(&ThumbKey::Filmstrip(clip.sha256.clone()), out), tile));
    let is_scrubbed = if let Some((Picture::Here(strip), tile)) = strip {
        theme::paint_tile(ui, strip, tile, rect, size::RADIUS_M);
        true
    } else {
        match clip.map(|clip| cx.picture(&ThumbKey::Poster(clip.sha256.clone()), out)) {
            Some(Picture::Here(texture)) => theme::paint_fit(ui, texture, rect, size::RADIUS_M),
            Some(Picture::Coming | Picture::Absent) => {}
            Some(Picture::Broken) | None => {
                let glyph = if cell.card.is_trashed { icons::DELETE } else { icons::MOVIE };
                let (at, tint) = (rect.center(), color::LINE_STRONG);
                ui.painter().text(at, Align2::CENTER_CENTER, glyph.codepoint, font.clone(), tint);
            }
        }
        false
    };
    if cell.card.flag == Flag::Rejected && !is_lit {
        ui.painter().rect_filled(rect, size::RADIUS_M, color::SCRIM);
    }
    let Some(clip) = clip else { return };
    if is_lit && !is_scrubbed {
        ui.painter().circle_filled(rect.center(), size::ICON_EMPTY * 0.7, color::SCRIM);
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, icons::PLAY.codepoint, font, color::TEXT);
    }
    let length = cards::duration_text((clip.facts.seconds * 1e3) as i64);
    let chip_at = rect.right_bottom() - Vec2::splat(6.0);
    match tile.filter(|_| is_scrubbed) {
        Some(tile) => {
            let across = rect.width() * (tile as f32 + 0.5) / STRIP_TILES as f32;
            let x = rect.left() + across;
            ui.painter().vline(x, rect.y_range(), Stroke::new(size::HAIRLINE, color::ACCENT_TEXT));
            chip(ui, chip_at, &said::clock(seconds_at(clip, tile)));
        }
        None => chip(ui, chip_at, &length),
    }
    flag_ui(ui, cell.card.flag, rect);
}

/// What a person thinks of it, in the corner.
fn flag_ui(ui: &Ui, flag: Flag, poster: Rect) {
    let (icon, fill, tint): (_, Color32, Color32) = match flag {
        Flag::Unflagged => return,
        Flag::Picked => (icons::FLAG, color::ACCENT, color::TEXT_ON_ACCENT),
        Flag::Rejected => (icons::CLOSE, color::ERROR_SOFT, color::ERROR),
    };
    let corner = poster.right_top() + Vec2::new(-size::GAP_XS - size::CONTROL_SMALL, size::GAP_XS);
    let rect = Rect::from_min_size(corner, Vec2::splat(size::CONTROL_SMALL));
    ui.painter().rect_filled(rect, size::RADIUS_S, fill);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, icon.codepoint, theme::icon_font(size::ICON_SMALL), tint);
}

/// What a screen reader says of the card beside its name: its flag, and the moment that is looked at.
fn value_of(ui: &Ui, cx: &UiContext<'_>, cell: &Cell<'_>, response: &Response, tile: Option<usize>) {
    let flag = match cell.card.flag {
        Flag::Unflagged => None,
        Flag::Picked => Some(cx.say("flag-is-picked").to_owned()),
        Flag::Rejected => Some(cx.say("flag-is-rejected").to_owned()),
    };
    let moment = cell
        .clip()
        .zip(tile)
        .map(|(clip, tile)| cx.words.with("gallery-moment", &[("time", said::clock(seconds_at(clip, tile)).into())]));
    let parts: Vec<String> = flag.into_iter().chain(moment).collect();
    if !parts.is_empty() {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(parts.join(" · ")));
    }
}

fn seconds_at(clip: &Clip, tile: usize) -> f64 {
    clip.facts.seconds * tile as f64 / STRIP_TILES as f64
}

/// A short text on a picture, its right bottom corner at `corner`.
fn chip(ui: &Ui, corner: egui::Pos2, text: &str) {
    let font = theme::font(size::TEXT_CAPTION, fonts::tabular());
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, color::TEXT);
    let room = galley.size() + Vec2::new(8.0, 4.0);
    let rect = Rect::from_min_size(corner - room, room);
    ui.painter().rect_filled(rect, size::RADIUS_S, color::SCRIM);
    ui.painter().galley(rect.min + Vec2::new(4.0, 2.0), galley, color::TEXT);
}

fn words_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, rect: Rect, out: &mut Outbox) {
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
        lineage::mark_ui(ui, cx, card, out);
        ui.add(egui::Label::new(theme::caption(second)).truncate().selectable(false));
    });
}
