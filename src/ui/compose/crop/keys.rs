//! The cut by keys: arrows move it, with Shift its right and lower edges, with Alt its left and upper ones; by one pixel,
//! with Ctrl by ten.

use egui::{Event, EventFilter, Key, Modifiers, Response, Ui};

use super::geometry::{Edge, Handle};

/// What one press of an arrow does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Nudge {
    Move(i64, i64),
    Pull(Handle, f64, f64),
}

/// Takes the arrows out of the input while the board has the keyboard.
pub fn nudges(ui: &Ui, response: &Response) -> Vec<Nudge> {
    if !response.has_focus() {
        return Vec::new();
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let mut heard = Vec::new();
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let nudge = match event {
                Event::Key { key, pressed: true, modifiers, .. } => nudge(*key, *modifiers),
                _ => None,
            };
            heard.extend(nudge);
            nudge.is_none()
        });
    });
    heard
}

fn nudge(key: Key, modifiers: Modifiers) -> Option<Nudge> {
    let far: i8 = if modifiers.command { 10 } else { 1 };
    let (x, y): (i8, i8) = match key {
        Key::ArrowLeft => (-1, 0),
        Key::ArrowRight => (1, 0),
        Key::ArrowUp => (0, -1),
        Key::ArrowDown => (0, 1),
        _ => return None,
    };
    let pulled = match (modifiers.shift, modifiers.alt) {
        (false, false) => return Some(Nudge::Move(i64::from(x * far), i64::from(y * far))),
        (true, _) => Edge::High,
        (false, true) => Edge::Low,
    };
    let edge = |by: i8| if by == 0 { Edge::Neither } else { pulled };
    Some(Nudge::Pull(Handle { x: edge(x), y: edge(y) }, f64::from(x * far), f64::from(y * far)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_move_shift_and_alt_pull_and_control_goes_by_ten() {
        assert_eq!(nudge(Key::ArrowLeft, Modifiers::NONE), Some(Nudge::Move(-1, 0)));
        assert_eq!(nudge(Key::ArrowDown, Modifiers::COMMAND), Some(Nudge::Move(0, 10)));
        let right = Handle { x: Edge::High, y: Edge::Neither };
        assert_eq!(nudge(Key::ArrowRight, Modifiers::SHIFT), Some(Nudge::Pull(right, 1.0, 0.0)));
        let top = Handle { x: Edge::Neither, y: Edge::Low };
        let keys = Modifiers::ALT | Modifiers::COMMAND;
        assert_eq!(nudge(Key::ArrowUp, keys), Some(Nudge::Pull(top, 0.0, -10.0)));
        assert_eq!(nudge(Key::A, Modifiers::NONE), None);
    }
}
