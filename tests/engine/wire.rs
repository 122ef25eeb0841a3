//! "See the wire": what would be sent and what was answered, and never a key.

use std::sync::Arc;

use shotloom::engine::snapshot::{ExchangeStep, Wire, WireKind, WireOf};
use shotloom::engine::{Command, Engine};
use shotloom::model::{Draft, TaskState};
use shotloom::vendors;

use super::world::*;

const KEY: &str = "sk-sentinel-live";

fn show(engine: &Engine, of: WireOf) -> Arc<Wire> {
    engine.send(Command::ShowWire(Some(of.clone())));
    let shown = engine.wait(PATIENCE, |snapshot| snapshot.wire.clone().filter(|wire| wire.of == of));
    shown.unwrap()
}

fn of_draft(draft: &Draft, offering: &str) -> WireOf {
    WireOf::Draft { draft: Arc::new(draft.clone()), offering: offering.into() }
}

#[test]
fn a_draft_shows_its_exact_request_for_every_offering() {
    let world = World::new(&[]);
    let engine = world.engine();
    let draft = draft("a paper boat");
    for row in vendors::rows() {
        let wire = show(&engine, of_draft(&draft, row.id));
        let [request] = &wire.requests[..] else { panic!("{}: {wire:?}", row.id) };
        assert_eq!((request.kind, wire.task.is_none()), (WireKind::Submit, true));
        for text in [&request.json, &request.curl] {
            assert!(text.contains("a paper boat") && text.contains("$KEY") && !text.contains(KEY), "{text}");
        }
        assert!(request.json.contains("\"method\": \"POST\"") && request.curl.starts_with("curl -X POST"));
    }
    engine.send(Command::ShowWire(None));
    assert_eq!(engine.wait(PATIENCE, |snapshot| snapshot.wire.is_none().then_some(())), Some(()));
    close(&engine);
    assert_eq!(world.submits(), 0, "nothing is sent");
}

#[test]
fn a_draft_that_cannot_be_sent_says_why_instead() {
    let world = World::new(&[]);
    let engine = world.engine();
    let silent = Draft { negative_prompt: "blur".into(), ..draft("a paper boat") };
    let bare = vendors::rows().find(|row| row.caps.negative_prompt_max.is_none()).unwrap();
    let wire = show(&engine, of_draft(&silent, bare.id));
    assert!(wire.requests.is_empty());
    assert_eq!(wire.troubles[0].rule, "finding-negative-prompt-not-taken");
    close(&engine);
}

#[test]
fn a_task_shows_its_request_and_every_new_answer_without_the_key() {
    let world = World::new(&[]);
    let engine = world.engine();
    let batch = submit(&engine, "a paper boat");
    let task = rest(&engine, batch).pop().unwrap().task;
    assert_eq!(task.state(), TaskState::Done);
    let wire = show(&engine, WireOf::Task(task.id.clone()));
    assert!(wire.requests[0].json.contains("a paper boat") && wire.requests[0].json.contains("$KEY"));
    let steps: Vec<_> = wire.answers.iter().map(|answer| (answer.step, answer.status)).collect();
    assert_eq!(steps[0], (ExchangeStep::Submit, Some(202)));
    assert!(steps.len() >= 2 && steps[1..].iter().all(|step| *step == (ExchangeStep::Poll, Some(200))), "{steps:?}");
    assert_eq!(wire.answers.last().unwrap().word, "finished");
    assert!(wire.answers.iter().all(|answer| answer.trace.is_some()));
    assert!(wire.answers[0].body.contains(&**task.remote.as_ref().unwrap()));
    close(&engine);
    let kept = std::fs::read_to_string(world.library().join("wire").join(format!("{}.jsonl", task.id))).unwrap();
    assert!(!kept.contains(KEY));
    // It outlives a restart.
    let engine = world.engine();
    let again = show(&engine, WireOf::Task(task.id.clone()));
    assert_eq!(again.answers.len(), wire.answers.len());
    close(&engine);
}

#[test]
fn a_refusal_is_kept_in_the_vendors_own_words() {
    let (card, world) = ends(&["402"], TaskState::Rejected, 0);
    let engine = world.engine();
    let wire = show(&engine, WireOf::Task(card.task.id.clone()));
    assert_eq!((wire.answers[0].status, wire.answers[0].word.as_str()), (Some(402), "rejected"));
    assert!(wire.answers[0].body.contains("Insufficient balance"));
    close(&engine);
}
