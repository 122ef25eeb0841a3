//! The timeline in the hand: every gesture by the name of what it takes hold of.

#[expect(dead_code, reason = "the compose suite uses the rest")]
mod composing;

use egui::accesskit::{Role, Toggled};
use egui::{Event, Key, Modifiers, Pos2, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shotloom::model::draft::{Cut, Draft};
use shotloom::model::storyboard::{Secs, Storyboard};
use shotloom::model::{Element, ImageRef};

use composing::{OFFERING, Window};

fn in_shots(seconds: &[u64]) -> Draft {
    let shots = seconds.iter().enumerate().map(|(i, secs)| (format!("shot {i}").into(), Secs(*secs), false));
    Draft { cut: Cut::ByHand, storyboard: Storyboard::from_file(shots, None), ..Draft::new(OFFERING) }
}

fn lengths(draft: &Draft) -> Vec<u64> {
    draft.storyboard.shots().iter().map(|shot| shot.secs().0).collect()
}

fn words(draft: &Draft) -> Vec<String> {
    draft.storyboard.shots().iter().map(|shot| shot.prompt_text().to_owned()).collect()
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.harness.key_press_modifiers(modifiers, key);
    window.wait();
}

/// The middle of what is called so.
fn place(window: &Window, name: &str) -> Pos2 {
    window.harness.get_by_label(name).rect().center()
}

/// How wide a second is, by the block of a shot.
fn second(window: &Window, block: &str, secs: f32) -> Vec2 {
    let rect = window.harness.get_by_label(block).rect();
    // The borders on both sides are not the block's.
    Vec2::new((rect.width() + 11.0 + 2.0) / secs, 0.0)
}

/// Takes hold and goes there in a few steps; the hand does not let go.
fn drag(window: &mut Window, from: Pos2, by: Vec2) {
    window.harness.hover_at(from);
    window.step();
    window.harness.drag_at(from);
    window.step();
    for step in 1..=4 {
        window.harness.hover_at(from + by * (step as f32 / 4.0));
        window.step();
    }
}

fn hold(window: &mut Window, modifiers: Modifiers) {
    window.harness.event(Event::ModifiersChanged(modifiers));
    window.step();
}

/// Both clicks within one frame: a frame here is a quarter of a second.
fn double_click(window: &mut Window, at: Pos2) {
    window.harness.hover_at(at);
    window.step();
    for pressed in [true, false, true, false] {
        let button = egui::PointerButton::Primary;
        let click = Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE };
        window.harness.input_mut().events.push(click);
    }
    window.wait();
}

fn let_go(window: &mut Window, at: Pos2) {
    window.harness.drop_at(at);
    window.step();
}

fn undo(window: &mut Window) {
    press(window, Modifiers::COMMAND, Key::Z);
}

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
}

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

fn selected(window: &Window) -> Vec<usize> {
    let options = window.harness.get_all_by_role(Role::ListBoxOption);
    let is_on = |node: &egui_kittest::Node<'_>| node.accesskit_node().toggled() == Some(Toggled::True);
    options.enumerate().filter(|(_, node)| is_on(node)).map(|(index, _)| index + 1).collect()
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
fn a_shot_is_locked_at_its_badge() {
    let mut window = Window::open(in_shots(&[4, 5]));
    window.harness.get_by_role_and_label(Role::Switch, "Lock the length of shot 2").click();
    let draft = window.saved().unwrap();
    assert_eq!(draft.storyboard.shots().iter().map(|shot| shot.is_locked).collect::<Vec<_>>(), [false, true]);
    let badge = window.harness.get_by_role_and_label(Role::Switch, "Lock the length of shot 2");
    assert_eq!(badge.accesskit_node().toggled(), Some(Toggled::True));
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
fn a_right_click_offers_the_verbs() {
    let mut window = Window::open(in_shots(&[4, 5]));
    window.harness.get_by_label("Shot 2 of 2, 5 seconds").click_secondary();
    window.wait();
    window.harness.get_by_label("Set the seconds…");
    window.harness.get_all_by_label("Duplicate shot").last().unwrap().click();
    window.wait();
    assert_eq!(lengths(&window.saved().unwrap()).len(), 3);
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
