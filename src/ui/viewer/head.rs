//! The row above the picture: back, what the clip is called and goes on from, its facts, what one does with the file.

use egui::{Align, Layout, Ui};

use crate::engine::Command;
use crate::engine::snapshot::TaskCard;
use crate::ui::action::Outbox;
use crate::ui::cards::{self, CardDialogs};
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Button};
use crate::ui::{icons, lineage};

pub fn head_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, dialogs: &mut CardDialogs, out: &mut Outbox) {
    let has_room = ui.available_width() >= size::HEAD_WIDE;
    ui.horizontal_centered(|ui| {
        widgets::verb_icon(ui, cx.words, Verb::Back, true, out);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            file_ui(ui, cx, card, dialogs, out);
            cards::practice_mark_ui(ui, cx, &card.task);
            facts_ui(ui, cx, card, has_room);
            ui.with_layout(Layout::top_down(Align::Min), |ui| name_ui(ui, cx, card, out));
        });
    });
}

/// One line, or two where the clip goes on from another.
fn name_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, out: &mut Outbox) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().interact_size.y = 0.0;
    let lines = if card.task.draft.continued_from.is_some() { 2.0 } else { 1.0 };
    let free = ui.available_height() - lines * size::HEAD_LINE;
    ui.add_space((free / 2.0).max(0.0));
    cards::heading_ui(ui, cx, &card.task);
    lineage::link_ui(ui, cx, lineage::of_card(cx, card), out);
}

/// What is done with the file, from the right.
fn file_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, dialogs: &mut CardDialogs, out: &mut Outbox) {
    let name = cx.words.with("card-menu-of", &[("heading", cards::heading(cx, &card.task).into())]);
    let button = Button::of_icon(icons::MORE, &name).tip(cx.say("card-menu")).show(ui);
    cards::menu_ui(&button, cx, card, dialogs, out);
    widgets::verb_icon(ui, cx.words, Verb::FullScreen, true, out);
    if card.clip.is_some() && widgets::icon_button(ui, icons::SAVE, cx.say("card-save-copy")).clicked() {
        dialogs.ask_copy(ui.ctx(), cx, card);
    }
    if widgets::icon_button(ui, icons::EDIT, cx.say("card-use-again")).clicked() {
        out.tell(Command::NewDraftFrom(card.task.draft.clone()));
    }
}

/// In words where there is room for them and the heading, else as a sign with a tip.
fn facts_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, has_room: bool) {
    let Some(clip) = &card.clip else {
        return;
    };
    let facts = cards::facts_text(cx.words, clip);
    if has_room {
        ui.label(theme::small(facts));
    } else {
        let sign = theme::icon(icons::NOTE, size::ICON).color(color::TEXT_FAINT);
        ui.label(sign).on_hover_text(&facts).accessible_name(&facts);
    }
    for remark in &clip.remarks {
        let mark = theme::icon(icons::WARNING, size::ICON).color(color::WARNING);
        let said = cx.words.say(remark);
        ui.label(mark).on_hover_text(&said).accessible_name(&said);
    }
}
