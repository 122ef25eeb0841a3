//! How a well looks: empty, full, and under something that is carried.

use egui::{Align2, FontFamily, Id, Rect, Response, Stroke, StrokeKind, Tooltip, Ui, Vec2};

use super::picture::{clipped, facts_line, facts_of, oddities, paint_fit, short_name};
use super::{Brought, Offer, Well, Wells};
use crate::engine::snapshot::ThumbKey;
use crate::model::ImageRef;
use crate::model::preflight::Severity;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::thumbs::Picture;
use crate::ui::{fonts, icons, widgets};

/// Narrower than this there is room for the picture alone; its facts stand in the tooltip.
pub(super) const WITH_WORDS: f32 = 100.0;

pub(super) fn well(
    ui: &Ui,
    cx: &UiContext<'_>,
    well: &Well<'_>,
    response: &Response,
    (offer, is_coming): (&Offer, bool),
    out: &mut Outbox,
) {
    let rect = response.rect;
    ground(ui, well, response, offer);
    match well.picture {
        None if is_coming => {}
        None => empty(ui, cx, well, rect, offer),
        Some(image) if rect.width() >= WITH_WORDS => full(ui, cx, (rect, well.tag), image, out),
        Some(image) => paint_fit(ui, cx, rect.shrink(2.0), image, out),
    }
    if well.picture.is_some() {
        mark(ui, well, rect);
    }
    if is_coming {
        over(ui, rect, cx.say("well-coming"));
    } else if well.picture.is_some() && *offer == Offer::Here {
        over(ui, rect, cx.say("well-replace"));
    }
}

fn ground(ui: &Ui, well: &Well<'_>, response: &Response, offer: &Offer) {
    let (rect, is_full) = (response.rect, well.picture.is_some());
    let fill = match (offer, is_full, response.hovered()) {
        (Offer::Here, false, _) => color::ACCENT_SOFT,
        (_, true, _) => color::STAGE,
        (_, false, true) => color::RAISED,
        (_, false, false) => color::FIELD,
    };
    ui.painter().rect_filled(rect, size::RADIUS_M, fill);
    let worst = well.remarks.iter().map(|(severity, _)| *severity).max();
    let line = match (offer, worst, response.hovered()) {
        (Offer::Here | Offer::Possible, ..) => color::ACCENT,
        (Offer::Refused(_), ..) => color::ERROR,
        (Offer::None, Some(Severity::Error), _) => color::ERROR,
        (Offer::None, Some(Severity::Warning), _) => color::WARNING,
        (Offer::None, _, true) => color::LINE_STRONG,
        (Offer::None, Some(Severity::Note) | None, false) => color::LINE,
    };
    let is_strong = matches!(offer, Offer::Here | Offer::Refused(_));
    let stroke = Stroke::new(if is_strong { size::FOCUS_RING } else { size::HAIRLINE }, line);
    if is_full || is_strong {
        ui.painter().rect_stroke(rect, size::RADIUS_M, stroke, StrokeKind::Inside);
    } else {
        dashed(ui, rect, Stroke::new(size::HAIRLINE, if line == color::LINE { color::LINE_STRONG } else { line }));
    }
}

fn dashed(ui: &Ui, rect: Rect, stroke: Stroke) {
    let rect = rect.shrink(0.5);
    let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    ui.painter().extend(egui::Shape::dashed_line(&corners, stroke, 4.0, 4.0));
}

fn empty(ui: &Ui, cx: &UiContext<'_>, well: &Well<'_>, rect: Rect, offer: &Offer) {
    let at = rect.center();
    let painter = ui.painter_at(rect);
    let icon = theme::icon_font(size::ICON_LARGE);
    let has_words = rect.width() >= WITH_WORDS;
    let ink = if *offer == Offer::Here { color::ACCENT_TEXT } else { color::TEXT_FAINT };
    let rise = if has_words { 20.0 } else { 0.0 };
    painter.text(at - Vec2::new(0.0, rise), Align2::CENTER_CENTER, icons::ADD_PICTURE.codepoint, icon, ink);
    if !has_words {
        return;
    }
    let said = cx.say(if *offer == Offer::Here { "well-drop" } else { "frame-hint" });
    let name = theme::font(size::TEXT_SMALL, fonts::medium());
    let hint = theme::font(size::TEXT_CAPTION, FontFamily::Proportional);
    for (down, text, font, ink) in [(6.0, well.name, name, color::TEXT_MUTED), (24.0, said, hint, ink)] {
        let galley = clipped(ui, text.to_owned(), font, ink, rect.width() - 8.0);
        painter.galley(at + Vec2::new(-galley.size().x, -galley.size().y) / 2.0 + Vec2::new(0.0, down), galley, ink);
    }
}

/// The picture, its name, its facts, and what is unusual of it.
fn full(ui: &Ui, cx: &UiContext<'_>, (rect, word): (Rect, Option<&str>), image: &ImageRef, out: &mut Outbox) {
    let odd = facts_of(cx, image).map(|facts| oddities(cx, image, facts)).unwrap_or_default().join(" · ");
    let mut lines = vec![(short_name(image), color::TEXT), (facts_line(cx, image), color::TEXT_FAINT)];
    if !odd.is_empty() {
        lines.push((odd, color::TEXT_MUTED));
    }
    let words = size::WELL_FACTS + size::WELL_LINE * (lines.len() as f32 - 2.0);
    let shown = Rect::from_min_max(rect.min, rect.max - Vec2::new(0.0, words)).shrink(3.0);
    paint_fit(ui, cx, shown, image, out);
    if let Some(word) = word {
        tag(ui, shown, word);
    }
    let painter = ui.painter_at(rect);
    let caption = theme::font(size::TEXT_CAPTION, FontFamily::Proportional);
    let mut at = rect.left_bottom() + Vec2::new(8.0, 4.0 - words);
    for (text, ink) in lines {
        painter.galley(at, clipped(ui, text, caption.clone(), ink, rect.width() - 16.0), ink);
        at.y += size::WELL_LINE;
    }
}

/// A word on a picture, at its lower edge.
fn tag(ui: &Ui, rect: Rect, text: &str) {
    let font = theme::font(size::TEXT_CAPTION, fonts::medium());
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, color::TEXT);
    let room = galley.size() + Vec2::new(8.0, 4.0);
    let ground = Rect::from_min_size(rect.left_bottom() + Vec2::new(1.0, -1.0 - room.y), room);
    ui.painter().rect_filled(ground, size::RADIUS_S, color::SCRIM);
    ui.painter().galley(ground.min + Vec2::new(4.0, 2.0), galley, color::TEXT);
}

/// A sign in the corner where the picture is not legal as it stands.
fn mark(ui: &Ui, well: &Well<'_>, rect: Rect) {
    let Some(worst) = well.remarks.iter().map(|(severity, _)| *severity).max().filter(|worst| *worst > Severity::Note)
    else {
        return;
    };
    let (icon, ink, _) = widgets::severity_look(worst);
    let ground = Rect::from_min_size(rect.left_top() + Vec2::splat(4.0), Vec2::splat(size::ICON_LARGE));
    ui.painter().rect_filled(ground, size::RADIUS_S, color::SCRIM);
    let font = theme::icon_font(size::ICON_SMALL);
    ui.painter().text(ground.center(), Align2::CENTER_CENTER, icon.codepoint, font, ink);
}

/// A word over the whole well.
fn over(ui: &Ui, rect: Rect, word: &str) {
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect.shrink(size::FOCUS_RING), size::RADIUS_M, color::SCRIM);
    let font = theme::font(size::TEXT_SMALL, fonts::medium());
    painter.text(rect.center(), Align2::CENTER_CENTER, word, font, color::TEXT);
}

/// Why it is not taken, at the well itself.
pub(super) fn told(response: &Response, said: &str) {
    let id = response.id.with("told");
    Tooltip::always_open(response.ctx.clone(), response.layer_id, id, response.rect).show(|ui| {
        ui.set_max_width(size::TOOLTIP);
        ui.horizontal(|ui| {
            ui.label(theme::icon(icons::NOTE, size::ICON_SMALL).color(color::WARNING));
            ui.label(theme::small(said).color(color::TEXT));
        });
    });
}

/// What the mouse carries, beside it.
pub fn carried_ui(ui: &mut Ui, cx: &UiContext<'_>, out: &mut Outbox) {
    let Some(carried) = Wells::carried(ui.ctx()) else {
        return;
    };
    let Some(at) = ui.input(|input| input.pointer.latest_pos()) else {
        return;
    };
    let layer = egui::LayerId::new(egui::Order::Tooltip, Id::unique("carried"));
    let above = ui.new_child(egui::UiBuilder::new().layer_id(layer).max_rect(ui.ctx().content_rect()));
    let rect = Rect::from_min_size(at + Vec2::splat(14.0), Vec2::splat(size::THUMB));
    above.painter().rect_filled(rect, size::RADIUS_S, color::SCRIM);
    match &carried.what {
        Brought::Picture(image) => paint_fit(&above, cx, rect.shrink(2.0), image, out),
        Brought::Frame { poster, .. } => {
            if let Picture::Here(texture) = cx.picture(&ThumbKey::Poster(poster.clone()), out) {
                theme::paint_fit(&above, texture, rect.shrink(2.0), size::RADIUS_S);
            }
        }
    }
    above.painter().rect_stroke(rect, size::RADIUS_S, Stroke::new(size::HAIRLINE, color::ACCENT), StrokeKind::Inside);
}
