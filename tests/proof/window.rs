//! A person with a nervous hand at the real window: a double click on Generate, its keys held down, is one wish and one
//! submit.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::ground::{Ground, has};
use super::judge::judge;
use super::world::{Customer, Vendor};
use super::{Outcome, Ran};

const PATIENCE: Duration = Duration::from_secs(30);
const NEEDED: [&str; 4] = ["Xvfb", "openbox", "xdotool", "import"];

/// What a hand does.
#[derive(Debug, Clone, Copy)]
enum Hand {
    DoubleClick,
    /// The keys of Generate, as long as a key repeats.
    HeldKeys,
    /// Four clicks as fast as a mouse gives them.
    Drumming,
}

const HANDS: [Hand; 3] = [Hand::DoubleClick, Hand::HeldKeys, Hand::Drumming];

pub fn one_wish(ground: &Ground) -> Outcome {
    if let Some(missing) = NEEDED.into_iter().find(|program| !has(program)) {
        return Outcome::NotRun(format!("{missing} is not on PATH"));
    }
    let times = ground.pick(1, 3, 20) * HANDS.len() as u64;
    ground.side_by_side(ground.pick(3, 2, 2), times, |worker, share| {
        let mut ran = Ran::default();
        for nth in 0..share {
            let workers = ground.pick(3, 2, 2);
            ran.count += 1;
            pressed(ground, HANDS[usize::try_from(worker + workers * nth).unwrap() % HANDS.len()], &mut ran);
        }
        ran
    })
}

fn pressed(ground: &Ground, hand: Hand, ran: &mut Ran) {
    let vendor = Vendor::start(&ground.binary, &[]);
    let customer = Customer::of(&ground.binary, &vendor.url);
    let screen = Screen::open();
    let mut command = customer.shotloom();
    command.arg(customer.home.path().join("story.shot.json")).env("DISPLAY", &screen.display);
    command.env("XDG_RUNTIME_DIR", customer.home.path()).env("XDG_CONFIG_HOME", customer.home.path());
    let window = Mortal(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the window starts"));
    // A window that is still laid out would be missed.
    let stands_still = || {
        let before = screen.generate_button()?;
        std::thread::sleep(Duration::from_millis(800));
        screen.generate_button().filter(|now| *now == before)
    };
    let Some((x, y)) = within(PATIENCE, stands_still) else {
        return ran.fault(format!("{hand:?}: Generate never stood there to be pressed"));
    };
    screen.xdotool(&["mousemove", &x.to_string(), &y.to_string()]);
    std::thread::sleep(Duration::from_millis(300));
    match hand {
        Hand::DoubleClick => screen.xdotool(&["click", "--repeat", "2", "--delay", "70", "1"]),
        Hand::Drumming => screen.xdotool(&["click", "--repeat", "4", "--delay", "25", "1"]),
        Hand::HeldKeys => {
            screen.xdotool(&["keydown", "ctrl", "keydown", "Return"]);
            std::thread::sleep(Duration::from_secs(ground.pick(2, 5, 5)));
            screen.xdotool(&["keyup", "Return", "keyup", "ctrl"]);
        }
    }
    let sent = within(PATIENCE, || (vendor.submits() > 0).then_some(()));
    // Whatever else was to come of it has time to come.
    std::thread::sleep(Duration::from_secs(3));
    let wishes = customer.tasks().len();
    if sent.is_none() || (wishes, vendor.submits(), vendor.charges().len()) != (1, 1, 1) {
        let (submits, charges) = (vendor.submits(), vendor.charges().len());
        ran.fault(format!("{hand:?}: {wishes} wishes, {submits} submits, {charges} charges"));
    }
    drop(window);
    ran.faults.extend(judge(&vendor, &customer).faults);
}

/// A process that ends with the one who looks at it.
struct Mortal(Child);

impl Drop for Mortal {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Screen {
    display: String,
    _manager: Mortal,
    _server: Mortal,
}

impl Screen {
    fn open() -> Self {
        let mut server = Command::new("Xvfb");
        server.args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1360x860x24"]);
        let mut server = server.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("Xvfb starts");
        let mut number = String::new();
        BufReader::new(server.stdout.take().expect("its output")).read_line(&mut number).expect("a display");
        let display = format!(":{}", number.trim());
        let manager = Command::new("openbox").env("DISPLAY", &display).stderr(Stdio::null()).spawn();
        Self { display, _manager: Mortal(manager.expect("openbox starts")), _server: Mortal(server) }
    }

    fn xdotool(&self, arguments: &[&str]) {
        let _ = Command::new("xdotool").args(arguments).env("DISPLAY", &self.display).output();
    }

    /// The middle of the button that sends: the lowest large patch of its colour.
    fn generate_button(&self) -> Option<(u32, u32)> {
        let mut eyes = Command::new("import");
        eyes.args(["-window", "root", "-depth", "8", "png:-"]).env("DISPLAY", &self.display);
        let seen = image::load_from_memory(&eyes.output().ok()?.stdout).ok()?.into_rgb8();
        let wanted = shotloom::ui::theme::color::ACCENT;
        let is_it = |pixel: &image::Rgb<u8>| {
            let near = |one: u8, other: u8| one.abs_diff(other) <= 3;
            near(pixel[0], wanted.r()) && near(pixel[1], wanted.g()) && near(pixel[2], wanted.b())
        };
        let hits: Vec<(u32, u32)> =
            seen.enumerate_pixels().filter(|(_, _, pixel)| is_it(pixel)).map(|(x, y, _)| (x, y)).collect();
        let bottom = hits.iter().map(|(_, y)| *y).max()?;
        let patch: Vec<_> = hits.into_iter().filter(|(_, y)| bottom - y < 48).collect();
        let count = u32::try_from(patch.len()).ok().filter(|count| *count >= 2_000)?;
        let sum = patch.iter().fold((0, 0), |(x, y), at| (x + at.0, y + at.1));
        Some((sum.0 / count, sum.1 / count))
    }
}

fn within<T>(patience: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let until = Instant::now() + patience;
    loop {
        match ask() {
            Some(answer) => return Some(answer),
            None if Instant::now() > until => return None,
            None => std::thread::sleep(Duration::from_millis(100)),
        }
    }
}
