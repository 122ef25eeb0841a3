//! A process that looks names up in files of our own: its `/etc/hosts` and `/etc/resolv.conf` are ours, and nobody
//! else's are touched (a mount namespace, which needs root).

use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::ground::has;

const ENTER: &str = r#"mount --bind "$1" /etc/hosts && mount --bind "$2" /etc/resolv.conf && shift 2 && exec "$@""#;

/// Names and whoever is asked about others. Both can be changed while a process looks at them.
pub struct Names {
    folder: tempfile::TempDir,
}

impl Names {
    /// Whoever is not in `hosts` is not found: nobody listens where the resolver would ask.
    pub fn of(hosts: &str) -> Self {
        let names = Self { folder: tempfile::tempdir().unwrap() };
        std::fs::write(names.resolver(), "nameserver 127.0.0.254\noptions timeout:1 attempts:1\n").unwrap();
        names.are_now(hosts);
        names
    }

    /// Written in place: the file that was mounted stays the same one.
    pub fn are_now(&self, hosts: &str) {
        std::fs::write(self.hosts(), hosts).unwrap();
    }

    /// The same command among these names. It keeps its process number.
    pub fn around(&self, command: &Command) -> Command {
        let mut inside = Command::new("unshare");
        inside.args(["-m", "sh", "-c", ENTER, "sh"]).arg(self.hosts()).arg(self.resolver());
        inside.arg(command.get_program()).args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => inside.env(name, value),
                None => inside.env_remove(name),
            };
        }
        inside.stdin(Stdio::null());
        inside
    }

    fn hosts(&self) -> PathBuf {
        self.folder.path().join("hosts")
    }

    fn resolver(&self) -> PathBuf {
        self.folder.path().join("resolv.conf")
    }
}

/// Why it cannot be used here.
pub fn is_missing() -> Option<String> {
    if !has("unshare") {
        return Some("unshare is not on PATH".to_owned());
    }
    let tried = Names::of("").around(&Command::new("true")).output();
    let is_let = tried.is_ok_and(|tried| tried.status.success());
    (!is_let).then(|| "this system lets nobody have names of their own (needs root)".to_owned())
}
