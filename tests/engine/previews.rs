//! Posters, filmstrips and flags: made once, kept beside the clips, and never the reason for a loss.

use std::path::PathBuf;
use std::time::Duration;

use shotloom::engine::snapshot::{GalleryQuery, TaskCard, Thumb, ThumbKey};
use shotloom::engine::{Command, Engine, Snapshot};
use shotloom::model::image::Sha256;
use shotloom::model::{Clip, Flag, TaskId};

use super::desk::{notice, window};
use super::world::*;

/// A library with one finished clip.
fn furnished() -> (World, Clip) {
    let world = World::new(&[]);
    let engine = world.engine();
    let batch = submit(&engine, "a boat to look at");
    let clip = rest(&engine, batch)[0].clip.clone().unwrap();
    close(&engine);
    (world, (*clip).clone())
}

fn cached(world: &World, kind: &str, sha256: &Sha256) -> PathBuf {
    world.library().join("cache").join(kind).join(sha256.as_str())
}

/// Asks for a small picture and waits: its size, or `None` where there is none to be had.
fn thumb(engine: &Engine, key: &ThumbKey) -> Option<(u32, u32)> {
    engine.send(Command::WantThumb(key.clone()));
    let made = |snapshot: &Snapshot| match snapshot.thumbs.get(key) {
        Some(Thumb::Here(pixels)) => Some(Some((pixels.width, pixels.height))),
        Some(Thumb::Broken) => Some(None),
        Some(Thumb::Coming) | None => None,
    };
    engine.wait(PATIENCE, made).unwrap()
}

/// A new engine asks; the old one's memory is gone.
fn asked_anew(world: &World, key: &ThumbKey) -> Option<(u32, u32)> {
    let engine = world.engine();
    let found = thumb(&engine, key);
    close(&engine);
    found
}

#[test]
fn a_preview_is_made_once_and_comes_from_the_disk_ever_after() {
    let (world, clip) = furnished();
    for (key, kind) in
        [(ThumbKey::Poster(clip.sha256.clone()), "posters"), (ThumbKey::Filmstrip(clip.sha256.clone()), "filmstrips")]
    {
        let whole = std::fs::read(&clip.path).unwrap();
        let size = asked_anew(&world, &key).expect("it can be made");
        let file = cached(&world, kind, &clip.sha256);
        assert!(file.exists(), "{kind}");

        // Nothing could be made of this.
        std::fs::write(&clip.path, b"no video").unwrap();
        assert_eq!(asked_anew(&world, &key), Some(size), "{kind} are read, not made");

        let mut damaged = std::fs::read(&file).unwrap();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 0x10;
        std::fs::write(&file, damaged).unwrap();
        assert_eq!(asked_anew(&world, &key), None, "damaged {kind} are not shown");

        std::fs::write(&clip.path, whole).unwrap();
        assert_eq!(asked_anew(&world, &key), Some(size), "{kind} are made anew");
        assert!(file.exists());
    }
}

#[test]
fn the_cache_may_be_deleted_under_a_running_engine() {
    let (world, clip) = furnished();
    let engine = world.engine();
    let key = ThumbKey::Filmstrip(clip.sha256.clone());
    assert!(thumb(&engine, &key).is_some());
    std::fs::remove_dir_all(world.library().join("cache")).unwrap();
    assert!(thumb(&engine, &ThumbKey::Poster(clip.sha256)).is_some());
    close(&engine);
}

#[test]
fn previews_are_counted_and_cleared() {
    let (world, clip) = furnished();
    let engine = window(&world);
    assert_eq!(engine.wait(PATIENCE, |s| s.previews_bytes), Some(0));
    thumb(&engine, &ThumbKey::Poster(clip.sha256.clone())).unwrap();
    let on_disk = std::fs::metadata(cached(&world, "posters", &clip.sha256)).unwrap().len();
    let is_counted = |s: &Snapshot| (s.previews_bytes == Some(on_disk)).then_some(());
    engine.wait(PATIENCE, is_counted).expect("the poster is counted");
    engine.send(Command::ClearPreviews);
    engine.wait(PATIENCE, |s| (s.previews_bytes == Some(0)).then_some(())).expect("nothing is left");
    assert!(!cached(&world, "posters", &clip.sha256).exists());
    close(&engine);
}

#[test]
fn a_finished_clip_gets_its_previews_unasked_at_a_window() {
    let world = World::new(&[]);
    let engine = window(&world);
    engine.send(Command::Browse(GalleryQuery { len: 20, ..GalleryQuery::default() }));
    submit(&engine, "a boat that is ready");
    let card = engine.wait(PATIENCE, |s| s.gallery.cards.first().cloned()).expect("in the gallery");
    let sha256 = card.clip.unwrap().sha256.clone();
    let files = ["posters", "filmstrips"].map(|kind| cached(&world, kind, &sha256));
    let are_there = |_: &Snapshot| files.iter().all(|file| file.exists()).then_some(());
    engine.wait(PATIENCE, are_there).expect("both are made");
    assert!(engine.snapshot().thumbs.is_empty(), "nobody looked: they wait on the disk");
    close(&engine);
}

#[test]
fn no_filmstrip_is_made_while_clips_are_compared() {
    let (world, clip) = furnished();
    let engine = world.engine();
    let card = shotloom::engine::reading::tasks(&world.library(), "").unwrap().remove(0);
    engine.send(Command::Compare(vec![card.task.id.clone()]));
    engine.wait(PATIENCE, |s| (s.compared.len() == 1).then_some(())).expect("it is compared");
    let key = ThumbKey::Filmstrip(clip.sha256.clone());
    engine.send(Command::WantThumb(key.clone()));
    let is_here = |s: &Snapshot| matches!(s.thumbs.get(&key), Some(Thumb::Here(_))).then_some(());
    assert!(engine.wait(Duration::from_millis(700), is_here).is_none(), "it waits");
    engine.send(Command::Compare(Vec::new()));
    engine.wait(PATIENCE, is_here).expect("it goes on when the stage is free");
    close(&engine);
}

#[test]
fn no_filmstrip_is_made_while_a_clip_plays() {
    let (world, clip) = furnished();
    let engine = world.engine();
    let card = shotloom::engine::reading::tasks(&world.library(), "").unwrap().remove(0);
    engine.send(Command::Watch(Some(card.task.id.clone())));
    engine.send(Command::Playing(true));
    let key = ThumbKey::Filmstrip(clip.sha256.clone());
    engine.send(Command::WantThumb(key.clone()));
    let is_here = |s: &Snapshot| matches!(s.thumbs.get(&key), Some(Thumb::Here(_))).then_some(());
    assert!(engine.wait(Duration::from_millis(700), is_here).is_none(), "it waits");
    engine.send(Command::Playing(false));
    engine.wait(PATIENCE, is_here).expect("a clip that stands leaves time for its own strip");
    close(&engine);
}

#[test]
fn a_viewer_that_is_left_while_its_clip_plays_holds_nothing_up() {
    let (world, clip) = furnished();
    let engine = world.engine();
    let card = shotloom::engine::reading::tasks(&world.library(), "").unwrap().remove(0);
    engine.send(Command::Watch(Some(card.task.id.clone())));
    engine.send(Command::Playing(true));
    engine.send(Command::Watch(None));
    assert!(thumb(&engine, &ThumbKey::Filmstrip(clip.sha256)).is_some());
    close(&engine);
}

#[test]
fn the_engine_ends_while_a_filmstrip_waits() {
    let (world, clip) = furnished();
    let engine = world.engine();
    let card = shotloom::engine::reading::tasks(&world.library(), "").unwrap().remove(0);
    engine.send(Command::Compare(vec![card.task.id.clone()]));
    engine.send(Command::WantThumb(ThumbKey::Filmstrip(clip.sha256)));
    close(&engine);
}

fn flags_of(cards: &[TaskCard]) -> Vec<Flag> {
    cards.iter().map(|card| card.flag).collect()
}

#[test]
fn a_flag_is_kept_shown_everywhere_and_taken_back() {
    let world = World::new(&[]);
    let engine = window(&world);
    engine.send(Command::Browse(GalleryQuery { len: 20, ..GalleryQuery::default() }));
    submit_many(&engine, &draft("a boat"), 2, false);
    let both = |s: &Snapshot| (s.gallery.cards.len() == 2).then(|| s.gallery.cards.clone());
    let cards = engine.wait(PATIENCE, both).expect("in the gallery");
    let ids: Vec<TaskId> = cards.iter().map(|card| card.task.id.clone()).collect();
    engine.send(Command::Compare(ids.clone()));
    while !engine.notices().is_empty() {}

    engine.send(Command::Flag(vec![(ids[0].clone(), Flag::Picked), (ids[1].clone(), Flag::Picked)]));
    assert_eq!(notice(&engine), "clips-picked");
    let picked = |s: &Snapshot| {
        let lists = [&s.gallery.cards[..], &s.compared];
        lists.iter().all(|cards| flags_of(cards) == [Flag::Picked; 2]).then_some(())
    };
    engine.wait(PATIENCE, picked).expect("picked everywhere");

    engine.send(Command::Flag(vec![(ids[1].clone(), Flag::Rejected)]));
    let said = engine.wait(PATIENCE, |s| (flags_of(&s.compared) == [Flag::Picked, Flag::Rejected]).then_some(()));
    said.expect("rejected");
    let notices = engine.notices();
    let undo = notices.iter().find(|notice| notice.said.rule == "clips-rejected").and_then(|n| n.undo.clone());
    engine.send(undo.expect("a way back"));
    engine.wait(PATIENCE, picked).expect("as it was before, not undecided");

    engine.send(Command::Flag(vec![(ids[0].clone(), Flag::Unflagged)]));
    engine.send(Command::Browse(GalleryQuery { flag: Some(Flag::Picked), len: 20, ..GalleryQuery::default() }));
    let one = |s: &Snapshot| (s.gallery.total == 1 && s.gallery.query.flag.is_some()).then(|| s.gallery.cards.clone());
    assert_eq!(engine.wait(PATIENCE, one).expect("one is picked")[0].task.id, ids[1]);
    close(&engine);

    let engine = window(&world);
    engine.send(Command::Browse(GalleryQuery { flag: Some(Flag::Picked), len: 20, ..GalleryQuery::default() }));
    engine.wait(PATIENCE, one).expect("still picked after a restart");
    close(&engine);
}

#[test]
fn flagging_what_is_flagged_already_says_nothing() {
    let world = World::new(&[]);
    let engine = window(&world);
    engine.send(Command::Browse(GalleryQuery { len: 20, ..GalleryQuery::default() }));
    submit(&engine, "a boat");
    let card = engine.wait(PATIENCE, |s| s.gallery.cards.first().cloned()).expect("in the gallery");
    while !engine.notices().is_empty() {}
    engine.send(Command::Flag(vec![(card.task.id.clone(), Flag::Unflagged)]));
    engine.send(Command::Flag(vec![(card.task.id.clone(), Flag::Rejected)]));
    assert_eq!(notice(&engine), "clips-rejected", "the first thing that is said");
    close(&engine);
}
