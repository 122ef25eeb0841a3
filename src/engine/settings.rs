//! What a person chose, kept beside the library's database in `settings.json`.

use serde::{Deserialize, Serialize};

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
}

impl Default for Settings {
    fn default() -> Self {
        Self { language: None, display_server: DisplayServer::X11, volume: 0.5, is_muted: false }
    }
}

/// Drops reach the window only over X11 (winit 0.30), so XWayland is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DisplayServer {
    X11,
    Wayland,
}
