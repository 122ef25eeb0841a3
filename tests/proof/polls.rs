//! A vendor that answers polls with trouble for minutes: no task fails by our doing, and it goes on soon after.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::between::{Act, Asked, Between, answer};
use super::ground::{Ground, Size};
use super::judge::judge;
use super::namespace::{self, Names};
use super::world::{Customer, Order, Vendor, finish};
use super::{Outcome, Ran};

/// After the vendor is well again the task moves within this.
const RECOVERY: Duration = Duration::from_secs(30);
const PATIENCE: Duration = Duration::from_secs(900);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Error500,
    Error503Html,
    Busy429,
    Html200,
    NotFound,
    HangsUp,
    UnknownWord,
    NoLink,
    NotJson,
}

impl Trouble {
    const ALL: [Self; 9] = [
        Self::Error500,
        Self::NotFound,
        Self::UnknownWord,
        Self::NoLink,
        Self::Error503Html,
        Self::Busy429,
        Self::Html200,
        Self::HangsUp,
        Self::NotJson,
    ];

    fn act(self) -> Act {
        let json = "application/json";
        let html: &[u8] = b"<html><body>Bad gateway</body></html>";
        Act::Say(match self {
            Self::Error500 => answer(500, json, "", br#"{"detail":"Internal server error"}"#),
            Self::Error503Html => answer(503, "text/html", "", html),
            Self::Busy429 => answer(429, json, "retry-after: 7\r\n", br#"{"detail":"Too many requests"}"#),
            Self::Html200 => answer(200, "text/html", "", html),
            Self::NotFound => answer(404, json, "", br#"{"detail":"Task not found"}"#),
            Self::HangsUp => return Act::CutRequest(0),
            Self::UnknownWord => answer(200, json, "", br#"{"task_info":{"id":"x","status":"reticulating"}}"#),
            Self::NoLink => answer(200, json, "", br#"{"task_info":{"id":"x","status":"completed"},"videos":[]}"#),
            Self::NotJson => answer(200, json, "", b"{\"task_info\":"),
        })
    }
}

pub fn trouble(ground: &Ground) -> Outcome {
    let kinds = ground.pick(4, Trouble::ALL.len(), Trouble::ALL.len());
    let lasts = Duration::from_secs(ground.pick(6, 600, 600));
    // They wait most of the time: all of them side by side.
    ground.side_by_side(kinds as u64, kinds as u64, |worker, _| {
        let kind = Trouble::ALL[usize::try_from(worker).unwrap()];
        // Ten minutes without a link are the end by design: it stays just under.
        let lasts = if kind == Trouble::NoLink { lasts.mul_f64(0.9) } else { lasts };
        let mut ran = Ran { count: 1, ..Ran::default() };
        one(ground, kind, lasts, &mut ran);
        ran
    })
}

/// The vendor's name is not found any more while its task runs, as the system's own resolver says it.
pub fn nameless(ground: &Ground) -> Outcome {
    if let Some(why) = namespace::is_missing() {
        return Outcome::NotRun(why);
    }
    let lasts = Duration::from_secs(ground.pick(8, 600, 600));
    ground.side_by_side(2, ground.pick(1, 2, 10), |_, share| {
        let mut ran = Ran::default();
        for _ in 0..share {
            ran.count += 1;
            lost_name(ground, lasts, &mut ran);
        }
        ran
    })
}

fn lost_name(ground: &Ground, lasts: Duration, ran: &mut Ran) {
    const KNOWN: &str = "127.0.0.1 localhost\n";
    let vendor = Vendor::start(&ground.binary, &["slow=8"]);
    let line = Between::through(&vendor.url);
    let names = Names::of(KNOWN);
    let customer = Customer::of(&ground.binary, &line.url.replace("127.0.0.1", "localhost"));
    let (run, polls, recovered_at) = std::thread::scope(|scope| {
        let run = scope.spawn(|| finish(&mut names.around(&customer.command(Order::Generate)), PATIENCE));
        let until = Instant::now() + Duration::from_secs(60);
        while !line.asked().iter().any(Asked::is_submit) && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
        // The answer to the submit is on its way home.
        std::thread::sleep(Duration::from_millis(500));
        names.are_now("");
        let gone_at = Instant::now();
        std::thread::sleep(lasts);
        let polls = line.asked().iter().filter(|asked| asked.is_poll() && asked.at > gone_at).count();
        names.are_now(KNOWN);
        let recovered_at = Instant::now();
        (run.join().unwrap(), polls, recovered_at)
    });
    let states: Vec<_> = customer.tasks().iter().map(|task| task["state"].clone()).collect();
    if run.code != Some(0) || states != ["done"] {
        ran.fault(format!("a lost name: exit {:?}, {states:?}: {}{}", run.code, run.out, run.err));
    }
    if polls > 0 {
        ran.fault(format!("{polls} polls came through without a name: nothing was judged"));
    }
    match line.first_poll_since(recovered_at) {
        Some(after) if after > RECOVERY => ran.fault(format!("polled again only after {after:?}")),
        Some(after) => ran.note(format!("polled again after {:.1} s", after.as_secs_f64())),
        None => ran.fault("never polled again"),
    }
    ran.faults.extend(judge(&vendor, &customer).faults);
}

fn one(ground: &Ground, kind: Trouble, lasts: Duration, ran: &mut Ran) {
    let vendor = Vendor::start(&ground.binary, &[]);
    let is_well = Arc::new(AtomicBool::new(true));
    let well = Arc::clone(&is_well);
    let line = Between::to(&vendor.url, move |asked| {
        if asked.is_poll() && !well.load(Ordering::Relaxed) { kind.act() } else { Act::Through }
    });
    is_well.store(false, Ordering::Relaxed);
    let customer = Customer::of(&ground.binary, &line.url);
    let (run, recovered_at) = std::thread::scope(|scope| {
        let run = scope.spawn(|| customer.run(Order::Generate, PATIENCE));
        let submitted = Instant::now() + Duration::from_secs(60);
        while !line.asked().iter().any(Asked::is_submit) && Instant::now() < submitted {
            std::thread::sleep(Duration::from_millis(50));
        }
        std::thread::sleep(lasts);
        is_well.store(true, Ordering::Relaxed);
        let recovered_at = Instant::now();
        (run.join().unwrap(), recovered_at)
    });
    let states: Vec<_> = customer.tasks().iter().map(|task| task["state"].clone()).collect();
    if run.code != Some(0) || states != ["done"] {
        ran.fault(format!("{kind:?}: exit {:?}, {states:?}: {}{}", run.code, run.out, run.err));
    }
    let asked = line.asked();
    let polls = asked.iter().filter(|asked| asked.is_poll() && asked.at < recovered_at).count();
    match asked.iter().find(|asked| asked.is_poll() && asked.at >= recovered_at) {
        Some(first) if first.at - recovered_at > RECOVERY => {
            ran.fault(format!("{kind:?}: polled again only after {:?}", first.at - recovered_at));
        }
        Some(first) => ran.note(format!(
            "{kind:?}: {polls} polls in trouble, again after {:.1} s",
            (first.at - recovered_at).as_secs_f64()
        )),
        None => ran.fault(format!("{kind:?}: never polled again")),
    }
    if polls == 0 && ground.size != Size::Short {
        ran.fault(format!("{kind:?}: it met no trouble"));
    }
    ran.faults.extend(judge(&vendor, &customer).faults.into_iter().map(|fault| format!("{kind:?}: {fault}")));
}
