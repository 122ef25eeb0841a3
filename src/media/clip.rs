//! What can be wrong with a clip.

use std::path::PathBuf;

use crate::model::trouble::Trouble;

/// Why a clip cannot be read, or is no whole video. Frames are counted from 0, in display order.
#[derive(Debug, thiserror::Error)]
pub enum ClipError {
    #[error("no file at {path}")]
    Missing { path: PathBuf },
    #[error("not a regular file: {path}")]
    NotRegular { path: PathBuf },
    #[error("could not read the clip: {source}; file {path}")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("could not write the picture: {source}; file {path}")]
    Write { path: PathBuf, source: std::io::Error },
    #[error("the file is empty")]
    Empty,
    /// What an expired or refused link often answers with, under status 200.
    #[error("the file is a web page")]
    WebPage,
    #[error("the file is no MP4")]
    NotMp4,
    #[error("the file ends after {got} of {expected} bytes")]
    Cut { got: u64, expected: u64 },
    #[error("the file ends before its index")]
    NoIndex,
    #[error("damaged: {detail}")]
    Damaged { detail: String },
    #[error("no video track with pictures")]
    NoVideo,
    #[error("too large: {detail}")]
    TooLarge { detail: String },
    #[error("{codec} cannot be decoded here: {detail}")]
    Unsupported { codec: String, detail: String },
    #[error("frame {frame} cannot be decoded: {detail}")]
    LostFrame { frame: usize, detail: String },
    #[error("frame {frame} of {frames}")]
    NoSuchFrame { frame: usize, frames: usize },
}

impl ClipError {
    /// A reader that gives no reason has stumbled over the index.
    pub(crate) fn damaged(detail: impl Into<String>) -> Self {
        let detail: String = detail.into();
        Self::Damaged { detail: if detail.trim().is_empty() { "its index cannot be read".to_owned() } else { detail } }
    }
}

impl From<&ClipError> for Trouble {
    fn from(error: &ClipError) -> Self {
        let path = |path: &PathBuf| path.display().to_string();
        match error {
            ClipError::Missing { path: at } => Self::new("clip-missing").with("path", path(at)),
            ClipError::NotRegular { path: at } => Self::new("clip-not-regular").with("path", path(at)),
            ClipError::Read { path: at, source } => {
                Self::new("clip-unreadable").with("detail", source.to_string()).with("path", path(at))
            }
            ClipError::Write { path: at, source } => {
                Self::new("clip-not-written").with("detail", source.to_string()).with("path", path(at))
            }
            ClipError::Empty => Self::new("clip-empty"),
            ClipError::WebPage => Self::new("clip-web-page"),
            ClipError::NotMp4 => Self::new("clip-not-mp4"),
            ClipError::Cut { got, expected } => Self::new("clip-cut").with("got", *got).with("expected", *expected),
            ClipError::NoIndex => Self::new("clip-no-index"),
            ClipError::Damaged { detail } => Self::new("clip-damaged").with("detail", detail.as_str()),
            ClipError::NoVideo => Self::new("clip-no-video"),
            ClipError::TooLarge { detail } => Self::new("clip-too-large").with("detail", detail.as_str()),
            ClipError::Unsupported { codec, detail } => {
                Self::new("clip-unsupported").with("codec", codec.as_str()).with("detail", detail.as_str())
            }
            ClipError::LostFrame { frame, detail } => {
                Self::new("clip-lost-frame").with("frame", *frame).with("detail", detail.as_str())
            }
            ClipError::NoSuchFrame { frame, frames } => {
                Self::new("clip-no-such-frame").with("frame", *frame).with("frames", *frames)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_has_its_words() {
        let io = || std::io::Error::other("worn out");
        let text = String::from;
        let all = [
            ClipError::Missing { path: "a".into() },
            ClipError::NotRegular { path: "a".into() },
            ClipError::Read { path: "a".into(), source: io() },
            ClipError::Write { path: "a".into(), source: io() },
            ClipError::Empty,
            ClipError::WebPage,
            ClipError::NotMp4,
            ClipError::Cut { got: 1, expected: 2 },
            ClipError::NoIndex,
            ClipError::Damaged { detail: text("a") },
            ClipError::NoVideo,
            ClipError::TooLarge { detail: text("a") },
            ClipError::Unsupported { codec: text("a"), detail: text("b") },
            ClipError::LostFrame { frame: 1, detail: text("a") },
            ClipError::NoSuchFrame { frame: 1, frames: 1 },
        ];
        for words in [include_str!("../../assets/locale/en/clip.ftl"), include_str!("../../assets/locale/zh/clip.ftl")]
        {
            for trouble in all.iter().map(Trouble::from) {
                let line = words.lines().find(|line| line.starts_with(&format!("{} =", trouble.rule)));
                let line = line.unwrap_or_else(|| panic!("{} has no words", trouble.rule));
                assert!(trouble.args.keys().all(|name| line.contains(&format!("${name}"))), "{line}");
            }
        }
    }
}
