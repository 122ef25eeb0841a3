//! Everything that waits: it owns the only async runtime, on its own thread, and is the one writer of the library.
//!
//! [`start`] opens the library on that thread and runs one loop over one closed [`event::Event`]: commands, answers of
//! jobs, timers. A job gets what it needs by value; only the loop touches the library, and a task changes only by
//! `model::task::Life::on`, written to disk before anybody sees it.

pub mod accounts;
mod addresses;
mod asking;
pub mod body;
mod cast;
pub mod command;
mod commands;
mod credentials;
pub mod door;
mod download;
mod drafts;
pub mod dumps;
pub mod environment;
mod event;
pub mod failpoint;
mod fetch;
mod filmstrips;
mod flags;
pub mod followed;
mod frames;
pub mod handle;
mod hush;
mod images;
mod jobs;
mod judge;
mod key_test;
pub mod keys;
mod lanes;
mod ledger_file;
mod line;
mod live;
mod log;
mod money;
mod offerings;
mod pasted;
pub mod place;
mod poll;
mod prepare;
mod prompts;
pub mod proxy;
mod questions;
pub mod reading;
mod repair;
mod run;
mod screen;
mod send;
pub mod settings;
mod shelf;
pub mod snapshot;
pub mod start;
mod submit;
mod tasks;
mod timers;
mod transport;
mod uploads;
mod wire;

pub use accounts::is_held;
pub use command::{Choice, Command, FrameFor, WriteTo};
pub use environment::Environment;
pub use handle::Engine;
pub use money::cap_trouble;
pub use proxy::{ManualProxy, Proxy, ProxyKind};
pub use settings::{AccountSettings, DisplayServer, Settings};
pub use snapshot::Snapshot;
pub use start::{Audience, Say, StartOptions, start};
pub use timers::Pace;
