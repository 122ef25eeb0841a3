//! Frames of clips as the engine brings them: put where they were wanted.

use std::path::PathBuf;

use egui::{ColorImage, Context};

use super::super::action::Route;
use super::App;
use crate::engine::FrameFor;
use crate::engine::snapshot::{DraftId, Got, Notice, Taken, Tone};
use crate::model::{ContinuedFrom, ImageRef, PicturePlace, Trouble};

impl App {
    /// Call it before the snapshot is looked at: a new draft that came with a frame is in it by then.
    pub(super) fn receive_frames(&mut self, ctx: &Context, now: f64) {
        for taken in self.engine.taken() {
            self.screens.viewer.has_come(&taken);
            self.receive(ctx, taken, now);
        }
    }

    fn receive(&mut self, ctx: &Context, taken: Taken, now: f64) {
        let Taken { task, frame, into, got: Some(got) } = taken else {
            return;
        };
        match (into, got) {
            (FrameFor::NewDraft, _) => {
                self.overlay.close();
                self.open(Route::Compose);
            }
            (FrameFor::Draft { id, place }, Got::Kept(path)) => {
                let said = self.put_frame(&id, place, path, ContinuedFrom { task: task.0, frame });
                self.toasts.add(said, now);
            }
            (FrameFor::Cast(id), Got::Kept(path)) => {
                let member = self.outlook.snapshot.cast.iter().find(|member| member.id == id);
                let name = member.map_or("", |member| &*member.name);
                let said = Trouble::new("frame-is-view").with("frame", frame).with("element", name);
                self.screens.cast.take_frame(id, ImageRef::file(path));
                self.toasts.add(Notice { tone: Tone::Good, said, undo: None }, now);
            }
            (FrameFor::Clipboard, Got::Pixels(pixels)) => {
                let size = [pixels.width as usize, pixels.height as usize];
                ctx.copy_image(ColorImage::from_rgba_unmultiplied(size, &pixels.rgba));
                let said = Trouble::new("frame-copied").with("frame", frame);
                self.toasts.add(Notice { tone: Tone::Good, said, undo: None }, now);
            }
            // The engine has said where it lies.
            (FrameFor::File(_) | FrameFor::Cast(_) | FrameFor::Draft { .. } | FrameFor::Clipboard, _) => {}
        }
    }

    /// Puts a frame into the open draft, as one step of its undo.
    fn put_frame(&mut self, id: &DraftId, place: PicturePlace, path: PathBuf, from: ContinuedFrom) -> Notice {
        let frame = from.frame;
        let is_open = self.desk.id() == Some(id);
        if is_open {
            self.desk.settle();
        }
        let bad = |said| Notice { tone: Tone::Bad, said, undo: None };
        if !is_open {
            return bad(Trouble::new("frame-draft-closed"));
        }
        if !self.desk.draft.put_frame(&place, ImageRef::file(path), from) {
            let name = if let PicturePlace::View(key) = &place { &*key.name } else { "" };
            return bad(Trouble::new("frame-no-element").with("element", name));
        }
        let draft = &self.desk.draft;
        let heading = Some(draft.heading()).filter(|heading| !heading.is_empty());
        let heading = heading.unwrap_or_else(|| self.outlook.words().get("draft-untitled"));
        let of = |rule: &str| Trouble::new(rule).with("frame", frame).with("draft", short(heading));
        let view = |index: Option<usize>| {
            let name = index.and_then(|index| draft.elements.get(index)).map_or("", |element| &*element.name);
            Trouble::new("frame-is-view").with("frame", frame).with("element", name)
        };
        let said = match place {
            PicturePlace::FirstFrame => of("frame-is-first"),
            PicturePlace::LastFrame => of("frame-is-last"),
            PicturePlace::Reference => of("frame-is-reference"),
            PicturePlace::View(key) => view(key.find(&draft.elements)),
            PicturePlace::NewElement => view(draft.elements.len().checked_sub(1)),
        };
        Notice { tone: Tone::Good, said, undo: None }
    }
}

/// As much of a draft's words as fits into one sentence about it.
fn short(heading: &str) -> String {
    const MAX_CHARS: usize = 40;
    let line = heading.trim().lines().next().unwrap_or_default();
    match line.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
