//! The cast is kept as it was left, renamed, and asked about once.

use crate::model::cast::{KeptName, Member};
use crate::model::{Element, ImageRef};

use super::open;

fn fox() -> Member {
    let element = Element {
        description: "a red fox".into(),
        images: vec![ImageRef::file("/p/front.png"), ImageRef::parse("https://example.com/side.png")],
        videos: vec!["https://example.com/run.mp4".into()],
        ..Element::named("fox")
    };
    Member { notes: "the one with the torn ear".into(), changed_at_millis: 7, ..Member::of(&element, "c1") }
}

#[test]
fn one_of_the_cast_is_there_after_a_restart_with_pictures_and_notes() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).keep_in_cast(&fox(), 7).unwrap();
    assert_eq!(open(dir.path()).cast().unwrap(), [fox()]);
}

#[test]
fn a_new_name_leaves_everything_else_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    library.keep_in_cast(&fox(), 7).unwrap();
    library.rename_in_cast("c1", "vixen", 8).unwrap();
    library.rename_in_cast("nobody", "vixen", 8).unwrap();
    assert_eq!(library.cast().unwrap(), [Member { name: "vixen".into(), changed_at_millis: 8, ..fox() }]);
}

#[test]
fn the_cast_is_listed_by_name_without_case_and_one_can_leave_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    for (id, name) in [("c1", "wolf"), ("c2", "Hen"), ("c3", "fox")] {
        library.keep_in_cast(&Member { id: id.into(), name: name.into(), ..fox() }, 7).unwrap();
    }
    let names = |library: &super::Library| -> Vec<String> {
        library.cast().unwrap().iter().map(|member| member.name.to_string()).collect()
    };
    assert_eq!(names(&library), ["fox", "Hen", "wolf"]);
    library.drop_from_cast("c2").unwrap();
    assert_eq!(names(&library), ["fox", "wolf"]);
}

#[test]
fn a_draft_that_keeps_its_own_name_is_remembered_and_the_newest_word_counts() {
    let dir = tempfile::tempdir().unwrap();
    let kept = |name: &str| KeptName { draft: "d1".into(), cast_id: "c1".into(), name: name.into() };
    let mut library = open(dir.path());
    library.keep_in_cast(&fox(), 7).unwrap();
    library.keep_name(&kept("vixen")).unwrap();
    library.keep_name(&kept("reynard")).unwrap();
    assert_eq!(library.kept_names().unwrap(), [kept("reynard")]);
    library.drop_from_cast("c1").unwrap();
    assert_eq!(library.kept_names().unwrap(), []);
}
