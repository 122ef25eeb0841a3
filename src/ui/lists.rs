//! The help sheet: every key there is.

use egui::{Context, Id, Modal, ScrollArea, Ui, Vec2};

use super::context::UiContext;
use super::sheets;
use super::theme::{self, color, size};
use super::verb::{Entry, TABLE, keys_text};

/// The help sheet; false when it is done with.
pub fn help_ui(ctx: &Context, cx: &UiContext<'_>) -> bool {
    let id = Id::unique("help");
    let mut is_open = true;
    let area = Modal::default_area(id).accessible_name(cx.say("help-title"));
    let shown = Modal::new(id).area(area).frame(theme::floating()).backdrop_color(color::VEIL).show(ctx, |ui| {
        ui.set_width(size::SHEET);
        is_open = !sheets::title_ui(ui, cx, cx.say("help-title"));
        let height = (ui.ctx().content_rect().height() - 140.0).max(200.0);
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            // The scroll bar stands beside the keys, not on them.
            ui.set_max_width(ui.available_width() - size::GAP_L);
            ui.spacing_mut().item_spacing = Vec2::new(size::GAP_XL, 2.0);
            let rows: Vec<&Entry> = TABLE.iter().filter(|entry| !entry.keys.is_empty()).collect();
            let half = rows.len().div_ceil(2);
            ui.columns(2, |columns| {
                for (index, entry) in rows.into_iter().enumerate() {
                    help_row_ui(&mut columns[index / half], cx, entry);
                }
            });
        });
    });
    is_open && !shown.should_close()
}

fn help_row_ui(ui: &mut Ui, cx: &UiContext<'_>, entry: &Entry) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::GAP_XS;
        ui.label(theme::icon(entry.icon, size::ICON_SMALL).color(color::TEXT_FAINT));
        ui.label(theme::body(entry.verb.label(cx.words)));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            for keys in entry.keys.iter().rev() {
                theme::key_cap().show(ui, |ui| ui.label(theme::small(keys_text(keys)).color(color::TEXT)));
            }
        });
    });
}
