//! Taking frames out of a clip: which one, what for, and the questions that come with it.

use egui::{Context, Ui};

use super::Viewer;
use crate::engine::snapshot::Taken;
use crate::engine::{Command, FrameFor};
use crate::model::{PicturePlace, TaskId, Trouble};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::dialog::{FileAsk, Wanted};
use crate::ui::edits::Refused;
use crate::ui::icons;
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Weight};

/// What is asked of a person, and what was asked of the engine.
#[derive(Default)]
pub struct Taking {
    saving: FileAsk<(TaskId, u64)>,
    /// Which element the frame shows is to be said.
    choosing: Option<u64>,
    /// A frame that is on its way.
    coming: Option<u64>,
}

impl Taking {
    /// A dialog is open: keys are its.
    pub fn is_asking(&self) -> bool {
        self.saving.is_open() || self.choosing.is_some()
    }

    pub fn coming(&self) -> Option<u64> {
        self.coming
    }
}

impl Viewer {
    /// The engine brought a frame, or could not.
    pub fn has_come(&mut self, taken: &Taken) {
        if self.taking.coming == Some(taken.frame) && self.task.as_ref() == Some(&taken.task) {
            self.taking.coming = None;
        }
    }

    /// A verb that takes the frame the clip stands on, or its last.
    pub(super) fn take(
        &mut self,
        ctx: &Context,
        verb: Verb,
        cx: &UiContext<'_>,
        desk: &Desk,
    ) -> Result<Option<Command>, Refused> {
        let nothing = || Refused::from(Trouble::new("frame-none"));
        let state = self.playing.as_ref().ok_or_else(nothing)?.player.state();
        let last = state.frame_count.checked_sub(1).ok_or_else(nothing)?;
        // While it plays, what is meant is what is seen, though the playhead may be a frame further.
        let seen = state.shown_frame.filter(|_| state.is_playing).unwrap_or(state.frame_number);
        let frame = if verb == Verb::ContinueLast { last } else { seen } as u64;
        let in_draft = |place| desk.id().cloned().map(|id| FrameFor::Draft { id, place });
        let into = match verb {
            Verb::ContinueHere | Verb::ContinueLast => Some(FrameFor::NewDraft),
            Verb::UseAsFirst => in_draft(PicturePlace::FirstFrame),
            Verb::UseAsLast => in_draft(PicturePlace::LastFrame),
            Verb::CopyFrame => Some(FrameFor::Clipboard),
            Verb::SaveFrame => {
                self.ask_where(ctx, cx, frame);
                None
            }
            Verb::UseAsView => {
                self.taking.choosing = Some(frame);
                None
            }
            // No verb that takes a frame.
            _ => None,
        };
        Ok(into.and_then(|into| self.ask_for(frame, into)))
    }

    fn ask_for(&mut self, frame: u64, into: FrameFor) -> Option<Command> {
        let task = self.task.clone()?;
        self.taking.coming = Some(frame);
        Some(Command::TakeFrame { task, frame, into })
    }

    fn ask_where(&mut self, ctx: &Context, cx: &UiContext<'_>, frame: u64) {
        if let (Some(task), Some(clip)) = (&self.task, self.card.as_ref().and_then(|card| card.clip.as_ref())) {
            let wanted = Wanted::Save { name: clip.frame_name(frame) };
            self.taking.saving.ask(ctx, cx.words, wanted, (task.clone(), frame));
        }
    }

    /// Brings in the answers; draws what is asked. Call it every frame.
    pub(super) fn ask_ui(&mut self, ctx: &Context, cx: &UiContext<'_>, desk: &Desk, out: &mut Outbox) {
        let answer = self.taking.saving.poll(ctx, cx.words);
        if let Some(((task, frame), path)) = answer.and_then(|(what, paths)| Some((what, paths.into_iter().next()?))) {
            // Whoever types a name means a picture by it.
            let path = if path.extension().is_some() { path } else { path.with_extension("png") };
            self.taking.coming = Some(frame);
            out.tell(Command::TakeFrame { task, frame, into: FrameFor::File(path) });
        }
        let Some(frame) = self.taking.choosing else {
            return;
        };
        let mut chosen = None;
        let closed = widgets::modal(ctx, "element-view", cx.say("view-title"), |ui| {
            chosen = elements_ui(ui, cx, desk);
        });
        if closed || chosen.is_some() {
            self.taking.choosing = None;
        }
        if let (Some(place), Some(id)) = (chosen, desk.id().cloned()) {
            self.ask_for(frame, FrameFor::Draft { id, place }).into_iter().for_each(|command| out.tell(command));
        }
    }
}

/// The open draft's elements as buttons; the keyboard begins at the first.
fn elements_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &Desk) -> Option<PicturePlace> {
    let mut chosen = None;
    let named = desk.draft.elements.iter().map(|element| {
        let count = cx.words.with("view-pictures", &[("count", element.images.len().into())]);
        let name = cx.words.with("view-element", &[("name", (&*element.name).into())]);
        (format!("{name} · {count}"), icons::ELEMENT, PicturePlace::View(element.key()))
    });
    let new = (cx.say("view-new").to_owned(), icons::ADD, PicturePlace::NewElement);
    let is_lost = ui.memory(|memory| memory.focused().is_none());
    for (at, (name, icon, place)) in named.chain([new]).enumerate() {
        let button = widgets::Button::new(&name).icon(icon).weight(Weight::Normal).fill_width().show(ui);
        if at == 0 && is_lost {
            button.request_focus();
        }
        if button.clicked() {
            chosen = Some(place);
        }
    }
    chosen
}
