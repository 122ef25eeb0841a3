//! The open draft with its undo, its selection and what preflight says of it.
//!
//! Screens edit `draft` as a plain value. At the end of a frame `tick` looks at what changed: typing settles into
//! one undo step by a pause, a drag when it ends, anything else at once; every change is sent to be kept.

use std::collections::HashSet;
use std::sync::Arc;

use crate::engine::Command;
use crate::engine::snapshot::{self, DraftId, Snapshot};
use crate::model::compare::{self, Candidate};
use crate::model::history::{History, Selection};
use crate::model::preflight::{Facts, Finding, Place, Severity, preflight};
use crate::model::price::OwnPrices;
use crate::model::{Draft, ImageRef, Row, Shot};
use crate::words::Words;

use super::theme::time;

/// What is being edited. Before the engine opens a draft, an empty one that is never saved.
pub struct Desk {
    pub draft: Draft,
    pub selection: Selection,
    id: Option<DraftId>,
    opened: u64,
    history: History,
    /// The draft as the last frame left it.
    seen: Draft,
    pace: Pace,
    pending: Pending,
    /// What stands in `seen` has not been sent to be kept, since then.
    unsaved_since: Option<f64>,
    judged: Judged,
    /// Pictures the engine was asked to measure.
    asked: HashSet<ImageRef>,
}

/// How the draft was changed in this frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    /// Changes are whole: a click, a key.
    Whole,
    Typing,
    Dragging,
}

/// What stands in `seen` and is not yet an undo step.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Pending {
    Nothing,
    /// Typed; the last key came then.
    Typing(f64),
    Dragging,
}

/// Preflight's answer, kept until the draft or the facts change.
#[derive(Default)]
struct Judged {
    of: Option<(Draft, Arc<Facts>)>,
    findings: Vec<Finding>,
    /// What every offering would say.
    candidates: Vec<Candidate>,
}

impl Desk {
    pub fn new(offering: &str) -> Self {
        Self::with(Draft::new(offering), None, 0)
    }

    pub fn id(&self) -> Option<&DraftId> {
        self.id.as_ref()
    }

    /// The engine opened another draft than the one here. What is unsaved here must be sent first.
    pub fn is_elsewhere(&self, snapshot: &Snapshot) -> bool {
        snapshot.desk.as_ref().is_some_and(|desk| self.id.is_none() || desk.opened > self.opened)
    }

    /// Takes up the draft the engine opened, if it is another one.
    pub fn follow(&mut self, snapshot: &Snapshot) {
        if self.is_elsewhere(snapshot)
            && let Some(snapshot::Desk { id, draft, opened }) = &snapshot.desk
        {
            *self = Self::with((**draft).clone(), Some(id.clone()), *opened);
        }
    }

    fn with(draft: Draft, id: Option<DraftId>, opened: u64) -> Self {
        let first_shot = draft.storyboard.shots().first().map(Shot::id);
        let selection = Selection { shots: first_shot.into_iter().collect() };
        Self {
            id,
            opened,
            history: History::new(draft.clone(), selection.clone()),
            seen: draft.clone(),
            draft,
            selection,
            pace: Pace::Whole,
            pending: Pending::Nothing,
            unsaved_since: None,
            judged: Judged::default(),
            asked: HashSet::new(),
        }
    }

    // --- what screens tell it while they draw

    /// This frame's change was typed: more may follow.
    pub fn is_typing(&mut self) {
        self.pace = Pace::Typing;
    }

    /// The mouse holds something: it is one step when it lets go.
    pub fn is_dragging(&mut self) {
        self.pace = Pace::Dragging;
    }

    /// What is pending is a step now: a text box lost the focus.
    pub fn settle(&mut self) {
        if std::mem::replace(&mut self.pending, Pending::Nothing) != Pending::Nothing {
            self.history.settle(&self.seen, &self.selection);
        }
    }

    // --- the end of a frame

    /// Notices what changed since the last frame. Returns the seconds until it wants another one.
    pub fn tick(&mut self, now: f64) -> Option<f64> {
        let pace = std::mem::replace(&mut self.pace, Pace::Whole);
        if self.draft != self.seen {
            self.take_change(pace, now);
        } else if pace == Pace::Whole && self.is_at_rest(now) {
            self.settle();
        }
        let settle_in = match self.pending {
            Pending::Typing(since) => Some(since + time::SETTLE_SECS - now),
            Pending::Nothing | Pending::Dragging => None,
        };
        let save_in = self.unsaved_since.filter(|_| self.id.is_some()).map(|since| since + time::SAVE_SECS - now);
        [settle_in, save_in].into_iter().flatten().reduce(f64::min).map(|secs| secs.max(0.0))
    }

    /// The draft is other than the last frame left it.
    pub fn has_changed(&self) -> bool {
        self.draft != self.seen
    }

    fn take_change(&mut self, pace: Pace, now: f64) {
        let goes_on =
            matches!((pace, self.pending), (Pace::Typing, Pending::Typing(_)) | (Pace::Dragging, Pending::Dragging));
        if !goes_on {
            self.settle();
        }
        self.seen = self.draft.clone();
        self.unsaved_since.get_or_insert(now);
        match pace {
            Pace::Whole => self.history.settle(&self.seen, &self.selection),
            Pace::Typing => self.pending = Pending::Typing(now),
            Pace::Dragging => self.pending = Pending::Dragging,
        }
    }

    fn is_at_rest(&self, now: f64) -> bool {
        match self.pending {
            Pending::Nothing => false,
            Pending::Typing(since) => now - since >= time::SETTLE_SECS,
            Pending::Dragging => true,
        }
    }

    /// The save that is due, if one is.
    pub fn due_save(&mut self, now: f64) -> Option<Command> {
        let since = self.unsaved_since?;
        if now - since < time::SAVE_SECS { None } else { self.save() }
    }

    /// The save of whatever is unsaved, at once: before another draft is opened, and at the end.
    pub fn save(&mut self) -> Option<Command> {
        let id = self.id.clone()?;
        self.unsaved_since.take()?;
        Some(Command::SaveDraft { id, draft: Arc::new(self.draft.clone()) })
    }

    // --- undo

    pub fn can_undo(&self) -> bool {
        self.history.can_undo() || self.pending != Pending::Nothing
    }

    pub fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    pub fn undo(&mut self, now: f64) {
        self.settle();
        let state = self.history.undo().cloned();
        self.restore(state, now);
    }

    pub fn redo(&mut self, now: f64) {
        self.settle();
        let state = self.history.redo().cloned();
        self.restore(state, now);
    }

    fn restore(&mut self, state: Option<(Draft, Selection)>, now: f64) {
        let Some((draft, selection)) = state else {
            return;
        };
        self.seen = draft.clone();
        self.draft = draft;
        self.selection = selection;
        self.unsaved_since.get_or_insert(now);
    }

    /// What the draft's file would be called.
    pub fn file_name(&self, words: &Words) -> String {
        let heading = self.draft.heading();
        let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
        let name: String = heading.chars().filter(kept).take(40).collect();
        let name = if name.trim().is_empty() { words.get("draft-untitled") } else { name.trim() };
        format!("{name}.shot.json")
    }

    // --- preflight

    /// Local pictures nobody has looked at yet; each is named once.
    pub fn unmeasured(&mut self, facts: &Facts) -> Vec<ImageRef> {
        let asked = &mut self.asked;
        let wanted = self.draft.pictures().filter(|image| image.path().is_some() && !facts.contains_key(image));
        wanted.filter(|image| asked.insert((*image).clone())).cloned().collect()
    }

    /// The draft that the findings are of: within a frame it may be older than what is written.
    pub fn judged_draft(&self) -> &Draft {
        self.judged.of.as_ref().map_or(&self.draft, |(draft, _)| draft)
    }

    /// Judges anew where the draft or the facts are other than last time. Without a row there is nothing to say.
    pub fn judge(&mut self, row: Option<&Row>, rows: &[&'static Row], facts: &Arc<Facts>) {
        let is_fresh =
            self.judged.of.as_ref().is_some_and(|(draft, known)| *draft == self.draft && Arc::ptr_eq(known, facts));
        if is_fresh {
            return;
        }
        self.judged.findings = row.map(|row| preflight(&self.draft, row, facts)).unwrap_or_default();
        // Prices are looked up where they are shown: they change without the draft.
        self.judged.candidates = compare::candidates(&self.draft, rows, facts, &OwnPrices::default());
        self.judged.of = Some((self.draft.clone(), Arc::clone(facts)));
    }

    /// What this offering would say to the draft.
    pub fn candidate(&self, offering: &str) -> Option<&Candidate> {
        self.judged.candidates.iter().find(|candidate| candidate.row.id == offering)
    }

    /// An offering that takes what this finding says is not taken here.
    pub fn elsewhere(&self, finding: &Finding) -> Option<&'static Row> {
        let here = &self.judged_draft().offering;
        compare::elsewhere(finding, here, &self.judged.candidates).map(|candidate| candidate.row)
    }

    pub fn findings(&self) -> &[Finding] {
        &self.judged.findings
    }

    pub fn findings_at(&self, place: impl Fn(Place) -> bool) -> impl Iterator<Item = &Finding> {
        self.judged.findings.iter().filter(move |finding| place(finding.place))
    }

    pub fn has_errors(&self) -> bool {
        self.judged.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::snapshot::Desk as Opened;
    use crate::model::Secs;

    fn opened(number: u64, title: &str) -> Snapshot {
        let draft = Arc::new(Draft { title: title.into(), ..Draft::new("v/m") });
        let id = DraftId(format!("d{number}").into());
        Snapshot { desk: Some(Opened { id, draft, opened: number }), ..Snapshot::default() }
    }

    fn desk() -> Desk {
        let mut desk = Desk::new("v/m");
        desk.follow(&opened(1, "first"));
        desk
    }

    fn type_at(desk: &mut Desk, text: &str, now: f64) {
        desk.draft.prompt = text.into();
        desk.is_typing();
        desk.tick(now);
    }

    #[test]
    fn typing_without_a_pause_is_one_step() {
        let mut desk = desk();
        for (i, text) in ["f", "fo", "fox"].into_iter().enumerate() {
            type_at(&mut desk, text, i as f64 * 0.2);
        }
        desk.tick(2.0);
        desk.undo(2.0);
        assert_eq!(&*desk.draft.prompt, "");
        assert!(!desk.can_undo());
    }

    #[test]
    fn a_pause_in_typing_makes_two_steps() {
        let mut desk = desk();
        type_at(&mut desk, "fox", 0.0);
        desk.tick(0.7);
        type_at(&mut desk, "fox runs", 1.0);
        desk.undo(1.1);
        assert_eq!(&*desk.draft.prompt, "fox");
    }

    #[test]
    fn a_drag_is_one_step_however_many_frames_it_takes() {
        let mut desk = desk();
        for secs in [6, 7, 8] {
            desk.draft.seconds = Secs(secs);
            desk.is_dragging();
            desk.tick(secs as f64);
        }
        desk.is_dragging();
        desk.tick(20.0);
        desk.tick(20.1);
        desk.undo(20.2);
        assert_eq!(desk.draft.seconds, Secs(5));
    }

    #[test]
    fn a_click_right_after_typing_is_a_step_of_its_own() {
        let mut desk = desk();
        type_at(&mut desk, "fox", 0.0);
        desk.draft.sound = true;
        desk.tick(0.1);
        desk.undo(0.2);
        assert_eq!((&*desk.draft.prompt, desk.draft.sound), ("fox", false));
        desk.undo(0.2);
        assert_eq!(&*desk.draft.prompt, "");
    }

    #[test]
    fn a_change_is_sent_within_a_second_even_while_typing_goes_on() {
        let mut desk = desk();
        let mut saves = 0;
        for i in 0..10 {
            type_at(&mut desk, &"x".repeat(i + 1), i as f64 * 0.1);
            saves += usize::from(desk.due_save(i as f64 * 0.1).is_some());
        }
        assert!(saves >= 2, "{saves}");
    }

    #[test]
    fn what_the_engine_echoes_does_not_undo_what_was_typed_since() {
        let mut desk = desk();
        type_at(&mut desk, "fox", 0.0);
        desk.follow(&opened(1, "first"));
        assert_eq!(&*desk.draft.prompt, "fox");
    }

    #[test]
    fn another_draft_starts_its_own_history() {
        let mut desk = desk();
        type_at(&mut desk, "fox", 0.0);
        desk.follow(&opened(2, "second"));
        assert_eq!(&*desk.draft.title, "second");
        assert!(!desk.can_undo());
    }
}
