//! The practice vendor: a loopback HTTP server with its own tables.
