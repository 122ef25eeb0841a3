//! One playhead for all: play, step, scrub, offsets and sound.

use egui::{Key, Modifiers};
use shotloom::engine::{Command, Settings};

use super::*;

#[test]
fn clips_play_together_as_soon_as_they_are_compared() {
    let mut studio = comparison(2);
    until(&mut studio, "frames go by", |studio| frame(studio) > 3);
    assert!(has_button(&studio, "Pause"));
    assert_eq!(studio.count("Video 1: clip 1"), 1);
    assert_eq!(studio.count("Video 2: clip 2"), 1);
}

#[test]
fn keys_play_step_and_jump_all_of_them() {
    let mut studio = comparison(2);
    paused(&mut studio);
    studio.press(Key::ArrowRight);
    until(&mut studio, "a frame on", |studio| frame(studio) == 2);
    studio.press(Key::ArrowLeft);
    until(&mut studio, "a frame back", |studio| frame(studio) == 1);
    studio.press_with(Modifiers::SHIFT, Key::ArrowRight);
    until(&mut studio, "a second on", |studio| (24..=26).contains(&frame(studio)));
    studio.press_with(Modifiers::SHIFT, Key::ArrowLeft);
    until(&mut studio, "a second back", |studio| frame(studio) <= 2);
    studio.press(Key::End);
    until(&mut studio, "the last frame", |studio| frame(studio) == FRAMES);
    studio.press(Key::Home);
    until(&mut studio, "the first frame", |studio| frame(studio) == 1);
    studio.press(Key::L);
    until(&mut studio, "it plays", |studio| has_button(studio, "Pause"));
    studio.press(Key::L);
    until(&mut studio, "twice as fast", |studio| studio.sees("2×"));
    studio.press(Key::J);
    until(&mut studio, "backwards", |studio| studio.sees("−1×"));
    studio.press(Key::K);
    until(&mut studio, "it stands", |studio| has_button(studio, "Play"));
    studio.press(Key::Space);
    until(&mut studio, "it plays on", |studio| has_button(studio, "Pause"));
}

#[test]
fn every_step_of_the_transport_has_a_button() {
    let mut studio = comparison(2);
    paused(&mut studio);
    studio.click("One frame forward");
    until(&mut studio, "a frame on", |studio| frame(studio) == 2);
    studio.click("One frame back");
    until(&mut studio, "a frame back", |studio| frame(studio) == 1);
    studio.click("Play");
    until(&mut studio, "it plays", |studio| has_button(studio, "Pause"));
    studio.click("Pause");
    until(&mut studio, "it stands", |studio| has_button(studio, "Play"));
    studio.click("To the start");
    until(&mut studio, "at the start", |studio| frame(studio) == 1);
    assert!(is_selected(&studio, "Play in a loop"));
    studio.click("Play in a loop");
    assert!(!is_selected(&studio, "Play in a loop"));
    studio.press(Key::R);
    assert!(is_selected(&studio, "Play in a loop"));
}

#[test]
fn the_bar_is_dragged_along_all_clips_and_takes_arrow_keys() {
    let mut studio = comparison(2);
    paused(&mut studio);
    let bar = studio.get(SCRUB).rect();
    studio.window.drag_at(bar.center());
    studio.settle();
    studio.window.drop_at(bar.center());
    until(&mut studio, "it is half-way", |studio| (FRAMES / 2 - 1..=FRAMES / 2 + 2).contains(&frame(studio)));
    let at = frame(&studio);
    studio.get(SCRUB).increment_accesskit();
    until(&mut studio, "a step on", |studio| frame(studio) == at + 1);
    studio.get(SCRUB).focus();
    studio.settle();
    studio.press(Key::ArrowLeft);
    until(&mut studio, "an arrow back", |studio| frame(studio) == at);
}

#[test]
fn a_clip_is_moved_against_the_others_by_keys_and_by_its_buttons() {
    let mut studio = comparison(2);
    paused(&mut studio);
    assert_eq!(texts(&studio, "0 f"), 0, "a figure is named by what it does");
    studio.click("Video 2: one frame later");
    studio.click("Video 2: one frame later");
    studio.click("Video 2: one frame earlier");
    assert!(!studio.get("Video 2: back to no offset").accesskit_node().is_disabled());
    studio.click("Video 2: back to no offset");
    studio.press(Key::ArrowDown);
    studio.press(Key::Period);
    studio.press(Key::Period);
    studio.press(Key::Period);
    studio.press(Key::Comma);
    // Two frames later than the first: the whole is two frames shorter for it, and as long as the first.
    assert!(studio.sees("/ 0:02.0"));
    studio.click("Video 2: back to no offset");
    assert!(studio.get("Video 2: back to no offset").accesskit_node().is_disabled());
}

#[test]
fn one_clip_is_heard_and_any_other_can_be() {
    let mut studio = comparison(3);
    until(&mut studio, "frames go by", |studio| frame(studio) > 1);
    assert!(is_selected(&studio, "Hear video 1") && !is_selected(&studio, "Hear video 2"));
    studio.click("Hear video 3");
    assert!(is_selected(&studio, "Hear video 3") && !is_selected(&studio, "Hear video 1"));
    studio.press(Key::S);
    assert!(is_selected(&studio, "Hear video 1"), "it goes round");
    until(&mut studio, "it plays on", |studio| has_button(studio, "Pause"));
}

#[test]
fn the_longest_clip_is_seen_to_its_end_whoever_is_heard() {
    let mut studio = comparison_of(vec![card(1, "short", TINY), card(2, "long", "vfr.mp4")]);
    let secs = shotloom::media::decode::inspect(&media("vfr.mp4")).expect("facts").seconds;
    assert!(secs > 2.5, "this test needs a longer clip");
    until(&mut studio, "the clips are open", is_open);
    assert!(studio.sees(&format!("/ 0:0{secs:.1}")), "{secs}");
    studio.press(Key::K);
    until(&mut studio, "it stands", |studio| has_button(studio, "Play"));
    studio.press(Key::End);
    until(&mut studio, "the last frame of the short one stands", |studio| frame(studio) == FRAMES);
    until(&mut studio, "the end of the long one", |studio| {
        let value = studio.get(SCRUB).accesskit_node().numeric_value();
        value.is_some_and(|at| at > secs - 0.1)
    });
}

#[test]
fn a_clip_that_cannot_be_played_says_so_and_the_others_go_on() {
    let mut studio = comparison_of(vec![card(1, "broken", "garbage.mp4"), card(2, "whole", TINY)]);
    until(&mut studio, "the broken one says why", |studio| studio.sees("The file is not an MP4 video"));
    until(&mut studio, "the whole one plays", |studio| frame(studio) > 1 && has_button(studio, "Pause"));
    assert!(is_selected(&studio, "Hear video 2"));
}

#[test]
fn m_mutes_and_the_volume_is_kept() {
    let mut studio = comparison(2);
    until(&mut studio, "the clips are open", |studio| studio.count("Volume") == 1);
    let settings = |studio: &mut Studio| -> Option<Settings> {
        studio.told().into_iter().find_map(|command| match command {
            Command::ChangeSettings(settings) => Some(*settings),
            _ => None,
        })
    };
    studio.press(Key::M);
    assert_eq!(settings(&mut studio).map(|settings| settings.is_muted), Some(true));
    studio.get("Volume").set_value_accesskit(0.25);
    assert_eq!(settings(&mut studio).map(|settings| (settings.volume, settings.is_muted)), Some((0.25, false)));
}
