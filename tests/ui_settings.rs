//! Settings: keys are handed over once and shown never; every choice is sent as it is made.

mod studio;

use std::path::Path;

use egui::{Key, Modifiers};
use shotloom::engine::command::Keep;
use shotloom::engine::keys::KeyringTrouble;
use shotloom::engine::snapshot::{AddressFrom, KeyState, KeyTest, Keyring, Tone};
use shotloom::engine::{Command, DisplayServer, ManualProxy, Proxy, ProxyKind, Settings};
use shotloom::model::{Language, TaskState, Trouble};
use shotloom::vendors::{AccountOption, OptionKind};
use shotloom::words::Words;
use studio::{FakeEngine, Studio, samples};

const KEY: &str = "sk-test-0123456789abcdef";
const KEY_FIELD: &str = "Key for MuleRouter";
const KEEP: &str = "Keep the key for MuleRouter";
const SESSION: &str = "Use the key for MuleRouter in this session only";
const FORGET: &str = "Forget the key for MuleRouter";
const TEST: &str = "Test the key for MuleRouter";
const MORE: &str = "Address: MuleRouter";

fn settings_page(engine: FakeEngine) -> Studio {
    // Tall enough for every section.
    let mut studio = Studio::open_in(engine, Language::English, egui::vec2(1280.0, 2400.0));
    studio.press_with(Modifiers::COMMAND, Key::Comma);
    studio.told();
    studio
}

fn stored_keys(told: &[Command]) -> Vec<&str> {
    told.iter().filter_map(|c| if let Command::StoreKey { key, .. } = c { Some(key.expose()) } else { None }).collect()
}

fn changed(told: &[Command]) -> Option<&Settings> {
    if let [Command::ChangeSettings(settings)] = told { Some(settings) } else { None }
}

fn length_of_key_field(studio: &Studio) -> usize {
    studio.get(KEY_FIELD).value().unwrap_or_default().chars().count()
}

#[test]
fn a_key_is_stored_once_and_its_field_is_emptied() {
    let mut studio = settings_page(FakeEngine::new());
    studio.click(KEEP);
    assert!(studio.told().is_empty(), "an empty field stores nothing");
    studio.write(KEY_FIELD, KEY);
    assert_eq!(length_of_key_field(&studio), KEY.len());
    studio.click(KEEP);
    let told = studio.told();
    assert_eq!(stored_keys(&told), [KEY]);
    assert!(matches!(&told[..], [Command::StoreKey { keep: Keep::Keyring, .. }]));
    assert!(studio.sees("The key is kept in the system's keyring"));
    assert_eq!(studio.count(KEY_FIELD), 0, "a stored key has no field until it is replaced");
    studio.click("Replace the key for MuleRouter");
    assert_eq!(length_of_key_field(&studio), 0);
}

#[test]
fn a_key_can_be_for_this_session_only() {
    let mut studio = settings_page(FakeEngine::new());
    studio.write(KEY_FIELD, KEY);
    studio.click(SESSION);
    let told = studio.told();
    assert_eq!(stored_keys(&told), [KEY]);
    assert!(matches!(&told[..], [Command::StoreKey { keep: Keep::Session, .. }]));
    assert!(studio.sees("The key is kept for this session only"));
}

#[test]
fn without_a_keyring_the_session_is_the_usual_way_and_the_page_says_what_can_be_done() {
    for (trouble, said, can_unlock) in [
        (KeyringTrouble::Absent, "no keyring that could keep a key", 0),
        (KeyringTrouble::Silent, "does not answer", 0),
        (KeyringTrouble::Locked, "is locked", 1),
    ] {
        let mut engine = FakeEngine::new();
        engine.snapshot.keyring = Keyring::Trouble(trouble.clone());
        let mut studio = settings_page(engine);
        assert!(studio.sees(said), "{trouble:?}");
        assert!(studio.sees("environment variables"));
        assert_eq!(studio.count("Unlock it…"), can_unlock, "{trouble:?}");
        studio.write(KEY_FIELD, KEY);
        studio.press(Key::Enter);
        let wanted = if can_unlock == 1 { Keep::Keyring } else { Keep::Session };
        assert!(matches!(&studio.told()[..], [Command::StoreKey { keep, .. }] if *keep == wanted), "{trouble:?}");
        studio.click("Ask again");
        assert!(matches!(&studio.told()[..], [Command::AskKeyring]));
        assert!(!studio.sees(said), "a keyring that is well is not spoken of");
    }
}

#[test]
fn enter_stores_a_key_too() {
    let mut studio = settings_page(FakeEngine::new());
    studio.write(KEY_FIELD, KEY);
    studio.press(Key::Enter);
    assert_eq!(stored_keys(&studio.told()), [KEY]);
}

#[test]
fn undo_does_not_bring_a_stored_key_back() {
    let mut studio = settings_page(FakeEngine::new());
    for part in [&KEY[..10], &KEY[10..]] {
        studio.write(KEY_FIELD, part);
        // Typing that rests for two seconds becomes a step of undo.
        studio.window.run_steps(8);
    }
    studio.click(KEEP);
    studio.click("Replace the key for MuleRouter");
    studio.get(KEY_FIELD).focus();
    studio.settle();
    for _ in 0..3 {
        studio.press_with(Modifiers::COMMAND, Key::Z);
        assert_eq!(length_of_key_field(&studio), 0);
    }
}

#[test]
fn a_keys_text_is_never_told_to_a_screen_reader() {
    let mut studio = settings_page(FakeEngine::new());
    studio.write(KEY_FIELD, KEY);
    let leaks = |studio: &Studio| studio.spoken().iter().any(|text| text.contains(&KEY[..6]));
    assert!(!leaks(&studio));
    studio.click(KEEP);
    assert!(!leaks(&studio));
}

#[test]
fn what_cannot_be_a_key_is_not_stored() {
    let mut studio = settings_page(FakeEngine::new());
    studio.write(KEY_FIELD, "my key is 钥匙");
    studio.click(KEEP);
    assert!(studio.told().is_empty());
    assert!(studio.sees("That is no key"));
}

#[test]
fn a_key_that_is_there_can_be_tested_replaced_and_forgotten_but_not_one_of_the_environment() {
    for (state, may_change, may_test, may_write) in [
        (KeyState::Looking, 0, 0, 1),
        (KeyState::Absent, 0, 0, 1),
        (KeyState::Environment, 0, 1, 0),
        (KeyState::Keyring, 1, 1, 0),
        (KeyState::Session, 1, 1, 0),
    ] {
        let mut engine = FakeEngine::new();
        engine.set_key(state);
        let studio = settings_page(engine);
        assert_eq!(studio.count(FORGET), may_change, "{state:?}");
        assert_eq!(studio.count("Replace the key for MuleRouter"), may_change, "{state:?}");
        assert_eq!(studio.count(TEST), may_test, "{state:?}");
        assert_eq!(studio.count(KEY_FIELD), may_write, "{state:?}");
    }
    let mut engine = FakeEngine::new();
    engine.set_key(KeyState::Environment);
    assert!(settings_page(engine).sees("The key comes from MULEROUTER_API_KEY"));
}

#[test]
fn a_forgotten_key_can_be_taken_back() {
    let mut engine = FakeEngine::new();
    engine.set_key(KeyState::Keyring);
    let mut studio = settings_page(engine);
    studio.click(FORGET);
    assert!(matches!(&studio.told()[..], [Command::ForgetKey { .. }]));
    assert!(studio.sees("No key for this address yet"));
    // The other one is the draft's.
    studio.all("Undo").last().unwrap().click();
    studio.settle();
    assert!(matches!(&studio.told()[..], [Command::RestoreKey { .. }]));
    assert!(studio.sees("The key is kept in the system's keyring"));
}

#[test]
fn a_key_is_tested_for_free_and_the_answer_is_said_in_words() {
    let mut engine = FakeEngine::new();
    engine.set_key(KeyState::Keyring);
    let mut studio = settings_page(engine);
    studio.click(TEST);
    assert!(matches!(&studio.told()[..], [Command::TestKey { .. }]));
    studio.click(TEST);
    assert!(studio.told().is_empty(), "one question at a time");
    let refused = Trouble::new("key-test-refused").with("vendor", "MuleRouter").with("code", 401).with("words", "nope");
    for (tone, said, words) in [
        (Tone::Good, Trouble::new("key-test-good").with("vendor", "MuleRouter"), "MuleRouter accepts the key"),
        (Tone::Plain, Trouble::new("key-test-none").with("vendor", "MuleRouter"), "can only be tried by sending"),
        (Tone::Bad, refused, "does not accept the key (code 401)"),
    ] {
        studio
            .engine
            .change_account("mulerouter", |card| card.test = KeyTest::Told { tone, said: said.clone(), balance: None });
        studio.engine.publish();
        studio.settle();
        assert!(studio.sees(words), "{words}");
    }
}

#[test]
fn a_vendors_other_address_is_one_click_away() {
    let mut engine = FakeEngine::new();
    engine.set_key(KeyState::Keyring);
    let mut studio = settings_page(engine);
    studio.click(MORE);
    studio.click("Address of MuleRouter: api.mulerun.com");
    let told = studio.told();
    let chosen = changed(&told).and_then(|settings| settings.base_url("mulerouter").map(str::to_owned));
    assert_eq!(chosen.as_deref(), Some("https://api.mulerun.com"));
    assert!(studio.sees("No key for this address yet"), "the old address's key is not this one's");
    studio.click("Address of MuleRouter: api.mulerouter.ai");
    let told = studio.told();
    assert_eq!(changed(&told).map(|settings| settings.base_url("mulerouter").is_none()), Some(true));
}

#[test]
fn an_address_of_ones_own_is_judged_as_it_is_typed() {
    let mut studio = settings_page(FakeEngine::new());
    studio.click(MORE);
    studio.click("Address of MuleRouter: Another");
    studio.write("Another address of MuleRouter", "http://api.example.com");
    assert!(studio.sees("is not safe for a key"));
    studio.click("Use this address of MuleRouter");
    assert!(studio.told().is_empty());
    studio.field("Another address of MuleRouter").focus();
    studio.settle();
    studio.press_with(Modifiers::COMMAND, Key::A);
    studio.write("Another address of MuleRouter", "https://api.example.com/");
    studio.click("Use this address of MuleRouter");
    let told = studio.told();
    let chosen = changed(&told).and_then(|settings| settings.base_url("mulerouter").map(str::to_owned));
    assert_eq!(chosen.as_deref(), Some("https://api.example.com"));
}

#[test]
fn an_address_from_the_environment_is_shown_as_such() {
    let mut engine = FakeEngine::new();
    engine.change_account("mulerouter", |card| card.address = AddressFrom::Environment);
    let mut studio = settings_page(engine);
    studio.click(MORE);
    assert!(studio.sees("The address comes from SHOTLOOM_MULEROUTER_URL"));
    assert_eq!(studio.count("Address of MuleRouter: Another"), 0);
}

#[test]
fn a_key_of_another_address_is_spoken_of() {
    let mut engine = FakeEngine::new();
    engine.change_account("mulerouter", |card| card.key_elsewhere = Some("https://old.example.com".to_owned()));
    assert!(settings_page(engine).sees("The key you gave is for https://old.example.com"));
}

#[test]
fn advanced_options_are_off_until_they_are_turned_on() {
    const OPTIONS: &[AccountOption] = &[
        AccountOption {
            id: "input-compliance",
            path: &["input", "input_compliance"],
            kind: OptionKind::Choice(&["enabled", "disabled"]),
        },
        AccountOption { id: "callback-url", path: &["callback_url"], kind: OptionKind::PublicUrl },
    ];
    const HOOK: &str = "Post results to: MuleRouter";
    let mut engine = FakeEngine::new();
    engine.change_account("mulerouter", |card| card.options = OPTIONS);
    let mut studio = settings_page(engine);
    studio.click("Address and advanced options: MuleRouter");
    assert!(studio.sees("The vendor posts every result to this address as well"));
    studio.click("Check of what you send: MuleRouter: Off");
    let option = |told: &[Command], id: &str| changed(told)?.accounts.get("mulerouter")?.options.get(id).cloned();
    assert_eq!(option(&studio.told(), "input-compliance").as_deref(), Some("disabled"));
    studio.click("Check of what you send: MuleRouter: As the vendor likes");
    assert_eq!(option(&studio.told(), "input-compliance"), None);

    studio.write(HOOK, "https://192.168.0.7/hook");
    assert!(studio.sees("cannot be reached from the internet"));
    studio.press_with(Modifiers::COMMAND, Key::A);
    studio.write(HOOK, "https://hook.example.com/a");
    studio.click("Use it");
    assert_eq!(option(&studio.told(), "callback-url").as_deref(), Some("https://hook.example.com/a"));
    studio.click("Turn off");
    assert_eq!(option(&studio.told(), "callback-url"), None);
}

#[test]
fn what_stops_a_vendor_is_said_once_on_every_screen_with_two_ways_out() {
    let mut engine = FakeEngine::new();
    engine.set_key(KeyState::Keyring);
    let refused = Trouble::new("held-key-refused").with("vendor", "MuleRouter");
    engine.change_account("mulerouter", |card| card.stopped = Some(refused.clone()));
    let mut waiting = samples::task(1, TaskState::Queued, "a boat");
    waiting.is_practice = false;
    let mut studio = Studio::open(engine.with_queue([samples::card(waiting)]));
    assert_eq!(studio.count("MuleRouter does not accept the key: check it in the settings"), 1);
    assert!(studio.sees("1 video waits"));
    studio.click("Open settings for MuleRouter");
    assert!(studio.sees("Test the key"));
    assert_eq!(studio.count("MuleRouter does not accept the key: check it in the settings"), 1, "its card says it");
    studio.click("Try again with MuleRouter");
    assert!(matches!(&studio.told()[..], [Command::TryAgain { .. }]));
    assert_eq!(studio.count("Try again with MuleRouter"), 0);
}

#[test]
fn a_proxy_is_described_and_its_password_is_never_shown() {
    let mut studio = settings_page(FakeEngine::new());
    studio.click("Proxy: SOCKS5");
    studio.write("Host and port", "kim:hush@proxy.lan:1080");
    assert!(studio.sees("User and password have fields of their own"));
    assert!(studio.told().is_empty());
    studio.press_with(Modifiers::COMMAND, Key::A);
    studio.write("Host and port", "proxy.lan:1080");
    studio.write("User, if it asks for one", "kim");
    studio.click("Use this proxy");
    let told = studio.told();
    let wanted = ManualProxy { kind: ProxyKind::Socks5, address: "proxy.lan:1080".into(), user: "kim".into() };
    assert_eq!(changed(&told).map(|settings| &settings.proxy), Some(&Proxy::Manual(wanted)));
    studio.write("Password of the proxy", "hush-hush");
    assert!(!studio.spoken().iter().any(|text| text.contains("hush")));
    studio.click("Keep the password");
    let told = studio.told();
    assert!(matches!(&told[..], [Command::StoreProxyPassword { keep: Keep::Keyring, .. }]));
    assert!(!format!("{told:?}").contains("hush"));
    assert!(studio.sees("The proxy's password is kept in the system's keyring"));
    studio.click("Proxy: As the system");
    assert_eq!(changed(&studio.told()).map(|settings| &settings.proxy), Some(&Proxy::System));
}

#[test]
fn an_accounts_trouble_stands_beside_its_key() {
    let mut engine = FakeEngine::new();
    let mut account = engine.snapshot.accounts[0].clone();
    account.trouble = Some(Trouble::new("vendor-unreached"));
    engine.snapshot.accounts = [account].into();
    assert!(settings_page(engine).sees("The vendor could not be reached"));
}

#[test]
fn another_language_is_sent_and_spoken() {
    let mut studio = settings_page(FakeEngine::new());
    studio.click("Language: 简体中文");
    assert_eq!(changed(&studio.told()).map(|settings| settings.language), Some(Some(Language::Chinese)));
    assert!(studio.sees("设置"));
    studio.click("语言: 跟随系统");
    assert_eq!(changed(&studio.told()).map(|settings| settings.language), Some(None));
}

#[test]
fn one_change_leaves_the_other_settings_alone() {
    let mut engine = FakeEngine::new();
    engine.snapshot.settings = Settings { volume: 0.2, is_muted: true, ..Settings::default() }.into();
    let mut studio = settings_page(engine);
    studio.click("Language: English");
    let kept = Settings { volume: 0.2, is_muted: true, language: Some(Language::English), ..Settings::default() };
    assert_eq!(changed(&studio.told()), Some(&kept));
}

#[test]
fn the_library_folder_is_shown_and_another_can_be_typed() {
    let mut studio = settings_page(FakeEngine::new());
    assert_eq!(studio.field("Library folder").value().as_deref(), Some("/home/kim/Videos/Shotloom"));
    assert_eq!(studio.count("Choose another…"), 1);
    assert_eq!(studio.count("Use it"), 0, "it is used already");
    for letter in ["-", "2"] {
        studio.write("Library folder", letter);
    }
    studio.click("Use it");
    let told = studio.told();
    let [Command::ChooseLibrary(folder)] = &told[..] else {
        panic!("{told:?}");
    };
    assert_eq!(folder, Path::new("/home/kim/Videos/Shotloom-2"));
}

#[cfg(target_os = "linux")]
#[test]
fn the_display_server_is_chosen_and_its_price_is_said() {
    let mut studio = settings_page(FakeEngine::new());
    assert!(studio.sees("Files can be dropped on the window under X11 and XWayland only"));
    studio.get("Display server: Native Wayland").scroll_to_me();
    studio.settle();
    studio.click("Display server: Native Wayland");
    let chosen = changed(&studio.told()).map(|settings| settings.display_server);
    assert_eq!(chosen, Some(DisplayServer::Wayland));
}

#[test]
fn it_speaks_chinese() {
    let mut studio = Studio::open(FakeEngine::new().in_language(Language::Chinese));
    studio.press_with(Modifiers::COMMAND, Key::Comma);
    studio.told();
    for words in ["设置", "密钥", "没有密钥时可以免费练习", "素材库文件夹"] {
        assert!(studio.sees(words), "{words}");
    }
    studio.write("MuleRouter 的密钥", KEY);
    studio.click("保存 MuleRouter 的密钥");
    assert_eq!(stored_keys(&studio.told()), [KEY]);
}

#[test]
fn every_control_is_inside_the_narrowest_window() {
    for language in Language::ALL {
        let mut engine = FakeEngine::new().in_language(language);
        engine.set_key(KeyState::Keyring);
        let mut studio = Studio::open_in(engine, language, egui::vec2(960.0, 600.0));
        studio.press_with(Modifiers::COMMAND, Key::Comma);
        let words = Words::of(language);
        let queue = studio.get(words.get("queue-title")).rect().left();
        let vendor = [("vendor", "MuleRouter".into())];
        let names = ["account-key-test-of", "account-key-replace-of", "account-key-forget-of"];
        let names = names.map(|id| words.with(id, &vendor));
        for id in names.iter().map(String::as_str).chain([words.get("settings-library-choose")]) {
            let control = studio.get(id).rect();
            assert!(control.right() < queue, "{id} in {language:?} at {control:?} lies under the queue");
        }
    }
}

#[test]
fn previews_say_what_they_take_and_are_cleared() {
    let mut studio = settings_page(FakeEngine::new());
    assert!(studio.sees("Previews are being counted"));
    studio.engine.snapshot.previews_bytes = Some(120_400_000);
    studio.engine.publish();
    studio.settle();
    assert!(studio.sees("Previews 120.4 MB"));
    studio.click("Clear previews");
    assert!(matches!(&studio.told()[..], [Command::ClearPreviews]));
    assert!(studio.sees("Previews 0 B"));
    studio.click("Clear previews");
    assert!(studio.told().is_empty(), "there is nothing left to clear");
}
