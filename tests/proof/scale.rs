//! Ten thousand running tasks: the vendor's limit is kept in every second, and the machine hardly notices. And how
//! often one task is asked after, once the library has seen how long they take.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use shotloom::engine::{Environment, Pace, StartOptions, keys::NoStore, snapshot::Phase};
use shotloom::library::Library;
use shotloom::model::task::{Life, TaskState};
use shotloom::model::{Language, Task, TaskId};

use super::between::{Asked, Between};
use super::ground::Ground;
use super::judge::judge;
use super::migration::blank;
use super::process_facts::Facts;
use super::world::{Customer, KEY, Order, Vendor};
use super::{Outcome, Ran};

const MOST_SOCKETS: usize = 8;
const MOST_OF_A_CORE: f64 = 0.10;
const MOST_MORE_KIB: u64 = 60 << 10;

/// A vendor where so many tasks run on for ever, and a library that follows them.
fn crowd(ground: &Ground, tasks: usize) -> (Vendor, Customer, Vec<String>) {
    let template = {
        let vendor = Vendor::start(&ground.binary, &[]);
        let customer = Customer::of(&ground.binary, &vendor.url);
        customer.run(Order::Generate, Duration::from_secs(3));
        let charge = vendor.charges().pop().expect("one task was accepted");
        let text = std::fs::read_to_string(vendor.dir().join("tasks").join(format!("{}.json", charge.task))).unwrap();
        serde_json::from_str::<Value>(&text).unwrap()
    };
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("practice/tasks");
    std::fs::create_dir_all(&folder).unwrap();
    let ids: Vec<String> = (0..tasks).map(|number| format!("00000000-0000-4000-8000-{number:012}")).collect();
    for id in &ids {
        let mut task = template.clone();
        task["id"] = json!(id);
        task["extra_secs"] = json!(1_000_000);
        // Drawn already, as far as it knows: nobody renders ten thousand videos.
        task["end"] = json!({"rendered": {"at_ms": 1}});
        std::fs::write(folder.join(format!("{id}.json")), task.to_string()).unwrap();
    }
    let vendor = Vendor::open(&ground.binary, &[], home);
    let customer = Customer::of(&ground.binary, &vendor.url);
    (vendor, customer, ids)
}

fn follow(library: &Path, url: &str, ids: &[String]) {
    let running = |id: &String| Task {
        id: TaskId(format!("task-{id}").into()),
        life: Life { state: TaskState::Running, ..Life::new() },
        remote: Some(id.as_str().into()),
        origin: url.into(),
        ..blank("a boat")
    };
    let tasks: Vec<Task> = ids.iter().map(running).collect();
    Library::open(library).unwrap().library.insert_tasks(&tasks).unwrap();
}

/// The most polls in any span of a second.
fn most_in_a_second(asked: &[Asked]) -> usize {
    let at: Vec<Instant> = asked.iter().filter(|asked| asked.is_poll()).map(|asked| asked.at).collect();
    let in_span =
        |from: usize| at[from..].iter().take_while(|other| **other - at[from] < Duration::from_secs(1)).count();
    (0..at.len()).map(in_span).max().unwrap_or_default()
}

/// The release binary at the pace of a real account: five polls a second.
pub fn at_five(ground: &Ground) -> Outcome {
    let tasks = ground.pick(1_000, 10_000, 10_000);
    ground.side_by_side(1, 1, |_, _| {
        let mut ran = Ran { count: tasks as u64, ..Ran::default() };
        let (vendor, mut customer, ids) = crowd(ground, tasks);
        let line = Between::through(&vendor.url);
        customer.url = line.url.clone();
        let alone = resident_with(ground, &line.url, &ids[..1]);
        follow(&customer.library, &line.url, &ids);
        let mut command = customer.command(Order::Resume);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary starts");
        let facts = Facts::of(child.id());
        std::thread::sleep(Duration::from_secs(ground.pick(4, 15, 30)));
        let (begun, busy) = (Instant::now(), facts.busy(None));
        let until = begun + Duration::from_secs(ground.pick(6, 60, 600));
        let (mut sockets, mut resident) = (0, 0);
        while Instant::now() < until {
            sockets = sockets.max(facts.sockets());
            resident = resident.max(facts.resident_kib());
            std::thread::sleep(Duration::from_millis(100));
        }
        let share = (facts.busy(None) - busy).as_secs_f64() / begun.elapsed().as_secs_f64();
        let _ = child.kill();
        let _ = child.wait();
        let found = Found {
            most: most_in_a_second(&line.asked()),
            cap: 5,
            sockets,
            share,
            more: resident.saturating_sub(alone),
        };
        found.judge(ground, line.asked().len(), &mut ran);
        ran
    })
}

/// What one task's library takes in memory.
fn resident_with(ground: &Ground, url: &str, ids: &[String]) -> u64 {
    let customer = Customer::of(&ground.binary, url);
    follow(&customer.library, url, ids);
    let mut command = customer.command(Order::Resume);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary starts");
    std::thread::sleep(Duration::from_secs(3));
    let resident = Facts::of(child.id()).resident_kib();
    let _ = child.kill();
    let _ = child.wait();
    resident
}

struct Found {
    most: usize,
    cap: usize,
    sockets: usize,
    share: f64,
    more: u64,
}

impl Found {
    fn judge(&self, ground: &Ground, polls: usize, ran: &mut Ran) {
        let Self { most, cap, sockets, share, more } = *self;
        ran.note(format!(
            "{polls} polls, at most {most} in any second of {cap}, {sockets} sockets, {:.1} % of a core, {:.1} MB more",
            share * 100.0,
            more as f64 / 1024.0
        ));
        if most > cap {
            ran.fault(format!("{most} polls in one second, and the cap is {cap}"));
        }
        if polls == 0 {
            ran.fault("nothing was polled");
        }
        if sockets > MOST_SOCKETS {
            ran.fault(format!("{sockets} sockets"));
        }
        // A debug build is no measure of either.
        if ground.size != super::ground::Size::Short && share > MOST_OF_A_CORE {
            ran.fault(format!("{:.1} % of a core", share * 100.0));
        }
        if ground.size != super::ground::Size::Short && more > MOST_MORE_KIB {
            ran.fault(format!("{more} KiB more than with one task"));
        }
    }
}

/// The same engine ten times as fast, in this process: fifty polls a second. Its own threads are measured.
pub fn at_fifty(ground: &Ground) -> Outcome {
    let tasks = ground.pick(1_000, 10_000, 10_000);
    ground.side_by_side(1, 1, |_, _| {
        let mut ran = Ran { count: tasks as u64, ..Ran::default() };
        let (vendor, customer, ids) = crowd(ground, tasks);
        let line = Between::through(&vendor.url);
        follow(&customer.library, &line.url, &ids);
        let before = Facts::of_this().resident_kib();
        let options = StartOptions {
            environment: Environment::default().with_key("mulerouter", KEY).with_url("mulerouter", &line.url),
            keys: std::sync::Arc::new(NoStore),
            pace: Pace(0.1),
            writes_log: false,
            language: Some(Language::English),
            ..StartOptions::window(customer.library.clone())
        };
        let engine = shotloom::engine::start(options, || {});
        let is_open = engine.wait(Duration::from_secs(60), |s| (s.phase == Phase::Open).then_some(()));
        if is_open.is_none() {
            ran.fault("the engine does not open");
        }
        std::thread::sleep(Duration::from_secs(ground.pick(2, 15, 30)));
        let facts = Facts::of_this();
        let (begun, busy) = (Instant::now(), facts.busy(Some("engine")));
        std::thread::sleep(Duration::from_secs(ground.pick(4, 60, 600)));
        let share = (facts.busy(Some("engine")) - busy).as_secs_f64() / begun.elapsed().as_secs_f64();
        let more = facts.resident_kib().saturating_sub(before);
        let sockets = usize::try_from(line.most_open()).unwrap_or(usize::MAX);
        let found = Found { most: most_in_a_second(&line.asked()), cap: 50, sockets, share, more };
        engine.send(shotloom::engine::Command::Quit);
        engine.wait_for_end(Duration::from_secs(30));
        found.judge(ground, line.asked().len(), &mut ran);
        ran
    })
}

/// The first tasks teach how long a video takes there; those after them are asked after seldom.
pub fn polls(ground: &Ground) -> Outcome {
    let takes = ground.pick(8, 90, 240);
    ground.side_by_side(1, 1, |_, _| {
        let mut ran = Ran::default();
        let vendor = Vendor::start(&ground.binary, &[&format!("slow={takes}:all")]);
        let line = Between::through(&vendor.url);
        let customer = Customer::of(&ground.binary, &line.url);
        let mut most = [0, 0];
        for turn in &mut most {
            let before = line.asked().len();
            let run = customer.run(Order::Many(3), Duration::from_secs(takes * 4 + 120));
            if run.code != Some(0) {
                ran.fault(format!("exit {:?}: {}", run.code, run.err));
            }
            let asked = line.asked().split_off(before);
            let polls: Vec<&Asked> = asked.iter().filter(|asked| asked.is_poll()).collect();
            *turn = polls
                .iter()
                .map(|poll| polls.iter().filter(|other| other.path == poll.path).count())
                .max()
                .unwrap_or(0);
            ran.count += 3;
        }
        let [first, learnt] = most;
        ran.note(format!("a task of {takes} s is polled {first} times before it is known and {learnt} times after"));
        if learnt > 15 || learnt == 0 || learnt > first {
            ran.fault(format!("{learnt} polls for one task, {first} before anything was learnt"));
        }
        ran.faults.extend(judge(&vendor, &customer).faults);
        ran
    })
}
