//! Keys and a real Secret Service: gnome-keyring on a bus of our own, open, locked, absent and silent. A key is found
//! again where it can be kept, lives for the session where it cannot, and stands in plain text nowhere.

#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

#[path = "common/bus.rs"]
mod bus;
mod common;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use bus::{Bus, Ring, files_holding, on_the_bus};
use secrecy::SecretString;
use shotloom::engine::command::Keep;
use shotloom::engine::keys::KeyringTrouble;
use shotloom::engine::snapshot::{AccountCard, KeyState, Keyring, Phase};
use shotloom::engine::{self, Command, Engine, Environment, ManualProxy, Proxy, ProxyKind, StartOptions};
use shotloom::vendors::{self, ApiKey};

const SENTINEL: &str = "sk-sentinel-4f1d2c";
const PASSWORD: &str = "sentinel of the proxy";
const PATIENCE: Duration = Duration::from_secs(10);

#[test]
fn an_open_keyring_keeps_a_key_and_a_password_and_gives_them_back() {
    let Some((home, _)) = on_the_bus() else {
        let Some(bus) = Bus::open(Ring::Open) else { return };
        bus.run_test("an_open_keyring_keeps_a_key_and_a_password_and_gives_them_back", "all of it");
        // The keyring's own files lie in this home, too.
        assert_eq!(files_holding(bus.home(), "sentinel"), Vec::<PathBuf>::new());
        return;
    };
    let library = home.join("library");
    let engine = open(&library);
    store(&engine, Keep::Keyring);
    account(&engine, KeyState::Keyring);
    assert_eq!(engine.snapshot().keyring, Keyring::Open);
    set_proxy(&engine);
    engine.send(Command::StoreProxyPassword { password: SecretString::from(PASSWORD), keep: Keep::Keyring });
    proxy_password(&engine, KeyState::Keyring);
    close(&engine);

    let engine = open(&library);
    let card = account(&engine, KeyState::Keyring);
    assert!(!card.is_practice, "with a key the account is live");
    proxy_password(&engine, KeyState::Keyring);
    assert!(!format!("{:?}", engine.snapshot()).contains("sentinel"), "a secret never enters a snapshot");
    engine.send(Command::ForgetKey { vendor: card.vendor });
    account(&engine, KeyState::Absent);
    engine.send(Command::RestoreKey { vendor: card.vendor });
    account(&engine, KeyState::Keyring);
    close(&engine);

    let engine = open(&library);
    account(&engine, KeyState::Keyring);
    engine.send(Command::ForgetKey { vendor: card.vendor });
    engine.send(Command::ForgetProxyPassword);
    account(&engine, KeyState::Absent);
    proxy_password(&engine, KeyState::Absent);
    close(&engine);

    let engine = open(&library);
    account(&engine, KeyState::Absent);
    proxy_password(&engine, KeyState::Absent);
    close(&engine);
}

#[test]
fn a_locked_keyring_is_told_from_an_empty_one_and_a_key_lives_for_the_session() {
    let Some((home, part)) = on_the_bus() else {
        let Some(mut bus) = Bus::open(Ring::Open) else { return };
        // A key is in there before it is locked.
        bus.run_test("a_locked_keyring_is_told_from_an_empty_one_and_a_key_lives_for_the_session", "before");
        bus.stop_keyring();
        bus.start_keyring(false);
        bus.run_test("a_locked_keyring_is_told_from_an_empty_one_and_a_key_lives_for_the_session", "locked");
        assert_eq!(files_holding(bus.home(), "sentinel"), Vec::<PathBuf>::new());
        return;
    };
    let begun = Instant::now();
    let engine = open(&home.join("library"));
    if part == "before" {
        store(&engine, Keep::Keyring);
        account(&engine, KeyState::Keyring);
        return close(&engine);
    }
    account(&engine, KeyState::Absent);
    assert_eq!(engine.snapshot().keyring, Keyring::Trouble(KeyringTrouble::Locked));
    assert!(begun.elapsed() < Duration::from_secs(3), "no prompt is waited for at the start");
    store(&engine, Keep::Keyring);
    assert!(!account(&engine, KeyState::Session).is_practice);
    assert_eq!(said(&engine, "key-for-session").as_deref(), Some("locked"));
    engine.send(Command::UnlockKeyring);
    // Nobody can be asked for the password on this bus.
    said(&engine, "keyring-locked");
    close(&engine);
}

#[test]
fn without_a_keyring_everything_works_for_the_session() {
    let Some((home, _)) = on_the_bus() else {
        let Some(bus) = Bus::open(Ring::Absent) else { return };
        bus.run_test("without_a_keyring_everything_works_for_the_session", "all of it");
        assert_eq!(files_holding(bus.home(), "sentinel"), Vec::<PathBuf>::new());
        return;
    };
    let engine = open(&home.join("library"));
    account(&engine, KeyState::Absent);
    assert_eq!(engine.snapshot().keyring, Keyring::Trouble(KeyringTrouble::Absent));
    store(&engine, Keep::Keyring);
    assert!(!account(&engine, KeyState::Session).is_practice);
    assert_eq!(said(&engine, "key-for-session").as_deref(), Some("absent"));
    let vendor = vendors::all()[0].id();
    engine.send(Command::ForgetKey { vendor });
    account(&engine, KeyState::Absent);
    close(&engine);
}

#[test]
fn without_even_a_bus_there_is_no_keyring() {
    let Some((home, _)) = on_the_bus() else {
        let Some(mut bus) = Bus::open(Ring::Absent) else { return };
        bus.close();
        bus.run_test("without_even_a_bus_there_is_no_keyring", "all of it");
        return;
    };
    let engine = open(&home.join("library"));
    account(&engine, KeyState::Absent);
    assert_eq!(engine.snapshot().keyring, Keyring::Trouble(KeyringTrouble::Absent));
    close(&engine);
}

#[test]
fn a_keyring_that_never_answers_holds_up_nothing() {
    let Some((home, _)) = on_the_bus() else {
        let Some(bus) = Bus::open(Ring::Silent) else { return };
        bus.run_test("a_keyring_that_never_answers_holds_up_nothing", "all of it");
        return;
    };
    let begun = Instant::now();
    let engine = open(&home.join("library"));
    assert!(begun.elapsed() < Duration::from_secs(2), "open in {:?}", begun.elapsed());
    account(&engine, KeyState::Looking);
    account(&engine, KeyState::Absent);
    assert_eq!(engine.snapshot().keyring, Keyring::Trouble(KeyringTrouble::Silent));
    store(&engine, Keep::Session);
    assert!(!account(&engine, KeyState::Session).is_practice);
    close(&engine);
}

/// The real binary with the finest log there is, against a vendor in another process: what it prints, what it
/// writes and what it is called with.
#[test]
fn a_key_from_the_environment_is_printed_and_written_nowhere() {
    let home = tempfile::tempdir().expect("a folder");
    let vendor_home = home.path().join("vendor");
    let mut vendor = common::shotloom(&vendor_home)
        .args(["sandbox", "--fault", "429=1", "--fault", "poll-500", "--fault", "download-404"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the practice vendor starts");
    let mut line = String::new();
    BufReader::new(vendor.stdout.take().expect("its address")).read_line(&mut line).expect("its address");
    let url = line.split_whitespace().find_map(|word| word.strip_prefix("url=")).expect("its address").to_owned();
    let storyboard = home.path().join("boat.shot.json");
    std::fs::write(&storyboard, r#"{"shotloom":1,"prompt":"a paper boat","seconds":3}"#).expect("a storyboard");

    let mut command = common::shotloom(&home.path().join("library"));
    command
        .args(["generate", "--json"])
        .arg(&storyboard)
        .env("MULEROUTER_API_KEY", SENTINEL)
        .env("SHOTLOOM_MULEROUTER_URL", url)
        .env("SHOTLOOM_LOG", "trace")
        .env("RUST_LOG", "trace")
        .env("HOME", home.path())
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("XDG_DATA_HOME", home.path().join("data"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let child = command.spawn().expect("the binary runs");
    let called_with = std::fs::read(format!("/proc/{}/cmdline", child.id())).unwrap_or_default();
    let output = child.wait_with_output().expect("it ends");
    let _ = vendor.kill();
    let _ = vendor.wait();

    let out = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{out}{}", String::from_utf8_lossy(&output.stderr));
    for (where_, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr), ("arguments", &called_with)] {
        assert!(!String::from_utf8_lossy(bytes).contains("sentinel"), "the key stands in {where_}");
    }
    let log = std::fs::read_to_string(home.path().join("library/logs/shotloom.log")).expect("a log");
    assert!(log.contains("submit answered"), "{log}");
    assert_eq!(files_holding(home.path(), "sentinel"), Vec::<PathBuf>::new());
}

fn open(library: &Path) -> Engine {
    let options = StartOptions { environment: Environment::default(), ..StartOptions::window(library.to_owned()) };
    let engine = engine::start(options, || {});
    engine.wait(PATIENCE, |snapshot| (snapshot.phase == Phase::Open).then_some(())).expect("the library opens");
    engine
}

fn store(engine: &Engine, keep: Keep) {
    let key = ApiKey::new(SENTINEL).expect("a key");
    engine.send(Command::StoreKey { vendor: vendors::all()[0].id(), key, keep });
}

fn set_proxy(engine: &Engine) {
    let mut settings = (*engine.snapshot().settings).clone();
    let manual = ManualProxy { kind: ProxyKind::Http, address: "proxy.lan:3128".to_owned(), user: "kim".to_owned() };
    settings.proxy = Proxy::Manual(manual);
    engine.send(Command::ChangeSettings(settings.into()));
}

fn account(engine: &Engine, key: KeyState) -> AccountCard {
    let vendor = vendors::all()[0].id();
    let is_it = |card: &&AccountCard| card.vendor == vendor && card.key == key;
    let found = engine.wait(PATIENCE, |snapshot| snapshot.accounts.iter().find(is_it).cloned());
    found.expect("the account reaches that state")
}

fn proxy_password(engine: &Engine, state: KeyState) {
    let reached = engine.wait(PATIENCE, |snapshot| (snapshot.proxy.password == state).then_some(()));
    reached.expect("the proxy's password reaches that state");
}

/// Waits for a passing word, and gives its reason.
fn said(engine: &Engine, rule: &str) -> Option<String> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(notice) = engine.notices().into_iter().find(|notice| notice.said.rule == rule) {
            return notice.said.text("why").map(str::to_owned);
        }
        assert!(Instant::now() < deadline, "never said: {rule}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn close(engine: &Engine) {
    engine.send(Command::Quit);
    assert!(engine.wait_for_end(PATIENCE));
}
