//! Drafts as a person keeps them: in files, in a bin, in a list; and every prompt they ever sent.

use std::path::Path;
use std::sync::Arc;

use shotloom::engine::snapshot::{DraftId, DraftPage, DraftQuery, DraftShelf, PromptPage, PromptQuery};
use shotloom::engine::{Command, Engine, Snapshot, WriteTo, door};
use shotloom::model::sent::Wording;
use shotloom::model::{Cut, Draft, Secs, Storyboard};

use super::desk::{notice, on_desk, window};
use super::world::*;

fn query(shelf: DraftShelf, search: &str) -> DraftQuery {
    DraftQuery { shelf, search: search.to_owned(), first: 0, len: 50 }
}

/// The answer to a question about the list, once it is as it should be.
fn listed(engine: &Engine, query: &DraftQuery, until: impl Fn(&DraftPage) -> bool) -> Arc<DraftPage> {
    engine.send(Command::BrowseDrafts(query.clone()));
    let is_it = |s: &Snapshot| (s.draft_page.query == *query && until(&s.draft_page)).then(|| s.draft_page.clone());
    engine.wait(PATIENCE, is_it).unwrap_or_else(|| panic!("{:?}", engine.snapshot().draft_page))
}

fn its_file(engine: &Engine, path: Option<&Path>) {
    let is_it = |s: &Snapshot| (s.desk_file.as_deref() == path).then_some(());
    engine.wait(PATIENCE, is_it).unwrap_or_else(|| panic!("{:?}", engine.snapshot().desk_file));
}

fn write(engine: &Engine, id: &DraftId, draft: &Draft, to: WriteTo) -> String {
    engine.send(Command::ExportFile { id: id.clone(), draft: Arc::new(draft.clone()), to });
    notice(engine)
}

#[test]
fn a_draft_goes_on_being_written_to_its_file() {
    let world = World::new(&[]);
    let engine = window(&world);
    let path = world.home.path().join("fox.shot.json");
    let (id, _) = on_desk(&engine, "");
    assert_eq!(write(&engine, &id, &draft("a fox"), WriteTo::ItsFile), "draft-without-file");
    assert_eq!(write(&engine, &id, &draft("a fox"), WriteTo::Path(path.clone())), "draft-exported");
    its_file(&engine, Some(&path));
    assert_eq!(write(&engine, &id, &draft("a fox, again"), WriteTo::ItsFile), "draft-exported");
    assert!(std::fs::read_to_string(&path).unwrap().contains("a fox, again"));

    // A copy, and a new draft, are nobody's file.
    engine.send(Command::DuplicateDraft(id.clone()));
    its_file(&engine, None);
    close(&engine);
    let engine = window(&world);
    engine.send(Command::OpenDraft(id.clone()));
    its_file(&engine, Some(&path));
    close(&engine);
}

#[test]
fn what_another_program_wrote_is_not_overwritten() {
    let world = World::new(&[]);
    let engine = window(&world);
    let path = world.home.path().join("fox.shot.json");
    let (id, _) = on_desk(&engine, "");
    assert_eq!(write(&engine, &id, &draft("ours"), WriteTo::Path(path.clone())), "draft-exported");
    std::fs::write(&path, "theirs").unwrap();
    assert_eq!(write(&engine, &id, &draft("ours again"), WriteTo::ItsFile), "draft-file-changed");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "theirs");
    // A file that is gone is written anew.
    std::fs::remove_file(&path).unwrap();
    assert_eq!(write(&engine, &id, &draft("ours again"), WriteTo::ItsFile), "draft-exported");
    close(&engine);
}

#[test]
fn a_written_file_is_as_readable_as_any_and_a_link_to_it_stays_one() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new(&[]);
    let engine = window(&world);
    let at = |name: &str| world.home.path().join(name);
    let mode = |name: &str| std::fs::metadata(at(name)).unwrap().permissions().mode() & 0o777;
    let (id, _) = on_desk(&engine, "");
    std::fs::write(at("any"), "").unwrap();
    assert_eq!(write(&engine, &id, &draft("new"), WriteTo::Path(at("new.shot.json"))), "draft-exported");
    assert_eq!(mode("new.shot.json"), mode("any"));

    std::fs::write(at("mine.shot.json"), "").unwrap();
    std::fs::set_permissions(at("mine.shot.json"), std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(at("mine.shot.json"), at("link.shot.json")).unwrap();
    assert_eq!(write(&engine, &id, &draft("through a link"), WriteTo::Path(at("link.shot.json"))), "draft-exported");
    assert!(std::fs::symlink_metadata(at("link.shot.json")).unwrap().is_symlink());
    assert!(std::fs::read_to_string(at("mine.shot.json")).unwrap().contains("through a link"));
    assert_eq!(mode("mine.shot.json"), 0o640);
    close(&engine);
}

#[test]
fn a_file_opened_twice_is_one_draft_until_one_of_them_says_something_else() {
    let world = World::new(&[]);
    let engine = window(&world);
    let path = world.home.path().join("fox.shot.json");
    std::fs::write(&path, r#"{"shotloom": 1, "prompt": "from a file"}"#).unwrap();
    engine.send(Command::ImportFile(path.clone()));
    let (first, _) = on_desk(&engine, "from a file");
    its_file(&engine, Some(&path));
    engine.send(Command::NewDraft);
    on_desk(&engine, "");
    engine.send(Command::ImportFile(path.clone()));
    assert_eq!(on_desk(&engine, "from a file").0, first);

    // Edited since: the file is opened as the file, and the edited draft stays as it is.
    engine.send(Command::SaveDraft { id: first.clone(), draft: Arc::new(draft("edited since")) });
    on_desk(&engine, "edited since");
    engine.send(Command::ImportFile(path));
    assert_ne!(on_desk(&engine, "from a file").0, first);
    engine.send(Command::OpenDraft(first));
    on_desk(&engine, "edited since");
    close(&engine);
}

#[test]
fn the_list_says_what_a_draft_is_finds_it_renames_it_and_keeps_a_bin() {
    let world = World::new(&[]);
    let engine = window(&world);
    let shots = [("镜头缓慢推近".into(), Secs(2), false), ("the fox runs".into(), Secs(4), false)];
    let board = Draft { cut: Cut::ByHand, storyboard: Storyboard::from_file(shots, None), ..draft("unsent") };
    engine.send(Command::NewDraftFrom(Arc::new(board)));
    engine.send(Command::NewDraftFrom(Arc::new(draft("a boat"))));
    on_desk(&engine, "a boat");

    let page = listed(&engine, &query(DraftShelf::Desk, "推近"), |page| page.total == 1);
    let line = &page.lines[0];
    assert_eq!((line.cut, line.seconds, line.shots, &*line.opening), (Cut::ByHand, Secs(6), 2, "镜头缓慢推近"));
    let id = line.id.clone();

    engine.send(Command::RenameDraft { id: id.clone(), title: "Fox".into() });
    listed(&engine, &query(DraftShelf::Desk, "fox"), |page| page.total == 1 && &*page.lines[0].heading == "Fox");
    engine.send(Command::DeleteDraft(id.clone()));
    listed(&engine, &query(DraftShelf::Desk, "fox"), |page| page.total == 0);
    let page = listed(&engine, &query(DraftShelf::Bin, ""), |page| page.total == 1);
    assert!(page.lines[0].id == id && page.lines[0].deleted_at_millis.is_some());
    engine.send(Command::RestoreDraft(id.clone()));
    listed(&engine, &query(DraftShelf::Bin, ""), |page| page.total == 0);
    engine.send(Command::DeleteDraft(id.clone()));
    listed(&engine, &query(DraftShelf::Bin, ""), |page| page.total == 1);
    engine.send(Command::EmptyBin);
    listed(&engine, &query(DraftShelf::Bin, ""), |page| page.total == 0);
    engine.send(Command::OpenDraft(id));
    while notice(&engine) != "draft-gone" {}
    close(&engine);
}

fn prompts(engine: &Engine, search: &str, until: impl Fn(&PromptPage) -> bool) -> Arc<PromptPage> {
    let query = PromptQuery { search: search.to_owned(), ..PromptQuery::default() };
    engine.send(Command::BrowsePrompts(query.clone()));
    let is_it = |s: &Snapshot| (s.prompts.query == query && until(&s.prompts)).then(|| s.prompts.clone());
    engine.wait(PATIENCE, is_it).unwrap_or_else(|| panic!("{:?}", engine.snapshot().prompts))
}

#[test]
fn every_prompt_that_was_sent_is_at_hand_and_found() {
    let world = World::new(&[]);
    let engine = world.engine();
    for prompt in ["雪地里的一只红狐", "a paper boat", "a paper boat"] {
        let batch = submit(&engine, prompt);
        rest(&engine, batch);
    }
    let is_at_hand = |s: &Snapshot| {
        let lines = &s.recent_prompts.of(false).lines;
        (lines.len() == 2 && lines[0].uses == 2).then(|| lines.clone())
    };
    let lines = engine.wait(PATIENCE, is_at_hand).expect("both, the newest first");
    assert_eq!((&*lines[0].text, lines[0].wording), ("a paper boat", Wording::Whole));
    let page = prompts(&engine, "红狐", |page| page.lines.len() == 1);
    assert!(!page.has_more && &*page.lines[0].text == "雪地里的一只红狐");
    prompts(&engine, "wolf", |page| page.lines.is_empty());
    close(&engine);
    let engine = world.engine();
    engine.wait(PATIENCE, is_at_hand).expect("after a restart, too");
    close(&engine);
}

#[test]
fn a_running_window_takes_in_the_file_of_a_second_start() {
    let world = World::new(&[]);
    let path = world.home.path().join("fox.shot.json");
    std::fs::write(&path, r#"{"shotloom": 1, "prompt": "handed in"}"#).unwrap();
    assert!(!door::knock(&world.library(), &path), "nobody is at home");
    let engine = window(&world);
    let is_open = || door::knock(&world.library(), &path).then_some(());
    // The door opens together with the library.
    let opened = (0..500).find_map(|_| {
        is_open().or_else(|| {
            std::thread::sleep(std::time::Duration::from_millis(10));
            None
        })
    });
    opened.expect("the window takes it");
    on_desk(&engine, "handed in");
    assert_eq!(engine.snapshot().calls, 1);
    assert!(!door::knock(&world.library(), Path::new("relative.shot.json")), "whose folder would that be in?");
    close(&engine);
    assert!(!door::knock(&world.library(), &path));

    // A killed window leaves its door standing; the next one opens its own.
    std::os::unix::net::UnixListener::bind(world.library().join("door")).unwrap();
    let engine = window(&world);
    engine.wait(PATIENCE, |_| is_open()).expect("the next window takes it, too");
    close(&engine);
}
