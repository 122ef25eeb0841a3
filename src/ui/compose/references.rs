//! Reference pictures as small wells, and an empty one behind the last where there is room.

use egui::{Id, Ui, Vec2};

use super::{Compose, Slot, well};
use crate::model::Row;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, size};

pub fn references_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Compose,
    desk: &mut Desk,
    row: &Row,
    out: &mut Outbox,
) {
    let (count, limit) = (desk.draft.references.len(), row.caps.max_references);
    let title = cx.words.with("references-count", &[("count", count.into()), ("limit", limit.into())]);
    ui.label(theme::label(title));
    let places = if count < limit { count + 1 } else { count };
    let mut answered = None;
    for index in 0..places {
        let slot = Slot::Reference(index);
        let name = if index < count {
            cx.words.with("reference-name", &[("number", (index + 1).into())])
        } else {
            cx.say("references-add").to_owned()
        };
        let mut well = well::of_slot(cx, desk, &row.caps, slot, (id(index), &name, Vec2::splat(size::THUMB)));
        if index > 0 && index < count {
            well.moves.push((cx.say("well-earlier"), Slot::Reference(index - 1)));
        }
        if index + 1 < count {
            well.moves.push((cx.say("well-later"), Slot::Reference(index + 1)));
        }
        if let (_, Some(asked)) = well.show(ui, cx, &mut state.pictures.wells, out) {
            answered = Some((asked, slot));
        }
    }
    if let Some(answered) = answered {
        state.answer_well(ui.ctx(), cx, desk, row, answered, out);
    }
}

fn id(index: usize) -> Id {
    Id::unique(("reference", index))
}
