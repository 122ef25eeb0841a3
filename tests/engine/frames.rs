//! Frames taken out of finished clips: exactly the pixels that were decoded, and where each one goes.

use std::path::{Path, PathBuf};
use std::time::Instant;

use shotloom::engine::snapshot::{Desk, DraftId, Got, Taken, TaskCard};
use shotloom::engine::{Command, Engine, FrameFor, Snapshot};
use shotloom::media::{Pixels, decode};
use shotloom::model::{ContinuedFrom, Element, ImageRef, PicturePlace, TaskId, TaskState};

use super::desk::{notice, on_desk, window};
use super::world::*;

/// A window with one finished video.
fn with_clip(world: &World) -> (Engine, TaskCard) {
    let engine = window(world);
    submit(&engine, "a paper boat");
    let done = |s: &Snapshot| s.queue.iter().find(|card| card.task.state() == TaskState::Done).cloned();
    let card = engine.wait(PATIENCE, done).unwrap();
    (engine, card)
}

/// What came of the frame that was asked for.
fn taken(engine: &Engine) -> Taken {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(taken) = engine.taken().pop() {
            return taken;
        }
        assert!(Instant::now() < deadline, "no frame came");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

fn take(engine: &Engine, card: &TaskCard, frame: u64, into: FrameFor) -> Option<Got> {
    engine.send(Command::TakeFrame { task: card.task.id.clone(), frame, into: into.clone() });
    let taken = taken(engine);
    assert_eq!((&taken.task, taken.frame, &taken.into), (&card.task.id, frame, &into));
    taken.got
}

fn decoded(card: &TaskCard, frame: u64) -> Pixels {
    decode::frame(&card.clip.as_ref().unwrap().path, usize::try_from(frame).unwrap()).unwrap()
}

fn read(path: &Path) -> Pixels {
    let picture = image::open(path).unwrap();
    assert_eq!(picture.color(), image::ColorType::Rgb8, "nothing for a vendor to flatten");
    let picture = picture.into_rgba8();
    Pixels { width: picture.width(), height: picture.height(), rgba: picture.into_raw() }
}

fn kept(got: Option<Got>) -> PathBuf {
    let Some(Got::Kept(path)) = got else { panic!("not kept: {got:?}") };
    path
}

#[test]
fn a_frame_kept_for_a_draft_has_the_decoded_pixels() {
    let world = World::new(&[]);
    let (engine, card) = with_clip(&world);
    let last = card.clip.as_ref().unwrap().last_frame();
    for (frame, place) in [
        (0, PicturePlace::LastFrame),
        (7, PicturePlace::View(Element::named("fox").key())),
        (last, PicturePlace::Reference),
    ] {
        let into = FrameFor::Draft { id: DraftId("any".into()), place };
        let path = kept(take(&engine, &card, frame, into));
        assert!(path.starts_with(world.library()) && path.to_string_lossy().contains(&format!("frame {frame}")));
        assert!(read(&path) == decoded(&card, frame), "frame {frame} is another picture");
    }
    close(&engine);
}

#[test]
fn frames_side_by_side_are_not_the_same_picture() {
    let world = World::new(&[]);
    let (engine, card) = with_clip(&world);
    let into = || FrameFor::Draft { id: DraftId("any".into()), place: PicturePlace::FirstFrame };
    let [one, other] = [10, 11].map(|frame| read(&kept(take(&engine, &card, frame, into()))));
    assert!(one != other);
    close(&engine);
}

#[test]
fn a_frame_for_the_clipboard_comes_as_pixels_and_is_kept_nowhere() {
    let world = World::new(&[]);
    let (engine, card) = with_clip(&world);
    let before = files(&world.library().join("pictures"));
    let Some(Got::Pixels(pixels)) = take(&engine, &card, 3, FrameFor::Clipboard) else { panic!("no pixels") };
    assert!(*pixels == decoded(&card, 3));
    assert_eq!(files(&world.library().join("pictures")), before);
    close(&engine);
}

#[test]
fn a_frame_is_saved_where_a_person_wants_it() {
    let world = World::new(&[]);
    let (engine, card) = with_clip(&world);
    engine.notices();
    let path = world.home.path().join("frame.png");
    assert!(matches!(take(&engine, &card, 5, FrameFor::File(path.clone())), Some(Got::Written)));
    assert_eq!(notice(&engine), "frame-saved");
    assert!(read(&path) == decoded(&card, 5));
    let nowhere = world.home.path().join("no such folder/frame.png");
    assert!(take(&engine, &card, 5, FrameFor::File(nowhere)).is_none());
    assert_ne!(notice(&engine), "frame-saved");
    close(&engine);
}

#[test]
fn what_goes_on_begins_with_the_frame_and_knows_where_it_came_from() {
    let world = World::new(&[]);
    let (engine, card) = with_clip(&world);
    let last = card.clip.as_ref().unwrap().last_frame();
    let path = kept(take(&engine, &card, last, FrameFor::NewDraft));
    // The draft is there before the frame is handed over.
    let draft = engine.snapshot().desk.as_ref().unwrap().draft.clone();
    let from = ContinuedFrom { task: card.task.id.0.clone(), frame: last };
    assert_eq!(draft.continued_from, Some(from.clone()));
    assert_eq!(draft.frames.first, Some(ImageRef::file(&path)));
    assert!(read(&path) == decoded(&card, last));
    assert_eq!(draft.seconds, card.task.draft.seconds);
    close(&engine);
    let engine = window(&world);
    assert_eq!(on_desk(&engine, "").1.continued_from, Some(from), "it is so after a restart, too");
    close(&engine);
}

#[test]
fn the_draft_on_the_desk_names_the_video_it_goes_on_from() {
    let world = World::new(&[]);
    let (engine, card) = with_clip(&world);
    assert_eq!(engine.snapshot().desk_origin, None);
    take(&engine, &card, 2, FrameFor::NewDraft);
    let origin = engine.snapshot().desk_origin.clone().expect("it is told with the draft");
    assert_eq!((origin.task, &*origin.heading), (card.task.id.clone(), "a paper boat"));
    let Desk { id, draft, .. } = engine.snapshot().desk.clone().unwrap();
    let other = shotloom::model::Draft { continued_from: None, ..(*draft).clone() };
    engine.send(Command::SaveDraft { id: id.clone(), draft: other.into() });
    engine.wait(PATIENCE, |s| s.desk_origin.is_none().then_some(())).expect("it goes on from nothing any more");
    let from = ContinuedFrom { task: "no such task".into(), frame: 1 };
    let other = shotloom::model::Draft { continued_from: Some(from), ..(*draft).clone() };
    engine.send(Command::SaveDraft { id, draft: other.into() });
    let is_told = |s: &Snapshot| s.desk.as_ref()?.draft.continued_from.is_some().then(|| s.desk_origin.clone());
    assert_eq!(engine.wait(PATIENCE, is_told), Some(None), "what the library has not is not named");
    close(&engine);
}

#[test]
fn a_card_names_the_video_it_goes_on_from() {
    let world = World::new(&[]);
    let (engine, card) = with_clip(&world);
    take(&engine, &card, 2, FrameFor::NewDraft);
    let next = engine.snapshot().desk.as_ref().unwrap().draft.clone();
    let next = shotloom::model::Draft { prompt: "and on it goes".into(), ..(*next).clone() };
    super::pictures::measured(&engine, next.frames.first.as_ref().unwrap());
    submit_many(&engine, &next, 1, false);
    let sent = |s: &Snapshot| s.queue.iter().find(|card| &*card.task.draft.prompt == "and on it goes").cloned();
    assert_eq!(engine.wait(PATIENCE, sent).expect("a card").continues.as_deref(), Some("a paper boat"));
    close(&engine);
}

#[test]
fn a_frame_that_is_not_there_is_said_so_and_nothing_changes() {
    let world = World::new(&[]);
    let (engine, card) = with_clip(&world);
    engine.notices();
    let opened = engine.snapshot().desk.as_ref().unwrap().opened;
    assert!(take(&engine, &card, 99_999, FrameFor::NewDraft).is_none());
    assert_eq!(notice(&engine), "clip-no-such-frame");
    engine.send(Command::TakeFrame { task: TaskId("no such task".into()), frame: 0, into: FrameFor::Clipboard });
    assert!(taken(&engine).got.is_none());
    assert_eq!(notice(&engine), "clip-gone");
    assert_eq!(engine.snapshot().desk.as_ref().unwrap().opened, opened);
    close(&engine);
}

#[test]
fn a_task_that_no_list_shows_can_be_watched() {
    let world = World::new(&[]);
    let (engine, card) = with_clip(&world);
    assert!(engine.snapshot().watched.is_none());
    engine.send(Command::Watch(Some(card.task.id.clone())));
    let watched = engine.wait(PATIENCE, |s| s.watched.clone()).expect("watched");
    assert_eq!(watched.clip, card.clip);
    engine.send(Command::DeleteClips(vec![card.task.id.clone()]));
    engine.wait(PATIENCE, |s| s.watched.as_ref()?.is_trashed.then_some(())).expect("it follows the trash");
    engine.send(Command::Watch(None));
    engine.wait(PATIENCE, |s| s.watched.is_none().then_some(())).expect("nobody looks any more");
    close(&engine);
}
