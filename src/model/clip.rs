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

impl Clip {
    /// The number of its last frame, from 0.
    pub fn last_frame(&self) -> u64 {
        self.facts.frames.saturating_sub(1)
    }

    /// What a picture of one of its frames is called: after the clip's own file.
    pub fn frame_name(&self, frame: u64) -> String {
        let stem = self.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        format!("{stem} frame {frame}.png").trim_start().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frames_file_is_called_after_its_clip() {
        let facts = ClipFacts {
            codec: "h264".to_owned(),
            bytes: 1,
            width: 2,
            height: 2,
            seconds: 5.0,
            frames: 120,
            fps: 24.0,
            audio: None,
        };
        let sha256 = Sha256::from_hex(&"0".repeat(64)).unwrap();
        let clip = Clip { path: "clips/fox at dusk.mp4".into(), sha256, facts, remarks: Vec::new() };
        assert_eq!((clip.last_frame(), clip.frame_name(7)), (119, "fox at dusk frame 7.png".to_owned()));
    }
}
