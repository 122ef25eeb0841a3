//! The row under the bar: where it stands, play and step, sound.

use egui::style::HandleShape;
use egui::{Align, Key, Label, Layout, Rect, Sense, Slider, Ui, UiBuilder, Vec2};

use super::playing::Playing;
use super::timecode;
use crate::engine::{Command, Settings};
use crate::player::{PlayerState, SoundState};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Button};

/// Left and right of play.
const BEFORE_PLAY: [Verb; 3] = [Verb::GoToStart, Verb::FrameBack, Verb::ShuttleBack];
const AFTER_PLAY: [Verb; 3] = [Verb::ShuttleForward, Verb::FrameForward, Verb::GoToEnd];

/// What is being typed into the time code.
pub type Typed = Option<String>;

pub fn transport_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    playing: &mut Playing,
    state: &PlayerState,
    typed: &mut Typed,
    volume: &mut Option<f32>,
    out: &mut Outbox,
) {
    let (row, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), size::CONTROL), Sense::hover());
    // The buttons stand in the middle of the window, whatever stands left and right of them.
    let buttons = (BEFORE_PLAY.len() + AFTER_PLAY.len() + 1) as f32;
    let wide = size::CONTROL * buttons + size::GAP_XS * (buttons - 1.0);
    let middle = Rect::from_center_size(row.center(), Vec2::new(wide, row.height()));
    let left = Rect::from_min_max(row.min, middle.left_bottom() - Vec2::new(size::GAP_S, 0.0));
    let right = Rect::from_min_max(middle.right_top() + Vec2::new(size::GAP_S, 0.0), row.max);
    let place = |rect, layout| UiBuilder::new().max_rect(rect).layout(layout);
    let forwards = Layout::left_to_right(Align::Center);
    time_ui(&mut ui.new_child(place(left, forwards).id_salt("time")), cx, playing, state, typed, out);
    buttons_ui(&mut ui.new_child(place(middle, forwards).id_salt("buttons")), cx, state, out);
    let backwards = Layout::right_to_left(Align::Center);
    sound_ui(&mut ui.new_child(place(right, backwards).id_salt("sound")), cx, state, volume, out);
}

/// Where it stands and how long it is. A click on it, and one types where to go.
fn time_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    playing: &mut Playing,
    state: &PlayerState,
    typed: &mut Typed,
    out: &mut Outbox,
) {
    ui.spacing_mut().item_spacing.x = size::GAP_XS;
    let fps = playing.fps(state);
    if typed.is_some() {
        return goal_ui(ui, cx, playing, fps, typed);
    }
    let now = timecode::text(state.position_secs, fps);
    let whole = timecode::text(state.duration_secs, fps);
    let code = egui::Button::new(theme::figures(&now).color(color::TEXT)).frame_when_inactive(false);
    let tip = Verb::GoToTime.tip(cx.words);
    let said = format!("{}: {now}", Verb::GoToTime.label(cx.words));
    if ui.add(code).accessible_name(&said).on_hover_text(theme::small(tip).color(color::TEXT)).clicked() {
        out.ask(Verb::GoToTime);
    }
    ui.add(Label::new(theme::figures(format!("/ {whole}")).color(color::TEXT_FAINT)).truncate());
}

fn goal_ui(ui: &mut Ui, cx: &UiContext<'_>, playing: &mut Playing, fps: f64, typed: &mut Typed) {
    let Some(text) = typed else {
        return;
    };
    let room = Vec2::new(size::TIME_FIELD, size::CONTROL);
    let field = ui.allocate_ui(room, |ui| {
        let (name, hint) = (cx.say("viewer-goal"), cx.say("viewer-goal-hint"));
        widgets::text_line_of(ui, egui::Id::unique("viewer-goal"), text, name, hint)
    });
    let field = field.inner;
    if !field.has_focus() && !field.lost_focus() {
        field.request_focus();
    }
    if !field.lost_focus() {
        return;
    }
    let goal = timecode::read(text, fps);
    if let Some(goal) = goal.filter(|_| ui.input(|input| input.key_pressed(Key::Enter))) {
        playing.go(goal);
    }
    *typed = None;
    ui.ctx().request_repaint();
}

fn buttons_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &PlayerState, out: &mut Outbox) {
    ui.spacing_mut().item_spacing.x = size::GAP_XS;
    for verb in BEFORE_PLAY {
        widgets::verb_icon(ui, cx.words, verb, true, out);
    }
    let (icon, name) = if state.is_playing { (icons::PAUSE, "viewer-pause") } else { (icons::PLAY, "viewer-play") };
    let tip = Verb::Play.tip(cx.words);
    if Button::of_icon(icon, cx.say(name)).tip(&tip).show(ui).clicked() {
        out.ask(Verb::Play);
    }
    for verb in AFTER_PLAY {
        widgets::verb_icon(ui, cx.words, verb, true, out);
    }
}

fn sound_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &PlayerState, held: &mut Option<f32>, out: &mut Outbox) {
    match state.sound {
        SoundState::NoTrack => {
            ui.add(Label::new(theme::small(cx.say("viewer-no-sound")).color(color::TEXT_FAINT)).truncate());
        }
        SoundState::NeedsFfmpeg | SoundState::Undecodable => {}
        SoundState::NoDevice | SoundState::Playing => volume_ui(ui, cx, held, out),
    }
    if let Some(word) = worry(state.sound) {
        worry_ui(ui, cx.say(word));
    }
}

/// Why a clip that has sound is not heard.
pub fn worry(sound: SoundState) -> Option<&'static str> {
    match sound {
        SoundState::Playing | SoundState::NoTrack => None,
        SoundState::NoDevice => Some("viewer-no-device"),
        SoundState::NeedsFfmpeg => Some("viewer-sound-needs-ffmpeg"),
        SoundState::Undecodable => Some("viewer-sound-lost"),
    }
}

/// In words where there is room, else as a sign with a tip.
fn worry_ui(ui: &mut Ui, said: &str) {
    if ui.available_width() >= size::NO_DEVICE {
        ui.add(Label::new(theme::small(said).color(color::WARNING)).truncate());
    } else {
        let sign = theme::icon(icons::WARNING, size::ICON_SMALL).color(color::WARNING);
        ui.label(sign).on_hover_text(said).accessible_name(said);
    }
}

fn volume_ui(ui: &mut Ui, cx: &UiContext<'_>, held: &mut Option<f32>, out: &mut Outbox) {
    let settings = &cx.snapshot.settings;
    let mut volume = held.unwrap_or(settings.volume);
    ui.spacing_mut().slider_width = size::VOLUME;
    ui.spacing_mut().interact_size.y = size::SCRUB;
    let slider = Slider::new(&mut volume, 0.0..=1.0).show_value(false).handle_shape(HandleShape::Circle);
    let slider = ui.add(slider).accessible_name(cx.say("viewer-volume"));
    if slider.dragged() {
        *held = Some(volume);
    } else if slider.drag_stopped() || slider.changed() {
        *held = None;
        change_sound(cx, out, |settings| {
            settings.volume = volume;
            settings.is_muted = false;
        });
    }
    let is_off = settings.is_muted || volume <= 0.0;
    let icon = if is_off { icons::SOUND_OFF } else { icons::SOUND_ON };
    let tip = Verb::Mute.tip(cx.words);
    let mute = Button::of_icon(icon, Verb::Mute.label(cx.words)).tip(&tip).selected(settings.is_muted);
    if mute.show(ui).clicked() {
        out.ask(Verb::Mute);
    }
}

/// Remembers what was set, for this clip and every later one.
fn change_sound(cx: &UiContext<'_>, out: &mut Outbox, change: impl FnOnce(&mut Settings)) {
    let mut settings = (*cx.snapshot.settings).clone();
    change(&mut settings);
    out.tell(Command::ChangeSettings(settings.into()));
}
