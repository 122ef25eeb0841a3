//! What the engine shows the window: pages and counts, never the whole library.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::media::Pixels;
use crate::model::cap::Spent;
use crate::model::cast::{KeptName, Member};
use crate::model::image::{ImageRef, Sha256};
use crate::model::ledger::{By, Sums};
use crate::model::preflight::Facts;
use crate::model::price::{Balance, Money};
use crate::model::sent::Wording;
use crate::model::{Clip, Cut, Draft, Flag, Row, Secs, Task, TaskId, Trouble};

use super::command::{Command, FrameFor};
pub use super::followed::Followed;
use super::keys::KeyringTrouble;
use super::settings::Settings;
pub use super::wire::{Wire, WireKind, WireOf, WireRequest};
pub use crate::library::{Exchange, ExchangeStep};
use crate::vendors::AccountOption;

pub use crate::library::{DraftShelf, PromptKey};
pub use crate::media::preview::{COLUMNS as STRIP_COLUMNS, ROWS as STRIP_ROWS, TILES as STRIP_TILES, tile_at};

/// How many running tasks the window is told of.
pub const MAX_RUNNING: usize = 200;
/// How many drafts the window is told of without asking.
pub const MAX_DRAFTS: usize = 200;
/// How many answered repairs are remembered.
pub const MAX_REPAIRS: usize = 200;
/// How many prompts a page has.
pub const PROMPT_PAGE: usize = 60;

/// The engine's whole face, replaced at once and never changed in place.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// Grows with every change.
    pub revision: u64,
    pub phase: Phase,
    /// The number the next `Submit` must carry.
    pub next_batch: u64,
    /// The draft the window should edit; `opened` grows when another one is put there.
    pub desk: Option<Desk>,
    /// How often a second start handed a file in: the window comes to the front.
    pub calls: u64,
    /// The storyboard file the draft on the desk belongs to.
    pub desk_file: Option<Arc<Path>>,
    /// The task whose video the draft on the desk goes on from, where the library has it.
    pub desk_origin: Option<Origin>,
    /// The newest drafts, at most `MAX_DRAFTS`.
    pub drafts: Arc<[DraftLine]>,
    /// What the list of drafts looks at.
    pub draft_page: Arc<DraftPage>,
    /// What was sent last.
    pub recent_prompts: Arc<RecentPrompts>,
    /// What the list of prompts looks at.
    pub prompts: Arc<PromptPage>,
    /// Every element that outlives its draft, by name.
    pub cast: Arc<[Member]>,
    /// Names of the cast that drafts do without.
    pub kept_names: Arc<[KeptName]>,
    pub facts: Arc<Facts>,
    pub thumbs: Arc<HashMap<ThumbKey, Thumb>>,
    /// Repairs by their tickets, at most `MAX_REPAIRS` of them answered.
    pub repairs: Arc<BTreeMap<u64, RepairState>>,
    /// Unknown ones first, then those at work, newest first, then those in line as they will be sent, then the newest
    /// ended ones; at most `MAX_RUNNING`.
    pub queue: Arc<[TaskCard]>,
    pub counts: Counts,
    pub gallery: Arc<GalleryPage>,
    /// The clips that `Compare` named, in its order; those that are gone are left out.
    pub compared: Arc<[TaskCard]>,
    /// Bytes of posters and filmstrips on the disk; none until they were counted.
    pub previews_bytes: Option<u64>,
    /// The task that `Watch` named, while it is in the library.
    pub watched: Option<TaskCard>,
    /// Every task a headless session took up or inserted, in that order; empty for a window.
    pub followed: Followed,
    /// Why the newest submit was not taken: nothing of it is in the library.
    pub submit_refused: Option<Trouble>,
    pub accounts: Arc<[AccountCard]>,
    /// Offerings that are other than shipped, since their vendor said so.
    pub offerings: Arc<[&'static Row]>,
    pub keyring: Keyring,
    pub proxy: ProxyCard,
    pub questions: Arc<[Question]>,
    pub settings: Arc<Settings>,
    /// What counts against the caps; kept up only while there are any.
    pub spent: Spent,
    pub ledger: Arc<LedgerPage>,
    /// What is left at each vendor that tells it.
    pub balances: Arc<BTreeMap<&'static str, BalanceCard>>,
    /// What the vendor says of the draft it was last asked about.
    pub estimate: Option<Estimate>,
    /// What `ShowWire` asked for.
    pub wire: Option<Arc<Wire>>,
    pub library: PathBuf,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub enum Phase {
    #[default]
    Starting,
    Open,
    /// The library cannot be used: another window owns it, it is newer, the disk refuses. Nothing was changed.
    Closed(Trouble),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DraftId(pub Arc<str>);

#[derive(Debug, Clone)]
pub struct Desk {
    pub id: DraftId,
    pub draft: Arc<Draft>,
    pub opened: u64,
}

/// A task that something goes on from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub task: TaskId,
    pub heading: Arc<str>,
}

/// A draft in a list: its heading, what it is made of, and its file.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftLine {
    pub id: DraftId,
    /// Its title, else its first words.
    pub heading: Arc<str>,
    pub has_title: bool,
    /// The first words of its prompts.
    pub opening: Arc<str>,
    pub cut: Cut,
    pub seconds: Secs,
    pub shots: usize,
    pub changed_at_millis: i64,
    /// When it was thrown into the bin.
    pub deleted_at_millis: Option<i64>,
    pub file: Option<Arc<Path>>,
}

/// What the list of drafts looks at; rows `first` to `first + len`. Without a `len` nothing is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftQuery {
    pub shelf: DraftShelf,
    pub search: String,
    pub first: usize,
    pub len: usize,
}

/// The rows of a query.
#[derive(Debug, Clone, Default)]
pub struct DraftPage {
    pub query: DraftQuery,
    pub total: usize,
    pub lines: Vec<DraftLine>,
}

/// What the list of prompts looks at: those after `after`, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PromptQuery {
    pub is_negative: bool,
    pub search: String,
    pub after: Option<PromptKey>,
}

/// The next prompts of a query.
#[derive(Debug, Clone, Default)]
pub struct PromptPage {
    pub query: PromptQuery,
    pub lines: Arc<[PromptLine]>,
    /// There are more after the last of these.
    pub has_more: bool,
}

/// The first page of prompts and of negative prompts, always at hand: Alt+↑ must not wait.
#[derive(Debug, Clone, Default)]
pub struct RecentPrompts {
    pub wanted: PromptPage,
    pub unwanted: PromptPage,
}

impl RecentPrompts {
    pub fn of(&self, is_negative: bool) -> &PromptPage {
        if is_negative { &self.unwanted } else { &self.wanted }
    }
}

/// A text that was sent, under its newest use.
#[derive(Debug, Clone, PartialEq)]
pub struct PromptLine {
    pub key: PromptKey,
    pub text: Arc<str>,
    pub wording: Wording,
    pub uses: u64,
    /// The title of the draft that sent it last.
    pub title: Arc<str>,
}

/// Names a small picture the window wants to draw.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ThumbKey {
    /// A local picture of a draft.
    Picture(ImageRef),
    /// The same, large enough to work on. Only the newest ones are kept.
    Large(ImageRef),
    /// A finished clip's poster, by the clip's hash.
    Poster(Sha256),
    /// Its filmstrip: one sheet, see `media::preview`.
    Filmstrip(Sha256),
}

#[derive(Debug, Clone)]
pub enum Thumb {
    Coming,
    Here(Arc<Pixels>),
    Broken,
}

/// How far the repair of a picture is.
#[derive(Debug, Clone, PartialEq)]
pub enum RepairState {
    UnderWay,
    /// The new picture; its facts are in `Snapshot::facts`.
    Done(ImageRef),
    Failed(Trouble),
}

#[derive(Debug, Clone, PartialEq)]
pub struct TaskCard {
    pub task: Arc<Task>,
    pub clip: Option<Arc<Clip>>,
    /// The clip lies in the system trash.
    pub is_trashed: bool,
    /// It waits for a person, not for time: for a key, or for an address to be put back.
    pub is_held: bool,
    /// What a person thinks of the clip.
    pub flag: Flag,
    /// What the video is called that this one goes on from, where the library has it.
    pub continues: Option<Arc<str>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub under_way: usize,
    pub unknown: usize,
    pub done: usize,
}

/// What the gallery looks at. `first` and `len` are the rows around the viewport.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GalleryQuery {
    pub search: String,
    /// Only clips that a person flagged so.
    pub flag: Option<Flag>,
    pub first: usize,
    pub len: usize,
}

/// The rows of a query, newest first.
#[derive(Debug, Clone, Default)]
pub struct GalleryPage {
    pub query: GalleryQuery,
    pub total: usize,
    pub cards: Vec<TaskCard>,
}

/// What a vendor said is left, and when.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BalanceCard {
    pub balance: Balance,
    pub at_millis: i64,
}

/// What a vendor would charge for one video of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    pub draft: Arc<Draft>,
    pub said: EstimateSaid,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EstimateSaid {
    Asking,
    Costs(Money),
    /// No clear answer.
    Nothing,
}

/// A month of somebody's calendar; nought is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Month {
    pub year: i16,
    /// From 1.
    pub month: i8,
}

impl Month {
    pub fn before(self) -> Self {
        if self.month <= 1 { Self { year: self.year - 1, month: 12 } } else { Self { month: self.month - 1, ..self } }
    }

    pub fn after(self) -> Self {
        if self.month >= 12 { Self { year: self.year + 1, month: 1 } } else { Self { month: self.month + 1, ..self } }
    }
}

/// `2026-11`.
impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// What the ledger looks at. `first` and `len` are lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LedgerQuery {
    pub month: Month,
    pub by: By,
    pub first: usize,
    pub len: usize,
}

/// A month of the ledger: its lines, and the sums that stand above them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LedgerPage {
    pub query: LedgerQuery,
    /// How many lines the month has in all.
    pub total: usize,
    pub lines: Vec<LedgerLine>,
    /// The month that is looked at.
    pub whole: Sums,
    pub today: Sums,
    pub this_month: Sums,
    /// The month it is now.
    pub now: Month,
}

#[derive(Debug, Clone, PartialEq)]
pub struct LedgerLine {
    /// A day (`2026-11-27`), a project's name (empty for one without), or a vendor's id.
    pub name: String,
    pub sums: Sums,
}

/// A vendor as its account stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AccountCard {
    pub vendor: &'static str,
    pub name: &'static str,
    /// Empty where the written one may not be used: `trouble` says why.
    pub base_url: String,
    pub address: AddressFrom,
    /// The vendor's own addresses, the usual one first.
    pub known_addresses: Vec<&'static str>,
    pub key: KeyState,
    /// The variable a key may come from.
    pub key_variable: String,
    /// The variable an address may come from.
    pub url_variable: String,
    /// Another address of this vendor that has a key. It is not sent to this one.
    pub key_elsewhere: Option<String>,
    /// Wishes go to the practice vendor inside: no money.
    pub is_practice: bool,
    /// Why nothing is submitted, though there is a key: the vendor refused it, or has no money left.
    pub stopped: Option<Trouble>,
    pub test: KeyTest,
    pub trouble: Option<Trouble>,
    pub options: &'static [AccountOption],
}

/// Who says where a vendor is reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AddressFrom {
    #[default]
    Vendor,
    Settings,
    Environment,
}

/// What a free call with the key came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum KeyTest {
    #[default]
    Untested,
    Asking,
    Told {
        tone: Tone,
        said: Trouble,
        /// What is left, where the vendor tells.
        balance: Option<Balance>,
    },
}

/// The operating system's secret store as it was when it last answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Keyring {
    /// Nobody needed it yet, or it has not answered.
    #[default]
    Unasked,
    Open,
    Trouble(KeyringTrouble),
}

/// The proxy a person named, as it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProxyCard {
    /// Where its password is.
    pub password: KeyState,
    pub trouble: Option<Trouble>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum KeyState {
    /// The keyring has not answered yet.
    Looking,
    #[default]
    Absent,
    Environment,
    Keyring,
    /// Kept for this session only.
    Session,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct QuestionId(pub u64);

/// Something that waits for the user.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub id: QuestionId,
    pub about: QuestionAbout,
}

#[derive(Debug, Clone, PartialEq)]
pub enum QuestionAbout {
    /// The same request was sent less than a minute ago. Proceed or Dismiss.
    SameAgain { seconds_ago: u64, is_practice: bool },
    /// A picture changed on disk since it was checked. Proceed takes the new one.
    PictureChanged { image: ImageRef },
    /// Sent, answer lost. Found, SendAgain or GiveUp.
    Unknown { task: TaskId },
}

/// A passing word: shown for some seconds.
#[derive(Debug, Clone)]
pub struct Notice {
    pub tone: Tone,
    pub said: Trouble,
    pub undo: Option<Command>,
}

/// A frame of a clip that was asked for: it comes once. Whatever went wrong was said by a notice.
#[derive(Debug, Clone)]
pub struct Taken {
    pub task: TaskId,
    pub frame: u64,
    pub into: FrameFor,
    pub got: Option<Got>,
}

#[derive(Debug, Clone)]
pub enum Got {
    /// A PNG with exactly its pixels, kept in the library.
    Kept(PathBuf),
    Pixels(Arc<Pixels>),
    /// It lies where it was wanted.
    Written,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Good,
    Plain,
    Bad,
}
