//! Who is spoken to, where, and with which key: one account a vendor, live or practice.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;
use url::{Origin, Url};

use crate::model::{Task, Trouble};
use crate::sandbox;
use crate::vendors::{self, ApiKey, Header, Vendor};

use super::addresses::{base_text, is_loopback};
use super::environment::Environment;
use super::hush::hushed;
use super::keys::KeyringTrouble;
use super::settings::Settings;
use super::snapshot::{AccountCard, KeyState, KeyTest, Keyring};
use super::transport::{Came, TransportError};
pub use account::Keep;
use account::{Account, read_base};

mod account;

pub use crate::sandbox::{Fault as PracticeFault, Pace as PracticePace, Sandbox};

/// What `Task::origin` says of a practice task: its vendor is inside, whatever its port.
pub const PRACTICE: &str = "practice";

/// A text this short stands in an answer by chance.
const SHORTEST_KEY: usize = 8;

/// Where this process would reach a vendor without any settings: its own address, or the one a variable names.
pub fn base_url(vendor: &'static dyn Vendor) -> Result<String, Trouble> {
    let (base, _) = read_base(&Environment::of_process(), &Settings::default(), vendor);
    Ok(base_text(&base?).to_string())
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
    keyring: Keyring,
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
    /// The account's advanced options by id.
    pub options: Arc<BTreeMap<String, String>>,
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

    /// What came back, with `$KEY` wherever the key stands in it: a vendor that echoes it would have its words, its trace
    /// and its body put on the disk. The practice vendor's key is no secret, and one so short is no key of anybody's.
    pub fn hush(&self, came: Came) -> Came {
        let key = self.key.expose();
        let is_secret = key != PRACTICE && key.len() >= SHORTEST_KEY;
        let Came::Reply(mut reply) = came else { return came };
        if is_secret {
            reply.body = hushed(reply.body, key);
            // A trace id is text: it came out of a header.
            let clean = |trace: String| String::from_utf8_lossy(&hushed(trace.into_bytes(), key)).into_owned();
            reply.trace_id = reply.trace_id.map(clean);
        }
        Came::Reply(reply)
    }

    #[cfg(test)]
    pub fn for_tests(vendor: &'static dyn Vendor, base: &str, key: &str) -> Self {
        let url = Url::parse(base).unwrap();
        Self {
            vendor,
            base_url: base_text(&url),
            key: ApiKey::new(key).unwrap(),
            bound_to: url.origin(),
            options: Arc::default(),
        }
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
    pub fn new(environment: &Environment, settings: &Settings, practice_only: bool) -> Self {
        let account = |vendor: &&'static dyn Vendor| Account::new(*vendor, environment, settings, practice_only);
        let accounts = vendors::all().iter().map(account).collect();
        Self { accounts, practice_only, practice: Practice::Asleep, keyring: Keyring::Unasked }
    }

    /// The keyring entries to ask for now: vendor, the origin a key may go to, and the entry's name. Each is given once.
    pub fn entries_to_read(&mut self) -> Vec<(&'static str, Origin, String)> {
        self.accounts.iter_mut().filter_map(Account::entry_to_read).collect()
    }

    pub fn keyring_answered(
        &mut self,
        vendor: &str,
        origin: &Origin,
        answer: Result<Option<SecretString>, KeyringTrouble>,
    ) {
        self.keyring_is(answer.as_ref().map(|_| ()).map_err(KeyringTrouble::clone));
        if let Some(account) = self.get_mut(vendor) {
            account.keyring_answered(origin, answer.ok().flatten());
        }
    }

    /// How the keyring was when it last answered.
    pub fn keyring_is(&mut self, answer: Result<(), KeyringTrouble>) {
        self.keyring = match answer {
            Ok(()) => Keyring::Open,
            Err(trouble) => Keyring::Trouble(trouble),
        };
    }

    pub fn keyring(&self) -> Keyring {
        self.keyring.clone()
    }

    /// Every key the keyring did not give is asked for once more.
    pub fn look_again(&mut self) {
        if !self.practice_only {
            self.accounts.iter_mut().for_each(Account::look_again);
        }
    }

    /// A key a person typed. It counts from now on; whether it is kept, `key_kept` says later.
    /// Gives its origin and the keyring entry to write, or the trouble of an address no key can be bound to.
    pub fn key_typed(&mut self, vendor: &str, key: ApiKey) -> Result<(Origin, String), Trouble> {
        match self.get_mut(vendor) {
            Some(account) => account.key_typed(key),
            None => Err(Trouble::new("account-unknown-vendor").with("vendor", vendor)),
        }
    }

    pub fn key_kept(&mut self, vendor: &str, origin: &Origin) {
        if let Some(account) = self.get_mut(vendor) {
            account.key_kept(origin);
        }
    }

    /// Forgets the key of the present address. Gives the keyring entry to delete, where there is one.
    pub fn forget(&mut self, vendor: &str) -> Option<String> {
        self.get_mut(vendor)?.forget()
    }

    /// Takes the key that was forgotten last back, to the origin it belongs to. Gives what is to be written to the keyring.
    pub fn restore(&mut self, vendor: &str) -> Option<(Origin, String, Option<ApiKey>)> {
        self.get_mut(vendor)?.restore()
    }

    /// The time to take it back is over.
    pub fn let_go(&mut self, vendor: &str) {
        if let Some(account) = self.get_mut(vendor) {
            account.let_go();
        }
    }

    /// The vendor refused the key, or has no money left: nothing more is submitted until a person says so.
    /// `true` the first time, which is when a person is told.
    pub fn stop(&mut self, vendor: &str, why: Trouble) -> bool {
        self.get_mut(vendor).is_some_and(|account| account.stop(why))
    }

    /// A person says: try again.
    pub fn go_on(&mut self, vendor: &str) {
        if let Some(account) = self.get_mut(vendor) {
            account.go_on();
        }
    }

    /// The vendor took the key: what was stopped for its sake goes on. An empty purse is another matter.
    pub fn key_is_good(&mut self, vendor: &str) {
        if let Some(account) = self.get_mut(vendor) {
            account.key_is_good();
        }
    }

    /// Addresses and options as they stand in the settings now. `true` when an address changed.
    pub fn settle(&mut self, environment: &Environment, settings: &Settings) -> bool {
        let practice_only = self.practice_only;
        let changed = |account: &mut Account| account.settle(environment, settings, practice_only);
        // Each is settled, whichever changed first.
        self.accounts.iter_mut().map(changed).filter(|has_changed| *has_changed).count() > 0
    }

    /// What a free call to a vendor needs: its live door, whatever became of its key.
    pub fn live_door(&self, vendor: &str) -> Result<Door, Trouble> {
        match self.get(vendor) {
            Some(account) => account.live_door(self.practice_only),
            None => Err(Trouble::new("account-unknown-vendor").with("vendor", vendor)),
        }
    }

    pub fn key_test(&mut self, vendor: &str, test: KeyTest) {
        if let Some(account) = self.get_mut(vendor) {
            account.test = test;
        }
    }

    /// Whether wishes through this vendor are practice now.
    pub fn is_practice(&self, vendor: &str) -> bool {
        self.practice_only || self.get(vendor).is_none_or(|account| account.key().is_none())
    }

    pub fn is_looking(&self, vendor: &str) -> bool {
        self.get(vendor).is_some_and(|account| account.source() == KeyState::Looking)
    }

    /// What a new task stores as its origin.
    pub fn origin(&self, vendor: &str, is_practice: bool) -> Result<Arc<str>, Trouble> {
        if is_practice {
            return Ok(PRACTICE.into());
        }
        let account = self.get(vendor).ok_or_else(|| Trouble::new("account-unknown-vendor").with("vendor", vendor))?;
        account.base_url()
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
                let (base_url, bound_to) = (base_text(url), url.origin());
                // Advanced options belong to the live account: nothing practised is posted to anybody.
                Ok(Door { vendor: account.vendor, base_url, key, bound_to, options: Arc::default() })
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

    /// What a live submit of this vendor carries beyond its draft.
    pub fn options(&self, vendor: &str) -> Arc<BTreeMap<String, String>> {
        Arc::new(self.get(vendor).map(|account| account.options().clone()).unwrap_or_default())
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

/// A task that waits for a person, not for time: `resume` lists it and does not wait.
pub fn is_held(task: &Task) -> bool {
    let waits = task
        .trouble
        .as_ref()
        .is_some_and(|trouble| trouble.rule.starts_with("held-") || trouble.rule.starts_with("account-"));
    waits && task.state().is_under_way()
}
