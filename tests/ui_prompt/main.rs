//! The prompt editor, used by the names a screen reader would say: input methods, mentions, carets.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

#[expect(dead_code, reason = "each suite uses its own part of this")]
#[path = "../composing/mod.rs"]
mod composing;
mod input_methods;

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shotloom::engine::Command;
use shotloom::engine::snapshot::{Desk, DraftId};
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
        window.wait();
        assert!(!window.harness.ctx.has_requested_repaint(), "an open list draws nothing by itself");
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
    fn reference_pictures_are_listed_by_their_number_where_the_offering_takes_them() {
        let takes = |row: &&shotloom::model::Row| row.caps.max_references > 0;
        let row = shotloom::vendors::rows().find(takes).expect("an offering with references");
        let references = vec![ImageRef::file("/p/a.png"), ImageRef::file("/p/b.png")];
        let draft = Draft { references, offering: row.id.into(), ..with_elements(written("")) };
        let mut window = Window::open(draft.clone());
        focus(&mut window, "Prompt");
        type_text(&mut window, "@im");
        let lines = ["[@image1, reference picture 1]", "@image2, reference picture 2", "New element @im"];
        assert_eq!(listed(&window), lines);
        press(&mut window, Modifiers::NONE, Key::ArrowDown);
        press(&mut window, Modifiers::NONE, Key::Enter);
        assert_eq!(&*window.saved().expect("kept").prompt, "@image2 ");
        // Elsewhere they stay in the draft and are not offered.
        let mut window = Window::open(Draft { offering: OFFERING.into(), ..draft });
        focus(&mut window, "Prompt");
        type_text(&mut window, "@im");
        assert_eq!(listed(&window), ["New element @im"]);
    }

    #[test]
    fn a_mention_that_is_just_being_written_is_not_unknown_yet() {
        let mut window = Window::open(with_elements(written("@fox ")));
        focus(&mut window, "Prompt");
        let is_said = |window: &Window| window.harness.query_by_label_contains("No element is called @r").is_some();
        type_text(&mut window, "@r");
        window.wait();
        assert!(!is_said(&window));
        press(&mut window, Modifiers::NONE, Key::Escape);
        window.wait();
        assert!(is_said(&window));
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
    fn in_another_draft_the_caret_waits_at_the_end_of_its_words() {
        let mut window = Window::open(written("a very long prompt of another draft"));
        focus(&mut window, "Prompt");
        window.publish(|snapshot| {
            let id = DraftId("another".into());
            snapshot.desk = Some(Desk { id, draft: Arc::new(written("snow")), opened: 2 });
        });
        window.harness.get_by_role_and_label(Role::MultilineTextInput, "Prompt").focus();
        window.step();
        type_text(&mut window, " falls");
        assert_eq!(&*window.saved().expect("kept").prompt, "snow falls");
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

mod naming {
    use super::*;

    /// `@fox` and `@red_hat` with shots of their own under another cut.
    fn scene() -> Draft {
        let shots = ["@fox runs", "@foxes, @fox"].map(|prompt| (prompt.into(), Secs(3), false));
        let storyboard = Storyboard::from_file(shots, None);
        Draft { storyboard, negative_prompt: "no @fox".into(), ..with_elements(written("@fox in @red_hat")) }
    }

    fn name(window: &mut Window, chip: &str, text: &str) {
        window.harness.get_by_label_contains(chip).click();
        window.wait();
        window.harness.get_by_role_and_label(Role::TextInput, "Name").focus();
        window.step();
        press(window, Modifiers::COMMAND, Key::A);
        window.harness.event(Event::Text(text.to_owned()));
        window.step();
        window.step();
    }

    fn all(draft: &Draft) -> Vec<&str> {
        let shots = draft.storyboard.shots().iter().map(|shot| shot.prompt_text());
        [&*draft.prompt, &*draft.negative_prompt].into_iter().chain(shots).collect()
    }

    #[test]
    fn a_new_name_goes_through_every_prompt_in_one_step() {
        let mut window = Window::open(scene());
        name(&mut window, "Element @fox", "vixen");
        assert!(window.saved().is_none(), "letter by letter nothing is renamed");
        press(&mut window, Modifiers::NONE, Key::Enter);
        let draft = window.saved().expect("kept");
        assert_eq!(all(&draft), ["@vixen in @red_hat", "no @vixen", "@vixen runs", "@foxes, @vixen"]);
        press(&mut window, Modifiers::COMMAND, Key::Z);
        let draft = window.saved().expect("undone");
        assert_eq!((all(&draft), &*draft.elements[0].name), (all(&scene()), "fox"));
        press(&mut window, Modifiers::COMMAND, Key::Z);
        assert!(window.saved().is_none(), "it was one step");
    }

    #[test]
    fn what_is_wrong_with_a_name_is_said_while_it_is_written_and_mended_when_it_is_done() {
        for (typed, said, becomes) in
            [("red fox", "letters", "red_fox"), ("image2", "image2", "subject"), ("red_hat", "red_hat", "red_hat_2")]
        {
            let mut window = Window::open(scene());
            name(&mut window, "Element @fox", typed);
            let fix = format!("Call it {becomes}");
            window.harness.get_by_label(&fix);
            let is_said = window.harness.query_all_by_label_contains(said).next().is_some();
            assert!(is_said, "{typed}");
            press(&mut window, Modifiers::NONE, Key::Enter);
            let draft = window.saved().expect("kept");
            assert_eq!(&*draft.elements[0].name, becomes);
            assert_eq!(&*draft.prompt, &*format!("@{becomes} in @red_hat"));
        }
    }

    #[test]
    fn an_undo_beneath_a_half_written_name_drops_it() {
        let mut window = Window::open(scene());
        let add = |window: &mut Window| {
            window.harness.get_by_role_and_label(Role::Button, "Add element").click();
            window.wait();
        };
        let shown = |window: &Window| window.harness.get_by_role_and_label(Role::TextInput, "Name").value();
        add(&mut window);
        press(&mut window, Modifiers::COMMAND, Key::A);
        window.harness.event(Event::Text("boat".to_owned()));
        window.wait();
        assert_eq!(shown(&window).as_deref(), Some("boat"));
        press(&mut window, Modifiers::COMMAND, Key::Z);
        assert_eq!(window.saved().expect("undone").elements.len(), 2);
        add(&mut window);
        assert_eq!(shown(&window).as_deref(), Some("subject1"));
    }

    #[test]
    fn a_limit_shared_with_pictures_shuts_the_way_to_another_element() {
        let row = shotloom::vendors::rows().find(|row| row.caps.elements.shared_max.is_some()).expect("sold");
        let most = row.caps.elements.shared_max.unwrap_or_default();
        for pictures in [most - 1, most] {
            let references = (0..pictures).map(|n| ImageRef::file(format!("/{n}.png"))).collect();
            let window = Window::open(Draft { references, ..Draft::new(row.id) });
            let add = window.harness.get_by_role_and_label(Role::Button, "Add element");
            assert_eq!(add.accesskit_node().is_disabled(), pictures == most);
        }
    }

    #[test]
    fn escape_keeps_the_old_name_and_a_click_beside_takes_the_new_one() {
        let mut window = Window::open(scene());
        name(&mut window, "Element @fox", "vixen");
        press(&mut window, Modifiers::NONE, Key::Escape);
        assert!(window.saved().is_none());
        name(&mut window, "Element @fox", "vixen");
        let beside = egui::pos2(640.0, 100.0);
        window.harness.drag_at(beside);
        window.step();
        window.harness.drop_at(beside);
        assert_eq!(&*window.saved().expect("kept").elements[0].name, "vixen");
    }

    #[test]
    fn an_element_that_is_in_no_prompt_says_so_on_its_chip() {
        let mut window = Window::open(with_elements(written("@fox runs")));
        window.wait();
        let description = |window: &Window, chip: &str| {
            let chip = window.harness.get_by_label_contains(chip);
            chip.accesskit_node().data().description().unwrap_or_default().to_owned()
        };
        assert!(description(&window, "Element @red_hat").contains("@red_hat is in no prompt"));
        assert_eq!(description(&window, "Element @fox"), "");
    }
}
