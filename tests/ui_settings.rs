//! Settings: keys are handed over once and shown never; every choice is sent as it is made.

mod studio;

use std::path::Path;

use egui::{Key, Modifiers};
use shotloom::engine::snapshot::KeyState;
use shotloom::engine::{Command, DisplayServer, Settings};
use shotloom::model::{Language, Trouble};
use shotloom::words::Words;
use studio::{FakeEngine, Studio};

const KEY: &str = "sk-test-0123456789abcdef";
const KEY_FIELD: &str = "Key for MuleRouter";

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
    studio.write(KEY_FIELD, KEY);
    assert_eq!(length_of_key_field(&studio), KEY.len());
    studio.click("Keep");
    assert_eq!(stored_keys(&studio.told()), [KEY]);
    assert_eq!(length_of_key_field(&studio), 0);
    assert!(studio.sees("The key is kept in the system's keyring"));
    studio.click("Keep");
    assert!(studio.told().is_empty(), "an empty field stores nothing");
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
    studio.click("Keep");
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
    studio.click("Keep");
    assert!(!leaks(&studio));
}

#[test]
fn what_cannot_be_a_key_is_not_stored() {
    let mut studio = settings_page(FakeEngine::new());
    studio.write(KEY_FIELD, "my key is 钥匙");
    studio.click("Keep");
    assert!(studio.told().is_empty());
    assert!(studio.sees("That is no key"));
}

#[test]
fn a_stored_key_can_be_forgotten_but_not_one_of_the_environment() {
    for (state, may_forget) in [
        (KeyState::Looking, 0),
        (KeyState::Absent, 0),
        (KeyState::Environment, 0),
        (KeyState::Keyring, 1),
        (KeyState::Session, 1),
    ] {
        let mut engine = FakeEngine::new();
        engine.set_key(state);
        assert_eq!(settings_page(engine).count("Forget"), may_forget, "{state:?}");
    }
    let mut engine = FakeEngine::new();
    engine.set_key(KeyState::Keyring);
    let mut studio = settings_page(engine);
    studio.click("Forget");
    assert!(matches!(&studio.told()[..], [Command::ForgetKey { .. }]));
    assert!(studio.sees("No key yet"));
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
    studio.click("保存");
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
        for id in ["settings-key-store", "settings-key-forget", "settings-library-choose"] {
            let control = studio.get(words.get(id)).rect();
            assert!(control.right() < queue, "{id} in {language:?} at {control:?} lies under the queue");
        }
    }
}
