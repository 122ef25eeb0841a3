//! What undo costs: the bytes of 500 kept steps, counted by the allocator, and the time of one step back.
//!
//! `cargo bench --bench undo`. The goals are 5 MB and 1 ms, with six full shots and 2,500 characters on the desk.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use shotloom::engine::Snapshot;
use shotloom::engine::snapshot::{Desk as Opened, DraftId};
use shotloom::model::draft::{Cut, Draft};
use shotloom::model::storyboard::{Secs, Storyboard};
use shotloom::model::{Element, ImageRef};
use shotloom::ui::Desk;

const STEPS: usize = 500;
const BYTES_GOAL: usize = 5_000_000;
const TIME_GOAL: Duration = Duration::from_millis(1);

/// Every byte that is alive.
struct Counting;

static ALIVE: AtomicUsize = AtomicUsize::new(0);

#[expect(unsafe_code, reason = "an allocator that counts cannot be written otherwise; it hands everything on")]
// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALIVE.fetch_add(layout.size(), Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        ALIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(ptr, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    if cfg!(debug_assertions) {
        println!("built without optimisation: the times are no measure, the bytes are");
    }
    println!(
        "{:<66} {:>9} {:>9} {:>9} {:>9}",
        "500 steps, six full shots, 2,500 characters, three elements", "KB", "undo p50", "p99", "max"
    );
    let english = |count| prose("A red fox crosses the snow at dusk, breath in the cold air. ", count);
    let chinese = |count| prose("一只红狐在暮色中穿过雪地，镜头缓慢推近，", count);
    measure("a sentence typed into the prompt, English", Cut::OneShot, &english, type_prompt);
    measure("the same, every character Chinese", Cut::OneShot, &chinese, type_prompt);
    measure("a sentence typed into a shot, English", Cut::ByHand, &english, type_shot);
    measure("the same, every character Chinese", Cut::ByHand, &chinese, type_shot);
    measure("a border dragged", Cut::ByHand, &english, |draft, step| {
        let border = draft.storyboard.shots()[step % 5].id();
        let _ = draft.storyboard.move_border(border, if step.is_multiple_of(2) { 1 } else { -1 });
    });
    measure("an option switched", Cut::ByHand, &english, |draft, _| draft.sound = !draft.sound);
}

/// One step every time: some seconds of typing between two pauses, which change a few words of a full prompt.
fn type_prompt(draft: &mut Draft, step: usize) {
    draft.prompt = reworded(&draft.prompt, step);
}

fn type_shot(draft: &mut Draft, step: usize) {
    let shot = draft.storyboard.shots()[step % 6].id();
    if let Some(shot) = draft.storyboard.shot_mut(shot) {
        shot.prompt = reworded(&shot.prompt, step);
    }
}

/// As long as before, in characters and in bytes; some letters in the middle stand the other way round.
fn reworded(text: &str, step: usize) -> Arc<str> {
    let mut letters: Vec<char> = text.chars().collect();
    let at = step * 37 % (letters.len() - 8);
    letters[at..at + 8].reverse();
    letters.into_iter().collect::<String>().into()
}

fn measure(title: &str, cut: Cut, words: &dyn Fn(usize) -> String, edit: impl Fn(&mut Draft, usize)) {
    let mut desk = open(full_draft(cut, words));
    let before = ALIVE.load(Ordering::Relaxed);
    for step in 0..STEPS {
        edit(&mut desk.draft, step);
        desk.tick(step as f64);
    }
    let bytes = ALIVE.load(Ordering::Relaxed).saturating_sub(before);
    let mut times: Vec<Duration> = (0..STEPS).map(|_| undo(&mut desk)).collect();
    let is_whole = !desk.steps().can_undo;
    times.sort_unstable();
    let micros = |time: Duration| format!("{:.1} µs", time.as_secs_f64() * 1e6);
    let [p50, p99, max] = [STEPS / 2, STEPS * 99 / 100, STEPS - 1].map(|at| times[at]);
    let verdict = |is_met: bool| if is_met { "met" } else { "MISSED" };
    println!(
        "{title:<66} {:>9} {:>9} {:>9} {:>9}   ≤ 5,000 KB: {}, ≤ 1 ms: {}{}",
        bytes / 1_000,
        micros(p50),
        micros(p99),
        micros(max),
        verdict(bytes <= BYTES_GOAL),
        verdict(p99 <= TIME_GOAL),
        if is_whole { "" } else { "; STEPS WERE LOST" },
    );
}

fn undo(desk: &mut Desk) -> Duration {
    let began = Instant::now();
    desk.undo(1_000.0);
    began.elapsed()
}

fn open(draft: Draft) -> Desk {
    let mut desk = Desk::new(shotloom::vendors::DEFAULT_OFFERING);
    let opened = Opened { id: DraftId("a-draft".into()), draft: Arc::new(draft), opened: 1 };
    desk.follow(&Snapshot { desk: Some(opened), ..Snapshot::default() });
    desk
}

fn full_draft(cut: Cut, words: &dyn Fn(usize) -> String) -> Draft {
    let shots = [0; 6].map(|_| (words(512).into(), Secs(2), false));
    let element = |name: &str| {
        let picture = |side: &str| ImageRef::file(format!("/home/kim/Pictures/{name}/{side}.png"));
        let images = ["front", "left", "right", "back"].map(picture).to_vec();
        Element { description: words(100).into(), images, ..Element::named(name) }
    };
    Draft {
        cut,
        prompt: words(2_500).into(),
        storyboard: Storyboard::from_file(shots, None),
        elements: ["fox", "hat", "sled"].map(element).to_vec(),
        ..Draft::new(shotloom::vendors::DEFAULT_OFFERING)
    }
}

fn prose(sentence: &str, count: usize) -> String {
    sentence.chars().cycle().take(count).collect()
}
