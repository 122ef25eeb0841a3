//! The door of a running window: a second `shotloom FILE`, as a double click starts one, hands its file in and ends.
//!
//! A socket in the library's folder, which only its owner opens: whoever holds the library's lock may clear away what
//! a killed window left there. Nothing but the name of a file comes in, and it is opened as if a person had chosen it.

#[cfg(not(unix))]
use std::path::Path;
use std::path::PathBuf;

use super::event::{Event, Job};
use super::run::Run;
use super::start::Audience;

#[cfg(unix)]
pub use unix::knock;

/// Hands a file to the window that owns this library. True when it took it.
#[cfg(not(unix))]
pub fn knock(_library: &Path, _file: &Path) -> bool {
    false
}

impl Run {
    /// Opens the door of a window. Where that cannot be done, a second start only says that the library is in use.
    pub fn open_door(&self) {
        if self.options.audience == Audience::Window {
            self.wait_at_door(Door::open(self.library.dir()));
        }
    }

    pub fn on_knocked(&mut self, door: Door, file: Option<PathBuf>) {
        if let Some(file) = file {
            self.screen.called();
            self.import_file(file);
        }
        self.wait_at_door(Some(door));
    }

    fn wait_at_door(&self, door: Option<Door>) {
        if let Some(door) = door {
            self.jobs.spawn(Job::Door, async move {
                let file = door.wait().await;
                Event::Knocked { door, file }
            });
        }
    }
}

#[cfg(unix)]
pub use unix::Door;

#[cfg(not(unix))]
pub struct Door;

#[cfg(not(unix))]
impl Door {
    fn open(_library: &Path) -> Option<Self> {
        None
    }

    async fn wait(&self) -> Option<PathBuf> {
        std::future::pending().await
    }
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsString;
    use std::io::{Read as _, Write as _};
    use std::net::Shutdown;
    use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
    use std::os::unix::net::UnixStream;
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::UnixListener;

    const NAME: &str = "door";
    const TAKEN: &[u8] = b"taken";
    /// No path is longer.
    const MAX_BYTES: u64 = 16 << 10;
    const PATIENCE: Duration = Duration::from_secs(2);

    pub struct Door {
        listener: UnixListener,
        path: PathBuf,
    }

    impl Door {
        pub fn open(library: &Path) -> Option<Self> {
            let path = library.join(NAME);
            // What a killed window left: the library is ours, so nobody stands behind it.
            let _ = std::fs::remove_file(&path);
            match UnixListener::bind(&path) {
                Ok(listener) => Some(Self { listener, path }),
                Err(error) => {
                    tracing::info!(%error, "no door: a second start cannot hand its file over");
                    None
                }
            }
        }

        /// The next file that is handed in; `None` for a visitor who brought nothing.
        pub async fn wait(&self) -> Option<PathBuf> {
            let Ok((visitor, _)) = self.listener.accept().await else {
                // No more room for connections: not at once again.
                tokio::time::sleep(PATIENCE).await;
                return None;
            };
            let take = async move {
                let mut visitor = visitor;
                let mut name = Vec::new();
                (&mut visitor).take(MAX_BYTES).read_to_end(&mut name).await.ok()?;
                let file = PathBuf::from(OsString::from_vec(name));
                if !file.is_absolute() {
                    return None;
                }
                visitor.write_all(TAKEN).await.ok()?;
                Some(file)
            };
            tokio::time::timeout(PATIENCE, take).await.ok().flatten()
        }
    }

    impl Drop for Door {
        fn drop(&mut self) {
            let _ = std::fs::remove_file(&self.path);
        }
    }

    /// Hands a file to the window that owns this library. True when it took it.
    pub fn knock(library: &Path, file: &Path) -> bool {
        let hand_in = || {
            let mut door = UnixStream::connect(library.join(NAME))?;
            door.set_read_timeout(Some(PATIENCE))?;
            door.write_all(file.as_os_str().as_bytes())?;
            door.shutdown(Shutdown::Write)?;
            let mut answer = Vec::new();
            door.read_to_end(&mut answer)?;
            std::io::Result::Ok(answer == TAKEN)
        };
        hand_in().unwrap_or(false)
    }
}
