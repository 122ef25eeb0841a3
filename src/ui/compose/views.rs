//! The pictures of an element in their order, the frontal one first: wells, with an empty one behind them. In the
//! draft and on the cast's screen alike.

use egui::{Id, Ui, Vec2};

use super::well::{self, Asked, Slot, Wells};
use crate::model::Capabilities;
use crate::model::preflight::Finding;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::size;
use crate::ui::widgets::Arranging;

/// Whose pictures they are.
pub struct Views<'a> {
    pub desk: &'a Desk,
    /// The element's number.
    pub index: usize,
    /// What counts as too many here.
    pub caps: &'a Capabilities,
    /// Who speaks of their number elsewhere, and leaves it out here.
    pub is_cast: bool,
}

/// What preflight says of a picture itself, and not of how many there are.
pub fn is_of_picture(finding: &Finding) -> bool {
    !finding.args.contains_key("name")
}

impl Views<'_> {
    /// Draws them; what was asked for, and at which.
    pub fn show(
        &self,
        ui: &mut Ui,
        cx: &UiContext<'_>,
        (wells, arranging): (&mut Wells, &mut Arranging),
        out: &mut Outbox,
    ) -> Option<(Asked, Slot)> {
        let count = self.desk.draft.elements.get(self.index).map_or(0, |element| element.images.len());
        let mut answered = None;
        arranging.begin();
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(6.0);
            for number in 0..count {
                let asked = self.view_ui(ui, cx, (&mut *wells, &mut *arranging), (number, count), out);
                answered = asked.map(|asked| (asked, self.slot(number))).or(answered.take());
            }
            if count < self.caps.elements.max_images {
                let well = self.well(cx, cx.say("element-add-pictures"), count);
                let (response, asked) = well.show(ui, cx, wells, out);
                if arranging.wants_next() {
                    response.request_focus();
                }
                answered = asked.map(|asked| (asked, self.slot(count))).or(answered.take());
            }
            // Nothing is carried by it, but what has no place left is forgotten.
            arranging.end(ui);
        });
        answered
    }

    fn slot(&self, number: usize) -> Slot {
        Slot::Element(self.index, number)
    }

    fn well<'a>(&'a self, cx: &UiContext<'a>, name: &'a str, number: usize) -> well::Well<'a> {
        let id = Id::unique(("view", self.index, number));
        let place = Vec2::new(size::VIEW, size::VIEW_HEIGHT);
        let mut well = well::of_slot(cx, self.desk, self.caps, self.slot(number), (id, name, place));
        if self.is_cast {
            well.remarks = well::remarks_of(cx, self.desk, self.slot(number), is_of_picture);
        }
        well
    }

    fn view_ui(
        &self,
        ui: &mut Ui,
        cx: &UiContext<'_>,
        (wells, arranging): (&mut Wells, &mut Arranging),
        (number, count): (usize, usize),
        out: &mut Outbox,
    ) -> Option<Asked> {
        let args = [("number", (number + 1).into()), ("count", count.into())];
        let name = cx.words.with(if number == 0 { "view-frontal-of" } else { "view-further-of" }, &args);
        let mut well = self.well(cx, &name, number);
        if number > 0 {
            well.front = Some(self.slot(0));
            well.moves.push((cx.say("well-earlier"), self.slot(number - 1)));
        } else {
            well.tag = Some(cx.say("view-frontal"));
        }
        if number + 1 < count {
            well.moves.push((cx.say("well-later"), self.slot(number + 1)));
        }
        let (response, asked) = well.show(ui, cx, wells, out);
        let Some(step) = arranging.by_keys(ui, &response) else {
            return asked;
        };
        if step.to >= count {
            // It is the last already, and keeps the keyboard.
            arranging.focus(number);
            return asked;
        }
        asked.or(Some(Asked::MoveTo(self.slot(step.to))))
    }
}
