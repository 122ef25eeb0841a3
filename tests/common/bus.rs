//! A session bus of our own with a keyring in a chosen state, and an empty home around it.

#![expect(dead_code, reason = "a test and a benchmark each use their own part of this")]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How the keyring on the bus is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ring {
    /// gnome-keyring, unlocked.
    Open,
    /// gnome-keyring as it is before anybody typed its password.
    Locked,
    /// A bus on which nobody keeps secrets.
    Absent,
    /// A service that is there by name and never answers.
    Silent,
}

impl Ring {
    pub const ALL: [Self; 4] = [Self::Open, Self::Locked, Self::Absent, Self::Silent];
}

/// Gone when dropped, with everything that was started on it.
pub struct Bus {
    home: tempfile::TempDir,
    address: String,
    children: Vec<Child>,
}

/// Set in a process that lives on a bus.
const HOME_ON_THE_BUS: &str = "SHOTLOOM_TEST_ON_THE_BUS";
const PART: &str = "SHOTLOOM_TEST_PART";

/// The home and the part of the test, in the process that lives on the bus; elsewhere nothing.
pub fn on_the_bus() -> Option<(PathBuf, String)> {
    Some((PathBuf::from(std::env::var_os(HOME_ON_THE_BUS)?), std::env::var(PART).ok()?))
}

const NAME: &str = "org.freedesktop.secrets";

impl Bus {
    /// `None` where a program is missing (said aloud; a failure under CI=true).
    pub fn open(ring: Ring) -> Option<Self> {
        let programs = ["dbus-daemon", "dbus-send", "gnome-keyring-daemon"];
        if !programs.iter().all(|program| crate::common::has(program)) {
            return None;
        }
        let home = tempfile::tempdir().expect("a folder");
        let services = home.path().join("services");
        std::fs::create_dir_all(&services).expect("a folder");
        if ring == Ring::Silent {
            let service = format!("[D-BUS Service]\nName={NAME}\nExec=/bin/sleep 600\n");
            std::fs::write(services.join("secrets.service"), service).expect("a service file");
        }
        let config = home.path().join("bus.conf");
        std::fs::write(&config, config_text(&services)).expect("a configuration");
        let mut daemon = Command::new("dbus-daemon")
            .args(["--nofork", "--nopidfile", "--nosyslog", "--print-address", "--config-file"])
            .arg(&config)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon starts");
        let mut address = String::new();
        let said = daemon.stdout.take().expect("its address");
        BufReader::new(said).read_line(&mut address).expect("its address");
        let mut bus = Self { home, address: address.trim().to_owned(), children: vec![daemon] };
        match ring {
            Ring::Open => bus.start_keyring(true),
            Ring::Locked => {
                // The first time makes the keyring, the second finds it locked.
                bus.start_keyring(true);
                bus.stop_keyring();
                bus.start_keyring(false);
            }
            Ring::Absent | Ring::Silent => {}
        }
        Some(bus)
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Puts a process on this bus and into this home.
    pub fn put<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .env("HOME", self.home())
            .env("XDG_RUNTIME_DIR", self.home())
            .env("XDG_DATA_HOME", self.home().join("data"))
            .env("XDG_CONFIG_HOME", self.home().join("config"))
    }

    /// Runs one test of this very binary again, in a process that lives on this bus.
    pub fn run_test(&self, name: &str, part: &str) {
        let mut command = Command::new(std::env::current_exe().expect("this test's binary"));
        command.args(["--exact", name, "--nocapture"]).env(HOME_ON_THE_BUS, self.home()).env(PART, part);
        command.env("SHOTLOOM_LOG", "trace").env("RUST_LOG", "trace");
        let output = self.put(&mut command).output().expect("the test runs");
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains("1 passed"), "{said}");
    }

    /// Locks it again, as a new login would find it.
    pub fn stop_keyring(&mut self) {
        let mut keyring = self.children.pop().expect("a keyring");
        let _ = keyring.kill();
        let _ = keyring.wait();
        self.wait_until(|bus| !bus.is_owned());
    }

    /// The bus goes away, and leaves its address behind.
    pub fn close(&mut self) {
        for mut child in self.children.drain(..).rev() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    pub fn start_keyring(&mut self, is_unlocked: bool) {
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]).stderr(Stdio::null()).stdout(Stdio::null());
        if is_unlocked {
            command.arg("--unlock").stdin(Stdio::piped());
        } else {
            command.stdin(Stdio::null());
        }
        let mut keyring = self.put(&mut command).spawn().expect("gnome-keyring starts");
        if let Some(mut password) = keyring.stdin.take() {
            password.write_all(b"correct horse").expect("the password");
        }
        self.children.push(keyring);
        self.wait_until(Self::is_owned);
    }

    fn is_owned(&self) -> bool {
        let asked = Command::new("dbus-send")
            .args([&format!("--bus={}", self.address), "--print-reply", "--dest=org.freedesktop.DBus"])
            .args(["/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner", &format!("string:{NAME}")])
            .output()
            .expect("dbus-send runs");
        String::from_utf8_lossy(&asked.stdout).contains("true")
    }

    fn wait_until(&self, is_so: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(10);
        while !is_so(self) {
            assert!(Instant::now() < deadline, "the keyring does not come or go");
            std::thread::sleep(Duration::from_millis(30));
        }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        self.close();
    }
}

fn config_text(services: &Path) -> String {
    format!(
        "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \
         \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n\
         <busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>\
         <servicedir>{}</servicedir><policy context=\"default\">\
         <allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/>\
         </policy></busconfig>\n",
        services.display()
    )
}

/// Every file below a folder that holds this text.
pub fn files_holding(folder: &Path, text: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            let kind = entry.file_type().expect("a kind of file");
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file()
                && std::fs::read(&path).is_ok_and(|bytes| bytes.windows(text.len()).any(|w| w == text.as_bytes()))
            {
                found.push(path);
            }
        }
    }
    found
}
