//! What the wells remember between two frames: where they stand, what is on its way to one of them, what is asked and
//! told there, and what was copied.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use egui::{ColorImage, Context, DragAndDrop, Event, Id, Key, LayerId, Modifiers, Pos2, Rect, ViewportCommand};

use super::Asked;
use super::Slot;
use super::coming::Coming;
use super::files::CopiedFiles;
use super::hover::Hover;
use super::text::{self, Named};
use crate::engine::snapshot::{RepairState, TaskCard};
use crate::model::image::Sha256;
use crate::model::{ImageRef, TaskId, Trouble};
use crate::ui::action::Outbox;

/// What can be carried into a well.
#[derive(Debug, Clone, PartialEq)]
pub enum Brought {
    Picture(ImageRef),
    /// A frame of a finished clip: a picture once the engine decoded it. The poster stands for it on the way.
    Frame {
        task: TaskId,
        frame: u64,
        poster: Sha256,
    },
}

/// What the mouse carries inside the window.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    pub what: Brought,
    /// The place of the draft it was taken from.
    pub from: Option<Slot>,
}

impl Carried {
    /// A frame of a clip that lies in the library; from nowhere else is one carried.
    pub fn frame_of(card: &TaskCard, frame: u64) -> Option<Self> {
        let clip = card.clip.as_ref().filter(|_| !card.is_trashed)?;
        let what = Brought::Frame { task: card.task.id.clone(), frame, poster: clip.sha256.clone() };
        Some(Self { what, from: None })
    }
}

/// Pictures that arrived at one well.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    pub images: Vec<ImageRef>,
    pub from: Option<Slot>,
    /// It leaves the place it came from.
    pub is_move: bool,
}

impl Taken {
    pub fn of(images: Vec<ImageRef>) -> Self {
        Self { images, from: None, is_move: false }
    }
}

/// Something for one well, kept until it is drawn next.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mail {
    Bring(Taken),
    Remove,
    Menu,
}

/// Where a well stood when it was drawn last.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub id: Id,
    pub rect: Rect,
    pub layer: LayerId,
    pub slot: Option<Slot>,
    pub picture: Option<ImageRef>,
    pub refuses: Option<Trouble>,
}

/// A full well was offered something.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Question {
    pub well: Id,
    /// What is asked for if the picture there may go.
    pub asked: Asked,
    /// What would come, and the place of the draft it comes from.
    pub name: String,
    pub from: Option<Slot>,
    /// Not drawn yet: it takes the keyboard.
    pub is_new: bool,
}

/// What Ctrl+C or Ctrl+X took at a well; it counts while the clipboard still holds these words.
struct Kept {
    words: String,
    from: Option<Slot>,
    is_cut: bool,
}

/// Files hang over the window.
#[derive(Debug, Clone, Default)]
pub(super) struct Hanging {
    pub at: Option<Pos2>,
    /// Why none of them is a picture.
    pub refuses: Option<Trouble>,
}

/// The state of every well on the screen.
#[derive(Default)]
pub struct Wells {
    pub(super) now: Vec<Placed>,
    before: Vec<Placed>,
    /// The frame in which `now` was drawn.
    drawn_in: u64,
    mail: Vec<(Id, Mail)>,
    pub(super) question: Option<Question>,
    pub(super) told: Option<(Id, Trouble, f64)>,
    pub(super) address: Option<(Id, String)>,
    pub(super) hanging: Option<Hanging>,
    hover: Hover,
    kept: Option<Kept>,
    pub(super) coming: Coming,
    files: CopiedFiles,
    /// The clipboard was asked for on behalf of this well.
    pastes_into: Option<(Id, f64)>,
}

/// The clipboard answers in a frame or two.
const PASTE_SECS: f64 = 1.0;
/// It gave none: there are neither words nor pixels on it.
const VAIN_SECS: f64 = 0.15;

/// How long a well says why it took nothing.
const TOLD_SECS: f64 = 5.0;

impl Wells {
    /// Those of the cast's screen.
    pub fn of_cast() -> Self {
        Self { coming: Coming::of_cast(), ..Self::default() }
    }

    /// The beginning of a frame, before any well is drawn.
    pub fn begin(&mut self, ctx: &Context) {
        self.before = std::mem::take(&mut self.now);
        self.drawn_in = ctx.cumulative_frame_nr();
        let at = self.hover.follow(ctx);
        let paths: Vec<PathBuf> =
            ctx.input(|input| input.raw.hovered_files.iter().filter_map(|file| file.path.clone()).collect());
        self.hanging = (!paths.is_empty()).then(|| Hanging { at, refuses: none_is_a_picture(&paths) });
        let now = ctx.input(|input| input.time);
        if let Some((_, _, until)) = &self.told {
            if *until <= now {
                self.told = None;
            } else {
                ctx.request_repaint_after_secs((until - now) as f32);
            }
        }
        // A well that is gone takes its question with it.
        let is_here = |id: Id| self.before.iter().any(|placed| placed.id == id);
        self.question = self.question.take().filter(|question| is_here(question.well));
    }

    /// Pictures that the engine made of what was pasted. Those for no well in particular come back, and so does what went
    /// wrong.
    pub fn take_arrivals(
        &mut self,
        ctx: &Context,
        known: &BTreeMap<u64, RepairState>,
        out: &mut Outbox,
    ) -> (Vec<ImageRef>, Option<Trouble>) {
        let (mut free, mut trouble) = (Vec::new(), None);
        for (well, came) in self.coming.follow(known, out) {
            let well = well.filter(|well| self.before.iter().any(|placed| placed.id == *well));
            match (well, came) {
                (Some(well), Ok(image)) => self.post(ctx, well, Mail::Bring(Taken::of(vec![image]))),
                (Some(well), Err(why)) => self.tell(ctx, well, why),
                (None, Ok(image)) => free.push(image),
                (None, Err(why)) => trouble = Some(why),
            }
        }
        (free, trouble)
    }

    /// Another draft lies on the desk.
    pub fn forget(&mut self) {
        *self = Self { kept: self.kept.take(), coming: self.coming.left_behind(), ..Self::default() };
    }

    /// Nobody answers any more.
    pub fn stop_asking(&mut self) {
        self.address = None;
        self.question = None;
    }

    /// A box of the wells is open: keys are its.
    pub fn is_asking(&self) -> bool {
        self.address.is_some() || self.question.is_some()
    }

    /// Files fell on the window; true where a well is under them, which takes them or says why not.
    pub fn fall(&mut self, ctx: &Context, paths: &[PathBuf], at: Option<Pos2>) -> bool {
        if self.drawn_in != ctx.cumulative_frame_nr() {
            // Another screen is shown: the places are those of before.
            return false;
        }
        let at = self.fell_at(at);
        let is_under = |placed: &&Placed, at: Pos2| {
            let is_above = ctx.layer_id_at(at).is_none_or(|layer| layer == placed.layer);
            is_above && placed.rect.contains(at)
        };
        let Some(well) = at.and_then(|at| self.now.iter().rev().find(|placed| is_under(placed, at))) else {
            return false;
        };
        let (id, refused) = (well.id, well.refuses.clone().or_else(|| none_is_a_picture(paths)));
        match refused {
            Some(why) => self.tell(ctx, id, why),
            None => {
                let meant = paths.iter().filter(|path| text::refuses(path).is_none());
                self.post(ctx, id, Mail::Bring(Taken::of(meant.map(ImageRef::file).collect())));
            }
        }
        true
    }

    /// Where files fell: the window system that carried them need not have told where the pointer is.
    pub fn fell_at(&self, at: Option<Pos2>) -> Option<Pos2> {
        self.hover.last().or(at)
    }

    /// A well of an element's is here, above whatever else.
    pub fn has_element_at(&self, at: Pos2) -> bool {
        let is_elements = |placed: &Placed| matches!(placed.slot, Some(Slot::Element(..)));
        self.now.iter().any(|placed| is_elements(placed) && placed.rect.contains(at))
    }

    /// Says at a well why it took nothing.
    pub fn tell(&mut self, ctx: &Context, well: Id, why: Trouble) {
        let now = ctx.input(|input| input.time);
        self.told = Some((well, why, now + TOLD_SECS));
        ctx.request_repaint();
    }

    pub(super) fn post(&mut self, ctx: &Context, well: Id, mail: Mail) {
        self.mail.push((well, mail));
        ctx.request_repaint();
    }

    pub(super) fn take_mail(&mut self, well: Id) -> Option<Mail> {
        let at = self.mail.iter().position(|(id, _)| *id == well)?;
        Some(self.mail.remove(at).1)
    }

    /// Copies the picture of a well, or cuts it: it goes where it is pasted next.
    pub(super) fn keep(&mut self, ctx: &Context, image: &ImageRef, from: Option<Slot>, is_cut: bool) {
        let words = image.to_string();
        ctx.copy_text(words.clone());
        self.kept = Some(Kept { words, from, is_cut });
    }

    /// Asks for what is on the clipboard, for this well.
    pub(super) fn ask_paste(&mut self, ctx: &Context, well: Id) {
        self.pastes_into = Some((well, ctx.input(|input| input.time)));
        ctx.request_repaint_after_secs(VAIN_SECS as f32 + 0.01);
        ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
    }

    /// The keys of the well that has the keyboard, before anybody else hears them. Pictures that were pasted while none has
    /// it come back: they are for the first free one.
    pub fn hear(&mut self, ctx: &Context) -> Vec<ImageRef> {
        let focused = ctx.memory(|memory| memory.focused());
        let well = self.now.iter().find(|placed| Some(placed.id) == focused).cloned();
        if let Some(well) = &well {
            self.hear_keys(ctx, well);
        }
        // An empty clipboard gives no answer at all: the next paste, somewhere else, is not one.
        let now = ctx.input(|input| input.time);
        self.pastes_into = self.pastes_into.filter(|(_, asked_at)| now - asked_at < PASTE_SECS);
        let into = self.pastes_into.map(|(asked, _)| asked).or(well.map(|well| well.id));
        let is_writing = into.is_none() && ctx.text_edit_focused();
        let is_in_vain = self.files.was_in_vain(ctx) || self.pastes_into.is_some_and(|(_, at)| now - at > VAIN_SECS);
        let mut free = Vec::new();
        let pastes = take_pastes(ctx, into.is_some(), is_writing);
        let is_in_vain = is_in_vain && pastes.is_empty();
        for event in pastes {
            self.pastes_into = None;
            match (self.read_paste(event), into) {
                (Ok(taken), Some(well)) => self.post(ctx, well, Mail::Bring(taken)),
                (Ok(taken), None) => free.extend(taken.images),
                (Err(Paste::Pixels(pixels)), into) => self.coming.begin(ctx, into, pixels),
                (Err(Paste::Nothing(why)), Some(well)) => self.tell(ctx, well, why),
                (Err(Paste::Nothing(_)), None) => {}
            }
        }
        if is_in_vain {
            self.pastes_into = None;
            self.files.ask(ctx, into);
        }
        free.extend(self.take_files(ctx));
        free
    }

    /// Files that were on the clipboard: to the well they were asked for, or back where they are for none.
    fn take_files(&mut self, ctx: &Context) -> Vec<ImageRef> {
        let Some((well, list)) = self.files.answer() else {
            return Vec::new();
        };
        let nothing = || Trouble::new("well-nothing-to-paste");
        let read = match text::read(&list.unwrap_or_default()) {
            Named::Pictures(images) => Ok(images),
            Named::Nothing(why) => Err(why),
            Named::Text => Err(nothing()),
        };
        match (read, well) {
            (Ok(images), Some(well)) => self.post(ctx, well, Mail::Bring(Taken::of(images))),
            (Ok(images), None) if text::are_pictures(&images) => return images,
            (Err(why), Some(well)) => self.tell(ctx, well, why),
            (Ok(_) | Err(_), None) => {}
        }
        Vec::new()
    }

    fn hear_keys(&mut self, ctx: &Context, well: &Placed) {
        let takes = |keys: &[(Modifiers, Key)]| {
            ctx.input_mut(|input| keys.iter().any(|(modifiers, key)| input.consume_key(*modifiers, *key)))
        };
        if takes(&[(Modifiers::NONE, Key::Delete), (Modifiers::NONE, Key::Backspace)]) && well.picture.is_some() {
            self.post(ctx, well.id, Mail::Remove);
        }
        if takes(&[(Modifiers::SHIFT, Key::F10), (Modifiers::NONE, Key::Menu)]) {
            self.post(ctx, well.id, Mail::Menu);
        }
        for is_cut in [false, true] {
            let event = if is_cut { Event::Cut } else { Event::Copy };
            let is_heard = ctx.input_mut(|input| {
                let before = input.events.len();
                input.events.retain(|heard| *heard != event);
                input.events.len() < before
            });
            if let Some(image) = well.picture.as_ref().filter(|_| is_heard) {
                self.keep(ctx, image, well.slot, is_cut);
            }
        }
    }

    fn read_paste(&mut self, event: Event) -> Result<Taken, Paste> {
        let words = match event {
            Event::PasteImage(pixels) => return Err(Paste::Pixels(pixels)),
            Event::Paste(words) => words,
            _ => return Err(Paste::Nothing(Trouble::new("well-nothing-to-paste"))),
        };
        let kept = self.kept.take_if(|kept| kept.words == words);
        match text::read(&words) {
            Named::Pictures(images) => {
                let (from, is_move) = kept.map_or((None, false), |kept| (kept.from, kept.is_cut));
                Ok(Taken { images, from, is_move })
            }
            Named::Nothing(why) => Err(Paste::Nothing(why)),
            Named::Text => Err(Paste::Nothing(Trouble::new("well-nothing-to-paste"))),
        }
    }

    /// Takes what was let go at this moment, where no well took it, with the place it fell on.
    pub fn let_go(ctx: &Context) -> Option<(Pos2, Carried)> {
        let at = ctx.input(|input| input.pointer.latest_pos().filter(|_| input.pointer.any_released()))?;
        let carried = DragAndDrop::payload::<Carried>(ctx)?;
        Some((at, (*carried).clone()))
    }

    /// What the mouse carries.
    pub(super) fn carried(ctx: &Context) -> Option<Arc<Carried>> {
        DragAndDrop::payload::<Carried>(ctx)
    }
}

/// What a paste came to that is no picture yet.
enum Paste {
    Pixels(Arc<ColorImage>),
    Nothing(Trouble),
}

/// Takes the pastes that are the wells' out of the frame's input: all of them where a well wants them; else pixels, which
/// no text box can take, and names of pictures where nobody writes.
fn take_pastes(ctx: &Context, is_wanted: bool, is_writing: bool) -> Vec<Event> {
    let is_ours = |event: &Event| match event {
        Event::PasteImage(_) => true,
        Event::Paste(_) if is_wanted => true,
        Event::Paste(words) if !is_writing => {
            matches!(text::read(words), Named::Pictures(images) if text::are_pictures(&images))
        }
        _ => false,
    };
    ctx.input_mut(|input| {
        let ours = input.events.iter().filter(|event| is_ours(event)).cloned().collect();
        input.events.retain(|event| !is_ours(event));
        ours
    })
}

/// Why none of these files is a picture, where that is so.
pub fn none_is_a_picture(paths: &[PathBuf]) -> Option<Trouble> {
    let mut refused = None;
    for path in paths {
        refused = Some(text::refuses(path)?);
    }
    refused
}
