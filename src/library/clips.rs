//! Finished videos: files under names of our own making, and what was measured of them.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::OptionalExtension as _;
use serde_json::{Map, Value};

use crate::model::{Clip, Flag, Sha256, Task, TaskId};

use super::clip_row::Marks;
use super::error::{LibraryError, Result};
use super::journal::{Kind, Line};
use super::row::Row;
use super::write::Keep;
use super::{Library, clip_row, database, store, tasks};

/// Where a task's clip is written, and where it stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClipNames {
    /// The name below the clips folder, as `Task::files` keeps it.
    pub name: Arc<str>,
    pub path: PathBuf,
    /// The same at every start, so that a download can go on.
    pub part_path: PathBuf,
}

impl Library {
    /// Keeps a verified clip with its task, which is Done: both or neither.
    pub fn save_clip(&mut self, task: &Task, clip: &Clip) -> Result<()> {
        let clips = self.clips.clone();
        self.write(Keep::LinesOutlive, &|db, lines| {
            let (seq, line) = tasks::update(db, task)?;
            let row = clip_row::write(clip, &clips, task.created_at_millis, Marks::default());
            store::put_clip(db, seq, &row)?;
            let mut line = line.unwrap_or_else(|| tasks::line(Kind::Saved, task, Map::new()));
            line.kind = Kind::Saved;
            line.clip = row.to_json();
            lines.push(line);
            Ok(())
        })
    }

    /// Notes that clips went to the system trash or came back. A task without a clip is left alone.
    pub fn set_trashed(&mut self, ids: &[TaskId], is_trashed: bool) -> Result<()> {
        let change = Map::from_iter([("is_trashed".to_owned(), i64::from(is_trashed).into())]);
        let marks: Vec<(TaskId, Map<String, Value>)> = ids.iter().map(|id| (id.clone(), change.clone())).collect();
        self.mark(Kind::Trashed, &marks)
    }

    /// Keeps what a person thinks of clips. A task without a clip is left alone.
    pub fn set_flags(&mut self, flags: &[(TaskId, Flag)]) -> Result<()> {
        let change = |flag: Flag| Map::from_iter([("flag".to_owned(), flag.word().into())]);
        let marks: Vec<_> = flags.iter().map(|(id, flag)| (id.clone(), change(*flag))).collect();
        self.mark(Kind::Flagged, &marks)
    }

    /// Changes columns of clips, and says so in the journal: all of them or none.
    fn mark(&mut self, kind: Kind, marks: &[(TaskId, Map<String, Value>)]) -> Result<()> {
        let v = database::newest(database::MIGRATIONS);
        self.write(Keep::WholeOrNothing, &|db, lines| {
            for (id, change) in marks {
                let Some((seq, _)) = store::task(db, &id.0)? else {
                    return Err(LibraryError::NoSuchTask { id: id.to_string() }.into());
                };
                let Some(mut row) = store::clip(db, seq)? else {
                    continue;
                };
                row.take(change);
                store::put_clip(db, seq, &row)?;
                let (set, clip, task) = (Map::new(), change.clone(), id.to_string());
                lines.push(Line { v, kind, task, set, clip });
            }
            Ok(())
        })
    }

    /// A clip by the hash of its file: a poster is asked for by it.
    pub fn clip_by_hash(&self, sha256: &Sha256) -> Result<Option<Clip>> {
        // The one still on its shelf, where two tasks brought the same file.
        let sql =
            format!("SELECT {} FROM clips WHERE sha256 = ?1 ORDER BY is_trashed LIMIT 1", clip_row::COLUMNS.join(", "));
        self.read(|db| {
            let found = db
                .prepare_cached(&sql)?
                .query_row([sha256.as_str()], |row| Row::read(clip_row::COLUMNS, row, 0))
                .optional()?;
            Ok(found.map(|row| clip_row::read(&row, &self.clips)).transpose()?.map(|(clip, _)| clip))
        })
    }

    /// Names for a task's video: the local day, the first words, and enough of the id to be its own.
    pub fn clip_names(&self, task: &Task) -> ClipNames {
        let id = tail(&task.id.0);
        let words = sanitized(task.draft.heading());
        let name = [day(task.created_at_millis), words, id.clone()];
        let name = name.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        let name: Arc<str> = format!("{name}.mp4").into();
        ClipNames { path: self.clips.join(&*name), part_path: self.clips.join(format!("{id}.part")), name }
    }
}

fn day(millis: i64) -> String {
    let time = Timestamp::from_millisecond(millis).unwrap_or_default();
    time.to_zoned(TimeZone::system()).date().to_string()
}

/// Letters and digits of any script, whatever lies between them as one space; short enough for every file system.
fn sanitized(text: &str) -> String {
    const MAX_CHARS: usize = 40;
    const MAX_BYTES: usize = 150;
    let mut words = String::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    let mut bytes = 0;
    let fits = |c: &char| {
        bytes += c.len_utf8();
        bytes <= MAX_BYTES
    };
    words.chars().take(MAX_CHARS).take_while(fits).collect::<String>().trim_end().to_owned()
}

/// The end of an id, where chance is; only what any file system takes.
fn tail(id: &str) -> String {
    let plain: Vec<char> = id.chars().filter(char::is_ascii_alphanumeric).collect();
    plain[plain.len().saturating_sub(12)..].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_every_script_and_nothing_a_file_system_refuses() {
        assert_eq!(sanitized("  @fox: \"Close/on\\him\"\u{0} …雪地里的狐狸？ "), "fox Close on him 雪地里的狐狸");
        assert_eq!(sanitized("../../etc/passwd"), "etc passwd");
        assert_eq!(sanitized("???"), "");
    }

    #[test]
    fn a_long_heading_is_cut_between_characters() {
        assert_eq!(sanitized(&"雪".repeat(200)).chars().count(), 40);
        assert!(sanitized(&"𠮷".repeat(200)).len() <= 150);
    }

    #[test]
    fn an_id_gives_its_last_letters_and_digits() {
        assert_eq!(tail("0191c5a2-7b1e-7cc3-98c4-dc0c0c07398f"), "dc0c0c07398f");
        assert_eq!(tail("t1"), "t1");
    }
}
