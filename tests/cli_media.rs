//! `shotloom media` in its own words and as JSON, against what was written down by hand (DESIGN §7): the facts are other
//! programs' (`identify`, `ffprobe`, `stat`), the shape is the contract's.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

mod common;

use common::{Run, has, media, run, shotloom};
use serde_json::{Value, json};

fn told(file: &str, more: &[&str]) -> Run {
    let home = tempfile::tempdir().expect("a folder");
    run(shotloom(&home.path().join("library")).arg("media").arg(media().join(file)).args(more))
}

/// Its exit code and its JSON.
fn facts(file: &str) -> (i32, Value) {
    let run = told(file, &["--json"]);
    assert_eq!(run.err, "", "{file}");
    (run.code, run.json())
}

/// Its exit code, and what it says on both ways out.
fn said(file: &str) -> (i32, String, String) {
    let run = told(file, &[]);
    (run.code, run.out.trim_end().to_owned(), run.err.trim_end().to_owned())
}

/// What every picture has in common, with the rest.
fn picture(own: Value) -> Value {
    let mut all = json!({
        "kind": "picture", "codec": null, "seconds": null, "frames": null, "fps": null, "audio": null, "error": null,
        "color": "rgb", "bits": 8, "alpha": false, "animated": false, "foreign_profile": false, "orientation": 1,
    });
    if let (Value::Object(all), Value::Object(own)) = (&mut all, own) {
        all.extend(own);
    }
    all
}

#[test]
fn a_turned_photo_has_the_size_that_is_shown() {
    let wanted = json!({
        "format": "jpeg", "width": 640, "height": 480, "bytes": 18991, "ratio": "4:3", "orientation": 6,
    });
    assert_eq!(facts("pictures/orientation_6.jpg"), (0, picture(wanted)));
    let line = "JPEG · 640×480 · 4:3 · 18991 bytes · RGB · 8 bits a colour · Turned upright (EXIF 6)";
    assert_eq!(said("pictures/orientation_6.jpg"), (0, line.to_owned(), String::new()));
}

#[test]
fn what_no_vendor_takes_has_facts_all_the_same() {
    let cmyk =
        json!({ "format": "jpeg", "width": 640, "height": 480, "bytes": 34756, "ratio": "4:3", "color": "cmyk" });
    assert_eq!(facts("pictures/cmyk.jpg"), (0, picture(cmyk)));
    let film = json!({
        "format": "gif", "width": 640, "height": 480, "bytes": 26896, "ratio": "4:3", "color": "palette",
        "animated": true,
    });
    assert_eq!(facts("pictures/anim.gif"), (0, picture(film)));
    let line = "GIF · 640×480 · 4:3 · 26896 bytes · Palette · 8 bits a colour · Animated";
    assert_eq!(said("pictures/anim.gif"), (0, line.to_owned(), String::new()));
    // Its alpha channel lets nothing through, and is none.
    let deep = json!({
        "format": "tiff", "width": 400, "height": 320, "bytes": 10524, "ratio": "5:4", "bits": 16,
    });
    assert_eq!(facts("pictures/deep.tiff"), (0, picture(deep)));
}

#[test]
fn transparency_of_an_avif_is_a_fact() {
    if !has("ffmpeg") {
        return;
    }
    let wanted = json!({
        "format": "avif", "width": 320, "height": 300, "bytes": 878, "ratio": "16:15", "alpha": true,
    });
    assert_eq!(facts("pictures/alpha.avif"), (0, picture(wanted)));
}

#[test]
fn a_clip_has_its_frames_its_rate_and_its_sound() {
    let wanted = json!({
        "kind": "clip", "format": "mp4", "codec": "h264", "width": 160, "height": 90, "bytes": 62859,
        "seconds": 2.0, "frames": 48, "fps": 24.0, "error": null,
        "audio": { "codec": "aac", "rate": 48000, "channels": 2, "seconds": 2.0 },
    });
    assert_eq!(facts("tiny.mp4"), (0, wanted));
    let line = "h264 · 160×90 · 48 × 24.000 fps · 2.000 s · aac · 62859";
    assert_eq!(said("tiny.mp4"), (0, line.to_owned(), String::new()));
}

#[test]
fn what_cannot_be_used_says_so_beside_what_is_known_of_it() {
    let (code, out, err) = said("pictures/bomb_20000.png");
    assert_eq!((code, out.contains("PNG · 20000×20000 · ")), (1, true), "{out}");
    assert!(err.contains("20000×20000"), "{err}");
    let (code, found) = facts("pictures/truncated.jpg");
    assert_eq!((code, &found["kind"], &found["format"]), (1, &json!("picture"), &json!("jpeg")));
    assert_eq!((&found["width"], &found["height"], &found["bytes"]), (&json!(640), &json!(480), &json!(9000)));
    assert!(found["error"].as_str().is_some_and(|error| !error.is_empty()));
    let (code, out, err) = said("garbage.mp4");
    assert_eq!((code, out.as_str(), err.is_empty()), (1, "", false));
}

#[test]
fn what_is_not_there_is_one_sentence() {
    let run = told("nothing.png", &["--json"]);
    let found = run.json();
    let keys: Vec<&str> = found.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!((run.code, keys), (2, vec!["error"]));
    let (code, out, err) = said("nothing.png");
    assert_eq!((code, out.as_str(), err.lines().count()), (2, "", 1), "{err}");
    assert!(err.contains("nothing.png"), "{err}");
}
