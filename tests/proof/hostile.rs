//! A vendor's answer names the address of the video, so it is the one place where somebody else could send us anywhere:
//! into the house, to this machine's own files, to a cloud's keys. Sixty such addresses, in every spelling, straight and
//! by a redirect: refused, and no connection is even begun. Names that lead into the house are refused too, whatever
//! they led to when they were looked at first.

use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;

use super::between::{Act, Asked, Between, answer};
use super::ground::Ground;
use super::judge::judge;
use super::namespace::{self, Names};
use super::world::{Customer, KEY, Order, Vendor, finish};
use super::{Outcome, Ran, strace};

const PATIENCE: Duration = Duration::from_secs(120);
/// Wishes of one run.
const ORDER: usize = 10;

/// Named by the vendor itself.
const STRAIGHT: [&str; 46] = [
    "file:///etc/passwd",
    "file://localhost/etc/shadow",
    "FILE:///proc/self/environ",
    "data:video/mp4;base64,AAAAIGZ0eXBpc29t",
    "ftp://example.com/a.mp4",
    "gopher://example.com/_GET",
    "javascript:alert(1)",
    "blob:https://example.com/1",
    "http://example.com/a.mp4",
    "https://user:word@example.com/a.mp4",
    "https://example.com@10.0.0.1/a.mp4",
    "https:///a",
    "//10.0.0.1/a.mp4",
    "https://0/a.mp4",
    "https://10.0.0.1/a.mp4",
    "https://10.1/a.mp4",
    "https://167772161/a.mp4",
    "https://0x0a000001/a.mp4",
    "https://012.0.0.1/a.mp4",
    "https://172.16.9.9/a.mp4",
    "https://192.168.1.1/a.mp4",
    "https://0300.0250.1.1/a.mp4",
    "http://192.168.0.2/a.mp4",
    "https://169.254.169.254/latest/meta-data/",
    "https://2852039166/latest/meta-data/",
    "https://0xa9fea9fe/latest/meta-data/",
    "https://0251.0376.0251.0376/latest/meta-data/",
    "https://[::ffff:169.254.169.254]/latest/meta-data/",
    "https://[::ffff:a9fe:a9fe]/latest/meta-data/",
    "https://[fd00:ec2::254]/latest/meta-data/",
    "https://100.100.100.200/latest/meta-data/",
    "https://metadata.google.internal/computeMetadata/v1/",
    "https://printer.local/a.mp4",
    "https://router/a.mp4",
    "https://nas.lan./a.mp4",
    "https://[::]/a.mp4",
    "https://[fe80::1]/a.mp4",
    "https://[fc00::1]/a.mp4",
    "https://[ff02::1]/a.mp4",
    "https://[64:ff9b::a00:1]/a.mp4",
    "https://[2002:a00:1::]/a.mp4",
    "https://[2001:0:1::1]/a.mp4",
    "https://224.0.0.1/a.mp4",
    "https://255.255.255.255/a.mp4",
    "https://198.18.0.1/a.mp4",
    "https://%31%30.0.0.1/a.mp4",
];

/// Where an address that is fine by itself leads on to.
const REDIRECTED: [&str; 14] = [
    "file:///etc/passwd",
    "data:video/mp4;base64,AAAA",
    "http://example.com/a.mp4",
    "https://10.0.0.1/a.mp4",
    "https://0x0a000001/a.mp4",
    "https://192.168.1.1/a.mp4",
    "//169.254.169.254/latest/meta-data/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::ffff:a9fe:a9fe]/latest/meta-data/",
    "https://metadata.google.internal/computeMetadata/v1/",
    "https://[fd00:ec2::254]/latest/meta-data/",
    "https://user:word@example.com/a.mp4",
    "ftp://example.com/a.mp4",
    "https://printer.local/a.mp4",
];

/// Below the vendor's own files: what is asked for there is told to go elsewhere.
const ASTRAY: &str = "/practice/files/astray/";

pub fn addresses(ground: &Ground) -> Outcome {
    if let Some(why) = strace::is_missing() {
        return Outcome::NotRun(why);
    }
    let all: Vec<(bool, &str)> =
        STRAIGHT.iter().map(|url| (false, *url)).chain(REDIRECTED.iter().map(|url| (true, *url))).collect();
    let all = &all;
    // In short ten of them, spread over both lists.
    let step = ground.pick(6, 1, 1);
    let times = ground.pick(1, 1, 10);
    let runs = times * (all.len() / step / ORDER) as u64;
    ground.side_by_side(2, runs, |worker, share| {
        let mut ran = Ran::default();
        for nth in 0..share {
            let first = usize::try_from(worker + 2 * nth).unwrap() * ORDER * step;
            let chosen: Vec<(bool, &str)> = (0..ORDER).map(|n| all[(first + n * step) % all.len()]).collect();
            refused(ground, &chosen, &mut ran);
        }
        ran
    })
}

/// Wishes whose videos lie at these addresses: every one ends as expired, and nobody was spoken to but the vendor.
fn refused(ground: &Ground, chosen: &[(bool, &str)], ran: &mut Ran) {
    ran.count += chosen.len() as u64;
    let vendor = Vendor::start(&ground.binary, &[]);
    let line = Between::through(&vendor.url);
    let (here, urls) = (line.url.clone(), chosen.iter().map(|(by, url)| (*by, (*url).to_owned())));
    let urls: Vec<(bool, String)> = urls.collect();
    let seen: Mutex<Vec<String>> = Mutex::default();
    line.now_by(move |asked| {
        if let Some(number) = asked.path.strip_prefix(ASTRAY) {
            let (_, to) = &urls[number.parse::<usize>().unwrap_or_default() % urls.len()];
            return Act::Say(answer(302, "text/plain", &format!("location: {to}\r\n"), b""));
        }
        if !asked.is_poll() {
            return Act::Through;
        }
        let mut seen = seen.lock().unwrap();
        let at = seen.iter().position(|path| *path == asked.path).unwrap_or_else(|| {
            seen.push(asked.path.clone());
            seen.len() - 1
        });
        let (is_redirected, url) = &urls[at % urls.len()];
        finished_at(&if *is_redirected { format!("{here}{ASTRAY}{at}") } else { url.clone() })
    });
    let customer = Customer::of(&ground.binary, &line.url);
    let log = tempfile::NamedTempFile::new().unwrap();
    let order = Order::Many(chosen.len());
    let run = finish(
        &mut strace::command(&customer, order, log.path(), &["-e".to_owned(), "trace=connect".to_owned()]),
        PATIENCE,
    );
    std::thread::sleep(Duration::from_millis(200));
    let tasks = customer.tasks();
    let states: Vec<_> = tasks.iter().map(|task| task["state"].as_str().unwrap_or_default()).collect();
    if run.code != Some(1) || states.len() != chosen.len() || states.iter().any(|state| *state != "expired") {
        ran.fault(format!("{chosen:?}: exit {:?}, {states:?}: {}{}", run.code, run.out, run.err));
    }
    let redirects = line.asked().iter().filter(|asked| asked.path.starts_with(ASTRAY)).count();
    let wanted = chosen.iter().filter(|(is_redirected, _)| *is_redirected).count();
    if redirects < wanted {
        ran.fault(format!("{redirects} of {wanted} redirects were tried: the rest was not judged"));
    }
    spoke_to_the_vendor_alone(log.path(), &line, ran);
    keeps_the_key(&line, ran);
    ran.faults.extend(judge(&vendor, &customer).faults);
}

fn finished_at(url: &str) -> Act {
    let body = json!({ "task_info": { "id": "x", "status": "completed" }, "videos": [url] });
    Act::Instead(answer(200, "application/json", "", body.to_string().as_bytes()))
}

/// No connection went anywhere else, as the system saw it.
fn spoke_to_the_vendor_alone(log: &Path, line: &Between, ran: &mut Ran) {
    let log = String::from_utf8_lossy(&std::fs::read(log).unwrap_or_default()).into_owned();
    let calls: Vec<&str> = log.lines().filter(|line| line.contains("connect(") && line.contains("AF_INET")).collect();
    let port = line.url.rsplit(':').next().unwrap_or_default().to_owned();
    let is_to_vendor = |call: &&str| {
        call.contains(&format!("htons({port})")) && (call.contains("\"127.0.0.1\"") || call.contains("\"::1\""))
    };
    // Looking which of several addresses is nearer connects without a port, and sends nothing; names are asked for.
    let is_looking = |call: &&str| call.contains("htons(0)") || call.contains("htons(53)");
    let elsewhere = calls.iter().filter(|call| !is_to_vendor(call) && !is_looking(call));
    ran.faults.extend(elsewhere.map(|call| format!("a connection was begun: {call}")));
    if !calls.iter().any(is_to_vendor) {
        ran.fault("strace saw no connection at all: nothing was judged");
    }
}

/// The key went with submits and polls, to the vendor's own address, and with nothing else.
fn keeps_the_key(line: &Between, ran: &mut Ran) {
    let holds = |asked: &Asked| asked.headers.values().any(|value| value.contains(KEY)) || asked.path.contains(KEY);
    for asked in line.asked() {
        match (asked.is_download(), holds(&asked)) {
            (true, true) => ran.fault(format!("the key went along to {}", asked.path)),
            (false, false) => ran.fault(format!("{} {} had no key: nothing was judged", asked.method, asked.path)),
            (true, false) | (false, true) => {}
        }
    }
}

/// Names in the open internet that lead into the house.
const INSIDE: [&str; 8] = [
    "10.0.0.7",
    "192.168.1.1",
    "169.254.169.254",
    "127.0.0.1",
    "::1",
    "fd00:ec2::254",
    "::ffff:10.0.0.7",
    "100.100.100.200",
];

/// A name is what it leads to at the moment of the call: it cannot be turned round after it was looked at.
pub fn names(ground: &Ground) -> Outcome {
    if let Some(why) = strace::is_missing().or_else(namespace::is_missing) {
        return Outcome::NotRun(why);
    }
    let count = ground.pick(2, INSIDE.len() as u64, 10 * INSIDE.len() as u64);
    ground.side_by_side(2, count, |worker, share| {
        let mut ran = Ran::default();
        for nth in 0..share {
            let at = usize::try_from(worker + 2 * nth).unwrap();
            let inside = INSIDE[at % INSIDE.len()];
            ran.count += 1;
            // Every other one is turned round at each poll: it led nowhere when the link was read.
            let is_turned = at % 2 == 1;
            leads_inside(ground, inside, is_turned, &mut ran);
        }
        ran
    })
}

fn leads_inside(ground: &Ground, inside: &'static str, is_turned: bool, ran: &mut Ran) {
    let trap = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = trap.local_addr().unwrap().port();
    let caught = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&caught);
    std::thread::spawn(move || {
        trap.incoming().flatten().for_each(|_| {
            counted.fetch_add(1, Ordering::Relaxed);
        })
    });
    let vendor = Vendor::start(&ground.binary, &[]);
    let line = Between::through(&vendor.url);
    let names = Arc::new(Names::of(&hosts(if is_turned { "" } else { inside })));
    let (turned, is_out) = (Arc::clone(&names), Mutex::new(true));
    line.now_by(move |asked| {
        if !asked.is_poll() {
            return Act::Through;
        }
        let mut is_out = is_out.lock().unwrap();
        if is_turned {
            turned.are_now(&hosts(if *is_out { inside } else { "" }));
            *is_out = !*is_out;
        }
        finished_at(&format!("https://films.example.com:{port}/a.mp4"))
    });
    let customer = Customer::of(&ground.binary, &line.url);
    let log = tempfile::NamedTempFile::new().unwrap();
    let watched =
        strace::command(&customer, Order::Generate, log.path(), &["-e".to_owned(), "trace=connect".to_owned()]);
    let run = finish(&mut names.around(&watched), PATIENCE);
    std::thread::sleep(Duration::from_millis(200));
    let states: Vec<_> = customer.tasks().iter().map(|task| task["state"].clone()).collect();
    if run.code != Some(1) || !(states == ["failed"] || states == ["expired"]) {
        ran.fault(format!("a name for {inside}: exit {:?}, {states:?}: {}{}", run.code, run.out, run.err));
    }
    if caught.load(Ordering::Relaxed) > 0 {
        ran.fault(format!("a name for {inside}: somebody was connected to"));
    }
    spoke_to_the_vendor_alone(log.path(), &line, ran);
    keeps_the_key(&line, ran);
    ran.faults.extend(judge(&vendor, &customer).faults);
}

fn hosts(inside: &str) -> String {
    let turned = if inside.is_empty() { String::new() } else { format!("{inside} films.example.com\n") };
    format!("127.0.0.1 localhost\n{turned}")
}
