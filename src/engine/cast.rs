//! The cast: what a person keeps of a draft's elements for every other draft.

use crate::library;
use crate::model::Trouble;
use crate::model::cast::{KeptName, Member};

use super::Command;
use super::run::{Run, now_millis};
use super::snapshot::{Notice, Tone};

impl Run {
    /// Reads the cast for the window.
    pub fn show_cast(&mut self) {
        let read = self.library.cast().and_then(|cast| Ok((cast, self.library.kept_names()?)));
        match read {
            Ok((cast, kept_names)) => self.screen.cast(cast, kept_names),
            Err(error) => self.library_failed(&error),
        }
    }

    pub fn keep_in_cast(&mut self, member: Member) {
        let done = self.library.keep_in_cast(&member, now_millis());
        if self.settle_cast(done) {
            self.say_of_cast("cast-kept", &member.name, None);
        }
    }

    pub fn rename_in_cast(&mut self, id: &str, name: &str) {
        let done = self.library.rename_in_cast(id, name, now_millis());
        if self.settle_cast(done) {
            self.say_of_cast("cast-renamed", name, None);
        }
    }

    pub fn drop_from_cast(&mut self, id: &str) {
        let dropped = self.library.cast().ok().into_iter().flatten().find(|member| &*member.id == id);
        let done = self.library.drop_from_cast(id);
        if let Some(member) = dropped.filter(|_| self.settle_cast(done)) {
            let name = member.name.clone();
            self.say_of_cast("cast-dropped", &name, Some(Command::KeepInCast(Box::new(member))));
        }
    }

    pub fn keep_name(&mut self, kept: &KeptName) {
        let done = self.library.keep_name(kept);
        self.settle_cast(done);
    }

    /// Whether it is done; a person is told where it is not.
    fn settle_cast(&mut self, done: library::Result<()>) -> bool {
        match &done {
            Ok(()) => self.show_cast(),
            Err(error) => self.library_failed(error),
        }
        done.is_ok()
    }

    fn say_of_cast(&self, rule: &str, name: &str, undo: Option<Command>) {
        self.screen.notify(Notice { tone: Tone::Plain, said: Trouble::new(rule).with("name", name), undo });
    }
}
