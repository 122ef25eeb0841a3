//! The cast is kept as it was left, renamed, archived, found again after damage, and asked about once.

use std::fs;
use std::sync::Arc;

use crate::model::cast::{KeptName, Member};
use crate::model::{Element, ImageRef};

use super::{Library, database, open, step_again};

fn fox() -> Member {
    let element = Element {
        description: "a red fox".into(),
        images: vec![ImageRef::file("/p/front.png"), ImageRef::parse("https://example.com/side.png")],
        videos: vec!["https://example.com/run.mp4".into()],
        ..Element::named("fox")
    };
    Member { notes: "the one with the torn ear".into(), changed_at_millis: 7, ..Member::of(&element, "c1") }
}

fn keep(library: &mut Library, member: &Member, now_millis: i64) {
    library.keep_in_cast(std::slice::from_ref(member), now_millis).unwrap();
}

fn members(library: &Library) -> Vec<Member> {
    let cast = library.cast().unwrap();
    assert_eq!(cast.unreadable, 0);
    cast.members
}

fn names(library: &Library) -> Vec<String> {
    members(library).iter().map(|member| member.name.to_string()).collect()
}

/// A picture that lies in the library, as a member's own.
fn own(library: &Library) -> Member {
    let copy = ImageRef::file(library.dir().join("pictures").join("front.png"));
    let mut own = Member { is_archived: true, ..fox() };
    own.own(&[(ImageRef::file("/p/front.png"), copy)].into());
    own
}

#[test]
fn one_of_the_cast_is_there_after_a_restart_with_pictures_and_notes() {
    let dir = tempfile::tempdir().unwrap();
    keep(&mut open(dir.path()), &fox(), 7);
    let library = open(dir.path());
    assert_eq!(members(&library), [fox()]);
    assert_eq!(library.cast_member("c1").unwrap(), Some(fox()));
    assert_eq!(library.cast_member("c2").unwrap(), None);
}

#[test]
fn a_new_name_leaves_everything_else_as_it_was_also_when_the_clock_went_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    keep(&mut library, &fox(), 7);
    keep(&mut library, &Member { name: "vixen".into(), ..fox() }, 3);
    assert_eq!(members(&library), [Member { name: "vixen".into(), ..fox() }]);
}

#[test]
fn the_cast_is_listed_by_name_without_case_and_some_can_leave_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let cast = [("c1", "wolf"), ("c2", "Hen"), ("c3", "fox")];
    let cast = cast.map(|(id, name)| Member { id: id.into(), name: name.into(), ..fox() });
    library.keep_in_cast(&cast, 7).unwrap();
    assert_eq!(names(&library), ["fox", "Hen", "wolf"]);
    library.drop_from_cast(&[Arc::from("c2"), Arc::from("c1"), Arc::from("nobody")]).unwrap();
    assert_eq!(names(&library), ["fox"]);
}

#[test]
fn pictures_of_the_library_are_found_again_where_the_library_went() {
    let home = tempfile::tempdir().unwrap();
    let (here, there) = (home.path().join("here"), home.path().join("there"));
    let mut library = open(&here);
    let before = own(&library);
    keep(&mut library, &before, 7);
    assert_eq!(members(&library), [before]);
    drop(library);
    fs::rename(&here, &there).unwrap();
    let library = open(&there);
    let after = members(&library).remove(0);
    assert_eq!(after, own(&library));
    assert!(after.is_archived && after.images[0].path().unwrap().starts_with(&there));
    assert!(after.is_like(&fox().element()), "it knows the file that its picture was taken from");
}

#[test]
fn an_older_cast_is_all_at_work_and_names_the_files_it_named() {
    let dir = tempfile::tempdir().unwrap();
    keep(&mut open(dir.path()), &fox(), 7);
    let back = "ALTER TABLE cast_members DROP COLUMN is_archived; ALTER TABLE cast_members DROP COLUMN origins";
    step_again(dir.path(), "is_archived", back);
    assert_eq!(members(&open(dir.path())), [fox()]);
}

#[test]
fn a_row_that_cannot_be_read_hides_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    keep(&mut library, &fox(), 7);
    keep(&mut library, &Member { id: "c2".into(), name: "owl".into(), ..fox() }, 7);
    drop(library);
    let db = rusqlite::Connection::open(dir.path().join(database::NAME)).unwrap();
    db.execute_batch("UPDATE cast_members SET story = '{' WHERE id = 'c1'").unwrap();
    drop(db);
    let cast = open(dir.path()).cast().unwrap();
    assert_eq!((&*cast.members[0].name, cast.members.len(), cast.unreadable), ("owl", 1, 1));
}

#[test]
fn a_damaged_library_gives_its_cast_to_the_one_put_together_again() {
    for back in ["", "ALTER TABLE cast_members DROP COLUMN is_archived; ALTER TABLE cast_members DROP COLUMN origins"] {
        let dir = tempfile::tempdir().unwrap();
        let mut library = open(dir.path());
        let fox = own(&library);
        keep(&mut library, &fox, 7);
        drop(library);
        let db = rusqlite::Connection::open(dir.path().join(database::NAME)).unwrap();
        // The seal of the tables does not fit them any more: the library is put together again.
        db.execute_batch(&format!("UPDATE meta SET value = 1 WHERE key = 'schema_seal'; {back}")).unwrap();
        drop(db);
        let opened = Library::open(dir.path()).unwrap();
        assert_eq!(opened.troubles[0].rule, "library-restored");
        let expected = if back.is_empty() { fox } else { Member { is_archived: false, origins: [].into(), ..fox } };
        assert_eq!(members(&opened.library), [expected]);
    }
}

#[test]
fn a_draft_that_keeps_its_own_name_is_remembered_and_the_newest_word_counts() {
    let dir = tempfile::tempdir().unwrap();
    let kept = |name: &str| KeptName { draft: "d1".into(), cast_id: "c1".into(), name: name.into() };
    let mut library = open(dir.path());
    keep(&mut library, &fox(), 7);
    library.keep_name(&kept("vixen")).unwrap();
    library.keep_name(&kept("reynard")).unwrap();
    assert_eq!(library.kept_names().unwrap(), [kept("reynard")]);
    library.drop_from_cast(&[Arc::from("c1")]).unwrap();
    assert_eq!(library.kept_names().unwrap(), []);
}
