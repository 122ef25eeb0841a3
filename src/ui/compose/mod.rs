//! The compose screen: the stage above, the form below, and under it the bar that sends.

mod cost;
mod crop;
mod elements;
mod frames;
mod length;
mod options;
mod order;
pub(super) mod pictures;
pub mod prompt;
mod recall;
mod references;
pub(super) mod remarks;
mod script;
mod shots;
mod stage;
mod subject;
mod timeline;
pub(super) mod views;
pub(super) mod well;

use egui::{CentralPanel, Context, Event, Panel, Pos2, ScrollArea, Ui};
use std::path::PathBuf;

use super::action::Outbox;
use super::context::UiContext;
use super::desk::Desk;
use super::edits::Refused;
use super::offering;
use super::theme::{self, size};
use super::verb::Verb;
use crate::engine::{Command, FrameFor};
use crate::model::{Cut, Draft, ImageRef, Row, TaskId, Trouble};

pub use frames::paint_fit;
use pictures::{Pictures, WantedFrame};
use stage::Stage;
use timeline::Zoom;
use well::{Asked, Brought, Slot, Wells};

/// What the compose screen remembers between frames, beside the draft itself.
#[derive(Default)]
pub struct Compose {
    stage: Stage,
    pictures: Pictures,
    elements: elements::Editor,
    order: order::Order,
    prompt: prompt::Prompt,
    walk: recall::Walk,
    offers: elements::cast::Offers,
    timeline: timeline::Timeline,
    script: script::Cutting,
    fit: Fit,
}

/// How high the form is; the stage takes the rest.
#[derive(Debug, Clone, Copy, Default)]
struct Fit {
    height: Option<f32>,
    needed: f32,
    typed_at: Option<f64>,
}

/// What changes this soon after a key is the doing of that key.
const TYPING_SECS: f64 = 0.5;

impl Fit {
    /// The form is as high as its contents: nothing of it is hidden. Room that typing sets free is given back when the
    /// writer leaves the box: a remark that comes and goes must not move the lines under their eyes each time.
    fn follow(&mut self, ctx: &Context, needed: f32) {
        // A point more than needed: rounding must not bring a scroll bar.
        let needed = needed.ceil() + 1.0;
        let (now, has_typed) = ctx.input(|input| (input.time, input.events.iter().any(is_of_typing)));
        if has_typed {
            self.typed_at = Some(now);
        }
        let is_news = (std::mem::replace(&mut self.needed, needed) - needed).abs() > 0.5;
        let is_typing = self.typed_at.is_some_and(|typed_at| now - typed_at < TYPING_SECS);
        // Never under a pressed button: what was pressed must still be there when it is let go.
        let is_pressed = ctx.input(|input| input.pointer.any_down());
        let may_shrink = !is_pressed && (!ctx.text_edit_focused() || (is_news && !is_typing));
        let differs = |height: f32| needed > height + 0.5 || (may_shrink && needed < height - 0.5);
        if self.height.is_none_or(differs) {
            self.height = Some(needed);
            ctx.request_repaint();
        }
    }
}

fn is_of_typing(event: &Event) -> bool {
    matches!(event, Event::Text(_) | Event::Paste(_) | Event::Cut | Event::Ime(_) | Event::Key { .. })
}

impl Compose {
    /// Another draft came on the desk.
    pub fn forget(&mut self) {
        self.stage = Stage::default();
        self.elements = elements::Editor::default();
        self.prompt = prompt::Prompt::default();
        self.walk = recall::Walk::default();
        self.offers = elements::cast::Offers::default();
        self.timeline = timeline::Timeline::default();
        self.script = script::Cutting::default();
        self.fit = Fit::default();
        self.pictures.forget();
    }

    /// A dialog of this screen is open, or the mouse holds something: keys are its.
    pub fn is_asking(&self) -> bool {
        self.pictures.is_asking() || self.timeline.is_busy() || self.script.is_open()
    }

    /// Another screen is shown: what was asked here must not keep the keys.
    pub fn leave(&mut self) {
        self.pictures.leave();
        self.elements.close();
    }

    /// An undo or a redo brought another state of the draft: a name that is half written must not come to another
    /// element.
    pub fn forget_typed(&mut self) {
        self.timeline.drop_typed();
        self.elements.drop_name();
    }

    /// The carets of the prompts: text put in from elsewhere, older prompts asked for by key.
    pub fn carets(&mut self) -> &mut prompt::Carets {
        &mut self.prompt.carets
    }

    /// The clip that Play opens: this very draft's, where the stage shows it.
    pub fn clip_to_play(&self, cx: &UiContext<'_>, draft: &Draft) -> Option<TaskId> {
        self.stage.clip(cx, draft).map(|card| card.task.id.clone())
    }

    /// Whether a generation of this draft would cost nothing.
    pub fn is_practice(&self, cx: &UiContext<'_>, draft: &Draft) -> bool {
        self.order.is_practice(cx, draft)
    }

    /// A verb of this screen; a command for the engine where it comes to one.
    pub fn perform(
        &mut self,
        ctx: &Context,
        verb: Verb,
        cx: &UiContext<'_>,
        desk: &mut Desk,
        now: f64,
    ) -> Result<Option<Command>, Refused> {
        let Some(row) = cx.row(&desk.draft.offering) else {
            return Err(Trouble::new("compose-no-offering").into());
        };
        match verb {
            Verb::Generate => return Ok(Some(self.order.submit(cx, desk, row)?)),
            Verb::Practise => self.order.toggle_practice(),
            Verb::Play => self.stage.playhead.toggle(desk.draft.total().0 as f64, now),
            Verb::SwapFrames => desk.swap_frames(),
            Verb::CutScript if !row.caps.cuts.contains(&Cut::ByHand) => {
                return Err(Trouble::new("script-not-here").into());
            }
            Verb::CutScript => self.script.start(&desk.draft),
            Verb::SetSeconds => self.timeline.type_seconds(desk),
            Verb::ZoomIn => self.timeline.zoom(Zoom::In, self.stage.playhead.secs()),
            Verb::ZoomOut => self.timeline.zoom(Zoom::Out, self.stage.playhead.secs()),
            Verb::ZoomFit => self.timeline.zoom(Zoom::Fit, self.stage.playhead.secs()),
            Verb::FixAll => desk.fix_all(),
            Verb::AddElement if !row.caps.elements.has_room(&desk.draft) => {
                return Err(Trouble::new("elements-full").into());
            }
            Verb::AddElement => self.elements.add(&mut desk.draft),
            other => {
                let done = shots::perform(ctx, cx, other, desk, row, &mut self.stage.playhead)?;
                self.prompt.is_new |= other == Verb::AddShot;
                return Ok(done);
            }
        }
        Ok(None)
    }

    /// Keys of the well that has the keyboard, and pictures pasted anywhere, before any verb hears them.
    pub fn hear(&mut self, ctx: &Context, cx: &UiContext<'_>, desk: &mut Desk) {
        let free = self.pictures.wells.hear(ctx);
        if let Err(why) = self.take_free(cx, desk, free) {
            self.pictures.say(why);
        }
    }

    /// Files dropped on the window. A word for the user where there is no place for them.
    pub fn drop_files(
        &mut self,
        ctx: &Context,
        cx: &UiContext<'_>,
        paths: Vec<PathBuf>,
        at: Option<Pos2>,
        desk: &mut Desk,
    ) -> Result<(), Trouble> {
        // None where another screen is shown.
        let at = at.and_then(|at| self.pictures.wells.fell_at(Some(at)));
        let over = at.filter(|at| !self.pictures.wells.has_element_at(*at)).and_then(|at| self.elements.under(at));
        if over.is_none() && self.pictures.fall(ctx, &paths, at) {
            return Ok(());
        }
        if let Some(why) = well::none_is_a_picture(&paths) {
            return Err(why);
        }
        let images = paths.into_iter().filter(|path| well::text::refuses(path).is_none()).map(ImageRef::file);
        match over {
            Some(index) => self.take_views(cx, desk, index, images.collect()),
            None => self.take_free(cx, desk, images.collect()),
        }
    }

    /// Pictures that fell on an element's chip or beside the wells of its card.
    fn take_views(
        &mut self,
        cx: &UiContext<'_>,
        desk: &mut Desk,
        index: usize,
        images: Vec<ImageRef>,
    ) -> Result<(), Trouble> {
        let row = cx.row(&desk.draft.offering).ok_or_else(|| Trouble::new("compose-no-offering"))?;
        let slot = Slot::behind(&desk.draft, index);
        if let Some(why) = slot.refuses(&desk.draft, &row.caps) {
            return Err(why);
        }
        let left = well::slot::fill(&mut desk.draft, &row.caps, slot, images);
        self.elements.show_pictures(index);
        if left == 0 { Ok(()) } else { Err(Trouble::new("well-no-place").with("count", left)) }
    }

    /// Pictures for the first free wells.
    fn take_free(&mut self, cx: &UiContext<'_>, desk: &mut Desk, images: Vec<ImageRef>) -> Result<(), Trouble> {
        let count = images.len();
        if count == 0 {
            return Ok(());
        }
        let row = cx.row(&desk.draft.offering).ok_or_else(|| Trouble::new("compose-no-offering"))?;
        match well::slot::fill_free(&mut desk.draft, &row.caps, images) {
            0 => Ok(()),
            left if left == count && !row.caps.frames.takes_frames => Err(Trouble::new("well-no-frames")),
            left if left == count => Err(Trouble::new("frames-both-taken")),
            left => Err(Trouble::new("well-no-place").with("count", left)),
        }
    }

    /// A picture that was let go over an element's chip or its open card is one more view of it.
    fn take_carried(&mut self, ctx: &Context, desk: &mut Desk, row: &Row, out: &mut Outbox) {
        let Some((at, carried)) = Wells::let_go(ctx) else {
            return;
        };
        let Some(index) = self.elements.under(at) else {
            return;
        };
        if matches!(carried.from, Some(Slot::Element(from, _)) if from == index) {
            // One of its own, let go beside the wells.
            return;
        }
        let slot = Slot::behind(&desk.draft, index);
        match (slot.refuses(&desk.draft, &row.caps), carried.what) {
            (Some(why), _) => self.pictures.say(why),
            (None, Brought::Picture(image)) => slot.put(&mut desk.draft, image),
            (None, Brought::Frame { task, frame, .. }) => take_frame(desk, WantedFrame { task, frame, slot }, out),
        }
    }

    /// Does what was asked for at a well of the draft.
    fn answer_well(
        &mut self,
        ctx: &Context,
        cx: &UiContext<'_>,
        desk: &mut Desk,
        row: &Row,
        answered: (Asked, Slot),
        out: &mut Outbox,
    ) {
        if let Some(wanted) = self.pictures.answer(ctx, cx, desk, (row, &row.caps), answered) {
            take_frame(desk, wanted, out);
        }
    }

    /// What a well had to say in this frame.
    pub fn take_said(&mut self) -> Option<Refused> {
        self.pictures.take_said()
    }

    /// Brings in the answers of this screen's dialogs.
    pub fn take_files(&mut self, ctx: &Context, cx: &UiContext<'_>, desk: &mut Desk) {
        let row = cx.row(&desk.draft.offering);
        self.pictures.take_files(ctx, cx, desk, row.map(|row| &row.caps));
    }
}

/// Asks for a frame of a clip; it is put into its place once it is made.
fn take_frame(desk: &Desk, WantedFrame { task, frame, slot }: WantedFrame, out: &mut Outbox) {
    if let Some((id, place)) = desk.id().cloned().zip(slot.frame_place(&desk.draft)) {
        out.tell(Command::TakeFrame { task, frame, into: FrameFor::Draft { id, place } });
    }
}

/// What of this screen is there while another one is shown.
pub fn elsewhere_ui(ctx: &Context, cx: &UiContext<'_>, state: &mut Compose, desk: &mut Desk, out: &mut Outbox) {
    if let Some(row) = cx.row(&desk.draft.offering) {
        well::shelf_ui(ctx, cx, state, desk, row, out);
    }
}

pub fn compose_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compose, desk: &mut Desk, out: &mut Outbox) {
    let Some(row) = cx.row(&desk.draft.offering) else {
        no_offering_ui(ui, cx, desk, out);
        return;
    };
    let names = elements::cast::names(&desk.draft);
    let came = state.pictures.begin(ui.ctx(), cx, out);
    if let Err(why) = state.take_free(cx, desk, came) {
        state.pictures.say(why);
    }
    let room = ui.available_height();
    Panel::bottom("order")
        .exact_size(size::ACTION_BAR)
        .resizable(false)
        .frame(theme::panel(theme::form_margin()))
        .show(ui, |ui| {
            order::order_ui(ui, cx, &mut state.order, desk, row, out);
        });
    let most = (room - size::ACTION_BAR - size::STAGE_MIN).max(size::FORM_MIN);
    let wanted = state.fit.height.unwrap_or(size::FORM).clamp(size::FORM_MIN.min(most), most);
    let form = Panel::bottom("form").resizable(false).exact_size(wanted);
    form.frame(theme::panel(0)).show(ui, |ui| {
        // The margin is inside, so that the scroll bar stands in it and not on the fields.
        let shown = ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            theme::panel(theme::form_margin()).show(ui, |ui| form_ui(ui, cx, state, desk, row, out));
        });
        recall_ui(ui, cx, state, desk, out);
        state.fit.follow(ui.ctx(), shown.content_size.y);
    });
    CentralPanel::default().frame(theme::dark_stage()).show(ui, |ui| {
        stage::stage_ui(ui, cx, &mut state.stage, desk, out);
    });
    state.pictures.boxes_ui(ui, cx, desk, row, out);
    state.take_carried(ui.ctx(), desk, row, out);
    // After the prompt was drawn, which gives the keyboard up on any click beside it.
    let shown = state.order.shows.take();
    if let Some(finding) = &shown {
        state.elements.show(finding);
    }
    state.prompt.show_all(shown, desk, row);
    elements::cast::tell_new_names(&names, &desk.draft, &cx.snapshot.cast, out);
    if script::script_ui(ui.ctx(), cx, &mut state.script, desk, row) {
        // The stage shows the shot that one writes in: the first.
        state.stage.playhead.seek(0.0);
    }
}

/// Alt+↑ and Alt+↓ in a prompt. However far one walks at once, it is one undo step, and one's own words another.
fn recall_ui(ui: &Ui, cx: &UiContext<'_>, state: &mut Compose, desk: &mut Desk, out: &mut Outbox) {
    match state.walk.take_written() {
        recall::Written::Nothing => {}
        recall::Written::First => {
            desk.settle();
            desk.is_typing();
        }
        recall::Written::Next => desk.is_typing(),
    }
    let asked = state.prompt.carets.take_recall();
    let step = asked.and_then(|(of, recall)| {
        let text = desk.draft.text(of)?.clone();
        state.walk.step(of, recall, &text, cx.snapshot)
    });
    let last = state.prompt.carets.last();
    let stands = last.and_then(|of| Some((of, &**desk.draft.text(of)?)));
    let (ask, late) = state.walk.follow(cx.snapshot, stands);
    ask.into_iter().for_each(|command| out.tell(command));
    if let Some(text) = step.or(late) {
        state.prompt.carets.replace(&*text);
        ui.ctx().request_repaint();
    }
}

fn form_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compose, desk: &mut Desk, row: &'static Row, out: &mut Outbox) {
    ui.spacing_mut().item_spacing.y = 6.0;
    ui.add_space(size::GAP_S);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::GAP_S;
        if row.caps.frames.takes_frames || !desk.draft.frames.is_empty() {
            frames::frames_ui(ui, cx, state, desk, row, out);
            ui.add_space(size::GAP_XS);
        }
        ui.vertical(|ui| prompt::prompt_ui(ui, cx, &mut state.prompt, desk, row, out));
    });
    if let Some(index) = state.prompt.take_made() {
        state.elements.open(index);
    }
    remarks::at_ui(ui, cx, desk, row, remarks::is_of_frames);
    elements::cast::offers_ui(ui, cx, &mut state.offers, desk, out);
    elements::elements_ui(ui, cx, state, desk, row, out);
    ui.add_space(size::GAP_XS);
    match desk.draft.cut {
        Cut::ByHand => {
            timeline::timeline_ui(ui, cx, &mut state.timeline, &mut state.stage.playhead, desk, row, out);
        }
        Cut::OneShot | Cut::ByVendor => {
            length::length_ui(ui, cx, desk, row, out);
            timeline::single_ui(ui, cx, &mut state.timeline, &mut state.stage.playhead, desk, row, out);
        }
    }
    remarks::at_ui(ui, cx, desk, row, remarks::is_of_length);
    ui.add_space(size::GAP_XS);
    options::options_ui(ui, cx, desk, row, out);
    remarks::at_ui(ui, cx, desk, row, remarks::is_of_options);
    ui.add_space(size::GAP_M);
}

/// A draft for an offering that is not sold any more: choose another one.
fn no_offering_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, out: &mut Outbox) {
    ui.vertical_centered(|ui| {
        ui.add_space(size::GAP_XL * 3.0);
        ui.label(theme::title(cx.say("compose-no-offering")));
        offering::picker_ui(ui, cx, desk, out);
    });
}
