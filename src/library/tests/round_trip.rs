//! What goes in comes out, field by field.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::model::element::Element;
use crate::model::price::Money;
use crate::model::storyboard::{Secs, ShotId, Storyboard};
use crate::model::task::{Life, Tries};
use crate::model::{
    Arg, AspectRatio, AudioFacts, Clip, ClipFacts, ContinuedFrom, Cut, Draft, Flag, Frames, ImageRef, Mode, Sha256,
    Task, TaskId, TaskState, Trouble,
};

use super::super::clip_row::Marks;
use super::super::row::Row;
use super::super::{clip_row, story, task_row};
use super::open;

fn text() -> impl Strategy<Value = Arc<str>> {
    prop_oneof![Just(String::new()), "\\PC{0,40}", "[雪狐狸 \\n\\x00\"'\\\\]{0,12}"].prop_map(Arc::from)
}

fn picture() -> impl Strategy<Value = ImageRef> {
    let file = prop_oneof!["/[a-zé雪 ]{1,12}\\.png", "[a-z]{1,5}/x\\.jpg", Just(String::new())];
    prop_oneof![
        file.prop_map(ImageRef::file),
        "https://[a-z]{1,9}\\.example/[a-z]{0,9}".prop_map(|url| ImageRef::Url(url.into())),
        "(ftp|HTTPS)://[a-z]{1,9}".prop_map(|url| ImageRef::Url(url.into())),
        Just(odd_path()),
    ]
}

#[cfg(unix)]
fn odd_path() -> ImageRef {
    use std::os::unix::ffi::OsStrExt as _;
    ImageRef::file(std::ffi::OsStr::from_bytes(b"/pictures/\xff\xfe.png"))
}

#[cfg(not(unix))]
fn odd_path() -> ImageRef {
    ImageRef::file("https://no-address.png")
}

fn storyboard() -> impl Strategy<Value = Storyboard> {
    let shot = (text(), 0..20_u64, any::<bool>());
    let secs = prop_oneof![0..30_u64, Just(u64::MAX)];
    (vec(shot, 0..7), option::of(secs), 0..9_u32).prop_map(|(shots, declared, skipped)| {
        let last_id = skipped + u32::try_from(shots.len()).unwrap();
        let named = shots.into_iter().enumerate().map(|(at, (prompt, secs, is_locked))| {
            // Names as a reordered storyboard has them.
            (ShotId(last_id - u32::try_from(at).unwrap()), prompt, Secs(secs), is_locked)
        });
        Storyboard::from_library(named.collect::<Vec<_>>(), last_id, declared.map(Secs))
    })
}

fn element() -> impl Strategy<Value = Element> {
    (text(), text(), vec(picture(), 0..4), vec(text(), 0..2), option::of(text()))
        .prop_map(|(name, description, images, videos, cast_id)| Element { name, description, images, videos, cast_id })
}

fn draft() -> impl Strategy<Value = Draft> {
    let texts = (text(), text(), text(), text());
    let board = (prop::sample::select(&Cut::ALL[..]), 0..99_u64, storyboard());
    let options = (
        option::of(prop::sample::select(&Mode::ALL[..])),
        prop::sample::select(&AspectRatio::ALL[..]),
        any::<bool>(),
        any::<bool>(),
    );
    let pictures = (option::of(picture()), option::of(picture()), vec(element(), 0..3), vec(picture(), 0..3));
    let continued = option::of((text(), 0..999_u64).prop_map(|(task, frame)| ContinuedFrom { task, frame }));
    (texts, board, options, pictures, continued).prop_map(|(texts, board, options, pictures, continued_from)| Draft {
        offering: texts.0,
        title: texts.1,
        prompt: texts.2,
        negative_prompt: texts.3,
        cut: board.0,
        seconds: Secs(board.1),
        storyboard: board.2,
        mode: options.0,
        aspect_ratio: options.1,
        sound: options.2,
        watermark: options.3,
        frames: Frames { first: pictures.0, last: pictures.1 },
        elements: pictures.2,
        references: pictures.3,
        continued_from,
    })
}

fn trouble() -> impl Strategy<Value = Trouble> {
    // Halves are exact in any decimal notation; a reader may round other fractions in the last place.
    let number = (-1_000_000..1_000_000_i64).prop_map(|halves| Arg::Number(halves as f64 / 2.0));
    let arg = prop_oneof![number, text().prop_map(|text| Arg::Text(text.to_string()))];
    ("[a-z-]{1,12}", btree_map("[a-z]{1,5}", arg, 0..3)).prop_map(|(rule, args)| Trouble { rule, args })
}

fn money() -> impl Strategy<Value = Money> {
    prop_oneof![any::<u64>().prop_map(Money::MicroUsd), any::<u64>().prop_map(Money::MilliCredits)]
}

fn hashes() -> impl Strategy<Value = BTreeMap<String, Sha256>> {
    let hash = any::<[u8; 32]>().prop_map(Sha256::from_digest);
    btree_map(text().prop_map(|text| text.to_string()), hash, 0..3)
}

fn task() -> impl Strategy<Value = Task> {
    let tries = any::<[u32; 4]>();
    let names = (text(), any::<u64>(), any::<i64>(), text(), text(), text(), any::<bool>());
    let life = (prop::sample::select(&TaskState::ALL[..]), tries, option::of(text()), text());
    let what = (draft(), hashes(), option::of(trouble()), option::of(text()));
    let how_far = (option::of(any::<u8>()), option::of(any::<(u32, u32)>()), option::of(text()), vec(text(), 0..3));
    let paid = (option::of(money()), option::of(money()), option::of(text()), option::of(text()));
    let times = any::<[Option<i64>; 4]>();
    (names, life, what, how_far, paid, times).prop_map(|(names, life, what, how_far, paid, times)| Task {
        id: TaskId(names.0),
        batch: names.1,
        created_at_millis: names.2,
        offering: names.3,
        vendor: names.4,
        origin: names.5,
        is_practice: names.6,
        life: Life {
            state: life.0,
            tries: Tries { uploads: life.1[0], sends: life.1[1], busy: life.1[2], downloads: life.1[3] },
        },
        remote: life.2,
        endpoint: life.3,
        draft: Arc::new(what.0),
        pictures: what.1,
        trouble: what.2,
        vendor_word: what.3,
        progress: how_far.0,
        uploaded: how_far.1,
        link: how_far.2,
        files: how_far.3,
        estimate: paid.0,
        billed: paid.1,
        trace_id: paid.2,
        sent_at_millis: times[0],
        ended_at_millis: times[1],
        retry_at_millis: times[2],
        resent_from: paid.3.map(TaskId),
        place: times[3],
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn a_draft_comes_back_exactly(draft in draft()) {
        let story = story::write(&draft);
        prop_assert_eq!(story::read(&story.json, &story.extra).unwrap(), draft);
    }

    #[test]
    fn a_task_comes_back_exactly_from_its_columns_and_from_a_journal_line(task in task()) {
        let row = task_row::write(&task);
        prop_assert_eq!(&task_row::read(&row).unwrap(), &task);
        let line = serde_json::to_string(&row.to_json()).unwrap();
        let again = Row::from_json(task_row::COLUMNS, &serde_json::from_str(&line).unwrap());
        prop_assert_eq!(again.seal(), row.seal());
        prop_assert_eq!(task_row::read(&again).unwrap(), task);
    }

    #[test]
    fn a_task_comes_back_exactly_from_the_database(tasks in vec(task(), 1..4)) {
        let dir = tempfile::tempdir().unwrap();
        let mut kept: Vec<Task> = Vec::new();
        for task in tasks {
            if kept.iter().all(|other| other.id != task.id) {
                kept.push(task);
            }
        }
        open(dir.path()).insert_tasks(&kept).unwrap();
        // Another process, as far as the files know; it finds every seal whole.
        let library = open(dir.path());
        for task in kept {
            prop_assert_eq!(library.task(&task.id).unwrap().unwrap().task, task);
        }
    }

    #[test]
    fn a_clip_comes_back_exactly(
        numbers in any::<(u64, u32, u32, u64)>(),
        fractions in any::<(f64, f64)>(),
        audio in option::of(any::<(u32, u16, f64)>()),
        remarks in vec(trouble(), 0..3),
        is_trashed: bool,
        flag in select(&Flag::ALL[..]),
    ) {
        let clips = std::path::Path::new("/library/clips");
        let audio = audio.map(|(rate, channels, seconds)| AudioFacts { codec: "flac".into(), rate, channels, seconds });
        let (bytes, width, height, frames) = numbers;
        let (seconds, fps) = fractions;
        let facts = ClipFacts { codec: "h264".into(), bytes, width, height, seconds, frames, fps, audio };
        let clip = Clip { path: clips.join("雪 fox.mp4"), sha256: story::hash(b""), facts, remarks };
        let row = clip_row::write(&clip, clips, 7, Marks { is_trashed, flag });
        prop_assert_eq!(clip_row::read(&row, clips).unwrap(), (clip, Marks { is_trashed, flag }));
    }
}

#[test]
fn one_changed_byte_breaks_a_seal() {
    let task = super::running(&super::wish(1));
    let seal = task_row::write(&task).seal();
    let other = Task { remote: Some("remote-of-task-000002".into()), ..task.clone() };
    assert_ne!(task_row::write(&other).seal(), seal);
    let swapped = Task { trace_id: task.remote.clone(), remote: None, ..task };
    assert_ne!(task_row::write(&swapped).seal(), seal);
}

#[test]
fn a_number_that_json_cannot_write_is_kept_as_text() {
    let trouble = Trouble::new("odd").with("ratio", f64::NAN);
    assert_eq!(task_row::trouble_json(&trouble), r#"{"rule":"odd","args":{"ratio":"NaN"}}"#);
}

#[test]
fn two_requests_that_send_the_same_have_one_fingerprint() {
    let hashes = BTreeMap::from([("a.png".to_owned(), story::hash(b"x")), ("b.png".to_owned(), story::hash(b"x"))]);
    let print = |draft: &Draft, practice| super::super::fingerprint(draft, &hashes, practice);
    let framed = |path: &str| {
        let frames = Frames { first: Some(ImageRef::file(path)), last: None };
        Draft { prompt: "fox".into(), frames, ..Draft::new("acme/one") }
    };
    let first = framed("a.png");
    assert_eq!(print(&first, false), print(&framed("b.png"), false));
    assert_eq!(print(&first, false), print(&Draft { title: "Fox".into(), ..first.clone() }, false));
    assert_ne!(print(&first, false), print(&first, true));
    assert_ne!(print(&first, false), print(&Draft { prompt: "fox!".into(), ..first.clone() }, false));
    assert_ne!(print(&first, false), print(&Draft { offering: "acme/two".into(), ..first }, false));
}
