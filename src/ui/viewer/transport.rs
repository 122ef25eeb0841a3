//! Play, step, scrub, loop and volume.

use egui::accesskit::{Action, Role};
use egui::style::HandleShape;
use egui::{Align, Label, Layout, Rect, Response, Sense, Slider, Ui, UiBuilder, Vec2, WidgetInfo};

use super::Playing;
use crate::engine::{Command, Settings};
use crate::player::{Player, PlayerState, SoundState, Step};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Button};

/// Buttons in the middle: start, back, play, forward, loop.
const BUTTONS: f32 = 5.0;

pub fn transport_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    playing: &mut Playing,
    volume: &mut Option<f32>,
    out: &mut Outbox,
) {
    let state = playing.player.state();
    scrub_ui(ui, cx, &playing.player, &state);
    let (row, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), size::CONTROL), Sense::hover());
    // The buttons stand in the middle of the window, whatever stands left and right of them.
    let wide = size::CONTROL * BUTTONS + size::GAP_XS * (BUTTONS - 1.0);
    let middle = Rect::from_center_size(row.center(), Vec2::new(wide, row.height()));
    let left = Rect::from_min_max(row.min, middle.left_bottom() - Vec2::new(size::GAP_M, 0.0));
    let right = Rect::from_min_max(middle.right_top() + Vec2::new(size::GAP_M, 0.0), row.max);
    let place = |rect, layout| UiBuilder::new().max_rect(rect).layout(layout);
    let forwards = Layout::left_to_right(Align::Center);
    time_ui(&mut ui.new_child(place(left, forwards).id_salt("time")), cx, &state);
    buttons_ui(&mut ui.new_child(place(middle, forwards).id_salt("buttons")), cx, playing, &state, out);
    let backwards = Layout::right_to_left(Align::Center);
    sound_ui(&mut ui.new_child(place(right, backwards).id_salt("sound")), cx, &state, volume, out);
}

/// Where it stands and how long it is.
fn time_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &PlayerState) {
    let now = timecode(state, state.position_secs);
    ui.add(Label::new(theme::figures(now).color(color::TEXT)));
    let whole = format!("/ {}", timecode(state, state.duration_secs));
    ui.add(Label::new(theme::figures(whole).color(color::TEXT_FAINT)));
    if ui.available_width() >= size::FRAME_COUNT {
        let number = (state.frame_number + 1).min(state.frame_count);
        let frame = cx.words.with("viewer-frame", &[("number", number.into()), ("count", state.frame_count.into())]);
        ui.add(Label::new(theme::figures(frame).color(color::TEXT_FAINT)).truncate());
    }
}

fn buttons_ui(ui: &mut Ui, cx: &UiContext<'_>, playing: &mut Playing, state: &PlayerState, out: &mut Outbox) {
    ui.spacing_mut().item_spacing.x = size::GAP_XS;
    if widgets::icon_button(ui, icons::FAST_REWIND, cx.say("viewer-start")).clicked() {
        playing.player.seek(0.0);
    }
    widgets::verb_icon(ui, cx.words, Verb::FrameBack, true, out);
    let (icon, name) = if state.is_playing { (icons::PAUSE, "viewer-pause") } else { (icons::PLAY, "viewer-play") };
    let tip = Verb::Play.tip(cx.words);
    if Button::of_icon(icon, cx.say(name)).tip(&tip).show(ui).clicked() {
        out.ask(Verb::Play);
    }
    widgets::verb_icon(ui, cx.words, Verb::FrameForward, true, out);
    if Button::of_icon(icons::REPEAT, cx.say("viewer-loop")).selected(playing.is_looping).show(ui).clicked() {
        playing.is_looping = !playing.is_looping;
        playing.player.set_looping(playing.is_looping);
    }
}

fn sound_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &PlayerState, held: &mut Option<f32>, out: &mut Outbox) {
    match state.sound {
        SoundState::NoTrack => {
            ui.add(Label::new(theme::small(cx.say("viewer-no-sound")).color(color::TEXT_FAINT)).truncate());
        }
        SoundState::NoDevice => {
            volume_ui(ui, cx, held, out);
            no_device_ui(ui, cx);
        }
        SoundState::Playing => volume_ui(ui, cx, held, out),
    }
}

/// In words where there is room, else as a sign with a tip.
fn no_device_ui(ui: &mut Ui, cx: &UiContext<'_>) {
    let said = cx.say("viewer-no-device");
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

/// The bar one drags along the clip.
fn scrub_ui(ui: &mut Ui, cx: &UiContext<'_>, player: &Player, state: &PlayerState) {
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), size::SCRUB), Sense::click_and_drag());
    let length = state.duration_secs.max(1e-6);
    speak(ui, cx, &response, state);
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
    let radius = if response.hovered() || response.dragged() { size::KNOB_LIT } else { size::KNOB };
    ui.painter().circle_filled(knob, radius, color::TEXT);
    widgets::focus_ring(ui, &response, size::RADIUS_S);
}

/// The bar as a screen reader finds it: a slider over the clip's seconds.
fn speak(ui: &Ui, cx: &UiContext<'_>, response: &Response, state: &PlayerState) {
    let name = cx.say("viewer-scrub").to_owned();
    let value = state.position_secs;
    response.widget_info(|| WidgetInfo { value: Some(value), ..WidgetInfo::labeled(Role::Slider, true, &name) });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(state.duration_secs);
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
}

/// A frame back or forward by the arrow keys, and by a screen reader, for what has the keyboard.
pub fn step_by_keys(ui: &Ui, response: &Response, player: &Player) {
    match widgets::steps_by_keys(ui, response) {
        1.. => player.step(Step::Forward),
        0 => {}
        _ => player.step(Step::Back),
    }
}

/// `00:03:17`: minutes, seconds and the frame within the second.
fn timecode(state: &PlayerState, secs: f64) -> String {
    let fps = (state.frame_count as f64 / state.duration_secs.max(1e-6)).round().max(1.0);
    let whole = (secs.max(0.0) + TIME_SLACK).floor();
    let frame = ((secs.max(0.0) - whole).max(0.0) * fps + TIME_SLACK).floor().min(fps - 1.0);
    let whole = whole as u64;
    format!("{:02}:{:02}:{frame:02}", whole / 60, whole % 60)
}

/// Less than any frame lasts, more than rounding errors amount to.
const TIME_SLACK: f64 = 1e-3;

#[cfg(test)]
mod tests {
    use super::*;

    fn at_24_fps(secs: f64) -> String {
        let state = PlayerState { duration_secs: 75.0, frame_count: 75 * 24, ..PlayerState::default() };
        timecode(&state, secs)
    }

    #[test]
    fn a_time_code_counts_minutes_seconds_and_frames() {
        assert_eq!(at_24_fps(0.0), "00:00:00");
        assert_eq!(at_24_fps(3.0 + 17.0 / 24.0), "00:03:17");
        assert_eq!(at_24_fps(62.999_999), "01:03:00");
        assert_eq!(at_24_fps(71.0 + 23.0 / 24.0), "01:11:23");
    }
}
