//! The timeline in the hand: every gesture by the name of what it takes hold of.

mod blocks;
#[expect(dead_code, reason = "the compose suite uses the rest")]
#[path = "../composing/mod.rs"]
mod composing;
mod hands;
mod limits;
mod seconds;
mod single;
mod trim;
mod view;
