//! The verbs of the timeline, and how long the video is against how long it may be.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{CursorIcon, Galley, Rect, Sense, Ui, Vec2, WidgetInfo};

use super::typed::{Answer, number_ui};
use crate::model::storyboard::TotalRule;
use crate::model::trouble::Arg;
use crate::model::{Row, Secs};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, color, lane, size};
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Button};
use crate::ui::{fonts, icons};

/// The total while it is being written.
#[derive(Default)]
pub struct Total {
    typed: Option<(String, bool)>,
}

pub fn tools_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Total, desk: &mut Desk, row: &Row, out: &mut Outbox) {
    ui.spacing_mut().item_spacing.x = 2.0;
    let count = desk.draft.storyboard.shots().len();
    // From the right; where there is no room for all, the last of these have keys and a menu.
    let tools = [
        // One too many is answered: why not, and what helps.
        (Verb::AddShot, true),
        (Verb::SplitShot, count > 0),
        (Verb::DeleteShot, count > 1),
        (Verb::DuplicateShot, count > 0),
        (Verb::MergeShots, count > 1),
        (Verb::BalanceEvenly, count > 1),
        (Verb::BalanceByPrompt, count > 1),
    ];
    let total = total_galley(ui, cx, desk, row);
    let room = ui.available_width() - total.size().x - lane::AROUND_TOTAL;
    let fitting = (room / (size::CONTROL + 2.0)).max(0.0) as usize;
    let mut shown: Vec<(Verb, bool)> = tools.into_iter().take(fitting).collect();
    shown.sort_by_key(|(verb, _)| ORDER.iter().position(|other| other == verb));
    for (verb, is_possible) in shown {
        widgets::verb_icon(ui, cx.words, verb, is_possible, out);
    }
    ui.add_space(size::GAP_XS);
    lock_ui(ui, cx, out);
    total_ui(ui, cx, state, desk, row, total);
}

/// How the tools stand, from the right.
const ORDER: [Verb; 7] = [
    Verb::DeleteShot,
    Verb::DuplicateShot,
    Verb::MergeShots,
    Verb::SplitShot,
    Verb::AddShot,
    Verb::BalanceByPrompt,
    Verb::BalanceEvenly,
];

/// Whether the total stays while shots come, go and change.
fn lock_ui(ui: &mut Ui, cx: &UiContext<'_>, out: &mut Outbox) {
    let is_kept = cx.total_rule() == TotalRule::Kept;
    let icon = if is_kept { icons::LOCK } else { icons::LOCK_OPEN };
    let tip = Verb::LockTotal.tip(cx.words);
    let button = Button::of_icon(icon, Verb::LockTotal.label(cx.words)).tip(&tip).selected(is_kept);
    if button.show(ui).clicked() {
        out.ask(Verb::LockTotal);
    }
}

/// "3 shots · 9 s of 3–15 s", or only the seconds where there is little room.
fn total_galley(ui: &Ui, cx: &UiContext<'_>, desk: &Desk, row: &Row) -> Arc<Galley> {
    let id = if ui.available_width() < lane::ROOM_FOR_COUNT { "timeline-total-short" } else { "timeline-total" };
    let ink = if is_within(desk, row) { color::TEXT_MUTED } else { color::ERROR };
    let font = theme::font(size::TEXT_SMALL, fonts::tabular());
    ui.painter().layout_no_wrap(cx.words.with(id, &facts(desk, row)), font, ink)
}

fn is_within(desk: &Desk, row: &Row) -> bool {
    (row.caps.min_seconds..=row.caps.max_seconds).contains(&desk.draft.storyboard.total())
}

fn facts(desk: &Desk, row: &Row) -> [(&'static str, Arg); 4] {
    let board = &desk.draft.storyboard;
    [
        ("count", board.shots().len().into()),
        ("seconds", board.total().0.into()),
        ("least", row.caps.min_seconds.0.into()),
        ("most", row.caps.max_seconds.0.into()),
    ]
}

/// A click writes another one.
fn total_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Total, desk: &mut Desk, row: &Row, galley: Arc<Galley>) {
    let total = desk.draft.storyboard.total().0;
    let wanted = Vec2::new(galley.size().x + 16.0, size::CONTROL);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    if let Some((text, is_new)) = &mut state.typed {
        let field = Rect::from_center_size(rect.center(), Vec2::new(lane::SECONDS_FIELD, size::CONTROL_SMALL));
        let answer = number_ui(ui, field, cx.say("timeline-set-total"), text, is_new, false);
        match answer {
            Answer::Writing => {}
            Answer::Dropped => state.typed = None,
            Answer::Given(secs) => {
                state.typed = None;
                let rules = cx.board_rules(row);
                desk.attempt(|board| board.set_total(Secs(secs), &rules));
            }
        }
        return;
    }
    response.widget_info(|| WidgetInfo {
        value: Some(total as f64),
        ..WidgetInfo::labeled(Role::Button, true, cx.words.with("timeline-total-name", &facts(desk, row)))
    });
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, size::RADIUS_M, color::RAISED_HOVER);
    }
    ui.painter().galley(egui::pos2(rect.left() + 8.0, rect.center().y - galley.size().y / 2.0), galley, color::TEXT);
    widgets::focus_ring(ui, &response, size::RADIUS_M);
    if response.clicked() {
        state.typed = Some((total.to_string(), true));
    }
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    response.on_hover_ui(|ui| {
        ui.label(theme::small(cx.say("timeline-total-tip")).color(color::TEXT));
    });
}
