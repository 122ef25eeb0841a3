//! The prompt editor, used by the names a screen reader would say: input methods, mentions, carets.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

#[expect(dead_code, reason = "each suite uses its own part of this")]
mod composing;

use egui::accesskit::Role;
use egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shotloom::engine::Command;
use shotloom::model::draft::{Cut, Draft};
use shotloom::model::storyboard::{Secs, Storyboard};
use shotloom::model::{Element, ImageRef};

use composing::{OFFERING, Window};

fn written(prompt: &str) -> Draft {
    Draft { prompt: prompt.into(), ..Draft::new(OFFERING) }
}

fn in_shots(prompts: &[&str]) -> Draft {
    let shots = prompts.iter().map(|prompt| ((*prompt).into(), Secs(3), false));
    Draft { cut: Cut::ByHand, storyboard: Storyboard::from_file(shots, None), ..written("") }
}

/// Puts the caret at the end of a prompt.
fn focus(window: &mut Window, name: &str) {
    window.harness.get_by_role_and_label(Role::MultilineTextInput, name).focus();
    window.step();
    press(window, Modifiers::COMMAND, Key::End);
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.harness.key_press_modifiers(modifiers, key);
    window.step();
}

fn shown(window: &Window, name: &str) -> String {
    window.harness.get_by_role_and_label(Role::MultilineTextInput, name).value().unwrap_or_default()
}

/// What an input method tells, each in a frame of its own: a word ending in `…` is being composed.
fn compose(window: &mut Window, told: &[&str]) {
    for told in told {
        let event = match told.strip_suffix('…') {
            Some(text) => ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None },
            None => ImeEvent::Commit((*told).to_owned()),
        };
        window.harness.event(Event::Ime(event));
        window.step();
    }
}

fn submits(window: &mut Window) -> usize {
    window.sent().iter().filter(|command| matches!(command, Command::Submit { .. })).count()
}

mod input_methods {
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
}

/// `@fox` with two pictures and `@red_hat` without.
fn with_elements(draft: Draft) -> Draft {
    let images = vec![ImageRef::file("/p/front.png"), ImageRef::file("/p/side.png")];
    let elements = vec![Element { images, ..Element::named("fox") }, Element::named("red_hat")];
    Draft { elements, ..draft }
}

fn type_text(window: &mut Window, text: &str) {
    window.harness.event(Event::Text(text.to_owned()));
    window.step();
    window.step();
}

/// The lines of the list that `@` opens, the chosen one in brackets.
fn listed(window: &Window) -> Vec<String> {
    let Some(list) = window.harness.query_by_role_and_label(Role::ListBox, "Elements to mention") else {
        return Vec::new();
    };
    let lines = list.query_all_by_role(Role::ListBoxOption);
    let said = |line: egui_kittest::Node<'_>| {
        let name = line.accesskit_node().label().unwrap_or_default();
        // egui says a choice as a toggle.
        let is_chosen = format!("{:?}", line.accesskit_node().toggled()).contains("True");
        if is_chosen { format!("[{name}]") } else { name }
    };
    lines.map(said).collect()
}

mod mentions {
    use super::*;

    #[test]
    fn an_at_sign_lists_the_elements_and_typing_narrows_it() {
        let mut window = Window::open(with_elements(written("")));
        focus(&mut window, "Prompt");
        type_text(&mut window, "the @");
        let all = ["[@fox, 2 pictures]", "@red_hat, no pictures", "New element…"];
        assert_eq!(listed(&window), all);
        type_text(&mut window, "h");
        assert_eq!(listed(&window), ["[@red_hat, no pictures]", "New element @h"]);
        press(&mut window, Modifiers::NONE, Key::Enter);
        window.step();
        assert_eq!(shown(&window, "Prompt"), "the @red_hat ");
        assert_eq!(listed(&window), Vec::<String>::new());
        type_text(&mut window, "blows off");
        assert_eq!(&*window.saved().expect("kept").prompt, "the @red_hat blows off");
    }

    #[test]
    fn arrows_choose_and_tab_takes_and_nothing_else_hears_them() {
        let mut window = Window::open(with_elements(written("line\n")));
        focus(&mut window, "Prompt");
        type_text(&mut window, "@");
        press(&mut window, Modifiers::NONE, Key::ArrowDown);
        assert_eq!(listed(&window)[1], "[@red_hat, no pictures]");
        press(&mut window, Modifiers::NONE, Key::ArrowUp);
        press(&mut window, Modifiers::NONE, Key::ArrowUp);
        assert_eq!(listed(&window)[2], "[New element…]");
        press(&mut window, Modifiers::NONE, Key::ArrowDown);
        press(&mut window, Modifiers::NONE, Key::Tab);
        window.step();
        assert_eq!(shown(&window, "Prompt"), "line\n@fox ");
        let field = window.harness.get_by_role_and_label(Role::MultilineTextInput, "Prompt");
        assert!(field.is_focused());
    }

    #[test]
    fn a_click_takes_a_line_and_the_writer_goes_on() {
        let mut window = Window::open(with_elements(written("")));
        focus(&mut window, "Prompt");
        type_text(&mut window, "@");
        let line = window.harness.get_by_role_and_label(Role::ListBoxOption, "@red_hat, no pictures").rect().center();
        window.harness.drag_at(line);
        window.step();
        window.harness.drop_at(line);
        window.step();
        window.step();
        type_text(&mut window, "falls");
        assert_eq!(shown(&window, "Prompt"), "@red_hat falls");
    }

    #[test]
    fn escape_closes_the_list_and_keeps_the_keyboard_and_enter_is_a_new_line_again() {
        let mut window = Window::open(with_elements(written("")));
        focus(&mut window, "Prompt");
        type_text(&mut window, "@");
        press(&mut window, Modifiers::NONE, Key::Escape);
        window.step();
        assert_eq!(listed(&window), Vec::<String>::new());
        type_text(&mut window, "f");
        assert_eq!(listed(&window), Vec::<String>::new());
        press(&mut window, Modifiers::NONE, Key::Enter);
        assert_eq!(shown(&window, "Prompt"), "@f\n");
        type_text(&mut window, "@");
        assert_eq!(listed(&window).len(), 3);
    }

    #[test]
    fn without_elements_enter_stays_a_new_line_and_an_arrow_chooses_the_new_one() {
        let mut window = Window::open(written(""));
        focus(&mut window, "Prompt");
        type_text(&mut window, "@");
        assert_eq!(listed(&window), ["New element…"]);
        press(&mut window, Modifiers::NONE, Key::Enter);
        window.step();
        assert_eq!(shown(&window, "Prompt"), "@\n");
        type_text(&mut window, "@owl");
        press(&mut window, Modifiers::NONE, Key::ArrowDown);
        press(&mut window, Modifiers::NONE, Key::Enter);
        let draft = window.saved().expect("kept");
        assert_eq!((&*draft.prompt, &*draft.elements[0].name), ("@\n@owl ", "owl"));
        // Mention and element are one step.
        press(&mut window, Modifiers::COMMAND, Key::Z);
        let draft = window.saved().expect("undone");
        assert_eq!((&*draft.prompt, draft.elements.len()), ("@\n@owl", 0));
    }

    #[test]
    fn a_new_element_asks_for_its_name_and_the_mention_follows() {
        let mut window = Window::open(written(""));
        focus(&mut window, "Prompt");
        type_text(&mut window, "@");
        press(&mut window, Modifiers::NONE, Key::ArrowDown);
        press(&mut window, Modifiers::NONE, Key::Enter);
        window.wait();
        assert_eq!(shown(&window, "Prompt"), "@subject1 ");
        window.harness.get_by_role_and_label(Role::TextInput, "Name");
    }

    #[test]
    fn the_list_opens_in_shots_and_in_the_negative_prompt_too() {
        let draft = Draft { negative_prompt: "blur".into(), ..with_elements(in_shots(&["", ""])) };
        let mut window = Window::open(draft);
        for name in ["Prompt of shot 1", "Negative prompt"] {
            focus(&mut window, name);
            type_text(&mut window, " @");
            press(&mut window, Modifiers::NONE, Key::Enter);
            window.step();
        }
        let draft = window.saved().expect("kept");
        assert_eq!((draft.storyboard.shots()[0].prompt_text(), &*draft.negative_prompt), (" @fox ", "blur @fox "));
    }

    #[test]
    fn an_input_method_opens_the_list_with_what_it_commits_and_hides_it_while_it_composes() {
        let mut window = Window::open(with_elements(written("雪里")));
        focus(&mut window, "Prompt");
        compose(&mut window, &["@"]);
        window.step();
        assert_eq!(listed(&window).len(), 3);
        compose(&mut window, &["h…"]);
        assert_eq!(listed(&window), Vec::<String>::new());
        compose(&mut window, &["…"]);
        type_text(&mut window, "f");
        press(&mut window, Modifiers::NONE, Key::Enter);
        window.step();
        assert_eq!(shown(&window, "Prompt"), "雪里@fox");
    }

    #[test]
    fn the_list_stays_in_the_window_wherever_the_caret_is() {
        for (size, prompt) in [((1280.0, 720.0), "x ".repeat(60)), ((1280.0, 720.0), "\n".repeat(30))] {
            let mut window = Window::open(with_elements(written(&prompt)));
            window.harness.set_size(egui::Vec2::from(size));
            window.wait();
            focus(&mut window, "Prompt");
            type_text(&mut window, "@");
            let list = window.harness.get_by_role_and_label(Role::ListBox, "Elements to mention").rect();
            let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::Vec2::from(size));
            assert!(screen.contains_rect(list), "{list}");
            assert_eq!(listed(&window).len(), 3);
        }
    }

    #[test]
    fn an_unknown_mention_is_mended_in_one_click() {
        let prompt = "@fox and @fxo";
        for (fix, expected) in [("Did you mean @fox?", "@fox and @fox"), ("Remove the @", "@fox and fxo")] {
            let mut window = Window::open(with_elements(written(prompt)));
            window.harness.get_by_label(fix).click();
            assert_eq!(&*window.saved().expect("kept").prompt, expected);
            press(&mut window, Modifiers::COMMAND, Key::Z);
            assert_eq!(&*window.saved().expect("undone").prompt, prompt);
        }
        let mut window = Window::open(with_elements(written(prompt)));
        window.harness.get_by_label("Make an element @fxo").click();
        assert_eq!(&*window.saved().expect("kept").elements[2].name, "fxo");
    }
}

mod carets {
    use super::*;

    #[test]
    fn a_click_on_a_finding_selects_the_words_it_speaks_of() {
        let mut window = Window::open(with_elements(written("雪 @fox and @fxo")));
        window.harness.get_by_label_contains("No element is called @fxo").click();
        window.step();
        window.step();
        type_text(&mut window, "snow");
        assert_eq!(&*window.saved().expect("kept").prompt, "雪 @fox and snow");
    }

    #[test]
    fn what_is_too_much_is_selected_by_a_click_on_its_finding() {
        let mut window = Window::open(written(&("a".repeat(2_500) + "bcd")));
        window.harness.get_by_label_contains("shorten it by 3 characters").click();
        window.step();
        window.step();
        press(&mut window, Modifiers::NONE, Key::Backspace);
        assert_eq!(&*window.saved().expect("kept").prompt, &*"a".repeat(2_500));
    }

    #[test]
    fn a_finding_in_another_shot_opens_that_shot() {
        let mut window = Window::open(with_elements(in_shots(&["@fox", "snow", "@fxo"])));
        window.harness.get_by_label_contains("to fix").click();
        window.wait();
        window.harness.get_by_label_contains("No element is called @fxo").click();
        window.wait();
        let field = window.harness.get_by_role_and_label(Role::MultilineTextInput, "Prompt of shot 3");
        assert!(field.is_focused());
    }

    #[test]
    fn the_caret_goes_along_into_the_shot_that_was_split_off() {
        let mut window = Window::open(in_shots(&["snow", "dusk"]));
        focus(&mut window, "Prompt of shot 1");
        press(&mut window, Modifiers::COMMAND, Key::B);
        window.step();
        window.step();
        type_text(&mut window, "a fox");
        let draft = window.saved().expect("kept");
        let prompts: Vec<&str> = draft.storyboard.shots().iter().map(|shot| shot.prompt_text()).collect();
        assert_eq!(prompts, ["snow", "a fox", "dusk"]);
    }

    #[test]
    fn after_an_undo_one_writes_on_where_the_words_came_back() {
        let mut window = Window::open(written("a fox at dusk"));
        focus(&mut window, "Prompt");
        press(&mut window, Modifiers::CTRL, Key::Backspace);
        window.wait();
        press(&mut window, Modifiers::COMMAND, Key::Home);
        window.wait();
        press(&mut window, Modifiers::COMMAND, Key::Z);
        window.step();
        window.step();
        type_text(&mut window, "!");
        assert_eq!(&*window.saved().expect("kept").prompt, "a fox at dusk!");
    }
}
