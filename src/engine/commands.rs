//! What a person asks for, done.

use std::path::Path;
use std::sync::Arc;

use crate::model::{Task, TaskEvent, TaskId, TaskState, Trouble};

use super::command::{Choice, Command};
use super::event::{Event, Job};
use super::images::Source;
use super::live::Live;
use super::place;
use super::poll::FOUND_BY_HAND;
use super::run::Run;
use super::snapshot::{Notice, QuestionAbout, QuestionId, ThumbKey, Tone};
use super::submit::wish_again;
use super::tasks::Then;

impl Run {
    pub fn obey(&mut self, command: Command) {
        match command {
            Command::NewDraft => self.new_draft(Arc::new(crate::model::Draft::new(crate::vendors::DEFAULT_OFFERING))),
            Command::NewDraftFrom(draft) => self.new_draft(draft),
            Command::OpenDraft(id) => self.open_draft(id),
            Command::SaveDraft { id, draft } => self.save_draft(id, draft),
            Command::DuplicateDraft(id) => self.duplicate_draft(&id),
            Command::DeleteDraft(id) => self.delete_draft(id),
            Command::RenameDraft { id, title } => self.rename_draft(&id, &title),
            Command::RestoreDraft(id) => {
                self.restore_draft(&id);
            }
            Command::ReopenDraft(id) => self.reopen_draft(id),
            Command::EmptyBin => self.empty_bin(),
            Command::BrowseDrafts(query) => self.browse_drafts(query),
            Command::ImportFile(path) => self.import_file(path),
            Command::ExportFile { id, draft, to } => self.export_file(id, draft, to),
            Command::BrowsePrompts(query) => self.browse_prompts(query),
            Command::KeepInCast(members) => self.keep_in_cast(&members),
            Command::RenameInCast { id, name } => self.rename_in_cast(&id, &name),
            Command::DropFromCast(ids) => self.drop_from_cast(&ids),
            Command::ExportCast { ids, to } => self.export_cast(&ids, to),
            Command::ImportCast(from) => self.import_cast(from),
            Command::KeepName(kept) => self.keep_name(&kept),
            Command::Measure(image) => self.measure(image),
            Command::Repair { image, repairs, ticket } => self.repair(image, repairs, ticket),
            Command::KeepPixels { pixels, ticket } => self.keep_pixels(pixels, ticket),
            Command::WantThumb(key) => self.want_thumb(key),
            Command::Submit { batch, submission, count, practice } => self.submit(batch, *submission, count, practice),
            Command::RunAgain { batch, task } => self.run_again(batch, &task),
            Command::Cancel(id) => self.cancel(&id),
            Command::LineUp { task, before } => self.line_up_before(&task, before.as_ref()),
            Command::PauseVendor(vendor) => self.pause(&vendor, true),
            Command::ContinueVendor(vendor) => self.pause(&vendor, false),
            Command::LookAgain(id) => self.look_again(&id),
            Command::Answer { question, choice } => self.answer(question, choice),
            Command::Resolve { task, choice } => self.resolve(&task, choice),
            Command::Browse(query) => self.screen.browse(query),
            Command::DeleteClips(ids) => self.delete_clips(ids),
            Command::UndoDelete(ids) => self.undo_delete(&ids),
            Command::Flag(flags) => self.flag(&flags),
            Command::UndoFlag(flags) => {
                self.put_flags(&flags);
            }
            Command::Compare(ids) => self.compare(ids),
            Command::ClearPreviews => self.clear_previews(),
            Command::SaveCopy { task, to } => self.save_copy(&task, to),
            Command::ShowInFolder(id) => self.show_in_folder(&id),
            Command::OpenOutside(id) => self.open_outside(&id),
            Command::TakeFrame { task, frame, into } => self.take_frame(task, frame, into),
            Command::Watch(task) => self.watch(task),
            Command::Playing(is_playing) => self.play(is_playing),
            Command::StoreKey { vendor, key, keep } => self.store_key(vendor, key, keep),
            Command::ForgetKey { vendor } => self.forget_key(vendor),
            Command::RestoreKey { vendor } => self.restore_key(vendor),
            Command::TestKey { vendor } => self.test_key(vendor),
            Command::TryAgain { vendor } => self.try_again(vendor),
            Command::AskKeyring => self.ask_keyring(),
            Command::UnlockKeyring => self.unlock_keyring(),
            Command::StoreProxyPassword { password, keep } => self.store_proxy_password(password, keep),
            Command::ForgetProxyPassword => self.forget_proxy_password(),
            Command::ChangeSettings(settings) => self.change_settings(*settings),
            Command::ChooseLibrary(folder) => self.choose_library(&folder),
            Command::AskBalance(vendor) => self.ask_balance(&vendor),
            Command::AskEstimate(submission) => self.ask_estimate(*submission),
            Command::BrowseLedger(query) => self.browse_ledger(query),
            Command::ExportLedger { month, path } => self.export_ledger(month, path),
            Command::ShowWire(of) => self.show_wire(of),
            Command::WindowFocus(is_focused) => self.focus(is_focused),
            // The loop has taken it already.
            Command::Quit => {}
        }
    }

    /// A machine that slept over midnight wakes on another day.
    fn focus(&mut self, is_focused: bool) {
        self.is_focused = is_focused;
        self.screen.spending_changed();
    }

    fn want_thumb(&mut self, key: ThumbKey) {
        let source = match &key {
            ThumbKey::Picture(image) => image.path().map(|path| Source::Picture(path.to_owned())),
            ThumbKey::Large(image) => image.path().map(|path| Source::Large(path.to_owned())),
            ThumbKey::Poster(sha256) => {
                let clip = self.library.clip_by_hash(sha256).ok().flatten();
                let previews = self.library.previews();
                clip.map(|clip| Source::Poster { clip: clip.path, sha256: clip.sha256, previews })
            }
            ThumbKey::Filmstrip(sha256) => return self.want_filmstrip(sha256.clone()),
        };
        let work = self.images.want(&key, source);
        self.screen.pictures_changed(&self.images);
        if let Some(work) = work {
            self.jobs.spawn(Job::Thumb(key.clone()), async move { Event::Thumb { key, pixels: work.await } });
        }
    }

    fn cancel(&mut self, id: &TaskId) {
        let Some(task) = self.lives.task(id) else { return };
        let Ok(_) = task.life.on(TaskEvent::CancelAsked) else {
            return self.screen.notify_bad(Trouble::new("task-cannot-be-cancelled"));
        };
        let Some(next) = self.moved(&task, TaskEvent::CancelAsked) else { return };
        if self.commit(Task { trouble: None, retry_at_millis: None, ..next }) {
            self.forget_unsaved(id);
            self.stop_work(id);
            self.settle_task(id);
        }
    }

    /// One more look at a task whose id is known.
    fn look_again(&mut self, id: &TaskId) {
        let stored = self.library.task(id).ok().flatten();
        let Some(task) = stored.map(|stored| stored.task).filter(|task| task.remote.is_some()) else { return };
        let Some(next) = self.moved(&task, TaskEvent::LookAgain) else { return };
        let next = Task { trouble: None, ended_at_millis: None, ..next };
        if self.lives.get(id).is_none() {
            self.lives.insert(Live::new(task));
        }
        if let Some(live) = self.lives.get_mut(id) {
            live.dead_links = 0;
            live.wants_link = false;
        }
        if self.commit(next) {
            self.forget_unsaved(id);
            self.go_on(id);
        }
    }

    fn answer(&mut self, id: QuestionId, choice: Choice) {
        if let Some(QuestionAbout::Unknown { task }) = self.questions.about(id) {
            let task = task.clone();
            return self.resolve(&task, choice);
        }
        let Some((about, order)) = self.questions.take(id) else { return };
        self.screen.questions_changed(&self.questions);
        match (choice, order) {
            (Choice::Proceed, Some(order)) => self.proceed(&about, order),
            (Choice::Dismiss | Choice::Found(_) | Choice::SendAgain | Choice::GiveUp, _) | (Choice::Proceed, None) => {}
        }
    }

    /// Settles an unknown outcome. Only a person knows.
    fn resolve(&mut self, id: &TaskId, choice: Choice) {
        let stored = self.library.task(id).ok().flatten().map(|stored| stored.task);
        let Some(task) = self.lives.task(id).map(|task| (*task).clone()).or(stored) else {
            return self.screen.notify_bad(Trouble::new("library-no-such-task").with("task", &*id.0));
        };
        if task.state() != TaskState::Unknown {
            return self.screen.notify_bad(Trouble::new("task-not-unknown"));
        }
        match choice {
            Choice::Found(remote) => self.found(&task, remote.trim()),
            Choice::SendAgain => self.send_again(&task),
            Choice::GiveUp => {
                if let Some(next) = self.moved(&task, TaskEvent::GaveUp) {
                    self.commit_fact(next, None, Then::GoOn);
                }
            }
            // It stays open.
            Choice::Proceed | Choice::Dismiss => {}
        }
    }

    fn found(&mut self, task: &Task, remote: &str) {
        let is_id = (1..=200).contains(&remote.len())
            && remote.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:~".contains(c))
            && remote.chars().any(|c| c.is_ascii_alphanumeric());
        if !is_id {
            return self.screen.notify_bad(Trouble::new("resolve-id-unreadable").with("id", remote));
        }
        if let Some(next) = self.moved(task, TaskEvent::Found) {
            let trouble = Some(Trouble::new(FOUND_BY_HAND).with("id", remote));
            let next = Task { remote: Some(remote.into()), trouble, ..next };
            self.commit_fact(next, None, Then::GoOn);
        }
    }

    /// Given up and wished anew in one transaction: neither can be on the disk without the other.
    fn send_again(&mut self, task: &Task) {
        let Some(given_up) = self.moved(task, TaskEvent::GaveUp) else { return };
        let mut wish = wish_again(task, self.next_batch);
        let row = self.offerings.row(&wish.offering);
        // What it cost then says nothing of today.
        wish.estimate = row.and_then(|row| self.price_of(&wish.draft, row));
        if let Some(row) = row.filter(|_| !wish.is_practice)
            && let Some(trouble) = self.over_cap(wish.estimate, 1, row)
        {
            return self.screen.notify_bad(trouble);
        }
        if let Err(error) = self.library.replace_unknown(&given_up, &wish) {
            return self.library_failed(&error);
        }
        self.forget_unsaved(&task.id);
        self.next_batch += 1;
        self.screen.next_batch(self.next_batch);
        self.landed(given_up, None);
        self.go_on(&task.id);
        let live = Live::new(wish);
        let id = live.task.id.clone();
        self.screen.task_inserted(&live.task);
        self.lives.insert(live);
        self.go_on(&id);
    }

    fn choose_library(&mut self, folder: &Path) {
        let about = |rule: &str| Trouble::new(rule).with("path", folder.display().to_string());
        let said = match place::choose(folder) {
            Ok(()) => Notice { tone: Tone::Good, said: about("library-chosen"), undo: None },
            Err(error) => {
                let said = about("library-not-chosen").with("detail", error.to_string());
                Notice { tone: Tone::Bad, said, undo: None }
            }
        };
        self.screen.notify(said);
    }
}
