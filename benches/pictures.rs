//! What pictures cost: facts, small pictures, bombs, the largest JPEG, and a request with two heavy frames.
//!
//! `cargo bench --bench pictures`. Each thing is done by a process of its own, so that its memory is its own: the most
//! that was resident. Processor time and not the clock is compared where other programs do the same work.

#[expect(dead_code, clippy::expect_used, reason = "the table of pictures uses the rest")]
#[path = "../tests/pictures/bytes.rs"]
mod bytes;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use image::{DynamicImage, ImageBuffer};
use shotloom::engine::body::{Shelves, pack};
use shotloom::media::{measure, probe, thumbnail};
use shotloom::vendors::{Body, Content};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let files: Vec<PathBuf> = words.iter().skip(1).map(PathBuf::from).collect();
    match words.first().map(String::as_str) {
        Some("probe") => each(&files, |file| probe::probe(file).is_ok()),
        Some("measure") => each(&files, |file| measure::measure(file).is_ok()),
        Some("thumbnail") => thumbnails(&files),
        Some("body") => body(&files),
        _ => report(),
    }
}

fn report() -> Outcome<()> {
    if cfg!(debug_assertions) {
        println!("built without optimisation: these figures are no measure");
    }
    let folder = tempfile::tempdir()?;
    mixed(folder.path())?;
    small_pictures(folder.path())?;
    bombs(folder.path())?;
    largest(folder.path())?;
    heavy_body(folder.path())
}

/// The samples over and over, under other names.
fn mixed(folder: &Path) -> Outcome<()> {
    let mut samples: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media/pictures"))? {
        samples.push(entry?.path());
    }
    samples.sort();
    let mut files = Vec::new();
    for (number, sample) in samples.iter().cycle().take(1_000).enumerate() {
        let file = folder.join(format!("mixed_{number}"));
        fs::copy(sample, &file)?;
        files.push(file);
    }
    println!("1,000 mixed pictures of {} kinds, in one process on one core:", samples.len());
    for (task, title) in [("probe", "facts by the header"), ("measure", "facts, whole decode, prepared bytes")] {
        let run = alone(task, &files)?;
        println!("  {title:<38} {:>8.0} ms, peak {} MB", run.millis, run.peak_kb / 1000);
    }
    Ok(())
}

/// The same pictures by three programs, in turn, the best of three rounds.
fn small_pictures(folder: &Path) -> Outcome<()> {
    const COUNT: usize = 24;
    let first = folder.join("photo_0.jpg");
    let made = Command::new("convert")
        .args(["-size", "4000x3000", "-seed", "5", "plasma:fractal", "-attenuate", "0.15", "+noise", "Gaussian"])
        .args(["-sampling-factor", "4:2:0", "-quality", "90"])
        .arg(&first)
        .status();
    if !made.is_ok_and(|status| status.success()) {
        println!("LEFT OUT: small pictures, for ImageMagick is not on PATH");
        return Ok(());
    }
    let mut files = vec![first.clone()];
    for number in 1..COUNT {
        let file = folder.join(format!("photo_{number}.jpg"));
        fs::copy(&first, &file)?;
        files.push(file);
    }
    println!("256-pixel pictures of {COUNT} JPEGs of 12 megapixels, {:.1} MB each:", megabytes(&first)?);
    let ours = std::env::current_exe()?;
    let mut programs: Vec<(&str, Vec<String>, f64)> = vec![
        ("shotloom", vec![ours.display().to_string(), "thumbnail".to_owned()], f64::MAX),
        ("vipsthumbnail", ["vipsthumbnail", "-s", "256", "-o", "%s_vips.jpg"].map(str::to_owned).into(), f64::MAX),
        ("ImageMagick", MOGRIFY.map(str::to_owned).into(), f64::MAX),
    ];
    for _ in 0..3 {
        for (_, words, best) in &mut programs {
            let taken = cpu_seconds(words.iter().map(OsStr::new).chain(files.iter().map(|file| file.as_os_str())));
            *best = best.min(taken.unwrap_or(f64::MAX));
        }
    }
    for (name, _, best) in programs {
        if best == f64::MAX {
            println!("  LEFT OUT: {name} is not on PATH");
        } else {
            println!("  {name:<38} {:>8.1} a second on one core", COUNT as f64 / best);
        }
    }
    Ok(())
}

/// Told the size it is for, so that it shrinks as it loads.
const MOGRIFY: [&str; 7] = ["mogrify", "-format", "jpeg", "-define", "jpeg:size=512x512", "-thumbnail", "256x256"];

fn bombs(folder: &Path) -> Outcome<()> {
    println!("bombs (goal: 50 ms and 32 MB beside the process itself):");
    let zeros = bytes::packed_zeros();
    let plain = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media/pictures/plain.png"))?;
    let stuffed = |kind: &[u8; 4], head: &[u8]| {
        bytes::with_chunks(&plain, &vec![bytes::chunk(kind, &[head, &zeros].concat()); 50])
    };
    let all = [
        ("PNG of 60,000 × 60,000", bytes::png(60_000, 60_000, &zeros)),
        ("the same with 60 MB of data", bytes::png(60_000, 60_000, &vec![0x55; 60_000_000])),
        ("GIF of 60,000 × 60,000", bytes::gif(60_000, 60_000, &[0xFF; 300])),
        ("BMP of 60,000 × 60,000", bytes::bmp(60_000, 60_000, &[0; 100_000])),
        ("TIFF of 60,000 × 60,000", bytes::tiff(60_000, 60_000)),
        ("AVIF of 60,000 × 60,000", bytes::avif(60_000, 60_000)),
        ("PNG with 5 GB in zTXt", stuffed(b"zTXt", b"Comment\0\0")),
        ("PNG with 5 GB in iTXt", stuffed(b"iTXt", b"Comment\0\x01\0\0\0")),
        ("PNG with 5 GB in iCCP", stuffed(b"iCCP", b"Profile\0\0")),
    ];
    for (title, content) in all {
        let file = folder.join("bomb");
        fs::write(&file, content)?;
        let run = alone("measure", &[file])?;
        println!("  {title:<38} {:>8.1} ms, {:.1} MB", run.millis, run.added_kb as f64 / 1000.0);
    }
    Ok(())
}

fn largest(folder: &Path) -> Outcome<()> {
    println!("JPEGs of 100 megapixels, measured and prepared (goal: a peak under 600 MB):");
    let exif = bytes::segment(0xE1, &[b"Exif\0\0", &bytes::exif(6)[..]].concat());
    let icc = moxcms::ColorProfile::new_display_p3().encode().map_err(|error| error.to_string())?;
    let smooth = bytes::hundred_megapixels(0);
    let rough = bytes::hundred_megapixels(40);
    let all = [
        ("as it is sent", smooth.clone()),
        ("on its side and in Display P3", bytes::with_segments(&smooth, &[exif.clone(), bytes::icc_segment(&icc)])),
        ("too heavy to send", rough.clone()),
        ("all of that", bytes::with_segments(&rough, &[exif, bytes::icc_segment(&icc)])),
    ];
    for (title, content) in all {
        let file = folder.join("largest.jpg");
        fs::write(&file, content)?;
        let run = alone("measure", std::slice::from_ref(&file))?;
        let title = format!("{title} ({:.1} MB)", megabytes(&file)?);
        println!("  {title:<38} {:>8.0} ms, peak {} MB", run.millis, run.peak_kb / 1000);
        let run = alone("thumbnail", &[file])?;
        println!("  {:<38} {:>8.0} ms, peak {} MB", "    its small picture", run.millis, run.peak_kb / 1000);
    }
    Ok(())
}

fn heavy_body(folder: &Path) -> Outcome<()> {
    let mut random = fastrand::Rng::with_seed(1);
    let frames = ["first", "last"].map(|name| folder.join(name));
    for frame in &frames {
        let content: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(10_000_000).collect();
        fs::write(frame, content)?;
    }
    let run = alone("body", &frames)?;
    let times = run.added_kb as f64 / 20_000.0;
    println!("a request with two frames of 10 MB (goal: 60 ms, 3 times their weight):");
    println!("  {:<38} {:>8.1} ms, {times:.1} times", "body built", run.millis);
    Ok(())
}

/// How one task went in a process of its own.
struct Alone {
    millis: f64,
    peak_kb: u64,
    /// By how much the peak grew.
    added_kb: u64,
}

fn alone(task: &str, files: &[PathBuf]) -> Outcome<Alone> {
    let output = Command::new(std::env::current_exe()?).arg(task).args(files).output()?;
    let said = String::from_utf8(output.stdout)?;
    let words: Vec<&str> = said.split_whitespace().collect();
    let [millis, before, after] = words[..] else {
        return Err(format!("{task}: {said}{}", String::from_utf8_lossy(&output.stderr)).into());
    };
    let (before, peak_kb): (u64, u64) = (before.parse()?, after.parse()?);
    Ok(Alone { millis: millis.parse()?, peak_kb, added_kb: peak_kb.saturating_sub(before) })
}

/// Does the task, then says its time in ms and the peaks before and after it in kB.
fn timed(task: impl FnOnce() -> Outcome<()>) -> Outcome<()> {
    let before = peak_kb();
    let began = Instant::now();
    task()?;
    println!("{} {before} {}", began.elapsed().as_secs_f64() * 1e3, peak_kb());
    Ok(())
}

fn each(files: &[PathBuf], work: impl Fn(&Path) -> bool) -> Outcome<()> {
    timed(|| {
        let usable = files.iter().filter(|file| work(file)).count();
        std::hint::black_box(usable);
        Ok(())
    })
}

/// Written out as the other programs do it.
fn thumbnails(files: &[PathBuf]) -> Outcome<()> {
    timed(|| {
        for file in files {
            let small = thumbnail::of_file(file, 256)?;
            let pixels: ImageBuffer<image::Rgba<u8>, _> =
                ImageBuffer::from_raw(small.width, small.height, small.rgba).ok_or("too few pixels")?;
            DynamicImage::from(pixels)
                .into_rgb8()
                .save_with_format(file.with_extension("small"), image::ImageFormat::Jpeg)?;
        }
        Ok(())
    })
}

fn body(files: &[PathBuf]) -> Outcome<()> {
    let mut shelf = BTreeMap::new();
    let mut fields = vec![("prompt", Body::from("a fox in the snow"))];
    for (name, file) in ["first_frame", "last_frame"].into_iter().zip(files) {
        let sha256 = measure::sha256_of(file.as_os_str().as_encoded_bytes());
        shelf.insert(sha256.clone(), file.clone());
        fields.push((name, Body::Picture(sha256)));
    }
    let content = Content::Json(Body::Object(fields));
    let file = |sha256: &_| shelf.get(sha256).cloned().unwrap_or_default();
    let shelves = Shelves { file: &file, uploaded: &BTreeMap::new() };
    timed(|| {
        std::hint::black_box(pack(&content, &shelves)?);
        Ok(())
    })
}

/// The most that this process ever had in memory.
fn peak_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

/// Processor time of a program, its own and the system's, on one thread of its own.
fn cpu_seconds<'a>(words: impl Iterator<Item = &'a OsStr>) -> Option<f64> {
    let output = Command::new("bash")
        .args(["-c", "TIMEFORMAT='%U %S'; time \"$@\" >/dev/null", "bash"])
        .args(words)
        .envs([("VIPS_CONCURRENCY", "1"), ("MAGICK_THREAD_LIMIT", "1"), ("OMP_NUM_THREADS", "1")])
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let (user, system) = said.lines().last()?.split_once(' ')?;
    let sum = user.parse::<f64>().ok()? + system.parse::<f64>().ok()?;
    output.status.success().then_some(sum)
}

fn megabytes(file: &Path) -> Outcome<f64> {
    Ok(fs::metadata(file)?.len() as f64 / 1e6)
}
