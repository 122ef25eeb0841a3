//! How a block looks: number, lock, elements, seconds, and the first words.

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, Color32, Rect, Response, Stroke, StrokeKind, Ui, Vec2};

use super::{Frame, Span, blocks, chips};
use crate::model::preflight::Severity;
use crate::ui::theme::{self, color, lane, size};
use crate::ui::{fonts, widgets};

/// So many characters fill the widest block; the rest is not laid out.
const FIRST_CHARACTERS: usize = 240;
/// A block narrower than this has no room for anything but its number.
const NARROW: f32 = 44.0;
/// Between things on one line.
const GAP: f32 = 5.0;

pub struct Look {
    pub is_selected: bool,
    /// It is on its way to another place.
    pub is_carried: bool,
    pub is_hovered: bool,
    pub worst: Option<Severity>,
}

/// Where the parts that are used by themselves stand.
pub struct Drawn {
    pub seconds: Rect,
    pub mark: Option<Rect>,
    pub lock: Option<Rect>,
}

pub fn paint(ui: &Ui, now: &mut Frame<'_>, span: &Span<'_>, rect: Rect, look: &Look) -> Drawn {
    ground(ui, rect, look);
    // What is written on a block stays in view while a part of it is.
    let seen = rect.intersect(now.place.scale.rect().with_max_y(rect.bottom()));
    let inner = seen.shrink2(Vec2::new(if seen.width() < NARROW { 4.0 } else { 8.0 }, 5.0));
    if inner.width() < 1.0 {
        return Drawn { seconds: rect, mark: None, lock: None };
    }
    let line = inner.with_max_y(inner.top() + lane::SHOT_LINE);
    let head = theme::font(size::TEXT_CAPTION, fonts::tabular());
    let ink = if look.is_selected { color::ACCENT_TEXT } else { color::TEXT_MUTED };
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let number = painter.text(line.left_center(), Align2::LEFT_CENTER, span.index + 1, head.clone(), ink);
    let seconds = now.cx.words.with("seconds", &[("seconds", span.shot.secs().0.into())]);
    let seconds = painter.layout_no_wrap(seconds, head, color::TEXT_MUTED);
    let mut right = line.right() - seconds.size().x;
    let at = egui::pos2(right, line.center().y - seconds.size().y / 2.0);
    let seconds_rect = Rect::from_min_size(at, seconds.size());
    // Half a figure would be a wrong one.
    if right > number.right() + 2.0 {
        painter.galley(at, seconds, color::TEXT_MUTED);
    }
    // What a lock keeps stands beside it.
    let lock = (right - number.right() > lane::LOCK + GAP).then(|| {
        right -= lane::LOCK + 1.0;
        Rect::from_min_size(egui::pos2(right, line.center().y - lane::LOCK / 2.0), Vec2::splat(lane::LOCK))
    });
    let mark = look.worst.filter(|_| right - number.right() > size::ICON_SMALL + GAP).map(|severity| {
        right -= size::ICON_SMALL + 1.0;
        paint_mark(&painter, egui::pos2(right, line.center().y), severity)
    });
    let left = number.right() + GAP;
    chips::chips_ui(&painter, ui, now, span, Rect::from_x_y_ranges(left..=(right - GAP).max(left), line.y_range()));
    let words = Rect::from_min_max(egui::pos2(inner.left(), line.bottom() + 3.0), inner.max);
    paint_words(&painter, now, span, words);
    Drawn { seconds: seconds_rect, mark, lock }
}

fn ground(ui: &Ui, rect: Rect, look: &Look) {
    let fill = match (look.is_selected, look.is_hovered) {
        (true, _) => color::ACCENT_SOFT,
        (false, true) => color::RAISED_HOVER,
        (false, false) => color::RAISED,
    };
    let line = match (look.is_selected, look.worst) {
        (true, _) => color::ACCENT,
        (false, Some(Severity::Error)) => color::ERROR_LINE,
        (false, Some(Severity::Warning | Severity::Note) | None) => color::LINE_STRONG,
    };
    let fill = if look.is_carried { fill.gamma_multiply(lane::FADED) } else { fill };
    ui.painter().rect(rect, size::RADIUS_M, fill, Stroke::new(size::HAIRLINE, line), StrokeKind::Inside);
}

fn paint_mark(painter: &egui::Painter, at: egui::Pos2, severity: Severity) -> Rect {
    let (icon, tint, _) = widgets::severity_look(severity);
    let font = theme::icon_font(size::ICON_SMALL);
    painter.text(at, Align2::LEFT_CENTER, icon.codepoint, font, tint);
    Rect::from_min_size(at - Vec2::new(0.0, size::ICON_SMALL / 2.0), Vec2::splat(size::ICON_SMALL))
}

/// The first words on two lines; what an empty shot waits for.
fn paint_words(painter: &egui::Painter, now: &Frame<'_>, span: &Span<'_>, rect: Rect) {
    let prompt = span.shot.prompt_text().trim_start();
    let least = if prompt.is_empty() { lane::ROOM_FOR_HINT } else { 12.0 };
    if rect.width() < least {
        return;
    }
    let (text, ink): (&str, Color32) = match prompt.char_indices().nth(FIRST_CHARACTERS) {
        _ if prompt.is_empty() => (now.cx.say("timeline-empty-shot"), color::TEXT_FAINT),
        Some((end, _)) => (&prompt[..end], color::TEXT),
        None => (prompt, color::TEXT),
    };
    let font = theme::font(size::TEXT_SMALL, egui::FontFamily::Proportional);
    let mut job = LayoutJob::simple(text.to_owned(), font, ink, rect.width());
    job.wrap = TextWrapping { max_width: rect.width(), max_rows: 2, ..TextWrapping::default() };
    let galley = painter.layout_job(job);
    painter.galley(rect.min, galley, ink);
}

/// Closed it is always seen; open only where the mouse or the keyboard is.
pub fn paint_lock(ui: &Ui, response: &Response, is_locked: bool, is_offered: bool) {
    let is_lit = response.hovered() || response.has_focus();
    let ink = match (is_locked, is_lit) {
        (_, true) => color::TEXT,
        (true, false) => color::TEXT_MUTED,
        (false, false) if is_offered => color::TEXT_FAINT,
        (false, false) => return,
    };
    if is_lit {
        ui.painter().rect_filled(response.rect, size::RADIUS_S, color::RAISED_HOVER);
    }
    let font = theme::icon_font(lane::ICON_TINY);
    let icon = blocks::lock_icon(is_locked);
    ui.painter().text(response.rect.center(), Align2::CENTER_CENTER, icon.codepoint, font, ink);
}
