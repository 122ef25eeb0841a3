//! Asking the system for a file. The dialog runs on its own thread; where the machine has none, a path is typed.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use egui::{Context, Key};
use poll_promise::Promise;

use super::theme;
use super::widgets::{self, Weight};
use crate::words::Words;

/// A dialog that closes sooner than a hand can was never shown: there is no portal and no zenity.
const NO_DIALOG: Duration = Duration::from_millis(200);

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    Picture,
    Pictures,
    Storyboard,
    /// Where to write, with a proposed file name.
    Save {
        name: String,
    },
    Folder,
}

/// One question for a file, with what its answer is for.
pub struct FileAsk<T> {
    state: State<T>,
}

enum State<T> {
    Idle,
    Asking { purpose: T, wanted: Wanted, answer: Promise<Answer> },
    Typing { purpose: T, wanted: Wanted, path: String },
}

enum Answer {
    Picked(Vec<PathBuf>),
    Cancelled,
    NoDialog,
}

impl<T> Default for FileAsk<T> {
    fn default() -> Self {
        Self { state: State::Idle }
    }
}

impl<T> FileAsk<T> {
    pub fn is_open(&self) -> bool {
        !matches!(self.state, State::Idle)
    }

    /// Opens a dialog. While one is open, another is not.
    pub fn ask(&mut self, ctx: &Context, words: &Words, wanted: Wanted, purpose: T) {
        if self.is_open() {
            return;
        }
        let (sender, answer) = Promise::new();
        let (ctx, dialog, asked) = (ctx.clone(), native(words, &wanted), wanted.clone());
        std::thread::spawn(move || {
            sender.send(show(dialog, &asked));
            ctx.request_repaint();
        });
        self.state = State::Asking { purpose, wanted, answer };
    }

    /// Call it every frame: it brings the answer once, and draws the box for a typed path where it must.
    pub fn poll(&mut self, ctx: &Context, words: &Words) -> Option<(T, Vec<PathBuf>)> {
        match std::mem::replace(&mut self.state, State::Idle) {
            State::Idle => None,
            State::Asking { purpose, wanted, answer } => match answer.try_take() {
                Ok(Answer::Picked(paths)) => Some((purpose, paths)),
                Ok(Answer::Cancelled) => None,
                Ok(Answer::NoDialog) => {
                    let path = proposed(&wanted);
                    self.state = State::Typing { purpose, wanted, path };
                    ctx.request_repaint();
                    None
                }
                Err(answer) => {
                    self.state = State::Asking { purpose, wanted, answer };
                    None
                }
            },
            State::Typing { purpose, wanted, mut path } => match typed_path_ui(ctx, words, &wanted, &mut path) {
                Typed::Done => Some((purpose, vec![typed_path(&path)])),
                Typed::Cancelled => None,
                Typed::Waiting => {
                    self.state = State::Typing { purpose, wanted, path };
                    None
                }
            },
        }
    }
}

fn native(words: &Words, wanted: &Wanted) -> rfd::FileDialog {
    let dialog = rfd::FileDialog::new();
    match wanted {
        Wanted::Picture | Wanted::Pictures => dialog
            .set_title(words.get("dialog-pictures"))
            .add_filter(words.get("dialog-picture-files"), &["png", "jpg", "jpeg", "PNG", "JPG", "JPEG"])
            .add_filter(words.get("dialog-all-files"), &["*"]),
        Wanted::Storyboard => dialog
            .set_title(words.get("dialog-open-storyboard"))
            .add_filter(words.get("dialog-storyboard-files"), &["json"])
            .add_filter(words.get("dialog-all-files"), &["*"]),
        Wanted::Save { name } => dialog.set_title(words.get("dialog-save")).set_file_name(name),
        Wanted::Folder => dialog.set_title(words.get("dialog-folder")),
    }
}

fn show(dialog: rfd::FileDialog, wanted: &Wanted) -> Answer {
    let began = Instant::now();
    let picked = match wanted {
        Wanted::Picture | Wanted::Storyboard => dialog.pick_file().map(|path| vec![path]),
        Wanted::Pictures => dialog.pick_files(),
        Wanted::Save { .. } => dialog.save_file().map(|path| vec![path]),
        Wanted::Folder => dialog.pick_folder().map(|path| vec![path]),
    };
    match picked {
        Some(paths) => Answer::Picked(paths),
        None if began.elapsed() < NO_DIALOG => Answer::NoDialog,
        None => Answer::Cancelled,
    }
}

enum Typed {
    Waiting,
    Done,
    Cancelled,
}

/// What stands in the box at first: a place to write to in the person's own folder, nothing to read from.
fn proposed(wanted: &Wanted) -> String {
    match (wanted, std::env::home_dir()) {
        (Wanted::Save { name }, Some(home)) => home.join(name).display().to_string(),
        (Wanted::Save { name }, None) => name.clone(),
        (Wanted::Picture | Wanted::Pictures | Wanted::Storyboard | Wanted::Folder, _) => String::new(),
    }
}

/// As a shell takes it: `~/` is the person's own folder.
fn typed_path(path: &str) -> PathBuf {
    let path = path.trim();
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        (Some(_) | None, _) => PathBuf::from(path),
    }
}

/// Title, reason, hint and button of the box: to write a file is another question than to find one.
fn typed_words(wanted: &Wanted) -> [&'static str; 4] {
    match wanted {
        Wanted::Picture | Wanted::Pictures => {
            ["dialog-typed-title", "dialog-typed-why", "dialog-typed-hint", "dialog-typed-use"]
        }
        Wanted::Storyboard => {
            ["dialog-typed-title", "dialog-typed-why", "dialog-typed-storyboard-hint", "dialog-typed-use"]
        }
        Wanted::Save { .. } => ["dialog-save", "dialog-typed-save-why", "dialog-typed-hint", "dialog-typed-save"],
        Wanted::Folder => ["dialog-folder", "dialog-typed-save-why", "dialog-typed-folder-hint", "dialog-typed-use"],
    }
}

fn typed_path_ui(ctx: &Context, words: &Words, wanted: &Wanted, path: &mut String) -> Typed {
    let mut outcome = Typed::Waiting;
    let [title, why, hint, act] = typed_words(wanted);
    let closed = widgets::modal(ctx, "typed-path", words.get(title), |ui| {
        ui.label(theme::small(words.get(why)));
        let field = widgets::text_line(ui, path, words.get("dialog-typed-path"), words.get(hint));
        if !field.has_focus() && !field.lost_focus() {
            field.request_focus();
        }
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        ui.add_space(theme::size::GAP_S);
        ui.horizontal(|ui| {
            let is_given = !path.trim().is_empty();
            let use_it = widgets::button(ui, words.get(act), Weight::Primary, is_given);
            if is_given && (use_it.clicked() || is_entered) {
                outcome = Typed::Done;
            }
            if widgets::button(ui, words.get("dialog-cancel"), Weight::Quiet, true).clicked() {
                outcome = Typed::Cancelled;
            }
        });
    });
    match outcome {
        Typed::Waiting if closed => Typed::Cancelled,
        outcome => outcome,
    }
}
