//! Pictures: what was checked is what is sent, and nothing else.

use std::path::Path;

use shotloom::engine::snapshot::{QuestionAbout, Thumb, ThumbKey};
use shotloom::engine::{Audience, Choice, Command, Engine, Snapshot, StartOptions};
use shotloom::model::image::{ImageRef, PictureState};
use shotloom::model::{Draft, Frames, TaskState};
use shotloom::sandbox;

use super::world::*;

fn media(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(name)
}

/// A draft that starts on this picture.
fn starting_on(picture: &Path) -> (Draft, ImageRef) {
    let image = ImageRef::file(picture);
    let frames = Frames { first: Some(image.clone()), last: None };
    (Draft { frames, ..draft("from a picture") }, image)
}

pub fn measured(engine: &Engine, image: &ImageRef) -> PictureState {
    engine.send(Command::Measure(image.clone()));
    let known = |snapshot: &Snapshot| match snapshot.facts.get(image) {
        Some(PictureState::Measuring) | None => None,
        Some(known) => Some(known.clone()),
    };
    engine.wait(PATIENCE, known).unwrap()
}

fn copied(world: &World, from: &str) -> std::path::PathBuf {
    let picture = world.home.path().join("first.png");
    std::fs::copy(media(from), &picture).unwrap();
    picture
}

#[test]
fn a_picture_is_prepared_sent_and_starts_the_video() {
    let world = World::new(&[]);
    let engine = world.engine();
    let (draft, image) = starting_on(&copied(&world, FRAME));
    let PictureState::Measured(found) = measured(&engine, &image) else { panic!("a good picture") };
    let batch = submit_many(&engine, &draft, 1, false);
    let card = rest(&engine, batch).pop().unwrap();
    assert_eq!(card.task.state(), TaskState::Done, "{:?}", card.task.trouble);
    assert_eq!(card.task.pictures[&image.to_string()], found.prepared.unwrap().sha256);
    assert!(card.task.endpoint.contains("image-to-video"));
    close(&engine);
    assert_eq!(world.charges(), 1);
}

#[test]
fn a_file_that_is_no_picture_is_said_so() {
    let world = World::new(&[]);
    let engine = world.engine();
    let path = world.home.path().join("note.png");
    std::fs::write(&path, "not a picture").unwrap();
    for image in [ImageRef::file(path), ImageRef::file(world.home.path().join("missing.png"))] {
        assert!(matches!(measured(&engine, &image), PictureState::Unusable(_)), "{image}");
    }
    close(&engine);
}

#[test]
fn a_picture_that_changed_is_asked_about_and_judged_again() {
    let world = World::new(&[]);
    let engine = open(StartOptions { audience: Audience::Window, ..world.options() });
    let picture = copied(&world, FRAME);
    let (draft, image) = starting_on(&picture);
    let PictureState::Measured(before) = measured(&engine, &image) else { panic!("a good picture") };
    std::fs::copy(media(OTHER), &picture).unwrap();
    submit_many(&engine, &draft, 1, false);
    let asked = engine.wait(PATIENCE, |s| s.questions.first().cloned()).expect("a question");
    assert_eq!(asked.about, QuestionAbout::PictureChanged { image: image.clone() });
    assert_eq!(engine.snapshot().queue.len(), 0, "nothing is kept before the answer");
    engine.send(Command::Answer { question: asked.id, choice: Choice::Proceed });
    let card = engine.wait(PATIENCE, |s| s.queue.iter().find(|c| c.task.state() == TaskState::Done).cloned());
    let sent = card.expect("done").task.pictures[&image.to_string()].clone();
    assert_ne!(sent, before.prepared.unwrap().sha256, "the new picture is sent");
    close(&engine);
    assert_eq!(world.charges(), 1);
}

#[test]
fn headless_a_picture_that_became_illegal_stops_the_wish() {
    let world = World::new(&[]);
    let engine = world.engine();
    let picture = copied(&world, FRAME);
    let (draft, image) = starting_on(&picture);
    measured(&engine, &image);
    std::fs::write(&picture, "now it is text").unwrap();
    submit_many(&engine, &draft, 1, false);
    engine.wait(PATIENCE, |s| s.submit_refused.clone()).expect("refused");
    assert!(engine.snapshot().followed.is_empty());
    close(&engine);
    assert_eq!(world.submits(), 0);
}

#[test]
fn a_wish_with_a_picture_survives_a_restart_without_its_file() {
    let world = World::new(&["429=100"]);
    let picture = copied(&world, FRAME);
    let engine = world.engine();
    let (draft, image) = starting_on(&picture);
    measured(&engine, &image);
    submit_many(&engine, &draft, 1, false);
    reaches(&engine, TaskState::Waiting);
    close(&engine);
    std::fs::remove_file(&picture).unwrap();
    let engine = world.engine();
    assert!(is_whole(&reaches(&engine, TaskState::Done)));
    close(&engine);
    assert_eq!(sandbox::charges(&world.home.path().join("vendor")).len(), 1);
}

#[test]
fn small_pictures_come_for_drafts_and_for_clips() {
    let world = World::new(&[]);
    let engine = world.engine();
    let batch = submit(&engine, "a poster");
    let clip = rest(&engine, batch)[0].clip.clone().unwrap();
    let missing = ImageRef::file(world.home.path().join("missing.png"));
    let picture = ThumbKey::Picture(ImageRef::file(copied(&world, FRAME)));
    let wanted = [(picture, true), (ThumbKey::Poster(clip.sha256.clone()), true), (ThumbKey::Picture(missing), false)];
    for (key, is_good) in wanted {
        engine.send(Command::WantThumb(key.clone()));
        let made = |snapshot: &Snapshot| match snapshot.thumbs.get(&key) {
            Some(Thumb::Here(pixels)) => Some(pixels.width > 0),
            Some(Thumb::Broken) => Some(false),
            Some(Thumb::Coming) | None => None,
        };
        assert_eq!(engine.wait(PATIENCE, made), Some(is_good), "{key:?}");
    }
    close(&engine);
}

const FRAME: &str = "frames/dusk.png";
const OTHER: &str = "fox/front.png";
