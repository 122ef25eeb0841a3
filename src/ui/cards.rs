//! What every card of a task offers, wherever it is drawn: its menu, its next step, its facts in words.

use egui::{Context, Response, Ui, Vec2};

use super::action::{Outbox, Route};
use super::context::UiContext;
use super::dialog::{FileAsk, Wanted};
use super::icons::{self, Icon};
use super::keys;
use super::lineage;
use super::said;
use super::theme::{self, color, size};
use super::verb::Verb;
use super::widgets::{self, Button, Weight};
use crate::engine::snapshot::{TaskCard, WireOf};
use crate::engine::{Command, FrameFor};
use crate::model::{Clip, Flag, Task, TaskId, TaskState};
use crate::words::Words;

/// As much of a prompt as a heading shows, in characters.
const HEADING_CHARS: usize = 100;
/// As much as its tip shows.
const TIP_CHARS: usize = 400;

/// The dialogs that cards open: where to save a copy.
#[derive(Default)]
pub struct CardDialogs {
    saving: FileAsk<TaskId>,
}

impl CardDialogs {
    pub fn is_open(&self) -> bool {
        self.saving.is_open()
    }

    /// Asks where the copy of this clip shall go.
    pub fn ask_copy(&mut self, ctx: &Context, cx: &UiContext<'_>, card: &TaskCard) {
        let name = card.clip.as_ref().and_then(|clip| clip.path.file_name());
        let name = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.saving.ask(ctx, cx.words, Wanted::Save { name }, card.task.id.clone());
    }

    /// Call it every frame: sends the copy once the person chose a place.
    pub fn poll(&mut self, ctx: &Context, cx: &UiContext<'_>, out: &mut Outbox) {
        let answer = self.saving.poll(ctx, cx.words);
        if let Some((task, path)) = answer.and_then(|(task, paths)| Some((task, paths.into_iter().next()?))) {
            out.tell(Command::SaveCopy { task, to: path });
        }
    }
}

/// A line of a card's menu.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Watch,
    ContinueLast,
    Origin,
    UseAgain,
    RunAgain,
    LookAgain,
    Show,
    Outside,
    SaveCopy,
    CopyPath,
    CopyRemote,
    Wire,
    Cancel,
    Pick,
    Reject,
    Delete,
    PutBack,
}

impl Line {
    const ALL: [Self; 17] = [
        Self::Watch,
        Self::ContinueLast,
        Self::Origin,
        Self::UseAgain,
        Self::RunAgain,
        Self::LookAgain,
        Self::Show,
        Self::Outside,
        Self::SaveCopy,
        Self::CopyPath,
        Self::CopyRemote,
        Self::Wire,
        Self::Pick,
        Self::Reject,
        Self::Cancel,
        Self::Delete,
        Self::PutBack,
    ];

    /// What it is called and drawn as.
    fn look(self, card: &TaskCard) -> (&'static str, Icon) {
        match self {
            Self::Pick if card.flag == Flag::Picked => ("card-unpick", icons::FLAG),
            Self::Pick => ("card-pick", icons::FLAG),
            Self::Reject if card.flag == Flag::Rejected => ("card-unreject", icons::REJECT),
            Self::Reject => ("card-reject", icons::REJECT),
            Self::Watch => ("card-watch", icons::PLAY),
            Self::ContinueLast => ("verb-continue-last", icons::CONTINUE),
            Self::Origin => ("lineage-tip", icons::HISTORY),
            Self::UseAgain => ("card-use-again", icons::EDIT),
            Self::RunAgain if card.task.is_practice => ("card-run-again-practice", icons::REPEAT),
            Self::RunAgain => ("card-run-again", icons::REPEAT),
            Self::LookAgain => ("card-look-again", icons::SEARCH),
            Self::Show => ("card-show", icons::FOLDER),
            Self::Outside => ("card-outside", icons::MOVIE),
            Self::SaveCopy => ("card-save-copy", icons::SAVE),
            Self::CopyPath => ("card-copy-path", icons::COPY),
            Self::CopyRemote => ("card-copy-remote", icons::COPY),
            Self::Wire => ("verb-wire", icons::WIRE),
            Self::Cancel => ("card-cancel", icons::CLOSE),
            Self::Delete => ("card-delete", icons::DELETE),
            Self::PutBack => ("card-put-back", icons::UNDO),
        }
    }

    fn fits(self, card: &TaskCard) -> bool {
        let has_file = card.clip.is_some() && !card.is_trashed;
        match self {
            Self::Pick | Self::Reject => has_file,
            Self::Watch
            | Self::ContinueLast
            | Self::Show
            | Self::Outside
            | Self::SaveCopy
            | Self::CopyPath
            | Self::Delete => has_file,
            Self::Origin => card.continues.is_some(),
            Self::UseAgain | Self::Wire => true,
            Self::PutBack => card.is_trashed,
            Self::RunAgain => !card.task.state().is_under_way() && card.task.state() != TaskState::Unknown,
            Self::LookAgain => may_look_again(&card.task),
            Self::CopyRemote => card.task.remote.is_some(),
            Self::Cancel => may_cancel(card.task.state()),
        }
    }
}

/// Everything a card can do, as a menu below its button.
pub fn menu_ui(button: &Response, cx: &UiContext<'_>, card: &TaskCard, dialogs: &mut CardDialogs, out: &mut Outbox) {
    egui::Popup::menu(button)
        .width(size::MENU)
        .accessible_name(cx.say("card-menu"))
        .show(|ui| lines_ui(ui, cx, card, dialogs, out));
}

/// The same on a right click.
pub fn context_menu_ui(
    response: &Response,
    cx: &UiContext<'_>,
    card: &TaskCard,
    dialogs: &mut CardDialogs,
    out: &mut Outbox,
) {
    response.context_menu(|ui| {
        ui.set_min_width(size::MENU);
        lines_ui(ui, cx, card, dialogs, out);
    });
}

fn lines_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, dialogs: &mut CardDialogs, out: &mut Outbox) {
    ui.spacing_mut().item_spacing.y = 0.0;
    for line in Line::ALL.into_iter().filter(|line| line.fits(card)) {
        if matches!(line, Line::Delete | Line::PutBack) {
            ui.separator();
        }
        let (word, icon) = line.look(card);
        let text = theme::body(cx.say(word));
        let entry = egui::Button::new((theme::icon(icon, size::ICON_SMALL), text)).frame_when_inactive(false);
        let width = ui.available_width();
        if ui.add(entry.min_size(Vec2::new(width, size::CONTROL))).accessible_name(cx.say(word)).clicked() {
            perform(ui.ctx(), cx, line, card, dialogs, out);
            ui.close();
        }
    }
}

fn perform(
    ctx: &Context,
    cx: &UiContext<'_>,
    line: Line,
    card: &TaskCard,
    dialogs: &mut CardDialogs,
    out: &mut Outbox,
) {
    let id = || card.task.id.clone();
    match line {
        Line::Watch => out.open(Route::Clip(id())),
        Line::ContinueLast => {
            if let Some(clip) = &card.clip {
                let (task, frame) = (id(), clip.last_frame());
                out.tell(Command::TakeFrame { task, frame, into: FrameFor::NewDraft });
            }
        }
        Line::Origin => {
            if let Some((task, frame)) = lineage::of_card(cx, card).and_then(|lineage| lineage.goal) {
                out.watch(task, frame);
            }
        }
        Line::UseAgain => out.tell(Command::NewDraftFrom(card.task.draft.clone())),
        Line::RunAgain => out.tell(run_again(cx, &card.task)),
        Line::LookAgain => out.tell(Command::LookAgain(id())),
        Line::Show => out.tell(Command::ShowInFolder(id())),
        Line::Outside => out.tell(Command::OpenOutside(id())),
        Line::SaveCopy => dialogs.ask_copy(ctx, cx, card),
        Line::CopyPath => {
            if let Some(clip) = &card.clip {
                ctx.copy_text(clip.path.display().to_string());
            }
        }
        Line::Wire => out.tell(Command::ShowWire(Some(WireOf::Task(id())))),
        Line::CopyRemote => {
            if let Some(remote) = &card.task.remote {
                ctx.copy_text(remote.to_string());
            }
        }
        Line::Pick => out.tell(Command::Flag(vec![(id(), card.flag.toggled(Flag::Picked))])),
        Line::Reject => out.tell(Command::Flag(vec![(id(), card.flag.toggled(Flag::Rejected))])),
        Line::Cancel => out.tell(Command::Cancel(id())),
        Line::Delete => out.tell(Command::DeleteClips(vec![id()])),
        Line::PutBack => out.tell(Command::UndoDelete(vec![id()])),
    }
}

/// Whether a card ends with a button.
pub fn has_next_step(card: &TaskCard) -> bool {
    match card.task.state() {
        _ if card.is_held => true,
        TaskState::Sending
        | TaskState::Running
        | TaskState::Ready
        | TaskState::Downloading
        | TaskState::Done
        | TaskState::Unknown => false,
        TaskState::Queued
        | TaskState::Uploading
        | TaskState::Waiting
        | TaskState::Rejected
        | TaskState::NotSent
        | TaskState::Failed
        | TaskState::Expired
        | TaskState::Cancelled
        | TaskState::GivenUp => true,
    }
}

/// The buttons a card ends with: what one would do next.
pub fn next_step_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, out: &mut Outbox) {
    let task = &card.task;
    if card.is_held {
        // It waits for a key or an address, and both are set there.
        widgets::verb_button(ui, cx.words, Verb::Settings, true, out);
    }
    let again = if task.is_practice { "card-run-again-practice" } else { "card-run-again" };
    match task.state() {
        TaskState::Rejected => {
            if step(ui, cx, "card-fix", icons::FIX) {
                out.tell(Command::NewDraftFrom(task.draft.clone()));
            }
        }
        TaskState::Failed | TaskState::Expired if may_look_again(task) => {
            if step(ui, cx, "card-look-again", icons::SEARCH) {
                out.tell(Command::LookAgain(task.id.clone()));
            }
            if step(ui, cx, again, icons::REPEAT) {
                out.tell(run_again(cx, task));
            }
        }
        TaskState::Failed | TaskState::Expired | TaskState::NotSent | TaskState::Cancelled | TaskState::GivenUp => {
            if step(ui, cx, again, icons::REPEAT) {
                out.tell(run_again(cx, task));
            }
        }
        TaskState::Queued | TaskState::Uploading | TaskState::Waiting => {
            if step(ui, cx, "card-cancel", icons::CLOSE) {
                out.tell(Command::Cancel(task.id.clone()));
            }
        }
        TaskState::Sending
        | TaskState::Running
        | TaskState::Ready
        | TaskState::Downloading
        | TaskState::Done
        | TaskState::Unknown => {}
    }
}

fn step(ui: &mut Ui, cx: &UiContext<'_>, word: &str, icon: Icon) -> bool {
    let response = Button::new(cx.words.get(word)).icon(icon).weight(Weight::Normal).show(ui);
    // The second half of a double click, and a key that is held down, ask for nothing.
    let is_echo = response.double_clicked() || response.triple_clicked() || keys::is_repeating(ui.ctx());
    response.clicked() && !is_echo
}

fn run_again(cx: &UiContext<'_>, task: &Task) -> Command {
    Command::RunAgain { batch: cx.snapshot.next_batch, task: task.id.clone() }
}

/// A failed or expired task whose id is known can be asked about once more.
fn may_look_again(task: &Task) -> bool {
    task.remote.is_some() && matches!(task.state(), TaskState::Failed | TaskState::Expired)
}

fn may_cancel(state: TaskState) -> bool {
    matches!(state, TaskState::Queued | TaskState::Uploading | TaskState::Waiting)
}

/// The icon and colour of a card.
pub fn look(card: &TaskCard) -> (Icon, egui::Color32) {
    match (card.is_held, card.is_trashed) {
        (true, _) => (icons::WARNING, color::WARNING),
        (false, true) => (icons::DELETE, color::TEXT_FAINT),
        (false, false) => look_of(card.task.state()),
    }
}

fn look_of(state: TaskState) -> (Icon, egui::Color32) {
    match state {
        TaskState::Queued => (icons::HOURGLASS, color::TEXT_MUTED),
        TaskState::Waiting => (icons::CLOCK, color::TEXT_MUTED),
        TaskState::Uploading => (icons::UPLOAD, color::ACCENT_TEXT),
        TaskState::Sending => (icons::SEND, color::ACCENT_TEXT),
        TaskState::Running => (icons::GENERATE, color::ACCENT_TEXT),
        TaskState::Ready | TaskState::Downloading => (icons::DOWNLOAD, color::ACCENT_TEXT),
        TaskState::Done => (icons::CHECK, color::GOOD),
        TaskState::Rejected | TaskState::NotSent | TaskState::Failed | TaskState::Expired => {
            (icons::ERROR, color::ERROR)
        }
        TaskState::Unknown => (icons::WARNING, color::WARNING),
        TaskState::Cancelled | TaskState::GivenUp => (icons::CLOSE, color::TEXT_FAINT),
    }
}

/// The first words a person knows the task by: one line of them, never a whole prompt.
pub fn heading<'a>(cx: &UiContext<'a>, task: &'a Task) -> &'a str {
    let line = task.draft.heading().trim().lines().next().unwrap_or_default();
    let line = line.char_indices().nth(HEADING_CHARS).map_or(line, |(end, _)| &line[..end]);
    if line.is_empty() { cx.say("draft-untitled") } else { line }
}

/// The heading in one line, with more of the prompt as its tip.
pub fn heading_ui(ui: &mut Ui, cx: &UiContext<'_>, task: &Task) {
    let label = egui::Label::new(theme::strong(heading(cx, task))).truncate().show_tooltip_when_elided(false);
    ui.add(label).on_hover_ui(|ui| {
        let text = task.draft.heading().trim();
        let end = text.char_indices().nth(TIP_CHARS).map(|(end, _)| end);
        let shown = end.map_or_else(|| text.to_owned(), |end| format!("{}…", &text[..end]));
        ui.label(theme::small(shown).color(color::TEXT));
    });
}

/// `1920×1080 · 24 fps · 9.0 s · sound`.
pub fn facts_text(words: &Words, clip: &Clip) -> String {
    let facts = &clip.facts;
    let sound = words.get(if facts.audio.is_some() { "facts-with-sound" } else { "facts-silent" });
    format!("{}×{} · {:.0} fps · {:.1} s · {sound}", facts.width, facts.height, facts.fps, facts.seconds)
}

/// `0:42`, `12:03`, `1:02:09`.
pub fn duration_text(millis: i64) -> String {
    let secs = millis.max(0) / 1000;
    let (hours, minutes, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{secs:02}") } else { format!("{minutes}:{secs:02}") }
}

/// What it cost, else what it is expected to cost; nothing where no money is involved.
pub fn money_ui(ui: &mut Ui, cx: &UiContext<'_>, task: &Task) {
    if task.is_practice {
        return;
    }
    let (money, why) = match (task.billed, task.estimate) {
        (Some(billed), _) => (billed, "card-billed"),
        (None, Some(estimate)) if task.state().may_be_charged() => (estimate, "card-estimated"),
        (None, _) => return,
    };
    let text = said::money(cx.words, money);
    ui.label(theme::figures(text).color(color::TEXT_FAINT)).on_hover_text(cx.say(why));
}

/// Where the vendor's practice twin works, a badge says so.
pub fn practice_mark_ui(ui: &mut Ui, cx: &UiContext<'_>, task: &Task) {
    if task.is_practice {
        widgets::practice_badge(ui, cx.words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_reads_like_a_clock() {
        assert_eq!(duration_text(42_999), "0:42");
        assert_eq!(duration_text(723_000), "12:03");
        assert_eq!(duration_text(3_729_000), "1:02:09");
        assert_eq!(duration_text(-5), "0:00");
    }

    #[test]
    fn only_what_has_not_left_can_be_cancelled() {
        let may: Vec<&str> = TaskState::ALL.into_iter().filter(|s| may_cancel(*s)).map(TaskState::word).collect();
        assert_eq!(may, ["queued", "uploading", "waiting"]);
    }
}
