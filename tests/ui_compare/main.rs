//! The comparison: real clips, really decoded, on one playhead, driven by its keys and names.

#[path = "../studio/mod.rs"]
mod studio;

mod looking;
mod playing;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shotloom::engine::Command;
use shotloom::engine::snapshot::TaskCard;
use shotloom::model::{Draft, Flag, Language};
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
    let text = spoken.iter().find_map(|text| text.strip_prefix("frame ")?.split_once(" / ")).map(|(number, _)| number);
    text.and_then(|number| number.parse().ok()).map_or(0, |number: u64| number + 1)
}

/// The one that is heard is open.
fn is_open(studio: &Studio) -> bool {
    studio.spoken().iter().any(|text| text.starts_with("frame ") && text.ends_with("/ 47"))
}

/// All clips are open and stand on the first frame.
fn paused(studio: &mut Studio) {
    until(studio, "the clips are open", is_open);
    studio.press(Key::K);
    until(studio, "it is paused", |studio| has_button(studio, "Play"));
    studio.press(Key::Home);
    until(studio, "it is at the start", |studio| frame(studio) == 1);
}

fn is_selected(studio: &Studio, name: &str) -> bool {
    studio.get(name).accesskit_node().toggled() == Some(Toggled::True)
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
