//! One finished clip, played: the picture as large as it fits, a transport bar below, its facts beside.

mod transport;

use std::path::PathBuf;

use egui::{Align2, Rect, Sense, TextureHandle, TextureOptions, Ui, Vec2, WidgetInfo, accesskit::Role};

use super::action::{Outbox, Route};
use super::cards::{self, CardDialogs};
use super::context::UiContext;
use super::icons;
use super::theme::{self, color, size};
use super::verb::Verb;
use super::widgets::{self, Button};
use crate::engine::snapshot::TaskCard;
use crate::engine::{Command, Settings};
use crate::model::TaskId;
use crate::player::{Player, Step};

/// A second back or forward by J.
const SHUTTLE_SECS: f64 = 1.0;

/// What the viewer remembers between frames.
#[derive(Default)]
pub struct Viewer {
    task: Option<TaskId>,
    /// The card as it was last seen: a gallery page may scroll it out of the snapshot while it plays.
    card: Option<TaskCard>,
    playing: Option<Playing>,
    dialogs: CardDialogs,
    /// The volume while its slider is held; the settings hold it otherwise.
    volume: Option<f32>,
}

/// A clip that is open.
struct Playing {
    path: PathBuf,
    player: Player,
    texture: Option<TextureHandle>,
}

impl Viewer {
    /// Shows another clip from the next frame on.
    pub fn show(&mut self, task: &TaskId) {
        if self.task.as_ref() != Some(task) {
            *self = Self { task: Some(task.clone()), ..Self::default() };
        }
    }

    /// The window left the clip: playing stops.
    pub fn hide(&mut self) {
        *self = Self::default();
    }

    /// A verb of reach `Clip` or `Stage`, while the clip is shown.
    pub fn perform(&mut self, verb: Verb, settings: &Settings) -> Option<Command> {
        let player = &self.playing.as_ref()?.player;
        match verb {
            Verb::Play => player.toggle(),
            Verb::FrameBack => player.step(Step::Back),
            Verb::FrameForward => player.step(Step::Forward),
            Verb::ShuttleBack => player.seek(player.state().position_secs - SHUTTLE_SECS),
            Verb::ShuttleStop => player.pause(),
            Verb::ShuttleForward => player.play(),
            Verb::Mute => {
                let is_muted = !settings.is_muted;
                return Some(Command::ChangeSettings(Settings { is_muted, ..settings.clone() }));
            }
            _ => {}
        }
        None
    }

    fn follow(&mut self, cx: &UiContext<'_>) {
        let Some(task) = &self.task else {
            return;
        };
        let everywhere = cx.snapshot.queue.iter().chain(&cx.snapshot.gallery.cards);
        if let Some(card) = everywhere.into_iter().find(|card| card.task.id == *task) {
            self.card = Some(card.clone());
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
        let ctx = ui.ctx().clone();
        let player = Player::open(clip.path.clone(), move || ctx.request_repaint());
        player.set_looping(clip.facts.seconds <= transport::LOOPING_SECS);
        player.set_volume(cx.snapshot.settings.volume);
        player.play();
        self.playing = Some(Playing { path: clip.path.clone(), player, texture: None });
    }
}

pub fn viewer_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Viewer, out: &mut Outbox) {
    state.dialogs.poll(&ui.ctx().clone(), cx, out);
    state.follow(cx);
    state.open(ui, cx);
    let Some(card) = state.card.clone() else {
        widgets::empty_ui(ui, icons::MOVIE, cx.say("viewer-gone"), cx.say("viewer-gone-hint"));
        return;
    };
    egui::Panel::top("viewer-head").frame(theme::panel(theme::bar_margin())).exact_size(size::TOP_BAR).show(ui, |ui| {
        head_ui(ui, cx, &card, &mut state.dialogs, out);
    });
    let Some(playing) = &mut state.playing else {
        let word = if card.is_trashed { "viewer-trashed" } else { "viewer-gone" };
        widgets::empty_ui(ui, icons::MOVIE, cx.say(word), cx.say("viewer-gone-hint"));
        return;
    };
    let settings = &cx.snapshot.settings;
    playing.player.set_volume(state.volume.unwrap_or(settings.volume));
    playing.player.set_muted(settings.is_muted);
    egui::Panel::bottom("viewer-bar").frame(theme::panel(theme::side_margin())).show(ui, |ui| {
        transport::transport_ui(ui, cx, &playing.player, &mut state.volume, out);
    });
    picture_ui(ui, cx, playing);
}

/// Back, heading, facts and the card's menu.
fn head_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, dialogs: &mut CardDialogs, out: &mut Outbox) {
    ui.horizontal_centered(|ui| {
        if widgets::icon_button(ui, icons::ARROW_LEFT, cx.say("viewer-back")).clicked() {
            out.open(Route::Gallery);
        }
        let name = cx.words.with("card-menu-of", &[("heading", cards::heading(cx, &card.task).into())]);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let button = Button::of_icon(icons::MENU, &name).tip(cx.say("card-menu")).show(ui);
            cards::menu_ui(&button, cx, card, dialogs, out);
            widgets::verb_icon(ui, cx.words, Verb::FullScreen, true, out);
            cards::practice_mark_ui(ui, cx, &card.task);
            if let Some(clip) = &card.clip {
                ui.label(theme::small(cards::facts_text(cx.words, clip)));
                for remark in &clip.remarks {
                    let mark = theme::icon(icons::WARNING, size::ICON).color(color::WARNING);
                    ui.label(mark).on_hover_text(cx.words.say(remark));
                }
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let heading = cards::heading(cx, &card.task);
                ui.add(egui::Label::new(theme::strong(heading)).truncate()).on_hover_text(heading);
            });
        });
    });
}

fn picture_ui(ui: &mut Ui, cx: &UiContext<'_>, playing: &mut Playing) {
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Video, true, cx.say("viewer-picture")));
    ui.painter().rect_filled(rect, 0, color::STAGE);
    let pixels = rect.size() * ui.ctx().pixels_per_point();
    playing.player.set_max_size(pixels.x as u32, pixels.y as u32);
    if let Some(picture) = playing.player.take_picture() {
        let size = [picture.width as usize, picture.height as usize];
        let image = egui::ColorImage::from_rgba_unmultiplied(size, &picture.rgba);
        match &mut playing.texture {
            Some(texture) => texture.set(image, TextureOptions::LINEAR),
            None => playing.texture = Some(ui.ctx().load_texture("viewer", image, TextureOptions::LINEAR)),
        }
    }
    let state = playing.player.state();
    if let Some(texture) = &playing.texture {
        theme::paint_fit(ui, texture, rect, 0);
    }
    if let Some(trouble) = &state.trouble {
        trouble_ui(ui, rect, &cx.words.say(trouble));
    } else if response.clicked() {
        playing.player.toggle();
    }
}

fn trouble_ui(ui: &Ui, rect: Rect, text: &str) {
    let font = theme::font(size::TEXT_BODY, egui::FontFamily::Proportional);
    let galley = ui.painter().layout(text.to_owned(), font, color::TEXT, (rect.width() - 64.0).max(120.0));
    let room = Rect::from_center_size(rect.center(), galley.size() + Vec2::splat(24.0));
    ui.painter().rect_filled(room, size::RADIUS_M, color::SCRIM);
    let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), room).min;
    ui.painter().galley(at, galley, color::TEXT);
}
