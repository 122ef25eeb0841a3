//! The practice vendor in its own process, and a customer: a library with one cheap storyboard.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, TryRecvError};
use std::time::{Duration, Instant};

use serde_json::Value;
use shotloom::sandbox;

pub const KEY: &str = "sk-practice-judge";
pub const STORY: &str = r#"{"shotloom":1,"prompt":"a boat","seconds":3,"aspect_ratio":"1:1","mode":"std"}"#;

/// The binary with nothing of this machine's settings: no keys, no proxies, no display.
pub fn shotloom(binary: &Path, library: &Path) -> Command {
    let mut command = Command::new(binary);
    quiet(&mut command, library);
    command
}

/// The same for a program that starts it.
pub fn quiet(command: &mut Command, library: &Path) {
    for (name, _) in std::env::vars() {
        let is_ours = name.starts_with("SHOTLOOM_") || name.ends_with("_API_KEY");
        if is_ours || name.to_lowercase().ends_with("_proxy") {
            command.env_remove(name);
        }
    }
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"] {
        command.env_remove(name);
    }
    command.env("SHOTLOOM_LIBRARY", library).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
}

/// `shotloom sandbox` in its own process; killed when it is dropped.
pub struct Vendor {
    child: Child,
    pub url: String,
    home: tempfile::TempDir,
}

impl Vendor {
    pub fn start(binary: &Path, faults: &[&str]) -> Self {
        let home = tempfile::tempdir().unwrap();
        Self::open(binary, faults, home)
    }

    /// On a folder where its tasks may lie already.
    pub fn open(binary: &Path, faults: &[&str], home: tempfile::TempDir) -> Self {
        let mut command = shotloom(binary, home.path());
        command.arg("sandbox").stdout(Stdio::piped());
        for fault in faults {
            command.args(["--fault", fault]);
        }
        let mut child = command.spawn().expect("the practice vendor starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a first line");
        let url = line.split_whitespace().find_map(|word| word.strip_prefix("url="));
        Self { url: url.unwrap_or_else(|| panic!("url= in {line:?}")).to_owned(), child, home }
    }

    pub fn dir(&self) -> PathBuf {
        self.home.path().join("practice")
    }

    pub fn charges(&self) -> Vec<sandbox::Charge> {
        sandbox::charges(&self.dir())
    }

    /// Submits that arrived, charged or not.
    pub fn submits(&self) -> usize {
        sandbox::submits(&self.dir()).len()
    }
}

impl Drop for Vendor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A finished run of the binary.
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
    pub took: Duration,
}

impl Run {
    pub fn tasks(&self) -> Vec<Value> {
        let json: Value = serde_json::from_str(&self.out).unwrap_or_default();
        json["tasks"].as_array().cloned().unwrap_or_default()
    }
}

pub struct Customer {
    pub binary: PathBuf,
    pub home: tempfile::TempDir,
    pub library: PathBuf,
    /// Where the vendor is for this customer: itself, or a line that can be cut.
    pub url: String,
}

impl Customer {
    pub fn of(binary: &Path, url: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("story.shot.json"), STORY).unwrap();
        Self { binary: binary.to_owned(), library: home.path().join("library"), home, url: url.to_owned() }
    }

    /// The same customer with the library elsewhere, as on a small disk.
    #[must_use]
    pub fn with_library(mut self, library: PathBuf) -> Self {
        self.library = library;
        self
    }

    pub fn settle(&self, command: &mut Command) {
        quiet(command, &self.library);
        command.env("SHOTLOOM_MULEROUTER_URL", &self.url).env("MULEROUTER_API_KEY", KEY);
        command.env("SHOTLOOM_APIMART_URL", &self.url).env("APIMART_API_KEY", KEY);
    }

    pub fn shotloom(&self) -> Command {
        let mut command = Command::new(&self.binary);
        self.settle(&mut command);
        command
    }

    pub fn arguments(&self, order: Order) -> Vec<std::ffi::OsString> {
        match order {
            Order::Generate => {
                vec!["generate".into(), self.home.path().join("story.shot.json").into(), "--json".into()]
            }
            Order::Many(count) => {
                let mut arguments = self.arguments(Order::Generate);
                arguments.extend(["--count".into(), count.to_string().into()]);
                arguments
            }
            Order::Resume => vec!["resume".into(), "--json".into()],
        }
    }

    pub fn command(&self, order: Order) -> Command {
        let mut command = self.shotloom();
        command.args(self.arguments(order));
        command
    }

    /// Runs to the end, or for `patience`: then it is killed and has no code.
    pub fn run(&self, order: Order, patience: Duration) -> Run {
        finish(&mut self.command(order), patience)
    }

    /// Runs to the end, or until the other end of `wanted` is gone: then it is killed and has no code.
    pub fn run_until(&self, order: Order, wanted: &Receiver<()>) -> Run {
        end_of(&mut self.command(order), || matches!(wanted.try_recv(), Err(TryRecvError::Disconnected)))
    }

    /// Starts and is killed after `after`, if it has not ended by itself. Whether it was.
    pub fn killed_after(&self, order: Order, after: Duration) -> bool {
        let mut command = self.command(order);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary starts");
        std::thread::sleep(after);
        let was_alive = matches!(child.try_wait(), Ok(None));
        let _ = child.kill();
        let _ = child.wait();
        was_alive
    }

    /// Every task of the library, as `shotloom tasks` lists them.
    pub fn tasks(&self) -> Vec<Value> {
        let mut command = self.shotloom();
        finish(command.args(["tasks", "--json"]), Duration::from_secs(60)).tasks()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Generate,
    /// So many wishes of one storyboard, at most ten.
    Many(usize),
    Resume,
}

/// Runs a command to its end, or kills it when patience is over.
pub fn finish(command: &mut Command, patience: Duration) -> Run {
    let start = Instant::now();
    end_of(command, || start.elapsed() > patience)
}

fn end_of(command: &mut Command, is_enough: impl Fn() -> bool) -> Run {
    let start = Instant::now();
    // Files, not pipes: nobody has to empty them while it runs.
    let (out, err) = (tempfile::tempfile().unwrap(), tempfile::tempfile().unwrap());
    command.stdout(out.try_clone().unwrap()).stderr(err.try_clone().unwrap());
    let mut child = command.spawn().expect("the binary starts");
    let code = loop {
        match child.try_wait().expect("its end") {
            Some(status) => break status.code(),
            None if is_enough() => {
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    };
    Run { code, out: text(out), err: text(err), took: start.elapsed() }
}

fn text(mut file: std::fs::File) -> String {
    use std::io::{Read as _, Seek as _};
    let mut bytes = Vec::new();
    file.rewind().unwrap();
    file.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}
