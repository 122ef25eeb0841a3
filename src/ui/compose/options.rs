//! What else an offering takes, drawn from its row and from nothing else.

use egui::Ui;

use crate::model::capabilities::{RatioBesideFrame, SoundRule};
use crate::model::{AspectRatio, Cut, Mode, Row};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::offering;
use crate::ui::theme::size;
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Segment};

pub fn options_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, row: &Row, out: &mut Outbox) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(size::GAP_S, size::GAP_S);
        offering::picker_ui(ui, cx, desk, out);
        widgets::verb_icon(ui, cx.words, Verb::WhoCan, true, out);
        widgets::verb_icon(ui, cx.words, Verb::Wire, true, out);
        mode_ui(ui, cx, desk, row);
        ratio_ui(ui, cx, desk, row);
        ui.add_space(size::GAP_XS);
        sound_ui(ui, cx, desk, row);
        if row.caps.takes_watermark || desk.draft.watermark {
            let label = cx.say("option-watermark");
            if widgets::toggle(ui, desk.draft.watermark, label, true).clicked() {
                desk.draft.watermark = !desk.draft.watermark;
            }
        }
    });
}

fn mode_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, row: &Row) {
    let chosen = row.caps.mode(desk.draft.mode);
    let segments: Vec<Segment<'_, Mode>> = Mode::ALL
        .into_iter()
        .filter(|mode| row.caps.modes.contains(mode) || *mode == chosen)
        .map(|mode| Segment { value: mode, label: mode_label(mode), tip: cx.say(mode_tip(mode)), is_enabled: true })
        .collect();
    if let Some(mode) = widgets::segmented(ui, cx.say("option-mode"), chosen, &segments) {
        desk.draft.mode = Some(mode);
    }
}

/// Sizes are said alike in every language.
fn mode_label(mode: Mode) -> &'static str {
    match mode {
        Mode::Std => "720p",
        Mode::Pro => "1080p",
        Mode::FourK => "4K",
    }
}

fn mode_tip(mode: Mode) -> &'static str {
    match mode {
        Mode::Std => "option-mode-std",
        Mode::Pro => "option-mode-pro",
        Mode::FourK => "option-mode-4k",
    }
}

fn ratio_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, row: &Row) {
    let chosen = desk.draft.aspect_ratio;
    let follows_frame = row.caps.ratio_beside_frame == RatioBesideFrame::NotTaken && !desk.draft.frames.is_empty();
    let tip = if follows_frame { cx.say("option-ratio-follows") } else { "" };
    let segments: Vec<Segment<'_, AspectRatio>> = AspectRatio::ALL
        .into_iter()
        .filter(|ratio| row.caps.aspect_ratios.contains(ratio) || *ratio == chosen)
        .map(|ratio| Segment { value: ratio, label: ratio.word(), tip, is_enabled: true })
        .collect();
    if let Some(ratio) = widgets::segmented(ui, cx.say("option-ratio"), chosen, &segments) {
        desk.draft.aspect_ratio = ratio;
    }
}

fn sound_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, row: &Row) {
    let is_forced = matches!(row.caps.sound, SoundRule::ForcedWithCuts { .. }) && desk.draft.cut != Cut::OneShot;
    let is_on = row.caps.sound(desk.draft.cut, desk.draft.sound);
    if widgets::toggle(ui, is_on, cx.say("option-sound"), !is_forced).clicked() {
        desk.draft.sound = !desk.draft.sound;
    }
}
