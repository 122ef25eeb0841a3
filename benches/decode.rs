//! What clips cost, beside ffmpeg in the same run: `cargo bench --bench decode [-- CLIP…]`. Without clips it makes
//! three (720p, 1080p, 4K) by ffmpeg. Every figure is the median of five.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a measurement that cannot go on stops loudly")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use shotloom::media::decode::{self, Ffmpeg};
use shotloom::player::{Budget, Player, Step};

const TIMES: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let [word, clip] = &arguments[..]
        && word == "--memory-of"
    {
        decode::decode_all(Path::new(clip)).expect("the clip decodes");
        println!("{}", peak_megabytes());
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let clips: Vec<PathBuf> =
        if arguments.is_empty() { made(folder.path()) } else { arguments.iter().map(PathBuf::from).collect() };
    println!("threads: {}; medians of {TIMES}", std::thread::available_parallelism().unwrap());
    for clip in clips {
        let facts = decode::inspect(&clip).expect("a clip");
        let name = clip.file_name().unwrap().to_string_lossy();
        println!(
            "\n{name}: {} {}×{}, {} frames, {:.3} s",
            facts.codec, facts.width, facts.height, facts.frames, facts.seconds
        );
        rates(&clip, facts.frames);
        waits(&clip, facts.frames as usize);
        posters(&clip);
        println!("  memory at most while decoding      {:>8} MB", memory_of(&clip));
    }
}

fn rates(clip: &Path, frames: u64) {
    let ffmpeg = |before: &[&str], after: &[&str]| {
        move_or_none(Ffmpeg::find()).map(|_| {
            fps(frames, || {
                let mut command = Command::new("ffmpeg");
                command.args(["-v", "error", "-nostdin"]).args(before).arg("-i").arg(clip);
                command.args(["-map", "0:v:0", "-fps_mode", "passthrough"]).args(after).args(["-f", "null", "-"]);
                assert!(command.status().expect("ffmpeg runs").success());
            })
        })
    };
    println!("  decode only, pictures a second");
    line("ffmpeg -threads 1", ffmpeg(&["-threads", "1"], &[]));
    line("ffmpeg", ffmpeg(&[], &[]));
    line(
        "ours, 1 thread",
        Some(fps(frames, || {
            decode::decode_all_on(clip, 1).unwrap();
        })),
    );
    line(
        "ours",
        Some(fps(frames, || {
            decode::decode_all(clip).unwrap();
        })),
    );
    println!("  decode to RGBA pictures, pictures a second");
    line("ffmpeg -threads 1 -pix_fmt rgba", ffmpeg(&["-threads", "1"], &["-pix_fmt", "rgba", "-c:v", "rawvideo"]));
    line("ffmpeg -pix_fmt rgba", ffmpeg(&[], &["-pix_fmt", "rgba", "-c:v", "rawvideo"]));
    line(
        "ours, 1 thread",
        Some(fps(frames, || {
            decode::paint_all(clip, None, 1).unwrap();
        })),
    );
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    line(
        "ours",
        Some(fps(frames, || {
            decode::paint_all(clip, None, threads).unwrap();
        })),
    );
}

fn move_or_none<T>(found: Option<T>) -> Option<T> {
    if found.is_none() {
        println!("  (no ffmpeg on PATH)");
    }
    found
}

fn line(what: &str, rate: Option<f64>) {
    match rate {
        Some(rate) => println!("    {what:<34}{rate:>7.1}"),
        None => println!("    {what:<34}    NOT RUN"),
    }
}

fn fps(frames: u64, work: impl Fn()) -> f64 {
    let mut rates: Vec<f64> = (0..TIMES)
        .map(|_| {
            let begun = Instant::now();
            work();
            frames as f64 / begun.elapsed().as_secs_f64()
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    rates[TIMES / 2]
}

/// A player, and when its pictures come.
struct Desk {
    player: Player,
    woken: Receiver<()>,
}

impl Desk {
    fn open(clip: &Path) -> Self {
        let (bell, woken) = channel();
        let player = Player::open_silent(clip.to_owned(), Budget::WATCH, move || {
            // Nobody listens any more when the player is being dropped.
            let _ = bell.send(());
        });
        Self { player, woken }
    }

    /// Waits for the exact picture of the frame the playhead is on; with it, whether a stand-in came before.
    fn exact(&self) -> (f64, f64) {
        let begun = Instant::now();
        let mut first = None;
        loop {
            if self.player.take_picture().is_some() {
                first = first.or(Some(begun.elapsed().as_secs_f64()));
            }
            // It may have been there already.
            let state = self.player.state();
            if state.shown_frame == Some(state.frame_number) && !state.is_soft {
                let now = begun.elapsed().as_secs_f64();
                return (first.unwrap_or(now) * 1e3, now * 1e3);
            }
            match self.woken.recv_timeout(Duration::from_secs(20)) {
                Ok(()) | Err(RecvTimeoutError::Disconnected) => {}
                Err(RecvTimeoutError::Timeout) => panic_out(&self.player),
            }
        }
    }

    /// Until it has made all the stand-ins it wants.
    fn rest(&self) {
        let mut before = None;
        loop {
            std::thread::sleep(Duration::from_millis(500));
            let now = cpu_secs();
            if before.is_some_and(|before| now - before < 0.02) {
                return;
            }
            before = Some(now);
        }
    }
}

fn panic_out(player: &Player) -> ! {
    eprintln!("no picture: {:?}", player.state());
    std::process::exit(1);
}

fn waits(clip: &Path, frames: usize) {
    let opens: Vec<f64> = (0..TIMES).map(|_| Desk::open(clip).exact().1).collect();
    println!("  milliseconds");
    println!("    first picture after open          {:>7.1}", median(opens));
    for (what, is_rested) in [("just opened", false), ("stand-ins made", true)] {
        let desk = Desk::open(clip);
        desk.exact();
        if is_rested {
            desk.rest();
        }
        let mut dice = Dice(7);
        let seeks = (0..20).map(|_| {
            desk.player.seek_frame(dice.below(frames));
            desk.exact()
        });
        let (first, exact): (Vec<f64>, Vec<f64>) = seeks.unzip();
        println!("    seek p95, {what:<15} at once {:>7.1}   exact {:>7.1}", high(first), high(exact));
    }
    let desk = Desk::open(clip);
    desk.exact();
    desk.rest();
    for (what, step) in [("forward", Step::Forward), ("back", Step::Back)] {
        desk.player.seek_frame(if step == Step::Forward { frames / 4 } else { frames * 3 / 4 });
        desk.exact();
        std::thread::sleep(Duration::from_secs(2));
        let steps = (0..30.min(frames / 4)).map(|_| {
            desk.player.step(step);
            let waited = desk.exact();
            // A held key repeats thirty times a second.
            std::thread::sleep(Duration::from_millis(33));
            waited
        });
        let (first, exact): (Vec<f64>, Vec<f64>) = steps.unzip();
        println!("    step {what:<8} p95           at once {:>7.1}   exact {:>7.1}", high(first), high(exact));
    }
}

fn posters(clip: &Path) {
    let ours = median((0..TIMES).map(|_| timed(|| drop(decode::poster(clip, 640).unwrap()))).collect());
    println!("    poster, 640 pixels                {ours:>7.1}");
    let out = tempfile::Builder::new().suffix(".png").tempfile().expect("a file");
    let theirs = (0..TIMES).map(|_| {
        timed(|| {
            let mut command = Command::new("ffmpegthumbnailer");
            command.args(["-t", "0", "-s", "640", "-c", "png", "-i"]).arg(clip).arg("-o").arg(out.path());
            command.stdout(Stdio::null()).stderr(Stdio::null());
            command.status().map(|_| ()).unwrap_or_default();
        })
    });
    match Command::new("ffmpegthumbnailer").arg("-v").stdout(Stdio::null()).status() {
        Ok(_) => println!("    ffmpegthumbnailer -s 640          {:>7.1}", median(theirs.collect())),
        Err(_) => println!("    ffmpegthumbnailer -s 640          NOT RUN: it is not installed"),
    }
}

fn memory_of(clip: &Path) -> String {
    let this = std::env::current_exe().expect("this program");
    let output = Command::new(this).arg("--memory-of").arg(clip).output().expect("this program runs");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// The most memory this process ever had (Linux).
fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn cpu_secs() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn timed(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64() * 1e3
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

fn high(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get((all.len() * 95).div_ceil(100).saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

/// Always the same throws.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count.max(1)
    }
}

/// Clips as our vendors deliver them: a moving picture with noise, B-frames, a keyframe every two seconds, sound.
fn made(folder: &Path) -> Vec<PathBuf> {
    let one = |(size, rate): &(&str, &str)| {
        let path = folder.join(format!("made_{size}.mp4"));
        let source = format!("mandelbrot=s={size}:r=24,noise=alls=6:allf=t,format=yuv420p");
        let mut command = Command::new("ffmpeg");
        command.args(["-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", &source, "-f", "lavfi"]);
        command.args(["-i", "sine=r=48000", "-t", "6", "-c:v", "libx264", "-preset", "fast", "-b:v", rate]);
        command.args(["-g", "48", "-c:a", "aac", "-movflags", "+faststart"]).arg(&path);
        assert!(command.status().expect("ffmpeg makes the clips").success());
        path
    };
    [("1280x720", "7M"), ("1920x1080", "9M"), ("3840x2160", "20M")].iter().map(one).collect()
}
