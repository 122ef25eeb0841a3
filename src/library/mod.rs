//! SQLite and files.
