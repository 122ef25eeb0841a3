//! Disks that are full, read-only or gone: small memory disks, mounted for the purpose (which needs root).

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::between::{Act, Between};
use super::ground::{Ground, has};
use super::judge::judge;
use super::world::{Customer, Order, Run, Vendor, finish};
use super::{Outcome, Ran};

const PATIENCE: Duration = Duration::from_secs(120);
const SIZE: &str = "size=16m";
const FILLER: &str = "filler";

/// A memory disk of 16 MB; gone when it is dropped.
#[derive(Clone)]
struct Disk(Arc<Mounted>);

struct Mounted(tempfile::TempDir);

impl Disk {
    fn mount() -> Result<Self, String> {
        let dir = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", SIZE, "tmpfs"]).arg(dir.path()).output();
        match mounted {
            Ok(mounted) if mounted.status.success() => Ok(Self(Arc::new(Mounted(dir)))),
            Ok(mounted) => {
                Err(format!("a memory disk cannot be mounted: {}", String::from_utf8_lossy(&mounted.stderr)))
            }
            Err(error) => Err(format!("mount: {error}")),
        }
    }

    fn path(&self) -> &Path {
        self.0.0.path()
    }

    fn library(&self) -> PathBuf {
        self.path().join("library")
    }

    /// Writes until nothing fits any more, then gives so many bytes back.
    fn fill(&self, left: u64) {
        let mut file = std::fs::File::options().create(true).append(true).open(self.path().join(FILLER)).unwrap();
        for chunk in [1 << 20, 1 << 12, 1] {
            let bytes = vec![0x5a; chunk];
            while file.write_all(&bytes).is_ok() {}
        }
        let len = file.metadata().unwrap().len();
        file.set_len(len.saturating_sub(left)).unwrap();
    }

    fn empty(&self) {
        let _ = std::fs::remove_file(self.path().join(FILLER));
    }

    fn remount(&self, how: &str) -> bool {
        let option = format!("remount,{how}");
        Command::new("mount").args(["-o", &option]).arg(self.path()).status().is_ok_and(|status| status.success())
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

/// How long a process may look for a library that went away, before it is killed.
const MISSED: Duration = Duration::from_secs(6);

/// Generates until the library has gone away in the middle of it, leaves the process time to miss it, and kills it.
fn while_away(customer: &Customer, elsewhere: &Path, here: &Path) -> Result<Run, String> {
    std::thread::scope(|scope| {
        let (gone, until) = (std::sync::mpsc::channel::<()>(), Instant::now() + PATIENCE);
        let run = scope.spawn(move || customer.run_until(Order::Generate, &gone.1));
        while !elsewhere.exists() && !run.is_finished() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
        let missed = Instant::now() + MISSED;
        while elsewhere.exists() && !here.exists() && !run.is_finished() && Instant::now() < missed {
            std::thread::sleep(Duration::from_millis(20));
        }
        // Hanging up is the word to end.
        drop(gone.0);
        let run = run.join().map_err(|_| "the run broke down".to_owned())?;
        if elsewhere.exists() { Ok(run) } else { Err(format!("no video was fetched: {}{}", run.out, run.err)) }
    })
}

/// A disk with a library that was opened once, and its customer.
fn furnished(ground: &Ground, url: &str) -> Result<(Disk, Customer), String> {
    let disk = Disk::mount()?;
    let customer = Customer::of(&ground.binary, url).with_library(disk.library());
    let run = customer.run(Order::Resume, PATIENCE);
    if run.code == Some(0) { Ok((disk, customer)) } else { Err(format!("a new library: {}", run.err)) }
}

fn each(
    ground: &Ground,
    runs: u64,
    one: impl Fn(&Ground, fastrand::Rng, &mut Ran) -> Result<(), String> + Sync,
) -> Outcome {
    if let Err(why) = Disk::mount() {
        return Outcome::NotRun(why);
    }
    ground.side_by_side(2, runs, |worker, share| {
        let mut ran = Ran::default();
        for nth in 0..share {
            ran.count += 1;
            if let Err(why) = one(ground, ground.chance(500 + worker + 2 * nth), &mut ran) {
                ran.fault(why);
            }
        }
        ran
    })
}

/// Full before the order: nothing is sent. Nearly full: whatever happens, it adds up.
pub fn before_submit(ground: &Ground) -> Outcome {
    each(ground, ground.pick(2, 50, 200), |ground, mut chance, ran| {
        let vendor = Vendor::start(&ground.binary, &[]);
        let (disk, customer) = furnished(ground, &vendor.url)?;
        disk.fill(0);
        let run = customer.run(Order::Generate, PATIENCE);
        if run.code != Some(4) || vendor.submits() != 0 {
            ran.fault(format!(
                "a full disk: exit {:?}, {} submits: {}{}",
                run.code,
                vendor.submits(),
                run.out,
                run.err
            ));
        }
        // A page here, half a line there: writes that end short.
        disk.empty();
        disk.fill(chance.u64(1..300_000));
        customer.run(Order::Generate, Duration::from_secs(2));
        disk.empty();
        if customer.run(Order::Resume, PATIENCE).code.is_none() {
            ran.fault("resume did not end after a nearly full disk");
        }
        ran.faults.extend(judge(&vendor, &customer).faults);
        Ok(())
    })
}

/// Full between answer and commit: the vendor's id finds room.
pub fn before_commit(ground: &Ground) -> Outcome {
    each(ground, ground.pick(2, 50, 200), |ground, _, ran| {
        let vendor = Vendor::start(&ground.binary, &[]);
        let line = Between::through(&vendor.url);
        let (disk, customer) = furnished(ground, &line.url)?;
        let filled = disk.clone();
        line.now_by(move |asked| {
            if asked.is_submit() {
                filled.fill(0);
            }
            Act::Through
        });
        // It is accepted, and the process ends before it can be done.
        customer.run(Order::Generate, Duration::from_secs(3));
        disk.empty();
        let charged: Vec<_> = vendor.charges().into_iter().map(|charge| charge.task).collect();
        let known: Vec<_> =
            customer.tasks().iter().filter_map(|task| task["remote"].as_str().map(str::to_owned)).collect();
        if charged.len() != 1 || charged != known {
            ran.fault(format!("charged {charged:?}, known {known:?}, states {:?}", customer.tasks()));
        }
        let run = customer.run(Order::Resume, PATIENCE);
        if run.code != Some(0) {
            ran.fault(format!("resume ends with {:?}: {}", run.code, run.out));
        }
        ran.faults.extend(judge(&vendor, &customer).faults);
        Ok(())
    })
}

/// Full while the video comes: it waits, and goes on by itself once there is room.
pub fn while_downloading(ground: &Ground) -> Outcome {
    each(ground, ground.pick(1, 6, 50), |ground, mut chance, ran| {
        let vendor = Vendor::start(&ground.binary, &[]);
        let line = Between::through(&vendor.url);
        let (disk, customer) = furnished(ground, &line.url)?;
        let full_since: Arc<Mutex<Option<Instant>>> = Arc::default();
        let (filled, since, left) = (disk.clone(), Arc::clone(&full_since), chance.u64(0..20_000));
        line.now_by(move |asked| {
            let mut since = since.lock().unwrap();
            if asked.is_download() && since.is_none() {
                filled.fill(left);
                *since = Some(Instant::now());
            }
            Act::Through
        });
        let done = std::thread::scope(|scope| {
            let run = scope.spawn(|| customer.run(Order::Generate, PATIENCE));
            let until = Instant::now() + PATIENCE;
            while full_since.lock().unwrap().is_none() && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(20));
            }
            std::thread::sleep(Duration::from_secs(2));
            let states: Vec<_> = customer.tasks().iter().map(|task| task["state"].clone()).collect();
            disk.empty();
            (run.join().unwrap(), states)
        });
        let (run, while_full) = done;
        if run.code != Some(0) {
            ran.fault(format!("it did not go on by itself: exit {:?}, {}{}", run.code, run.out, run.err));
        }
        if while_full.iter().any(|state| state == "done" || state == "failed") {
            ran.fault(format!("on a full disk the task was {while_full:?}"));
        }
        ran.faults.extend(judge(&vendor, &customer).faults);
        Ok(())
    })
}

/// Read-only before the order, gone while the video comes: nothing is sent, nothing is lost, and it goes on.
pub fn away(ground: &Ground) -> Outcome {
    each(ground, ground.pick(1, 6, 50), |ground, _, ran| {
        let vendor = Vendor::start(&ground.binary, &[]);
        let line = Between::through(&vendor.url);
        let (disk, customer) = furnished(ground, &line.url)?;
        if !disk.remount("ro") {
            return Err("the memory disk cannot be made read-only".to_owned());
        }
        let run = customer.run(Order::Generate, PATIENCE);
        if run.code != Some(4) || vendor.submits() != 0 {
            ran.fault(format!("read-only: exit {:?}, {} submits: {}{}", run.code, vendor.submits(), run.out, run.err));
        }
        disk.remount("rw");
        let (here, elsewhere) = (disk.library(), disk.path().join("elsewhere"));
        let (from, to, once) = (here.clone(), elsewhere.clone(), std::sync::Once::new());
        line.now_by(move |asked| {
            if asked.is_download() {
                once.call_once(|| std::fs::rename(&from, &to).unwrap());
            }
            Act::Through
        });
        let run = while_away(&customer, &elsewhere, &here)?;
        if run.err.contains("panicked") {
            ran.fault(format!("a vanished library: {}", run.err));
        }
        if here.exists() {
            ran.fault("a library that is away was made anew in its place");
            let _ = std::fs::remove_dir_all(&here);
        }
        std::fs::rename(&elsewhere, &here).map_err(|error| error.to_string())?;
        let run = customer.run(Order::Resume, PATIENCE);
        if run.code != Some(0) {
            ran.fault(format!("back again, resume ends with {:?}: {}", run.code, run.out));
        }
        ran.faults.extend(judge(&vendor, &customer).faults);
        Ok(())
    })
}

/// A write that ends short, at any byte, in any file: the system lets no file grow beyond a limit. Nothing goes on as if
/// it were saved, and nothing that was charged is lost.
pub fn short_writes(ground: &Ground) -> Outcome {
    if !has("prlimit") {
        return Outcome::NotRun("prlimit is not on PATH".to_owned());
    }
    ground.side_by_side(2, ground.pick(4, 100, 1_000), |worker, share| {
        let (mut ran, mut refused) = (Ran::default(), 0);
        for nth in 0..share {
            ran.count += 1;
            let mut chance = ground.chance(900 + worker + 2 * nth);
            refused += u64::from(cut_short(ground, &mut chance, &mut ran));
        }
        ran.note(format!("{refused} of {share} runs were refused room"));
        ran
    })
}

/// Whether the limit was met.
fn cut_short(ground: &Ground, chance: &mut fastrand::Rng, ran: &mut Ran) -> bool {
    let vendor = Vendor::start(&ground.binary, &[]);
    let customer = Customer::of(&ground.binary, &vendor.url);
    // Opened once: the ballast is in its place, and what is left to write is small.
    customer.run(Order::Resume, PATIENCE);
    let tables = std::fs::metadata(customer.library.join("library.db")).map_or(0, |file| file.len());
    // The journal and the log of changes begin at nothing, the video is as long as the tables.
    let most = if chance.bool() { 16 << 10 } else { 2 * tables };
    let bytes = chance.u64(1..most.max(2));
    let command = customer.command(Order::Generate);
    let mut limited = Command::new("sh");
    // A signal that is ignored stays ignored, and the write is refused instead.
    limited.args(["-c", r#"trap "" XFSZ; exec prlimit --fsize="$0" "$@""#, &bytes.to_string()]);
    limited.arg(command.get_program()).args(command.get_args());
    customer.settle(&mut limited);
    let run = finish(&mut limited, Duration::from_secs(ground.pick(6, 12, 12)));
    if run.err.contains("panicked") {
        ran.fault(format!("no file beyond {bytes} bytes: {}", run.err));
    }
    let resumed = customer.run(Order::Resume, PATIENCE);
    if resumed.code.is_none() {
        ran.fault(format!("no file beyond {bytes} bytes, and resume does not end: {:?}", customer.tasks()));
    }
    let told = |fault: String| format!("no file beyond {bytes} bytes: {fault} (exit {:?}, {})", run.code, run.out);
    ran.faults.extend(judge(&vendor, &customer).faults.into_iter().map(told));
    run.code != Some(0)
}
