//! The comparison: real clips, really decoded, on one playhead, driven by its keys and names.

mod studio;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::Queryable as _;
use shotloom::engine::snapshot::TaskCard;
use shotloom::engine::{Command, Settings};
use shotloom::model::{Draft, Flag, Language, Mode, Secs};
use studio::samples::{clip, done};
use studio::{FakeEngine, Studio};

/// 160 × 90, 48 frames in two seconds, with sound.
const TINY: &str = "tiny.mp4";
const FRAMES: u64 = 48;

const SCRUB: &str = "Position in all videos";

fn media(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media").join(name)
}

/// A finished clip with the facts of its real file.
fn card(number: u64, prompt: &str, name: &str) -> TaskCard {
    let mut clip = clip(number, media(name));
    if let Ok(facts) = shotloom::media::decode::inspect(&media(name)) {
        clip.facts = facts;
    }
    TaskCard { clip: Some(Arc::new(clip)), ..done(number, prompt) }
}

fn with_draft(card: TaskCard, change: impl FnOnce(&mut Draft)) -> TaskCard {
    let mut task = (*card.task).clone();
    let mut draft = (*task.draft).clone();
    change(&mut draft);
    task.draft = Arc::new(draft);
    TaskCard { task: Arc::new(task), ..card }
}

fn comparison_in(engine: FakeEngine, language: Language, size: Vec2, names: &[String]) -> Studio {
    let mut studio = Studio::open_in(engine, language, size);
    studio.press_with(Modifiers::COMMAND, Key::Num2);
    for name in names {
        studio.click(name);
    }
    studio.press(Key::V);
    studio.told();
    studio
}

fn comparison_of(cards: Vec<TaskCard>) -> Studio {
    let names: Vec<String> = cards.iter().map(|card| format!("Select {}", card.task.draft.prompt)).collect();
    let engine = FakeEngine::new().with_library(cards);
    comparison_in(engine, Language::English, Vec2::new(1280.0, 800.0), &names)
}

/// So many clips, known as "clip 1", "clip 2" …
fn comparison(count: u64) -> Studio {
    comparison_of((1..=count).map(|number| card(number, &format!("clip {number}"), TINY)).collect())
}

/// Frames go by until this is so; a player that never comes to it fails the test.
fn until(studio: &mut Studio, what: &str, is_so: impl Fn(&Studio) -> bool) {
    let deadline = Instant::now() + Duration::from_secs(15);
    while !is_so(studio) {
        assert!(Instant::now() < deadline, "never came to it: {what}; {:?}", studio.spoken());
        std::thread::sleep(Duration::from_millis(3));
        studio.settle();
    }
}

fn has_button(studio: &Studio, name: &str) -> bool {
    studio.window.query_all_by_role_and_label(Role::Button, name).next().is_some()
}

/// The number of the frame that is shown, counted from one.
fn frame(studio: &Studio) -> u64 {
    let spoken = studio.spoken();
    let text = spoken.iter().find_map(|text| text.strip_prefix("frame ")?.split_once(" of ")).map(|(number, _)| number);
    text.and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// All clips are open and stand on the first frame.
fn paused(studio: &mut Studio) {
    until(studio, "the clips are open", |studio| studio.sees("of 48"));
    studio.press(Key::K);
    until(studio, "it is paused", |studio| has_button(studio, "Play"));
    studio.press(Key::Home);
    until(studio, "it is at the start", |studio| frame(studio) == 1);
}

fn is_selected(studio: &Studio, name: &str) -> bool {
    studio.get(name).accesskit_node().is_selected() == Some(true)
}

fn flags(studio: &mut Studio) -> Vec<(String, Flag)> {
    let told = studio.told().into_iter().filter_map(|command| match command {
        Command::Flag(flags) => Some(flags),
        _ => None,
    });
    told.flatten().map(|(id, flag)| (id.0.to_string(), flag)).collect()
}

fn texts(studio: &Studio, text: &str) -> usize {
    studio.spoken().iter().filter(|spoken| *spoken == text).count()
}

#[test]
fn clips_play_together_as_soon_as_they_are_compared() {
    let mut studio = comparison(2);
    until(&mut studio, "frames go by", |studio| frame(studio) > 3);
    assert!(has_button(&studio, "Pause"));
    assert_eq!(studio.count("Video 1: clip 1"), 1);
    assert_eq!(studio.count("Video 2: clip 2"), 1);
}

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
    assert!(studio.get("Video 2: back to no offset").accesskit_node().is_clickable());
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
    until(&mut studio, "the clips are open", |studio| studio.sees("of 48"));
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
fn layouts_are_chosen_by_name_and_by_key() {
    let mut studio = comparison(3);
    until(&mut studio, "the clips are open", |studio| studio.sees("of 48"));
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
    until(&mut studio, "the clips are open", |studio| studio.sees("of 48"));
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
    assert_eq!(studio.get("Watch clip 1").value().as_deref(), Some("picked"));
    assert_eq!(studio.get("Watch clip 2").value().unwrap_or_default(), "");
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
    let names = vec!["Select a".to_owned()];
    let engine = FakeEngine::new().with_library([one, two]);
    let mut studio = comparison_in(engine, Language::English, Vec2::new(1280.0, 800.0), &[]);
    for node in 0..2 {
        studio.all(&names[0]).nth(node).expect("a check mark").click();
        studio.settle();
    }
    studio.press(Key::V);
    assert!(studio.sees("All settings are the same"));
}

#[test]
fn zoom_and_pan_have_keys_and_buttons() {
    let mut studio = comparison(2);
    until(&mut studio, "the clips are open", |studio| studio.sees("of 48"));
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
fn a_clip_that_cannot_be_played_says_so_and_the_others_go_on() {
    let mut studio = comparison_of(vec![card(1, "broken", "garbage.mp4"), card(2, "whole", TINY)]);
    until(&mut studio, "the broken one says why", |studio| studio.sees("The file is not an MP4 video"));
    until(&mut studio, "the whole one plays", |studio| frame(studio) > 1 && has_button(studio, "Pause"));
    assert!(is_selected(&studio, "Hear video 2"));
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
    until(&mut studio, "the clips are open", |studio| studio.sees("of 48"));
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
