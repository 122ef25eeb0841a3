//! The Secret Service of a Linux or BSD desktop: gnome-keyring, KWallet, KeePassXC.
//!
//! Spoken to directly, because start-up must not raise a password prompt, and a service that comes up later must be
//! found: the usual wrapper unlocks while it reads, and remembers its first failure for ever.

use std::collections::HashMap;

use secrecy::{ExposeSecret as _, SecretString};
use secret_service::blocking::{Collection, Item, SecretService};
use secret_service::{EncryptionType, Error};
use zeroize::Zeroizing;

use super::{KeyStore, KeyringTrouble, SERVICE};

/// The keyring of this system.
pub struct SystemStore;

impl KeyStore for SystemStore {
    fn read(&self, entry: &str) -> Result<Option<SecretString>, KeyringTrouble> {
        let service = connect()?;
        let found = service.search_items(attributes(entry)).map_err(trouble)?;
        if let Some(item) = found.unlocked.first() {
            return secret_of(item);
        }
        // Some services do not even find what lies behind a lock.
        if !found.locked.is_empty() || default_of(&service)?.is_locked().map_err(trouble)? {
            return Err(KeyringTrouble::Locked);
        }
        Ok(None)
    }

    fn write(&self, entry: &str, secret: &SecretString) -> Result<(), KeyringTrouble> {
        let service = connect()?;
        let collection = unlocked(&service)?;
        let bytes = secret.expose_secret().as_bytes();
        let item = collection
            .create_item(&format!("Shotloom: {entry}"), attributes(entry), bytes, true, "text/plain")
            .map_err(trouble)?;
        // A store can take a write and keep nothing: only reading it back tells.
        let kept = secret_of(&item)?;
        if kept.is_some_and(|kept| kept.expose_secret() == secret.expose_secret()) {
            return Ok(());
        }
        Err(KeyringTrouble::Broken { detail: "the key did not read back".to_owned() })
    }

    fn forget(&self, entry: &str) -> Result<(), KeyringTrouble> {
        let service = connect()?;
        let found = service.search_items(attributes(entry)).map_err(trouble)?;
        for item in &found.locked {
            item.unlock().map_err(trouble)?;
        }
        for item in found.unlocked.iter().chain(&found.locked) {
            item.delete().map_err(trouble)?;
        }
        Ok(())
    }

    fn unlock(&self) -> Result<(), KeyringTrouble> {
        unlocked(&connect()?).map(drop)
    }
}

fn connect() -> Result<SecretService<'static>, KeyringTrouble> {
    SecretService::connect(EncryptionType::Dh).map_err(trouble)
}

fn default_of<'a>(service: &'a SecretService<'_>) -> Result<Collection<'a>, KeyringTrouble> {
    service.get_default_collection().map_err(trouble)
}

/// The default collection, unlocked by a person if need be.
fn unlocked<'a>(service: &'a SecretService<'_>) -> Result<Collection<'a>, KeyringTrouble> {
    let collection = default_of(service)?;
    if collection.is_locked().map_err(trouble)? {
        collection.unlock().map_err(trouble)?;
    }
    Ok(collection)
}

fn attributes(entry: &str) -> HashMap<&str, &str> {
    HashMap::from([("service", SERVICE), ("username", entry)])
}

fn secret_of(item: &Item<'_>) -> Result<Option<SecretString>, KeyringTrouble> {
    let bytes = Zeroizing::new(item.get_secret().map_err(trouble)?);
    Ok(std::str::from_utf8(&bytes).ok().map(SecretString::from))
}

/// How a bus that is not there, and a bus on which nobody keeps secrets, say so.
const NOBODY_THERE: [&str; 4] = ["ServiceUnknown", "NameHasNoOwner", "Spawn.", "Failed to connect"];

fn trouble(error: Error) -> KeyringTrouble {
    let detail = error.to_string();
    match error {
        Error::Unavailable => KeyringTrouble::Absent,
        // Without a default collection nothing was ever set up.
        Error::Locked | Error::NoResult | Error::Prompt | Error::PromptDisconnected => KeyringTrouble::Locked,
        _ if NOBODY_THERE.iter().any(|word| detail.contains(word)) => KeyringTrouble::Absent,
        _ if detail.contains("IsLocked") => KeyringTrouble::Locked,
        _ => KeyringTrouble::Broken { detail },
    }
}
