//! The mouse and the keyboard of these tests.

use egui::accesskit::{Role, Toggled};
use egui::{Event, Key, Modifiers, Pos2, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shotloom::model::draft::{Cut, Draft};
use shotloom::model::storyboard::{Secs, Storyboard};

use crate::composing::{OFFERING, Window};

pub fn in_shots(seconds: &[u64]) -> Draft {
    let shots = seconds.iter().enumerate().map(|(i, secs)| (format!("shot {i}").into(), Secs(*secs), false));
    Draft { cut: Cut::ByHand, storyboard: Storyboard::from_file(shots, None), ..Draft::new(OFFERING) }
}

pub fn lengths(draft: &Draft) -> Vec<u64> {
    draft.storyboard.shots().iter().map(|shot| shot.secs().0).collect()
}

pub fn words(draft: &Draft) -> Vec<String> {
    draft.storyboard.shots().iter().map(|shot| shot.prompt_text().to_owned()).collect()
}

pub fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.harness.key_press_modifiers(modifiers, key);
    window.wait();
}

/// The middle of what is called so.
pub fn place(window: &Window, name: &str) -> Pos2 {
    window.harness.get_by_label(name).rect().center()
}

/// How wide a second is, by the block of a shot.
pub fn second(window: &Window, block: &str, secs: f32) -> Vec2 {
    let rect = window.harness.get_by_label(block).rect();
    // The borders on both sides are not the block's.
    Vec2::new((rect.width() + 11.0 + 2.0) / secs, 0.0)
}

/// Takes hold and goes there in a few steps; the hand does not let go.
pub fn drag(window: &mut Window, from: Pos2, by: Vec2) {
    window.harness.hover_at(from);
    window.step();
    window.harness.drag_at(from);
    window.step();
    for step in 1..=4 {
        window.harness.hover_at(from + by * (step as f32 / 4.0));
        window.step();
    }
}

pub fn hold(window: &mut Window, modifiers: Modifiers) {
    window.harness.event(Event::ModifiersChanged(modifiers));
    window.step();
}

/// Both clicks within one frame: a frame here is a quarter of a second.
pub fn double_click(window: &mut Window, at: Pos2) {
    window.harness.hover_at(at);
    window.step();
    for pressed in [true, false, true, false] {
        let button = egui::PointerButton::Primary;
        let click = Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE };
        window.harness.input_mut().events.push(click);
    }
    window.wait();
}

pub fn let_go(window: &mut Window, at: Pos2) {
    window.harness.drop_at(at);
    window.step();
}

pub fn undo(window: &mut Window) {
    press(window, Modifiers::COMMAND, Key::Z);
}

pub fn selected(window: &Window) -> Vec<usize> {
    let options = window.harness.get_all_by_role(Role::ListBoxOption);
    let is_on = |node: &egui_kittest::Node<'_>| node.accesskit_node().toggled() == Some(Toggled::True);
    options.enumerate().filter(|(_, node)| is_on(node)).map(|(index, _)| index + 1).collect()
}
