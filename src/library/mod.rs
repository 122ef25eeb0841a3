//! SQLite and files: one folder holds everything a person made, and one owner writes it.
//!
//! ```text
//! library.db      the tables; library.db.bak-<version> before each migration, library.damaged-<n>.db set aside
//! journal.jsonl   what became of every wish, synced before the tables commit; enough to rebuild them
//! owner.lock      held by the one owner         ballast        given up when the disk is full
//! pictures/       prepared pictures by hash     clips/         finished videos and `.part` files
//! settings.json   what the person chose         practice/ logs/  the practice vendor's and the log's own
//! wire/           what the vendor answered to each task, for looking back
//! cache/          posters and filmstrips, which can be made again
//! ```
//!
//! Every write is durable when it returns. The order is: rows, journal lines (synced), commit (synced). After a crash
//! between them the next start applies the journal's last lines, so a vendor's id is never lost; a wish that never
//! came to its commit is not sent by itself.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use crate::model::{Clip, Flag, Sha256, Task, Trouble};

mod ballast;
mod cast;
mod clip_row;
mod clips;
mod database;
mod drafts;
mod error;
mod exchanges;
pub mod files;
mod health;
mod journal;
mod ledger;
mod open;
mod owner;
mod pictures;
mod previews;
mod prompts;
mod readonly;
mod replay;
mod restore;
mod row;
mod search;
mod spending;
mod store;
mod story;
mod task_row;
mod tasks;
mod told;
mod uploads;
mod write;

#[cfg(test)]
mod tests;

pub use cast::StoredCast;
pub use clips::ClipNames;
pub use drafts::{DraftFile, DraftShelf, StoredDraft};
pub use error::{LibraryError, Result};
pub use exchanges::{Exchange, ExchangeStep};
pub use ledger::{Group, Mark};
pub use pictures::Pictures;
pub use previews::{PreviewKind, Previews};
pub use prompts::{PromptKey, StoredPrompt};
pub use readonly::ReadOnlyLibrary;
pub use story::fingerprint;

/// The one writer of a library folder. `Send`; the engine's loop owns it.
pub struct Library {
    db: Connection,
    dir: PathBuf,
    clips: PathBuf,
    database_path: PathBuf,
    journal: journal::Journal,
    ballast: ballast::Ballast,
    previews: Previews,
    /// Lines are durable in the journal that a full disk kept out of the tables.
    is_behind: bool,
    /// What `counts` last found; a write with journal lines forgets it.
    counts: Cell<Option<StoredCounts>>,
    /// A sync failed; nothing is written any more.
    stopped: Option<String>,
    /// Last, so that the tables are closed before another owner may come.
    _owner: owner::OwnerLock,
}

/// A library that is open, and what there is to tell about it.
pub struct Opened {
    pub library: Library,
    /// It was restored after damage, or wishes were cancelled that a crash kept from being sent.
    pub troubles: Vec<Trouble>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct StoredTask {
    pub task: Task,
    pub clip: Option<Clip>,
    /// The clip lies in the system trash; its prompt and bill stay.
    pub is_trashed: bool,
    /// What a person thinks of the clip.
    pub flag: Flag,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StoredCounts {
    pub under_way: usize,
    pub unknown: usize,
    pub done: usize,
}

/// Which tasks a page is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// Finished clips that are not in the trash.
    Clips,
    /// Of these, the ones that a person flagged so.
    Flagged(Flag),
    /// Everything that was ever asked for.
    All,
}

impl Library {
    /// What a person chose, as JSON beside the database.
    pub const SETTINGS: &'static str = "settings.json";

    /// Opens a library, begins one where there is none, brings an older one to this version and restores a damaged
    /// one. A newer one, or one that another window owns, is refused and left as it is.
    pub fn open(dir: &Path) -> Result<Opened> {
        open::open(dir)
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub fn clips_dir(&self) -> &Path {
        &self.clips
    }

    pub fn settings_path(&self) -> PathBuf {
        self.dir.join(Self::SETTINGS)
    }

    /// The practice vendor's own store.
    pub fn practice_dir(&self) -> PathBuf {
        self.dir.join("practice")
    }

    pub fn logs_dir(&self) -> PathBuf {
        self.dir.join("logs")
    }

    /// The pictures, for the workers that prepare them.
    pub fn pictures(&self) -> Pictures {
        Pictures::of(&self.dir)
    }

    /// Posters and filmstrips, for the workers that make them.
    pub fn previews(&self) -> Previews {
        self.previews.clone()
    }

    pub fn put_picture(&self, bytes: &[u8]) -> Result<Sha256> {
        self.pictures().put(bytes)
    }

    pub fn picture_path(&self, sha256: &Sha256) -> PathBuf {
        self.pictures().path(sha256)
    }

    /// Copies the tables to `library.db.bak-<version>`, as before a migration.
    pub fn back_up(&self) -> Result<()> {
        self.read(|db| database::back_up(db, &self.database_path, database::newest(database::MIGRATIONS)))
    }
}
