//! What stands around every screen: the rail and the top bar.

use egui::{Align, Layout, Ui, Vec2};

use super::action::{Outbox, Route};
use super::compose::Compose;
use super::context::UiContext;
use super::desk::{Desk, Steps};
use super::icons;
use super::theme::{self, color, size};
use super::verb::Verb;
use super::widgets::{self, Button, Weight};

/// Screens on top, help and settings at the bottom.
pub fn rail_ui(ui: &mut Ui, cx: &UiContext<'_>, route: &Route, out: &mut Outbox) {
    ui.vertical_centered(|ui| {
        rail_button_ui(ui, cx, Verb::Compose, *route == Route::Compose, out);
        rail_button_ui(ui, cx, Verb::Gallery, matches!(route, Route::Gallery | Route::Clip(_) | Route::Compare), out);
        rail_button_ui(ui, cx, Verb::Cast, *route == Route::Cast, out);
        rail_button_ui(ui, cx, Verb::Ledger, *route == Route::Ledger, out);
    });
    ui.with_layout(Layout::bottom_up(Align::Center), |ui| {
        rail_button_ui(ui, cx, Verb::Settings, *route == Route::Settings, out);
        rail_button_ui(ui, cx, Verb::Help, false, out);
    });
}

fn rail_button_ui(ui: &mut Ui, cx: &UiContext<'_>, verb: Verb, is_here: bool, out: &mut Outbox) {
    let tip = verb.tip(cx.words);
    let button = Button::of_icon(verb.icon(), verb.label(cx.words)).large().tip(&tip).selected(is_here);
    if button.min_width(size::RAIL_BUTTON).show(ui).clicked() {
        out.ask(verb);
    }
}

/// The draft's title and its verbs on the left, the account on the right.
pub fn top_bar_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, compose: &Compose, steps: Steps, out: &mut Outbox) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = size::GAP_XS;
        mark_ui(ui);
        ui.add_space(size::GAP_XS);
        title_ui(ui, cx, desk);
        widgets::verb_icon(ui, cx.words, Verb::Drafts, true, out);
        widgets::verb_icon(ui, cx.words, Verb::NewDraft, true, out);
        ui.add_space(size::GAP_S);
        widgets::verb_icon(ui, cx.words, Verb::Undo, steps.can_undo, out);
        widgets::verb_icon(ui, cx.words, Verb::Redo, steps.can_redo, out);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            menu_ui(ui, cx, steps, out);
            let tip = Verb::Palette.tip(cx.words);
            let palette = Button::new(cx.say("top-find")).icon(icons::SEARCH).weight(Weight::Normal).tip(&tip);
            if palette.show(ui).clicked() {
                out.ask(Verb::Palette);
            }
            if compose.is_practice(cx, &desk.draft) {
                widgets::practice_badge(ui, cx.words);
            }
        });
    });
}

/// Three shots to scale with the playhead between them: the program's own mark.
fn mark_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(size::ICON_LARGE, size::ICON_LARGE), egui::Sense::hover());
    let bar = |from: f32, to: f32, tint| {
        let x = rect.left() + from * rect.width()..=rect.left() + to * rect.width();
        let block = egui::Rect::from_x_y_ranges(x, rect.top() + 6.0..=rect.bottom() - 6.0);
        ui.painter().rect_filled(block, 2, tint);
    };
    bar(0.0, 0.28, color::LINE_STRONG);
    bar(0.36, 0.74, color::ACCENT);
    bar(0.8, 1.0, color::LINE_STRONG);
    let x = rect.left() + 0.32 * rect.width();
    ui.painter().vline(x, rect.y_range().shrink(1.5), egui::Stroke::new(1.5, color::ACCENT_TEXT));
}

fn title_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk) {
    let mut title = desk.draft.title.to_string();
    let edit = egui::TextEdit::singleline(&mut title)
        .font(theme::font(size::TEXT_BODY, super::fonts::medium()))
        .hint_text(theme::strong(cx.say("draft-untitled")).color(color::TEXT_FAINT))
        .frame(theme::bare())
        .desired_width(220.0);
    let response = ui.add_sized(Vec2::new(220.0, size::CONTROL), edit).accessible_name(cx.say("draft-title"));
    if response.changed() {
        desk.draft.title = title.into();
        desk.is_typing();
    }
    if response.lost_focus() {
        desk.settle();
    }
}

/// The verbs that have no button of their own.
fn menu_ui(ui: &mut Ui, cx: &UiContext<'_>, steps: Steps, out: &mut Outbox) {
    const LINES: [Option<Verb>; 15] = [
        Some(Verb::NewDraft),
        Some(Verb::OpenFile),
        Some(Verb::Save),
        Some(Verb::SaveAs),
        Some(Verb::DuplicateDraft),
        Some(Verb::Drafts),
        None,
        Some(Verb::Undo),
        Some(Verb::Redo),
        None,
        Some(Verb::Cast),
        Some(Verb::Ledger),
        Some(Verb::FullScreen),
        Some(Verb::Settings),
        Some(Verb::Help),
    ];
    let button = widgets::icon_button(ui, icons::MENU, cx.say("top-menu"));
    egui::Popup::menu(&button).width(size::MENU).accessible_name(cx.say("top-menu")).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for line in LINES {
            match line {
                None => {
                    ui.separator();
                }
                Some(Verb::Undo) if !steps.can_undo => widgets::verb_line(ui, cx.words, Verb::Undo, false, out),
                Some(Verb::Redo) if !steps.can_redo => widgets::verb_line(ui, cx.words, Verb::Redo, false, out),
                Some(verb) => widgets::verb_line(ui, cx.words, verb, true, out),
            }
        }
    });
}
