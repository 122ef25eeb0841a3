//! What is in view: ruler, playhead, zoom, frames, elements, marks.

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, Pos2, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shotloom::model::{Element, ImageRef};

use crate::composing::Window;
use crate::hands::{drag, in_shots, lengths, let_go, place, press, second};

#[test]
fn the_playhead_is_dragged_along_the_ruler_and_the_shot_is_cut_there() {
    let mut window = Window::open(in_shots(&[6, 3]));
    let sec = second(&window, "Shot 1 of 2, 6 seconds", 6.0);
    let start = place(&window, "Border after shot 1") - sec * 6.0;
    let ruler = window.harness.get_by_label("Playhead").rect().center().y;
    let at = |secs: f32| Pos2::new(start.x + sec.x * secs, ruler);
    drag(&mut window, at(1.0), sec * 3.0);
    let_go(&mut window, at(4.0));
    window.harness.get_by_label("0:04.0 / 0:09.0");
    press(&mut window, Modifiers::COMMAND, Key::B);
    assert_eq!(lengths(&window.saved().unwrap()), [4, 2, 3]);
    // The shot under the playhead is the one that is worked on, and the one that is cut.
    drag(&mut window, at(3.0), sec * 5.0);
    let_go(&mut window, at(8.0));
    window.harness.get_by_role_and_label(Role::MultilineTextInput, "Prompt of shot 3");
    press(&mut window, Modifiers::COMMAND, Key::B);
    assert_eq!(lengths(&window.saved().unwrap()), [4, 2, 2, 1]);
}

#[test]
fn the_wheel_with_control_zooms_at_the_pointer_and_a_key_shows_all_again() {
    let mut window = Window::open(in_shots(&[4, 5]));
    let before = place(&window, "Border after shot 1");
    let width = second(&window, "Shot 1 of 2, 4 seconds", 4.0).x;
    window.harness.hover_at(before);
    window.step();
    let wheel = |window: &mut Window, delta: Vec2, modifiers: Modifiers| {
        window.harness.event(Event::ModifiersChanged(modifiers));
        window.harness.event(Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            source: egui::MouseWheelSource::Unknown,
            delta,
            phase: egui::TouchPhase::Move,
            modifiers,
        });
        window.wait();
        window.harness.event(Event::ModifiersChanged(Modifiers::NONE));
        window.wait();
    };
    wheel(&mut window, Vec2::new(0.0, 120.0), Modifiers::COMMAND);
    let after = second(&window, "Shot 1 of 2, 4 seconds", 4.0).x;
    assert!(after > width * 1.2, "{width} {after}");
    assert!((place(&window, "Border after shot 1").x - before.x).abs() < 1.5);
    // Now there is something to scroll to.
    wheel(&mut window, Vec2::new(0.0, -60.0), Modifiers::NONE);
    assert!(place(&window, "Border after shot 1").x < before.x - 10.0);
    window.harness.get_by_role_and_label(Role::ScrollBar, "Part of the timeline in view");
    press(&mut window, Modifiers::SHIFT, Key::Z);
    assert!((second(&window, "Shot 1 of 2, 4 seconds", 4.0).x - width).abs() < 0.1);
    press(&mut window, Modifiers::NONE, Key::Equals);
    assert!(second(&window, "Shot 1 of 2, 4 seconds", 4.0).x > width * 1.4);
    press(&mut window, Modifiers::NONE, Key::Minus);
    assert!((second(&window, "Shot 1 of 2, 4 seconds", 4.0).x - width).abs() < 0.1);
}

#[test]
fn frames_stand_at_the_ends_and_elements_on_the_shots_that_mention_them() {
    let mut draft = in_shots(&[4, 5]);
    draft.frames.first = Some(ImageRef::file("/pictures/dusk.png"));
    draft.frames.last = Some(ImageRef::file("/pictures/dawn.png"));
    draft.elements.push(Element::named("fox"));
    let second = draft.storyboard.shots()[1].id();
    draft.storyboard.shot_mut(second).unwrap().prompt = "@fox looks up".into();
    let window = Window::open(draft);
    let first = place(&window, "First frame at the end of the timeline: dusk.png");
    let last = place(&window, "Last frame at the end of the timeline: dawn.png");
    let end = place(&window, "End of the video");
    assert!(first.x < place(&window, "Shot 1 of 2, 4 seconds").x && last.x > end.x);
    let about = |name: &str| {
        let node = window.harness.get_by_label(name);
        node.accesskit_node().data().description().unwrap_or_default().to_owned()
    };
    assert!(about("Shot 2 of 2, 5 seconds").contains("@fox"));
    assert!(!about("Shot 1 of 2, 4 seconds").contains("@fox"));
}

#[test]
fn a_shot_that_is_empty_or_too_long_says_so() {
    let mut draft = in_shots(&[4, 5]);
    let ids: Vec<_> = draft.storyboard.shots().iter().map(|shot| shot.id()).collect();
    draft.storyboard.shot_mut(ids[0]).unwrap().prompt = "".into();
    draft.storyboard.shot_mut(ids[1]).unwrap().prompt = "x".repeat(600).into();
    let window = Window::open(draft);
    let about = |name: &str| {
        let node = window.harness.get_by_label(name);
        node.accesskit_node().data().description().unwrap_or_default().to_owned()
    };
    assert!(!about("Shot 1 of 2, 4 seconds").is_empty());
    assert!(about("Shot 2 of 2, 5 seconds").contains("88"), "{}", about("Shot 2 of 2, 5 seconds"));
}

#[test]
fn tab_goes_from_left_to_right() {
    let mut window = Window::open(in_shots(&[4, 5]));
    window.harness.get_by_label("Playhead").focus();
    window.step();
    let names = [
        "Shot 1 of 2, 4 seconds",
        "Lock the length of shot 1",
        "Border after shot 1",
        "Shot 2 of 2, 5 seconds",
        "Lock the length of shot 2",
        "End of the video",
    ];
    for name in names {
        window.harness.key_press(Key::Tab);
        window.step();
        window.step();
        assert!(window.harness.get_by_label(name).is_focused(), "{name}");
    }
}
