//! The wells of the first and the last frame, with the button that exchanges them.

use egui::{Align, Id, Layout, Ui, Vec2};

use super::{Compose, well};
use crate::model::Row;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::lineage;
use crate::ui::theme::{self, size};
use crate::ui::verb::Verb;
use crate::ui::widgets;

pub use well::picture::{clipped, paint_fit, short_name};
pub use well::{Side, Slot};

/// Between a well and the button that exchanges both.
const BETWEEN: f32 = 2.0;

pub fn frames_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compose, desk: &mut Desk, row: &Row, out: &mut Outbox) {
    let width = (ui.available_width() * 0.2).clamp(size::WELL_MIN, size::WELL);
    ui.vertical(|ui| {
        // As wide as the wells: what the draft goes on from is cut off before it pushes the prompt aside.
        let head = Vec2::new(2.0 * width + size::CONTROL + 2.0 * BETWEEN, size::LABEL_ROW);
        ui.allocate_ui_with_layout(head, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_size(head);
            ui.label(theme::label(cx.say("frames-title")));
            lineage::link_ui(ui, cx, lineage::of_draft(cx, &desk.draft), out);
        });
        pair_ui(ui, cx, state, desk, row, width, out);
    });
}

/// Both wells side by side.
pub fn pair_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Compose,
    desk: &mut Desk,
    row: &Row,
    width: f32,
    out: &mut Outbox,
) {
    let place = Vec2::new(width, size::WELL_HEIGHT);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = BETWEEN;
        well_ui(ui, cx, state, desk, row, (Side::First, place), out);
        let can_swap = !desk.draft.frames.is_empty();
        ui.vertical(|ui| {
            ui.add_space((size::WELL_HEIGHT - size::CONTROL) / 2.0);
            widgets::verb_icon(ui, cx.words, Verb::SwapFrames, can_swap, out);
        });
        well_ui(ui, cx, state, desk, row, (Side::Last, place), out);
    });
}

fn well_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Compose,
    desk: &mut Desk,
    row: &Row,
    (side, place): (Side, Vec2),
    out: &mut Outbox,
) {
    let (slot, other) = (Slot::Frame(side), Slot::Frame(side.other()));
    let mut well = well::of_slot(cx, desk, &row.caps, slot, (id(side), cx.say(side.name()), place));
    well.moves.push((cx.say(move_word(side.other())), other));
    let (_, asked) = well.show(ui, cx, &mut state.pictures.wells, out);
    if let Some(asked) = asked {
        state.answer_well(ui.ctx(), cx, desk, row, (asked, slot), out);
    }
}

/// A frame's well is the same wherever the draft is looked at.
pub fn id(side: Side) -> Id {
    Id::unique(("well", side.name()))
}

fn move_word(to: Side) -> &'static str {
    match to {
        Side::First => "well-to-first",
        Side::Last => "well-to-last",
    }
}
