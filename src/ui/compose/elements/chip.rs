//! An element as a chip under the prompt.

use egui::accesskit::Role;
use egui::{Align2, Color32, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::model::Element;
use crate::model::capabilities::ElementRules;
use crate::model::preflight::{Finding, Severity, rules};
use crate::ui::action::Outbox;
use crate::ui::compose::frames::paint_fit;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, color, size};
use crate::ui::{fonts, icons, widgets};

/// A small picture, the name, how many pictures there are, and a mark where something is to be said of it.
pub fn chip_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    desk: &Desk,
    rules: &ElementRules,
    index: usize,
    out: &mut Outbox,
) -> Response {
    let element = &desk.draft.elements[index];
    let remark = worst(cx, desk, index);
    let name = format!("@{}", element.name);
    let font = theme::font(size::TEXT_SMALL, fonts::medium());
    let words = ui.painter().layout_no_wrap(name.clone(), font, color::TEXT);
    let (count, ink) = count_text(element, rules);
    let count = ui.painter().layout_no_wrap(count, theme::font(size::TEXT_CAPTION, fonts::tabular()), ink);
    let mark = if remark.is_some() { size::ICON_SMALL + size::GAP_XS } else { 0.0 };
    let width = size::THUMB_SMALL + words.size().x + count.size().x + 26.0 + mark;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, size::CONTROL), Sense::click_and_drag());
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
            let font = theme::icon_font(size::ICON_SMALL);
            let icon = if element.videos.is_empty() { icons::ELEMENT } else { icons::MOVIE };
            ui.painter().text(thumb.center(), Align2::CENTER_CENTER, icon.codepoint, font, color::TEXT_FAINT);
        }
    }
    let x = thumb.right() + 7.0;
    ui.painter().galley(egui::pos2(x, rect.center().y - words.size().y / 2.0), words.clone(), color::TEXT);
    let x = x + words.size().x + 8.0;
    ui.painter().galley(egui::pos2(x, rect.center().y - count.size().y / 2.0), count, ink);
    widgets::focus_ring(ui, &response, size::RADIUS_M);
    let Some((severity, said)) = remark else {
        return response;
    };
    let (icon, ink, _) = widgets::severity_look(severity);
    let at = rect.right_center() - Vec2::new(size::GAP_XS + 2.0, 0.0);
    ui.painter().text(at, Align2::RIGHT_CENTER, icon.codepoint, theme::icon_font(size::ICON_SMALL), ink);
    // What a tooltip tells the eye.
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(&*said));
    response.on_hover_text(said)
}

/// How many pictures it has; beside how many it may have, where they are too few or too many.
fn count_text(element: &Element, rules: &ElementRules) -> (String, Color32) {
    let count = element.images.len();
    let fits = !element.videos.is_empty() || (rules.min_images..=rules.max_images).contains(&count);
    if fits || rules.max == 0 {
        return (count.to_string(), color::TEXT_FAINT);
    }
    (format!("{count} / {}–{}", rules.min_images, rules.max_images), color::ERROR)
}

/// What preflight says of this element, and how bad the worst of it is; notes are no mark.
fn worst(cx: &UiContext<'_>, desk: &Desk, index: usize) -> Option<(Severity, String)> {
    // A picture that is still being measured is no mistake.
    let is_meant = |f: &&Finding| f.severity > Severity::Note && f.rule != rules::PICTURE_MEASURING;
    let findings = || desk.findings_at(|place| place.element() == Some(index)).filter(is_meant);
    let worst = findings().map(|finding| finding.severity).max()?;
    let said: Vec<String> = findings().map(|finding| cx.words.finding(finding)).collect();
    Some((worst, said.join("\n")))
}
