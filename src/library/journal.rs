//! `journal.jsonl`: what became of every wish, a line at a time, synced before the database commits. With it the
//! tasks can be rebuilt when the database cannot be read any more.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::error::{LibraryError, Result};
use super::files;
use super::story;

pub(super) const NAME: &str = "journal.jsonl";

/// One line. Columns stand under the names they have in the database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Line {
    /// The version of the library that wrote it.
    pub v: i64,
    pub kind: Kind,
    pub task: String,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub set: Map<String, Value>,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub clip: Map<String, Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    /// A wish, whole, before anything is sent.
    Intent,
    /// The vendor's id is known; whole again, so that one good line is enough.
    Accepted,
    Moved,
    Ended,
    /// The clip is a verified file.
    Saved,
    /// The clip went to the system trash or came back.
    Trashed,
    /// A person said what they think of the clip.
    Flagged,
    /// A task as it stood when a lost journal was written anew.
    Kept,
}

/// The open journal, at its end.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    len: u64,
}

/// Why nothing was appended.
pub(super) enum Unwritten {
    /// The journal is as it was before.
    Clean(LibraryError),
    /// What the disk holds is not known.
    Unsure(LibraryError),
}

impl Journal {
    /// Opens the journal of a library, or begins one. A line that a crash cut short is closed off.
    pub fn open(dir: &Path) -> Result<Self> {
        let path = dir.join(NAME);
        let is_new = !path.exists();
        let file = OpenOptions::new().read(true).append(true).create(true).open(&path);
        let file = file.map_err(LibraryError::io(&path))?;
        let mut journal = Self { len: 0, file, path };
        journal.close_cut_line().map_err(LibraryError::io(&journal.path))?;
        if is_new {
            files::sync_dir(dir)?;
        }
        Ok(journal)
    }

    /// Where the next line will stand, in bytes from the start.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Appends lines and syncs them: all of them are durable, or it says what is.
    pub fn append(&mut self, text: &str) -> Result<(), Unwritten> {
        if let Err(error) = self.file.write_all(text.as_bytes()) {
            let error = LibraryError::io(&self.path)(error);
            // Half a line may stand there.
            return Err(match self.truncate(self.len) {
                Ok(()) => Unwritten::Clean(error),
                Err(worse) => Unwritten::Unsure(worse),
            });
        }
        // After a failed sync the system may drop the bytes and say "synced" the next time: never again trusted.
        self.file.sync_data().map_err(|error| Unwritten::Unsure(LibraryError::io(&self.path)(error)))?;
        self.len += text.len() as u64;
        Ok(())
    }

    /// Takes back what was appended after `len`.
    pub fn truncate(&mut self, len: u64) -> Result<()> {
        let cut = self.file.set_len(len).and_then(|()| self.file.sync_data());
        cut.map_err(LibraryError::io(&self.path))?;
        self.len = len;
        Ok(())
    }

    /// Hands over every whole line from `offset` on; lines nobody can read are passed over and counted.
    pub fn read_from<E: From<LibraryError>>(
        &self,
        offset: u64,
        mut take: impl FnMut(Line) -> Result<(), E>,
    ) -> Result<usize, E> {
        let fails = LibraryError::io(&self.path);
        let opened = File::open(&self.path).and_then(|mut file| file.seek(SeekFrom::Start(offset)).map(|_| file));
        let mut reader = BufReader::new(opened.map_err(fails)?);
        let (mut bytes, mut unreadable) = (Vec::new(), 0);
        loop {
            bytes.clear();
            let count = reader.read_until(b'\n', &mut bytes).map_err(LibraryError::io(&self.path))?;
            if count == 0 {
                return Ok(unreadable);
            }
            match serde_json::from_slice(&bytes) {
                Ok(line) => take(line)?,
                Err(_) if bytes.trim_ascii().is_empty() => {}
                Err(_) => unreadable += 1,
            }
        }
    }

    /// Writes the journal anew, whole or not at all.
    pub fn replace(&mut self, dir: &Path, text: &str) -> Result<()> {
        files::write_durably(&self.path, text.as_bytes())?;
        *self = Self::open(dir)?;
        Ok(())
    }

    fn close_cut_line(&mut self) -> std::io::Result<()> {
        self.len = self.file.metadata()?.len();
        if self.len == 0 {
            return Ok(());
        }
        let mut last = [0];
        self.file.seek(SeekFrom::Start(self.len - 1))?;
        self.file.read_exact(&mut last)?;
        if last != *b"\n" {
            self.file.write_all(b"\n")?;
            self.file.sync_data()?;
            self.len += 1;
        }
        Ok(())
    }
}

/// Lines as they stand in the file.
pub(super) fn text(lines: &[Line]) -> String {
    lines.iter().flat_map(|line| [story::json(line), "\n".to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(task: &str) -> Line {
        Line { v: 1, kind: Kind::Moved, task: task.into(), set: Map::new(), clip: Map::new() }
    }

    fn tasks(journal: &Journal, offset: u64) -> (Vec<String>, usize) {
        let mut seen = Vec::new();
        let unreadable = journal.read_from(offset, |line| {
            seen.push(line.task);
            Ok::<(), LibraryError>(())
        });
        (seen, unreadable.unwrap())
    }

    fn append(journal: &mut Journal, task: &str) {
        assert!(journal.append(&text(&[line(task)])).is_ok());
    }

    #[test]
    fn lines_come_back_in_order_from_any_line_on() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(dir.path()).unwrap();
        append(&mut journal, "a");
        let second = journal.len();
        append(&mut journal, "b");
        assert_eq!(tasks(&journal, 0), (vec!["a".into(), "b".into()], 0));
        assert_eq!(tasks(&journal, second), (vec!["b".into()], 0));
    }

    #[test]
    fn a_line_cut_by_a_crash_spoils_no_other() {
        let dir = tempfile::tempdir().unwrap();
        append(&mut Journal::open(dir.path()).unwrap(), "a");
        let path = dir.path().join(NAME);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.extend_from_slice(br#"{"v":1,"kind":"mov"#);
        std::fs::write(&path, bytes).unwrap();
        let mut journal = Journal::open(dir.path()).unwrap();
        append(&mut journal, "b");
        assert_eq!(tasks(&journal, 0), (vec!["a".into(), "b".into()], 1));
    }

    #[test]
    fn what_is_taken_back_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(dir.path()).unwrap();
        append(&mut journal, "a");
        let kept = journal.len();
        append(&mut journal, "b");
        journal.truncate(kept).unwrap();
        append(&mut journal, "c");
        assert_eq!(tasks(&journal, 0).0, ["a", "c"]);
    }
}
