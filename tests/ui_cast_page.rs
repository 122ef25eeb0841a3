//! The cast's own screen, used by the names a screen reader would say.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops loudly")]

mod studio;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{DroppedFile, Event, Key, Modifiers, Vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shotloom::engine::Command;
use shotloom::model::cast::Member;
use shotloom::model::{Draft, Element, ImageRef, Language};

use studio::{FakeEngine, Studio, samples};

fn member(name: &str, description: &str) -> Member {
    let images = vec![ImageRef::file(format!("/l/{name}/front.png")), ImageRef::file(format!("/l/{name}/side.png"))];
    let element = Element { images, description: description.into(), ..Element::named(name) };
    Member::of(&element, &format!("id-{name}"))
}

/// The cast's screen with these on it.
fn studio(members: &[Member]) -> Studio {
    studio_with(members, samples::draft("snow"))
}

fn studio_with(members: &[Member], draft: Draft) -> Studio {
    let mut engine = FakeEngine::new().with_draft(draft);
    engine.snapshot.cast = members.into();
    let mut studio = Studio::open(engine);
    studio.press_with(Modifiers::COMMAND, Key::Num5);
    studio.told();
    studio
}

fn some() -> [Member; 3] {
    [
        Member { notes: "第二季".into(), ..member("fox", "雪地里的红狐狸") },
        member("hat", "a felt hat"),
        Member { is_archived: true, ..member("old_fox", "grey") },
    ]
}

/// What was asked of the engine about the cast.
fn told(studio: &mut Studio) -> Vec<Command> {
    let is_of_cast = |command: &Command| {
        matches!(
            command,
            Command::KeepInCast(_) | Command::DropFromCast(_) | Command::ExportCast { .. } | Command::ImportCast(_)
        )
    };
    studio.told().into_iter().filter(is_of_cast).collect()
}

fn kept(studio: &mut Studio) -> Vec<Member> {
    let of = |command| match command {
        Command::KeepInCast(members) => members,
        other => panic!("{other:?}"),
    };
    told(studio).into_iter().flat_map(of).collect()
}

fn now(studio: &Studio, id: &str) -> Member {
    studio.engine.snapshot.cast.iter().find(|member| &*member.id == id).expect("in the cast").clone()
}

fn write_over(studio: &mut Studio, field: &str, text: &str) {
    studio.field(field).focus();
    studio.window.run_ok();
    studio.press_with(Modifiers::COMMAND, Key::A);
    studio.window.event(Event::Text(text.to_owned()));
    studio.settle();
}

#[derive(Debug)]
struct File(PathBuf);

impl DroppedFile for File {
    fn path(&self) -> &Path {
        &self.0
    }
    fn bytes(&self) -> Result<Vec<u8>, String> {
        Ok(Vec::new())
    }
}

fn drop_at(studio: &mut Studio, at: egui::Pos2, paths: &[&str]) {
    studio.window.hover_at(at);
    studio.window.run_ok();
    let files = paths.iter().map(|path| Arc::new(File(path.into())) as Arc<dyn DroppedFile + Send + Sync>);
    studio.window.input_mut().dropped_files.extend(files);
    studio.settle();
}

#[test]
fn an_empty_cast_says_how_it_is_filled_and_a_new_one_waits_for_its_name() {
    let mut studio = studio(&[]);
    assert!(studio.sees("Nobody is in the cast yet"));
    studio.click("New element");
    assert_eq!(&*kept(&mut studio)[0].name, "subject1");
    // Its name is written over.
    studio.window.event(Event::Text("fox".to_owned()));
    studio.settle();
    studio.press(Key::Enter);
    assert_eq!(&*kept(&mut studio)[0].name, "fox");
    studio.get("@fox, no pictures");
    studio.press_with(Modifiers::COMMAND, Key::Z);
    studio.press_with(Modifiers::COMMAND, Key::Z);
    assert!(studio.sees("Nobody is in the cast yet"));
    studio.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(studio.engine.snapshot.cast.len(), 1);
}

#[test]
fn a_search_looks_through_names_descriptions_and_notes_and_names_the_other_shelf() {
    let mut studio = studio(&some());
    assert!(studio.sees("2 elements"));
    for (search, found) in [("红狐", 1), ("二季", 1), ("a hat", 1), ("felt", 1), ("owl", 0)] {
        write_over(&mut studio, "Search the cast", search);
        let faces = studio.window.query_all_by_role(Role::ListItem).count();
        assert_eq!(faces, found, "{search}");
    }
    write_over(&mut studio, "Search the cast", "grey");
    studio.click("Show one on the other shelf");
    studio.get("@old_fox, 2 pictures");
}

#[test]
fn the_search_has_its_own_key_and_the_arrows_walk_the_faces() {
    let mut studio = studio(&some());
    studio.press_with(Modifiers::COMMAND, Key::F);
    assert!(studio.field("Search the cast").accesskit_node().is_focused());
    studio.get("@fox, 2 pictures").focus();
    studio.settle();
    studio.press(Key::ArrowRight);
    assert!(studio.get("@hat, 2 pictures").accesskit_node().is_focused());
    studio.press(Key::ArrowRight);
    assert!(studio.get("@hat, 2 pictures").accesskit_node().is_focused());
    studio.press(Key::Enter);
    assert_eq!(studio.field("Name").accesskit_node().value().as_deref(), Some("hat"));
}

#[test]
fn of_a_thousand_only_those_that_are_seen_want_their_pictures() {
    let members: Vec<Member> = (0..1_000).map(|n| member(&format!("extra_{n:04}"), "一个群众演员")).collect();
    let mut studio = studio(&members);
    let first = studio.engine.thumbs_wanted;
    assert!((1..40).contains(&first), "{first}");
    let at = studio.get("@extra_0000, 2 pictures").rect().center();
    studio.scroll_at(at, 100_000.0);
    studio.get("@extra_0999, 2 pictures");
    let (seen, wanted) = (studio.window.query_all_by_role(Role::ListItem).count(), studio.engine.thumbs_wanted);
    assert!(seen < 40 && wanted < 150, "{seen} {wanted}");
    // A search brings one back from anywhere.
    write_over(&mut studio, "Search the cast", "0500");
    studio.get("@extra_0500, 2 pictures");
}

#[test]
fn what_is_written_is_kept_at_once_and_is_one_step() {
    let mut studio = studio(&some());
    studio.click("@hat, 2 pictures");
    write_over(&mut studio, "Description", "a top hat");
    assert_eq!(&*now(&studio, "id-hat").description, "a top hat");
    write_over(&mut studio, "Notes", "from the attic");
    assert_eq!(&*now(&studio, "id-hat").notes, "from the attic");
    studio.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!((&*now(&studio, "id-hat").notes, &*now(&studio, "id-hat").description), ("", "a top hat"));
    studio.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(&*now(&studio, "id-hat").description, "a felt hat");
    studio.press_with(Modifiers::COMMAND, Key::Y);
    assert_eq!(&*now(&studio, "id-hat").description, "a top hat");
}

#[test]
fn a_new_name_goes_through_the_open_draft_and_a_bad_one_is_said_while_it_is_written() {
    let element = Element { cast_id: Some("id-hat".into()), ..Element::named("hat") };
    let draft = Draft { elements: vec![element], ..samples::draft("@hat flies") };
    let mut studio = studio_with(&some(), draft);
    studio.click("@hat, 2 pictures");
    write_over(&mut studio, "Name", "fox");
    assert!(studio.sees("Two elements are called fox"));
    write_over(&mut studio, "Name", "top hat");
    assert!(studio.sees("cannot be mentioned"));
    assert!(told(&mut studio).is_empty(), "nothing of it is kept");
    studio.press(Key::Enter);
    assert_eq!(&*now(&studio, "id-hat").name, "top_hat");
    // Two thirds of a second later the draft is saved.
    studio.window.run_steps(8);
    studio.settle();
    let here = |studio: &Studio| studio.engine.snapshot.desk.as_ref().expect("a draft").draft.clone();
    assert_eq!((&*here(&studio).prompt, &*here(&studio).elements[0].name), ("@top_hat flies", "top_hat"));
    studio.press_with(Modifiers::COMMAND, Key::Z);
    studio.window.run_steps(8);
    studio.settle();
    assert_eq!((&*here(&studio).prompt, &*now(&studio, "id-hat").name), ("@hat flies", "hat"));
}

#[test]
fn one_is_doubled_archived_brought_back_and_taken_out() {
    let mut studio = studio(&some());
    studio.click("@hat, 2 pictures");
    studio.click("What to do with it");
    studio.click("Duplicate");
    let twin = kept(&mut studio).remove(0);
    assert_eq!((&*twin.name, twin.images.len()), ("no2_hat", 2));
    studio.click("@hat, 2 pictures");
    studio.click("What to do with it");
    studio.click("Archive");
    assert!(kept(&mut studio)[0].is_archived && studio.count("@hat, 2 pictures") == 0);
    studio.click("Shelf: Archive");
    studio.click("@hat, 2 pictures");
    studio.click("Bring back");
    assert!(!kept(&mut studio)[0].is_archived);
    studio.click("@old_fox, 2 pictures");
    studio.click("What to do with it");
    studio.click("Take out of the cast");
    assert!(matches!(&told(&mut studio)[..], [Command::DropFromCast(ids)] if &*ids[0] == "id-old_fox"));
    studio.press_with(Modifiers::COMMAND, Key::Z);
    studio.get("@old_fox, 2 pictures");
}

#[test]
fn a_picture_that_falls_becomes_one_of_the_cast_called_after_its_file() {
    let mut studio = studio(&[]);
    drop_at(&mut studio, egui::pos2(300.0, 400.0), &["/p/Red Owl.png"]);
    let made = kept(&mut studio).remove(0);
    assert_eq!((&*made.name, &made.images[..]), ("Red_Owl", &[ImageRef::file("/p/Red Owl.png")][..]));
    studio.get("@Red_Owl, one picture");
}

#[test]
fn of_several_pictures_it_is_asked_whether_they_are_one() {
    for (answer, names) in [("One element with all of them", vec!["a"]), ("2 elements", vec!["a", "b"])] {
        let mut studio = studio(&[]);
        drop_at(&mut studio, egui::pos2(300.0, 400.0), &["/p/a.png", "/p/b.JPG"]);
        assert!(studio.sees("2 pictures"));
        studio.click(answer);
        let made: Vec<String> = kept(&mut studio).iter().map(|member| member.name.to_string()).collect();
        assert_eq!(made, names);
        assert!(!studio.sees("Are they views"));
    }
}

#[test]
fn pictures_that_fall_on_a_card_are_views_of_it_and_a_folder_is_brought_in() {
    let mut studio = studio(&some());
    studio.click("@hat, 2 pictures");
    told(&mut studio);
    let card = studio.field("Notes").rect().center();
    drop_at(&mut studio, card, &["/p/a.png", "/p/b.png"]);
    assert_eq!(kept(&mut studio)[0].images.len(), 4);
    drop_at(&mut studio, egui::pos2(200.0, 400.0), &["/p/their cast"]);
    assert!(matches!(&told(&mut studio)[..], [Command::ImportCast(path)] if path.ends_with("their cast")));
}

#[test]
fn the_frontal_picture_is_chosen_and_views_are_carried_by_keys() {
    let mut studio = studio(&some());
    studio.click("@hat, 2 pictures");
    studio.click("Make it the frontal picture: Picture 2 of 2");
    let files = |studio: &Studio| -> Vec<String> {
        let name = |image: &ImageRef| image.path().expect("a file").file_name().expect("a name").to_owned();
        now(studio, "id-hat").images.iter().map(|image| name(image).to_string_lossy().into_owned()).collect()
    };
    assert_eq!(files(&studio), ["side.png", "front.png"]);
    studio.window.get_by_label_contains("Picture 1 of 2, from the front: side.png").focus();
    studio.settle();
    studio.press_with(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(files(&studio), ["front.png", "side.png"]);
    assert!(studio.window.get_by_label_contains("Picture 2 of 2: side.png").accesskit_node().is_focused());
    studio.press_with(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(files(&studio), ["front.png", "side.png"]);
    studio.click("Clear: Picture 2 of 2");
    assert_eq!(files(&studio), ["front.png"]);
}

#[test]
fn a_video_is_added_by_its_address_and_removed() {
    let mut studio = studio(&some());
    studio.click("@hat, 2 pictures");
    write_over(&mut studio, "Add a video by its address", " https://example.com/run.mp4 ");
    studio.press(Key::Enter);
    assert_eq!(now(&studio, "id-hat").videos, ["https://example.com/run.mp4".into()]);
    studio.click("Remove the video: https://example.com/run.mp4");
    assert!(now(&studio, "id-hat").videos.is_empty());
}

#[test]
fn one_of_the_cast_goes_into_the_draft_from_its_card() {
    let mut studio = studio(&some());
    studio.click("@hat, 2 pictures");
    studio.click("Add to the draft");
    studio.click("In the draft");
    studio.window.get_by_label_contains("Element @hat");
}

#[test]
fn on_a_small_screen_the_card_takes_the_place_of_the_faces() {
    for language in [Language::English, Language::Chinese] {
        let mut engine = FakeEngine::new().with_draft(samples::draft("snow"));
        engine.snapshot.cast = some().into();
        let mut studio = Studio::open_in(engine, language, Vec2::new(640.0, 360.0));
        studio.press_with(Modifiers::COMMAND, Key::Num5);
        studio.window.query_all_by_role(Role::ListItem).next().expect("a face").click();
        studio.settle();
        assert_eq!(studio.window.query_all_by_role(Role::ListItem).count(), 0);
        let back = if language == Language::English { "Back to the cast" } else { "返回角色库" };
        studio.click(back);
        assert!(studio.window.query_all_by_role(Role::ListItem).count() > 0);
    }
}
