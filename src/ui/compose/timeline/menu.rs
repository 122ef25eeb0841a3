//! What a right click on a block offers: the verbs of the table, on what is selected.

use egui::{Response, Ui};

use super::blocks::{self, Pick};
use super::{Frame, Span, Timeline, typed};
use crate::model::Secs;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, color, size};
use crate::ui::verb::Verb;

pub fn menu_ui(response: &Response, state: &mut Timeline, now: &mut Frame<'_>, span: &Span<'_>) {
    if response.secondary_clicked() && !now.desk.selection.shots.contains(&span.shot.id()) {
        blocks::pick(state, now.desk, span.shot.id(), Pick::One);
    }
    response.context_menu(|ui| {
        ui.set_min_width(size::MENU);
        ui.spacing_mut().item_spacing.y = 0.0;
        lines_ui(ui, state, now, span);
    });
}

fn lines_ui(ui: &mut Ui, state: &mut Timeline, now: &mut Frame<'_>, span: &Span<'_>) {
    let count = now.shots.len();
    let has_room = count < now.row.caps.max_shots;
    if line_ui(ui, icons::EDIT, now.cx.say("timeline-write"), "Enter", true) {
        blocks::write_in(ui, span.shot.id());
    }
    if line_ui(ui, icons::CLOCK, now.cx.say("timeline-set-seconds"), "F2", true) {
        state.typed = Some(typed::Typed::of(span.shot));
    }
    ui.separator();
    let verbs = [
        (Verb::SplitShot, has_room && span.shot.secs() > Secs(1)),
        (Verb::DuplicateShot, has_room),
        (Verb::ShotEarlier, span.index > 0),
        (Verb::ShotLater, span.index + 1 < count),
        (Verb::DeleteShot, count > 1),
    ];
    for (verb, is_possible) in verbs {
        if line_ui(ui, verb.icon(), verb.label(now.cx.words), &verb.keys_text(), is_possible) {
            now.out.ask(verb);
        }
    }
}

fn line_ui(ui: &mut Ui, icon: Icon, label: &str, keys: &str, is_enabled: bool) -> bool {
    let button = egui::Button::new((theme::icon(icon, size::ICON_SMALL), theme::body(label)))
        .right_text(theme::small(keys).color(color::TEXT_FAINT))
        .frame_when_inactive(false)
        .min_size(egui::vec2(ui.available_width(), size::CONTROL));
    let was_clicked = ui.add_enabled(is_enabled, button).accessible_name(label).clicked();
    if was_clicked {
        ui.close();
    }
    was_clicked
}
