//! The first and the last frame at the two ends of the video.

use egui::accesskit::Role;
use egui::{Align2, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::Place;
use crate::engine::snapshot::ThumbKey;
use crate::model::{Draft, ImageRef};
use crate::ui::action::Outbox;
use crate::ui::compose::frames::{Side, short_name};
use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::theme::{self, color, lane, size};
use crate::ui::thumbs::Picture;

/// What a frame takes beside the seconds.
pub fn room(is_given: bool) -> f32 {
    if is_given { lane::END_FRAME + size::GAP_XS } else { 0.0 }
}

pub fn first_ui(ui: &Ui, cx: &UiContext<'_>, draft: &Draft, place: &Place, out: &mut Outbox) {
    if let Some(image) = &draft.frames.first {
        let right = place.scale.rect().left() - size::GAP_XS;
        frame_ui(ui, cx, Side::First, image, at(place, right - lane::END_FRAME), out);
    }
}

/// It stands behind the last shot, and goes with it.
pub fn last_ui(ui: &Ui, cx: &UiContext<'_>, draft: &Draft, place: &Place, out: &mut Outbox) {
    if let Some(image) = &draft.frames.last {
        let left = place.scale.x(draft.total().0 as f64) + lane::BORDER_GRIP / 2.0 + 1.0;
        frame_ui(ui, cx, Side::Last, image, at(place, left), out);
    }
}

fn at(place: &Place, left: f32) -> Rect {
    let room = Rect::from_min_size(egui::pos2(left, place.lane.top()), Vec2::new(lane::END_FRAME, place.lane.height()));
    room.shrink2(Vec2::new(0.0, 1.0))
}

fn frame_ui(ui: &Ui, cx: &UiContext<'_>, side: Side, image: &ImageRef, rect: Rect, out: &mut Outbox) {
    let response = ui.interact(rect, ui.scope_id().with(("end", side.name())), Sense::hover());
    let name = || {
        cx.words
            .with("timeline-end-frame", &[("frame", cx.say(side.name()).into()), ("file", short_name(image).into())])
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name()));
    ui.painter().rect_filled(rect, size::RADIUS_S, color::STAGE);
    let icon = match image {
        ImageRef::Url(_) => Some(icons::LINK),
        ImageRef::File(_) => match cx.picture(&ThumbKey::Picture(image.clone()), out) {
            Picture::Here(texture) => {
                theme::paint_cover(ui, texture, rect, size::RADIUS_S);
                None
            }
            Picture::Coming | Picture::Absent => Some(icons::HOURGLASS),
            Picture::Broken => Some(icons::BROKEN_PICTURE),
        },
    };
    if let Some(icon) = icon {
        let font = theme::icon_font(size::ICON);
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, icon.codepoint, font, color::TEXT_FAINT);
    }
    ui.painter().rect_stroke(rect, size::RADIUS_S, Stroke::new(size::HAIRLINE, color::LINE_STRONG), StrokeKind::Inside);
    response.on_hover_ui(|ui| {
        ui.label(theme::small(name()).color(color::TEXT));
    });
}
