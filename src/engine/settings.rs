//! What a person chose, kept beside the library's database in `settings.json`. No secret is ever among it.

mod found;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::cap::Caps;
use crate::model::price::OwnPrices;
use crate::model::snippet::Snippet;
use crate::model::{Language, Trouble};

use super::addresses::{base_text, base_url, public_url};
use super::proxy::Proxy;

pub use found::{CapsRead, Damage, Found, PausesRead};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `None` follows the system.
    pub language: Option<Language>,
    pub display_server: DisplayServer,
    /// 0 to 1.
    pub volume: f32,
    pub is_muted: bool,
    pub proxy: Proxy,
    /// By vendor.
    pub accounts: BTreeMap<String, AccountSettings>,
    /// "Lock total": the length of a video cut by hand stays while its shots change.
    pub keeps_total: bool,
    /// Prices a person typed; they stand before the shipped ones.
    pub own_prices: OwnPrices,
    pub caps: Caps,
    /// How many tasks run at a vendor at once, where that is not the usual number.
    pub at_once: BTreeMap<String, u8>,
    /// Vendors that nothing more is sent to until they go on.
    pub paused: BTreeSet<String>,
    /// Phrases for the prompt, where they are not the shipped ones.
    pub snippets: Option<Arc<[Snippet]>>,
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
            proxy: Proxy::System,
            accounts: BTreeMap::new(),
            keeps_total: true,
            own_prices: OwnPrices::default(),
            caps: Caps::default(),
            at_once: BTreeMap::new(),
            paused: BTreeSet::new(),
            snippets: None,
        }
    }
}

impl Settings {
    /// As they stand in a library's folder, as far as they can be read.
    pub fn read(library: &Path) -> Self {
        Found::read(library).settings
    }

    /// Whether these differ from `before` only in what is changed in passing, away from the settings page.
    pub fn is_in_passing(&self, before: &Self) -> bool {
        let same = Self {
            volume: before.volume,
            is_muted: before.is_muted,
            keeps_total: before.keeps_total,
            paused: before.paused.clone(),
            snippets: before.snippets.clone(),
            ..self.clone()
        };
        self != before && same == *before
    }

    /// The address a person chose for a vendor, as it was written.
    pub fn base_url(&self, vendor: &str) -> Option<&str> {
        self.accounts.get(vendor)?.base_url.as_deref()
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

/// What a person set of one vendor's account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountSettings {
    /// `None` is the vendor's own address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// Advanced options by id; one that is absent is left to the vendor.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
}

/// A base address as it is kept, or why it may not be one.
pub fn checked_address(text: &str) -> Result<String, Trouble> {
    base_url(text).map(|url| base_text(&url).to_string())
}

/// An address in the open internet that a vendor may be told of, or why it may not be one.
pub fn checked_public_url(text: &str) -> Result<String, Trouble> {
    public_url(text).map(|url| url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::proxy::{ManualProxy, ProxyKind};

    #[test]
    fn settings_of_an_older_version_keep_what_they_say() {
        let old: Settings = serde_json::from_str(r#"{"language":"chinese","is_muted":true}"#).unwrap();
        assert_eq!((old.language, old.is_muted, old.proxy), (Some(Language::Chinese), true, Proxy::System));
    }

    #[test]
    fn settings_come_back_as_they_were_written() {
        let manual = ManualProxy { kind: ProxyKind::Http, address: "proxy.lan:3128".into(), user: "kim".into() };
        let account = AccountSettings {
            base_url: Some("https://api.example.com".into()),
            options: BTreeMap::from([("callback-url".to_owned(), "https://hook.example.com/".to_owned())]),
        };
        let settings = Settings {
            proxy: Proxy::Manual(manual),
            accounts: BTreeMap::from([("acme".to_owned(), account)]),
            ..Settings::default()
        };
        let text = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&text).unwrap(), settings);
    }
}
