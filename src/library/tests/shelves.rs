//! Pages, the queue, counts and the search.

use std::sync::Arc;

use crate::model::{Draft, Task, TaskEvent, TaskState};

use super::super::{ReadOnlyLibrary, Shelf, fingerprint};
use super::{after, by_hand, clip_of, done, finish, id, open, prompted, running, sending, wish};

fn numbers(tasks: &[super::super::StoredTask]) -> Vec<i64> {
    tasks.iter().map(|stored| stored.task.id.0["task-".len()..].parse().unwrap()).collect()
}

#[test]
fn every_page_of_five_thousand_rows_is_the_right_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    // Inserted out of order; what counts is when they were asked for.
    let mut tasks: Vec<Task> = (0..5_000).map(|n| (n * 2_477) % 5_000).map(|n| done(&wish(n))).collect();
    for task in tasks.iter_mut().filter(|task| task.batch % 2 == 0) {
        task.draft = Arc::new(Draft { prompt: "雪地里的狐狸".into(), ..(*task.draft).clone() });
    }
    library.insert_tasks(&tasks).unwrap();
    for (shelf, first, len) in [(Shelf::All, 0, 60), (Shelf::All, 4_970, 60), (Shelf::All, 2_500, 7)] {
        let (total, page) = library.page_of(shelf, "", first, len).unwrap();
        assert_eq!(total, 5_000);
        let expected: Vec<i64> = (0..5_000).rev().skip(first).take(len).collect();
        assert_eq!(numbers(&page), expected);
    }
    let (total, page) = library.page_of(Shelf::All, "狐狸", 2_498, 60).unwrap();
    assert_eq!((total, numbers(&page)), (2_500, vec![2, 0]));
    assert_eq!(library.page_of(Shelf::All, "", 9_999, 60).unwrap().1, []);
    assert_eq!(library.counts().unwrap().done, 5_000);
    assert_eq!(library.next_batch().unwrap(), 5_000);
}

#[test]
fn a_search_finds_parts_of_words_in_any_script_and_case() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let titled = Draft { title: "Paper Boat".into(), prompt: "unsent words".into(), ..by_hand(&[("a FÖX leaps", 3)]) };
    library
        .insert_tasks(&[
            prompted(1, "一只狐狸穿过雪地"),
            prompted(2, "100% \"quoted\" text_with_marks"),
            Task { draft: Arc::new(titled), ..wish(3) },
            prompted(4, ""),
        ])
        .unwrap();
    for (search, expected) in [
        ("狐狸", vec![1]),
        ("狐", vec![1]),
        ("穿过雪地", vec![1]),
        ("狐狸 雪", vec![1]),
        ("狐狸 boat", vec![]),
        ("PAPER oat", vec![3]),
        ("föx", vec![3]),
        ("Föx le", vec![3]),
        ("0%", vec![2]),
        ("%", vec![2]),
        ("\"quo", vec![2]),
        ("t_w", vec![2]),
        ("* OR NEAR(", vec![]),
        ("words:unsent", vec![]),
        ("  ", vec![4, 3, 2, 1]),
    ] {
        let (total, page) = library.page_of(Shelf::All, search, 0, 10).unwrap();
        assert_eq!(numbers(&page), expected, "{search}");
        assert_eq!(total, expected.len(), "{search}");
    }
}

#[test]
fn the_gallery_shows_clips_and_a_trashed_one_comes_back_by_undo() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let first = finish(&mut library, 1);
    finish(&mut library, 2);
    library.insert_tasks(&[wish(3)]).unwrap();
    assert_eq!(numbers(&library.page("", 0, 10).unwrap().1), [2, 1]);
    library.set_trashed(&[id(1)], true).unwrap();
    assert_eq!(numbers(&library.page("", 0, 10).unwrap().1), [2]);
    let stored = library.task(&id(1)).unwrap().unwrap();
    assert!(stored.is_trashed);
    // The prompt and the bill stay, and the search still knows them.
    assert_eq!(stored.task, first);
    assert_eq!(library.page_of(Shelf::All, "take 1", 0, 10).unwrap().0, 1);
    library.set_trashed(&[id(1), id(3)], false).unwrap();
    assert_eq!(library.page("fox", 0, 10).unwrap().0, 2);
    assert!(library.set_trashed(&[id(9)], true).is_err());
}

#[test]
fn a_clip_is_found_by_its_hash() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let task = finish(&mut library, 1);
    let clip = clip_of(&library, &task);
    assert_eq!(library.clip_by_hash(&clip.sha256).unwrap(), Some(clip.clone()));
    assert_eq!(library.task(&task.id).unwrap().unwrap().clip, Some(clip));
    assert_eq!(library.clip_by_hash(&super::story::hash(b"other")).unwrap(), None);
}

#[test]
fn tasks_in_line_stand_as_they_will_be_sent() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    library.insert_tasks(&[wish(1), wish(2), wish(3), wish(4), running(&wish(5))]).unwrap();
    assert_eq!(numbers(&library.queue(10).unwrap()), [5, 1, 2, 3, 4]);
    let at = |number: i64, place| Task { place: Some(place), ..wish(number) };
    library.update_tasks(&[at(3, 1), at(1, 2)]).unwrap();
    drop(library);
    assert_eq!(numbers(&open(dir.path()).queue(10).unwrap()), [5, 3, 1, 2, 4], "and after a restart, too");
}

#[test]
fn the_queue_has_unknown_ones_on_top_then_those_under_way_then_the_ended() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    library
        .insert_tasks(&[
            after(&sending(&wish(1)), &[TaskEvent::Lost]),
            running(&wish(2)),
            done(&wish(3)),
            wish(4),
            after(&wish(5), &[TaskEvent::CancelAsked]),
            after(&sending(&wish(6)), &[TaskEvent::Lost]),
        ])
        .unwrap();
    assert_eq!(numbers(&library.queue(10).unwrap()), [6, 1, 2, 4, 5, 3]);
    assert_eq!(numbers(&library.queue(3).unwrap()), [6, 1, 2]);
    let unfinished: Vec<_> = library.unfinished().unwrap().into_iter().map(|task| task.id).collect();
    assert_eq!(unfinished, [id(1), id(2), id(4), id(6)]);
    let counts = library.counts().unwrap();
    assert_eq!((counts.unknown, counts.under_way, counts.done), (2, 2, 1));
    library.update_task(&after(&wish(4), &[TaskEvent::CancelAsked])).unwrap();
    assert_eq!(library.counts().unwrap().under_way, 1);
}

#[test]
fn the_same_request_counts_while_it_may_cost_something() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let task = wish(1);
    let print = fingerprint(&task.draft, &task.pictures, task.is_practice);
    assert_eq!(library.last_same_request(&print, 0).unwrap(), None);
    library.insert_tasks(std::slice::from_ref(&task)).unwrap();
    assert_eq!(library.last_same_request(&print, task.created_at_millis).unwrap(), Some(task.created_at_millis));
    assert_eq!(library.last_same_request(&print, task.created_at_millis + 1).unwrap(), None);
    library.update_task(&after(&task, &[TaskEvent::CancelAsked])).unwrap();
    assert_eq!(library.last_same_request(&print, 0).unwrap(), None);
}

#[test]
fn a_look_without_the_lock_works_beside_an_owner_and_after_it() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(ReadOnlyLibrary::open(&dir.path().join("nowhere")).unwrap().tasks("").unwrap(), []);
    let mut library = open(dir.path());
    let task = finish(&mut library, 1);
    library.insert_tasks(&[wish(2)]).unwrap();
    let look = ReadOnlyLibrary::open(dir.path()).unwrap();
    assert_eq!(numbers(&look.tasks("").unwrap()), [2, 1]);
    assert_eq!(look.task(&task.id).unwrap().unwrap().clip, Some(clip_of(&library, &task)));
    // It does not freeze what it saw first, and it does not keep the owner from writing.
    library.insert_tasks(&[wish(3)]).unwrap();
    assert_eq!(numbers(&look.tasks("take").unwrap()), [3, 2, 1]);
    drop((look, library));
    let before = files_of(dir.path());
    assert_eq!(ReadOnlyLibrary::open(dir.path()).unwrap().tasks("").unwrap().len(), 3);
    assert_eq!(files_of(dir.path()), before, "a look leaves nothing behind");
}

#[test]
fn a_task_nobody_inserted_cannot_be_changed() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let error = library.update_task(&running(&wish(1))).unwrap_err();
    assert!(matches!(error, super::super::LibraryError::NoSuchTask { .. }), "{error}");
    // All of a batch or none of it.
    library.insert_tasks(&[wish(1)]).unwrap();
    assert!(library.insert_tasks(&[wish(2), wish(1)]).is_err());
    assert_eq!(library.task(&id(2)).unwrap(), None);
    assert_eq!(super::state_of(&library, &id(1)), TaskState::Queued);
}

fn files_of(dir: &std::path::Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = entries.collect();
    names.sort();
    names
}
