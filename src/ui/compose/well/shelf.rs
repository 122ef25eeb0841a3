//! The frames' wells while a clip's frame is carried on another screen: they come up at its lower edge, and go when it has
//! fallen and nothing is asked.

use egui::{Align2, Area, Context, Id, Order, Vec2};

use super::Wells;
use crate::model::Row;
use crate::ui::action::Outbox;
use crate::ui::compose::{Compose, frames};
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, size};

pub fn shelf_ui(
    ctx: &Context,
    cx: &UiContext<'_>,
    state: &mut Compose,
    desk: &mut Desk,
    row: &'static Row,
    out: &mut Outbox,
) {
    state.pictures.wells.begin(ctx);
    if Wells::carried(ctx).is_none() && state.pictures.wells.question.is_none() {
        return;
    }
    let area = Area::new(Id::unique("shelf")).order(Order::Foreground);
    area.anchor(Align2::CENTER_BOTTOM, Vec2::new(0.0, -size::GAP_XL)).show(ctx, |ui| {
        theme::floating().show(ui, |ui| {
            ui.set_width(2.0 * size::WELL + 2.0 * size::GAP_XL);
            ui.label(theme::small(cx.say("well-shelf")));
            frames::pair_ui(ui, cx, state, desk, row, size::WELL, out);
        });
        super::carried_ui(ui, cx, out);
    });
}
