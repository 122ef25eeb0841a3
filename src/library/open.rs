//! Opening a library: one owner, a trusted file, the newest version, and the journal's last word.

use std::cell::Cell;
use std::fs;
use std::path::Path;

use rusqlite::TransactionBehavior;

use crate::model::Trouble;

use super::ballast::Ballast;
use super::database::{self, MIGRATIONS};
use super::error::{Fault, LibraryError, Result};
use super::health::{self, Health};
use super::journal::{self, Journal, Kind, Line};
use super::owner::OwnerLock;
use super::{Library, Opened, Previews, files, replay, restore, store};

const FOLDERS: [&str; 4] = ["pictures", "clips", "practice", "logs"];

pub(super) fn open(dir: &Path) -> Result<Opened> {
    fs::create_dir_all(dir).map_err(LibraryError::io(dir))?;
    let owner = OwnerLock::take(dir)?;
    let path = dir.join(database::NAME);
    let newest = database::newest(MIGRATIONS);
    let health = health::examine(&path, newest)?;
    // A newer library is left exactly as it is.
    if let Health::Newer { found } = health {
        return Err(database::newer(found, newest, &path));
    }
    let clips = dir.join("clips");
    prepare_folders(dir)?;
    let journal = Journal::open(dir)?;
    let is_lost = match &health {
        Health::Sound => false,
        Health::New => journal.len() > 0,
        Health::Damaged { .. } => true,
        Health::Newer { .. } => false,
    };
    let mut troubles = if is_lost { restore::restore(dir, &journal, &clips)? } else { Vec::new() };
    let named = |fault: Fault| fault.at(&path);
    let mut db = database::connect(&path).map_err(named)?;
    database::migrate(&mut db, &path, MIGRATIONS).map_err(named)?;
    files::sync_dir(dir)?;
    let mut library = Library {
        db,
        dir: dir.to_owned(),
        clips,
        database_path: path.clone(),
        journal,
        ballast: Ballast::of(dir),
        previews: Previews::of(dir),
        is_behind: false,
        counts: Cell::default(),
        stopped: None,
        _owner: owner,
    };
    troubles.extend(reconcile(&mut library)?);
    // A full disk must not keep anybody from looking at their clips; a new wish asks for the ballast again.
    let _ = library.ballast.ensure();
    Ok(Opened { library, troubles })
}

fn prepare_folders(dir: &Path) -> Result<()> {
    for name in FOLDERS {
        let folder = dir.join(name);
        fs::create_dir_all(&folder).map_err(LibraryError::io(&folder))?;
    }
    files::sweep(dir);
    files::sweep(&dir.join("pictures"));
    Previews::of(dir).sweep();
    files::sync_dir(dir)
}

/// Makes database and journal say the same after a crash between them.
fn reconcile(library: &mut Library) -> Result<Option<Trouble>> {
    let settled = library.read(database::settled)?;
    if library.journal.len() < settled {
        rewrite_journal(library)?;
        return Ok(None);
    }
    if library.journal.len() == settled {
        return Ok(None);
    }
    let Library { db, journal, clips, database_path, .. } = library;
    let mut replay = || {
        let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let replayed = replay::replay(&step, journal, settled, clips)?;
        let unsent = replay::cancel_unsent(&step, replayed.inserted.iter().map(String::as_str))?;
        database::set_settled(&step, journal.len())?;
        step.commit()?;
        Ok(unsent)
    };
    let unsent = replay().map_err(|fault: Fault| fault.at(database_path))?;
    Ok((unsent > 0).then(|| Trouble::new("library-unsent-cancelled").with("count", unsent)))
}

/// A journal that lost lines could not rebuild the library any more: it is written anew from the tables.
fn rewrite_journal(library: &mut Library) -> Result<()> {
    let version = database::newest(MIGRATIONS);
    let lines = library.read(|db| {
        let mut ids = db.prepare("SELECT id FROM tasks ORDER BY seq")?;
        let ids = ids.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        ids.iter().map(|id| whole_line(db, id, version)).collect::<Result<Vec<_>, Fault>>()
    })?;
    let lines: Vec<Line> = lines.into_iter().flatten().collect();
    library.journal.replace(&library.dir, &journal::text(&lines))?;
    let len = library.journal.len();
    library.read(|db| database::set_settled(db, len))
}

fn whole_line(db: &rusqlite::Connection, id: &str, version: i64) -> Result<Option<Line>, Fault> {
    let Some((seq, row)) = store::task(db, id)? else {
        return Ok(None);
    };
    let clip = store::clip(db, seq)?.map(|row| row.to_json()).unwrap_or_default();
    Ok(Some(Line { v: version, kind: Kind::Kept, task: id.to_owned(), set: row.to_json(), clip }))
}
