//! An hour of work with fifty tasks under way and trouble for one in twenty: nothing grows.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use shotloom::engine::keys::NoStore;
use shotloom::engine::snapshot::Phase;
use shotloom::engine::{Command, Engine, Environment, StartOptions};
use shotloom::model::preflight::{Facts as PictureFacts, clear};
use shotloom::model::{AspectRatio, Draft, Language, Mode, Secs};
use shotloom::vendors;

use super::ground::{Ground, Size};
use super::judge::judge;
use super::process_facts::Facts;
use super::world::{Customer, KEY, Vendor};
use super::{Outcome, Ran};

const UNDER_WAY: usize = 50;
const VENDORS: [&str; 3] = ["mulerouter", "apimart", "crun"];
/// Troubles that end well by themselves, each as a storyboard asks for it.
const TROUBLES: [&str; 8] =
    ["poll-500:3", "poll-404:2", "poll-html", "unknown-status:2", "download-cut", "expired-link", "503", "429=2"];
const SLOPE_KIB_PER_HOUR: f64 = 2048.0;
const WAL_BYTES: u64 = 16 << 20;
const LOG_BYTES: u64 = 20 << 20;

struct Sample {
    at: f64,
    resident_kib: f64,
    descriptors: usize,
    threads: u64,
}

pub fn soak(ground: &Ground) -> Outcome {
    let lasts = Duration::from_secs(ground.pick(180, 3_600, 3 * 3_600));
    ground.side_by_side(1, 1, |_, _| {
        let mut ran = Ran::default();
        let vendor = Vendor::start(&ground.binary, &["slow=40:all"]);
        let customer = Customer::of(&ground.binary, &vendor.url);
        std::fs::create_dir_all(&customer.library).unwrap();
        let settings = r#"{"at_once":{"mulerouter":20,"apimart":20,"crun":20}}"#;
        std::fs::write(customer.library.join("settings.json"), settings).unwrap();
        let engine = begin(&customer, &vendor.url);
        let mut chance = ground.chance(800);
        let (start, mut samples, mut largest_wal) = (Instant::now(), Vec::new(), 0);
        while start.elapsed() < lasts {
            let under_way = engine.snapshot().counts.under_way;
            for _ in under_way..UNDER_WAY {
                order(&engine, ran.count, &mut chance);
                ran.count += 1;
            }
            std::thread::sleep(Duration::from_secs(2));
            let facts = Facts::of_this();
            samples.push(Sample {
                at: start.elapsed().as_secs_f64() / 3_600.0,
                resident_kib: facts.resident_kib() as f64,
                descriptors: facts.descriptors(),
                threads: facts.threads(),
            });
            let wal = std::fs::metadata(customer.library.join("library.db-wal"));
            largest_wal = wal.map_or(largest_wal, |wal| largest_wal.max(wal.len()));
            let notices = engine.notices();
            notices.iter().for_each(|notice| drop(notice.said.rule.clone()));
        }
        engine.send(Command::Quit);
        if !engine.wait_for_end(Duration::from_secs(60)) {
            ran.fault("the engine does not end");
        }
        weigh(ground, &samples, &mut ran);
        let logs = bytes_in(&customer.library.join("logs"));
        ran.note(format!("largest log of changes {:.1} MB, logs {:.1} MB", mb(largest_wal), mb(logs)));
        if largest_wal > WAL_BYTES || logs > LOG_BYTES {
            ran.fault("the write-ahead log or the logs grew too large");
        }
        let verdict = judge(&vendor, &customer);
        ran.note(format!(
            "{} wishes, {} charges, {} done, {} unknown",
            verdict.wishes, verdict.charges, verdict.done, verdict.unknown
        ));
        // A wish that was refused for being busy is sent again: more submits than wishes are right here.
        ran.faults.extend(verdict.faults.into_iter().filter(|fault| !fault.contains("submits for")));
        ran
    })
}

fn begin(customer: &Customer, url: &str) -> Engine {
    let everybody =
        VENDORS.into_iter().fold(Environment::default(), |all, vendor| all.with_key(vendor, KEY).with_url(vendor, url));
    let options = StartOptions {
        environment: everybody,
        keys: Arc::new(NoStore),
        language: Some(Language::English),
        ..StartOptions::window(customer.library.clone())
    };
    let engine = shotloom::engine::start(options, || {});
    engine.wait(Duration::from_secs(60), |s| (s.phase == Phase::Open).then_some(())).expect("the engine opens");
    engine
}

/// One more wish, at one vendor after the other; one in twenty asks for trouble.
fn order(engine: &Engine, number: u64, chance: &mut fastrand::Rng) {
    let vendor = VENDORS[usize::try_from(number).unwrap() % VENDORS.len()];
    let trouble = if chance.u32(0..20) == 0 {
        format!("[[fault:{}]]", TROUBLES[chance.usize(0..TROUBLES.len())])
    } else {
        String::new()
    };
    let offering = format!("{vendor}/kling-v3");
    let draft = Draft {
        prompt: format!("boat number {number} {trouble}").as_str().into(),
        seconds: Secs(3),
        aspect_ratio: AspectRatio::Square,
        mode: Some(Mode::Std),
        ..Draft::new(&offering)
    };
    let row = vendors::row(&offering).expect("an offering");
    let submission = Box::new(clear(&draft, row, &PictureFacts::new()).expect("a legal draft"));
    let batch = engine.snapshot().next_batch;
    engine.send(Command::Submit { batch, submission, count: 1, practice: false });
    let is_taken = |s: &shotloom::engine::Snapshot| (s.next_batch > batch).then_some(());
    engine.wait(Duration::from_secs(10), is_taken).expect("the wish is taken");
}

/// After the first third, when everything that is kept has been filled.
fn weigh(ground: &Ground, samples: &[Sample], ran: &mut Ran) {
    let settled = &samples[samples.len() / 3..];
    let slope = slope(settled);
    let span = |values: &dyn Fn(&Sample) -> u64| {
        let (early, late) = settled.split_at(settled.len() / 2);
        let most = |samples: &[Sample]| samples.iter().map(values).max().unwrap_or_default();
        (most(early), most(late))
    };
    let (early_files, late_files) = span(&|sample| sample.descriptors as u64);
    let (early_threads, late_threads) = span(&|sample| sample.threads);
    let last = settled.last().map_or(0.0, |sample| sample.resident_kib);
    ran.note(format!(
        "memory {:+.1} MB an hour at {:.0} MB, descriptors {early_files} then {late_files}, threads {early_threads} then {late_threads}",
        slope / 1024.0,
        last / 1024.0
    ));
    if ground.size != Size::Short && slope > SLOPE_KIB_PER_HOUR {
        ran.fault(format!("memory grows by {:.1} MB an hour", slope / 1024.0));
    }
    if late_files > early_files + 4 || late_threads > early_threads + 2 {
        ran.fault("descriptors or threads grow");
    }
}

/// Least squares, in KiB an hour.
fn slope(samples: &[Sample]) -> f64 {
    let count = samples.len().max(1) as f64;
    let mean = |value: &dyn Fn(&Sample) -> f64| samples.iter().map(value).sum::<f64>() / count;
    let (at, resident) = (mean(&|sample| sample.at), mean(&|sample| sample.resident_kib));
    let over: f64 = samples.iter().map(|sample| (sample.at - at) * (sample.resident_kib - resident)).sum();
    let under: f64 = samples.iter().map(|sample| (sample.at - at).powi(2)).sum();
    if under == 0.0 { 0.0 } else { over / under }
}

fn bytes_in(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|facts| facts.len()).sum()
}

fn mb(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
