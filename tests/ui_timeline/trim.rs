//! Borders in the hand.

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::composing::Window;
use crate::hands::{drag, hold, in_shots, lengths, let_go, place, press, second, undo};

#[test]
fn an_inner_border_rolls_and_says_what_it_does() {
    let mut window = Window::open(in_shots(&[4, 5]));
    let (border, sec) = (place(&window, "Border after shot 1"), second(&window, "Shot 1 of 2, 4 seconds", 4.0));
    drag(&mut window, border, sec * 2.0);
    window.harness.get_by_label("Shot 1: 6 s · shot 2: 3 s · total 9 s");
    let_go(&mut window, border + sec * 2.0);
    assert_eq!(lengths(&window.saved().unwrap()), [6, 3]);
    assert!(window.harness.query_by_label_contains("total 9 s").is_none(), "the readout goes with the hand");
    undo(&mut window);
    assert_eq!(lengths(&window.saved().unwrap()), [4, 5]);
    undo(&mut window);
    assert!(window.saved().is_none(), "one drag is one step");
}

#[test]
fn the_end_ripples_within_the_range_of_the_offering() {
    let mut window = Window::open(in_shots(&[4, 5]));
    let (end, sec) = (place(&window, "End of the video"), second(&window, "Shot 2 of 2, 5 seconds", 5.0));
    drag(&mut window, end, sec * 3.0);
    window.harness.get_by_label("Shot 2: 8 s · total 12 s");
    drag(&mut window, end, sec * 9.0);
    window.harness.get_by_label("Shot 2: 11 s · total 15 s");
    let_go(&mut window, end + sec * 9.0);
    assert_eq!(lengths(&window.saved().unwrap()), [4, 11]);
}

#[test]
fn going_back_gives_back_the_first_lengths() {
    let mut window = Window::open(in_shots(&[3, 2, 4]));
    let (border, sec) = (place(&window, "Border after shot 2"), second(&window, "Shot 1 of 3, 3 seconds", 3.0));
    drag(&mut window, border, sec * 9.0);
    window.harness.get_by_label("Shot 2: 5 s · shot 3: 1 s · total 9 s");
    for at in [-9.0, 0.2] {
        window.harness.hover_at(border + sec * at);
        window.step();
        window.step();
    }
    window.harness.get_by_label("Shot 2: 2 s · shot 3: 4 s · total 9 s");
    let_go(&mut window, border);
    window.wait();
    undo(&mut window);
    let kept = window.saved();
    assert!(kept.is_none_or(|draft| lengths(&draft) == [3, 2, 4]), "nothing happened, nothing to undo");
}

#[test]
fn control_switches_between_roll_and_ripple_while_the_hand_holds() {
    let mut window = Window::open(in_shots(&[4, 5]));
    let (border, sec) = (place(&window, "Border after shot 1"), second(&window, "Shot 1 of 2, 4 seconds", 4.0));
    drag(&mut window, border, sec * 2.0);
    hold(&mut window, Modifiers::COMMAND);
    window.step();
    window.harness.get_by_label("Shot 1: 6 s · total 11 s");
    hold(&mut window, Modifiers::NONE);
    window.step();
    window.harness.get_by_label("Shot 1: 6 s · shot 2: 3 s · total 9 s");
    hold(&mut window, Modifiers::COMMAND);
    let_go(&mut window, border + sec * 2.0);
    hold(&mut window, Modifiers::NONE);
    assert_eq!(lengths(&window.saved().unwrap()), [6, 5]);
}

#[test]
fn control_at_the_end_rolls_with_the_shot_before() {
    let mut window = Window::open(in_shots(&[4, 5]));
    let (end, sec) = (place(&window, "End of the video"), second(&window, "Shot 2 of 2, 5 seconds", 5.0));
    drag(&mut window, end, sec * 2.0);
    hold(&mut window, Modifiers::COMMAND);
    window.step();
    window.harness.get_by_label("Shot 1: 2 s · shot 2: 7 s · total 9 s");
    let_go(&mut window, end + sec * 2.0);
    hold(&mut window, Modifiers::NONE);
    assert_eq!(lengths(&window.saved().unwrap()), [2, 7]);
}

#[test]
fn escape_lets_go_and_everything_is_as_it_was() {
    let mut window = Window::open(in_shots(&[4, 5]));
    let (border, sec) = (place(&window, "Border after shot 1"), second(&window, "Shot 1 of 2, 4 seconds", 4.0));
    drag(&mut window, border, sec * 3.0);
    window.harness.key_press(Key::Escape);
    window.step();
    window.harness.hover_at(border + sec);
    window.step();
    window.harness.get_by_label("Shot 1 of 2, 4 seconds");
    let_go(&mut window, border + sec);
    window.wait();
    undo(&mut window);
    let kept = window.saved();
    assert!(kept.is_none_or(|draft| lengths(&draft) == [4, 5]));
}

#[test]
fn a_locked_neighbour_stays_and_the_readout_says_why() {
    let mut draft = in_shots(&[4, 5]);
    let second_shot = draft.storyboard.shots()[1].id();
    draft.storyboard.set_locked(&[second_shot], true);
    let mut window = Window::open(draft);
    let (border, sec) = (place(&window, "Border after shot 1"), second(&window, "Shot 1 of 2, 4 seconds", 4.0));
    drag(&mut window, border, sec * 2.0);
    window.harness.get_by_label("Shot 2 is locked. Unlock it to change its length.");
    let_go(&mut window, border + sec * 2.0);
    assert!(window.saved().is_none());
}

#[test]
fn verbs_wait_while_the_hand_holds_something() {
    let mut window = Window::open(in_shots(&[4, 5]));
    let (border, sec) = (place(&window, "Border after shot 1"), second(&window, "Shot 1 of 2, 4 seconds", 4.0));
    drag(&mut window, border, sec);
    window.harness.key_press_modifiers(Modifiers::COMMAND, Key::B);
    window.step();
    let_go(&mut window, border + sec);
    assert_eq!(lengths(&window.saved().unwrap()), [5, 4]);
}

#[test]
fn borders_are_moved_by_keys_and_by_assistive_technology() {
    let mut window = Window::open(in_shots(&[4, 5]));
    window.harness.get_by_label("Border after shot 1").increment_accesskit();
    assert_eq!(lengths(&window.saved().unwrap()), [5, 4]);
    window.harness.get_by_label("End of the video").decrement_accesskit();
    assert_eq!(lengths(&window.saved().unwrap()), [5, 3]);
    window.harness.get_by_label("Border after shot 1").focus();
    window.step();
    press(&mut window, Modifiers::COMMAND, Key::ArrowRight);
    assert_eq!(lengths(&window.saved().unwrap()), [6, 3]);
    let border = window.harness.get_by_label("Border after shot 1");
    let data = border.accesskit_node();
    assert_eq!(
        (data.numeric_value(), data.min_numeric_value(), data.max_numeric_value()),
        (Some(6.0), Some(1.0), Some(8.0))
    );
}
