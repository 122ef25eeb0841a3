//! Plays a clip: its own decode thread, audio as the master clock.
