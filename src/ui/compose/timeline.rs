//! The storyboard to scale: a ruler, shots as blocks, borders to drag. Every drag has a key that does the same.

use egui::accesskit::{Action, Role};
use egui::{Align2, CursorIcon, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::frames::clipped;
use super::length;
use super::stage::Playhead;
use crate::model::preflight::{Place, Severity};
use crate::model::{Row, Secs, Shot, ShotId};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, color, size};
use crate::ui::verb::Verb;
use crate::ui::{fonts, icons, widgets};

/// Seconds to points.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    rect: Rect,
    secs: f64,
}

impl Scale {
    pub fn new(rect: Rect, secs: u64) -> Self {
        Self { rect, secs: secs.max(1) as f64 }
    }

    pub fn x(&self, secs: f64) -> f32 {
        self.rect.left() + (secs / self.secs) as f32 * self.rect.width()
    }

    pub fn secs_at(&self, x: f32) -> f64 {
        f64::from((x - self.rect.left()) / self.rect.width().max(1.0)) * self.secs
    }
}

pub fn timeline_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    playhead: &mut Playhead,
    desk: &mut Desk,
    row: &Row,
    out: &mut Outbox,
) {
    length::cut_ui(ui, cx, desk, row, |ui, desk| tools_ui(ui, cx, desk, row, out));
    let total = desk.draft.storyboard.total().0;
    let wanted = Vec2::new(ui.available_width(), size::RULER + size::SHOT_BLOCK);
    let (rect, _) = ui.allocate_exact_size(wanted, Sense::hover());
    // A little room at the right, so that the last edge can be taken hold of.
    let scale = Scale::new(rect.with_max_x(rect.right() - size::BORDER_GRIP), row.caps.max_seconds.0.max(total));
    ruler_ui(ui, cx, &scale, row.caps.min_seconds.0);
    let lane = rect.with_min_y(rect.top() + size::RULER);
    ui.painter().rect_filled(lane, size::RADIUS_M, color::FIELD);
    blocks_ui(ui, cx, playhead, desk, &scale, lane);
    borders_ui(ui, cx, desk, row, &scale, lane);
    playhead_ui(ui, cx, playhead, desk, &scale, rect);
}

fn tools_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &Desk, row: &Row, out: &mut Outbox) {
    ui.spacing_mut().item_spacing.x = 2.0;
    let shots = desk.draft.storyboard.shots();
    let secs = desk.draft.storyboard.total().0;
    let args = [("count", shots.len().into()), ("seconds", secs.into())];
    let has_room = shots.len() < row.caps.max_shots;
    let can_split = has_room && desk.shot().is_some_and(|shot| shot.secs() > Secs(1));
    widgets::verb_icon(ui, cx.words, Verb::DeleteShot, shots.len() > 1, out);
    widgets::verb_icon(ui, cx.words, Verb::DuplicateShot, has_room, out);
    widgets::verb_icon(ui, cx.words, Verb::SplitShot, can_split, out);
    widgets::verb_icon(ui, cx.words, Verb::AddShot, has_room, out);
    ui.add_space(size::GAP_S);
    ui.label(theme::figures(cx.words.with("timeline-total", &args)));
}

/// Whole seconds as ticks; the range the offering takes is brighter.
pub fn ruler_ui(ui: &Ui, cx: &UiContext<'_>, scale: &Scale, least: u64) {
    let painter = ui.painter();
    let bottom = scale.rect.top() + size::RULER;
    let font = theme::font(size::TEXT_CAPTION, fonts::tabular());
    let whole = scale.secs as u64;
    let every = if scale.rect.width() / (whole.max(1) as f32) < 26.0 { 5 } else { 1 };
    for second in 0..=whole {
        let x = scale.x(second as f64);
        let is_named = second % every == 0;
        let ink = if second >= least { color::TEXT_MUTED } else { color::DISABLED };
        let height = if is_named { 5.0 } else { 3.0 };
        painter.vline(x, bottom - 1.0 - height..=bottom - 1.0, Stroke::new(size::HAIRLINE, color::LINE_STRONG));
        if is_named {
            let (text, align) = match second {
                0 => (cx.words.with("seconds", &[("seconds", 0.into())]), Align2::LEFT_CENTER),
                _ if second == whole => (second.to_string(), Align2::RIGHT_CENTER),
                _ => (second.to_string(), Align2::CENTER_CENTER),
            };
            painter.text(egui::pos2(x, scale.rect.top() + 6.0), align, text, font.clone(), ink);
        }
    }
}

/// Where a shot stands, in seconds.
struct Span<'a> {
    shot: &'a Shot,
    index: usize,
    from: u64,
}

fn spans(shots: &[Shot]) -> impl Iterator<Item = Span<'_>> {
    shots.iter().enumerate().scan(0, |end, (index, shot)| {
        let from = *end;
        *end += shot.secs().0;
        Some(Span { shot, index, from })
    })
}

fn blocks_ui(ui: &mut Ui, cx: &UiContext<'_>, playhead: &mut Playhead, desk: &mut Desk, scale: &Scale, lane: Rect) {
    let selected = desk.shot().map(Shot::id);
    let mut picked = None;
    for span in spans(desk.draft.storyboard.shots()) {
        let to = span.from + span.shot.secs().0;
        let rect = Rect::from_x_y_ranges(scale.x(span.from as f64)..=scale.x(to as f64), lane.y_range());
        let response =
            block_ui(ui, cx, desk, &span, rect.shrink2(Vec2::new(1.0, 0.0)), selected == Some(span.shot.id()));
        if response.clicked() || response.gained_focus() {
            picked = Some((span.shot.id(), span.from));
        }
    }
    if let Some((shot, from)) = picked {
        desk.select(shot);
        playhead.seek(from as f64);
    }
}

fn block_ui(ui: &Ui, cx: &UiContext<'_>, desk: &Desk, span: &Span<'_>, rect: Rect, is_selected: bool) -> Response {
    let secs = span.shot.secs().0;
    let count = desk.draft.storyboard.shots().len();
    let response = ui.interact(rect, ui.scope_id().with(("shot", span.shot.id())), Sense::click());
    let args = [("shot", (span.index + 1).into()), ("count", count.into()), ("seconds", secs.into())];
    let name = cx.words.with("shot-name", &args);
    let words = span.shot.prompt.to_string();
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(words.clone()),
        ..WidgetInfo::selected(Role::ListBoxOption, true, is_selected, &name)
    });
    let is_about = |place| place == Place::ShotPrompt(span.index) || place == Place::ShotSeconds(span.index);
    let worst = desk.findings_at(is_about).map(|finding| finding.severity).max();
    paint_block(ui, span, rect, &response, is_selected, worst);
    widgets::focus_ring(ui, &response, size::RADIUS_M);
    response
}

fn paint_block(ui: &Ui, span: &Span<'_>, rect: Rect, response: &Response, is_selected: bool, worst: Option<Severity>) {
    let fill = match (is_selected, response.hovered()) {
        (true, _) => color::ACCENT_SOFT,
        (false, true) => color::RAISED_HOVER,
        (false, false) => color::RAISED,
    };
    let line = if is_selected { color::ACCENT } else { color::LINE_STRONG };
    let painter = ui.painter_at(rect.expand(1.0));
    painter.rect(rect, size::RADIUS_M, fill, Stroke::new(size::HAIRLINE, line), StrokeKind::Inside);
    let inner = rect.shrink2(Vec2::new(9.0, 8.0));
    if inner.width() < 6.0 {
        return;
    }
    let head = theme::font(size::TEXT_CAPTION, fonts::tabular());
    let ink = if is_selected { color::ACCENT_TEXT } else { color::TEXT_MUTED };
    let label = format!("{}", span.index + 1);
    painter.text(inner.left_top(), Align2::LEFT_TOP, label, head.clone(), ink);
    let mut right = inner.right_top();
    if let Some(severity) = worst.filter(|severity| *severity > Severity::Note) {
        let (icon, tint, _) = widgets::severity_look(severity);
        let font = theme::icon_font(size::ICON_SMALL);
        painter.text(right + Vec2::new(3.0, -2.0), Align2::RIGHT_TOP, icon.codepoint, font, tint);
        right.x -= size::ICON_SMALL;
    }
    if right.x - inner.left() > 34.0 {
        painter.text(right, Align2::RIGHT_TOP, format!("{} s", span.shot.secs()), head, color::TEXT_FAINT);
    }
    let body = theme::font(size::TEXT_SMALL, egui::FontFamily::Proportional);
    let first_words = span.shot.prompt.lines().next().unwrap_or_default().to_owned();
    let galley = clipped(ui, first_words, body, color::TEXT, inner.width());
    painter.galley(inner.left_top() + Vec2::new(0.0, 20.0), galley, color::TEXT);
}

fn borders_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, row: &Row, scale: &Scale, lane: Rect) {
    let ends: Vec<(ShotId, u64)> =
        spans(desk.draft.storyboard.shots()).map(|span| (span.shot.id(), span.from + span.shot.secs().0)).collect();
    let last = ends.len().saturating_sub(1);
    let rules = cx.board_rules(row);
    for (index, (shot, end)) in ends.into_iter().enumerate() {
        let is_edge = index == last;
        let (id, args) = if is_edge {
            ("end-name", vec![("seconds", end.into())])
        } else {
            ("border-name", vec![("shot", (index + 1).into()), ("seconds", end.into())])
        };
        let name = cx.words.with(id, &args);
        let wanted = handle_ui(ui, ("handle", index), &name, desk, scale, lane, end);
        if wanted == end {
            continue;
        }
        let by = i64::try_from(wanted).unwrap_or(i64::MAX) - i64::try_from(end).unwrap_or(i64::MAX);
        if is_edge {
            if desk.attempt(|board| board.ripple(shot, by, &rules)).is_some() {
                desk.select(shot);
            }
        } else if desk.attempt(|board| board.move_border(shot, by)).is_some() {
            desk.select(shot);
        }
    }
}

/// A handle on second `at`; the second it is wanted at.
fn handle_ui(ui: &Ui, id: (&str, usize), name: &str, desk: &mut Desk, scale: &Scale, lane: Rect, at: u64) -> u64 {
    let x = scale.x(at as f64);
    let rect = Rect::from_center_size(egui::pos2(x, lane.center().y), Vec2::new(size::BORDER_GRIP, lane.height()));
    let response = ui.interact(rect, ui.scope_id().with(id), Sense::drag());
    let value = at as f64;
    response.widget_info(|| WidgetInfo { value: Some(value), ..WidgetInfo::labeled(Role::Slider, true, name) });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.add_action(Action::Increment);
        node.add_action(Action::Decrement);
    });
    if response.hovered() || response.dragged() || response.has_focus() {
        let grip = Rect::from_center_size(rect.center(), Vec2::new(3.0, lane.height() - 14.0));
        ui.painter().rect_filled(grip, 2, color::ACCENT_TEXT);
    }
    widgets::focus_ring(ui, &response, size::RADIUS_S);
    let mut wanted = at.saturating_add_signed(widgets::steps_by_keys(ui, &response));
    if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
        wanted = scale.secs_at(pointer.x).round().max(0.0) as u64;
        desk.is_dragging();
    }
    response.on_hover_and_drag_cursor(CursorIcon::ResizeHorizontal);
    wanted
}

fn playhead_ui(ui: &Ui, cx: &UiContext<'_>, playhead: &mut Playhead, desk: &Desk, scale: &Scale, rect: Rect) {
    let total = desk.draft.storyboard.total().0 as f64;
    let top = rect.with_max_y(rect.top() + size::RULER);
    let response = ui.interact(top, ui.scope_id().with("scrub"), Sense::click_and_drag());
    let name = cx.say("scrub-name").to_owned();
    let at = playhead.secs();
    response.widget_info(|| WidgetInfo { value: Some(at), ..WidgetInfo::labeled(Role::Slider, true, &name) });
    if let Some(pointer) = response.interact_pointer_pos() {
        playhead.seek(scale.secs_at(pointer.x).clamp(0.0, total));
    }
    let steps = widgets::steps_by_keys(ui, &response);
    if steps != 0 {
        playhead.seek((at + steps as f64).clamp(0.0, total));
    }
    widgets::focus_ring(ui, &response, size::RADIUS_S);
    let x = scale.x(playhead.secs());
    let tint = if playhead.is_playing() || response.hovered() { color::ACCENT_TEXT } else { color::TEXT_MUTED };
    ui.painter().vline(x, rect.top() + size::RULER - 4.0..=rect.bottom(), Stroke::new(1.5, tint));
    let font = theme::icon_font(size::ICON);
    ui.painter().text(
        egui::pos2(x, rect.top() + size::RULER - 6.0),
        Align2::CENTER_CENTER,
        icons::PLAYHEAD.codepoint,
        font,
        tint,
    );
}
