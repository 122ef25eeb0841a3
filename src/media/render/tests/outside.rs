//! What `ffprobe` and `ffmpeg` say. Without them these rules say aloud that they were left out; under CI they fail.

use std::process::Command;
use std::time::Instant;

use serde_json::Value;

use super::*;

/// Runs a program, or tells that it is missing.
fn run(program: &str, arguments: &[&str]) -> Option<std::process::Output> {
    let Ok(output) = Command::new(program).args(arguments).output() else {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{program} is missing, and CI=true");
        println!("left out: {program} is not installed");
        return None;
    };
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && complaint.is_empty(), "{program}: {complaint}");
    Some(output)
}

/// Decodes every frame on the way: any damage is a complaint, and `run` takes none.
fn probe(clip: &Rendered) -> Option<Value> {
    let path = clip.path();
    let arguments =
        ["-v", "error", "-count_frames", "-show_streams", "-show_format", "-of", "json", path.to_str().unwrap()];
    Some(serde_json::from_slice(&run("ffprobe", &arguments)?.stdout).unwrap())
}

/// Every frame scaled to `width` × `height`, as raw pixels of the given format.
fn frames(clip: &Rendered, filter: &str, format: &str) -> Option<Vec<u8>> {
    let path = clip.path();
    let arguments =
        ["-v", "error", "-i", path.to_str().unwrap(), "-vf", filter, "-f", "rawvideo", "-pix_fmt", format, "-"];
    Some(run("ffmpeg", &arguments)?.stdout)
}

#[test]
fn every_size_and_shape_is_h264_at_24_frames_of_exactly_its_length() {
    for (width, height) in SIZES {
        let clip = Rendered::new(&order((width, height), &[1, 1]));
        let Some(told) = probe(&clip) else { return };
        let video = &told["streams"][0];
        assert_eq!(told["streams"].as_array().unwrap().len(), 1);
        assert_eq!((video["width"].as_u64(), video["height"].as_u64()), (Some(width.into()), Some(height.into())));
        assert_eq!(video["codec_name"], "h264");
        assert_eq!(video["pix_fmt"], "yuv420p");
        assert_eq!((&video["r_frame_rate"], &video["avg_frame_rate"]), (&"24/1".into(), &"24/1".into()));
        assert_eq!((&video["nb_frames"], &video["nb_read_frames"]), (&"48".into(), &"48".into()));
        assert_eq!((&video["duration"], &told["format"]["duration"]), (&"2.000000".into(), &"2.000000".into()));
        assert_eq!((&video["color_space"], &video["color_range"]), (&"bt709".into(), &"tv".into()));
    }
}

#[test]
fn ffmpeg_sees_the_cut_at_the_same_frame() {
    let clip = Rendered::new(&order((1280, 720), &[1, 2, 1]));
    let Some(raw) = frames(&clip, "scale=64:36", "gray") else { return };
    let frames: Vec<&[u8]> = raw.chunks_exact(64 * 36).collect();
    assert_eq!(frames.len(), 96);
    let distance = |at: usize| -> u32 {
        frames[at - 1].iter().zip(frames[at]).map(|(before, after)| u32::from(before.abs_diff(*after))).sum()
    };
    let cuts: Vec<usize> = (1..96).filter(|at| distance(*at) > 64 * 36 * 4).collect();
    assert_eq!(cuts, [24, 72]);
}

#[test]
fn a_clip_begins_on_its_first_picture_and_ends_on_its_last() {
    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/frames/dusk.png");
    let (first, last) = (std::fs::read(sample).unwrap(), photograph(1280, 720, 1));
    let clip = Rendered::new(&RenderOrder {
        first_picture: Some(first.clone()),
        last_picture: Some(last.clone()),
        ..order((1280, 720), &[2, 2])
    });
    for (number, given) in [(0, first), (95, last)] {
        let Some(shown) = frames(&clip, &format!("select=eq(n\\,{number})"), "rgb24") else { return };
        let likeness = psnr(&shown, &image::load_from_memory(&given).unwrap().into_rgb8());
        println!("frame {number}: {likeness:.1} dB");
        assert!(likeness > 30.0, "{likeness}");
    }
}

fn psnr(left: &[u8], right: &[u8]) -> f64 {
    assert_eq!(left.len(), right.len());
    let squares: f64 = left.iter().zip(right).map(|(l, r)| f64::from(l.abs_diff(*r)).powi(2)).sum();
    20.0 * 255f64.log10() - 10.0 * (squares / left.len() as f64).log10()
}

#[test]
fn ffmpeg_reads_the_sound_and_its_length() {
    let clip = Rendered::new(&RenderOrder { sound: true, ..order((640, 360), &[2, 1]) });
    let Some(told) = probe(&clip) else { return };
    let sound = &told["streams"][1];
    assert_eq!(sound["codec_name"], "flac");
    assert_eq!((&sound["sample_rate"], &sound["channels"]), (&"48000".into(), &2.into()));
    assert_eq!((&sound["duration"], &told["format"]["duration"]), (&"3.000000".into(), &"3.000000".into()));
    let path = clip.path();
    let raw = run("ffmpeg", &["-v", "error", "-i", path.to_str().unwrap(), "-f", "s16le", "-"]).unwrap().stdout;
    assert_eq!(raw.len(), 3 * 48_000 * 4);
}

#[test]
fn fifteen_seconds_of_1080p_take_a_few_of_one_core() {
    let (begin, begin_cpu) = (Instant::now(), cpu_secs());
    let order = RenderOrder { sound: true, ..order((1920, 1080), &[3, 3, 3, 2, 2, 2]) };
    let clip = Rendered::new(&order);
    let bytes = std::fs::metadata(clip.path()).unwrap().len();
    println!("15 s of 1080p in six shots with sound: {:.2} s, {bytes} bytes", begin.elapsed().as_secs_f64());
    let (Some(begin_cpu), Some(end_cpu)) = (begin_cpu, cpu_secs()) else { return };
    println!("of these {:.2} s at work", end_cpu - begin_cpu);
    assert!(end_cpu - begin_cpu < 12.0, "unoptimised; the goal of a release build is 6 s");
}

/// How long this thread has been at work: a busy machine does not count. Known on Linux.
fn cpu_secs() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanos: f64 = told.split(' ').next()?.parse().ok()?;
    Some(nanos / 1e9)
}
