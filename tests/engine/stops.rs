//! One vendor's trouble is that vendor's alone: a refused key, an empty purse, a key that is tried for free. And
//! practice never meets what costs money.

use shotloom::engine::command::Keep;
use shotloom::engine::snapshot::{AccountCard, KeyState, KeyTest, Tone};
use shotloom::engine::{
    AccountSettings, Command, Engine, Environment, ManualProxy, Proxy, ProxyKind, Snapshot, StartOptions,
};
use shotloom::model::price::Balance;
use shotloom::model::{Draft, TaskState};
use shotloom::sandbox;

use super::world::*;

const OTHER: &str = "crun";
const UNLIMITED: &str = "apimart";

/// Every vendor is live, and all of them live at one address.
fn all_live(world: &World) -> StartOptions {
    let vendors = [VENDOR, OTHER, UNLIMITED];
    let with = |environment: Environment, vendor| {
        environment.with_key(vendor, "ak_sentinel-live").with_url(vendor, &world.url)
    };
    let environment = vendors.into_iter().fold(Environment::default(), with);
    StartOptions { environment, ..world.options() }
}

fn other_draft(prompt: &str) -> Draft {
    Draft { offering: format!("{OTHER}/kling-v3").into(), ..draft(prompt) }
}

fn account(engine: &Engine, vendor: &str, is_it: impl Fn(&AccountCard) -> bool) -> AccountCard {
    let found = |s: &Snapshot| s.accounts.iter().find(|card| card.vendor == vendor && is_it(card)).cloned();
    engine.wait(PATIENCE, found).unwrap_or_else(|| panic!("never: {:#?}", engine.snapshot().accounts))
}

/// The task of a batch, once it is done.
fn done(engine: &Engine, batch: u64) {
    let is_done = |s: &Snapshot| {
        let card = s.followed.iter().find(|card| card.task.batch == batch)?;
        (card.task.state() == TaskState::Done).then_some(())
    };
    engine.wait(PATIENCE, is_done).unwrap_or_else(|| panic!("never done: {:#?}", engine.snapshot().followed));
}

#[test]
fn an_empty_purse_stops_one_vendor_until_a_person_says_go_on() {
    let world = World::new(&["402"]);
    let engine = open(all_live(&world));
    let first = submit(&engine, "the first boat");
    let refused = rest(&engine, first).pop().unwrap();
    assert_eq!((refused.task.state(), rule(&refused)), (TaskState::Rejected, "vendor-no-balance-at"));
    let trouble = refused.task.trouble.clone().unwrap();
    assert!(trouble.text("site").is_some_and(|site| site.starts_with(VENDOR)), "where to top up: {trouble:?}");

    let second = submit(&engine, "the second boat");
    let held = rest(&engine, second).pop().unwrap();
    assert!(held.is_held && rule(&held) == "held-no-balance", "{:?}", held.task.trouble);
    let card = account(&engine, VENDOR, |card| card.stopped.is_some());
    assert_eq!(card.stopped.map(|why| why.rule).as_deref(), Some("held-no-balance"));

    let elsewhere = submit_many(&engine, &other_draft("another vendor's boat"), 1, false);
    done(&engine, elsewhere);
    account(&engine, OTHER, |card| card.stopped.is_none());
    assert_eq!(world.submits(), 2, "nothing is sent again by itself");

    engine.send(Command::TryAgain { vendor: VENDOR });
    done(&engine, second);
    account(&engine, VENDOR, |card| card.stopped.is_none());
    close(&engine);
    assert_eq!((world.submits(), world.charges()), (3, 2));
}

#[test]
fn a_refused_key_that_proves_good_lets_the_waiting_go_on() {
    let world = World::new(&["401"]);
    let engine = open(all_live(&world));
    let first = submit_many(&engine, &other_draft("the first boat"), 1, false);
    assert_eq!(rest(&engine, first)[0].task.state(), TaskState::Rejected);
    let second = submit_many(&engine, &other_draft("the second boat"), 1, false);
    let held = rest(&engine, second).pop().unwrap();
    assert!(held.is_held && rule(&held) == "held-key-refused", "{:?}", held.task.trouble);
    engine.send(Command::TestKey { vendor: OTHER });
    done(&engine, second);
    close(&engine);
    assert_eq!((world.submits(), world.charges()), (2, 1));
}

/// Tries a key and gives what it came to.
fn test(engine: &Engine, vendor: &'static str) -> (Tone, String, Option<Balance>) {
    engine.send(Command::TestKey { vendor });
    let told = |s: &Snapshot| match s.accounts.iter().find(|card| card.vendor == vendor)?.test.clone() {
        KeyTest::Told { tone, said, balance } => Some((tone, said.rule, balance)),
        KeyTest::Untested | KeyTest::Asking => None,
    };
    engine.wait(PATIENCE, told).unwrap()
}

#[test]
fn a_key_is_tried_with_a_call_that_costs_nothing() {
    let world = World::new(&[]);
    let engine = open(all_live(&world));
    let (tone, rule, balance) = test(&engine, OTHER);
    assert_eq!((tone, &*rule), (Tone::Good, "key-test-good"));
    assert!(matches!(balance, Some(Balance::Left(_))), "{balance:?}");
    assert_eq!(test(&engine, VENDOR), (Tone::Plain, "key-test-none".to_owned(), None));
    close(&engine);
    assert_eq!(world.submits(), 0);

    for (fault, vendor, tone, rule) in [
        ("balance-unlimited", UNLIMITED, Tone::Good, "key-test-good"),
        ("balance-refused", UNLIMITED, Tone::Bad, "key-test-refused"),
        ("question-500", OTHER, Tone::Plain, "key-test-unclear"),
    ] {
        let world = World::new(&[fault]);
        let engine = open(all_live(&world));
        let told = test(&engine, vendor);
        assert_eq!((told.0, &*told.1), (tone, rule), "{fault}");
        close(&engine);
    }

    let mut world = World::new(&[]);
    world.close_vendor();
    let engine = open(all_live(&world));
    assert_eq!(test(&engine, OTHER).1, "key-test-unreached");
    close(&engine);
    let engine = open(StartOptions { environment: Environment::default(), ..world.options() });
    assert_eq!(test(&engine, OTHER).1, "held-no-key");
    close(&engine);
}

#[test]
fn an_accounts_options_reach_its_own_vendor_and_are_off_in_practice() {
    let world = World::new(&[]);
    let engine = open(all_live(&world));
    let mut settings = (*engine.snapshot().settings).clone();
    let options = [("callback-url", "https://hook.example.com/shotloom"), ("output-compliance", "disabled")];
    let options = options.map(|(id, value)| (id.to_owned(), value.to_owned())).into();
    settings.accounts.insert(OTHER.to_owned(), AccountSettings { base_url: None, options });
    engine.send(Command::ChangeSettings(settings.into()));
    let is_taken = |s: &Snapshot| s.settings.accounts.contains_key(OTHER).then_some(());
    engine.wait(PATIENCE, is_taken).expect("the settings are taken");
    let boat = other_draft("a boat with options");
    let live = submit_many(&engine, &boat, 1, false);
    done(&engine, live);
    let practised = submit_many(&engine, &boat, 1, true);
    done(&engine, practised);
    close(&engine);
    // The twin took it, so it stood where the vendor wants it; the same wish without it is so much shorter.
    let bytes = |folder: &std::path::Path| sandbox::submits(folder).iter().map(|seen| seen.bytes).sum::<usize>();
    let added = r#""callback_url":"https://hook.example.com/shotloom","output_compliance":"disabled",,"#.len() - 1;
    let (live, practised) = (bytes(&world.home.path().join("vendor")), bytes(&world.library().join("practice")));
    assert_eq!(live - practised, added);
}

#[test]
fn practice_and_live_never_meet() {
    let mut world = World::new(&["slow=4:all"]);
    let engine = open(StartOptions { faults: vec!["slow=4:all".parse().unwrap()], ..world.options() });
    let practised = submit_many(&engine, &draft("a practised boat"), 1, true);
    reaches(&engine, TaskState::Running);
    let live = submit(&engine, "a live boat");
    let running = |s: &Snapshot| {
        let states = s.followed.iter().filter(|card| card.task.state() == TaskState::Running).count();
        (states == 2).then_some(())
    };
    engine.wait(PATIENCE, running).expect("both run");
    close(&engine);
    let practice = world.library().join("practice");
    assert_eq!((world.submits(), sandbox::submits(&practice).len()), (1, 1));

    // The live vendor is gone: practice goes on, and is asked after nowhere else.
    let port = world.close_vendor();
    let engine = world.engine();
    done(&engine, practised);
    let card = engine.snapshot().followed.iter().find(|card| card.task.batch == live).cloned().unwrap();
    assert_eq!(card.task.state(), TaskState::Running, "its vendor could not be asked: {:?}", card.task.trouble);
    close(&engine);

    // Where everything is practice, a live task waits; the practice vendor is not asked about it.
    world.open_vendor(&[], Some(port));
    let engine = open(StartOptions { practice: true, ..world.options() });
    let held = rest(&engine, live).pop().unwrap();
    assert!(held.is_held && rule(&held) == "held-no-key", "{:?}", held.task.trouble);
    close(&engine);
    let engine = world.engine();
    done(&engine, live);
    close(&engine);
    assert_eq!((world.charges(), sandbox::charges(&practice).len()), (1, 1));
}

/// A proxy that refuses everybody, and what it heard first.
fn refusing_proxy() -> (String, std::sync::mpsc::Receiver<String>) {
    use std::io::{Read as _, Write as _};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (sender, heard) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for mut socket in listener.incoming().flatten() {
            let mut some = [0; 4_096];
            let count = socket.read(&mut some).unwrap_or(0);
            let _ = socket.write_all(b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
            if sender.send(String::from_utf8_lossy(&some[..count]).into_owned()).is_err() {
                return;
            }
        }
    });
    (address, heard)
}

#[test]
fn another_proxy_counts_from_the_next_request_on_and_its_refusal_sends_nothing() {
    let world = World::new(&[]);
    let environment = Environment::default().with_key(OTHER, "ak_sentinel-live");
    let engine = open(StartOptions { environment, ..world.options() });
    let (address, heard) = refusing_proxy();
    let mut settings = (*engine.snapshot().settings).clone();
    let manual = ManualProxy { kind: ProxyKind::Http, address: address.clone(), user: "kim".to_owned() };
    settings.proxy = Proxy::Manual(manual);
    engine.send(Command::ChangeSettings(settings.into()));
    engine.send(Command::StoreProxyPassword { password: "hush".into(), keep: Keep::Session });
    let is_there = |s: &Snapshot| (s.proxy.password == KeyState::Session).then_some(());
    engine.wait(PATIENCE, is_there).unwrap();

    assert_eq!(test(&engine, OTHER).1, "key-test-proxy");
    let said = heard.recv_timeout(PATIENCE).unwrap();
    assert!(said.starts_with(&format!("CONNECT api.{OTHER}.ai:443")), "{said}");
    assert!(said.to_lowercase().contains("proxy-authorization: basic a2ltomh1c2g="), "{said}");

    let batch = submit_many(&engine, &other_draft("a boat that stays at home"), 1, false);
    let card = rest(&engine, batch).pop().unwrap();
    assert_eq!((card.task.state(), rule(&card)), (TaskState::NotSent, "proxy-unreached"));
    assert_eq!(card.task.trouble.as_ref().and_then(|why| why.text("proxy")), Some(&*address));
    let practised = submit_many(&engine, &other_draft("a practised boat"), 1, true);
    done(&engine, practised);
    close(&engine);
    let all: String = heard.try_iter().collect();
    assert!(!all.contains("sentinel"), "no key is ever told to a proxy");
    let kept = std::fs::read_to_string(world.library().join("settings.json")).unwrap();
    assert!(kept.contains("kim") && !kept.contains("hush"), "{kept}");
}
