//! The open draft with its undo, its selection and what preflight says of it.
//!
//! Screens edit `draft` as a plain value. At the end of a frame `tick` looks at what changed: typing settles into
//! one undo step by a pause, a drag when it ends, anything else at once; every change is sent to be kept. A draft that
//! was on the desk in this session comes back with its steps.

use std::collections::HashSet;
use std::sync::Arc;

use egui::Id;

use crate::engine::Command;
use crate::engine::snapshot::{self, DraftId, Snapshot};
use crate::model::compare::{self, Candidate};
use crate::model::history::{Caret, History, Selection};
use crate::model::preflight::{Facts, Finding, Place, Severity, preflight};
use crate::model::price::OwnPrices;
use crate::model::storyboard::Refusal;
use crate::model::{Draft, ImageRef, Row, Shot};
use crate::words::Words;

use super::carets::Written;
use super::theme::time;

mod repairs;

use repairs::Repairs;

/// Drafts of this session whose steps are kept while another one is on the desk.
const MAX_SHELVED: usize = 12;

/// What is being edited. Before the engine opens a draft, an empty one that is never saved.
pub struct Desk {
    pub draft: Draft,
    pub selection: Selection,
    /// Why a verb did nothing in this frame; it is said at its end.
    pub refused: Option<Refusal>,
    id: Option<DraftId>,
    opened: u64,
    history: History,
    /// Others of this session with their steps, the one that was here last at the end.
    shelved: Vec<(DraftId, History)>,
    carets: Carets,
    /// An undo wants this element open.
    wanted_element: Option<usize>,
    /// The draft as the last frame left it, and what was selected in it.
    seen: Draft,
    seen_selection: Selection,
    pace: Pace,
    pending: Pending,
    /// What stands in `seen` has not been sent to be kept, since then.
    unsaved_since: Option<f64>,
    judged: Judged,
    /// Pictures the engine was asked to measure.
    asked: HashSet<ImageRef>,
    repairs: Repairs,
}

/// Whether there are steps to go, back and forth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps {
    pub can_undo: bool,
    pub can_redo: bool,
}

/// Where somebody writes.
#[derive(Default)]
struct Carets {
    /// In this frame, and in the one before.
    now: Option<Written>,
    before: Option<Written>,
    /// The boxes the draft's words were typed into: a caret names them by their place here.
    fields: Vec<Id>,
    /// An undo wants it there.
    wanted: Option<Written>,
}

impl Carets {
    fn known(&self, caret: Written) -> Option<Caret> {
        let field = self.fields.iter().position(|field| *field == caret.field)?;
        Some(Caret { field, from: caret.from, to: caret.to })
    }

    fn get_to_know(&mut self, caret: Written) {
        if !self.fields.contains(&caret.field) {
            self.fields.push(caret.field);
        }
    }

    fn want(&mut self, caret: Caret) {
        let field = self.fields.get(caret.field).copied();
        self.wanted = field.map(|field| Written { field, from: caret.from, to: caret.to });
        self.before = self.wanted;
    }
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
    rows: Vec<&'static Row>,
    findings: Vec<Finding>,
    /// What every offering would say.
    candidates: Vec<Candidate>,
}

impl Desk {
    pub fn new(offering: &str) -> Self {
        Self::with(Draft::new(offering), None, 0)
    }

    /// One that holds pictures of the cast, and is never kept itself.
    pub fn of_cast() -> Self {
        Self { repairs: Repairs::of_cast(), ..Self::new("") }
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
            self.settle();
            let next = Self::with((**draft).clone(), Some(id.clone()), *opened);
            let left = std::mem::replace(self, next);
            self.carets.fields = left.carets.fields;
            self.shelved = left.shelved;
            self.repairs = left.repairs.left_behind();
            if let Some(id) = left.id {
                self.shelved.retain(|(other, _)| *other != id);
                self.shelved.push((id, left.history));
            }
            self.take_from_shelf();
            let surplus = self.shelved.len().saturating_sub(MAX_SHELVED);
            self.shelved.drain(..surplus);
        }
    }

    /// A draft that was here before goes on with its steps; what was done to it elsewhere since is one more.
    fn take_from_shelf(&mut self) {
        let place = self.shelved.iter().position(|(id, _)| Some(id) == self.id.as_ref());
        let Some((_, history)) = place.map(|place| self.shelved.remove(place)) else {
            return;
        };
        let shots = history.selection().shots.iter().copied();
        let shots: Vec<_> = shots.filter(|id| self.draft.storyboard.index_of(*id).is_some()).collect();
        if !shots.is_empty() {
            self.selection.shots = shots;
        }
        self.history = history;
        self.history.settle(&self.draft, &self.selection);
        self.seen_selection = self.selection.clone();
    }

    fn with(draft: Draft, id: Option<DraftId>, opened: u64) -> Self {
        let first_shot = draft.storyboard.shots().first().map(Shot::id);
        let selection = Selection { shots: first_shot.into_iter().collect(), ..Selection::default() };
        Self {
            id,
            opened,
            history: History::new(draft.clone(), selection.clone()),
            shelved: Vec::new(),
            carets: Carets::default(),
            wanted_element: None,
            seen: draft.clone(),
            seen_selection: selection.clone(),
            draft,
            selection,
            refused: None,
            pace: Pace::Whole,
            pending: Pending::Nothing,
            unsaved_since: None,
            judged: Judged::default(),
            asked: HashSet::new(),
            repairs: Repairs::default(),
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

    /// Where somebody writes in this frame.
    pub fn see_caret(&mut self, caret: Option<Written>) {
        self.carets.now = caret;
    }

    /// Where an undo wants the caret.
    pub fn take_caret(&mut self) -> Option<Written> {
        self.carets.wanted.take()
    }

    /// Which element an undo wants open.
    pub fn take_element(&mut self) -> Option<usize> {
        self.wanted_element.take()
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
        if let Some(caret) = self.carets.now.filter(|_| pace == Pace::Typing) {
            self.carets.get_to_know(caret);
        }
        let mut before = self.seen_selection.clone();
        before.caret = self.carets.before.and_then(|caret| self.carets.known(caret));
        self.carets.before = self.carets.now;
        self.selection.caret = self.carets.now.and_then(|caret| self.carets.known(caret));
        // A word is being composed: it is not at rest, though nothing changes.
        let is_composing = pace == Pace::Typing && self.draft == self.seen;
        if self.draft != self.seen {
            self.take_change(pace, before, now);
        } else if pace == Pace::Whole && (self.is_at_rest(now) || self.has_caret_moved(&before)) {
            self.settle();
        } else if is_composing && let Pending::Typing(since) = &mut self.pending {
            *since = now;
        }
        self.seen_selection = self.selection.clone();
        let settle_in = match self.pending {
            // What ends the word wakes the window.
            Pending::Typing(_) if is_composing => None,
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

    fn take_change(&mut self, pace: Pace, before: Selection, now: f64) {
        self.draft.forget_lineage(&self.seen);
        let goes_on =
            matches!((pace, self.pending), (Pace::Typing, Pending::Typing(_)) | (Pace::Dragging, Pending::Dragging));
        if !goes_on {
            self.settle();
            self.history.reselect(before);
        }
        self.seen = self.draft.clone();
        self.unsaved_since.get_or_insert(now);
        match pace {
            Pace::Whole => self.history.settle(&self.seen, &self.selection),
            Pace::Typing => self.pending = Pending::Typing(now),
            Pace::Dragging => self.pending = Pending::Dragging,
        }
    }

    /// Whoever goes to write elsewhere in the text has ended what they wrote.
    fn has_caret_moved(&self, before: &Selection) -> bool {
        before.caret.is_some() && before.caret != self.selection.caret
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

    pub fn steps(&self) -> Steps {
        let can_undo = self.history.can_undo() || self.pending != Pending::Nothing;
        Steps { can_undo, can_redo: self.history.can_redo() }
    }

    pub fn undo(&mut self, now: f64) {
        self.settle();
        self.history.reselect(self.seen_selection.clone());
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
        if let Some(caret) = selection.caret {
            self.carets.want(caret);
        }
        self.wanted_element = selection.element;
        self.seen_selection = selection.clone();
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

    /// Judges anew where the draft, the facts or the offerings are other than last time. Without a row there is nothing to say.
    pub fn judge(&mut self, row: Option<&Row>, rows: &[&'static Row], facts: &Arc<Facts>) {
        let is_fresh =
            self.judged.of.as_ref().is_some_and(|(draft, known)| *draft == self.draft && Arc::ptr_eq(known, facts));
        if is_fresh && is_same(&self.judged.rows, rows) {
            return;
        }
        self.judged.findings = row.map(|row| preflight(&self.draft, row, facts)).unwrap_or_default();
        // Prices are looked up where they are shown: they change without the draft.
        self.judged.candidates = compare::candidates(&self.draft, rows, facts, &OwnPrices::default());
        self.judged.of = Some((self.draft.clone(), Arc::clone(facts)));
        self.judged.rows = rows.to_vec();
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

/// A row stays where it is until its vendor sells something else.
fn is_same(before: &[&'static Row], rows: &[&'static Row]) -> bool {
    before.len() == rows.len() && before.iter().zip(rows).all(|(before, row)| std::ptr::eq(*before, *row))
}

#[cfg(test)]
mod tests;
