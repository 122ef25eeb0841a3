//! Elements that outlive their draft: kept in the cast, brought up to it, and told of a new name.

use std::sync::Arc;

use egui::{Align, Layout, Ui};

use crate::engine::Command;
use crate::engine::snapshot::DraftId;
use crate::model::Draft;
use crate::model::cast::{self, Member, NewName};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{Button, Weight};

/// New names that the draft on the desk was offered when it was opened.
#[derive(Debug, Default)]
pub struct Offers {
    of: Option<DraftId>,
    names: Vec<NewName>,
}

/// Keeps an element in the cast, brings the cast up to it, or takes it out.
pub fn keep_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, index: usize, out: &mut Outbox) {
    let element = &mut desk.draft.elements[index];
    let known = element.cast_id.as_ref().and_then(|id| cx.snapshot.cast.iter().find(|member| member.id == *id));
    let Some(member) = known else {
        let keep =
            Button::new(cx.say("cast-keep")).icon(icons::CAST).weight(Weight::Quiet).tip(cx.say("cast-keep-tip"));
        if keep.show(ui).clicked() {
            let id = uuid::Uuid::now_v7().to_string();
            out.tell(Command::KeepInCast(vec![Member::of(element, &id)]));
            element.cast_id = Some(id.into());
        }
        return;
    };
    let drop = Button::new(cx.say("cast-drop")).icon(icons::CAST).weight(Weight::Quiet).tip(cx.say("cast-drop-tip"));
    if drop.show(ui).clicked() {
        out.tell(Command::DropFromCast(vec![member.id.clone()]));
    }
    let is_newer = !member.is_like(element);
    if is_newer
        && Button::new(cx.say("cast-update")).weight(Weight::Quiet).tip(cx.say("cast-update-tip")).show(ui).clicked()
    {
        out.tell(Command::KeepInCast(vec![member.taking(element)]));
    }
}

/// Names of the cast's elements in a draft, to see afterwards which of them was changed.
pub fn names(draft: &Draft) -> Vec<(Arc<str>, Arc<str>)> {
    draft.elements.iter().filter_map(|element| Some((element.cast_id.clone()?, element.name.clone()))).collect()
}

/// An element of the cast got a new name here: the cast has it too from now on.
pub fn tell_new_names(before: &[(Arc<str>, Arc<str>)], draft: &Draft, members: &[Member], out: &mut Outbox) {
    for (id, name) in names(draft) {
        let was_other = before.iter().any(|(other, old)| *other == id && *old != name);
        let is_news = members.iter().any(|member| member.id == id && member.name != name);
        if was_other && is_news {
            out.tell(Command::RenameInCast { id, name });
        }
    }
}

/// What the cast calls otherwise by now, offered once a draft is opened.
pub fn offers_ui(ui: &mut Ui, cx: &UiContext<'_>, offers: &mut Offers, desk: &mut Desk, out: &mut Outbox) {
    let Some(draft) = desk.id().cloned() else {
        return;
    };
    if offers.of.as_ref() != Some(&draft) {
        let kept = &cx.snapshot.kept_names;
        let is_open = |name: &NewName| !kept.contains(&name.kept(&draft.0));
        let names = cast::new_names(&desk.draft, &cx.snapshot.cast).into_iter().filter(is_open).collect();
        *offers = Offers { of: Some(draft.clone()), names };
    }
    let mut answered = None;
    for (index, name) in offers.names.iter().enumerate() {
        match offer_ui(ui, cx, name) {
            Some(true) => {
                name.take(&mut desk.draft);
                answered = Some(index);
            }
            Some(false) => {
                out.tell(Command::KeepName(name.kept(&draft.0)));
                answered = Some(index);
            }
            None => {}
        }
    }
    if let Some(index) = answered {
        offers.names.remove(index);
    }
}

/// True to take the new name, false to keep the old one.
fn offer_ui(ui: &mut Ui, cx: &UiContext<'_>, name: &NewName) -> Option<bool> {
    let mut answer = None;
    let args = [("here", (&*name.here).into()), ("there", (&*name.there).into())];
    ui.horizontal(|ui| {
        ui.set_height(size::CONTROL);
        ui.label(theme::icon(icons::CAST, size::ICON_SMALL).color(color::NOTE));
        ui.label(theme::small(cx.words.with("cast-new-name", &args)).color(color::NOTE));
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            if Button::new(cx.say("cast-rename-here")).small().show(ui).clicked() {
                answer = Some(true);
            }
            if Button::new(&cx.words.with("cast-keep-name", &args)).weight(Weight::Quiet).small().show(ui).clicked() {
                answer = Some(false);
            }
        });
    });
    answer
}
