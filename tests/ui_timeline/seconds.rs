//! Lengths that are typed, set and locked.

use egui::accesskit::{Role, Toggled};
use egui::{Event, Key, Modifiers, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shotloom::engine::{Command, Settings};
use shotloom::model::storyboard::Secs;

use crate::composing::Window;
use crate::hands::{double_click, in_shots, lengths, press, undo};

#[test]
fn seconds_are_typed_into_a_block() {
    let mut window = Window::open(in_shots(&[4, 5]));
    let rect = window.harness.get_by_label("Shot 2 of 2, 5 seconds").rect();
    double_click(&mut window, rect.right_top() + Vec2::new(-12.0, 13.0));
    window.harness.get_by_label("Seconds of shot 2");
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.harness.get_by_label("Shot 1 of 2, 4 seconds").focus();
    window.step();
    window.harness.event(Event::Text("3".to_owned()));
    window.wait();
    assert!(window.harness.get_by_role_and_label(Role::TextInput, "Seconds of shot 1").is_focused());
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(lengths(&window.saved().unwrap())[0], 3);
    window.harness.get_by_label("Shot 1 of 2, 3 seconds").focus();
    window.step();
    press(&mut window, Modifiers::NONE, Key::F2);
    window.harness.get_by_label("Seconds of shot 1");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.harness.query_by_label("Seconds of shot 1").is_none());
    assert!(window.saved().is_none());
}

#[test]
fn the_total_is_shown_against_the_range_and_can_be_set() {
    let mut window = Window::open(in_shots(&[4, 5]));
    window.harness.get_by_label("Length of the video, 9 seconds of 3 to 15").click();
    window.wait();
    let field = window.harness.get_by_role_and_label(Role::TextInput, "New length of the video");
    assert!(field.is_focused());
    window.harness.event(Event::Text("12".to_owned()));
    window.step();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.saved().unwrap().storyboard.total(), Secs(12));
}

#[test]
fn f2_sets_the_seconds_from_wherever_one_writes() {
    let mut window = Window::open(in_shots(&[4, 5]));
    window.harness.get_by_role_and_label(Role::MultilineTextInput, "Prompt of shot 1").focus();
    window.step();
    press(&mut window, Modifiers::NONE, Key::F2);
    assert!(window.harness.get_by_role_and_label(Role::TextInput, "Seconds of shot 1").is_focused());
    window.harness.event(Event::Text("6".to_owned()));
    window.step();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(lengths(&window.saved().unwrap()), [6, 3]);
}

#[test]
fn the_total_is_locked_beside_it_and_the_seconds_come_from_the_others() {
    let mut window = Window::open(in_shots(&[4, 5]));
    let name = "Seconds of shot 1";
    let type_seconds = |window: &mut Window, secs: &str| {
        window.harness.get_by_label_contains("Shot 1 of 2").focus();
        window.step();
        window.harness.event(Event::Text(secs.to_owned()));
        window.wait();
        window.harness.get_by_role_and_label(Role::TextInput, name);
        press(window, Modifiers::NONE, Key::Enter);
    };
    type_seconds(&mut window, "2");
    assert_eq!(lengths(&window.saved().unwrap()), [2, 7]);
    window.harness.get_by_label("Lock total").click();
    window.wait();
    let asked = window.sent();
    let keeps = asked.iter().find_map(|command| match command {
        Command::ChangeSettings(settings) => Some(settings.keeps_total),
        _ => None,
    });
    assert_eq!(keeps, Some(false));
    window.publish(|snapshot| {
        snapshot.settings = std::sync::Arc::new(Settings { keeps_total: false, ..(*snapshot.settings).clone() });
    });
    type_seconds(&mut window, "6");
    assert_eq!(lengths(&window.saved().unwrap()), [6, 7]);
}

#[test]
fn what_cannot_be_is_said() {
    let mut window = Window::open(in_shots(&[4, 5]));
    window.harness.get_by_label("Length of the video, 9 seconds of 3 to 15").click();
    window.wait();
    window.harness.event(Event::Text("99".to_owned()));
    window.step();
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.harness.get_by_label_contains("3 to 15 seconds");
    assert!(window.saved().is_none());
}

#[test]
fn seconds_are_balanced_by_their_buttons() {
    let mut window = Window::open(in_shots(&[7, 1, 1]));
    window.harness.get_by_label("Balance evenly").click();
    assert_eq!(lengths(&window.saved().unwrap()), [3, 3, 3]);
    undo(&mut window);
    assert_eq!(lengths(&window.saved().unwrap()), [7, 1, 1]);
}

#[test]
fn a_shot_is_locked_at_its_badge() {
    let mut window = Window::open(in_shots(&[4, 5]));
    window.harness.get_by_role_and_label(Role::Switch, "Lock the length of shot 2").click();
    let draft = window.saved().unwrap();
    assert_eq!(draft.storyboard.shots().iter().map(|shot| shot.is_locked).collect::<Vec<_>>(), [false, true]);
    let badge = window.harness.get_by_role_and_label(Role::Switch, "Lock the length of shot 2");
    assert_eq!(badge.accesskit_node().toggled(), Some(Toggled::True));
}
