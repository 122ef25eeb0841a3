//! Starting the engine: its thread, its runtime, and what it is told at birth.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::model::{Language, Trouble};

use super::accounts::{PracticeFault, PracticePace};
use super::environment::Environment;
use super::handle::{Engine, EngineSide, pair};
use super::keys::{SharedStore, SystemStore};
use super::run;
use super::timers::Pace;

/// Who looks at the snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// A window: it is asked before the same request is sent twice, and sees pages.
    Window,
    /// A command: nothing is asked, and `Snapshot::followed` lists every task of the session.
    Headless,
}

/// Says a trouble to a person, for system notices: the engine itself has no words.
pub type Say = Arc<dyn Fn(&Trouble, Option<Language>) -> String + Send + Sync>;

/// What the engine is told at birth.
#[derive(Clone)]
pub struct StartOptions {
    pub library: PathBuf,
    /// Every account is practice, whatever keys and addresses there are.
    pub practice: bool,
    pub audience: Audience,
    /// Whether tasks go on. Without it commands are done and nothing is sent, polled or fetched.
    pub follows: bool,
    pub environment: Environment,
    pub keys: SharedStore,
    pub pace: Pace,
    /// How long a submit without a body may take; a body adds to it.
    pub submit_timeout: Duration,
    /// No more polls of one vendor than this in any second, however many of its tasks run.
    pub polls_per_sec: u32,
    /// What goes wrong at the practice vendor inside.
    pub faults: Vec<PracticeFault>,
    pub practice_pace: PracticePace,
    pub say: Option<Say>,
    /// What vendors are asked to answer in where the settings say nothing; `None` follows the system.
    pub language: Option<Language>,
    pub writes_log: bool,
}

impl StartOptions {
    /// For a window on this library, with this process's variables and this system's keyring.
    pub fn window(library: PathBuf) -> Self {
        Self {
            library,
            practice: false,
            audience: Audience::Window,
            follows: true,
            environment: Environment::of_process(),
            keys: Arc::new(SystemStore),
            pace: Pace::REAL,
            submit_timeout: Duration::from_secs(120),
            polls_per_sec: 5,
            faults: Vec::new(),
            practice_pace: PracticePace::default(),
            say: None,
            language: None,
            writes_log: true,
        }
    }

    /// For a command of the headless twin.
    pub fn headless(library: PathBuf, practice: bool, language: Language) -> Self {
        Self { audience: Audience::Headless, practice, language: Some(language), ..Self::window(library) }
    }
}

/// Starts the engine on its own thread and returns at once; the first snapshots say `Phase::Starting`.
/// `wake` is called, from any thread, whenever there is something new to see.
pub fn start(options: StartOptions, wake: impl Fn() + Send + Sync + 'static) -> Engine {
    let (engine, side) = pair(wake);
    let face = side.face();
    let spawned = std::thread::Builder::new().name("engine".to_owned()).spawn(move || live(options, side));
    if let Err(error) = spawned {
        // The side went down with the thread that never was: waiters are let go, and the snapshot says why.
        face.publish(Arc::new(run::closed(Trouble::new("engine-no-thread").with("detail", error.to_string()))));
    }
    engine
}

fn live(options: StartOptions, side: EngineSide) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(8)
        .thread_name("engine-job")
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => {
            let face = side.face();
            let mut side = side;
            let ran = catch_unwind(AssertUnwindSafe(|| runtime.block_on(run::run(options, &mut side))));
            if ran.is_err() {
                // The library is closed, nothing half-done was written, and the window stays to say so.
                face.publish(Arc::new(run::closed(Trouble::new("engine-broke"))));
            }
            // A decoder that hangs does not hold up the end.
            runtime.shutdown_timeout(Duration::from_secs(2));
            drop(side);
        }
        Err(error) => {
            let trouble = Trouble::new("engine-no-thread").with("detail", error.to_string());
            side.face().publish(Arc::new(run::closed(trouble)));
        }
    }
}
