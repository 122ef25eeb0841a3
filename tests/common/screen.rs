//! A screen of our own with a window manager, a mouse, a keyboard and eyes.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use image::RgbaImage;

/// Xvfb with openbox on a free display; gone when dropped.
pub struct Screen {
    display: String,
    home: tempfile::TempDir,
    children: Vec<Child>,
}

impl Screen {
    /// `None` where a program is missing (said aloud; a failure under CI=true).
    pub fn open(width: u32, height: u32) -> Option<Self> {
        let is_all_here = ["Xvfb", "openbox", "xdotool", "import"].iter().all(|program| crate::common::has(program));
        if !is_all_here {
            return None;
        }
        let home = tempfile::tempdir().expect("a folder");
        let mut xvfb = Command::new("Xvfb")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", &format!("{width}x{height}x24")])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts");
        let mut number = String::new();
        BufReader::new(xvfb.stdout.take().expect("its output")).read_line(&mut number).expect("a display");
        let display = format!(":{}", number.trim());
        let manager = Command::new("openbox").env("DISPLAY", &display).stderr(Stdio::null()).spawn();
        Some(Self { display, home, children: vec![manager.expect("openbox starts"), xvfb] })
    }

    /// Starts the window and waits until it stands there.
    pub fn start(&mut self, command: &mut Command) -> String {
        self.start_named(command, "^Shotloom$")
    }

    /// Starts any program and waits for its window of this title.
    pub fn start_named(&mut self, command: &mut Command, title: &str) -> String {
        let run = self.home.path().join("run");
        std::fs::create_dir_all(&run).expect("a folder");
        let child = command
            .env("DISPLAY", &self.display)
            .env("XDG_RUNTIME_DIR", &run)
            .env("XDG_CONFIG_HOME", self.home.path().join("config"))
            .stdout(Stdio::null())
            .spawn()
            .expect("the window starts");
        self.children.insert(0, child);
        let found = wait_for(Duration::from_secs(15), || {
            let found = self.xdotool(&["search", "--onlyvisible", "--name", title]);
            found.lines().next().map(str::to_owned)
        });
        found.expect("the window appears")
    }

    /// Runs a program on this screen to its end.
    pub fn run(&self, command: &mut Command) {
        let status = command.env("DISPLAY", &self.display).stdin(Stdio::null()).stdout(Stdio::null()).status();
        assert!(status.expect("the program runs").success(), "{command:?}");
    }

    pub fn xdotool(&self, arguments: &[&str]) -> String {
        let output = Command::new("xdotool").args(arguments).env("DISPLAY", &self.display).output();
        String::from_utf8_lossy(&output.expect("xdotool runs").stdout).into_owned()
    }

    pub fn type_text(&self, text: &str) {
        self.xdotool(&["type", "--delay", "15", text]);
    }

    pub fn key(&self, keys: &str) {
        self.xdotool(&["key", "--clearmodifiers", keys]);
    }

    pub fn click(&self, at: (u32, u32)) {
        let (x, y) = (at.0.to_string(), at.1.to_string());
        self.xdotool(&["mousemove", &x, &y]);
        std::thread::sleep(Duration::from_millis(150));
        self.xdotool(&["click", "1"]);
    }

    /// What a person sees now.
    pub fn look(&self) -> RgbaImage {
        let output = Command::new("import")
            .args(["-window", "root", "-depth", "8", "png:-"])
            .env("DISPLAY", &self.display)
            .output()
            .expect("import runs");
        image::load_from_memory(&output.stdout).expect("a picture").into_rgba8()
    }

    /// The middle of the largest patch of this colour, once it is at least `pixels` large.
    pub fn find_patch(&self, color: egui::Color32, pixels: usize) -> Option<(u32, u32)> {
        let picture = self.look();
        let is_it = |pixel: &image::Rgba<u8>| {
            let near = |a: u8, b: u8| a.abs_diff(b) <= 3;
            near(pixel[0], color.r()) && near(pixel[1], color.g()) && near(pixel[2], color.b())
        };
        let hits: Vec<(u32, u32)> =
            picture.enumerate_pixels().filter(|(_, _, p)| is_it(p)).map(|(x, y, _)| (x, y)).collect();
        // The lowest patch: the button that sends stands at the bottom of the form.
        let bottom = hits.iter().map(|(_, y)| *y).max()?;
        let patch: Vec<&(u32, u32)> = hits.iter().filter(|(_, y)| bottom - y < 48).collect();
        (patch.len() >= pixels).then(|| {
            let sum = patch.iter().fold((0_u64, 0_u64), |(x, y), at| (x + u64::from(at.0), y + u64::from(at.1)));
            ((sum.0 / patch.len() as u64) as u32, (sum.1 / patch.len() as u64) as u32)
        })
    }

    /// Kills the window's process, as a crash would: SIGKILL.
    pub fn kill(&mut self) {
        let mut child = self.children.remove(0);
        child.kill().expect("it was running");
        child.wait().expect("it is gone");
    }

    /// Asks the window to close and waits until its process is gone.
    pub fn close(&mut self, window: &str) -> bool {
        self.xdotool(&["windowactivate", "--sync", window, "key", "--clearmodifiers", "alt+F4"]);
        let mut child = self.children.remove(0);
        let ended = wait_for(Duration::from_secs(10), || child.try_wait().ok().flatten());
        let _ = child.kill();
        let _ = child.wait();
        ended.is_some()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Asks again and again until there is an answer.
pub fn wait_for<T>(patience: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + patience;
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if Instant::now() > deadline {
            return None;
        }
        std::thread::sleep(Duration::from_millis(60));
    }
}

/// How many pixels of a middle part differ by more than a little.
pub fn differing(one: &RgbaImage, other: &RgbaImage, part: (u32, u32, u32, u32)) -> usize {
    let (left, top, width, height) = part;
    let places = (top..top + height).flat_map(|y| (left..left + width).map(move |x| (x, y)));
    let differs = |(x, y): (u32, u32)| {
        let (a, b) = (one.get_pixel(x, y), other.get_pixel(x, y));
        (0..3).any(|i| a[i].abs_diff(b[i]) > 24)
    };
    places.filter(|at| differs(*at)).count()
}

/// Keeps a picture of a failure where a person can look at it.
pub fn keep(picture: &RgbaImage, name: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let _ = picture.save(folder.join(name));
}
