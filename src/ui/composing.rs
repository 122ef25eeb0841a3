//! Whether an input method is in the middle of a word, watched before anything hears a key.
//!
//! What is composed belongs to the input method until it commits: keys that reach the window meanwhile would fire a
//! shortcut, delete text that stands already (egui 7908) or move the caret out of the composed word, so that it were
//! written twice. They are dropped here, in the order the events came.

use egui::{Context, Event, Id, ImeEvent};

/// What the input method does in this frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Composing {
    #[default]
    No,
    /// A word is being composed.
    Now,
    /// It ended in this frame: the key that ended it is no shortcut.
    JustEnded,
}

/// Follows the events of a frame and takes out the keys that are the input method's. Call it first.
pub fn watch(ctx: &Context) {
    let before = state(ctx);
    let mut is_open = before == Composing::Now;
    let mut has_composed = is_open;
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            match event {
                Event::Ime(ImeEvent::Preedit { text, .. }) => is_open = !text.is_empty(),
                // A lone mark is committed without being composed (egui 3766): text like any other.
                Event::Ime(ImeEvent::Commit(_)) | Event::Text(_) | Event::WindowFocused(false) => is_open = false,
                Event::PointerButton { pressed: true, .. } => is_open = false,
                Event::Key { pressed: true, key, .. } if is_open => {
                    // Whatever an input method forgets to say, the second Escape is the window's again.
                    is_open = *key != egui::Key::Escape;
                    return false;
                }
                Event::Copy | Event::Cut | Event::Paste(_) if is_open => return false,
                _ => {}
            }
            has_composed |= is_open;
            true
        });
    });
    let now = match (is_open, has_composed) {
        (true, _) => Composing::Now,
        (false, true) => Composing::JustEnded,
        (false, false) => Composing::No,
    };
    if now != before {
        ctx.data_mut(|data| data.insert_temp(id(), now));
    }
}

/// A word is being composed: what stands in the text box is not yet what was written.
pub fn is_under_way(ctx: &Context) -> bool {
    state(ctx) == Composing::Now
}

/// No shortcut may fire in this frame.
pub fn holds_keys(ctx: &Context) -> bool {
    state(ctx) != Composing::No
}

fn state(ctx: &Context) -> Composing {
    ctx.data(|data| data.get_temp(id())).unwrap_or_default()
}

fn id() -> Id {
    Id::unique("composing")
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Key, Modifiers, RawInput};

    fn preedit(text: &str) -> Event {
        Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None })
    }

    fn commit(text: &str) -> Event {
        Event::Ime(ImeEvent::Commit(text.to_owned()))
    }

    fn key(key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
    }

    /// What is left of a frame's events, and whether keys are held.
    fn frame(ctx: &Context, events: Vec<Event>) -> (usize, bool) {
        let mut left = (0, false);
        let mut output = ctx.run_ui(RawInput { events, ..RawInput::default() }, |ui| {
            watch(ui.ctx());
            left = (ui.ctx().input(|input| input.events.len()), holds_keys(ui.ctx()));
        });
        output.textures_delta.clear();
        left
    }

    #[test]
    fn keys_are_the_input_methods_until_it_commits_and_in_that_frame() {
        let ctx = Context::default();
        assert_eq!(frame(&ctx, vec![key(Key::Enter)]), (1, false));
        assert_eq!(frame(&ctx, vec![preedit("n"), key(Key::Backspace)]), (1, true));
        assert_eq!(frame(&ctx, vec![key(Key::ArrowLeft)]), (0, true));
        assert_eq!(frame(&ctx, vec![commit("你"), key(Key::Enter)]), (2, true));
        assert_eq!(frame(&ctx, vec![key(Key::Enter)]), (1, false));
    }

    #[test]
    fn a_lone_mark_composes_nothing() {
        let ctx = Context::default();
        assert_eq!(frame(&ctx, vec![commit("。"), key(Key::Enter)]), (2, false));
    }

    #[test]
    fn a_composition_that_is_deleted_gives_the_keys_back() {
        let ctx = Context::default();
        frame(&ctx, vec![preedit("ㅎ")]);
        assert_eq!(frame(&ctx, vec![preedit("")]), (1, true));
        assert_eq!(frame(&ctx, vec![key(Key::Backspace)]), (1, false));
    }

    #[test]
    fn a_click_or_another_window_ends_it_and_so_does_escape() {
        for ends in [Event::WindowFocused(false), key(Key::Escape), Event::Text("a".to_owned())] {
            let ctx = Context::default();
            frame(&ctx, vec![preedit("ni")]);
            frame(&ctx, vec![ends.clone()]);
            assert_eq!(frame(&ctx, vec![key(Key::Enter)]), (1, false), "{ends:?}");
        }
    }
}
