//! What `/proc` tells of a process.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// A process, or this one.
#[derive(Debug, Clone)]
pub struct Facts(PathBuf);

impl Facts {
    pub fn of(process: u32) -> Self {
        Self(Path::new("/proc").join(process.to_string()))
    }

    pub fn of_this() -> Self {
        Self(PathBuf::from("/proc/self"))
    }

    pub fn resident_kib(&self) -> u64 {
        self.status("VmRSS:")
    }

    pub fn threads(&self) -> u64 {
        self.status("Threads:")
    }

    pub fn descriptors(&self) -> usize {
        std::fs::read_dir(self.0.join("fd")).map_or(0, Iterator::count)
    }

    pub fn sockets(&self) -> usize {
        let Ok(entries) = std::fs::read_dir(self.0.join("fd")) else { return 0 };
        let targets = entries.flatten().filter_map(|entry| std::fs::read_link(entry.path()).ok());
        targets.filter(|target| target.to_string_lossy().starts_with("socket:")).count()
    }

    /// Processor time of all threads, or of those whose name begins so.
    pub fn busy(&self, threads: Option<&str>) -> Duration {
        let Some(name) = threads else { return busy(&self.0.join("stat")) };
        let Ok(entries) = std::fs::read_dir(self.0.join("task")) else { return Duration::ZERO };
        let is_named =
            |folder: &PathBuf| std::fs::read_to_string(folder.join("comm")).is_ok_and(|comm| comm.starts_with(name));
        entries.flatten().map(|entry| entry.path()).filter(is_named).map(|folder| busy(&folder.join("stat"))).sum()
    }

    fn status(&self, name: &str) -> u64 {
        let text = std::fs::read_to_string(self.0.join("status")).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
    }
}

/// User and system time of a `stat` file; Linux counts them in hundredths of a second.
fn busy(stat: &Path) -> Duration {
    let text = std::fs::read_to_string(stat).unwrap_or_default();
    let after_name = text.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|number| number.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}
