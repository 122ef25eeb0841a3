//! The pictures of an element in their order: the frontal one first, then further views. Dragged into another order,
//! or carried with Alt and the arrows.

use egui::accesskit::Role;
use egui::{Align2, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::model::ImageRef;
use crate::model::preflight::Severity;
use crate::ui::action::Outbox;
use crate::ui::compose::{facts_line, paint_fit, short_name};
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Arranging, Move};
use crate::ui::{fonts, icons};

/// What is to be done with the pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Move(Move),
    Remove(usize),
    /// More are asked for.
    Add,
}

impl Change {
    /// Does it; whether more pictures are asked for.
    pub fn apply(self, images: &mut Vec<ImageRef>) -> bool {
        match self {
            Self::Move(step) => step.apply(images),
            Self::Remove(index) if index < images.len() => {
                images.remove(index);
            }
            Self::Remove(_) => {}
            Self::Add => return true,
        }
        false
    }
}

/// `worst` is what is to be said of a picture, by its place.
pub fn views_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    arranging: &mut Arranging,
    images: &[ImageRef],
    worst: impl Fn(usize) -> Option<Severity>,
    out: &mut Outbox,
) -> Option<Change> {
    let mut change = None;
    arranging.begin();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(size::GAP_S);
        for (index, image) in images.iter().enumerate() {
            let tile = Tile { image, index, count: images.len(), worst: worst(index) };
            change = tile.show(ui, cx, arranging, out).or(change.take());
        }
        let add = add_tile_ui(ui, cx.say("element-add-pictures"));
        if arranging.wants_next() {
            add.request_focus();
        }
        if add.clicked() {
            change = Some(Change::Add);
        }
        change = arranging.end(ui).map(Change::Move).or(change.take());
    });
    change
}

struct Tile<'a> {
    image: &'a ImageRef,
    index: usize,
    count: usize,
    worst: Option<Severity>,
}

impl Tile<'_> {
    fn show(&self, ui: &mut Ui, cx: &UiContext<'_>, arranging: &mut Arranging, out: &mut Outbox) -> Option<Change> {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(size::VIEW), Sense::click_and_drag());
        let (file, facts) = (short_name(self.image), facts_line(cx, self.image));
        let args = [("number", (self.index + 1).into()), ("count", self.count.into()), ("file", (&*file).into())];
        let id = if self.index == 0 { "view-frontal-of" } else { "view-further-of" };
        let name = cx.words.with(id, &args);
        response.widget_info(|| WidgetInfo {
            current_text_value: Some(facts.clone()),
            ..WidgetInfo::labeled(Role::Button, true, &name)
        });
        let line = match self.worst {
            Some(Severity::Error) => color::ERROR,
            Some(Severity::Warning) => color::WARNING,
            Some(Severity::Note) | None if response.hovered() => color::LINE_STRONG,
            Some(Severity::Note) | None => color::LINE,
        };
        let stroke = Stroke::new(size::HAIRLINE, line);
        ui.painter().rect(rect, size::RADIUS_S, color::STAGE, stroke, StrokeKind::Inside);
        paint_fit(ui, cx, rect.shrink(2.0), self.image, out);
        if self.index == 0 {
            tag(ui, rect, cx.say("view-frontal"));
        }
        widgets::focus_ring(ui, &response, size::RADIUS_S);
        let moved = arranging.thing(ui, &response).map(Change::Move);
        let tip = format!("{file}\n{facts}\n{}", cx.say("view-order-tip"));
        let asked = self.corner_ui(ui, cx, rect, &file);
        if !arranging.is_holding() {
            response.on_hover_text(tip);
        }
        asked.or(moved)
    }

    /// Away with it; and to the front, where it is not there.
    fn corner_ui(&self, ui: &mut Ui, cx: &UiContext<'_>, rect: Rect, file: &str) -> Option<Change> {
        let side = Vec2::splat(size::CORNER);
        let mut asked = None;
        let mut corner = |at: egui::Pos2, icon: icons::Icon, name: &str| {
            let place = Rect::from_min_size(at, side);
            let builder = egui::UiBuilder::new().id_salt((name, self.index)).max_rect(place);
            let mut inside = ui.new_child(builder);
            theme::on_picture(&mut inside);
            widgets::Button::of_icon(icon, name).small().show(&mut inside).clicked()
        };
        let remove = format!("{}: {file}", cx.say("picture-remove"));
        if corner(rect.right_top() + Vec2::new(-size::CORNER - 2.0, 2.0), icons::CLOSE, &remove) {
            asked = Some(Change::Remove(self.index));
        }
        let front = format!("{}: {file}", cx.say("view-make-frontal"));
        if self.index > 0 && corner(rect.left_top() + Vec2::splat(2.0), icons::FRONT, &front) {
            asked = Some(Change::Move(Move { from: self.index, to: 0 }));
        }
        asked
    }
}

/// A word on a picture, at its lower edge.
fn tag(ui: &Ui, rect: Rect, text: &str) {
    let font = theme::font(size::TEXT_CAPTION, fonts::medium());
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, color::TEXT);
    let room = galley.size() + Vec2::new(8.0, 4.0);
    let ground = Rect::from_min_size(rect.left_bottom() + Vec2::new(3.0, -3.0 - room.y), room);
    ui.painter().rect_filled(ground, size::RADIUS_S, color::SCRIM);
    ui.painter().galley(ground.min + Vec2::new(4.0, 2.0), galley, color::TEXT);
}

fn add_tile_ui(ui: &mut Ui, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size::VIEW), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let fill = if response.hovered() { color::RAISED_HOVER } else { color::FIELD };
    ui.painter().rect(rect, size::RADIUS_S, fill, Stroke::new(size::HAIRLINE, color::LINE_STRONG), StrokeKind::Inside);
    let font = theme::icon_font(size::ICON_LARGE);
    let glyph = icons::ADD_PICTURE.codepoint;
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, glyph, font, color::TEXT_FAINT);
    widgets::focus_ring(ui, &response, size::RADIUS_S);
    response.on_hover_text(name)
}
