//! A shot as a block: clicked to be worked on, dragged to another place, double-clicked to write in it.

use egui::accesskit::{Action, Role};
use egui::{CursorIcon, Modifiers, PointerButton, Pos2, Rect, Response, Sense, Ui, WidgetInfo};

use super::look::{self, Look};
use super::{Frame, Hand, Span, Timeline, carry, keys, lasso, menu, spans, typed};
use crate::model::preflight::{Finding, Place as Where, Severity};
use crate::model::texts::TextOf;
use crate::model::{ShotId, mention};
use crate::ui::compose::prompt;
use crate::ui::desk::Desk;
use crate::ui::icons;
use crate::ui::theme::{lane, size};
use crate::ui::widgets;

/// How a click selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// This one alone.
    One,
    /// This one too, or not any more.
    Toggle,
    /// Everything up to this one.
    Range,
}

impl Pick {
    pub fn of(modifiers: Modifiers) -> Self {
        match (modifiers.shift, modifiers.command) {
            (true, _) => Self::Range,
            (false, true) => Self::Toggle,
            (false, false) => Self::One,
        }
    }
}

pub fn block_id(ui: &Ui, shot: ShotId) -> egui::Id {
    ui.scope_id().with(("shot", shot))
}

pub fn block_ui(ui: &mut Ui, state: &mut Timeline, now: &mut Frame<'_>, span: &Span<'_>) {
    let rect = now.place.block(span);
    // The borders are the mouse's on either side.
    let grip = (lane::BORDER_GRIP / 2.0).min(rect.width() / 4.0);
    let shot = span.shot.id();
    let touch = rect.shrink2(egui::vec2(grip, 0.0));
    let response = ui.interact(touch, block_id(ui, shot), Sense::click_and_drag());
    let is_selected = now.desk.is_selected(shot);
    describe(ui, now, span, &response, is_selected);
    let worst = worst(now.desk, span.index).map(|finding| finding.severity);
    let is_carried = matches!(&state.hand, Hand::Blocks(carry) if carry.holds(shot));
    let look = Look {
        is_selected,
        is_carried,
        is_hovered: (response.contains_pointer() && matches!(state.hand, Hand::Free)) || response.has_focus(),
        worst,
    };
    let drawn = look::paint(ui, now, span, rect, &look);
    widgets::focus_ring(ui, &Response { rect, ..response.clone() }, size::RADIUS_M);
    hear(ui, state, now, span, &response, drawn.seconds);
    keys::keys_ui(ui, state, now, span, &response);
    menu::menu_ui(&response, now, span);
    mark_ui(ui, now, span, drawn.mark);
    lock_ui(ui, now, span, drawn.lock, look.is_hovered);
    typed::typed_ui(ui, state, now, span, drawn.seconds);
}

/// What the mouse does to it.
fn hear(ui: &Ui, state: &mut Timeline, now: &mut Frame<'_>, span: &Span<'_>, response: &Response, seconds: Rect) {
    let shot = span.shot.id();
    let modifiers = ui.input(|input| input.modifiers);
    let is_new_for_keys = response.gained_focus() && !response.clicked();
    if response.clicked() && !is_by_enter(ui, response) {
        pick(now.desk, shot, Pick::of(modifiers));
        response.request_focus();
        now.playhead.seek(span.from as f64);
    } else if is_new_for_keys && !now.desk.is_selected(shot) {
        pick(now.desk, shot, Pick::One);
        now.playhead.seek(span.from as f64);
    }
    if response.gained_focus() {
        state.view.reveal(span.from as f64, span.to() as f64);
    }
    let pointer = response.interact_pointer_pos();
    if response.double_clicked() {
        if pointer.is_some_and(|at| seconds.expand(4.0).contains(at)) {
            state.typed = Some(typed::Typed::of(span.shot));
        } else {
            write_in(ui, shot);
        }
    }
    if response.drag_started_by(PointerButton::Primary) {
        let origin = ui.input(|input| input.pointer.press_origin()).unwrap_or(response.rect.center());
        state.hand = if modifiers.shift {
            Hand::Lasso(lasso::Lasso::new(origin, now.desk))
        } else {
            take(now.desk, shot, origin)
        };
    }
    if response.hovered() && now.shots.len() > 1 && matches!(state.hand, Hand::Free) {
        ui.set_cursor_icon(CursorIcon::Grab);
    }
}

/// The block goes with the hand; with all that are selected, where it is one of them.
fn take(desk: &mut Desk, shot: ShotId, origin: Pos2) -> Hand {
    if !desk.is_selected(shot) {
        pick(desk, shot, Pick::One);
    }
    Hand::Blocks(carry::Carry::new(desk, origin))
}

/// The caret goes to this shot's prompt.
pub fn write_in(ui: &Ui, shot: ShotId) {
    ui.memory_mut(|memory| memory.request_focus(prompt::id_of(TextOf::Shot(shot))));
}

/// egui takes Enter for a click; here it means writing.
fn is_by_enter(ui: &Ui, response: &Response) -> bool {
    response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
}

pub fn pick(desk: &mut Desk, shot: ShotId, how: Pick) {
    match how {
        Pick::One => desk.select(shot),
        Pick::Toggle => desk.toggle_selection(shot),
        Pick::Range => desk.extend_selection(shot),
    }
}

/// Name, words and what is wrong with it, for those who do not see it.
fn describe(ui: &Ui, now: &Frame<'_>, span: &Span<'_>, response: &Response, is_selected: bool) {
    let name = || {
        let args = [
            ("shot", (span.index + 1).into()),
            ("count", now.shots.len().into()),
            ("seconds", span.shot.secs().0.into()),
        ];
        now.cx.words.with("shot-name", &args)
    };
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(span.shot.prompt_text().to_owned()),
        ..WidgetInfo::selected(Role::ListBoxOption, true, is_selected, name())
    });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_position_in_set(span.index + 1);
        node.set_size_of_set(now.shots.len());
        node.add_action(Action::ShowContextMenu);
        let remark = worst(now.desk, span.index).map(|finding| now.cx.words.finding(finding));
        let names = mention::find(span.shot.prompt_text()).into_iter().map(|mention| format!("@{}", mention.name));
        let told: Vec<String> = remark.into_iter().chain(names).collect();
        if !told.is_empty() {
            node.set_description(told.join(", "));
        }
    });
}

fn worst(desk: &Desk, index: usize) -> Option<&Finding> {
    let is_about = |place| place == Where::ShotPrompt(index) || place == Where::ShotSeconds(index);
    let findings = desk.findings_at(is_about).filter(|finding| finding.severity > Severity::Note);
    findings.max_by_key(|finding| finding.severity)
}

/// The mark says on hover what it means.
fn mark_ui(ui: &Ui, now: &Frame<'_>, span: &Span<'_>, mark: Option<Rect>) {
    let Some(finding) = worst(now.desk, span.index) else {
        return;
    };
    if let Some(rect) = mark {
        let mark = ui.interact(rect, ui.scope_id().with(("mark", span.shot.id())), Sense::hover());
        mark.on_hover_ui(|ui| {
            ui.label(crate::ui::theme::small(now.cx.words.finding(finding)).color(crate::ui::theme::color::TEXT));
        });
    }
}

/// Keeps the seconds of the shot whatever happens around it.
fn lock_ui(ui: &Ui, now: &mut Frame<'_>, span: &Span<'_>, rect: Option<Rect>, is_offered: bool) {
    let Some(rect) = rect else {
        return;
    };
    let response = ui.interact(rect, ui.scope_id().with(("lock", span.shot.id())), Sense::click());
    let is_locked = span.shot.is_locked;
    let name = || now.cx.words.with("timeline-lock-shot", &[("shot", (span.index + 1).into())]);
    response.widget_info(|| WidgetInfo::selected(Role::Switch, true, is_locked, name()));
    look::paint_lock(ui, &response, is_locked, is_offered);
    widgets::focus_ring(ui, &response, size::RADIUS_S);
    if response.clicked() {
        now.desk.draft.storyboard.set_locked(&[span.shot.id()], !is_locked);
    }
    let tip = if is_locked { "timeline-unlock-tip" } else { "timeline-lock-tip" };
    response.on_hover_ui(|ui| {
        ui.label(crate::ui::theme::small(now.cx.say(tip)).color(crate::ui::theme::color::TEXT));
    });
}

/// The shots whose blocks a rectangle touches.
pub fn touched(now: &super::Place, shots: &[crate::model::Shot], area: Rect) -> Vec<ShotId> {
    let is_touched = |span: &Span<'_>| now.block(span).intersects(area);
    spans(shots).filter(is_touched).map(|span| span.shot.id()).collect()
}

/// A lock that is open or closed.
pub fn lock_icon(is_locked: bool) -> icons::Icon {
    if is_locked { icons::LOCK } else { icons::LOCK_OPEN }
}
