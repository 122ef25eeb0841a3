//! The headless twin.
