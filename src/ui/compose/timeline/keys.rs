//! What keys do on a block that has the keyboard: arrows go from shot to shot, Shift takes more of them, Enter
//! writes, a figure sets the seconds.

use egui::{Event, EventFilter, Key, Modifiers, Response, Ui};

use super::blocks::{self, Pick};
use super::{Frame, Span, Timeline, typed};
use crate::model::ShotId;

pub fn keys_ui(ui: &Ui, state: &mut Timeline, now: &mut Frame<'_>, span: &Span<'_>, response: &Response) {
    if !response.has_focus() {
        return;
    }
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    if let Some((to, how)) = wanted(ui, now, span.index) {
        blocks::pick(now.desk, to, how);
        ui.memory_mut(|memory| memory.request_focus(blocks::block_id(ui, to)));
    }
    if let Some(text) = figure(ui) {
        state.typed = Some(typed::Typed::from_key(span.shot, text));
    } else if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
        blocks::write_in(ui, span.shot.id());
    }
}

/// The shot the arrows, Home or End lead to.
fn wanted(ui: &Ui, now: &Frame<'_>, index: usize) -> Option<(ShotId, Pick)> {
    let last = now.shots.len().saturating_sub(1);
    let to = |key: Key| match key {
        Key::ArrowLeft => index.saturating_sub(1),
        Key::ArrowRight => (index + 1).min(last),
        Key::Home => 0,
        _ => last,
    };
    ui.input_mut(|input| {
        for (modifiers, how) in [(Modifiers::SHIFT, Pick::Range), (Modifiers::NONE, Pick::One)] {
            for key in [Key::ArrowLeft, Key::ArrowRight, Key::Home, Key::End] {
                if input.consume_key(modifiers, key) {
                    return now.shots.get(to(key)).map(|shot| (shot.id(), how));
                }
            }
        }
        None
    })
}

/// A figure that was typed.
fn figure(ui: &Ui) -> Option<String> {
    ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            Event::Text(text) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(text.clone())
            }
            _ => None,
        })
    })
}
