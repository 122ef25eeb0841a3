//! The pictures of the cast are wells like those of a draft, used by the names a screen reader would say.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

mod studio;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{DroppedFile, Event, Key, Modifiers, Pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shotloom::engine::Command;
use shotloom::engine::snapshot::RepairState;
use shotloom::model::cast::Member;
use shotloom::model::image::{ColorKind, Measured, PictureFacts, PictureFormat, PictureState};
use shotloom::model::repair::Repair;
use shotloom::model::{Element, ImageRef};

use studio::{FakeEngine, Studio, samples};

const ADD: &str = "Add pictures: empty";

fn hat(images: &[&str]) -> Member {
    let images = images.iter().map(ImageRef::file).collect();
    Member::of(&Element { images, ..Element::named("hat") }, "id-hat")
}

/// The card of a hat with these pictures.
fn card(images: &[&str]) -> Studio {
    let mut engine = FakeEngine::new().with_draft(samples::draft("snow"));
    engine.snapshot.cast = [hat(images)].into();
    let mut studio = Studio::open(engine);
    studio.press_with(Modifiers::COMMAND, Key::Num5);
    let face = studio.window.get_by_label_contains("@hat, ").rect().center();
    studio.window.hover_at(face);
    studio.window.get_by_label_contains("@hat, ").click();
    studio.settle();
    studio.told();
    studio
}

fn images(studio: &Studio) -> Vec<String> {
    let member = studio.engine.snapshot.cast.iter().find(|member| &*member.id == "id-hat").expect("in the cast");
    member.images.iter().map(ToString::to_string).collect()
}

fn measure(studio: &mut Studio, path: &str, format: PictureFormat, size: (u32, u32)) {
    let facts = PictureFacts {
        format,
        bytes: 839_600,
        width: size.0,
        height: size.1,
        color: ColorKind::Rgb,
        bits: 8,
        has_alpha: false,
        is_animated: false,
        has_foreign_profile: false,
        orientation: 1,
    };
    let state = PictureState::Measured(Measured { facts, prepared: None });
    Arc::make_mut(&mut studio.engine.snapshot.facts).insert(ImageRef::file(path), state);
    studio.engine.publish();
    studio.settle();
}

/// The ticket of the one picture that is to be made, and its steps.
fn asked(studio: &mut Studio) -> (u64, Vec<Repair>) {
    let of = |command| match command {
        Command::Repair { repairs, ticket, .. } => Some((ticket, repairs)),
        _ => None,
    };
    studio.told().into_iter().find_map(of).expect("a picture is to be made")
}

fn made(studio: &mut Studio, ticket: u64, path: &str) {
    let done = RepairState::Done(ImageRef::file(path));
    Arc::make_mut(&mut studio.engine.snapshot.repairs).insert(ticket, done);
    studio.engine.publish();
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

fn drop_at(studio: &mut Studio, at: Pos2, path: &str) {
    studio.window.hover_at(at);
    studio.window.run_ok();
    studio.window.input_mut().dropped_files.push(Arc::new(File(path.into())));
    studio.settle();
}

fn at(studio: &Studio, name: &str) -> Pos2 {
    studio.window.get_by_label_contains(name).rect().center()
}

fn focus(studio: &mut Studio, name: &str) {
    studio.window.get_by_label_contains(name).focus();
    studio.settle();
}

#[test]
fn a_drop_on_a_view_asks_and_one_on_the_empty_well_adds() {
    let mut studio = card(&["/a.png"]);
    let first = at(&studio, "from the front: a.png");
    drop_at(&mut studio, first, "/new.png");
    assert!(studio.sees("Replace a.png by new.png?"));
    studio.click("Replace");
    assert_eq!(images(&studio), ["/new.png"]);
    let empty = at(&studio, ADD);
    drop_at(&mut studio, empty, "/more.png");
    assert_eq!(images(&studio), ["/new.png", "/more.png"]);
    studio.press_with(Modifiers::COMMAND, Key::Z);
    studio.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(images(&studio), ["/a.png"]);
}

#[test]
fn the_cast_may_have_more_pictures_than_an_offering_takes() {
    let mut studio = card(&["/1.png", "/2.png", "/3.png", "/4.png"]);
    let empty = at(&studio, ADD);
    drop_at(&mut studio, empty, "/5.png");
    assert_eq!(images(&studio).len(), 5);
    studio.window.get_by_label_contains("Picture 5 of 5: 5.png");
}

#[test]
fn paths_and_addresses_are_pasted_and_views_are_cut_and_moved() {
    let mut studio = card(&["/a.png"]);
    focus(&mut studio, ADD);
    studio.window.event(Event::Paste("/b.png".to_owned()));
    studio.settle();
    focus(&mut studio, ADD);
    studio.press(Key::Menu);
    studio.click("Web address…");
    studio.window.event(Event::Text("https://a.example/c.png".to_owned()));
    studio.settle();
    studio.click("Use this address");
    assert_eq!(images(&studio), ["/a.png", "/b.png", "https://a.example/c.png"]);
    focus(&mut studio, "Picture 3 of 3: c.png");
    studio.press(Key::Menu);
    studio.click("Move one earlier");
    assert_eq!(images(&studio), ["/a.png", "https://a.example/c.png", "/b.png"]);
    focus(&mut studio, "Picture 2 of 3: c.png");
    studio.press(Key::Delete);
    assert_eq!(images(&studio), ["/a.png", "/b.png"]);
}

#[test]
fn what_is_pasted_beside_every_well_is_somebody_new() {
    let mut studio = card(&["/a.png"]);
    studio.window.query_all_by_role(Role::ListItem).next().expect("a face").focus();
    studio.settle();
    studio.window.event(Event::Paste("/p/owl.png".to_owned()));
    studio.settle();
    let names: Vec<&str> = studio.engine.snapshot.cast.iter().map(|member| &*member.name).collect();
    assert_eq!(names, ["hat", "owl"]);
}

#[test]
fn a_view_that_is_not_legal_says_so_and_is_put_right_at_a_click() {
    let mut studio = card(&["/a.webp"]);
    measure(&mut studio, "/a.webp", PictureFormat::Webp, (1280, 720));
    studio.click("Convert it");
    let (ticket, repairs) = asked(&mut studio);
    assert_eq!(repairs[0], Repair::Convert);
    assert!(studio.spoken().iter().any(|said| said.contains("A repaired picture is being made")));
    made(&mut studio, ticket, "/library/a.png");
    assert_eq!(images(&studio), ["/library/a.png"]);
    studio.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(images(&studio), ["/a.webp"]);
}

#[test]
fn a_view_is_cropped_and_its_ticket_is_not_one_of_the_drafts() {
    let mut studio = card(&["/a.png", "/b.png"]);
    measure(&mut studio, "/b.png", PictureFormat::Png, (1600, 1200));
    focus(&mut studio, "Picture 2 of 2: b.png");
    studio.press(Key::Menu);
    studio.click("Crop or pad…");
    studio.get("The part that is kept").focus();
    studio.settle();
    studio.press_with(Modifiers::SHIFT, Key::ArrowLeft);
    studio.press(Key::Enter);
    let (ticket, _) = asked(&mut studio);
    assert!(ticket > 1 << 31, "{ticket}");
    made(&mut studio, ticket, "/library/b, cropped.png");
    assert_eq!(images(&studio), ["/a.png", "/library/b, cropped.png"]);
}

#[test]
fn what_is_made_reaches_a_picture_that_the_library_copied_meanwhile() {
    let mut studio = card(&["/a.webp"]);
    measure(&mut studio, "/a.webp", PictureFormat::Webp, (1280, 720));
    studio.click("Convert it");
    let (ticket, _) = asked(&mut studio);
    let copied = [(ImageRef::file("/a.webp"), ImageRef::file("/library/a.webp"))].into();
    let mut cast = studio.engine.snapshot.cast.to_vec();
    cast[0].own(&copied);
    studio.engine.snapshot.cast = cast.into();
    studio.engine.publish();
    studio.settle();
    made(&mut studio, ticket, "/library/a.png");
    assert_eq!(images(&studio), ["/library/a.png"]);
}

#[test]
fn a_film_or_a_text_is_refused_in_one_sentence_and_no_folder_is_looked_for() {
    let mut studio = card(&["/a.png"]);
    studio.told();
    let page = egui::pos2(300.0, 500.0);
    for (path, said) in [("/film.mp4", "This is a video"), ("/notes.txt", "A .txt file is no picture")] {
        drop_at(&mut studio, page, path);
        assert!(studio.sees(said), "{path}");
    }
    let empty = at(&studio, ADD);
    drop_at(&mut studio, empty, "/film.mp4");
    assert!(studio.sees("This is a video"));
    let told = studio.told();
    let is_of_cast = |command: &&Command| matches!(command, Command::ImportCast(_) | Command::KeepInCast(_));
    assert!(!told.iter().any(|command| is_of_cast(&command)), "{told:?}");
    drop_at(&mut studio, page, "/their/cast.json");
    assert!(studio.told().iter().any(|command| matches!(command, Command::ImportCast(_))));
}

#[test]
fn the_well_says_facts_and_remarks_to_whoever_cannot_see() {
    let mut studio = card(&["/a.png"]);
    measure(&mut studio, "/a.png", PictureFormat::Png, (299, 300));
    let well = studio.window.get_by_label_contains("from the front: a.png, PNG · 299×300");
    let node = well.accesskit_node();
    assert!(node.value().is_some_and(|facts| facts.contains("839600")));
    assert!(node.data().description().is_some_and(|said| said.contains("299")));
}
