//! The line before a vendor, as a person sees and orders it: its head, the pause, and the controls of a card in it.

use std::collections::HashMap;

use egui::accesskit::{Action, Role};
use egui::{
    Align, CursorIcon, EventFilter, Key, Layout, Modifiers, Popup, Rect, Response, Sense, Ui, Vec2, WidgetInfo,
};

use super::action::Outbox;
use super::cards;
use super::context::UiContext;
use super::icons;
use super::theme::{self, color, size};
use super::widgets::{self, Button, Weight};
use crate::engine::Command;
use crate::engine::snapshot::TaskCard;
use crate::model::{TaskId, TaskState};

/// What the line remembers between frames.
#[derive(Default)]
pub struct Line {
    /// Where every card of it stood when it was last drawn.
    places: HashMap<TaskId, Rect>,
}

impl Line {
    pub fn stands_at(&mut self, card: &TaskCard, rect: Rect) {
        if is_in_line(card) {
            self.places.insert(card.task.id.clone(), rect);
        }
    }

    pub fn forget_others(&mut self, cx: &UiContext<'_>) {
        self.places.retain(|id, _| cx.snapshot.queue.iter().any(|card| card.task.id == *id && is_in_line(card)));
    }
}

pub fn is_in_line(card: &TaskCard) -> bool {
    card.task.state() == TaskState::Queued
}

/// A vendor that is paused, above everything else: whoever wonders why nothing happens looks here.
pub fn paused_ui(ui: &mut Ui, cx: &UiContext<'_>, out: &mut Outbox) {
    for vendor in &cx.snapshot.settings.paused {
        let Some(account) = cx.account(vendor) else { continue };
        theme::card_of_warning().show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal(|ui| {
                ui.label(theme::icon(icons::PAUSE, size::ICON).color(color::WARNING));
                let text = cx.words.with("line-paused", &[("vendor", account.name.into())]);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let name = cx.words.with("line-continue-vendor", &[("vendor", account.name.into())]);
                    let go_on = Button::new(cx.say("line-continue")).icon(icons::PLAY).name(&name);
                    if go_on.weight(Weight::Primary).show(ui).clicked() {
                        out.tell(Command::ContinueVendor(vendor.as_str().into()));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.add(egui::Label::new(theme::strong(text).color(color::WARNING)).wrap());
                    });
                });
            });
        });
    }
}

/// The button that pauses a vendor or lets it go on.
pub fn pause_menu_ui(ui: &mut Ui, cx: &UiContext<'_>, out: &mut Outbox) {
    let button = widgets::icon_button(ui, icons::PAUSE, cx.say("line-pause-menu"));
    Popup::menu(&button).width(size::MENU).accessible_name(cx.say("line-pause-menu")).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for account in cx.snapshot.accounts.iter() {
            let is_paused = cx.snapshot.settings.is_paused(account.vendor);
            let (id, icon) =
                if is_paused { ("line-continue-vendor", icons::PLAY) } else { ("line-pause-vendor", icons::PAUSE) };
            let text = cx.words.with(id, &[("vendor", account.name.into())]);
            let line =
                egui::Button::new((theme::icon(icon, size::ICON_SMALL), theme::body(&text))).frame_when_inactive(false);
            let width = ui.available_width();
            if ui.add(line.min_size(Vec2::new(width, size::CONTROL))).accessible_name(&text).clicked() {
                let vendor = account.vendor.into();
                out.tell(if is_paused { Command::ContinueVendor(vendor) } else { Command::PauseVendor(vendor) });
                ui.close();
            }
        }
    });
}

/// What stands before the first card in line.
pub fn head_ui(ui: &mut Ui, cx: &UiContext<'_>) {
    let count = cx.snapshot.queue.iter().filter(|card| is_in_line(card)).count();
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = size::BADGE;
        ui.label(theme::label(cx.words.with("line-title", &[("count", count.into())])));
        ui.label(theme::caption(cx.say("line-why")));
    });
}

/// Cancel on the left, and on the right what moves a card in its line.
pub fn controls_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, state: &Line, out: &mut Outbox) {
    let line = line_of(cx, card);
    let Some(at) = line.iter().position(|other| other.task.id == card.task.id) else { return };
    let mut wanted = None;
    let row = Vec2::new(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        if line.len() > 1 {
            wanted = grip_ui(ui, cx, card, &line, at, state);
            let later = Button::of_icon(icons::ARROW_DOWN, cx.say("line-later")).enabled(at + 1 < line.len());
            if later.show(ui).clicked() {
                wanted = Some(at + 2);
            }
            let earlier = Button::of_icon(icons::ARROW_UP, cx.say("line-earlier")).enabled(at > 0);
            if earlier.show(ui).clicked() {
                wanted = at.checked_sub(1);
            }
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = size::GAP_S;
            cards::next_step_ui(ui, cx, card, out);
        });
    });
    if let Some(before) = wanted {
        let before = line.get(before).map(|other| other.task.id.clone());
        out.tell(Command::LineUp { task: card.task.id.clone(), before });
    }
}

/// The cards that wait for the same vendor, as they will be sent; practice apart.
fn line_of<'a>(cx: &UiContext<'a>, card: &TaskCard) -> Vec<&'a TaskCard> {
    let is_of_it = |other: &&TaskCard| {
        is_in_line(other) && other.task.vendor == card.task.vendor && other.task.is_practice == card.task.is_practice
    };
    cx.snapshot.queue.iter().filter(is_of_it).collect()
}

/// What one takes a card by. The place it is wanted before, when it is let go or moved by keys.
fn grip_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    card: &TaskCard,
    line: &[&TaskCard],
    at: usize,
    state: &Line,
) -> Option<usize> {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size::CONTROL), Sense::click_and_drag());
    let args =
        [("heading", cards::heading(cx, &card.task).into()), ("place", (at + 1).into()), ("count", line.len().into())];
    let name = cx.words.with("line-place", &args);
    response
        .widget_info(|| WidgetInfo { value: Some((at + 1) as f64), ..WidgetInfo::labeled(Role::Slider, true, &name) });
    let is_lit = response.hovered() || response.dragged() || response.has_focus();
    let ink = if is_lit { color::TEXT } else { color::TEXT_FAINT };
    let font = theme::icon_font(size::ICON);
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, icons::GRIP.codepoint, font, ink);
    widgets::focus_ring(ui, &response, size::RADIUS_M);
    let steps = steps_up_and_down(ui, &response);
    if steps != 0 {
        let to = at.saturating_add_signed(steps).min(line.len() - 1);
        // Before the card that stands there now; further down it is the one after it.
        return (to != at).then_some(if to > at { to + 1 } else { to });
    }
    let response = response.on_hover_text(cx.say("line-grip")).on_hover_cursor(CursorIcon::Grab);
    let is_held = response.dragged() || response.drag_stopped();
    let pointer = ui.ctx().pointer_latest_pos().filter(|_| is_held)?;
    let before = line.iter().position(|other| {
        other.task.id != card.task.id
            && state.places.get(&other.task.id).is_some_and(|rect| rect.center().y > pointer.y)
    });
    let before = before.unwrap_or(line.len());
    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
    mark_ui(ui, line, before, state);
    let is_elsewhere = before != at && before != at + 1;
    (response.drag_stopped() && is_elsewhere).then_some(before)
}

/// The edge a card that is held would stand at.
fn mark_ui(ui: &Ui, line: &[&TaskCard], before: usize, state: &Line) {
    let place = |index: usize| line.get(index).and_then(|card| state.places.get(&card.task.id));
    let edge = match (place(before), before.checked_sub(1).and_then(place)) {
        (Some(rect), _) => Some((rect.x_range(), rect.top() - size::GAP_XS)),
        (None, Some(rect)) => Some((rect.x_range(), rect.bottom() + size::GAP_XS)),
        (None, None) => None,
    };
    if let Some((across, y)) = edge {
        let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Foreground, ui.scope_id().with("line")));
        painter.hline(across, y, egui::Stroke::new(size::FOCUS_RING, color::FOCUS));
    }
}

/// Steps by the arrow keys while it has the keyboard, or by an assistive technology: positive is later.
fn steps_up_and_down(ui: &Ui, response: &Response) -> isize {
    let has_focus = response.has_focus();
    if has_focus {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
    ui.input_mut(|input| {
        let mut steps = 0;
        if has_focus {
            steps += input.count_and_consume_key(Modifiers::NONE, Key::ArrowDown).cast_signed();
            steps -= input.count_and_consume_key(Modifiers::NONE, Key::ArrowUp).cast_signed();
        }
        steps += input.num_accesskit_action_requests(response.id, Action::Increment).cast_signed();
        steps - input.num_accesskit_action_requests(response.id, Action::Decrement).cast_signed()
    })
}
