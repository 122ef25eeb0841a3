//! Blocks: selected, carried, opened.

use egui::accesskit::Role;
use egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::Queryable as _;

use crate::composing::Window;
use crate::hands::{double_click, drag, in_shots, lengths, let_go, place, press, second, selected, undo, words};

#[test]
fn blocks_are_carried_to_another_place() {
    let mut window = Window::open(in_shots(&[3, 3, 3]));
    let sec = second(&window, "Shot 1 of 3, 3 seconds", 3.0);
    let block = place(&window, "Shot 1 of 3, 3 seconds");
    drag(&mut window, block, sec * 4.0);
    window.harness.get_by_label("To place 2 of 3");
    let_go(&mut window, block + sec * 4.0);
    assert_eq!(words(&window.saved().unwrap()), ["shot 1", "shot 0", "shot 2"]);
    undo(&mut window);
    assert_eq!(words(&window.saved().unwrap()), ["shot 0", "shot 1", "shot 2"]);
}

#[test]
fn escape_leaves_carried_blocks_where_they_are() {
    let mut window = Window::open(in_shots(&[3, 3, 3]));
    let sec = second(&window, "Shot 1 of 3, 3 seconds", 3.0);
    let block = place(&window, "Shot 1 of 3, 3 seconds");
    drag(&mut window, block, sec * 7.0);
    window.harness.key_press(Key::Escape);
    window.step();
    let_go(&mut window, block + sec * 7.0);
    assert!(window.saved().is_none());
}

#[test]
fn several_selected_blocks_are_carried_together() {
    let mut window = Window::open(in_shots(&[2, 2, 2, 2]));
    window.harness.get_by_label("Shot 1 of 4, 2 seconds").click();
    window.wait();
    window.harness.get_by_label("Shot 3 of 4, 2 seconds").click_modifiers(Modifiers::COMMAND);
    window.wait();
    let sec = second(&window, "Shot 1 of 4, 2 seconds", 2.0);
    let block = place(&window, "Shot 1 of 4, 2 seconds");
    drag(&mut window, block, sec * 7.5);
    let_go(&mut window, block + sec * 7.5);
    assert_eq!(words(&window.saved().unwrap()), ["shot 1", "shot 3", "shot 0", "shot 2"]);
}

#[test]
fn shift_selects_a_range_and_the_rectangle_what_it_touches() {
    let mut window = Window::open(in_shots(&[2, 2, 2, 2]));
    window.harness.get_by_label("Shot 2 of 4, 2 seconds").click();
    window.wait();
    window.harness.get_by_label("Shot 4 of 4, 2 seconds").click_modifiers(Modifiers::SHIFT);
    window.wait();
    assert_eq!(selected(&window), [2, 3, 4]);
    window.harness.get_by_label("Shot 2 of 4, 2 seconds").click();
    window.wait();
    press(&mut window, Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(selected(&window), [1, 2]);
    press(&mut window, Modifiers::NONE, Key::End);
    assert_eq!(selected(&window), [4]);
    let sec = second(&window, "Shot 1 of 4, 2 seconds", 2.0);
    let empty = place(&window, "End of the video") + sec * 2.0;
    drag(&mut window, empty, sec * -5.0 + Vec2::new(0.0, 10.0));
    let_go(&mut window, empty - sec * 5.0);
    window.wait();
    assert_eq!(selected(&window), [3, 4]);
}

#[test]
fn a_double_click_goes_to_the_prompt_and_enter_does_too() {
    let mut window = Window::open(in_shots(&[4, 5]));
    let block = place(&window, "Shot 2 of 2, 5 seconds");
    double_click(&mut window, block);
    let field =
        |window: &Window, name: &str| window.harness.get_by_role_and_label(Role::MultilineTextInput, name).is_focused();
    assert!(field(&window, "Prompt of shot 2"));
    window.harness.get_by_label("Shot 1 of 2, 4 seconds").focus();
    window.step();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(field(&window, "Prompt of shot 1"));
}

#[test]
fn a_right_click_offers_the_verbs() {
    let mut window = Window::open(in_shots(&[4, 5]));
    window.harness.get_by_label("Shot 2 of 2, 5 seconds").click_secondary();
    window.wait();
    window.harness.get_by_label("Set seconds");
    window.harness.get_all_by_label("Duplicate shot").last().unwrap().click();
    window.wait();
    assert_eq!(lengths(&window.saved().unwrap()).len(), 3);
}
