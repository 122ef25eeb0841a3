//! The keyboard twin of a drag.

use egui::accesskit::Action;
use egui::{EventFilter, Key, Modifiers, Response, Ui};

/// Steps asked for by the arrow keys where it has the keyboard, or by an assistive technology: later ones are positive.
pub fn steps_by_keys(ui: &Ui, response: &Response) -> i64 {
    let has_focus = response.has_focus();
    if has_focus {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    }
    ui.input_mut(|input| {
        let mut steps = 0;
        if has_focus {
            steps += as_i64(input.count_and_consume_key(Modifiers::NONE, Key::ArrowRight));
            steps -= as_i64(input.count_and_consume_key(Modifiers::NONE, Key::ArrowLeft));
        }
        steps += as_i64(input.num_accesskit_action_requests(response.id, Action::Increment));
        steps - as_i64(input.num_accesskit_action_requests(response.id, Action::Decrement))
    })
}

fn as_i64(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(0)
}
