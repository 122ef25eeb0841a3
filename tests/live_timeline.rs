//! Borders dragged with a real mouse in a real window; the practice vendor's own record of the order is the judge.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

mod common;
#[expect(dead_code, reason = "the other live tests use the rest")]
#[path = "common/screen.rs"]
mod screen;

use std::path::Path;
use std::time::Duration;

use common::shotloom;
use image::RgbaImage;
use screen::{Screen, keep, wait_for};
use serde_json::Value;
use shotloom::ui::theme::color;

const PATIENCE: Duration = Duration::from_secs(10);
/// Long enough for the window to draw a frame between two movements of the mouse.
const BREATH: Duration = Duration::from_millis(70);

/// Where the timeline stands, seen by the selected first shot.
#[derive(Debug, Clone, Copy)]
struct Lane {
    left: f64,
    second: f64,
    y: u32,
}

impl Lane {
    fn at(&self, secs: f64) -> (u32, u32) {
        ((self.left + self.second * secs).round() as u32, self.y)
    }
}

/// The selected block is the longest line of its colour right of the rail.
fn lane(picture: &RgbaImage, secs: f64) -> Option<Lane> {
    let is_block = |pixel: &image::Rgba<u8>| {
        let ground = color::ACCENT_SOFT;
        (0..3).all(|i| pixel[i].abs_diff([ground.r(), ground.g(), ground.b()][i]) <= 2)
    };
    let run = |y: u32| {
        let (mut best, mut from) = ((0, 0), None);
        for x in 100..picture.width() {
            match (is_block(picture.get_pixel(x, y)), from) {
                (true, None) => from = Some(x),
                (false, Some(start)) => {
                    best = best.max((x - start, start));
                    from = None;
                }
                (true, Some(_)) | (false, None) => {}
            }
        }
        (best.0, best.1, y)
    };
    let (width, left, y) = (0..picture.height()).map(run).max()?;
    // One point beside it and its line, on either side.
    let whole = f64::from(width) + 4.0;
    (width > 100).then_some(Lane { left: f64::from(left) - 2.0, second: whole / secs, y: y - 20 })
}

/// Presses at one moment, goes to another in several steps; whether the button is let go is the caller's.
fn press_and_move(screen: &Screen, from: (u32, u32), to: (u32, u32)) {
    let go = |x: f64| {
        screen.xdotool(&["mousemove", &format!("{x:.0}"), &from.1.to_string()]);
        std::thread::sleep(BREATH);
    };
    go(f64::from(from.0));
    screen.xdotool(&["mousedown", "1"]);
    std::thread::sleep(BREATH);
    for step in 1..=8 {
        go(f64::from(from.0) + (f64::from(to.0) - f64::from(from.0)) * f64::from(step) / 8.0);
    }
}

fn let_go(screen: &Screen) {
    screen.xdotool(&["mouseup", "1"]);
    std::thread::sleep(BREATH);
}

/// Words and seconds of the shots, as the practice vendor wrote them down.
fn ordered(library: &Path) -> Option<Vec<(String, u64)>> {
    let folder = std::fs::read_dir(library.join("practice/tasks")).ok()?;
    let file = folder.flatten().map(|entry| entry.path()).find(|path| path.extension().is_some_and(|e| e == "json"))?;
    let task: Value = serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
    let shots = task["order"]["shots"].as_array()?;
    let shot = |shot: &Value| Some((shot["text"].as_str()?.to_owned(), shot["seconds"].as_u64()?));
    shots.iter().map(shot).collect()
}

#[test]
fn a_mouse_rolls_ripples_and_carries_the_shots_that_are_then_sent() {
    let Some(mut screen) = Screen::open(1360, 860) else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let library = home.path().join("library");
    let story = home.path().join("three.shot.json");
    let shots = [("waves", 4), ("a lighthouse", 3), ("the lamp", 2)];
    let shots = shots.map(|(words, secs)| serde_json::json!({ "prompt": words, "seconds": secs }));
    let file = serde_json::json!({ "shotloom": 1, "title": "Three", "cut": "by-hand", "shots": shots });
    std::fs::write(&story, file.to_string()).unwrap();
    let window = screen.start(shotloom(&library).arg(&story));
    wait_for(PATIENCE, || screen.find_patch(color::PRACTICE, 2_000)).expect("Generate is ready");
    let lane = wait_for(PATIENCE, || lane(&screen.look(), 4.0)).expect("the first shot is selected");

    // The border after the first shot rolls: 4, 3 becomes 6, 1.
    press_and_move(&screen, lane.at(4.0), lane.at(6.0));
    keep(&screen.look(), "timeline-roll.png");
    let_go(&screen);
    // The end ripples: 2 becomes 5.
    press_and_move(&screen, lane.at(9.0), lane.at(12.0));
    keep(&screen.look(), "timeline-ripple.png");
    let_go(&screen);
    // Ctrl held at an inner border ripples it: 6 becomes 5, and all after it come earlier.
    press_and_move(&screen, lane.at(6.0), lane.at(5.0));
    screen.xdotool(&["keydown", "ctrl"]);
    std::thread::sleep(BREATH * 4);
    let_go(&screen);
    std::thread::sleep(BREATH * 4);
    screen.xdotool(&["keyup", "ctrl"]);
    // Esc in the middle of a drag gives everything back.
    press_and_move(&screen, lane.at(5.0), lane.at(2.0));
    // `Screen::key` clears modifiers, and xdotool counts a held button among them: it would let go first.
    screen.xdotool(&["key", "Escape"]);
    std::thread::sleep(BREATH * 2);
    let_go(&screen);
    // The first block is carried behind the last one.
    press_and_move(&screen, lane.at(2.0), lane.at(10.8));
    keep(&screen.look(), "timeline-carry.png");
    let_go(&screen);
    std::thread::sleep(BREATH * 4);
    keep(&screen.look(), "timeline-after.png");

    screen.key("ctrl+Return");
    let sent = wait_for(PATIENCE, || ordered(&library)).expect("the practice vendor has the order");
    let expected = [("a lighthouse", 1), ("the lamp", 5), ("waves", 5)];
    assert_eq!(sent, expected.map(|(words, secs)| (words.to_owned(), secs)));
    assert!(screen.close(&window), "the window closes");
}
