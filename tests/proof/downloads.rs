//! A video on its way home over lines that break and servers that disagree: the same bytes in the end, few of them
//! twice; and what is no whole video is never done.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use super::between::{Act, Asked, Between, answer};
use super::ground::Ground;
use super::judge::judge;
use super::world::{Customer, Order, Vendor};
use super::{Outcome, Ran};

const PATIENCE: Duration = Duration::from_secs(300);
const VIDEO: &str = "video/mp4";

/// How a server goes on after the cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// It gives the rest.
    Partial,
    /// It gives everything again.
    Whole,
    /// It knows no such range.
    Unsatisfiable,
    /// It has another file by now, and gives its rest.
    OtherFile,
    /// It never spoke of ranges nor of a tag.
    Rangeless,
}

const MANNERS: [Manner; 5] =
    [Manner::Partial, Manner::Whole, Manner::Unsatisfiable, Manner::OtherFile, Manner::Rangeless];

/// What passed for one task.
#[derive(Default)]
struct Passed {
    /// GETs of the file.
    gets: usize,
    bytes: usize,
}

type Book = Arc<Mutex<HashMap<String, Passed>>>;

/// The vendor's name of the task a download is of.
fn task_of(asked: &Asked) -> String {
    asked.path.trim_start_matches("/practice/files/").split('/').next().unwrap_or_default().to_owned()
}

fn clip(vendor: &Path, task: &str) -> PathBuf {
    vendor.join("clips").join(format!("{task}.mp4"))
}

/// The first GET is cut at `share` of the file; what comes after answers as the manner says.
fn serve(manner: Manner, asked: &Asked, file: &[u8], share: f64, passed: &mut Passed) -> Vec<u8> {
    let (len, is_first) = (file.len(), passed.gets == 0);
    passed.gets += 1;
    let tag = |name: &str| match manner {
        Manner::Rangeless => String::new(),
        Manner::Partial | Manner::Whole | Manner::Unsatisfiable | Manner::OtherFile => {
            format!("etag: \"{name}\"\r\naccept-ranges: bytes\r\n")
        }
    };
    if is_first {
        let cut = (len as f64 * share) as usize;
        let whole = answer(200, VIDEO, &tag("one"), file);
        passed.bytes += cut;
        return whole[..whole.len() - (len - cut)].to_vec();
    }
    let from = asked.range_from().map(|from| usize::try_from(from).unwrap_or(len)).filter(|from| *from < len);
    let rest = |from: usize, name: &str| {
        let range = format!("content-range: bytes {from}-{}/{len}\r\n", len - 1);
        answer(206, VIDEO, &(tag(name) + &range), &file[from..])
    };
    match (manner, from) {
        (Manner::Partial, Some(from)) => {
            passed.bytes += len - from;
            rest(from, "one")
        }
        (Manner::OtherFile, Some(from)) => rest(from, "two"),
        (Manner::Unsatisfiable, Some(_)) => answer(416, "text/plain", "", b""),
        (Manner::Partial | Manner::OtherFile | Manner::Unsatisfiable, None)
        | (Manner::Whole | Manner::Rangeless, _) => {
            passed.bytes += len;
            answer(200, VIDEO, &tag("two"), file)
        }
    }
}

pub fn cuts(ground: &Ground) -> Outcome {
    let offsets = ground.pick(2, 20, 200);
    let manners = ground.pick(1, MANNERS.len(), MANNERS.len());
    // Ten wishes an order at most: an order for every manner and ten offsets.
    let per_order = offsets.min(10);
    let orders = (manners * offsets / per_order) as u64;
    ground.side_by_side(2, orders, |worker, share| {
        let mut ran = Ran::default();
        for nth in 0..share {
            let order = usize::try_from(worker + 2 * nth).unwrap();
            let seed = 400 + order as u64;
            ran.add(cut_order(ground, MANNERS[order % manners], per_order, ground.chance(seed)));
        }
        ran
    })
}

fn cut_order(ground: &Ground, manner: Manner, wishes: usize, mut chance: fastrand::Rng) -> Ran {
    let mut ran = Ran { count: wishes as u64, ..Ran::default() };
    let vendor = Vendor::start(&ground.binary, &[]);
    let (book, dir) = (Book::default(), vendor.dir());
    let shares: Mutex<Vec<f64>> = Mutex::new((0..wishes).map(|_| chance.f64()).collect());
    let written = Arc::clone(&book);
    let line = Between::to(&vendor.url, move |asked| {
        if !asked.is_download() {
            return Act::Through;
        }
        let task = task_of(asked);
        let Ok(file) = std::fs::read(clip(&dir, &task)) else { return Act::Through };
        let mut book = written.lock().unwrap();
        let passed = book.entry(task).or_default();
        let share = if passed.gets == 0 { shares.lock().unwrap().pop().unwrap_or(0.5) } else { 0.0 };
        Act::Say(serve(manner, asked, &file, share, passed))
    });
    let customer = Customer::of(&ground.binary, &line.url);
    let run = customer.run(Order::Many(wishes), PATIENCE);
    let tasks = customer.tasks();
    let done: Vec<_> = tasks.iter().filter(|task| task["state"] == "done").collect();
    if done.len() != wishes {
        ran.fault(format!("{manner:?}: {} of {wishes} are done: {}", done.len(), run.err));
    }
    let (mut bytes, mut passed) = (0, 0);
    for task in done {
        let remote = task["remote"].as_str().unwrap_or_default();
        let theirs = std::fs::read(clip(&vendor.dir(), remote)).unwrap_or_default();
        let ours = std::fs::read(task["files"][0].as_str().unwrap_or_default()).unwrap_or_default();
        if sha256(&theirs) != sha256(&ours) || ours.is_empty() {
            ran.fault(format!("{manner:?}: the saved file is not the vendor's"));
        }
        bytes += theirs.len();
        passed += book.lock().unwrap().get(remote).map_or(0, |passed| passed.bytes);
    }
    if manner == Manner::Partial && passed as f64 > 1.05 * bytes as f64 {
        ran.fault(format!("{passed} bytes passed for {bytes}: more than 5 % twice"));
    }
    if manner == Manner::Partial && bytes > 0 {
        ran.note(format!("{:.2} % fetched twice where ranges work", 100.0 * (passed as f64 / bytes as f64 - 1.0)));
    }
    ran.faults.extend(judge(&vendor, &customer).faults.into_iter().map(|fault| format!("{manner:?}: {fault}")));
    ran
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).to_vec()
}

/// What a server may send under 200 that is no whole video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Damage {
    Truncated,
    Html,
    Empty,
    Gzip,
    TooShort,
    TooLong,
    NotMp4,
    Endless,
}

impl Damage {
    const ALL: [Self; 8] = [
        Self::Html,
        Self::Empty,
        Self::Gzip,
        Self::Truncated,
        Self::TooShort,
        Self::TooLong,
        Self::NotMp4,
        Self::Endless,
    ];

    fn act(self, file: &[u8], gets: usize) -> Act {
        let half = &file[..file.len() / 2];
        let announced = |len: usize, body: &[u8]| {
            [format!("HTTP/1.1 200 OK\r\ncontent-type: {VIDEO}\r\ncontent-length: {len}\r\n\r\n").as_bytes(), body]
                .concat()
        };
        Act::Say(match self {
            Self::Truncated => answer(200, VIDEO, "", half),
            Self::Html => answer(200, "text/html", "", b"<!doctype html><html><body>Sign in</body></html>"),
            Self::Empty => answer(200, VIDEO, "", b""),
            Self::Gzip => answer(200, VIDEO, "content-encoding: gzip\r\n", file),
            Self::TooShort => announced(file.len(), half),
            Self::TooLong => announced(file.len() - 7, &file[..file.len() - 7]),
            Self::NotMp4 => answer(200, VIDEO, "", &vec![0x5a; file.len()]),
            Self::Endless if gets == 0 => {
                return Act::Endless(format!("HTTP/1.1 200 OK\r\ncontent-type: {VIDEO}\r\n\r\n").into_bytes());
            }
            // Once is two gigabytes on the disk, and enough.
            Self::Endless => answer(404, "text/plain", "", b""),
        })
    }
}

pub fn damaged(ground: &Ground) -> Outcome {
    let kinds = ground.pick(4, Damage::ALL.len(), Damage::ALL.len());
    let times = ground.pick(1, 2, 10);
    ground.side_by_side(1, times, |_, share| {
        let mut ran = Ran::default();
        for _ in 0..share {
            ran.add(damaged_order(ground, &Damage::ALL[..kinds]));
        }
        ran
    })
}

fn damaged_order(ground: &Ground, kinds: &'static [Damage]) -> Ran {
    let mut ran = Ran { count: kinds.len() as u64, ..Ran::default() };
    let vendor = Vendor::start(&ground.binary, &[]);
    let dir = vendor.dir();
    let book: Arc<Mutex<Vec<(String, usize)>>> = Arc::default();
    let written = Arc::clone(&book);
    let line = Between::to(&vendor.url, move |asked| {
        if !asked.is_download() {
            return Act::Through;
        }
        let task = task_of(asked);
        let Ok(file) = std::fs::read(clip(&dir, &task)) else { return Act::Through };
        let mut book = written.lock().unwrap();
        let at = book.iter().position(|(known, _)| *known == task).unwrap_or_else(|| {
            book.push((task, 0));
            book.len() - 1
        });
        let gets = book[at].1;
        book[at].1 += 1;
        kinds[at % kinds.len()].act(&file, gets)
    });
    let customer = Customer::of(&ground.binary, &line.url);
    let run = customer.run(Order::Many(kinds.len()), PATIENCE);
    let tasks = customer.tasks();
    for task in &tasks {
        let remote = task["remote"].as_str().unwrap_or_default();
        let at = book.lock().unwrap().iter().position(|(known, _)| known == remote);
        let kind = at.map(|at| kinds[at % kinds.len()]);
        if !(task["state"] == "failed" || task["state"] == "expired") || remote.is_empty() {
            ran.fault(format!("{kind:?}: it is {} with the id {remote:?}", task["state"]));
        }
    }
    if tasks.len() != kinds.len() {
        ran.fault(format!("{} tasks of {}: {}", tasks.len(), kinds.len(), run.err));
    }
    let left: Vec<_> = std::fs::read_dir(customer.library.join("clips")).unwrap().flatten().collect();
    if left.iter().any(|file| file.path().extension().is_some_and(|kind| kind == "mp4")) {
        ran.fault(format!("a damaged file got a name: {left:?}"));
    }
    ran.faults.extend(judge(&vendor, &customer).faults);
    ran
}

/// A link that died: one poll for a fresh one, and the video comes. Where there is no fresh one it is expired.
pub fn expired(ground: &Ground) -> Outcome {
    let runs = ground.pick(1, 10, 100);
    ground.side_by_side(2, runs, |_, share| {
        let mut ran = Ran::default();
        for _ in 0..share {
            for (fault, state) in [("expired-link", "done"), ("expired-forever", "expired")] {
                ran.count += 1;
                ran.faults.extend(one_expired(ground, fault, state));
            }
        }
        ran
    })
}

fn one_expired(ground: &Ground, fault: &str, state: &str) -> Vec<String> {
    let vendor = Vendor::start(&ground.binary, &[fault]);
    let line = Between::through(&vendor.url);
    let customer = Customer::of(&ground.binary, &line.url);
    let run = customer.run(Order::Generate, PATIENCE);
    let task = customer.tasks().pop().unwrap_or(Value::Null);
    let mut faults = Vec::new();
    if task["state"] != state {
        faults.push(format!("{fault}: {} instead of {state}: {}", task["state"], run.err));
    }
    let asked = line.asked();
    let first = asked.iter().position(Asked::is_download).unwrap_or(asked.len());
    let polls = asked[first..].iter().filter(|asked| asked.is_poll()).count();
    if polls != 1 {
        faults.push(format!("{fault}: {polls} polls for a fresh link, not one"));
    }
    faults.extend(judge(&vendor, &customer).faults);
    faults
}

/// Whole videos that nobody ordered: other in length, size or sound.
const OTHERS: [&str; 4] = ["tiny.mp4", "tiny_frag.mp4", "vfr.mp4", "tiny_alac.mp4"];

/// A whole video that differs from its order was paid for: it is done, and its card says where it differs.
pub fn other(ground: &Ground) -> Outcome {
    ground.side_by_side(2, ground.pick(2, OTHERS.len() as u64, 40), |worker, share| {
        let mut ran = Ran::default();
        for nth in 0..share {
            ran.count += 1;
            one_other(ground, OTHERS[usize::try_from(worker + 2 * nth).unwrap() % OTHERS.len()], &mut ran);
        }
        ran
    })
}

fn one_other(ground: &Ground, name: &'static str, ran: &mut Ran) {
    let file = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media").join(name)).unwrap();
    let vendor = Vendor::start(&ground.binary, &[]);
    let served = file.clone();
    let line = Between::to(&vendor.url, move |asked| {
        if asked.is_download() { Act::Say(answer(200, VIDEO, "", &served)) } else { Act::Through }
    });
    let customer = Customer::of(&ground.binary, &line.url);
    let run = customer.run(Order::Generate, PATIENCE);
    let task = customer.tasks().pop().unwrap_or(Value::Null);
    let ours = std::fs::read(task["files"][0].as_str().unwrap_or_default()).unwrap_or_default();
    if run.code != Some(0) || task["state"] != "done" || ours != file {
        ran.fault(format!("{name}: exit {:?}, {task}: {}", run.code, run.err));
    }
    let library = shotloom::library::Library::open(&customer.library).expect("its owner has ended").library;
    let id = shotloom::model::TaskId(task["id"].as_str().unwrap_or_default().into());
    let clip = library.task(&id).ok().flatten().and_then(|stored| stored.clip);
    let remarks: Vec<String> = clip.into_iter().flat_map(|clip| clip.remarks).map(|remark| remark.rule).collect();
    if !remarks.iter().any(|rule| rule == "clip-other-length" || rule == "clip-other-size") {
        ran.fault(format!("{name}: its card says only {remarks:?}"));
    }
    drop(library);
    ran.faults.extend(judge(&vendor, &customer).faults);
}
