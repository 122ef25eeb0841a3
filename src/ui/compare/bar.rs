//! One playhead for all: scrub, play, step, loop and volume.

use egui::accesskit::{Action, Role};
use egui::style::HandleShape;
use egui::{
    Align, Label, Layout as Flow, Rect, Response, Sense, Slider, Stroke, Ui, UiBuilder, Vec2, WidgetInfo, pos2,
};

use super::Compare;
use super::deck::Deck;
use super::head::toggle_ui;
use super::pane::tint;
use crate::engine::{Command, Settings};
use crate::player::{PlayerState, SoundState, Step};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::verb::Verb;
use crate::ui::viewer::transport::worry;
use crate::ui::widgets::{self, Button};
use crate::ui::{icons, said};

/// Buttons in the middle: start, back, play, forward, loop.
const BUTTONS: f32 = 5.0;

pub fn bar_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compare, out: &mut Outbox) {
    let stands = state.deck.state();
    scrub_ui(ui, cx, &mut state.deck, &stands);
    let (row, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), size::CONTROL), Sense::hover());
    // The buttons stand in the middle, whatever stands left and right of them.
    let wide = size::CONTROL * BUTTONS + size::GAP_XS * (BUTTONS - 1.0);
    let middle = Rect::from_center_size(row.center(), Vec2::new(wide, row.height()));
    let left = Rect::from_min_max(row.min, middle.left_bottom() - Vec2::new(size::GAP_M, 0.0));
    let right = Rect::from_min_max(middle.right_top() + Vec2::new(size::GAP_M, 0.0), row.max);
    let place = |rect, flow| UiBuilder::new().max_rect(rect).layout(flow);
    let forwards = Flow::left_to_right(Align::Center);
    time_ui(&mut ui.new_child(place(left, forwards).id_salt("time")), cx, &state.deck, &stands);
    buttons_ui(&mut ui.new_child(place(middle, forwards).id_salt("buttons")), cx, state, &stands, out);
    let backwards = Flow::right_to_left(Align::Center);
    sound_ui(&mut ui.new_child(place(right, backwards).id_salt("sound")), cx, &stands, &mut state.volume, out);
}

fn time_ui(ui: &mut Ui, cx: &UiContext<'_>, deck: &Deck, stands: &PlayerState) {
    let now = said::clock(stands.position_secs);
    ui.add(Label::new(theme::figures(now).color(color::TEXT)));
    let whole = format!("/ {}", said::clock(deck.duration_secs()));
    ui.add(Label::new(theme::figures(whole).color(color::TEXT_FAINT)));
    if let Some(speed) = deck.speed().text() {
        ui.add(Label::new(theme::figures(speed).color(color::ACCENT_TEXT)));
    }
    if ui.available_width() >= size::FRAME_COUNT {
        let last = stands.frame_count.saturating_sub(1);
        let args = [("number", stands.frame_number.min(last).into()), ("last", last.into())];
        let frame = cx.words.with("viewer-frame", &args);
        ui.add(Label::new(theme::figures(frame).color(color::TEXT_FAINT)).truncate());
    }
}

fn buttons_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &Compare, stands: &PlayerState, out: &mut Outbox) {
    ui.spacing_mut().item_spacing.x = size::GAP_XS;
    widgets::verb_icon(ui, cx.words, Verb::GoToStart, true, out);
    widgets::verb_icon(ui, cx.words, Verb::FrameBack, true, out);
    let (icon, name) = if stands.is_playing { (icons::PAUSE, "viewer-pause") } else { (icons::PLAY, "viewer-play") };
    let tip = Verb::Play.tip(cx.words);
    if Button::of_icon(icon, cx.say(name)).tip(&tip).show(ui).clicked() {
        out.ask(Verb::Play);
    }
    widgets::verb_icon(ui, cx.words, Verb::FrameForward, true, out);
    toggle_ui(ui, cx, Verb::Loop, state.deck.is_looping(), out);
}

fn sound_ui(ui: &mut Ui, cx: &UiContext<'_>, stands: &PlayerState, held: &mut Option<f32>, out: &mut Outbox) {
    let word = match stands.sound {
        SoundState::NoTrack => Some("viewer-no-sound"),
        SoundState::Playing | SoundState::NoDevice | SoundState::NeedsFfmpeg | SoundState::Undecodable => {
            worry(stands.sound)
        }
    };
    if matches!(stands.sound, SoundState::Playing | SoundState::NoDevice) {
        volume_ui(ui, cx, held, out);
    }
    if let Some(word) = word.filter(|_| ui.available_width() >= size::NO_DEVICE) {
        ui.add(Label::new(theme::small(cx.say(word)).color(color::TEXT_FAINT)).truncate());
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
        let changed = Settings { volume, is_muted: false, ..(**settings).clone() };
        out.tell(Command::ChangeSettings(changed.into()));
    }
    let is_off = settings.is_muted || volume <= 0.0;
    let icon = if is_off { icons::SOUND_OFF } else { icons::SOUND_ON };
    let tip = Verb::Mute.tip(cx.words);
    let mute = Button::of_icon(icon, Verb::Mute.label(cx.words)).tip(&tip).selected(settings.is_muted);
    if mute.show(ui).clicked() {
        out.ask(Verb::Mute);
    }
}

/// The bar one drags along all clips; marks say where each of them ends.
fn scrub_ui(ui: &mut Ui, cx: &UiContext<'_>, deck: &mut Deck, stands: &PlayerState) {
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), size::SCRUB), Sense::click_and_drag());
    let length = deck.duration_secs().max(1e-6);
    speak(ui, cx, &response, stands.position_secs, length);
    if let Some(at) = response.interact_pointer_pos() {
        let secs = f64::from(((at.x - rect.left()) / rect.width()).clamp(0.0, 1.0)) * length;
        if response.drag_stopped() || response.clicked() {
            deck.seek(secs);
        } else if response.drag_started() || response.drag_delta().x != 0.0 {
            // Held still, nothing moves: no clip is asked for the same frame again.
            deck.scrub(secs);
        }
    }
    match widgets::steps_by_keys(ui, &response) {
        1.. => deck.step(Step::Forward),
        0 => {}
        _ => deck.step(Step::Back),
    }
    let rail = Rect::from_center_size(rect.center(), Vec2::new(rect.width(), size::RAIL_LINE));
    let x_of = |secs: f64| rail.left() + rail.width() * (secs / length).clamp(0.0, 1.0) as f32;
    ui.painter().rect_filled(rail, size::RADIUS_S, color::RAISED_HOVER);
    let knob = x_of(stands.position_secs);
    let done = Rect::from_min_max(rail.min, pos2(knob, rail.bottom()));
    ui.painter().rect_filled(done, size::RADIUS_S, color::ACCENT);
    for (index, end) in deck.ends().enumerate().filter(|(_, end)| *end < length - 1e-3) {
        ui.painter().vline(x_of(end), rect.y_range().shrink(3.0), Stroke::new(size::FOCUS_RING, tint(index)));
    }
    let radius = if response.hovered() || response.dragged() { size::KNOB_LIT } else { size::KNOB };
    ui.painter().circle_filled(pos2(knob, rail.center().y), radius, color::TEXT);
    widgets::focus_ring(ui, &response, size::RADIUS_S);
}

fn speak(ui: &Ui, cx: &UiContext<'_>, response: &Response, now: f64, length: f64) {
    let name = cx.say("compare-scrub").to_owned();
    response.widget_info(|| WidgetInfo { value: Some(now), ..WidgetInfo::labeled(Role::Slider, true, &name) });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(length);
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
}
