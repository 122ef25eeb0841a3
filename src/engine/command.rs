//! What the window and the command line may ask of the engine. Data, no closures.

use std::path::PathBuf;
use std::sync::Arc;

use crate::model::cast::{KeptName, Member};
use crate::model::image::ImageRef;
use crate::model::preflight::Submission;
use crate::model::{Draft, TaskId};
use crate::vendors::ApiKey;

use super::settings::Settings;
use super::snapshot::{DraftId, GalleryQuery, QuestionId, ThumbKey};

#[derive(Debug, Clone)]
pub enum Command {
    // --- drafts
    NewDraft,
    /// A new draft that starts as this one: "use these settings again", a pasted or opened one.
    NewDraftFrom(Arc<Draft>),
    OpenDraft(DraftId),
    /// Autosave: durable within a second.
    SaveDraft {
        id: DraftId,
        draft: Arc<Draft>,
    },
    DuplicateDraft(DraftId),
    DeleteDraft(DraftId),
    RestoreDraft(DraftId),
    /// Reads a `.shot.json` into a new draft and opens it.
    ImportFile(PathBuf),
    ExportFile {
        draft: Arc<Draft>,
        path: PathBuf,
    },

    // --- the cast
    /// Keeps an element for every draft; one of the same id is replaced.
    KeepInCast(Box<Member>),
    RenameInCast {
        id: Arc<str>,
        name: Arc<str>,
    },
    /// Drafts keep their copies.
    DropFromCast(Arc<str>),
    /// A draft does without the cast's new name.
    KeepName(KeptName),

    // --- pictures
    /// Measure and prepare a local picture; the result appears in `Snapshot::facts`.
    Measure(ImageRef),
    /// Pixels for the window; they appear in `Snapshot::thumbs`.
    WantThumb(ThumbKey),

    // --- tasks
    /// `batch` is the Snapshot's `next_batch`; a second submit with the same number is ignored.
    Submit {
        batch: u64,
        submission: Box<Submission>,
        count: u32,
        practice: bool,
    },
    /// Send an ended task's draft again as a new wish, charged anew.
    RunAgain {
        batch: u64,
        task: TaskId,
    },
    Cancel(TaskId),
    LookAgain(TaskId),
    Answer {
        question: QuestionId,
        choice: Choice,
    },
    /// Settle an Unknown without its question: the command line's `resolve`.
    Resolve {
        task: TaskId,
        choice: Choice,
    },

    // --- the library
    Browse(GalleryQuery),
    /// Clips go to the system trash; prompts and bills stay.
    DeleteClips(Vec<TaskId>),
    UndoDelete(Vec<TaskId>),
    SaveCopy {
        task: TaskId,
        to: PathBuf,
    },
    ShowInFolder(TaskId),
    OpenOutside(TaskId),

    // --- accounts and settings
    StoreKey {
        vendor: &'static str,
        key: ApiKey,
    },
    ForgetKey {
        vendor: &'static str,
    },
    ChangeSettings(Settings),
    /// Another library folder, from the next start on. Nothing is moved.
    ChooseLibrary(PathBuf),
    /// The window came to the front or left it: notices go to the system only behind it.
    WindowFocus(bool),
    Quit,
}

/// An answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Go on as asked.
    Proceed,
    /// Do not.
    Dismiss,
    /// The vendor's id of an unknown task.
    Found(String),
    /// It did not run: a new wish, which may be charged twice.
    SendAgain,
    GiveUp,
}
