//! Every draft with what it is made of: opened, renamed, doubled and thrown into a bin that gives back.

use egui::{Context, Id, Key, Modifiers, Response, ScrollArea, Ui, Vec2};

use super::{Outcome, foot_ui, is_pressed, list_height, row_ui, search_ui, sheet, steps, walked, words_ui};
use crate::engine::Command;
use crate::engine::snapshot::{DraftId, DraftLine, DraftPage, DraftQuery, DraftShelf};
use crate::model::Cut;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, color, size};
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Button, Segment, Weight};
use crate::ui::{icons, said};

/// Rows asked for above and below what is seen.
const MARGIN_ROWS: usize = 20;
const FIRST_PAGE: usize = 60;

/// The sheet while it is open.
#[derive(Default)]
pub struct Drafts {
    search: String,
    shelf: DraftShelf,
    chosen: usize,
    asked: Option<DraftQuery>,
    renaming: Option<Renaming>,
    /// The bin's button was pressed: the next press means it.
    is_emptying: bool,
}

struct Renaming {
    id: DraftId,
    title: String,
    is_new: bool,
}

/// What is to be done with a draft after the list was drawn.
enum Act {
    Open,
    Rename,
    Duplicate,
    Delete,
    PutBack,
}

pub fn drafts_ui(ctx: &Context, cx: &UiContext<'_>, state: &mut Drafts, desk: &mut Desk, out: &mut Outbox) -> Outcome {
    let mut act = None;
    let is_closed = sheet(ctx, cx, "drafts", cx.say("drafts-title"), |ui| {
        let steps = if state.renaming.is_some() { 0 } else { steps(ui) };
        let field = head_ui(ui, cx, state, out);
        let page = &cx.snapshot.draft_page;
        // A page of another question is no answer to this one.
        let is_answered = page.query.shelf == state.shelf && page.query.search == state.search && page.query.len > 0;
        let total = if is_answered { page.total } else { 0 };
        state.chosen = walked(state.chosen, steps, total);
        act = keys(ui, state, &field).and_then(|act| Some((line_at(page, state.chosen)?.clone(), act)));
        if total == 0 {
            if is_answered {
                nothing_ui(ui, cx, state);
            }
            ask(state, 0, FIRST_PAGE, out);
        } else {
            act = list_ui(ui, cx, state, desk, steps != 0, out).or(act.take());
        }
        foot_ui(ui, cx.say(if state.shelf == DraftShelf::Desk { "drafts-hint" } else { "drafts-bin-hint" }));
    });
    let mut is_done = is_closed;
    if let Some((line, act)) = act {
        is_done |= matches!(act, Act::Open);
        perform(&line, act, state, out);
    }
    if is_done { Outcome::Closed } else { Outcome::Open }
}

/// Shelf, search and what begins a draft; in the bin, what empties it.
fn head_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Drafts, out: &mut Outbox) -> Response {
    let shown = ui.horizontal(|ui| {
        let shelves = [(DraftShelf::Desk, "drafts-shelf-desk"), (DraftShelf::Bin, "drafts-shelf-bin")];
        let segments = shelves.map(|(value, label)| Segment { value, label: cx.say(label), tip: "", is_enabled: true });
        if let Some(shelf) = widgets::segmented(ui, cx.say("drafts-shelf"), state.shelf, &segments) {
            *state = Drafts { shelf, search: std::mem::take(&mut state.search), ..Drafts::default() };
        }
        match state.shelf {
            DraftShelf::Desk => {
                widgets::verb_button(ui, cx.words, Verb::NewDraft, true, out);
                widgets::verb_button(ui, cx.words, Verb::OpenFile, true, out);
            }
            DraftShelf::Bin => empty_bin_ui(ui, cx, state, out),
        }
        search_ui(ui, cx, "drafts-search", &mut state.search, &mut state.chosen)
    });
    ui.add_space(size::GAP_XS);
    shown.inner
}

fn empty_bin_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Drafts, out: &mut Outbox) {
    let page = &cx.snapshot.draft_page;
    let is_known = page.query.shelf == DraftShelf::Bin && page.query.search.is_empty();
    let count = if is_known { page.total } else { 0 };
    if state.is_emptying && count > 0 {
        let sure = cx.words.with("drafts-empty-bin-sure", &[("count", count.into())]);
        if widgets::button(ui, &sure, Weight::Danger, true).clicked() {
            out.tell(Command::EmptyBin);
            state.is_emptying = false;
        }
    } else if widgets::button(ui, cx.say("drafts-empty-bin"), Weight::Normal, count > 0).clicked() {
        state.is_emptying = true;
    }
}

/// What the keys ask for of the chosen draft. While something is written into the search, Del is the search's.
fn keys(ui: &Ui, state: &Drafts, field: &Response) -> Option<Act> {
    if state.renaming.is_some() {
        return None;
    }
    let may_delete = !field.has_focus() || state.search.is_empty();
    match state.shelf {
        DraftShelf::Desk if is_pressed(ui, Modifiers::NONE, Key::F2) => Some(Act::Rename),
        DraftShelf::Desk if is_pressed(ui, Modifiers::COMMAND, Key::D) => Some(Act::Duplicate),
        DraftShelf::Desk if may_delete && is_pressed(ui, Modifiers::NONE, Key::Delete) => Some(Act::Delete),
        // A button that has the keyboard takes Enter for itself.
        DraftShelf::Desk if field.has_focus() && is_pressed(ui, Modifiers::NONE, Key::Enter) => Some(Act::Open),
        DraftShelf::Bin if field.has_focus() && is_pressed(ui, Modifiers::NONE, Key::Enter) => Some(Act::PutBack),
        DraftShelf::Desk | DraftShelf::Bin => None,
    }
}

fn nothing_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &Drafts) {
    let (title, hint) = match state.shelf {
        DraftShelf::Bin if state.search.is_empty() => ("drafts-bin-empty", "drafts-bin-empty-hint"),
        DraftShelf::Desk | DraftShelf::Bin => ("drafts-none", "drafts-none-hint"),
    };
    widgets::empty_ui(ui, icons::DRAFTS, cx.say(title), cx.say(hint));
}

fn list_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Drafts,
    desk: &mut Desk,
    follows: bool,
    out: &mut Outbox,
) -> Option<(DraftLine, Act)> {
    let page = &cx.snapshot.draft_page;
    let mut scroll = ScrollArea::vertical()
        .max_height(list_height(ui))
        .min_scrolled_height(list_height(ui))
        .auto_shrink([false, true]);
    if follows {
        let middle = (list_height(ui) - size::DRAFT_ROW) / 2.0;
        scroll = scroll.vertical_scroll_offset((state.chosen as f32 * size::DRAFT_ROW - middle).max(0.0));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut act = None;
    let mut seen = 0..0;
    scroll.show_rows(ui, size::DRAFT_ROW, page.total, |ui, rows| {
        seen = rows.clone();
        for index in rows {
            match line_at(page, index) {
                Some(line) => {
                    let done = line_ui(ui, cx, state, desk, line, index == state.chosen, out);
                    act = done.map(|act| (line.clone(), act)).or(act.take());
                }
                // Its page is on its way.
                None => {
                    ui.allocate_space(Vec2::new(ui.available_width(), size::DRAFT_ROW));
                }
            }
        }
    });
    let first = seen.start.saturating_sub(MARGIN_ROWS);
    ask(state, first, (seen.end + MARGIN_ROWS - first).max(FIRST_PAGE), out);
    act
}

fn line_at(page: &DraftPage, index: usize) -> Option<&DraftLine> {
    page.lines.get(index.checked_sub(page.query.first)?)
}

/// Asks for these rows, once.
fn ask(state: &mut Drafts, first: usize, len: usize, out: &mut Outbox) {
    let query = DraftQuery { shelf: state.shelf, search: state.search.clone(), first, len };
    if state.asked.as_ref() != Some(&query) {
        state.asked = Some(query.clone());
        out.tell(Command::BrowseDrafts(query));
    }
}

fn line_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Drafts,
    desk: &mut Desk,
    line: &DraftLine,
    is_chosen: bool,
    out: &mut Outbox,
) -> Option<Act> {
    let heading = heading(cx, line);
    let made_of = made_of(cx, line);
    let (rect, row) = row_ui(ui, size::DRAFT_ROW, &heading, &made_of, is_chosen);
    let mut act = row.clicked().then_some(match state.shelf {
        DraftShelf::Desk => Act::Open,
        DraftShelf::Bin => Act::PutBack,
    });
    if desk.id() == Some(&line.id) {
        // The one on the desk.
        let mark = rect.with_max_x(rect.left() + size::RAIL_LINE - 1.0).shrink2(Vec2::new(0.0, 8.0));
        ui.painter().rect_filled(mark, 2, color::ACCENT);
    }
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink2(Vec2::new(12.0, 8.0))));
    inside.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        act = buttons_ui(ui, cx, state.shelf, &heading).or(act.take());
        ui.label(theme::caption(age(cx, line)).color(color::TEXT_FAINT));
        ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let is_renamed = state.renaming.as_ref().is_some_and(|renaming| renaming.id == line.id);
            if is_renamed {
                rename_ui(ui, cx, state, desk, out);
            } else {
                let width = ui.available_width();
                words_ui(ui, theme::strong(&heading), width);
                words_ui(ui, theme::caption(&made_of).color(color::TEXT_MUTED), width);
            }
        });
    });
    act
}

fn buttons_ui(ui: &mut Ui, cx: &UiContext<'_>, shelf: DraftShelf, heading: &str) -> Option<Act> {
    let mut act = None;
    let mut icon_ui = |icon, word, then| {
        if widgets::icon_button(ui, icon, &format!("{}: {heading}", cx.say(word))).clicked() {
            act = Some(then);
        }
    };
    match shelf {
        DraftShelf::Desk => {
            icon_ui(icons::DELETE, "draft-delete", Act::Delete);
            icon_ui(icons::COPY, "draft-duplicate", Act::Duplicate);
            icon_ui(icons::EDIT, "draft-rename", Act::Rename);
        }
        DraftShelf::Bin => {
            let name = format!("{}: {heading}", cx.say("draft-put-back"));
            let button = Button::new(cx.say("draft-put-back")).icon(icons::UNDO).name(&name);
            act = button.show(ui).clicked().then_some(Act::PutBack);
        }
    }
    act
}

/// The title, being written: Enter and a click elsewhere keep it, Escape does not.
fn rename_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Drafts, desk: &mut Desk, out: &mut Outbox) {
    let Some(renaming) = &mut state.renaming else {
        return;
    };
    let id = Id::unique("draft-rename");
    let is_dropped = is_pressed(ui, Modifiers::NONE, Key::Escape);
    let field = widgets::text_line_of(ui, id, &mut renaming.title, cx.say("draft-title"), cx.say("draft-untitled"));
    if std::mem::take(&mut renaming.is_new) {
        field.request_focus();
        return;
    }
    let is_kept = field.lost_focus();
    if is_kept && !is_dropped {
        let title = renaming.title.trim();
        if desk.id() == Some(&renaming.id) {
            desk.draft.title = title.into();
        } else {
            out.tell(Command::RenameDraft { id: renaming.id.clone(), title: title.into() });
        }
    }
    if is_kept || is_dropped {
        state.renaming = None;
    }
}

fn perform(line: &DraftLine, act: Act, state: &mut Drafts, out: &mut Outbox) {
    let id = line.id.clone();
    match act {
        Act::Open => out.tell(Command::OpenDraft(id)),
        Act::Duplicate => out.tell(Command::DuplicateDraft(id)),
        Act::Delete => out.tell(Command::DeleteDraft(id)),
        Act::PutBack => out.tell(Command::RestoreDraft(id)),
        // A heading that is only the first words is no title to be changed.
        Act::Rename => {
            let title = if line.has_title { line.heading.to_string() } else { String::new() };
            state.renaming = Some(Renaming { id, title, is_new: true });
        }
    }
}

fn heading(cx: &UiContext<'_>, line: &DraftLine) -> String {
    let heading = line.heading.split_whitespace().collect::<Vec<_>>().join(" ");
    if heading.is_empty() { cx.say("draft-untitled").to_owned() } else { heading }
}

/// "I cut · 6 shots · 12 s · fox.shot.json · a red fox crosses the snow".
fn made_of(cx: &UiContext<'_>, line: &DraftLine) -> String {
    let (cut, shots) = match line.cut {
        Cut::OneShot => ("cut-one-shot", None),
        Cut::ByVendor => ("cut-by-vendor", None),
        Cut::ByHand => ("cut-by-hand", Some(line.shots)),
    };
    let shots = shots.map(|count| cx.words.with("drafts-shots", &[("count", count.into())]));
    let seconds = cx.words.with("drafts-seconds", &[("seconds", line.seconds.0.into())]);
    let file = line.file.as_ref().and_then(|file| file.file_name()).map(|name| name.to_string_lossy().into_owned());
    let opening = (line.has_title && !line.opening.is_empty()).then(|| line.opening.replace('\n', " "));
    let parts = [Some(cx.say(cut).to_owned()), shots, Some(seconds), file, opening];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn age(cx: &UiContext<'_>, line: &DraftLine) -> String {
    let ago = |then| said::ago(cx.words, cx.now_millis, then);
    match line.deleted_at_millis {
        Some(deleted) => cx.words.with("drafts-deleted", &[("ago", ago(deleted).into())]),
        None => ago(line.changed_at_millis),
    }
}
