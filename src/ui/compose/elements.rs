//! Named subjects as chips; a click opens one: its name, what it is, its pictures. Reference pictures beside them.

use egui::{Popup, PopupCloseBehavior, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, accesskit::Role};

use super::frames::{facts_line, paint_fit, short_name};
use super::{Compose, PictureFor, remarks};
use crate::model::capabilities::Field;
use crate::model::{Draft, Element, ImageRef, Row};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::dialog::Wanted;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Button, Weight};

/// Which element opens in the next frame, and where they all stand.
#[derive(Default)]
pub struct Editor {
    /// A new one: its name is to be written.
    opens: Option<usize>,
    /// One whose pictures just came: there may be more to come.
    reopens: Option<usize>,
    /// Where pictures can fall, chips and the open editor.
    places: Vec<(usize, Rect)>,
}

impl Editor {
    /// Adds an element under the first free name and opens it.
    pub fn add(&mut self, draft: &mut Draft) {
        draft.elements.push(Element::named(&Element::free_name(&draft.elements)));
        self.open(draft.elements.len() - 1);
    }

    /// Opens one whose name is to be written.
    pub fn open(&mut self, index: usize) {
        self.opens = Some(index);
    }

    /// Pictures for an element; its editor shows them.
    pub fn add_pictures(&mut self, draft: &mut Draft, index: usize, images: impl Iterator<Item = ImageRef>) {
        if let Some(element) = draft.elements.get_mut(index) {
            element.images.extend(images);
            self.reopens = Some(index);
        }
    }

    /// The element that pictures dropped here are for; the open editor lies above all chips.
    pub fn under(&self, at: Pos2) -> Option<usize> {
        self.places.iter().rev().find(|(_, rect)| rect.contains(at)).map(|(index, _)| *index)
    }
}

/// What is to be done to the list after it was drawn.
enum Change {
    Remove(usize),
    RemoveReference(usize),
}

pub fn elements_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compose, desk: &mut Desk, row: &Row, out: &mut Outbox) {
    let takes_elements = row.caps.elements.max > 0 || !desk.draft.elements.is_empty();
    let takes_references = row.caps.max_references > 0 || !desk.draft.references.is_empty();
    if !takes_elements && !takes_references {
        return;
    }
    let mut change = None;
    let mut editor = None;
    state.elements.places.clear();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(6.0, 6.0);
        if takes_elements {
            ui.label(theme::label(cx.say("elements-title")));
            for index in 0..desk.draft.elements.len() {
                let (changed, open) = element_ui(ui, cx, state, desk, row, index, out);
                change = changed.or(change.take());
                editor = open.map(|rect| (index, rect)).or(editor.take());
            }
            state.elements.places.extend(editor);
            let has_room = desk.draft.elements.len() < row.caps.elements.max;
            let tip = Verb::AddElement.tip(cx.words);
            let add = Button::new(cx.say("elements-add")).icon(icons::ADD).weight(Weight::Quiet).tip(&tip);
            if add.name(Verb::AddElement.label(cx.words)).enabled(has_room).show(ui).clicked() {
                out.ask(Verb::AddElement);
            }
        }
        if takes_references {
            change = references_ui(ui, cx, state, desk, row, out).or(change.take());
        }
    });
    match change {
        Some(Change::Remove(index)) if index < desk.draft.elements.len() => {
            desk.draft.elements.remove(index);
        }
        Some(Change::RemoveReference(index)) if index < desk.draft.references.len() => {
            desk.draft.references.remove(index);
        }
        Some(Change::Remove(_) | Change::RemoveReference(_)) | None => {}
    }
    remarks::at_ui(ui, cx, desk, row, remarks::is_of_elements);
}

fn element_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Compose,
    desk: &mut Desk,
    row: &Row,
    index: usize,
    out: &mut Outbox,
) -> (Option<Change>, Option<Rect>) {
    let chip = chip_ui(ui, cx, &desk.draft.elements[index], out);
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
            });
        });
        name_ui(ui, cx, desk, index, opens);
        if row.caps.elements.description != Field::NotTaken || !desk.draft.elements[index].description.is_empty() {
            description_ui(ui, cx, desk, index);
        }
        pictures_ui(ui, cx, state, desk, row, index, out);
    });
    (change, open.map(|shown| shown.response.rect))
}

/// A small picture, the name, and how many pictures there are.
fn chip_ui(ui: &mut Ui, cx: &UiContext<'_>, element: &Element, out: &mut Outbox) -> egui::Response {
    let name = format!("@{}", element.name);
    let font = theme::font(size::TEXT_SMALL, crate::ui::fonts::medium());
    let words = ui.painter().layout_no_wrap(name.clone(), font, color::TEXT);
    let count = ui.painter().layout_no_wrap(
        element.images.len().to_string(),
        theme::font(size::TEXT_CAPTION, crate::ui::fonts::tabular()),
        color::TEXT_FAINT,
    );
    let width = size::THUMB_SMALL + words.size().x + count.size().x + 26.0;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, size::CONTROL), Sense::click());
    let args = [("name", (&*element.name).into()), ("count", element.images.len().into())];
    let label = cx.words.with("element-name-of", &args);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let fill = if response.hovered() { color::RAISED_HOVER } else { color::RAISED };
    let stroke = Stroke::new(size::HAIRLINE, color::LINE);
    ui.painter().rect(rect, size::RADIUS_M, fill, stroke, StrokeKind::Inside);
    let thumb = Rect::from_min_size(rect.left_top() + Vec2::splat(3.0), Vec2::splat(size::THUMB_SMALL));
    ui.painter().rect_filled(thumb, size::RADIUS_S, color::STAGE);
    match element.images.first() {
        Some(image) => paint_fit(ui, cx, thumb, image, out),
        None => {
            let icon = theme::icon_font(size::ICON_SMALL);
            ui.painter().text(
                thumb.center(),
                egui::Align2::CENTER_CENTER,
                icons::ELEMENT.codepoint,
                icon,
                color::TEXT_FAINT,
            );
        }
    }
    let x = thumb.right() + 7.0;
    ui.painter().galley(egui::pos2(x, rect.center().y - words.size().y / 2.0), words.clone(), color::TEXT);
    let x = x + words.size().x + 8.0;
    ui.painter().galley(egui::pos2(x, rect.center().y - count.size().y / 2.0), count, color::TEXT_FAINT);
    widgets::focus_ring(ui, &response, size::RADIUS_M);
    response
}

fn name_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, index: usize, takes_focus: bool) {
    ui.label(theme::label(cx.say("element-name")));
    let mut name = desk.draft.elements[index].name.to_string();
    let field = widgets::text_line(ui, &mut name, cx.say("element-name"), cx.say("element-name-hint"));
    if field.changed() {
        desk.draft.elements[index].name = name.into();
        desk.is_typing();
    }
    if field.lost_focus() {
        desk.settle();
    }
    if takes_focus {
        field.request_focus();
    }
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
fn tile_ui(ui: &mut Ui, cx: &UiContext<'_>, image: &ImageRef, out: &mut Outbox) -> bool {
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

fn references_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Compose,
    desk: &Desk,
    row: &Row,
    out: &mut Outbox,
) -> Option<Change> {
    let mut change = None;
    ui.label(theme::label(cx.say("references-title")));
    for (index, image) in desk.draft.references.iter().enumerate() {
        if tile_ui(ui, cx, image, out) {
            change = Some(Change::RemoveReference(index));
        }
    }
    let has_room = desk.draft.references.len() < row.caps.max_references;
    let add = Button::new(cx.say("references-add")).icon(icons::ADD).weight(Weight::Quiet).enabled(has_room);
    if add.show(ui).clicked() {
        state.files.ask(ui.ctx(), cx.words, Wanted::Pictures, PictureFor::Reference);
    }
    change
}
