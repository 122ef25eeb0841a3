//! An element or a picture as a line of a list: what it looks like, its name, how much there is of it.

use egui::accesskit::Role;
use egui::{Align2, Rect, Response, Sense, Ui, Vec2, WidgetInfo};

use super::frames::{clipped, paint_fit};
use crate::model::ImageRef;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::fonts;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, color, size};

pub struct Subject<'a> {
    pub name: String,
    /// At the right, fainter; empty where there is nothing to count.
    pub count: String,
    pub picture: Option<&'a ImageRef>,
    /// Stands where there is no picture.
    pub icon: Icon,
}

impl Subject<'_> {
    /// In a list beside a text box, which keeps the keyboard.
    pub fn show(self, ui: &mut Ui, cx: &UiContext<'_>, is_chosen: bool, out: &mut Outbox) -> Response {
        let room = Vec2::new(ui.available_width(), size::CONTROL);
        let (rect, response) = ui.allocate_exact_size(room, Sense::CLICK);
        let spoken = if self.count.is_empty() { self.name.clone() } else { format!("{}, {}", self.name, self.count) };
        response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, &spoken));
        let ground = match (is_chosen, response.hovered()) {
            (true, _) => color::ACCENT_SOFT,
            (false, true) => color::RAISED_HOVER,
            (false, false) => color::NONE,
        };
        ui.painter().rect_filled(rect, size::RADIUS_S, ground);
        let thumb = Rect::from_min_size(rect.left_top() + Vec2::splat(3.0), Vec2::splat(size::THUMB_SMALL));
        match self.picture {
            Some(image) => {
                ui.painter().rect_filled(thumb, size::RADIUS_S, color::STAGE);
                paint_fit(ui, cx, thumb, image, out);
            }
            None => {
                let font = theme::icon_font(size::ICON);
                let codepoint = self.icon.codepoint;
                ui.painter().text(thumb.center(), Align2::CENTER_CENTER, codepoint, font, color::TEXT_MUTED);
            }
        }
        let small = theme::font(size::TEXT_SMALL, fonts::tabular());
        let count = ui.painter().layout_no_wrap(self.count, small, color::TEXT_FAINT);
        let right = rect.right() - size::GAP_S - count.size().x;
        ui.painter().galley(egui::pos2(right, rect.center().y - count.size().y / 2.0), count, color::TEXT_FAINT);
        let left = thumb.right() + size::GAP_S;
        let font = theme::font(size::TEXT_BODY, fonts::medium());
        let name = clipped(ui, self.name, font, color::TEXT, right - size::GAP_S - left);
        ui.painter().galley(egui::pos2(left, rect.center().y - name.size().y / 2.0), name, color::TEXT);
        response
    }
}
