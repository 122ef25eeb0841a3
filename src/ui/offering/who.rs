//! "Who can make this?": every offering beside the present draft, and one click that switches.

use egui::{Align, Context, Id, Label, Layout, Modal, ScrollArea, Ui, Vec2, WidgetInfo, accesskit::Role};

use super::{name, vendor};
use crate::model::compare::{self, Candidate, Difference};
use crate::model::preflight::Finding;
use crate::model::{Mode, Row};
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Button, Weight};
use crate::ui::{icons, said, sheets};

/// As many errors of one offering as are named; the rest are counted.
const SHOWN_ERRORS: usize = 2;

/// The sheet; false when it is done with.
pub fn who_ui(ctx: &Context, cx: &UiContext<'_>, desk: &mut Desk) -> bool {
    let own = &cx.snapshot.settings.own_prices;
    let candidates = compare::candidates(&desk.draft, cx.rows, &cx.snapshot.facts, own);
    let mut is_open = true;
    let area = Modal::default_area(Id::unique("who-can")).accessible_name(cx.say("who-title"));
    let shown = Modal::new(Id::unique("who-can")).area(area).frame(theme::floating()).backdrop_color(color::VEIL).show(
        ctx,
        |ui| {
            ui.set_width(theme::sheet_width(ui.ctx()));
            is_open = !sheets::title_ui(ui, cx, cx.say("who-title"));
            ui.label(theme::small(cx.say("who-why")));
            ui.add_space(size::GAP_S);
            let most = (ui.ctx().content_rect().height() - 180.0).max(160.0);
            ScrollArea::vertical().max_height(most).min_scrolled_height(most).show(ui, |ui| {
                for candidate in &candidates {
                    if candidate_ui(ui, cx, candidate, *desk.draft.offering == *candidate.row.id) {
                        desk.draft.offering = candidate.row.id.into();
                        is_open = false;
                    }
                }
            });
        },
    );
    is_open && !shown.should_close()
}

/// One offering; true when it was chosen.
fn candidate_ui(ui: &mut Ui, cx: &UiContext<'_>, candidate: &Candidate, is_here: bool) -> bool {
    let row = candidate.row;
    let mut is_chosen = false;
    let frame = theme::card();
    let response = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::GAP_S;
            let (icon, ink) =
                if candidate.takes_it() { (icons::CHECK, color::GOOD) } else { (icons::ERROR, color::ERROR) };
            ui.label(theme::icon(icon, size::ICON).color(ink));
            column(ui, size::WHO_NAME, |ui| {
                ui.label(theme::strong(row.model_name));
                ui.label(theme::small(vendor(cx, row)));
            });
            let middle = ui.available_width() - size::WHO_PRICE - size::WHO_BUTTON - 2.0 * size::GAP_S;
            column(ui, middle.max(120.0), |ui| answer_ui(ui, cx, candidate));
            column(ui, size::WHO_PRICE, |ui| price_ui(ui, cx, candidate));
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| is_chosen = choice_ui(ui, cx, row, is_here));
        });
    });
    let spoken = format!("{}: {}", name(cx, row), verdict(cx, candidate));
    response.response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &spoken));
    ui.add_space(size::GAP_XS);
    is_chosen
}

fn column(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(Vec2::new(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 2.0;
        contents(ui);
    });
}

/// Whether it takes the draft, why not, and what it does otherwise.
fn answer_ui(ui: &mut Ui, cx: &UiContext<'_>, candidate: &Candidate) {
    let errors: Vec<&Finding> = candidate.errors().collect();
    if errors.is_empty() {
        ui.label(theme::small(cx.say("who-takes-it")).color(color::GOOD));
    }
    for finding in errors.iter().take(SHOWN_ERRORS) {
        line_ui(ui, &cx.words.finding(finding), color::ERROR);
    }
    if errors.len() > SHOWN_ERRORS {
        line_ui(ui, &cx.words.with("who-more", &[("count", (errors.len() - SHOWN_ERRORS).into())]), color::ERROR);
    }
    for difference in &candidate.differs {
        line_ui(ui, &difference_text(cx, *difference), color::TEXT_MUTED);
    }
}

fn line_ui(ui: &mut Ui, text: &str, ink: egui::Color32) {
    ui.add(Label::new(theme::small(text).color(ink)).wrap());
}

fn verdict(cx: &UiContext<'_>, candidate: &Candidate) -> String {
    match candidate.errors().count() {
        0 => cx.say("who-takes-it").to_owned(),
        count => cx.words.with("who-errors", &[("count", count.into())]),
    }
}

fn difference_text(cx: &UiContext<'_>, difference: Difference) -> String {
    match difference {
        Difference::OwnMode(mode) => {
            let mode = match mode {
                Mode::Std => "720p",
                Mode::Pro => "1080p",
                Mode::FourK => "4K",
            };
            cx.words.with("who-own-mode", &[("mode", mode.into())])
        }
        Difference::SoundForced { percent: Some(percent) } => {
            cx.words.with("who-sound-forced-price", &[("percent", percent.into())])
        }
        Difference::SoundForced { percent: None } => cx.say("who-sound-forced").to_owned(),
        Difference::RatioFollowsFrame => cx.say("who-ratio-follows").to_owned(),
        Difference::RatioMayFollowFrame => cx.say("who-ratio-may-follow").to_owned(),
        Difference::PicturesUploaded(count) => cx.words.with("who-uploads", &[("count", count.into())]),
        Difference::DescriptionsNotSent => cx.say("who-descriptions").to_owned(),
    }
}

fn price_ui(ui: &mut Ui, cx: &UiContext<'_>, candidate: &Candidate) {
    match candidate.price {
        Some(money) => priced_ui(ui, cx, candidate, &said::money(cx.words, money)),
        None => ui.label(theme::small(cx.say("price-unknown"))).on_hover_text(cx.say("price-unknown-tip")),
    };
}

/// A price that has something to be said beside it wears a mark; the words are in its tip.
fn priced_ui(ui: &mut Ui, cx: &UiContext<'_>, candidate: &Candidate, price: &str) -> egui::Response {
    let ink = theme::figures(price).color(color::TEXT);
    let Some(note) = candidate.price_note else { return ui.label(ink) };
    // As high as its words, on one line with the prices above and below.
    ui.spacing_mut().interact_size.y = 0.0;
    let shown = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::GAP_XS;
        ui.label(ink) | ui.label(theme::icon(icons::NOTE, size::ICON_SMALL).color(color::NOTE))
    });
    let response = shown.inner.on_hover_text(cx.say(note));
    response.ctx.accesskit_node_builder(response.id, |node| node.set_description(cx.say(note)));
    response
}

fn choice_ui(ui: &mut Ui, cx: &UiContext<'_>, row: &Row, is_here: bool) -> bool {
    if is_here {
        widgets::badge(ui, None, cx.say("who-here"), color::ACCENT_TEXT, color::ACCENT_SOFT);
        return false;
    }
    let named = cx.words.with("who-use", &[("name", name(cx, row).into())]);
    Button::new(cx.say("who-use-this"))
        .name(&named)
        .weight(Weight::Normal)
        .min_width(size::WHO_BUTTON)
        .show(ui)
        .clicked()
}
