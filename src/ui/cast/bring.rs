//! What comes into the cast from outside, and goes out of it: pictures that become members or views, and folders.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::{CastPage, new_id};
use crate::engine::Command;
use crate::model::cast::{self, Member};
use crate::model::{ImageRef, Trouble};
use crate::ui::action::Outbox;
use crate::ui::compose::well::text;
use crate::ui::context::UiContext;
use crate::ui::dialog::{FileAsk, Wanted};
use crate::ui::theme::{self, size};
use crate::ui::widgets::{self, Weight};
use crate::words::Words;

/// What a file that was asked for is for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum FileFor {
    /// New members.
    Members,
    Import,
    Export(Vec<Arc<str>>),
}

/// Pictures that came, and for whom.
struct Pictures {
    images: Vec<ImageRef>,
    whose: Option<Arc<str>>,
}

#[derive(Default)]
pub struct Bring {
    files: FileAsk<FileFor>,
    pictures: Vec<Pictures>,
    folders: Vec<PathBuf>,
    /// Several pictures: whether they are one element or several is to be said.
    question: Option<Vec<ImageRef>>,
}

impl Bring {
    /// A dialog is open: keys are its.
    pub fn is_open(&self) -> bool {
        self.files.is_open() || self.question.is_some()
    }

    /// Files that fell on the screen, onto somebody's card or not. Why some of them are nothing that the cast can take.
    pub fn take(&mut self, paths: Vec<PathBuf>, whose: Option<Arc<str>>) -> Option<Trouble> {
        let is_manifest = |path: &Path| path.file_name().is_some_and(|name| name == cast::folder::FILE);
        let refuses = |path: &Path| text::refuses(path).filter(|_| !is_manifest(path));
        let refused = paths.iter().find_map(|path| refuses(path));
        let paths = paths.into_iter().filter(|path| refuses(path).is_none());
        // What has no picture's ending may be a folder; only the engine can look.
        let (pictures, folders): (Vec<PathBuf>, Vec<PathBuf>) = paths.partition(|path| text::is_picture(path));
        self.folders.extend(folders);
        self.bring(pictures.into_iter().map(ImageRef::file).collect(), whose);
        refused
    }

    /// Pictures that came, for somebody or not.
    pub fn bring(&mut self, images: Vec<ImageRef>, whose: Option<Arc<str>>) {
        if !images.is_empty() {
            self.pictures.push(Pictures { images, whose });
        }
    }

    pub fn ask_pictures(&mut self, ctx: &Context, words: &Words) {
        self.files.ask(ctx, words, Wanted::Pictures, FileFor::Members);
    }

    pub fn ask_folder(&mut self, ctx: &Context, words: &Words) {
        self.files.ask(ctx, words, Wanted::Folder, FileFor::Import);
    }

    pub fn ask_export(&mut self, ctx: &Context, words: &Words, ids: Vec<Arc<str>>, name: &str) {
        self.files.ask(ctx, words, Wanted::Save { name: name.to_owned() }, FileFor::Export(ids));
    }
}

pub fn bring_ui(ctx: &Context, cx: &UiContext<'_>, state: &mut CastPage, out: &mut Outbox) {
    if let Some((purpose, paths)) = state.bring.files.poll(ctx, cx.words) {
        take_answer(&mut state.bring, purpose, paths, out);
    }
    for folder in std::mem::take(&mut state.bring.folders) {
        out.tell(Command::ImportCast(folder));
    }
    for Pictures { images, whose } in std::mem::take(&mut state.bring.pictures) {
        let member = whose.and_then(|id| state.edits.member(&cx.snapshot.cast, &id));
        match (member, images.len()) {
            (Some(member), _) => add_views(cx, state, &member, &images, out),
            (None, 1) => add_members(cx, state, &images, true, out),
            (None, _) => state.bring.question = Some(images),
        }
    }
    question_ui(ctx, cx, state, out);
}

fn take_answer(bring: &mut Bring, purpose: FileFor, paths: Vec<PathBuf>, out: &mut Outbox) {
    let images = || paths.iter().map(|path: &PathBuf| ImageRef::file(Path::new(path))).collect();
    match purpose {
        FileFor::Members => bring.bring(images(), None),
        FileFor::Import => bring.folders.extend(paths),
        FileFor::Export(ids) => {
            if let Some(to) = paths.into_iter().next() {
                out.tell(Command::ExportCast { ids, to });
            }
        }
    }
}

fn add_views(cx: &UiContext<'_>, state: &mut CastPage, member: &Member, images: &[ImageRef], out: &mut Outbox) {
    let images = member.images.iter().chain(images).cloned().collect();
    state.edits.change(&cx.snapshot.cast, Member { images, ..member.clone() }, out);
}

fn add_members(cx: &UiContext<'_>, state: &mut CastPage, images: &[ImageRef], are_one: bool, out: &mut Outbox) {
    let all = state.edits.all(&cx.snapshot.cast);
    let made = cast::from_pictures(images, are_one, &all, new_id);
    state.add(cx, made, out);
}

fn question_ui(ctx: &Context, cx: &UiContext<'_>, state: &mut CastPage, out: &mut Outbox) {
    let Some(images) = &state.bring.question else { return };
    let count = [("count", images.len().into())];
    let (mut are_one, mut is_left) = (None, false);
    let is_closed = widgets::modal(ctx, "cast-question", &cx.words.with("cast-several", &count), |ui| {
        ui.label(theme::small(cx.say("cast-several-why")));
        ui.add_space(size::GAP_S);
        ui.horizontal_wrapped(|ui| {
            let one = widgets::button(ui, cx.say("cast-several-one"), Weight::Primary, true);
            let each = widgets::button(ui, &cx.words.with("cast-several-each", &count), Weight::Normal, true);
            is_left = widgets::button(ui, cx.say("dialog-cancel"), Weight::Quiet, true).clicked();
            if ui.memory(|memory| memory.focused().is_none()) {
                one.request_focus();
            }
            if each.clicked() || one.clicked() {
                are_one = Some(one.clicked());
            }
        });
    });
    let images = images.clone();
    if let Some(are_one) = are_one {
        add_members(cx, state, &images, are_one, out);
    }
    if are_one.is_some() || is_closed || is_left {
        state.bring.question = None;
    }
}
