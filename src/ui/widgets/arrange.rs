//! Putting things that stand side by side in another order: by dragging, or with Alt and the arrows.

use egui::accesskit::Action;
use egui::{Context, CursorIcon, Id, Key, Modifiers, Pos2, Rect, Response, Stroke, StrokeKind, Ui};

use crate::ui::theme::{color, size};

/// One thing goes to another place; `to` is counted without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    pub from: usize,
    pub to: usize,
}

impl Move {
    pub fn apply<T>(self, things: &mut Vec<T>) {
        if self.from < things.len() && self.to < things.len() {
            let thing = things.remove(self.from);
            things.insert(self.to, thing);
        }
    }
}

/// What a list that can be put in order remembers between frames.
#[derive(Default)]
pub struct Arranging {
    held: Option<usize>,
    /// Whoever was moved by a key keeps the keyboard.
    wants_focus: Option<usize>,
    places: Vec<Rect>,
}

impl Arranging {
    /// Before the first thing is drawn.
    pub fn begin(&mut self) {
        self.places.clear();
    }

    /// After one was drawn; it must sense clicks and drags.
    pub fn thing(&mut self, ui: &Ui, response: &Response) -> Option<Move> {
        let index = self.places.len();
        if response.drag_started() {
            self.held = Some(index);
        }
        if self.held == Some(index) {
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
            let line = Stroke::new(size::FOCUS_RING, color::ACCENT);
            ui.painter().rect_stroke(response.rect, size::RADIUS_M, line, StrokeKind::Inside);
        }
        self.by_keys(ui, response)
    }

    /// The same for one that the mouse carries by other means.
    pub fn by_keys(&mut self, ui: &Ui, response: &Response) -> Option<Move> {
        let index = self.places.len();
        self.places.push(response.rect);
        if self.wants_focus.take_if(|wanted| *wanted == index).is_some() {
            response.request_focus();
        }
        let to = index.checked_add_signed(steps(ui, response))?;
        (to != index).then(|| {
            self.wants_focus = Some(to);
            Move { from: index, to }
        })
    }

    /// After the last thing: where the held one would go, and that it went there.
    pub fn end(&mut self, ui: &Ui) -> Option<Move> {
        let last = self.places.len().checked_sub(1)?;
        // A key cannot carry anything behind the last place.
        self.wants_focus.take_if(|wanted| *wanted > last);
        let from = self.held.filter(|held| *held <= last)?;
        let (at, is_let_go, is_given_up) =
            ui.input(|input| (input.pointer.latest_pos(), !input.pointer.any_down(), input.key_pressed(Key::Escape)));
        if is_given_up {
            self.held = None;
            return None;
        }
        let slot = slot_at(&self.places, at?)?;
        let to = if slot > from { slot - 1 } else { slot };
        if is_let_go {
            self.held = None;
            return (to != from).then_some(Move { from, to });
        }
        if to != from {
            self.mark(ui, slot);
        }
        None
    }

    /// This one has the keyboard in the next frame.
    pub fn focus(&mut self, index: usize) {
        self.wants_focus = Some(index);
    }

    /// What stands behind the things was asked for the keyboard.
    pub fn wants_next(&mut self) -> bool {
        let next = self.places.len();
        self.wants_focus.take_if(|wanted| *wanted == next).is_some()
    }

    /// Something is being dragged.
    pub fn is_holding(&self) -> bool {
        self.held.is_some()
    }

    /// A line in the gap before this place.
    fn mark(&self, ui: &Ui, slot: usize) {
        let gap = size::GAP_XS / 2.0 + 1.0;
        let (x, rect) = match self.places.get(slot) {
            Some(next) => (next.left() - gap, *next),
            None => match self.places.last() {
                Some(last) => (last.right() + gap, *last),
                None => return,
            },
        };
        ui.painter().vline(x, rect.y_range(), Stroke::new(size::FOCUS_RING, color::ACCENT_TEXT));
    }
}

/// The gap nearest to the pointer: 0 before the first, their number behind the last.
fn slot_at(places: &[Rect], at: Pos2) -> Option<usize> {
    // The row first: things wrap.
    let row_distance = |rect: &Rect| (rect.top() - at.y).max(at.y - rect.bottom()).max(0.0);
    let nearest = |(_, a): &(usize, &Rect), (_, b): &(usize, &Rect)| {
        let key = |rect: &Rect| (row_distance(rect), (rect.center().x - at.x).abs());
        key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal)
    };
    let (index, rect) = places.iter().enumerate().min_by(nearest)?;
    Some(if at.x < rect.center().x { index } else { index + 1 })
}

/// Places asked for by Alt and an arrow, or by an assistive technology.
fn steps(ui: &Ui, response: &Response) -> isize {
    let has_focus = response.has_focus();
    if has_focus {
        ui.data_mut(|data| data.insert_temp(claim(), response.id));
    }
    ui.input_mut(|input| {
        let mut steps = 0_isize;
        if has_focus {
            steps += input.count_and_consume_key(Modifiers::ALT, Key::ArrowRight).cast_signed();
            steps -= input.count_and_consume_key(Modifiers::ALT, Key::ArrowLeft).cast_signed();
        }
        steps += input.num_accesskit_action_requests(response.id, Action::Increment).cast_signed();
        steps - input.num_accesskit_action_requests(response.id, Action::Decrement).cast_signed()
    })
}

/// Whether Alt and the arrows belong to what has the keyboard, and not to a verb.
pub fn claims_alt_arrows(ctx: &Context) -> bool {
    let claimed = ctx.data(|data| data.get_temp::<Id>(claim()));
    claimed.is_some() && ctx.memory(|memory| memory.focused()) == claimed
}

fn claim() -> Id {
    Id::unique("claims-alt-arrows")
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Vec2, pos2};

    /// Three in a row, and a fourth below them.
    fn places() -> Vec<Rect> {
        [(0.0, 0.0), (50.0, 0.0), (100.0, 0.0), (0.0, 30.0)]
            .map(|(x, y)| Rect::from_min_size(pos2(x, y), Vec2::new(40.0, 20.0)))
            .into()
    }

    #[test]
    fn the_gap_is_the_one_beside_the_pointer_in_its_row() {
        let slot = |x, y| slot_at(&places(), pos2(x, y)).unwrap();
        assert_eq!([slot(5.0, 10.0), slot(35.0, 10.0), slot(55.0, 10.0), slot(300.0, 10.0)], [0, 1, 1, 3]);
        assert_eq!([slot(5.0, 40.0), slot(300.0, 40.0), slot(300.0, 900.0)], [3, 4, 4]);
        assert_eq!(slot_at(&[], pos2(0.0, 0.0)), None);
    }

    #[test]
    fn a_move_takes_one_out_and_puts_it_in_again() {
        let moved = |from, to| {
            let mut things = vec!['a', 'b', 'c'];
            Move { from, to }.apply(&mut things);
            things.into_iter().collect::<String>()
        };
        assert_eq!(
            [moved(0, 2), moved(2, 0), moved(1, 1), moved(0, 3), moved(3, 0)],
            ["bca", "cab", "abc", "abc", "abc"]
        );
    }
}
