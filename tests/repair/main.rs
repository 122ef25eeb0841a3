//! A repaired picture passes preflight, and looks as ImageMagick would have made it.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops loudly")]

#[path = "../common/mod.rs"]
mod common;

mod any_picture;
mod inks;
mod made;
mod magick;
