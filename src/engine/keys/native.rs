//! The Keychain of macOS and the Credential Manager of Windows.

use keyring::{Entry, Error};
use secrecy::{ExposeSecret as _, SecretString};

use super::{KeyStore, KeyringTrouble, SERVICE};

/// The keyring of this system.
pub struct SystemStore;

impl KeyStore for SystemStore {
    fn read(&self, entry: &str) -> Result<Option<SecretString>, KeyringTrouble> {
        match open(entry)?.get_password() {
            Ok(text) => Ok(Some(SecretString::from(text))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(trouble(&error)),
        }
    }

    fn write(&self, entry: &str, secret: &SecretString) -> Result<(), KeyringTrouble> {
        let item = open(entry)?;
        item.set_password(secret.expose_secret()).map_err(|error| trouble(&error))?;
        // A store can take a write and keep nothing: only reading it back tells.
        let kept = self.read(entry)?;
        if kept.is_some_and(|kept| kept.expose_secret() == secret.expose_secret()) {
            return Ok(());
        }
        Err(KeyringTrouble::Broken { detail: "the key did not read back".to_owned() })
    }

    fn forget(&self, entry: &str) -> Result<(), KeyringTrouble> {
        match open(entry)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(trouble(&error)),
        }
    }

    /// These systems ask by themselves the next time something is read or written.
    fn unlock(&self) -> Result<(), KeyringTrouble> {
        self.read("unlock").map(drop)
    }
}

fn open(entry: &str) -> Result<Entry, KeyringTrouble> {
    Entry::new(SERVICE, entry).map_err(|error| trouble(&error))
}

fn trouble(error: &Error) -> KeyringTrouble {
    match error {
        Error::NoDefaultStore => KeyringTrouble::Absent,
        Error::NoStorageAccess(_) => KeyringTrouble::Locked,
        error => KeyringTrouble::Broken { detail: error.to_string() },
    }
}
