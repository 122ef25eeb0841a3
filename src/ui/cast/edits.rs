//! What is done to the cast in its screen: kept at once, seen at once, and undone step by step.
//!
//! The engine answers a moment later. Until then what was sent stands in front of what the snapshot says.

use std::sync::Arc;

use crate::engine::Command;
use crate::model::cast::Member;
use crate::ui::action::Outbox;
use crate::ui::desk::Steps;
use crate::ui::theme::time;

/// Steps that are kept.
const MAX_STEPS: usize = 200;

/// The text that is being written: a run of it is one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Description,
    Notes,
}

#[derive(Default)]
pub struct Edits {
    /// Sent, and not in the snapshot yet.
    pending: Vec<Member>,
    done: Vec<Step>,
    undone: Vec<Step>,
    /// The last step is still being written.
    writing: Option<Writing>,
    revision: u64,
}

/// A text that is being written.
struct Writing {
    id: Arc<str>,
    field: Field,
    /// The last letter came then.
    at: f64,
    /// What stands in `pending` was not sent since then.
    unsent_since: Option<f64>,
}

/// Members before and after. One that is only in the first was taken out, one only in the second is new.
#[derive(Debug, Clone, PartialEq)]
struct Step {
    before: Vec<Member>,
    after: Vec<Member>,
}

impl Edits {
    /// One of the cast as it stands, what was just sent included.
    pub fn member(&self, cast: &[Member], id: &str) -> Option<Member> {
        let sent = self.pending.iter().find(|member| &*member.id == id);
        sent.or_else(|| cast.iter().find(|member| &*member.id == id)).cloned()
    }

    /// The whole cast as it stands, what was just sent included.
    pub fn all(&self, cast: &[Member]) -> Vec<Member> {
        let sent = |member: &Member| self.pending.iter().find(|other| other.id == member.id).unwrap_or(member).clone();
        let is_new = |member: &&Member| cast.iter().all(|other| other.id != member.id);
        cast.iter().map(sent).chain(self.pending.iter().filter(is_new).cloned()).collect()
    }

    /// Changes with everything that `all` would say otherwise.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// A new snapshot: what it says as it was sent needs no stand-in any more. One that says less is of a moment ago,
    /// and must not take a letter out of what is being written.
    pub fn follow(&mut self, cast: &[Member]) {
        self.revision += u64::from(!self.pending.is_empty());
        self.pending.retain(|sent| !cast.iter().any(|member| is_answer(member, sent)));
    }

    /// What was written is sent within a moment, and a text that rests is one step. The seconds until it wants to
    /// look again.
    pub fn tick(&mut self, now: f64, out: &mut Outbox) -> Option<f64> {
        let Writing { at, unsent_since, .. } = self.writing.as_ref()?;
        let rests_in = at + time::SETTLE_SECS - now;
        let send_in = unsent_since.map(|since| since + time::SAVE_SECS - now);
        if rests_in <= 0.0 {
            self.settle(out);
            return None;
        }
        if send_in.is_some_and(|secs| secs <= 0.0) {
            self.send_written(out);
        }
        Some(send_in.filter(|secs| *secs > 0.0).map_or(rests_in, |secs| secs.min(rests_in)))
    }

    /// What was written is sent, and a step now.
    pub fn settle(&mut self, out: &mut Outbox) {
        self.send_written(out);
        self.writing = None;
    }

    /// Somebody goes elsewhere: all of it is sent, and what the engine says later is the newest there is.
    pub fn leave(&mut self, out: &mut Outbox) {
        self.settle(out);
        self.revision += 1;
        self.pending.clear();
    }

    fn send_written(&mut self, out: &mut Outbox) {
        let Some(writing) = self.writing.as_mut() else { return };
        if writing.unsent_since.take().is_none() {
            return;
        }
        let id = writing.id.clone();
        let written: Vec<Member> = self.pending.iter().filter(|member| member.id == id).cloned().collect();
        out.tell(Command::KeepInCast(written));
    }

    /// Another state of one of the cast.
    pub fn change(&mut self, cast: &[Member], member: Member, out: &mut Outbox) {
        self.settle(out);
        self.record(cast, vec![member], out);
    }

    /// The same while it is being written: it is seen at once, and sent when the hand rests a little.
    pub fn write(&mut self, cast: &[Member], member: Member, field: Field, now: f64, out: &mut Outbox) {
        let goes_on = self.writing.as_ref().is_some_and(|writing| (&writing.id, writing.field) == (&member.id, field));
        if !goes_on {
            self.settle(out);
        }
        match self.done.last_mut().filter(|_| goes_on) {
            Some(step) => step.after = vec![member.clone()],
            None => {
                let before = self.member(cast, &member.id).into_iter().collect();
                self.push(Step { before, after: vec![member.clone()] });
            }
        }
        let unsent_since = self.writing.as_ref().and_then(|writing| writing.unsent_since).or(Some(now));
        self.writing = Some(Writing { id: member.id.clone(), field, at: now, unsent_since });
        self.await_answer(&[member]);
    }

    /// New ones.
    pub fn add(&mut self, cast: &[Member], members: Vec<Member>, out: &mut Outbox) {
        self.settle(out);
        self.record(cast, members, out);
    }

    pub fn take_out(&mut self, cast: &[Member], id: &str, out: &mut Outbox) {
        self.settle(out);
        if let Some(member) = self.member(cast, id) {
            let step = Step { before: vec![member], after: Vec::new() };
            self.go(cast, &step.before, &step.after, out);
            self.push(step);
        }
    }

    pub fn steps(&self) -> Steps {
        Steps { can_undo: !self.done.is_empty(), can_redo: !self.undone.is_empty() }
    }

    /// The last step back; whom it was about.
    pub fn undo(&mut self, cast: &[Member], out: &mut Outbox) -> Option<Arc<str>> {
        self.settle(out);
        let step = self.done.pop()?;
        self.go(cast, &step.after, &step.before, out);
        let about = step.before.first().or(step.after.first()).map(|member| member.id.clone());
        self.undone.push(step);
        about
    }

    pub fn redo(&mut self, cast: &[Member], out: &mut Outbox) -> Option<Arc<str>> {
        let step = self.undone.pop()?;
        self.go(cast, &step.before, &step.after, out);
        let about = step.after.first().or(step.before.first()).map(|member| member.id.clone());
        self.done.push(step);
        about
    }

    fn record(&mut self, cast: &[Member], after: Vec<Member>, out: &mut Outbox) {
        let before: Vec<Member> = after.iter().filter_map(|member| self.member(cast, &member.id)).collect();
        if before == after {
            return;
        }
        self.send(&after, out);
        self.push(Step { before, after });
    }

    fn push(&mut self, step: Step) {
        self.undone.clear();
        self.done.push(step);
        let surplus = self.done.len().saturating_sub(MAX_STEPS);
        self.done.drain(..surplus);
    }

    /// From one state to the other; what was done elsewhere meanwhile stays.
    fn go(&mut self, cast: &[Member], from: &[Member], to: &[Member], out: &mut Outbox) {
        let is_in = |member: &Member, side: &[Member]| side.iter().any(|other| other.id == member.id);
        let gone: Vec<Arc<str>> =
            from.iter().filter(|member| !is_in(member, to)).map(|member| member.id.clone()).collect();
        let changed = |member: &Member| {
            let from = from.iter().find(|other| other.id == member.id);
            match (from, self.member(cast, &member.id)) {
                (Some(from), Some(now)) => now.with_change(from, member),
                (Some(_) | None, _) => member.clone(),
            }
        };
        let kept: Vec<Member> = to.iter().map(changed).collect();
        if !kept.is_empty() {
            self.send(&kept, out);
        }
        if !gone.is_empty() {
            self.revision += 1;
            self.pending.retain(|member| !gone.contains(&member.id));
            out.tell(Command::DropFromCast(gone));
        }
    }

    fn await_answer(&mut self, members: &[Member]) {
        self.revision += 1;
        self.pending.retain(|other| members.iter().all(|member| member.id != other.id));
        self.pending.extend(members.iter().cloned());
    }

    fn send(&mut self, members: &[Member], out: &mut Outbox) {
        self.await_answer(members);
        out.tell(Command::KeepInCast(members.to_vec()));
    }
}

/// The library may have copied the pictures meanwhile: they have other paths, and are as many.
fn is_answer(member: &Member, sent: &Member) -> bool {
    let same = Member { images: sent.images.clone(), origins: sent.origins.clone(), ..member.clone() };
    let same = Member { changed_at_millis: sent.changed_at_millis, ..same };
    same == *sent && member.images.len() == sent.images.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Element;
    use crate::ui::Action;

    fn member(name: &str) -> Member {
        Member::of(&Element::named(name), "c1")
    }

    fn described(description: &str) -> Member {
        Member { description: description.into(), ..member("fox") }
    }

    fn told(out: &mut Outbox) -> Vec<String> {
        let of = |action: Action| match action {
            Action::Tell(Command::KeepInCast(members)) => {
                members.iter().map(|member| format!("keep {} {}", member.name, member.description)).collect::<String>()
            }
            Action::Tell(Command::DropFromCast(ids)) => format!("drop {}", ids.join(" ")),
            other => format!("{other:?}"),
        };
        out.take().into_iter().map(of).collect()
    }

    #[test]
    fn what_was_sent_is_seen_until_the_engine_has_answered() {
        let (mut edits, mut out) = (Edits::default(), Outbox::default());
        let cast = [member("fox")];
        edits.change(&cast, member("vixen"), &mut out);
        edits.follow(&cast);
        assert_eq!(&*edits.member(&cast, "c1").unwrap().name, "vixen");
        edits.change(&cast, Member { notes: "torn ear".into(), ..member("vixen") }, &mut out);
        edits.follow(&[member("vixen")]);
        assert_eq!(&*edits.member(&[member("vixen")], "c1").unwrap().notes, "torn ear");
        edits.change(&cast, member("vixen"), &mut out);
        let answered = [Member { changed_at_millis: 9, ..member("vixen") }];
        edits.follow(&answered);
        assert_eq!(edits.member(&answered, "c1").unwrap().changed_at_millis, 9);
        assert_eq!(edits.member(&[], "c1"), None);
    }

    #[test]
    fn a_run_of_writing_is_one_step_and_a_rest_ends_it() {
        let (mut edits, mut out) = (Edits::default(), Outbox::default());
        let cast = [member("fox")];
        edits.write(&cast, described("r"), Field::Description, 0.0, &mut out);
        edits.write(&cast, described("red"), Field::Description, 0.3, &mut out);
        assert!(told(&mut out).is_empty(), "a hand that writes is not waited for by the disk");
        assert!(edits.tick(0.31, &mut out).is_some());
        assert!(edits.tick(0.5, &mut out).is_some());
        assert_eq!(edits.tick(2.0, &mut out), None);
        edits.write(&cast, described("red one"), Field::Description, 3.0, &mut out);
        edits.settle(&mut out);
        assert_eq!(told(&mut out), ["keep fox red", "keep fox red one"]);
        edits.undo(&cast, &mut out);
        edits.undo(&cast, &mut out);
        assert_eq!(edits.undo(&cast, &mut out), None);
        assert_eq!(told(&mut out), ["keep fox red", "keep fox "]);
        assert_eq!(edits.redo(&cast, &mut out).as_deref(), Some("c1"));
        assert_eq!(told(&mut out), ["keep fox red"]);
    }

    #[test]
    fn a_new_one_goes_with_undo_and_one_taken_out_comes_back() {
        let (mut edits, mut out) = (Edits::default(), Outbox::default());
        edits.add(&[], vec![member("fox")], &mut out);
        let cast = [member("fox")];
        edits.follow(&cast);
        edits.undo(&cast, &mut out);
        assert_eq!(told(&mut out), ["keep fox ", "drop c1"]);
        edits.redo(&[], &mut out);
        edits.take_out(&cast, "c1", &mut out);
        edits.undo(&[], &mut out);
        assert_eq!(told(&mut out), ["keep fox ", "drop c1", "keep fox "]);
    }

    #[test]
    fn undo_leaves_what_was_done_elsewhere_since() {
        let (mut edits, mut out) = (Edits::default(), Outbox::default());
        edits.change(&[member("fox")], described("red"), &mut out);
        edits.leave(&mut out);
        let cast = [Member { name: "vixen".into(), ..described("red") }];
        edits.undo(&cast, &mut out);
        assert_eq!(told(&mut out), ["keep fox red", "keep vixen "]);
    }

    #[test]
    fn a_change_that_changes_nothing_is_no_step() {
        let (mut edits, mut out) = (Edits::default(), Outbox::default());
        edits.change(&[member("fox")], member("fox"), &mut out);
        assert!(told(&mut out).is_empty() && edits.steps() == Steps { can_undo: false, can_redo: false });
    }
}
