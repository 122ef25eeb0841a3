//! The log: `<library>/logs/shotloom.log` and its three elders, 4 MB each. Never a key, never a query string.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tracing_appender::non_blocking::WorkerGuard;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

const MAX_BYTES: u64 = 4 << 20;
const ELDERS: u32 = 3;

/// Keeps the log's writer alive; what is buffered is written when it is dropped.
pub struct LogGuard {
    _worker: WorkerGuard,
}

/// Starts the log of this process. `None` where there is one already, or the folder refuses: a missing log stops nobody.
pub fn start(folder: &Path) -> Option<LogGuard> {
    let file = RollingFile::open(folder, MAX_BYTES).ok()?;
    let (writer, worker) = tracing_appender::non_blocking(file);
    // HTTP crates write whole addresses at their finer levels, whatever SHOTLOOM_LOG asks for.
    let quiet = ["reqwest=warn", "hyper=warn", "hyper_util=warn", "h2=warn", "rustls=warn", "zbus=warn"];
    let asked = std::env::var("SHOTLOOM_LOG").unwrap_or_else(|_| "info".to_owned());
    let filter =
        quiet.iter().filter_map(|line| line.parse().ok()).fold(EnvFilter::new(asked), EnvFilter::add_directive);
    let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_target(true).with_writer(writer);
    tracing_subscriber::registry().with(filter).with(lines).try_init().ok()?;
    Some(LogGuard { _worker: worker })
}

/// A file that steps aside when it is full.
struct RollingFile {
    path: PathBuf,
    file: File,
    bytes: u64,
    max_bytes: u64,
}

impl RollingFile {
    fn open(folder: &Path, max_bytes: u64) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let path = folder.join("shotloom.log");
        let file = append(&path)?;
        let bytes = file.metadata()?.len();
        Ok(Self { path, file, bytes, max_bytes })
    }

    fn step_aside(&mut self) -> io::Result<()> {
        let elder = |n: u32| self.path.with_extension(format!("{n}.log"));
        for n in (1..ELDERS).rev() {
            // The first weeks have no elders yet.
            let _ = fs::rename(elder(n), elder(n + 1));
        }
        fs::rename(&self.path, elder(1))?;
        self.file = append(&self.path)?;
        self.bytes = 0;
        Ok(())
    }
}

impl Write for RollingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes >= self.max_bytes {
            self.step_aside()?;
        }
        let written = self.file.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn append(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_never_outgrows_its_files() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = RollingFile::open(folder.path(), 1_000).unwrap();
        for _ in 0..2_000 {
            log.write_all(&[b'x'; 100]).unwrap();
        }
        let sizes: Vec<u64> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).collect();
        assert_eq!(sizes.len(), 1 + ELDERS as usize);
        assert!(sizes.iter().all(|bytes| *bytes <= 1_100), "{sizes:?}");
    }
}
