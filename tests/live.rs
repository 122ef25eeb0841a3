//! The real binary in a real window: a person types, presses Generate, sees the clip appear and plays it.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

#[path = "common/bus.rs"]
mod bus;
mod common;
#[expect(dead_code, reason = "the other live tests use the rest")]
#[path = "common/screen.rs"]
mod screen;

use std::path::Path;
use std::time::{Duration, Instant};

use common::{has, run, shotloom};
use screen::{Screen, differing, keep, wait_for};
use serde_json::Value;
use shotloom::library::Library;
use shotloom::ui::theme::color;

const PATIENCE: Duration = Duration::from_secs(10);

fn tasks(library: &Path) -> Vec<Value> {
    let run = run(shotloom(library).args(["tasks", "--json"]));
    run.json()["tasks"].as_array().cloned().unwrap_or_default()
}

fn done(library: &Path) -> Option<Value> {
    tasks(library).into_iter().find(|task| task["state"] == "done")
}

#[test]
fn a_window_with_a_key_prints_and_writes_nothing_of_it() {
    let Some(mut screen) = Screen::open(1280, 800) else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let said = std::fs::File::create(home.path().join("stderr")).unwrap();
    let mut command = shotloom(&home.path().join("library"));
    command.env("MULEROUTER_API_KEY", "sk-sentinel-window").env("SHOTLOOM_LOG", "trace").env("RUST_LOG", "trace");
    let window = screen.start(command.stderr(said));
    wait_for(PATIENCE, || screen.find_patch(color::FOCUS, 200)).expect("the prompt has the keyboard");
    screen.key("ctrl+comma");
    let is_live = wait_for(PATIENCE, || screen.find_patch(color::GOOD_SOFT, 200));
    keep(&screen.look(), "live-account.png");
    is_live.expect("the account is shown as live");
    assert!(screen.close(&window), "the window closes");
    assert!(home.path().join("library/logs/shotloom.log").is_file());
    assert_eq!(bus::files_holding(home.path(), "sentinel"), Vec::<std::path::PathBuf>::new());
}

#[test]
fn a_person_types_a_prompt_presses_generate_and_watches_the_clip() {
    let Some(mut screen) = Screen::open(1360, 860) else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let library = home.path().join("library");
    let window = screen.start(&mut shotloom(&library));

    // A new draft waits with the caret in its prompt.
    wait_for(PATIENCE, || screen.find_patch(color::FOCUS, 200)).expect("the prompt has the keyboard");
    screen.type_text("a paper boat on a pond");
    let button = wait_for(PATIENCE, || screen.find_patch(color::PRACTICE, 2_000)).expect("Generate is ready");
    screen.click(button);
    let task = wait_for(PATIENCE, || done(&library)).expect("the clip is saved");
    assert_eq!(tasks(&library).len(), 1, "one click is one wish");
    assert!(Path::new(task["files"][0].as_str().unwrap()).is_file());

    // The newest clip, in the viewer: its picture moves.
    screen.key("ctrl+3");
    let part = (420, 200, 400, 300);
    let moves = wait_for(PATIENCE, || {
        let before = screen.look();
        std::thread::sleep(Duration::from_millis(400));
        let after = screen.look();
        (differing(&before, &after, part) > 20).then_some(())
    });
    keep(&screen.look(), "watching.png");
    moves.expect("the clip plays: its time code runs");
    assert!(screen.close(&window), "the window closes");
}

#[test]
fn a_restart_brings_everything_back() {
    let Some(mut screen) = Screen::open(1360, 860) else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let library = home.path().join("library");
    let window = screen.start(&mut shotloom(&library));
    wait_for(PATIENCE, || screen.find_patch(color::FOCUS, 200)).expect("the prompt has the keyboard");
    screen.type_text("a lighthouse in a storm, waves break, the lamp turns");
    // Autosave is due within a second; then the process is killed, not closed.
    std::thread::sleep(Duration::from_millis(1_200));
    let before = screen.look();
    drop(screen);
    let Some(mut screen) = Screen::open(1360, 860) else {
        return;
    };
    screen.start(&mut shotloom(&library));
    let is_back = wait_for(PATIENCE, || {
        wait_for(PATIENCE, || screen.find_patch(color::PRACTICE, 2_000))?;
        let after = screen.look();
        // The prompt's words stand where they stood.
        (differing(&before, &after, (500, 430, 450, 60)) < 400).then_some(())
    });
    keep(&screen.look(), "restart.png");
    is_back.expect("the prompt is back after a kill");
    drop((window, before));
}

#[test]
fn a_second_start_on_the_same_library_says_so_and_changes_nothing() {
    if !has("Xvfb") {
        return;
    }
    let Some(mut screen) = Screen::open(1360, 860) else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let library = home.path().join("library");
    screen.start(&mut shotloom(&library));
    wait_for(PATIENCE, || library.join("library.db").is_file().then_some(())).expect("the library is open");
    let story = common::samples().join("paper-boat.shot.json");
    let second = run(shotloom(&library).arg("generate").arg(story).args(["--practice", "--json"]));
    assert_eq!(second.code, 4, "{}{}", second.out, second.err);
    assert!(second.json()["error"].as_str().is_some_and(|error| !error.is_empty()));
    assert!(tasks(&library).is_empty());
}

#[test]
fn a_file_opened_while_the_window_runs_opens_in_that_window() {
    let Some(mut screen) = Screen::open(1360, 860) else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let library = home.path().join("library");
    screen.start(&mut shotloom(&library));
    wait_for(PATIENCE, || screen.find_patch(color::FOCUS, 200)).expect("the prompt has the keyboard");
    let second = run(shotloom(&library).arg(common::samples().join("paper-boat.shot.json")));
    assert_eq!(second.code, 0, "{}{}", second.out, second.err);
    assert!(!second.out.trim().is_empty(), "it says where the file is");
    // Durable is durable: what came in is there after a kill.
    std::thread::sleep(Duration::from_millis(1_000));
    screen.kill();
    assert!(kept_prompt(&library).contains("paper boat"), "{:?}", kept_prompt(&library));
}

/// Every character is typed by a call of its own, so that it is known when the window had it. Killed in the middle
/// of typing, the draft in the library holds everything that is older than a second.
#[test]
fn killed_while_typing_at_most_the_last_second_is_lost() {
    let Some(mut screen) = Screen::open(1360, 860) else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let library = home.path().join("library");
    screen.start(&mut shotloom(&library));
    wait_for(PATIENCE, || screen.find_patch(color::FOCUS, 200)).expect("the prompt has the keyboard");
    let text = "a lighthouse in a storm waves break and the lamp turns ".repeat(3);
    let mut typed_at = Vec::new();
    let began = Instant::now();
    for letter in text.chars() {
        screen.xdotool(&["key", if letter == ' ' { "space".to_owned() } else { letter.to_string() }.as_str()]);
        typed_at.push(Instant::now());
        if began.elapsed() > Duration::from_secs(4) {
            break;
        }
    }
    let killed_at = Instant::now();
    screen.kill();
    let is_old = |at: &&Instant| killed_at.duration_since(**at) > Duration::from_secs(1);
    let must_be_there = typed_at.iter().filter(is_old).count();
    assert!(must_be_there > 20, "only {} characters were typed", typed_at.len());

    let kept = kept_prompt(&library);
    assert!(text.starts_with(&kept), "{kept:?} is not what was typed");
    assert!(
        kept.len() >= must_be_there,
        "{} of {} characters are kept, {must_be_there} are older than a second",
        kept.len(),
        typed_at.len()
    );
    println!("{} of {} characters kept, {must_be_there} had to be", kept.len(), typed_at.len());
}

/// The prompt of the newest draft, read after the window is gone.
fn kept_prompt(library: &Path) -> String {
    let opened = Library::open(library).expect("the library opens after a kill");
    let drafts = opened.library.drafts().expect("its drafts");
    let draft = opened.library.draft(&drafts[0].id).expect("reads").expect("is there");
    draft.prompt.to_string()
}
