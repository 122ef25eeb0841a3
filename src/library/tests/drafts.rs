//! Drafts are kept as they were left.

use crate::model::storyboard::{BoardRules, Secs, TotalRule};
use crate::model::{Cut, Draft};

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
    library.delete_draft("d1").unwrap();
    library.save_draft("d1", &draft, 2).unwrap();
    assert_eq!(library.drafts().unwrap(), []);
    assert_eq!(library.last_opened_draft().unwrap(), None);
    library.restore_draft("d1").unwrap();
    assert_eq!(library.drafts().unwrap().len(), 1);
    assert_eq!(library.draft("d1").unwrap(), Some(draft));
}
