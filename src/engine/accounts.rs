//! Who is spoken to, where, and with which key: one account a vendor, live or practice.

use std::path::PathBuf;
use std::sync::Arc;

use url::{Origin, Url};

use crate::model::{Task, Trouble};
use crate::sandbox;
use crate::vendors::{self, ApiKey, Header, Vendor};

use super::addresses::{self, base_text, is_loopback, shown};
use super::environment::{Environment, key_variable, url_variable};
use super::keys::entry_name;
use super::snapshot::{AccountCard, KeyState};
use super::transport::TransportError;

pub use crate::sandbox::{Fault as PracticeFault, Pace as PracticePace, Sandbox};

/// What `Task::origin` says of a practice task: its vendor is inside, whatever its port.
pub const PRACTICE: &str = "practice";

/// Where this process would reach a vendor: its own address, or the one a variable names.
pub fn base_url(vendor: &'static dyn Vendor) -> Result<String, Trouble> {
    Ok(base_text(&read_base(&Environment::of_process(), vendor)?).to_string())
}

fn read_base(environment: &Environment, vendor: &'static dyn Vendor) -> Result<Url, Trouble> {
    let named = |trouble: Trouble| trouble.with("variable", url_variable(vendor.id()));
    addresses::base_url(environment.url(vendor)).map_err(named)
}

/// Starts the practice vendor on this runtime.
pub async fn start_practice(dir: PathBuf, faults: Vec<PracticeFault>, pace: PracticePace) -> Result<Sandbox, Trouble> {
    let options = sandbox::Options { faults, pace, ..sandbox::Options::in_dir(dir) };
    let broken = |error: sandbox::SandboxError| Trouble::new("held-practice-broken").with("detail", error.to_string());
    sandbox::start(options).await.map_err(broken)
}

/// Every account, and the practice vendor behind them.
pub struct Accounts {
    accounts: Vec<Account>,
    practice_only: bool,
    practice: Practice,
}

struct Account {
    vendor: &'static dyn Vendor,
    base: Result<Url, Trouble>,
    /// The key and the only origin it may go to.
    key: Option<(ApiKey, Origin)>,
    source: KeyState,
    /// Why the account is not as it should be: an unsendable key, a silent keyring.
    trouble: Option<Trouble>,
    /// The vendor said no to the key; nothing is submitted until another one comes.
    is_refused: bool,
}

enum Practice {
    Asleep,
    Starting,
    Awake { sandbox: Sandbox, url: Url },
    Broken(Trouble),
}

/// Everything a request of one account needs, by value.
#[derive(Clone)]
pub struct Door {
    pub vendor: &'static dyn Vendor,
    /// Without a trailing slash.
    pub base_url: Arc<str>,
    key: ApiKey,
    bound_to: Origin,
}

impl Door {
    /// The signature of a request to `url`; refused for any origin but the one the key is bound to.
    pub fn sign(&self, url: &Url) -> Result<Header, TransportError> {
        if url.origin() != self.bound_to {
            return Err(TransportError::ForeignOrigin {
                bound: self.bound_to.ascii_serialization(),
                asked: url.origin().ascii_serialization(),
            });
        }
        Ok(self.vendor.sign(&self.key))
    }

    /// A text in which the key, wherever it stands, is `$KEY`.
    pub fn without_key(&self, text: &str) -> String {
        text.replace(self.key.expose(), "$KEY")
    }

    #[cfg(test)]
    pub fn for_tests(vendor: &'static dyn Vendor, base: &str, key: &str) -> Self {
        let url = Url::parse(base).unwrap();
        Self { vendor, base_url: base_text(&url), key: ApiKey::new(key).unwrap(), bound_to: url.origin() }
    }
}

/// Why a task has no door now.
#[derive(Debug, Clone, PartialEq)]
pub enum Held {
    /// An answer is on its way: the keyring's, or the practice vendor's first word.
    Soon,
    /// It stays so until a person does something.
    Until(Trouble),
}

impl Accounts {
    pub fn new(environment: &Environment, practice_only: bool) -> Self {
        let accounts = vendors::all().iter().map(|vendor| Account::new(*vendor, environment, practice_only)).collect();
        Self { accounts, practice_only, practice: Practice::Asleep }
    }

    /// The keyring entries to ask for: vendor and entry name.
    pub fn entries_to_read(&self) -> Vec<(&'static str, String)> {
        let is_open = |account: &&Account| account.source == KeyState::Looking;
        let entry = |account: &Account| Some((account.vendor.id(), account.entry_name()?));
        self.accounts.iter().filter(is_open).filter_map(entry).collect()
    }

    pub fn keyring_answered(&mut self, vendor: &str, answer: Result<Option<ApiKey>, String>) {
        let Some(account) = self.get_mut(vendor).filter(|account| account.source == KeyState::Looking) else {
            return;
        };
        account.source = KeyState::Absent;
        match answer {
            Ok(Some(key)) => account.take(key, KeyState::Keyring),
            Ok(None) => {}
            // No trouble is shown: a system without a keyring practises in peace.
            Err(why) => tracing::info!(vendor, why, "no keyring"),
        }
    }

    /// A key a person typed. It counts from now on; whether it is kept, `key_kept` says later.
    /// Gives the keyring entry to write, or the trouble of an address no key can be bound to.
    pub fn key_typed(&mut self, vendor: &str, key: ApiKey) -> Result<String, Trouble> {
        let Some(account) = self.get_mut(vendor) else {
            return Err(Trouble::new("account-unknown-vendor").with("vendor", vendor));
        };
        let Some(entry) = account.entry_name() else {
            return Err(account.base.clone().err().unwrap_or_else(|| Trouble::new("account-address-unreadable")));
        };
        account.take(key, KeyState::Session);
        Ok(entry)
    }

    pub fn key_kept(&mut self, vendor: &str, is_kept: bool) {
        if let Some(account) = self.get_mut(vendor).filter(|account| account.source == KeyState::Session && is_kept) {
            account.source = KeyState::Keyring;
        }
    }

    /// Forgets a typed key. Gives the keyring entry to delete.
    pub fn forget(&mut self, vendor: &str) -> Option<String> {
        let account = self.get_mut(vendor)?;
        if matches!(account.source, KeyState::Keyring | KeyState::Session | KeyState::Looking) {
            account.key = None;
            account.source = KeyState::Absent;
            account.is_refused = false;
        }
        account.entry_name()
    }

    /// The vendor refused the key. `true` the first time, which is when a person is told.
    pub fn key_refused(&mut self, vendor: &str) -> bool {
        self.get_mut(vendor).is_some_and(|account| !std::mem::replace(&mut account.is_refused, true))
    }

    /// Whether wishes through this vendor are practice now.
    pub fn is_practice(&self, vendor: &str) -> bool {
        self.practice_only || self.get(vendor).is_none_or(|account| account.key.is_none())
    }

    pub fn is_looking(&self, vendor: &str) -> bool {
        self.get(vendor).is_some_and(|account| account.source == KeyState::Looking)
    }

    /// What a new task stores as its origin.
    pub fn origin(&self, vendor: &str, is_practice: bool) -> Result<Arc<str>, Trouble> {
        if is_practice {
            return Ok(PRACTICE.into());
        }
        let account = self.get(vendor).ok_or_else(|| Trouble::new("account-unknown-vendor").with("vendor", vendor))?;
        Ok(base_text(account.base.as_ref().map_err(Trouble::clone)?))
    }

    /// The way to a task's vendor. `is_paid`: a submit, which a refused key holds back; a poll goes on.
    pub fn door(&self, task: &Task, is_paid: bool) -> Result<Door, Held> {
        let Some(account) = self.get(&task.vendor) else {
            return Err(Held::Until(Trouble::new("held-unknown-vendor").with("vendor", &*task.vendor)));
        };
        if task.is_practice { self.practice_door(account) } else { account.door(task, is_paid, self.practice_only) }
    }

    /// Whether a task's video comes from this machine. Fetching needs no key: what is paid for comes home without one.
    pub fn fetches_from_loopback(&self, task: &Task) -> Result<bool, Held> {
        match (task.is_practice, &self.practice) {
            (true, Practice::Awake { .. }) => Ok(true),
            (true, Practice::Asleep | Practice::Starting) => Err(Held::Soon),
            (true, Practice::Broken(trouble)) => Err(Held::Until(trouble.clone())),
            (false, _) => Ok(Url::parse(&task.origin).is_ok_and(|url| is_loopback(&url))),
        }
    }

    fn practice_door(&self, account: &Account) -> Result<Door, Held> {
        match &self.practice {
            Practice::Awake { url, .. } => {
                // The practice vendor takes any key; a real one never comes near it.
                let key = ApiKey::new(PRACTICE).ok_or(Held::Soon)?;
                Ok(Door { vendor: account.vendor, base_url: base_text(url), key, bound_to: url.origin() })
            }
            Practice::Asleep | Practice::Starting => Err(Held::Soon),
            Practice::Broken(trouble) => Err(Held::Until(trouble.clone())),
        }
    }

    /// `true` once: the caller starts the practice vendor.
    pub fn wants_sandbox(&mut self) -> bool {
        let wants = matches!(self.practice, Practice::Asleep);
        if wants {
            self.practice = Practice::Starting;
        }
        wants
    }

    /// A new practice wish tries a broken practice vendor once more.
    pub fn forgive_sandbox(&mut self) {
        if matches!(self.practice, Practice::Broken(_)) {
            self.practice = Practice::Asleep;
        }
    }

    pub fn sandbox_started(&mut self, started: Result<Sandbox, Trouble>) {
        self.practice = match started {
            Ok(sandbox) => match Url::parse(sandbox.url()) {
                Ok(url) => Practice::Awake { url, sandbox },
                Err(_) => Practice::Broken(Trouble::new("held-practice-broken").with("detail", sandbox.url())),
            },
            Err(trouble) => Practice::Broken(trouble),
        };
    }

    /// Gives the practice vendor back, to be ended.
    pub fn take_sandbox(&mut self) -> Option<Sandbox> {
        match std::mem::replace(&mut self.practice, Practice::Asleep) {
            Practice::Awake { sandbox, .. } => Some(sandbox),
            Practice::Asleep | Practice::Starting | Practice::Broken(_) => None,
        }
    }

    pub fn cards(&self) -> Arc<[AccountCard]> {
        self.accounts.iter().map(|account| account.card(self.practice_only)).collect()
    }

    fn get(&self, vendor: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.vendor.id() == vendor)
    }

    fn get_mut(&mut self, vendor: &str) -> Option<&mut Account> {
        self.accounts.iter_mut().find(|account| account.vendor.id() == vendor)
    }
}

impl Account {
    fn new(vendor: &'static dyn Vendor, environment: &Environment, practice_only: bool) -> Self {
        let base = read_base(environment, vendor);
        let mut account = Self { vendor, base, key: None, source: KeyState::Absent, trouble: None, is_refused: false };
        match environment.key(vendor.id()) {
            // No key is even looked at where nothing but practice is wanted.
            _ if practice_only => {}
            Some(Ok(key)) => account.take(key.clone(), KeyState::Environment),
            Some(Err(trouble)) => account.trouble = Some(trouble.clone()),
            None if account.base.is_ok() => account.source = KeyState::Looking,
            None => {}
        }
        account
    }

    /// Binds a key to this account's origin.
    fn take(&mut self, key: ApiKey, source: KeyState) {
        let Ok(base) = &self.base else { return };
        self.key = Some((key, base.origin()));
        self.source = source;
        self.is_refused = false;
        self.trouble = None;
    }

    fn entry_name(&self) -> Option<String> {
        let base = self.base.as_ref().ok()?;
        Some(entry_name(self.vendor.id(), &base.origin().ascii_serialization()))
    }

    fn door(&self, task: &Task, is_paid: bool, practice_only: bool) -> Result<Door, Held> {
        let base = self.base.as_ref().map_err(|trouble| Held::Until(trouble.clone()))?;
        let base_url = base_text(base);
        if base_url != task.origin {
            let moved = Trouble::new("held-address-changed");
            return Err(Held::Until(moved.with("was", shown(&task.origin)).with("now", shown(&base_url))));
        }
        let Some((key, bound_to)) = &self.key else {
            let is_soon = self.source == KeyState::Looking && !practice_only;
            let no_key = Trouble::new("held-no-key")
                .with("vendor", self.vendor.name())
                .with("variable", key_variable(self.vendor.id()));
            return Err(if is_soon { Held::Soon } else { Held::Until(no_key) });
        };
        if is_paid && self.is_refused {
            return Err(Held::Until(Trouble::new("held-key-refused").with("vendor", self.vendor.name())));
        }
        Ok(Door { vendor: self.vendor, base_url, key: key.clone(), bound_to: bound_to.clone() })
    }

    fn card(&self, practice_only: bool) -> AccountCard {
        let refused = || Trouble::new("held-key-refused").with("vendor", self.vendor.name());
        AccountCard {
            vendor: self.vendor.id(),
            name: self.vendor.name(),
            base_url: self.base.as_ref().map(|url| base_text(url).to_string()).unwrap_or_default(),
            key: self.source,
            is_practice: practice_only || self.key.is_none(),
            trouble: self
                .base
                .as_ref()
                .err()
                .cloned()
                .or_else(|| self.is_refused.then(refused))
                .or_else(|| self.trouble.clone()),
        }
    }
}

/// A task that waits for a person, not for time: `resume` lists it and does not wait.
pub fn is_held(task: &Task) -> bool {
    let waits = task
        .trouble
        .as_ref()
        .is_some_and(|trouble| trouble.rule.starts_with("held-") || trouble.rule.starts_with("account-"));
    waits && task.state().is_under_way()
}
