//! What measuring takes of memory, in a process of its own: the most that was ever resident.

use std::fs;
use std::path::Path;
use std::process::Command;

use shotloom::media::{measure, repair, thumbnail};
use shotloom::model::repair::{CropRect, Repair};

use crate::bytes;
use crate::given::{given, sample};
use crate::table;

const PICTURE: &str = "SHOTLOOM_TEST_PICTURE";
/// Set where the picture is to be repaired instead.
const REPAIRED: &str = "SHOTLOOM_TEST_REPAIRED";
/// What a refusal may take beside the process itself, in kB.
const REFUSAL: u64 = 32_000;
/// What the largest picture may take in all, in kB.
const LARGEST: u64 = 600_000;

/// Measured by the others, each time in a process of its own. Alone it takes a sample.
#[test]
fn one_picture_in_a_process_of_its_own() {
    let path = std::env::var_os(PICTURE).map_or_else(|| sample("plain.jpg"), Into::into);
    let before = peak();
    if std::env::var_os(REPAIRED).is_some() {
        let cut = Repair::Crop(CropRect { x: 1, y: 1, width: 9_900, height: 9_900 });
        let made = repair::repair(&path, &[cut, Repair::FitBytes { max_bytes: 10_000_000 }]);
        return println!("PEAK {before} {} {}", peak(), made.is_ok());
    }
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
    alone(path, |_| {})
}

fn alone(path: &Path, with: impl FnOnce(&mut Command)) -> (u64, u64, bool) {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "memory::one_picture_in_a_process_of_its_own", "--nocapture"]).env(PICTURE, path);
    with(&mut command);
    let output = command.output().expect("this program runs");
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

#[test]
#[cfg(target_os = "linux")]
#[cfg_attr(debug_assertions, ignore = "takes minutes without optimisation: cargo test --release --test pictures")]
fn a_jpeg_of_a_hundred_megapixels_on_its_side_is_measured_and_repaired() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("huge.jpg");
    let exif = bytes::segment(0xE1, &[b"Exif\0\0", &bytes::exif(6)[..]].concat());
    fs::write(&path, bytes::with_segments(&bytes::hundred_megapixels(0), &[exif])).expect("a writable folder");
    for is_repaired in [false, true] {
        let (_, after, is_usable) = alone(&path, |command| {
            if is_repaired {
                command.env(REPAIRED, "yes");
            }
        });
        println!("repaired: {is_repaired}, peak {after} kB");
        assert!(is_usable, "repaired: {is_repaired}");
        assert!(after > 300_000, "{after} kB: it was never decoded");
        assert!(after < LARGEST, "repaired: {is_repaired}: {after} kB");
    }
}
