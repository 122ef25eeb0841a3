//! A picture dragged from a real file manager onto the first frame's well, and cropped there by mouse and by keyboard, in
//! a real window.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

mod common;
#[expect(dead_code, reason = "the other live tests use the rest")]
#[path = "common/screen.rs"]
mod screen;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use common::{has, shotloom};
use image::{Rgb, RgbImage, RgbaImage};
use screen::{Screen, keep, wait_for};
use shotloom::library::Library;
use shotloom::ui::theme::color;

const PATIENCE: Duration = Duration::from_secs(10);
/// Between two movements of the mouse: a file manager and a window each draw a frame in it.
const BREATH: Duration = Duration::from_millis(160);
/// A colour that nothing in the window or the file manager has.
const MAGENTA: [u8; 3] = [255, 0, 255];
const SIZE: (u32, u32) = (1600, 1200);

/// A box of pixels on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Patch {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
}

impl Patch {
    fn middle(&self) -> (u32, u32) {
        (self.left.midpoint(self.right), self.top.midpoint(self.bottom))
    }

    fn width(&self) -> u32 {
        self.right - self.left + 1
    }

    fn height(&self) -> u32 {
        self.bottom - self.top + 1
    }
}

/// Everything of this colour in a part of the screen, where there is enough of it.
fn patch(picture: &RgbaImage, wanted: [u8; 3], columns: std::ops::Range<u32>, least: usize) -> Option<Patch> {
    let is_it = |pixel: &image::Rgba<u8>| (0..3).all(|i| pixel[i].abs_diff(wanted[i]) <= 6);
    let hits: Vec<(u32, u32)> = picture
        .enumerate_pixels()
        .filter(|(x, _, pixel)| columns.contains(x) && is_it(pixel))
        .map(|(x, y, _)| (x, y))
        .collect();
    (hits.len() >= least).then(|| Patch {
        left: hits.iter().map(|at| at.0).min().unwrap_or_default(),
        right: hits.iter().map(|at| at.0).max().unwrap_or_default(),
        top: hits.iter().map(|at| at.1).min().unwrap_or_default(),
        bottom: hits.iter().map(|at| at.1).max().unwrap_or_default(),
    })
}

fn go(screen: &Screen, at: (u32, u32)) {
    screen.xdotool(&["mousemove", &at.0.to_string(), &at.1.to_string()]);
    std::thread::sleep(BREATH);
}

/// Presses at one place and goes to another in steps; letting go is the caller's.
fn press_and_move(screen: &Screen, from: (u32, u32), to: (u32, u32)) {
    go(screen, from);
    screen.xdotool(&["mousedown", "1"]);
    std::thread::sleep(BREATH);
    for step in 1..=8_u32 {
        let part = |a: u32, b: u32| (f64::from(a) + (f64::from(b) - f64::from(a)) * f64::from(step) / 8.0).round() as u32;
        go(screen, (part(from.0, to.0), part(from.1, to.1)));
    }
}

fn let_go(screen: &Screen) {
    screen.xdotool(&["mouseup", "1"]);
    std::thread::sleep(BREATH);
}

/// A file manager with one picture in it, right of our window; where the picture is.
fn shelf(screen: &mut Screen, folder: &Path) -> (u32, u32) {
    std::fs::create_dir_all(folder).unwrap();
    RgbImage::from_pixel(SIZE.0, SIZE.1, Rgb(MAGENTA)).save(folder.join("dusk.png")).unwrap();
    let home = folder.parent().unwrap().join("home");
    std::fs::create_dir_all(&home).unwrap();
    let mut command = Command::new("pcmanfm");
    command.arg(folder).env("HOME", &home).env("XDG_CACHE_HOME", home.join("cache")).env("GIO_USE_VFS", "local");
    let window = screen.start_named(command.stderr(std::process::Stdio::null()), "shelf");
    screen.xdotool(&["windowsize", "--sync", &window, "560", "500"]);
    screen.xdotool(&["windowmove", "--sync", &window, "1310", "20"]);
    let icon = wait_for(PATIENCE, || patch(&screen.look(), MAGENTA, 1300..1900, 400));
    keep(&screen.look(), "wells-shelf.png");
    icon.expect("the file manager shows the picture").middle()
}

/// The first frame of the newest draft; the window that holds the library must be gone.
fn first_frame(library: &Path) -> Option<PathBuf> {
    let opened = Library::open(library).expect("the library opens");
    let drafts = opened.library.drafts().expect("its drafts");
    let draft = opened.library.draft(&drafts.first()?.id).expect("reads")?;
    draft.frames.first?.path().map(Path::to_owned)
}
