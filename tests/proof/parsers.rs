//! Everything that reads what came from outside, given damaged and hostile things to read: replies of every kind from
//! every vendor, storyboard files, videos. Nothing panics, nothing hangs, and no damage turns a doubt into a yes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fastrand::Rng;
use serde_json::{Value, json};
use shotloom::media::decode;
use shotloom::model::preflight::{Facts, preflight};
use shotloom::model::{Sha256, file};
use shotloom::vendors::outcome::{
    Outcome as Came, PollAnswer, UploadAnswer, Wire, of_balance, of_estimate, of_live_modes, of_poll, of_submit,
    of_upload,
};
use shotloom::vendors::{self, Reply, UploadPicture, Vendor};

use super::ground::{Ground, said};
use super::{Outcome, Ran};

/// Longer than this nothing may be looked at.
const TOO_LONG: Duration = Duration::from_secs(8);
/// Clips small enough to be read many times.
const SMALL: u64 = 400_000;

const TARGETS: [&str; 8] = ["submit", "poll", "upload", "balance", "estimate", "live_modes", "storyboard", "mp4"];

pub fn fuzzed(ground: &Ground) -> Outcome {
    let lasts = ground.time_box.unwrap_or(Duration::from_secs(ground.pick(1, 600, 3_600)));
    ground.side_by_side(2, TARGETS.len() as u64, |worker, share| {
        let mut ran = Ran::default();
        for nth in 0..share {
            let target = TARGETS[usize::try_from(worker + 2 * nth).unwrap()];
            let seeds = Seeds::read(target);
            let first = ground.seed.wrapping_mul(1 << 32);
            let count = fuzz(target, &seeds, first, lasts, &mut ran);
            ran.note(format!("{target}: {count} inputs in {} s", lasts.as_secs()));
            ran.count += count;
        }
        ran
    })
}

/// Tries one input after the other until the time is over, each of a seed of its own.
fn fuzz(target: &str, seeds: &Seeds, first: u64, lasts: Duration, ran: &mut Ran) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let (begun, mut count) = (Instant::now(), 0);
    while begun.elapsed() < lasts {
        let seed = first + count;
        let one = Instant::now();
        let tried = catch_unwind(AssertUnwindSafe(|| {
            let mut dice = Rng::with_seed(seed);
            match target {
                "storyboard" => storyboard(&seeds.stories, &mut dice),
                "mp4" => mp4(&seeds.clips, folder.path(), &mut dice),
                reply => self::reply(reply, seeds, &mut dice),
            }
        }));
        match tried {
            Ok(None) => {}
            Ok(Some(broken)) => ran.fault(format!("{target}, seed {seed}: {broken}")),
            Err(panic) => ran.fault(format!("{target}, seed {seed} panics: {}", said(&*panic))),
        }
        if one.elapsed() > TOO_LONG {
            ran.fault(format!("{target}, seed {seed}: it took {:?}", one.elapsed()));
        }
        count += 1;
    }
    count
}

/// Good examples, from which the bad ones are made.
#[derive(Default)]
struct Seeds {
    /// Of each vendor its golden replies of one kind.
    replies: Vec<(&'static dyn Vendor, Vec<Value>)>,
    stories: Vec<Value>,
    clips: Vec<Vec<u8>>,
}

impl Seeds {
    fn read(target: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut seeds = Self::default();
        match target {
            "storyboard" => {
                let files = files(&root.join("assets/samples"), ".shot.json");
                seeds.stories = files.iter().map(|path| json(path)).collect();
                assert!(!seeds.stories.is_empty(), "there are samples");
            }
            "mp4" => {
                let small = files(&root.join("tests/media"), ".mp4").into_iter();
                let small = small.filter(|path| path.metadata().unwrap().len() < SMALL);
                seeds.clips = small.map(|path| std::fs::read(path).unwrap()).collect();
                assert!(seeds.clips.len() >= 8, "too few clips");
            }
            kind => {
                let golden = |vendor: &'static dyn Vendor| {
                    let path = root.join("tests/vendors").join(vendor.id()).join(format!("replies/{kind}.json"));
                    let cases = if path.exists() { json(&path) } else { Value::Null };
                    let steps = cases
                        .as_array()
                        .into_iter()
                        .flatten()
                        .flat_map(|case| case["steps"].as_array().cloned().unwrap_or_else(|| vec![case.clone()]));
                    (vendor, steps.map(|step| step["body"].clone()).filter(|body| !body.is_null()).collect())
                };
                seeds.replies = vendors::all().iter().map(|vendor| golden(*vendor)).collect();
                assert!(seeds.replies.iter().any(|(_, bodies)| !bodies.is_empty()), "no golden replies of {kind}");
            }
        }
        seeds
    }
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    let mut files: Vec<_> = entries.filter(|path| path.to_string_lossy().ends_with(ending)).collect();
    files.sort();
    files
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

const STATUSES: [u16; 20] =
    [200, 200, 200, 200, 201, 202, 204, 302, 400, 401, 402, 404, 408, 422, 425, 429, 455, 500, 503, 999];

/// Reads one damaged reply as the engine would. What it broke of the table, if anything.
fn reply(kind: &str, seeds: &Seeds, dice: &mut Rng) -> Option<String> {
    // Any vendor's reader is given any vendor's answer.
    let (vendor, _) = seeds.replies[dice.usize(..seeds.replies.len())];
    let all: Vec<&Value> = seeds.replies.iter().flat_map(|(_, bodies)| bodies).collect();
    let body = damaged_text(all[dice.usize(..all.len())], &all, dice);
    let retry_after_secs = dice.bool().then(|| dice.u64(..) >> dice.u32(..64));
    let reply = Reply { status: STATUSES[dice.usize(..STATUSES.len())], retry_after_secs, trace_id: None, body };
    let wire = Wire::Reply(&reply);
    let broken = match kind {
        "submit" => submitted(&reply, &of_submit(vendor, wire)),
        "poll" => match of_poll(vendor, wire) {
            PollAnswer::Progress(_) if !(200..300).contains(&reply.status) => Some("progress without a good status"),
            PollAnswer::Progress(_) | PollAnswer::Trouble(_) => None,
        },
        "upload" => {
            uploaded(vendor, &of_upload(vendor, wire));
            None
        }
        "balance" => {
            drop(of_balance(vendor, wire));
            None
        }
        "estimate" => of_estimate(vendor, wire).filter(|_| reply.status >= 300).map(|_| "a price in a refusal"),
        _ => of_live_modes(vendor, wire).filter(|_| reply.status >= 300).map(|_| "modes in a refusal"),
    };
    broken.map(|why| format!("{why}: {} {}", reply.status, String::from_utf8_lossy(&reply.body)))
}

/// What must hold of a submit's answer whatever stands in it.
fn submitted(reply: &Reply, came: &Came) -> Option<&'static str> {
    let is_doubtful = matches!(reply.status, 408 | 425 | 500 | 503 | 999);
    match came {
        Came::Unknown => None,
        _ if is_doubtful => Some("a doubt was taken for an answer"),
        Came::Accepted { remote, .. } if remote.trim().is_empty() => Some("accepted without an id"),
        Came::Accepted { .. } if !(200..300).contains(&reply.status) => Some("accepted without a good status"),
        Came::Busy { retry_after_secs, .. } if !(1..=600).contains(retry_after_secs) => Some("a wait out of bounds"),
        Came::NotSent => Some("an answer came, and it was not sent"),
        Came::Accepted { .. } | Came::Rejected(_) | Came::Busy { .. } => None,
    }
}

fn uploaded(vendor: &dyn Vendor, answer: &UploadAnswer) {
    let picture = UploadPicture {
        sha256: Sha256::from_digest([7; 32]),
        bytes: 1_000,
        content_type: "image/png",
        extension: ".png",
    };
    if let UploadAnswer::Taken(body) = answer {
        for step in 0..3 {
            drop(vendor.read_upload(vendor.default_base_url(), &picture, step, body));
        }
    }
}

/// A storyboard that can be read is judged on every offering, and reads the same after it was written.
fn storyboard(stories: &[Value], dice: &mut Rng) -> Option<String> {
    let all: Vec<&Value> = stories.iter().collect();
    let text = damaged_text(all[dice.usize(..all.len())], &all, dice);
    let text = String::from_utf8_lossy(&text);
    let draft = file::read(&text, Path::new("/somewhere"), &vendors::offerings()).ok()?;
    for row in vendors::rows() {
        drop(preflight(&draft, row, &Facts::new()));
    }
    let written = file::write(&draft, Some(Path::new("/somewhere"))).to_string();
    let again = file::read(&written, Path::new("/somewhere"), &vendors::offerings());
    let twice = again.map(|again| file::write(&again, Some(Path::new("/somewhere"))).to_string());
    (twice.as_ref().ok() != Some(&written)).then(|| format!("{written} is read back as {twice:?}"))
}

/// A damaged video is looked at as after a download.
fn mp4(clips: &[Vec<u8>], folder: &Path, dice: &mut Rng) -> Option<String> {
    let mut bytes = clips[dice.usize(..clips.len())].clone();
    let index = bytes.windows(4).position(|word| word == b"moov").unwrap_or(0);
    for _ in 0..dice.usize(1..10) {
        if bytes.len() < 64 {
            break;
        }
        // Half of all blows strike the index, a small part of the file that everything hangs on.
        let end = if dice.bool() { (index + 4_000).min(bytes.len()) } else { bytes.len() };
        let at = dice.usize(if index < end { index..end } else { 0..bytes.len() });
        strike(&mut bytes, at, dice);
    }
    let path = folder.join("damaged.mp4");
    std::fs::write(&path, &bytes).unwrap();
    drop(decode::verify(&path));
    None
}

fn strike(bytes: &mut Vec<u8>, at: usize, dice: &mut Rng) {
    let length = dice.usize(1..64).min(bytes.len() - at);
    match dice.u8(..8) {
        0 | 1 => bytes[at] ^= 1 << dice.u8(..8),
        2 => bytes[at] = dice.u8(..),
        3 | 4 => {
            // A number of four bytes, as most fields are.
            let odd = [0, 1, 0x7fff_ffff, 0x8000_0000, u32::MAX, u32::MAX - 7, dice.u32(..)];
            let end = (at + 4).min(bytes.len());
            bytes[at..end].copy_from_slice(&odd[dice.usize(..odd.len())].to_be_bytes()[..end - at]);
        }
        5 => bytes[at..at + length].fill(dice.u8(..)),
        6 => drop(bytes.drain(at..at + length)),
        _ => {
            let again = bytes[at..at + length].to_vec();
            bytes.splice(at..at, again);
        }
    }
}

/// A good body with wrong things in its places, and sometimes with its very text damaged.
fn damaged_text(good: &Value, others: &[&Value], dice: &mut Rng) -> Vec<u8> {
    let mut value = good.clone();
    for _ in 0..dice.usize(..5) {
        let odd = odd_value(others, dice);
        let places = places(&value);
        replace(&mut value, dice.usize(..places), odd, dice);
    }
    let mut bytes = value.to_string().into_bytes();
    if dice.u8(..3) == 0 {
        for _ in 0..dice.usize(1..6) {
            if bytes.len() < 2 {
                break;
            }
            let at = dice.usize(..bytes.len());
            strike(&mut bytes, at, dice);
        }
    }
    if dice.u8(..20) == 0 {
        bytes.truncate(dice.usize(..=bytes.len()));
    }
    bytes
}

fn odd_value(others: &[&Value], dice: &mut Rng) -> Value {
    match dice.u8(..16) {
        0 => Value::Null,
        1 => json!(dice.bool()),
        2 => json!(0),
        3 => json!(-1),
        4 => json!(u64::MAX),
        5 => json!(i64::MIN),
        6 => json!(f64::MAX),
        7 => json!(0.1),
        8 => json!(""),
        9 => json!("雪 \u{0}\u{1b}[31m\u{202e}\"\\"),
        10 => json!("x".repeat(dice.usize(..5_000))),
        11 => json!([]),
        12 => json!({}),
        13 => json!(dice.u16(..).to_string()),
        14 => (0..dice.usize(..200)).fold(json!(1), |inner, _| json!([inner])),
        _ => others[dice.usize(..others.len())].clone(),
    }
}

/// How many values a value is made of.
fn places(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(places).sum(),
        Value::Object(map) => map.values().map(places).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0_usize,
    }
}

/// Puts something else in one place, or takes that place out of its list or object.
fn replace(value: &mut Value, place: usize, odd: Value, dice: &mut Rng) {
    if place == 0 {
        *value = odd;
        return;
    }
    let mut left = place - 1;
    match value {
        Value::Array(list) => {
            for at in 0..list.len() {
                let size = places(&list[at]);
                if left < size {
                    if left == 0 && dice.u8(..4) == 0 {
                        drop(list.remove(at));
                    } else {
                        replace(&mut list[at], left, odd, dice);
                    }
                    return;
                }
                left -= size;
            }
        }
        Value::Object(map) => {
            let names: Vec<String> = map.keys().cloned().collect();
            for name in names {
                let size = map.get(&name).map_or(0, places);
                if left < size {
                    if left == 0 && dice.u8(..4) == 0 {
                        map.remove(&name);
                    } else if let Some(inner) = map.get_mut(&name) {
                        replace(inner, left, odd, dice);
                    }
                    return;
                }
                left -= size;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
