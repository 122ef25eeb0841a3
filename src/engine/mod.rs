//! Everything that waits: it owns the only async runtime, on its own thread, and is the one writer of the library.

pub mod command;
pub mod handle;
pub mod settings;
pub mod snapshot;

pub use command::{Choice, Command};
pub use handle::Engine;
pub use settings::{DisplayServer, Settings};
pub use snapshot::Snapshot;
