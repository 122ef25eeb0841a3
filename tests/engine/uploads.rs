//! Every offering over its own dialect, and the pictures that go up before an order: they cost nothing, are sent once,
//! and never leave anybody in doubt about money.

use std::path::Path;

use shotloom::engine::snapshot::TaskCard;
use shotloom::engine::{Command, Engine, StartOptions};
use shotloom::model::image::ImageRef;
use shotloom::model::{Cut, Draft, Element, Frames, Mode, Secs, Storyboard, TaskState};
use shotloom::sandbox;
use shotloom::vendors;

use super::pictures::measured;
use super::world::*;

const UPLOADING: [&str; 2] = ["apimart/kling-v3", "crun/kling-v3"];

/// One key and the practice vendor's address for every vendor.
fn everybody(world: &World) -> StartOptions {
    let mut options = world.options();
    for vendor in vendors::all() {
        options.environment = options.environment.with_key(vendor.id(), "sk-sentinel-live");
        options.environment = options.environment.with_url(vendor.id(), &world.url);
    }
    options
}

fn sample(name: &str) -> ImageRef {
    ImageRef::file(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(name))
}

/// From a first frame, with one element of two pictures.
fn with_pictures(offering: &str) -> Draft {
    let element = Element {
        description: "a red fox".into(),
        images: vec![sample("fox/front.png"), sample("fox/side.png")],
        ..Element::named("fox")
    };
    Draft {
        frames: Frames { first: Some(sample("frames/dusk.png")), last: None },
        elements: vec![element],
        offering: offering.into(),
        mode: Some(Mode::Std),
        ..draft("@fox at dusk")
    }
}

fn measure_all(engine: &Engine, draft: &Draft) {
    for image in draft.pictures() {
        measured(engine, image);
    }
}

fn ordered(engine: &Engine, draft: &Draft, count: u32) -> Vec<TaskCard> {
    measure_all(engine, draft);
    let batch = submit_many(engine, draft, count, false);
    rest(engine, batch)
}

/// What was uploaded to the vendor, presigned or by form: the bytes, not the questions before them.
fn bodies(world: &World) -> usize {
    let uploads = sandbox::uploads(&world.home.path().join("vendor"));
    uploads.iter().filter(|upload| upload.bytes > 0 && !upload.is_refused).count()
}

/// One wish for every offering at once: each is done, whole, and charged once.
fn each_offering_makes(change: fn(&mut Draft)) {
    let world = World::new(&[]);
    let engine = open(everybody(&world));
    let ordered = |offering: &'static str| {
        let mut draft = with_pictures(offering);
        change(&mut draft);
        measure_all(&engine, &draft);
        let batch = submit_many(&engine, &draft, 1, false);
        engine.wait(PATIENCE, |snapshot| (snapshot.next_batch > batch).then_some(())).unwrap();
        (offering, batch)
    };
    let batches: Vec<_> = vendors::rows().map(|row| ordered(row.id)).collect();
    for (offering, batch) in &batches {
        let card = rest(&engine, *batch).remove(0);
        assert_eq!(card.task.state(), TaskState::Done, "{offering}: {:?}", card.task.trouble);
        assert!(is_whole(&card), "{offering}");
    }
    close(&engine);
    assert_eq!(world.charges(), batches.len());
}

#[test]
fn every_offering_makes_a_video_of_one_take() {
    each_offering_makes(|_| {});
}

#[test]
fn every_offering_makes_a_video_of_shots_cut_by_hand() {
    each_offering_makes(|draft| {
        let shots = [("@fox runs".into(), Secs(2), false), ("@fox stops".into(), Secs(1), false)];
        draft.cut = Cut::ByHand;
        draft.storyboard = Storyboard::from_file(shots, None);
        draft.sound = true;
    });
}

#[test]
fn every_offering_makes_a_video_the_vendor_cuts() {
    each_offering_makes(|draft| {
        draft.cut = Cut::ByVendor;
        draft.elements.clear();
        draft.prompt = "dusk".into();
    });
}

#[test]
fn the_same_pictures_go_up_once_for_all_wishes_and_sessions() {
    for offering in UPLOADING {
        let world = World::new(&[]);
        let draft = with_pictures(offering);
        let engine = open(everybody(&world));
        let cards = ordered(&engine, &draft, 3);
        assert!(cards.iter().all(|card| card.task.state() == TaskState::Done), "{offering}: {cards:#?}");
        assert!(cards.iter().all(|card| card.task.uploaded == Some((3, 3))), "{offering}: the count is shown");
        close(&engine);
        let engine = open(everybody(&world));
        ordered(&engine, &draft, 1);
        close(&engine);
        assert_eq!((bodies(&world), world.charges()), (3, 4), "{offering}");
    }
}

#[test]
fn an_upload_that_fails_for_good_is_a_no_and_one_that_may_pass_is_tried_five_times() {
    let cases = [
        (UPLOADING[0], "upload-413", TaskState::Rejected),
        (UPLOADING[0], "upload-400", TaskState::Rejected),
        (UPLOADING[0], "upload-500", TaskState::Done),
        (UPLOADING[0], "upload-429", TaskState::Done),
        (UPLOADING[0], "upload-lost", TaskState::Done),
        (UPLOADING[0], "upload-500:all", TaskState::NotSent),
        (UPLOADING[1], "upload-400", TaskState::Rejected),
        (UPLOADING[1], "put-403", TaskState::Rejected),
        (UPLOADING[1], "put-500", TaskState::Done),
        (UPLOADING[1], "put-500:all", TaskState::NotSent),
    ];
    for (offering, fault, state) in cases {
        let world = World::new(&[fault]);
        let engine = open(everybody(&world));
        let card = ordered(&engine, &with_pictures(offering), 1).remove(0);
        close(&engine);
        assert_eq!(card.task.state(), state, "{offering} {fault}: {:?}", card.task.trouble);
        let expected = usize::from(state == TaskState::Done);
        assert_eq!((world.charges(), world.submits()), (expected, expected), "{offering} {fault}");
    }
}

#[test]
fn pictures_a_vendor_lost_go_up_again_when_the_order_is_sent_again() {
    for offering in UPLOADING {
        let world = World::new(&["upload-forgotten"]);
        let engine = open(everybody(&world));
        let card = ordered(&engine, &with_pictures(offering), 1).remove(0);
        assert_eq!(card.task.state(), TaskState::Rejected, "{offering}: {:?}", card.task.trouble);
        let batch = engine.snapshot().next_batch;
        engine.send(Command::RunAgain { batch, task: card.task.id.clone() });
        let again = rest(&engine, batch).remove(0);
        close(&engine);
        assert_eq!(again.task.state(), TaskState::Done, "{offering}: {:?}", again.task.trouble);
        assert_eq!((bodies(&world), world.charges()), (6, 1), "{offering}");
    }
}
