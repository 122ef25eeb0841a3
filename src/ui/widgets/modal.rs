//! A card above everything that must be dealt with first.

use egui::{Align, Context, Id, Layout, Modal, Ui};

use super::icon_button;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};

/// Shows a card of the usual width. True when it was closed by Escape or a click beside it.
pub fn modal(ctx: &Context, id: &str, title: &str, contents: impl FnOnce(&mut Ui)) -> bool {
    let id = Id::unique(id);
    let area = Modal::default_area(id).accessible_name(title);
    let shown = Modal::new(id).area(area).frame(theme::floating()).backdrop_color(color::VEIL).show(ctx, |ui| {
        ui.set_width(size::MODAL);
        ui.label(theme::title(title));
        ui.add_space(size::GAP_XS);
        contents(ui);
    });
    shown.should_close()
}

/// The title of a sheet, with a cross; true when that was clicked.
pub fn sheet_title(ui: &mut Ui, title: &str, close: &str) -> bool {
    let mut is_closed = false;
    ui.horizontal(|ui| {
        ui.label(theme::title(title));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            is_closed = icon_button(ui, icons::CLOSE, close).clicked();
        });
    });
    ui.add_space(size::GAP_XS);
    is_closed
}
