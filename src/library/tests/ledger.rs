//! The purse: what counts as spent, where, and how fast it is summed.

use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use crate::model::price::{Amounts, Money};
use crate::model::{Draft, Secs, Task, TaskEvent};

use super::super::{Group, Library};
use super::{after, done, id, open, running, sending, step_again, wish};

const ALWAYS: Range<i64> = 0..i64::MAX;

fn dollars(cents: u64) -> Option<Money> {
    Some(Money::MicroUsd(cents * 10_000))
}

fn sent(task: Task) -> Task {
    Task { sent_at_millis: Some(task.created_at_millis + 500), ..task }
}

fn of_project(task: Task, title: &str, seconds: u64) -> Task {
    let draft = Draft { title: title.into(), seconds: Secs(seconds), ..(*task.draft).clone() };
    Task { draft: Arc::new(draft), ..task }
}

fn counted(library: &Library) -> Amounts {
    library.sums(&ALWAYS).unwrap().counted
}

#[test]
fn the_bill_counts_where_there_is_one_and_the_estimate_until_then() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let task = Task { estimate: dollars(56), ..wish(1) };
    library.insert_tasks(std::slice::from_ref(&task)).unwrap();
    assert_eq!(counted(&library), Amounts::default(), "nothing was sent");
    assert_eq!(library.in_line().unwrap(), Amounts::of(dollars(56)));
    library.update_task(&sent(running(&task))).unwrap();
    assert_eq!(counted(&library), Amounts::of(dollars(56)));
    assert_eq!(library.in_line().unwrap(), Amounts::default());
    library.update_task(&Task { billed: dollars(45), ..sent(done(&task)) }).unwrap();
    let sums = library.sums(&ALWAYS).unwrap();
    assert_eq!((sums.estimate.micro_usd, sums.billed.micro_usd, sums.counted.micro_usd), (560_000, 450_000, 450_000));
    assert_eq!((sums.videos, sums.seconds), (1, 5));
}

#[test]
fn a_bill_in_credits_leaves_the_dollars_it_was_estimated_at_under_their_cap() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let task = Task { estimate: dollars(56), ..wish(1) };
    library.insert_tasks(std::slice::from_ref(&task)).unwrap();
    let held = |library: &Library| {
        let held = library.held_against_caps(&ALWAYS).unwrap();
        (held.micro_usd, held.milli_credits)
    };
    library.update_task(&sent(running(&task))).unwrap();
    assert_eq!(held(&library), (560_000, 0));
    let credits = |small| Some(Money::MilliCredits(small));
    library.update_task(&Task { billed: credits(84_000), ..sent(done(&task)) }).unwrap();
    assert_eq!(held(&library), (560_000, 84_000));
    // The ledger shows what was paid.
    assert_eq!((counted(&library).micro_usd, counted(&library).milli_credits), (0, 84_000));
    library.update_task(&Task { billed: dollars(45), ..sent(done(&task)) }).unwrap();
    assert_eq!(held(&library), (450_000, 0));
    let failed = after(&running(&task), &[TaskEvent::VendorFailed]);
    library.update_task(&Task { billed: credits(0), ..sent(failed) }).unwrap();
    assert_eq!(held(&library), (0, 0), "it failed, and the vendor says that it cost nothing");
}

#[test]
fn what_nobody_knows_is_spent_and_stays_so_when_it_is_given_up() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let lost = after(&sending(&wish(1)), &[TaskEvent::Lost]);
    library.insert_tasks(std::slice::from_ref(&lost)).unwrap();
    for task in [lost.clone(), after(&lost, &[TaskEvent::GaveUp])] {
        library.update_task(&task).unwrap();
        let sums = library.sums(&ALWAYS).unwrap();
        assert_eq!((sums.unknown, sums.counted.micro_usd), (1, 560_000), "{:?}", task.state());
    }
}

#[test]
fn what_cost_nothing_is_not_in_the_ledger() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let rejected = after(&sending(&wish(1)), &[TaskEvent::Rejected]);
    let cancelled = after(&wish(2), &[TaskEvent::CancelAsked]);
    let practice = Task { is_practice: true, ..done(&wish(3)) };
    library.insert_tasks(&[wish(1), wish(2), practice]).unwrap();
    library.update_tasks(&[rejected, cancelled]).unwrap();
    assert_eq!(library.sums(&ALWAYS).unwrap().videos, 0);
    assert_eq!(library.in_line().unwrap(), Amounts::default());
}

#[test]
fn a_failed_task_is_told_as_far_as_the_vendor_says() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let failed = |number: i64, billed| Task { billed, ..after(&running(&wish(number)), &[TaskEvent::VendorFailed]) };
    library.insert_tasks(&[failed(1, None), failed(2, dollars(0)), failed(3, dollars(56))]).unwrap();
    let sums = library.sums(&ALWAYS).unwrap();
    assert_eq!((sums.failed, sums.refunded), (3, 1));
    assert_eq!((sums.counted.micro_usd, sums.unsettled.micro_usd), (1_120_000, 560_000));
}

#[test]
fn dollars_credits_and_unknown_prices_stand_apart() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let with = |number: i64, estimate, billed| Task { estimate, billed, ..running(&wish(number)) };
    let credits = Some(Money::MilliCredits(84_500));
    library.insert_tasks(&[with(1, dollars(10), None), with(2, dollars(20), credits), with(3, None, None)]).unwrap();
    let sums = library.sums(&ALWAYS).unwrap();
    assert_eq!(sums.counted, Amounts { micro_usd: 100_000, milli_credits: 84_500, unpriced: 1 });
    assert_eq!(sums.estimate, Amounts { micro_usd: 300_000, milli_credits: 0, unpriced: 1 });
    assert_eq!(sums.billed, Amounts { micro_usd: 0, milli_credits: 84_500, unpriced: 2 });
}

#[test]
fn a_task_belongs_to_the_moment_it_was_sent() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let task = wish(1);
    let later = task.created_at_millis + 86_400_000;
    library.insert_tasks(std::slice::from_ref(&task)).unwrap();
    library.update_task(&Task { sent_at_millis: Some(later), ..running(&task) }).unwrap();
    assert_eq!(library.sums(&(0..later)).unwrap().videos, 0);
    assert_eq!(library.sums(&(later..later + 1)).unwrap().videos, 1);
}

#[test]
fn projects_and_vendors_are_summed_and_paged() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let task = |number: i64, title: &str, seconds| of_project(running(&wish(number)), title, seconds);
    let other = Task { vendor: "zenith".into(), ..task(4, "", 3) };
    library.insert_tasks(&[task(1, "Fox", 5), task(2, "Fox", 10), task(3, "Boat", 12), other]).unwrap();
    let (total, lines) = library.sums_by(Group::Project, &ALWAYS, 0, 2).unwrap();
    let found: Vec<(&str, u64, u64)> = lines.iter().map(|(name, s)| (name.as_str(), s.videos, s.seconds)).collect();
    assert_eq!((total, found), (3, vec![("Fox", 2, 15), ("Boat", 1, 12)]));
    let (_, rest) = library.sums_by(Group::Project, &ALWAYS, 2, 2).unwrap();
    assert_eq!(rest[0].0, "a fox crosses the snow, take 4", "without a title the prompt's first line");
    let (_, vendors) = library.sums_by(Group::Vendor, &ALWAYS, 0, 9).unwrap();
    assert_eq!(
        vendors.iter().map(|(name, s)| (name.as_str(), s.videos)).collect::<Vec<_>>(),
        [("acme", 3), ("zenith", 1)]
    );
}

#[test]
fn every_task_is_walked_once_in_the_order_of_time() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let at_once = |number: i64| Task { created_at_millis: 7_000 + number / 4, ..running(&wish(number)) };
    library.insert_tasks(&(0..25).map(at_once).collect::<Vec<_>>()).unwrap();
    let (mut mark, mut seen) = (None, Vec::new());
    loop {
        let (entries, next) = library.entries(&ALWAYS, mark, 10).unwrap();
        seen.extend(entries.into_iter().map(|entry| entry.task));
        mark = next;
        if mark.is_none() {
            break;
        }
    }
    assert_eq!(seen, (0..25).map(id).collect::<Vec<_>>());
}

#[test]
fn an_older_library_brings_its_ledger_along() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let task = Task { billed: dollars(45), ..of_project(sent(done(&wish(1))), "Fox", 7) };
    let lost = after(&sending(&wish(2)), &[TaskEvent::Lost]);
    let practice = Task { is_practice: true, ..done(&wish(3)) };
    library.insert_tasks(&[task, lost, practice, wish(4)]).unwrap();
    let questions = |library: &Library| {
        let projects = library.sums_by(Group::Project, &ALWAYS, 0, 9).unwrap();
        (library.sums(&ALWAYS).unwrap(), projects, library.in_line().unwrap())
    };
    let before = questions(&library);
    assert_eq!((before.0.videos, before.1.0), (2, 2));
    drop(library);
    let back = "DROP TABLE spending; ALTER TABLE tasks DROP COLUMN place;";
    step_again(dir.path(), "CREATE TABLE spending", back);
    assert_eq!(questions(&open(dir.path())), before);
}

#[test]
fn a_hundred_thousand_tasks_are_summed_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let tasks: Vec<Task> =
        (0..2_000).map(|n| of_project(running(&wish(n)), &format!("Project {}", n % 40), 5)).collect();
    library.insert_tasks(&tasks).unwrap();
    // The rest as SQL: a hundred thousand whole tasks would be a test of the journal.
    library
        .read(|db| {
            db.execute_batch(
                "PRAGMA foreign_keys = 0;
                 WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 49)
                 INSERT INTO spending SELECT s.at_millis + n.value * 3600000, s.task + n.value * 2000, s.stage, s.vendor,
                     s.project, s.seconds, s.estimate_usd, s.estimate_credits, s.billed_usd, s.billed_credits
                 FROM spending s, n",
            )?;
            Ok(())
        })
        .unwrap();
    let begun = Instant::now();
    let all = library.sums(&ALWAYS).unwrap();
    let summed = begun.elapsed();
    let begun = Instant::now();
    let (projects, lines) = library.sums_by(Group::Project, &ALWAYS, 0, 20).unwrap();
    let grouped = begun.elapsed();
    eprintln!("100,000 tasks: all of them summed in {summed:?}, by project in {grouped:?}");
    assert_eq!((all.videos, projects, lines.len()), (100_000, 40, 20));
    assert!(summed.as_millis() < 1_000 && grouped.as_millis() < 2_000, "{summed:?} {grouped:?}");
}
