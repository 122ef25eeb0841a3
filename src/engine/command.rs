//! What the window and the command line may ask of the engine. Data, no closures.

use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;

use crate::model::cast::{KeptName, Member};
use crate::model::image::ImageRef;
use crate::model::preflight::Submission;
use crate::model::repair::Repair;
use crate::model::{Draft, Flag, PicturePlace, TaskId};
use crate::vendors::ApiKey;

pub use super::accounts::Keep;
use super::settings::Settings;
use super::snapshot::{DraftId, DraftQuery, GalleryQuery, LedgerQuery, Month, PromptQuery, QuestionId, ThumbKey};
use super::wire::WireOf;
pub use crate::media::Pixels;

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
    /// Gives a draft that is not on the desk another title.
    RenameDraft {
        id: DraftId,
        title: Arc<str>,
    },
    /// Throws a draft into the bin.
    DeleteDraft(DraftId),
    /// Takes a draft out of the bin.
    RestoreDraft(DraftId),
    /// The same, and puts it on the desk: the undo of deleting the draft that lay there.
    ReopenDraft(DraftId),
    /// Deletes what lies in the bin for good.
    EmptyBin,
    /// Which drafts `Snapshot::draft_page` is to show.
    BrowseDrafts(DraftQuery),
    /// Opens a `.shot.json`: as a new draft, or as the one that is this very file already.
    ImportFile(PathBuf),
    /// Writes a draft where a person chose, or to the file it belongs to.
    ExportFile {
        id: DraftId,
        draft: Arc<Draft>,
        to: WriteTo,
    },
    /// Which prompts that were sent `Snapshot::prompts` is to show.
    BrowsePrompts(PromptQuery),

    // --- the cast
    /// Keeps elements for every draft, all of them or none; one of the same id is replaced. Pictures outside of the
    /// library are copied into it.
    KeepInCast(Vec<Member>),
    RenameInCast {
        id: Arc<str>,
        name: Arc<str>,
    },
    /// Drafts keep their copies.
    DropFromCast(Vec<Arc<str>>),
    /// Writes these as a folder with a `cast.json`, where there is none yet.
    ExportCast {
        ids: Vec<Arc<str>>,
        to: PathBuf,
    },
    /// Takes in a folder that has a `cast.json`.
    ImportCast(PathBuf),
    /// A draft does without the cast's new name.
    KeepName(KeptName),

    // --- pictures
    /// Measure and prepare a local picture; the result appears in `Snapshot::facts`.
    Measure(ImageRef),
    /// Makes a new picture of a local one, kept in the library; the old one is left alone. The answer appears in
    /// `Snapshot::repairs` under the ticket, which is the asker's to choose.
    Repair {
        image: ImageRef,
        repairs: Vec<Repair>,
        ticket: u64,
    },
    /// Keeps pixels of the clipboard as a picture of the library. The answer appears in `Snapshot::repairs` under the
    /// ticket.
    KeepPixels {
        pixels: Arc<Pixels>,
        ticket: u64,
    },
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
    /// Puts a task that is not sent yet before another one of its vendor's line, or at the end of it.
    LineUp {
        task: TaskId,
        before: Option<TaskId>,
    },
    /// Nothing more is sent to a vendor until it goes on. What runs there goes on.
    PauseVendor(Arc<str>),
    ContinueVendor(Arc<str>),
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

    /// Writes out a request and its answers into the snapshot's `wire`; `None` puts it away.
    ShowWire(Option<WireOf>),

    // --- the library
    Browse(GalleryQuery),
    /// Clips go to the system trash; prompts and bills stay.
    DeleteClips(Vec<TaskId>),
    UndoDelete(Vec<TaskId>),
    /// What a person thinks of clips. Its undo is offered.
    Flag(Vec<(TaskId, Flag)>),
    UndoFlag(Vec<(TaskId, Flag)>),
    /// Which clips `Snapshot::compared` is to show. Nothing is decoded in the background meanwhile.
    Compare(Vec<TaskId>),
    /// Posters and filmstrips on the disk; they are made again where they are wanted.
    ClearPreviews,
    SaveCopy {
        task: TaskId,
        to: PathBuf,
    },
    ShowInFolder(TaskId),
    OpenOutside(TaskId),
    /// Decodes exactly this frame of a finished clip, counted from 0 in the order they are shown; what comes of it is
    /// in `Engine::taken`, once.
    TakeFrame {
        task: TaskId,
        frame: u64,
        into: FrameFor,
    },
    /// The task that `Snapshot::watched` is to show, wherever in the library it lies.
    Watch(Option<TaskId>),
    /// Whether the clip that is watched plays: nothing is decoded in the background meanwhile.
    Playing(bool),

    // --- money
    /// What is left at a vendor; it is asked once a minute at most.
    AskBalance(Arc<str>),
    /// What the vendor would charge for a cleared draft; the answer appears in `Snapshot::estimate`.
    AskEstimate(Box<Submission>),
    /// The part of the ledger the window shows; a month of nought is this month.
    BrowseLedger(LedgerQuery),
    /// Every task of a month's ledger as a table with commas.
    ExportLedger {
        month: Month,
        path: PathBuf,
    },

    // --- accounts and settings
    StoreKey {
        vendor: &'static str,
        key: ApiKey,
        keep: Keep,
    },
    ForgetKey {
        vendor: &'static str,
    },
    /// Takes the key that was forgotten a moment ago back.
    RestoreKey {
        vendor: &'static str,
    },
    /// A call that costs nothing; its answer appears in the account's card.
    TestKey {
        vendor: &'static str,
    },
    /// Submits go on, though the vendor refused the key or the money.
    TryAgain {
        vendor: &'static str,
    },
    /// Asks the system's keyring once more.
    AskKeyring,
    /// Lets the system ask for the keyring's password.
    UnlockKeyring,
    /// The password of the proxy in the settings.
    StoreProxyPassword {
        password: SecretString,
        keep: Keep,
    },
    ForgetProxyPassword,
    ChangeSettings(Box<Settings>),
    /// Another library folder, from the next start on. Nothing is moved.
    ChooseLibrary(PathBuf),
    /// The window came to the front or left it: notices go to the system only behind it.
    WindowFocus(bool),
    Quit,
}

/// Where a draft is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteTo {
    /// The file it was read from or written to last, unless somebody else changed that since.
    ItsFile,
    Path(PathBuf),
}

/// What a frame of a clip is taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FrameFor {
    /// A new draft that goes on from it.
    NewDraft,
    /// A place of an open draft: the picture is kept, and the window puts it there.
    Draft { id: DraftId, place: PicturePlace },
    /// One more view of this one of the cast; as before, the window puts it there.
    Cast(Arc<str>),
    /// The system's clipboard, which is the window's.
    Clipboard,
    /// A file a person named.
    File(PathBuf),
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
