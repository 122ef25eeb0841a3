//! Boxes for what is said of an element.

use egui::text::LayoutJob;
use egui::{Id, Response, TextBuffer, Ui};

use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Area};

/// A box for a few lines of plain text.
pub fn area_ui(ui: &mut Ui, id: Id, text: &mut String, name: &str, hint: &str) -> Response {
    let area = Area { id, name, hint, height: size::CAST_TEXT, count: None, keeps_keys: false, reveals_caret: false };
    let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
        let font = theme::font(size::TEXT_BODY, egui::FontFamily::Proportional);
        ui.painter().layout_job(LayoutJob::simple(text.as_str().to_owned(), font, color::TEXT, width))
    };
    widgets::text_area(ui, text, &area, &mut layouter).response
}
