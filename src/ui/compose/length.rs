//! Who cuts, and how long the video is where the shots do not say.

use egui::{Align, Layout, Ui};

use crate::model::{Cut, Row, Secs};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme;
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Button, Segment, Weight};

/// The choice of the cut, with what stands at its right.
pub fn cut_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    desk: &mut Desk,
    row: &Row,
    out: &mut Outbox,
    right: impl FnOnce(&mut Ui, &mut Desk, &mut Outbox),
) {
    ui.horizontal(|ui| {
        let segments: Vec<Segment<'_, Cut>> = Cut::ALL
            .into_iter()
            .filter(|cut| row.caps.cuts.contains(cut) || *cut == desk.draft.cut)
            .map(|cut| Segment {
                value: cut,
                label: cx.say(cut_label(cut)),
                tip: cx.say(cut_tip(cut)),
                is_enabled: true,
            })
            .collect();
        if let Some(cut) = widgets::segmented(ui, cx.say("cut-title"), desk.draft.cut, &segments) {
            desk.cut(cut, &row.caps);
        }
        if row.caps.cuts.contains(&Cut::ByHand) {
            let tip = Verb::CutScript.tip(cx.words);
            let button = Button::new(cx.say("script-button")).icon(Verb::CutScript.icon()).weight(Weight::Quiet);
            if button.name(Verb::CutScript.label(cx.words)).tip(&tip).show(ui).clicked() {
                out.ask(Verb::CutScript);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| right(ui, desk, out));
    });
}

fn cut_label(cut: Cut) -> &'static str {
    match cut {
        Cut::OneShot => "cut-one-shot",
        Cut::ByVendor => "cut-by-vendor",
        Cut::ByHand => "cut-by-hand",
    }
}

fn cut_tip(cut: Cut) -> &'static str {
    match cut {
        Cut::OneShot => "cut-one-shot-tip",
        Cut::ByVendor => "cut-by-vendor-tip",
        Cut::ByHand => "cut-by-hand-tip",
    }
}

/// The cut and one length for the whole video; its timeline follows.
pub fn length_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, row: &Row, out: &mut Outbox) {
    cut_ui(ui, cx, desk, row, out, |ui, desk, _| {
        let (least, most) = (row.caps.min_seconds.0, row.caps.max_seconds.0);
        let shown = cx.words.with("seconds", &[("seconds", desk.draft.seconds.0.into())]);
        if let Some(secs) = widgets::stepper(ui, cx.say("length-title"), desk.draft.seconds.0, least..=most, &shown) {
            desk.draft.seconds = Secs(secs);
        }
        ui.label(theme::label(cx.say("length-title")));
    });
}
