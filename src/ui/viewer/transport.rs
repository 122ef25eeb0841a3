//! Play, step, scrub, loop and volume.

use egui::{Key, Rect, Response, Sense, Slider, Ui, Vec2, WidgetInfo, accesskit::Role};

use crate::engine::{Command, Settings};
use crate::player::{Player, PlayerState, SoundState, Step};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Button};

/// Clips up to this long start over by themselves.
pub const LOOPING_SECS: f64 = 20.0;

pub fn transport_ui(ui: &mut Ui, cx: &UiContext<'_>, player: &Player, volume: &mut Option<f32>, out: &mut Outbox) {
    let state = player.state();
    scrub_ui(ui, cx, player, &state);
    ui.horizontal(|ui| {
        ui.label(theme::figures(timecode(&state)).color(color::TEXT));
        ui.label(theme::figures(format!("/ {}", clock(state.duration_secs))).color(color::TEXT_FAINT));
        let frame = cx
            .words
            .with("viewer-frame", &[("number", (state.frame_number + 1).into()), ("count", state.frame_count.into())]);
        ui.label(theme::figures(frame).color(color::TEXT_FAINT));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| sound_ui(ui, cx, &state, volume, out));
    });
    // Laid over the same row, in the middle of the window whatever stands left and right of it.
    let row = ui.min_rect();
    let middle = Rect::from_center_size(
        egui::pos2(row.center().x, row.bottom() - size::CONTROL / 2.0),
        Vec2::new(size::CONTROL * 5.0 + size::GAP_S * 4.0, size::CONTROL),
    );
    let mut buttons = ui.new_child(egui::UiBuilder::new().id_salt("transport").max_rect(middle));
    buttons.horizontal(|ui| buttons_ui(ui, cx, player, &state, out));
}

fn buttons_ui(ui: &mut Ui, cx: &UiContext<'_>, player: &Player, state: &PlayerState, out: &mut Outbox) {
    if widgets::icon_button(ui, icons::FAST_REWIND, cx.say("viewer-start")).clicked() {
        player.seek(0.0);
    }
    let back = Verb::FrameBack.tip(cx.words);
    if Button::of_icon(icons::SKIP_PREVIOUS, Verb::FrameBack.label(cx.words)).tip(&back).show(ui).clicked() {
        player.step(Step::Back);
    }
    let (icon, name) = if state.is_playing { (icons::PAUSE, "viewer-pause") } else { (icons::PLAY, "viewer-play") };
    let tip = Verb::Play.tip(cx.words);
    if Button::of_icon(icon, cx.say(name)).tip(&tip).selected(state.is_playing).show(ui).clicked() {
        out.ask(Verb::Play);
    }
    let forward = Verb::FrameForward.tip(cx.words);
    if Button::of_icon(icons::SKIP_NEXT, Verb::FrameForward.label(cx.words)).tip(&forward).show(ui).clicked() {
        player.step(Step::Forward);
    }
    let looping = Button::of_icon(icons::REPEAT, cx.say("viewer-loop")).selected(state.is_looping);
    if looping.show(ui).clicked() {
        player.set_looping(!state.is_looping);
    }
}

fn sound_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &PlayerState, held: &mut Option<f32>, out: &mut Outbox) {
    let settings = &cx.snapshot.settings;
    match state.sound {
        SoundState::NoTrack => {
            ui.label(theme::small(cx.say("viewer-no-sound")).color(color::TEXT_FAINT));
            return;
        }
        SoundState::NoDevice => {
            ui.label(theme::small(cx.say("viewer-no-device")).color(color::WARNING));
        }
        SoundState::Playing => {}
    }
    let mut volume = held.unwrap_or(settings.volume);
    ui.spacing_mut().slider_width = 90.0;
    let slider = ui.add(Slider::new(&mut volume, 0.0..=1.0).show_value(false)).accessible_name(cx.say("viewer-volume"));
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
    if Button::of_icon(icon, Verb::Mute.label(cx.words)).tip(&tip).show(ui).clicked() {
        change_sound(cx, out, |settings| settings.is_muted = !settings.is_muted);
    }
}

/// Remembers what was set, for this clip and every later one.
pub fn change_sound(cx: &UiContext<'_>, out: &mut Outbox, change: impl FnOnce(&mut Settings)) {
    let mut settings = (*cx.snapshot.settings).clone();
    change(&mut settings);
    out.tell(Command::ChangeSettings(settings));
}

/// The bar one drags along the clip.
fn scrub_ui(ui: &mut Ui, cx: &UiContext<'_>, player: &Player, state: &PlayerState) {
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), size::SCRUB), Sense::click_and_drag());
    let value = state.position_secs;
    let name = cx.say("viewer-scrub").to_owned();
    response.widget_info(|| WidgetInfo { value: Some(value), ..WidgetInfo::labeled(Role::Slider, true, &name) });
    let length = state.duration_secs.max(1e-6);
    if let Some(at) = response.interact_pointer_pos() {
        let share = f64::from(((at.x - rect.left()) / rect.width()).clamp(0.0, 1.0));
        player.seek(share * length);
    }
    step_by_keys(ui, &response, player);
    let share = (state.position_secs / length).clamp(0.0, 1.0) as f32;
    let rail = Rect::from_center_size(rect.center(), Vec2::new(rect.width(), size::RAIL_LINE));
    ui.painter().rect_filled(rail, size::RADIUS_S, color::RAISED_HOVER);
    let done = Rect::from_min_size(rail.min, Vec2::new(rail.width() * share, rail.height()));
    ui.painter().rect_filled(done, size::RADIUS_S, color::ACCENT);
    let knob = egui::pos2(rail.left() + rail.width() * share, rail.center().y);
    let radius = if response.hovered() || response.dragged() { 7.0 } else { 5.0 };
    ui.painter().circle_filled(knob, radius, color::TEXT);
    widgets::focus_ring(ui, &response, size::RADIUS_S);
}

fn step_by_keys(ui: &Ui, response: &Response, player: &Player) {
    if !response.has_focus() {
        return;
    }
    if ui.input(|input| input.key_pressed(Key::ArrowLeft)) {
        player.step(Step::Back);
    }
    if ui.input(|input| input.key_pressed(Key::ArrowRight)) {
        player.step(Step::Forward);
    }
}

/// `00:03:17`: minutes, seconds and the frame within the second.
fn timecode(state: &PlayerState) -> String {
    let fps = (state.frame_count as f64 / state.duration_secs.max(1e-6)).round().max(1.0);
    let whole = state.position_secs.max(0.0).floor();
    let frame = ((state.position_secs.max(0.0) - whole) * fps + 1e-3).floor().min(fps - 1.0);
    format!("{}:{frame:02}", clock(whole))
}

fn clock(secs: f64) -> String {
    let secs = secs.max(0.0).round() as u64;
    format!("{:02}:{:02}", secs / 60, secs % 60)
}
