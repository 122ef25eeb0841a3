//! Drafts: what lies on the desk, saved within a second, back after a restart.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::library::files::write_durably;
use crate::model::{Draft, Trouble, file};
use crate::vendors;

use super::event::{Event, Job};
use super::jobs::blocking;
use super::run::{Run, now_millis};
use super::snapshot::{Desk, DraftId, DraftLine, Notice, Tone};
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
}

impl Run {
    /// What lay on the desk last time, else the newest draft, else an empty one.
    pub fn open_desk(&mut self) {
        if self.options.audience == Audience::Headless {
            return;
        }
        let last = self.library.last_opened_draft().ok().flatten();
        let all = self.library.drafts().unwrap_or_default();
        let found = last
            .into_iter()
            .filter(|last| all.iter().any(|draft| draft.id == *last))
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
            Ok(Some(draft)) => self.new_draft(Arc::new(draft)),
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
        if self.drafts.desk.as_ref().is_some_and(|desk| desk.id == id) {
            self.drafts.desk = None;
            self.open_desk();
        }
        let said = Trouble::new("draft-deleted");
        let undo = Some(super::Command::RestoreDraft(id));
        self.screen.notify(Notice { tone: Tone::Plain, said, undo });
    }

    pub fn restore_draft(&mut self, id: DraftId) {
        match self.library.restore_draft(&id.0) {
            Ok(()) => {
                self.screen.drafts_changed();
                self.open_draft(id);
            }
            Err(error) => self.library_failed(&error),
        }
    }

    pub fn import_file(&mut self, path: PathBuf) {
        self.jobs.spawn(Job::Other("import"), async move {
            Event::Imported(blocking(move || import(&path)).await.map(Box::new))
        });
    }

    pub fn on_imported(&mut self, imported: Result<Box<Draft>, Trouble>) {
        match imported {
            Ok(draft) => self.new_draft(Arc::new(*draft)),
            Err(trouble) => self.screen.notify_bad(trouble),
        }
    }

    pub fn export_file(&mut self, draft: Arc<Draft>, path: PathBuf) {
        self.jobs.spawn(Job::Other("export"), async move {
            let said = blocking(move || export(&draft, &path)).await;
            Event::Said(Some(match said {
                Ok(path) => notice(Tone::Good, "draft-exported", &path),
                Err(said) => Notice { tone: Tone::Bad, said, undo: None },
            }))
        });
    }

    fn put_on_desk(&mut self, id: DraftId, draft: Arc<Draft>) {
        if let Err(error) = self.library.set_last_opened(&id.0) {
            self.library_failed(&error);
        }
        self.drafts.opened += 1;
        self.drafts.desk = Some(Desk { id, draft, opened: self.drafts.opened });
        self.screen.desk(self.drafts.desk.clone());
    }

    /// The lines of the list, with what is not written yet.
    pub fn draft_lines(&self) -> Arc<[DraftLine]> {
        let lines = self.library.drafts().unwrap_or_default();
        let line = |stored: crate::library::StoredDraft| DraftLine {
            id: DraftId(stored.id),
            heading: stored.heading,
            changed_at_millis: stored.changed_at_millis,
        };
        lines.into_iter().map(line).collect()
    }
}

pub fn notice(tone: Tone, rule: &str, path: &Path) -> Notice {
    Notice { tone, said: Trouble::new(rule).with("path", path.display().to_string()), undo: None }
}

fn import(path: &Path) -> Result<Draft, Trouble> {
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
    file::read(&text, path.parent().unwrap_or(Path::new("/")), &offerings).map_err(|error| Trouble::from(&error))
}

fn export(draft: &Draft, path: &Path) -> Result<PathBuf, Trouble> {
    let failed = |detail: String| {
        Trouble::new("draft-file-unwritable").with("detail", detail).with("path", path.display().to_string())
    };
    let path = std::path::absolute(path).map_err(|error| failed(error.to_string()))?;
    let value = file::write(draft, path.parent());
    let mut text = serde_json::to_vec_pretty(&value).map_err(|error| failed(error.to_string()))?;
    text.push(b'\n');
    write_durably(&path, &text).map_err(|error| Trouble::from(&error))?;
    Ok(path)
}
