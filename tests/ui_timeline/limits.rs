//! What goes too far, comes too late or stands elsewhere: answered in words, and never by a window that hangs.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shotloom::model::draft::{Cut, Draft};
use shotloom::model::storyboard::Secs;

use crate::composing::{OFFERING, Window};
use crate::hands::{drag, in_shots, lengths, let_go, place, press};

const HUGE: [u64; 3] = [1_000_000_000, u64::MAX / 2, u64::MAX];

#[test]
fn shots_of_any_length_are_drawn_zoomed_and_trimmed() {
    for secs in HUGE {
        let mut window = Window::open(in_shots(&[secs, secs, 2]));
        window.harness.get_by_label_contains("Shot 1 of 3");
        for _ in 0..3 {
            press(&mut window, Modifiers::NONE, Key::Equals);
            press(&mut window, Modifiers::NONE, Key::End);
        }
        press(&mut window, Modifiers::SHIFT, Key::Z);
        let end = place(&window, "End of the video");
        let back = egui::Vec2::new(-300.0, 0.0);
        drag(&mut window, end, back);
        let_go(&mut window, end + back);
        window.harness.get_by_label_contains("Shot 3 of 3");
    }
}

#[test]
fn one_take_of_any_length_is_drawn_and_dragged() {
    for secs in HUGE {
        let mut window = Window::open(Draft { seconds: Secs(secs), ..Draft::new(OFFERING) });
        press(&mut window, Modifiers::NONE, Key::Equals);
        press(&mut window, Modifiers::SHIFT, Key::Z);
        let end = window
            .harness
            .get_by(|node| {
                node.role() == Role::Slider && node.label().is_some_and(|name| name.starts_with("Length of the video"))
            })
            .rect()
            .center();
        let back = egui::Vec2::new(-300.0, 0.0);
        drag(&mut window, end, back);
        let_go(&mut window, end + back);
        assert!(window.saved().unwrap().seconds < Secs(secs));
    }
}

#[test]
fn seconds_are_typed_only_where_there_is_a_block() {
    let mut window = Window::open(Draft { cut: Cut::OneShot, ..in_shots(&[4, 5]) });
    press(&mut window, Modifiers::NONE, Key::F2);
    window.harness.get_by_label("Cut: I cut").click();
    window.wait();
    window.harness.get_by_label("Shot 1 of 2, 4 seconds");
    assert!(window.harness.query_by_label("Seconds of shot 1").is_none());
}

#[test]
fn at_six_shots_the_mouse_is_told_why_and_what_helps() {
    for verb in ["Split shot", "Duplicate shot"] {
        let mut window = Window::open(in_shots(&[2; 6]));
        let offers = |window: &Window| window.harness.query_all_by_label("Merge with next").count();
        let before = offers(&window);
        window.harness.get_by_label(verb).click();
        window.wait();
        window.harness.get_by_label_contains("at most 6 shots");
        assert_eq!(offers(&window), before + 1, "{verb}");
        assert!(window.saved().is_none());
    }
    let mut window = Window::open(in_shots(&[2; 6]));
    window.harness.get_by_label("Shot 2 of 6, 2 seconds").click_secondary();
    window.wait();
    for verb in ["Split shot", "Duplicate shot", "Paste shots"] {
        let line = window.harness.get_all_by_label(verb).last().unwrap();
        assert!(!line.accesskit_node().is_disabled(), "{verb}");
    }
}

#[test]
fn the_menu_moves_what_is_selected() {
    let mut window = Window::open(in_shots(&[3, 3, 3]));
    window.harness.get_by_label("Shot 1 of 3, 3 seconds").click();
    window.wait();
    window.harness.get_by_label("Shot 2 of 3, 3 seconds").click_modifiers(Modifiers::COMMAND);
    window.wait();
    window.harness.get_by_label("Shot 2 of 3, 3 seconds").click_secondary();
    window.wait();
    let is_off = |verb: &str| window.harness.get_all_by_label(verb).last().unwrap().accesskit_node().is_disabled();
    assert_eq!([is_off("Move shot earlier"), is_off("Move shot later")], [true, false]);
}

#[test]
fn a_number_that_is_being_typed_does_not_outlive_undo() {
    let mut window = Window::open(in_shots(&[4, 5]));
    let type_figure = |window: &mut Window, text: &str| {
        window.harness.get_by_label_contains("Shot 1 of 2").focus();
        window.step();
        window.harness.event(Event::Text(text.to_owned()));
        window.wait();
        window.harness.get_by_role_and_label(Role::TextInput, "Seconds of shot 1");
    };
    type_figure(&mut window, "3");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(lengths(&window.saved().unwrap()), [3, 6]);
    for (keys, expected) in [(Modifiers::COMMAND, [4, 5]), (Modifiers::COMMAND | Modifiers::SHIFT, [3, 6])] {
        type_figure(&mut window, "8");
        press(&mut window, keys, Key::Z);
        assert_eq!(lengths(&window.saved().unwrap()), expected);
        assert!(window.harness.query_by_label("Seconds of shot 1").is_none());
    }
}
