//! The queue beside every screen: what is unknown first, what is under way, what just ended.

use std::collections::HashMap;

use egui::accesskit::Role;
use egui::{Align, Id, Key, Layout, Rangef, ScrollArea, Sense, Ui, UiBuilder, Vec2, WidgetInfo};

use super::action::{Outbox, Route};
use super::cards::{self, CardDialogs};
use super::context::UiContext;
use super::icons;
use super::line::{self, Line};
use super::lineage;
use super::said;
use super::theme::{self, color, size};
use super::thumbs::Picture;
use super::widgets::{self, Button, Weight};
use crate::engine::snapshot::{QuestionAbout, TaskCard, ThumbKey};
use crate::engine::{Choice, Command};
use crate::model::{Task, TaskId, TaskState};
use crate::ui::compose::well::Carried;

/// What the queue remembers between frames.
#[derive(Default)]
pub struct Queue {
    /// The vendor's id as it is being typed on an unknown card.
    found: HashMap<TaskId, String>,
    /// How tall every card was when it was last drawn.
    heights: HashMap<TaskId, f32>,
    dialogs: CardDialogs,
    line: Line,
}

/// Draws the right-hand panel's contents; the panel itself is the window's.
pub fn queue_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Queue, out: &mut Outbox) {
    state.dialogs.poll(&ui.ctx().clone(), cx, out);
    header_ui(ui, cx, out);
    line::paused_ui(ui, cx, out);
    if cx.snapshot.queue.is_empty() {
        widgets::empty_ui(ui, icons::HOURGLASS, cx.say("queue-empty"), cx.say("queue-empty-hint"));
        return;
    }
    let width = ui.available_width();
    // The list reaches into the panel's margin: its scroll bar beside the cards, its end at the window's.
    let mut room = ui.available_rect_before_wrap();
    room.max += Vec2::new(size::GAP_S, size::GAP_M);
    let mut list = ui.new_child(UiBuilder::new().id_salt("cards").max_rect(room));
    ScrollArea::vertical().auto_shrink(false).show(&mut list, |ui| {
        ui.set_max_width(width);
        let near = near(ui);
        let mut is_before_line = true;
        for card in cx.snapshot.queue.iter() {
            if line::is_in_line(card) && std::mem::take(&mut is_before_line) {
                line::head_ui(ui, cx);
            }
            card_or_room_ui(ui, cx, card, near, state, out);
        }
        ui.add_space(size::GAP_XS);
    });
    state.line.forget_others(cx);
    if state.heights.len() > 2 * cx.snapshot.queue.len() {
        state.heights.retain(|id, _| cx.snapshot.queue.iter().any(|card| card.task.id == *id));
    }
    let under_way = || cx.snapshot.queue.iter().filter(|card| card.task.state().is_under_way());
    if under_way().any(|card| !line::is_in_line(card)) {
        // The elapsed seconds on the cards.
        ui.ctx().request_repaint_after_secs(1.0);
    } else if under_way().next().is_some() {
        // A line may stand for days where its vendor is paused: it counts minutes.
        ui.ctx().request_repaint_after_secs(60.0);
    }
}

fn header_ui(ui: &mut Ui, cx: &UiContext<'_>, out: &mut Outbox) {
    ui.horizontal(|ui| {
        ui.label(theme::title(cx.say("queue-title")));
        let counts = &cx.snapshot.counts;
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            line::pause_menu_ui(ui, cx, out);
            if counts.unknown > 0 {
                let text = cx.words.with("queue-unknown-count", &[("count", counts.unknown.into())]);
                widgets::badge(ui, Some(icons::WARNING), &text, color::WARNING, color::WARNING_SOFT);
            }
            // Those in line have a count of their own, above the first.
            let in_line = cx.snapshot.queue.iter().filter(|card| line::is_in_line(card)).count();
            let under_way = counts.under_way.saturating_sub(in_line);
            if under_way > 0 {
                let text = cx.words.with("queue-under-way-count", &[("count", under_way.into())]);
                widgets::badge(ui, None, &text, color::ACCENT_TEXT, color::ACCENT_SOFT);
            }
        });
    });
    ui.add_space(size::GAP_XS);
}

/// What is seen, and a screen above and below: the tab key and a screen reader find the next cards there.
fn near(ui: &Ui) -> Rangef {
    let seen = ui.clip_rect().y_range();
    Rangef::new(seen.min - seen.span(), seen.max + seen.span())
}

/// A card, or only its room where nobody is near.
fn card_or_room_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    card: &TaskCard,
    near: Rangef,
    state: &mut Queue,
    out: &mut Outbox,
) {
    let id = &card.task.id;
    let top = ui.cursor().top();
    let known = state.heights.get(id).copied();
    if let Some(height) = known.filter(|height| !near.intersects(Rangef::new(top, top + height))) {
        let (_, rect) = ui.allocate_space(Vec2::new(ui.available_width(), height));
        return state.line.stands_at(card, rect);
    }
    // Known by its own id: what is typed on a card stays there when others come before it.
    let scope = UiBuilder::new()
        .scope_id(Id::unique(("card", id)))
        .accessibility_role(Role::Group)
        .accessibility_label(cards::heading(cx, &card.task));
    let rect = ui.scope_builder(scope, |ui| card_ui(ui, cx, card, state, out)).response.rect;
    state.line.stands_at(card, rect);
    let height = rect.height();
    if known != Some(height) {
        state.heights.insert(id.clone(), height);
    }
}

fn card_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, state: &mut Queue, out: &mut Outbox) {
    let task = &card.task;
    let is_unknown = task.state() == TaskState::Unknown;
    let frame = if is_unknown { theme::card_of_warning() } else { theme::card() };
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        top_ui(ui, cx, card, &mut state.dialogs, out);
        if task.state().is_under_way() && !card.is_held && !line::is_in_line(card) {
            progress_ui(ui, cx, task);
        }
        if let Some(trouble) = &task.trouble {
            let tint = if card.is_held { color::WARNING } else { tone(task.state()) };
            words_ui(ui, &cx.words.say(trouble), tint);
        } else if is_unknown {
            words_ui(ui, cx.say("vendor-answer-lost"), color::WARNING);
        }
        for remark in card.clip.iter().flat_map(|clip| &clip.remarks) {
            words_ui(ui, &cx.words.say(remark), color::WARNING);
        }
        if is_unknown {
            unknown_ui(ui, cx, task, state, out);
        } else if line::is_in_line(card) && !card.is_held {
            line::controls_ui(ui, cx, card, &state.line, out);
        } else if cards::has_next_step(card) {
            ui.horizontal_wrapped(|ui| cards::next_step_ui(ui, cx, card, out));
        }
    });
}

/// Poster, heading, state and menu.
fn top_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, dialogs: &mut CardDialogs, out: &mut Outbox) {
    ui.horizontal_top(|ui| {
        poster_ui(ui, cx, card, out);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let row = Vec2::new(ui.available_width(), size::HEADING_ROW);
            ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let name = cx.words.with("card-menu-of", &[("heading", cards::heading(cx, &card.task).into())]);
                let button = Button::of_icon(icons::MORE, &name).tip(cx.say("card-menu")).show(ui);
                cards::menu_ui(&button, cx, card, dialogs, out);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| cards::heading_ui(ui, cx, &card.task));
            });
            state_ui(ui, cx, card);
            lineage::link_ui(ui, cx, lineage::of_card(cx, card), out);
        });
    });
}

fn state_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard) {
    let (_, tint) = cards::look(card);
    ui.add(egui::Label::new(theme::small(state_text(cx, card)).color(tint)).truncate());
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = size::BADGE;
        ui.label(theme::figures(time_text(cx, &card.task)).color(color::TEXT_FAINT));
        cards::money_ui(ui, cx, &card.task);
        cards::practice_mark_ui(ui, cx, &card.task);
    });
}

/// How long it runs or ran; how long it still waits; when the unknown one was sent.
fn time_text(cx: &UiContext<'_>, task: &Task) -> String {
    let since = task.sent_at_millis.unwrap_or(task.created_at_millis);
    match (task.state(), task.retry_at_millis) {
        (TaskState::Unknown, _) => said::ago(cx.words, cx.now_millis, since),
        // Whole minutes: see above how seldom a line at rest is drawn.
        (TaskState::Queued, _) => cards::duration_text((cx.now_millis - since) / 60_000 * 60_000),
        (TaskState::Waiting, Some(until)) => format!("−{}", cards::duration_text(until - cx.now_millis)),
        _ => cards::duration_text(task.ended_at_millis.unwrap_or(cx.now_millis) - since),
    }
}

/// The state's word, with the vendor's own where ours says too little.
fn state_text(cx: &UiContext<'_>, card: &TaskCard) -> String {
    let task = &card.task;
    let word = cx.words.state(task.state());
    match (task.state(), task.uploaded, task.vendor_word.as_deref()) {
        _ if card.is_held => cx.say("queue-held").to_owned(),
        _ if card.is_trashed => cx.say("gallery-trashed").to_owned(),
        (TaskState::Queued, ..) if cx.snapshot.settings.is_paused(&task.vendor) => cx.say("line-waits").to_owned(),
        (TaskState::Uploading, Some((done, all)), _) => format!("{word} {done}/{all}"),
        (TaskState::Running, _, Some(raw)) => format!("{word} · {raw}"),
        _ => word.to_owned(),
    }
}

fn poster_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, out: &mut Outbox) {
    let wanted = Vec2::new(size::POSTER_SMALL, size::POSTER_SMALL * 9.0 / 16.0);
    let clip = card.clip.as_ref().filter(|_| !card.is_trashed);
    let sense = if clip.is_some() { Sense::click_and_drag() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(wanted, sense);
    if let Some(carried) = Carried::frame_of(card, 0).filter(|_| response.drag_started()) {
        egui::DragAndDrop::set_payload(ui.ctx(), carried);
    }
    ui.painter().rect_filled(rect, size::RADIUS_S, color::STAGE);
    let picture = clip.map(|clip| cx.picture(&ThumbKey::Poster(clip.sha256.clone()), out));
    match picture {
        Some(Picture::Here(texture)) => {
            theme::paint_cover(ui, texture, rect, size::RADIUS_S);
        }
        Some(Picture::Coming | Picture::Broken | Picture::Absent) | None => {
            let (icon, tint) = cards::look(card);
            let font = theme::icon_font(size::ICON_LARGE);
            ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, icon.codepoint, font, tint);
        }
    }
    if clip.is_some() {
        let name = cx.words.with("card-watch-of", &[("heading", cards::heading(cx, &card.task).into())]);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        widgets::focus_ring(ui, &response, size::RADIUS_S);
        if response.hovered() {
            ui.painter().rect_filled(rect, size::RADIUS_S, color::SCRIM);
            let font = theme::icon_font(size::ICON_LARGE);
            let play = icons::PLAY.codepoint;
            ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, play, font, color::TEXT);
        }
        if response.clicked() {
            out.open(Route::Clip(card.task.id.clone()));
        }
    }
}

fn progress_ui(ui: &mut Ui, cx: &UiContext<'_>, task: &Task) {
    let share = match (task.state(), task.progress, task.uploaded) {
        (TaskState::Running, Some(percent), _) => Some(f32::from(percent.min(100)) / 100.0),
        (TaskState::Uploading, _, Some((done, all))) if all > 0 => Some(done as f32 / all as f32),
        _ => None,
    };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 3.0), Sense::hover());
    let name = cx.words.state(task.state()).to_owned();
    response.widget_info(|| WidgetInfo {
        value: share.map(|share| f64::from(share) * 100.0),
        ..WidgetInfo::labeled(Role::ProgressIndicator, true, &name)
    });
    ui.painter().rect_filled(rect, 1.5, color::FIELD);
    // Without a figure from the vendor the bar says "under way", not how far: a moving guess would be a lie.
    let fill = share.unwrap_or(1.0).max(0.02);
    let tint = if share.is_some() { color::ACCENT } else { color::ACCENT_SOFT };
    let done = egui::Rect::from_min_size(rect.min, Vec2::new(rect.width() * fill, rect.height()));
    ui.painter().rect_filled(done, 1.5, tint);
}

fn words_ui(ui: &mut Ui, text: &str, tint: egui::Color32) {
    ui.add(egui::Label::new(theme::small(text).color(tint)).wrap());
}

fn tone(state: TaskState) -> egui::Color32 {
    match state {
        TaskState::Rejected | TaskState::NotSent | TaskState::Failed | TaskState::Expired => color::ERROR,
        TaskState::Unknown => color::WARNING,
        TaskState::Queued
        | TaskState::Uploading
        | TaskState::Sending
        | TaskState::Running
        | TaskState::Ready
        | TaskState::Downloading
        | TaskState::Done
        | TaskState::Waiting
        | TaskState::Cancelled
        | TaskState::GivenUp => color::TEXT_MUTED,
    }
}

/// The three ways out of an unknown outcome.
fn unknown_ui(ui: &mut Ui, cx: &UiContext<'_>, task: &Task, state: &mut Queue, out: &mut Outbox) {
    words_ui(ui, cx.say("unknown-why"), color::TEXT);
    let typed = state.found.entry(task.id.clone()).or_default();
    let mut choice = None;
    let row = Vec2::new(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        let is_given = !typed.trim().is_empty();
        if widgets::button(ui, cx.say("unknown-found"), Weight::Normal, is_given).clicked() {
            choice = Some(Choice::Found(typed.trim().to_owned()));
        }
        let id = Id::unique(("found", &task.id));
        let field = widgets::text_line_of(ui, id, typed, cx.say("unknown-id"), cx.say("unknown-id-hint"));
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if is_entered && is_given {
            choice = Some(Choice::Found(typed.trim().to_owned()));
        }
    });
    let rest =
        [("unknown-resend", Weight::Danger, Choice::SendAgain), ("unknown-give-up", Weight::Quiet, Choice::GiveUp)];
    for (word, weight, offered) in rest {
        if Button::new(cx.say(word)).weight(weight).fill_width().show(ui).clicked() {
            choice = Some(offered);
        }
    }
    if let Some(choice) = choice {
        state.found.remove(&task.id);
        out.tell(settle(cx, &task.id, choice));
    }
}

fn settle(cx: &UiContext<'_>, task: &TaskId, choice: Choice) -> Command {
    let about = QuestionAbout::Unknown { task: task.clone() };
    match cx.snapshot.questions.iter().find(|question| question.about == about) {
        Some(question) => Command::Answer { question: question.id, choice },
        None => Command::Resolve { task: task.clone(), choice },
    }
}
