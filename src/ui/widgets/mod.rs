//! The controls every screen is made of. Each has a name for screen readers and a visible focus ring.

mod arrange;
mod badge;
mod button;
mod field;
mod findings;
mod modal;
mod segmented;
mod stepper;
mod steps;

pub use arrange::{Arranging, Move, claims_alt_arrows};
pub use badge::{badge, practice_badge};
pub use button::{Button, Weight, button, icon_button, verb_button, verb_icon, verb_line};
pub use field::{Area, Layouter, Written, secret_line_of, text_area, text_line, text_line_of};
pub use findings::{Answer, finding_ui, severity_look};
pub use modal::modal;
pub use segmented::{Segment, segmented};
pub use stepper::{stepper, toggle};
pub use steps::steps_by_keys;

use egui::{Response, StrokeKind, Ui};

use super::theme;

/// The ring of what has the keyboard.
pub fn focus_ring(ui: &Ui, response: &Response, radius: u8) {
    if response.has_focus() {
        let rect = response.rect.expand(theme::size::FOCUS_RING);
        ui.painter().rect_stroke(rect, radius + 2, theme::focus_stroke(), StrokeKind::Middle);
    }
}

/// An empty place says what will stand there and what to do about it.
pub fn empty_ui(ui: &mut Ui, icon: super::icons::Icon, title: &str, hint: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space(theme::size::GAP_L);
        ui.label(theme::icon(icon, theme::size::ICON_EMPTY).color(theme::color::LINE_STRONG));
        ui.label(theme::strong(title).color(theme::color::TEXT_MUTED));
        ui.label(theme::small(hint).color(theme::color::TEXT_FAINT));
    });
}
