//! The compose screen, used by the names a screen reader would say.

#[expect(dead_code, reason = "the wells' suite uses the rest")]
mod composing;

use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shotloom::engine::snapshot::{Question, QuestionAbout, QuestionId};
use shotloom::engine::{Choice, Command};
use shotloom::model::draft::{Cut, Draft};
use shotloom::model::storyboard::{Secs, Storyboard};
use shotloom::model::{ImageRef, Language};

use composing::{OFFERING, Window};

fn fresh() -> Draft {
    Draft::new(OFFERING)
}

fn written() -> Draft {
    Draft { prompt: "a paper boat in the rain".into(), ..fresh() }
}

fn in_shots(seconds: &[u64]) -> Draft {
    let shots = seconds.iter().enumerate().map(|(i, secs)| (format!("shot {i}").into(), Secs(*secs), false));
    Draft { cut: Cut::ByHand, storyboard: Storyboard::from_file(shots, None), ..written() }
}

fn lengths(draft: &Draft) -> Vec<u64> {
    draft.storyboard.shots().iter().map(|shot| shot.secs().0).collect()
}

fn type_into(window: &mut Window, name: &str, text: &str) {
    let field = window.harness.get_by_role_and_label(Role::MultilineTextInput, name);
    field.focus();
    field.type_text(text);
    window.step();
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.harness.key_press_modifiers(modifiers, key);
    window.wait();
}

fn submits(commands: &[Command]) -> Vec<(u64, u32, bool)> {
    let submit = |command: &Command| match command {
        Command::Submit { batch, count, practice, .. } => Some((*batch, *count, *practice)),
        _ => None,
    };
    commands.iter().filter_map(submit).collect()
}

#[test]
fn typing_moves_the_counter_and_is_kept() {
    let mut window = Window::open(fresh());
    window.harness.get_by_label("0 / 2500");
    type_into(&mut window, "Prompt", "雪地里的狐狸");
    window.step();
    window.harness.get_by_label("6 / 2500");
    assert_eq!(&*window.saved().unwrap().prompt, "雪地里的狐狸");
}

#[test]
fn a_click_anywhere_in_the_box_writes_in_it() {
    let mut window = Window::open(fresh());
    let count = window.harness.get_by_label("0 / 2500").rect().center();
    window.harness.drag_at(count);
    window.harness.drop_at(count);
    window.wait();
    assert!(window.harness.get_by_role_and_label(Role::MultilineTextInput, "Prompt").is_focused());
}

#[test]
fn a_mention_counts_as_the_vendor_spells_it() {
    let mut draft = written();
    draft.prompt = "@fox".into();
    draft.elements.push(shotloom::model::Element::named("fox"));
    let window = Window::open(draft);
    window.harness.get_by_label("15 / 2500");
}

#[test]
fn dragging_a_border_keeps_the_total_and_is_one_step() {
    let mut window = Window::open(in_shots(&[4, 5]));
    let border = window.harness.get_by_label("Border after shot 1").rect().center();
    let end = window.harness.get_by_label("End of the video").rect().center();
    let second = (end.x - border.x) / 5.0;
    window.harness.drag_at(border);
    window.step();
    for step in 1..=4 {
        window.harness.hover_at(border + egui::vec2(second * 0.5 * step as f32, 0.0));
        window.step();
    }
    window.harness.drop_at(border + egui::vec2(second * 2.0, 0.0));
    window.step();
    assert_eq!(lengths(&window.saved().unwrap()), [6, 3]);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(lengths(&window.saved().unwrap()), [4, 5]);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(window.saved().is_none(), "there was one step only");
}

#[test]
fn dragging_the_end_changes_the_total() {
    let mut window = Window::open(in_shots(&[4, 5]));
    let border = window.harness.get_by_label("Border after shot 1").rect().center();
    let end = window.harness.get_by_label("End of the video").rect().center();
    let second = (end.x - border.x) / 5.0;
    window.harness.drag_at(end);
    window.step();
    window.harness.hover_at(end + egui::vec2(second * 3.0, 0.0));
    window.step();
    window.harness.drop_at(end + egui::vec2(second * 3.0, 0.0));
    window.step();
    assert_eq!(lengths(&window.saved().unwrap()), [4, 8]);
}

#[test]
fn every_drag_has_a_key() {
    let mut window = Window::open(in_shots(&[4, 5]));
    press(&mut window, Modifiers::NONE, Key::Period);
    assert_eq!(lengths(&window.saved().unwrap()), [5, 4]);
    press(&mut window, Modifiers::NONE, Key::Comma);
    assert_eq!(lengths(&window.saved().unwrap()), [4, 5]);
    window.harness.get_by_label("Border after shot 1").focus();
    window.step();
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(lengths(&window.saved().unwrap()), [5, 4]);
    window.harness.get_by_label("End of the video").focus();
    window.step();
    press(&mut window, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(lengths(&window.saved().unwrap()), [5, 3]);
}

#[test]
fn shots_are_named_by_their_place_and_length() {
    let mut window = Window::open(in_shots(&[4, 5, 1]));
    window.harness.get_by_label("Shot 2 of 3, 5 seconds").click();
    window.wait();
    let shot = window.harness.get_by_label("Shot 2 of 3, 5 seconds");
    assert_eq!(shot.accesskit_node().toggled(), Some(Toggled::True));
    assert_eq!(shot.value().as_deref(), Some("shot 1"));
    window.harness.get_by_label("Shot 3 of 3, 1 second");
    window.harness.get_by_role_and_label(Role::MultilineTextInput, "Prompt of shot 2");
}

#[test]
fn shots_are_split_copied_moved_and_deleted_by_keys() {
    let mut window = Window::open(in_shots(&[4, 5]));
    press(&mut window, Modifiers::COMMAND, Key::B);
    assert_eq!(lengths(&window.saved().unwrap()), [2, 2, 5]);
    press(&mut window, Modifiers::COMMAND, Key::D);
    assert_eq!(lengths(&window.saved().unwrap()), [2, 2, 2, 3]);
    press(&mut window, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(lengths(&window.saved().unwrap()), [2, 2, 3, 2]);
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert_eq!(lengths(&window.saved().unwrap()), [2, 2, 5]);
}

#[test]
fn the_negative_prompt_takes_the_caret_when_it_unfolds() {
    let mut window = Window::open(written());
    window.harness.get_by_role_and_label(Role::Button, "Negative prompt").click();
    window.wait();
    window.harness.event(egui::Event::Text("blur, text".to_owned()));
    assert_eq!(&*window.saved().unwrap().negative_prompt, "blur, text");
}

#[test]
fn a_new_shot_waits_for_its_words() {
    let mut window = Window::open(in_shots(&[4, 5]));
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::B);
    window.harness.event(egui::Event::Text("she looks up".to_owned()));
    let draft = window.saved().unwrap();
    assert_eq!(draft.storyboard.shots()[2].prompt_text(), "she looks up");
}

#[test]
fn nothing_of_the_form_is_hidden_in_a_small_window() {
    for draft in [fresh(), in_shots(&[3, 3, 3]), Draft { prompt: "x".repeat(2501).into(), ..fresh() }] {
        let mut window = Window::open(draft);
        window.harness.set_size(egui::Vec2::new(1280.0, 700.0));
        window.wait();
        let bar = window.harness.get_by_label("Generate").rect();
        let options = window.harness.get_by_label("Sound").rect();
        assert!(bar.bottom() <= 700.0 && options.bottom() < bar.top(), "{options} {bar}");
        // Nor is room left over under it.
        assert!(bar.top() - options.bottom() < 90.0, "{options} {bar}");
    }
}

#[test]
fn the_first_letter_moves_nothing() {
    let mut window = Window::open(fresh());
    let place = |window: &Window| window.harness.get_by_role_and_label(Role::MultilineTextInput, "Prompt").rect();
    let before = place(&window);
    window.harness.get_by_role_and_label(Role::MultilineTextInput, "Prompt").type_text("a");
    for _ in 0..4 {
        window.step();
        assert_eq!(place(&window), before);
    }
}

#[test]
fn a_remark_on_one_of_two_pictures_names_it() {
    let mut window = Window::open(written());
    let [first, last] =
        ["First frame: empty", "Last frame: empty"].map(|name| window.harness.get_by_label(name).rect().center());
    window.drop_file("/pictures/dusk.png", first);
    let names = |window: &Window| window.harness.query_all_by_label("First frame").count();
    assert_eq!(names(&window), 0);
    window.drop_file("/pictures/dawn.png", last);
    assert!(names(&window) > 0);
}

#[test]
fn the_stage_follows_the_shot_one_works_on() {
    let mut window = Window::open(in_shots(&[4, 5]));
    window.harness.get_by_role_and_label(Role::ListBoxOption, "Shot 2 of 2, 5 seconds").click();
    window.wait();
    let stage = window.harness.get_by_label("Preview of the video").value();
    assert_eq!(stage.as_deref(), Some("shot 1"));
    press(&mut window, Modifiers::ALT, Key::ArrowLeft);
    window.harness.get_by_label("0:00.0 / 0:09.0");
}

#[test]
fn single_letters_are_text_where_one_writes() {
    let mut window = Window::open(in_shots(&[4, 5]));
    let field = window.harness.get_by_role_and_label(Role::MultilineTextInput, "Prompt of shot 1");
    field.focus();
    window.step();
    window.harness.key_press(Key::Comma);
    window.harness.key_press(Key::Delete);
    window.wait();
    assert!(window.saved().is_none(), "no shot was touched");
}

#[test]
fn generate_is_off_with_an_empty_prompt_and_says_why() {
    let mut window = Window::open(fresh());
    let button = window.harness.get_by_role_and_label(Role::Button, "Generate");
    assert!(button.accesskit_node().is_disabled());
    let why = button.accesskit_node().data().description().unwrap_or_default().to_owned();
    assert!(why.contains("The prompt is empty"), "{why}");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(submits(&window.sent()).is_empty());
    window.harness.get_by_label("1 thing to fix").click();
    window.wait();
    window.harness.get_by_label_contains("The prompt is empty");
}

#[test]
fn control_enter_sends_one_wish_with_the_batch_it_was_given() {
    let mut window = Window::open(written());
    for _ in 0..3 {
        window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
        window.step();
    }
    window.wait();
    assert_eq!(submits(&window.sent()), [(7, 1, false)]);
    window.publish(|snapshot| snapshot.next_batch = 8);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(submits(&window.sent()), [(8, 1, false)]);
}

#[test]
fn the_button_sends_as_many_as_were_asked_for() {
    let mut window = Window::open(written());
    window.harness.get_by_label("Videos: +1").click();
    window.step();
    window.harness.get_by_role_and_label(Role::Button, "Generate").click();
    window.wait();
    assert_eq!(submits(&window.sent()), [(7, 2, false)]);
}

#[test]
fn without_a_key_everything_is_practice_and_says_so() {
    let mut window = Window::open(written());
    assert!(window.harness.query_by_label("PRACTICE").is_none());
    window.publish(|snapshot| {
        let mut card = snapshot.accounts[0].clone();
        card.is_practice = true;
        snapshot.accounts = std::sync::Arc::new([card]);
    });
    window.harness.get_by_label("PRACTICE");
    window.harness.get_by_label("free");
    window.harness.get_by_role_and_label(Role::Button, "Generate (practice)").click();
    window.wait();
    assert_eq!(submits(&window.sent()), [(7, 1, true)]);
}

#[test]
fn with_a_key_one_may_practise_all_the_same() {
    let mut window = Window::open(written());
    window.harness.get_by_label("Practise without money").click();
    window.wait();
    window.harness.get_by_label("PRACTICE");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(submits(&window.sent()), [(7, 1, true)]);
}

#[test]
fn undo_and_redo_follow_pauses_in_typing() {
    let mut window = Window::open(fresh());
    type_into(&mut window, "Prompt", "a fox");
    window.wait();
    type_into(&mut window, "Prompt", " at dusk");
    window.wait();
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(&*window.saved().unwrap().prompt, "a fox");
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(&*window.saved().unwrap().prompt, "a fox at dusk");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(&*window.saved().unwrap().prompt, "");
}

#[test]
fn another_cut_loses_nothing() {
    let mut window = Window::open(in_shots(&[4, 5]));
    window.harness.get_by_label("Cut: One shot").click();
    let one = window.saved().unwrap();
    assert_eq!((one.cut, lengths(&one)), (Cut::OneShot, vec![4, 5]));
    assert_eq!(&*one.prompt, "a paper boat in the rain");
    window.harness.get_by_label("Cut: I cut").click();
    assert_eq!(lengths(&window.saved().unwrap()), [4, 5]);
}

#[test]
fn the_first_cut_by_hand_starts_with_the_whole_prompt() {
    let mut window = Window::open(written());
    window.harness.get_by_label("Cut: I cut").click();
    let draft = window.saved().unwrap();
    assert_eq!(lengths(&draft), [5]);
    assert_eq!(draft.storyboard.shots()[0].prompt_text(), "a paper boat in the rain");
}

#[test]
fn a_picture_dropped_on_a_well_is_measured_and_shown_there() {
    let mut window = Window::open(written());
    let last = window.harness.get_by_label("Last frame: empty").rect().center();
    window.drop_file("/pictures/dusk.png", last);
    let image = ImageRef::file("/pictures/dusk.png");
    let commands = window.sent();
    let is_measure = |command: &&Command| matches!(command, Command::Measure(asked) if *asked == image);
    assert_eq!(commands.iter().filter(is_measure).count(), 1, "{commands:?}");
    window.harness.get_by_label_contains("Last frame: dusk.png, being measured");
    window.harness.get_by_label("Clear: Last frame").click();
    assert!(window.saved().unwrap().frames.is_empty());
}

#[test]
fn a_picture_dropped_elsewhere_takes_the_first_free_well() {
    let mut window = Window::open(written());
    window.drop_file("/pictures/dusk.png", egui::pos2(600.0, 120.0));
    assert_eq!(window.saved().unwrap().frames.first, Some(ImageRef::file("/pictures/dusk.png")));
}

#[test]
fn a_picture_dropped_on_an_element_is_the_elements() {
    let mut window = Window::open(written());
    window.harness.get_by_label("Add element").click();
    window.wait();
    press(&mut window, Modifiers::NONE, Key::Escape);
    let chip = window.harness.get_by_label_contains("Element @subject1").rect().center();
    window.drop_file("/pictures/fox.png", chip);
    window.drop_file("/pictures/fox-side.png", chip);
    let draft = window.saved().unwrap();
    let pictures = ["/pictures/fox.png", "/pictures/fox-side.png"].map(ImageRef::file);
    assert_eq!((&draft.elements[0].images[..], draft.frames.is_empty()), (&pictures[..], true));
    // Its editor shows them.
    window.harness.get_by_label("Remove");
}

#[test]
fn a_dropped_storyboard_is_opened() {
    let mut window = Window::open(written());
    window.drop_file("/boards/fox.shot.json", egui::pos2(600.0, 120.0));
    let opened = window.sent();
    assert!(matches!(&opened[..], [Command::ImportFile(path)] if path.ends_with("fox.shot.json")), "{opened:?}");
}

#[test]
fn a_repair_is_one_click_and_one_step() {
    let mut window = Window::open(Draft { seconds: Secs(20), ..written() });
    window.harness.get_by_label("Make it 15 s").click();
    assert_eq!(window.saved().unwrap().seconds, Secs(15));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(window.saved().unwrap().seconds, Secs(20));
}

#[test]
fn the_palette_does_what_its_name_says() {
    let mut window = Window::open(in_shots(&[4, 5]));
    press(&mut window, Modifiers::COMMAND, Key::K);
    window.harness.get_by_role_and_label(Role::TextInput, "Find a command").type_text("dupl shot");
    window.wait();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(lengths(&window.saved().unwrap()), [4, 3, 2]);
    assert!(window.harness.query_by_role_and_label(Role::TextInput, "Find a command").is_none());
}

#[test]
fn an_element_is_added_named_and_removed() {
    let mut window = Window::open(written());
    window.harness.get_by_label("Add element").click();
    window.wait();
    assert_eq!(window.saved().unwrap().elements.len(), 1);
    window.harness.get_by_label("Remove").click();
    assert!(window.saved().unwrap().elements.is_empty());
}

#[test]
fn a_question_is_answered_before_anything_else() {
    let mut window = Window::open(written());
    let about = QuestionAbout::SameAgain { seconds_ago: 12, is_practice: false };
    window.publish(|snapshot| snapshot.questions = std::sync::Arc::new([Question { id: QuestionId(3), about }]));
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.wait();
    assert!(submits(&window.sent()).is_empty());
    window.harness.get_by_label("Send it again").click();
    window.wait();
    let answered = window.sent();
    let expected = Command::Answer { question: QuestionId(3), choice: Choice::Proceed };
    assert!(answered.iter().any(|command| format!("{command:?}") == format!("{expected:?}")), "{answered:?}");
}

#[test]
fn practice_is_never_said_to_be_charged() {
    let mut window = Window::open(written());
    for (is_practice, says) in [(true, "makes a second video, free"), (false, "charged anew")] {
        let about = QuestionAbout::SameAgain { seconds_ago: 12, is_practice };
        window.publish(|snapshot| snapshot.questions = std::sync::Arc::new([Question { id: QuestionId(3), about }]));
        window.harness.get_by_label_contains(says);
    }
}

#[test]
fn what_is_pressed_stays_where_it_is_until_it_is_let_go() {
    let mut window = Window::open(written());
    type_into(&mut window, "Prompt", " with @nobody ");
    window.wait();
    press(&mut window, Modifiers::COMMAND, Key::Z);
    window.wait();
    let before = window.harness.get_by_label("Quality: 1080p").rect().center();
    window.harness.drag_at(before);
    window.step();
    let pressed = window.harness.get_by_label("Quality: 1080p").rect().center();
    assert_eq!(before, pressed, "the form moved under the mouse");
    window.harness.drop_at(before);
    window.wait();
    assert_eq!(window.saved().and_then(|draft| draft.mode), Some(shotloom::model::Mode::Pro));
}

#[test]
fn nothing_moves_while_nobody_does() {
    let mut window = Window::open(in_shots(&[4, 5]));
    window.wait();
    assert!(!window.harness.ctx.has_requested_repaint());
    assert!(window.sent().is_empty());
}

#[test]
fn every_word_has_a_face_in_both_languages() {
    // The harness fails on a letter no bundled font has, and on a control without a name.
    for language in Language::ALL {
        for draft in [fresh(), written(), in_shots(&[1, 1, 1, 1, 1, 10]), in_shots(&[2; 7])] {
            let mut window = Window::open_in(language, draft);
            window.wait();
            press(&mut window, Modifiers::NONE, Key::F1);
            window.harness.check_accessibility();
        }
    }
}
