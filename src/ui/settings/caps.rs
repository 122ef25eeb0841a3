//! The caps: at most so much a day and a month.

use std::collections::HashMap;

use egui::{Id, Key, Ui, Vec2};

use super::change;
use crate::model::cap::Span;
use crate::model::price::{Amounts, Money, Unit};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::said;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets;

/// What is typed and not taken yet.
#[derive(Default)]
pub struct CapFields {
    typed: HashMap<(Span, Unit), String>,
}

pub fn caps_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut CapFields, out: &mut Outbox) {
    ui.add(egui::Label::new(theme::small(cx.say("caps-why"))).wrap());
    for span in Span::ALL {
        ui.horizontal(|ui| {
            ui.allocate_ui(Vec2::new(size::CAP_NAME, size::CONTROL), |ui| {
                ui.set_min_width(size::CAP_NAME);
                ui.label(theme::body(cx.say(name(span))));
            });
            for unit in Unit::ALL {
                field_ui(ui, cx, state, (span, unit), out);
            }
            if cx.snapshot.settings.caps.is_any() {
                let spent: Amounts = cx.snapshot.spent.of(span);
                let text = cx.words.with("caps-spent", &[("amount", said::amounts(cx.words, spent).into())]);
                ui.label(theme::small(text).color(color::TEXT_FAINT));
            }
        });
    }
}

fn field_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut CapFields, key: (Span, Unit), out: &mut Outbox) {
    let (span, unit) = key;
    let cap = cx.snapshot.settings.caps.of(span).get(unit);
    let shown = cap.map(|cap| cap.to_string()).unwrap_or_default();
    let mut text = state.typed.get(&key).cloned().unwrap_or_else(|| shown.clone());
    let label =
        cx.words.with("caps-field", &[("span", cx.say(name(span)).into()), ("unit", cx.say(unit_word(unit)).into())]);
    let id = Id::unique(("cap", span, unit));
    let response = ui
        .allocate_ui(Vec2::new(size::AMOUNT, size::CONTROL), |ui| {
            widgets::text_line_of(ui, id, &mut text, &label, cx.say("caps-none"))
        })
        .inner;
    let wanted = if text.trim().is_empty() { Some(None) } else { Money::read(&text, unit).map(Some) };
    ui.label(theme::small(cx.say(unit_word(unit))).color(if wanted.is_some() {
        color::TEXT_FAINT
    } else {
        color::ERROR
    }));
    let is_done = response.lost_focus() || (response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter)));
    if is_done {
        state.typed.remove(&key);
        match wanted {
            Some(wanted) if wanted != cap => change(cx, out, |settings| settings.caps.of_mut(span).set(unit, wanted)),
            // What is no amount is not taken; the cap stands as it did.
            Some(_) | None => {}
        }
    } else if response.has_focus() {
        state.typed.insert(key, text);
    }
}

fn name(span: Span) -> &'static str {
    match span {
        Span::Day => "caps-day",
        Span::Month => "caps-month",
    }
}

pub fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Usd => "unit-usd",
        Unit::Credits => "unit-credits",
    }
}
