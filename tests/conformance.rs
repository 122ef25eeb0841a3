//! Every frame, every time stamp and every sample of sound beside ffmpeg's own.
//!
//! `SHOTLOOM_MEDIA=FOLDER cargo test --release --test conformance -- --nocapture` does the same for a folder of clips,
//! and prints the table.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on stops loudly")]

mod common;

use std::fmt::Write as _;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use shotloom::media::audio;
use shotloom::media::decode::{self, ClipReader};
use shotloom::media::render::{RenderOrder, RenderShot, render};

/// What is known of one clip.
struct Row {
    name: String,
    text: String,
    likeness: Likeness,
    is_right: bool,
}

/// How its pictures compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    /// Every sample of every plane is the same.
    Exact,
    /// 50 dB and more.
    Near,
    /// It is no whole video, and said to be none.
    Refused,
}

/// A test for each clip, so that they run beside each other.
macro_rules! clips {
    ($($name:ident $likeness:ident,)*) => {
        const OWN: &[&str] = &[$(stringify!($name)),*];

        mod is_what_ffmpeg_makes_of_it {
            $(
                #[test]
                fn $name() {
                    super::judge(&super::own(stringify!($name)), super::Likeness::$likeness);
                }
            )*
        }
    };
}

clips! {
    cut_before_index Refused,
    cut_in_pictures Refused,
    editlist Exact,
    garbage Refused,
    tiny Exact,
    tiny_ac3 Exact,
    tiny_alac Exact,
    tiny_flac Exact,
    tiny_frag Exact,
    tiny_hevc Exact,
    tiny_opus Exact,
    vfr Exact,
    x_interlaced Exact,
    x_opengop Exact,
    x_slices Exact,
    x_y444 Exact,
}

#[test]
fn no_clip_is_left_out() {
    let names = clips_of(&folder()).into_iter().map(|path| path.file_stem().unwrap().to_string_lossy().into_owned());
    assert_eq!(names.collect::<Vec<_>>(), OWN);
}

#[test]
fn what_the_practice_vendor_renders_is_what_ffmpeg_makes_of_it() {
    let scratch = tempfile::tempdir().unwrap();
    judge(&practice(scratch.path()), Likeness::Exact);
}

#[test]
fn a_named_folder_of_clips_is_what_ffmpeg_makes_of_it() {
    let Some(folder) = std::env::var_os("SHOTLOOM_MEDIA").filter(|name| !name.is_empty()) else {
        println!("SHOTLOOM_MEDIA names no folder");
        return;
    };
    if !has_judges() {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let mut clips = clips_of(Path::new(&folder));
    clips.push(practice(scratch.path()));
    let rows: Vec<Row> = clips.iter().map(|path| row(path, scratch.path())).collect();
    let mut table = format!("{:<24}{}\n", "clip", "ours beside ffmpeg");
    for row in &rows {
        let mark = if row.is_right { "" } else { "  WRONG" };
        writeln!(table, "{:<24}{}{mark}", row.name, row.text).unwrap();
    }
    println!("{table}");
    assert!(rows.iter().all(|row| row.is_right), "\n{table}");
}

fn has_judges() -> bool {
    common::has("ffmpeg") && common::has("ffprobe")
}

fn judge(path: &Path, likeness: Likeness) {
    if !has_judges() {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let row = row(path, scratch.path());
    println!("{:<24}{}", row.name, row.text);
    assert!(row.is_right, "{}: {}", row.name, row.text);
    assert_eq!(row.likeness, likeness, "{}: {}", row.name, row.text);
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media")
}

fn own(name: &str) -> PathBuf {
    folder().join(name).with_extension("mp4")
}

fn clips_of(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of clips").map(|entry| entry.unwrap().path());
    let mut clips: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|ext| ext == "mp4")).collect();
    clips.sort();
    clips
}

fn practice(scratch: &Path) -> PathBuf {
    let practice = scratch.join("practice.mp4");
    let shot = |title: &str| RenderShot { title: title.to_owned(), text: "A fox at dusk".to_owned(), secs: 1 };
    let order = RenderOrder {
        width: 320,
        height: 180,
        shots: vec![shot("1"), shot("2")],
        first_picture: None,
        last_picture: None,
        sound: true,
        seed: 7,
    };
    render(&order, &practice).expect("the practice vendor renders");
    practice
}

fn row(path: &Path, scratch: &Path) -> Row {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    // What cannot be whole cannot be compared; it must be said so.
    let told = media(path, &["--decode"]);
    if let Some(error) = told["error"].as_str() {
        let is_broken = ["garbage", "trunc", "cut_"].iter().any(|word| name.starts_with(word));
        let text = format!("refused: {error}");
        return Row { name, text, likeness: Likeness::Refused, is_right: is_broken };
    }
    let pictures = pictures(path);
    let times = times(path);
    let sound = sound(path);
    let command = frames_by_command(path, scratch, pictures.count);
    let is_counted = told["decoded"] == told["frames"] && told["frames"].as_u64() == Some(pictures.count as u64);
    let by = if pictures.is_outside { "by ffmpeg, " } else { "" };
    let (likeness, said) = if pictures.worst_db.is_infinite() {
        (Likeness::Exact, "exact".to_owned())
    } else {
        (Likeness::Near, format!("{:.1} dB", pictures.worst_db))
    };
    let text = format!(
        "{by}{} of {} frames {said} · times off by {:.2} ms · {} · --frame {}",
        pictures.count,
        pictures.theirs,
        times * 1e3,
        sound.as_ref().map_or_else(|| "no sound".to_owned(), |lsb| format!("sound off by {lsb:.3} LSB")),
        if command { "exact" } else { "differs" },
    );
    let is_right = is_counted
        && pictures.count == pictures.theirs
        && pictures.worst_db >= 50.0
        && times < 1e-3
        && sound.is_none_or(|lsb| lsb <= 1.0)
        && command;
    Row { name, text, likeness, is_right }
}

/// What `shotloom media FILE --json` says.
fn media(path: &Path, more: &[&str]) -> Value {
    let library = tempfile::tempdir().unwrap();
    let mut command = common::shotloom(library.path());
    let output = command.arg("media").arg(path).arg("--json").args(more).output().unwrap();
    serde_json::from_slice(&output.stdout).expect("one JSON value")
}

struct Pictures {
    count: usize,
    theirs: usize,
    /// Of the frame that is least like ffmpeg's; infinite where all are the same.
    worst_db: f64,
    is_outside: bool,
}

/// Frame by frame beside `ffmpeg -f rawvideo`, in order.
fn pictures(path: &Path) -> Pictures {
    let mut reader = ClipReader::open(path).unwrap();
    let mut ffmpeg = Command::new("ffmpeg")
        .args(["-v", "quiet", "-nostdin", "-noautorotate", "-i"])
        .arg(path)
        .args(["-map", "0:v:0", "-fps_mode", "passthrough", "-pix_fmt", "yuv420p", "-f", "rawvideo", "pipe:1"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut theirs = BufReader::with_capacity(1 << 20, ffmpeg.stdout.take().unwrap());
    let mut found = Pictures { count: 0, theirs: 0, worst_db: f64::INFINITY, is_outside: false };
    let mut raw = Vec::new();
    while let Some(frame) = reader.next_frame().unwrap() {
        assert_eq!(frame.number, found.count, "frames come in order");
        found.count += 1;
        let size = frame.picture.bytes();
        raw.resize(size, 0);
        if theirs.read_exact(&mut raw).is_ok() {
            found.theirs += 1;
            let ours = frame.picture.planes.iter().flatten();
            found.worst_db = found.worst_db.min(psnr(ours.zip(&raw), size));
        }
    }
    let mut rest = Vec::new();
    theirs.read_to_end(&mut rest).unwrap();
    found.theirs += rest.len().div_ceil(raw.len().max(1));
    found.is_outside = reader.is_outside();
    ffmpeg.wait().unwrap();
    found
}

fn psnr<'a>(pairs: impl Iterator<Item = (&'a u8, &'a u8)>, count: usize) -> f64 {
    let squares: f64 = pairs.map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2)).sum();
    if squares == 0.0 { f64::INFINITY } else { 10.0 * (255.0_f64.powi(2) * count as f64 / squares).log10() }
}

/// How far any time stamp is from ffprobe's, in seconds.
fn times(path: &Path) -> f64 {
    let output = Command::new("ffprobe")
        .args(["-v", "quiet", "-select_streams", "v:0", "-show_entries", "frame=pts_time", "-of", "csv=p=0"])
        .arg(path)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let theirs = text.lines().filter_map(|line| line.trim_end_matches(',').parse::<f64>().ok());
    let reader = ClipReader::open(path).unwrap();
    let ours = reader.movie().video.shown.iter().map(|shown| shown.at_secs);
    ours.zip(theirs).map(|(ours, theirs)| (ours - theirs).abs()).fold(0.0, f64::max)
}

/// The mean difference of the sound, in steps of 16 bits; none where there is no sound.
fn sound(path: &Path) -> Option<f64> {
    let ours = audio::decode(path).unwrap()?;
    let channels = ours.channels.to_string();
    // ffmpeg's own filter lays the packets at their times, as a player hears them: a delay and a gap are silence.
    let laid = "aresample=async=1:min_hard_comp=0.001:first_pts=0";
    let output = Command::new("ffmpeg")
        .args(["-v", "quiet", "-nostdin", "-i"])
        .arg(path)
        .args(["-map", "0:a:0", "-af", laid, "-f", "f32le", "-ac", &channels, "pipe:1"])
        .output()
        .unwrap();
    let theirs: Vec<f32> = output.stdout.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    let width = usize::from(ours.channels);
    let missing = theirs.len().abs_diff(ours.samples.len()) / width;
    // An encoder's last packet may be cut by the edit list or not; more than that is lost sound.
    assert!(missing <= 2_100, "{}: {missing} samples missing", path.display());
    // A time stamp in thousandths of a second may put it some samples off.
    let off = |skip: i64| {
        let (ahead, behind) = (skip.max(0) as usize * width, (-skip).max(0) as usize * width);
        let pairs = ours.samples.iter().skip(ahead).zip(theirs.iter().skip(behind));
        let (sum, count) = pairs.fold((0.0, 0u64), |(sum, n), (a, b)| (sum + f64::from((a - b).abs()), n + 1));
        sum / count.max(1) as f64 * 32_768.0
    };
    (-48..=48).map(off).min_by(f64::total_cmp)
}

/// Whether the picture `--frame N --out PNG` writes is that frame, turned upright, for the first, the middle and the last.
fn frames_by_command(path: &Path, scratch: &Path, count: usize) -> bool {
    let out = scratch.join("frame.png");
    [0, count / 2, count - 1].into_iter().all(|number| {
        let told = media(path, &["--frame", &number.to_string(), "--out", out.to_str().unwrap()]);
        let written = image::open(&out).unwrap().into_rgba8();
        let shown = decode::frame(path, number).unwrap();
        let is_size_told = told["width"] == written.width() && told["height"] == written.height();
        is_size_told
            && (written.width(), written.height()) == (shown.width, shown.height)
            && written.into_raw() == shown.rgba
    })
}
