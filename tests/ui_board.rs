//! The verbs on shots, by their keys and names: what is locked, joined, balanced, copied and cut from a script, and
//! that undo brings all of it back.

#[expect(dead_code, reason = "the compose suite uses the rest")]
mod composing;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, OutputCommand, ViewportCommand};
use egui_kittest::kittest::Queryable as _;
use shotloom::engine::{Command, Settings};
use shotloom::model::draft::{Cut, Draft};
use shotloom::model::storyboard::{Secs, Storyboard};
use shotloom::model::{Language, ShotId};

use composing::{OFFERING, Window};

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

/// Lengths of shots; a negative one is locked.
fn in_shots(secs: &[i64]) -> Draft {
    let words = ["a fox", "snow falls all day long", "night", "the moon", "a door", "a hat", "home"];
    let shots = secs.iter().zip(words).map(|(secs, words)| (words.into(), Secs(secs.unsigned_abs()), *secs < 0));
    Draft { cut: Cut::ByHand, storyboard: Storyboard::from_file(shots, None), ..Draft::new(OFFERING) }
}

fn lengths(draft: &Draft) -> Vec<u64> {
    draft.storyboard.shots().iter().map(|shot| shot.secs().0).collect()
}

fn words(draft: &Draft) -> Vec<&str> {
    draft.storyboard.shots().iter().map(|shot| shot.prompt_text()).collect()
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.harness.key_press_modifiers(modifiers, key);
    window.wait();
}

/// One verb and its undo: the lengths after it, and that they were there before it.
#[track_caller]
fn one_step(start: &[i64], modifiers: Modifiers, key: Key, expected: &[u64]) -> Window {
    let draft = in_shots(start);
    let mut window = Window::open(draft.clone());
    press(&mut window, modifiers, key);
    assert_eq!(window.saved().map(|draft| lengths(&draft)).as_deref(), Some(expected));
    press(&mut window, CTRL, Key::Z);
    assert_eq!(window.saved().as_deref(), Some(&draft));
    press(&mut window, CTRL_SHIFT, Key::Z);
    assert_eq!(window.saved().map(|draft| lengths(&draft)).as_deref(), Some(expected));
    window
}

/// What the window put on the clipboard in the last frame.
fn copied(window: &Window) -> Option<String> {
    window.harness.output().platform_output.commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

#[test]
fn each_verb_is_one_step_by_its_key() {
    one_step(&[4, 5], CTRL, Key::J, &[9]);
    one_step(&[7, 1, 1], CTRL, Key::G, &[3, 3, 3]);
    one_step(&[3, 3, 3], CTRL_SHIFT, Key::G, &[2, 6, 1]);
    one_step(&[4, 5], CTRL_SHIFT, Key::B, &[4, 2, 3]);
    one_step(&[4, 5], Modifiers::NONE, Key::Delete, &[9]);
    one_step(&[-4, 2, 3], CTRL, Key::G, &[4, 3, 2]);
}

#[test]
fn a_locked_shot_keeps_its_length_and_says_so() {
    let mut window = Window::open(in_shots(&[4, 5]));
    press(&mut window, CTRL, Key::L);
    assert!(window.saved().unwrap().storyboard.shots()[0].is_locked);
    press(&mut window, Modifiers::NONE, Key::Period);
    assert!(window.saved().is_none());
    window.harness.get_by_label_contains("Shot 1 is locked");
    press(&mut window, CTRL, Key::Z);
    assert!(!window.saved().unwrap().storyboard.shots()[0].is_locked);
}

#[test]
fn the_total_is_locked_by_a_setting() {
    let mut window = Window::open(in_shots(&[4, 5]));
    press(&mut window, CTRL_SHIFT, Key::L);
    let is_freed = |command: &Command| matches!(command, Command::ChangeSettings(settings) if !settings.keeps_total);
    assert!(window.sent().iter().any(is_freed));
    window.publish(|snapshot| {
        let settings = Settings { keeps_total: false, ..(*snapshot.settings).clone() };
        snapshot.settings = settings.into();
    });
    press(&mut window, CTRL, Key::D);
    assert_eq!(lengths(&window.saved().unwrap()), [4, 4, 5]);
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert_eq!(lengths(&window.saved().unwrap()), [4, 5]);
}

#[test]
fn a_seventh_shot_is_refused_and_merging_is_offered() {
    let mut window = Window::open(in_shots(&[2; 6]));
    window.harness.get_by_role_and_label(Role::Button, "Add shot").click();
    for _ in 0..2 {
        press(&mut window, CTRL_SHIFT, Key::B);
    }
    assert!(window.saved().is_none());
    // Said once however often it was asked.
    assert_eq!(window.harness.query_all_by_label_contains("This offering takes at most 6 shots").count(), 1);
    // The timeline has such a button too; this one stands under the message.
    let message = window.harness.get_by_label_contains("at most 6 shots").rect();
    let buttons = window.harness.query_all_by_role_and_label(Role::Button, "Merge with next");
    let offered = buttons
        .into_iter()
        .find(|button| button.rect().left() == message.left() && button.rect().top() > message.top());
    offered.expect("an offer under the message").click();
    assert_eq!(lengths(&window.saved().unwrap()), [4, 2, 2, 2, 2]);
    press(&mut window, CTRL_SHIFT, Key::B);
    assert_eq!(lengths(&window.saved().unwrap()).len(), 6);
}

#[test]
fn what_nobody_can_spare_is_said_with_the_numbers() {
    let mut window = Window::open(in_shots(&[1, 1, 1]));
    press(&mut window, CTRL_SHIFT, Key::B);
    assert!(window.saved().is_none());
    window.harness.get_by_label_contains("they can spare 0");
    let mut window = Window::open(in_shots(&[3, -4]));
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert!(window.saved().is_none());
    window.harness.get_by_label_contains("Every other shot is locked");
}

#[test]
fn several_shots_are_selected_moved_copied_and_deleted_together() {
    let mut window = Window::open(in_shots(&[1, 2, 3, 4]));
    press(&mut window, Modifiers::SHIFT, Key::ArrowRight);
    press(&mut window, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(lengths(&window.saved().unwrap()), [3, 1, 2, 4]);
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert_eq!(lengths(&window.saved().unwrap()), [3, 7]);
    press(&mut window, CTRL, Key::Z);
    assert_eq!(lengths(&window.saved().unwrap()), [3, 1, 2, 4]);
    // The selection came back with them.
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert_eq!(lengths(&window.saved().unwrap()), [3, 7]);
}

#[test]
fn the_last_shots_stay() {
    let mut window = Window::open(in_shots(&[4, 5]));
    press(&mut window, CTRL, Key::A);
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert!(window.saved().is_none());
    window.harness.get_by_label_contains("The last shot stays");
    press(&mut window, CTRL, Key::J);
    assert_eq!(words(&window.saved().unwrap()), ["a fox. snow falls all day long"]);
}

#[test]
fn shots_are_copied_into_another_draft() {
    let mut window = Window::open(in_shots(&[4, 5]));
    press(&mut window, CTRL, Key::A);
    window.harness.event(Event::Copy);
    window.step();
    let text = copied(&window).expect("text on the clipboard");
    assert!(window.saved().is_none(), "copying changes nothing");

    let mut other = Window::open(in_shots(&[6]));
    other.harness.event(Event::Paste(text));
    let draft = other.saved().unwrap();
    assert_eq!((words(&draft), lengths(&draft)), (vec!["a fox", "a fox", "snow falls all day long"], vec![2, 2, 2]));
    press(&mut other, CTRL, Key::Z);
    assert_eq!(lengths(&other.saved().unwrap()), [6]);
}

#[test]
fn cut_shots_are_gone_and_on_the_clipboard() {
    let mut window = Window::open(in_shots(&[4, 5]));
    window.harness.event(Event::Cut);
    window.step();
    let text = copied(&window).expect("text on the clipboard");
    assert!(text.contains("a fox") && !text.contains("snow"));
    assert_eq!(lengths(&window.saved().unwrap()), [9]);
    window.harness.event(Event::Paste(text));
    assert_eq!(words(&window.saved().unwrap()), ["snow falls all day long", "a fox"]);
}

#[test]
fn pasting_anything_else_does_nothing() {
    for text in ["a fox", "{\"shotloom\":1}", "{", "[]", "🦊", &"x".repeat(100_000)] {
        let mut window = Window::open(in_shots(&[4, 5]));
        window.harness.event(Event::Paste(text.to_owned()));
        assert!(window.saved().is_none(), "{text:.20}");
        window.harness.get_by_label("There are no shots on the clipboard");
    }
}

#[test]
fn a_text_box_keeps_its_own_clipboard() {
    let mut window = Window::open(in_shots(&[4, 5]));
    window.harness.get_by_role_and_label(Role::MultilineTextInput, "Prompt of shot 1").focus();
    window.step();
    window.harness.event(Event::Paste("red ".to_owned()));
    let draft = window.saved().unwrap();
    assert_eq!((draft.storyboard.shots().len(), draft.storyboard.shots()[0].prompt_text().contains("red ")), (2, true));
    press(&mut window, CTRL, Key::A);
    window.harness.event(Event::Cut);
    window.step();
    assert_eq!(copied(&window).as_deref(), Some("a foxred "));
    assert_eq!(lengths(&window.saved().unwrap()), [4, 5]);
}

#[test]
fn the_palette_asks_the_clipboard_first() {
    let mut window = Window::open(in_shots(&[4, 5]));
    press(&mut window, CTRL, Key::K);
    window.harness.get_by_role_and_label(Role::TextInput, "Find a command").type_text("paste shots");
    window.wait();
    // The key alone, without its release: the harness shows what the last event brought.
    let (key, modifiers) = (Key::Enter, Modifiers::NONE);
    window.harness.event(Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers });
    window.step();
    let mut commands = window.harness.output().viewport_output.values().flat_map(|view| &view.commands);
    assert!(commands.any(|command| *command == ViewportCommand::RequestPaste));
}

#[test]
fn another_cut_is_one_step_and_loses_nothing() {
    let draft = Draft { prompt: "the whole story".into(), seconds: Secs(7), ..in_shots(&[4, 5]) };
    let mut window = Window::open(draft.clone());
    for (label, cut) in [("Cut: One shot", Cut::OneShot), ("Cut: The vendor cuts", Cut::ByVendor)] {
        window.harness.get_by_label(label).click();
        assert_eq!(*window.saved().unwrap(), Draft { cut, ..draft.clone() });
        press(&mut window, CTRL, Key::Z);
        assert_eq!(*window.saved().unwrap(), draft);
    }
}

#[test]
fn the_first_cut_by_hand_is_undone_with_its_shot() {
    let draft = Draft { prompt: "the whole story".into(), ..Draft::new(OFFERING) };
    let mut window = Window::open(draft.clone());
    window.harness.get_by_label("Cut: I cut").click();
    assert_eq!(words(&window.saved().unwrap()), ["the whole story"]);
    press(&mut window, CTRL, Key::Z);
    assert_eq!(*window.saved().unwrap(), draft);
}

// --- scripts

fn script_box(window: &Window) -> egui_kittest::Node<'_> {
    window.harness.get_by_role_and_label(Role::MultilineTextInput, "Script")
}

#[test]
fn the_prompt_is_cut_into_shots_that_are_shown_first() {
    let draft = Draft { prompt: "Shot 1 (3s): a fox\nShot 2 (4s): snow".into(), ..Draft::new(OFFERING) };
    let mut window = Window::open(draft.clone());
    window.harness.get_by_label("Cut a script into shots…").click();
    window.wait();
    window.harness.get_by_role_and_label(Role::ListItem, "Shot 1 of 2, 3 seconds");
    window.harness.get_by_role_and_label(Role::ListItem, "Shot 2 of 2, 4 seconds");
    assert!(window.saved().is_none(), "nothing is changed before it is applied");
    window.harness.get_by_label("Cut into 2 shots").click();
    let cut = window.saved().unwrap();
    assert_eq!((cut.cut, words(&cut), lengths(&cut)), (Cut::ByHand, vec!["a fox", "snow"], vec![3, 4]));
    assert_eq!(cut.prompt, draft.prompt);
    press(&mut window, CTRL, Key::Z);
    assert_eq!(*window.saved().unwrap(), draft);
}

#[test]
fn a_pasted_script_is_applied_by_key_in_one_step() {
    let draft = in_shots(&[4, 5]);
    let mut window = Window::open(draft.clone());
    press(&mut window, CTRL_SHIFT, Key::T);
    // The shots there are stand in it as a script.
    assert_eq!(
        script_box(&window).value().as_deref(),
        Some("Shot 1 (4s): a fox\nShot 2 (5s): snow falls all day long")
    );
    window.harness.get_by_label_contains("Ctrl+Z brings them back");
    window.harness.key_press_modifiers(CTRL, Key::A);
    window.harness.event(Event::Paste("# 狐狸\n镜头1（3秒）：狐狸跑\n镜头2（2秒）：它抬头\n镜头3：雪".to_owned()));
    window.wait();
    window.harness.get_by_label_contains("Stands in no shot: 狐狸");
    window.harness.key_press_modifiers(CTRL, Key::Enter);
    window.wait();
    let cut = window.saved().unwrap();
    assert_eq!((words(&cut), lengths(&cut)), (vec!["狐狸跑", "它抬头", "雪"], vec![3, 2, 4]));
    assert!(cut.prompt.starts_with("# 狐狸"), "the script is kept as the prompt: {}", cut.prompt);
    assert!(window.harness.query_by_label("Cut into 3 shots").is_none(), "the box is closed");
    press(&mut window, CTRL, Key::Z);
    assert_eq!(*window.saved().unwrap(), draft);
}

#[test]
fn escape_leaves_everything_as_it_was() {
    let mut window = Window::open(in_shots(&[4, 5]));
    press(&mut window, CTRL_SHIFT, Key::T);
    window.harness.event(Event::Text("and more".to_owned()));
    window.step();
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.harness.query_by_role_and_label(Role::MultilineTextInput, "Script").is_none());
    assert!(window.saved().is_none());
    // What was written is there again; Cancel is the way to throw it away.
    press(&mut window, CTRL_SHIFT, Key::T);
    assert!(script_box(&window).value().is_some_and(|text| text.contains("and more")));
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, CTRL_SHIFT, Key::T);
    assert!(script_box(&window).value().is_some_and(|text| text.contains("and more")), "however often");
    window.harness.get_by_label("Cancel").click();
    window.wait();
    press(&mut window, CTRL_SHIFT, Key::T);
    assert!(script_box(&window).value().is_some_and(|text| !text.contains("and more")));
}

#[test]
fn an_empty_script_cuts_nothing() {
    let mut window = Window::open(Draft::new(OFFERING));
    press(&mut window, CTRL_SHIFT, Key::T);
    window.harness.get_by_label("No shots yet");
    window.harness.key_press_modifiers(CTRL, Key::Enter);
    window.wait();
    assert!(window.saved().is_none());
    window.harness.event(Event::Text("a fox".to_owned()));
    window.wait();
    window.harness.get_by_label("Cut into 1 shot").click();
    let cut = window.saved().unwrap();
    assert_eq!((words(&cut), lengths(&cut), &*cut.prompt), (vec!["a fox"], vec![5], "a fox"));
}

#[test]
fn the_box_has_words_and_names_in_both_languages() {
    for language in Language::ALL {
        for text in ["", "# Act\nShot 1 (30s): a\nShot 2:\n3. 雪", &"a line\n".repeat(9)] {
            let mut window = Window::open_in(language, Draft { prompt: text.into(), ..in_shots(&[2, 3]) });
            press(&mut window, CTRL_SHIFT, Key::T);
            window.harness.check_accessibility();
            let mut window = Window::open_in(language, Draft { prompt: text.into(), ..Draft::new(OFFERING) });
            press(&mut window, CTRL_SHIFT, Key::T);
            window.harness.check_accessibility();
        }
    }
}

#[test]
fn a_selection_may_name_shots_that_are_gone() {
    let mut window = Window::open(in_shots(&[4, 5]));
    press(&mut window, CTRL, Key::A);
    press(&mut window, CTRL_SHIFT, Key::T);
    window.harness.key_press_modifiers(CTRL, Key::Enter);
    window.wait();
    let draft = window.saved().unwrap();
    assert!(draft.storyboard.shot(ShotId(1)).is_none());
    press(&mut window, CTRL, Key::D);
    assert_eq!(lengths(&window.saved().unwrap()).len(), 3);
}
