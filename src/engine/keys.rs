//! The operating system's secret store. Its calls block and may hang on a prompt nobody sees: each has a thread of its
//! own and a time-out, and start-up never waits for one.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::vendors::ApiKey;

const SERVICE: &str = "shotloom";
const PATIENCE: Duration = Duration::from_secs(3);

/// Where keys are kept. A value, so that tests bring a store that behaves.
pub trait KeyStore: Send + Sync {
    fn read(&self, entry: &str) -> Result<Option<ApiKey>, String>;
    fn write(&self, entry: &str, key: &ApiKey) -> Result<(), String>;
    fn forget(&self, entry: &str) -> Result<(), String>;
}

pub type SharedStore = Arc<dyn KeyStore>;

/// The name a key is kept under: its vendor and the origin it may go to.
pub fn entry_name(vendor: &str, origin: &str) -> String {
    format!("{vendor} {origin}")
}

/// The keyring of this system.
pub struct SystemStore;

impl KeyStore for SystemStore {
    fn read(&self, entry: &str) -> Result<Option<ApiKey>, String> {
        match open(entry)?.get_password() {
            Ok(text) => Ok(ApiKey::new(&text)),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    fn write(&self, entry: &str, key: &ApiKey) -> Result<(), String> {
        let item = open(entry)?;
        item.set_password(key.expose()).map_err(|error| error.to_string())?;
        // A locked store can take a write and keep nothing: only reading it back tells.
        let kept = item.get_password().map_err(|error| error.to_string())?;
        if kept == key.expose() { Ok(()) } else { Err("the key did not read back".to_owned()) }
    }

    fn forget(&self, entry: &str) -> Result<(), String> {
        match open(entry)?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }
}

fn open(entry: &str) -> Result<keyring::Entry, String> {
    keyring::Entry::new(SERVICE, entry).map_err(|error| error.to_string())
}

/// No store at all: keys last for the session.
pub struct NoStore;

impl KeyStore for NoStore {
    fn read(&self, _: &str) -> Result<Option<ApiKey>, String> {
        Ok(None)
    }

    fn write(&self, _: &str, _: &ApiKey) -> Result<(), String> {
        Err("no keyring here".to_owned())
    }

    fn forget(&self, _: &str) -> Result<(), String> {
        Ok(())
    }
}

/// Runs one call on a thread of its own. A call that hangs is left behind with its thread.
pub async fn ask<T: Send + 'static>(
    store: SharedStore,
    call: impl FnOnce(&dyn KeyStore) -> Result<T, String> + Send + 'static,
) -> Result<T, String> {
    let (sender, receiver) = oneshot::channel();
    std::thread::Builder::new()
        .name("keyring".to_owned())
        .spawn(move || {
            // Nobody listens any more once the time is over.
            let _ = sender.send(call(&*store));
        })
        .map_err(|error| error.to_string())?;
    match tokio::time::timeout(PATIENCE, receiver).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err("the keyring call broke down".to_owned()),
        Err(_) => Err(format!("no answer within {} s", PATIENCE.as_secs())),
    }
}
