//! Repairs: a new picture, kept and measured; the old one is as it was.

use std::path::{Path, PathBuf};

use shotloom::engine::snapshot::RepairState;
use shotloom::engine::{Command, Engine};
use shotloom::model::image::{ImageRef, PictureFormat, PictureState};
use shotloom::model::repair::{Repair, plan};
use shotloom::vendors;

use super::pictures::measured;
use super::world::*;

fn sample(world: &World, name: &str) -> (ImageRef, Vec<u8>) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media/pictures").join(name);
    let path: PathBuf = world.home.path().join(name);
    std::fs::copy(from, &path).unwrap();
    (ImageRef::file(&path), std::fs::read(&path).unwrap())
}

/// What came of the repair.
fn repaired(engine: &Engine, image: &ImageRef, repairs: Vec<Repair>, ticket: u64) -> RepairState {
    engine.send(Command::Repair { image: image.clone(), repairs, ticket });
    let ended = |state: &RepairState| match state {
        RepairState::UnderWay => None,
        RepairState::Done(_) | RepairState::Failed(_) => Some(state.clone()),
    };
    engine.wait(PATIENCE, |snapshot| snapshot.repairs.get(&ticket).and_then(ended)).unwrap()
}

#[test]
fn a_repaired_picture_is_legal_and_the_old_one_is_left_alone() {
    let world = World::new(&[]);
    let engine = world.engine();
    let limits = &vendors::row(vendors::DEFAULT_OFFERING).unwrap().caps.pictures;
    for (ticket, name) in (1..).zip(["webp_named.png", "anim.gif", "cmyk.jpg", "anim.png"]) {
        let (image, given) = sample(&world, name);
        let PictureState::Measured(before) = measured(&engine, &image) else { panic!("{name} is a picture") };
        let RepairState::Done(new) = repaired(&engine, &image, plan(&before.facts, limits), ticket) else {
            panic!("{name} can be repaired")
        };
        let facts = engine.snapshot().facts.get(&new).cloned();
        let Some(PictureState::Measured(after)) = facts else { panic!("{name}: measured before it is told of") };
        assert!(matches!(after.facts.format, PictureFormat::Jpeg | PictureFormat::Png), "{name}");
        assert_eq!(plan(&after.facts, limits), [], "{name}");
        let kept = new.path().unwrap();
        assert!(kept.starts_with(world.library()), "{name} is kept in the library: {kept:?}");
        let prepared = after.prepared.unwrap();
        assert_eq!(std::fs::metadata(kept).unwrap().len(), prepared.bytes, "{name} is sent as it was made");
        assert_eq!(std::fs::read(image.path().unwrap()).unwrap(), given, "{name} is left alone");
    }
    close(&engine);
}

#[test]
fn a_repair_that_cannot_be_done_says_why() {
    let world = World::new(&[]);
    let engine = world.engine();
    let missing = ImageRef::file(world.home.path().join("missing.png"));
    let link = ImageRef::parse("https://example.com/a.png");
    for (ticket, image, rule) in [(1, missing, "picture-missing"), (2, link, "engine-no-local-picture")] {
        let state = repaired(&engine, &image, vec![Repair::Convert], ticket);
        assert!(matches!(&state, RepairState::Failed(trouble) if trouble.rule == rule), "{state:?}");
    }
    close(&engine);
}
