//! The process dies: at every named step, at any time, in any system call. Afterwards every charge is accounted for,
//! nothing was sent twice, and what was running is polled again at once.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::between::Between;
use super::ground::{Ground, Size};
use super::judge::{Verdict, judge, not_whole};
use super::world::{Customer, Order, STORY, Vendor, finish};
use super::{Outcome, Ran, strace};

const PATIENCE: Duration = Duration::from_secs(120);
/// A restart polls what is running within this.
const POLLS_AGAIN: Duration = Duration::from_secs(2);

/// What `resume` must find after a kill at a step, and what the vendor must have charged.
struct Step {
    name: &'static str,
    state: &'static str,
    charges: usize,
}

const STEPS: [Step; 10] = [
    Step { name: "queued", state: "done", charges: 1 },
    Step { name: "uploading", state: "done", charges: 1 },
    Step { name: "sending", state: "unknown", charges: 0 },
    Step { name: "answered", state: "unknown", charges: 1 },
    Step { name: "running", state: "done", charges: 1 },
    Step { name: "ready", state: "done", charges: 1 },
    Step { name: "downloading", state: "done", charges: 1 },
    Step { name: "synced", state: "done", charges: 1 },
    Step { name: "renamed", state: "done", charges: 1 },
    Step { name: "done", state: "done", charges: 1 },
];

/// Named steps exist in debug builds only: this row kills one, and says so.
pub fn at_steps(ground: &Ground) -> Outcome {
    let Some(debug) = &ground.debug else {
        return Outcome::NotRun("no debug build: `cargo build`, or --debug-binary PATH".to_owned());
    };
    let times = ground.pick(1, 8, 40);
    let count = STEPS.len() as u64 * times;
    ground.side_by_side(ground.pick(5, 2, 2), count, |worker, share| {
        let mut ran = Ran::default();
        for nth in 0..share {
            let workers = ground.pick(5, 2, 2);
            let step = &STEPS[usize::try_from(worker + nth * workers).unwrap() % STEPS.len()];
            ran.count += 1;
            ran.faults.extend(killed_at(debug, &ground.binary, step));
        }
        ran
    })
}

fn killed_at(debug: &Path, judge_binary: &Path, step: &Step) -> Vec<String> {
    let vendor = Vendor::start(judge_binary, &[]);
    let customer = Customer::of(debug, &vendor.url);
    if step.name == "uploading" {
        // Only some vendors have pictures brought to them first.
        let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/frames/dusk.png");
        let story = STORY.replace(
            r#""prompt""#,
            &format!(r#""offering":"apimart/kling-v3","first_frame":"{}","prompt""#, picture.display()),
        );
        std::fs::write(customer.home.path().join("story.shot.json"), story).unwrap();
    }
    let mut command = customer.command(Order::Generate);
    command.env("SHOTLOOM_STOP_AT", step.name).stderr(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn().expect("the binary starts");
    let mut lines = BufReader::new(child.stderr.take().expect("its words")).lines();
    let standing = format!("standing at {}", step.name);
    let is_there = lines.any(|line| line.is_ok_and(|line| line == standing));
    let _ = child.kill();
    let _ = child.wait();
    if !is_there {
        return vec![format!("{}: it never came there", step.name)];
    }
    let mut faults = Vec::new();
    let run = customer.run(Order::Resume, PATIENCE);
    // One that was done has nothing left to resume.
    let tasks = if step.name == "done" { customer.tasks() } else { run.tasks() };
    let states: Vec<_> = tasks.iter().map(|task| task["state"].as_str().unwrap_or_default()).collect();
    if states != [step.state] {
        faults.push(format!("{}: {states:?}, not {} {}", step.name, step.state, run.err));
    }
    if vendor.charges().len() != step.charges {
        faults.push(format!("{}: {} charges, not {}", step.name, vendor.charges().len(), step.charges));
    }
    faults.extend(tasks.iter().filter(|task| task["state"] == "done").filter_map(not_whole));
    faults.extend(judge(&vendor, &customer).faults.into_iter().map(|fault| format!("{}: {fault}", step.name)));
    faults
}

/// One worker's world through many kills: one library that is killed again and again.
struct Campaign<'a> {
    ground: &'a Ground,
    vendor: Vendor,
    line: Between,
    customer: Customer,
    slowest_poll: Duration,
}

impl<'a> Campaign<'a> {
    fn begin(ground: &'a Ground) -> Self {
        let vendor = Vendor::start(&ground.binary, &[]);
        let line = Between::through(&vendor.url);
        let customer = Customer::of(&ground.binary, &line.url);
        Self { ground, vendor, line, customer, slowest_poll: Duration::ZERO }
    }

    /// Every wish to its end, without a kill; then both sides are compared.
    fn reckon(&mut self, ran: &mut Ran) -> Verdict {
        let is_running = self.customer.tasks().iter().any(|task| task["state"] == "running");
        let start = Instant::now();
        let run = self.customer.run(Order::Resume, PATIENCE);
        if run.code.is_none() {
            ran.fault(format!("resume did not end within {PATIENCE:?}: {:?}", self.customer.tasks()));
        }
        if is_running {
            match self.line.first_poll_since(start) {
                Some(after) if after <= POLLS_AGAIN || self.ground.size == Size::Short => {
                    self.slowest_poll = self.slowest_poll.max(after);
                }
                Some(after) => ran.fault(format!("polled again only after {after:?}")),
                None => ran.fault("a running task was not polled after the restart"),
            }
        }
        let verdict = judge(&self.vendor, &self.customer);
        ran.faults.extend(verdict.faults.iter().cloned());
        let under_way = verdict.wishes - verdict.unknown - verdict.done;
        let ended: Vec<_> = self.customer.tasks();
        let cancelled = ended.iter().filter(|task| task["state"] == "cancelled").count();
        if under_way != cancelled {
            ran.fault(format!("{under_way} wishes neither done nor unknown, {cancelled} of them cancelled unsent"));
        }
        verdict
    }

    fn end(mut self, ran: &mut Ran) {
        let verdict = self.reckon(ran);
        ran.note(format!(
            "{} wishes, {} charges, {} unknown, polled again after {} ms at most",
            verdict.wishes,
            verdict.charges,
            verdict.unknown,
            self.slowest_poll.as_millis()
        ));
    }
}

pub fn at_random(ground: &Ground) -> Outcome {
    let kills = ground.pick(12, 200, 3_000);
    ground.side_by_side(2, kills, |worker, share| {
        let mut chance = ground.chance(worker);
        let mut ran = Ran::default();
        let mut campaign = Campaign::begin(ground);
        while ran.count < share {
            // A wish that is begun and cut off, then cut off again and again on its way.
            for order in [Order::Generate, Order::Generate, Order::Resume, Order::Resume, Order::Resume] {
                let after = Duration::from_micros(chance.u64(0..1_000_000));
                if ran.count < share && campaign.customer.killed_after(order, after) {
                    ran.count += 1;
                }
            }
            if chance.u32(0..4) == 0 && ground.size != Size::Short {
                campaign.reckon(&mut ran);
            }
        }
        campaign.end(&mut ran);
        ran
    })
}

/// The calls through which it touches anything that stays or leaves.
const CALLS: [&str; 13] = [
    "openat",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "ftruncate",
    "sendto",
    "writev",
    "recvfrom",
    "connect",
    "rename",
    "unlink",
    "mkdir",
];

pub fn in_syscalls(ground: &Ground) -> Outcome {
    if let Some(why) = strace::is_missing() {
        return Outcome::NotRun(why);
    }
    let kills = ground.pick(4, 200, 3_000);
    let known = {
        let vendor = Vendor::start(&ground.binary, &[]);
        let customer = Customer::of(&ground.binary, &vendor.url);
        [Order::Generate, Order::Resume].map(|order| (order, calls_of(ground, &customer, order)))
    };
    let known = &known;
    ground.side_by_side(2, kills, |worker, share| {
        let mut chance = ground.chance(100 + worker);
        let mut ran = Ran::default();
        let mut campaign = Campaign::begin(ground);
        let mut tries = 0;
        while ran.count < share && tries < share * 4 {
            tries += 1;
            let (order, calls) = &known[usize::from(chance.u32(0..3) == 0)];
            if calls.is_empty() {
                ran.fault(format!("strace saw no call of {order:?}"));
                break;
            }
            let (call, most) = &calls[chance.usize(0..calls.len())];
            let at = chance.u64(1..=*most);
            let patience = Duration::from_secs(ground.pick(3, 9, 9));
            ran.count += u64::from(killed_in(&campaign.customer, *order, (call, at), patience));
            if tries % 10 == 0 && ground.size != Size::Short {
                campaign.reckon(&mut ran);
            }
        }
        campaign.end(&mut ran);
        ran
    })
}

/// The calls a run makes, and how often.
fn calls_of(ground: &Ground, customer: &Customer, order: Order) -> Vec<(String, u64)> {
    let log = tempfile::NamedTempFile::new().unwrap();
    let trace = format!("trace={}", CALLS.join(","));
    finish(
        &mut strace::command(customer, order, log.path(), &["-e".to_owned(), trace]),
        Duration::from_secs(ground.pick(3, 60, 60)),
    );
    strace::counts(&std::fs::read_to_string(log.path()).unwrap_or_default()).into_iter().collect()
}

/// Whether the kill struck before the run ended by itself.
fn killed_in(customer: &Customer, order: Order, (call, at): (&str, u64), patience: Duration) -> bool {
    let log = tempfile::NamedTempFile::new().unwrap();
    let options =
        ["-e".to_owned(), format!("trace={call}"), "-e".to_owned(), format!("inject={call}:signal=KILL:when={at}")];
    let run = finish(&mut strace::command(customer, order, log.path(), &options), patience);
    // No code: the injected signal, or ours after the patience. Either is a SIGKILL.
    run.code.is_none()
}
