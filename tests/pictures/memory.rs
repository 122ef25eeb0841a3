//! What measuring takes of memory, in a process of its own: the most that was ever resident.

use std::fs;
use std::path::Path;
use std::process::Command;

use shotloom::media::{measure, thumbnail};

use crate::bytes;
use crate::given::{given, sample};
use crate::table;

const PICTURE: &str = "SHOTLOOM_TEST_PICTURE";
/// What a refusal may take beside the process itself, in kB.
const REFUSAL: u64 = 32_000;
/// What the largest picture may take in all, in kB.
const LARGEST: u64 = 600_000;

/// Measured by the others, each time in a process of its own. Alone it takes a sample.
#[test]
fn one_picture_in_a_process_of_its_own() {
    let path = std::env::var_os(PICTURE).map_or_else(|| sample("plain.jpg"), Into::into);
    let before = peak();
    let measured = measure::measure(&path);
    let small = thumbnail::of_file(&path, 384);
    assert_eq!(measured.is_ok(), small.is_ok(), "what can be measured can be shown");
    println!("PEAK {before} {} {}", peak(), measured.is_ok());
}

/// The most that this process ever had in memory, in kB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).expect("Linux says so")
}

/// The peak before, the peak after, and whether the picture can be used.
fn measured_alone(path: &Path) -> (u64, u64, bool) {
    let output = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "memory::one_picture_in_a_process_of_its_own", "--nocapture"])
        .env(PICTURE, path)
        .output()
        .expect("this program runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let line = said.lines().find_map(|line| line.split_once("PEAK ")).map(|(_, line)| line);
    let words: Vec<&str> = line.unwrap_or_else(|| panic!("{said}")).split(' ').collect();
    let number = |at: usize| words[at].parse().expect("a number");
    (number(0), number(1), words[2] == "true")
}

#[test]
#[cfg(target_os = "linux")]
fn a_bomb_is_refused_in_next_to_no_memory() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let bombs = table::rows().into_iter().filter(|row| row.given.contains("bomb") || row.given.contains("stuffed"));
    let mut count = 0;
    for row in bombs {
        let (before, after, _) = measured_alone(&given(row.given, folder.path()));
        assert!(after - before <= REFUSAL, "{} took {} kB", row.given, after - before);
        count += 1;
    }
    assert!(count >= 10, "{count}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_heavy_bomb_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("heavy.png");
    fs::write(&path, bytes::png(60_000, 60_000, &vec![0x55; 60_000_000])).expect("a writable folder");
    let (before, after, is_usable) = measured_alone(&path);
    assert!(!is_usable && after - before <= REFUSAL, "{} kB", after - before);
}

/// The bench measures worse ones as well: lying on their side, in other colours, too heavy to send.
#[test]
#[cfg(target_os = "linux")]
#[cfg_attr(debug_assertions, ignore = "takes minutes without optimisation: cargo test --release --test pictures")]
fn a_jpeg_of_a_hundred_megapixels_is_measured_and_prepared() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("huge.jpg");
    fs::write(&path, bytes::hundred_megapixels(0)).expect("a writable folder");
    let (_, after, is_usable) = measured_alone(&path);
    assert!(is_usable);
    assert!(after > 300_000, "{after} kB: it was never decoded");
    assert!(after < LARGEST, "{after} kB");
}
