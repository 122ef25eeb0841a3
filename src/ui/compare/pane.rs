//! Above each clip: its number and name, what one thinks of it, how it is moved, and whether it is heard.

use egui::{Align, Color32, Layout as Flow, Rect, Ui, UiBuilder, vec2};

use super::Compare;
use crate::engine::snapshot::TaskCard;
use crate::model::Flag;
use crate::ui::action::Outbox;
use crate::ui::cards;
use crate::ui::context::UiContext;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, color, size};
use crate::ui::verb::Verb;
use crate::ui::widgets::{Button, Weight};

/// The verbs that pick, in the order of the clips.
const PICKS: [Verb; 4] = [Verb::PickFirst, Verb::PickSecond, Verb::PickThird, Verb::PickFourth];

/// The strip at the top of `room`.
pub fn head_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Compare,
    cards: &[TaskCard],
    index: usize,
    room: Rect,
    out: &mut Outbox,
) {
    let Some(card) = cards.get(index) else { return };
    let strip = Rect::from_min_size(room.min, vec2(room.width(), size::PANE_HEAD));
    let is_active = state.active == index;
    ui.painter().rect_filled(strip, 0, if is_active { color::ACCENT_SOFT } else { color::PANEL });
    let inner = strip.shrink2(vec2(size::GAP_S, 0.0));
    let place = UiBuilder::new().id_salt(("pane", index)).max_rect(inner).layout(Flow::right_to_left(Align::Center));
    let mut strip = ui.new_child(place);
    let ui = &mut strip;
    ui.spacing_mut().item_spacing.x = size::GAP_XS;
    flags_ui(ui, cx, state, card, index, out);
    ui.add_space(size::GAP_XS);
    sound_ui(ui, cx, state, index);
    ui.add_space(size::GAP_XS);
    offset_ui(ui, cx, state, index);
    ui.with_layout(Flow::left_to_right(Align::Center), |ui| {
        let ink = if is_active { color::ACCENT_TEXT } else { color::TEXT_MUTED };
        ui.label(theme::figures((index + 1).to_string()).strong().color(ink));
        cards::heading_ui(ui, cx, &card.task);
    });
}

fn flags_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compare, card: &TaskCard, index: usize, out: &mut Outbox) {
    let reject = numbered(cx, "compare-reject", index);
    let is_rejected = card.flag == Flag::Rejected;
    let button = Button::of_icon(icons::REJECT, &reject).tip(&reject).selected(is_rejected);
    if button.show(ui).clicked() {
        state.turn_to(Some(index));
        out.ask(Verb::RejectClips);
    }
    let Some(verb) = PICKS.get(index).copied() else { return };
    let tip = verb.tip(cx.words);
    let button = Button::of_icon(icons::FLAG, verb.label(cx.words)).tip(&tip).selected(card.flag == Flag::Picked);
    if button.show(ui).clicked() {
        out.ask(verb);
    }
}

fn sound_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compare, index: usize) {
    let is_heard = state.deck.leader() == index;
    let icon: Icon = if is_heard { icons::SOUND_ON } else { icons::SOUND_OFF };
    let name = numbered(cx, "compare-hear", index);
    if Button::of_icon(icon, &name).tip(&name).selected(is_heard).show(ui).clicked() {
        state.deck.hear(index);
    }
}

/// Earlier or later by a frame; the figure between them leads back to none.
fn offset_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compare, index: usize) {
    let offset = state.deck.slots().get(index).map_or(0, |slot| slot.offset);
    let later = numbered(cx, "compare-later", index);
    if Button::of_icon(icons::LATER, &later).tip(&later).show(ui).clicked() {
        state.deck.nudge(index, 1);
    }
    let text = offset_text(cx, offset);
    let back = numbered(cx, "compare-no-offset", index);
    let figure = Button::new(&text).name(&back).tip(&back).weight(Weight::Quiet).enabled(offset != 0);
    if figure.show(ui).clicked() {
        state.deck.reset_offset(index);
    }
    let earlier = numbered(cx, "compare-earlier", index);
    if Button::of_icon(icons::EARLIER, &earlier).tip(&earlier).show(ui).clicked() {
        state.deck.nudge(index, -1);
    }
}

/// `+3 f`, `−12 f`, `0 f`.
fn offset_text(cx: &UiContext<'_>, offset: i64) -> String {
    let sign = match offset {
        1.. => "+",
        0 => "",
        _ => "−",
    };
    let frames = format!("{sign}{}", offset.unsigned_abs());
    cx.words.with("compare-offset", &[("frames", frames.into())])
}

fn numbered(cx: &UiContext<'_>, id: &str, index: usize) -> String {
    cx.words.with(id, &[("number", (index + 1).into())])
}

/// The colour each clip goes by on the bar.
pub fn tint(index: usize) -> Color32 {
    [color::ACCENT_TEXT, color::PRACTICE, color::WARNING, color::NOTE][index % 4]
}
