//! What can be done about the system's keyring where it does not do its part.

use egui::Ui;

use super::line_ui;
use crate::engine::Command;
use crate::engine::keys::KeyringTrouble;
use crate::engine::snapshot::Keyring;
use crate::model::Trouble;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Weight};

/// Nothing is said of a keyring that is well.
pub fn keyring_ui(ui: &mut Ui, cx: &UiContext<'_>, out: &mut Outbox) {
    let Keyring::Trouble(trouble) = &cx.snapshot.keyring else { return };
    ui.add_space(size::GAP_S);
    theme::card_of_warning().show(ui, |ui| {
        ui.set_width(ui.available_width());
        line_ui(ui, icons::WARNING, color::WARNING, &cx.words.say(&Trouble::from(trouble)));
        ui.label(theme::small(cx.say("keyring-remedies")));
        ui.horizontal(|ui| {
            let can_unlock = match trouble {
                KeyringTrouble::Locked => true,
                KeyringTrouble::Absent | KeyringTrouble::Silent | KeyringTrouble::Broken { .. } => false,
            };
            if can_unlock && widgets::button(ui, cx.say("keyring-unlock"), Weight::Normal, true).clicked() {
                out.tell(Command::UnlockKeyring);
            }
            if widgets::button(ui, cx.say("keyring-ask-again"), Weight::Normal, true).clicked() {
                out.tell(Command::AskKeyring);
            }
        });
    });
}
