//! Passing words: shown for some seconds, longer while the mouse is on them, with a way back where there is one.

use egui::accesskit::{Live, Role};
use egui::{Align2, Area, Context, Id, Order, Ui, Vec2};

use super::action::Outbox;
use super::edits::Refused;
use super::icons;
use super::theme::{self, color, size, time};
use super::verb::Verb;
use super::widgets::{self, Weight};
use crate::engine::Command;
use crate::engine::snapshot::{Notice, Tone};
use crate::model::Trouble;
use crate::words::Words;

/// How many stand on the screen at once.
const MAX_SHOWN: usize = 4;

#[derive(Default)]
pub struct Toasts {
    shown: Vec<Toast>,
    next: u64,
}

struct Toast {
    number: u64,
    tone: Tone,
    said: Trouble,
    undo: Option<Command>,
    /// The verb that would help.
    offer: Option<Verb>,
    until: f64,
}

impl Toasts {
    pub fn add(&mut self, notice: Notice, now: f64) {
        self.push(notice, None, now);
    }

    fn push(&mut self, notice: Notice, offer: Option<Verb>, now: f64) {
        let has_button = notice.undo.is_some() || offer.is_some();
        let secs = if has_button { time::TOAST_WITH_UNDO_SECS } else { time::TOAST_SECS };
        // A key that repeats says the same again and again: it is said once, longer.
        if let Some(last) = self.shown.last_mut()
            && (last.tone, &last.said, last.offer) == (notice.tone, &notice.said, offer)
            && last.undo.is_none()
            && notice.undo.is_none()
        {
            last.until = now + secs;
            return;
        }
        self.next += 1;
        self.shown.push(Toast {
            number: self.next,
            tone: notice.tone,
            said: notice.said,
            undo: notice.undo,
            offer,
            until: now + secs,
        });
        let excess = self.shown.len().saturating_sub(MAX_SHOWN);
        self.shown.drain(..excess);
    }

    pub fn say(&mut self, said: Trouble, now: f64) {
        self.add(Notice { tone: Tone::Plain, said, undo: None }, now);
    }

    /// Says why a verb did nothing, with a button for the one that would help.
    pub fn refuse(&mut self, refused: Refused, now: f64) {
        self.push(Notice { tone: Tone::Plain, said: refused.said, undo: None }, refused.offer, now);
    }
}

pub fn toasts_ui(ctx: &Context, words: &Words, toasts: &mut Toasts, out: &mut Outbox) {
    let now = ctx.input(|input| input.time);
    toasts.shown.retain(|toast| toast.until > now);
    if toasts.shown.is_empty() {
        return;
    }
    let area = Area::new(Id::unique("toasts"))
        .order(Order::Foreground)
        .anchor(Align2::RIGHT_BOTTOM, Vec2::new(-size::GAP_S, -size::ACTION_BAR - size::GAP_M))
        .accessible_name(words.get("toasts"));
    let response = area.show(ctx, |ui| {
        ui.set_width(size::TOAST);
        let mut closed = None;
        for toast in &toasts.shown {
            if toast_ui(ui, words, toast, out) {
                closed = Some(toast.number);
            }
        }
        toasts.shown.retain(|toast| Some(toast.number) != closed);
    });
    if response.response.contains_pointer() {
        for toast in &mut toasts.shown {
            toast.until = toast.until.max(now + 1.5);
        }
    }
    if let Some(first) = toasts.shown.iter().map(|toast| toast.until).reduce(f64::min) {
        ctx.request_repaint_after_secs((first - now).max(0.01) as f32);
    }
}

/// True when it is done with.
fn toast_ui(ui: &mut Ui, words: &Words, toast: &Toast, out: &mut Outbox) -> bool {
    let (icon, tint) = match toast.tone {
        Tone::Good => (icons::CHECK, color::GOOD),
        Tone::Plain => (icons::NOTE, color::NOTE),
        Tone::Bad => (icons::ERROR, color::ERROR),
    };
    let mut is_done = false;
    theme::toast().show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.label(theme::icon(icon, size::ICON).color(tint));
            ui.vertical(|ui| {
                ui.set_width(size::TOAST - 100.0);
                let text = words.say(&toast.said);
                let label = ui.add(egui::Label::new(theme::body(&*text)).wrap());
                ui.ctx().accesskit_node_builder(label.id, |node| {
                    node.set_role(Role::Status);
                    node.set_live(Live::Polite);
                    node.set_label(text);
                });
                if let Some(undo) = &toast.undo
                    && widgets::button(ui, words.get("toast-undo"), Weight::Normal, true).clicked()
                {
                    out.tell(undo.clone());
                    is_done = true;
                }
                if let Some(offer) = toast.offer
                    && widgets::button(ui, offer.label(words), Weight::Normal, true).clicked()
                {
                    out.ask(offer);
                    is_done = true;
                }
            });
            if widgets::icon_button(ui, icons::CLOSE, words.get("toast-close")).clicked() {
                is_done = true;
            }
        });
    });
    is_done
}
