//! Reads a script that a person pasted into shots with seconds: plain lines, "Shot 1 (3s):", "0:00–0:03", 镜头1,
//! numbered lists, tables, and any mixture of them, in English, Chinese, Japanese and Korean.
//!
//! Nothing is dropped without a word: what belongs to no shot, and what was joined or stretched to fit the offering,
//! is told in `notes`.

mod fit;
mod head;
mod lines;
mod scan;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::storyboard::{BoardRules, Secs, Shot};

/// What a script comes to on one offering.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    pub shots: Vec<ScriptShot>,
    pub notes: Vec<Note>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptShot {
    pub prompt: Arc<str>,
    pub secs: Secs,
}

/// What a person should know before it is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Stands in no shot: a title, a heading, words before the first shot.
    LeftOut(String),
    /// More shots than the row takes: neighbours were joined.
    Joined { found: usize, kept: usize },
    /// The seconds that were written do not fit the row's range.
    Stretched { written: Secs, total: Secs },
}

impl Script {
    pub fn total(&self) -> Secs {
        self.shots.iter().map(|shot| shot.secs).sum()
    }
}

/// Reads a script for an offering. Where it says nothing of seconds the video is as long as `length`, as near as the
/// row's range allows.
pub fn read(text: &str, length: Secs, rules: &BoardRules) -> Script {
    let found = lines::read(text);
    let mut notes: Vec<Note> = found.left_out.into_iter().map(Note::LeftOut).collect();
    let shots = fit::fit(found.shots, length, rules, &mut notes);
    Script { shots, notes }
}

/// Shots as a script that reads back into them.
pub fn write(shots: &[Shot]) -> String {
    let line = |(index, shot): (usize, &Shot)| {
        let words = shot.prompt.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("Shot {} ({}s): {words}", index + 1, shot.secs())
    };
    shots.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// A shot as it is written: its seconds only where the script says them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Written {
    words: String,
    /// In thousandths, so that 1.5 s and 1.5 s make 3 s.
    millis: Option<u64>,
}
