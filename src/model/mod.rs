//! Pure values and arithmetic: what a video order *is*, before anybody draws, sends or stores it.
//!
//! No I/O, no clock, no network, no randomness: time and ids come in as arguments.

pub mod cap;
pub mod capabilities;
pub mod cast;
pub mod clip;
pub mod compare;
pub mod contrast;
pub mod draft;
pub mod element;
pub mod file;
pub mod flag;
pub mod history;
pub mod image;
pub mod language;
pub mod ledger;
pub mod lineage;
pub mod mention;
pub mod preflight;
pub mod price;
pub mod repair;
pub mod schedule;
pub mod script;
pub mod sent;
pub mod slot;
pub mod snippet;
pub mod storyboard;
pub mod task;
pub mod texts;
pub mod trouble;

pub use capabilities::{Capabilities, Row};
pub use clip::{AudioFacts, Clip, ClipFacts};
pub use draft::{AspectRatio, ContinuedFrom, Cut, Draft, Frames, Mode};
pub use element::{Element, ElementKey};
pub use flag::Flag;
pub use image::{ImageRef, PictureFacts, Sha256};
pub use language::Language;
pub use lineage::PicturePlace;
pub use slot::Slot;
pub use storyboard::{Secs, Shot, ShotId, Storyboard};
pub use task::{Task, TaskEvent, TaskId, TaskState};
pub use texts::TextOf;
pub use trouble::{Arg, Args, Trouble};
