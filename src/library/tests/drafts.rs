//! Drafts are kept as they were left.

use std::path::Path;

use crate::model::storyboard::{BoardRules, Secs, TotalRule};
use crate::model::{Cut, Draft};

use super::super::{DraftFile, DraftShelf, story};
use super::{by_hand, open};

#[test]
fn a_draft_is_there_after_a_restart_with_its_shots_names_and_hidden_fields() {
    let dir = tempfile::tempdir().unwrap();
    let mut draft = Draft { seconds: Secs(12), title: "Fox".into(), ..by_hand(&[("one", 4), ("two", 5)]) };
    let first = draft.storyboard.shots()[0].id();
    let rules = BoardRules { min_total: Secs(3), max_total: Secs(15), max_shots: 6, total: TotalRule::Kept };
    draft.storyboard.split(first, Secs(2), &rules).unwrap();
    draft.storyboard.shift(&[first], 1).unwrap();
    {
        let mut library = open(dir.path());
        library.save_draft("d1", &draft, 10).unwrap();
        library.set_last_opened("d1").unwrap();
    }
    let library = open(dir.path());
    assert_eq!(library.draft("d1").unwrap(), Some(draft));
    assert_eq!(library.last_opened_draft().unwrap().as_deref(), Some("d1"));
    assert_eq!(library.draft("d2").unwrap(), None);
}

#[test]
fn drafts_are_listed_by_their_newest_change_under_their_heading() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    library.save_draft("old", &Draft { title: "Old".into(), ..Draft::new("acme/one") }, 1).unwrap();
    library.save_draft("new", &by_hand(&[("a boat", 5)]), 2).unwrap();
    library
        .save_draft("old", &Draft { cut: Cut::ByVendor, title: "Older".into(), ..Draft::new("acme/one") }, 3)
        .unwrap();
    let listed: Vec<(String, String, i64)> = library
        .drafts()
        .unwrap()
        .into_iter()
        .map(|draft| (draft.id.to_string(), draft.heading.to_string(), draft.changed_at_millis))
        .collect();
    assert_eq!(listed, [("old".into(), "Older".into(), 3), ("new".into(), "a boat".into(), 2)]);
}

#[test]
fn a_late_autosave_does_not_bring_a_deleted_draft_back_but_undo_does() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let draft = Draft { prompt: "fox".into(), ..Draft::new("acme/one") };
    library.save_draft("d1", &Draft::new("acme/one"), 1).unwrap();
    library.set_last_opened("d1").unwrap();
    library.delete_draft("d1", 5).unwrap();
    library.save_draft("d1", &draft, 2).unwrap();
    assert_eq!(library.drafts().unwrap(), []);
    assert_eq!(library.last_opened_draft().unwrap(), None);
    library.restore_draft("d1").unwrap();
    assert_eq!(library.drafts().unwrap().len(), 1);
    assert_eq!(library.draft("d1").unwrap(), Some(draft));
}

#[test]
fn a_line_says_what_a_draft_is_and_is_found_by_any_of_its_words() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let fox =
        Draft { title: "Fox at dusk".into(), ..by_hand(&[("  @fox crosses the SNOW", 4), ("镜头缓慢推近", 5)]) };
    library.save_draft("fox", &fox, 1).unwrap();
    library.save_draft("boat", &Draft { prompt: "a boat".into(), ..Draft::new("acme/one") }, 2).unwrap();
    let (total, lines) = library.draft_page(DraftShelf::Desk, "snow 推近 DUSK", 0, 9).unwrap();
    assert_eq!(total, 1);
    let line = &lines[0];
    assert_eq!((&*line.id, &*line.heading, &*line.opening), ("fox", "Fox at dusk", "@fox crosses the SNOW"));
    assert_eq!((line.cut, line.seconds, line.shots), (Cut::ByHand, Secs(9), 2));
    assert!(line.has_title && !library.draft_page(DraftShelf::Desk, "boat", 0, 9).unwrap().1[0].has_title);
    let (total, lines) = library.draft_page(DraftShelf::Desk, "", 1, 1).unwrap();
    assert_eq!((total, &*lines[0].id), (2, "fox"));
    assert_eq!(library.draft_page(DraftShelf::Desk, "wolf", 0, 9).unwrap(), (0, Vec::new()));
}

#[test]
fn the_bin_keeps_what_was_deleted_last_on_top_until_it_is_emptied() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    for (id, at) in [("a", 1), ("b", 2), ("c", 3)] {
        library.save_draft(id, &Draft { title: id.into(), ..Draft::new("acme/one") }, at).unwrap();
    }
    library.delete_draft("b", 10).unwrap();
    library.delete_draft("a", 11).unwrap();
    library.delete_draft("a", 99).unwrap();
    let bin = |library: &super::Library| {
        let (_, lines) = library.draft_page(DraftShelf::Bin, "", 0, 9).unwrap();
        lines.into_iter().map(|line| (line.id.to_string(), line.deleted_at_millis)).collect::<Vec<_>>()
    };
    assert_eq!(bin(&library), [("a".into(), Some(11)), ("b".into(), Some(10))]);
    library.restore_draft("a").unwrap();
    assert_eq!(bin(&library), [("b".into(), Some(10))]);
    library.empty_draft_bin().unwrap();
    assert_eq!(bin(&library), []);
    assert_eq!(library.draft("b").unwrap(), None);
    assert_eq!(library.drafts().unwrap().len(), 2);
}

#[test]
fn a_draft_remembers_its_file_and_a_save_does_not_forget_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let draft = Draft::new("acme/one");
    library.save_draft("d1", &draft, 1).unwrap();
    assert_eq!(library.draft_file("d1").unwrap(), None);
    let file = DraftFile { path: "/home/kim/狐狸.shot.json".into(), sha256: story::hash(b"fox") };
    library.set_draft_file("d1", &file).unwrap();
    library.save_draft("d1", &Draft { title: "Fox".into(), ..draft }, 2).unwrap();
    assert_eq!(library.draft_file("d1").unwrap().as_ref(), Some(&file));
    assert_eq!(library.drafts_of_file(&file.path).unwrap(), [std::sync::Arc::from("d1")]);
    assert_eq!(library.drafts().unwrap()[0].file.as_deref(), Some(&*file.path));
    assert!(library.drafts_of_file(Path::new("/elsewhere")).unwrap().is_empty());
}
