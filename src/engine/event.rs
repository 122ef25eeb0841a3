//! Everything that can wake the engine, on one screen.

use std::path::PathBuf;
use std::sync::Arc;

use crate::library::DraftFile;
use crate::media::Pixels;
use crate::model::image::{ImageRef, Sha256};
use crate::model::preflight::Submission;
use crate::model::price::Money;
use crate::model::{Draft, Row, TaskId, Trouble};
use secrecy::SecretString;
use url::Origin;

use super::accounts::Sandbox;
use super::cast::Owned;
use super::cast::folder::Found;
use super::command::{Command, FrameFor};
use super::door::Door;
use super::download::Fetched;
use super::drafts::Imported;
use super::filmstrips::Wish;
use super::judge::Seen;
use super::keys::KeyringTrouble;
use super::prepare::Prepared;
use super::snapshot::{DraftId, Got, Notice, ThumbKey};
use super::submit::Order;
use super::timers::Timer;
use super::transport::Came;
use super::uploads::Lying;
use super::wire::Wire;

pub enum Event {
    Command(Command),
    Timer(Timer),

    // --- answers about a task; `job` says of which piece of work
    Uploading {
        id: TaskId,
        job: u64,
        done: u32,
        of: u32,
    },
    /// A picture lies at its vendor now.
    Uploaded {
        vendor: &'static str,
        origin: Arc<str>,
        sha256: Sha256,
        lying: Lying,
    },
    Prepared {
        id: TaskId,
        job: u64,
        prepared: Prepared,
    },
    Sent {
        id: TaskId,
        job: u64,
        came: Came,
    },
    Polled {
        id: TaskId,
        job: u64,
        came: Came,
    },
    Arriving {
        id: TaskId,
        job: u64,
        percent: u8,
    },
    Fetched {
        id: TaskId,
        job: u64,
        fetched: Fetched,
    },

    // --- answers about pictures
    /// `None`: the file is as it was.
    Measured {
        image: ImageRef,
        measured: Option<Seen>,
    },
    Thumb {
        key: ThumbKey,
        pixels: Option<Arc<Pixels>>,
    },
    /// The new picture, measured.
    Repaired {
        ticket: u64,
        repaired: Result<Seen, Trouble>,
    },
    /// A filmstrip was looked for on the disk.
    FilmstripRead {
        wish: Wish,
        pixels: Option<Arc<Pixels>>,
    },
    FilmstripMade {
        sha256: Sha256,
        pixels: Option<Arc<Pixels>>,
    },
    /// How many bytes of previews lie on the disk.
    PreviewsMeasured(u64),
    /// A frame of a clip, for whatever it was taken.
    FrameTaken {
        asked: AskedFrame,
        got: Result<Got, Trouble>,
    },
    /// An order's pictures were looked at again.
    Judged {
        order: Box<Order>,
        verdict: Verdict,
    },

    // --- what vendors tell for nothing
    BalanceCame {
        vendor: &'static str,
        base_url: Arc<str>,
        came: Came,
    },
    /// Which modes an offering has today.
    ModesCame {
        row: &'static Row,
        base_url: Arc<str>,
        came: Came,
    },
    EstimateCame {
        ticket: u64,
        draft: Arc<Draft>,
        money: Option<Money>,
    },
    /// An order that waited for its price.
    OrderPriced {
        order: Box<Order>,
        money: Option<Money>,
    },

    // --- answers from outside
    KeyRead {
        vendor: &'static str,
        origin: Origin,
        answer: Result<Option<SecretString>, KeyringTrouble>,
    },
    KeyWritten {
        vendor: &'static str,
        origin: Origin,
        answer: Result<(), KeyringTrouble>,
    },
    KeyDeleted(Result<(), KeyringTrouble>),
    KeyringUnlocked(Result<(), KeyringTrouble>),
    ProxyPasswordRead {
        entry: String,
        answer: Result<Option<SecretString>, KeyringTrouble>,
    },
    ProxyPasswordWritten {
        entry: String,
        answer: Result<(), KeyringTrouble>,
    },
    KeyTested {
        vendor: &'static str,
        base_url: Arc<str>,
        came: Came,
    },
    Sandbox(Result<Sandbox, Trouble>),
    /// The library has its own copies of a cast member's pictures.
    CastPictures(Owned),
    CastFolder(Result<Found, Trouble>),
    Imported(Result<Box<Imported>, Trouble>),
    /// A second start handed a file in.
    Knocked {
        door: Door,
        file: Option<PathBuf>,
    },
    Exported {
        id: DraftId,
        written: Result<DraftFile, Trouble>,
    },
    /// Work that changes nothing here; a person may be told how it went.
    Said(Option<Notice>),

    /// A task's wire was written out.
    Wire(Arc<Wire>),

    /// A job panicked.
    Broke(Job),
}

/// Which frame of which clip was asked for, and what for.
#[derive(Debug, Clone)]
pub struct AskedFrame {
    pub task: TaskId,
    pub frame: u64,
    pub into: FrameFor,
}

/// What came of looking at an order's pictures, with what was seen on the way.
pub enum Verdict {
    Unchanged,
    /// A person is asked.
    Changed {
        image: ImageRef,
    },
    Clear {
        submission: Submission,
        seen: Vec<Seen>,
    },
    Refused {
        trouble: Trouble,
        seen: Vec<Seen>,
    },
}

/// Which piece of work it was.
#[derive(Debug, Clone)]
pub enum Job {
    Prepare {
        id: TaskId,
        job: u64,
    },
    Send {
        id: TaskId,
        job: u64,
    },
    Poll {
        id: TaskId,
        job: u64,
    },
    Fetch {
        id: TaskId,
        job: u64,
    },
    Measure(ImageRef),
    Thumb(ThumbKey),
    Repair {
        ticket: u64,
    },
    Frame(AskedFrame),
    Judge {
        batch: u64,
    },
    /// Looking for one vendor's key at one origin.
    Keyring(&'static str, Origin),
    KeyTest(&'static str),
    /// Looking for the proxy's password under this entry.
    ProxyPassword(String),
    Filmstrip(Sha256),
    Estimate {
        ticket: u64,
        draft: Arc<Draft>,
    },
    /// Waiting for a second start.
    Door,
    Sandbox,
    /// Nothing waits for its answer.
    Other(&'static str),
}

impl Job {
    /// One word for it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Prepare { .. } => "prepare",
            Self::Send { .. } => "send",
            Self::Poll { .. } => "poll",
            Self::Fetch { .. } => "fetch",
            Self::Measure(_) => "measure",
            Self::Thumb(_) => "thumb",
            Self::Repair { .. } => "repair",
            Self::Frame(_) => "frame",
            Self::Judge { .. } => "judge",
            Self::Keyring(..) => "keyring",
            Self::KeyTest(_) => "key-test",
            Self::ProxyPassword(_) => "proxy-password",
            Self::Filmstrip(_) => "filmstrip",
            Self::Estimate { .. } => "estimate",
            Self::Door => "door",
            Self::Sandbox => "sandbox",
            Self::Other(what) => what,
        }
    }
}
