//! Playing, shuttling, stepping, in and out points, and the bar.

use egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::NodeT as _;
use shotloom::model::{Language, TaskState};

use super::studio::samples::queued;
use super::*;

fn plays(studio: &mut Studio) {
    until(studio, "it plays", |studio| has_button(studio, "Pause"));
}

fn stands(studio: &mut Studio) {
    until(studio, "it stands", |studio| has_button(studio, "Play"));
}

#[test]
fn a_clip_plays_as_soon_as_it_is_opened() {
    let mut studio = viewer(TINY);
    until(&mut studio, "frames go by", |studio| frame(studio) > 3);
    assert!(has_button(&studio, "Pause"));
}

#[test]
fn space_pauses_and_plays_on() {
    let mut studio = viewer(TINY);
    until(&mut studio, "frames go by", |studio| frame(studio) > 1);
    studio.press(Key::Space);
    stands(&mut studio);
    studio.press(Key::Space);
    plays(&mut studio);
    studio.click("Pause");
    stands(&mut studio);
    studio.click("Play");
    plays(&mut studio);
}

#[test]
fn l_plays_on_and_every_further_press_doubles_the_speed() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 5);
    studio.press(Key::L);
    plays(&mut studio);
    assert_eq!(speed(&studio), None, "its own speed is not worth a word");
    for speed in ["2×", "4×", "8×", "8×"] {
        studio.press(Key::L);
        assert_eq!(super::speed(&studio).as_deref(), Some(speed));
    }
    studio.press(Key::K);
    stands(&mut studio);
    assert_eq!(speed(&studio), None);
    studio.press(Key::Space);
    plays(&mut studio);
    assert_eq!(speed(&studio), None, "it plays at its own speed again");
}

#[test]
fn j_plays_backwards_and_every_further_press_doubles_the_speed() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 0);
    studio.press(Key::End);
    reaches(&mut studio, LAST);
    studio.click("Play in a loop");
    studio.press(Key::J);
    plays(&mut studio);
    assert_eq!(studio.count("−1×"), 1);
    until(&mut studio, "frames go back", |studio| frame(studio) < 40);
    for speed in ["−2×", "−4×", "−8×"] {
        studio.press(Key::J);
        assert_eq!(super::speed(&studio).as_deref(), Some(speed));
    }
    stands(&mut studio);
    reaches(&mut studio, 0);
}

#[test]
fn shuttle_and_stop_have_buttons() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 20);
    studio.click("Play faster");
    plays(&mut studio);
    studio.click("Play faster");
    assert_eq!(studio.count("2×"), 1);
    studio.click("Play backwards");
    assert_eq!(studio.count("−1×"), 1);
}

#[test]
fn with_k_held_j_and_l_go_frame_by_frame() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 5);
    studio.window.key_down(Key::K);
    studio.settle();
    studio.press(Key::L);
    reaches(&mut studio, 6);
    studio.press(Key::J);
    reaches(&mut studio, 5);
    studio.window.key_up(Key::K);
    studio.settle();
    assert!(has_button(&studio, "Play"), "it stands all the while");
}

#[test]
fn arrows_go_by_one_frame_exactly_and_have_buttons() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 5);
    studio.press(Key::ArrowLeft);
    reaches(&mut studio, 4);
    studio.click("One frame forward");
    reaches(&mut studio, 5);
    studio.click("One frame back");
    reaches(&mut studio, 4);
}

#[test]
fn with_shift_they_go_by_a_second() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 3);
    studio.press_with(Modifiers::SHIFT, Key::ArrowRight);
    reaches(&mut studio, 27);
    studio.press_with(Modifiers::SHIFT, Key::ArrowLeft);
    reaches(&mut studio, 3);
}

#[test]
fn home_and_end_lead_to_the_first_and_the_last_frame() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 0);
    studio.press(Key::End);
    reaches(&mut studio, LAST);
    studio.press(Key::Home);
    reaches(&mut studio, 0);
    studio.click("To the last frame");
    reaches(&mut studio, LAST);
    studio.click("To the start");
    reaches(&mut studio, 0);
}

#[test]
fn a_short_clip_starts_over_by_itself_until_it_is_told_not_to() {
    let mut studio = viewer(TINY);
    assert!(is_lit(&studio, "Play in a loop"));
    until(&mut studio, "it is near its end", |studio| frame(studio) > 40);
    until(&mut studio, "it starts over", |studio| frame(studio) < 20);
    studio.press(Key::R);
    assert!(!is_lit(&studio, "Play in a loop"));
    stands(&mut studio);
    assert_eq!(frame(&studio), LAST);
    studio.click("Play in a loop");
    assert!(is_lit(&studio, "Play in a loop"));
}

#[test]
fn i_and_o_mark_what_is_played_and_it_loops_there() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 10);
    studio.press(Key::I);
    assert_eq!(studio.count("In point: frame 10"), 1);
    for at in 11..=14 {
        studio.press(Key::ArrowRight);
        reaches(&mut studio, at);
    }
    studio.press(Key::O);
    assert_eq!(studio.count("Out point: frame 14"), 1);
    assert!(is_lit(&studio, "Set the in point") && is_lit(&studio, "Set the out point"));
    studio.press(Key::Space);
    plays(&mut studio);
    let mut rounds = 0;
    let mut before = frame(&studio);
    let deadline = Instant::now() + Duration::from_secs(15);
    while rounds < 3 {
        assert!(Instant::now() < deadline, "it does not go round");
        studio.settle();
        let now = frame(&studio);
        assert!((10..=14).contains(&now), "frame {now} is outside");
        rounds += u32::from(now < before);
        before = now;
    }
}

#[test]
fn shift_leads_to_the_marks_and_alt_x_clears_them() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 6);
    studio.click("Set the in point");
    studio.press(Key::End);
    reaches(&mut studio, LAST);
    studio.press(Key::ArrowLeft);
    reaches(&mut studio, LAST - 1);
    studio.click("Set the out point");
    studio.press_with(Modifiers::SHIFT, Key::I);
    reaches(&mut studio, 6);
    studio.press_with(Modifiers::SHIFT, Key::O);
    reaches(&mut studio, LAST - 1);
    studio.press_with(Modifiers::ALT, Key::X);
    assert_eq!((studio.count("In point: frame 6"), studio.count("Out point: frame 46")), (0, 0));
    studio.press(Key::I);
    studio.click("Clear in and out");
    assert!(!studio.sees("In point:"));
}

#[test]
fn marks_are_moved_by_keys_and_by_the_mouse() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 6);
    studio.press(Key::I);
    studio.get("In point: frame 6").increment_accesskit();
    studio.settle();
    assert_eq!(studio.count("In point: frame 7"), 1);
    studio.get("In point: frame 7").focus();
    studio.settle();
    studio.press(Key::ArrowLeft);
    assert_eq!(studio.count("In point: frame 6"), 1);
    let (mark, bar) = (studio.get("In point: frame 6").rect(), studio.get("Position in the video").rect());
    studio.window.drag_at(mark.center());
    studio.settle();
    studio.window.hover_at(egui::pos2(bar.left() + bar.width() * 0.5, bar.center().y));
    studio.settle();
    studio.window.drop_at(egui::pos2(bar.left() + bar.width() * 0.5, bar.center().y));
    studio.settle();
    let moved = (22..=25).any(|at| studio.count(&format!("In point: frame {at}")) == 1);
    assert!(moved, "{:?}", studio.spoken());
    assert_eq!(frame(&studio), 6, "the playhead stays where it was");
}

#[test]
fn the_planned_shots_stand_above_the_bar_and_lead_to_their_start() {
    let mut studio = viewer_of(card_in_shots());
    paused_at(&mut studio, 3);
    assert_eq!(studio.count("Shot 1 of 2, 0:00.0 to 0:01.0: the fox runs"), 1);
    studio.click("Shot 2 of 2, 0:01.0 to 0:02.0: it stops");
    reaches(&mut studio, 24);
    studio.press(Key::ArrowUp);
    reaches(&mut studio, 0);
    studio.press(Key::ArrowDown);
    reaches(&mut studio, 24);
}

#[test]
fn one_types_a_frame_or_a_time_to_go_there() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 0);
    for (typed, lands) in [("17", 17), ("00:00:01:05", 29), ("0.5", 12), ("+3", 15), ("-15", 0), ("999", LAST)] {
        studio.press_with(Modifiers::COMMAND, Key::G);
        studio.write("Time or frame", typed);
        studio.press(Key::Enter);
        reaches(&mut studio, lands);
        assert_eq!(studio.count("Time or frame"), 0, "the time code stands there again");
    }
    studio.click("Go to a time: 00:00:01:23");
    studio.write("Time or frame", "12");
    studio.press(Key::Escape);
    assert_eq!((studio.count("Time or frame"), frame(&studio)), (0, LAST), "Escape goes nowhere");
}

#[test]
fn letters_in_the_time_are_no_shortcuts() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 4);
    studio.press_with(Modifiers::COMMAND, Key::G);
    studio.write("Time or frame", "c");
    studio.press(Key::C);
    studio.press(Key::I);
    assert!(studio.told().is_empty() && !studio.sees("In point:"));
}

#[test]
fn letters_typed_beside_the_clip_are_letters() {
    let engine = FakeEngine::new().with_library([card_of(media(TINY))]).with_queue([queued(TaskState::Unknown)]);
    let mut studio = viewer_over(engine, Language::English, Vec2::new(1280.0, 800.0));
    studio.field("The vendor's task id").focus();
    studio.settle();
    for key in [Key::M, Key::K, Key::J, Key::I, Key::O, Key::R, Key::C, Key::Z, Key::Home] {
        studio.press(key);
    }
    assert!(studio.told().is_empty());
    assert!(!has_button(&studio, "Play") && !studio.sees("In point:"), "it plays on");
}

#[test]
fn a_key_that_is_held_down_is_one_press() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 2);
    for key in [Key::L, Key::R] {
        studio.window.key_down(key);
        studio.settle();
        for _ in 0..3 {
            let modifiers = Modifiers::NONE;
            studio.window.event(egui::Event::Key { key, physical_key: None, pressed: true, repeat: true, modifiers });
            studio.settle();
        }
        studio.window.key_up(key);
        studio.settle();
    }
    assert_eq!((speed(&studio), is_lit(&studio, "Play in a loop")), (None, false));
}

#[test]
fn the_bar_is_dragged_along_the_clip_and_the_picture_follows() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 1);
    let bar = studio.get("Position in the video").rect();
    studio.window.drag_at(bar.center());
    studio.settle();
    until(&mut studio, "it is half-way", |studio| (23..=25).contains(&frame(studio)));
    studio.window.hover_at(bar.right_center() - Vec2::new(bar.width() / 4.0, 0.0));
    studio.settle();
    until(&mut studio, "it is at three quarters", |studio| (35..=37).contains(&frame(studio)));
    studio.window.drop_at(bar.right_center() - Vec2::new(bar.width() / 4.0, 0.0));
    studio.settle();
    stands(&mut studio);
    assert!((35..=37).contains(&frame(&studio)));
}

#[test]
fn a_clip_that_played_plays_on_when_the_bar_is_let_go() {
    let mut studio = viewer(TINY);
    plays(&mut studio);
    let bar = studio.get("Position in the video").rect();
    studio.window.drag_at(bar.center());
    studio.settle();
    stands(&mut studio);
    studio.window.drop_at(bar.center());
    studio.settle();
    plays(&mut studio);
}

#[test]
fn the_bar_takes_the_arrow_keys_and_a_screen_readers_steps() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 2);
    studio.get("Position in the video").increment_accesskit();
    reaches(&mut studio, 3);
    studio.get("Position in the video").focus();
    studio.settle();
    for at in [4, 5] {
        studio.press(Key::ArrowRight);
        reaches(&mut studio, at);
    }
    let said = studio.get("Position in the video").accesskit_node().numeric_value();
    assert!(said.is_some_and(|secs| (secs - 5.0 / 24.0).abs() < 0.02), "{said:?}");
}

#[test]
fn nothing_is_drawn_again_while_a_clip_stands() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 4);
    studio.press(Key::I);
    // What was still being decoded comes, and then nothing more.
    let deadline = Instant::now() + Duration::from_secs(10);
    while studio.window.run_ok().is_none_or(|frames| frames > 1) {
        assert!(Instant::now() < deadline, "it never rests");
    }
    std::thread::sleep(Duration::from_millis(200));
    let repaints = studio.window.output().viewport_output.values().map(|output| output.repaint_delay).min();
    assert!(repaints.is_none_or(|delay| delay > Duration::from_secs(1)), "{repaints:?}");
}
