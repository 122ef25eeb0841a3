//! The caps: at most so much a day and a month.

use egui::{Id, Ui, Vec2};

use super::amount::{Amount, Typed, amount_ui, refused_ui};
use super::change;
use crate::model::cap::Span;
use crate::model::price::{Amounts, Unit};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::said;
use crate::ui::theme::{self, color, size};

pub fn caps_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Typed, out: &mut Outbox) {
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
        refused_ui(ui, cx, state, &Unit::ALL.map(|unit| id(span, unit)));
    }
}

fn field_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Typed, key: (Span, Unit), out: &mut Outbox) {
    let (span, unit) = key;
    let cap = cx.snapshot.settings.caps.of(span).get(unit);
    let label =
        cx.words.with("caps-field", &[("span", cx.say(name(span)).into()), ("unit", cx.say(unit_word(unit)).into())]);
    let field = Amount { id: id(span, unit), name: &label, hint: cx.say("caps-none"), now: cap, unit };
    let given = amount_ui(ui, state, &field);
    ui.label(theme::small(cx.say(unit_word(unit))).color(color::TEXT_FAINT));
    if let Some(wanted) = given.filter(|wanted| *wanted != cap) {
        change(cx, out, |settings| settings.caps.of_mut(span).set(unit, wanted));
    }
}

fn id(span: Span, unit: Unit) -> Id {
    Id::unique(("cap", span, unit))
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
