//! The engine against the practice vendor, over real HTTP, with trouble on request. The vendor's ledger is the judge:
//! one wish is one charge, whatever goes wrong.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod accounts;
mod asking;
mod cast;
mod desk;
mod drafts;
mod frames;
mod money;
mod offerings;
mod origins;
mod pictures;
mod previews;
mod repairs;
mod stops;
mod unsaved;
mod uploads;
mod wire;
mod wishes;
mod words;
mod world;
