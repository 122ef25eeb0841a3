//! Shotloom: a native studio for Kling V3 video.
//!
//! The floors, top to bottom; each looks only down, and `tests/architecture.rs` holds that.
//!
//! - [`ui`] draws, and sends commands. No I/O, no lock, no async, no vendor's name.
//! - [`cli`] is the headless twin: thin and blocking.
//! - [`player`] plays a clip on its own thread.
//! - [`engine`] is everything that waits, and the one writer of the library.
//! - [`sandbox`] is the practice vendor: it judges from its own tables and knows only `media`.
//! - [`library`] is SQLite and files. [`media`] is pictures and video. [`vendors`] is our words to theirs.
//! - [`fonts`] is the embedded font files, for any floor.
//! - [`words`] is everything said to a person. [`model`] is pure values and arithmetic.

pub mod cli;
pub mod engine;
pub mod fonts;
pub mod library;
pub mod media;
pub mod model;
pub mod player;
pub mod sandbox;
pub mod ui;
pub mod vendors;
pub mod words;
