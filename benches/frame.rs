//! What a frame costs on the CPU: `App::show` and tessellation, timed here, without a window and without painting.
//!
//! `cargo bench --bench frame`. The goal is a p99 of 4 ms; the engine behind the window answers between two frames.

#[expect(dead_code, clippy::expect_used, reason = "the table of pictures uses the rest")]
#[path = "../tests/pictures/bytes.rs"]
mod bytes;
#[expect(dead_code, reason = "the suites use the rest")]
#[path = "../tests/studio/engine.rs"]
mod engine;
#[expect(dead_code, clippy::expect_used, reason = "the suites use the rest")]
#[path = "../tests/studio/samples.rs"]
mod samples;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use egui::accesskit::{Action, ActionRequest, Node, NodeId, Role, TreeId};
use egui::{Context, Event, FullOutput, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2};
use egui::{RawInput, Rect, TouchPhase, Vec2, pos2};
use engine::FakeEngine;
use shotloom::media::measure;
use shotloom::model::cast::Member;
use shotloom::model::draft::{Cut, Draft};
use shotloom::model::storyboard::{Secs, Storyboard};
use shotloom::model::{Element, ImageRef, Language, TaskState};
use shotloom::ui::{App, theme};

const FRAMES: usize = 600;
const WARM_UP: usize = 60;
const GOAL: Duration = Duration::from_millis(4);
const SIZE: Vec2 = Vec2::new(1600.0, 1000.0);
const MIDDLE: Pos2 = pos2(600.0, 500.0);

fn main() {
    if cfg!(debug_assertions) {
        println!("built without optimisation: these figures are no measure");
    }
    println!("{:<58} {:>9} {:>9} {:>9}   goal", "a frame's CPU, in ms", "p50", "p99", "max");
    typing("typing the prompt (2,500 characters)", Cut::OneShot, "Prompt");
    typing_among_mentions("typing among a hundred mentions (2,500 characters)");
    typing("typing a shot's prompt (six shots of 512 characters)", Cut::ByHand, "Prompt of shot 1");
    typing_beside_a_decoder("typing while a JPEG of 100 megapixels is measured");
    dragging("dragging a border (six shots of 512 characters)", "Border after shot 2");
    undoing("undo, one step a frame (660 kept, six full shots)");
    idle("idle, six full shots on the desk", || FakeEngine::new().with_draft(full_draft(Cut::ByHand, FRAMES)));
    idle("idle beside a queue of 200 cards", || {
        let task = |n| samples::card(samples::task(n, TaskState::ALL[n as usize % 15], &words(400)));
        FakeEngine::new().with_queue((0..200).map(task))
    });
    scrolling("scrolling a gallery of 100,000 results", 100_000);
    the_cast("scrolling a cast of 1,000, one's card open", 1_000);
}

/// One character a frame into the prompt; it is full at the end.
fn typing(title: &str, cut: Cut, field: &str) {
    let mut desk = Bench::open(FakeEngine::new().with_draft(full_draft(cut, FRAMES + WARM_UP)));
    desk.focus(field);
    desk.measure(title, |frame| {
        let letter = if frame % 6 == 5 { " " } else { "e" };
        vec![Event::Text(letter.to_owned())]
    });
}

/// The same where every few words name an element, and the last ones are over the limit.
fn typing_among_mentions(title: &str) {
    let prompt: String = "@fox crosses 雪地 to @hat. ".chars().cycle().take(2_500 - FRAMES - WARM_UP).collect();
    let elements = ["fox", "hat"].map(Element::named).into();
    let draft = Draft { elements, ..samples::draft(&prompt) };
    let mut desk = Bench::open(FakeEngine::new().with_draft(draft));
    desk.focus("Prompt");
    desk.measure(title, |frame| {
        let letter = if frame % 6 == 5 { " " } else { "e" };
        vec![Event::Text(letter.to_owned())]
    });
}

/// The same while another thread measures the largest picture there may be, over and over.
fn typing_beside_a_decoder(title: &str) {
    let huge = bytes::hundred_megapixels(40);
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let worker = scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                std::hint::black_box(measure::measure_bytes(&huge).is_ok());
            }
        });
        // It is under way: the first of it is reading, not decoding.
        std::thread::sleep(Duration::from_millis(500));
        typing(title, Cut::OneShot, "Prompt");
        is_over.store(true, Ordering::Relaxed);
        if worker.join().is_err() {
            println!("  the worker broke down: this is no measure");
        }
    });
}

/// A border in the hand: it goes to and fro over some seconds, a little every frame.
fn dragging(title: &str, border: &str) {
    let mut desk = Bench::open(FakeEngine::new().with_draft(full_draft(Cut::ByHand, 0)));
    let bounds = desk.node(|node| node.label() == Some(border)).and_then(|(_, node)| node.bounds());
    let Some(bounds) = bounds else { missing(border) };
    let at = pos2(((bounds.x0 + bounds.x1) / 2.0) as f32, ((bounds.y0 + bounds.y1) / 2.0) as f32);
    let button =
        |pressed| Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    desk.frame(vec![Event::PointerMoved(at)]);
    desk.frame(vec![button(true)]);
    let before = desk.lengths();
    let mut has_moved = false;
    desk.measure(title, |frame| {
        let way = (frame as f32 / 20.0).sin() * 90.0;
        vec![Event::PointerMoved(at + Vec2::new(way, 0.0))]
    });
    // In the middle of its way the border stands elsewhere, or nothing was in the hand.
    for frame in 0..40 {
        desk.frame(vec![Event::PointerMoved(at + Vec2::new(frame as f32 * 3.0, 0.0))]);
        has_moved |= desk.lengths() != before;
    }
    if !has_moved {
        missing(border);
    }
}

/// Every frame takes back one step of typing; each was kept by a pause.
fn undoing(title: &str) {
    let steps = FRAMES + WARM_UP;
    let mut desk = Bench::open(FakeEngine::new().with_draft(full_draft(Cut::OneShot, steps)));
    desk.focus("Prompt");
    for _ in 0..steps {
        desk.now += 1.0;
        desk.frame(vec![Event::Text("e".to_owned())]);
    }
    desk.now += 1.0;
    desk.frame(Vec::new());
    let full = desk.prompt_len();
    desk.measure(title, |_| vec![key(Key::Z)]);
    desk.now += 1.0;
    desk.frame(Vec::new());
    let taken_back = full - desk.prompt_len();
    println!("  {taken_back} of {steps} steps were taken back");
}

fn missing(name: &str) -> ! {
    println!("there is no {name} to take hold of");
    std::process::exit(1)
}

fn idle(title: &str, engine: impl FnOnce() -> FakeEngine) {
    Bench::open(engine()).measure(title, |_| Vec::new());
}

fn scrolling(title: &str, count: u64) {
    let prompt: Arc<str> = words(400).into();
    let clips = (0..count).map(|number| samples::done(number, &prompt));
    let mut desk = Bench::open(FakeEngine::new().with_library(clips));
    desk.frame(vec![key(Key::Num2)]);
    desk.frame(vec![Event::PointerMoved(MIDDLE)]);
    desk.measure(title, |_| vec![wheel(-240.0)]);
}

/// Up and down through everybody's faces, beside the card of one with six pictures.
fn the_cast(title: &str, count: usize) {
    let view = |name: &str, view: usize| ImageRef::file(format!("/cast/{name}/{view}.png"));
    let member = |number: usize| {
        let name = format!("extra_{number:04}");
        let images = (0..6).map(|at| view(&name, at)).collect();
        let element = Element { images, description: words(200).into(), ..Element::named(&name) };
        Member::of(&element, &format!("c{number}"))
    };
    let mut engine = FakeEngine::new();
    engine.snapshot.cast = (0..count).map(member).collect();
    let mut desk = Bench::open(engine);
    desk.frame(vec![key(Key::Num5)]);
    let face = |node: &Node| node.label().is_some_and(|label| label.starts_with("@extra_0000"));
    let Some(bounds) = desk.node(face).and_then(|(_, node)| node.bounds()) else { missing("face") };
    let at = pos2(((bounds.x0 + bounds.x1) / 2.0) as f32, ((bounds.y0 + bounds.y1) / 2.0) as f32);
    let button =
        |pressed| Event::PointerButton { pos: at, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
    for event in [Event::PointerMoved(at), button(true), button(false), Event::PointerMoved(MIDDLE)] {
        desk.frame(vec![event]);
    }
    if desk.node(|node| node.label().is_some_and(|label| label.starts_with("Picture 6 of 6"))).is_none() {
        missing("open card");
    }
    desk.measure(title, |frame| vec![wheel(if frame / 100 % 2 == 0 { -240.0 } else { 240.0 })]);
}

/// Six shots of 512 characters, and a prompt that `room` more characters fill.
fn full_draft(cut: Cut, room: usize) -> Draft {
    let first = 512 - if cut == Cut::ByHand { room.min(400) } else { 0 };
    let lengths = [first, 512, 512, 512, 512, 512];
    let shots = lengths.map(|length| (words(length).into(), Secs(2), false));
    Draft { cut, storyboard: Storyboard::from_file(shots, None), ..samples::draft(&words(2_500 - room)) }
}

/// Prose of so many characters, some of it Chinese.
fn words(count: usize) -> String {
    "A red fox crosses the snow at dusk, 镜头缓慢推近，灯火在雾中闪烁, breath in the cold air. "
        .chars()
        .cycle()
        .take(count)
        .collect()
}

/// The window without a screen.
struct Bench {
    ctx: Context,
    app: App,
    engine: FakeEngine,
    now: f64,
}

impl Bench {
    fn open(mut engine: FakeEngine) -> Self {
        let ctx = Context::default();
        theme::install(&ctx);
        engine.publish();
        let app = App::new(engine.handle(), shotloom::vendors::rows().collect(), Language::English);
        let mut bench = Self { ctx, app, engine, now: 0.0 };
        for _ in 0..10 {
            bench.frame(Vec::new());
        }
        bench
    }

    /// Draws one frame, lets the engine answer, and says how long the drawing took.
    fn frame(&mut self, events: Vec<Event>) -> Duration {
        let began = Instant::now();
        let output = self.draw(events);
        let clipped = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = began.elapsed();
        std::hint::black_box(clipped);
        self.engine.serve();
        took
    }

    fn draw(&mut self, events: Vec<Event>) -> FullOutput {
        self.now += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.now),
            focused: true,
            events,
            ..RawInput::default()
        };
        let mut output = self.ctx.run_ui(input, |ui| self.app.show(ui));
        // There is no graphics card to take them to.
        output.textures_delta.clear();
        output
    }

    /// Puts the caret into the text box of this name, as a screen reader would.
    fn focus(&mut self, name: &str) {
        let is_meant = |node: &Node| node.role() == Role::MultilineTextInput && node.label() == Some(name);
        let Some((target_node, _)) = self.node(is_meant) else { missing(name) };
        self.ctx.enable_accesskit();
        let request = ActionRequest { action: Action::Focus, target_node, target_tree: TreeId::ROOT, data: None };
        self.draw(vec![Event::AccessKitActionRequest(request)]);
        self.ctx.disable_accesskit();
        self.frame(vec![key(Key::End)]);
    }

    /// What a screen reader knows under this description.
    fn node(&mut self, is_meant: impl Fn(&Node) -> bool) -> Option<(NodeId, Node)> {
        self.ctx.enable_accesskit();
        let update = self.draw(Vec::new()).platform_output.accesskit_update;
        self.ctx.disable_accesskit();
        update.and_then(|update| update.nodes.into_iter().find(|(_, node)| is_meant(node)))
    }

    /// The seconds of every shot, as they were last sent to be kept.
    fn lengths(&self) -> Vec<u64> {
        let desk = self.engine.snapshot.desk.as_ref();
        desk.map(|desk| desk.draft.storyboard.shots().iter().map(|shot| shot.secs().0).collect()).unwrap_or_default()
    }

    fn prompt_len(&self) -> usize {
        self.engine.snapshot.desk.as_ref().map_or(0, |desk| desk.draft.prompt.chars().count())
    }

    fn measure(&mut self, title: &str, events: impl Fn(usize) -> Vec<Event>) {
        for frame in 0..WARM_UP {
            self.frame(events(frame));
        }
        let mut times: Vec<Duration> = (0..FRAMES).map(|frame| self.frame(events(frame))).collect();
        times.sort_unstable();
        let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
        let millis = |time: Duration| time.as_secs_f64() * 1e3;
        let [p50, p99, max] = [at(0.5), at(0.99), at(1.0)];
        let verdict = if p99 <= GOAL { "met" } else { "MISSED" };
        let goal = format!("p99 ≤ {} ms: {verdict}", GOAL.as_millis());
        println!("{title:<58} {:>9.3} {:>9.3} {:>9.3}   {goal}", millis(p50), millis(p99), millis(max));
    }
}

fn key(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::COMMAND }
}

fn wheel(points: f32) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, points),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    }
}
