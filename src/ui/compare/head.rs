//! Above the stage: the way back, how the clips lie, and how large they are seen.

use egui::{Align, Layout as Flow, Ui};

use super::blink::EVERY_SECS;
use super::{Compare, Layout};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, size};
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Button, Segment};

pub fn head_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compare, out: &mut Outbox) {
    ui.horizontal_centered(|ui| {
        widgets::verb_icon(ui, cx.words, Verb::Back, true, out);
        ui.label(theme::strong(cx.say("compare-title")));
        ui.add_space(size::GAP_S);
        layout_ui(ui, cx, state.layout, out);
        if state.layout == Layout::Blink {
            ui.add_space(size::GAP_S);
            blink_ui(ui, cx, state, out);
        }
        ui.with_layout(Flow::right_to_left(Align::Center), |ui| {
            widgets::verb_icon(ui, cx.words, Verb::FullScreen, true, out);
            toggle_ui(ui, cx, Verb::ShowApart, !state.hides_settings, out);
            ui.add_space(size::GAP_S);
            widgets::verb_icon(ui, cx.words, Verb::PictureLarger, true, out);
            widgets::verb_icon(ui, cx.words, Verb::PictureSmaller, true, out);
            widgets::verb_icon(ui, cx.words, Verb::PictureFit, !state.view.is_fit(), out);
        });
    });
}

fn layout_ui(ui: &mut Ui, cx: &UiContext<'_>, chosen: Layout, out: &mut Outbox) {
    let of = |layout| match layout {
        Layout::Sides => Verb::SideBySide,
        Layout::Wipe => Verb::Wipe,
        Layout::Blink => Verb::Blink,
    };
    let layouts = [Layout::Sides, Layout::Wipe, Layout::Blink];
    let tips = layouts.map(|layout| of(layout).tip(cx.words));
    let segments: Vec<Segment<'_, Layout>> = layouts
        .into_iter()
        .zip(&tips)
        .map(|(value, tip)| Segment { value, label: of(value).label(cx.words), tip, is_enabled: true })
        .collect();
    if let Some(layout) = widgets::segmented(ui, cx.say("compare-layout"), chosen, &segments) {
        out.ask(of(layout));
    }
}

/// By itself or not, and how fast.
fn blink_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compare, out: &mut Outbox) {
    toggle_ui(ui, cx, Verb::BlinkByItself, state.blink.is_auto(), out);
    let labels = EVERY_SECS.map(|secs| cx.words.with("compare-every", &[("seconds", secs.into())]));
    let segments: Vec<Segment<'_, f64>> = EVERY_SECS
        .into_iter()
        .zip(&labels)
        .map(|(value, label)| Segment { value, label, tip: "", is_enabled: state.blink.is_auto() })
        .collect();
    let chosen = state.blink.every_secs;
    if let Some(secs) = widgets::segmented(ui, cx.say("compare-blink-every"), chosen, &segments) {
        state.blink.every_secs = secs;
        state.blink.set_auto(true);
    }
}

/// A verb that is on or off, as a button.
pub fn toggle_ui(ui: &mut Ui, cx: &UiContext<'_>, verb: Verb, is_on: bool, out: &mut Outbox) {
    let tip = verb.tip(cx.words);
    if Button::of_icon(verb.icon(), verb.label(cx.words)).tip(&tip).selected(is_on).show(ui).clicked() {
        out.ask(verb);
    }
}
