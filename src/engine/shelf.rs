//! What a person does with finished clips. A deleted one waits in the library's own trash until its undo has passed,
//! and then goes on to the system's: so undo really brings it back, trash or no trash.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::library::files::{rename_durably, sync_dir};
use crate::model::{Task, TaskId, TaskState, Trouble};
use crate::vendors;

use super::command::Command;
use super::drafts::notice;
use super::environment::key_variable;
use super::event::{Event, Job};
use super::jobs::blocking;
use super::run::Run;
use super::snapshot::{Notice, Tone};
use super::start::Audience;
use super::timers::Timer;

/// How long an undo is offered, and a moment more.
const UNDO: Duration = Duration::from_secs(11);

impl Run {
    pub fn delete_clips(&mut self, ids: Vec<TaskId>) {
        let mut gone = Vec::new();
        for id in ids {
            match self.clip_path(&id).map(|path| self.put_into_trash(&path)) {
                Some(Ok(())) => gone.push(id),
                Some(Err(trouble)) => self.screen.notify_bad(trouble),
                None => {}
            }
        }
        if gone.is_empty() {
            return;
        }
        if let Err(error) = self.library.set_trashed(&gone, true) {
            self.library_failed(&error);
            return self.bring_back(&gone);
        }
        self.screen.clips_changed();
        let said = Trouble::new("clips-deleted").with("count", gone.len());
        self.screen.notify(Notice { tone: Tone::Plain, said, undo: Some(Command::UndoDelete(gone)) });
        self.timers.set(UNDO, Timer::Trash);
    }

    pub fn undo_delete(&mut self, ids: &[TaskId]) {
        let back: Vec<TaskId> = ids.iter().filter(|id| self.is_in_own_trash(id)).cloned().collect();
        self.bring_back(&back);
        if let Err(error) = self.library.set_trashed(&back, false) {
            self.library_failed(&error);
        }
        self.screen.clips_changed();
        if back.len() < ids.len() {
            self.screen.notify_bad(Trouble::new("clips-in-system-trash").with("count", ids.len() - back.len()));
        }
    }

    /// Deleted clips whose undo has passed go on to the system trash; where there is none they stay in ours.
    pub fn hand_over_trash(&mut self) {
        self.deleted.retain(|_, deleted_at| deleted_at.elapsed() < UNDO);
        let mut files = files_in(&self.own_trash());
        files.retain(|file| !self.deleted.contains_key(file));
        if files.is_empty() {
            return;
        }
        self.jobs.spawn(Job::Other("trash"), async move {
            blocking(move || hand_over(&files)).await;
            Event::Said(None)
        });
    }

    /// The same, waited for: the engine ends.
    pub fn hand_over_trash_now(&self) {
        let files = files_in(&self.own_trash());
        // A trash on a network that hangs does not hold up the end; the next start hands the rest over.
        let worker = std::thread::spawn(move || hand_over(&files));
        let deadline = Instant::now() + Duration::from_secs(2);
        while !worker.is_finished() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub fn save_copy(&mut self, id: &TaskId, to: PathBuf) {
        let Some(from) = self.clip_path(id) else { return self.no_clip() };
        self.jobs.spawn(Job::Other("copy"), async move {
            let copied = {
                let to = to.clone();
                blocking(move || copy(&from, &to)).await
            };
            Event::Said(Some(match copied {
                Ok(()) => notice(Tone::Good, "clip-copied", &to),
                Err(said) => Notice { tone: Tone::Bad, said, undo: None },
            }))
        });
    }

    pub fn show_in_folder(&mut self, id: &TaskId) {
        self.open_with(id, |path| opener::reveal(path).map_err(|error| error.to_string()));
    }

    pub fn open_outside(&mut self, id: &TaskId) {
        self.open_with(id, open_in_player);
    }

    fn open_with(&mut self, id: &TaskId, open: fn(&Path) -> Result<(), String>) {
        let Some(path) = self.clip_path(id) else { return self.no_clip() };
        self.jobs.spawn(Job::Other("open"), async move {
            let shown = path.display().to_string();
            let opened = blocking(move || open(&path)).await;
            let failed = |detail: String| Notice {
                tone: Tone::Bad,
                said: Trouble::new("clip-not-opened").with("detail", detail).with("path", shown),
                undo: None,
            };
            Event::Said(opened.err().map(failed))
        });
    }

    /// Tells a person that a task has ended: in the window, and by the system while the window is behind others.
    pub fn announce(&mut self, task: &Task) {
        let rule = match task.state() {
            TaskState::Done => "announce-done",
            TaskState::Unknown => "announce-unknown",
            TaskState::Failed | TaskState::Expired | TaskState::Rejected | TaskState::NotSent => "announce-ended",
            // The person did it, or there is nothing to say yet.
            TaskState::Cancelled
            | TaskState::GivenUp
            | TaskState::Queued
            | TaskState::Uploading
            | TaskState::Sending
            | TaskState::Waiting
            | TaskState::Running
            | TaskState::Ready
            | TaskState::Downloading => return,
        };
        if self.options.audience == Audience::Headless {
            return;
        }
        let said = Trouble::new(rule).with("heading", heading(task));
        let tone = if task.state() == TaskState::Done { Tone::Good } else { Tone::Bad };
        if !self.is_focused {
            self.tell_system(said.clone());
        }
        self.screen.notify(Notice { tone, said, undo: None });
    }

    fn tell_system(&self, said: Trouble) {
        let Some(say) = self.options.say.clone() else { return };
        let text = say(&said, self.settings.language);
        self.jobs.spawn(Job::Other("notice"), async move {
            blocking(move || {
                let shown = notify_rust::Notification::new().appname("Shotloom").summary(&text).show();
                if let Err(error) = shown {
                    tracing::info!(%error, "no system notice");
                }
            })
            .await;
            Event::Said(None)
        });
    }

    fn no_clip(&mut self) {
        self.screen.notify_bad(Trouble::new("clip-gone"));
    }

    fn clip_path(&self, id: &TaskId) -> Option<PathBuf> {
        Some(self.library.task(id).ok().flatten()?.clip?.path)
    }

    fn own_trash(&self) -> PathBuf {
        self.library.dir().join("trash")
    }

    fn is_in_own_trash(&self, id: &TaskId) -> bool {
        let name = self.clip_path(id).and_then(|path| path.file_name().map(|name| self.own_trash().join(name)));
        name.is_some_and(|path| path.exists())
    }

    /// A file that somebody removed by hand is as good as deleted.
    fn put_into_trash(&mut self, path: &Path) -> Result<(), Trouble> {
        let (trash, Some(name)) = (self.own_trash(), path.file_name()) else { return Ok(()) };
        if !path.exists() {
            return Ok(());
        }
        let failed = |detail: String| {
            Trouble::new("clip-not-deleted").with("detail", detail).with("path", path.display().to_string())
        };
        fs::create_dir_all(&trash).map_err(|error| failed(error.to_string()))?;
        let to = trash.join(name);
        rename_durably(path, &to).map_err(|error| failed(error.to_string()))?;
        self.deleted.insert(to, Instant::now());
        Ok(())
    }

    fn bring_back(&mut self, ids: &[TaskId]) {
        for id in ids {
            let Some(path) = self.clip_path(id) else { continue };
            let Some(name) = path.file_name() else { continue };
            let from = self.own_trash().join(name);
            if from.exists()
                && let Err(error) = rename_durably(&from, &path)
            {
                self.screen.notify_bad(Trouble::from(&error));
            }
        }
    }
}

/// What a task is called in one sentence about it.
pub fn heading(task: &Task) -> String {
    const MAX_CHARS: usize = 60;
    let heading = task.draft.heading();
    if heading.chars().count() <= MAX_CHARS {
        return heading.to_owned();
    }
    heading.chars().take(MAX_CHARS - 1).chain(['…']).collect()
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect()
}

fn hand_over(files: &[PathBuf]) {
    for file in files {
        if let Err(error) = trash::delete(file) {
            tracing::info!(%error, "no system trash; the clip stays in the library's own");
        }
    }
}

/// The system's player, in an environment without keys.
fn open_in_player(path: &Path) -> Result<(), String> {
    if cfg!(target_os = "linux") {
        let mut player = std::process::Command::new("xdg-open");
        for vendor in vendors::all() {
            player.env_remove(key_variable(vendor.id()));
        }
        let spawned = player.arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        return match spawned {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(status.to_string()),
            Err(error) => Err(format!("xdg-open: {error}")),
        };
    }
    opener::open(path).map_err(|error| error.to_string())
}

/// A whole copy or none.
fn copy(from: &Path, to: &Path) -> Result<(), Trouble> {
    let failed =
        |detail: String| Trouble::new("clip-not-copied").with("detail", detail).with("path", to.display().to_string());
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| failed(error.to_string()))?;
    let mut source = fs::File::open(from).map_err(|error| failed(error.to_string()))?;
    std::io::copy(&mut source, file.as_file_mut()).map_err(|error| failed(error.to_string()))?;
    file.as_file().sync_all().map_err(|error| failed(error.to_string()))?;
    file.persist(to).map_err(|error| failed(error.error.to_string()))?;
    sync_dir(folder).map_err(|error| failed(error.to_string()))
}
