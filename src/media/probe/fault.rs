//! A decoder that breaks when a test asks it to.

use std::cell::Cell;

/// Where it breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Header,
    Decode,
    Prepare,
}

thread_local! {
    static ARMED: Cell<Option<Step>> = const { Cell::new(None) };
}

/// The next time this thread comes by that step, it panics.
pub fn arm(step: Step) {
    ARMED.set(Some(step));
}

pub fn pass(step: Step) {
    if ARMED.get() == Some(step) {
        ARMED.set(None);
        panic!("the decoder broke at {step:?}");
    }
}
