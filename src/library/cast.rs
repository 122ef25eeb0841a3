//! The cast: elements that outlive the drafts they were made in, with pictures of their own.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::model::cast::{KeptName, Member};
use crate::model::{Draft, ImageRef};

use super::error::{Fault, Result};
use super::write::Keep;
use super::{Library, database, story};

const COLUMNS: &[&str] = &["id", "story", "extra", "notes", "changed_at_millis", "is_archived", "origins"];

/// The whole cast, archived ones too.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoredCast {
    /// By name.
    pub members: Vec<Member>,
    /// How many rows could not be read.
    pub unreadable: usize,
}

impl Library {
    pub fn cast(&self) -> Result<StoredCast> {
        let sql = format!("SELECT {} FROM cast_members ORDER BY name COLLATE NOCASE, id", COLUMNS.join(", "));
        self.read(|db| {
            let mut find = db.prepare_cached(&sql)?;
            let rows = find.query_map([], row_of)?.collect::<rusqlite::Result<Vec<_>>>()?;
            let members: Vec<Member> = rows.iter().filter_map(|row| member(row, &self.dir).ok()).collect();
            Ok(StoredCast { unreadable: rows.len() - members.len(), members })
        })
    }

    /// One of the cast; `None` where nobody has this id.
    pub fn cast_member(&self, id: &str) -> Result<Option<Member>> {
        let sql = format!("SELECT {} FROM cast_members WHERE id = ?1", COLUMNS.join(", "));
        self.read(|db| {
            let row = db.prepare_cached(&sql)?.query_row([id], row_of).optional()?;
            row.map(|row| member(&row, &self.dir)).transpose()
        })
    }

    /// Keeps these as they are now, all of them or none.
    pub fn keep_in_cast(&mut self, members: &[Member], now_millis: i64) -> Result<()> {
        let rows: Vec<(Arc<str>, Stored)> =
            members.iter().map(|member| (member.name.clone(), stored(member, &self.dir, now_millis))).collect();
        self.write(Keep::WholeOrNothing, &|db, _| {
            for (name, row) in &rows {
                put(db, name, row)?;
            }
            Ok(())
        })
    }

    /// Takes these out of the cast; drafts keep their copies, and the pictures stay for them.
    pub fn drop_from_cast(&mut self, ids: &[Arc<str>]) -> Result<()> {
        self.write(Keep::WholeOrNothing, &|db, _| {
            for id in ids {
                db.prepare_cached("DELETE FROM cast_members WHERE id = ?1")?.execute([id])?;
                db.prepare_cached("DELETE FROM cast_kept_names WHERE cast_id = ?1")?.execute([id])?;
            }
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
    is_archived: bool,
    origins: String,
}

/// Pictures of the library are named by their place in it: a library that was moved still finds them.
fn stored(member: &Member, library: &Path, now_millis: i64) -> Stored {
    let inside = |image: &ImageRef| match image.path().and_then(|path| path.strip_prefix(library).ok()) {
        Some(place) => ImageRef::file(place),
        None => image.clone(),
    };
    let mut draft = Draft { elements: vec![member.element()], ..Draft::new("") };
    draft.pictures_mut().for_each(|image| *image = inside(image));
    let origins: BTreeMap<String, String> =
        member.origins.iter().map(|(copy, from)| (inside(copy).to_string(), from.to_string())).collect();
    let text = story::write(&draft);
    Stored {
        id: member.id.clone(),
        story: text.json,
        extra: text.extra,
        notes: member.notes.clone(),
        // A clock that was put back takes nothing back.
        changed_at_millis: now_millis.max(member.changed_at_millis),
        is_archived: member.is_archived,
        origins: story::json(&origins),
    }
}

fn row_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Stored> {
    Ok(Stored {
        id: row.get(0)?,
        story: row.get(1)?,
        extra: row.get(2)?,
        notes: row.get(3)?,
        changed_at_millis: row.get(4)?,
        // A damaged file of an older version does not have these.
        is_archived: row.get::<_, Option<bool>>(5)?.unwrap_or_default(),
        origins: row.get::<_, Option<String>>(6)?.unwrap_or_default(),
    })
}

fn member(stored: &Stored, library: &Path) -> std::result::Result<Member, Fault> {
    let broken = |detail: String| Fault::Broken(format!("cast member {}: {detail}", stored.id));
    let outside = |image: ImageRef| match image.path() {
        Some(place) if place.is_relative() => ImageRef::file(library.join(place)),
        Some(_) | None => image,
    };
    let mut draft = story::read(&stored.story, &stored.extra).map_err(broken)?;
    draft.pictures_mut().for_each(|image| *image = outside(image.clone()));
    let element = draft.elements.first().ok_or_else(|| broken("no element".to_owned()))?;
    // Without them a picture is only not known again.
    let origins: BTreeMap<String, String> = serde_json::from_str(&stored.origins).unwrap_or_default();
    let origins = origins.iter().map(|(copy, from)| (outside(ImageRef::parse(copy)), ImageRef::parse(from)));
    Ok(Member {
        notes: stored.notes.clone(),
        changed_at_millis: stored.changed_at_millis,
        is_archived: stored.is_archived,
        origins: origins.collect(),
        ..Member::of(element, &stored.id)
    })
}

fn put(db: &Connection, name: &str, row: &Stored) -> rusqlite::Result<usize> {
    db.prepare_cached(
        "INSERT INTO cast_members (id, name, story, extra, notes, changed_at_millis, is_archived, origins)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT DO UPDATE SET name = ?2, story = ?3, extra = ?4, notes = ?5,
         changed_at_millis = max(changed_at_millis, ?6), is_archived = ?7, origins = ?8",
    )?
    .execute(params![
        row.id,
        name,
        row.story,
        row.extra,
        row.notes,
        row.changed_at_millis,
        row.is_archived,
        row.origins
    ])
}

/// What a damaged library still says of its cast, where that is newer; what cannot be read is left out.
pub(super) fn salvage(db: &Connection, damaged: &Connection) -> std::result::Result<(), Fault> {
    let columns = database::columns_of(damaged, "cast_members", COLUMNS)?;
    let mut read = damaged.prepare(&format!("SELECT {columns} FROM cast_members"))?;
    let mut rows = read.query([])?;
    while let Some(row) = rows.next()? {
        let Ok(stored) = row_of(row) else { continue };
        // Only to see whether it can be read: what is written is the row as it is.
        let Ok(found) = member(&stored, Path::new("/")) else { continue };
        let known = "SELECT changed_at_millis FROM cast_members WHERE id = ?1";
        let known: Option<i64> = db.query_row(known, [&stored.id], |row| row.get(0)).optional()?;
        if known.is_none_or(|known| known <= stored.changed_at_millis) {
            put(db, &found.name, &stored)?;
        }
    }
    Ok(())
}
