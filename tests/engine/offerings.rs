//! What a vendor tells of its modes: asked once a day with a live key, remembered, and used from the form to the wire.

use shotloom::engine::snapshot::{TaskCard, WireOf};
use shotloom::engine::{Audience, Command, Engine, Environment, Snapshot, StartOptions};
use shotloom::model::preflight::{Facts, clear};
use shotloom::model::{Draft, Mode, Row, TaskState};
use shotloom::vendors;

use super::world::*;

/// A vendor that tells which modes it takes.
const TELLER: &str = "crun";
const OFFERING: &str = "crun/kling-v3";

fn with_key(world: &World) -> StartOptions {
    let environment = Environment::default().with_key(TELLER, "ak_live").with_url(TELLER, &world.url);
    StartOptions { environment, audience: Audience::Window, ..world.options() }
}

fn sharp(prompt: &str) -> Draft {
    Draft { offering: OFFERING.into(), mode: Some(Mode::FourK), ..draft(prompt) }
}

fn grown(engine: &Engine) -> Option<&'static Row> {
    engine.snapshot().offerings.iter().copied().find(|row| row.id == OFFERING)
}

fn grows(engine: &Engine) -> &'static Row {
    let found = |s: &Snapshot| s.offerings.iter().copied().find(|row| row.id == OFFERING);
    engine.wait(PATIENCE, found).unwrap()
}

fn ends(engine: &Engine, batch: u64) -> TaskCard {
    let ended = |s: &Snapshot| {
        let card = s.queue.iter().find(|card| card.task.batch == batch)?;
        (!card.task.state().is_under_way()).then(|| card.clone())
    };
    engine.wait(PATIENCE, ended).unwrap()
}

#[test]
fn four_k_is_sold_from_the_day_its_vendor_tells_of_it() {
    let world = World::new(&["schema-4k"]);
    let engine = open(with_key(&world));
    let row = grows(&engine);
    assert!(row.caps.modes.contains(&Mode::FourK) && row.caps.modes_elsewhere.is_empty());
    let draft = sharp("a boat in 4K");
    assert!(clear(&draft, vendors::row(OFFERING).unwrap(), &Facts::new()).is_err(), "as shipped it is not sold");
    let submission = Box::new(clear(&draft, row, &Facts::new()).unwrap());

    let of = WireOf::Draft { draft: draft.clone().into(), offering: OFFERING.into() };
    engine.send(Command::ShowWire(Some(of)));
    let wire = engine.wait(PATIENCE, |s| s.wire.clone()).unwrap();
    assert!(wire.troubles.is_empty() && wire.requests[0].json.contains("\"4k\""), "{wire:?}");

    // Its practice twin has a table of its own, without 4K: it is the vendor that says no, and for nothing.
    let batch = engine.snapshot().next_batch;
    engine.send(Command::Submit { batch, submission, count: 1, practice: false });
    let card = ends(&engine, batch);
    assert_eq!((card.task.state(), world.submits(), world.charges()), (TaskState::Rejected, 1, 0));
    let words = format!("{:?}", card.task.trouble);
    assert!(words.contains("mode"), "{words}");
    close(&engine);
}

#[test]
fn it_is_asked_once_a_day_and_remembered_over_a_restart() {
    let mut world = World::new(&["schema-4k"]);
    let engine = open(with_key(&world));
    grows(&engine);
    close(&engine);
    // Whoever asked now would hear that there is no 4K.
    let port = world.close_vendor();
    world.open_vendor(&[], Some(port));
    let engine = open(with_key(&world));
    let plain = Draft { mode: None, ..sharp("a boat of the same day") };
    let batch = submit_many(&engine, &plain, 1, false);
    assert_eq!(ends(&engine, batch).task.state(), TaskState::Done);
    assert!(grown(&engine).is_some(), "nobody asked");
    close(&engine);
    // A command of the headless twin asks nobody, and knows what is known.
    let engine = open(StartOptions { audience: Audience::Headless, ..with_key(&world) });
    assert!(grown(&engine).is_some());
    close(&engine);
    // Without the key it is as shipped.
    let keyless = StartOptions { environment: Environment::default(), ..with_key(&world) };
    let engine = open(keyless);
    assert!(grown(&engine).is_none());
    close(&engine);
}

#[test]
fn a_vendor_that_tells_nothing_new_sells_what_was_shipped() {
    let world = World::new(&[]);
    let engine = open(with_key(&world));
    let plain = Draft { mode: None, ..sharp("a boat as ever") };
    let batch = submit_many(&engine, &plain, 1, false);
    assert_eq!(ends(&engine, batch).task.state(), TaskState::Done);
    assert!(engine.snapshot().offerings.is_empty());
    close(&engine);
}
