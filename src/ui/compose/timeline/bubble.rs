//! What the hand is doing, in words beside it; and why it goes no further.

use egui::accesskit::{Live, Role};
use egui::{LayerId, Order, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::trim::{Border, Held, Outcome, Trim};
use super::{Hand, Place, Timeline, spans};
use crate::model::{Shot, Trouble};
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::fonts;
use crate::ui::theme::{self, color, size};

/// One line above the place it speaks of.
pub struct Bubble {
    text: String,
    x: f32,
    /// The hand goes no further.
    is_limit: bool,
}

pub fn bubble_ui(ui: &Ui, cx: &UiContext<'_>, state: &Timeline, desk: &Desk, place: &Place) {
    let pointer = ui.input(|input| input.pointer.latest_pos()).map(|at| at.x);
    let bubble = match &state.hand {
        Hand::Border(held) => of_border(ui, cx, held, desk, place),
        Hand::Blocks(carry) => pointer.map(|x| {
            let shots = desk.draft.storyboard.shots();
            let to = carry.place_of(shots, carry.gap(place, shots, x));
            let args = [("place", to.into()), ("count", shots.len().into())];
            Bubble { text: cx.words.with("timeline-carry", &args), x, is_limit: false }
        }),
        Hand::End(_) => {
            let secs = desk.draft.seconds.0;
            let text = cx.words.with("timeline-length", &[("seconds", secs.into())]);
            Some(Bubble { text, x: place.scale.x(secs as f64), is_limit: false })
        }
        Hand::Free | Hand::Lasso(_) => None,
    };
    let Some(bubble) = bubble else {
        return;
    };
    paint(ui, place, &bubble);
}

/// "Shot 2: 4 s · total 9 s".
fn of_border(ui: &Ui, cx: &UiContext<'_>, held: &Held, desk: &Desk, place: &Place) -> Option<Bubble> {
    let board = &desk.draft.storyboard;
    let Border { left, is_end } = held.border;
    let trim = held.border.trim(ui.input(|input| input.modifiers.command));
    let end = spans(board.shots()).nth(left)?.to();
    let x = place.scale.x(end as f64);
    if let Outcome::Refused(why) = held.outcome {
        return Some(Bubble { text: cx.words.say(&Trouble::from(why)), x, is_limit: true });
    }
    let secs = |index: usize| board.shots().get(index).map(Shot::secs);
    let pair = match trim {
        Trim::Ripple => None,
        Trim::Roll if is_end => Some(left.checked_sub(1)?),
        Trim::Roll => Some(left),
    };
    let text = match pair {
        None => {
            let args =
                [("shot", (left + 1).into()), ("seconds", secs(left)?.0.into()), ("total", board.total().0.into())];
            cx.words.with("timeline-ripple", &args)
        }
        Some(first) => {
            let args = [
                ("shot", (first + 1).into()),
                ("seconds", secs(first)?.0.into()),
                ("next", (first + 2).into()),
                ("others", secs(first + 1)?.0.into()),
                ("total", board.total().0.into()),
            ];
            cx.words.with("timeline-roll", &args)
        }
    };
    Some(Bubble { text, x, is_limit: held.outcome == Outcome::Stopped })
}

/// It floats over everything, within the lane's width.
fn paint(ui: &Ui, place: &Place, bubble: &Bubble) {
    let ink = if bubble.is_limit { color::WARNING } else { color::TEXT };
    let font = theme::font(size::TEXT_SMALL, fonts::tabular());
    let galley = ui.painter().layout_no_wrap(bubble.text.clone(), font, ink);
    let wanted = galley.size() + Vec2::new(20.0, 10.0);
    let room = place.ruler;
    let left = (bubble.x - wanted.x / 2.0).clamp(room.left(), (room.right() - wanted.x).max(room.left()));
    let rect = Rect::from_min_size(egui::pos2(left, place.lane.top() - wanted.y - 3.0), wanted);
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Tooltip, ui.scope_id().with("bubble")));
    painter.rect(
        rect,
        size::RADIUS_M,
        color::RAISED_HOVER,
        Stroke::new(size::HAIRLINE, color::LINE_STRONG),
        StrokeKind::Inside,
    );
    painter.galley(rect.min + Vec2::new(10.0, 5.0), galley, ink);
    // Heard as it changes by those who do not see it.
    let response = ui.interact(rect, ui.scope_id().with("readout"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Status, true, &bubble.text));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
}
