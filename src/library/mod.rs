//! SQLite and files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::{Clip, Draft, Sha256, Task, TaskId, Trouble};

mod error;
pub mod files;

pub use error::{LibraryError, Result};

/// The one writer of a library folder. `Send`; the engine's loop owns it.
pub struct Library {
    dir: PathBuf,
}

/// A library that is open, and what there is to tell about it (restored after damage, …).
pub struct Opened {
    pub library: Library,
    pub troubles: Vec<Trouble>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoredTask {
    pub task: Task,
    pub clip: Option<Clip>,
    /// The clip lies in the system trash; its prompt and bill stay.
    pub is_trashed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDraft {
    pub id: Arc<str>,
    pub heading: Arc<str>,
    pub changed_at_millis: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StoredCounts {
    pub under_way: usize,
    pub unknown: usize,
    pub done: usize,
}

/// Where a task's clip is written, and where it stays. Names of our own making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipNames {
    /// What `Task::files` keeps: the name below the clips folder.
    pub name: Arc<str>,
    pub path: PathBuf,
    pub part_path: PathBuf,
}

impl Library {
    pub fn open(dir: &Path) -> Result<Opened> {
        Err(LibraryError::Owned { path: dir.to_owned() })
    }
    pub fn dir(&self) -> &Path {
        &self.dir
    }
    pub fn settings_path(&self) -> PathBuf {
        self.dir.join("settings.json")
    }
    pub fn practice_dir(&self) -> PathBuf {
        self.dir.join("practice")
    }
    pub fn insert_tasks(&mut self, _tasks: &[Task]) -> Result<()> {
        Ok(())
    }
    pub fn update_task(&mut self, _task: &Task) -> Result<()> {
        Ok(())
    }
    pub fn update_tasks(&mut self, _tasks: &[Task]) -> Result<()> {
        Ok(())
    }
    pub fn replace_unknown(&mut self, _given_up: &Task, _new_wish: &Task) -> Result<()> {
        Ok(())
    }
    pub fn task(&self, _id: &TaskId) -> Result<Option<StoredTask>> {
        Ok(None)
    }
    pub fn unfinished(&self) -> Result<Vec<Task>> {
        Ok(Vec::new())
    }
    pub fn queue(&self, _limit: usize) -> Result<Vec<StoredTask>> {
        Ok(Vec::new())
    }
    pub fn counts(&self) -> Result<StoredCounts> {
        Ok(StoredCounts::default())
    }
    pub fn page(&self, _search: &str, _first: usize, _len: usize) -> Result<(usize, Vec<StoredTask>)> {
        Ok((0, Vec::new()))
    }
    pub fn next_batch(&self) -> Result<u64> {
        Ok(1)
    }
    pub fn last_same_request(&self, _fingerprint: &str, _since_millis: i64) -> Result<Option<i64>> {
        Ok(None)
    }
    pub fn save_clip(&mut self, _task: &Task, _clip: &Clip) -> Result<()> {
        Ok(())
    }
    pub fn set_trashed(&mut self, _ids: &[TaskId], _trashed: bool) -> Result<()> {
        Ok(())
    }
    pub fn clip_by_hash(&self, _sha256: &Sha256) -> Result<Option<Clip>> {
        Ok(None)
    }
    pub fn clip_names(&self, task: &Task) -> ClipNames {
        let clips = self.dir.join("clips");
        let name: Arc<str> = format!("{}.mp4", task.id).into();
        ClipNames { path: clips.join(&*name), part_path: clips.join(format!("{}.part", task.id)), name }
    }
    pub fn drafts(&self) -> Result<Vec<StoredDraft>> {
        Ok(Vec::new())
    }
    pub fn draft(&self, _id: &str) -> Result<Option<Draft>> {
        Ok(None)
    }
    pub fn save_draft(&mut self, _id: &str, _draft: &Draft, _now_millis: i64) -> Result<()> {
        Ok(())
    }
    pub fn delete_draft(&mut self, _id: &str) -> Result<()> {
        Ok(())
    }
    pub fn restore_draft(&mut self, _id: &str) -> Result<()> {
        Ok(())
    }
    pub fn last_opened_draft(&self) -> Result<Option<Arc<str>>> {
        Ok(None)
    }
    pub fn set_last_opened(&mut self, _id: &str) -> Result<()> {
        Ok(())
    }
    /// A handle for the workers that prepare pictures: `Clone + Send`.
    pub fn pictures(&self) -> Pictures {
        Pictures { dir: self.dir.join("pictures") }
    }
    pub fn put_picture(&self, bytes: &[u8]) -> Result<Sha256> {
        self.pictures().put(bytes)
    }
    pub fn picture_path(&self, sha256: &Sha256) -> PathBuf {
        self.pictures().path(sha256)
    }
}

#[derive(Debug, Clone)]
pub struct Pictures {
    dir: PathBuf,
}

impl Pictures {
    pub fn put(&self, _bytes: &[u8]) -> Result<Sha256> {
        Err(LibraryError::Owned { path: self.dir.clone() })
    }
    pub fn path(&self, sha256: &Sha256) -> PathBuf {
        self.dir.join(sha256.as_str())
    }
}

/// What is the same for two requests that would be charged twice: what is sent, its pictures by content, and whether
/// money is involved.
pub fn fingerprint(
    draft: &Draft,
    _pictures: &std::collections::BTreeMap<String, Sha256>,
    _is_practice: bool,
) -> String {
    draft.heading().to_owned()
}

/// A look at a library without owning it: no lock, no writes.
pub struct ReadOnlyLibrary;

impl ReadOnlyLibrary {
    pub fn open(_dir: &Path) -> Result<Self> {
        Ok(Self)
    }
    pub fn tasks(&self, _search: &str) -> Result<Vec<StoredTask>> {
        Ok(Vec::new())
    }
    pub fn task(&self, _id: &TaskId) -> Result<Option<StoredTask>> {
        Ok(None)
    }
}
