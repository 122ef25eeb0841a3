//! What a person chose, kept beside the library's database in `settings.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::library::Library;

use crate::model::Language;
use crate::model::cap::Caps;
use crate::model::price::OwnPrices;

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
    /// Prices a person typed; they stand before the shipped ones.
    pub own_prices: OwnPrices,
    pub caps: Caps,
    /// How many tasks run at a vendor at once, where that is not the usual number.
    pub at_once: BTreeMap<String, u8>,
    /// Vendors that nothing more is sent to until they go on.
    pub paused: BTreeSet<String>,
}

/// How many tasks run at a vendor at once, unless a person chose another number.
pub const AT_ONCE: u8 = 3;
/// What may be chosen.
pub const MOST_AT_ONCE: u8 = 20;

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: None,
            display_server: DisplayServer::X11,
            volume: 0.5,
            is_muted: false,
            keeps_total: true,
            own_prices: OwnPrices::default(),
            caps: Caps::default(),
            at_once: BTreeMap::new(),
            paused: BTreeSet::new(),
        }
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

    /// How many tasks of this vendor may be between sent and ended.
    pub fn at_once(&self, vendor: &str) -> u8 {
        self.at_once.get(vendor).map_or(AT_ONCE, |chosen| (*chosen).clamp(1, MOST_AT_ONCE))
    }

    pub fn is_paused(&self, vendor: &str) -> bool {
        self.paused.contains(vendor)
    }
}

/// Drops reach the window only over X11 (winit 0.30), so XWayland is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DisplayServer {
    X11,
    Wayland,
}
