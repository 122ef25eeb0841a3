//! What becomes of a wish under every fault.

use shotloom::engine::snapshot::QuestionAbout;
use shotloom::engine::{Audience, Choice, Command, Environment, Snapshot, StartOptions};
use shotloom::model::TaskState;
use shotloom::model::preflight::Facts;
use shotloom::sandbox;

use super::world::*;

#[test]
fn a_wish_becomes_a_verified_file_and_one_charge() {
    let (card, world) = ends(&[], TaskState::Done, 1);
    let clip = card.clip.as_ref().unwrap();
    assert!(is_whole(&card));
    assert_eq!((clip.facts.width, clip.facts.height, clip.facts.frames), (720, 720, 72));
    assert!(clip.remarks.is_empty(), "{:?}", clip.remarks);
    assert_eq!(card.task.files, [clip.path.file_name().unwrap().to_str().unwrap().into()]);
    let left: Vec<_> = files(&world.library().join("clips"));
    assert_eq!(left.len(), 1, "no part and no label stays: {left:?}");
}

#[test]
fn whatever_leaves_the_outcome_open_is_unknown_and_never_sent_again() {
    let open_ones = [
        "answer-lost",
        "500-after-charge",
        "html-200",
        "cut-json",
        "empty-200",
        "hang",
        "500",
        "503",
        "answer-lost-early",
    ];
    std::thread::scope(|threads| {
        for fault in open_ones {
            threads.spawn(move || {
                let was_charged = !["500", "503", "answer-lost-early"].contains(&fault);
                let (card, world) = ends(&[fault], TaskState::Unknown, usize::from(was_charged));
                assert_eq!(rule(&card), "vendor-answer-lost");
                // A restart asks again, and sends nothing.
                let engine = world.engine();
                let is_asked = |snapshot: &Snapshot| (snapshot.questions.len() == 1).then_some(());
                engine.wait(PATIENCE, is_asked).expect("the question survives");
                close(&engine);
                assert_eq!(world.submits(), 1, "{fault}");
            });
        }
    });
}

#[test]
fn a_definite_no_is_rejected_with_the_vendors_words_and_costs_nothing() {
    for (fault, said) in [("402", "vendor-no-balance-at"), ("401", "vendor-key-refused"), ("302", "vendor-moved")] {
        let (card, world) = ends(&[fault], TaskState::Rejected, 0);
        assert_eq!(rule(&card), said);
        assert_eq!(world.submits(), 1, "{fault}");
    }
}

#[test]
fn a_busy_vendor_is_asked_again_and_charges_once() {
    let (card, world) = ends(&["429=1:2"], TaskState::Done, 1);
    assert_eq!(card.task.life.tries.busy, 2);
    assert_eq!(world.submits(), 3);
}

#[test]
fn a_vendor_that_stays_busy_is_asked_five_times() {
    let (card, world) = ends(&["429-daily=1:all"], TaskState::Rejected, 0);
    let trouble = card.task.trouble.clone().expect("why");
    // The wait that will not come is not spoken of, the vendor's words are.
    assert_eq!(trouble.rule, "vendor-refused");
    assert!(trouble.text("words").is_some_and(|words| words.contains("Daily")), "{trouble:?}");
    assert_eq!(card.task.retry_at_millis, None);
    assert_eq!(world.submits(), 5);
}

#[test]
fn a_vendor_that_is_not_there_is_tried_five_times_and_nothing_was_sent() {
    let mut world = World::new(&[]);
    world.close_vendor();
    let engine = world.engine();
    let batch = submit(&engine, "a boat");
    let cards = rest(&engine, batch);
    assert_eq!((cards[0].task.state(), cards[0].task.life.tries.sends), (TaskState::NotSent, 5));
    close(&engine);
}

#[test]
fn trouble_while_polling_fails_no_task() {
    for fault in ["poll-500:6", "poll-html:6", "unknown-status:4", "no-link:4"] {
        ends(&[fault], TaskState::Done, 1);
    }
}

#[test]
fn a_task_that_stays_without_a_link_fails_and_keeps_its_id() {
    let (card, _world) = ends(&["no-link:all"], TaskState::Failed, 1);
    assert_eq!(rule(&card), "finished-without-link");
    assert!(card.task.remote.is_some());
}

#[test]
fn the_vendors_own_failure_is_shown_in_its_words() {
    let (card, _world) = ends(&["failed-task"], TaskState::Failed, 1);
    assert_eq!(rule(&card), "vendor-failed");
    assert!(card.task.trouble.as_ref().unwrap().text("words").is_some_and(|words| !words.is_empty()));
}

#[test]
fn a_download_that_breaks_goes_on_and_ends_in_a_whole_file() {
    for fault in ["download-cut:2", "download-404", "expired-link", "download-html:2"] {
        let (card, _world) = ends(&[fault], TaskState::Done, 1);
        assert!(is_whole(&card), "{fault}");
    }
}

#[test]
fn what_is_no_whole_video_is_never_done() {
    for fault in ["download-html:all", "download-truncated:all"] {
        let (card, world) = ends(&[fault], TaskState::Failed, 1);
        assert_eq!(rule(&card), "download-damaged", "{fault}");
        assert!(card.task.remote.is_some() && card.task.link.is_some());
        assert!(files(&world.library().join("clips")).iter().all(|file| !file.ends_with(".mp4")));
    }
}

#[test]
fn a_dead_link_is_polled_for_once_and_then_expired() {
    let (card, _world) = ends(&["expired-forever"], TaskState::Expired, 1);
    assert!(card.task.remote.is_some());
}

#[test]
fn the_same_batch_twice_is_one_wish() {
    let world = World::new(&[]);
    let engine = world.engine();
    let batch = engine.snapshot().next_batch;
    let submission = Box::new(cleared(&draft("a double click"), &Facts::new()));
    for _ in 0..20 {
        let submission = submission.clone();
        engine.send(Command::Submit { batch, submission, count: 1, practice: false });
    }
    assert_eq!(rest(&engine, batch).len(), 1);
    close(&engine);
    assert_eq!(world.charges(), 1);
}

#[test]
fn three_wishes_of_one_click_are_three_tasks_and_three_charges() {
    let world = World::new(&[]);
    let engine = world.engine();
    let batch = submit_many(&engine, &draft("three boats"), 3, false);
    let cards = rest(&engine, batch);
    assert!(cards.len() == 3 && cards.iter().all(is_whole));
    close(&engine);
    assert_eq!(world.charges(), 3);
}

#[test]
fn a_window_is_asked_before_the_same_is_sent_again_within_a_minute() {
    let world = World::new(&[]);
    let engine = open(StartOptions { audience: Audience::Window, ..world.options() });
    submit(&engine, "the same boat");
    engine.wait(PATIENCE, |s| (s.counts.done == 1).then_some(())).expect("done");
    for (choice, charges) in [(Choice::Dismiss, 1), (Choice::Proceed, 2)] {
        submit(&engine, "the same boat");
        let asked = engine.wait(PATIENCE, |s| s.questions.first().cloned()).expect("a question");
        assert!(matches!(asked.about, QuestionAbout::SameAgain { .. }));
        engine.send(Command::Answer { question: asked.id, choice });
        let is_over = |s: &Snapshot| (s.questions.is_empty() && s.counts.done == charges).then_some(());
        engine.wait(PATIENCE, is_over).expect("answered");
        assert_eq!(world.charges(), charges);
    }
    close(&engine);
}

#[test]
fn an_unfinished_task_goes_on_after_a_restart_even_when_its_vendor_was_away() {
    let mut world = World::new(&["slow=2"]);
    let engine = world.engine();
    submit(&engine, "a patient boat");
    reaches(&engine, TaskState::Running);
    close(&engine);
    let port = world.close_vendor();
    let engine = world.engine();
    reaches(&engine, TaskState::Running);
    world.open_vendor(&[], Some(port));
    assert!(is_whole(&reaches(&engine, TaskState::Done)));
    close(&engine);
    assert_eq!(world.charges(), 1);
}

#[test]
fn a_practice_task_finds_its_vendor_again_on_another_port() {
    let world = World::new(&[]);
    let keyless = || StartOptions { environment: Environment::default(), ..world.options() };
    let slow = |mut options: StartOptions| {
        options.faults = vec!["slow=1".parse().unwrap()];
        options
    };
    let engine = open(slow(keyless()));
    submit_many(&engine, &draft("practice boat"), 1, true);
    let card = reaches(&engine, TaskState::Running);
    assert!(card.task.is_practice && &*card.task.origin == "practice");
    close(&engine);
    let engine = open(keyless());
    assert!(is_whole(&reaches(&engine, TaskState::Done)));
    close(&engine);
    assert_eq!(sandbox::charges(&world.library().join("practice")).len(), 1);
    assert_eq!(world.submits(), 0, "nothing of practice reaches a live account");
}

#[test]
fn an_unknown_is_settled_by_a_person_in_three_ways() {
    for (way, wishes) in [("found", 1), ("again", 2), ("give-up", 1)] {
        let (card, world) = ends(&["answer-lost"], TaskState::Unknown, 1);
        let engine = world.engine();
        let charge = sandbox::charges(&world.home.path().join("vendor")).pop().unwrap();
        let choice = match way {
            "found" => Choice::Found(format!(" {} ", charge.task)),
            "again" => Choice::SendAgain,
            _ => Choice::GiveUp,
        };
        engine.send(Command::Resolve { task: card.task.id.clone(), choice });
        let settled = |s: &Snapshot| {
            let is_over = s.followed.len() == wishes && s.counts.unknown == 0 && s.counts.under_way == 0;
            is_over.then(|| s.followed.iter().cloned().collect::<Vec<_>>())
        };
        let cards = engine.wait(PATIENCE, settled).expect(way);
        let states: Vec<_> = cards.iter().map(|card| card.task.state()).collect();
        let expected: &[TaskState] = match way {
            "found" => &[TaskState::Done],
            "again" => &[TaskState::GivenUp, TaskState::Done],
            _ => &[TaskState::GivenUp],
        };
        assert_eq!(states, expected);
        assert_eq!(world.charges(), wishes);
        close(&engine);
    }
}

#[test]
fn a_mistyped_id_is_as_unknown_as_before_and_may_be_corrected() {
    let (card, world) = ends(&["answer-lost"], TaskState::Unknown, 1);
    let engine = world.engine();
    let resolve = |id: &str| {
        let choice = Choice::Found(id.to_owned());
        engine.send(Command::Resolve { task: card.task.id.clone(), choice });
    };
    resolve("5b0c6f0e-mistyped");
    let says_so = |s: &Snapshot| {
        let card = s.followed.iter().find(|card| card.task.state() == TaskState::Unknown)?;
        card.task.trouble.as_ref().filter(|trouble| trouble.rule == "found-nothing").cloned()
    };
    let trouble = engine.wait(PATIENCE, says_so).expect("the vendor knows no such task");
    assert_eq!(trouble.text("id"), Some("5b0c6f0e-mistyped"));
    resolve(&sandbox::charges(&world.home.path().join("vendor")).pop().unwrap().task);
    assert!(is_whole(&reaches(&engine, TaskState::Done)));
    assert_eq!(world.charges(), 1, "looking for it is no second wish");
    close(&engine);
}
