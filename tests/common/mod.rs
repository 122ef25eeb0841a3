//! What several suites need: the real binary in an empty world, and honesty about missing programs.

#![expect(dead_code, reason = "each suite uses its own part of this")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Whether a program is on PATH. Where it is not, the test is left out aloud, and fails under `CI=true`.
pub fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_here = std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
    if !is_here {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{program} is missing, and CI=true needs it");
        eprintln!("LEFT OUT: this test needs {program}, which is not on PATH");
    }
    is_here
}

/// The binary under test with nothing of this machine's settings: no keys, no proxies, no display, its own library.
pub fn shotloom(library: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shotloom"));
    for (name, _) in std::env::vars() {
        let is_ours = name.starts_with("SHOTLOOM_") || name.ends_with("_API_KEY");
        if is_ours || name.to_lowercase().ends_with("_proxy") {
            command.env_remove(name);
        }
    }
    command
        .env("SHOTLOOM_LIBRARY", library)
        .env("LC_ALL", "C.UTF-8")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .stdin(Stdio::null());
    command
}

/// One finished run.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Run {
    pub fn json(&self) -> Value {
        let parsed = serde_json::from_str(&self.out);
        assert!(parsed.is_ok(), "no JSON in {:?}; stderr {:?}", self.out, self.err);
        parsed.unwrap_or_default()
    }
}

pub fn run(command: &mut Command) -> Run {
    let output: Output = command.output().expect("the binary runs");
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

pub fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples")
}

pub fn media() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media")
}
