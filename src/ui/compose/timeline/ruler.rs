//! The ruler: whole seconds as ticks, the range the offering takes, and the playhead that is dragged along it.

use egui::accesskit::Role;
use egui::{Align2, CursorIcon, Rect, Sense, Stroke, Ui, WidgetInfo};

use super::{Place, Scale, spans};
use crate::model::{Capabilities, Cut, Draft};
use crate::ui::compose::stage::Playhead;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, lane, size};
use crate::ui::{fonts, icons, widgets};

/// What stands nearer to the next figure than this is not named.
const LEGIBLE: f32 = 26.0;
/// Room for one figure of a long number.
const FIGURE: f32 = 8.0;
/// No two ticks stand nearer to each other than this.
const DENSEST: f32 = 4.0;
/// A second wider than this has its half marked.
const ROOMY: f32 = 90.0;
/// How near the playhead must come to a border to stand on it.
const SNAP: f32 = 5.0;

/// Whole seconds as ticks; those the offering takes are brighter.
pub fn ruler_ui(ui: &Ui, cx: &UiContext<'_>, scale: &Scale, least: u64) {
    let rect = scale.rect();
    let bottom = rect.top() + lane::RULER;
    let font = theme::font(size::TEXT_CAPTION, fonts::tabular());
    let whole = scale.whole() as u64;
    let steps = Steps::of(scale);
    let tick = |x: f32, height: f32| {
        ui.painter().vline(x, bottom - 1.0 - height..=bottom - 1.0, Stroke::new(size::HAIRLINE, color::LINE_STRONG));
    };
    let first = scale.secs_at(rect.left()).floor().max(0.0) as u64;
    let last = (scale.secs_at(rect.right()).ceil() as u64).min(whole);
    for second in steps.ticks(first, last, whole) {
        let x = scale.x(second as f64);
        let half = scale.x(second as f64 + 0.5);
        if scale.points_per_sec() > ROOMY && second < whole && scale.shows(half) {
            tick(half, 3.0);
        }
        if !scale.shows(x) {
            continue;
        }
        let is_named = second % steps.name == 0 || second == whole;
        tick(x, if is_named { 5.0 } else { 3.0 });
        if !is_named || (second != whole && whole - second < steps.name) {
            continue;
        }
        let ink = if second >= least { color::TEXT_MUTED } else { color::DISABLED };
        let text = match second {
            0 => cx.words.with("seconds", &[("seconds", 0.into())]),
            _ => second.to_string(),
        };
        let align = if x - rect.left() < 1.0 { Align2::LEFT_CENTER } else { Align2::CENTER_CENTER };
        ui.painter().text(egui::pos2(x, rect.top() + 6.0), align, text, font.clone(), ink);
    }
}

/// How many seconds lie between two ticks, and between two that are named. However long the video is, there are no
/// more of them than there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Steps {
    tick: u64,
    name: u64,
}

impl Steps {
    fn of(scale: &Scale) -> Self {
        let figures = scale.whole().log10().floor() as f32 + 1.0;
        let legible = LEGIBLE.max(figures * FIGURE);
        Self { tick: step(scale, DENSEST), name: step(scale, legible) }
    }

    /// The seconds in view that have a tick; the last of all has one wherever it stands.
    fn ticks(self, first: u64, last: u64, whole: u64) -> impl Iterator<Item = u64> {
        let rounded = first - first % self.tick;
        let step = usize::try_from(self.tick).unwrap_or(usize::MAX);
        let end = (last == whole).then_some(whole);
        (rounded..=last).step_by(step).filter(move |second| Some(*second) != end).chain(end)
    }
}

/// The first of 1, 5, 10, 50, 100 … seconds that is at least so wide: each holds the ones before it.
fn step(scale: &Scale, points: f32) -> u64 {
    let is_wide = |secs: &u64| *secs as f32 * scale.points_per_sec() >= points;
    let wide = (0..=19).map(|power| 10_u64.pow(power)).flat_map(|ten| [ten, ten.saturating_mul(5)]).find(is_wide);
    wide.unwrap_or(u64::MAX)
}

/// How long the video may be: a line under the figures.
pub fn range_ui(ui: &Ui, place: &Place, caps: &Capabilities, total: u64) {
    let (least, most) = (caps.min_seconds.0, caps.max_seconds.0);
    let is_within = (least..=most).contains(&total);
    let (from, to) = (place.scale.x(least as f64), place.scale.x(most as f64));
    let ink = if is_within { color::LINE_STRONG } else { color::ERROR };
    let y = place.ruler.bottom() - 0.5;
    ui.painter().hline(from..=to, y, Stroke::new(lane::RANGE_LINE, ink));
}

/// What is too much is veiled, and a line stands where it begins.
pub fn beyond_ui(ui: &Ui, place: &Place, caps: &Capabilities) {
    let (most, whole) = (caps.max_seconds.0 as f64, place.scale.whole());
    if whole <= most {
        return;
    }
    let from = place.scale.x(most);
    let beyond = Rect::from_x_y_ranges(from..=place.scale.x(whole), place.lane.y_range());
    ui.painter().rect_filled(beyond, 0, color::ERROR.gamma_multiply(lane::VEIL));
    ui.painter().vline(from, place.ruler.bottom()..=place.lane.bottom(), Stroke::new(lane::RANGE_LINE, color::ERROR));
}

/// The strip along which the playhead is dragged; whether it was.
pub fn scrub_ui(ui: &Ui, cx: &UiContext<'_>, playhead: &mut Playhead, draft: &Draft, place: &Place) -> bool {
    let total = draft.total().0 as f64;
    let response = ui.interact(place.ruler, ui.scope_id().with("scrub"), Sense::click_and_drag());
    let at = playhead.secs();
    response.widget_info(|| WidgetInfo {
        value: Some(at),
        ..WidgetInfo::labeled(Role::Slider, true, cx.say("scrub-name"))
    });
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_min_numeric_value(0.0);
        node.set_max_numeric_value(total);
        node.set_numeric_value_step(1.0);
        node.add_action(egui::accesskit::Action::Increment);
        node.add_action(egui::accesskit::Action::Decrement);
    });
    if let Some(pointer) = response.interact_pointer_pos() {
        playhead.seek(snapped(draft, place, pointer.x).clamp(0.0, total));
    }
    let steps = widgets::steps_by_keys(ui, &response);
    if steps != 0 {
        let from = if steps > 0 { at.floor() } else { at.ceil() };
        playhead.seek((from + steps as f64).clamp(0.0, total));
    }
    widgets::focus_ring(ui, &response, size::RADIUS_S);
    let was_moved = response.interact_pointer_pos().is_some() || steps != 0;
    response.on_hover_and_drag_cursor(CursorIcon::PointingHand);
    was_moved
}

/// The moment under the pointer, or the border beside it.
fn snapped(draft: &Draft, place: &Place, x: f32) -> f64 {
    let shots = if draft.cut == Cut::ByHand { draft.storyboard.shots() } else { &[] };
    let borders = spans(shots).map(|span| span.to() as f64);
    let near = borders.min_by(|a, b| (place.scale.x(*a) - x).abs().total_cmp(&(place.scale.x(*b) - x).abs()));
    near.filter(|at| (place.scale.x(*at) - x).abs() <= SNAP).unwrap_or_else(|| place.scale.secs_at(x))
}

pub fn playhead_ui(ui: &Ui, playhead: &Playhead, place: &Place) {
    let x = place.scale.x(playhead.secs());
    if !place.scale.shows(x) {
        return;
    }
    let is_lit = playhead.is_playing() || ui.rect_contains_pointer(place.ruler);
    let tint = if is_lit { color::ACCENT_TEXT } else { color::TEXT };
    ui.painter().vline(x, place.ruler.bottom() - 4.0..=place.lane.bottom(), Stroke::new(1.5, tint));
    let at = egui::pos2(x, place.ruler.bottom() - 6.0);
    let font = theme::icon_font(size::ICON);
    ui.painter().text(at, Align2::CENTER_CENTER, icons::PLAYHEAD.codepoint, font, tint);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::compose::timeline::View;

    fn scale(whole: u64) -> Scale {
        let mut view = View::default();
        view.fit_to(whole);
        Scale::new(Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1_200.0, 10.0)), view)
    }

    #[test]
    fn every_second_has_a_tick_where_there_is_room() {
        assert_eq!(Steps::of(&scale(15)), Steps { tick: 1, name: 1 });
        assert_eq!(Steps::of(&scale(60)), Steps { tick: 1, name: 5 });
        assert_eq!(Steps::of(&scale(15)).ticks(0, 15, 15).collect::<Vec<_>>(), (0..=15).collect::<Vec<_>>());
    }

    #[test]
    fn a_ruler_of_any_length_has_few_ticks() {
        for whole in [301, 100_000, 1_000_000_000, u64::MAX] {
            let scale = scale(whole);
            let steps = Steps::of(&scale);
            assert!(steps.tick as f32 * scale.points_per_sec() >= DENSEST, "{whole}");
            assert!(steps.name.is_multiple_of(steps.tick), "{whole}");
            let ticks: Vec<u64> = steps.ticks(0, whole, whole).take(1_000).collect();
            assert!(ticks.len() <= 302, "{whole}: {}", ticks.len());
            assert_eq!((ticks.first(), ticks.last()), (Some(&0), Some(&whole)));
        }
    }
}
