//! Workers that break down, many starts at once, clocks that jump, a machine that slept.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::between::{Asked, Between};
use super::ground::Ground;
use super::judge::judge;
use super::world::{Customer, Order, Vendor, finish, shotloom};
use super::{Outcome, Ran};

const PATIENCE: Duration = Duration::from_secs(120);

/// A worker of each kind panics once. A submit that broke down may have left: it is Unknown, and everything else ends
/// well.
pub fn panics(ground: &Ground) -> Outcome {
    let Some(debug) = &ground.debug else {
        return Outcome::NotRun("no debug build: `cargo build`, or --debug-binary PATH".to_owned());
    };
    const KINDS: [(&str, &str, usize); 4] =
        [("prepare", "done", 1), ("send", "unknown", 0), ("poll", "done", 1), ("fetch", "done", 1)];
    let times = ground.pick(1, 8, 40);
    ground.side_by_side(ground.pick(4, 2, 2), 4 * times, |worker, share| {
        let workers = ground.pick(4, 2, 2);
        let mut ran = Ran::default();
        for nth in 0..share {
            let (kind, state, charges) = KINDS[usize::try_from(worker + workers * nth).unwrap() % KINDS.len()];
            ran.count += 1;
            let vendor = Vendor::start(&ground.binary, &[]);
            let customer = Customer::of(debug, &vendor.url);
            let mut command = customer.command(Order::Generate);
            let run = finish(command.env("SHOTLOOM_PANIC_IN", kind), PATIENCE);
            let states: Vec<_> = customer.tasks().iter().map(|task| task["state"].clone()).collect();
            if !run.err.contains("panicked on request") {
                ran.fault(format!("{kind}: nothing panicked: {}", run.err));
            }
            if states != [state] || vendor.charges().len() != charges {
                ran.fault(format!("{kind}: {states:?}, {} charges: {}", vendor.charges().len(), run.err));
            }
            ran.faults.extend(judge(&vendor, &customer).faults.into_iter().map(|fault| format!("{kind}: {fault}")));
        }
        ran
    })
}

/// Many starts at once on one library: one follows its task, all others say that it is in use.
pub fn starts(ground: &Ground) -> Outcome {
    let at_once = ground.pick(8, 50, 50);
    let times = ground.pick(1, 5, 40);
    ground.side_by_side(1, times, |_, share| {
        let mut ran = Ran::default();
        for _ in 0..share {
            ran.count += at_once;
            many_starts(ground, at_once, &mut ran);
        }
        ran
    })
}

fn many_starts(ground: &Ground, at_once: u64, ran: &mut Ran) {
    let vendor = Vendor::start(&ground.binary, &["slow=12"]);
    let line = Between::through(&vendor.url);
    let customer = Customer::of(&ground.binary, &line.url);
    // A task that runs on for a while, so that its owner stays.
    customer.killed_after(Order::Generate, Duration::from_secs(2));
    let begin = |_| {
        let mut command = customer.command(Order::Resume);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary starts")
    };
    let mut children: Vec<_> = (0..at_once).map(begin).collect();
    let codes: Vec<_> = children.iter_mut().map(|child| child.wait().expect("its end").code()).collect();
    let owners = codes.iter().filter(|code| **code == Some(0)).count();
    let refused = codes.iter().filter(|code| **code == Some(4)).count();
    if owners != 1 || owners + refused != codes.len() {
        ran.fault(format!("{owners} owners and {refused} refused of {}: {codes:?}", codes.len()));
    }
    ran.faults.extend(judge(&vendor, &customer).faults);
}

fn faketime() -> Option<&'static str> {
    ["/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"]
        .into_iter()
        .find(|path| Path::new(path).is_file())
}

/// No more polls than this in any second while a clock jumps or a machine wakes: one task is asked after now and then.
const CALM: usize = 3;

/// The wall clock is a day ahead or behind at the restart: nothing expires, nothing is asked in a storm.
pub fn clocks(ground: &Ground) -> Outcome {
    let Some(library) = faketime() else {
        return Outcome::NotRun("libfaketime is not installed (package faketime)".to_owned());
    };
    let shifts = ["+1d", "-1d", "+400d", "-400d"];
    let count = ground.pick(2, 4, 40);
    ground.side_by_side(2, count, |worker, share| {
        let mut ran = Ran::default();
        for nth in 0..share {
            let shift = shifts[usize::try_from(worker + 2 * nth).unwrap() % shifts.len()];
            ran.count += 1;
            let vendor = Vendor::start(&ground.binary, &["slow=4"]);
            let line = Between::through(&vendor.url);
            let customer = Customer::of(&ground.binary, &line.url);
            customer.killed_after(Order::Generate, Duration::from_secs(2));
            let mut command = customer.command(Order::Resume);
            command.env("LD_PRELOAD", library).env("FAKETIME", shift).env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
            let run = finish(&mut command, PATIENCE);
            let states: Vec<_> = customer.tasks().iter().map(|task| task["state"].clone()).collect();
            if run.code != Some(0) || states != ["done"] {
                ran.fault(format!("clock {shift}: exit {:?}, {states:?}: {}{}", run.code, run.out, run.err));
            }
            calm(&line, shift, &mut ran);
            ran.faults.extend(judge(&vendor, &customer).faults);
        }
        ran
    })
}

/// The machine sleeps in the middle of a task, as far as the process can tell: it is stopped and goes on later.
pub fn suspends(ground: &Ground) -> Outcome {
    let count = ground.pick(1, 6, 40);
    ground.side_by_side(2, count, |_, share| {
        let mut ran = Ran::default();
        for _ in 0..share {
            ran.count += 1;
            let vendor = Vendor::start(&ground.binary, &["slow=6"]);
            let line = Between::through(&vendor.url);
            let customer = Customer::of(&ground.binary, &line.url);
            let mut command = customer.command(Order::Generate);
            let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary starts");
            let until = Instant::now() + Duration::from_secs(30);
            while !line.asked().iter().any(Asked::is_poll) && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(20));
            }
            signal(child.id(), "STOP");
            std::thread::sleep(Duration::from_secs(ground.pick(2, 45, 45)));
            signal(child.id(), "CONT");
            let code = child.wait().expect("its end").code();
            let states: Vec<_> = customer.tasks().iter().map(|task| task["state"].clone()).collect();
            if code != Some(0) || states != ["done"] {
                ran.fault(format!("after a sleep: exit {code:?}, {states:?}"));
            }
            calm(&line, "sleep", &mut ran);
            ran.faults.extend(judge(&vendor, &customer).faults);
        }
        ran
    })
}

fn signal(process: u32, name: &str) {
    let _ = Command::new("kill").args(["-s", name, &process.to_string()]).status();
}

/// No second held more polls than a calm engine makes for one task.
fn calm(line: &Between, what: &str, ran: &mut Ran) {
    let polls: Vec<_> = line.asked().into_iter().filter(Asked::is_poll).map(|asked| asked.at).collect();
    let most = polls
        .iter()
        .map(|from| polls.iter().filter(|at| **at >= *from && **at - *from < Duration::from_secs(1)).count());
    let most = most.max().unwrap_or_default();
    if most > CALM {
        ran.fault(format!("{what}: {most} polls in one second"));
    }
}

/// Memory of ours may hold a key: no file of it is left by a crash, and none is handed to a program that collects them.
pub fn core_dumps(ground: &Ground) -> Outcome {
    let runs = ground.pick(2, 20, 100);
    ground.side_by_side(1, runs, |_, share| {
        let mut ran = Ran::default();
        for nth in 0..share {
            ran.count += 1;
            let home = tempfile::tempdir().unwrap();
            let mut command = shotloom(&ground.binary, home.path());
            command.arg("sandbox").current_dir(home.path()).stdout(Stdio::piped()).stderr(Stdio::null());
            // Whoever starts it may allow as much as there is.
            let mut generous = Command::new("sh");
            generous.args(["-c", r#"ulimit -c unlimited 2>/dev/null; exec "$@""#, "sh"]);
            let mut child = within(&generous, &command).spawn().expect("the binary starts");
            let mut line = String::new();
            let _ = BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line);
            let folder = PathBuf::from(format!("/proc/{}", child.id()));
            let limits = std::fs::read_to_string(folder.join("limits")).unwrap_or_default();
            let core = limits.lines().find(|line| line.starts_with("Max core file size"));
            let numbers: Vec<_> = core.into_iter().flat_map(|line| line.split_whitespace().skip(4).take(2)).collect();
            if numbers != ["0", "0"] {
                ran.fault(format!("a core file may be written: {core:?}"));
            }
            let filter = std::fs::read_to_string(folder.join("coredump_filter")).unwrap_or_default();
            if filter.trim().chars().any(|digit| digit != '0') || filter.is_empty() {
                ran.fault(format!("memory is handed to whoever collects cores: {filter:?}"));
            }
            let how = ["ABRT", "SEGV", "TRAP"][usize::try_from(nth).unwrap() % 3];
            let status = loop {
                // Whoever watches its stack for overflows passes the first one on by waiting for a second.
                signal(child.id(), how);
                match child.try_wait().expect("its end") {
                    Some(status) => break status,
                    None => std::thread::sleep(Duration::from_millis(50)),
                }
            };
            if std::os::unix::process::ExitStatusExt::core_dumped(&status) && !is_piped() {
                ran.fault(format!("it left a core: {status}"));
            }
            let left: Vec<_> = std::fs::read_dir(home.path()).unwrap().flatten().map(|file| file.file_name()).collect();
            if left.iter().any(|name| name.to_string_lossy().contains("core")) {
                ran.fault(format!("it left {left:?}"));
            }
        }
        ran
    })
}

/// Whether cores go to a program on this machine: it is given one whatever the limit, and what it may see the filter says.
fn is_piped() -> bool {
    std::fs::read_to_string("/proc/sys/kernel/core_pattern").is_ok_and(|pattern| pattern.starts_with('|'))
}

/// The same command, started by another program.
fn within(by: &Command, command: &Command) -> Command {
    let mut all = Command::new(by.get_program());
    all.args(by.get_args()).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => all.env(name, value),
            None => all.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        all.current_dir(folder);
    }
    all.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    all
}
