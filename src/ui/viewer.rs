//! One finished clip, played: the picture as large as it fits or larger, a transport bar below, its facts above. On the
//! full screen the picture stands alone while it plays.

mod bar;
mod curtain;
mod head;
mod marks;
mod picture;
mod playing;
mod shots;
pub mod shuttle;
mod strip;
mod taking;
mod timecode;
mod tools;
pub mod transport;
mod verbs;
pub mod view;

use egui::{Panel, Ui};

use super::action::{Outbox, Route};
use super::cards::CardDialogs;
use super::context::UiContext;
use super::desk::Desk;
use super::icons;
use super::theme::{self, size};
use super::widgets;
use crate::engine::Command;
use crate::engine::snapshot::TaskCard;
use crate::model::TaskId;

use curtain::Curtain;
use playing::Playing;
use taking::Taking;

/// What the viewer remembers between frames.
#[derive(Default)]
pub struct Viewer {
    task: Option<TaskId>,
    /// The screen the clip was opened from.
    back: Route,
    /// The card as it was last seen: a gallery page may scroll it out of the snapshot while it plays.
    card: Option<TaskCard>,
    playing: Option<Playing>,
    /// The frame that somebody was led to, until the clip is open.
    wanted: Option<u64>,
    dialogs: CardDialogs,
    taking: Taking,
    /// The volume while its slider is held; the settings hold it otherwise.
    volume: Option<f32>,
    typed: transport::Typed,
    curtain: Curtain,
    /// The engine knows which clip is watched.
    is_announced: bool,
    /// What the engine was told last: background work rests while a clip plays.
    told_playing: bool,
}

impl Viewer {
    /// Shows another clip from the next frame on. `from` is the screen that Back leads to.
    pub fn show(&mut self, task: &TaskId, from: &Route) {
        let back = match from {
            Route::Clip(_) => self.back.clone(),
            // A comparison that was left is over.
            Route::Compare => Route::Gallery,
            Route::Compose | Route::Gallery | Route::Cast | Route::Ledger | Route::Settings => from.clone(),
        };
        if self.task.as_ref() != Some(task) {
            let told_playing = self.told_playing;
            *self = Self { task: Some(task.clone()), told_playing, ..Self::default() };
        }
        self.back = back;
    }

    /// Stands on this frame of the clip that is shown.
    pub fn lead_to(&mut self, frame: u64) {
        match &mut self.playing {
            Some(playing) => playing.lead_to(frame),
            None => self.wanted = Some(frame),
        }
    }

    /// The screen the clip was opened from.
    pub fn back(&self) -> Route {
        self.back.clone()
    }

    /// The window left the clip: playing stops.
    pub fn hide(&mut self) {
        *self = Self::default();
    }

    /// A dialog of this screen is open, or a time is typed: keys are its.
    pub fn is_asking(&self) -> bool {
        self.taking.is_asking() || self.dialogs.is_open() || self.typed.is_some()
    }

    fn follow(&mut self, cx: &UiContext<'_>, out: &mut Outbox) {
        let Some(task) = &self.task else {
            return;
        };
        let snapshot = cx.snapshot;
        let everywhere = snapshot.queue.iter().chain(&snapshot.gallery.cards).chain(&snapshot.watched);
        if let Some(card) = everywhere.into_iter().find(|card| card.task.id == *task) {
            self.card = Some(card.clone());
        }
        if !std::mem::replace(&mut self.is_announced, true) {
            // It may lie in no list that is shown, or leave it: the engine keeps an eye on it.
            out.tell(Command::Watch(Some(task.clone())));
        }
    }

    /// Says when a clip begins to play, and when it stands.
    fn tell_playing(&mut self, out: &mut Outbox) {
        let is_playing = self.playing.as_ref().is_some_and(Playing::is_moving);
        if std::mem::replace(&mut self.told_playing, is_playing) != is_playing {
            out.tell(Command::Playing(is_playing));
        }
    }

    fn open(&mut self, ui: &Ui, cx: &UiContext<'_>) {
        let clip = self.card.as_ref().filter(|card| !card.is_trashed).and_then(|card| card.clip.as_ref());
        let Some(clip) = clip else {
            self.playing = None;
            return;
        };
        if self.playing.as_ref().is_some_and(|playing| playing.path == clip.path) {
            return;
        }
        self.playing = Some(Playing::open(ui.ctx(), clip, &cx.snapshot.settings, self.wanted.take()));
    }
}

pub fn viewer_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Viewer, desk: &Desk, is_alone: bool, out: &mut Outbox) {
    let ctx = ui.ctx().clone();
    state.dialogs.poll(&ctx, cx, out);
    state.follow(cx, out);
    state.open(ui, cx);
    state.tell_playing(out);
    state.ask_ui(&ctx, cx, desk, out);
    let Some(card) = state.card.clone() else {
        widgets::empty_ui(ui, icons::MOVIE, cx.say("viewer-gone"), cx.say("viewer-gone-hint"));
        return;
    };
    let Some(mut playing) = state.playing.take() else {
        state.typed = None;
        head_panel_ui(ui, cx, state, &card, out);
        let word = if card.is_trashed { "viewer-trashed" } else { "viewer-gone" };
        widgets::empty_ui(ui, icons::MOVIE, cx.say(word), cx.say("viewer-gone-hint"));
        return;
    };
    playing.catch_up();
    playing.player.set_volume(state.volume.unwrap_or(cx.snapshot.settings.volume));
    playing.player.set_muted(cx.snapshot.settings.is_muted);
    let is_playing = playing.player.state().is_playing;
    if !is_alone {
        head_panel_ui(ui, cx, state, &card, out);
        bar_panel_ui(ui, cx, state, &mut playing, &card, out);
        picture::picture_ui(ui, cx, &card, &mut playing, ui.available_rect_before_wrap(), out);
    } else {
        // The picture first: it does not move when the controls come and go above it.
        picture::picture_ui(ui, cx, &card, &mut playing, ui.max_rect(), out);
        if state.curtain.shows(&ctx, is_playing, state.is_asking()) {
            head_panel_ui(ui, cx, state, &card, out);
            bar_panel_ui(ui, cx, state, &mut playing, &card, out);
        }
    }
    state.playing = Some(playing);
}

fn head_panel_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Viewer, card: &TaskCard, out: &mut Outbox) {
    Panel::top("viewer-head").frame(theme::panel(theme::bar_margin())).exact_size(size::TOP_BAR).show(ui, |ui| {
        head::head_ui(ui, cx, card, &mut state.dialogs, out);
    });
}

/// The bar and its two rows; nothing of it for a file that does not play.
fn bar_panel_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Viewer,
    playing: &mut Playing,
    card: &TaskCard,
    out: &mut Outbox,
) {
    let stands = playing.player.state();
    if stands.trouble.is_some() && stands.frame_count == 0 {
        state.typed = None;
        return;
    }
    let has_room = ui.available_height() >= size::STRIP_ROOM;
    Panel::bottom("viewer-bar").frame(theme::panel(theme::transport_margin())).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::GAP_XS;
        let strip = card.clip.as_ref().filter(|_| has_room).and_then(|clip| strip::of(cx, clip, out));
        bar::bar_ui(ui, cx, playing, &stands, &card.task.draft, strip);
        transport::transport_ui(ui, cx, playing, &stands, &mut state.typed, &mut state.volume, out);
        tools::tools_ui(ui, cx, state, playing, &stands, out);
    });
}
