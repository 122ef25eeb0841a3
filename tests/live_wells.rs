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

/// Its button stands at the well's upper right, where a picture of this shape ends.
fn open_tool(screen: &Screen, picture: Patch) -> Option<Patch> {
    screen.click((picture.right - 1, picture.top + 13));
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

/// Our window at the left of a screen, on a draft whose first frame is the picture.
fn cropping(home: &Path) -> Option<(Screen, String, Patch)> {
    let mut screen = Screen::open(1920, 900)?;
    let picture = home.join("dusk.png");
    RgbImage::from_pixel(SIZE.0, SIZE.1, Rgb(MAGENTA)).save(&picture).expect("a picture");
    let story = home.join("dusk.shot.json");
    std::fs::write(&story, r#"{ "shotloom": 1, "first_frame": "dusk.png" }"#).expect("a file");
    let window = screen.start(shotloom(&home.join("library")).arg(&story));
    screen.xdotool(&["windowmove", "--sync", &window, "0", "0"]);
    let shown = wait_for(PATIENCE, || patch(&screen.look(), MAGENTA, 0..260, 2_000));
    keep(&screen.look(), "wells-opened.png");
    Some((screen, window, shown.expect("the well shows the picture")))
}

/// The size of the first frame as it was kept, once the window has let the library go.
fn cropped(home: &Path) -> (u32, u32) {
    let kept = first_frame(&home.join("library")).expect("the draft has a first frame");
    assert!(kept.to_string_lossy().contains("dusk, cropped"), "{}", kept.display());
    let original = image::image_dimensions(home.join("dusk.png")).expect("a picture");
    assert_eq!(original, SIZE, "the picture itself is left alone");
    let size = image::image_dimensions(&kept).expect("a picture");
    assert!(is_about(size.0, size.1, 16.0 / 9.0), "{size:?}");
    size
}

#[test]
fn a_picture_from_a_file_manager_is_dropped_on_the_first_frames_well() {
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
    assert!(screen.close(&window), "the window closes");
    assert_eq!(first_frame(&library), Some(folder.join("dusk.png")));
}

#[test]
fn the_crop_tool_is_driven_by_the_mouse() {
    let home = tempfile::tempdir().unwrap();
    let Some((mut screen, window, picture)) = cropping(home.path()) else {
        return;
    };
    // The tool opens from the well's corner, in the shape of the video.
    let cut = open_tool(&screen, picture);
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
    wait_for(PATIENCE, || made(home.path())).expect("the cut picture is made");
    std::thread::sleep(SAVED);
    assert!(screen.close(&window), "the window closes");
    let (width, height) = cropped(home.path());
    let scale = f64::from(SIZE.0) / f64::from(cut.width());
    let wanted = f64::from(smaller.width()) * scale;
    assert!((f64::from(width) - wanted).abs() < 8.0, "{width}×{height}, not {wanted} wide");
}

#[test]
fn the_crop_tool_is_opened_and_driven_by_the_keyboard_alone() {
    let home = tempfile::tempdir().unwrap();
    let Some((mut screen, window, picture)) = cropping(home.path()) else {
        return;
    };
    screen.xdotool(&["windowactivate", "--sync", &window]);
    // Backwards from the prompt, until the keyboard is at the well's own button.
    screen.click((picture.right + 400, picture.top + 60));
    let button = (picture.right - 1, picture.top + 13);
    let is_reached = (0..12).any(|_| {
        screen.key("shift+Tab");
        std::thread::sleep(BREATH * 2);
        let is_near = |at: (u32, u32)| at.0.abs_diff(button.0) < 14 && at.1.abs_diff(button.1) < 14;
        screen.find_patch(color::FOCUS, 40).is_some_and(is_near)
    });
    keep(&screen.look(), "wells-crop-focus.png");
    assert!(is_reached, "the keyboard reaches the button of the first frame's well");
    screen.key("Return");
    let cut = wait_for(PATIENCE, || shining(&screen)).expect("the part that is kept");
    assert!(is_about(cut.width(), cut.height(), 16.0 / 9.0), "{cut:?}");
    for _ in 0..3 {
        screen.key("ctrl+shift+Left");
    }
    std::thread::sleep(BREATH * 2);
    keep(&screen.look(), "wells-crop-keys.png");
    screen.key("Return");
    assert!(is_closed(&screen), "the tool is closed");
    wait_for(PATIENCE, || made(home.path())).expect("the cut picture is made");
    std::thread::sleep(SAVED);
    assert!(screen.close(&window), "the window closes");
    // Thirty pixels less at the right, the shape kept.
    assert_eq!(cropped(home.path()).0, SIZE.0 - 30);
}

/// A change is in the library by then.
const SAVED: Duration = Duration::from_millis(1_200);

/// The picture that the engine made lies in the library.
fn made(home: &Path) -> Option<()> {
    let mut folders = vec![home.join("library/pictures")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).ok()?.flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else if entry.file_name().to_string_lossy().contains("cropped") {
                return Some(());
            }
        }
    }
    None
}

/// Puts something on the clipboard of this screen, as this kind.
fn copy(screen: &Screen, kind: &str, file: &Path) {
    let mut command = Command::new("xclip");
    command.args(["-selection", "clipboard", "-t", kind, "-i"]).arg(file).stderr(std::process::Stdio::null());
    screen.run(&mut command);
}

/// A new draft in a window, and a picture beside it.
fn pasting(home: &Path) -> Option<(Screen, String)> {
    if !has("xclip") {
        return None;
    }
    let mut screen = Screen::open(1920, 900)?;
    let window = screen.start(&mut shotloom(&home.join("library")));
    screen.xdotool(&["windowmove", "--sync", &window, "0", "0"]);
    wait_for(PATIENCE, || screen.find_patch(color::FOCUS, 200)).expect("the prompt has the keyboard");
    RgbImage::from_pixel(640, 480, Rgb(MAGENTA)).save(home.join("dusk.png")).expect("a picture");
    Some((screen, window))
}

/// Pastes, sees the first frame, and closes; where the picture lies.
fn pasted(screen: &mut Screen, window: &str, home: &Path) -> PathBuf {
    screen.xdotool(&["windowactivate", "--sync", window]);
    screen.key("ctrl+v");
    let shown = wait_for(PATIENCE, || patch(&screen.look(), MAGENTA, 0..300, 2_000));
    keep(&screen.look(), "wells-pasted.png");
    shown.expect("the well shows the picture");
    std::thread::sleep(SAVED);
    assert!(screen.close(window), "the window closes");
    first_frame(&home.join("library")).expect("the draft has a first frame")
}

#[test]
fn pixels_on_the_clipboard_become_the_first_frame() {
    let home = tempfile::tempdir().unwrap();
    let Some((mut screen, window)) = pasting(home.path()) else {
        return;
    };
    copy(&screen, "image/png", &home.path().join("dusk.png"));
    let kept = pasted(&mut screen, &window, home.path());
    assert!(kept.starts_with(home.path().join("library")), "{}", kept.display());
    let picture = image::open(&kept).unwrap().into_rgb8();
    assert_eq!((picture.dimensions(), picture.get_pixel(320, 240).0), ((640, 480), MAGENTA));
}

/// Some file managers name it as a file and in no other way: not as text.
#[test]
fn a_file_copied_in_a_file_manager_becomes_the_first_frame() {
    if !has("pcmanfm") {
        return;
    }
    let Some(mut screen) = Screen::open(1920, 900) else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("shelf");
    let icon = shelf(&mut screen, &folder);
    screen.click(icon);
    std::thread::sleep(BREATH);
    screen.key("ctrl+c");
    let window = screen.start(&mut shotloom(&home.path().join("library")));
    screen.xdotool(&["windowmove", "--sync", &window, "0", "0"]);
    wait_for(PATIENCE, || screen.find_patch(color::FOCUS, 200)).expect("the prompt has the keyboard");
    std::thread::sleep(SAVED);
    assert_eq!(pasted(&mut screen, &window, home.path()), folder.join("dusk.png"));
}

/// Others name it as text, too.
#[test]
fn a_file_named_on_the_clipboard_becomes_the_first_frame_where_nobody_writes() {
    let home = tempfile::tempdir().unwrap();
    let Some((mut screen, window)) = pasting(home.path()) else {
        return;
    };
    let (list, picture) = (home.path().join("list"), home.path().join("dusk.png"));
    std::fs::write(&list, format!("file://{}\n", picture.display())).unwrap();
    copy(&screen, "UTF8_STRING", &list);
    screen.xdotool(&["windowactivate", "--sync", &window]);
    screen.key("shift+Tab");
    assert_eq!(pasted(&mut screen, &window, home.path()), picture);
}

/// A shape to within two pixels of its longer side.
fn is_about(width: u32, height: u32, ratio: f64) -> bool {
    (f64::from(width) - f64::from(height) * ratio).abs() <= 4.0
}
