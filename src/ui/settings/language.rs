//! The language everything is said in.

use egui::Ui;

use super::change;
use crate::model::Language;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::widgets::{self, Segment};

pub fn language_ui(ui: &mut Ui, cx: &UiContext<'_>, out: &mut Outbox) {
    let choice = |value, label| Segment { value, label, tip: "", is_enabled: true };
    let segments = [
        choice(None, cx.say("settings-language-system")),
        choice(Some(Language::English), Language::English.own_name()),
        choice(Some(Language::Chinese), Language::Chinese.own_name()),
    ];
    let chosen = cx.snapshot.settings.language;
    if let Some(language) = widgets::segmented(ui, cx.say("settings-language"), chosen, &segments) {
        change(cx, out, |settings| settings.language = language);
    }
}
