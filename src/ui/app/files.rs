//! The window's own files: storyboards opened and saved, and what is dropped on it.

use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;

use super::super::action::{Outbox, Route};
use super::super::dialog;
use super::super::verb::Verb;
use super::App;
use crate::engine::{Command, WriteTo};

/// What a file that was asked for is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileFor {
    Open,
    SaveAs,
}

impl App {
    /// A verb of the storyboard's own file; a command where nobody has to be asked for a name.
    pub(super) fn perform_on_files(&mut self, ctx: &Context, verb: Verb) -> Option<Command> {
        let words = self.outlook.words();
        if verb == Verb::OpenFile {
            self.files.ask(ctx, words, dialog::Wanted::Storyboard, FileFor::Open);
            return None;
        }
        if verb == Verb::Save && self.outlook.snapshot.desk_file.is_some() {
            let draft = Arc::new(self.desk.draft.clone());
            return self.desk.id().cloned().map(|id| Command::ExportFile { id, draft, to: WriteTo::ItsFile });
        }
        let wanted = dialog::Wanted::Save { name: self.desk.file_name(words) };
        self.files.ask(ctx, words, wanted, FileFor::SaveAs);
        None
    }

    /// Brings in the answers of the window's own file dialogs.
    pub(super) fn take_files(&mut self, ctx: &Context, out: &mut Outbox) {
        self.take_drops(ctx, out);
        let cx = self.outlook.context();
        self.screens.compose.take_files(ctx, &cx, &mut self.desk);
        let Some((purpose, paths)) = self.files.poll(ctx, self.outlook.words()) else {
            return;
        };
        let Some(path) = paths.into_iter().next() else {
            return;
        };
        match purpose {
            FileFor::Open => {
                out.tell(Command::ImportFile(path));
                out.open(Route::Compose);
            }
            FileFor::SaveAs => self.export(WriteTo::Path(path), out),
        }
    }

    fn export(&self, to: WriteTo, out: &mut Outbox) {
        if let Some(id) = self.desk.id().cloned() {
            out.tell(Command::ExportFile { id, draft: Arc::new(self.desk.draft.clone()), to });
        }
    }

    /// Storyboards are opened wherever they fall; pictures belong to the compose screen, or to the cast where that is
    /// seen.
    fn take_drops(&mut self, ctx: &Context, out: &mut Outbox) {
        let (dropped, at) = ctx.input(|input| {
            let paths = input.raw.dropped_files.iter().map(|file| file.path().to_owned());
            (paths.collect::<Vec<_>>(), input.pointer.latest_pos())
        });
        let is_cast = |path: &PathBuf| path.file_name().is_some_and(|name| name == crate::model::cast::folder::FILE);
        let is_json = |path: &PathBuf| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let is_storyboard = |path: &PathBuf| is_json(path) && !(self.route == Route::Cast && is_cast(path));
        let (storyboards, pictures): (Vec<PathBuf>, Vec<PathBuf>) = dropped.into_iter().partition(is_storyboard);
        for path in storyboards {
            out.tell(Command::ImportFile(path));
            out.open(Route::Compose);
        }
        if pictures.is_empty() {
            return;
        }
        if self.route == Route::Cast {
            return self.screens.cast.drop_files(ctx, pictures, at);
        }
        // Elsewhere nothing of the compose screen lies under the pointer.
        let at = at.filter(|_| self.route == Route::Compose);
        self.open(Route::Compose);
        let cx = self.outlook.context();
        if let Err(trouble) = self.screens.compose.drop_files(ctx, &cx, pictures, at, &mut self.desk) {
            self.toasts.say(trouble, ctx.input(|input| input.time));
        }
    }
}
