//! Video references of an element, by their addresses.

use std::sync::Arc;

use egui::{Id, Key, Ui};

use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets;

/// The links that are there, each with its cross, and a line for another; the new list where it was changed. `written`
/// is what stands in that line.
pub fn videos_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    id: Id,
    videos: &[Arc<str>],
    written: &mut String,
) -> Option<Vec<Arc<str>>> {
    let mut changed = None;
    for (index, video) in videos.iter().enumerate() {
        ui.horizontal(|ui| {
            ui.label(theme::icon(icons::LINK, size::ICON_SMALL).color(color::TEXT_FAINT));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let remove = format!("{}: {video}", cx.say("video-remove"));
                if widgets::icon_button(ui, icons::CLOSE, &remove).clicked() {
                    let mut left = videos.to_vec();
                    left.remove(index);
                    changed = Some(left);
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.add(egui::Label::new(theme::small(&**video)).truncate());
                });
            });
        });
    }
    let field = widgets::text_line_of(ui, id, written, cx.say("video-add"), cx.say("video-add-hint"));
    let is_entered = field.lost_focus() && !ui.input(|input| input.key_pressed(Key::Escape));
    let link = written.trim();
    if is_entered && !link.is_empty() {
        changed = Some(videos.iter().cloned().chain([link.into()]).collect());
        written.clear();
    }
    changed
}
