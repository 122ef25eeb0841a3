//! The list as it is drawn: at the caret, below or above it, never out of the window.

use egui::accesskit::{HasPopup, Role};
use egui::{Popup, PopupCloseBehavior, PopupKind, Rect, RectAlign, ScrollArea, Ui};

use super::{Keys, Offer, Open, name_of, popup_id};
use crate::model::Draft;
use crate::ui::action::Outbox;
use crate::ui::compose::prompt::editor;
use crate::ui::compose::subject::Subject;
use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::theme::{self, size};

/// What is drawn of it.
pub struct List<'a> {
    pub draft: &'a Draft,
    pub offers: &'a [Offer],
    pub keys: &'a Keys,
}

pub fn list_ui(
    ui: &Ui,
    cx: &UiContext<'_>,
    list: &List<'_>,
    open: &mut Open,
    caret: Rect,
    out: &mut Outbox,
) -> Option<usize> {
    let popup = Popup::new(popup_id(open.of), ui.ctx().clone(), caret, ui.layer_id())
        .kind(PopupKind::Popup)
        .align(RectAlign::BOTTOM_START)
        .align_alternatives(&[RectAlign::TOP_START, RectAlign::BOTTOM_END, RectAlign::TOP_END])
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .gap(size::GAP_XS)
        .width(size::MENU)
        .frame(theme::floating().inner_margin(egui::Margin::same(6)))
        .accessible_name(cx.say("mention-list"));
    let shown = popup.show(|ui| {
        ui.set_width(size::MENU);
        ui.spacing_mut().item_spacing.y = 0.0;
        let shown = ui.scope_builder(egui::UiBuilder::new().id_salt("list"), |ui| {
            let room = ScrollArea::vertical().max_height(size::CONTROL * 8.5);
            room.show(ui, |ui| lines_ui(ui, cx, list, open, out)).inner
        });
        ui.ctx().accesskit_node_builder(shown.response.id, |node| {
            node.set_role(Role::ListBox);
            node.set_label(cx.say("mention-list"));
            let (min, max) = (shown.response.rect.min, shown.response.rect.max);
            let [x0, y0, x1, y1] = [min.x, min.y, max.x, max.y].map(f64::from);
            node.set_bounds(egui::accesskit::Rect { x0, y0, x1, y1 });
        });
        shown.inner
    });
    shown.and_then(|shown| shown.inner)
}

fn lines_ui(ui: &mut Ui, cx: &UiContext<'_>, list: &List<'_>, open: &mut Open, out: &mut Outbox) -> Option<usize> {
    let has_moved = ui.input(|input| input.pointer.is_moving());
    let mut clicked = None;
    for (index, offer) in list.offers.iter().enumerate() {
        let is_chosen = open.chosen == Some(index);
        let response = line(cx, list.draft, offer).show(ui, cx, is_chosen, out);
        if response.hovered() && has_moved {
            open.chosen = Some(index);
        }
        if open.chosen == Some(index) {
            if list.keys.steps != 0 {
                response.scroll_to_me(None);
            }
            ui.ctx().accesskit_node_builder(editor::id_of(open.of), |node| {
                node.set_has_popup(HasPopup::Listbox);
                node.set_active_descendant(response.id.accesskit_id());
            });
        }
        if response.clicked() {
            clicked = Some(index);
        }
    }
    clicked
}

/// What a line says.
fn line<'a>(cx: &UiContext<'_>, draft: &'a Draft, offer: &Offer) -> Subject<'a> {
    let name = format!("@{}", name_of(offer, draft));
    let plain = |name| Subject { name, count: String::new(), picture: None, icon: icons::ADD };
    match offer {
        Offer::Element(index) => {
            let images = draft.elements.get(*index).map(|element| &*element.images).unwrap_or_default();
            let count = cx.words.with("mention-pictures", &[("count", images.len().into())]);
            Subject { count, picture: images.first(), icon: icons::ELEMENT, ..plain(name) }
        }
        Offer::Reference(index) => {
            let count = cx.words.with("mention-reference", &[("number", (index + 1).into())]);
            Subject { count, picture: draft.references.get(*index), icon: icons::PICTURE, ..plain(name) }
        }
        Offer::New(None) => plain(cx.say("mention-new").to_owned()),
        Offer::New(Some(typed)) => plain(cx.words.with("mention-new-named", &[("name", typed.as_str().into())])),
    }
}
