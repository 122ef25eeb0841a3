//! The card of one of the cast: everything that is known of it, to be changed in place.

use egui::{Align, Context, Id, Layout, ScrollArea, Ui};

use super::edits::Field;
use super::{CastPage, area_ui, menu_line_ui, name, new_id, table, videos};
use crate::engine::Command;
use crate::engine::snapshot::Phase;
use crate::model::cast::Member;
use crate::ui::action::{Outbox, Route};
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Button, Weight};
use crate::ui::{icons, offering};

/// What can be done with one of the cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    AddToDraft,
    ShowDraft,
    Duplicate,
    Archive,
    BringBack,
    Export,
    TakeOut,
}

pub fn card_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut CastPage,
    desk: &mut Desk,
    member: &Member,
    is_narrow: bool,
    out: &mut Outbox,
) {
    // Another one's name that was half written is done.
    name::close_others(cx, state, desk, &member.id, out);
    let asked = head_ui(ui, cx, state, desk, member, is_narrow);
    ui.add_space(size::GAP_S);
    ScrollArea::vertical().id_salt(&member.id).auto_shrink(false).show(ui, |ui| {
        // The scroll bar stands beside the fields.
        ui.set_max_width(ui.available_width() - size::GAP_S);
        ui.spacing_mut().item_spacing.y = size::GAP_S;
        ui.label(theme::label(cx.say("element-name")));
        name::name_ui(ui, cx, state, desk, member, out);
        pictures_ui(ui, cx, state, desk, member, out);
        text_ui(ui, cx, state, member, Field::Description, out);
        videos_ui(ui, cx, state, desk, member, out);
        text_ui(ui, cx, state, member, Field::Notes, out);
        ui.label(theme::caption(cx.say("cast-notes-why")));
    });
    if let Some(act) = asked {
        perform(ui.ctx(), cx, state, desk, member, act, out);
    }
}

fn head_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut CastPage,
    desk: &Desk,
    member: &Member,
    is_narrow: bool,
) -> Option<Act> {
    let mut asked = None;
    ui.horizontal(|ui| {
        if is_narrow && widgets::icon_button(ui, icons::ARROW_LEFT, cx.say("cast-back")).clicked() {
            state.chosen = None;
        }
        let room = ui.available_width() - 3.0 * size::CONTROL;
        ui.allocate_ui(egui::vec2(room, size::CONTROL), |ui| asked = main_act_ui(ui, cx, desk, member));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !is_narrow && widgets::icon_button(ui, icons::CLOSE, cx.say("cast-close")).clicked() {
                state.chosen = None;
            }
            let more = widgets::icon_button(ui, icons::MORE, cx.say("cast-acts"));
            egui::Popup::menu(&more).width(size::MENU).accessible_name(cx.say("cast-acts")).show(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                asked = acts_ui(ui, cx, desk, member).or(asked);
            });
        });
    });
    asked
}

/// What one most likely came for.
fn main_act_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &Desk, member: &Member) -> Option<Act> {
    if member.is_archived {
        let back = Button::new(cx.say("cast-bring-back")).icon(icons::UNARCHIVE);
        return back.show(ui).clicked().then_some(Act::BringBack);
    }
    if is_in_draft(desk, member) {
        let show = Button::new(cx.say("cast-in-draft")).icon(icons::CHECK).tip(cx.say("cast-in-draft-tip"));
        return show.show(ui).clicked().then_some(Act::ShowDraft);
    }
    let may = may_add(cx, desk, member);
    let tip = if may { cx.say("cast-add-to-draft-tip") } else { cx.say("elements-full") };
    let add = Button::new(cx.say("cast-add-to-draft")).icon(icons::ADD).weight(Weight::Primary).enabled(may).tip(tip);
    add.show(ui).clicked().then_some(Act::AddToDraft)
}

fn is_in_draft(desk: &Desk, member: &Member) -> bool {
    desk.draft.elements.iter().any(|element| element.cast_id.as_ref() == Some(&member.id))
}

/// There is room for it on the draft's offering.
fn may_add(cx: &UiContext<'_>, desk: &Desk, member: &Member) -> bool {
    let has_room = cx.row(&desk.draft.offering).is_none_or(|row| row.caps.elements.has_room(&desk.draft));
    has_room && !is_in_draft(desk, member) && cx.snapshot.phase == Phase::Open
}

/// Everything there is to do, as lines of a menu.
pub fn acts_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &Desk, member: &Member) -> Option<Act> {
    let (archive, archive_icon, archive_word) = if member.is_archived {
        (Act::BringBack, icons::UNARCHIVE, "cast-bring-back")
    } else {
        (Act::Archive, icons::ARCHIVE, "cast-archive")
    };
    let lines = [
        (Act::AddToDraft, icons::ADD, "cast-add-to-draft", !member.is_archived && may_add(cx, desk, member)),
        (Act::Duplicate, icons::COPY, "cast-duplicate", true),
        (archive, archive_icon, archive_word, true),
        (Act::Export, icons::UPLOAD, "cast-export-one", true),
        (Act::TakeOut, icons::DELETE, "cast-drop", true),
    ];
    let mut asked = None;
    for (act, icon, word, is_enabled) in lines {
        if menu_line_ui(ui, icon, cx.say(word), is_enabled) {
            asked = Some(act);
        }
    }
    asked
}

pub fn perform(
    ctx: &Context,
    cx: &UiContext<'_>,
    state: &mut CastPage,
    desk: &mut Desk,
    member: &Member,
    act: Act,
    out: &mut Outbox,
) {
    let cast = &cx.snapshot.cast;
    match act {
        Act::AddToDraft => desk.draft.elements.push(member.element()),
        Act::ShowDraft => out.open(Route::Compose),
        Act::Duplicate => {
            let twin = member.twin(&new_id(), &state.edits.all(cast));
            state.add(cx, vec![twin], out);
            state.names = true;
        }
        Act::Archive | Act::BringBack => {
            let is_archived = act == Act::Archive;
            state.edits.change(cast, Member { is_archived, ..member.clone() }, out);
            state.chosen = None;
        }
        Act::Export => {
            let ids = vec![member.id.clone()];
            state.bring.ask_export(ctx, cx.words, ids, &member.name);
        }
        Act::TakeOut => {
            state.edits.take_out(cast, &member.id, out);
            state.chosen = None;
        }
    }
}

/// How many the draft's offering takes stands beside them.
fn pictures_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut CastPage, desk: &Desk, member: &Member, out: &mut Outbox) {
    ui.horizontal(|ui| {
        ui.label(theme::label(cx.say("cast-pictures-title")));
        let row = cx.row(&desk.draft.offering).filter(|row| row.caps.elements.max > 0);
        if let Some(row) = row.filter(|_| member.videos.is_empty()) {
            let (rules, count) = (&row.caps.elements, member.images.len());
            let fits = (rules.min_images..=rules.max_images).contains(&count);
            let offering = offering::name(cx, row);
            let args = [
                ("count", count.into()),
                ("min", rules.min_images.into()),
                ("max", rules.max_images.into()),
                ("offering", (&*offering).into()),
            ];
            let ink = if fits { color::TEXT_FAINT } else { color::WARNING };
            let said = theme::caption(cx.words.with("cast-pictures-of", &args)).color(ink);
            ui.add(egui::Label::new(said).truncate());
        }
    });
    for image in member.images.iter().filter(|image| image.path().is_some()) {
        if !cx.snapshot.facts.contains_key(image) && state.measured.insert(image.clone()) {
            out.tell(Command::Measure(image.clone()));
        }
    }
    table::table_ui(ui, cx, state, member, &desk.draft.offering, out);
}

fn text_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut CastPage, member: &Member, field: Field, out: &mut Outbox) {
    let (word, hint, before) = match field {
        Field::Description => ("element-description", "cast-description-hint", &member.description),
        Field::Notes => ("cast-notes", "cast-notes-hint", &member.notes),
    };
    ui.label(theme::label(cx.say(word)));
    let mut text = before.to_string();
    let id = Id::unique((word, &member.id));
    let response = area_ui(ui, id, &mut text, cx.say(word), cx.say(hint));
    if response.lost_focus() {
        state.edits.settle(out);
    }
    if text == **before {
        return;
    }
    let changed = match field {
        Field::Description => Member { description: text.into(), ..member.clone() },
        Field::Notes => Member { notes: text.into(), ..member.clone() },
    };
    let now = ui.input(|input| input.time);
    state.edits.write(&cx.snapshot.cast, changed, field, now, out);
}

/// Only where somebody sells it, or where there are some.
fn videos_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut CastPage, desk: &Desk, member: &Member, out: &mut Outbox) {
    let is_taken_somewhere = cx.rows.iter().any(|row| row.caps.elements.takes_videos);
    if member.videos.is_empty() && !is_taken_somewhere {
        return;
    }
    ui.label(theme::label(cx.say("videos-title")));
    let is_taken_here = cx.row(&desk.draft.offering).is_some_and(|row| row.caps.elements.takes_videos);
    let why = if is_taken_here { "videos-why" } else { "videos-why-not-here" };
    ui.label(theme::caption(cx.say(why)));
    let id = Id::unique(("cast-video", &member.id));
    if let Some(videos) = videos::videos_ui(ui, cx, id, &member.videos, &mut state.video) {
        state.edits.change(&cx.snapshot.cast, Member { videos, ..member.clone() }, out);
    }
}
