//! What the window costs beside an empty eframe window, in the same run: start to first frame, resident memory
//! then, CPU and repaints while idle, and the size of the binary.
//!
//! `cargo bench --bench window`. Needs Xvfb and openbox; Linux only, where `/proc` tells.
//! `cargo bench --bench window -- --keyrings` compares start to first frame with the system's keyring open, locked,
//! absent and silent; it needs gnome-keyring and D-Bus as well. On a busy machine put `chrt -r 10` before it: what
//! runs beside it moves a start by more than any keyring does.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

#[cfg(target_os = "linux")]
#[path = "../tests/common/bus.rs"]
mod bus;
#[cfg(target_os = "linux")]
#[path = "../tests/common/mod.rs"]
mod common;

#[cfg(target_os = "linux")]
fn main() {
    if std::env::args().any(|argument| argument == "--empty") {
        return linux::empty_window();
    }
    if std::env::args().any(|argument| argument == "--keyrings") {
        return linux::keyrings();
    }
    linux::compare();
}

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("NOT RUN: this benchmark reads /proc and draws under Xvfb");
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io::{BufRead, BufReader, Read};
    use std::path::PathBuf;
    use std::process::{Child, Command, Stdio};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::{Duration, Instant};

    use crate::bus::{Bus, Ring};

    const RUNS: usize = 5;
    const RUNS_A_KEYRING: usize = 10;
    const SETTLE: Duration = Duration::from_secs(5);
    const IDLE: Duration = Duration::from_secs(30);

    /// The yardstick: eframe with nothing in it.
    pub fn empty_window() {
        struct Empty(u64);
        impl eframe::App for Empty {
            fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
                egui::CentralPanel::default().show(ui, |_| {});
                self.0 += 1;
                eprintln!("frame {}", self.0);
            }
        }
        let viewport = egui::ViewportBuilder::default().with_inner_size([1280.0, 800.0]);
        let options = eframe::NativeOptions { viewport, ..Default::default() };
        eframe::run_native("empty", options, Box::new(|_| Ok(Box::new(Empty(0))))).expect("a window");
    }

    pub fn compare() {
        let Some(display) = Display::open() else {
            println!("NOT RUN: Xvfb or openbox is missing");
            return;
        };
        let shotloom = PathBuf::from(env!("CARGO_BIN_EXE_shotloom"));
        let own = std::env::current_exe().expect("this benchmark's path");
        let library = tempfile::tempdir().expect("a folder");
        let ours = || {
            let mut command = Command::new(&shotloom);
            command.env("SHOTLOOM_LIBRARY", library.path()).env("SHOTLOOM_MEASURE", "1");
            command
        };
        let empty = || {
            let mut command = Command::new(&own);
            command.arg("--empty");
            command
        };
        // The first start of each fills the file cache and makes the library; it does not count.
        drop((Window::open(ours(), &display), Window::open(empty(), &display)));
        let (mut our_starts, mut empty_starts) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            empty_starts.push(Window::open(empty(), &display).start());
            our_starts.push(Window::open(ours(), &display).start());
        }
        let (our, yardstick) = (median(our_starts), median(empty_starts));
        println!("                                shotloom   empty eframe   ratio   goal");
        row("start to first frame, ms", our.0, yardstick.0, "<= 1.5");
        row("resident memory then, MB", our.1, yardstick.1, "<= 1.7");
        for (name, command) in [("shotloom", ours()), ("empty eframe", empty())] {
            let (repaints, cpu) = Window::open(command, &display).idle();
            println!("{name}: {repaints} repaints and {cpu:.2} s of CPU in {} s idle", IDLE.as_secs());
        }
        let size = std::fs::metadata(&shotloom).map_or(0, |metadata| metadata.len());
        println!("binary: {:.1} MB (goal <= 40)", size as f64 / 1e6);
    }

    /// The window must be up as soon, whatever the keyring does. Turn by turn, so that a busy moment meets them all.
    pub fn keyrings() {
        let Some(display) = Display::open() else {
            println!("NOT RUN: Xvfb or openbox is missing");
            return;
        };
        let buses: Vec<(Ring, Bus)> = Ring::ALL.into_iter().filter_map(|ring| Some((ring, Bus::open(ring)?))).collect();
        if buses.len() < Ring::ALL.len() {
            println!("NOT RUN: gnome-keyring-daemon, dbus-daemon or dbus-send is missing");
            return;
        }
        let first_frame = |bus: &Bus| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_shotloom"));
            bus.put(&mut command).env("SHOTLOOM_LIBRARY", bus.home().join("library")).env("SHOTLOOM_MEASURE", "1");
            Window::open(command, &display).first_frame_millis
        };
        let mut starts = vec![Vec::new(); buses.len()];
        for run in 0..=RUNS_A_KEYRING {
            for ((_, bus), starts) in buses.iter().zip(&mut starts) {
                let millis = first_frame(bus);
                // The first makes the library.
                if run > 0 {
                    starts.push(millis);
                }
            }
        }
        let medians: Vec<f64> = starts.into_iter().map(middle).collect();
        let fastest = medians.iter().copied().fold(f64::INFINITY, f64::min);
        println!("start to first frame, median of {RUNS_A_KEYRING}, ms (goal: within 10 % of the fastest)");
        for ((ring, _), median) in buses.iter().zip(medians) {
            println!("{:<10}{median:>8.1}   +{:.1} %", format!("{ring:?}"), (median / fastest - 1.0) * 100.0);
        }
    }

    fn middle(mut values: Vec<f64>) -> f64 {
        values.sort_by(f64::total_cmp);
        (values[(values.len() - 1) / 2] + values[values.len() / 2]) / 2.0
    }

    fn row(what: &str, ours: f64, yardstick: f64, goal: &str) {
        println!("{what:<30}{ours:>10.1}{yardstick:>15.1}{:>8.2}   {goal}", ours / yardstick);
    }

    fn median(mut values: Vec<(f64, f64)>) -> (f64, f64) {
        let middle = values.len() / 2;
        values.sort_by(|a, b| a.0.total_cmp(&b.0));
        let start = values[middle].0;
        values.sort_by(|a, b| a.1.total_cmp(&b.1));
        (start, values[middle].1)
    }

    /// A screen of our own with a window manager; gone when dropped.
    struct Display {
        name: String,
        children: Vec<Child>,
    }

    impl Display {
        fn open() -> Option<Self> {
            let mut xvfb = Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", "1600x1000x24", "-nolisten", "tcp"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .ok()?;
            let mut number = String::new();
            BufReader::new(xvfb.stdout.take()?).read_line(&mut number).ok()?;
            let name = format!(":{}", number.trim());
            let openbox = Command::new("openbox").env("DISPLAY", &name).stderr(Stdio::null()).spawn().ok()?;
            Some(Self { name, children: vec![openbox, xvfb] })
        }
    }

    impl Drop for Display {
        fn drop(&mut self) {
            for child in &mut self.children {
                let _ = child.kill();
                let _ = child.wait();
            }
        }
    }

    /// A running window that says `frame N` on stderr for each frame.
    struct Window {
        child: Child,
        first_frame_millis: f64,
        frames: Arc<AtomicU64>,
    }

    impl Window {
        fn open(mut command: Command, display: &Display) -> Self {
            command.env("DISPLAY", &display.name).env_remove("WAYLAND_DISPLAY");
            command.stderr(Stdio::piped()).stdout(Stdio::null());
            let begin = Instant::now();
            let mut child = command.spawn().expect("the window starts");
            let mut lines = BufReader::new(child.stderr.take().expect("its words")).lines();
            let is_first = |line: std::io::Result<String>| line.is_ok_and(|line| line.starts_with("frame "));
            assert!(lines.by_ref().any(is_first), "the window ended before its first frame");
            let first_frame_millis = begin.elapsed().as_secs_f64() * 1e3;
            let frames = Arc::new(AtomicU64::new(1));
            let counter = Arc::clone(&frames);
            std::thread::spawn(move || {
                for _ in lines.map_while(Result::ok).filter(|line| line.starts_with("frame ")) {
                    counter.fetch_add(1, Ordering::Relaxed);
                }
            });
            Self { child, first_frame_millis, frames }
        }

        /// Milliseconds to the first frame, and megabytes resident two seconds later.
        fn start(self) -> (f64, f64) {
            std::thread::sleep(Duration::from_secs(2));
            (self.first_frame_millis, self.resident_megabytes())
        }

        /// Repaints and CPU seconds of an idle stretch.
        fn idle(self) -> (u64, f64) {
            std::thread::sleep(SETTLE);
            let before = (self.frames.load(Ordering::Relaxed), self.cpu_seconds());
            std::thread::sleep(IDLE);
            (self.frames.load(Ordering::Relaxed) - before.0, self.cpu_seconds() - before.1)
        }

        fn proc(&self, file: &str) -> String {
            let mut text = String::new();
            let path = format!("/proc/{}/{file}", self.child.id());
            std::fs::File::open(path).and_then(|mut file| file.read_to_string(&mut text)).expect("/proc");
            text
        }

        fn resident_megabytes(&self) -> f64 {
            let status = self.proc("status");
            let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("VmRSS");
            line.trim().trim_end_matches(" kB").parse::<f64>().expect("kilobytes") / 1e3
        }

        fn cpu_seconds(&self) -> f64 {
            let stat = self.proc("stat");
            let after_name = stat.rsplit(") ").next().expect("fields");
            let ticks = |i: usize| after_name.split(' ').nth(i).and_then(|t| t.parse::<f64>().ok()).expect("ticks");
            (ticks(11) + ticks(12)) / 100.0
        }
    }

    impl Drop for Window {
        fn drop(&mut self) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}
