//! A panic in every kind of worker that a window has: the engine lives, the same worker works when it is asked again,
//! and a wish after all of it is sent once and ends in a file.

#[cfg(not(debug_assertions))]
pub fn all(_ground: &super::ground::Ground) -> super::Outcome {
    let how = "workers panic on request in debug builds only: cargo bench --profile dev --bench proof -- workers";
    super::Outcome::NotRun(how.to_owned())
}

#[cfg(debug_assertions)]
pub use in_debug::all;

#[cfg(debug_assertions)]
mod in_debug {
    use std::collections::BTreeMap;
    use std::path::{Path, PathBuf};
    use std::sync::Arc;
    use std::time::Duration;

    use shotloom::engine::command::{FrameFor, Keep, WriteTo};
    use shotloom::engine::keys::NoStore;
    use shotloom::engine::snapshot::{
        DraftId, EstimateSaid, KeyTest, Phase, RepairState, Snapshot, Thumb, ThumbKey, WireOf,
    };
    use shotloom::engine::{Command, Engine, Environment, Pace, StartOptions, failpoint};
    use shotloom::model::cast::Member;
    use shotloom::model::preflight::{Facts, Submission, clear};
    use shotloom::model::repair::Repair;
    use shotloom::model::{AspectRatio, Draft, ImageRef, Language, Mode, Secs, TaskId, TaskState};
    use shotloom::vendors::{self, ApiKey};

    use super::super::ground::Ground;
    use super::super::judge::judge;
    use super::super::world::{Customer, KEY, Vendor};
    use super::super::{Outcome, Ran};

    const PATIENCE: Duration = Duration::from_secs(20);
    const VENDORS: [&str; 3] = ["mulerouter", "apimart", "crun"];

    /// A window's engine without the window, one finished clip, and pictures nobody has looked at yet.
    struct Stage {
        engine: Engine,
        home: PathBuf,
        clip: TaskId,
    }

    /// Has a worker begin; the number tells one time from the next.
    type Ask = fn(&Stage, u64);

    /// Every kind of worker, and what makes one begin. Those of a task on its way are in the row `panics`.
    const KINDS: [(&str, Ask); 18] = [
        ("measure", |stage, nth| stage.engine.send(Command::Measure(stage.picture(nth)))),
        ("thumb", |stage, nth| stage.engine.send(Command::WantThumb(ThumbKey::Picture(stage.picture(nth))))),
        ("repair", |stage, nth| {
            let image = stage.picture(nth);
            stage.engine.send(Command::Repair { image, repairs: vec![Repair::Convert], ticket: 900 + nth });
        }),
        ("frame", |stage, nth| {
            let task = stage.clip.clone();
            stage.engine.send(Command::TakeFrame { task, frame: nth, into: FrameFor::Clipboard });
        }),
        ("judge", |stage, _| {
            let batch = stage.engine.snapshot().next_batch;
            stage.engine.send(Command::RunAgain { batch, task: stage.clip.clone() });
        }),
        ("wire", |stage, _| stage.engine.send(Command::ShowWire(Some(WireOf::Task(stage.clip.clone()))))),
        ("copy", |stage, nth| {
            let to = stage.home.join(format!("copy-{nth}.mp4"));
            stage.engine.send(Command::SaveCopy { task: stage.clip.clone(), to });
        }),
        ("ledger", |stage, nth| {
            let path = stage.home.join(format!("ledger-{nth}.csv"));
            stage.engine.send(Command::ExportLedger { month: stage.engine.snapshot().ledger.now, path });
        }),
        ("import", |stage, _| stage.engine.send(Command::ImportFile(sample("paper-boat.shot.json")))),
        ("export", |stage, nth| {
            let to = WriteTo::Path(stage.home.join(format!("draft-{nth}.shot.json")));
            let draft = Arc::new(draft("mulerouter", "a draft to write"));
            stage.engine.send(Command::ExportFile { id: DraftId("d".into()), draft, to });
        }),
        ("cast pictures", |stage, nth| {
            let member = Member {
                id: format!("member-{nth}").as_str().into(),
                name: format!("fox{nth}").as_str().into(),
                description: "".into(),
                images: vec![stage.picture(nth)],
                videos: Vec::new(),
                notes: "".into(),
                is_archived: false,
                origins: BTreeMap::new(),
                changed_at_millis: 0,
            };
            stage.engine.send(Command::KeepInCast(vec![member]));
        }),
        ("previews", |stage, _| stage.engine.send(Command::ClearPreviews)),
        ("key-test", |stage, _| stage.engine.send(Command::TestKey { vendor: "crun" })),
        ("balance", |stage, nth| {
            // Each is asked once a minute at most.
            stage.engine.send(Command::AskBalance(["crun", "apimart"][usize::try_from(nth).unwrap() % 2].into()));
        }),
        ("estimate", |stage, nth| {
            let draft = draft("crun", &format!("how much is boat number {nth}"));
            stage.engine.send(Command::AskEstimate(Box::new(cleared(&draft))));
        }),
        ("keyring", |stage, nth| {
            let key = ApiKey::new(&format!("sk-another-{nth}")).unwrap();
            stage.engine.send(Command::StoreKey { vendor: "apimart", key, keep: Keep::Keyring });
        }),
        ("open", |stage, _| stage.engine.send(Command::ShowInFolder(stage.clip.clone()))),
        ("door", |stage, _| {
            // Whoever knocks is heard by the worker that waits there, and another one takes its place.
            let library = stage.engine.snapshot().library.clone();
            let file = sample("lantern-street.shot.json");
            drop(std::thread::spawn(move || shotloom::engine::door::knock(&library, &file)));
        }),
    ];

    /// These are begun by hand once only: what they do is seen outside of the test.
    const ONCE: [&str; 1] = ["open"];

    pub fn all(ground: &Ground) -> Outcome {
        let times = ground.pick(1, 4, 20);
        ground.side_by_side(1, 1, |_, _| {
            let mut ran = Ran::default();
            let vendor = Vendor::start(&ground.binary, &[]);
            let customer = Customer::of(&ground.binary, &vendor.url);
            // A finished clip's filmstrip is made by itself: the first clip's worker breaks down, the second's must not wait for it.
            failpoint::arm("filmstrip");
            let stage = Stage::set(&customer);
            if !came_by("filmstrip", 2) {
                ran.fault("filmstrip: after a panic no other worker began");
            }
            for turn in 0..times {
                for (number, (kind, ask)) in KINDS.iter().enumerate() {
                    ran.count += 1;
                    let nth = turn * 1_000 + 10 * number as u64;
                    ran.faults.extend(stage.panics_and_goes_on(kind, *ask, nth));
                }
            }
            let last = stage.wish("the boat after the storm", &mut ran);
            if last.is_none() || last.as_ref() == Some(&stage.clip) {
                ran.fault("after all that no wish ends");
            }
            stage.engine.send(Command::Quit);
            if !stage.engine.wait_for_end(PATIENCE) {
                ran.fault("the engine does not end");
            }
            ran.note(format!("{} kinds of workers", KINDS.len() + 1));
            ran.faults.extend(judge(&vendor, &customer).faults);
            ran
        })
    }

    impl Stage {
        fn set(customer: &Customer) -> Self {
            let everybody = VENDORS
                .into_iter()
                .fold(Environment::default(), |all, vendor| all.with_key(vendor, KEY).with_url(vendor, &customer.url));
            let options = StartOptions {
                environment: everybody,
                keys: Arc::new(NoStore),
                pace: Pace(0.02),
                language: Some(Language::English),
                ..StartOptions::window(customer.library.clone())
            };
            let engine = shotloom::engine::start(options, || {});
            let is_open = |s: &Snapshot| (s.phase == Phase::Open).then_some(());
            engine.wait(PATIENCE, is_open).expect("the engine opens");
            let mut stage = Self { engine, home: customer.home.path().to_owned(), clip: TaskId("".into()) };
            let mut ran = Ran::default();
            for words in ["a paper boat", "another paper boat"] {
                stage.clip = stage.wish(words, &mut ran).expect("a clip to work on");
            }
            stage
        }

        /// One wish to its end.
        fn wish(&self, words: &str, ran: &mut Ran) -> Option<TaskId> {
            let batch = self.engine.snapshot().next_batch;
            let submission = Box::new(cleared(&draft("mulerouter", words)));
            self.engine.send(Command::Submit { batch, submission, count: 1, practice: false });
            let ended = self.engine.wait(Duration::from_secs(40), |s| {
                let card = s.queue.iter().find(|card| card.task.batch == batch)?;
                (!card.task.state().is_under_way()).then(|| (card.task.id.clone(), card.task.state()))
            });
            match ended {
                Some((id, TaskState::Done)) => Some(id),
                other => {
                    ran.fault(format!("{words}: {other:?}"));
                    None
                }
            }
        }

        /// A picture of its own for every time, so that nothing is known of it.
        fn picture(&self, nth: u64) -> ImageRef {
            let path = self.home.join(format!("picture-{nth}.png"));
            if !path.exists() {
                let side = 300 + u32::try_from(nth % 1_000).unwrap();
                image::RgbImage::from_pixel(side, 300, image::Rgb([90, 120, 200])).save(&path).unwrap();
            }
            ImageRef::file(path.to_str().unwrap())
        }

        /// Whoever waits for the worker's answer waits no longer; other workers break down with a notice alone.
        fn is_told(&self, kind: &str, nth: u64) -> bool {
            let picture = ThumbKey::Picture(self.picture(nth));
            let is_told = |s: &Snapshot| match kind {
                "thumb" => matches!(s.thumbs.get(&picture), Some(Thumb::Broken)),
                "repair" => matches!(s.repairs.get(&(900 + nth)), Some(RepairState::Failed(_))),
                "judge" => s.submit_refused.is_some(),
                "estimate" => s.estimate.as_ref().is_some_and(|estimate| estimate.said == EstimateSaid::Nothing),
                "key-test" => s.accounts.iter().all(|account| account.test != KeyTest::Asking),
                _ => true,
            };
            self.engine.wait(PATIENCE, |s| is_told(s).then_some(())).is_some()
        }

        /// What went wrong, if anything.
        fn panics_and_goes_on(&self, kind: &str, ask: Ask, nth: u64) -> Option<String> {
            let before = failpoint::came_by(kind);
            failpoint::arm(kind);
            // The one that waits at the door began long ago; the next one there is the one that panics.
            ask(self, nth);
            if !came_by(kind, before + 1) {
                return Some(format!("{kind}: no worker began"));
            }
            if !self.is_told(kind, nth) {
                return Some(format!("{kind}: nobody was told that it broke down"));
            }
            let before = failpoint::came_by(kind);
            if !ONCE.contains(&kind) {
                ask(self, nth + 1);
                if !came_by(kind, before + 1) {
                    return Some(format!("{kind}: after a panic no other worker began"));
                }
            }
            // The loop answers still.
            let revision = self.engine.snapshot().revision;
            self.engine.send(Command::WindowFocus(nth.is_multiple_of(2)));
            let answers = self.engine.wait(PATIENCE, |s| (s.revision > revision).then(|| s.phase.clone()));
            (answers != Some(Phase::Open)).then(|| format!("{kind}: afterwards the engine is {answers:?}"))
        }
    }

    fn came_by(kind: &str, least: u64) -> bool {
        let until = std::time::Instant::now() + PATIENCE;
        while failpoint::came_by(kind) < least {
            if std::time::Instant::now() > until {
                return false;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        true
    }

    fn sample(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(name)
    }

    fn draft(vendor: &str, words: &str) -> Draft {
        Draft {
            prompt: words.into(),
            seconds: Secs(3),
            aspect_ratio: AspectRatio::Square,
            mode: Some(Mode::Std),
            ..Draft::new(&format!("{vendor}/kling-v3"))
        }
    }

    fn cleared(draft: &Draft) -> Submission {
        clear(draft, vendors::row(&draft.offering).expect("an offering"), &Facts::new()).expect("a legal draft")
    }
}
