//! The window: it draws a `Snapshot`, edits the open draft, and sends `Command`s. It never waits.
//!
//! - [`app`] holds everything there is between two frames; [`desk`] is the open draft with its undo.
//! - A screen is a function ending in `_ui` that takes a [`UiContext`], its own state and an [`Outbox`], and returns
//!   only [`Action`]s. What a key, a menu line, a tooltip and the help sheet say is one row of [`verb`].
//! - Every colour and size is a token of [`theme`]; every word comes from `words`.
//! - Absent on purpose: files, SQL, locks, async, and the name of any vendor.

pub mod action;
pub mod app;
mod banner;
mod cards;
mod carets;
pub mod cast;
mod chrome;
pub mod compare;
mod compose;
mod composing;
pub mod context;
pub mod desk;
pub mod dialog;
mod edits;
pub mod fonts;
pub mod gallery;
pub mod icons;
pub mod keys;
pub mod ledger;
mod line;
mod lineage;
pub mod lists;
mod offering;
mod overlay;
pub mod palette;
mod questions;
pub mod queue;
pub mod said;
mod selecting;
pub mod settings;
pub mod sheets;
pub mod theme;
pub mod thumbs;
pub mod toasts;
pub mod verb;
pub mod viewer;
pub mod widgets;
mod window;
mod wire;

pub use action::{Action, Outbox, Route};
pub use app::App;
pub use context::UiContext;
pub use desk::Desk;
pub use verb::Verb;
pub use window::{Wake, WindowError, run};
