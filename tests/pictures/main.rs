//! Any picture in, a legal picture out: what is said of it, what is offered, and what comes of that.

#![cfg(unix)]
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops loudly")]

#[path = "../common/mod.rs"]
mod common;

mod bytes;
mod given;
mod memory;
mod outside;
mod table;
