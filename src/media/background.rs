//! Work that nobody waits for.

/// The calling thread gives way to everything else the machine does, until it ends.
#[cfg(target_os = "linux")]
pub fn yield_to_everything_else() {
    // On Linux "this process" means the calling thread, and threads it starts inherit it.
    if let Err(error) = rustix::process::setpriority_process(None, 15) {
        tracing::debug!(%error, "background work goes on at normal priority");
    }
}

#[cfg(not(target_os = "linux"))]
pub fn yield_to_everything_else() {}
