//! The borders between the shots and the end of the last one: rolled and rippled by mouse, by keys, and by
//! assistive technology.

use egui::accesskit::{Action, Role};
use egui::{CursorIcon, Key, Modifiers, Rect, Response, Sense, Stroke, Ui, Vec2, WidgetInfo};

use super::trim::{self, Border, Held, Trim};
use super::{Frame, Hand, Span, Timeline, scroll};
use crate::ui::theme::{color, lane, size};
use crate::ui::widgets;

pub fn border_ui(ui: &Ui, state: &mut Timeline, now: &mut Frame<'_>, span: &Span<'_>) {
    let border = Border::of(span.index, now.shots.len());
    let at = span.to();
    let center = egui::pos2(now.place.scale.x(at as f64), now.place.lane.center().y);
    let rect = Rect::from_center_size(center, Vec2::new(lane::BORDER_GRIP, now.place.lane.height()));
    let response = ui.interact(rect, ui.scope_id().with(("handle", span.index)), Sense::drag());
    describe(ui, now, span, border, &response);
    if response.gained_focus() {
        state.view.reveal(span.from as f64, at as f64);
    }
    drag(ui, state, now, border, &response);
    step(ui, now, border, &response);

    let is_held = matches!(&state.hand, Hand::Border(held) if held.border == border);
    let is_free = matches!(state.hand, Hand::Free);
    let trim = border.trim(ui.input(|input| input.modifiers.command));
    if is_held || (is_free && (response.hovered() || response.has_focus())) {
        now.bracket = Some(Bracket::new(rect, border, trim, is_held));
    }
    widgets::focus_ring(ui, &response, size::RADIUS_S);
    if is_free || is_held {
        response.on_hover_and_drag_cursor(cursor(trim));
    }
}

fn describe(ui: &Ui, now: &Frame<'_>, span: &Span<'_>, border: Border, response: &Response) {
    let at = span.to();
    let name = || match border.is_end {
        true => now.cx.words.with("end-name", &[("seconds", at.into())]),
        false => now.cx.words.with("border-name", &[("shot", (span.index + 1).into()), ("seconds", at.into())]),
    };
    response.widget_info(|| WidgetInfo { value: Some(at as f64), ..WidgetInfo::labeled(Role::Slider, true, name()) });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        let most = match now.shots.get(span.index + 1) {
            Some(next) => at.saturating_add(next.secs().0).saturating_sub(1),
            None => now.row.caps.max_seconds.0.max(at),
        };
        node.set_min_numeric_value(span.from as f64 + 1.0);
        node.set_max_numeric_value(most as f64);
        node.set_numeric_value_step(1.0);
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
}

/// The hand takes hold, moves, lets go, or thinks better of it.
fn drag(ui: &Ui, state: &mut Timeline, now: &mut Frame<'_>, border: Border, response: &Response) {
    let pointer = response.interact_pointer_pos();
    if response.drag_started_by(egui::PointerButton::Primary)
        && let Some(origin) = ui.input(|input| input.pointer.press_origin())
    {
        let base = now.desk.draft.storyboard.clone();
        state.hand = Hand::Border(Held::new(border, base, now.place.scale.secs_at(origin.x)));
        if let Some(shot) = now.shots.get(border.left) {
            now.desk.select(shot.id());
        }
    }
    let Hand::Border(held) = &mut state.hand else {
        return;
    };
    if held.border != border {
        return;
    }
    // Whatever becomes of it, it is one step.
    now.desk.is_dragging();
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        now.desk.draft.storyboard = held.base.clone();
        state.hand = Hand::Free;
        return;
    }
    if let Some(pointer) = pointer {
        let trim = border.trim(ui.input(|input| input.modifiers.command));
        let at = now.place.scale.secs_at(pointer.x);
        now.desk.draft.storyboard = held.moved(trim, at, &now.cx.board_rules(now.row));
        scroll::follow_hand(ui, &mut state.view, &now.place);
    }
    if !response.dragged() {
        state.hand = Hand::Free;
    }
}

/// The keyboard twin: arrows move by a second, Ctrl turns a roll into a ripple as it does for the mouse.
fn step(ui: &Ui, now: &mut Frame<'_>, border: Border, response: &Response) {
    let switched = if response.has_focus() {
        ui.input_mut(|input| {
            let later = input.count_and_consume_key(Modifiers::COMMAND, Key::ArrowRight) as i64;
            later - input.count_and_consume_key(Modifiers::COMMAND, Key::ArrowLeft) as i64
        })
    } else {
        0
    };
    for (steps, is_switched) in [(widgets::steps_by_keys(ui, response), false), (switched, true)] {
        if steps != 0 {
            let rules = now.cx.board_rules(now.row);
            now.desk.attempt(|board| trim::apply(board, border, border.trim(is_switched), steps, &rules));
        }
    }
}

fn cursor(trim: Trim) -> CursorIcon {
    match trim {
        Trim::Roll => CursorIcon::ResizeColumn,
        Trim::Ripple => CursorIcon::ResizeEast,
    }
}

/// What is drawn on a border that is lit.
pub struct Bracket {
    rect: Rect,
    border: Border,
    trim: Trim,
    is_held: bool,
}

impl Bracket {
    pub fn new(rect: Rect, border: Border, trim: Trim, is_held: bool) -> Self {
        Self { rect, border, trim, is_held }
    }
}

/// `][` where the border rolls, `]` where the shot before it ripples: as editors draw them.
pub fn bracket_ui(ui: &Ui, bracket: &Bracket) {
    let Bracket { rect, border, trim, is_held } = *bracket;
    let ink = match trim {
        Trim::Roll => color::ROLL,
        Trim::Ripple => color::RIPPLE,
    };
    let stroke = Stroke::new(if is_held { lane::BRACKET_HELD } else { lane::BRACKET }, ink);
    let (x, y) = (rect.center().x, rect.y_range().shrink(3.0));
    let side = |x: f32, arm: f32| {
        ui.painter().vline(x, y, stroke);
        for at in [y.min, y.max] {
            ui.painter().hline(x.min(x + arm)..=x.max(x + arm), at, stroke);
        }
    };
    let reach = lane::BRACKET_ARM;
    side(x - 2.0, -reach);
    if trim == Trim::Roll && !border.is_end {
        side(x + 2.0, reach);
    }
}
