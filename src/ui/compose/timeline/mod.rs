//! The storyboard to scale: a ruler, shots as blocks, borders to drag. Every drag has a key that does the same.

mod blocks;
mod borders;
mod bubble;
mod carry;
mod chips;
mod ends;
mod keys;
mod lasso;
mod look;
mod menu;
mod ruler;
mod scale;
mod scroll;
mod single;
mod total;
mod trim;
mod typed;

use egui::{Rect, Sense, Ui, Vec2};

use super::length;
use super::stage::Playhead;
use crate::model::{Cut, Row, Secs, Shot};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::{color, lane, size};

pub use single::single_ui;

use ruler::ruler_ui;
use scale::{Scale, View};

/// What the timeline remembers between frames.
#[derive(Default)]
pub struct Timeline {
    view: View,
    hand: Hand,
    typed: Option<typed::Typed>,
    total: total::Total,
}

/// What the mouse holds.
#[derive(Default)]
enum Hand {
    #[default]
    Free,
    /// A border.
    Border(trim::Held),
    /// The end of a video that is one block.
    End(single::HeldEnd),
    /// Blocks on their way to another place.
    Blocks(carry::Carry),
    /// A corner of the rectangle that selects.
    Lasso(lasso::Lasso),
}

impl Timeline {
    /// Opens the field for the seconds of the shot that is worked on. Only a draft that is cut by hand has one.
    pub fn type_seconds(&mut self, desk: &Desk) {
        self.typed = desk.shot().filter(|_| desk.draft.cut == Cut::ByHand).map(typed::Typed::of);
    }

    /// What is being typed was meant for another state of the draft: it is not to be applied to this one.
    pub fn drop_typed(&mut self) {
        self.typed = None;
        self.total = total::Total::default();
    }

    pub fn zoom(&mut self, zoom: Zoom, playhead: f64) {
        match zoom {
            Zoom::In => self.view.step(true, playhead),
            Zoom::Out => self.view.step(false, playhead),
            Zoom::Fit => self.view.fit(),
        }
    }

    /// The mouse holds something, or a number is being written: keys are its.
    pub fn is_busy(&self) -> bool {
        !matches!(self.hand, Hand::Free)
    }

    /// A hand that holds nothing any more is free, whatever became of what it held.
    fn let_go_with(&mut self, ui: &Ui) {
        if !ui.input(|input| input.pointer.any_down()) {
            self.hand = Hand::Free;
        }
    }

    /// Seconds on the scale. It stands still under a border that is being dragged.
    fn whole(&self, row: &Row, now: Secs) -> u64 {
        let total = match &self.hand {
            Hand::Border(held) => held.base.total(),
            Hand::End(held) => held.base,
            Hand::Free | Hand::Blocks(_) | Hand::Lasso(_) => now,
        };
        row.caps.max_seconds.max(total).0
    }
}

/// What a key does to the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zoom {
    In,
    Out,
    Fit,
}

/// Where everything stands in this frame.
#[derive(Clone, Copy)]
struct Place {
    scale: Scale,
    ruler: Rect,
    lane: Rect,
}

impl Place {
    /// The block of a shot.
    fn block(&self, span: &Span<'_>) -> Rect {
        let x = self.scale.x(span.from as f64)..=self.scale.x(span.to() as f64);
        Rect::from_x_y_ranges(x, self.lane.y_range()).shrink2(Vec2::new(1.0, 0.0))
    }
}

/// Where a shot stands, in seconds.
#[derive(Clone, Copy)]
struct Span<'a> {
    shot: &'a Shot,
    index: usize,
    from: u64,
}

impl Span<'_> {
    fn to(&self) -> u64 {
        self.from.saturating_add(self.shot.secs().0)
    }
}

fn spans(shots: &[Shot]) -> impl Iterator<Item = Span<'_>> {
    shots.iter().enumerate().scan(0_u64, |end, (index, shot)| {
        let from = *end;
        *end = end.saturating_add(shot.secs().0);
        Some(Span { shot, index, from })
    })
}

pub fn timeline_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Timeline,
    playhead: &mut Playhead,
    desk: &mut Desk,
    row: &Row,
    out: &mut Outbox,
) {
    length::cut_ui(ui, cx, desk, row, out, |ui, desk, out| total::tools_ui(ui, cx, &mut state.total, desk, row, out));
    state.view.fit_to(state.whole(row, desk.draft.storyboard.total()));
    scroll::follow_playhead(&mut state.view, playhead);
    let place = place_ui(ui, state, desk, lane::SHOT_BLOCK);
    ui.painter().rect_filled(place.lane, size::RADIUS_M, color::FIELD);
    ends::first_ui(ui, cx, &desk.draft, &place, out);
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(place.lane));
    inside.shrink_clip_rect(clip(&place));
    lasso::ground_ui(&inside, state, desk, &place);
    ruler::range_ui(&inside, &place, &row.caps, desk.draft.storyboard.total().0);
    ruler_ui(&inside, cx, &place.scale, row.caps.min_seconds.0);
    if ruler::scrub_ui(&inside, cx, playhead, &desk.draft, &place) {
        work_on_shot_at(desk, playhead.secs());
        scroll::follow_hand(ui, &mut state.view, &place);
    }
    // The shots as they stand: what a border does in this frame is seen in the next one.
    let shots = desk.draft.storyboard.shots().to_vec();
    let mut now = Frame { cx, row, place, shots: &shots, bracket: None, playhead, desk, out };
    for span in spans(&shots) {
        blocks::block_ui(&mut inside, state, &mut now, &span);
        borders::border_ui(&inside, state, &mut now, &span);
    }
    ruler::beyond_ui(&inside, &place, &row.caps);
    if let Some(bracket) = &now.bracket {
        borders::bracket_ui(&inside, bracket);
    }
    carry::carry_ui(&inside, state, &mut now);
    ends::last_ui(&inside, cx, &now.desk.draft, &place, now.out);
    lasso::lasso_ui(&inside, state);
    ruler::playhead_ui(&inside, playhead, &place);
    scroll::bar_ui(ui, cx, &mut state.view, &place);
    bubble::bubble_ui(ui, cx, state, desk, &place);
    state.let_go_with(ui);
}

/// The prompt follows the playhead, and so does what a cut there cuts.
fn work_on_shot_at(desk: &mut Desk, secs: f64) {
    let shots = desk.draft.storyboard.shots();
    let under = spans(shots).find(|span| secs < span.to() as f64).map(|span| span.shot).or(shots.last());
    if let Some(shot) = under.map(Shot::id).filter(|shot| !desk.is_selected(*shot)) {
        desk.select(shot);
    }
}

/// What the drawing of a shot may look at and change.
struct Frame<'a> {
    cx: &'a UiContext<'a>,
    row: &'a Row,
    place: Place,
    shots: &'a [Shot],
    /// Drawn over all blocks.
    bracket: Option<borders::Bracket>,
    playhead: &'a mut Playhead,
    desk: &'a mut Desk,
    out: &'a mut Outbox,
}

/// Takes the room, and hears the wheel.
fn place_ui(ui: &mut Ui, state: &mut Timeline, desk: &Desk, block: f32) -> Place {
    let bar = if state.view.is_zoomed() { lane::SCROLL_BAR } else { 0.0 };
    let wanted = Vec2::new(ui.available_width(), lane::RULER + block + bar);
    let (rect, _) = ui.allocate_exact_size(wanted, Sense::hover());
    let left = ends::room(desk.draft.frames.first.is_some());
    // A little room at the right, so that the last edge can be taken hold of.
    let right = lane::BORDER_GRIP + ends::room(desk.draft.frames.last.is_some());
    let seconds = Rect::from_min_max(
        egui::pos2(rect.left() + left, rect.top()),
        egui::pos2(rect.right() - right, rect.bottom() - bar),
    );
    scroll::wheel(ui, &mut state.view, seconds);
    let ruler = Rect::from_min_max(rect.min, egui::pos2(rect.right(), rect.top() + lane::RULER));
    let lane = Rect::from_min_max(ruler.left_bottom(), egui::pos2(rect.right(), seconds.bottom()));
    Place { scale: Scale::new(seconds, state.view), ruler, lane }
}

/// Nothing of what is out of view is drawn; a handle at an end keeps its outer half.
fn clip(place: &Place) -> Rect {
    let seconds = place.scale.rect();
    let outside = |is_end: bool| if is_end { lane::BORDER_GRIP / 2.0 + size::FOCUS_RING } else { 0.0 };
    let left = seconds.left() - outside(place.scale.x(0.0) >= seconds.left());
    let right = place.lane.right() + size::FOCUS_RING;
    let (top, bottom) = (place.ruler.top(), place.lane.bottom());
    Rect::from_min_max(egui::pos2(left, top), egui::pos2(right, bottom)).expand2(Vec2::new(0.0, size::FOCUS_RING * 2.0))
}
