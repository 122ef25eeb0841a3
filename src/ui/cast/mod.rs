//! The cast: everybody who can act in a video, kept for every draft. Faces in a grid, and the card of the chosen one.

mod bring;
mod card;
mod edits;
mod fields;
mod grid;
mod name;
mod shelf;
mod table;
pub mod videos;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use egui::{Align, Context, Id, Layout, Pos2, Rect, Ui, Vec2};

use super::action::Outbox;
use super::context::UiContext;
use super::desk::{Desk, Steps};
use super::edits::Refused;
use super::icons;
use super::theme::{self, size};
use super::verb::Verb;
use super::widgets::{self, Button, Segment, Weight};
use crate::engine::snapshot::Phase;
use crate::model::cast::{self, Member};
use crate::model::{Element, ImageRef};

use bring::Bring;
use edits::Edits;
use grid::Grid;
use name::Naming;
use shelf::{Found, Shelf};
use table::Table;

pub use fields::area_ui;

/// What the screen remembers between frames.
#[derive(Default)]
pub struct CastPage {
    /// Ctrl+F was pressed: the search box takes the focus in the next frame.
    pub wants_search: bool,
    search: String,
    shelf: Shelf,
    found: Found,
    /// Whose card is open.
    chosen: Option<Arc<str>>,
    edits: Edits,
    naming: Option<Naming>,
    /// The card's name takes the keyboard: it is to be written.
    names: bool,
    /// What stands in the line for another video.
    video: String,
    grid: Grid,
    bring: Bring,
    table: Table,
    /// Pictures the engine was asked to measure.
    measured: HashSet<ImageRef>,
    /// Where pictures for the chosen one can fall.
    card_at: Option<Rect>,
}

impl CastPage {
    pub fn is_asking(&self) -> bool {
        self.bring.is_open() || self.table.pictures.is_asking()
    }

    /// What is to be said at the end of the frame.
    pub fn take_said(&mut self) -> Option<Refused> {
        self.table.pictures.take_said()
    }

    pub fn steps(&self) -> Steps {
        self.edits.steps()
    }

    /// One step back or forth; the card shows whom it was about.
    pub fn step(&mut self, verb: Verb, cast: &[Member], desk: &mut Desk, out: &mut Outbox) {
        self.naming = None;
        let names = |edits: &Edits| edits.all(cast).into_iter().map(|member| (member.id, member.name));
        let before: HashMap<Arc<str>, Arc<str>> = names(&self.edits).collect();
        let about = if verb == Verb::Undo { self.edits.undo(cast, out) } else { self.edits.redo(cast, out) };
        for (id, name) in names(&self.edits) {
            if let Some(old) = before.get(&id).filter(|old| **old != name) {
                name::follow(desk, &id, old, &name);
            }
        }
        if let Some(member) = about.and_then(|id| self.edits.member(cast, &id)) {
            self.shelf = Shelf::of(&member);
            self.open(member.id);
        }
    }

    /// Somebody goes elsewhere: what was written is done.
    pub fn leave(&mut self, cx: &UiContext<'_>, desk: &mut Desk, out: &mut Outbox) {
        name::close(cx, self, desk, out);
        self.edits.leave(out);
        self.table.pictures.leave();
    }

    /// Files that were dropped while this screen is seen.
    pub fn drop_files(&mut self, ctx: &Context, paths: Vec<PathBuf>, at: Option<Pos2>) {
        if self.table.pictures.fall(ctx, &paths, at) {
            return;
        }
        let at = self.table.pictures.wells.fell_at(at);
        let is_for_card = at.zip(self.card_at).is_some_and(|(at, card)| card.contains(at));
        if let Some(why) = self.bring.take(paths, self.chosen.clone().filter(|_| is_for_card)) {
            self.table.pictures.say(why);
        }
    }

    fn open(&mut self, id: Arc<str>) {
        self.grid.shows = Some(id.clone());
        if self.chosen.as_ref() != Some(&id) {
            self.chosen = Some(id);
            self.video.clear();
        }
    }

    /// New ones, the first of them open.
    fn add(&mut self, cx: &UiContext<'_>, members: Vec<Member>, out: &mut Outbox) {
        let Some(first) = members.first().map(|member| member.id.clone()) else { return };
        self.edits.add(&cx.snapshot.cast, members, out);
        (self.shelf, self.search) = (Shelf::Cast, String::new());
        self.open(first);
    }
}

pub fn cast_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut CastPage, desk: &mut Desk, out: &mut Outbox) {
    follow(ui.ctx(), cx, state, out);
    state.begin_pictures(ui.ctx(), cx, out);
    bring::bring_ui(ui.ctx(), cx, state, out);
    let room = ui.available_size();
    let chosen = state.chosen.as_ref().and_then(|id| state.edits.member(&cx.snapshot.cast, id));
    let is_narrow = room.x < size::CAST_BOTH;
    state.card_at = None;
    if let Some(member) = &chosen {
        let panel = egui::Panel::right("cast-card").resizable(false).frame(theme::panel(theme::side_margin()));
        let width = if is_narrow { room.x } else { size::CAST_EDITOR.min(room.x) };
        let shown = panel.exact_size(width).show(ui, |ui| card::card_ui(ui, cx, state, desk, member, is_narrow, out));
        state.card_at = Some(shown.response.rect);
    }
    if chosen.is_some() && is_narrow {
        return;
    }
    egui::Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
        header_ui(ui, cx, state, out);
        ui.add_space(size::GAP_M);
        if let Phase::Closed(why) = &cx.snapshot.phase {
            widgets::empty_ui(ui, icons::ERROR, &cx.words.say(why), "");
        } else if state.found.members().is_empty() {
            empty_ui(ui, cx, state);
        } else {
            faces_ui(ui, cx, state, desk, out);
        }
    });
}

/// Takes in what the engine says, and what is searched for.
fn follow(ctx: &Context, cx: &UiContext<'_>, state: &mut CastPage, out: &mut Outbox) {
    if state.found.follow(&cx.snapshot.cast, &mut state.edits, &state.search, state.shelf)
        && let Some(id) = &state.chosen
        && state.edits.member(&cx.snapshot.cast, id).is_none()
    {
        state.chosen = None;
    }
    if let Some(secs) = state.edits.tick(ctx.input(|input| input.time), out) {
        ctx.request_repaint_after_secs(secs as f32);
    }
}

fn header_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut CastPage, out: &mut Outbox) {
    ui.horizontal(|ui| {
        ui.set_height(size::CONTROL_LARGE);
        ui.label(theme::display(cx.say("cast-title")));
        let total = state.found.members().len();
        if total > 0 {
            ui.label(theme::small(cx.words.with("cast-count", &[("count", total.into())])));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            more_ui(ui, cx, state);
            let add = Button::new(cx.say("cast-new")).icon(icons::NEW_ELEMENT).weight(Weight::Primary);
            if add.tip(cx.say("cast-new-tip")).show(ui).clicked() {
                let all = state.edits.all(&cx.snapshot.cast);
                let name = cast::free_name("subject1", all.iter().map(|member| &*member.name));
                let member = Member::of(&Element::named(&name), &new_id());
                state.add(cx, vec![member], out);
                state.names = true;
            }
        });
    });
    ui.horizontal_wrapped(|ui| {
        let tabs = [(Shelf::Cast, "cast-shelf-cast"), (Shelf::Archive, "cast-shelf-archive")];
        let segments = tabs.map(|(value, word)| Segment { value, label: cx.say(word), tip: "", is_enabled: true });
        if let Some(shelf) = widgets::segmented(ui, cx.say("cast-shelf"), state.shelf, &segments) {
            state.shelf = shelf;
            state.chosen = None;
        }
        let width = ui.available_width().clamp(size::CONTROL * 4.0, size::SEARCH);
        ui.allocate_ui(Vec2::new(width, size::CONTROL), |ui| {
            let (name, hint) = (cx.say("cast-search"), cx.say("cast-search-hint"));
            let field = widgets::text_line_of(ui, Id::unique("cast-search"), &mut state.search, name, hint);
            if std::mem::take(&mut state.wants_search) {
                field.request_focus();
            }
        });
    });
}

/// In and out as a folder.
fn more_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut CastPage) {
    let button = widgets::icon_button(ui, icons::MORE, cx.say("cast-more"));
    egui::Popup::menu(&button).width(size::MENU).accessible_name(cx.say("cast-more")).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if menu_line_ui(ui, icons::DOWNLOAD, cx.say("cast-import"), true) {
            state.bring.ask_folder(ui.ctx(), cx.words);
        }
        let shown = state.found.members();
        let label = cx.words.with("cast-export", &[("count", shown.len().into())]);
        if menu_line_ui(ui, icons::UPLOAD, &label, !shown.is_empty()) {
            let ids = shown.iter().map(|member| member.id.clone()).collect();
            state.bring.ask_export(ui.ctx(), cx.words, ids, cx.say("cast-export-name"));
        }
    });
}

/// A line of a menu; true when it was chosen.
fn menu_line_ui(ui: &mut Ui, icon: icons::Icon, label: &str, is_enabled: bool) -> bool {
    let line = egui::Button::new((theme::icon(icon, size::ICON_SMALL), theme::body(label))).frame_when_inactive(false);
    let line = line.min_size(Vec2::new(ui.available_width(), size::CONTROL));
    let is_chosen = ui.add_enabled(is_enabled, line).accessible_name(label).clicked();
    if is_chosen {
        ui.close();
    }
    is_chosen
}

fn empty_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut CastPage) {
    ui.add_space(size::GAP_XL);
    let (icon, title, hint) = match (state.search.trim().is_empty(), state.shelf) {
        (false, _) => (icons::SEARCH, "cast-none-found", "cast-none-found-hint"),
        (true, Shelf::Cast) => (icons::CAST, "cast-empty", "cast-empty-hint"),
        (true, Shelf::Archive) => (icons::ARCHIVE, "cast-archive-empty", "cast-archive-empty-hint"),
    };
    widgets::empty_ui(ui, icon, cx.say(title), cx.say(hint));
    if title == "cast-empty" {
        ui.add_space(size::GAP_S);
        ui.vertical_centered(|ui| {
            if Button::new(cx.say("cast-pictures")).icon(icons::ADD_PICTURE).show(ui).clicked() {
                state.bring.ask_pictures(ui.ctx(), cx.words);
            }
        });
    }
    // A search that finds nobody here may find somebody on the other shelf.
    if title == "cast-none-found" && state.found.elsewhere() > 0 {
        ui.vertical_centered(|ui| {
            let label = cx.words.with("cast-found-elsewhere", &[("count", state.found.elsewhere().into())]);
            if Button::new(&label).weight(Weight::Quiet).show(ui).clicked() {
                state.shelf = state.shelf.other();
            }
        });
    }
}

fn faces_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut CastPage, desk: &mut Desk, out: &mut Outbox) {
    let found = state.found.members().clone();
    let mut grid = std::mem::take(&mut state.grid);
    let chosen = state.chosen.clone();
    let mut acts = Vec::new();
    let clicked = grid::grid_ui(ui, cx, &mut grid, &found, chosen.as_deref(), out, |response, member| {
        let menu = egui::Popup::context_menu(response).width(size::MENU);
        menu.show(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            acts.extend(card::acts_ui(ui, cx, desk, member).map(|act| (act, member.clone())));
        });
    });
    state.grid = grid;
    if let Some(id) = clicked {
        let shows = state.grid.shows.take();
        state.open(id);
        // It was clicked: it is where it can be seen.
        state.grid.shows = shows;
    }
    for (act, member) in acts {
        card::perform(ui.ctx(), cx, state, desk, &member, act, out);
    }
}

fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
