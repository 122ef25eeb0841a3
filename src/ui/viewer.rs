//! One finished clip, played: the picture as large as it fits, a transport bar below, its facts beside.

mod transport;

use std::path::PathBuf;

use egui::{Align, Layout, Rect, Sense, TextureHandle, TextureOptions, Ui, UiBuilder, Vec2};
use egui::{WidgetInfo, accesskit::Role, pos2};

use super::action::{Outbox, Route};
use super::cards::{self, CardDialogs};
use super::context::UiContext;
use super::icons;
use super::theme::{self, color, size};
use super::thumbs::Picture;
use super::verb::Verb;
use super::widgets::{self, Button, Weight};
use crate::engine::snapshot::{TaskCard, ThumbKey};
use crate::engine::{Command, Settings};
use crate::model::TaskId;
use crate::player::{Player, Step};

/// J goes a second back; a hair less, so that rounding never makes it a frame more.
const SHUTTLE_SECS: f64 = 1.0 - 1e-3;

/// Clips up to this long start over by themselves.
const LOOPING_SECS: f64 = 20.0;

/// What the viewer remembers between frames.
#[derive(Default)]
pub struct Viewer {
    task: Option<TaskId>,
    /// The screen the clip was opened from.
    back: Route,
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
    is_looping: bool,
    texture: Option<TextureHandle>,
}

impl Viewer {
    /// Shows another clip from the next frame on. `from` is the screen that Back leads to.
    pub fn show(&mut self, task: &TaskId, from: &Route) {
        let back = match from {
            Route::Clip(_) => self.back.clone(),
            Route::Compose | Route::Gallery | Route::Cast | Route::Ledger | Route::Settings => from.clone(),
        };
        if self.task.as_ref() != Some(task) {
            *self = Self { task: Some(task.clone()), ..Self::default() };
        }
        self.back = back;
    }

    /// The screen the clip was opened from.
    pub fn back(&self) -> Route {
        self.back.clone()
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
                return Some(Command::ChangeSettings(Box::new(Settings { is_muted, ..settings.clone() })));
            }
            // Not a verb of a clip.
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
        let is_looping = clip.facts.seconds <= LOOPING_SECS;
        player.set_looping(is_looping);
        player.set_volume(cx.snapshot.settings.volume);
        player.set_muted(cx.snapshot.settings.is_muted);
        player.play();
        self.playing = Some(Playing { path: clip.path.clone(), player, is_looping, texture: None });
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
    let stands = playing.player.state();
    if stands.trouble.is_none() || stands.frame_count > 0 {
        egui::Panel::bottom("viewer-bar").frame(theme::panel(theme::transport_margin())).show(ui, |ui| {
            transport::transport_ui(ui, cx, playing, &mut state.volume, out);
        });
    }
    picture_ui(ui, cx, &card, playing, out);
}

/// Back, heading, facts and the card's menu.
fn head_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, dialogs: &mut CardDialogs, out: &mut Outbox) {
    ui.horizontal_centered(|ui| {
        widgets::verb_icon(ui, cx.words, Verb::Back, true, out);
        let name = cx.words.with("card-menu-of", &[("heading", cards::heading(cx, &card.task).into())]);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let button = Button::of_icon(icons::MORE, &name).tip(cx.say("card-menu")).show(ui);
            cards::menu_ui(&button, cx, card, dialogs, out);
            widgets::verb_icon(ui, cx.words, Verb::FullScreen, true, out);
            if card.clip.is_some() && widgets::icon_button(ui, icons::SAVE, cx.say("card-save-copy")).clicked() {
                dialogs.ask_copy(ui.ctx(), cx, card);
            }
            let use_again = cx.say("card-use-again");
            if widgets::icon_button(ui, icons::EDIT, use_again).clicked() {
                out.tell(Command::NewDraftFrom(card.task.draft.clone()));
            }
            cards::practice_mark_ui(ui, cx, &card.task);
            if let Some(clip) = &card.clip {
                ui.label(theme::small(cards::facts_text(cx.words, clip)));
                for remark in &clip.remarks {
                    let mark = theme::icon(icons::WARNING, size::ICON).color(color::WARNING);
                    let said = cx.words.say(remark);
                    ui.label(mark).on_hover_text(&said).accessible_name(&said);
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| cards::heading_ui(ui, cx, &card.task));
        });
    });
}

fn picture_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, playing: &mut Playing, out: &mut Outbox) {
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Video, true, cx.say("viewer-picture")));
    ui.painter().rect_filled(rect, 0, color::STAGE);
    let pixels = rect.size() * ui.ctx().pixels_per_point();
    playing.player.set_max_size(pixels.x as u32, pixels.y as u32);
    playing.take_picture(ui);
    let poster = card.clip.as_ref().map(|clip| cx.picture(&ThumbKey::Poster(clip.sha256.clone()), out));
    match (&playing.texture, poster) {
        (Some(texture), _) => theme::paint_fit(ui, texture, rect, 0),
        (None, Some(Picture::Here(texture))) => theme::paint_fit(ui, texture, rect, 0),
        (None, Some(Picture::Coming | Picture::Broken | Picture::Absent) | None) => {}
    }
    if let Some(trouble) = playing.player.state().trouble {
        trouble_ui(ui, cx, card, rect, &cx.words.say(&trouble), out);
        return;
    }
    transport::step_by_keys(ui, &response, &playing.player);
    widgets::focus_ring(ui, &response, 0);
    if response.clicked() {
        playing.player.toggle();
    }
}

impl Playing {
    /// Brings the newest picture to the graphics card, if there is a newer one.
    fn take_picture(&mut self, ui: &Ui) {
        let Some(picture) = self.player.take_picture() else {
            return;
        };
        let size = [picture.width as usize, picture.height as usize];
        let image = egui::ColorImage::from_rgba_unmultiplied(size, &picture.rgba);
        match &mut self.texture {
            Some(texture) => texture.set(image, TextureOptions::LINEAR),
            None => self.texture = Some(ui.ctx().load_texture("viewer", image, TextureOptions::LINEAR)),
        }
    }
}

/// Why nothing plays, and what else can be done with the file.
fn trouble_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, rect: Rect, said: &str, out: &mut Outbox) {
    let room = Vec2::new((rect.width() - 2.0 * size::GAP_XL).min(size::MODAL), rect.height() / 2.0 + size::TROUBLE);
    let place = Rect::from_min_size(pos2(rect.center().x - room.x / 2.0, rect.center().y - size::TROUBLE), room);
    let layout = Layout::top_down(Align::Center);
    let mut inside = ui.new_child(UiBuilder::new().id_salt("trouble").max_rect(place).layout(layout));
    theme::floating().show(&mut inside, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::icon(icons::ERROR, size::ICON_EMPTY).color(color::ERROR));
        ui.add(egui::Label::new(theme::body(said)).wrap());
        ui.add_space(size::GAP_XS);
        if Button::new(cx.say("card-outside")).icon(icons::MOVIE).show(ui).clicked() {
            out.tell(Command::OpenOutside(card.task.id.clone()));
        }
        if Button::new(cx.say("card-show")).icon(icons::FOLDER).weight(Weight::Quiet).show(ui).clicked() {
            out.tell(Command::ShowInFolder(card.task.id.clone()));
        }
    });
}
