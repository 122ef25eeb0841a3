//! Single frames of finished clips: decoded exactly, off the loop, and kept for whatever they were taken for.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::library::Pictures;
use crate::library::files::write_durably_outside;
use crate::media::{Pixels, decode, still};
use crate::model::{Clip, ContinuedFrom, ImageRef, TaskId, Trouble};

use super::command::FrameFor;
use super::drafts::notice;
use super::event::{AskedFrame, Event, Job};
use super::jobs::blocking;
use super::run::Run;
use super::snapshot::{Got, Taken, Tone};

/// A frame of a 4K clip takes a decoder and its pictures: one after the other is soon enough.
static TURN: Semaphore = Semaphore::const_new(1);

impl Run {
    pub fn take_frame(&mut self, task: TaskId, frame: u64, into: FrameFor) {
        let asked = AskedFrame { task, frame, into };
        let stored = self.library.task(&asked.task).ok().flatten().filter(|stored| !stored.is_trashed);
        let Some(clip) = stored.and_then(|stored| stored.clip) else {
            return self.on_frame(asked, Err(Trouble::new("clip-gone")));
        };
        let pictures = self.library.pictures();
        self.jobs.spawn(Job::Frame(asked.clone()), async move {
            // Never closed; without a turn it would only be decoded beside another one.
            let _turn = TURN.acquire().await;
            let (frame, into) = (asked.frame, asked.into.clone());
            let got = blocking(move || make(&clip, frame, into, &pictures)).await;
            Event::FrameTaken { asked, got }
        });
    }

    pub fn on_frame(&mut self, asked: AskedFrame, got: Result<Got, Trouble>) {
        let AskedFrame { task, frame, into } = asked;
        let got = match (got, &into) {
            (Err(trouble), _) => {
                self.screen.notify_bad(trouble);
                None
            }
            (Ok(Got::Kept(path)), FrameFor::NewDraft) => self.go_on_from(&task, frame, path),
            (Ok(got), FrameFor::File(path)) => {
                self.screen.notify(notice(Tone::Good, "frame-saved", path));
                Some(got)
            }
            (Ok(got), FrameFor::NewDraft | FrameFor::Draft { .. } | FrameFor::Cast(_) | FrameFor::Clipboard) => {
                Some(got)
            }
        };
        self.screen.hand(Taken { task, frame, into, got });
    }

    /// Puts a new draft on the desk that begins where this clip was left.
    fn go_on_from(&mut self, task: &TaskId, frame: u64, path: PathBuf) -> Option<Got> {
        let Some(stored) = self.library.task(task).ok().flatten() else {
            self.screen.notify_bad(Trouble::new("clip-gone"));
            return None;
        };
        let from = ContinuedFrom { task: Arc::clone(&task.0), frame };
        let next = stored.task.draft.continuing(from, ImageRef::file(path.clone()));
        self.new_draft(Arc::new(next));
        // The window shows the draft when it hears of the frame: it must not show the old one for a moment.
        self.publish();
        Some(Got::Kept(path))
    }
}

fn make(clip: &Clip, frame: u64, into: FrameFor, pictures: &Pictures) -> Result<Got, Trouble> {
    let number = usize::try_from(frame).unwrap_or(usize::MAX);
    let pixels = decode::frame(&clip.path, number).map_err(|error| Trouble::from(&error))?;
    match into {
        FrameFor::Clipboard => Ok(Got::Pixels(Arc::new(pixels))),
        FrameFor::NewDraft | FrameFor::Draft { .. } | FrameFor::Cast(_) => {
            let path = pictures.add_named(&png(&pixels)?, &clip.frame_name(frame));
            path.map(Got::Kept).map_err(|error| Trouble::from(&error))
        }
        FrameFor::File(path) => save(&pixels, &path).map(|()| Got::Written),
    }
}

/// A whole picture or none.
fn save(pixels: &Pixels, path: &Path) -> Result<(), Trouble> {
    write_durably_outside(path, &png(pixels)?).map_err(|error| Trouble::from(&error))
}

fn png(pixels: &Pixels) -> Result<Vec<u8>, Trouble> {
    still::png(pixels).map_err(|error| Trouble::new("frame-not-made").with("detail", error.to_string()))
}
