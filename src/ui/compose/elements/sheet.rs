//! An element's own card, open at its chip: its name, what it is, its pictures, its place in the cast.

use egui::accesskit::Role;
use egui::{Popup, PopupCloseBehavior, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::{Change, cast, chip, naming};
use crate::model::capabilities::Field;
use crate::model::{ImageRef, Row};
use crate::ui::action::Outbox;
use crate::ui::compose::frames::{facts_line, paint_fit, short_name};
use crate::ui::compose::{Compose, PictureFor};
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::dialog::Wanted;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Button, Weight};

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
    let chip = chip::chip_ui(ui, cx, desk, index, out);
    state.elements.places.push((index, chip.rect));
    let opens = state.elements.opens.take_if(|opens| *opens == index).is_some();
    let reopens = state.elements.reopens.take_if(|reopens| *reopens == index).is_some();
    if opens || reopens {
        Popup::open_id(ui.ctx(), Popup::default_response_id(&chip));
    }
    let mut change = None;
    let popup = Popup::menu(&chip).width(size::MODAL).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let open = popup.frame(theme::popover()).accessible_name(cx.say("element-title")).show(|ui| {
        ui.set_width(size::MODAL);
        ui.spacing_mut().item_spacing.y = size::GAP_S;
        ui.horizontal(|ui| {
            ui.label(theme::title(cx.say("element-title")));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let remove = Button::new(cx.say("element-remove")).icon(icons::DELETE).weight(Weight::Danger);
                if remove.show(ui).clicked() {
                    change = Some(Change::Remove(index));
                    ui.close();
                }
                cast::keep_ui(ui, cx, desk, index, out);
            });
        });
        naming::name_ui(ui, cx, &mut state.elements.naming, desk, row, index, opens);
        if row.caps.elements.description != Field::NotTaken || !desk.draft.elements[index].description.is_empty() {
            description_ui(ui, cx, desk, index);
        }
        pictures_ui(ui, cx, state, desk, row, index, out);
    });
    if open.is_none() {
        naming::close(&mut state.elements.naming, desk, row, index);
    }
    (change, open.map(|shown| shown.response.rect))
}

fn description_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, index: usize) {
    ui.label(theme::label(cx.say("element-description")));
    let mut text = desk.draft.elements[index].description.to_string();
    let field = widgets::text_line(ui, &mut text, cx.say("element-description"), cx.say("element-description-hint"));
    if field.changed() {
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
    let mut removed = None;
    ui.horizontal_wrapped(|ui| {
        for (number, image) in desk.draft.elements[index].images.iter().enumerate() {
            if tile_ui(ui, cx, image, out) {
                removed = Some(number);
            }
        }
        if add_tile_ui(ui, cx.say("element-add-pictures")) {
            state.files.ask(ui.ctx(), cx.words, Wanted::Pictures, PictureFor::Element(index));
        }
    });
    if let Some(number) = removed {
        desk.draft.elements[index].images.remove(number);
    }
}

/// A picture with a cross; true when that was clicked.
pub fn tile_ui(ui: &mut Ui, cx: &UiContext<'_>, image: &ImageRef, out: &mut Outbox) -> bool {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size::THUMB), Sense::hover());
    let name = format!("{}: {}", short_name(image), facts_line(cx, image));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &name));
    let stroke = Stroke::new(size::HAIRLINE, color::LINE);
    ui.painter().rect(rect, size::RADIUS_S, color::STAGE, stroke, StrokeKind::Inside);
    paint_fit(ui, cx, rect.shrink(2.0), image, out);
    response.on_hover_text(&name);
    let corner = Rect::from_min_size(rect.right_top() + Vec2::new(-26.0, 2.0), Vec2::splat(24.0));
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(corner));
    let remove = format!("{}: {}", cx.say("picture-remove"), short_name(image));
    widgets::icon_button(&mut inside, icons::CLOSE, &remove).clicked()
}

fn add_tile_ui(ui: &mut Ui, name: &str) -> bool {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size::THUMB), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let fill = if response.hovered() { color::RAISED_HOVER } else { color::FIELD };
    ui.painter().rect(rect, size::RADIUS_S, fill, Stroke::new(size::HAIRLINE, color::LINE_STRONG), StrokeKind::Inside);
    let font = theme::icon_font(size::ICON_LARGE);
    ui.painter().text(
        rect.center(),
        egui::Align2::CENTER_CENTER,
        icons::ADD_PICTURE.codepoint,
        font,
        color::TEXT_FAINT,
    );
    widgets::focus_ring(ui, &response, size::RADIUS_S);
    response.on_hover_text(name).clicked()
}
