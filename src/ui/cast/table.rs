//! The pictures of the open card as wells. They lie on a desk of their own, as if they were a draft's: whatever wells
//! can do with a draft's pictures they do with these.

use std::sync::Arc;

use egui::{Context, Ui};

use super::CastPage;
use crate::engine::{Command, FrameFor};
use crate::model::cast::Member;
use crate::model::preflight::Finding;
use crate::model::{Capabilities, ImageRef, Row, Slot};
use crate::ui::action::Outbox;
use crate::ui::compose::pictures::{Pictures, WantedFrame};
use crate::ui::compose::remarks;
use crate::ui::compose::views::{Views, is_of_picture};
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::widgets::Arranging;

pub struct Table {
    pub pictures: Pictures,
    desk: Desk,
    /// Whose they are.
    of: Option<Arc<str>>,
    views: Arranging,
}

impl Default for Table {
    fn default() -> Self {
        Self { pictures: Pictures::of_cast(), desk: Desk::of_cast(), of: None, views: Arranging::default() }
    }
}

/// The offering that pictures are judged against: the draft's own, or where that takes no elements, the first that does.
fn row_for(cx: &UiContext<'_>, offering: &str) -> Option<&'static Row> {
    let takes = |row: &&'static Row| row.caps.elements.max > 0;
    cx.row(offering).filter(takes).or_else(|| cx.rows.iter().copied().find(takes)).or_else(|| cx.rows.first().copied())
}

impl Table {
    /// Lays this one's pictures out as they are now.
    fn lay(&mut self, cx: &UiContext<'_>, member: &Member, row: &Row) {
        if self.of.as_ref() != Some(&member.id) {
            self.of = Some(member.id.clone());
            self.desk.leave_repairs();
            self.pictures.forget();
            self.desk.draft.elements.clear();
        }
        let before = self.desk.draft.elements.first().map(|element| element.images.clone()).unwrap_or_default();
        for (old, new) in before.iter().zip(&member.images) {
            if old != new && member.origins.get(new) == Some(old) {
                self.desk.was_copied(old, new);
                self.pictures.was_copied(old, new);
            }
        }
        self.desk.draft.offering = row.id.into();
        self.desk.draft.elements = vec![member.element()];
        self.desk.judge(Some(row), &[], &cx.snapshot.facts);
    }

    /// What the engine made for them is put in its place; what it is to make is told.
    fn follow(&mut self, cx: &UiContext<'_>, row: &Row, now: f64, out: &mut Outbox) {
        let (_, troubles) = self.desk.take_repaired(Some(row), &cx.snapshot.repairs, now);
        troubles.into_iter().for_each(|trouble| self.pictures.say(trouble));
        self.desk.due_repairs().into_iter().for_each(|command| out.tell(command));
    }
}

/// The open card's pictures, to be changed in place. `offering` is the draft's.
pub fn table_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut CastPage,
    member: &Member,
    offering: &str,
    out: &mut Outbox,
) {
    let Some(row) = row_for(cx, offering) else {
        return;
    };
    // How many an offering takes is said, but the cast may have more.
    let mut caps: Capabilities = row.caps.clone();
    caps.elements.max_images = usize::MAX;
    state.table.lay(cx, member, row);
    let Table { pictures, desk, views, .. } = &mut state.table;
    let shown = Views { desk, index: 0, caps: &caps, is_cast: true };
    let asked = shown.show(ui, cx, (&mut pictures.wells, views), out);
    let is_of_view =
        |finding: &Finding| is_of_picture(finding) && matches!(finding.place.picture(), Some(Slot::Element(..)));
    remarks::some_ui(ui, cx, desk, row, is_of_view);
    let frame = asked.and_then(|asked| pictures.answer(ui.ctx(), cx, desk, (row, &caps), asked));
    if let Some(WantedFrame { task, frame, .. }) = frame {
        out.tell(Command::TakeFrame { task, frame, into: FrameFor::Cast(member.id.clone()) });
    }
    pictures.boxes_ui(ui, cx, desk, row, out);
    pictures.take_files(ui.ctx(), cx, desk, Some(&caps));
    let now = ui.input(|input| input.time);
    state.table.follow(cx, row, now, out);
    let images = state.table.desk.draft.elements.first().map(|element| element.images.clone());
    if let Some(images) = images.filter(|images| *images != member.images) {
        state.edits.change(&cx.snapshot.cast, Member { images, ..member.clone() }, out);
        ui.ctx().request_repaint();
    }
}

impl CastPage {
    /// Keys of the well that has the keyboard, and pictures pasted anywhere, before any verb hears them.
    pub fn hear(&mut self, ctx: &Context) {
        let pasted = self.table.pictures.wells.hear(ctx);
        self.bring.bring(pasted, None);
    }

    /// Before the page is drawn: pictures pasted as pixels have become files.
    pub(super) fn begin_pictures(&mut self, ctx: &Context, cx: &UiContext<'_>, out: &mut Outbox) {
        let came = self.table.pictures.begin(ctx, cx, out);
        self.bring.bring(came, None);
        if self.chosen.is_none() {
            // Nobody's pictures are seen: nothing is asked for them any more.
            self.table.pictures.leave();
            self.table.pictures.take_files(ctx, cx, &mut self.table.desk, None);
        }
    }

    /// A picture that the engine made of a clip's frame for one of the cast.
    pub fn take_frame(&mut self, id: Arc<str>, image: ImageRef) {
        self.bring.bring(vec![image], Some(id));
    }
}
