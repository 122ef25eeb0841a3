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
        let part =
            |a: u32, b: u32| (f64::from(a) + (f64::from(b) - f64::from(a)) * f64::from(step) / 8.0).round() as u32;
        go(screen, (part(from.0, to.0), part(from.1, to.1)));
    }
}

fn let_go(screen: &Screen) {
    screen.xdotool(&["mouseup", "1"]);
    std::thread::sleep(BREATH);
}

/// A file manager with one picture in it, right of our window; where the picture is.
fn shelf(screen: &mut Screen, folder: &Path) -> (u32, u32) {
    std::fs::create_dir_all(folder).expect("a folder");
    RgbImage::from_pixel(SIZE.0, SIZE.1, Rgb(MAGENTA)).save(folder.join("dusk.png")).expect("a picture");
    let home = folder.with_file_name("home");
    std::fs::create_dir_all(&home).expect("a folder");
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

/// The first frame's well, which lies at the left of the form: lit while a picture hangs over it.
fn lit_well(screen: &Screen) -> Option<Patch> {
    let lit = color::ACCENT_SOFT;
    patch(&screen.look(), [lit.r(), lit.g(), lit.b()], 0..1280, 6_000)
}

/// Hangs the picture over the window and goes down its left side until a well lights up under it.
fn find_well(screen: &Screen, window: &str, icon: (u32, u32)) -> Option<Patch> {
    go(screen, icon);
    screen.xdotool(&["mousedown", "1"]);
    std::thread::sleep(BREATH);
    for x in [icon.0 - 12, icon.0 - 40, icon.0 - 90] {
        go(screen, (x, icon.1));
    }
    for (x, y) in [(900, 300), (500, 380), (200, 420), (140, 450), (140, 480), (140, 510), (140, 540)] {
        // The pointer's place in our window, wherever the window manager put that.
        screen.xdotool(&["mousemove", "--window", window, &x.to_string(), &y.to_string()]);
        std::thread::sleep(BREATH);
        if let Some(well) = lit_well(screen) {
            return Some(well);
        }
    }
    None
}

/// The part of the picture that is kept shines while the tool is open; what is cut off, and all the rest, is veiled. Its
/// *Apply* is the only button of that colour there: nothing can be generated yet.
fn shining(screen: &Screen) -> Option<Patch> {
    let picture = screen.look();
    let apply = [color::ACCENT.r(), color::ACCENT.g(), color::ACCENT.b()];
    let is_open = patch(&picture, apply, 1_100..1_250, 600).is_some();
    patch(&picture, MAGENTA, 0..1280, 40_000).filter(|_| is_open)
}

/// The corner of the well where the tool opens; the form has moved by what is said of the picture.
fn open_tool(screen: &Screen, well: Patch) -> Option<Patch> {
    let picture = patch(&screen.look(), MAGENTA, well.left + 60..well.right - 60, 500)?;
    screen.click((well.right - 43, picture.top + 13));
    // The tool finds its place in a few frames: what counts is what stands still.
    wait_for(PATIENCE, || {
        let one = shining(screen)?;
        std::thread::sleep(Duration::from_millis(300));
        shining(screen).filter(|other| *other == one)
    })
}

fn is_closed(screen: &Screen) -> bool {
    wait_for(PATIENCE, || shining(screen).is_none().then_some(())).is_some()
}

#[test]
fn a_picture_from_a_file_manager_is_dropped_cropped_by_mouse_and_by_keys() {
    if !has("pcmanfm") {
        return;
    }
    let Some(mut screen) = Screen::open(1920, 900) else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let (library, folder) = (home.path().join("library"), home.path().join("shelf"));
    let icon = shelf(&mut screen, &folder);
    let window = screen.start(&mut shotloom(&library));
    screen.xdotool(&["windowmove", "--sync", &window, "0", "0"]);
    wait_for(PATIENCE, || screen.find_patch(color::FOCUS, 200)).expect("the prompt has the keyboard");

    // Dragged: the well under the hand lights up while the picture still hangs over it.
    let well = find_well(&screen, &window, icon);
    keep(&screen.look(), "wells-hover.png");
    let well = well.expect("the first frame's well lights up under the picture");
    let_go(&screen);
    let shown = wait_for(PATIENCE, || patch(&screen.look(), MAGENTA, well.left..well.right, 2_000));
    keep(&screen.look(), "wells-dropped.png");
    shown.expect("the well shows the picture");

    // Cropped by the mouse: the tool opens from the well's corner, in the shape of the video.
    let cut = open_tool(&screen, well);
    keep(&screen.look(), "wells-crop.png");
    let cut = cut.expect("the tool shows the part that is kept");
    assert!(is_about(cut.width(), cut.height(), 16.0 / 9.0), "{cut:?}");
    press_and_move(&screen, (cut.right, cut.bottom), (cut.right - 160, cut.bottom - 90));
    keep(&screen.look(), "wells-crop-drag.png");
    let_go(&screen);
    let smaller = shining(&screen).expect("the cut is still there");
    assert!((150..=170).contains(&(cut.width() - smaller.width())), "{cut:?} became {smaller:?}");
    assert!(is_about(smaller.width(), smaller.height(), 16.0 / 9.0), "{smaller:?}");
    screen.key("Return");
    let closed = is_closed(&screen);
    keep(&screen.look(), "wells-applied.png");
    assert!(closed, "the tool is closed");
    std::thread::sleep(Duration::from_secs(2));
    keep(&screen.look(), "wells-cropped.png");

    // Cropped again, by keys: 30 pixels less at the right, the shape kept.
    open_tool(&screen, well).expect("the tool is open again");
    for _ in 0..3 {
        screen.key("ctrl+shift+Left");
    }
    std::thread::sleep(BREATH * 2);
    keep(&screen.look(), "wells-crop-keys.png");
    screen.key("Return");
    assert!(is_closed(&screen), "the tool is closed");
    std::thread::sleep(Duration::from_secs(3));
    assert!(screen.close(&window), "the window closes");

    let kept = first_frame(&library).expect("the draft has a first frame");
    assert!(kept.to_string_lossy().contains("dusk, cropped"), "{}", kept.display());
    let (width, height) = image::image_dimensions(&kept).unwrap();
    let scale = f64::from(SIZE.0) / f64::from(cut.width());
    let by_mouse = f64::from(smaller.width()) * scale;
    assert!((f64::from(width) - (by_mouse - 30.0)).abs() < 8.0, "{width}×{height} after {by_mouse} − 30");
    assert!(is_about(width, height, 16.0 / 9.0), "{width}×{height}");
    let original = image::image_dimensions(folder.join("dusk.png")).unwrap();
    assert_eq!(original, SIZE, "the picture itself is left alone");
}

/// A shape to within two pixels of its longer side.
fn is_about(width: u32, height: u32, ratio: f64) -> bool {
    (f64::from(width) - f64::from(height) * ratio).abs() <= 4.0
}
