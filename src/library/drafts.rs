//! Drafts: kept as they are composed.

use std::sync::Arc;

use rusqlite::{OptionalExtension as _, params};

use crate::model::Draft;

use super::error::{Fault, Result};
use super::write::Keep;
use super::{Library, StoredDraft, database, story};

const LAST_OPENED: &str = "last_opened_draft";

impl Library {
    /// Every draft that is not deleted, the newest change first.
    pub fn drafts(&self) -> Result<Vec<StoredDraft>> {
        let sql = "SELECT id, heading, changed_at_millis FROM drafts WHERE is_deleted = 0
                   ORDER BY changed_at_millis DESC, id DESC";
        self.read(|db| {
            let mut find = db.prepare_cached(sql)?;
            let found = find.query_map([], |row| {
                Ok(StoredDraft { id: row.get(0)?, heading: row.get(1)?, changed_at_millis: row.get(2)? })
            })?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
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
        let text = story::write(draft);
        self.write(Keep::WholeOrNothing, &|db, _| {
            db.prepare_cached(
                "INSERT INTO drafts (id, heading, changed_at_millis, story, extra) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET heading = ?2, changed_at_millis = ?3, story = ?4, extra = ?5",
            )?
            .execute(params![id, draft.heading(), now_millis, text.json, text.extra])?;
            Ok(())
        })
    }

    /// Takes a draft out of the list; `restore_draft` puts it back.
    pub fn delete_draft(&mut self, id: &str) -> Result<()> {
        self.mark_draft(id, true)
    }

    pub fn restore_draft(&mut self, id: &str) -> Result<()> {
        self.mark_draft(id, false)
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

    fn mark_draft(&mut self, id: &str, is_deleted: bool) -> Result<()> {
        self.write(Keep::WholeOrNothing, &|db, _| {
            db.prepare_cached("UPDATE drafts SET is_deleted = ?2 WHERE id = ?1")?.execute(params![id, is_deleted])?;
            Ok(())
        })
    }
}
