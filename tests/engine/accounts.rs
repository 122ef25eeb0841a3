//! Keys and addresses: a key goes to its own origin only, and what lacks one waits.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret as _, SecretString};
use shotloom::engine::command::Keep;
use shotloom::engine::keys::{KeyStore, KeyringTrouble};
use shotloom::engine::snapshot::{AccountCard, AddressFrom, KeyState, Keyring};
use shotloom::engine::{Command, Engine, Environment, Snapshot, StartOptions};
use shotloom::model::TaskState;
use shotloom::vendors::ApiKey;

use super::world::*;

/// A secret store that behaves.
#[derive(Default)]
struct Safe {
    entries: Mutex<HashMap<String, String>>,
    is_locked: bool,
    slowness: Duration,
}

impl KeyStore for Safe {
    fn read(&self, entry: &str) -> Result<Option<SecretString>, KeyringTrouble> {
        std::thread::sleep(self.slowness);
        if self.is_locked {
            return Err(KeyringTrouble::Locked);
        }
        Ok(self.entries.lock().unwrap().get(entry).map(|text| SecretString::from(text.as_str())))
    }

    fn write(&self, entry: &str, secret: &SecretString) -> Result<(), KeyringTrouble> {
        if self.is_locked {
            return Err(KeyringTrouble::Locked);
        }
        self.entries.lock().unwrap().insert(entry.to_owned(), secret.expose_secret().to_owned());
        Ok(())
    }

    fn forget(&self, entry: &str) -> Result<(), KeyringTrouble> {
        self.entries.lock().unwrap().remove(entry);
        Ok(())
    }

    fn unlock(&self) -> Result<(), KeyringTrouble> {
        if self.is_locked { Err(KeyringTrouble::Locked) } else { Ok(()) }
    }
}

/// The same world without a key in the environment.
fn keyless(world: &World, safe: &Arc<Safe>) -> StartOptions {
    let environment = Environment::default().with_url(VENDOR, &world.url);
    StartOptions { environment, keys: Arc::clone(safe) as Arc<dyn KeyStore>, ..world.options() }
}

/// Without a variable that names the address.
fn keyless_by_settings(world: &World, safe: &Arc<Safe>) -> StartOptions {
    let keys = Arc::clone(safe) as Arc<dyn KeyStore>;
    StartOptions { environment: Environment::default(), keys, ..world.options() }
}

fn account_where(engine: &Engine, is_it: impl Fn(&AccountCard) -> bool) -> AccountCard {
    let found = |s: &Snapshot| s.accounts.iter().find(|card| card.vendor == VENDOR && is_it(card)).cloned();
    engine.wait(PATIENCE, found).unwrap_or_else(|| panic!("never: {:?}", engine.snapshot().accounts))
}

fn account_at(engine: &Engine, base_url: &str, key: KeyState) -> AccountCard {
    account_where(engine, |card| card.base_url == base_url && card.key == key)
}

/// Chooses an address in the settings.
fn address(engine: &Engine, base_url: Option<&str>) {
    let mut settings = (*engine.snapshot().settings).clone();
    settings.accounts.entry(VENDOR.to_owned()).or_default().base_url = base_url.map(str::to_owned);
    engine.send(Command::ChangeSettings(settings.into()));
}

fn account(engine: &Engine, key: KeyState) -> AccountCard {
    let found = |s: &Snapshot| s.accounts.iter().find(|a| a.vendor == VENDOR && a.key == key).cloned();
    engine.wait(PATIENCE, found).unwrap_or_else(|| panic!("never {key:?}: {:?}", engine.snapshot().accounts))
}

fn store(engine: &Engine, key: &str) {
    store_in(engine, key, Keep::Keyring);
}

fn store_in(engine: &Engine, key: &str, keep: Keep) {
    engine.send(Command::StoreKey { vendor: VENDOR, key: ApiKey::new(key).unwrap(), keep });
}

#[test]
fn a_stored_key_is_there_after_a_restart_and_for_its_own_origin_only() {
    let (world, safe) = (World::new(&[]), Arc::new(Safe::default()));
    let engine = open(keyless(&world, &safe));
    assert!(account(&engine, KeyState::Absent).is_practice);
    store(&engine, "sk-stored");
    assert!(!account(&engine, KeyState::Keyring).is_practice);
    close(&engine);

    let engine = open(keyless(&world, &safe));
    assert!(!account(&engine, KeyState::Keyring).is_practice);
    let batch = submit(&engine, "a live boat");
    assert_eq!(rest(&engine, batch)[0].task.state(), TaskState::Done);
    close(&engine);
    assert_eq!(world.charges(), 1);

    let elsewhere = Environment::default().with_url(VENDOR, "http://127.0.0.1:9");
    let engine = open(StartOptions { environment: elsewhere, ..keyless(&world, &safe) });
    assert!(account(&engine, KeyState::Absent).is_practice, "another origin does not get the key");
    close(&engine);
}

#[test]
fn where_no_store_takes_the_key_it_lasts_for_the_session() {
    let world = World::new(&[]);
    let safe = Arc::new(Safe { is_locked: true, ..Safe::default() });
    let engine = open(keyless(&world, &safe));
    account(&engine, KeyState::Absent);
    assert_eq!(engine.snapshot().keyring, Keyring::Trouble(KeyringTrouble::Locked));
    store(&engine, "sk-session");
    assert!(!account(&engine, KeyState::Session).is_practice);
    let batch = submit(&engine, "a session boat");
    assert_eq!(rest(&engine, batch)[0].task.state(), TaskState::Done);
    engine.send(Command::ForgetKey { vendor: VENDOR });
    assert!(account(&engine, KeyState::Absent).is_practice);
    close(&engine);
}

#[test]
fn a_store_that_hangs_holds_up_nothing() {
    let world = World::new(&[]);
    let safe = Arc::new(Safe { slowness: Duration::from_secs(20), ..Safe::default() });
    let begun = Instant::now();
    let engine = open(keyless(&world, &safe));
    assert_eq!(account(&engine, KeyState::Looking).key, KeyState::Looking);
    assert!(begun.elapsed() < Duration::from_secs(3), "the engine is open before the store answers");
    account(&engine, KeyState::Absent);
    assert_eq!(engine.snapshot().keyring, Keyring::Trouble(KeyringTrouble::Silent));
    close(&engine);
}

#[test]
fn a_live_wish_without_a_key_is_refused_and_leaves_no_trace() {
    let (world, safe) = (World::new(&[]), Arc::new(Safe::default()));
    let engine = open(keyless(&world, &safe));
    account(&engine, KeyState::Absent);
    submit(&engine, "a boat without a key");
    let refused = engine.wait(PATIENCE, |s| s.submit_refused.clone()).expect("refused");
    assert_eq!(refused.rule, "submit-no-key");
    assert!(engine.snapshot().followed.is_empty());
    close(&engine);
    assert_eq!(world.submits(), 0);
}

#[test]
fn a_task_waits_for_its_key_and_for_its_address_and_then_goes_on() {
    let (world, safe) = (World::new(&["slow=1"]), Arc::new(Safe::default()));
    let engine = world.engine();
    let batch = submit(&engine, "a boat that waits");
    reaches(&engine, TaskState::Running);
    close(&engine);

    let moved = Environment::default().with_key(VENDOR, "sk-x").with_url(VENDOR, "http://127.0.0.1:9");
    let engine = open(StartOptions { environment: moved, ..world.options() });
    let card = rest(&engine, batch).pop().unwrap();
    assert!(card.is_held && rule(&card) == "held-address-changed", "{:?}", card.task.trouble);
    close(&engine);

    let engine = open(keyless(&world, &safe));
    let is_keyless = |s: &Snapshot| s.followed.iter().any(|card| rule(card) == "held-no-key").then_some(());
    engine.wait(PATIENCE, is_keyless).expect("held for want of a key");
    store(&engine, "sk-new");
    let card = reaches(&engine, TaskState::Done);
    assert!(card.task.trouble.is_none() && !card.is_held);
    close(&engine);
    assert_eq!(world.charges(), 1);
}

#[test]
fn a_refused_key_stops_the_account_until_another_comes() {
    let world = World::new(&["401"]);
    let engine = world.engine();
    let first = submit(&engine, "the first boat");
    assert_eq!(rest(&engine, first)[0].task.state(), TaskState::Rejected);
    let second = submit(&engine, "the second boat");
    let held = rest(&engine, second).pop().unwrap();
    assert!(held.is_held && rule(&held) == "held-key-refused", "{:?}", held.task.trouble);
    assert_eq!(world.submits(), 1);
    store(&engine, "sk-better");
    reaches(&engine, TaskState::Done);
    close(&engine);
    assert_eq!(world.charges(), 1);
}

#[test]
fn practice_beats_keys_and_addresses() {
    let world = World::new(&[]);
    let engine = open(StartOptions { practice: true, ..world.options() });
    assert!(engine.snapshot().accounts.iter().all(|account| account.is_practice));
    let batch = submit(&engine, "a practice boat");
    let card = rest(&engine, batch).pop().unwrap();
    assert!(card.task.is_practice && is_whole(&card));
    close(&engine);
    assert_eq!(world.submits(), 0);
}

#[test]
fn a_key_for_the_session_is_written_nowhere() {
    let (world, safe) = (World::new(&[]), Arc::new(Safe::default()));
    let engine = open(keyless(&world, &safe));
    account(&engine, KeyState::Absent);
    store_in(&engine, "sk-sentinel-session", Keep::Session);
    assert!(!account(&engine, KeyState::Session).is_practice);
    close(&engine);
    assert!(safe.entries.lock().unwrap().is_empty());
    assert_eq!(holders(&world), [""; 0]);
}

#[test]
fn a_forgotten_key_can_be_taken_back_and_returns_to_its_own_address_only() {
    let (world, safe) = (World::new(&[]), Arc::new(Safe::default()));
    let engine = open(keyless_by_settings(&world, &safe));
    address(&engine, Some(&world.url));
    account_at(&engine, &world.url, KeyState::Absent);
    store(&engine, "sk-precious");
    account(&engine, KeyState::Keyring);
    engine.send(Command::ForgetKey { vendor: VENDOR });
    account(&engine, KeyState::Absent);
    engine.send(Command::RestoreKey { vendor: VENDOR });
    account(&engine, KeyState::Keyring);
    assert_eq!(safe.entries.lock().unwrap().len(), 1);

    engine.send(Command::ForgetKey { vendor: VENDOR });
    account(&engine, KeyState::Absent);
    address(&engine, Some("http://127.0.0.1:9"));
    account_at(&engine, "http://127.0.0.1:9", KeyState::Absent);
    engine.send(Command::RestoreKey { vendor: VENDOR });
    let card = account_where(&engine, |card| card.key_elsewhere.is_some());
    assert!(card.is_practice && card.key == KeyState::Absent, "{card:?}");
    assert_eq!(card.key_elsewhere.as_deref(), Some(&*world.url));
    close(&engine);
}

#[test]
fn a_key_typed_after_another_was_forgotten_is_not_replaced_by_undo() {
    let (world, safe) = (World::new(&[]), Arc::new(Safe::default()));
    let engine = open(keyless(&world, &safe));
    store(&engine, "sk-old");
    account(&engine, KeyState::Keyring);
    engine.send(Command::ForgetKey { vendor: VENDOR });
    store(&engine, "sk-new");
    account(&engine, KeyState::Keyring);
    engine.send(Command::RestoreKey { vendor: VENDOR });
    let said = |rule: &str| engine.notices().iter().any(|notice| notice.said.rule == rule);
    let deadline = Instant::now() + PATIENCE;
    while !said("key-gone") {
        assert!(Instant::now() < deadline, "nothing is there to be taken back");
        std::thread::sleep(Duration::from_millis(10));
    }
    let kept = || safe.entries.lock().unwrap().values().cloned().collect::<Vec<_>>();
    while kept() != ["sk-new"] {
        assert!(Instant::now() < deadline, "{:?} is kept", kept());
        std::thread::sleep(Duration::from_millis(10));
    }
    close(&engine);
}

#[test]
fn a_key_stays_with_its_address_and_comes_back_with_it() {
    let (world, safe) = (World::new(&[]), Arc::new(Safe::default()));
    let engine = open(keyless_by_settings(&world, &safe));
    address(&engine, Some(&world.url));
    account_at(&engine, &world.url, KeyState::Absent);
    store(&engine, "sk-one");
    account_at(&engine, &world.url, KeyState::Keyring);
    let batch = submit(&engine, "a boat at the first address");
    assert_eq!(rest(&engine, batch)[0].task.state(), TaskState::Done);

    address(&engine, Some("http://127.0.0.1:9"));
    let card = account_at(&engine, "http://127.0.0.1:9", KeyState::Absent);
    assert!(card.is_practice && card.key_elsewhere.as_deref() == Some(&*world.url), "{card:?}");
    assert_eq!(card.address, AddressFrom::Settings);
    submit(&engine, "a boat without a key");
    let refused = engine.wait(PATIENCE, |s| s.submit_refused.clone()).expect("refused");
    assert_eq!(refused.rule, "submit-no-key");

    address(&engine, Some(&world.url));
    assert!(!account_at(&engine, &world.url, KeyState::Keyring).is_practice);
    close(&engine);
    let engine = open(keyless_by_settings(&world, &safe));
    account_at(&engine, &world.url, KeyState::Keyring);
    close(&engine);
    assert_eq!(world.submits(), 1);
}

#[test]
fn a_running_task_waits_while_its_account_is_elsewhere() {
    let (world, safe) = (World::new(&["slow=1"]), Arc::new(Safe::default()));
    let engine = open(keyless_by_settings(&world, &safe));
    address(&engine, Some(&world.url));
    account_at(&engine, &world.url, KeyState::Absent);
    store(&engine, "sk-one");
    account(&engine, KeyState::Keyring);
    submit(&engine, "a boat that waits");
    reaches(&engine, TaskState::Running);
    address(&engine, Some("http://127.0.0.1:9"));
    let is_held = |s: &Snapshot| s.followed.iter().any(|card| rule(card) == "held-address-changed").then_some(());
    engine.wait(PATIENCE, is_held).expect("held with a sentence");
    address(&engine, Some(&world.url));
    let card = reaches(&engine, TaskState::Done);
    assert!(card.task.trouble.is_none() && !card.is_held);
    close(&engine);
    assert_eq!(world.charges(), 1);
}

#[test]
fn an_address_that_no_key_may_go_to_is_not_taken() {
    let (world, safe) = (World::new(&[]), Arc::new(Safe::default()));
    let engine = open(keyless_by_settings(&world, &safe));
    let before = account(&engine, KeyState::Absent).base_url;
    for bad in ["http://api.example.com", "https://u:p@api.example.com", "ftp://api.example.com", "nowhere"] {
        address(&engine, Some(bad));
    }
    address(&engine, Some("https://api.example.com/"));
    assert_eq!(account_at(&engine, "https://api.example.com", KeyState::Absent).address, AddressFrom::Settings);
    let refused = engine.notices().iter().filter(|notice| notice.said.rule.starts_with("account-address-")).count();
    assert_eq!(refused, 4);
    address(&engine, None);
    assert_eq!(account_at(&engine, &before, KeyState::Absent).address, AddressFrom::Vendor);
    close(&engine);
}

#[test]
fn the_variable_for_the_address_beats_the_setting() {
    let (world, safe) = (World::new(&[]), Arc::new(Safe::default()));
    let engine = open(keyless(&world, &safe));
    account(&engine, KeyState::Absent);
    address(&engine, Some("https://api.example.com"));
    let is_written = |s: &Snapshot| s.settings.base_url(VENDOR).is_some().then_some(());
    engine.wait(PATIENCE, is_written).expect("the setting is kept");
    let card = account(&engine, KeyState::Absent);
    assert_eq!((card.base_url.as_str(), card.address), (&*world.url, AddressFrom::Environment));
    close(&engine);
}

#[test]
fn a_key_lies_in_no_file_and_in_no_snapshot() {
    let world = World::new(&["429=1", "poll-500"]);
    let engine = open(StartOptions { writes_log: true, ..world.options() });
    let batch = submit(&engine, "a secret boat");
    rest(&engine, batch);
    let shown = format!("{:?} {:?}", engine.snapshot(), world.options().environment);
    close(&engine);
    assert!(!shown.contains("sentinel"));
    assert_eq!(holders(&world), [""; 0]);
}

#[test]
fn what_may_hold_a_secret_shows_nothing_of_it() {
    let key = || ApiKey::new("sk-sentinel").unwrap();
    let shown = [
        format!("{:?}", key()),
        format!("{:?}", Command::StoreKey { vendor: VENDOR, key: key(), keep: Keep::Keyring }),
        format!("{:?}", Command::StoreProxyPassword { password: "sentinel".into(), keep: Keep::Session }),
        format!("{:?}", Environment::default().with_key(VENDOR, "sk-sentinel")),
        format!("{:?}", SecretString::from("sentinel")),
        format!("{:?}", World::new(&[]).options().environment),
    ];
    assert!(shown.iter().all(|text| !text.contains("sentinel")), "{shown:?}");
}

/// The files that hold a sentinel key.
pub fn holders(world: &World) -> Vec<String> {
    let holds = |path: &std::path::PathBuf| std::fs::read(path).unwrap().windows(8).any(|window| window == b"sentinel");
    let found = all_files(world.home.path()).into_iter().filter(holds);
    found.map(|path| path.display().to_string()).collect()
}

fn all_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(all_files(&path)) } else { found.push(path) }
    }
    found
}
