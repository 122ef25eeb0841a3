//! A clip as columns and back.

use std::path::Path;

use rusqlite::types::Value;

use crate::model::clip::{AudioFacts, Clip, ClipFacts};
use crate::model::{Flag, Sha256, Trouble};

use super::row::{Broken, Row, int, opt_int, opt_text, text};
use super::task_row::trouble_json;

pub(super) const COLUMNS: &[&str] = &[
    "file",
    "sha256",
    "codec",
    "bytes",
    "width",
    "height",
    "seconds",
    "frames",
    "fps",
    "audio_codec",
    "audio_rate",
    "audio_channels",
    "audio_seconds",
    "remarks",
    "is_trashed",
    "created_at_millis",
    "flag",
];

/// What a person did to a clip, kept in its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Marks {
    /// It lies in the system trash.
    pub is_trashed: bool,
    pub flag: Flag,
}

/// `clips` is the folder the names are below: the library can move with its files.
pub(super) fn write(clip: &Clip, clips: &Path, created_at_millis: i64, marks: Marks) -> Row {
    let facts = &clip.facts;
    let audio = facts.audio.as_ref();
    let remarks: Vec<String> = clip.remarks.iter().map(trouble_json).collect();
    let values = vec![
        Value::Text(clip.path.strip_prefix(clips).unwrap_or(&clip.path).display().to_string()),
        text(clip.sha256.as_str()),
        text(&facts.codec),
        int(facts.bytes.cast_signed()),
        int(facts.width),
        int(facts.height),
        Value::Real(facts.seconds),
        int(facts.frames.cast_signed()),
        Value::Real(facts.fps),
        opt_text(audio.map(|audio| audio.codec.as_str())),
        opt_int(audio.map(|audio| audio.rate)),
        opt_int(audio.map(|audio| audio.channels)),
        audio.map_or(Value::Null, |audio| Value::Real(audio.seconds)),
        Value::Text(format!("[{}]", remarks.join(","))),
        int(marks.is_trashed),
        int(created_at_millis),
        opt_text(marks.flag.word()),
    ];
    Row::new(COLUMNS, values)
}

/// The clip, and what a person did to it.
pub(super) fn read(row: &Row, clips: &Path) -> Result<(Clip, Marks), Broken> {
    let audio = match row.opt_text("audio_codec")? {
        None => None,
        Some(codec) => Some(AudioFacts {
            codec: codec.to_owned(),
            rate: row.small("audio_rate")?,
            channels: row.small("audio_channels")?,
            seconds: row.real("audio_seconds")?,
        }),
    };
    let facts = ClipFacts {
        codec: row.text("codec")?.to_owned(),
        bytes: row.int("bytes")?.cast_unsigned(),
        width: row.small("width")?,
        height: row.small("height")?,
        seconds: row.real("seconds")?,
        frames: row.int("frames")?.cast_unsigned(),
        fps: row.real("fps")?,
        audio,
    };
    let sha256 = row.text("sha256")?;
    let sha256 = Sha256::from_hex(sha256).ok_or_else(|| Broken(format!("{sha256} is no SHA-256")))?;
    let remarks: Vec<Trouble> = row.json("remarks")?.unwrap_or_default();
    let clip = Clip { path: clips.join(row.text("file")?), sha256, facts, remarks };
    let marks = Marks { is_trashed: row.int("is_trashed")? != 0, flag: Flag::from_word(row.opt_text("flag")?) };
    Ok((clip, marks))
}
