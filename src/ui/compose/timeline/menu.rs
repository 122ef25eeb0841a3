//! What a right click on a block offers: the verbs of the table, on what is selected.

use egui::{Key, KeyboardShortcut, Modifiers, Response, Ui};

use super::blocks::{self, Pick};
use super::{Frame, Span};
use crate::model::Shot;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, color, size};
use crate::ui::verb::{Verb, keys_text};

/// What a block takes for writing, see `keys`.
const ENTER: KeyboardShortcut = KeyboardShortcut::new(Modifiers::NONE, Key::Enter);

pub fn menu_ui(response: &Response, now: &mut Frame<'_>, span: &Span<'_>) {
    if response.secondary_clicked() && !now.desk.is_selected(span.shot.id()) {
        blocks::pick(now.desk, span.shot.id(), Pick::One);
    }
    response.context_menu(|ui| {
        ui.set_width(size::MENU);
        ui.spacing_mut().item_spacing.y = 0.0;
        lines_ui(ui, now, span);
    });
}

fn lines_ui(ui: &mut Ui, now: &mut Frame<'_>, span: &Span<'_>) {
    if line_ui(ui, icons::EDIT, now.cx.say("timeline-write"), &keys_text(&ENTER), true) {
        blocks::write_in(ui, span.shot.id());
    }
    for (verb, is_possible) in verbs(now) {
        let Some(verb) = verb else {
            ui.separator();
            continue;
        };
        if line_ui(ui, verb.icon(), verb.label(now.cx.words), &verb.keys_text(), is_possible) {
            now.out.ask(verb);
        }
    }
}

/// In groups; each with whether it would do something. One shot too many is answered: why not, and what helps.
fn verbs(now: &Frame<'_>) -> [(Option<Verb>, bool); 16] {
    let ids = now.desk.selected();
    let (count, selected) = (now.shots.len(), ids.len());
    let is_selected = |shot: Option<&Shot>| shot.is_some_and(|shot| ids.contains(&shot.id()));
    [
        (Some(Verb::SetSeconds), true),
        (None, false),
        (Some(Verb::SplitShot), true),
        (Some(Verb::MergeShots), count > 1),
        (Some(Verb::DuplicateShot), true),
        (Some(Verb::DeleteShot), count > selected),
        (None, false),
        (Some(Verb::CutShots), count > selected),
        (Some(Verb::CopyShots), true),
        (Some(Verb::PasteShots), true),
        (None, false),
        (Some(Verb::LockShot), true),
        (Some(Verb::BalanceEvenly), count > 1),
        (Some(Verb::BalanceByPrompt), count > 1),
        (Some(Verb::ShotEarlier), !is_selected(now.shots.first())),
        (Some(Verb::ShotLater), !is_selected(now.shots.last())),
    ]
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
