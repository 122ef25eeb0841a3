//! What a vendor answered to each task, as far as a person may want to see it: a small file a task, `wire/<id>.jsonl`,
//! bounded, and never with a key in it. Nothing depends on it: a file that is lost costs a look back and nothing else.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Library;
use crate::model::TaskId;

/// Kept answers of one task: the oldest, and then the newest.
const KEPT: usize = 60;
const KEPT_OLDEST: usize = 4;
/// Characters of a body that are kept.
const BODY_CHARS: usize = 16_000;

/// One answer of a vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    pub at_millis: i64,
    pub step: ExchangeStep,
    /// The HTTP status; `None` where no answer came.
    pub status: Option<u16>,
    /// The vendor's word for where the task stands, or why there is no answer.
    pub word: String,
    /// What its support asks for.
    pub trace: Option<String>,
    pub body: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExchangeStep {
    Submit,
    Poll,
}

impl Library {
    /// Adds an answer; the middle of a long history makes room.
    pub fn note_exchange(&self, task: &TaskId, mut exchange: Exchange) -> io::Result<()> {
        if let Some((end, _)) = exchange.body.char_indices().nth(BODY_CHARS) {
            exchange.body.truncate(end);
            exchange.body.push('…');
        }
        let Some(path) = self.exchange_file(task) else { return Ok(()) };
        if let Some(folder) = path.parent() {
            // A library that is away is not begun in its place.
            match fs::create_dir(folder) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        let mut known = self.exchanges(task);
        if known.len() < KEPT {
            let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
            return file.write_all(&line(&exchange)?);
        }
        known.remove(KEPT_OLDEST);
        known.push(exchange);
        let lines: Vec<Vec<u8>> = known.iter().map(line).collect::<io::Result<_>>()?;
        fs::write(&path, lines.concat())
    }

    /// Every kept answer, the oldest first.
    pub fn exchanges(&self, task: &TaskId) -> Vec<Exchange> {
        let bytes = self.exchange_file(task).and_then(|path| fs::read(path).ok()).unwrap_or_default();
        bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
    }

    /// A task's id is ours; one that is no plain name has no file.
    fn exchange_file(&self, task: &TaskId) -> Option<PathBuf> {
        let is_plain = task.0.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (is_plain && !task.0.is_empty()).then(|| self.dir().join("wire").join(format!("{}.jsonl", task.0)))
    }
}

fn line(exchange: &Exchange) -> io::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec(exchange)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(number: i64) -> Exchange {
        Exchange {
            at_millis: number,
            step: ExchangeStep::Poll,
            status: Some(200),
            word: "running".to_owned(),
            trace: None,
            body: "{}".to_owned(),
        }
    }

    #[test]
    fn a_long_history_keeps_its_beginning_and_its_end() {
        let dir = tempfile::tempdir().unwrap();
        let library = Library::open(dir.path()).unwrap().library;
        let task = TaskId("0196-a".into());
        for number in 0..100 {
            library.note_exchange(&task, answer(number)).unwrap();
        }
        let kept: Vec<i64> = library.exchanges(&task).iter().map(|exchange| exchange.at_millis).collect();
        assert_eq!((kept.len(), &kept[..5], kept[59]), (KEPT, &[0, 1, 2, 3, 44][..], 99));
    }

    #[test]
    fn a_body_without_end_is_cut_and_a_strange_id_has_no_file() {
        let dir = tempfile::tempdir().unwrap();
        let library = Library::open(dir.path()).unwrap().library;
        let task = TaskId("a".into());
        library.note_exchange(&task, Exchange { body: "雪".repeat(20_000), ..answer(1) }).unwrap();
        assert_eq!(library.exchanges(&task)[0].body.chars().count(), BODY_CHARS + 1);
        library.note_exchange(&TaskId("../a".into()), answer(1)).unwrap();
        assert!(library.exchanges(&TaskId("../a".into())).is_empty());
    }
}
