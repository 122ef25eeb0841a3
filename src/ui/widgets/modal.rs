//! A card above everything that must be dealt with first.

use egui::{Context, Id, Modal, Ui};

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
