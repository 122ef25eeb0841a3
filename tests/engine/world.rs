//! The practice vendor as a live account's vendor, a library, and what a test asks of an engine between them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use shotloom::engine::keys::NoStore;
use shotloom::engine::snapshot::{Phase, TaskCard};
use shotloom::engine::{self, Command, Engine, Environment, Pace, Snapshot, StartOptions};
use shotloom::media::decode;
use shotloom::model::preflight::{Facts, Submission, clear};
use shotloom::model::{AspectRatio, Draft, Language, Secs, TaskState};
use shotloom::sandbox::{self, Sandbox};
use shotloom::vendors;

pub const PATIENCE: Duration = Duration::from_secs(60);
pub const VENDOR: &str = "mulerouter";

/// The practice vendor on its own runtime, as a live account's vendor, and a library.
pub struct World {
    runtime: tokio::runtime::Runtime,
    vendor: Option<Sandbox>,
    pub home: tempfile::TempDir,
    pub url: String,
}

impl World {
    pub fn new(faults: &[&str]) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let home = tempfile::tempdir().unwrap();
        let mut world = Self { runtime, vendor: None, home, url: String::new() };
        world.open_vendor(faults, None);
        world
    }

    pub fn open_vendor(&mut self, faults: &[&str], port: Option<u16>) {
        let options = sandbox::Options {
            port,
            faults: faults.iter().map(|fault| fault.parse().unwrap()).collect(),
            pace: quick(),
            ..sandbox::Options::in_dir(self.home.path().join("vendor"))
        };
        let vendor = self.runtime.block_on(sandbox::start(options)).unwrap();
        self.url = vendor.url().to_owned();
        self.vendor = Some(vendor);
    }

    /// The vendor goes away; its port with it.
    pub fn close_vendor(&mut self) -> u16 {
        let vendor = self.vendor.take().unwrap();
        self.runtime.block_on(vendor.stop());
        self.url.rsplit(':').next().unwrap().parse().unwrap()
    }

    pub fn library(&self) -> PathBuf {
        self.home.path().join("library")
    }

    pub fn options(&self) -> StartOptions {
        StartOptions {
            environment: Environment::default().with_key(VENDOR, "sk-sentinel-live").with_url(VENDOR, &self.url),
            keys: Arc::new(NoStore),
            pace: Pace(0.01),
            submit_timeout: Duration::from_secs(4),
            practice_pace: quick(),
            writes_log: false,
            ..StartOptions::headless(self.library(), false, Language::English)
        }
    }

    pub fn engine(&self) -> Engine {
        open(self.options())
    }

    pub fn charges(&self) -> usize {
        sandbox::charges(&self.home.path().join("vendor")).len()
    }

    pub fn submits(&self) -> usize {
        sandbox::submits(&self.home.path().join("vendor")).len()
    }
}

pub fn quick() -> sandbox::Pace {
    sandbox::Pace { pending: Duration::from_millis(20), processing: Duration::from_millis(20) }
}

pub fn open(options: StartOptions) -> Engine {
    let engine = engine::start(options, || {});
    let opened = engine.wait(PATIENCE, |snapshot| match &snapshot.phase {
        Phase::Starting => None,
        Phase::Open => Some(true),
        Phase::Closed(_) => Some(false),
    });
    assert_eq!(opened, Some(true), "{:?}", engine.snapshot().phase);
    engine
}

pub fn close(engine: &Engine) {
    engine.send(Command::Quit);
    assert!(engine.wait_for_end(PATIENCE), "the engine ends");
}

pub fn draft(prompt: &str) -> Draft {
    Draft {
        prompt: prompt.into(),
        seconds: Secs(3),
        aspect_ratio: AspectRatio::Square,
        ..Draft::new(vendors::DEFAULT_OFFERING)
    }
}

pub fn cleared(draft: &Draft, facts: &Facts) -> Submission {
    clear(draft, vendors::row(&draft.offering).unwrap(), facts).unwrap()
}

pub fn submit(engine: &Engine, prompt: &str) -> u64 {
    submit_many(engine, &draft(prompt), 1, false)
}

pub fn submit_many(engine: &Engine, draft: &Draft, count: u32, practice: bool) -> u64 {
    let batch = engine.snapshot().next_batch;
    let submission = Box::new(cleared(draft, &engine.snapshot().facts));
    engine.send(Command::Submit { batch, submission, count, practice });
    batch
}

/// The tasks of a batch once every one has come to rest.
pub fn rest(engine: &Engine, batch: u64) -> Vec<TaskCard> {
    let at_rest = |snapshot: &Snapshot| {
        let cards: Vec<_> = snapshot.followed.iter().filter(|card| card.task.batch == batch).cloned().collect();
        let is_over = |card: &TaskCard| !card.task.state().is_under_way() || card.is_held;
        (!cards.is_empty() && cards.iter().all(is_over)).then_some(cards)
    };
    engine.wait(PATIENCE, at_rest).unwrap_or_else(|| panic!("no rest: {:#?}", engine.snapshot().followed))
}

pub fn reaches(engine: &Engine, state: TaskState) -> TaskCard {
    let found = engine.wait(PATIENCE, |s| s.followed.iter().find(|card| card.task.state() == state).cloned());
    found.unwrap_or_else(|| panic!("never {state:?}: {:#?}", engine.snapshot().followed))
}

pub fn is_whole(card: &TaskCard) -> bool {
    card.clip.as_ref().is_some_and(|clip| decode::verify(&clip.path).is_ok())
}

/// One wish under these faults: where it comes to rest, and what it cost.
pub fn ends(faults: &[&str], state: TaskState, charges: usize) -> (TaskCard, World) {
    let world = World::new(faults);
    let engine = world.engine();
    let batch = submit(&engine, "a paper boat");
    let cards = rest(&engine, batch);
    close(&engine);
    assert_eq!(cards.len(), 1);
    assert_eq!(cards[0].task.state(), state, "{faults:?}: {:?}", cards[0].task.trouble);
    assert_eq!(world.charges(), charges, "{faults:?}");
    (cards[0].clone(), world)
}

pub fn rule(card: &TaskCard) -> &str {
    card.task.trouble.as_ref().map_or("", |trouble| &trouble.rule)
}

pub fn files(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}
