//! A well: a place for one picture, with every way in (dialog, drop, paste, address, drag), its facts in words, and its
//! menu. Frames, references and elements are drawn by it; whose picture it is and what becomes of an answer is the
//! caller's.
//!
//! - `model::slot` names the places of a draft and carries pictures between them; [`text`] reads what was pasted.
//! - [`Wells`] remembers, from frame to frame, what is on its way to which well.

mod act;
mod ask;
mod coming;
mod files;
mod hover;
mod menu;
mod paint;
pub mod picture;
mod shelf;
mod state;
pub mod text;

use egui::accesskit::Role;
use egui::{DragAndDrop, Id, Rect, Response, Sense, Ui, Vec2, WidgetInfo};

use crate::model::preflight::{Finding, Severity, rules};
pub use crate::model::slot::{self, Side, Slot};
use crate::model::{Capabilities, ImageRef, TaskId, Trouble};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::Button;
use crate::ui::{icons, widgets};

pub use act::{Answered, answer, said_of};
pub use ask::address_ui;
pub use paint::carried_ui;
pub use shelf::shelf_ui;
pub use state::{Brought, Carried, Taken, Wells, none_is_a_picture};
use state::{Mail, Placed, Question};

/// What was asked for at a well.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// The system's dialog is to be opened.
    Choose,
    /// Pictures for this place, after the question where it was full.
    Take(Taken),
    /// A frame of a clip for this place, after the same question.
    TakeFrame {
        task: TaskId,
        frame: u64,
    },
    /// The picture of another place comes here, and this one goes there.
    Swap(Slot),
    /// This picture goes to another place; in its own list between the others.
    MoveTo(Slot),
    Remove,
    Crop,
}

/// A well, ready to be drawn.
pub struct Well<'a> {
    pub id: Id,
    pub name: &'a str,
    pub picture: Option<&'a ImageRef>,
    pub size: Vec2,
    /// Which place of the draft this is, where it is one.
    pub slot: Option<Slot>,
    /// What preflight says of it, the worst first.
    pub remarks: Vec<(Severity, String)>,
    /// Why it takes nothing at all.
    pub refuses: Option<Trouble>,
    /// Where its menu can send the picture, by the name of that place.
    pub moves: Vec<(&'a str, Slot)>,
    /// A word on the picture, where it is told from the others.
    pub tag: Option<&'a str>,
    /// Where it goes to be the first of its list, where it is not that.
    pub front: Option<Slot>,
    /// Another picture is being made of this one.
    pub is_repairing: bool,
}

/// What something that is carried over the window is to a well.
#[derive(Debug, Clone, PartialEq)]
enum Offer {
    /// Nothing is carried, or nothing that this well takes.
    None,
    /// It could fall here.
    Possible,
    /// It would fall here now.
    Here,
    /// It would fall here, and is not taken.
    Refused(Trouble),
}

/// A well for a place of the draft, with what preflight says of it; `as_seen` is what it is known by, its name and size.
pub fn of_slot<'a>(
    cx: &UiContext<'a>,
    desk: &'a Desk,
    caps: &Capabilities,
    slot: Slot,
    as_seen: (Id, &'a str, Vec2),
) -> Well<'a> {
    let (id, name, size) = as_seen;
    let refuses = slot.refuses(&desk.draft, caps);
    Well {
        picture: slot.picture(&desk.draft),
        slot: Some(slot),
        remarks: remarks_of(cx, desk, slot, |_| true),
        refuses,
        is_repairing: desk.is_repairing(slot.place()),
        ..Well::new(id, name, size)
    }
}

/// What preflight says of the picture at a place, the worst first.
pub fn remarks_of(
    cx: &UiContext<'_>,
    desk: &Desk,
    slot: Slot,
    is_meant: impl Fn(&Finding) -> bool,
) -> Vec<(Severity, String)> {
    let is_said = |finding: &&Finding| finding.rule != rules::PICTURE_MEASURING && is_meant(finding);
    let findings = desk.findings_at(|place| place == slot.place()).filter(is_said);
    let mut remarks: Vec<_> = findings.map(|finding| (finding.severity, cx.words.finding(finding))).collect();
    remarks.sort_by_key(|(severity, _)| std::cmp::Reverse(*severity));
    remarks
}

impl<'a> Well<'a> {
    /// An empty well that takes pictures.
    pub fn new(id: Id, name: &'a str, size: Vec2) -> Self {
        Self {
            id,
            name,
            picture: None,
            size,
            slot: None,
            remarks: Vec::new(),
            refuses: None,
            moves: Vec::new(),
            tag: None,
            front: None,
            is_repairing: false,
        }
    }

    /// Draws it; what was asked for there.
    pub fn show(
        self,
        ui: &mut Ui,
        cx: &UiContext<'_>,
        wells: &mut Wells,
        out: &mut Outbox,
    ) -> (Response, Option<Asked>) {
        let (_, rect) = ui.allocate_space(self.size);
        let sense = if self.picture.is_some() { Sense::click_and_drag() } else { Sense::click() };
        let response = ui.interact(rect, self.id, sense);
        self.tell_access(cx, &response);
        wells.now.push(Placed {
            id: self.id,
            rect: response.interact_rect,
            layer: response.layer_id,
            slot: self.slot,
            picture: self.picture.cloned(),
            refuses: self.refuses.clone(),
        });
        let offer = self.offer(&response, wells);
        let is_coming = self.is_repairing || wells.coming.has(self.id);
        paint::well(ui, cx, &self, &response, (&offer, is_coming), out);
        widgets::focus_ring(ui, &response, theme::size::RADIUS_M);
        let mut asked = self.cross_ui(ui, cx, rect);
        self.drag(&response);
        if response.clicked() {
            asked = asked.or(Some(Asked::Choose));
        }
        asked = self.arrived(ui, cx, wells, &response).or(asked);
        asked = menu::menu_ui(&response, cx, &self, wells).or(asked);
        asked = ask::question_ui(&response, cx, &self, wells).or(asked);
        self.tip(cx, wells, &response, &offer);
        (response, asked)
    }

    fn tell_access(&self, cx: &UiContext<'_>, response: &Response) {
        let facts = self.picture.map(|image| (image, picture::facts_line(cx, image)));
        let name = match &facts {
            Some((image, facts)) => format!("{}: {}, {facts}", self.name, picture::short_name(image)),
            None => format!("{}: {}", self.name, cx.say("frame-empty")),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        let Some(image) = self.picture else {
            return;
        };
        let remarks: Vec<&str> = self.remarks.iter().map(|(_, said)| said.as_str()).collect();
        response.ctx.accesskit_node_builder(response.id, |node| {
            node.set_value(picture::all_facts(cx, image).join(", "));
            if !remarks.is_empty() {
                node.set_description(remarks.join("\n"));
            }
        });
    }

    /// What hangs over this well.
    fn offer(&self, response: &Response, wells: &Wells) -> Offer {
        let carried = Wells::carried(&response.ctx);
        let refused = match (&wells.hanging, &carried) {
            (Some(hanging), _) => self.refuses.clone().or_else(|| hanging.refuses.clone()),
            // Back where it came from: nothing would happen.
            (None, Some(carried)) if carried.from.is_some() && carried.from == self.slot => return Offer::None,
            (None, Some(carried)) => self.refuses.clone().filter(|_| !self.is_move_here(carried)),
            (None, None) => return Offer::None,
        };
        let is_here = match &wells.hanging {
            Some(hanging) => hanging.at.is_some_and(|at| {
                let is_above = response.ctx.layer_id_at(at).is_none_or(|layer| layer == response.layer_id);
                is_above && response.interact_rect.contains(at)
            }),
            None => response.contains_pointer(),
        };
        match (refused, is_here) {
            (Some(why), true) => Offer::Refused(why),
            (Some(_), false) => Offer::None,
            (None, true) => Offer::Here,
            (None, false) => Offer::Possible,
        }
    }

    /// A place of the same list gives up its own picture: there is room.
    fn is_move_here(&self, carried: &Carried) -> bool {
        carried.from.zip(self.slot).is_some_and(|(from, here)| from.is_moved_to(here))
    }

    fn cross_ui(&self, ui: &mut Ui, cx: &UiContext<'_>, rect: Rect) -> Option<Asked> {
        self.picture?;
        let is_wide = rect.width() >= paint::WITH_WORDS;
        let can_crop = is_wide && self.picture.is_some_and(|image| picture::facts_of(cx, image).is_some());
        let buttons =
            [(true, icons::CLOSE, "frame-clear", Asked::Remove), (can_crop, icons::CROP, "well-crop", Asked::Crop)];
        let front = self.front.map(|to| (true, icons::FRONT, "view-make-frontal", Asked::MoveTo(to)));
        let mut asked = None;
        // On a small picture they must not hide that.
        let has_room = rect.width() >= size::WELL_MIN;
        let side = if has_room { 26.0 } else { size::CONTROL_SMALL };
        let mut at = rect.right_top() + Vec2::new(-side - 3.0, 3.0);
        for (_, icon, word, means) in buttons.into_iter().chain(front).filter(|(is_shown, ..)| *is_shown) {
            let place = Rect::from_min_size(at, Vec2::splat(side));
            let mut corner = ui.new_child(egui::UiBuilder::new().max_rect(place));
            theme::on_picture(&mut corner);
            let name = format!("{}: {}", cx.say(word), self.name);
            let button = Button::of_icon(icon, &name);
            let button = if has_room { button } else { button.small() };
            if button.show(&mut corner).clicked() {
                asked = Some(means);
            }
            at.x -= side + 2.0;
        }
        asked
    }

    fn drag(&self, response: &Response) {
        if let Some(image) = self.picture.filter(|_| response.drag_started()) {
            let carried = Carried { what: Brought::Picture(image.clone()), from: self.slot };
            DragAndDrop::set_payload(&response.ctx, carried);
        }
    }

    /// What was let go over it, or came by mail. A full well asks first.
    fn arrived(&self, ui: &Ui, cx: &UiContext<'_>, wells: &mut Wells, response: &Response) -> Option<Asked> {
        match wells.take_mail(self.id) {
            Some(Mail::Remove) => return Some(Asked::Remove),
            Some(Mail::Menu) => menu::open(response),
            Some(Mail::Bring(taken)) => return self.take(ui, wells, taken),
            None => {}
        }
        let carried = response.dnd_release_payload::<Carried>()?;
        let is_move = self.is_move_here(&carried) && !ui.input(|input| input.modifiers.command);
        match &carried.what {
            Brought::Picture(image) => {
                self.take(ui, wells, Taken { images: vec![image.clone()], from: carried.from, is_move })
            }
            Brought::Frame { task, frame, .. } => {
                let asked = Asked::TakeFrame { task: task.clone(), frame: *frame };
                let name = cx.words.with("well-frame", &[("frame", (*frame).into())]);
                self.offered(ui, wells, (asked, name, None), self.refuses.clone())
            }
        }
    }

    fn take(&self, ui: &Ui, wells: &mut Wells, taken: Taken) -> Option<Asked> {
        let is_itself = taken.from.is_some() && taken.from == self.slot;
        let is_same = taken.images.len() == 1 && self.picture == taken.images.first();
        if is_itself || is_same {
            return None;
        }
        // In a list a place is found between the others.
        let is_list = matches!(self.slot, Some(Slot::Reference(_) | Slot::Element(..)));
        if taken.is_move && is_list {
            return Some(Asked::Take(taken));
        }
        let refuses = self.refuses.clone().filter(|_| !taken.is_move);
        let (name, from) = (taken.images.first().map(picture::short_name).unwrap_or_default(), taken.from);
        self.offered(ui, wells, (Asked::Take(taken), name, from), refuses)
    }

    /// Takes it, asks first, or says why not.
    fn offered(
        &self,
        ui: &Ui,
        wells: &mut Wells,
        (asked, name, from): (Asked, String, Option<Slot>),
        refuses: Option<Trouble>,
    ) -> Option<Asked> {
        if let Some(why) = refuses {
            wells.tell(ui.ctx(), self.id, why);
            return None;
        }
        if self.picture.is_none() {
            return Some(asked);
        }
        wells.question = Some(Question { well: self.id, asked, name, from, is_new: true });
        ui.ctx().request_repaint();
        None
    }

    fn tip(&self, cx: &UiContext<'_>, wells: &Wells, response: &Response, offer: &Offer) {
        let told = match (offer, &wells.told) {
            (Offer::Refused(why), _) => Some(cx.words.say(why)),
            (_, Some((id, why, _))) if *id == self.id => Some(cx.words.say(why)),
            (Offer::None | Offer::Possible | Offer::Here, _) => None,
        };
        if let Some(told) = told {
            paint::told(response, &told);
            return;
        }
        let is_carrying = *offer != Offer::None || wells.question.is_some() || response.dragged();
        let Some(image) = self.picture.filter(|_| !is_carrying) else {
            return;
        };
        response.clone().on_hover_ui(|ui| {
            ui.set_max_width(theme::size::TOOLTIP);
            ui.spacing_mut().item_spacing.y = 2.0;
            for (severity, said) in &self.remarks {
                let (_, ink, _) = widgets::severity_look(*severity);
                ui.label(theme::small(said).color(ink));
            }
            ui.label(theme::strong(picture::short_name(image)));
            for line in picture::all_facts(cx, image) {
                ui.label(theme::small(line).color(color::TEXT));
            }
            ui.label(theme::small(image.to_string()).color(color::TEXT_FAINT));
        });
    }
}
