//! The cast: elements that outlive the drafts they were made in.

use std::sync::Arc;

use rusqlite::{Connection, params};

use crate::model::Draft;
use crate::model::cast::{KeptName, Member};

use super::error::{Fault, Result};
use super::write::Keep;
use super::{Library, story};

impl Library {
    /// The whole cast by name.
    pub fn cast(&self) -> Result<Vec<Member>> {
        let sql =
            "SELECT id, story, extra, notes, changed_at_millis FROM cast_members ORDER BY name COLLATE NOCASE, id";
        self.read(|db| {
            let mut find = db.prepare_cached(sql)?;
            let found = find.query_map([], row_of)?.collect::<rusqlite::Result<Vec<_>>>()?;
            found.iter().map(member).collect()
        })
    }

    /// Keeps one of the cast as it is now.
    pub fn keep_in_cast(&mut self, member: &Member, now_millis: i64) -> Result<()> {
        let text = story::write(&alone(member));
        self.write(Keep::WholeOrNothing, &|db, _| {
            let row = Stored {
                id: member.id.clone(),
                story: text.json.clone(),
                extra: text.extra.clone(),
                notes: member.notes.clone(),
                changed_at_millis: now_millis,
            };
            put(db, &member.name, &row)?;
            Ok(())
        })
    }

    /// Another name in the cast; nothing happens to one that is not in it.
    pub fn rename_in_cast(&mut self, id: &str, name: &str, now_millis: i64) -> Result<()> {
        let Some(member) = self.cast()?.into_iter().find(|member| &*member.id == id) else {
            return Ok(());
        };
        self.keep_in_cast(&Member { name: name.into(), ..member }, now_millis)
    }

    /// Takes one out of the cast; drafts keep their copies.
    pub fn drop_from_cast(&mut self, id: &str) -> Result<()> {
        self.write(Keep::WholeOrNothing, &|db, _| {
            db.prepare_cached("DELETE FROM cast_members WHERE id = ?1")?.execute([id])?;
            db.prepare_cached("DELETE FROM cast_kept_names WHERE cast_id = ?1")?.execute([id])?;
            Ok(())
        })
    }

    /// The names that drafts keep although the cast has others.
    pub fn kept_names(&self) -> Result<Vec<KeptName>> {
        self.read(|db| {
            let mut find = db.prepare_cached("SELECT draft, cast_id, name FROM cast_kept_names")?;
            let found =
                find.query_map([], |row| Ok(KeptName { draft: row.get(0)?, cast_id: row.get(1)?, name: row.get(2)? }))?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// A draft's own name stays, whatever the cast calls it now: it is not offered that name again.
    pub fn keep_name(&mut self, kept: &KeptName) -> Result<()> {
        self.write(Keep::WholeOrNothing, &|db, _| {
            db.prepare_cached(
                "INSERT INTO cast_kept_names (draft, cast_id, name) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE SET name = ?3",
            )?
            .execute(params![kept.draft, kept.cast_id, kept.name])?;
            Ok(())
        })
    }
}

/// One of the cast as its row: an element is kept as a storyboard that holds nothing else.
struct Stored {
    id: Arc<str>,
    story: String,
    extra: String,
    notes: Arc<str>,
    changed_at_millis: i64,
}

fn alone(member: &Member) -> Draft {
    Draft { elements: vec![member.element()], ..Draft::new("") }
}

fn row_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        id: row.get(0)?,
        story: row.get(1)?,
        extra: row.get(2)?,
        notes: row.get(3)?,
        changed_at_millis: row.get(4)?,
    })
}

fn member(stored: &Stored) -> std::result::Result<Member, Fault> {
    let broken = |detail: String| Fault::Broken(format!("cast member {}: {detail}", stored.id));
    let draft = story::read(&stored.story, &stored.extra).map_err(broken)?;
    let element = draft.elements.first().ok_or_else(|| broken("no element".to_owned()))?;
    let (notes, changed_at_millis) = (stored.notes.clone(), stored.changed_at_millis);
    Ok(Member { notes, changed_at_millis, ..Member::of(element, &stored.id) })
}

fn put(db: &Connection, name: &str, row: &Stored) -> rusqlite::Result<usize> {
    db.prepare_cached(
        "INSERT INTO cast_members (id, name, story, extra, notes, changed_at_millis) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO UPDATE SET name = ?2, story = ?3, extra = ?4, notes = ?5, changed_at_millis = ?6
         WHERE changed_at_millis <= ?6",
    )?
    .execute(params![row.id, name, row.story, row.extra, row.notes, row.changed_at_millis])
}

/// What a damaged library still says of its cast; what cannot be read is left out.
pub(super) fn salvage(db: &Connection, damaged: &Connection) -> std::result::Result<(), Fault> {
    let mut read = damaged.prepare("SELECT id, story, extra, notes, changed_at_millis FROM cast_members")?;
    let mut rows = read.query([])?;
    while let Some(row) = rows.next()? {
        let Ok(stored) = row_of(row) else { continue };
        if let Ok(found) = member(&stored) {
            put(db, &found.name, &stored)?;
        }
    }
    Ok(())
}
