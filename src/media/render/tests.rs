//! Whole clips, judged by decoders that are not ours, and by `ffmpeg` and `ffprobe` where they are installed.

mod outside;
mod seen;

use std::path::PathBuf;

use super::*;

const SIZES: [(u32, u32); 6] = [(1280, 720), (720, 1280), (720, 720), (1920, 1080), (1080, 1920), (1080, 1080)];

fn shot(title: &str, text: &str, secs: u32) -> RenderShot {
    RenderShot { title: title.into(), text: text.into(), secs }
}

fn order((width, height): (u32, u32), secs: &[u32]) -> RenderOrder {
    let words = ["A red fox crosses the snow at dusk", "特写：红狐狸停下脚步，回头望向镜头。", "It leaps 🦊"];
    let shots = secs.iter().enumerate();
    RenderOrder {
        width,
        height,
        shots: shots.map(|(at, secs)| shot(&format!("Shot {}", at + 1), words[at % words.len()], *secs)).collect(),
        first_picture: None,
        last_picture: None,
        sound: false,
        seed: 7,
    }
}

/// A rendered clip that is gone when the test ends.
struct Rendered {
    folder: tempfile::TempDir,
}

impl Rendered {
    fn new(order: &RenderOrder) -> Self {
        let rendered = Self { folder: tempfile::tempdir().unwrap() };
        render(order, &rendered.path()).unwrap();
        rendered
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("clip.mp4")
    }
}

fn png(width: u32, height: u32, colour_at: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, y| image::Rgb(colour_at(x, y)));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Something like a photograph: slow light, hard edges, fine grain.
fn photograph(width: u32, height: u32, turn: u32) -> Vec<u8> {
    png(width, height, |x, y| {
        let light = (x * 160 / width + y * 60 / height) as u8;
        let grain = ((x * 7919 + y * 104_729 + turn * 13) % 23) as u8;
        let edge = if (x / 97 + y / 61 + turn).is_multiple_of(3) { 60 } else { 0 };
        let mut colour = [light + grain, light / 2 + edge, 200 - light / 2 + grain];
        colour.rotate_left(turn as usize % 3);
        colour
    })
}

#[test]
fn a_length_or_size_that_cannot_be_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("clip.mp4");
    let refused = |order: RenderOrder| render(&order, &out).unwrap_err();
    assert!(matches!(refused(order((1281, 720), &[1])), RenderError::Size { width: 1281, .. }));
    assert!(matches!(refused(order((1280, 16), &[1])), RenderError::Size { height: 16, .. }));
    assert!(matches!(refused(order((640, 360), &[])), RenderError::Length { shots: 0, .. }));
    assert!(matches!(refused(order((640, 360), &[2, 0])), RenderError::Length { .. }));
    assert!(matches!(refused(order((640, 360), &[u32::MAX, u32::MAX])), RenderError::Length { .. }));
    let blind = RenderOrder { first_picture: Some(b"not a picture".to_vec()), ..order((640, 360), &[1]) };
    assert!(matches!(refused(blind), RenderError::Picture { .. }));
    assert!(!out.exists());
}

#[test]
fn the_longest_prompt_and_a_shot_without_words_are_drawn() {
    let words = "雪".repeat(2500);
    for text in [words.as_str(), &"x".repeat(2500), "", " \n\n ", "\u{7}\u{200b}🦊"] {
        let mut order = order((320, 180), &[1]);
        order.shots[0] = shot("", text, 1);
        Rendered::new(&order);
    }
}

#[test]
fn the_same_order_gives_the_same_file() {
    let order = RenderOrder { sound: true, ..order((320, 180), &[1, 1]) };
    let file = |order: &RenderOrder| std::fs::read(Rendered::new(order).path()).unwrap();
    assert!(file(&order) == file(&order));
    assert!(file(&order) != file(&RenderOrder { seed: 8, ..order.clone() }));
}
