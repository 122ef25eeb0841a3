//! The gallery: it asks only for what is near the eye, finds by words, and opens what is clicked.

mod studio;

use egui::{Key, Modifiers};
use shotloom::engine::Command;
use shotloom::engine::snapshot::{GalleryQuery, Phase, TaskCard};
use shotloom::model::{Language, Trouble};
use studio::samples::done;
use studio::{FakeEngine, Studio};

const SEARCH: &str = "Search prompts";

fn library(count: u64) -> impl Iterator<Item = TaskCard> {
    (0..count).map(|number| done(number, &format!("clip number {number}")))
}

/// The gallery over so many clips, and what it asked for at first.
fn gallery(count: u64) -> (Studio, Vec<GalleryQuery>) {
    let mut studio = Studio::open(FakeEngine::new().with_library(library(count)));
    studio.press_with(Modifiers::COMMAND, Key::Num2);
    let asked = asked(&mut studio);
    (studio, asked)
}

fn asked(studio: &mut Studio) -> Vec<GalleryQuery> {
    let query = |command| if let Command::Browse(query) = command { Some(query) } else { None };
    studio.told().into_iter().filter_map(query).collect()
}

fn scroll(studio: &mut Studio, points: f32) {
    studio.scroll_at(egui::pos2(500.0, 500.0), points);
}

#[test]
fn it_asks_only_for_the_rows_around_the_viewport() {
    let (mut studio, first) = gallery(10_000);
    assert!(studio.sees("10000 videos"));
    assert!(studio.sees("clip number 0"));
    assert!(first.iter().all(|query| query.first == 0 && query.len <= 60), "{first:?}");

    scroll(&mut studio, 100_000.0);
    let asked = asked(&mut studio);
    let last = asked.last().expect("rows further down");
    assert!(last.first > 1_000 && last.len <= 60, "{last:?}");
    let shown = &studio.engine.snapshot.gallery;
    assert_eq!(shown.query, *last);
    assert!(studio.sees(&format!("clip number {}", last.first + last.len / 2)));
    assert!(!studio.sees("Watch clip number 0"));
}

#[test]
fn it_reaches_the_last_clip_of_a_hundred_thousand() {
    let (mut studio, _) = gallery(100_000);
    scroll(&mut studio, 1e9);
    assert!(studio.sees("clip number 99999"));
}

#[test]
fn standing_still_asks_nothing() {
    let (mut studio, _) = gallery(10_000);
    for _ in 0..5 {
        studio.window.step();
    }
    assert!(studio.told().is_empty());
}

#[test]
fn every_poster_is_wanted_once() {
    let (mut studio, _) = gallery(6);
    let before = studio.engine.thumbs_wanted;
    assert_eq!(before, 6);
    studio.settle();
    assert_eq!(studio.engine.thumbs_wanted, before);
}

#[test]
fn typing_searches_and_starts_from_the_top() {
    let (mut studio, _) = gallery(10_000);
    scroll(&mut studio, 50_000.0);
    studio.told();
    studio.write(SEARCH, "number 77");
    let asked = asked(&mut studio);
    assert!(asked.iter().all(|query| query.search == "number 77"), "{asked:?}");
    assert_eq!(asked.last().map(|query| query.first), Some(0));
    assert!(studio.sees("111 videos"));
    assert_eq!(studio.count("Watch clip number 77"), 1);
}

#[test]
fn ctrl_f_opens_the_gallery_with_the_caret_in_the_search() {
    let mut studio = Studio::open(FakeEngine::new().with_library(library(3)));
    studio.press_with(Modifiers::COMMAND, Key::F);
    assert!(studio.get(SEARCH).is_focused());
    for letter in ["2", "2"] {
        studio.get(SEARCH).type_text(letter);
        studio.settle();
    }
    assert!(studio.sees("No matches"), "the caret stays while the list under it comes and goes");
}

#[test]
fn a_search_that_finds_nothing_says_so() {
    let (mut studio, _) = gallery(3);
    studio.write(SEARCH, "walrus");
    assert!(studio.sees("No matches"));
}

#[test]
fn an_empty_gallery_leads_to_composing() {
    let (studio, _) = gallery(0);
    assert!(studio.sees("Your videos will hang here"));
    assert_eq!(studio.count("Compose"), 2, "in the rail and below the words");
}

#[test]
fn a_click_opens_the_clip() {
    let (mut studio, _) = gallery(3);
    studio.click("Watch clip number 1");
    assert_eq!(studio.count("Back"), 1);
    studio.click("Back");
    assert_eq!(studio.count("Watch clip number 1"), 1);
}

#[test]
fn enter_opens_the_clip_that_has_the_keyboard() {
    let (mut studio, _) = gallery(3);
    studio.get("Watch clip number 2").focus();
    studio.settle();
    studio.press(Key::Enter);
    assert_eq!(studio.count("Back"), 1);
}

#[test]
fn a_trashed_clip_says_so_and_cannot_be_watched() {
    let cards = [TaskCard { is_trashed: true, ..done(1, "gone") }];
    let mut studio = Studio::open(FakeEngine::new().with_library(cards));
    studio.press_with(Modifiers::COMMAND, Key::Num2);
    assert!(studio.sees("In the trash"));
    studio.click("Watch gone");
    assert_eq!(studio.count("Back"), 0);
}

#[test]
fn a_right_click_opens_the_same_menu_as_its_button() {
    let lines = ["Watch", "Show in folder", "Save a copy…", "Move to the trash"];
    let (mut by_button, _) = gallery(1);
    by_button.click("Menu of clip number 0");
    let (mut by_right_click, _) = gallery(1);
    by_right_click.get("Watch clip number 0").click_secondary();
    by_right_click.settle();
    for line in lines {
        assert_eq!(by_button.count(line), 1, "{line}");
        assert_eq!(by_right_click.count(line), 1, "{line}");
    }
}

#[test]
fn the_facts_of_a_clip_stand_below_it() {
    let (studio, _) = gallery(1);
    assert!(studio.sees("1920×1080 · 24 fps · 5.0 s · sound"));
}

#[test]
fn it_speaks_chinese() {
    let engine = FakeEngine::new().with_library([done(1, "雪中的狐狸")]).in_language(Language::Chinese);
    let mut studio = Studio::open(engine);
    studio.press_with(Modifiers::COMMAND, Key::Num2);
    assert!(studio.sees("作品库") && studio.sees("1 个视频") && studio.sees("有声"));
    studio.click("观看“雪中的狐狸”");
    assert_eq!(studio.count("返回"), 1);
}

#[test]
fn a_library_that_cannot_be_used_says_why() {
    let mut engine = FakeEngine::new();
    engine.snapshot.phase = Phase::Closed(Trouble::new("engine-broke"));
    let mut studio = Studio::open(engine);
    studio.press_with(Modifiers::COMMAND, Key::Num2);
    assert!(studio.sees("Shotloom's engine broke down"));
    assert!(!studio.sees("Your videos will hang here"), "nobody knows what hangs there");
}
