//! The process that looks at clips: what it says, and that nothing that happens to it happens to us.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops loudly")]
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use shotloom::media::worker::Worker;
use shotloom::media::{decode, preview};
use shotloom::model::Trouble;

fn worker() -> Worker {
    Worker::new(env!("CARGO_BIN_EXE_shotloom").into())
}

fn clip(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media").join(name)
}

/// Worker processes of this one thread's test: the tests' processes are told apart by the program's own path.
fn children(program: &Path) -> Vec<u32> {
    let ours = std::process::id().to_string();
    let processes = fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().into_string().ok());
    let ids = processes.filter_map(|name| name.parse::<u32>().ok());
    ids.filter(|id| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let parent = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1).map(str::to_owned));
        let words = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
        parent.as_deref() == Some(&ours) && words.starts_with(program.as_os_str().as_encoded_bytes())
    })
    .collect()
}

/// The program under a name of its own, so that a test finds its own children.
fn program(folder: &Path) -> PathBuf {
    let program = folder.join("looker");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_shotloom"), &program).unwrap();
    program
}

/// A program that is no worker.
fn script(folder: &Path, lines: &str) -> PathBuf {
    let path = folder.join("script");
    fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn the_worker_says_what_this_process_would_say() {
    let worker = worker();
    let mut names: Vec<PathBuf> = fs::read_dir(clip("")).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.push(clip("none.mp4"));
    names.sort();
    for path in names {
        let here = decode::verify(&path).map_err(|error| Trouble::from(&error));
        assert_eq!(worker.verify(&path), here, "{}", path.display());
    }
    assert_eq!(worker.poster(&clip("x_slices.mp4"), 320), Ok(decode::poster(&clip("x_slices.mp4"), 320).unwrap()));
}

#[test]
fn a_killed_worker_is_replaced_and_the_file_is_looked_at_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let program = program(folder.path());
    let worker = Worker::new(program.clone());
    let facts = worker.verify(&clip("tiny.mp4")).unwrap();
    let first = children(&program);
    assert_eq!(first.len(), 1, "one process for many files");
    assert_eq!(worker.verify(&clip("tiny.mp4")).unwrap(), facts);
    assert_eq!(children(&program), first);
    let pid = rustix::process::Pid::from_raw(first[0] as i32).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
    assert_eq!(worker.verify(&clip("tiny.mp4")).unwrap(), facts);
    let second = children(&program);
    assert!(second.len() == 1 && second != first, "{first:?} {second:?}");
    drop(worker);
    assert_eq!(children(&program), Vec::<u32>::new(), "and none is left behind");
}

#[test]
fn the_workers_environment_is_where_programs_are_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let program = program(folder.path());
    let worker = Worker::new(program.clone());
    worker.verify(&clip("tiny.mp4")).unwrap();
    let id = children(&program)[0];
    let variables = fs::read(format!("/proc/{id}/environ")).unwrap();
    let names = variables.split(|byte| *byte == 0).filter(|entry| !entry.is_empty());
    let names: Vec<String> =
        names.map(|entry| String::from_utf8_lossy(entry).split('=').next().unwrap().to_owned()).collect();
    assert!(names.iter().all(|name| ["PATH", "LD_LIBRARY_PATH"].contains(&name.as_str())), "{names:?}");
    assert!(std::env::vars_os().count() > 1, "this process has more than that");
    let limits = fs::read_to_string(format!("/proc/{id}/limits")).unwrap();
    let limit = |name: &str| limits.lines().find(|line| line.starts_with(name)).expect("a limit").to_owned();
    assert!(limit("Max file size").contains(" 0 "), "{limits}");
    assert!(limit("Max address space").contains("2147483648"), "{limits}");
}

#[test]
fn a_worker_that_ends_by_itself_is_buried_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let program = program(folder.path());
    let worker = Worker::new(program.clone());
    worker.verify(&clip("tiny.mp4")).unwrap();
    let id = children(&program)[0];
    let pid = rustix::process::Pid::from_raw(id as i32).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
    // Nobody asks anything meanwhile; a zombie would stand in the list until somebody did.
    let deadline = Instant::now() + Duration::from_secs(5);
    while Path::new(&format!("/proc/{id}")).exists() {
        assert!(Instant::now() < deadline, "it is still there: {:?}", fs::read_to_string(format!("/proc/{id}/stat")));
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(worker.verify(&clip("tiny.mp4")).is_ok());
}

#[test]
fn a_filmstrip_made_outside_is_the_one_made_here() {
    let worker = worker();
    for name in ["tiny.mp4", "x_slices.mp4", "tiny_hevc.mp4", "garbage.mp4", "none.mp4"] {
        let here = preview::filmstrip_of(&clip(name), &|| true);
        assert!(worker.filmstrip(&clip(name), &|| true) == here, "{name}");
    }
}

#[test]
fn a_filmstrip_rests_between_its_tiles_and_goes_on_in_another_process() {
    let folder = tempfile::tempdir().unwrap();
    let program = program(folder.path());
    let worker = Worker::new(program.clone());
    let asked = std::cell::Cell::new(0);
    let may_go_on = || {
        asked.set(asked.get() + 1);
        if asked.get() == 12 {
            // As if it had ended for want of work while a clip was watched.
            let pid = rustix::process::Pid::from_raw(children(&program)[0] as i32).unwrap();
            rustix::process::kill_process(pid, rustix::process::Signal::KILL).unwrap();
        }
        true
    };
    let strip = worker.filmstrip(&clip("tiny.mp4"), &may_go_on);
    assert!(strip == preview::filmstrip_of(&clip("tiny.mp4"), &|| true));
    assert_eq!(asked.get(), preview::TILES);
    assert_eq!(worker.filmstrip(&clip("tiny.mp4"), &|| false), Ok(None), "nobody wants it any more");
    assert_eq!(children(&program), Vec::<u32>::new(), "and no process is left behind");
}

/// An answer as it goes over the wire: number 1, and a trouble this long.
fn answer_file(folder: &Path, length: usize) -> PathBuf {
    let trouble = format!(r#"{{"rule":"clip-empty","args":{{"detail":"{}"}}}}"#, "x".repeat(length));
    let words = format!(r#"{{"number":1,"facts":null,"picture":null,"trouble":{trouble}}}"#);
    let path = folder.join("answer");
    fs::write(&path, [&(words.len() as u32).to_le_bytes()[..], words.as_bytes()].concat()).unwrap();
    path
}

#[test]
fn an_answer_to_another_order_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let answer = answer_file(folder.path(), 1);
    let says_it_twice = format!("cat {0} {0}; exec sleep 600", answer.display());
    let worker = Worker::new(script(folder.path(), &says_it_twice));
    assert_eq!(worker.verify(&clip("tiny.mp4")).unwrap_err().rule, "clip-empty", "its first answer is believed");
    // The same process would answer its second order by the number of the first: a fresh one is asked.
    let begun = Instant::now();
    assert_eq!(worker.verify(&clip("tiny.mp4")).unwrap_err().rule, "clip-empty");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn a_worker_that_answers_without_end_is_not_listened_to() {
    let folder = tempfile::tempdir().unwrap();
    // Each of them more than a pipe holds.
    let answer = answer_file(folder.path(), 100_000);
    let count = folder.path().join("count");
    let lines = format!("while cat {}; do echo >> {}; done", answer.display(), count.display());
    let worker = Worker::new(script(folder.path(), &lines));
    assert_eq!(worker.verify(&clip("tiny.mp4")).unwrap_err().rule, "clip-empty");
    let taken = || fs::metadata(&count).map_or(0, |found| found.len());
    let mut before = u64::MAX;
    let deadline = Instant::now() + Duration::from_secs(5);
    while before != taken() {
        assert!(Instant::now() < deadline, "{} answers were taken in", taken());
        before = taken();
        std::thread::sleep(Duration::from_millis(300));
    }
    assert!(before <= 4, "{before} answers were taken in");
}

#[test]
fn a_file_that_ends_every_worker_is_said_to_be_damaged() {
    let folder = tempfile::tempdir().unwrap();
    // Two of them end over the file, the third is asked something else.
    let runs = folder.path().join("runs");
    let real = program(folder.path());
    let count = format!("n=$(cat {0} 2>/dev/null || echo 0); echo $((n + 1)) > {0}", runs.display());
    let dies_twice = format!("{count}; if [ $n -lt 2 ]; then exit 1; fi; exec {} worker", real.display());
    let worker = Worker::new(script(folder.path(), &dies_twice));
    assert_eq!(worker.verify(&clip("tiny.mp4")).unwrap_err().rule, "clip-worker-ended");
}

#[test]
fn a_worker_that_ends_whatever_it_is_asked_is_not_the_files_fault() {
    let folder = tempfile::tempdir().unwrap();
    let worker = Worker::new(script(folder.path(), "exit 1"));
    assert_eq!(worker.verify(&clip("tiny.mp4")).unwrap_err().rule, "clip-no-worker");
    let worker = Worker::new(script(folder.path(), "head -c 4 >/dev/null; printf 'no answer at all'"));
    assert_eq!(worker.verify(&clip("tiny.mp4")).unwrap_err().rule, "clip-no-worker");
    let nowhere = Worker::new(folder.path().join("nowhere"));
    assert_eq!(nowhere.verify(&clip("tiny.mp4")).unwrap_err().rule, "clip-no-worker");
}

#[test]
fn a_worker_that_hangs_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let program = script(folder.path(), "exec sleep 600");
    let worker = Worker::with_patience(program, Duration::from_millis(300));
    let begun = Instant::now();
    assert_eq!(worker.verify(&clip("tiny.mp4")).unwrap_err().rule, "clip-worker-late");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}
