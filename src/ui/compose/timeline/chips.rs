//! The elements a shot mentions, as small pictures with their names where there is room.

use egui::{Align2, Painter, Rect, Ui, Vec2};

use super::{Frame, Span};
use crate::engine::snapshot::ThumbKey;
use crate::model::{Element, ImageRef, mention};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, lane, size};
use crate::ui::thumbs::Picture;
use crate::ui::{fonts, icons};

const GAP: f32 = 4.0;

/// As many as fit into `room`, from the left; with names if all of them fit so.
pub fn chips_ui(painter: &Painter, ui: &Ui, now: &mut Frame<'_>, span: &Span<'_>, room: Rect) {
    if room.width() < lane::CHIP_THUMB || !span.shot.prompt.contains('@') {
        return;
    }
    let mentions = mention::find(span.shot.prompt_text());
    let elements = &now.desk.draft.elements;
    let named: Vec<&Element> =
        elements.iter().filter(|element| mentions.iter().any(|mention| mention.name == &*element.name)).collect();
    let font = theme::font(size::TEXT_CAPTION, fonts::medium());
    let names: Vec<_> = named
        .iter()
        .map(|element| painter.layout_no_wrap(format!("@{}", element.name), font.clone(), color::TEXT_MUTED))
        .collect();
    let pictures = named.len() as f32 * (lane::CHIP_THUMB + GAP);
    let words: f32 = names.iter().map(|name| name.size().x + GAP).sum();
    let shows_names = pictures + words <= room.width();
    let mut x = room.left();
    for (element, name) in named.into_iter().zip(names) {
        if x + lane::CHIP_THUMB > room.right() {
            break;
        }
        let rect = Rect::from_center_size(
            egui::pos2(x + lane::CHIP_THUMB / 2.0, room.center().y),
            Vec2::splat(lane::CHIP_THUMB),
        );
        thumb_ui(painter, ui, now.cx, element.images.first(), rect, now.out);
        x = rect.right() + GAP;
        if shows_names {
            let at = egui::pos2(x, room.center().y - name.size().y / 2.0);
            x += name.size().x + GAP;
            painter.galley(at, name, color::TEXT_MUTED);
        }
    }
}

fn thumb_ui(painter: &Painter, ui: &Ui, cx: &UiContext<'_>, image: Option<&ImageRef>, rect: Rect, out: &mut Outbox) {
    let icon = match image {
        None => icons::ELEMENT,
        Some(ImageRef::Url(_)) => icons::LINK,
        Some(image) => match cx.picture(&ThumbKey::Picture(image.clone()), out) {
            Picture::Here(texture) => return theme::paint_cover(ui, texture, rect, size::RADIUS_S),
            Picture::Coming | Picture::Absent | Picture::Broken => icons::ELEMENT,
        },
    };
    painter.rect_filled(rect, size::RADIUS_S, color::FIELD);
    let font = theme::icon_font(lane::ICON_TINY);
    painter.text(rect.center(), Align2::CENTER_CENTER, icon.codepoint, font, color::TEXT_MUTED);
}
