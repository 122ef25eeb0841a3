//! Whatever brings pictures to the wells of one draft: dialogs, drops, the clipboard, the mouse, the crop tool.

use std::path::PathBuf;

use egui::{Context, Popup, Pos2, Ui};

use super::crop::{self, Crop};
use super::well::{self, Answered, Asked, Slot, Wells};
use crate::model::{Capabilities, ImageRef, Row, TaskId, Trouble};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::dialog::{FileAsk, Wanted};
use crate::ui::edits::Refused;

#[derive(Default)]
pub struct Pictures {
    pub wells: Wells,
    crop: Crop,
    files: FileAsk<Slot>,
    /// What a well has to say at the end of the frame.
    said: Option<Refused>,
}

/// A frame of a clip is wanted at a well: the engine is to be asked for it.
#[derive(Debug, Clone, PartialEq)]
pub struct WantedFrame {
    pub task: TaskId,
    pub frame: u64,
    pub slot: Slot,
}

impl Pictures {
    /// Those of the cast's screen: what they ask of the engine is not confused with what the draft's ask.
    pub fn of_cast() -> Self {
        Self { wells: Wells::of_cast(), ..Self::default() }
    }

    /// Another draft lies under the wells.
    pub fn forget(&mut self) {
        self.wells.forget();
        self.crop.close();
    }

    /// Another screen is shown: what was asked here must not keep the keys.
    pub fn leave(&mut self) {
        self.wells.stop_asking();
        self.crop.close();
    }

    /// A box of the wells is open: keys are its.
    pub fn is_asking(&self) -> bool {
        self.files.is_open() || self.wells.is_asking() || self.crop.is_open()
    }

    /// Something lies above the wells, a menu of theirs or a box: a click there is none beside them.
    pub fn is_covered(&self, ctx: &Context) -> bool {
        self.is_asking() || Popup::is_any_open(ctx)
    }

    pub fn say(&mut self, said: impl Into<Refused>) {
        self.said = Some(said.into());
    }

    /// What a well had to say in this frame.
    pub fn take_said(&mut self) -> Option<Refused> {
        self.said.take()
    }

    /// Before any well is drawn: the pictures that came for none in particular.
    pub fn begin(&mut self, ctx: &Context, cx: &UiContext<'_>, out: &mut Outbox) -> Vec<ImageRef> {
        self.wells.begin(ctx);
        let (came, trouble) = self.wells.take_arrivals(ctx, &cx.snapshot.repairs, out);
        if let Some(trouble) = trouble {
            self.say(trouble);
        }
        came
    }

    /// Does what was asked for at a well of the draft; a frame of a clip is left to do.
    pub fn answer(
        &mut self,
        ctx: &Context,
        cx: &UiContext<'_>,
        desk: &mut Desk,
        (row, caps): (&Row, &Capabilities),
        (asked, slot): (Asked, Slot),
    ) -> Option<WantedFrame> {
        match well::answer(asked, slot, &mut desk.draft, caps) {
            Answered::Done => {}
            Answered::Say(said) => self.say(said),
            Answered::Frame { task, frame } => return Some(WantedFrame { task, frame, slot }),
            Answered::Choose(slot) => {
                let is_full = slot.picture(&desk.draft).is_some();
                let wanted = if is_full { Wanted::Picture } else { Wanted::Pictures };
                self.files.ask(ctx, cx.words, wanted, slot);
            }
            Answered::Crop(slot, image) => {
                if let Some(facts) = well::picture::facts_of(cx, &image) {
                    self.crop.open(slot, image, facts, row, desk.draft.aspect_ratio);
                }
            }
        }
        None
    }

    /// Brings in the answers of the system's dialogs.
    pub fn take_files(&mut self, ctx: &Context, cx: &UiContext<'_>, desk: &mut Desk, caps: Option<&Capabilities>) {
        let Some((slot, paths)) = self.files.poll(ctx, cx.words) else {
            return;
        };
        let Some(caps) = caps else { return };
        let images = paths.into_iter().map(ImageRef::file).collect();
        if let Answered::Say(said) = well::said_of(well::slot::fill(&mut desk.draft, caps, slot, images)) {
            self.say(said);
        }
    }

    /// The boxes and the tool that lie above the wells, and what the mouse carries.
    pub fn boxes_ui(&mut self, ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, row: &Row, out: &mut Outbox) {
        let ctx = ui.ctx().clone();
        well::address_ui(&ctx, cx, &mut self.wells);
        well::carried_ui(ui, cx, out);
        let Some(wished) = crop::crop_ui(&ctx, cx, &mut self.crop, desk.draft.aspect_ratio, row, out) else {
            return;
        };
        let place = crop::place_of(&wished);
        let is_there = wished.slot.picture(&desk.draft) == Some(&wished.image);
        if is_there && !desk.is_repairing(place) {
            desk.repair(place, &wished.repairs);
        } else {
            // What was cut is another picture by now, or soon will be.
            self.say(Trouble::new("crop-too-late"));
        }
    }

    /// The library has a copy of this picture now, which stands in its place.
    pub fn was_copied(&mut self, from: &ImageRef, to: &ImageRef) {
        self.crop.was_copied(from, to);
    }

    /// Files fell on the window; true where a well is under them.
    pub fn fall(&mut self, ctx: &Context, paths: &[PathBuf], at: Option<Pos2>) -> bool {
        self.wells.fall(ctx, paths, at)
    }
}
