//! A picture laid on a larger ground: which shape that has, and what is seen of it.

use egui::accesskit::Role;
use egui::{Rect, Sense, Stroke, StrokeKind, TextureHandle, Ui, Vec2, WidgetInfo};

use super::board::fitted;
use super::geometry::Sheet;
use super::{Ground, Tool, ratios};
use crate::model::AspectRatio;
use crate::ui::context::UiContext;
use crate::ui::said;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Segment};

pub fn grounds_ui(ui: &mut Ui, cx: &UiContext<'_>, tool: &mut Tool, video: AspectRatio) {
    let labels = ratios(cx, video);
    let segments: Vec<_> =
        labels.iter().map(|(ratio, label, tip)| Segment { value: *ratio, label, tip, is_enabled: true }).collect();
    if let Some(ground) = widgets::segmented(ui, cx.say("crop-shape"), tool.ground, &segments) {
        tool.ground = ground;
        ui.ctx().request_repaint();
    }
    let fills = [
        (Ground::Blurred, "pad-blurred"),
        (Ground::Black, "pad-black"),
        (Ground::White, "pad-white"),
        (Ground::Colour, "pad-colour"),
    ];
    let fills = fills.map(|(value, word)| Segment { value, label: cx.say(word), tip: "", is_enabled: true });
    if let Some(fill) = widgets::segmented(ui, cx.say("pad-fill"), tool.fill, &fills) {
        tool.fill = fill;
        ui.ctx().request_repaint();
    }
    if tool.fill == Ground::Colour {
        ui.color_edit_button_srgb(&mut tool.solid).accessible_name(cx.say("pad-pick"));
    }
}

pub fn pad_ui(ui: &mut Ui, cx: &UiContext<'_>, tool: &Tool, texture: Option<&TextureHandle>, height: f32) {
    let (room, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::hover());
    let name = cx.say("pad-board");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    let value = said_of(cx, tool);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_value(value));
    let painter = ui.painter_at(room);
    painter.rect_filled(room, size::RADIUS_S, color::STAGE);
    let (width, high) = tool.canvas().size((tool.sheet.width, tool.sheet.height));
    let ground = fitted(room.shrink(size::GAP_M), &Sheet { width, height: high, ..tool.sheet });
    let scale = ground.width() / width as f32;
    let picture =
        Rect::from_center_size(ground.center(), Vec2::new(tool.sheet.width as f32, tool.sheet.height as f32) * scale);
    match tool.fill {
        Ground::Blurred => blurred(&ui.painter_at(ground), texture, ground, picture.size()),
        Ground::Black => _ = painter.rect_filled(ground, 0, color::PAD_BLACK),
        Ground::White => _ = painter.rect_filled(ground, 0, color::UNTINTED),
        Ground::Colour => _ = painter.rect_filled(ground, 0, theme::rgb(tool.solid)),
    }
    if let Some(texture) = texture {
        painter.image(texture.id(), picture, theme::WHOLE_PICTURE, color::UNTINTED);
    }
    painter.rect_stroke(ground, 0, Stroke::new(size::HAIRLINE, color::LINE_STRONG), StrokeKind::Outside);
}

/// The size of the ground.
pub fn said_of(cx: &UiContext<'_>, tool: &Tool) -> String {
    let (width, height) = tool.canvas().size((tool.sheet.width, tool.sheet.height));
    let args = [("width", width.into()), ("height", height.into()), ("ratio", said::ratio(width, height).into())];
    cx.words.with("pad-ground", &args)
}

/// How many copies on each side of the middle, and how far the outermost lies from it: a part of the ground's shorter side.
const COPIES: i8 = 3;
const SPREAD: f32 = 0.06;

/// The picture filling the ground, out of focus: the mean of copies that lie side by side.
fn blurred(painter: &egui::Painter, texture: Option<&TextureHandle>, ground: Rect, picture: Vec2) {
    let Some(texture) = texture else {
        return;
    };
    let fill = (ground.width() / picture.x).max(ground.height() / picture.y);
    let reach = ground.width().min(ground.height()) * SPREAD;
    let whole = Rect::from_center_size(ground.center(), picture * fill + Vec2::splat(2.0 * reach));
    let mut count = 0.0_f32;
    for x in -COPIES..=COPIES {
        for y in -COPIES..=COPIES {
            count += 1.0;
            let by = Vec2::new(f32::from(x), f32::from(y)) * (reach / f32::from(COPIES));
            // Each lies over the mean of those before it.
            let tint = color::UNTINTED.gamma_multiply(1.0 / count);
            painter.image(texture.id(), whole.translate(by), theme::WHOLE_PICTURE, tint);
        }
    }
}
