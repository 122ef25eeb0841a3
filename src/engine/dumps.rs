//! No memory of ours is left behind in a file: it may hold a key.

/// From now on this process, and whatever it starts, leaves no core file, and none of its memory goes to a program that
/// collects cores: that one is started whatever the limit says, but is given only what the filter lets through.
///
/// It stays readable for its own user otherwise: a process that is not cannot be told from another application by the
/// desktop, and gets no file dialog.
#[cfg(target_os = "linux")]
pub fn leave_none() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    // Lowering one's own limit is never refused, and without /proc there is nothing to be let through.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _ = std::fs::write("/proc/self/coredump_filter", "0");
}

/// Elsewhere the system keeps no memory of a program unless somebody asks it to.
#[cfg(not(target_os = "linux"))]
pub fn leave_none() {}
