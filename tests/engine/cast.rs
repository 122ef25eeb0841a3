//! The cast owns its pictures, goes out as a folder and comes in again, and says what became of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use shotloom::engine::snapshot::Notice;
use shotloom::engine::{Command, Engine, Snapshot};
use shotloom::library::Library;
use shotloom::model::cast::Member;
use shotloom::model::{Element, ImageRef};

use super::desk::{notice, window};
use super::world::*;

fn fox(world: &World, name: &str) -> (Member, PathBuf) {
    let path = world.home.path().join(name);
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/fox/front.png"), &path).unwrap();
    let element = Element { images: vec![ImageRef::file(&path)], ..Element::named("fox") };
    (Member::of(&element, "c1"), path)
}

/// The cast once it is as it should be.
fn cast(engine: &Engine, until: impl Fn(&[Member]) -> bool) -> Arc<[Member]> {
    let found = engine.wait(PATIENCE, |s: &Snapshot| until(&s.cast).then(|| Arc::clone(&s.cast)));
    found.unwrap_or_else(|| panic!("{:?}", engine.snapshot().cast))
}

/// Every picture lies in the library.
fn owns(world: &World) -> impl Fn(&[Member]) -> bool {
    let library = world.library();
    let is_own = move |image: &ImageRef| image.path().is_some_and(|path| path.starts_with(&library) && path.exists());
    move |cast| !cast.is_empty() && cast.iter().flat_map(|member| &member.images).all(&is_own)
}

/// All that was said until something of this rule was.
fn notices(engine: &Engine, last: &str) -> Vec<Notice> {
    let mut said = Vec::new();
    for _ in 0..2_000 {
        said.extend(engine.notices());
        if said.iter().any(|notice: &Notice| notice.said.rule == last) {
            return said;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("{said:?}")
}

#[test]
fn a_picture_of_the_cast_is_the_librarys_own_and_outlives_the_file_it_was_taken_from() {
    let world = World::new(&[]);
    let engine = window(&world);
    let (member, path) = fox(&world, "front.png");
    engine.send(Command::KeepInCast(vec![member.clone()]));
    let kept = cast(&engine, owns(&world));
    assert!(kept[0].is_like(&member.element()), "it still knows the draft's picture");
    let bytes = std::fs::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    close(&engine);
    let engine = window(&world);
    let kept = cast(&engine, owns(&world));
    assert_eq!(std::fs::read(kept[0].images[0].path().unwrap()).unwrap(), bytes);
    close(&engine);
}

#[test]
fn a_cast_of_an_older_library_gets_pictures_of_its_own_at_the_next_start() {
    let world = World::new(&[]);
    let (member, _) = fox(&world, "front.png");
    Library::open(&world.library()).unwrap().library.keep_in_cast(&[member], 1).unwrap();
    let engine = window(&world);
    cast(&engine, owns(&world));
    close(&engine);
}

#[test]
fn a_picture_that_is_not_there_is_told_when_it_is_brought_and_not_again() {
    let world = World::new(&[]);
    let engine = window(&world);
    let element = Element { images: vec![ImageRef::file("/nowhere/fox.png")], ..Element::named("fox") };
    let member = Member::of(&element, "c1");
    engine.send(Command::KeepInCast(vec![member.clone()]));
    notices(&engine, "cast-picture-not-kept");
    engine.send(Command::KeepInCast(vec![Member { notes: "lost".into(), ..member }]));
    cast(&engine, |cast| cast.first().is_some_and(|member| &*member.notes == "lost"));
    engine.send(Command::DropFromCast(vec!["c1".into()]));
    let said = notices(&engine, "cast-dropped");
    assert!(said.iter().all(|notice| notice.said.rule != "cast-picture-not-kept"), "{said:?}");
    close(&engine);
}

#[test]
fn one_goes_to_the_archive_and_an_undo_brings_it_back() {
    let world = World::new(&[]);
    let engine = window(&world);
    let member = Member::of(&Element::named("fox"), "c1");
    engine.send(Command::KeepInCast(vec![member.clone()]));
    assert_eq!(notice(&engine), "cast-kept");
    engine.send(Command::KeepInCast(vec![Member { description: "a red fox".into(), ..member.clone() }]));
    engine.send(Command::KeepInCast(vec![Member { is_archived: true, ..member }]));
    let said = notices(&engine, "cast-archived").pop().unwrap();
    cast(&engine, |cast| cast[0].is_archived);
    engine.send(said.undo.expect("an undo"));
    let back = cast(&engine, |cast| !cast[0].is_archived);
    assert_eq!(&*back[0].description, "a red fox");
    assert_eq!(notice(&engine), "cast-brought-back");
    close(&engine);
}

#[test]
fn a_cast_goes_from_one_library_to_another_and_an_undo_takes_it_out_again() {
    let (here, there) = (World::new(&[]), World::new(&[]));
    let engine = window(&here);
    let (member, path) = fox(&here, "front.png");
    let out = here.home.path().join("cast");
    engine.send(Command::KeepInCast(vec![Member { notes: "torn ear".into(), ..member }]));
    cast(&engine, owns(&here));
    engine.send(Command::ExportCast { ids: vec!["c1".into(), "nobody".into()], to: out.clone() });
    notices(&engine, "cast-exported");
    close(&engine);

    let engine = window(&there);
    engine.send(Command::ImportCast(out.clone()));
    let said = notices(&engine, "cast-imported").pop().unwrap();
    let came = cast(&engine, owns(&there));
    assert_eq!((&*came[0].id, &*came[0].name, &*came[0].notes), ("c1", "fox", "torn ear"));
    assert_eq!(std::fs::read(came[0].images[0].path().unwrap()).unwrap(), std::fs::read(&path).unwrap());
    engine.send(Command::ImportCast(out));
    notices(&engine, "cast-import-known");
    engine.send(said.undo.expect("an undo"));
    cast(&engine, <[Member]>::is_empty);
    engine.send(Command::ImportCast(there.home.path().to_owned()));
    notices(&engine, "cast-folder-none");
    close(&engine);
}
