//! Drafts: kept as they are composed, listed, found by their words, and thrown into a bin that gives them back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params, params_from_iter};

use crate::model::{Cut, Draft, Secs, Sha256};

use super::error::{Fault, Result};
use super::write::Keep;
use super::{Library, database, story};

const LAST_OPENED: &str = "last_opened_draft";

/// So much of a draft's first words stands in a list.
const OPENING_CHARS: usize = 200;

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDraft {
    pub id: Arc<str>,
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
    /// The storyboard file it was last read from or written to.
    pub file: Option<Arc<Path>>,
}

/// Which drafts a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DraftShelf {
    #[default]
    Desk,
    Bin,
}

/// The file a draft was read from or written to, as it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFile {
    pub path: PathBuf,
    pub sha256: Sha256,
}

impl Library {
    /// Every draft that is not deleted, the newest change first.
    pub fn drafts(&self) -> Result<Vec<StoredDraft>> {
        Ok(self.draft_page(DraftShelf::Desk, "", 0, usize::MAX)?.1)
    }

    /// How many drafts of a shelf hold every word of a search, and rows `first` to `first + len` of them: the newest
    /// change first, in the bin the newest deletion.
    pub fn draft_page(
        &self,
        shelf: DraftShelf,
        search: &str,
        first: usize,
        len: usize,
    ) -> Result<(usize, Vec<StoredDraft>)> {
        let (is_deleted, order) = match shelf {
            DraftShelf::Desk => (0, "changed_at_millis"),
            DraftShelf::Bin => (1, "deleted_at_millis"),
        };
        let terms: Vec<Value> = search.to_lowercase().split_whitespace().map(|term| Value::Text(term.into())).collect();
        let from =
            format!("FROM drafts WHERE is_deleted = {is_deleted}{}", " AND instr(words, ?) > 0".repeat(terms.len()));
        let count = format!("SELECT count(*) {from}");
        let page = format!("SELECT {COLUMNS} {from} ORDER BY {order} DESC, id DESC LIMIT ? OFFSET ?");
        let place = [len, first].map(|number| Value::Integer(i64::try_from(number).unwrap_or(i64::MAX)));
        self.read(|db| {
            let total: i64 = db.prepare_cached(&count)?.query_row(params_from_iter(&terms), |row| row.get(0))?;
            let mut find = db.prepare_cached(&page)?;
            let found = find.query_map(params_from_iter(terms.iter().chain(&place)), line)?;
            Ok((usize::try_from(total).unwrap_or_default(), found.collect::<rusqlite::Result<_>>()?))
        })
    }

    /// A draft, also a deleted one.
    pub fn draft(&self, id: &str) -> Result<Option<Draft>> {
        self.read(|db| {
            let mut find = db.prepare_cached("SELECT story, extra FROM drafts WHERE id = ?1")?;
            let texts = find.query_row([id], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)));
            let Some((json, extra)) = texts.optional()? else {
                return Ok(None);
            };
            story::read(&json, &extra).map(Some).map_err(|detail| Fault::Broken(format!("draft {id}: {detail}")))
        })
    }

    /// Keeps a draft as it is now. One that was deleted stays deleted: a late autosave brings nothing back.
    pub fn save_draft(&mut self, id: &str, draft: &Draft, now_millis: i64) -> Result<()> {
        self.write(Keep::WholeOrNothing, &|db, _| put(db, id, draft, now_millis))
    }

    /// Throws a draft into the bin; `restore_draft` puts it back.
    pub fn delete_draft(&mut self, id: &str, now_millis: i64) -> Result<()> {
        self.write(Keep::WholeOrNothing, &|db, _| {
            let sql = "UPDATE drafts SET is_deleted = 1, deleted_at_millis = ?2 WHERE id = ?1 AND is_deleted = 0";
            db.prepare_cached(sql)?.execute(params![id, now_millis])?;
            Ok(())
        })
    }

    pub fn restore_draft(&mut self, id: &str) -> Result<()> {
        self.write(Keep::WholeOrNothing, &|db, _| {
            let sql = "UPDATE drafts SET is_deleted = 0, deleted_at_millis = NULL WHERE id = ?1";
            db.prepare_cached(sql)?.execute([id])?;
            Ok(())
        })
    }

    /// Deletes what lies in the bin for good.
    pub fn empty_draft_bin(&mut self) -> Result<()> {
        self.write(Keep::WholeOrNothing, &|db, _| {
            db.execute("DELETE FROM drafts WHERE is_deleted = 1", [])?;
            Ok(())
        })
    }

    /// The draft that was on the desk last, if it is still in the list.
    pub fn last_opened_draft(&self) -> Result<Option<Arc<str>>> {
        let sql = "SELECT id FROM drafts WHERE id = ?1 AND is_deleted = 0";
        self.read(|db| match database::meta::<String>(db, LAST_OPENED)? {
            None => Ok(None),
            Some(id) => Ok(db.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?),
        })
    }

    pub fn set_last_opened(&mut self, id: &str) -> Result<()> {
        self.write(Keep::WholeOrNothing, &|db, _| database::set_meta(db, LAST_OPENED, id))
    }

    /// The file a draft was last read from or written to. One whose name is no Unicode is not remembered.
    pub fn draft_file(&self, id: &str) -> Result<Option<DraftFile>> {
        self.read(|db| {
            let mut find = db.prepare_cached("SELECT file, file_sha256 FROM drafts WHERE id = ?1")?;
            let found =
                find.query_row([id], |row| Ok((row.get::<_, Option<String>>(0)?, row.get::<_, Option<String>>(1)?)));
            let Some((Some(path), Some(sha256))) = found.optional()? else {
                return Ok(None);
            };
            Ok(Sha256::from_hex(&sha256).map(|sha256| DraftFile { path: path.into(), sha256 }))
        })
    }

    pub fn set_draft_file(&mut self, id: &str, file: &DraftFile) -> Result<()> {
        let path = file.path.to_str();
        self.write(Keep::WholeOrNothing, &|db, _| {
            let sql = "UPDATE drafts SET file = ?2, file_sha256 = ?3 WHERE id = ?1";
            db.prepare_cached(sql)?.execute(params![id, path, file.sha256.as_str()])?;
            Ok(())
        })
    }

    /// The drafts in the list that belong to a file, the newest change first.
    pub fn drafts_of_file(&self, path: &Path) -> Result<Vec<Arc<str>>> {
        let Some(path) = path.to_str() else {
            return Ok(Vec::new());
        };
        let sql = "SELECT id FROM drafts WHERE file = ?1 AND is_deleted = 0 ORDER BY changed_at_millis DESC, id DESC";
        self.read(|db| {
            let mut find = db.prepare_cached(sql)?;
            let found = find.query_map([path], |row| row.get(0))?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }
}

/// Writes a draft with everything a list shows of it.
pub(super) fn put(db: &Connection, id: &str, draft: &Draft, changed_at_millis: i64) -> Result<(), Fault> {
    let text = story::write(draft);
    let shots = i64::try_from(draft.storyboard.shots().len()).unwrap_or(i64::MAX);
    let seconds = i64::try_from(draft.total().0).unwrap_or(i64::MAX);
    db.prepare_cached(
        "INSERT INTO drafts (id, heading, changed_at_millis, story, extra, cut, seconds, shots, opening, words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT DO UPDATE SET heading = ?2, changed_at_millis = ?3, story = ?4, extra = ?5, cut = ?6, seconds = ?7,
         shots = ?8, opening = ?9, words = ?10",
    )?
    .execute(params![
        id,
        draft.heading(),
        changed_at_millis,
        text.json,
        text.extra,
        draft.cut.word(),
        seconds,
        shots,
        opening(draft),
        story::words(draft)
    ])?;
    Ok(())
}

/// The first words of what this draft would send.
fn opening(draft: &Draft) -> String {
    let shots = draft.storyboard.shots().iter().map(|shot| shot.prompt_text());
    let (first, second): (&str, &str) = match draft.cut {
        Cut::OneShot | Cut::ByVendor => (&draft.prompt, ""),
        Cut::ByHand => ("", &draft.prompt),
    };
    let texts = std::iter::once(first).chain(shots).chain([second]);
    let found = texts.map(str::trim).find(|text| !text.is_empty());
    found.unwrap_or_default().chars().take(OPENING_CHARS).collect()
}

/// The title stands near the start of a storyboard, and quotes inside words are written otherwise.
const COLUMNS: &str = "instr(substr(story, 1, 400), '\"title\":\"\"') = 0, id, substr(heading, 1, 200), opening, cut,
    seconds, shots, changed_at_millis, deleted_at_millis, file";

fn line(row: &Row<'_>) -> rusqlite::Result<StoredDraft> {
    let cut: String = row.get(4)?;
    Ok(StoredDraft {
        has_title: row.get(0)?,
        id: row.get(1)?,
        heading: row.get(2)?,
        opening: row.get(3)?,
        cut: Cut::ALL.into_iter().find(|known| known.word() == cut).unwrap_or(Cut::OneShot),
        seconds: Secs(row.get::<_, i64>(5)?.unsigned_abs()),
        shots: usize::try_from(row.get::<_, i64>(6)?).unwrap_or_default(),
        changed_at_millis: row.get(7)?,
        deleted_at_millis: row.get(8)?,
        file: row.get::<_, Option<String>>(9)?.map(|path| Arc::from(PathBuf::from(path))),
    })
}
