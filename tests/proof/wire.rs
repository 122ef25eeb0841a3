//! The line of a submit breaks, or somebody answers nonsense: what may have been charged is flagged, every time.

use std::time::Duration;

use super::between::{Act, Asked, Between, answer};
use super::ground::Ground;
use super::judge::judge;
use super::world::{Customer, Order, Vendor};
use super::{Outcome, Ran};

const PATIENCE: Duration = Duration::from_secs(240);
/// Wishes of one run.
const ORDER: usize = 10;

/// The submit number `n` meets `acts[n]`; everything else goes through.
fn by_number(acts: Vec<Act>) -> impl Fn(&Asked) -> Act + Send + Sync + 'static {
    move |asked| if asked.is_submit() { acts.get(asked.number).cloned().unwrap_or(Act::Through) } else { Act::Through }
}

/// Wishes whose submits meet these acts: all of them end in `state`, stay there over a restart, and nothing is sent
/// again. `charged` of them cost something.
fn all_end(ground: &Ground, acts: Vec<Act>, state: &str, charged: usize, what: &str) -> Ran {
    let mut ran = Ran { count: acts.len() as u64, ..Ran::default() };
    let vendor = Vendor::start(&ground.binary, &[]);
    let (count, line) = (acts.len(), Between::to(&vendor.url, by_number(acts)));
    let customer = Customer::of(&ground.binary, &line.url);
    for order in [Order::Many(count), Order::Resume] {
        let run = customer.run(order, PATIENCE);
        if run.code.is_none() {
            ran.fault(format!("{what}: {order:?} did not end within {PATIENCE:?}"));
        }
        let tasks = customer.tasks();
        let others: Vec<_> = tasks.iter().filter(|task| task["state"] != state).map(|task| &task["state"]).collect();
        if tasks.len() != count || !others.is_empty() {
            ran.fault(format!("{what}: of {} wishes {others:?} are not {state} after {order:?}", tasks.len()));
        }
    }
    let submits = line.asked().iter().filter(|asked| asked.is_submit()).count();
    if submits != count {
        ran.fault(format!("{what}: {submits} submits for {count} wishes"));
    }
    if vendor.charges().len() != charged {
        ran.fault(format!("{what}: {} charges, not {charged}", vendor.charges().len()));
    }
    ran.faults.extend(judge(&vendor, &customer).faults.into_iter().map(|fault| format!("{what}: {fault}")));
    ran
}

/// Cut after k bytes of the request, and after j bytes of the answer.
pub fn cuts(ground: &Ground) -> Outcome {
    let runs = ground.pick(1, 10, 100);
    let (request, reply) = weigh(ground);
    ground.side_by_side(2, 2 * runs, |worker, share| {
        let mut chance = ground.chance(200 + worker);
        let mut ran = Ran::default();
        for nth in 0..share {
            let is_request = (worker + nth) % 2 == 0;
            let (len, cut): (usize, fn(usize) -> Act) =
                if is_request { (request, Act::CutRequest) } else { (reply, Act::CutAnswer) };
            // The first and the last byte are where a count goes wrong.
            let mut points: Vec<usize> = (2..ORDER).map(|_| chance.usize(0..len)).collect();
            points.extend([0, len - 1]);
            let what = format!("{} cut at {points:?} of {len}", if is_request { "request" } else { "answer" });
            let charged = if is_request { 0 } else { ORDER };
            ran.add(all_end(ground, points.into_iter().map(cut).collect(), "unknown", charged, &what));
        }
        ran
    })
}

/// Bytes of a submit and of its answer.
fn weigh(ground: &Ground) -> (usize, usize) {
    let vendor = Vendor::start(&ground.binary, &[]);
    let line = Between::through(&vendor.url);
    Customer::of(&ground.binary, &line.url).run(Order::Generate, Duration::from_secs(3));
    line.weights()
}

const HTML: &[u8] = b"<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>";

/// Answers after a charge that leave the outcome open.
fn open_answers() -> Vec<(String, Act)> {
    let json = "application/json";
    let vendors_body: &[u8] = br#"{"detail":"Internal server error","error":{"message":"upstream"}}"#;
    let mut all = Vec::new();
    for status in [500, 502, 503, 504, 507, 520, 522, 524, 599, 408, 425] {
        for (kind, body) in [(json, vendors_body), ("text/html", HTML), (json, b"")] {
            all.push((format!("{status} {kind} {} bytes", body.len()), answer(status, kind, "", body)));
        }
    }
    let twos: [(&str, &str, &[u8]); 8] = [
        ("an HTML page", "text/html", HTML),
        ("HTML called JSON", json, HTML),
        ("nothing", json, b""),
        ("cut JSON", json, br#"{"task_info":{"id":"0193"#),
        ("JSON with neither id nor error", json, br#"{"ok":true}"#),
        ("a list", json, b"[]"),
        ("an empty id", json, br#"{"task_info":{"id":""}}"#),
        ("500 inside", json, br#"{"error":{"code":500,"message":"Internal server error"}}"#),
    ];
    for (what, kind, body) in twos {
        all.push((format!("200 with {what}"), answer(200, kind, "", body)));
    }
    let mut all: Vec<(String, Act)> = all.into_iter().map(|(what, bytes)| (what, Act::Instead(bytes))).collect();
    all.push(("no answer, the line closed".to_owned(), Act::CutAnswer(0)));
    all
}

pub fn answers(ground: &Ground) -> Outcome {
    let mut all = open_answers();
    let mut chance = ground.chance(300);
    chance.shuffle(&mut all);
    // Fifty at least, whatever the list is.
    let wanted = ground.pick(ORDER, 50, 500);
    let dealt: Vec<_> = all.iter().cycle().take(wanted.max(ground.pick(0, all.len(), all.len()))).cloned().collect();
    let orders: Vec<_> = dealt.chunks(ORDER).map(<[_]>::to_vec).collect();
    let orders = &orders;
    ground.side_by_side(2, orders.len() as u64, |worker, share| {
        let mut ran = Ran::default();
        for nth in 0..share {
            let (names, acts): (Vec<_>, Vec<_>) =
                orders[usize::try_from(worker + 2 * nth).unwrap()].iter().cloned().unzip();
            let count = acts.len();
            ran.add(all_end(ground, acts, "unknown", count, &names.join(", ")));
        }
        ran
    })
}

/// A vendor that takes the order and never says a word.
pub fn hangs(ground: &Ground) -> Outcome {
    if ground.size == super::ground::Size::Short {
        return Outcome::NotRun("a submit is waited for two minutes".to_owned());
    }
    ground.side_by_side(2, 2, |_, share| {
        let mut ran = Ran::default();
        for _ in 0..share {
            ran.add(all_end(ground, vec![Act::Hang; 3], "unknown", 3, "a vendor that hangs"));
        }
        ran
    })
}

/// Definite refusals, which cost nothing and leave nothing open.
pub fn refusals(ground: &Ground) -> Outcome {
    ground.side_by_side(1, 1, |_, _| {
        let no = |status| Act::Say(answer(status, "application/json", "", br#"{"detail":"not accepted"}"#));
        let codes = [400, 404, 405, 409, 413, 422, 451, 501, 505, 302];
        all_end(ground, codes.map(no).to_vec(), "rejected", 0, "definite refusals")
    })
}
