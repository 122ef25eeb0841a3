//! Files that mean harm: a thousand damaged clips, always the same ones; and the two fuzz targets, as long as wished:
//! `SHOTLOOM_FUZZ_SECS=60 [SHOTLOOM_FUZZ_SEED=N] cargo test --release --test hostile -- --nocapture fuzz`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops loudly")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use fastrand::Rng;
use shotloom::media::clip::ClipError;
use shotloom::media::decode::{self, ClipReader};
use shotloom::media::{audio, worker::Worker};
use shotloom::model::{Language, Trouble};
use shotloom::player::{Budget, Player, Step};
use shotloom::words::Words;

/// No step over a file may be worked at for longer than this.
const TOO_LONG: Duration = Duration::from_secs(2);

/// The same by the wall's clock, on a machine that does other things too.
const FAR_TOO_LONG: Duration = Duration::from_secs(8);

/// Of each file's pictures those are decoded that this allows.
const WORTH_READING: Duration = Duration::from_millis(40);

/// Clips small enough to be read a thousand times.
const SMALL: u64 = 400_000;

fn media() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media")
}

/// Good clips and broken ones, by name.
fn seeds() -> Vec<(String, Vec<u8>)> {
    let folder = std::env::var_os("SHOTLOOM_MEDIA").filter(|name| !name.is_empty()).map_or(media(), PathBuf::from);
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let clips = entries.filter(|path| path.extension().is_some_and(|ext| ext == "mp4"));
    let small = clips.filter(|path| path.metadata().unwrap().len() < SMALL);
    let mut seeds: Vec<_> = small
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect();
    seeds.sort();
    assert!(seeds.len() >= 8, "too few clips to damage");
    seeds
}

/// A damaged copy; the same for the same seed.
fn damaged(good: &[u8], seed: u64) -> Vec<u8> {
    let mut dice = Rng::with_seed(seed);
    let mut bytes = good.to_vec();
    let index = good.windows(4).position(|word| word == b"moov").unwrap_or(0);
    let index_end = (index + 4_000).min(bytes.len());
    for _ in 0..dice.usize(1..10) {
        if bytes.len() < 64 {
            break;
        }
        // Half of all blows strike the index, a small part of the file that everything hangs on.
        let range = if dice.bool() && index_end <= bytes.len() && index < index_end {
            index..index_end
        } else {
            0..bytes.len()
        };
        let at = dice.usize(range);
        strike(&mut bytes, at, &mut dice);
    }
    bytes
}

fn strike(bytes: &mut Vec<u8>, at: usize, dice: &mut Rng) {
    let length = dice.usize(1..64).min(bytes.len() - at);
    match dice.u8(0..24) {
        0..=5 => bytes[at] ^= 1 << dice.u8(0..8),
        6..=9 => bytes[at] = dice.u8(..),
        10..=17 => {
            // A number of four bytes, as most fields are.
            let odd = [0, 1, 0x7fff_ffff, 0x8000_0000, u32::MAX, u32::MAX - 7, 0x0001_0000, dice.u32(..)];
            let end = (at + 4).min(bytes.len());
            bytes[at..end].copy_from_slice(&odd[dice.usize(0..odd.len())].to_be_bytes()[..end - at]);
        }
        18..=20 => bytes[at..at + length].fill(dice.u8(..)),
        21 => drop(bytes.drain(at..at + length)),
        22 => {
            let again = bytes[at..at + length].to_vec();
            bytes.splice(at..at, again);
        }
        _ => bytes.truncate(at.max(32)),
    }
}

/// Reads a clip as the app does: facts, check, every picture, its sound. No single step may take too long.
fn read(path: &Path, about: &str) -> Vec<ClipError> {
    let mut errors = Vec::new();
    let mut step = |what: &str, work: &mut dyn FnMut() -> Result<bool, ClipError>| {
        let begun = busy();
        let done = work();
        let took = busy() - begun;
        assert!(took < TOO_LONG, "{about}: {what} took {took:?}");
        match done {
            Ok(goes_on) => goes_on,
            Err(error) => {
                let goes_on = matches!(error, ClipError::LostFrame { .. });
                errors.push(error);
                goes_on
            }
        }
    };
    step("inspect", &mut || decode::inspect(path).map(|_| true));
    step("verify", &mut || decode::verify(path).map(|_| true));
    step("sound", &mut || audio::decode(path).map(|_| true));
    let mut reader = None;
    step("open", &mut || {
        reader = Some(ClipReader::open_with(path, None)?);
        Ok(true)
    });
    if let Some(mut reader) = reader {
        let until = busy() + WORTH_READING;
        while step("a picture", &mut || reader.next_frame().map(|frame| frame.is_some())) && busy() < until {}
    }
    errors
}

/// How long this thread has worked: on a machine that does other things too, the wall's clock says nothing.
fn busy() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split_whitespace().next().and_then(|nanos| nanos.parse().ok());
    nanos.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);

/// The sentence a person reads, if it is one.
fn said(words: &Words, error: &ClipError) -> String {
    let trouble = Trouble::from(error);
    let said = words.say(&trouble);
    assert!(said.chars().count() > 8 && !said.contains(&trouble.rule) && !said.contains("{"), "{trouble:?}: {said}");
    trouble.rule
}

#[test]
fn of_a_thousand_damaged_clips_none_crashes_hangs_or_goes_unsaid() {
    let seeds = seeds();
    let folder = tempfile::tempdir().unwrap();
    let (next, rules) = (AtomicU64::new(0), Mutex::new(BTreeMap::<String, u32>::new()));
    std::thread::scope(|scope| {
        for thread in 0..2 {
            let (seeds, next, rules) = (&seeds, &next, &rules);
            let path = folder.path().join(format!("{thread}.mp4"));
            scope.spawn(move || {
                let words = [Words::of(Language::English), Words::of(Language::Chinese)];
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= 1_000 {
                        return;
                    }
                    let (name, good) = &seeds[seed as usize % seeds.len()];
                    std::fs::write(&path, damaged(good, seed)).unwrap();
                    for error in read(&path, &format!("{name}, seed {seed}")) {
                        let rule = words.each_ref().map(|words| said(words, &error))[0].clone();
                        *rules.lock().unwrap().entry(rule).or_default() += 1;
                    }
                }
            });
        }
    });
    let rules = rules.into_inner().unwrap();
    println!("what was said: {rules:?}");
    assert!(rules.len() >= 6, "{rules:?}");
}

#[test]
fn broken_files_are_called_what_they_are() {
    let of = |name: &str| Trouble::from(&decode::verify(&media().join(name)).unwrap_err()).rule;
    assert_eq!(of("garbage.mp4"), "clip-not-mp4");
    assert_eq!(of("cut_in_pictures.mp4"), "clip-cut");
    assert_eq!(of("cut_before_index.mp4"), "clip-no-index");
}

/// A short one always, a longer one by the variable.
fn fuzz_time() -> (Duration, u64) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seed = number("SHOTLOOM_FUZZ_SEED");
    match number("SHOTLOOM_FUZZ_SECS") {
        // Another start each time, printed, so that it can be had again.
        Some(secs) => (Duration::from_secs(secs), seed.unwrap_or_else(|| Rng::new().u64(..1 << 32))),
        None => (Duration::from_secs(3), seed.unwrap_or(2_026)),
    }
}

fn fuzz(target: &str, try_one: impl Fn(&Path, &mut Rng)) {
    let (time, first) = fuzz_time();
    let seeds = seeds();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("damaged.mp4");
    let (begun, mut seed, mut slowest) = (Instant::now(), first, (Duration::ZERO, 0));
    println!("{target}: seed {first}, {} s", time.as_secs());
    while begun.elapsed() < time {
        let mut dice = Rng::with_seed(seed);
        let (_, good) = &seeds[dice.usize(0..seeds.len())];
        std::fs::write(&path, damaged(good, seed)).unwrap();
        let one = Instant::now();
        let tried = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| try_one(&path, &mut dice)));
        slowest = slowest.max((one.elapsed(), seed));
        if tried.is_err() || one.elapsed() > FAR_TOO_LONG {
            let kept = std::env::temp_dir().join(format!("shotloom-{target}-{seed}.mp4"));
            std::fs::copy(&path, &kept).unwrap();
            panic!("{target}: seed {seed} failed after {:?}; the file is {}", one.elapsed(), kept.display());
        }
        seed += 1;
    }
    println!(
        "{target}: {} files in {:.1} s from seed {first}; slowest {:?}",
        seed - first,
        begun.elapsed().as_secs_f64(),
        slowest
    );
}

#[test]
fn fuzz_the_demuxer() {
    fuzz("demuxer", |path, dice| {
        drop(decode::inspect(path));
        if let Ok(mut reader) = ClipReader::open_with(path, None) {
            let frames = reader.frames();
            drop(reader.run_start(dice.usize(0..frames)));
            drop(reader.seek(dice.usize(0..frames)));
            drop(reader.next_frame());
        }
        drop(audio::decode(path));
    });
}

#[test]
fn fuzz_the_player() {
    fuzz("player", |path, dice| {
        let player = Player::open_silent(path.to_owned(), Budget::PEEK, || {});
        player.set_looping(dice.bool());
        for _ in 0..dice.usize(1..8) {
            match dice.u8(0..8) {
                0 => player.play(),
                1 => player.pause(),
                2 => player.seek(dice.f64() * 4.0 - 1.0),
                3 => player.scrub(dice.f64() * 4.0 - 1.0),
                4 => player.step(if dice.bool() { Step::Back } else { Step::Forward }),
                5 => player.set_rate([1.0, 2.0, 8.0, -1.0, -4.0][dice.usize(0..5)]),
                6 => player.set_range(dice.bool().then(|| dice.f64()), dice.bool().then(|| dice.f64() * 3.0)),
                _ => player.set_max_size(dice.u32(0..2_000), dice.u32(0..2_000)),
            }
            std::thread::sleep(Duration::from_millis(dice.u64(0..12)));
            drop(player.take_picture());
        }
        // It has something to show, or says why not.
        let begun = Instant::now();
        loop {
            let state = player.state();
            if state.trouble.is_some() || state.shown_frame.is_some() {
                break;
            }
            assert!(begun.elapsed() < FAR_TOO_LONG, "{state:?}");
            std::thread::sleep(Duration::from_millis(2));
        }
    });
}

#[test]
fn damaged_files_never_end_the_process_that_looks_at_them() {
    let worker = Worker::with_patience(env!("CARGO_BIN_EXE_shotloom").into(), FAR_TOO_LONG);
    let seeds = seeds();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("damaged.mp4");
    for seed in 5_000..5_150 {
        let (name, good) = &seeds[seed as usize % seeds.len()];
        std::fs::write(&path, damaged(good, seed)).unwrap();
        for told in [worker.verify(&path).map(drop), worker.poster(&path, 320).map(drop)] {
            let rule = told.err().map(|trouble| trouble.rule).unwrap_or_default();
            assert!(!rule.starts_with("clip-worker"), "{name}, seed {seed}: {rule}");
        }
    }
}
