//! Keys in a real Secret Service: kept by gnome-keyring on a bus of our own, found again, and nowhere else.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

mod common;

use std::path::Path;
use std::process::Command as Process;
use std::time::Duration;

use shotloom::engine::command::Keep;
use shotloom::engine::snapshot::{AccountCard, KeyState, Phase};
use shotloom::engine::{self, Command, Engine, Environment, StartOptions};
use shotloom::vendors::{self, ApiKey};

const SENTINEL: &str = "sk-sentinel-4f1d2c";
/// Set in the process that runs on the bus.
const ON_THE_BUS: &str = "SHOTLOOM_TEST_ON_THE_BUS";
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs this very test again inside a session bus with an unlocked keyring.
#[test]
fn a_key_is_kept_by_the_keyring_and_found_again() {
    if std::env::var_os(ON_THE_BUS).is_some() {
        return on_the_bus();
    }
    if !common::has("dbus-run-session") || !common::has("gnome-keyring-daemon") {
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let script = "printf '\\n' | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null; exec \"$0\" --exact a_key_is_kept_by_the_keyring_and_found_again --nocapture";
    let output = Process::new("dbus-run-session")
        .args(["--", "sh", "-c", script])
        .arg(std::env::current_exe().expect("this test's binary"))
        .env(ON_THE_BUS, home.path())
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .output()
        .expect("a session bus");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("1 passed"), "{said}");
}

fn on_the_bus() {
    let home = std::env::var_os(ON_THE_BUS).expect("a folder");
    let library = Path::new(&home).join("library");
    let vendor = vendors::all()[0].id();
    let engine = open(&library);
    let key = ApiKey::new(SENTINEL).expect("a key");
    engine.send(Command::StoreKey { vendor, key, keep: Keep::Keyring });
    account(&engine, KeyState::Keyring);
    close(&engine);

    let engine = open(&library);
    let card = account(&engine, KeyState::Keyring);
    assert!(!card.is_practice, "with a key the account is live");
    assert!(!format!("{:?}", engine.snapshot()).contains(SENTINEL), "a key never enters a snapshot");
    engine.send(Command::ForgetKey { vendor });
    account(&engine, KeyState::Absent);
    close(&engine);
    assert_eq!(holding(&library), Vec::<String>::new(), "a key lies in no file of the library");
}

fn open(library: &Path) -> Engine {
    let options = StartOptions { environment: Environment::default(), ..StartOptions::window(library.to_owned()) };
    let engine = engine::start(options, || {});
    engine.wait(PATIENCE, |snapshot| (snapshot.phase == Phase::Open).then_some(())).expect("the library opens");
    engine
}

fn account(engine: &Engine, key: KeyState) -> AccountCard {
    let found = engine.wait(PATIENCE, |snapshot| snapshot.accounts.iter().find(|card| card.key == key).cloned());
    found.expect("the account reaches that state")
}

fn close(engine: &Engine) {
    engine.send(Command::Quit);
    assert!(engine.wait_for_end(PATIENCE));
}

/// Every file below a folder that holds the sentinel.
fn holding(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if std::fs::read(&path)
                .is_ok_and(|bytes| bytes.windows(SENTINEL.len()).any(|w| w == SENTINEL.as_bytes()))
            {
                found.push(path.display().to_string());
            }
        }
    }
    found
}
