//! A finished video file in the library: what was measured of it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::image::Sha256;
use super::trouble::Trouble;

/// Facts of a clip, read from the file itself. Width and height are as shown, after rotation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClipFacts {
    /// `h264`, `hevc`, …: the lower-case word ffprobe would print.
    pub codec: String,
    pub bytes: u64,
    pub width: u32,
    pub height: u32,
    pub seconds: f64,
    pub frames: u64,
    /// Frames a second, averaged over the clip.
    pub fps: f64,
    pub audio: Option<AudioFacts>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AudioFacts {
    /// `aac`, `flac`, `alac`, …
    pub codec: String,
    pub rate: u32,
    pub channels: u16,
    pub seconds: f64,
}

/// A verified file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clip {
    pub path: PathBuf,
    pub sha256: Sha256,
    pub facts: ClipFacts,
    /// Where it differs from the order (length, size, sound): shown on its card.
    pub remarks: Vec<Trouble>,
}
