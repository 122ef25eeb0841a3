//! The viewer: a real clip, really decoded, driven by its keys and names.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

#[path = "../studio/mod.rs"]
mod studio;

mod files;
mod looking;
mod playing;
mod sound;
mod taking;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Key, Vec2};
use egui_kittest::kittest::Queryable as _;
use shotloom::engine::snapshot::TaskCard;
use shotloom::model::{Cut, Draft, Language, Secs, Storyboard};
use studio::samples::{clip, done};
use studio::{FakeEngine, Studio};

/// 160 × 90, 48 frames in two seconds, with sound.
const TINY: &str = "tiny.mp4";
const LAST: u64 = 47;

fn media(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media").join(name)
}

fn card_of(path: PathBuf) -> TaskCard {
    TaskCard { clip: Some(Arc::new(clip(1, path))), ..done(1, "a fox") }
}

/// The same, ordered as two shots of a second each.
fn card_in_shots() -> TaskCard {
    let mut card = card_of(media(TINY));
    let shots = [("the fox runs", Secs(1)), ("it stops", Secs(1))].map(|(text, secs)| (text.into(), secs, false));
    let storyboard = Storyboard::from_file(shots, None);
    let draft = Draft { cut: Cut::ByHand, storyboard, title: "a fox".into(), ..(*card.task.draft).clone() };
    Arc::make_mut(&mut card.task).draft = Arc::new(draft);
    card
}

fn viewer_over(engine: FakeEngine, language: Language, size: Vec2) -> Studio {
    let mut studio = Studio::open_in(engine, language, size);
    studio.press_with(egui::Modifiers::COMMAND, Key::Num2);
    let name = if language == Language::English { "Watch a fox" } else { "观看“a fox”" };
    studio.all(name).next().expect("the clip in the gallery").click();
    studio.settle();
    studio.told();
    studio
}

fn viewer_of(card: TaskCard) -> Studio {
    viewer_over(FakeEngine::new().with_library([card]), Language::English, Vec2::new(1280.0, 800.0))
}

fn viewer(name: &str) -> Studio {
    viewer_of(card_of(media(name)))
}

/// Frames go by until this is so; a player that never comes to it fails the test.
fn until(studio: &mut Studio, what: &str, is_so: impl Fn(&Studio) -> bool) {
    let deadline = Instant::now() + Duration::from_secs(15);
    while !is_so(studio) {
        assert!(Instant::now() < deadline, "never came to it: {what}; frame {}", frame(studio));
        std::thread::sleep(Duration::from_millis(3));
        studio.settle();
    }
}

fn has_button(studio: &Studio, name: &str) -> bool {
    studio.window.query_all_by_role_and_label(Role::Button, name).next().is_some()
}

/// A button that is shown to be in force.
fn is_lit(studio: &Studio, name: &str) -> bool {
    use egui_kittest::kittest::NodeT as _;
    studio.get(name).accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
}

/// What is said of the speed, where it is not the clip's own.
fn speed(studio: &Studio) -> Option<String> {
    let is_speed = |text: &String| text.strip_suffix('×').is_some_and(|times| times.len() < 6);
    studio.spoken().into_iter().find(is_speed)
}

/// The number of the frame the playhead is on, counted from nought.
fn frame(studio: &Studio) -> u64 {
    let spoken = studio.spoken();
    let number =
        spoken.iter().find_map(|text| text.strip_prefix("frame ")?.split_once(" / ")).map(|(number, _)| number);
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn reaches(studio: &mut Studio, number: u64) {
    until(studio, &format!("frame {number}"), |studio| frame(studio) == number);
}

/// The clip is open and stands still on this frame.
fn paused_at(studio: &mut Studio, number: u64) {
    until(studio, "the clip is open", |studio| studio.sees("/ 47"));
    studio.press(Key::K);
    until(studio, "it is paused", |studio| has_button(studio, "Play"));
    studio.press(Key::Home);
    reaches(studio, 0);
    for at in 1..=number {
        studio.press(Key::ArrowRight);
        reaches(studio, at);
    }
}
