//! Where secrets are kept: the operating system's own store. Its calls block and may hang on a prompt nobody sees: each
//! has a thread of its own and a time-out, and start-up never waits for one.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use tokio::sync::oneshot;

use crate::model::Trouble;

#[cfg(any(target_os = "macos", windows))]
mod native;
#[cfg(any(target_os = "macos", windows))]
pub use native::SystemStore;
#[cfg(not(any(target_os = "macos", windows)))]
mod secret_service;
#[cfg(not(any(target_os = "macos", windows)))]
pub use secret_service::SystemStore;
mod turns;
pub use turns::Turns;

const SERVICE: &str = "shotloom";
/// A store that is well answers in milliseconds.
pub const PATIENCE: Duration = Duration::from_secs(3);
/// A person may be asked for the store's password meanwhile.
pub const PATIENCE_WITH_A_PROMPT: Duration = Duration::from_secs(120);

/// Where secrets are kept. A value, so that tests bring a store that behaves.
pub trait KeyStore: Send + Sync {
    /// Never asks a person: what is locked is a trouble.
    fn read(&self, entry: &str) -> Result<Option<SecretString>, KeyringTrouble>;
    /// Only a write tells whether a store keeps anything. It may ask a person to unlock the store.
    fn write(&self, entry: &str, secret: &SecretString) -> Result<(), KeyringTrouble>;
    fn forget(&self, entry: &str) -> Result<(), KeyringTrouble>;
    /// Asks a person to unlock it.
    fn unlock(&self) -> Result<(), KeyringTrouble>;
}

pub type SharedStore = Arc<dyn KeyStore>;

/// What is wrong with the store. Each has its own remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyringTrouble {
    #[error("there is no keyring on this system")]
    Absent,
    #[error("the keyring is locked, or was never set up")]
    Locked,
    #[error("the keyring does not answer")]
    Silent,
    #[error("the keyring refused: {detail}")]
    Broken { detail: String },
}

impl From<&KeyringTrouble> for Trouble {
    fn from(trouble: &KeyringTrouble) -> Self {
        match trouble {
            KeyringTrouble::Absent => Self::new("keyring-absent"),
            KeyringTrouble::Locked => Self::new("keyring-locked"),
            KeyringTrouble::Silent => Self::new("keyring-silent"),
            KeyringTrouble::Broken { detail } => Self::new("keyring-broken").with("detail", detail.as_str()),
        }
    }
}

/// The name a key is kept under: its vendor and the origin it may go to.
pub fn entry_name(vendor: &str, origin: &str) -> String {
    format!("{vendor} {origin}")
}

/// No store at all: keys last for the session.
pub struct NoStore;

impl KeyStore for NoStore {
    fn read(&self, _: &str) -> Result<Option<SecretString>, KeyringTrouble> {
        Ok(None)
    }

    fn write(&self, _: &str, _: &SecretString) -> Result<(), KeyringTrouble> {
        Err(KeyringTrouble::Absent)
    }

    fn forget(&self, _: &str) -> Result<(), KeyringTrouble> {
        Ok(())
    }

    fn unlock(&self) -> Result<(), KeyringTrouble> {
        Err(KeyringTrouble::Absent)
    }
}

/// Runs one call on a thread of its own. A call that hangs is left behind with its thread.
pub async fn ask<T: Send + 'static>(
    store: SharedStore,
    patience: Duration,
    call: impl FnOnce(&dyn KeyStore) -> Result<T, KeyringTrouble> + Send + 'static,
) -> Result<T, KeyringTrouble> {
    let (sender, receiver) = oneshot::channel();
    let spawned = std::thread::Builder::new().name("keyring".to_owned()).spawn(move || {
        // Nobody listens any more once the time is over.
        let _ = sender.send(call(&*store));
    });
    if let Err(error) = spawned {
        return Err(KeyringTrouble::Broken { detail: error.to_string() });
    }
    match tokio::time::timeout(patience, receiver).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(KeyringTrouble::Broken { detail: "the call broke down".to_owned() }),
        Err(_) => Err(KeyringTrouble::Silent),
    }
}
