//! What a person thinks of clips: picked, rejected, or neither.

use crate::model::{Flag, TaskId, Trouble};

use super::command::Command;
use super::run::Run;
use super::snapshot::{Notice, Tone};

impl Run {
    /// Flags clips, and offers the way back.
    pub fn flag(&mut self, flags: &[(TaskId, Flag)]) {
        let before: Vec<(TaskId, Flag)> =
            flags.iter().filter_map(|(id, _)| Some((id.clone(), self.flag_of(id)?))).collect();
        let is_change = |(id, flag): &&(TaskId, Flag)| before.iter().any(|(known, was)| known == id && was != flag);
        let changes: Vec<(TaskId, Flag)> = flags.iter().filter(is_change).cloned().collect();
        let Some((_, flag)) = changes.first().cloned() else { return };
        if !self.put_flags(&changes) {
            return;
        }
        let said = Trouble::new(match flag {
            Flag::Picked => "clips-picked",
            Flag::Rejected => "clips-rejected",
            Flag::Unflagged => "clips-unflagged",
        });
        let said = said.with("count", changes.len());
        let undo = before.into_iter().filter(|(id, _)| changes.iter().any(|(changed, _)| changed == id)).collect();
        self.screen.notify(Notice { tone: Tone::Plain, said, undo: Some(Command::UndoFlag(undo)) });
    }

    /// False: the disk refused, and nothing is changed.
    pub fn put_flags(&mut self, flags: &[(TaskId, Flag)]) -> bool {
        let written = self.library.set_flags(flags);
        if let Err(error) = &written {
            self.library_failed(error);
        }
        self.screen.clips_changed();
        written.is_ok()
    }

    /// Of a task that has a clip.
    fn flag_of(&self, id: &TaskId) -> Option<Flag> {
        let stored = self.library.task(id).ok().flatten()?;
        stored.clip.map(|_| stored.flag)
    }
}
