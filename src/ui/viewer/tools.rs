//! The second row: in and out, the loop and the frame's number on the left; the picture's size and what one takes from
//! it on the right.

use egui::accesskit::Role;
use egui::{Align, Label, Layout, Ui, Vec2, WidgetInfo};

use super::Viewer;
use super::playing::Playing;
use crate::player::{Carrier, PlayerState};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Button, Weight};

/// What is done with the frame one stands on, as its menu lists it.
pub const OF_FRAME: [Option<Verb>; 9] = [
    Some(Verb::ContinueHere),
    Some(Verb::ContinueLast),
    None,
    Some(Verb::UseAsFirst),
    Some(Verb::UseAsLast),
    Some(Verb::UseAsView),
    None,
    Some(Verb::SaveFrame),
    Some(Verb::CopyFrame),
];

pub fn tools_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    viewer: &Viewer,
    playing: &Playing,
    state: &PlayerState,
    out: &mut Outbox,
) {
    let row = Vec2::new(ui.available_width(), size::CONTROL);
    let is_wide = row.x >= size::TOOLS_WIDE;
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = size::GAP_XS;
        frame_ui(ui, cx, is_wide, out);
        ui.add_space(size::GAP_S);
        size_ui(ui, cx, playing, out);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            marks_ui(ui, cx, playing, out);
            ui.add_space(size::GAP_XS);
            words_ui(ui, cx, viewer, playing, state);
        });
    });
}

fn marks_ui(ui: &mut Ui, cx: &UiContext<'_>, playing: &Playing, out: &mut Outbox) {
    lit_verb_ui(ui, cx, Verb::MarkIn, playing.marks.start().is_some(), out);
    lit_verb_ui(ui, cx, Verb::MarkOut, playing.marks.end().is_some(), out);
    widgets::verb_icon(ui, cx.words, Verb::ClearMarks, playing.marks.is_set(), out);
    lit_verb_ui(ui, cx, Verb::Loop, playing.is_looping, out);
}

/// A verb's button that shows whether it is in force.
fn lit_verb_ui(ui: &mut Ui, cx: &UiContext<'_>, verb: Verb, is_lit: bool, out: &mut Outbox) {
    let tip = verb.tip(cx.words);
    if Button::of_icon(verb.icon(), verb.label(cx.words)).tip(&tip).selected(is_lit).show(ui).clicked() {
        out.ask(verb);
    }
}

/// The frame's number, and what is out of the ordinary.
fn words_ui(ui: &mut Ui, cx: &UiContext<'_>, viewer: &Viewer, playing: &Playing, state: &PlayerState) {
    let args = [("number", state.frame_number.into()), ("last", state.frame_count.saturating_sub(1).into())];
    let frame = theme::figures(cx.words.with("viewer-frame", &args)).color(color::TEXT_FAINT);
    ui.add(Label::new(frame).truncate()).on_hover_text(cx.say("viewer-frame-tip"));
    if let Some(speed) = playing.speed_text(state) {
        let speed = theme::figures(speed).color(color::ACCENT_TEXT);
        ui.label(speed).on_hover_text(cx.say("viewer-speed-tip"));
    }
    if let Some(frame) = viewer.taking.coming() {
        let said = cx.words.with("frame-taking", &[("frame", frame.into())]);
        ui.add(Label::new(theme::small(said).color(color::NOTE)).truncate());
    }
    if let Some(count) = playing.dropped() {
        let said = theme::small(cx.words.with("viewer-dropped", &[("count", count.into())]));
        ui.label(theme::icon(icons::WARNING, size::ICON_SMALL).color(color::WARNING));
        ui.add(Label::new(said.color(color::WARNING)).truncate()).on_hover_text(cx.say("viewer-dropped-tip"));
    }
    match state.carrier {
        Carrier::Own => {}
        Carrier::Ffmpeg => {
            let word = theme::caption(cx.say("viewer-ffmpeg"));
            ui.add(Label::new(word).truncate()).on_hover_text(cx.say("viewer-ffmpeg-tip"));
        }
    }
}

/// Larger, smaller, whole; from right to left. The size itself leads to a hundred percent and back.
fn size_ui(ui: &mut Ui, cx: &UiContext<'_>, playing: &Playing, out: &mut Outbox) {
    widgets::verb_icon(ui, cx.words, Verb::PictureLarger, true, out);
    let zoom = playing.stage().map_or(1.0, |stage| playing.view.zoom(&stage));
    let percent = format!("{:.0} %", zoom * 100.0);
    let size = egui::Button::new(theme::figures(&percent).color(color::TEXT)).frame_when_inactive(false);
    let response = ui.add_sized(Vec2::new(size::ZOOM_TEXT, size::CONTROL), size);
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(percent.clone()),
        ..WidgetInfo::labeled(Role::Button, true, Verb::PictureActual.label(cx.words))
    });
    let tip = theme::small(Verb::PictureActual.tip(cx.words)).color(color::TEXT);
    if response.on_hover_text(tip).clicked() {
        out.ask(Verb::PictureActual);
    }
    widgets::verb_icon(ui, cx.words, Verb::PictureSmaller, true, out);
    lit_verb_ui(ui, cx, Verb::PictureFit, playing.view.is_fit(), out);
}

/// From right to left: everything one does with a frame as a menu, then the most wanted of it.
fn frame_ui(ui: &mut Ui, cx: &UiContext<'_>, is_wide: bool, out: &mut Outbox) {
    let button = Button::of_icon(icons::MORE, cx.say("frame-menu")).show(ui);
    egui::Popup::menu(&button).width(size::FRAME_MENU).accessible_name(cx.say("frame-menu")).show(|ui| {
        frame_menu_ui(ui, cx, out);
    });
    if !is_wide {
        widgets::verb_icon(ui, cx.words, Verb::ContinueHere, true, out);
        return;
    }
    let tip = Verb::ContinueHere.tip(cx.words);
    let on = Button::new(Verb::ContinueHere.label(cx.words)).icon(icons::CONTINUE).weight(Weight::Normal).tip(&tip);
    if on.show(ui).clicked() {
        out.ask(Verb::ContinueHere);
    }
    widgets::verb_icon(ui, cx.words, Verb::CopyFrame, true, out);
    widgets::verb_icon(ui, cx.words, Verb::SaveFrame, true, out);
}

pub fn frame_menu_ui(ui: &mut Ui, cx: &UiContext<'_>, out: &mut Outbox) {
    ui.spacing_mut().item_spacing.y = 0.0;
    for line in OF_FRAME {
        match line {
            Some(verb) => widgets::verb_line(ui, cx.words, verb, true, out),
            None => {
                ui.separator();
            }
        }
    }
}
