//! A sentinel for a key, the log at its finest, every fault there is, and vendors that repeat the key back in every
//! spelling: nothing of it stands in any file of ours, in what is printed, or with a child process.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::json;
use shotloom::engine::command::{Command, Keep};
use shotloom::engine::{Environment, StartOptions};
use shotloom::model::Language;
use shotloom::sandbox::Fault;
use shotloom::vendors::ApiKey;

use super::between::{Act, Between, answer};
use super::ground::Ground;
use super::world::{Customer, STORY, Vendor};
use super::{Outcome, Ran};

/// Every kind of character a header takes, so that no two spellings of it are the same.
const SENTINEL: &str = "sk-Sentinel/7+fox=Q9?~owl&8";
/// A fault that ends later is cut off; its traces are on the disk all the same.
const PATIENCE: Duration = Duration::from_secs(10);

/// What goes wrong in one run.
#[derive(Debug, Clone, Copy)]
enum Wrong {
    /// It ends in a video, which a child process looks at.
    Nothing,
    /// Of the practice vendor's own, by name.
    Fault(&'static str),
    /// The vendor repeats the key in its answer to a submit.
    Repeats(u16),
    /// In its answers to polls.
    RepeatsInPolls(u16),
    /// As the address of the video.
    RepeatsAsLink,
    /// Nobody is there.
    Nobody,
}

const OTHERS: [Wrong; 10] = [
    Wrong::Nothing,
    Wrong::Repeats(422),
    Wrong::RepeatsInPolls(200),
    Wrong::RepeatsAsLink,
    Wrong::Repeats(200),
    Wrong::Repeats(429),
    Wrong::Repeats(302),
    Wrong::RepeatsInPolls(500),
    Wrong::RepeatsInPolls(404),
    Wrong::Nobody,
];

pub fn kept(ground: &Ground) -> Outcome {
    let corpus: Vec<Wrong> = OTHERS.into_iter().chain(Fault::NAMES.into_iter().map(Wrong::Fault)).collect();
    let corpus = &corpus;
    let count = ground.pick(4, corpus.len(), 4 * corpus.len()) as u64;
    let outcome = ground.side_by_side(ground.pick(4, 3, 3), count, |worker, share| {
        let mut ran = Ran::default();
        let mut children = 0;
        for nth in 0..share {
            let wrong = corpus[usize::try_from(worker + ground.pick(4, 3, 3) * nth).unwrap() % corpus.len()];
            ran.count += 1;
            children += one(ground, wrong, &mut ran);
        }
        ran.note(format!("{children} child processes were looked at"));
        ran
    });
    match outcome {
        Outcome::Ran(mut ran) => {
            shown(&mut ran);
            if ran.notes.iter().all(|note| note.starts_with("0 child")) {
                ran.fault("no child process was seen: nothing was judged");
            }
            Outcome::Ran(ran)
        }
        not_run @ Outcome::NotRun(_) => not_run,
    }
}

/// How many child processes were looked at.
fn one(ground: &Ground, wrong: Wrong, ran: &mut Ran) -> usize {
    let vendor = Vendor::start(&ground.binary, &[]);
    let line = Between::through(&vendor.url);
    line.now_by(move |asked| match wrong {
        Wrong::Repeats(status) if asked.is_submit() => Act::Say(repeats(status)),
        Wrong::RepeatsInPolls(status) if asked.is_poll() && asked.number < 6 => Act::Say(repeats(status)),
        Wrong::RepeatsAsLink if asked.is_poll() && asked.number < 6 => {
            let link = format!("https://films.invalid/a.mp4?key={SENTINEL}&b={}", STANDARD.encode(SENTINEL));
            let body = json!({ "task_info": { "id": "x", "status": "completed" }, "videos": [link] });
            Act::Say(answer(200, "application/json", "", body.to_string().as_bytes()))
        }
        Wrong::Nothing
        | Wrong::Fault(_)
        | Wrong::Repeats(_)
        | Wrong::RepeatsInPolls(_)
        | Wrong::RepeatsAsLink
        | Wrong::Nobody => Act::Through,
    });
    let customer = Customer::of(&ground.binary, &line.url);
    std::fs::write(customer.home.path().join("story.shot.json"), story(wrong)).unwrap();
    let mut command = customer.shotloom();
    command.arg("generate").arg(customer.home.path().join("story.shot.json"));
    command.env("SHOTLOOM_LOG", "trace").env("RUST_LOG", "trace");
    for vendor in ["MULEROUTER", "APIMART", "CRUN"] {
        command.env(format!("{vendor}_API_KEY"), SENTINEL).env(format!("SHOTLOOM_{vendor}_URL"), &line.url);
    }
    if matches!(wrong, Wrong::Nobody) {
        command.env("SHOTLOOM_MULEROUTER_URL", "http://127.0.0.1:9");
    }
    let (out, err) = (customer.home.path().join("stdout"), customer.home.path().join("stderr"));
    command.stdout(std::fs::File::create(&out).unwrap()).stderr(std::fs::File::create(&err).unwrap());
    let mut child = command.stdin(Stdio::null()).spawn().expect("the binary starts");
    let children = watch(&mut child, wrong, ran);
    if !customer.library.join("logs/shotloom.log").is_file() {
        ran.fault(format!("{wrong:?}: there is no log"));
    }
    for path in all_files(customer.home.path()) {
        let bytes = std::fs::read(&path).unwrap_or_default();
        ran.faults.extend(found_in(&bytes).map(|how| format!("{wrong:?}: the key stands {how} in {}", path.display())));
    }
    children
}

/// Some faults strike pictures on their way, which only some vendors have brought to them.
fn story(wrong: Wrong) -> String {
    let Wrong::Fault(name) = wrong else { return STORY.to_owned() };
    let token = format!("a boat [[fault:{name}]]");
    let plain = STORY.replace("a boat", &token);
    let (is_upload, is_put) = (name.starts_with("upload"), name.starts_with("put"));
    if !is_upload && !is_put {
        return plain;
    }
    let offering = if is_put { "crun/kling-v3" } else { "apimart/kling-v3" };
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/frames/dusk.png");
    plain.replace(r#""prompt""#, &format!(r#""offering":"{offering}","first_frame":"{}","prompt""#, picture.display()))
}

/// The key in every spelling, in words, in a body that looks good, and in the headers.
fn repeats(status: u16) -> Vec<u8> {
    let all: Vec<String> = spellings().into_iter().map(|(_, text)| text).collect();
    let body = json!({
        "detail": format!("the key {} is not welcome", all.join(" ")),
        "task_info": { "status": format!("odd {}", all.join(" ")), "error": { "detail": all.join(" ") } },
    });
    let headers = format!("x-request-id: {SENTINEL}\r\nlocation: /{}\r\n", all[1]);
    answer(status, "application/json", &headers, body.to_string().as_bytes())
}

/// Looks at the process and its children until it ends; how many children it had.
fn watch(child: &mut Child, wrong: Wrong, ran: &mut Ran) -> usize {
    let (begun, mut seen) = (Instant::now(), HashSet::new());
    // A video that is as it should be ends by itself.
    let patience = if matches!(wrong, Wrong::Nothing) { 3 * PATIENCE } else { PATIENCE };
    while matches!(child.try_wait(), Ok(None)) && begun.elapsed() < patience {
        for number in children_of(child.id()) {
            let folder = PathBuf::from(format!("/proc/{number}"));
            // Between fork and exec it is still this very program, with all of its memory.
            if !std::fs::read(folder.join("cmdline")).is_ok_and(|line| line != own_line(child.id())) {
                continue;
            }
            for name in ["environ", "cmdline"] {
                let bytes = std::fs::read(folder.join(name)).unwrap_or_default();
                ran.faults.extend(found_in(&bytes).map(|how| format!("{wrong:?}: a child was given the key {how}")));
            }
            seen.insert(number);
        }
        std::thread::sleep(Duration::from_millis(3));
    }
    let _ = child.kill();
    let _ = child.wait();
    seen.len()
}

fn own_line(process: u32) -> Vec<u8> {
    std::fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default()
}

fn children_of(process: u32) -> Vec<u32> {
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = all.filter_map(|entry| entry.file_name().to_string_lossy().parse::<u32>().ok());
    let parent = |number: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
        stat.rsplit_once(") ")?.1.split_whitespace().nth(1)?.parse::<u32>().ok()
    };
    numbers.filter(|number| parent(number) == Some(process)).collect()
}

/// How the key would be written: raw, percent-encoded, in hex, in Base64 alone or inside of something longer.
fn spellings() -> Vec<(&'static str, String)> {
    let hex: String = SENTINEL.bytes().map(|byte| format!("{byte:02x}")).collect();
    let percent = |byte: u8| match byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    let percent: String = SENTINEL.bytes().map(percent).collect();
    vec![
        ("raw", SENTINEL.to_owned()),
        ("percent-encoded", percent.clone()),
        (
            "percent-encoded",
            percent.replace("%2F", "%2f").replace("%2B", "%2b").replace("%3D", "%3d").replace("%3F", "%3f"),
        ),
        ("in hex", hex.to_uppercase()),
        ("in hex", hex),
        ("in Base64", STANDARD.encode(SENTINEL)),
        ("in Base64", STANDARD.encode(format!("Bearer {SENTINEL}"))),
        ("in Base64", STANDARD.encode(format!("u:{SENTINEL}"))),
        ("in Base64", URL_SAFE_NO_PAD.encode(SENTINEL)),
    ]
}

/// In which spellings bytes hold the key, the middle of a longer Base64 text among them.
fn found_in(bytes: &[u8]) -> impl Iterator<Item = &'static str> {
    let mut needles: Vec<(&'static str, Vec<u8>)> =
        spellings().into_iter().map(|(how, text)| (how, text.into_bytes())).collect();
    for before in 0..3 {
        let padded = [&[0; 2][..before], SENTINEL.as_bytes()].concat();
        let (first, last) = ([0, 2, 3][before], padded.len() * 8 / 6);
        needles.push(("in Base64", STANDARD_NO_PAD.encode(&padded).as_bytes()[first..last].to_vec()));
    }
    // Half a key is a key to whoever guesses the rest.
    needles.push(("in part", SENTINEL.as_bytes()[3..15].to_vec()));
    let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    let found: Vec<&'static str> = needles.iter().filter(|(_, needle)| holds(needle)).map(|(how, _)| *how).collect();
    found.into_iter()
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(all_files(&path)) } else { found.push(path) }
    }
    found
}

/// What `Debug` shows of everything that a window or a command holds a key in; and that the eyes of this row see one.
fn shown(ran: &mut Ran) {
    let key = || ApiKey::new(SENTINEL).expect("it can be sent");
    let environment = Environment::default().with_key("mulerouter", SENTINEL);
    let options = StartOptions::headless(PathBuf::from("/nowhere"), false, Language::English);
    let header = shotloom::vendors::all()[0].sign(&key());
    let shown = [
        format!("{:?}", key()),
        format!("{:?}", environment),
        format!("{:?}", header.value),
        format!("{:?}", Command::StoreKey { vendor: "mulerouter", key: key(), keep: Keep::Session }),
        format!("{:?}", Command::StoreProxyPassword { password: SENTINEL.into(), keep: Keep::Session }),
        format!("{:?}", StartOptions { environment: environment.clone(), ..options }.environment),
    ];
    for text in &shown {
        ran.count += 1;
        ran.faults.extend(found_in(text.as_bytes()).map(|how| format!("Debug shows the key {how}: {text}")));
    }
    for (how, text) in spellings() {
        let planted = format!("so {text} it is");
        if !found_in(planted.as_bytes()).any(|found| found == how) {
            ran.fault(format!("a key that stands {how} would not have been seen"));
        }
    }
}
