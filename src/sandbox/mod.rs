//! The practice vendor: a real HTTP server on loopback that speaks the vendors' dialects, judges from its own tables,
//! keeps a bill of what it would have charged and renders a real video. No money, nothing fetched from outside.
//!
//! It knows `media` to render and nothing else of ours, or it would accept whatever we send. A dialect is one file;
//! everything else here is common to all of them.

mod apimart;
mod aside;
mod control;
mod crun;
mod cut;
mod desk;
mod dialect;
mod fault;
mod fields;
mod files;
mod ledger;
mod mulerouter;
mod named;
mod order;
mod pictures;
mod prompts;
mod renderer;
mod reply;
mod server;
mod store;
mod submit;
mod task;
mod time;
mod uploads;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::io;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Weak, mpsc};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::{JoinHandle, spawn_blocking};

pub use fault::{Fault, FaultError, Kind, Times};
pub use ledger::{Charge, Seen, Upload, charges, submits, uploads};
pub use task::Pace;

use desk::Desk;
use ledger::{LEDGER, Lines, REQUESTS, UPLOADS};
use store::Store;
use uploads::Uploads;

/// How long a result's address lives when nobody says otherwise, as with the vendors that say.
const LINK_LIFE: Duration = Duration::from_secs(24 * 3600);

#[derive(Debug, Clone)]
pub struct Options {
    /// `<library>/practice`; made when it is missing.
    pub dir: PathBuf,
    /// `None` takes any free port.
    pub port: Option<u16>,
    pub faults: Vec<Fault>,
    pub pace: Pace,
    pub link_life: Duration,
    /// How long an uploaded picture is kept; `None` as long as its vendor says.
    pub upload_life: Option<Duration>,
}

impl Options {
    pub fn in_dir(dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            port: None,
            faults: Vec::new(),
            pace: Pace::default(),
            link_life: LINK_LIFE,
            upload_life: None,
        }
    }
}

/// A running practice vendor. It stops when dropped.
#[derive(Debug)]
pub struct Sandbox {
    url: String,
    dir: PathBuf,
    desk: Weak<Desk>,
    server: JoinHandle<()>,
}

#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    #[error("another practice vendor uses {}", dir.display())]
    InUse { dir: PathBuf },
    #[error("the practice vendor cannot use its folder: {source}; folder {}", path.display())]
    Disk { path: PathBuf, source: io::Error },
    #[error("the practice vendor cannot listen: {source}; port {port}")]
    Port { port: u16, source: io::Error },
    #[error("the practice vendor cannot start a thread: {source}")]
    Thread { source: io::Error },
}

/// Starts on the caller's runtime. Its unfinished tasks go on at once.
pub async fn start(options: Options) -> Result<Sandbox, SandboxError> {
    let port = options.port.unwrap_or(0);
    let unheard = |source| SandboxError::Port { port, source };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(unheard)?;
    let url = format!("http://127.0.0.1:{}", listener.local_addr().map_err(unheard)?.port());
    let dir = options.dir.clone();
    let opened = spawn_blocking({
        let url = url.clone();
        move || open(options, url)
    });
    let desk = opened.await.map_err(|lost| SandboxError::Thread { source: io::Error::other(lost) })??;
    let weak = Arc::downgrade(&desk);
    Ok(Sandbox { url, dir, desk: weak, server: tokio::spawn(server::serve(listener, desk)) })
}

impl Sandbox {
    /// `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn ledger_path(&self) -> PathBuf {
        self.dir.join(LEDGER)
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Asks for trouble, as `POST /practice/faults` does.
    pub fn ask(&self, fault: Fault) {
        if let Some(desk) = self.desk.upgrade() {
            desk.ask(fault);
        }
    }

    /// Stops, and returns once its folder is free for another.
    pub async fn stop(mut self) {
        self.server.abort();
        drop((&mut self.server).await);
        while self.desk.strong_count() > 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn open(options: Options, url: String) -> Result<Arc<Desk>, SandboxError> {
    let disk = |source| SandboxError::Disk { path: options.dir.clone(), source };
    let store = Store::open(&options.dir)?;
    let tasks = store.tasks().map_err(disk)?;
    let (queue, to_draw) = mpsc::channel();
    for task in tasks.iter().filter(|task| task.needs_rendering()) {
        drop(queue.send(task.id.clone()));
    }
    let uploads = Uploads { dir: options.dir.join("uploads"), url: url.clone(), life: options.upload_life };
    uploads.drop_expired();
    let desk = Arc::new(Desk {
        ledger: Lines::open(&options.dir.join(LEDGER)).map_err(disk)?,
        requests: Lines::open(&options.dir.join(REQUESTS)).map_err(disk)?,
        uploaded: Lines::open(&options.dir.join(UPLOADS)).map_err(disk)?,
        uploads,
        tasks: Mutex::new(tasks.into_iter().map(|task| (task.id.clone(), task)).collect()),
        faults: Mutex::new(options.faults),
        struck: Mutex::new(HashMap::new()),
        queue,
        pace: options.pace,
        link_life: options.link_life,
        store,
        url,
    });
    renderer::start(to_draw, Arc::downgrade(&desk)).map_err(|source| SandboxError::Thread { source })?;
    Ok(desk)
}
