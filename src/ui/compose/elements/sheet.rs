//! An element's own card, open at its chip: its name, what it is, its pictures or videos, its place in the cast.

use egui::{Id, Popup, PopupCloseBehavior, Rect, ScrollArea, Ui};

use super::{Change, Part, cast, chip, naming};
use crate::model::capabilities::Field;
use crate::model::{Row, Slot};
use crate::ui::action::Outbox;
use crate::ui::cast::{area_ui, videos};
use crate::ui::compose::views::{Views, is_of_picture};
use crate::ui::compose::{Compose, remarks};
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::icons;
use crate::ui::theme::{self, size};
use crate::ui::widgets::{Button, Weight};

/// A chip with its card; what was asked for, and where the card stands while it is open.
pub fn element_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Compose,
    desk: &mut Desk,
    row: &Row,
    index: usize,
    out: &mut Outbox,
) -> (Option<Change>, Option<Rect>) {
    let chip = chip::chip_ui(ui, cx, desk, &row.caps.elements, index, out);
    state.elements.places.push((index, chip.rect));
    let mut change = state.elements.chips.thing(ui, &chip).map(Change::Move);
    let opens = state.elements.opens.take_if(|(opens, _)| *opens == index);
    let was_open = state.elements.open == Some(index);
    // A click on the chip of an open card puts it away.
    let mut is_open = opens.is_some() || was_open != chip.clicked();
    let part = opens.map(|(_, part)| part);
    let is_covered = state.pictures.is_covered(ui.ctx());
    let behavior = if is_covered { PopupCloseBehavior::IgnoreClicks } else { PopupCloseBehavior::CloseOnClickOutside };
    let popup = Popup::menu(&chip).width(size::MODAL).open_bool(&mut is_open).close_behavior(behavior);
    let open = popup.frame(theme::popover()).accessible_name(cx.say("element-title")).show(|ui| {
        ui.set_width(size::MODAL);
        ui.spacing_mut().item_spacing.y = size::GAP_S;
        if head_ui(ui, cx, desk, index, out) {
            change = Some(Change::Remove(index));
        }
        // On a small screen the card is higher than the window.
        let room = ui.ctx().content_rect().height() - size::CARD_AROUND;
        ScrollArea::vertical().max_height(room).show(ui, |ui| fields_ui(ui, cx, state, desk, row, index, part, out));
    });
    // Escape was meant for what lies above the card.
    is_open |= open.is_some() && is_covered;
    if is_open {
        state.elements.open = Some(index);
    } else {
        state.elements.open.take_if(|open| *open == index);
    }
    if open.is_none() {
        naming::close(&mut state.elements.naming, desk, row, index);
    }
    (change, open.map(|shown| shown.response.rect))
}

/// Its place in the cast; true when it is to be removed.
fn head_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, index: usize, out: &mut Outbox) -> bool {
    let mut is_removed = false;
    ui.horizontal(|ui| {
        ui.label(theme::title(cx.say("element-title")));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let remove = Button::new(cx.say("element-remove")).icon(icons::DELETE).weight(Weight::Danger);
            is_removed = remove.show(ui).clicked();
            cast::keep_ui(ui, cx, desk, index, out);
        });
    });
    is_removed
}

#[expect(clippy::too_many_arguments, reason = "the card of one element needs all that a screen has")]
fn fields_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Compose,
    desk: &mut Desk,
    row: &Row,
    index: usize,
    part: Option<Part>,
    out: &mut Outbox,
) {
    ui.set_width(size::MODAL - size::GAP_S);
    naming::name_ui(ui, cx, &mut state.elements.naming, desk, row, index, part == Some(Part::Name));
    let rules = &row.caps.elements;
    if rules.description != Field::NotTaken || !desk.draft.elements[index].description.is_empty() {
        description_ui(ui, cx, desk, rules.description, index, part == Some(Part::Description));
    }
    let has_videos = !desk.draft.elements[index].videos.is_empty();
    let has_images = !desk.draft.elements[index].images.is_empty();
    // One or the other; both only where somebody has put both in.
    if has_images || !has_videos {
        if let Some(Part::Picture(number)) = part {
            state.elements.views.focus(number);
        }
        pictures_ui(ui, cx, state, desk, row, index, out);
    }
    if has_videos || rules.takes_videos {
        videos_ui(ui, cx, state, desk, index, part == Some(Part::Video));
    }
}

fn description_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, wanted: Field, index: usize, takes_focus: bool) {
    let (label, hint) = match wanted {
        Field::Demanded => ("element-description-demanded", "element-description-hint"),
        Field::Optional => ("element-description", "element-description-hint"),
        Field::NotTaken => ("element-description-not-sent", "element-description-hint"),
    };
    ui.label(theme::label(cx.say(label)));
    let mut text = desk.draft.elements[index].description.to_string();
    let id = Id::unique(("element-description", index));
    let field = area_ui(ui, id, &mut text, cx.say("element-description"), cx.say(hint));
    if takes_focus {
        field.request_focus();
    }
    if *text != *desk.draft.elements[index].description {
        desk.draft.elements[index].description = text.into();
        desk.is_typing();
    }
    if field.lost_focus() {
        desk.settle();
    }
}

fn pictures_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Compose,
    desk: &mut Desk,
    row: &Row,
    index: usize,
    out: &mut Outbox,
) {
    let rules = &row.caps.elements;
    let args = [("min", rules.min_images.into()), ("max", rules.max_images.into())];
    ui.label(theme::label(cx.words.with("element-pictures", &args)));
    let views = Views { desk, index, caps: &row.caps, is_cast: false };
    let asked = views.show(ui, cx, (&mut state.pictures.wells, &mut state.elements.views), out);
    if let Some(asked) = asked {
        state.answer_well(ui.ctx(), cx, desk, row, asked, out);
    }
    remarks::some_ui(ui, cx, desk, row, |finding| {
        is_of_picture(finding) && matches!(finding.place.picture(), Some(Slot::Element(of, _)) if of == index)
    });
}

fn videos_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compose, desk: &mut Desk, index: usize, takes_focus: bool) {
    ui.label(theme::label(cx.say("videos-title")));
    ui.label(theme::caption(cx.say("videos-why")));
    let id = Id::unique(("element-video", index));
    if takes_focus {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let videos = &desk.draft.elements[index].videos;
    if let Some(videos) = videos::videos_ui(ui, cx, id, videos, &mut state.elements.video) {
        desk.draft.elements[index].videos = videos;
    }
}
