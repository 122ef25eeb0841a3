//! What the open draft promises: steps, selection, and a save within a second.

use super::*;
use crate::engine::snapshot::Desk as Opened;
use crate::model::Secs;

fn opened(number: u64, title: &str) -> Snapshot {
    let draft = Arc::new(Draft { title: title.into(), ..Draft::new("v/m") });
    let id = DraftId(format!("d{number}").into());
    Snapshot { desk: Some(Opened { id, draft, opened: number }), ..Snapshot::default() }
}

fn desk() -> Desk {
    let mut desk = Desk::new("v/m");
    desk.follow(&opened(1, "first"));
    desk
}

fn type_at(desk: &mut Desk, text: &str, now: f64) {
    desk.draft.prompt = text.into();
    desk.is_typing();
    desk.tick(now);
}

#[test]
fn a_word_that_is_composed_is_no_step_however_long_one_looks_at_it_and_wakes_nobody() {
    let mut desk = desk();
    type_at(&mut desk, "xue", 0.0);
    desk.save();
    for now in [0.6, 5.0, 60.0] {
        desk.is_typing();
        assert_eq!(desk.tick(now), None);
    }
    type_at(&mut desk, "雪", 61.0);
    desk.tick(62.0);
    desk.undo(63.0);
    assert_eq!(&*desk.draft.prompt, "");
    assert!(!desk.steps().can_undo);
}

#[test]
fn typing_without_a_pause_is_one_step() {
    let mut desk = desk();
    for (i, text) in ["f", "fo", "fox"].into_iter().enumerate() {
        type_at(&mut desk, text, i as f64 * 0.2);
    }
    desk.tick(2.0);
    desk.undo(2.0);
    assert_eq!(&*desk.draft.prompt, "");
    assert!(!desk.steps().can_undo);
}

#[test]
fn a_pause_in_typing_makes_two_steps() {
    let mut desk = desk();
    type_at(&mut desk, "fox", 0.0);
    desk.tick(0.7);
    type_at(&mut desk, "fox runs", 1.0);
    desk.undo(1.1);
    assert_eq!(&*desk.draft.prompt, "fox");
}

#[test]
fn a_drag_is_one_step_however_many_frames_it_takes() {
    let mut desk = desk();
    for secs in [6, 7, 8] {
        desk.draft.seconds = Secs(secs);
        desk.is_dragging();
        desk.tick(secs as f64);
    }
    desk.is_dragging();
    desk.tick(20.0);
    desk.tick(20.1);
    desk.undo(20.2);
    assert_eq!(desk.draft.seconds, Secs(5));
}

#[test]
fn a_click_right_after_typing_is_a_step_of_its_own() {
    let mut desk = desk();
    type_at(&mut desk, "fox", 0.0);
    desk.draft.sound = true;
    desk.tick(0.1);
    desk.undo(0.2);
    assert_eq!((&*desk.draft.prompt, desk.draft.sound), ("fox", false));
    desk.undo(0.2);
    assert_eq!(&*desk.draft.prompt, "");
}

#[test]
fn a_change_is_sent_within_a_second_even_while_typing_goes_on() {
    let mut desk = desk();
    let mut saves = 0;
    for i in 0..10 {
        type_at(&mut desk, &"x".repeat(i + 1), i as f64 * 0.1);
        saves += usize::from(desk.due_save(i as f64 * 0.1).is_some());
    }
    assert!(saves >= 2, "{saves}");
}

#[test]
fn what_the_engine_echoes_does_not_undo_what_was_typed_since() {
    let mut desk = desk();
    type_at(&mut desk, "fox", 0.0);
    desk.follow(&opened(1, "first"));
    assert_eq!(&*desk.draft.prompt, "fox");
}

#[test]
fn another_draft_starts_its_own_history() {
    let mut desk = desk();
    type_at(&mut desk, "fox", 0.0);
    desk.follow(&opened(2, "second"));
    assert_eq!(&*desk.draft.title, "second");
    assert!(!desk.steps().can_undo);
}

/// The engine opens a draft again as it was left.
fn reopened(number: u64, opened: u64, draft: &Draft) -> Snapshot {
    let id = DraftId(format!("d{number}").into());
    Snapshot { desk: Some(Opened { id, draft: Arc::new(draft.clone()), opened }), ..Snapshot::default() }
}

#[test]
fn a_draft_that_comes_back_brings_its_steps() {
    let mut desk = desk();
    type_at(&mut desk, "fox", 0.0);
    let left = desk.draft.clone();
    desk.follow(&opened(2, "second"));
    desk.follow(&reopened(1, 3, &left));
    desk.undo(1.0);
    assert_eq!((&*desk.draft.title, &*desk.draft.prompt), ("first", ""));
    desk.redo(1.0);
    assert_eq!(&*desk.draft.prompt, "fox");
}

#[test]
fn what_was_done_to_a_draft_while_it_was_away_can_be_undone_too() {
    let mut desk = desk();
    type_at(&mut desk, "fox", 0.0);
    let renamed = Draft { title: "renamed".into(), ..desk.draft.clone() };
    desk.follow(&opened(2, "second"));
    desk.follow(&reopened(1, 3, &renamed));
    assert_eq!(&*desk.draft.title, "renamed");
    desk.undo(1.0);
    assert_eq!((&*desk.draft.title, &*desk.draft.prompt), ("first", "fox"));
}

fn caret(to: usize) -> Option<Written> {
    Some(Written { field: Id::unique("prompt"), from: to, to })
}

#[test]
fn undo_brings_the_caret_back_to_where_the_typing_began() {
    let mut desk = desk();
    desk.see_caret(caret(0));
    desk.tick(0.0);
    desk.see_caret(caret(3));
    type_at(&mut desk, "fox", 0.0);
    desk.see_caret(caret(8));
    type_at(&mut desk, "fox runs", 0.2);
    desk.tick(2.0);
    desk.see_caret(caret(1));
    desk.tick(2.1);
    desk.see_caret(caret(2));
    type_at(&mut desk, "fxox runs", 3.0);
    desk.tick(4.0);
    desk.undo(5.0);
    assert_eq!((desk.take_caret(), &*desk.draft.prompt), (caret(1), "fox runs"));
    desk.undo(5.0);
    assert_eq!((desk.take_caret(), &*desk.draft.prompt), (caret(0), ""));
    desk.redo(5.0);
    desk.redo(5.0);
    assert_eq!((desk.take_caret(), &*desk.draft.prompt), (caret(2), "fxox runs"));
}

#[test]
fn a_caret_that_moves_ends_the_step() {
    let mut desk = desk();
    desk.see_caret(caret(3));
    type_at(&mut desk, "fox", 0.0);
    desk.see_caret(caret(0));
    desk.tick(0.1);
    desk.see_caret(caret(2));
    type_at(&mut desk, "a fox", 0.2);
    desk.undo(0.3);
    assert_eq!(&*desk.draft.prompt, "fox");
}

#[test]
fn a_caret_in_a_box_of_no_draft_is_nobodys() {
    let mut desk = desk();
    desk.see_caret(caret(1));
    desk.draft.sound = true;
    desk.tick(0.0);
    desk.undo(0.1);
    assert_eq!(desk.take_caret(), None);
}
