//! What a person chose, kept beside the library's database in `settings.json`.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::library::Library;

use crate::model::Language;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `None` follows the system.
    pub language: Option<Language>,
    pub display_server: DisplayServer,
    /// 0 to 1.
    pub volume: f32,
    pub is_muted: bool,
    /// "Lock total": the length of a video cut by hand stays while its shots change.
    pub keeps_total: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { language: None, display_server: DisplayServer::X11, volume: 0.5, is_muted: false, keeps_total: true }
    }
}

impl Settings {
    /// As they stand in a library's folder; the defaults where there is none yet or it cannot be read.
    pub fn read(library: &Path) -> Self {
        let Ok(text) = std::fs::read(library.join(Library::SETTINGS)) else { return Self::default() };
        serde_json::from_slice(&text).unwrap_or_else(|error| {
            tracing::warn!(%error, "settings.json cannot be read; the defaults stand");
            Self::default()
        })
    }
}

/// Drops reach the window only over X11 (winit 0.30), so XWayland is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DisplayServer {
    X11,
    Wayland,
}
