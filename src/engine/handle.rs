//! The two ends of the engine: the handle a window or a command holds, and the desk the loop works at.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

use super::command::Command;
use super::snapshot::{Notice, Snapshot, Taken};

/// What the window and the command line hold. Cheap to clone; nothing here waits but `wait`.
#[derive(Clone)]
pub struct Engine {
    commands: mpsc::UnboundedSender<Command>,
    shared: Arc<Shared>,
}

/// The loop's end: commands come in, snapshots and notices go out.
pub struct EngineSide {
    pub commands: mpsc::UnboundedReceiver<Command>,
    face: Face,
}

/// Publishes what the engine shows.
#[derive(Clone)]
pub struct Face {
    shared: Arc<Shared>,
}

struct Shared {
    face: Mutex<Faces>,
    changed: Condvar,
    wake: Box<dyn Fn() + Send + Sync>,
}

struct Faces {
    snapshot: Arc<Snapshot>,
    notices: Vec<Notice>,
    taken: Vec<Taken>,
    is_over: bool,
}

/// Both ends of a new engine. `wake` is called, from any thread, whenever there is something new to see.
pub fn pair(wake: impl Fn() + Send + Sync + 'static) -> (Engine, EngineSide) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let shared = Arc::new(Shared {
        face: Mutex::new(Faces { snapshot: Arc::default(), notices: Vec::new(), taken: Vec::new(), is_over: false }),
        changed: Condvar::new(),
        wake: Box::new(wake),
    });
    let face = Face { shared: Arc::clone(&shared) };
    (Engine { commands: sender, shared }, EngineSide { commands: receiver, face })
}

impl Engine {
    /// Asks for something. After the engine has ended this does nothing.
    pub fn send(&self, command: Command) {
        // A closed channel means the loop is over; its last snapshot says so.
        let _ = self.commands.send(command);
    }

    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.shared.lock().snapshot)
    }

    /// Takes the passing words that came since the last call.
    pub fn notices(&self) -> Vec<Notice> {
        std::mem::take(&mut self.shared.lock().notices)
    }

    /// Takes the frames that came since the last call. What is in the snapshot because of them is there already.
    pub fn taken(&self) -> Vec<Taken> {
        std::mem::take(&mut self.shared.lock().taken)
    }

    /// Blocks until a snapshot satisfies `until`, the engine ends, or `patience` is over. For `cli` and tests only.
    pub fn wait<T>(&self, patience: Duration, mut until: impl FnMut(&Snapshot) -> Option<T>) -> Option<T> {
        let deadline = Instant::now().checked_add(patience);
        loop {
            let (seen, is_over) = {
                let face = self.shared.lock();
                (Arc::clone(&face.snapshot), face.is_over)
            };
            // Looked at without the lock: ten thousand tasks take a while to look at, and the loop must not wait for it.
            if let Some(found) = until(&seen) {
                return Some(found);
            }
            let left = deadline.map_or(Duration::from_secs(3600), |at| at.saturating_duration_since(Instant::now()));
            if is_over || left.is_zero() {
                return None;
            }
            let face = self.shared.lock();
            if Arc::ptr_eq(&face.snapshot, &seen) && !face.is_over {
                drop(self.shared.changed.wait_timeout(face, left).unwrap_or_else(PoisonError::into_inner));
            }
        }
    }

    /// Blocks until the loop has ended, or `patience` is over.
    pub fn wait_for_end(&self, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        let mut face = self.shared.lock();
        while !face.is_over {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            face = self.shared.changed.wait_timeout(face, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}

impl EngineSide {
    pub fn face(&self) -> Face {
        self.face.clone()
    }
}

impl Face {
    pub fn publish(&self, snapshot: Arc<Snapshot>) {
        self.shared.lock().snapshot = snapshot;
        self.shared.tell();
    }

    pub fn notify(&self, notice: Notice) {
        self.shared.lock().notices.push(notice);
        self.shared.tell();
    }

    /// Hands a frame over that was asked for.
    pub fn hand(&self, taken: Taken) {
        self.shared.lock().taken.push(taken);
        self.shared.tell();
    }
}

impl Drop for EngineSide {
    fn drop(&mut self) {
        self.face.shared.lock().is_over = true;
        self.face.shared.tell();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Faces> {
        // Nothing that holds it can panic half-way; a poisoned lock still holds a whole face.
        self.face.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self) {
        self.changed.notify_all();
        (self.wake)();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiter_sees_the_snapshot_it_waits_for() {
        let (engine, side) = pair(|| {});
        let face = side.face();
        let worker = std::thread::spawn(move || {
            for revision in 1..=3 {
                face.publish(Arc::new(Snapshot { revision, ..Snapshot::default() }));
            }
        });
        let seen = engine.wait(Duration::from_secs(5), |s| (s.revision == 3).then_some(s.revision));
        assert_eq!(seen, Some(3));
        worker.join().unwrap();
    }

    #[test]
    fn the_loop_goes_on_while_somebody_looks_at_what_it_showed() {
        let (engine, side) = pair(|| {});
        let face = side.face();
        let seen = engine.wait(Duration::from_secs(5), |s| {
            if s.revision == 0 {
                // It would stand still for ever behind a waiter that looks under the lock.
                face.publish(Arc::new(Snapshot { revision: 1, ..Snapshot::default() }));
                return None;
            }
            Some(s.revision)
        });
        assert_eq!(seen, Some(1));
    }

    #[test]
    fn an_engine_that_ended_lets_everybody_go() {
        let (engine, side) = pair(|| {});
        drop(side);
        assert_eq!(engine.wait(Duration::from_secs(5), |_| None::<()>), None);
        assert!(engine.wait_for_end(Duration::from_secs(5)));
    }
}
