//! Words that are composed before they are written: nothing fires, nothing is lost or doubled.

use super::*;

/// Every word is one undo step of its own, and no step stands in the middle of a word.
fn check(words: &[(&[&str], &str)]) {
    let mut window = Window::open(written(""));
    // Korean letters come from the machine's fonts, which a harness does not load.
    window.harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    focus(&mut window, "Prompt");
    for (told, text) in words {
        compose(&mut window, told);
        assert_eq!(&*window.saved().expect("kept").prompt, *text);
    }
    for (_, text) in words.iter().rev().skip(1) {
        press(&mut window, Modifiers::COMMAND, Key::Z);
        assert_eq!(&*window.saved().expect("undone").prompt, *text);
    }
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(&*window.saved().expect("undone").prompt, "");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(window.saved().is_none(), "there was nothing more to undo");
}

#[test]
fn chinese_pinyin_comes_word_by_word_with_its_marks() {
    check(&[
        (&["n…", "ni…", "ni h…", "ni ha…", "ni hao…", "…", "你好"], "你好"),
        // A lone mark is never composed.
        (&["，"], "你好，"),
        (&["x…", "xu…", "xue…", "xu…", "xue…", "…", "雪"], "你好，雪"),
        (&["。"], "你好，雪。"),
    ]);
}

#[test]
fn japanese_kana_become_kanji() {
    check(&[
        (&["ｋ…", "き…", "きｔ…", "きつ…", "きつね…", "狐…", "きつね…", "狐…", "狐"], "狐"),
        (&["が…", "が"], "狐が"),
        (&["はｓ…", "はし…", "はしる…", "走る…", "走る"], "狐が走る"),
    ]);
}

#[test]
fn korean_syllables_grow_and_shrink() {
    check(&[(&["ㅎ…", "하…", "한…", "한"], "한"), (&["ㄱ…", "그…", "글…", "그…", "글…", "글"], "한글")]);
}

#[test]
fn backspace_in_a_composed_word_takes_its_letters_and_nothing_before_it() {
    let mut window = Window::open(written("狐"));
    focus(&mut window, "Prompt");
    compose(&mut window, &["n…", "ni…"]);
    // Whatever else hears the key, the input method has it (egui 7908).
    press(&mut window, Modifiers::NONE, Key::Backspace);
    compose(&mut window, &["n…"]);
    press(&mut window, Modifiers::NONE, Key::Backspace);
    compose(&mut window, &["…"]);
    assert_eq!(shown(&window, "Prompt"), "狐");
    press(&mut window, Modifiers::NONE, Key::Backspace);
    assert_eq!(shown(&window, "Prompt"), "");
}

#[test]
fn keys_while_composing_neither_move_the_caret_nor_double_the_word() {
    let mut window = Window::open(written("雪地"));
    focus(&mut window, "Prompt");
    compose(&mut window, &["h…", "hu…"]);
    for key in [Key::ArrowLeft, Key::Home, Key::Enter, Key::Tab, Key::Delete, Key::ArrowUp] {
        press(&mut window, Modifiers::NONE, key);
    }
    compose(&mut window, &["hu li…", "…", "狐狸"]);
    assert_eq!(shown(&window, "Prompt"), "雪地狐狸");
    let field = window.harness.get_by_role_and_label(Role::MultilineTextInput, "Prompt");
    assert!(field.is_focused());
}

#[test]
fn no_verb_fires_while_a_word_is_composed() {
    let mut window = Window::open(in_shots(&["雪", "地"]));
    focus(&mut window, "Prompt of shot 1");
    window.sent();
    compose(&mut window, &["n…", "ni…"]);
    let keys = [
        (Modifiers::COMMAND, Key::Enter),
        (Modifiers::COMMAND, Key::B),
        (Modifiers::COMMAND, Key::D),
        (Modifiers::COMMAND, Key::Z),
        (Modifiers::COMMAND, Key::K),
        (Modifiers::COMMAND, Key::N),
        (Modifiers::ALT, Key::ArrowRight),
        (Modifiers::NONE, Key::F1),
    ];
    for (modifiers, key) in keys {
        press(&mut window, modifiers, key);
    }
    assert_eq!(submits(&mut window), 0);
    compose(&mut window, &["…", "你"]);
    let draft = window.saved().expect("kept");
    let prompts: Vec<&str> = draft.storyboard.shots().iter().map(|shot| shot.prompt_text()).collect();
    assert_eq!(prompts, ["雪你", "地"]);
    window.harness.get_by_role_and_label(Role::MultilineTextInput, "Prompt of shot 1");
    assert!(window.harness.query_by_label("Find a command").is_none());
    assert!(window.harness.query_by_label("Keyboard").is_none());
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    window.wait();
    assert_eq!(submits(&mut window), 1, "and once it is committed they do again");
}

#[test]
fn the_key_that_commits_a_word_sends_nothing() {
    let mut window = Window::open(written("雪"));
    focus(&mut window, "Prompt");
    compose(&mut window, &["di…"]);
    let (key, modifiers) = (Key::Enter, Modifiers::COMMAND);
    let enter = Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
    let in_one_frame = [Event::Ime(ImeEvent::Commit("地".to_owned())), enter];
    window.harness.input_mut().events.extend(in_one_frame);
    window.step();
    assert_eq!((submits(&mut window), shown(&window, "Prompt").trim_end()), (0, "雪地"));
}

#[test]
fn a_long_look_at_the_candidates_is_no_undo_step() {
    let mut window = Window::open(written(""));
    focus(&mut window, "Prompt");
    compose(&mut window, &["x…", "xu…", "xue…"]);
    window.wait();
    window.wait();
    compose(&mut window, &["…", "雪"]);
    window.wait();
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(&*window.saved().expect("undone").prompt, "");
    assert!({
        press(&mut window, Modifiers::COMMAND, Key::Z);
        window.saved().is_none()
    });
}

#[test]
fn a_click_elsewhere_keeps_what_was_composed_once_and_the_keys_are_free_again() {
    let mut window = Window::open(written("雪"));
    focus(&mut window, "Prompt");
    compose(&mut window, &["n…", "ni…"]);
    let beside = egui::pos2(640.0, 100.0);
    window.harness.drag_at(beside);
    window.step();
    window.harness.drop_at(beside);
    window.step();
    // What the input method still says then is for nobody.
    compose(&mut window, &["你"]);
    assert_eq!(&*window.saved().expect("kept").prompt, "雪ni");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    window.wait();
    assert_eq!(submits(&mut window), 1);
}
