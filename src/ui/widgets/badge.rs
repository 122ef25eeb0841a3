//! Small words on a tinted ground.

use egui::{Color32, Response, Sense, Ui, Vec2, WidgetInfo, accesskit::Role};

use crate::ui::fonts;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, color, size};
use crate::words::Words;

pub fn badge(ui: &mut Ui, icon: Option<Icon>, text: &str, ink: Color32, ground: Color32) -> Response {
    let words = ui.painter().layout_no_wrap(
        text.to_owned(),
        theme::font(size::TEXT_CAPTION, fonts::semibold()),
        Color32::PLACEHOLDER,
    );
    let glyph = icon.map(|icon| {
        ui.painter().layout_no_wrap(icon.codepoint.to_owned(), theme::icon_font(size::ICON_SMALL), Color32::PLACEHOLDER)
    });
    let lead = glyph.as_ref().map_or(0.0, |glyph| glyph.size().x + 4.0);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(words.size().x + lead + 14.0, 20.0), Sense::hover());
    let name = text.to_owned();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    ui.painter().rect_filled(rect, size::RADIUS_S, ground);
    let mut x = rect.left() + 7.0;
    if let Some(glyph) = glyph {
        ui.painter().galley(egui::pos2(x, rect.center().y - glyph.size().y / 2.0), glyph, ink);
        x += lead;
    }
    ui.painter().galley(egui::pos2(x, rect.center().y - words.size().y / 2.0), words, ink);
    response
}

/// No money is involved.
pub fn practice_badge(ui: &mut Ui, words: &Words) -> Response {
    badge(ui, Some(icons::PRACTICE), words.get("practice-badge"), color::PRACTICE, color::PRACTICE_SOFT)
        .on_hover_text(words.get("practice-why"))
}
