//! The cast, used by the names a screen reader would say: kept, added, renamed, offered.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

mod studio;

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use shotloom::engine::Command;
use shotloom::model::cast::{KeptName, Member};
use shotloom::model::{Draft, Element, ImageRef};

use studio::{FakeEngine, Studio, samples};

fn fox(cast_id: Option<&str>) -> Element {
    let images = vec![ImageRef::file("/p/front.png"), ImageRef::file("/p/side.png")];
    Element { images, cast_id: cast_id.map(Into::into), ..Element::named("fox") }
}

fn with_fox(cast_id: Option<&str>) -> Draft {
    Draft { elements: vec![fox(cast_id)], ..samples::draft("@fox runs") }
}

fn studio(draft: Draft, cast: &[(&str, &str)]) -> Studio {
    let mut engine = FakeEngine::new().with_draft(draft);
    let member = |(id, name): &(&str, &str)| Member { name: (*name).into(), ..Member::of(&fox(None), id) };
    engine.snapshot.cast = cast.iter().map(member).collect();
    Studio::open(engine)
}

/// The draft as the engine was last given it.
fn draft(studio: &mut Studio) -> Arc<Draft> {
    // A change is sent within a third of a second.
    studio.window.run_steps(8);
    studio.settle();
    studio.engine.snapshot.desk.as_ref().expect("a draft").draft.clone()
}

/// What was asked of the engine, pictures to be measured left out.
fn told(studio: &mut Studio) -> Vec<Command> {
    studio.told().into_iter().filter(|command| !matches!(command, Command::Measure(_))).collect()
}

fn rename(studio: &mut Studio, name: &str) {
    studio.window.get_by_label_contains("Element @").click();
    studio.settle();
    studio.field("Name").focus();
    studio.window.run_ok();
    studio.press_with(Modifiers::COMMAND, Key::A);
    studio.window.event(Event::Text(name.to_owned()));
    studio.settle();
    studio.press(Key::Enter);
}

#[test]
fn an_element_is_kept_for_other_drafts_under_an_id_of_its_own() {
    let mut studio = studio(with_fox(None), &[]);
    studio.window.get_by_label_contains("Element @fox").click();
    studio.settle();
    studio.click("Keep in cast");
    let asked = told(&mut studio);
    let [Command::KeepInCast(members)] = &asked[..] else {
        panic!("{asked:?}");
    };
    let member = &members[0];
    assert_eq!((&*member.name, member.images.len()), ("fox", 2));
    assert_eq!(draft(&mut studio).elements[0].cast_id.as_ref(), Some(&member.id));
    studio.get("Take out of the cast");
}

#[test]
fn one_of_the_cast_is_added_from_the_add_menu_once() {
    let mut studio = studio(samples::draft("snow"), &[("c1", "fox"), ("c2", "owl")]);
    studio.click("Add element");
    studio.window.get_by_role_and_label(Role::ListBoxOption, "@owl, 2 pictures").click();
    studio.settle();
    let elements = draft(&mut studio).elements.clone();
    assert_eq!((&*elements[0].name, elements[0].cast_id.as_deref()), ("owl", Some("c2")));
    studio.click("Add element");
    assert_eq!((studio.count("@owl, 2 pictures"), studio.count("@fox, 2 pictures")), (0, 1));
    studio.click("New element…");
    assert_eq!(&*draft(&mut studio).elements[1].name, "subject1");
}

#[test]
fn a_new_name_in_a_draft_is_the_casts_too_and_an_undo_here_leaves_it() {
    let mut studio = studio(with_fox(Some("c1")), &[("c1", "fox")]);
    rename(&mut studio, "vixen");
    let asked = told(&mut studio);
    assert!(
        matches!(&asked[..], [Command::RenameInCast { id, name }] if (&**id, &**name) == ("c1", "vixen")),
        "{asked:?}"
    );
    studio.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(&*draft(&mut studio).prompt, "@fox runs");
    assert!(told(&mut studio).is_empty());
}

#[test]
fn a_draft_that_is_opened_is_offered_the_new_name_and_takes_it_in_one_step() {
    let mut studio = studio(with_fox(Some("c1")), &[("c1", "vixen")]);
    assert!(studio.sees("In the cast, @fox is called @vixen now"));
    studio.click("Rename here");
    let taken = draft(&mut studio);
    assert_eq!((&*taken.prompt, &*taken.elements[0].name), ("@vixen runs", "vixen"));
    assert!(!studio.sees("In the cast,"));
    assert!(told(&mut studio).is_empty(), "the cast has that name already");
    studio.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(&*draft(&mut studio).prompt, "@fox runs");
    assert!(told(&mut studio).is_empty());
}

#[test]
fn a_draft_that_keeps_its_own_name_is_asked_once() {
    let mut studio = studio(with_fox(Some("c1")), &[("c1", "vixen")]);
    studio.click("Keep @fox");
    let asked = told(&mut studio);
    let [Command::KeepName(KeptName { draft: id, cast_id, name })] = &asked[..] else {
        panic!("{asked:?}");
    };
    assert_eq!((&**cast_id, &**name), ("c1", "vixen"));
    assert!(!studio.sees("In the cast,"));
    // The same draft, opened anew.
    let desk = studio.engine.snapshot.desk.as_mut().expect("a draft");
    assert_eq!(desk.id.0, *id);
    desk.opened += 1;
    studio.engine.publish();
    studio.settle();
    assert!(!studio.sees("In the cast,"));
}

#[test]
fn what_changed_here_is_brought_to_the_cast_when_asked_for() {
    let changed = Draft { elements: vec![Element { description: "old".into(), ..fox(Some("c1")) }], ..with_fox(None) };
    let mut studio = studio(changed, &[("c1", "fox")]);
    studio.window.get_by_label_contains("Element @fox").click();
    studio.settle();
    studio.click("Update the cast");
    let asked = told(&mut studio);
    let is_it = matches!(&asked[..], [Command::KeepInCast(members)] if &*members[0].description == "old");
    assert!(is_it, "{asked:?}");
    assert_eq!(studio.count("Update the cast"), 0);
    studio.click("Take out of the cast");
    assert!(matches!(&told(&mut studio)[..], [Command::DropFromCast(ids)] if &*ids[0] == "c1"));
    studio.get("Keep in cast");
}
