//! A video that is not cut by hand: one block whose end is dragged.

use egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::Queryable as _;
use shotloom::model::draft::Draft;
use shotloom::model::storyboard::Secs;

use crate::composing::{OFFERING, Window};
use crate::hands::{drag, let_go, place, press, undo};

/// How wide a second is, by two lengths.
fn second(window: &mut Window) -> Vec2 {
    let before = place(window, "Length of the video, 5 seconds").x;
    window.harness.get_by_label("Length of the video, 5 seconds").increment_accesskit();
    window.wait();
    let after = place(window, "Length of the video, 6 seconds").x;
    window.harness.get_by_label("Length of the video, 6 seconds").decrement_accesskit();
    window.wait();
    Vec2::new(after - before, 0.0)
}

#[test]
fn the_end_of_the_block_is_dragged_within_the_range() {
    let mut window = Window::open(Draft::new(OFFERING));
    let sec = second(&mut window);
    window.sent();
    let end = place(&window, "Length of the video, 5 seconds");
    drag(&mut window, end, sec * 3.0);
    window.harness.get_by_label("Length 8 s");
    let_go(&mut window, end + sec * 3.0);
    assert_eq!(window.saved().unwrap().seconds, Secs(8));
    let end = place(&window, "Length of the video, 8 seconds");
    drag(&mut window, end, sec * -9.0);
    let_go(&mut window, end - sec * 9.0);
    assert_eq!(window.saved().unwrap().seconds, Secs(3));
    undo(&mut window);
    assert_eq!(window.saved().unwrap().seconds, Secs(8));
}

#[test]
fn escape_gives_the_length_back() {
    let mut window = Window::open(Draft::new(OFFERING));
    let sec = second(&mut window);
    let end = place(&window, "Length of the video, 5 seconds");
    drag(&mut window, end, sec * 4.0);
    window.harness.key_press(Key::Escape);
    window.step();
    let_go(&mut window, end);
    window.harness.get_by_label("Length of the video, 5 seconds");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.saved().is_none_or(|draft| draft.seconds == Secs(5)));
}
