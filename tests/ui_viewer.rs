//! The viewer: a real clip, really decoded, driven by its keys and names.

mod studio;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::Queryable as _;
use shotloom::engine::snapshot::TaskCard;
use shotloom::engine::{Command, Settings};
use shotloom::model::{Language, TaskState};
use studio::samples::{clip, done, queued};
use studio::{FakeEngine, Studio};

/// 160 × 90, 48 frames in two seconds, with sound.
const TINY: &str = "tiny.mp4";
const FRAMES: u64 = 48;

fn media(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media").join(name)
}

fn card_of(path: PathBuf) -> TaskCard {
    TaskCard { clip: Some(Arc::new(clip(1, path))), ..done(1, "a fox") }
}

fn viewer_over(engine: FakeEngine, language: Language, size: Vec2) -> Studio {
    let mut studio = Studio::open_in(engine, language, size);
    studio.press_with(Modifiers::COMMAND, Key::Num2);
    let name = if language == Language::English { "Watch a fox" } else { "观看“a fox”" };
    studio.click(name);
    studio.told();
    studio
}

fn viewer(name: &str) -> Studio {
    let engine = FakeEngine::new().with_library([card_of(media(name))]);
    viewer_over(engine, Language::English, Vec2::new(1280.0, 800.0))
}

/// Frames go by until this is so; a player that never comes to it fails the test.
fn until(studio: &mut Studio, what: &str, is_so: impl Fn(&Studio) -> bool) {
    let deadline = Instant::now() + Duration::from_secs(15);
    while !is_so(studio) {
        assert!(Instant::now() < deadline, "never came to it: {what}");
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

/// The clip is open and stands still on this frame.
fn paused_at(studio: &mut Studio, number: u64) {
    until(studio, "the clip is open", |studio| studio.sees("of 48"));
    studio.press(Key::K);
    until(studio, "it is paused", |studio| has_button(studio, "Play"));
    studio.click("Back to the start");
    until(studio, "it is at the start", |studio| frame(studio) == 1);
    for at in 2..=number {
        studio.press(Key::ArrowRight);
        until(studio, "it went a frame on", |studio| frame(studio) == at);
    }
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
    until(&mut studio, "it is paused", |studio| has_button(studio, "Play"));
    studio.press(Key::Space);
    until(&mut studio, "it plays on", |studio| has_button(studio, "Pause"));
}

#[test]
fn k_stops_l_plays_and_arrows_go_by_one_frame() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 5);
    studio.press(Key::ArrowLeft);
    until(&mut studio, "it went a frame back", |studio| frame(studio) == 4);
    studio.press(Key::L);
    until(&mut studio, "it plays", |studio| has_button(studio, "Pause"));
}

#[test]
fn j_goes_back_a_second() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 30);
    studio.press(Key::J);
    until(&mut studio, "it went a second back", |studio| frame(studio) == 6);
}

#[test]
fn a_click_on_the_picture_pauses_it() {
    let mut studio = viewer(TINY);
    until(&mut studio, "frames go by", |studio| frame(studio) > 1);
    studio.click("The video");
    until(&mut studio, "it is paused", |studio| has_button(studio, "Play"));
}

#[test]
fn m_mutes_for_this_clip_and_every_later_one() {
    let mut studio = viewer(TINY);
    let muted = |studio: &mut Studio| match &studio.told()[..] {
        [Command::ChangeSettings(settings)] => Some(settings.is_muted),
        _ => None,
    };
    studio.press(Key::M);
    assert_eq!(muted(&mut studio), Some(true));
    studio.press(Key::M);
    assert_eq!(muted(&mut studio), Some(false));
}

#[test]
fn letters_typed_beside_the_clip_are_letters() {
    let engine = FakeEngine::new().with_library([card_of(media(TINY))]).with_queue([queued(TaskState::Unknown)]);
    let mut studio = viewer_over(engine, Language::English, Vec2::new(1280.0, 800.0));
    studio.field("The vendor's task id").focus();
    studio.settle();
    studio.press(Key::M);
    studio.press(Key::K);
    assert!(studio.told().is_empty());
    assert!(!has_button(&studio, "Play"), "it plays on");
}

#[test]
fn the_bar_is_dragged_along_the_clip() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 1);
    let bar = studio.get("Position in the video").rect();
    studio.window.drag_at(bar.center());
    studio.settle();
    studio.window.drop_at(bar.center());
    until(&mut studio, "it is half-way", |studio| (FRAMES / 2 - 1..=FRAMES / 2 + 2).contains(&frame(studio)));
}

#[test]
fn the_bar_takes_the_arrow_keys_and_a_screen_readers_steps() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 3);
    studio.get("Position in the video").increment_accesskit();
    until(&mut studio, "a step on", |studio| frame(studio) == 4);
    studio.get("Position in the video").focus();
    studio.settle();
    for at in [5, 6] {
        studio.press(Key::ArrowRight);
        until(&mut studio, "an arrow on", |studio| frame(studio) == at);
    }
}

#[test]
fn the_volume_is_kept_in_the_settings_and_ends_the_silence() {
    let mut engine = FakeEngine::new().with_library([card_of(media(TINY))]);
    engine.snapshot.settings = Settings { is_muted: true, ..Settings::default() }.into();
    let mut studio = viewer_over(engine, Language::English, Vec2::new(1280.0, 800.0));
    until(&mut studio, "the clip is open", |studio| studio.count("Volume") == 1);
    studio.get("Volume").set_value_accesskit(0.25);
    let told = studio.told();
    let [Command::ChangeSettings(settings)] = &told[..] else {
        unreachable!("{told:?}");
    };
    assert_eq!((settings.volume, settings.is_muted), (0.25, false));
}

#[test]
fn a_clip_without_sound_says_so() {
    let mut studio = viewer("x_slices.mp4");
    until(&mut studio, "its sound is known", |studio| studio.sees("No sound track"));
    assert_eq!(studio.count("Volume"), 0);
}

#[test]
fn what_cannot_be_played_says_why_and_what_to_do_instead() {
    let mut studio = viewer("garbage.mp4");
    until(&mut studio, "its trouble is said", |studio| studio.sees("The file is not an MP4 video"));
    assert_eq!(studio.count("Position in the video"), 0);
    studio.click("Open in the system's player");
    assert!(matches!(&studio.told()[..], [Command::OpenOutside(_)]));
}

#[test]
fn a_file_that_is_gone_is_said_to_be() {
    let mut studio = viewer("no-such-clip.mp4");
    until(&mut studio, "its trouble is said", |studio| studio.sees("There is no file at"));
}

#[test]
fn a_clip_that_goes_to_the_trash_says_so_and_comes_back() {
    let mut studio = viewer(TINY);
    studio.click("Menu of a fox");
    studio.click("Move to the trash");
    assert!(studio.sees("This video lies in the trash"));
    assert_eq!(studio.count("Position in the video"), 0);
    studio.all("Undo").last().expect("a way back").click();
    studio.settle();
    until(&mut studio, "it plays again", |studio| frame(studio) > 1);
}

#[test]
fn leaving_a_clip_stops_it() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 9);
    studio.click("Back");
    assert_eq!(studio.count("Position in the video"), 0);
    studio.click("Watch a fox");
    until(&mut studio, "it starts over", |studio| has_button(studio, "Pause") && frame(studio) > 1);
}

#[test]
fn back_and_escape_lead_to_where_one_came_from() {
    let card = card_of(media(TINY));
    let mut studio = Studio::open(FakeEngine::new().with_library([card.clone()]).with_queue([card]));
    studio.click("Watch a fox");
    assert_eq!(studio.count("Position in the video"), 1);
    studio.press(Key::Escape);
    assert!(studio.sees("Prompt"), "it was opened from the compose screen");
    studio.press_with(Modifiers::COMMAND, Key::Num2);
    studio.all("Watch a fox").next().expect("the clip in the gallery").click();
    studio.settle();
    studio.click("Back");
    assert!(studio.sees("one video"), "it was opened from the gallery");
}

#[test]
fn escape_closes_the_menu_before_the_clip() {
    let mut studio = viewer(TINY);
    studio.click("Menu of a fox");
    studio.press(Key::Escape);
    assert_eq!((studio.count("Move to the trash"), studio.count("Position in the video")), (0, 1));
}

#[test]
fn what_one_does_with_a_finished_clip_has_a_button_beside_it() {
    let mut studio = viewer(TINY);
    assert_eq!(studio.count("Save a copy…"), 1);
    studio.click("Use these settings again");
    assert!(matches!(&studio.told()[..], [Command::NewDraftFrom(_)]));
}

#[test]
fn nothing_overlaps_in_the_narrowest_window_in_either_language() {
    for (language, names) in [
        (Language::English, ["Back to the start", "Play in a loop", "Volume"]),
        (Language::Chinese, ["回到开头", "循环播放", "音量"]),
    ] {
        let engine = FakeEngine::new().with_library([card_of(media(TINY))]).in_language(language);
        let mut studio = viewer_over(engine, language, Vec2::new(960.0, 600.0));
        until(&mut studio, "the clip is open", |studio| studio.sees("/ 00:02:00"));
        let [first, last, volume] = names.map(|name| studio.get(name).rect());
        let is_left_text = |rect: &egui::Rect| (rect.center().y - first.center().y).abs() < 8.0;
        let nodes = studio.window.query_all_by_role(Role::Label).map(|node| node.rect()).filter(is_left_text);
        for text in nodes.filter(|rect| rect.left() < first.left()) {
            assert!(text.right() <= first.left(), "{text:?} runs into the buttons at {first:?} in {language:?}");
        }
        assert!(last.right() <= volume.left(), "{last:?} {volume:?}");
    }
}
