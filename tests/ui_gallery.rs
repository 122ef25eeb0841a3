//! The gallery: it asks only for what is near the eye, finds by words, and opens what is clicked.

mod studio;

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use shotloom::engine::snapshot::{GalleryQuery, Phase, TaskCard};
use shotloom::engine::{Command, FrameFor};
use shotloom::model::{Flag, Language, PicturePlace, Trouble};
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

// --- choosing between clips

fn click_with(studio: &mut Studio, name: &str, modifiers: Modifiers) {
    studio.get(name).click_modifiers(modifiers);
    studio.settle();
}

/// The ids that were asked to be compared, once the comparison is open.
fn compared(studio: &mut Studio) -> Vec<String> {
    let ids = studio.told().into_iter().find_map(|command| match command {
        Command::Compare(ids) if !ids.is_empty() => Some(ids),
        _ => None,
    });
    ids.unwrap_or_default().iter().map(|id| id.0.to_string()).collect()
}

fn flagged(studio: &mut Studio) -> Vec<(String, Flag)> {
    let flags = studio.told().into_iter().find_map(|command| match command {
        Command::Flag(flags) => Some(flags),
        _ => None,
    });
    flags.unwrap_or_default().into_iter().map(|(id, flag)| (id.0.to_string(), flag)).collect()
}

fn value(studio: &Studio, name: &str) -> String {
    studio.get(name).value().unwrap_or_default()
}

#[test]
fn ctrl_click_selects_without_opening_and_again_no_longer() {
    let (mut studio, _) = gallery(6);
    click_with(&mut studio, "Watch clip number 1", Modifiers::COMMAND);
    click_with(&mut studio, "Watch clip number 4", Modifiers::COMMAND);
    assert!(studio.sees("2 videos selected"));
    click_with(&mut studio, "Watch clip number 1", Modifiers::COMMAND);
    assert!(studio.sees("1 video selected"));
    assert_eq!(studio.count("Back"), 0, "nothing was opened");
    studio.press(Key::Escape);
    assert!(!studio.sees("selected"));
}

#[test]
fn shift_click_selects_from_where_the_selection_began() {
    let (mut studio, _) = gallery(6);
    click_with(&mut studio, "Watch clip number 1", Modifiers::COMMAND);
    click_with(&mut studio, "Watch clip number 3", Modifiers::SHIFT);
    assert!(studio.sees("3 videos selected"));
    click_with(&mut studio, "Watch clip number 0", Modifiers::SHIFT);
    assert!(studio.sees("2 videos selected"));
}

#[test]
fn the_check_mark_and_the_keyboard_select_as_well() {
    let (mut studio, _) = gallery(6);
    studio.click("Select clip number 2");
    studio.get("Watch clip number 0").focus();
    studio.settle();
    studio.press_with(Modifiers::COMMAND, Key::Space);
    assert!(studio.sees("2 videos selected"));
}

#[test]
fn two_to_four_are_compared_and_no_other_number() {
    let (mut studio, _) = gallery(6);
    studio.press(Key::V);
    assert!(studio.sees("Select two to four videos first"));
    for number in 0..5 {
        studio.click(&format!("Select clip number {number}"));
    }
    studio.press(Key::V);
    assert!(studio.sees("5 videos are selected: four at most can be compared"));
    assert_eq!(compared(&mut studio), Vec::<String>::new());
    studio.click("Select clip number 0");
    studio.click("Compare");
    assert_eq!(compared(&mut studio).len(), 4);
}

#[test]
fn f_picks_and_x_rejects_what_is_selected_and_the_same_again_takes_it_back() {
    let (mut studio, _) = gallery(4);
    studio.click("Select clip number 1");
    studio.click("Select clip number 3");
    studio.press(Key::F);
    let both = |flag| vec![("task-000001".to_owned(), flag), ("task-000003".to_owned(), flag)];
    assert_eq!(flagged(&mut studio), both(Flag::Picked));
    assert_eq!(value(&studio, "Watch clip number 1"), "picked");
    studio.click("Reject");
    assert_eq!(flagged(&mut studio), both(Flag::Rejected));
    assert_eq!(value(&studio, "Watch clip number 3"), "rejected");
    studio.press(Key::X);
    assert_eq!(flagged(&mut studio), both(Flag::Unflagged));
}

#[test]
fn x_rejects_the_card_that_has_the_keyboard_and_undo_brings_it_back() {
    let (mut studio, _) = gallery(3);
    studio.press(Key::X);
    assert!(studio.sees("Select a video first"));
    assert!(flagged(&mut studio).is_empty());
    studio.get("Watch clip number 2").focus();
    studio.settle();
    studio.press(Key::X);
    assert_eq!(flagged(&mut studio), [("task-000002".to_owned(), Flag::Rejected)]);
    studio.all("Undo").last().expect("a way back").click();
    studio.settle();
    assert_eq!(value(&studio, "Watch clip number 2"), "");
}

#[test]
fn the_menu_of_a_card_picks_and_rejects_it() {
    let (mut studio, _) = gallery(2);
    studio.click("Menu of clip number 1");
    studio.click("Reject");
    assert_eq!(flagged(&mut studio), [("task-000001".to_owned(), Flag::Rejected)]);
    studio.click("Menu of clip number 1");
    studio.click("Reject no longer");
    assert_eq!(flagged(&mut studio), [("task-000001".to_owned(), Flag::Unflagged)]);
    studio.click("Menu of clip number 0");
    studio.click("Pick");
    assert_eq!(flagged(&mut studio), [("task-000000".to_owned(), Flag::Picked)]);
}

#[test]
fn the_gallery_shows_one_kind_of_flag_alone() {
    let (mut studio, _) = gallery(5);
    studio.click("Select clip number 2");
    studio.press(Key::F);
    studio.told();
    studio.click("Show: Picked");
    assert_eq!(asked(&mut studio).last().and_then(|query| query.flag), Some(Flag::Picked));
    assert!(studio.sees("one video") && studio.count("Watch clip number 2") == 1);
    studio.click("Show: Rejected");
    assert!(studio.sees("No videos here"));
    studio.click("Show: All");
    assert!(studio.sees("5 videos"));
}

#[test]
fn letters_typed_into_the_search_flag_nothing() {
    let (mut studio, _) = gallery(3);
    studio.click("Select clip number 1");
    studio.field(SEARCH).focus();
    studio.settle();
    for key in [Key::F, Key::X, Key::V, Key::Period] {
        studio.press(key);
    }
    assert!(studio.told().iter().all(|command| matches!(command, Command::Browse(_))));
    assert_eq!(studio.count("Back"), 0);
}

// --- looking through a card

#[test]
fn the_pointer_looks_through_a_card_and_leaves_its_poster() {
    let (mut studio, _) = gallery(3);
    let card = studio.get("Watch clip number 1").rect();
    let wanted = studio.engine.thumbs_wanted;
    let at = |share: f32| egui::pos2(card.left() + card.width() * share, card.top() + 60.0);
    for (share, moment) in [(0.02, "at 0:00.0"), (0.5, "at 0:02.5"), (0.98, "at 0:04.8")] {
        studio.window.hover_at(at(share));
        studio.settle();
        assert_eq!(value(&studio, "Watch clip number 1"), moment);
    }
    assert_eq!(studio.engine.thumbs_wanted, wanted + 1, "its filmstrip was asked for once");
    studio.window.hover_at(egui::pos2(card.center().x, card.bottom() - 10.0));
    studio.settle();
    assert_eq!(value(&studio, "Watch clip number 1"), "", "on its words the poster is back");
    assert!(studio.told().is_empty(), "nothing but the picture was asked for");
}

#[test]
fn comma_and_period_look_through_the_card_that_has_the_keyboard() {
    let (mut studio, _) = gallery(3);
    studio.get("Watch clip number 1").focus();
    studio.settle();
    studio.press(Key::Period);
    studio.press(Key::Period);
    assert_eq!(value(&studio, "Watch clip number 1"), "at 0:00.4");
    studio.press(Key::Comma);
    assert_eq!(value(&studio, "Watch clip number 1"), "at 0:00.2");
    for _ in 0..30 {
        studio.press(Key::Period);
    }
    assert_eq!(value(&studio, "Watch clip number 1"), "at 0:04.8", "it stops at the last picture");
    studio.get("Watch clip number 2").focus();
    studio.settle();
    assert_eq!(value(&studio, "Watch clip number 1"), "");
}

#[test]
fn a_card_that_is_looked_through_asks_for_no_frames_by_itself() {
    let (mut studio, _) = gallery(3);
    let card = studio.get("Watch clip number 1").rect();
    studio.window.hover_at(card.center());
    studio.settle();
    let steps = studio.window.run_ok().expect("it comes to rest");
    assert!(steps <= 2, "{steps}");
}

#[test]
fn choosing_speaks_chinese() {
    let engine = FakeEngine::new().with_library([done(1, "狐狸"), done(2, "纸船")]).in_language(Language::Chinese);
    let mut studio = Studio::open(engine);
    studio.press_with(Modifiers::COMMAND, Key::Num2);
    studio.click("选择“狐狸”");
    assert!(studio.sees("已选择 1 个视频"));
    studio.press(Key::X);
    assert!(value(&studio, "观看“狐狸”").starts_with("已淘汰"));
    studio.click("显示: 已选用");
    assert!(studio.sees("这里没有视频"));
}

#[test]
fn a_card_dragged_to_the_frames_becomes_the_first_frame_of_the_open_draft() {
    let (mut studio, _) = gallery(3);
    let card = studio.get("Watch clip number 1").rect().center();
    studio.window.drag_at(card);
    studio.window.step();
    for part in 1..=4 {
        studio.window.hover_at(card + egui::vec2(30.0, 20.0) * part as f32);
        studio.window.step();
    }
    let well = studio.window.get_by_label_contains("First frame").rect().center();
    studio.window.hover_at(well);
    studio.window.step();
    studio.window.drop_at(well);
    studio.settle();
    let taken = studio.told().into_iter().find_map(|command| match command {
        Command::TakeFrame { task, into: FrameFor::Draft { place, .. }, .. } => Some((task, place)),
        _ => None,
    });
    assert_eq!(taken, Some((done(1, "").task.id.clone(), PicturePlace::FirstFrame)));
    assert!(studio.sees("3 videos"), "the gallery is still there");
}
