//! Layouts, wipe, blink, zoom, and what is decided by them.

use egui::{Key, Modifiers, Vec2};
use shotloom::engine::Command;
use shotloom::model::{Draft, Flag, Language, Mode, Secs};

use super::*;

#[test]
fn each_number_of_clips_has_its_own_order() {
    for (count, columns, rows) in [(2, 2, 1), (3, 3, 1), (4, 2, 2)] {
        let studio = comparison(count);
        let rects: Vec<egui::Rect> =
            (1..=count).map(|number| studio.get(&format!("Video {number}: clip {number}")).rect()).collect();
        let distinct = |of: fn(&egui::Rect) -> f32| {
            let mut found: Vec<i32> = rects.iter().map(|rect| of(rect) as i32).collect();
            found.sort_unstable();
            found.dedup();
            found.len()
        };
        assert_eq!((distinct(egui::Rect::left), distinct(egui::Rect::top)), (columns, rows), "{count}");
    }
}

#[test]
fn layouts_are_chosen_by_name_and_by_key() {
    let mut studio = comparison(3);
    until(&mut studio, "the clips are open", is_open);
    studio.press(Key::W);
    assert!(is_selected(&studio, "Layout: Wipe") && studio.count("Wipe line") == 1);
    assert_eq!(studio.count("Pick video 3"), 0, "the first two are wiped");
    studio.press(Key::ArrowDown);
    studio.press(Key::ArrowDown);
    assert_eq!((studio.count("Pick video 1"), studio.count("Pick video 3")), (1, 1), "the third instead of the second");
    studio.click("Layout: Blink");
    assert_eq!((studio.count("Wipe line"), studio.count("Pick video 3")), (0, 1));
    studio.press(Key::D);
    assert!(is_selected(&studio, "Layout: Side by side"));
    assert_eq!(studio.count("Pick video 2"), 1);
}

#[test]
fn the_wipe_line_is_dragged_and_takes_arrow_keys() {
    let mut studio = comparison(2);
    studio.press(Key::W);
    let line = |studio: &Studio| studio.get("Wipe line").accesskit_node().numeric_value().unwrap_or_default();
    assert_eq!(line(&studio), 50.0);
    let from = studio.get("Wipe line").rect().center();
    studio.window.drag_at(from);
    studio.settle();
    studio.window.hover_at(from + Vec2::new(200.0, 0.0));
    studio.settle();
    studio.window.drop_at(from + Vec2::new(200.0, 0.0));
    studio.settle();
    let dragged = line(&studio);
    assert!(dragged > 60.0 && dragged < 75.0, "{dragged}");
    studio.get("Wipe line").focus();
    studio.settle();
    studio.press(Key::ArrowLeft);
    assert!((line(&studio) - (dragged - 2.0)).abs() < 0.01);
    studio.get("Wipe line").increment_accesskit();
    studio.settle();
    assert!((line(&studio) - dragged).abs() < 0.01);
}

#[test]
fn b_blinks_to_the_next_and_a_held_b_peeks() {
    let mut studio = comparison(2);
    let shown = |studio: &Studio| (studio.count("Pick video 1"), studio.count("Pick video 2"));
    studio.press(Key::B);
    assert_eq!(shown(&studio), (1, 0), "the first press begins to blink");
    studio.press(Key::B);
    assert_eq!(shown(&studio), (0, 1));
    studio.press(Key::B);
    assert_eq!(shown(&studio), (1, 0));
    studio.window.key_down(Key::B);
    studio.settle();
    assert_eq!(shown(&studio), (0, 1));
    for _ in 0..3 {
        studio.window.step();
    }
    studio.window.key_up(Key::B);
    studio.settle();
    assert_eq!(shown(&studio), (1, 0), "let go, it leads back");
}

#[test]
fn it_blinks_by_itself_at_the_rate_that_was_chosen() {
    let mut studio = comparison(2);
    until(&mut studio, "the clips are open", is_open);
    studio.press(Key::K);
    until(&mut studio, "it stands", |studio| has_button(studio, "Play"));
    studio.press(Key::B);
    studio.press(Key::A);
    assert!(is_selected(&studio, "Blink by itself"));
    studio.click("Change every: 1 s");
    let shown = |studio: &Studio| studio.count("Pick video 2");
    let mut seen = Vec::new();
    for _ in 0..12 {
        studio.window.step();
        seen.push(shown(&studio));
    }
    assert!(seen.contains(&0) && seen.contains(&1), "{seen:?}");
    let changes = seen.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!((2..=3).contains(&changes), "once a second at four frames a second: {seen:?}");
    studio.click("Blink by itself");
    let stands = shown(&studio);
    for _ in 0..8 {
        studio.window.step();
    }
    assert_eq!(shown(&studio), stands);
}

#[test]
fn numbers_pick_x_rejects_and_the_same_again_takes_it_back() {
    let mut studio = comparison(3);
    studio.press(Key::Num2);
    assert_eq!(flags(&mut studio), [("task-000002".to_owned(), Flag::Picked)]);
    assert!(is_selected(&studio, "Pick video 2"));
    studio.press(Key::Num2);
    assert_eq!(flags(&mut studio), [("task-000002".to_owned(), Flag::Unflagged)]);
    studio.press(Key::ArrowDown);
    studio.press(Key::ArrowDown);
    studio.press(Key::X);
    assert_eq!(flags(&mut studio), [("task-000003".to_owned(), Flag::Rejected)]);
    assert!(is_selected(&studio, "Reject video 3"));
    studio.all("Undo").last().expect("a way back").click();
    studio.settle();
    assert!(!is_selected(&studio, "Reject video 3"));
    studio.press(Key::Num3);
    studio.press(Key::ArrowUp);
    studio.press(Key::F);
    let picked = ["task-000003", "task-000002"].map(|id| (id.to_owned(), Flag::Picked));
    assert_eq!(flags(&mut studio), picked, "the third by its number, the second by going up to it");
    studio.click("Pick video 1");
    studio.click("Reject video 2");
    let both = [("task-000001".to_owned(), Flag::Picked), ("task-000002".to_owned(), Flag::Rejected)];
    assert_eq!(flags(&mut studio), both);
    studio.press(Key::Num4);
    assert!(studio.sees("There is no video 4: 3 are compared"));
    assert!(flags(&mut studio).is_empty());
}

#[test]
fn what_was_decided_is_seen_in_the_gallery() {
    let mut studio = comparison(2);
    studio.press(Key::Num1);
    studio.press(Key::Escape);
    let value = |name: &str| studio.get(name).value().unwrap_or_default();
    assert!(value("Watch clip 1").contains("picked") && !value("Watch clip 2").contains("picked"));
}

#[test]
fn only_settings_that_differ_stand_below_word_by_word() {
    let same = |draft: &mut Draft| draft.sound = true;
    let one = with_draft(card(1, "a red fox runs", TINY), same);
    let two = with_draft(card(2, "a grey fox runs", TINY), |draft| {
        same(draft);
        draft.mode = Some(Mode::Pro);
        draft.seconds = Secs(10);
    });
    let mut studio = comparison_of(vec![one, two]);
    for text in ["Quality", "Length", "Prompt", "10 s", "a grey fox runs"] {
        assert!(studio.sees(text), "{text}: {:?}", studio.spoken());
    }
    assert!(!studio.sees("Shape") && !studio.spoken().iter().any(|text| text == "Sound"));
    studio.press(Key::E);
    assert!(!studio.sees("10 s"));
    studio.click("Differences");
    assert!(studio.sees("10 s"));
}

#[test]
fn clips_of_the_same_settings_say_so() {
    let cards = [1, 2]
        .map(|number| with_draft(card(number, &format!("clip {number}"), TINY), |draft| draft.prompt = "a".into()));
    let [one, two] = cards.map(|card| with_draft(card, |draft| draft.title = draft.prompt.clone()));
    let name = "Select a";
    let engine = FakeEngine::new().with_library([one, two]);
    let mut studio = comparison_in(engine, Language::English, Vec2::new(1280.0, 800.0), &[]);
    for node in 0..2 {
        studio.all(name).nth(node).expect("a check mark").click();
        studio.settle();
    }
    studio.press(Key::V);
    assert!(studio.sees("All settings are the same"));
}

#[test]
fn zoom_and_pan_have_keys_and_buttons() {
    let mut studio = comparison(2);
    until(&mut studio, "the clips are open", is_open);
    let is_fit = |studio: &Studio| studio.get("Fit the picture").accesskit_node().is_disabled();
    assert!(is_fit(&studio));
    studio.press(Key::Plus);
    assert!(!is_fit(&studio));
    studio.press_with(Modifiers::ALT, Key::ArrowRight);
    studio.click("Fit the picture");
    assert!(is_fit(&studio));
    studio.click("Zoom in");
    assert!(!is_fit(&studio));
    studio.press_with(Modifiers::COMMAND, Key::Num0);
    assert!(is_fit(&studio));
}

#[test]
fn a_click_turns_to_a_clip_and_another_one_pauses() {
    let mut studio = comparison(2);
    until(&mut studio, "frames go by", |studio| frame(studio) > 1);
    studio.click("Video 2: clip 2");
    assert!(has_button(&studio, "Pause"), "the first click turns to it");
    studio.press(Key::F);
    assert_eq!(flags(&mut studio), [("task-000002".to_owned(), Flag::Picked)]);
    studio.click("Video 2: clip 2");
    until(&mut studio, "it is paused", |studio| has_button(studio, "Play"));
}

#[test]
fn leaving_stops_the_clips_and_frees_the_stage() {
    let mut studio = comparison(2);
    studio.press(Key::Escape);
    assert!(studio.told().iter().any(|command| matches!(command, Command::Compare(ids) if ids.is_empty())));
    assert_eq!(studio.count(SCRUB), 0);
    assert!(studio.sees("2 videos selected"), "the selection is still there");
}

#[test]
fn a_clip_that_goes_away_leaves_the_others() {
    let mut studio = comparison(3);
    until(&mut studio, "the clips are open", is_open);
    studio.engine.snapshot.compared = studio.engine.snapshot.compared[..2].into();
    studio.engine.publish();
    studio.settle();
    assert_eq!((studio.count("Pick video 2"), studio.count("Pick video 3")), (1, 0));
    studio.engine.snapshot.compared = studio.engine.snapshot.compared[..1].into();
    studio.engine.publish();
    studio.settle();
    assert!(studio.sees("There is nothing to compare"));
    studio.click("Back");
    assert_eq!(studio.count("Watch clip 1"), 1);
}

#[test]
fn nothing_overlaps_in_the_narrowest_window_in_either_language() {
    for (language, names) in [
        (Language::English, ["Select clip 1", "Reject video 3", "Hear video 3"]),
        (Language::Chinese, ["选择“clip 1”", "淘汰视频 3", "听视频 3 的声音"]),
    ] {
        let cards: Vec<TaskCard> = (1..=4).map(|number| card(number, &format!("clip {number}"), TINY)).collect();
        let engine = FakeEngine::new().with_library(cards).in_language(language);
        let select: Vec<String> = (1..=4).map(|number| names[0].replace('1', &number.to_string())).collect();
        let studio = comparison_in(engine, language, Vec2::new(960.0, 600.0), &select);
        let [reject, hear] = [names[1], names[2]].map(|name| studio.get(name).rect());
        assert!(hear.right() <= reject.left(), "{hear:?} {reject:?}");
        let heading =
            studio.all("clip 3").map(|node| node.rect()).filter(|rect| (rect.center().y - hear.center().y).abs() < 8.0);
        for rect in heading {
            assert!(rect.right() <= hear.left(), "{rect:?} runs into {hear:?} in {language:?}");
        }
    }
}
