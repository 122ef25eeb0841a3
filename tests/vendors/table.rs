//! `<vendor>/<model>.table`: pairs of lines, a draft in a few words and the request it becomes, written out whole by
//! hand. `path body`, where the path is the end of the address and a picture is `{"sha256"|"upload": its name}`.
//!
//! The words: a cut; `first`, `last`, `elements`, `refs`; a mode; `sound`, `watermark`, `negative`, `undescribed`; a
//! ratio. The draft without any is five seconds of "snow falls", or of two shots of two and three seconds.

use std::path::Path;

use serde_json::{Value, json};
use shotloom::model::Row;

use crate::case::root;

/// One pair, its draft as a storyboard file.
#[derive(Debug)]
pub struct Pair {
    pub words: String,
    pub story: Value,
    pub path: String,
    pub body: Value,
}

/// The pairs of an offering. One without a table fails.
pub fn of(row: &Row) -> Vec<Pair> {
    let model = row.id.rsplit('/').next().expect("a model");
    read(&root().join(row.vendor).join(format!("{model}.table")), row.id)
}

fn read(path: &Path, offering: &str) -> Vec<Pair> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(lines.len().is_multiple_of(2), "{}: a draft without its request", path.display());
    let pair = |pair: &[&str]| {
        let (path, body) = pair[1].split_once(' ').expect("a path and a body");
        let body = serde_json::from_str(body).unwrap_or_else(|error| panic!("{}: {error}", pair[0]));
        Pair { words: pair[0].to_owned(), story: story(pair[0], offering), path: path.to_owned(), body }
    };
    lines.chunks(2).map(pair).collect()
}

fn story(words: &str, offering: &str) -> Value {
    let words: Vec<&str> = words.split(' ').collect();
    let has = |word: &str| words.contains(&word);
    let subject = match (has("elements"), has("refs")) {
        (true, _) => ["@fox runs", "@fox runs", "@fox stops"],
        (false, true) => ["as in @image1", "as in @image1", "as in @image2"],
        (false, false) => ["snow falls", "snow falls", "the sky clears"],
    };
    let mut story = json!({ "shotloom": 1, "offering": offering, "cut": words[0] });
    if has("by-hand") {
        story["shots"] = json!([{"prompt": subject[1], "seconds": 2}, {"prompt": subject[2], "seconds": 3}]);
    } else {
        story["prompt"] = subject[0].into();
    }
    if has("elements") {
        let description = if has("undescribed") { "" } else { "a red fox" };
        story["elements"] = json!([{"name": "fox", "description": description, "images": ["front.png", "side.png"]}]);
    }
    for word in &words[1..] {
        match *word {
            "first" => story["first_frame"] = "first.png".into(),
            "last" => story["last_frame"] = "last.png".into(),
            "refs" => story["references"] = json!(["ref1.png", "ref2.jpg"]),
            "sound" | "watermark" => story[*word] = true.into(),
            "negative" => story["negative_prompt"] = "blur".into(),
            "std" | "pro" | "4k" => story["mode"] = (*word).into(),
            "16:9" | "9:16" | "1:1" => story["aspect_ratio"] = (*word).into(),
            "elements" | "undescribed" => {}
            _ => panic!("{word:?} stands for nothing"),
        }
    }
    story
}
