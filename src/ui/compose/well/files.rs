//! Files on the clipboard. Some file managers name them as `text/uri-list` and in no other way, which the window library
//! does not ask for (egui-winit 0.37 reads text and pixels): over X11 it is asked for here, on a thread of its own.

use egui::{Context, Event, Id, Key};
use poll_promise::Promise;

/// What a paste came to that brought nothing else.
#[derive(Default)]
pub struct CopiedFiles {
    /// V is down as a letter. Where it pastes, the window library keeps its going down to itself.
    is_letter: bool,
    /// A paste came since V was up.
    has_pasted: bool,
    /// Every frame was heard from this time on, the last of them this one.
    heard: (f64, u64),
    asked: Option<(Option<Id>, Promise<Option<String>>)>,
}

/// A key is not held longer.
const CERTAIN_SECS: f64 = 1.0;

/// The list of files, where there is one, and the well it is for.
pub type Answer = (Option<Id>, Option<String>);

impl CopiedFiles {
    /// Call it every frame, before pastes are taken out of the input: whether one was asked for by key that brought
    /// nothing.
    pub fn was_in_vain(&mut self, ctx: &Context) -> bool {
        let (now, frame) = (ctx.input(|input| input.time), ctx.cumulative_frame_nr());
        let (since, last) = self.heard;
        let since = if frame <= last + 1 { since } else { now };
        self.heard = (since, frame);
        // A letter that went down in a box which is closed by now was not heard here.
        let is_certain = now - since > CERTAIN_SECS;
        ctx.input(|input| {
            let mut is_in_vain = false;
            for event in &input.events {
                match event {
                    Event::Paste(_) | Event::PasteImage(_) => self.has_pasted = true,
                    Event::Key { key: Key::V, pressed: true, .. } => self.is_letter = true,
                    Event::Key { key: Key::V, pressed: false, .. } => {
                        is_in_vain |= is_certain && !self.is_letter && !self.has_pasted;
                        (self.is_letter, self.has_pasted) = (false, false);
                    }
                    _ => {}
                }
            }
            is_in_vain
        })
    }

    /// Asks the clipboard for files, for this well or for none in particular.
    pub fn ask(&mut self, ctx: &Context, well: Option<Id>) {
        if self.asked.is_some() {
            return;
        }
        let (sender, promise) = Promise::new();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            sender.send(listed());
            ctx.request_repaint();
        });
        self.asked = Some((well, promise));
    }

    pub fn answer(&mut self) -> Option<Answer> {
        let (well, promise) = self.asked.take()?;
        match promise.try_take() {
            Ok(list) => Some((well, list)),
            Err(promise) => {
                self.asked = Some((well, promise));
                None
            }
        }
    }
}

#[cfg(target_os = "linux")]
fn listed() -> Option<String> {
    match x11::listed() {
        Ok(list) => list,
        Err(why) => {
            tracing::info!(%why, "the clipboard cannot be asked for files");
            None
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn listed() -> Option<String> {
    None
}

#[cfg(target_os = "linux")]
mod x11 {
    use std::sync::mpsc::channel;
    use std::time::{Duration, Instant};

    use x11rb::CURRENT_TIME;
    use x11rb::connection::Connection as _;
    use x11rb::protocol::Event;
    use x11rb::protocol::xproto::{AtomEnum, ConnectionExt as _, CreateWindowAux, WindowClass};

    /// Whoever holds the clipboard answers at once, or not at all.
    const PATIENCE: Duration = Duration::from_secs(1);
    const PAUSE: Duration = Duration::from_millis(5);
    /// More names than anybody pastes at once, in words of four bytes.
    const MAX_WORDS: u32 = 1 << 16;

    type Listed = Result<Option<String>, Box<dyn std::error::Error>>;

    pub fn listed() -> Listed {
        let (server, screen) = x11rb::connect(None)?;
        let root = server.setup().roots.get(screen).ok_or("no screen")?;
        let window = server.generate_id()?;
        let aux = CreateWindowAux::new();
        server.create_window(0, window, root.root, 0, 0, 1, 1, 0, WindowClass::INPUT_ONLY, root.root_visual, &aux)?;
        let atom = |name: &[u8]| Ok::<_, Box<dyn std::error::Error>>(server.intern_atom(false, name)?.reply()?.atom);
        let (clipboard, list, answer) = (atom(b"CLIPBOARD")?, atom(b"text/uri-list")?, atom(b"SHOTLOOM_FILES")?);
        server.convert_selection(window, clipboard, list, answer, CURRENT_TIME)?;
        server.flush()?;
        // Nobody tells anything here: it is a pause that may not be slept on this floor.
        let (_teller, pause) = channel::<()>();
        let began = Instant::now();
        while began.elapsed() < PATIENCE {
            match server.poll_for_event()? {
                Some(Event::SelectionNotify(told)) if told.property == x11rb::NONE => return Ok(None),
                Some(Event::SelectionNotify(_)) => {
                    let property = server.get_property(true, window, answer, AtomEnum::ANY, 0, MAX_WORDS)?.reply()?;
                    // A list that comes in parts has another kind, and is longer than anybody means.
                    return Ok((property.type_ == list).then(|| String::from_utf8(property.value)).transpose()?);
                }
                Some(_) => {}
                None => drop(pause.recv_timeout(PAUSE)),
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(pressed: bool) -> Event {
        Event::Key { key: Key::V, physical_key: None, pressed, repeat: false, modifiers: egui::Modifiers::NONE }
    }

    fn in_vain(frames: &[&[Event]]) -> bool {
        let (ctx, mut files, mut is_in_vain) = (Context::default(), CopiedFiles::default(), false);
        for (second, events) in [[].as_slice(); 3].iter().chain(frames).enumerate() {
            let time = Some(second as f64);
            let input = egui::RawInput { events: events.to_vec(), time, ..egui::RawInput::default() };
            ctx.run_ui(input, |ui| is_in_vain |= files.was_in_vain(ui.ctx())).textures_delta.clear();
        }
        is_in_vain
    }

    #[test]
    fn a_paste_that_brought_nothing_is_known_by_its_key_coming_up() {
        assert!(in_vain(&[&[key(false)]]));
        assert!(!in_vain(&[&[key(true)], &[key(false)]]), "a letter");
        assert!(!in_vain(&[&[Event::Paste("words".to_owned())], &[key(false)]]));
        assert!(in_vain(&[&[Event::Paste("words".to_owned()), key(false)], &[key(false)]]), "the next one");
    }
}
