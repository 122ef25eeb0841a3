//! The practice vendor's own disk: tasks, the pictures they wait to be drawn with, and the clips.
//!
//! ```text
//! lock  ledger.jsonl  requests.jsonl  uploads.jsonl
//! tasks/<id>.json  inputs/<id>.first  inputs/<id>.last  clips/<id>.mp4  uploads/<token>.json  uploads/<token>.bin
//! ```

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::NamedTempFile;

use super::SandboxError;
use super::task::Task;

/// Newest clips that are kept; older ones expire as a vendor's do.
const KEPT_CLIPS: usize = 200;
const KEPT_BYTES: u64 = 2_000_000_000;
/// Another sandbox in this process may still be letting go of its folder.
const LOCK_PATIENCE: Duration = Duration::from_secs(3);

#[derive(Debug)]
pub struct Store {
    dir: PathBuf,
    /// Held as long as the store lives; the system lets go when the process dies.
    _lock: File,
}

/// Which picture of a task.
#[derive(Debug, Clone, Copy)]
pub enum Input {
    First,
    Last,
}

impl Store {
    /// Opens the folder, makes what is missing and takes its lock. Blocks.
    pub fn open(dir: &Path) -> Result<Self, SandboxError> {
        let disk = |source| SandboxError::Disk { path: dir.to_path_buf(), source };
        for folder in ["tasks", "inputs", "clips", "uploads"] {
            fs::create_dir_all(dir.join(folder)).map_err(disk)?;
        }
        let lock = File::create(dir.join("lock")).map_err(disk)?;
        take_lock(&lock, dir)?;
        let store = Self { dir: dir.to_path_buf(), _lock: lock };
        store.drop_leftovers();
        Ok(store)
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Every task that can be read; one that cannot is left where it lies.
    pub fn tasks(&self) -> io::Result<Vec<Task>> {
        let mut tasks = Vec::new();
        for entry in fs::read_dir(self.dir.join("tasks"))? {
            let path = entry?.path();
            match fs::read(&path).map_err(serde_json::Error::io).and_then(|bytes| serde_json::from_slice(&bytes)) {
                Ok(task) => tasks.push(task),
                Err(error) => tracing::warn!(%error, ?path, "a practice task cannot be read"),
            }
        }
        tasks.sort_by(|a: &Task, b| (a.accepted_at_ms, &a.id).cmp(&(b.accepted_at_ms, &b.id)));
        Ok(tasks)
    }

    /// Writes the task whole or not at all. It is on disk when this returns.
    pub fn save(&self, task: &Task) -> io::Result<()> {
        let bytes = serde_json::to_vec_pretty(task)?;
        self.write_synced(&self.dir.join("tasks").join(format!("{}.json", task.id)), &bytes)
    }

    pub fn save_input(&self, id: &str, input: Input, bytes: &[u8]) -> io::Result<()> {
        self.write_synced(&self.input(id, input), bytes)
    }

    pub fn read_input(&self, id: &str, input: Input) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.input(id, input)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            read => read.map(Some),
        }
    }

    /// The pictures are needed no more.
    pub fn drop_inputs(&self, id: &str) {
        for input in [Input::First, Input::Last] {
            drop(fs::remove_file(self.input(id, input)));
        }
    }

    pub fn clip(&self, id: &str) -> PathBuf {
        self.dir.join("clips").join(format!("{id}.mp4"))
    }

    /// A file beside the clips to draw into.
    pub fn new_clip(&self) -> io::Result<NamedTempFile> {
        tempfile::Builder::new().prefix("drawing-").suffix(".part").tempfile_in(self.dir.join("clips"))
    }

    pub fn keep_clip(&self, id: &str, drawn: NamedTempFile) -> io::Result<()> {
        // Opened anew: the renderer may have replaced the file by name.
        File::open(drawn.path())?.sync_all()?;
        drawn.persist(self.clip(id)).map_err(|error| error.error)?;
        sync_folder(&self.dir.join("clips"))
    }

    /// Deletes the oldest clips beyond what is kept, and names the tasks that lost theirs.
    pub fn prune(&self) -> io::Result<Vec<String>> {
        self.prune_to(KEPT_CLIPS, KEPT_BYTES)
    }

    fn prune_to(&self, kept_clips: usize, kept_bytes: u64) -> io::Result<Vec<String>> {
        let mut clips = Vec::new();
        for entry in fs::read_dir(self.dir.join("clips"))? {
            let (path, facts) = entry.and_then(|entry| Ok((entry.path(), entry.metadata()?)))?;
            if path.extension().is_some_and(|extension| extension == "mp4") {
                clips.push((facts.modified()?, facts.len(), path));
            }
        }
        clips.sort_by(|a, b| b.cmp(a));
        let (mut bytes, mut lost) = (0, Vec::new());
        for (i, (_, len, path)) in clips.iter().enumerate() {
            bytes += len;
            let is_kept = i == 0 || (i < kept_clips && bytes <= kept_bytes);
            if !is_kept && fs::remove_file(path).is_ok() {
                lost.extend(path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned));
            }
        }
        Ok(lost)
    }

    fn input(&self, id: &str, input: Input) -> PathBuf {
        let which = match input {
            Input::First => "first",
            Input::Last => "last",
        };
        self.dir.join("inputs").join(format!("{id}.{which}"))
    }

    fn write_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let folder = path.parent().unwrap_or(&self.dir);
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        sync_folder(folder)
    }

    /// Half-written files of a process that died.
    fn drop_leftovers(&self) {
        for folder in ["tasks", "inputs", "clips"] {
            let entries = fs::read_dir(self.dir.join(folder)).into_iter().flatten().flatten();
            for path in entries.map(|entry| entry.path()) {
                let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
                if name.starts_with(".tmp") || name.ends_with(".part") {
                    drop(fs::remove_file(path));
                }
            }
        }
    }
}

fn take_lock(lock: &File, dir: &Path) -> Result<(), SandboxError> {
    let until = Instant::now() + LOCK_PATIENCE;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if Instant::now() < until => thread::sleep(Duration::from_millis(20)),
            Err(TryLockError::WouldBlock) => return Err(SandboxError::InUse { dir: dir.to_path_buf() }),
            Err(TryLockError::Error(source)) => return Err(SandboxError::Disk { path: dir.to_path_buf(), source }),
        }
    }
}

/// A rename is durable once its folder is; only Unix lets a folder be synced.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::super::task::tests::sample;
    use super::*;

    #[test]
    fn tasks_and_their_pictures_come_back() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.save(&sample("b")).unwrap();
        store.save(&sample("a")).unwrap();
        store.save_input("a", Input::First, b"picture").unwrap();
        drop(store);
        let store = Store::open(dir.path()).unwrap();
        assert_eq!(store.tasks().unwrap(), [sample("a"), sample("b")]);
        assert_eq!(store.read_input("a", Input::First).unwrap().unwrap(), b"picture");
        assert!(store.read_input("a", Input::Last).unwrap().is_none());
    }

    #[test]
    fn a_torn_task_does_not_hide_the_others() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        store.save(&sample("a")).unwrap();
        fs::write(dir.path().join("tasks/b.json"), "{").unwrap();
        assert_eq!(store.tasks().unwrap().len(), 1);
    }

    #[test]
    fn one_folder_has_one_owner() {
        let dir = tempfile::tempdir().unwrap();
        let _store = Store::open(dir.path()).unwrap();
        assert!(matches!(Store::open(dir.path()), Err(SandboxError::InUse { .. })));
    }

    #[test]
    fn the_oldest_clips_go_first_and_the_newest_always_stays() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        for (i, id) in ["old", "mid", "new"].into_iter().enumerate() {
            let mut file = File::create(store.clip(id)).unwrap();
            file.write_all(&[0; 100]).unwrap();
            file.set_modified(std::time::UNIX_EPOCH + Duration::from_secs(i as u64 + 1)).unwrap();
        }
        assert_eq!(store.prune_to(2, 1000).unwrap(), ["old"]);
        assert_eq!(store.prune_to(2, 50).unwrap(), ["mid"]);
        assert!(store.clip("new").exists());
    }
}
