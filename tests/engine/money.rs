//! Money and lines: a cap really blocks, a vendor is never given more than its number, and the line is a person's.

use std::sync::Arc;
use std::time::Duration;

use shotloom::engine::snapshot::{LedgerQuery, Month, TaskCard};
use shotloom::engine::{Audience, Command, Engine, Settings, Snapshot, StartOptions};
use shotloom::model::cap::Cap;
use shotloom::model::ledger::By;
use shotloom::model::price::{Amounts, Money, OwnPrice};
use shotloom::model::{Mode, TaskState, Trouble};
use shotloom::vendors;

use super::world::*;

const CENT: u64 = 10_000;

/// Ten cents a second: a wish of `draft` costs thirty.
fn priced() -> Settings {
    let mut settings = Settings::default();
    settings.own_prices.set(price());
    settings
}

fn price() -> OwnPrice {
    OwnPrice {
        offering: vendors::DEFAULT_OFFERING.to_owned(),
        mode: Mode::Std,
        sound: false,
        per_sec: Money::MicroUsd(10 * CENT),
        set_on: "2026-11-27".to_owned(),
    }
}

fn with_cap(cents: u64) -> Settings {
    let mut settings = priced();
    settings.caps.day = Cap { micro_usd: Some(cents * CENT), ..Cap::default() };
    settings
}

fn choose(engine: &Engine, settings: Settings) {
    engine.send(Command::ChangeSettings(settings.clone().into()));
    let is_chosen = |s: &Snapshot| (*s.settings == settings).then_some(());
    engine.wait(PATIENCE, is_chosen).unwrap();
}

/// Why this batch was not taken.
fn refusal(engine: &Engine, batch: u64) -> Trouble {
    let found = |s: &Snapshot| s.submit_refused.clone().filter(|_| s.next_batch > batch);
    engine.wait(PATIENCE, found).unwrap()
}

fn states(cards: &[TaskCard]) -> Vec<TaskState> {
    cards.iter().map(|card| card.task.state()).collect()
}

fn window(world: &World) -> Engine {
    open(StartOptions { audience: Audience::Window, ..world.options() })
}

/// The queue of a window once it has this many tasks and all of them satisfy `are`.
fn queue(engine: &Engine, count: usize, are: impl Fn(&TaskCard) -> bool) -> Vec<TaskCard> {
    let found = |s: &Snapshot| (s.queue.len() == count && s.queue.iter().all(&are)).then(|| s.queue.to_vec());
    engine.wait(PATIENCE, found).unwrap_or_else(|| panic!("not so: {:#?}", engine.snapshot().queue))
}

#[test]
fn a_cap_blocks_the_wish_that_would_pass_it_and_nothing_is_inserted() {
    let world = World::new(&[]);
    let engine = world.engine();
    choose(&engine, with_cap(100));
    let batch = submit_many(&engine, &draft("three boats"), 3, false);
    let cards = rest(&engine, batch);
    assert!(cards.iter().all(|card| card.task.estimate == Some(Money::MicroUsd(30 * CENT))), "{cards:?}");
    let trouble = refusal(&engine, submit(&engine, "one boat too many"));
    assert_eq!(trouble.rule, "cap-day-usd");
    assert_eq!(["cap", "spent", "wanted"].map(|arg| trouble.text(arg)), [Some("1.00"), Some("0.90"), Some("0.30")]);
    assert_eq!(engine.snapshot().followed.len(), 3);
    // It is judged as one: two do not slip in because one would.
    choose(&engine, with_cap(130));
    let batch = submit_many(&engine, &draft("two boats"), 2, false);
    assert_eq!(refusal(&engine, batch).rule, "cap-day-usd");
    let batch = submit(&engine, "one boat");
    assert_eq!(states(&rest(&engine, batch)), [TaskState::Done]);
    close(&engine);
    assert_eq!(world.charges(), 4);
}

#[test]
fn wishes_in_line_count_before_they_are_sent() {
    let world = World::new(&[]);
    let engine = window(&world);
    choose(&engine, with_cap(60));
    engine.send(Command::PauseVendor(VENDOR.into()));
    submit_many(&engine, &draft("two boats that wait"), 2, false);
    queue(&engine, 2, |card| card.task.state() == TaskState::Queued);
    let batch = submit(&engine, "a third boat");
    assert_eq!(refusal(&engine, batch).rule, "cap-day-usd");
    let spent = engine.wait(PATIENCE, |s| (s.spent.day.micro_usd == 60 * CENT).then_some(s.spent)).expect("summed");
    assert_eq!(spent.month, Amounts::of(Some(Money::MicroUsd(60 * CENT))));
    close(&engine);
    assert_eq!(world.submits(), 0);
}

#[test]
fn what_has_no_price_is_not_let_through_under_a_cap_but_practice_is() {
    let world = World::new(&[]);
    let engine = world.engine();
    let unpriced = Settings { own_prices: Settings::default().own_prices, ..with_cap(1_000) };
    choose(&engine, unpriced);
    let batch = submit(&engine, "a boat of unknown price");
    assert_eq!(refusal(&engine, batch).rule, "cap-unpriced");
    let batch = submit_many(&engine, &draft("a practice boat"), 2, true);
    assert_eq!(states(&rest(&engine, batch)), [TaskState::Done; 2]);
    close(&engine);
    assert_eq!(world.submits(), 0);
}

#[test]
fn an_unknown_outcome_counts_and_sending_it_again_is_a_new_wish_under_the_cap() {
    let world = World::new(&["answer-lost"]);
    let engine = world.engine();
    choose(&engine, with_cap(50));
    let batch = submit(&engine, "a boat that was lost");
    let id = rest(&engine, batch)[0].task.id.clone();
    engine.send(Command::Resolve { task: id, choice: shotloom::engine::Choice::SendAgain });
    assert!(was_said(&engine, "cap-day-usd"));
    assert_eq!(engine.snapshot().counts.unknown, 1, "it is as unknown as before");
    close(&engine);
    assert_eq!(world.submits(), 1);
}

#[test]
fn sending_it_again_costs_what_it_costs_today() {
    let world = World::new(&["answer-lost"]);
    let engine = world.engine();
    choose(&engine, with_cap(200));
    let batch = submit(&engine, "a boat that was lost");
    let id = rest(&engine, batch)[0].task.id.clone();
    let mut dearer = with_cap(200);
    dearer.own_prices.set(OwnPrice { per_sec: Money::MicroUsd(60 * CENT), ..price() });
    choose(&engine, dearer.clone());
    engine.send(Command::Resolve { task: id.clone(), choice: shotloom::engine::Choice::SendAgain });
    assert!(was_said(&engine, "cap-day-usd"), "0.30 is spent, and 1.80 more is wanted");
    dearer.caps.day.micro_usd = Some(210 * CENT);
    choose(&engine, dearer);
    engine.send(Command::Resolve { task: id, choice: shotloom::engine::Choice::SendAgain });
    let is_new = |s: &Snapshot| {
        let new = s.followed.iter().find(|card| card.task.resent_from.is_some())?;
        Some(new.task.estimate)
    };
    assert_eq!(engine.wait(PATIENCE, is_new), Some(Some(Money::MicroUsd(180 * CENT))));
    close(&engine);
}

#[test]
fn caps_that_cannot_be_read_are_not_lifted() {
    let world = World::new(&[]);
    let (file, torn) = (world.library().join("settings.json"), "{\"caps\":{\"day\":");
    std::fs::create_dir_all(world.library()).unwrap();
    std::fs::write(&file, torn).unwrap();
    let engine = window(&world);
    assert!(was_said(&engine, "settings-caps-lost"));
    assert_eq!(std::fs::read_to_string(world.library().join("settings.json.damaged")).unwrap(), torn);
    let batch = submit(&engine, "a boat without a limit");
    assert_eq!(refusal(&engine, batch).rule, "caps-unreadable");
    let louder = Settings { volume: 0.9, ..(*engine.snapshot().settings).clone() };
    assert!(louder.is_paused(VENDOR));
    choose(&engine, louder);
    engine.send(Command::ContinueVendor(VENDOR.into()));
    engine.wait(PATIENCE, |s| (!s.settings.is_paused(VENDOR)).then_some(())).unwrap();
    close(&engine);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), torn, "nobody was at the settings");
    let engine = window(&world);
    let batch = submit(&engine, "a boat after a restart");
    assert_eq!(refusal(&engine, batch).rule, "caps-unreadable");
    choose(&engine, with_cap(50));
    submit(&engine, "a boat within its limit");
    queue(&engine, 1, |card| card.task.state() == TaskState::Done);
    close(&engine);
    assert_eq!(world.charges(), 1);
    assert!(std::fs::read_to_string(&file).unwrap().contains("500000"));
}

fn was_said(engine: &Engine, rule: &str) -> bool {
    for _ in 0..2_000 {
        if engine.notices().iter().any(|notice| notice.said.rule == rule) {
            return true;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    false
}

#[test]
fn more_than_ten_at_once_is_a_slip() {
    let world = World::new(&[]);
    let engine = world.engine();
    let batch = submit_many(&engine, &draft("a fleet"), 11, false);
    assert_eq!(refusal(&engine, batch).rule, "submit-count");
    let batch = submit_many(&engine, &draft("ten boats"), 10, false);
    assert_eq!(rest(&engine, batch).len(), 10);
    close(&engine);
    assert_eq!(world.charges(), 10);
}

#[test]
fn a_vendor_never_has_more_tasks_at_once_than_its_number() {
    let world = World::new(&["slow=1:all"]);
    let engine = world.engine();
    let two = Settings { at_once: [(VENDOR.to_owned(), 2)].into(), ..Settings::default() };
    choose(&engine, two);
    let batch = submit_many(&engine, &draft("five boats"), 5, false);
    let mut most = 0;
    let is_over = |s: &Snapshot| {
        let of = |state| s.followed.iter().filter(|card| card.task.state() == state).count();
        most = most.max(of(TaskState::Sending) + of(TaskState::Running));
        (of(TaskState::Done) == 5).then_some(())
    };
    engine.wait(PATIENCE, is_over).expect("all of them are made");
    assert_eq!((most, rest(&engine, batch).len()), (2, 5));
    close(&engine);
    assert_eq!(world.charges(), 5);
}

#[test]
fn the_number_counts_again_after_a_restart() {
    let world = World::new(&["slow=2:all"]);
    let one = Settings { at_once: [(VENDOR.to_owned(), 1)].into(), ..Settings::default() };
    let engine = world.engine();
    choose(&engine, one);
    submit_many(&engine, &draft("two boats"), 2, false);
    reaches(&engine, TaskState::Running);
    close(&engine);
    let engine = world.engine();
    let mut most = 0;
    let is_over = |s: &Snapshot| {
        let is_there = |card: &&TaskCard| matches!(card.task.state(), TaskState::Sending | TaskState::Running);
        most = most.max(s.followed.iter().filter(is_there).count());
        s.followed.iter().all(|card| card.task.state() == TaskState::Done).then_some(())
    };
    engine.wait(PATIENCE, is_over).expect("both are made");
    assert_eq!(most, 1);
    close(&engine);
}

#[test]
fn a_paused_vendor_gets_nothing_until_it_goes_on_whatever_restarts() {
    let world = World::new(&[]);
    let engine = window(&world);
    engine.send(Command::PauseVendor(VENDOR.into()));
    submit_many(&engine, &draft("boats in the harbour"), 2, false);
    queue(&engine, 2, |card| card.task.state() == TaskState::Queued);
    close(&engine);
    let engine = window(&world);
    assert!(engine.snapshot().settings.is_paused(VENDOR));
    queue(&engine, 2, |card| card.task.state() == TaskState::Queued);
    assert_eq!(world.submits(), 0);
    engine.send(Command::ContinueVendor(VENDOR.into()));
    queue(&engine, 2, |card| card.task.state() == TaskState::Done);
    close(&engine);
    assert_eq!(world.charges(), 2);
}

#[test]
fn a_command_is_told_that_a_vendor_is_paused_and_does_not_wait_for_ever() {
    let world = World::new(&[]);
    let engine = world.engine();
    engine.send(Command::PauseVendor(VENDOR.into()));
    let batch = submit(&engine, "a boat at anchor");
    let card = rest(&engine, batch).pop().unwrap();
    assert!(card.is_held && rule(&card) == "held-paused", "{:?}", card.task.trouble);
    assert_eq!(world.submits(), 0);
    engine.send(Command::ContinueVendor(VENDOR.into()));
    reaches(&engine, TaskState::Done);
    close(&engine);
}

#[test]
fn the_line_goes_in_the_order_it_was_put_in_also_after_a_restart() {
    let world = World::new(&[]);
    let engine = window(&world);
    let one = Settings { at_once: [(VENDOR.to_owned(), 1)].into(), ..Settings::default() };
    choose(&engine, one);
    engine.send(Command::PauseVendor(VENDOR.into()));
    let prompts = |cards: &[TaskCard]| cards.iter().map(|card| card.task.draft.prompt.to_string()).collect::<Vec<_>>();
    for (count, prompt) in ["first", "second", "third"].into_iter().enumerate() {
        submit(&engine, prompt);
        queue(&engine, count + 1, |_| true);
    }
    let line = queue(&engine, 3, |_| true);
    assert_eq!(prompts(&line), ["first", "second", "third"], "in the order of asking");
    let ids: Vec<_> = line.iter().map(|card| card.task.id.clone()).collect();
    engine.send(Command::LineUp { task: ids[2].clone(), before: Some(ids[0].clone()) });
    engine.send(Command::LineUp { task: ids[0].clone(), before: None });
    let is_moved = |s: &Snapshot| (prompts(&s.queue) == ["third", "second", "first"]).then_some(());
    engine.wait(PATIENCE, is_moved).expect("moved");
    submit(&engine, "fourth");
    queue(&engine, 4, |_| true);
    close(&engine);
    let engine = window(&world);
    assert_eq!(prompts(&queue(&engine, 4, |_| true)), ["third", "second", "first", "fourth"]);
    engine.send(Command::ContinueVendor(VENDOR.into()));
    let mut done = queue(&engine, 4, |card| card.task.state() == TaskState::Done);
    done.sort_by_key(|card| card.task.sent_at_millis);
    assert_eq!(prompts(&done), ["third", "second", "first", "fourth"]);
    close(&engine);
}

#[test]
fn a_task_in_line_is_cancelled_and_the_others_go_on() {
    let world = World::new(&[]);
    let engine = window(&world);
    engine.send(Command::PauseVendor(VENDOR.into()));
    submit_many(&engine, &draft("three boats"), 3, false);
    let line = queue(&engine, 3, |card| card.task.state() == TaskState::Queued);
    engine.send(Command::Cancel(line[1].task.id.clone()));
    engine.send(Command::ContinueVendor(VENDOR.into()));
    queue(&engine, 3, |card| !card.task.state().is_under_way());
    close(&engine);
    assert_eq!(world.charges(), 2);
}

#[test]
fn a_busy_vendor_is_left_alone_by_the_whole_line() {
    // The first is told to wait; the others stand behind it and spend none of their tries.
    let world = World::new(&["429=60:1"]);
    let engine = world.engine();
    let one = Settings { at_once: [(VENDOR.to_owned(), 1)].into(), ..Settings::default() };
    choose(&engine, one);
    let batch = submit_many(&engine, &draft("three patient boats"), 3, false);
    let cards = rest(&engine, batch);
    assert_eq!(states(&cards), [TaskState::Done; 3]);
    assert_eq!(cards.iter().map(|card| card.task.life.tries.busy).sum::<u32>(), 1);
    close(&engine);
    assert_eq!((world.submits(), world.charges()), (4, 3));
}

#[test]
fn the_ledger_shows_the_month_and_goes_out_as_a_table() {
    let world = World::new(&["failed-task:1"]);
    let engine = world.engine();
    choose(&engine, priced());
    for (prompt, practice) in [("=a boat, failed", false), ("a boat, made", false), ("a practice boat", true)] {
        let batch = submit_many(&engine, &draft(prompt), 1, practice);
        rest(&engine, batch);
    }
    engine.send(Command::BrowseLedger(LedgerQuery { month: Month::default(), by: By::Project, first: 0, len: 20 }));
    let page = engine.wait(PATIENCE, |s| (s.ledger.total == 2).then(|| Arc::clone(&s.ledger))).expect("two projects");
    assert_eq!((page.whole.videos, page.whole.seconds, page.whole.failed), (2, 6, 1));
    assert_eq!(page.whole.counted.micro_usd, 60 * CENT);
    assert_eq!(page.whole.unsettled.micro_usd, 30 * CENT, "the vendor does not say whether the failed one was paid");
    assert_eq!(page.query.month, page.now);
    assert!(page.today.videos == 2 || page.this_month.videos == 2, "unless midnight has just passed");

    let path = world.home.path().join("ledger.csv");
    engine.send(Command::ExportLedger { month: page.query.month, path: path.clone() });
    assert!(was_said(&engine, "ledger-exported"));
    close(&engine);
    let text = std::fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[1].contains("\"'=a boat, failed\"") && lines[1].contains(",failed,3,0.30,USD,,,0.30,USD"), "{text}");
    assert!(lines[2].contains(",done,3,0.30,USD"), "{text}");
}
