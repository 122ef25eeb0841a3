//! Drafts, clips and the library itself: nothing typed is lost, nothing deleted is gone before its undo.

use std::sync::Arc;
use std::time::Duration;

use shotloom::engine::snapshot::{DraftId, GalleryQuery, Phase};
use shotloom::engine::{self, Audience, Command, Engine, Settings, Snapshot, StartOptions, WriteTo};
use shotloom::model::cast::{KeptName, Member};
use shotloom::model::{Draft, Element, Language, TaskState};

use super::world::*;

pub fn window(world: &World) -> Engine {
    open(StartOptions { audience: Audience::Window, ..world.options() })
}

/// The draft on the desk once it carries this prompt.
pub fn on_desk(engine: &Engine, prompt: &str) -> (DraftId, Arc<Draft>) {
    let found = |s: &Snapshot| {
        let desk = s.desk.as_ref().filter(|desk| &*desk.draft.prompt == prompt)?;
        Some((desk.id.clone(), Arc::clone(&desk.draft)))
    };
    engine.wait(PATIENCE, found).unwrap_or_else(|| panic!("not {prompt:?}: {:?}", engine.snapshot().desk))
}

#[test]
fn what_was_typed_last_lies_on_the_desk_after_a_restart() {
    let world = World::new(&[]);
    let engine = window(&world);
    let (id, _) = on_desk(&engine, "");
    for prompt in ["a", "a f", "a fo", "a fox"] {
        engine.send(Command::SaveDraft { id: id.clone(), draft: Arc::new(draft(prompt)) });
    }
    close(&engine);
    let engine = window(&world);
    assert_eq!(on_desk(&engine, "a fox").0, id);
    close(&engine);
}

#[test]
fn a_draft_is_doubled_deleted_and_brought_back() {
    let world = World::new(&[]);
    let engine = window(&world);
    engine.send(Command::NewDraftFrom(Arc::new(draft("the original"))));
    let (id, _) = on_desk(&engine, "the original");
    engine.send(Command::DuplicateDraft(id.clone()));
    let is_doubled = |s: &Snapshot| (s.desk.as_ref()?.id != id && s.drafts.len() == 3).then_some(());
    engine.wait(PATIENCE, is_doubled).expect("doubled");
    engine.send(Command::DeleteDraft(id.clone()));
    let is_gone = |s: &Snapshot| s.drafts.iter().all(|line| line.id != id).then_some(());
    engine.wait(PATIENCE, is_gone).expect("deleted");
    engine.send(Command::RestoreDraft(id.clone()));
    let is_back = |s: &Snapshot| s.drafts.iter().any(|line| line.id == id).then_some(());
    engine.wait(PATIENCE, is_back).expect("back in the list");
    assert_ne!(engine.snapshot().desk.as_ref().unwrap().id, id, "the draft on the desk stays there");
    engine.send(Command::DeleteDraft(id.clone()));
    engine.send(Command::ReopenDraft(id.clone()));
    let is_on_desk = |s: &Snapshot| (s.desk.as_ref()?.id == id).then_some(());
    engine.wait(PATIENCE, is_on_desk).expect("on the desk");
    close(&engine);
}

#[test]
fn a_storyboard_goes_out_to_a_file_and_comes_back() {
    let world = World::new(&[]);
    let engine = window(&world);
    let path = world.home.path().join("fox.shot.json");
    let (id, _) = on_desk(&engine, "");
    let to = WriteTo::Path(path.clone());
    engine.send(Command::ExportFile { id, draft: Arc::new(draft("a fox abroad")), to });
    assert_eq!(notice(&engine), "draft-exported");
    engine.send(Command::ImportFile(path));
    on_desk(&engine, "a fox abroad");
    engine.send(Command::ImportFile(world.home.path().join("missing.shot.json")));
    assert_eq!(notice(&engine), "draft-file-unreadable");
    close(&engine);
}

/// The next passing word.
pub fn notice(engine: &Engine) -> String {
    for _ in 0..2_000 {
        if let Some(notice) = engine.notices().pop() {
            return notice.said.rule;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("nothing was said")
}

#[test]
fn a_deleted_clip_comes_back_and_its_prompt_never_left() {
    let world = World::new(&[]);
    let engine = window(&world);
    engine.send(Command::Browse(GalleryQuery { len: 20, ..GalleryQuery::default() }));
    submit(&engine, "a boat to lose");
    let card = engine.wait(PATIENCE, |s| s.gallery.cards.first().cloned()).expect("in the gallery");
    let (id, path) = (card.task.id.clone(), card.clip.unwrap().path.clone());

    engine.send(Command::DeleteClips(vec![id.clone()]));
    engine.wait(PATIENCE, |s| (s.gallery.total == 0).then_some(())).expect("out of the gallery");
    assert!(!path.exists());
    let kept = |s: &Snapshot| s.queue.iter().find(|card| card.task.id == id && card.is_trashed).cloned();
    assert_eq!(&*engine.wait(PATIENCE, kept).expect("the record stays").task.draft.prompt, "a boat to lose");

    engine.send(Command::UndoDelete(vec![id.clone()]));
    engine.wait(PATIENCE, |s| (s.gallery.total == 1).then_some(())).expect("back in the gallery");
    assert!(path.exists());

    let copy = world.home.path().join("copy.mp4");
    engine.send(Command::SaveCopy { task: id, to: copy.clone() });
    while notice(&engine) != "clip-copied" {}
    assert_eq!(std::fs::read(&copy).unwrap(), std::fs::read(&path).unwrap());
    close(&engine);
}

#[test]
fn a_clips_folder_that_is_away_holds_the_download_until_it_is_back() {
    let world = World::new(&["slow=1"]);
    let engine = world.engine();
    submit(&engine, "a boat without a harbour");
    reaches(&engine, TaskState::Running);
    let clips = world.library().join("clips");
    std::fs::remove_dir_all(&clips).unwrap();
    std::fs::write(&clips, "in the way").unwrap();
    let is_held = |s: &Snapshot| {
        let card = s.followed.first()?;
        (card.task.state() == TaskState::Ready && card.task.trouble.is_some()).then_some(())
    };
    engine.wait(PATIENCE, is_held).expect("held");
    std::fs::remove_file(&clips).unwrap();
    let card = reaches(&engine, TaskState::Done);
    assert_eq!(card.task.life.tries.downloads, 0, "a folder that is away is not counted");
    close(&engine);
}

#[test]
fn a_second_window_on_the_same_library_says_so_and_changes_nothing() {
    let world = World::new(&[]);
    let first = world.engine();
    let second = engine::start(world.options(), || {});
    let closed = second.wait(PATIENCE, |snapshot| match &snapshot.phase {
        Phase::Closed(trouble) => Some(trouble.rule.clone()),
        Phase::Starting | Phase::Open => None,
    });
    assert_eq!(closed.as_deref(), Some("library-owned"));
    close(&second);
    close(&first);
}

#[test]
fn settings_are_there_after_a_restart() {
    let world = World::new(&[]);
    let chosen = Settings { language: Some(Language::Chinese), volume: 0.25, ..Settings::default() };
    let engine = world.engine();
    engine.send(Command::ChangeSettings(chosen.clone().into()));
    close(&engine);
    let engine = world.engine();
    assert_eq!(*engine.snapshot().settings, chosen);
    close(&engine);
}

#[test]
fn a_waiting_task_can_be_cancelled_and_is_never_sent() {
    let world = World::new(&["429=600:all"]);
    let engine = world.engine();
    submit(&engine, "a boat nobody wants");
    let id = reaches(&engine, TaskState::Waiting).task.id.clone();
    engine.send(Command::Cancel(id));
    reaches(&engine, TaskState::Cancelled);
    close(&engine);
    assert_eq!((world.submits(), world.charges()), (1, 0));
}

#[test]
fn an_ended_task_is_sent_again_as_a_new_wish() {
    let world = World::new(&["failed-task"]);
    let engine = world.engine();
    let batch = submit(&engine, "a boat once more");
    let id = rest(&engine, batch)[0].task.id.clone();
    let batch = engine.snapshot().next_batch;
    for _ in 0..3 {
        engine.send(Command::RunAgain { batch, task: id.clone() });
    }
    let again = rest(&engine, batch);
    assert_eq!((again.len(), again[0].task.state()), (1, TaskState::Done));
    close(&engine);
    assert_eq!(world.charges(), 2);
}

#[test]
fn another_look_at_a_failed_download_may_still_bring_the_video() {
    let world = World::new(&["download-html:5"]);
    let engine = world.engine();
    let batch = submit(&engine, "a damaged boat");
    let card = rest(&engine, batch).pop().unwrap();
    assert_eq!(card.task.state(), TaskState::Failed);
    engine.send(Command::LookAgain(card.task.id.clone()));
    assert!(is_whole(&reaches(&engine, TaskState::Done)));
    close(&engine);
    assert_eq!(world.charges(), 1);
}

#[test]
fn an_idle_engine_wakes_nobody() {
    let world = World::new(&[]);
    let wakes = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = Arc::clone(&wakes);
    let options = StartOptions { audience: Audience::Window, ..world.options() };
    let engine = engine::start(options, move || {
        counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    });
    engine.wait(PATIENCE, |s| (s.phase == Phase::Open && s.desk.is_some()).then_some(())).expect("open");
    std::thread::sleep(Duration::from_millis(300));
    let before = wakes.load(std::sync::atomic::Ordering::SeqCst);
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(wakes.load(std::sync::atomic::Ordering::SeqCst), before);
    close(&engine);
}

#[test]
fn the_cast_outlives_the_window_and_a_draft_may_keep_its_own_name() {
    let world = World::new(&[]);
    let engine = window(&world);
    let member = Member::of(&Element::named("fox"), "c1");
    engine.send(Command::KeepInCast(vec![member.clone()]));
    assert_eq!(notice(&engine), "cast-kept");
    engine.send(Command::RenameInCast { id: "c1".into(), name: "vixen".into() });
    let kept = KeptName { draft: "d1".into(), cast_id: "c1".into(), name: "vixen".into() };
    engine.send(Command::KeepName(kept.clone()));
    close(&engine);

    let engine = window(&world);
    let is_there = |s: &Snapshot| {
        let names: Vec<&str> = s.cast.iter().map(|member| &*member.name).collect();
        (names == ["vixen"] && *s.kept_names == [kept.clone()]).then_some(())
    };
    engine.wait(PATIENCE, is_there).expect("there after a restart");
    engine.send(Command::DropFromCast(vec!["c1".into()]));
    engine.wait(PATIENCE, |s| s.cast.is_empty().then_some(())).expect("dropped");
    let undo = loop {
        if let Some(undo) = engine.notices().into_iter().find_map(|notice| notice.undo) {
            break undo;
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    engine.send(undo);
    engine.wait(PATIENCE, |s| (s.cast.len() == 1).then_some(())).expect("brought back");
    close(&engine);
}
