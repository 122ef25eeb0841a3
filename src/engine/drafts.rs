//! Drafts: what lies on the desk, saved within a second, back after a restart.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sha2::Digest as _;
use tokio::time::Instant;

use crate::library::files::write_durably_outside;
use crate::library::{DraftFile, DraftShelf, StoredDraft};
use crate::model::lineage::next_title;
use crate::model::{Draft, Sha256, Trouble, file};
use crate::vendors;

use super::command::{Command, WriteTo};
use super::event::{Event, Job};
use super::jobs::blocking;
use super::run::{Run, now_millis};
use super::snapshot::{Desk, DraftId, DraftLine, DraftPage, DraftQuery, MAX_DRAFTS, Notice, Tone};
use super::start::Audience;
use super::timers::Timer;

/// Typing is written this often, and at once when it begins.
const SAVE_EVERY: Duration = Duration::from_millis(300);
/// No storyboard is longer; a file that is was picked by mistake.
const MAX_FILE_BYTES: u64 = 4 << 20;

#[derive(Default)]
pub struct Drafts {
    pub desk: Option<Desk>,
    opened: u64,
    unsaved: HashMap<DraftId, Arc<Draft>>,
    saved_at: Option<Instant>,
    is_timer_set: bool,
    /// What the list of drafts looks at.
    query: DraftQuery,
}

impl Run {
    /// What lay on the desk last time, else the newest draft, else an empty one.
    pub fn open_desk(&mut self) {
        if self.options.audience == Audience::Headless {
            return;
        }
        let last = self.library.last_opened_draft().ok().flatten();
        let (_, all) = self.library.draft_page(DraftShelf::Desk, "", 0, MAX_DRAFTS).unwrap_or_default();
        let found = last
            .into_iter()
            .chain(all.iter().map(|draft| Arc::clone(&draft.id)))
            .find_map(|id| Some((self.library.draft(&id).ok().flatten()?, DraftId(id))));
        match found {
            Some((draft, id)) => self.put_on_desk(id, Arc::new(draft)),
            None => self.new_draft(Arc::new(Draft::new(vendors::DEFAULT_OFFERING))),
        }
    }

    pub fn new_draft(&mut self, draft: Arc<Draft>) {
        let id = DraftId(uuid::Uuid::now_v7().to_string().into());
        self.drafts.unsaved.insert(id.clone(), Arc::clone(&draft));
        self.save_drafts();
        self.put_on_desk(id, draft);
    }

    pub fn open_draft(&mut self, id: DraftId) {
        // What was typed a moment ago counts, written or not.
        if let Some(draft) = self.drafts.unsaved.get(&id).map(Arc::clone) {
            return self.put_on_desk(id, draft);
        }
        match self.library.draft(&id.0) {
            Ok(Some(draft)) => self.put_on_desk(id, Arc::new(draft)),
            Ok(None) => self.screen.notify_bad(Trouble::new("draft-gone")),
            Err(error) => self.library_failed(&error),
        }
    }

    pub fn save_draft(&mut self, id: DraftId, draft: Arc<Draft>) {
        if let Some(desk) = self.drafts.desk.as_mut().filter(|desk| desk.id == id) {
            desk.draft = Arc::clone(&draft);
            self.screen.desk(self.drafts.desk.clone());
        }
        self.drafts.unsaved.insert(id, draft);
        let is_due = self.drafts.saved_at.is_none_or(|at| at.elapsed() >= SAVE_EVERY);
        if is_due {
            self.save_drafts();
        } else {
            self.save_drafts_later();
        }
    }

    pub fn on_drafts_due(&mut self) {
        self.drafts.is_timer_set = false;
        self.save_drafts();
    }

    /// Writes every draft that is not written yet; what the disk refuses is offered again.
    pub fn save_drafts(&mut self) {
        for (id, draft) in std::mem::take(&mut self.drafts.unsaved) {
            if let Err(error) = self.library.save_draft(&id.0, &draft, now_millis()) {
                self.library_failed(&error);
                self.drafts.unsaved.insert(id, draft);
                self.save_drafts_later();
            }
        }
        self.drafts.saved_at = Some(Instant::now());
        self.screen.drafts_changed();
    }

    fn save_drafts_later(&mut self) {
        if !std::mem::replace(&mut self.drafts.is_timer_set, true) {
            self.timers.set(SAVE_EVERY, Timer::Drafts);
        }
    }

    pub fn duplicate_draft(&mut self, id: &DraftId) {
        self.save_drafts();
        match self.library.draft(&id.0) {
            Ok(Some(draft)) => {
                let title = next_title(&draft.title);
                self.new_draft(Arc::new(Draft { title, ..draft }));
            }
            Ok(None) => self.screen.notify_bad(Trouble::new("draft-gone")),
            Err(error) => self.library_failed(&error),
        }
    }

    /// Another title for a draft that is not on the desk; the one there is the window's to edit.
    pub fn rename_draft(&mut self, id: &DraftId, title: &str) {
        let unsaved = self.drafts.unsaved.get(id).map(|draft| (**draft).clone());
        let found = unsaved.map_or_else(|| self.library.draft(&id.0), |draft| Ok(Some(draft)));
        match found {
            Ok(Some(draft)) => {
                self.drafts.unsaved.insert(id.clone(), Arc::new(Draft { title: title.into(), ..draft }));
                self.save_drafts();
            }
            Ok(None) => self.screen.notify_bad(Trouble::new("draft-gone")),
            Err(error) => self.library_failed(&error),
        }
    }

    pub fn delete_draft(&mut self, id: DraftId) {
        self.save_drafts();
        if let Err(error) = self.library.delete_draft(&id.0, now_millis()) {
            return self.library_failed(&error);
        }
        self.screen.drafts_changed();
        let is_on_desk = self.drafts.desk.as_ref().is_some_and(|desk| desk.id == id);
        if is_on_desk {
            self.drafts.desk = None;
            self.open_desk();
        }
        let said = Trouble::new("draft-deleted");
        let undo = if is_on_desk { Command::ReopenDraft(id) } else { Command::RestoreDraft(id) };
        self.screen.notify(Notice { tone: Tone::Plain, said, undo: Some(undo) });
    }

    pub fn restore_draft(&mut self, id: &DraftId) -> bool {
        let restored = self.library.restore_draft(&id.0);
        self.screen.drafts_changed();
        restored.inspect_err(|error| self.library_failed(error)).is_ok()
    }

    pub fn reopen_draft(&mut self, id: DraftId) {
        if self.restore_draft(&id) {
            self.open_draft(id);
        }
    }

    pub fn empty_bin(&mut self) {
        if let Err(error) = self.library.empty_draft_bin() {
            self.library_failed(&error);
        }
        self.screen.drafts_changed();
    }

    pub fn browse_drafts(&mut self, query: DraftQuery) {
        self.drafts.query = query;
        self.screen.drafts_changed();
    }

    pub fn import_file(&mut self, path: PathBuf) {
        self.jobs.spawn(Job::Other("import"), async move {
            Event::Imported(blocking(move || import(&path)).await.map(Box::new))
        });
    }

    pub fn on_imported(&mut self, imported: Result<Box<Imported>, Trouble>) {
        let Imported { draft, file } = match imported {
            Ok(imported) => *imported,
            Err(trouble) => return self.screen.notify_bad(trouble),
        };
        // The same file opened twice is one draft, as long as that says what the file says.
        if let Some(id) = self.draft_that_is(&file, &draft) {
            return self.open_draft(id);
        }
        self.new_draft(Arc::new(draft));
        if let Some(id) = self.drafts.desk.as_ref().map(|desk| desk.id.clone()) {
            self.belongs_to(&id, &file);
        }
    }

    fn draft_that_is(&mut self, file: &DraftFile, draft: &Draft) -> Option<DraftId> {
        self.save_drafts();
        let written = |draft: &Draft| storyboard(draft, &file.path);
        let ids = self.library.drafts_of_file(&file.path).unwrap_or_default();
        let is_same = |id: &Arc<str>| {
            let kept = self.library.draft(id).ok().flatten();
            kept.is_some_and(|kept| written(&kept) == written(draft))
        };
        ids.into_iter().find(is_same).map(DraftId)
    }

    fn belongs_to(&mut self, id: &DraftId, file: &DraftFile) {
        if let Err(error) = self.library.set_draft_file(&id.0, file) {
            self.library_failed(&error);
        }
        self.screen.drafts_changed();
    }

    pub fn export_file(&mut self, id: DraftId, draft: Arc<Draft>, to: WriteTo) {
        let known = match (to, self.library.draft_file(&id.0)) {
            (WriteTo::Path(path), _) => Ok((path, None)),
            (WriteTo::ItsFile, Ok(Some(file))) => Ok((file.path, Some(file.sha256))),
            (WriteTo::ItsFile, Ok(None)) => Err(Trouble::new("draft-without-file")),
            (WriteTo::ItsFile, Err(error)) => return self.library_failed(&error),
        };
        let (path, expected) = match known {
            Ok(known) => known,
            Err(trouble) => return self.screen.notify_bad(trouble),
        };
        self.jobs.spawn(Job::Other("export"), async move {
            Event::Exported { id, written: blocking(move || export(&draft, &path, expected.as_ref())).await }
        });
    }

    pub fn on_exported(&mut self, id: &DraftId, written: Result<DraftFile, Trouble>) {
        let said = match written {
            Ok(file) => {
                self.belongs_to(id, &file);
                notice(Tone::Good, "draft-exported", &file.path)
            }
            Err(said) => Notice { tone: Tone::Bad, said, undo: None },
        };
        self.screen.notify(said);
    }

    fn put_on_desk(&mut self, id: DraftId, draft: Arc<Draft>) {
        if let Err(error) = self.library.set_last_opened(&id.0) {
            self.library_failed(&error);
        }
        self.drafts.opened += 1;
        self.drafts.desk = Some(Desk { id, draft, opened: self.drafts.opened });
        self.screen.desk(self.drafts.desk.clone());
        // Which file is the desk's stands in the list.
        self.screen.drafts_changed();
    }

    /// The newest drafts.
    pub fn draft_lines(&self) -> Arc<[DraftLine]> {
        let (_, lines) = self.library.draft_page(DraftShelf::Desk, "", 0, MAX_DRAFTS).unwrap_or_default();
        lines.into_iter().map(line).collect()
    }

    /// What the list of drafts looks at.
    pub fn draft_page(&self) -> DraftPage {
        let query = self.drafts.query.clone();
        if query.len == 0 {
            return DraftPage { query, ..DraftPage::default() };
        }
        let found = self.library.draft_page(query.shelf, &query.search, query.first, query.len);
        let (total, lines) = found.unwrap_or_default();
        DraftPage { query, total, lines: lines.into_iter().map(line).collect() }
    }
}

fn line(stored: StoredDraft) -> DraftLine {
    DraftLine {
        id: DraftId(stored.id),
        heading: stored.heading,
        has_title: stored.has_title,
        opening: stored.opening,
        cut: stored.cut,
        seconds: stored.seconds,
        shots: stored.shots,
        changed_at_millis: stored.changed_at_millis,
        deleted_at_millis: stored.deleted_at_millis,
        file: stored.file,
    }
}

/// A draft that was read from a file, and the file as it was then.
pub struct Imported {
    pub draft: Draft,
    pub file: DraftFile,
}

pub fn notice(tone: Tone, rule: &str, path: &Path) -> Notice {
    Notice { tone, said: Trouble::new(rule).with("path", path.display().to_string()), undo: None }
}

fn import(path: &Path) -> Result<Imported, Trouble> {
    let unreadable = |detail: String| {
        Trouble::new("draft-file-unreadable").with("detail", detail).with("path", path.display().to_string())
    };
    let path = std::path::absolute(path).map_err(|error| unreadable(error.to_string()))?;
    let bytes = std::fs::metadata(&path).map_err(|error| unreadable(error.to_string()))?.len();
    if bytes > MAX_FILE_BYTES {
        return Err(unreadable(format!("{bytes} bytes")));
    }
    let text = std::fs::read_to_string(&path).map_err(|error| unreadable(error.to_string()))?;
    let offerings: Vec<&str> = vendors::rows().map(|row| row.id).collect();
    let folder = path.parent().unwrap_or(Path::new("/"));
    let draft = file::read(&text, folder, &offerings).map_err(|error| Trouble::from(&error))?;
    let sha256 = hash(text.as_bytes());
    Ok(Imported { draft, file: DraftFile { path, sha256 } })
}

/// Writes a storyboard. A file that is not what it was when it was `expected` is somebody else's work by now.
fn export(draft: &Draft, path: &Path, expected: Option<&Sha256>) -> Result<DraftFile, Trouble> {
    let failed = |detail: String| {
        Trouble::new("draft-file-unwritable").with("detail", detail).with("path", path.display().to_string())
    };
    let path = std::path::absolute(path).map_err(|error| failed(error.to_string()))?;
    let is_changed = |expected: &Sha256| std::fs::read(&path).is_ok_and(|found| hash(&found) != *expected);
    if expected.is_some_and(is_changed) {
        return Err(Trouble::new("draft-file-changed").with("path", path.display().to_string()));
    }
    let text = storyboard(draft, &path);
    write_durably_outside(&path, &text).map_err(|error| Trouble::from(&error))?;
    Ok(DraftFile { path, sha256: hash(&text) })
}

/// A draft as the text of the file at this path.
fn storyboard(draft: &Draft, path: &Path) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(&file::write(draft, path.parent())).unwrap_or_default();
    text.push(b'\n');
    text
}

fn hash(bytes: &[u8]) -> Sha256 {
    Sha256::from_digest(sha2::Sha256::digest(bytes).into())
}
