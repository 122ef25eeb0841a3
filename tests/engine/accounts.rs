//! Keys and addresses: a key goes to its own origin only, and what lacks one waits.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use shotloom::engine::keys::KeyStore;
use shotloom::engine::snapshot::{AccountCard, KeyState};
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
    fn read(&self, entry: &str) -> Result<Option<ApiKey>, String> {
        std::thread::sleep(self.slowness);
        Ok(self.entries.lock().unwrap().get(entry).and_then(|text| ApiKey::new(text)))
    }

    fn write(&self, entry: &str, key: &ApiKey) -> Result<(), String> {
        if self.is_locked {
            return Err("the store is locked".to_owned());
        }
        self.entries.lock().unwrap().insert(entry.to_owned(), key.expose().to_owned());
        Ok(())
    }

    fn forget(&self, entry: &str) -> Result<(), String> {
        self.entries.lock().unwrap().remove(entry);
        Ok(())
    }
}

/// The same world without a key in the environment.
fn keyless(world: &World, safe: &Arc<Safe>) -> StartOptions {
    let environment = Environment::default().with_url(VENDOR, &world.url);
    StartOptions { environment, keys: Arc::clone(safe) as Arc<dyn KeyStore>, ..world.options() }
}

fn account(engine: &Engine, key: KeyState) -> AccountCard {
    let found = |s: &Snapshot| s.accounts.iter().find(|a| a.vendor == VENDOR && a.key == key).cloned();
    engine.wait(PATIENCE, found).unwrap_or_else(|| panic!("never {key:?}: {:?}", engine.snapshot().accounts))
}

fn store(engine: &Engine, key: &str) {
    engine.send(Command::StoreKey { vendor: VENDOR, key: ApiKey::new(key).unwrap() });
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
fn a_key_lies_in_no_file_and_in_no_snapshot() {
    let world = World::new(&["429=1", "poll-500"]);
    let engine = open(StartOptions { writes_log: true, ..world.options() });
    let batch = submit(&engine, "a secret boat");
    rest(&engine, batch);
    let shown = format!("{:?} {:?}", engine.snapshot(), world.options().environment);
    close(&engine);
    assert!(!shown.contains("sentinel"));
    let holders: Vec<String> = all_files(world.home.path())
        .into_iter()
        .filter(|path| std::fs::read(path).unwrap().windows(8).any(|window| window == b"sentinel"))
        .map(|path| path.display().to_string())
        .collect();
    assert!(holders.is_empty(), "{holders:?}");
}

fn all_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(all_files(&path)) } else { found.push(path) }
    }
    found
}
