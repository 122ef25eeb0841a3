use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::*;
use crate::model::trouble::Trouble;

fn clip(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media").join(name)
}

/// A changed copy of a clip, gone with the folder.
fn changed(name: &str, change: impl FnOnce(&mut Vec<u8>)) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = std::fs::read(clip(name)).unwrap();
    change(&mut bytes);
    let path = folder.path().join("changed.mp4");
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn find(bytes: &[u8], word: &[u8]) -> usize {
    bytes.windows(word.len()).position(|window| window == word).unwrap()
}

fn rule(error: &ClipError) -> String {
    Trouble::from(error).rule
}

/// Every plane of every frame in display order. The hashes were written by ffmpeg 5.1:
/// `ffmpeg -i CLIP -map 0:v -fps_mode passthrough -f rawvideo -pix_fmt yuv420p - | sha256sum`.
fn hash_of_frames(path: &Path) -> String {
    let mut reader = ClipReader::open(path).unwrap();
    let mut hash = Sha256::new();
    while let Some(frame) = reader.next_frame().unwrap() {
        frame.picture.planes.iter().for_each(|plane| hash.update(plane));
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_frame_is_the_one_ffmpeg_decodes_in_the_same_order() {
    let known = [
        ("editlist.mp4", "d610ded2e28d4b365328d3131733b21b33ab0d3ddc75b186524782cc44e4cb03"),
        ("vfr.mp4", "739e14749cc704ace3ff33590fbb21fef630fb7594cee5867661e110ca3a91ba"),
        ("x_opengop.mp4", "fffbfab08219abf5e33a79bfd96654c71b3c7e8b7277a33b0d5bb71c88a5c1ff"),
        ("x_slices.mp4", "23c604b187a6ae59c658508b47c7a7ba109502094e121b4076185f97a0d901ba"),
        ("x_interlaced.mp4", "00620e0901d90ad82706911bae7961ffd65fbd02d4a5c09a05c7c27ac3a37ba7"),
        ("tiny.mp4", "0d8656d803cdf129c45322f742a245bf27160105653867b23af1c79b2cd1044a"),
        ("tiny_frag.mp4", "0d8656d803cdf129c45322f742a245bf27160105653867b23af1c79b2cd1044a"),
    ];
    for (name, hash) in known {
        assert_eq!(hash_of_frames(&clip(name)), hash, "{name}");
    }
}

#[test]
fn facts_are_those_ffprobe_prints() {
    let facts = |name: &str| verify(&clip(name)).unwrap();
    let of = |name| {
        let f = facts(name);
        (f.codec, f.width, f.height, f.frames, (f.seconds * 1000.0).round(), (f.fps * 1000.0).round())
    };
    assert_eq!(of("tiny.mp4"), ("h264".into(), 160, 90, 48, 2000.0, 24_000.0));
    assert_eq!(of("tiny_frag.mp4"), ("h264".into(), 160, 90, 48, 2000.0, 24_000.0));
    assert_eq!(of("vfr.mp4"), ("h264".into(), 1280, 720, 58, 3000.0, 19_068.0));
    assert_eq!(of("editlist.mp4").3, 35);
    assert_eq!(of("tiny_hevc.mp4"), ("hevc".into(), 160, 90, 12, 500.0, 24_000.0));
    let sound = |name| facts(name).audio.map(|a| (a.codec, a.rate, a.channels, (a.seconds * 1000.0).round()));
    assert_eq!(sound("tiny.mp4"), Some(("aac".into(), 48_000, 2, 2000.0)));
    assert_eq!(sound("tiny_flac.mp4"), Some(("flac".into(), 48_000, 2, 2000.0)));
    assert_eq!(sound("tiny_alac.mp4"), Some(("alac".into(), 48_000, 2, 2000.0)));
    assert_eq!(sound("vfr.mp4"), None);
}

#[test]
fn a_file_that_is_no_whole_mp4_is_never_verified() {
    let fails = |path: &Path| rule(&verify(path).unwrap_err());
    assert_eq!(fails(&clip("garbage.mp4")), "clip-not-mp4");
    assert_eq!(fails(&clip("cut_in_pictures.mp4")), "clip-cut");
    assert_eq!(fails(&clip("cut_before_index.mp4")), "clip-no-index");
    assert_eq!(fails(&clip("none.mp4")), "clip-missing");
    assert_eq!(fails(&clip("")), "clip-not-regular");
    let (_folder, empty) = changed("tiny.mp4", Vec::clear);
    assert_eq!(fails(&empty), "clip-empty");
    let (_folder, page) = changed("tiny.mp4", |bytes| *bytes = b"\n <!DOCTYPE html><title>403</title>".to_vec());
    assert_eq!(fails(&page), "clip-web-page");
    let (_folder, short) = changed("tiny.mp4", |bytes| bytes.truncate(7));
    assert_eq!(fails(&short), "clip-not-mp4");
    let (_folder, last) = changed("vfr.mp4", |bytes| bytes.truncate(bytes.len() - 1));
    assert_eq!(fails(&last), "clip-no-index");
    let (_folder, fragment) = changed("tiny_frag.mp4", |bytes| bytes.truncate(50_000));
    assert_eq!(fails(&fragment), "clip-cut");
}

#[test]
fn pictures_of_noise_are_not_verified_though_the_boxes_are_whole() {
    let (_folder, path) = changed("tiny.mp4", |bytes| {
        let at = find(bytes, b"mdat") + 8;
        bytes[at..at + 9000].fill(0x55);
    });
    assert!(inspect(&path).is_ok());
    assert_eq!(rule(&verify(&path).unwrap_err()), "clip-lost-frame");
}

#[test]
fn a_codec_we_cannot_decode_passes_on_its_structure_and_says_so_when_shown() {
    for (name, codec) in [("tiny_hevc.mp4", "hevc"), ("x_y444.mp4", "h264")] {
        assert_eq!(verify(&clip(name)).unwrap().codec, codec);
        let shown = ClipReader::open_with(&clip(name), None).and_then(|mut reader| reader.decode_frame(0));
        let error = shown.unwrap_err();
        assert_eq!(Trouble::from(&error).text("codec"), Some(codec));
    }
}

#[test]
fn a_frame_is_the_same_however_it_is_reached() {
    for name in ["tiny.mp4", "x_opengop.mp4"] {
        let mut reader = ClipReader::open(&clip(name)).unwrap();
        let mut in_order = Vec::new();
        while let Some(frame) = reader.next_frame().unwrap() {
            assert_eq!(frame.number, in_order.len());
            in_order.push(frame.picture);
        }
        for number in [47, 0, 30, 29, 31, 12, 11, 13, 46, 5] {
            assert_eq!(reader.decode_frame(number).unwrap().picture, in_order[number], "{name} {number}");
        }
        // Heading far, then changing one's mind for a nearer frame that was passed over on the way.
        for (far, near) in [(40, 3), (23, 2), (47, 25)] {
            reader.seek(0).unwrap();
            reader.next_frame().unwrap();
            reader.seek(far).unwrap();
            reader.next_frame().unwrap();
            for (number, picture) in in_order.iter().enumerate().skip(near).take(20) {
                assert_eq!(&reader.decode_frame(number).unwrap().picture, picture, "{name} {far} {number}");
            }
        }
        assert!(matches!(reader.frame(48), Err(ClipError::NoSuchFrame { frame: 48, frames: 48 })));
    }
}

#[test]
fn frames_follow_each_other_in_time_without_gaps() {
    let mut reader = ClipReader::open(&clip("vfr.mp4")).unwrap();
    let mut until = 0.0;
    while let Some(frame) = reader.next_frame().unwrap() {
        assert!((frame.at_secs - until).abs() < 1e-9, "frame {}", frame.number);
        until = frame.at_secs + frame.secs;
    }
    assert!((until - 3.0).abs() < 1e-3);
}

#[test]
fn a_clip_turned_in_its_header_is_shown_turned() {
    let quarter_clockwise: [i32; 9] = [0, 0x10000, 0, -0x10000, 0, 0, 90 << 16, 0, 0x4000_0000];
    let (_folder, path) = changed("tiny.mp4", |bytes| {
        let at = find(bytes, b"tkhd") + 44;
        let matrix = quarter_clockwise.iter().flat_map(|value| value.to_be_bytes());
        bytes.splice(at..at + 36, matrix);
    });
    let facts = inspect(&path).unwrap();
    assert_eq!((facts.width, facts.height), (90, 160));
    let (upright, turned) = (frame(&clip("tiny.mp4"), 3).unwrap(), frame(&path, 3).unwrap());
    assert_eq!((turned.width, turned.height), (90, 160));
    let pixel = |pixels: &Pixels, x: usize, y: usize| pixels.rgba.as_chunks::<4>().0[y * pixels.width as usize + x];
    // What was at the left is on top, what was at the bottom is at the left.
    for (x, y) in [(0, 0), (10, 5), (159, 89), (80, 0)] {
        assert_eq!(pixel(&turned, 89 - y, x), pixel(&upright, x, y));
    }
}

#[test]
fn a_poster_is_the_first_frame_no_larger_than_asked() {
    let small = poster(&clip("x_slices.mp4"), 320).unwrap();
    assert_eq!((small.width, small.height), (320, 180));
    let own = poster(&clip("tiny.mp4"), 320).unwrap();
    assert_eq!(own, frame(&clip("tiny.mp4"), 0).unwrap());
}

#[test]
fn a_written_frame_reads_back_the_same() {
    let pixels = frame(&clip("tiny.mp4"), 7).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("frame.png");
    write_png(&pixels, &path).unwrap();
    write_png(&pixels, &path).unwrap();
    assert_eq!(image::open(&path).unwrap().into_rgba8().into_raw(), pixels.rgba);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let error = write_png(&pixels, &folder.path().join("none/frame.png")).unwrap_err();
    assert_eq!(rule(&error), "clip-not-written");
}

#[test]
fn decoding_everything_counts_every_frame() {
    assert_eq!(decode_all(&clip("tiny.mp4")).unwrap(), 48);
    assert_eq!(decode_all(&clip("x_interlaced.mp4")).unwrap(), 48);
}

#[test]
fn a_clip_that_is_one_run_is_painted_whole_beside_its_decoder() {
    for (name, count) in [("tiny.mp4", 48), ("x_interlaced.mp4", 48), ("vfr.mp4", 58)] {
        let painted = [1, 2].map(|threads| paint_all(&clip(name), Some((64, 64)), threads).unwrap());
        assert_eq!(painted, [count; 2], "{name}");
    }
}

#[test]
fn no_damage_stops_or_hangs_the_reader() {
    let good = std::fs::read(clip("tiny.mp4")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mutated.mp4");
    let index = find(&good, b"moov");
    for seed in 0..300 {
        let mut dice = fastrand::Rng::with_seed(seed);
        let mut bytes = good.clone();
        // Two in three strike the index, which is a small part of the file.
        let from = if seed % 3 == 0 { 0 } else { index };
        for _ in 0..dice.usize(1..12) {
            let at = dice.usize(from..bytes.len());
            match dice.u8(0..4) {
                0 => bytes[at] ^= 1 << dice.u8(0..8),
                1 => bytes[at] = dice.u8(..),
                2 => bytes[at] = 0xff,
                _ => bytes.truncate(at.max(bytes.len() - 400)),
            }
            if bytes.len() <= from + 8 {
                break;
            }
        }
        std::fs::write(&path, &bytes).unwrap();
        let begun = Instant::now();
        let _ = verify(&path);
        let _ = decode_all(&path);
        assert!(begun.elapsed() < Duration::from_secs(5), "seed {seed}");
    }
}
