//! The wells of the first and the last frame: drop, choose, swap, clear; the picture with its measured facts.

use std::path::PathBuf;

use egui::accesskit::Role;
use egui::{
    Align2, Color32, Context, Pos2, Rect, Response, Sense, Stroke, StrokeKind, TextureHandle, Ui, Vec2, WidgetInfo,
};

use super::{Compose, PictureFor};
use crate::engine::snapshot::ThumbKey;
use crate::model::image::PictureState;
use crate::model::preflight::{Place, Severity};
use crate::model::{Frames, ImageRef, PictureFacts, Trouble};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::dialog::Wanted;
use crate::ui::theme::{self, color, size};
use crate::ui::thumbs::Picture;
use crate::ui::verb::Verb;
use crate::ui::{icons, said, widgets};

/// Which end of the video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    First,
    Last,
}

impl Side {
    pub fn frame(self, frames: &Frames) -> Option<&ImageRef> {
        match self {
            Self::First => frames.first.as_ref(),
            Self::Last => frames.last.as_ref(),
        }
    }

    pub fn frame_mut(self, frames: &mut Frames) -> &mut Option<ImageRef> {
        match self {
            Self::First => &mut frames.first,
            Self::Last => &mut frames.last,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::First => "frame-first",
            Self::Last => "frame-last",
        }
    }

    fn place(self) -> Place {
        match self {
            Self::First => Place::FirstFrame,
            Self::Last => Place::LastFrame,
        }
    }
}

/// Where the wells stood in the last frame: a drop falls into the one under the pointer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wells {
    first: Option<Rect>,
    last: Option<Rect>,
    width: f32,
}

impl Wells {
    pub fn drop_files(&mut self, paths: Vec<PathBuf>, at: Option<Pos2>, desk: &mut Desk) -> Result<(), Trouble> {
        let frames = &mut desk.draft.frames;
        for (index, path) in paths.into_iter().enumerate() {
            let under = at.and_then(|at| self.under(at)).filter(|_| index == 0);
            let side = under.or_else(|| free(frames)).ok_or_else(|| Trouble::new("frames-both-taken"))?;
            *side.frame_mut(frames) = Some(ImageRef::file(path));
        }
        Ok(())
    }

    fn under(&self, at: Pos2) -> Option<Side> {
        let holds = |well: Option<Rect>| well.is_some_and(|rect| rect.contains(at));
        if holds(self.first) { Some(Side::First) } else { holds(self.last).then_some(Side::Last) }
    }
}

fn free(frames: &Frames) -> Option<Side> {
    [Side::First, Side::Last].into_iter().find(|side| side.frame(frames).is_none())
}

pub fn frames_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compose, desk: &mut Desk, out: &mut Outbox) {
    state.wells.width = (ui.available_width() * 0.2).clamp(size::WELL_MIN, size::WELL);
    ui.vertical(|ui| {
        ui.horizontal(|ui| {
            ui.set_height(size::LABEL_ROW);
            ui.label(theme::label(cx.say("frames-title")));
        });
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            state.wells.first = Some(well_ui(ui, cx, state, desk, Side::First, out));
            let can_swap = !desk.draft.frames.is_empty();
            ui.vertical(|ui| {
                ui.add_space((size::WELL_HEIGHT - size::CONTROL) / 2.0);
                widgets::verb_icon(ui, cx.words, Verb::SwapFrames, can_swap, out);
            });
            state.wells.last = Some(well_ui(ui, cx, state, desk, Side::Last, out));
        });
    });
}

fn well_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Compose,
    desk: &mut Desk,
    side: Side,
    out: &mut Outbox,
) -> Rect {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(state.wells.width, size::WELL_HEIGHT), Sense::click());
    let image = side.frame(&desk.draft.frames).cloned();
    let facts = image.as_ref().map(|image| facts_line(cx, image));
    let name = well_name(cx, side, image.as_ref(), facts.as_deref());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));

    let is_wanted = is_file_over(ui.ctx());
    paint_ground(ui, &response, rect, image.is_some(), is_wanted, worst(desk, side));
    match &image {
        None => paint_empty(ui, cx, rect, side),
        Some(image) => paint_picture(ui, cx, rect, image, facts.as_deref().unwrap_or_default(), out),
    }
    widgets::focus_ring(ui, &response, size::RADIUS_M);

    if image.is_some() {
        let at = Rect::from_min_size(rect.right_top() + Vec2::new(-30.0, 4.0), Vec2::splat(26.0));
        let mut corner = ui.new_child(egui::UiBuilder::new().max_rect(at));
        let clear = format!("{}: {}", cx.say("frame-clear"), cx.say(side.name()));
        theme::on_picture(&mut corner);
        if widgets::icon_button(&mut corner, icons::CLOSE, &clear).clicked() {
            *side.frame_mut(&mut desk.draft.frames) = None;
            return rect;
        }
    }
    if response.clicked() {
        state.files.ask(ui.ctx(), cx.words, Wanted::Picture, PictureFor::Frame(side));
    }
    if let Some(image) = &image {
        response.on_hover_text(image.to_string());
    }
    rect
}

/// A file hangs over the window. Where, the window system does not say before it falls.
fn is_file_over(ctx: &Context) -> bool {
    ctx.input(|input| !input.raw.hovered_files.is_empty())
}

fn worst(desk: &Desk, side: Side) -> Option<Severity> {
    desk.findings_at(|place| place == side.place()).map(|finding| finding.severity).max()
}

fn well_name(cx: &UiContext<'_>, side: Side, image: Option<&ImageRef>, facts: Option<&str>) -> String {
    let name = cx.say(side.name());
    match (image, facts) {
        (Some(image), Some(facts)) => format!("{name}: {}, {facts}", short_name(image)),
        (Some(image), None) => format!("{name}: {}", short_name(image)),
        (None, _) => format!("{name}: {}", cx.say("frame-empty")),
    }
}

/// The last part of a path or an address.
pub fn short_name(image: &ImageRef) -> String {
    let text = image.to_string();
    text.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(&text).to_owned()
}

fn paint_ground(ui: &Ui, response: &Response, rect: Rect, is_filled: bool, is_wanted: bool, worst: Option<Severity>) {
    let fill = match (is_filled, response.hovered()) {
        (true, _) => color::STAGE,
        (false, true) => color::RAISED,
        (false, false) => color::FIELD,
    };
    ui.painter().rect_filled(rect, size::RADIUS_M, fill);
    let line = match (worst, is_wanted, response.hovered()) {
        (_, true, _) => color::ACCENT,
        (Some(Severity::Error), ..) => color::ERROR,
        (Some(Severity::Warning), ..) => color::WARNING,
        (_, _, true) => color::LINE_STRONG,
        (Some(Severity::Note) | None, _, false) => color::LINE,
    };
    let stroke = Stroke::new(if is_wanted { size::FOCUS_RING } else { size::HAIRLINE }, line);
    if is_filled || is_wanted {
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

fn paint_empty(ui: &Ui, cx: &UiContext<'_>, rect: Rect, side: Side) {
    let at = rect.center();
    let painter = ui.painter_at(rect);
    let icon = theme::icon_font(size::ICON_LARGE);
    painter.text(
        at - Vec2::new(0.0, 20.0),
        Align2::CENTER_CENTER,
        icons::ADD_PICTURE.codepoint,
        icon,
        color::TEXT_FAINT,
    );
    let name = theme::font(size::TEXT_SMALL, crate::ui::fonts::medium());
    painter.text(at + Vec2::new(0.0, 6.0), Align2::CENTER_CENTER, cx.say(side.name()), name, color::TEXT_MUTED);
    let hint = theme::font(size::TEXT_CAPTION, egui::FontFamily::Proportional);
    painter.text(at + Vec2::new(0.0, 24.0), Align2::CENTER_CENTER, cx.say("frame-hint"), hint, color::TEXT_FAINT);
}

fn paint_picture(ui: &Ui, cx: &UiContext<'_>, rect: Rect, image: &ImageRef, facts: &str, out: &mut Outbox) {
    let shown = Rect::from_min_max(rect.min, rect.max - Vec2::new(0.0, size::WELL_FACTS)).shrink(3.0);
    paint_fit(ui, cx, shown, image, out);
    let painter = ui.painter_at(rect);
    let caption = theme::font(size::TEXT_CAPTION, egui::FontFamily::Proportional);
    let name_at = rect.left_bottom() + Vec2::new(8.0, -size::WELL_FACTS + 8.0);
    let width = rect.width() - 16.0;
    for (offset, text, ink) in [(0.0, short_name(image), color::TEXT), (15.0, facts.to_owned(), color::TEXT_FAINT)] {
        let galley = clipped(ui, text, caption.clone(), ink, width);
        painter.galley(name_at + Vec2::new(0.0, offset - 4.0), galley, ink);
    }
}

/// One line that ends in `…` where it is too long.
pub fn clipped(ui: &Ui, text: String, font: egui::FontId, ink: Color32, width: f32) -> std::sync::Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(text, font, ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    ui.painter().layout_job(job)
}

/// A picture as large as it fits, or what stands for it.
pub fn paint_fit(ui: &Ui, cx: &UiContext<'_>, rect: Rect, image: &ImageRef, out: &mut Outbox) {
    let icon = match image {
        ImageRef::Url(_) => icons::LINK,
        ImageRef::File(_) => match cx.picture(&ThumbKey::Picture(image.clone()), out) {
            Picture::Here(texture) => return paint_texture(ui, texture, rect),
            Picture::Coming | Picture::Absent => icons::HOURGLASS,
            Picture::Broken => icons::BROKEN_PICTURE,
        },
    };
    let font = theme::icon_font(size::ICON_LARGE.min(rect.height()));
    ui.painter_at(rect).text(rect.center(), Align2::CENTER_CENTER, icon.codepoint, font, color::TEXT_FAINT);
}

fn paint_texture(ui: &Ui, texture: &TextureHandle, rect: Rect) {
    let natural = texture.size_vec2();
    let scale = (rect.width() / natural.x).min(rect.height() / natural.y);
    let fitted = Rect::from_center_size(rect.center(), natural * scale);
    ui.painter().image(texture.id(), fitted, theme::WHOLE_PICTURE, color::UNTINTED);
}

/// What was measured of a picture, in words.
pub fn facts_line(cx: &UiContext<'_>, image: &ImageRef) -> String {
    match (image, cx.snapshot.facts.get(image)) {
        (ImageRef::Url(_), _) => cx.say("frame-link").to_owned(),
        (_, Some(PictureState::Measured(measured))) => facts_text(&measured.facts),
        (_, Some(PictureState::Unusable(_))) => cx.say("frame-unusable").to_owned(),
        (_, Some(PictureState::Measuring) | None) => cx.say("frame-measuring").to_owned(),
    }
}

/// "PNG · 1280×720 · 16:9 · 840 KB".
pub fn facts_text(facts: &PictureFacts) -> String {
    let size = format!("{}×{}", facts.width, facts.height);
    [facts.format.name(), &size, &said::ratio(facts.width, facts.height), &said::bytes(facts.bytes)].join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_dropped_files_fill_both_wells_and_a_third_is_refused() {
        let mut desk = Desk::new("v/m");
        let mut wells = Wells::default();
        assert!(wells.drop_files(vec!["a.png".into(), "b.png".into()], None, &mut desk).is_ok());
        assert_eq!(desk.draft.frames.last, Some(ImageRef::file("b.png")));
        assert!(wells.drop_files(vec!["c.png".into()], None, &mut desk).is_err());
    }

    #[test]
    fn a_drop_falls_into_the_well_under_the_pointer() {
        let mut desk = Desk::new("v/m");
        let at = |x: f32| Some(Rect::from_min_size(Pos2::new(x, 0.0), Vec2::splat(10.0)));
        let mut wells = Wells { first: at(0.0), last: at(20.0), width: 10.0 };
        assert!(wells.drop_files(vec!["a.png".into()], Some(Pos2::new(25.0, 5.0)), &mut desk).is_ok());
        assert_eq!(desk.draft.frames, Frames { first: None, last: Some(ImageRef::file("a.png")) });
    }
}
