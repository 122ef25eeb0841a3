//! Damaged and made-up pictures by the million: an answer every time, in time, and never a panic.
//!
//! `cargo test --release --test fuzz_pictures -- --ignored --nocapture --test-threads 1` takes ten minutes a target;
//! `SHOTLOOM_FUZZ_SECS` and `SHOTLOOM_FUZZ_SEED` say otherwise. Every input follows from the seed and its number, and
//! one that fails is left in the temporary folder: it becomes a file of `tests/media/corpus`, which every run begins
//! with.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops loudly")]

#[expect(dead_code, reason = "the table of pictures uses the rest")]
#[path = "pictures/bytes.rs"]
mod bytes;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use fastrand::Rng;
use shotloom::media::probe::{self, PictureError};
use shotloom::media::repair::repair_bytes;
use shotloom::media::{measure, thumbnail};
use shotloom::model::image::{Measured, PictureFacts, PictureFormat};
use shotloom::model::repair::{Canvas, CropRect, Fill, Repair, size_after};

/// No input of the corpus's size may take longer; generous, for ffmpeg reads AVIF and other programs run beside.
const SLOW: Duration = Duration::from_secs(60);
const SEED: u64 = 20_261_127;

struct Target {
    name: &'static str,
    /// Inputs of the short version, the corpus included.
    inputs: u64,
    /// Whether the input was of use; panics where a promise is broken.
    run: fn(&[u8], &mut Rng) -> bool,
}

const PROBE: Target = Target { name: "probe", inputs: 3_000, run: probe_input };
const MEASURE: Target = Target { name: "measure", inputs: 400, run: measure_input };
const REPAIR: Target = Target { name: "repair", inputs: 300, run: repair_input };

#[test]
fn probing_answers_whatever_comes() {
    short(&PROBE);
}

#[test]
fn measuring_answers_whatever_comes_and_keeps_its_promises() {
    short(&MEASURE);
}

#[test]
fn repairs_answer_whatever_comes_and_keep_their_promises() {
    short(&REPAIR);
}

#[test]
#[ignore = "takes ten minutes"]
fn probe_for_long() {
    long(&PROBE);
}

#[test]
#[ignore = "takes ten minutes"]
fn measure_for_long() {
    long(&MEASURE);
}

#[test]
#[ignore = "takes ten minutes"]
fn repair_for_long() {
    long(&REPAIR);
}

fn probe_input(input: &[u8], _: &mut Rng) -> bool {
    match probe::facts_of(input) {
        Ok(facts) => {
            assert!(facts.width > 0 && facts.height > 0 && (1..=8).contains(&facts.orientation), "{facts:?}");
            assert_eq!(facts.bytes, input.len() as u64);
            assert_eq!(probe::format_of(input), Some(facts.format));
            true
        }
        Err(error) => {
            told(&error);
            false
        }
    }
}

/// ffmpeg reads those, in a process of its own that would only slow this down.
fn is_for_others(input: &[u8]) -> bool {
    probe::format_of(input) == Some(PictureFormat::Avif)
}

fn measure_input(input: &[u8], random: &mut Rng) -> bool {
    if is_for_others(input) {
        return probe_input(input, random);
    }
    match thumbnail::of_bytes(input, random.u32(1..40)) {
        Ok(small) => assert_eq!(small.rgba.len(), small.width as usize * small.height as usize * 4),
        Err(error) => told(&error),
    }
    let found = match measure::measure_bytes(input) {
        Ok(found) => found,
        Err(error) => {
            told(&error);
            return false;
        }
    };
    let Measured { facts, prepared } = &found.measured;
    assert_eq!(probe::facts_of(input).map(|facts| (facts.width, facts.height)).ok(), Some((facts.width, facts.height)));
    if let (Some(prepared), Some(sent)) = (prepared, &found.prepared_bytes) {
        let again = ready(sent);
        assert_eq!((again.width, again.height), (facts.width, facts.height));
        assert_eq!(prepared.bytes, sent.len() as u64);
    }
    true
}

fn repair_input(input: &[u8], random: &mut Rng) -> bool {
    if is_for_others(input) {
        return probe_input(input, random);
    }
    let steps = steps(random);
    let repaired = match repair_bytes(input, &steps) {
        Ok(repaired) => repaired,
        Err(error) => {
            told(&error);
            return false;
        }
    };
    let facts = probe::facts_of(input).expect("what was repaired has facts");
    let after = ready(&repaired.bytes);
    let (width, height) = size_after(&steps, (facts.width, facts.height));
    // Where no quality fits, half of each side is tried.
    let halved = ((width / 2).max(1), (height / 2).max(1));
    assert!([(width, height), halved].contains(&(after.width, after.height)), "{steps:?}: {after:?}");
    assert_eq!(after.format, repaired.format);
    for step in steps {
        if let Repair::FitBytes { max_bytes } = step {
            assert!(after.bytes <= max_bytes, "{} bytes where {max_bytes} are allowed", after.bytes);
        }
    }
    true
}

/// A decoder's panic is caught and told, and is still one too many.
fn told(error: &PictureError) {
    assert!(!matches!(error, PictureError::Panicked { .. }), "{error}");
}

/// Whatever came in: what goes out is whole, upright, plain, and prepares to itself.
fn ready(bytes: &[u8]) -> PictureFacts {
    let again = measure::measure_bytes(bytes).unwrap_or_else(|error| panic!("what goes out is unusable: {error}"));
    let facts = again.measured.facts;
    assert!(
        facts.format.is_legal() && !facts.is_animated && !facts.has_alpha && !facts.has_foreign_profile,
        "{facts:?}"
    );
    assert_eq!((facts.orientation, facts.bits), (1, 8));
    assert_eq!(again.prepared_bytes.as_deref(), Some(bytes), "what goes out is sent as it is");
    facts
}

/// Steps as a person, a file or a mistake might ask for them.
fn steps(random: &mut Rng) -> Vec<Repair> {
    let side = |random: &mut Rng| *random.choice(&[0, 1, 7, 24, 90, 300, 500, u32::MAX]).unwrap_or(&0);
    let mut step = || match random.u8(..7) {
        0 => Repair::Convert,
        1 => Repair::Flatten([random.u8(..), random.u8(..), random.u8(..)]),
        2 => {
            let (x, y) = (random.u32(..20), random.u32(..20));
            Repair::Crop(CropRect { x, y, width: random.u32(..30), height: random.u32(..30) })
        }
        3 => Repair::Crop(CropRect { x: side(random), y: side(random), width: side(random), height: side(random) }),
        4 => {
            let fill = if random.bool() { Fill::Blurred } else { Fill::Solid([random.u8(..); 3]) };
            let (width, height) = (side(random), side(random));
            let to = if random.bool() { Canvas::Ratio { width, height } } else { Canvas::Size { width, height } };
            Repair::Pad { to, fill }
        }
        5 => Repair::ScaleUp { min_side: side(random) },
        _ => Repair::FitBytes { max_bytes: *random.choice(&[60, 700, 5_000, 10_000_000]).unwrap_or(&0) },
    };
    (0..4).map(|_| step()).collect()
}

fn short(target: &Target) {
    println!("{}", fuzz(target, SEED, |number, _| number >= target.inputs));
}

fn long(target: &Target) {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let seed = number("SHOTLOOM_FUZZ_SEED").unwrap_or_else(|| fastrand::u64(..1 << 32));
    let time = Duration::from_secs(number("SHOTLOOM_FUZZ_SECS").unwrap_or(600));
    println!("{}", fuzz(target, seed, |_, began| began.elapsed() >= time));
}

/// Runs the corpus as it is, then damaged; the report is one line.
fn fuzz(target: &Target, seed: u64, is_enough: impl Fn(u64, Instant) -> bool) -> String {
    let corpus = corpus();
    let began = Instant::now();
    let (mut number, mut of_use, mut slowest) = (0, 0_u64, (Duration::ZERO, 0));
    while number < corpus.len() as u64 || !is_enough(number, began) {
        let mut random = Rng::with_seed(seed ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let input = match corpus.get(number as usize) {
            Some(whole) => whole.clone(),
            None => damaged(&corpus, &mut random),
        };
        let start = Instant::now();
        let ran = catch_unwind(AssertUnwindSafe(|| (target.run)(&input, &mut random)));
        let took = start.elapsed();
        if ran.is_err() || took > SLOW {
            let path = std::env::temp_dir().join(format!("shotloom-fuzz-{}-{seed}-{number}", target.name));
            let kept = fs::write(&path, &input).map_or_else(|error| error.to_string(), |()| path.display().to_string());
            panic!("{}: seed {seed}, input {number} after {took:?}; kept: {kept}", target.name);
        }
        of_use += u64::from(ran.is_ok_and(|is_of_use| is_of_use));
        if took > slowest.0 {
            slowest = (took, number);
        }
        number += 1;
    }
    let share = of_use * 100 / number;
    assert!((3..98).contains(&share), "{share} % of use: one of both ends is not exercised");
    format!(
        "fuzz {}: {:.0} s, seed {seed}, {number} inputs, {share} % of use, the slowest {} ms (input {})",
        target.name,
        began.elapsed().as_secs_f64(),
        slowest.0.as_millis(),
        slowest.1
    )
}

fn corpus() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media/corpus");
    let entries = fs::read_dir(folder).expect("the corpus");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let mut corpus: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).expect("a file")).collect();
    let of = |name: &str| fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media/corpus").join(name));
    let (jpeg, png) = (of("baseline.jpg").expect("a JPEG"), of("rgb.png").expect("a PNG"));
    let icc = moxcms::ColorProfile::new_display_p3().encode().expect("a profile");
    let exif = bytes::segment(0xE1, &[b"Exif\0\0", &bytes::exif(6)[..]].concat());
    corpus.push(bytes::with_segments(&jpeg, &[exif, bytes::icc_segment(&icc)]));
    corpus.push(bytes::with_chunks(&png, &[bytes::chunk(b"eXIf", &bytes::exif(8))]));
    corpus
}

/// One of the corpus with some bytes changed, cut, put in, or taken from another.
fn damaged(corpus: &[Vec<u8>], random: &mut Rng) -> Vec<u8> {
    let mut bytes = random.choice(corpus).cloned().unwrap_or_default();
    for _ in 0..random.usize(1..=5) {
        damage(&mut bytes, corpus, random);
    }
    if bytes.starts_with(&bytes::PNG_SIGNATURE) && random.u8(..4) > 0 {
        mend_checksums(&mut bytes);
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, corpus: &[Vec<u8>], random: &mut Rng) {
    // Headers are where a wrong byte does most.
    let reach = if random.bool() { bytes.len().min(120) } else { bytes.len() };
    let at = random.usize(..reach.max(1)).min(bytes.len().saturating_sub(1));
    let end = (at + random.usize(1..40)).min(bytes.len());
    match random.u8(..10) {
        _ if bytes.is_empty() => bytes.push(random.u8(..)),
        0 | 1 => bytes[at] ^= 1 << random.u8(..8),
        2 | 3 => bytes[at] = *random.choice(&[0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF]).unwrap_or(&0),
        4 => bytes[at] = bytes[at].wrapping_add(random.u8(..)),
        5 => bytes.truncate(at.max(1)),
        6 => bytes.insert(at, random.u8(..)),
        7 => {
            let part = bytes[at..end].to_vec();
            bytes.splice(at..at, part);
        }
        8 => drop(bytes.drain(at..end)),
        _ => {
            let other = random.choice(corpus).map_or(&[][..], |other| other);
            let from = random.usize(..other.len().max(1));
            let part = other.get(from..).unwrap_or_default();
            bytes.splice(at..end, part.iter().take(random.usize(1..60)).copied());
        }
    }
}

/// The checksums of a PNG as its chunks now stand, or no damage would come any further.
fn mend_checksums(png: &mut Vec<u8>) {
    let mut out = bytes::PNG_SIGNATURE.to_vec();
    let mut rest = &png[8..];
    while let Some((len, after)) = rest.split_first_chunk() {
        let len = u32::from_be_bytes(*len) as usize;
        let (Some(kind), Some(data)) = (after.first_chunk(), after.get(4..4 + len)) else { break };
        out.extend(bytes::chunk(kind, data));
        rest = after.get(8 + len..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    *png = out;
}
