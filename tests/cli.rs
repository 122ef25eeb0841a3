//! The headless twin: what each command prints and how it ends, without a key, a display or a network.

#![expect(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on stops loudly")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{Run, run, shotloom};
use serde_json::{Value, json};

/// A folder with one storyboard in it.
struct Story {
    folder: tempfile::TempDir,
}

impl Story {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, value: &Value) -> PathBuf {
        let file = self.path().join("story.shot.json");
        fs::write(&file, value.to_string()).unwrap();
        file
    }

    fn library(&self) -> PathBuf {
        self.path().join("library")
    }

    fn check(&self, value: &Value) -> Run {
        run(shotloom(&self.library()).arg("check").arg(self.write(value)).arg("--json"))
    }

    /// A picture of this size, saved as PNG whatever its name says.
    fn picture(&self, name: &str, width: u32, height: u32) {
        let pixels = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 90]));
        pixels.save_with_format(self.path().join(name), image::ImageFormat::Png).unwrap();
    }
}

/// The finding of an error at a place, with its message.
fn error_at(run: &Run, place: &str) -> String {
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let findings = run.json()["findings"].as_array().expect("a list").clone();
    let found = findings.iter().find(|f| f["place"] == place && f["severity"] == "error");
    let found = found.unwrap_or_else(|| panic!("no error at {place} in {findings:#?}"));
    found["message"].as_str().expect("a sentence").to_owned()
}

fn one_shot(prompt: &str) -> Value {
    json!({ "shotloom": 1, "prompt": prompt })
}

#[test]
fn a_good_storyboard_has_nothing_against_it() {
    let story = Story::new();
    let run = story.check(&one_shot("a paper boat"));
    assert_eq!((run.code, run.json()), (0, json!({ "findings": [] })));
    assert!(!story.library().exists(), "a check must not touch the library");
}

#[test]
fn a_prompt_of_2501_characters_is_told_by_one() {
    let story = Story::new();
    let message = error_at(&story.check(&one_shot(&"雪".repeat(2501))), "prompt");
    assert!(message.contains("2,501") || message.contains("2501"), "{message}");
    assert_eq!(story.check(&one_shot(&"雪".repeat(2500))).code, 0);
}

#[test]
fn seven_shots_and_a_wrong_sum_are_told_where_they_are() {
    let story = Story::new();
    let shots = |count: usize| vec![json!({ "prompt": "x", "seconds": 2 }); count];
    let seven = json!({ "shotloom": 1, "cut": "by-hand", "shots": shots(7) });
    assert!(error_at(&story.check(&seven), "shots").contains('7'));
    let sum = json!({ "shotloom": 1, "cut": "by-hand", "seconds": 9, "shots": shots(3) });
    let message = error_at(&story.check(&sum), "seconds");
    assert!(message.contains('9') && message.contains('6'), "{message}");
}

#[test]
fn a_picture_is_judged_by_its_measure_and_its_bytes() {
    let story = Story::new();
    story.picture("small.png", 299, 400);
    story.picture("wide.png", 1004, 400);
    story.picture("edge.png", 1000, 400);
    fs::write(story.path().join("empty.png"), b"").unwrap();
    fs::copy(common::media().join("pictures/webp_named.png"), story.path().join("webp.png")).unwrap();
    let with = |name: &str| json!({ "shotloom": 1, "prompt": "x", "first_frame": name });
    for (name, fact) in [("small.png", "299"), ("wide.png", "2.51"), ("webp.png", "WebP"), ("empty.png", "empty")] {
        let message = error_at(&story.check(&with(name)), "first_frame");
        assert!(message.contains(fact), "{name}: {message}");
    }
    assert!(error_at(&story.check(&with("gone.png")), "first_frame").contains("gone.png"));
    assert_eq!(story.check(&with("edge.png")).code, 0);
}

#[test]
fn an_unreadable_storyboard_is_named_by_key_and_value() {
    let story = Story::new();
    for (value, names) in [
        (json!({ "shotloom": 1, "colour": 1 }), vec!["colour"]),
        (json!({ "shotloom": 1, "sound": "on" }), vec!["sound", "on"]),
        (json!({ "shotloom": 1, "seconds": -3 }), vec!["seconds", "-3"]),
        (json!({ "shotloom": 1, "seconds": 2.5 }), vec!["seconds", "2.5"]),
        (json!({ "shotloom": 9 }), vec!["shotloom", "9"]),
        (json!({ "shotloom": 1, "offering": "acme/x" }), vec!["offering", "acme/x"]),
        (json!({ "shotloom": 1, "cut": "auto" }), vec!["cut", "auto"]),
        (json!([]), vec!["object"]),
    ] {
        for command in ["check", "request", "generate"] {
            let file = story.write(&value);
            let mut order = shotloom(&story.library());
            order.arg(command).arg(file);
            if command != "request" {
                order.arg("--json");
            }
            let run = run(&mut order);
            let error = run.json()["error"].as_str().unwrap_or_default().to_owned();
            assert_eq!(run.code, 2, "{command} {value}: {}", run.out);
            assert!(names.iter().all(|name| error.contains(name)), "{command} {value}: {error}");
        }
    }
    assert!(!story.library().exists());
}

#[test]
fn a_missing_file_a_folder_and_a_fifo_are_one_sentence_each() {
    let story = Story::new();
    let fifo = story.path().join("fifo.shot.json");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status();
    assert!(made.is_ok_and(|status| status.success()), "mkfifo is everywhere we test");
    for path in [story.path().join("gone.shot.json"), story.path().to_owned(), fifo] {
        let run = run(shotloom(&story.library()).arg("check").arg(&path).arg("--json"));
        assert_eq!(run.code, 2, "{}", run.out);
        assert!(run.json()["error"].as_str().unwrap().contains(&path.display().to_string()));
    }
}

#[test]
fn a_request_is_printed_without_a_key_and_nothing_is_sent() {
    let story = Story::new();
    let file = story.write(&json!({ "shotloom": 1, "prompt": "a boat", "sound": true, "mode": "pro", "seconds": 7 }));
    let run = run(shotloom(&story.library()).arg("request").arg(file).env("MULEROUTER_API_KEY", "sk-secret-sentinel"));
    assert_eq!(run.code, 0, "{}", run.err);
    let request = run.json();
    assert_eq!(request["method"], "POST");
    assert_eq!(request["url"], "https://api.mulerouter.ai/vendors/klingai/v1/kling-v3/text-to-video/generation");
    assert_eq!(request["headers"]["Authorization"], "Bearer $KEY");
    let body = &request["body"];
    assert_eq!(
        (&body["prompt"], &body["duration"], &body["sound"], &body["mode"], &body["aspect_ratio"]),
        (&json!("a boat"), &json!(7), &json!("on"), &json!("pro"), &json!("16:9"))
    );
    assert!(!run.out.contains("sentinel") && !run.err.contains("sentinel"));
    assert!(!story.library().exists());
}

#[test]
fn a_picture_is_printed_as_its_hash_or_in_full() {
    let story = Story::new();
    story.picture("first.png", 640, 360);
    let file = story.write(&json!({ "shotloom": 1, "prompt": "x", "first_frame": "first.png" }));
    let short = run(shotloom(&story.library()).arg("request").arg(&file)).json();
    let frame = &short["body"]["first_frame"];
    assert_eq!(frame["format"], "png");
    assert_eq!(frame["sha256"].as_str().map(str::len), Some(64));
    let full = run(shotloom(&story.library()).arg("request").arg(&file).arg("--full")).json();
    let text = full["body"]["first_frame"].as_str().expect("Base64");
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD.decode(text).expect("raw Base64");
    assert_eq!(frame["bytes"], bytes.len());
    assert!(bytes.starts_with(b"\x89PNG"));
}

#[test]
fn without_a_key_nothing_is_sent_and_both_remedies_are_said() {
    let story = Story::new();
    let file = story.write(&one_shot("a boat"));
    let run = run(shotloom(&story.library()).arg("generate").arg(file).arg("--json"));
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    let value = run.json();
    assert_eq!(value["tasks"], json!([]));
    let error = value["error"].as_str().unwrap();
    assert!(error.contains("MULEROUTER_API_KEY") && error.contains("--practice"), "{error}");
}

#[test]
fn a_refused_draft_is_not_sent_and_leaves_no_trace() {
    let story = Story::new();
    let file = story.write(&one_shot("  "));
    let run = run(shotloom(&story.library()).arg("generate").arg(file).args(["--practice", "--json"]));
    assert_eq!((run.code, &run.json()["tasks"]), (1, &json!([])));
    assert_eq!(run.json()["findings"][0]["place"], "prompt");
    assert!(!story.library().exists());
}

#[test]
fn an_empty_library_lists_nothing_and_is_not_made() {
    let story = Story::new();
    let run = run(shotloom(&story.library()).args(["tasks", "--json"]));
    assert_eq!((run.code, run.json()), (0, json!({ "tasks": [] })));
    assert!(!story.library().exists());
}

#[test]
fn a_task_nobody_knows_cannot_be_settled() {
    let story = Story::new();
    let run = run(shotloom(&story.library()).args(["resolve", "nobody", "--give-up"]));
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("nobody"));
}

#[test]
fn media_tells_pictures_clips_and_neither_apart() {
    let story = Story::new();
    let media = |path: &Path| run(shotloom(&story.library()).arg("media").arg(path).arg("--json"));
    let picture = media(&common::media().join("pictures/orientation_6.jpg"));
    assert_eq!((picture.code, &picture.json()["kind"]), (0, &json!("picture")));
    fs::write(story.path().join("note.png"), "hello").unwrap();
    let neither = media(&story.path().join("note.png"));
    assert_eq!((neither.code, &neither.json()["kind"]), (1, &Value::Null));
    assert!(neither.json()["error"].is_string());
    assert_eq!(media(&story.path().join("gone.mp4")).code, 2);
    let folder = media(story.path());
    assert_eq!(folder.code, 2);
    assert!(folder.json()["error"].as_str().unwrap().contains("not"), "{}", folder.out);
}

#[test]
fn media_tells_what_can_be_told_of_a_file_that_cannot_be_used() {
    let story = Story::new();
    let media = |name: &str| {
        let run = run(shotloom(&story.library()).arg("media").arg(common::media().join(name)).arg("--json"));
        assert_eq!(run.code, 1, "{}", run.out);
        run.json()
    };
    let bomb = media("pictures/bomb_20000.png");
    assert_eq!((&bomb["kind"], &bomb["width"], &bomb["height"]), (&json!("picture"), &json!(20000), &json!(20000)));
    assert!(bomb["error"].as_str().unwrap().contains("20000×20000"));
    let cut = media("cut_in_pictures.mp4");
    assert_eq!((&cut["kind"], cut["bytes"].is_u64()), (&json!("clip"), true));
    let error = cut["error"].as_str().unwrap();
    assert!(error.contains(&cut["bytes"].to_string()) && !error.contains('{'), "{error}");
}

#[test]
fn five_point_nought_seconds_are_five() {
    let story = Story::new();
    let file = story.path().join("whole.shot.json");
    fs::write(&file, r#"{"shotloom": 1.0, "prompt": "x", "seconds": 5.0}"#).unwrap();
    let run = run(shotloom(&story.library()).arg("request").arg(file));
    assert_eq!((run.code, &run.json()["body"]["duration"]), (0, &json!(5)));
}

#[test]
fn a_sentence_about_a_file_stays_a_sentence() {
    let story = Story::new();
    let file = story.write(&json!({ "shotloom": 1, "k".repeat(50_000): 1 }));
    let error = run(shotloom(&story.library()).arg("check").arg(file)).err;
    assert!(error.len() < 300, "{} bytes", error.len());
    let file = story.write(&json!({ "shotloom": 1, "\u{1b}[2J": 1 }));
    let error = run(shotloom(&story.library()).arg("check").arg(file)).err;
    assert!(!error.contains('\u{1b}'), "{error:?}");
}

#[test]
fn wrong_arguments_are_one_json_value_where_json_was_asked_for() {
    let story = Story::new();
    let run = run(shotloom(&story.library()).args(["generate", "x.shot.json", "--count", "0", "--json"]));
    assert_eq!(run.code, 2);
    assert!(run.json()["error"].as_str().unwrap().contains("--count"));
}

#[test]
fn without_a_display_the_window_says_what_to_do() {
    let story = Story::new();
    let run = run(&mut shotloom(&story.library()));
    assert_ne!(run.code, 0);
    assert!(
        run.err.contains("xvfb-run") && run.err.contains("generate") && run.err.contains("--practice"),
        "{}",
        run.err
    );
    assert_eq!(run.err.trim().lines().count(), 1, "one sentence: {}", run.err);
}

#[test]
fn a_reader_that_goes_away_is_no_crash() {
    let story = Story::new();
    let file = story.write(&one_shot(""));
    let mut command = shotloom(&story.library());
    command.arg("check").arg(file).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.as_slice()), (Some(1), [].as_slice()));
}

#[test]
fn a_reached_cap_sends_nothing_and_says_the_remedy() {
    let story = Story::new();
    let file = story.write(&one_shot("a paper boat"));
    fs::create_dir_all(story.library()).unwrap();
    let price = json!({ "offering": "mulerouter/kling-v3", "mode": "std", "sound": false, "per_sec": { "micro-usd": 100_000 } });
    let settings = json!({ "caps": { "day": { "micro_usd": 400_000 } }, "own_prices": [price] });
    fs::write(story.library().join("settings.json"), settings.to_string()).unwrap();
    let generate = |settings_say: &str| {
        let mut order = shotloom(&story.library());
        // An address where nobody listens: had anything been sent, it would have been told.
        order.env("MULEROUTER_API_KEY", "sk-test").env("SHOTLOOM_MULEROUTER_URL", "http://127.0.0.1:9");
        let run = run(order.arg("generate").arg(&file).arg("--json"));
        assert_eq!((run.code, &run.json()["tasks"]), (4, &json!([])), "{}{}", run.out, run.err);
        let error = run.json()["error"].as_str().unwrap().to_owned();
        assert!(error.contains(settings_say) && error.contains("settings"), "{error}");
    };
    generate("$0.40");
    fs::write(story.library().join("settings.json"), json!({ "caps": { "month": { "micro_usd": 9 } } }).to_string())
        .unwrap();
    generate("unknown");
    let listed = run(shotloom(&story.library()).args(["tasks", "--json"]));
    assert_eq!(listed.json(), json!({ "tasks": [] }));
}

#[test]
fn eleven_videos_at_once_are_refused_by_number() {
    let story = Story::new();
    let file = story.write(&one_shot("a fleet"));
    let run = run(shotloom(&story.library()).arg("generate").arg(file).args(["--practice", "--count", "11", "--json"]));
    assert_eq!(run.code, 2);
    let error = run.json()["error"].as_str().unwrap().to_owned();
    assert!(error.contains("11") && error.contains("1..=10"), "{error}");
    assert!(!story.library().exists());
}
