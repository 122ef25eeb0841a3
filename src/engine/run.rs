//! The loop: the only place that waits for everything, and the only one that writes.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::library::{Library, Opened};
use crate::model::{Language, Task, TaskEvent, TaskState, Trouble};

use super::accounts::{Accounts, start_practice};
use super::asking::Asking;
use super::command::Command;
use super::credentials::broken_keyring;
use super::drafts::Drafts;
use super::event::{Event, Job};
use super::filmstrips::Filmstrips;
use super::handle::{EngineSide, Face};
use super::images::Images;
use super::jobs::Jobs;
use super::keys::Turns;
use super::lanes::Lanes;
use super::live::{Live, Lives};
use super::log;
use super::money::Calendar;
use super::offerings::Offerings;
use super::proxy::Network;
use super::questions::Questions;
use super::screen::Screen;
use super::settings::{CapsRead, Damage, Found, PausesRead, Settings};
use super::snapshot::{Phase, Snapshot};
use super::start::{Audience, StartOptions};
use super::tasks::{Then, Unsaved};
use super::timers::{Timer, Timers};
use super::transport::Transport;
use super::uploads::Uploads;

/// Submits on the wire are given this long at the end: an answer is better than an Unknown.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// Everything the loop holds. Only the loop's own thread ever sees it.
pub struct Run {
    pub options: StartOptions,
    pub library: Library,
    pub lives: Lives,
    pub lanes: Lanes,
    pub timers: Timers,
    pub jobs: Jobs,
    pub accounts: Accounts,
    pub network: Network,
    pub transport: Transport,
    pub uploads: Uploads,
    pub images: Images,
    pub filmstrips: Filmstrips,
    pub drafts: Drafts,
    pub questions: Questions,
    pub settings: Settings,
    pub caps_read: CapsRead,
    /// What was wrong with settings.json, until it is told.
    damage: Option<Damage>,
    /// Who may write to the keyring next.
    pub keyring_turns: Turns,
    pub screen: Screen,
    /// Facts the disk did not take yet.
    pub unsaved: Vec<Unsaved>,
    /// What a person was last told of the disk.
    pub disk_trouble: Option<Trouble>,
    /// Clips in the library's own trash whose undo is still offered.
    pub deleted: HashMap<PathBuf, std::time::Instant>,
    pub next_batch: u64,
    pub asking: Asking,
    pub offerings: Offerings,
    /// How long each offering's videos usually take; `None` where too few are known.
    pub usual_runs: HashMap<Arc<str>, Option<u64>>,
    /// Where days and months begin.
    pub calendar: Calendar,
    /// The end of the day the caps were last judged in.
    pub midnight: Option<i64>,
    pub is_focused: bool,
    is_over: bool,
}

/// Runs the engine to its end.
pub async fn run(options: StartOptions, side: &mut EngineSide) {
    let (sender, mut events) = unbounded_channel();
    match Run::open(options, side.face(), Jobs::new(sender)) {
        Ok(mut run) => {
            // The log starts once the library is ours: two processes never write one log.
            let _log = run.options.writes_log.then(|| log::start(&run.library.logs_dir()));
            tracing::info!(version = env!("CARGO_PKG_VERSION"), "engine started");
            run.tell_damage();
            run.take_up();
            run.turn(side, &mut events).await;
            run.end(&mut events).await;
            tracing::info!("engine ended");
        }
        Err(trouble) => {
            side.face().publish(Arc::new(closed(trouble)));
            // Nothing can be done, and nothing was changed; the window stays to say so.
            while !matches!(side.commands.recv().await, None | Some(Command::Quit)) {}
        }
    }
}

/// The face of an engine that cannot work.
pub fn closed(trouble: Trouble) -> Snapshot {
    Snapshot { revision: 1, phase: Phase::Closed(trouble), ..Snapshot::default() }
}

impl Run {
    fn open(options: StartOptions, face: Face, jobs: Jobs) -> Result<Self, Trouble> {
        let Opened { library, troubles } = Library::open(&options.library).map_err(|error| Trouble::from(&error))?;
        let next_batch = library.next_batch().map_err(|error| Trouble::from(&error))?;
        let Found { settings, caps, damage } = Found::read(library.dir());
        let network = Network::new(&settings);
        let transport = network.transport(options.submit_timeout).map_err(|error| Trouble::from(&error))?;
        let screen = Screen::new(face, options.audience, library.dir().to_owned());
        for trouble in troubles {
            screen.notify_bad(trouble);
        }
        Ok(Self {
            accounts: Accounts::new(&options.environment, &settings, options.practice),
            lives: Lives::default(),
            // A little more than its share of a second: what is due at once does not arrive at once.
            lanes: Lanes::new(options.pace.millis(1_050) / options.polls_per_sec.max(1)),
            timers: Timers::default(),
            images: Images::default(),
            filmstrips: Filmstrips::default(),
            drafts: Drafts::default(),
            questions: Questions::default(),
            unsaved: Vec::new(),
            deleted: HashMap::new(),
            disk_trouble: None,
            asking: Asking::default(),
            offerings: Offerings::default(),
            usual_runs: HashMap::new(),
            calendar: Calendar::here(),
            midnight: None,
            is_focused: true,
            is_over: false,
            options,
            library,
            jobs,
            network,
            transport,
            uploads: Uploads::default(),
            settings,
            caps_read: caps,
            damage,
            keyring_turns: Turns::default(),
            screen,
            next_batch,
        })
    }

    /// Settings that cannot be read whole are kept, and a person at the window hears what that means.
    fn tell_damage(&mut self) {
        let Some(damage) = self.damage.take() else { return };
        damage.put_aside(self.library.dir());
        if self.options.audience == Audience::Headless {
            return;
        }
        self.screen.notify_bad(Trouble::new(match self.caps_read {
            CapsRead::Known => "settings-damaged",
            CapsRead::Lost => "settings-caps-lost",
        }));
        if damage.pauses == PausesRead::Lost {
            self.screen.notify_bad(Trouble::new("settings-pauses-lost"));
        }
    }

    /// Every unfinished task goes on by itself; what was cut off by the end of the last process is put right first.
    fn take_up(&mut self) {
        self.lay_lines();
        self.read_keys();
        self.read_proxy_password();
        self.look_at_offerings();
        self.take_up_tasks();
        self.open_cast();
        self.open_desk();
        self.open_door();
        self.screen.next_batch(self.next_batch);
        self.screen.settings_changed(&self.settings);
        self.show_accounts();
        self.screen.questions_changed(&self.questions);
        self.screen.opened();
        self.hand_over_trash();
        self.measure_previews();
    }

    fn take_up_tasks(&mut self) {
        let unfinished = self.library.unfinished().unwrap_or_else(|error| {
            self.library_failed(&error);
            Vec::new()
        });
        for task in unfinished {
            self.take_up_task(task);
        }
        // Results that expire come first.
        let mut ids: Vec<_> = self.lives.by_id.values().map(|live| (live.task.state(), live.task.id.clone())).collect();
        ids.sort_by_key(|(state, id)| (*state != TaskState::Ready, id.clone()));
        for (_, id) in ids {
            self.go_on(&id);
        }
    }

    fn take_up_task(&mut self, task: Task) {
        let id = task.id.clone();
        // The practice vendor may have another port by now: its old links lead nowhere.
        let has_old_link = task.is_practice && matches!(task.state(), TaskState::Ready | TaskState::Downloading);
        let live = Live { wants_link: has_old_link, ..Live::new(task.clone()) };
        self.screen.task_inserted(&live.task);
        self.questions.task_moved(&id, task.state());
        self.lives.insert(live);
        let died = match task.state() {
            TaskState::Uploading | TaskState::Sending | TaskState::Downloading => {
                self.moved(&task, TaskEvent::ProcessDied)
            }
            TaskState::Queued
            | TaskState::Running
            | TaskState::Ready
            | TaskState::Done
            | TaskState::Rejected
            | TaskState::Waiting
            | TaskState::NotSent
            | TaskState::Unknown
            | TaskState::Failed
            | TaskState::Expired
            | TaskState::Cancelled
            | TaskState::GivenUp => None,
        };
        if let Some(mut next) = died {
            if next.state() == TaskState::Unknown {
                next.trouble = Some(Trouble::new("vendor-answer-lost"));
            }
            next.retry_at_millis = None;
            self.commit_fact(next, None, Then::GoOn);
        }
    }

    async fn turn(&mut self, side: &mut EngineSide, events: &mut UnboundedReceiver<Event>) {
        while !self.is_over {
            self.settle();
            let wake_at = self.wake_at();
            let event = tokio::select! {
                biased;
                command = side.commands.recv() => Some(Event::Command(command.unwrap_or(Command::Quit))),
                event = events.recv() => event,
                () = sleep_until(wake_at.unwrap_or_else(Instant::now)), if wake_at.is_some() => None,
            };
            if let Some(event) = event {
                self.on(event);
            }
        }
    }

    /// When there is something to do though nothing happens; `None` is sleep.
    fn wake_at(&self) -> Option<Instant> {
        let lanes = if self.options.follows { self.lanes.opens_at() } else { None };
        [self.timers.next_at(), self.screen.due_at(), lanes].into_iter().flatten().min()
    }

    /// Between two events: what is due is done, and what changed is shown.
    fn settle(&mut self) {
        let now = Instant::now();
        while let Some(timer) = self.timers.due(now) {
            self.on(Event::Timer(timer));
        }
        if self.options.follows {
            self.pump();
        }
        if self.screen.due_at().is_some_and(|at| at <= Instant::now()) {
            self.publish();
        }
    }

    pub fn publish(&mut self) {
        if self.screen.wants_drafts() {
            let (lines, page) = (self.draft_lines(), self.draft_page());
            self.screen.drafts(lines, page);
        }
        if self.screen.wants_prompts() {
            let recent = self.recent_prompts();
            self.screen.recent_prompts(recent);
        }
        self.sum_up();
        self.screen.publish(&self.library);
    }

    fn on(&mut self, event: Event) {
        match event {
            Event::Command(Command::Quit) => self.is_over = true,
            Event::Command(command) => self.obey(command),
            Event::Timer(Timer::Task { id, ticket }) => self.woke(&id, ticket),
            Event::Timer(Timer::Drafts) => self.on_drafts_due(),
            Event::Timer(Timer::Unsaved) => self.save_unsaved(),
            Event::Timer(Timer::Trash) => self.hand_over_trash(),
            Event::Timer(Timer::ForgottenKey(vendor)) => self.accounts.let_go(vendor),
            Event::Timer(Timer::Midnight) => self.screen.spending_changed(),
            Event::Timer(Timer::Offerings) => self.look_at_offerings(),
            Event::Timer(Timer::Balance(vendor)) => self.balance_is_due(vendor),
            Event::Uploading { id, job, done, of } => self.on_uploading(&id, job, done, of),
            Event::Uploaded { vendor, origin, sha256, lying } => self.on_uploaded(vendor, &origin, &sha256, &lying),
            Event::Prepared { id, job, prepared } => self.on_prepared(&id, job, prepared),
            Event::Sent { id, job, came } => self.on_sent(&id, job, came),
            Event::Polled { id, job, came } => self.on_polled(&id, job, &came),
            Event::Arriving { id, job, percent } => self.on_arriving(&id, job, percent),
            Event::Fetched { id, job, fetched } => self.on_fetched(&id, job, fetched),
            Event::Measured { image, measured } => self.on_measured(image, measured),
            Event::Repaired { ticket, repaired } => self.on_repaired(ticket, repaired),
            Event::Thumb { key, pixels } => self.show_thumb(&key, pixels),
            Event::FilmstripRead { wish, pixels } => self.on_filmstrip_read(wish, pixels),
            Event::FilmstripMade { sha256, pixels } => self.on_filmstrip_made(sha256, pixels),
            Event::PreviewsMeasured(bytes) => self.screen.previews(Some(bytes)),
            Event::FrameTaken { asked, got } => self.on_frame(asked, got),
            Event::Judged { order, verdict } => self.on_judged(*order, verdict),
            Event::BalanceCame { vendor, base_url, came } => self.on_balance(vendor, &base_url, &came),
            Event::ModesCame { row, base_url, came } => self.on_modes(row, &base_url, &came),
            Event::EstimateCame { ticket, draft, money } => self.on_estimate(ticket, draft, money),
            Event::OrderPriced { order, money } => self.on_priced(*order, money),
            Event::KeyRead { vendor, origin, answer } => self.on_key_read(vendor, &origin, answer),
            Event::KeyWritten { vendor, origin, answer } => self.on_key_written(vendor, &origin, &answer),
            Event::KeyDeleted(answer) => self.on_key_deleted(answer),
            Event::KeyringUnlocked(answer) => self.on_keyring_unlocked(&answer),
            Event::ProxyPasswordRead { entry, answer } => self.on_proxy_password_read(&entry, answer),
            Event::ProxyPasswordWritten { entry, answer } => self.on_proxy_password_written(&entry, &answer),
            Event::KeyTested { vendor, base_url, came } => self.on_key_tested(vendor, &base_url, &came),
            Event::Sandbox(started) => {
                self.accounts.sandbox_started(started);
                self.accounts_changed();
            }
            Event::CastPictures(owned) => self.on_cast_pictures(owned),
            Event::CastFolder(found) => self.on_cast_folder(found),
            Event::Imported(imported) => self.on_imported(imported),
            Event::Knocked { door, file } => self.on_knocked(door, file),
            Event::Exported { id, written } => self.on_exported(&id, written),
            Event::Said(notice) => notice.into_iter().for_each(|notice| self.screen.notify(notice)),
            Event::Wire(wire) => self.screen.wire(Some(wire)),
            Event::Broke(job) => self.on_broke(job),
        }
    }

    /// A worker panicked: what it did is put right, and everything else goes on.
    fn on_broke(&mut self, job: Job) {
        tracing::error!(?job, "a worker broke down");
        match job {
            Job::Prepare { id, job } => self.on_prepare_broke(&id, job),
            Job::Send { id, job } => self.on_send_broke(&id, job),
            Job::Poll { id, job } => self.on_poll_broke(&id, job),
            Job::Fetch { id, job } => self.on_fetch_broke(&id, job),
            Job::Measure(image) => {
                self.images.broke(&image);
                self.screen.pictures_changed(&self.images);
            }
            Job::Repair { ticket } => self.on_repaired(ticket, Err(Trouble::new("engine-worker-broke"))),
            Job::Thumb(key) => self.show_thumb(&key, None),
            Job::Frame(asked) => self.on_frame(asked, Err(Trouble::new("engine-worker-broke"))),
            Job::Judge { batch } => self.refuse(batch, Trouble::new("engine-worker-broke")),
            Job::Keyring(vendor, origin) => self.on_key_read(vendor, &origin, Err(broken_keyring())),
            Job::KeyTest(vendor) => self.key_test_broke(vendor),
            Job::ProxyPassword(entry) => self.on_proxy_password_read(&entry, Err(broken_keyring())),
            Job::Filmstrip(sha256) => self.on_filmstrip_made(sha256, None),
            Job::Estimate { ticket, draft } => self.on_estimate(ticket, draft, None),
            // It went down with the visitor; the next one finds another.
            Job::Door => self.open_door(),
            Job::Sandbox => {
                let broken = Trouble::new("held-practice-broken").with("detail", "–");
                self.accounts.sandbox_started(Err(broken));
                self.accounts_changed();
            }
            Job::Other(what) => self.screen.notify_bad(Trouble::new("engine-worker-broke").with("work", what)),
        }
    }

    pub fn wake_sandbox(&mut self) {
        if !self.accounts.wants_sandbox() {
            return;
        }
        let (dir, faults, pace) =
            (self.library.practice_dir(), self.options.faults.clone(), self.options.practice_pace);
        self.jobs.spawn(Job::Sandbox, async move { Event::Sandbox(start_practice(dir, faults, pace).await) });
    }

    pub fn language(&self) -> Language {
        let system = || Language::of_locale(&sys_locale::get_locale().unwrap_or_default());
        self.settings.language.or(self.options.language).unwrap_or_else(system)
    }

    /// Nothing new begins; what is on the wire may still be answered, and everything typed is written.
    async fn end(&mut self, events: &mut UnboundedReceiver<Event>) {
        self.options.follows = false;
        self.filmstrips.close();
        let deadline = Instant::now() + LAST_ANSWERS;
        while self.lives.sending() > 0 {
            match timeout_at(deadline, events.recv()).await {
                Ok(Some(event)) => self.on(event),
                Ok(None) | Err(_) => break,
            }
        }
        self.save_drafts();
        self.save_unsaved();
        self.hand_over_trash_now();
        self.publish();
        if let Some(sandbox) = self.accounts.take_sandbox() {
            sandbox.stop().await;
        }
    }
}

pub fn now_millis() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// From 0 to 1, for waits that must not fall together.
pub fn chance() -> f64 {
    fastrand::f64()
}
