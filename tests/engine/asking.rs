//! What vendors tell for nothing, and that the trouble of one is not another's.

use std::sync::Arc;

use shotloom::engine::snapshot::EstimateSaid;
use shotloom::engine::{Command, Engine, Environment, Settings, Snapshot, StartOptions};
use shotloom::model::cap::Cap;
use shotloom::model::preflight::Facts;
use shotloom::model::price::{Balance, Money};
use shotloom::model::{Draft, ImageRef, TaskState};

use super::world::*;

/// A vendor that tells what a draft would cost and what is left.
const TELLER: &str = "crun";

/// Two live accounts, each at a vendor of its own.
fn two_vendors(first: &World, second: &World) -> StartOptions {
    let environment = Environment::default()
        .with_key(VENDOR, "sk-first")
        .with_url(VENDOR, &first.url)
        .with_key(TELLER, "ak_second")
        .with_url(TELLER, &second.url);
    StartOptions { environment, ..first.options() }
}

fn of_teller(prompt: &str) -> Draft {
    Draft { offering: format!("{TELLER}/kling-v3").as_str().into(), mode: None, ..draft(prompt) }
}

fn with_credits(cap: u64) -> Settings {
    let mut settings = Settings::default();
    settings.caps.day = Cap { milli_credits: Some(cap), ..Cap::default() };
    settings
}

fn choose(engine: &Engine, settings: Settings) {
    engine.send(Command::ChangeSettings(Box::new(settings.clone())));
    engine.wait(PATIENCE, |s: &Snapshot| (s.settings.caps == settings.caps).then_some(())).unwrap();
}

fn costs(engine: &Engine, draft: &Draft) -> Money {
    engine.send(Command::AskEstimate(Box::new(cleared(draft, &Facts::new()))));
    let said = |s: &Snapshot| match s.estimate.as_ref().filter(|estimate| *estimate.draft == *draft)?.said {
        EstimateSaid::Costs(money) => Some(money),
        EstimateSaid::Asking | EstimateSaid::Nothing => None,
    };
    engine.wait(PATIENCE, said).unwrap()
}

#[test]
fn one_vendors_429_leaves_the_others_alone() {
    let (first, second) = (World::new(&[]), World::new(&["429=600:all"]));
    let engine = open(two_vendors(&first, &second));
    submit_many(&engine, &of_teller("a boat that waits"), 3, false);
    reaches(&engine, TaskState::Waiting);
    let batch = submit_many(&engine, &draft("a boat that sails"), 3, false);
    assert!(rest(&engine, batch).iter().all(is_whole));
    assert_eq!(first.charges(), 3);
    assert_eq!(second.charges(), 0);
    close(&engine);
}

#[test]
fn a_vendor_says_what_a_draft_would_cost_and_a_wish_keeps_it() {
    let (first, second) = (World::new(&[]), World::new(&[]));
    let engine = open(two_vendors(&first, &second));
    let draft = of_teller("a boat with a price");
    let money = costs(&engine, &draft);
    assert!(matches!(money, Money::MilliCredits(milli) if milli > 0), "{money:?}");
    assert_eq!((second.submits(), second.charges()), (0, 0), "asking orders nothing");
    let batch = submit_many(&engine, &draft, 2, false);
    let cards = rest(&engine, batch);
    for card in &cards {
        assert_eq!((card.task.state(), card.task.estimate), (TaskState::Done, Some(money)));
        assert!(matches!(card.task.billed, Some(Money::MilliCredits(_))), "the bill comes with the video: {card:?}");
    }
    close(&engine);
}

#[test]
fn a_draft_with_pictures_from_this_computer_is_not_asked_about() {
    let (first, second) = (World::new(&[]), World::new(&[]));
    let engine = open(two_vendors(&first, &second));
    let linked = Draft {
        frames: shotloom::model::Frames {
            first: Some(ImageRef::Url("https://example.com/first.jpg".into())),
            ..Default::default()
        },
        ..of_teller("a boat with a picture")
    };
    costs(&engine, &linked);
    close(&engine);
}

#[test]
fn under_a_cap_the_vendor_is_asked_before_anything_is_inserted() {
    let (first, second) = (World::new(&[]), World::new(&[]));
    let engine = open(two_vendors(&first, &second));
    choose(&engine, with_credits(1));
    let batch = submit_many(&engine, &of_teller("a boat beyond its cap"), 1, false);
    let refused = |s: &Snapshot| s.submit_refused.clone().filter(|_| s.next_batch > batch);
    let trouble = engine.wait(PATIENCE, refused).expect("refused");
    assert_eq!(trouble.rule, "cap-day-credits", "{trouble:?}");
    assert!(engine.snapshot().followed.is_empty() && second.submits() == 0);
    choose(&engine, with_credits(u64::MAX));
    let batch = submit_many(&engine, &of_teller("a boat within its cap"), 1, false);
    let card = rest(&engine, batch).pop().unwrap();
    assert!(card.task.estimate.is_some() && card.task.state() == TaskState::Done, "{:?}", card.task.trouble);
    close(&engine);
}

#[test]
fn a_balance_is_told_when_it_is_asked_for() {
    let (first, second) = (World::new(&[]), World::new(&[]));
    let engine = open(two_vendors(&first, &second));
    engine.send(Command::AskBalance(TELLER.into()));
    let told = |s: &Snapshot| s.balances.get(TELLER).copied();
    let card = engine.wait(PATIENCE, told).expect("told");
    assert!(matches!(card.balance, Balance::Left(Money::MilliCredits(_)) | Balance::Unlimited), "{card:?}");
    // One that does not tell is not in the list.
    engine.send(Command::AskBalance(VENDOR.into()));
    engine.send(Command::AskBalance(Arc::from("nobody")));
    let batch = submit(&engine, "a boat");
    rest(&engine, batch);
    assert_eq!(engine.snapshot().balances.len(), 1);
    close(&engine);
}
