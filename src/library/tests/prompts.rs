//! Everything that was ever sent is found again, each text once.

use std::sync::Arc;
use std::time::Instant;

use crate::model::sent::Wording;
use crate::model::{Cut, Draft, Task};

use super::super::{Library, PromptKey};
use super::{by_hand, finish, open, prompted, step_again, wish};

fn texts(library: &Library, search: &str) -> Vec<String> {
    library.prompts(false, search, None, 99).unwrap().iter().map(|prompt| prompt.text.to_string()).collect()
}

fn of(number: i64, draft: Draft) -> Task {
    Task { draft: Arc::new(draft), ..wish(number) }
}

#[test]
fn a_text_stands_once_under_its_newest_use_and_says_where_that_was() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let board = Draft { title: "Fox".into(), negative_prompt: "blur".into(), ..by_hand(&[("a fox", 2), ("a den", 3)]) };
    library.insert_tasks(&[prompted(1, "a fox"), prompted(2, "a boat"), of(3, board)]).unwrap();
    let found = library.prompts(false, "", None, 99).unwrap();
    let seen: Vec<_> = found.iter().map(|p| (&*p.text, p.wording, p.uses, &*p.task.0, &*p.title)).collect();
    assert_eq!(
        seen,
        [
            ("a den", Wording::Shot, 1, "task-000003", "Fox"),
            ("a fox", Wording::Shot, 2, "task-000003", "Fox"),
            ("a boat", Wording::Whole, 1, "task-000002", ""),
        ]
    );
    let negative = library.prompts(true, "", None, 99).unwrap();
    assert_eq!((&*negative[0].text, negative[0].wording), ("blur", Wording::Negative));
}

#[test]
fn what_was_not_sent_is_not_there_and_what_lost_its_clip_is() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let kept_at_home = Draft { cut: Cut::OneShot, prompt: "sent".into(), ..by_hand(&[("at home", 5)]) };
    library.insert_tasks(&[of(1, kept_at_home)]).unwrap();
    let task = finish(&mut library, 2);
    library.set_trashed(&[task.id], true).unwrap();
    assert_eq!(texts(&library, ""), ["a fox crosses the snow, take 2", "sent"]);
}

#[test]
fn pages_follow_one_another_though_new_prompts_come_between_them() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let tasks: Vec<Task> = (1..=5).map(|number| prompted(number, &format!("take {number}"))).collect();
    library.insert_tasks(&tasks).unwrap();
    let first = library.prompts(false, "", None, 2).unwrap();
    library.insert_tasks(&[prompted(6, "take 6")]).unwrap();
    let second = library.prompts(false, "", Some(first[1].key), 9).unwrap();
    let all: Vec<&str> = first.iter().chain(&second).map(|prompt| &*prompt.text).collect();
    assert_eq!(all, ["take 5", "take 4", "take 3", "take 2", "take 1"]);
}

#[test]
fn a_search_finds_pieces_of_words_in_any_script_and_case() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let prompts = ["A red Fox, 100% real", "一只红狐穿过雪地", "ЛИСА в снегу", "a_b"];
    let tasks: Vec<Task> = (1..).zip(prompts).map(|(number, prompt)| prompted(number, prompt)).collect();
    library.insert_tasks(&tasks).unwrap();
    assert_eq!(texts(&library, "fOX re"), [prompts[0]]);
    assert_eq!(texts(&library, "红狐 雪"), [prompts[1]]);
    assert_eq!(texts(&library, "狐"), [prompts[1]]);
    assert_eq!(texts(&library, "лис"), [prompts[2]]);
    assert_eq!(texts(&library, "0%"), [prompts[0]]);
    assert_eq!(texts(&library, "_"), [prompts[3]]);
    assert!(texts(&library, "wolf").is_empty());
}

#[test]
fn an_older_library_finds_its_prompts_and_drafts_after_the_step() {
    let dir = tempfile::tempdir().unwrap();
    {
        let mut library = open(dir.path());
        let board = Draft { negative_prompt: "blur".into(), ..by_hand(&[("one", 2), (" \n", 2), ("two", 3)]) };
        library.insert_tasks(&[prompted(1, "two"), of(2, board.clone()), prompted(3, "Ärger")]).unwrap();
        library.save_draft("d1", &Draft { title: "Board".into(), ..board }, 7).unwrap();
        library.save_draft("d2", &Draft { prompt: "gone".into(), ..Draft::new("acme/one") }, 8).unwrap();
        library.delete_draft("d2", 9).unwrap();
    }
    let (new_prompts, new_drafts) = everything(&open(dir.path()));
    let columns = ["cut", "seconds", "shots", "opening", "words", "deleted_at_millis", "file", "file_sha256"];
    let drops: String = columns.iter().map(|column| format!("ALTER TABLE drafts DROP COLUMN {column};")).collect();
    let back = format!("DROP INDEX drafts_bin; DROP INDEX drafts_file; DROP TABLE prompts; {drops}");
    step_again(dir.path(), "CREATE TABLE prompts", &back);
    let library = open(dir.path());
    let (prompts, drafts) = everything(&library);
    assert_eq!(prompts, new_prompts);
    assert_eq!(drafts, new_drafts);
    assert_eq!(library.draft_page(super::super::DraftShelf::Desk, "board two", 0, 9).unwrap().0, 1);
    assert_eq!(library.draft_page(super::super::DraftShelf::Bin, "", 0, 9).unwrap().1[0].deleted_at_millis, Some(8));
}

/// Prompts as `(text, wording, uses, task)`, drafts as `(id, opening, cut, seconds, shots)`.
type Everything = (Vec<(String, Wording, u64, String)>, Vec<(String, String, Cut, u64, usize)>);

fn everything(library: &Library) -> Everything {
    let prompts = [false, true].into_iter().flat_map(|side| library.prompts(side, "", None, 99).unwrap());
    let mut prompts: Vec<_> = prompts.map(|p| (p.text.to_string(), p.wording, p.uses, p.task.to_string())).collect();
    // Texts of one moment stand in any order.
    prompts.sort();
    let drafts = library.drafts().unwrap().into_iter();
    let drafts = drafts.map(|d| (d.id.to_string(), d.opening.to_string(), d.cut, d.seconds.0, d.shots)).collect();
    (prompts, drafts)
}

#[test]
fn a_hundred_thousand_prompts_are_paged_and_searched_without_a_wait() {
    let dir = tempfile::tempdir().unwrap();
    let library = open(dir.path());
    // As many rows as 100,000 wishes would leave, of 400 characters, written as one statement.
    library
        .db
        .execute_batch(
            "PRAGMA foreign_keys = OFF; BEGIN;
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
             INSERT INTO prompts (text, is_negative, is_of_shot, task, used_at_millis, uses)
             SELECT 'take ' || i || replace(hex(zeroblob(24)), '00', ' 镜头推近 fox'), 0, 0, 1, i, 1 FROM n;
             COMMIT; PRAGMA foreign_keys = ON;",
        )
        .unwrap();
    let mut library = library;
    library.insert_tasks(&[prompted(1, "the needle, 一根针")]).unwrap();
    let timed = |search: &str, after: Option<PromptKey>| {
        let began = Instant::now();
        let found = library.prompts(false, search, after, 60).unwrap();
        (found.len(), began.elapsed())
    };
    let deep = Some(PromptKey { used_at_millis: 10_000, id: i64::MAX });
    let cases =
        [("", None, 60), ("", deep, 60), ("推近", None, 60), ("needle", None, 1), ("根针", None, 1), ("wolf", None, 0)];
    for (search, after, expected) in cases {
        let (found, took) = timed(search, after);
        println!("{search:?} after {after:?}: {took:?}");
        assert_eq!(found, expected, "{search}");
        // Generous: a busy machine, no optimisation of ours. A page is well under a millisecond, a full scan 60 ms.
        assert!(took.as_millis() < 1_500, "{search:?} took {took:?}");
    }
}
