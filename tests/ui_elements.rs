//! Elements in the draft, used by the names a screen reader would say: counted, put in order, found in the cast, and
//! reached from what is said of them.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

mod studio;

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shotloom::model::cast::Member;
use shotloom::model::{Draft, Element, Frames, ImageRef};

use studio::{FakeEngine, Studio, samples};

const OMNI: &str = "mulerouter/kling-v3-omni";
const APIMART: &str = "apimart/kling-v3";

fn element(name: &str, pictures: usize) -> Element {
    let images = (1..=pictures).map(|n| ImageRef::file(format!("/p/{name}{n}.png"))).collect();
    Element { images, ..Element::named(name) }
}

fn with(offering: &str, elements: &[(&str, usize)]) -> Draft {
    let elements: Vec<Element> = elements.iter().map(|(name, pictures)| element(name, *pictures)).collect();
    let names: Vec<String> = elements.iter().map(|element| format!("@{}", element.name)).collect();
    let frames = Frames { first: Some(ImageRef::file("/p/dusk.png")), last: None };
    Draft { offering: offering.into(), elements, frames, ..samples::draft(&names.join(" ")) }
}

fn studio(draft: Draft) -> Studio {
    Studio::open(FakeEngine::new().with_draft(draft))
}

/// The draft as the engine was last given it.
fn draft(studio: &mut Studio) -> Arc<Draft> {
    // A change is sent within a third of a second.
    studio.window.run_steps(8);
    studio.settle();
    studio.engine.snapshot.desk.as_ref().expect("a draft").draft.clone()
}

fn names(studio: &mut Studio) -> Vec<String> {
    draft(studio).elements.iter().map(|element| element.name.to_string()).collect()
}

fn chip<'a>(studio: &'a Studio, name: &'a str) -> Node<'a> {
    let label = format!("Element @{name},");
    let chips = studio.window.query_all_by_role(Role::Button);
    chips.into_iter().find(|node| node.accesskit_node().label().is_some_and(|l| l.starts_with(&label))).expect("a chip")
}

fn is_focused(node: &Node<'_>) -> bool {
    node.accesskit_node().is_focused()
}

#[test]
fn elements_are_counted_against_the_row_and_with_pictures_where_those_count_too() {
    let few = studio(with("mulerouter/kling-v3", &[("fox", 2), ("hat", 2)]));
    assert!(few.sees("2 of 3"));
    let shared = studio(with(OMNI, &[("fox", 2), ("hat", 2)]));
    assert!(shared.sees("3 of 7 with pictures"));
    let both = studio(with("apimart/kling-v3-omni", &[("fox", 2)]));
    assert!(both.sees("1 of 3") && both.sees("2 of 7 with pictures"));
}

#[test]
fn chips_are_carried_by_alt_and_the_arrows_and_keep_the_keyboard() {
    let mut studio = studio(with("mulerouter/kling-v3", &[("fox", 2), ("hat", 2), ("owl", 2)]));
    chip(&studio, "fox").focus();
    studio.settle();
    studio.press_with(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(names(&mut studio), ["hat", "fox", "owl"]);
    assert!(is_focused(&chip(&studio, "fox")));
    studio.press_with(Modifiers::ALT, Key::ArrowRight);
    studio.press_with(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(names(&mut studio), ["hat", "owl", "fox"]);
    studio.press_with(Modifiers::ALT, Key::ArrowLeft);
    studio.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(names(&mut studio), ["hat", "owl", "fox"]);
}

#[test]
fn a_chip_is_dragged_to_its_place_in_one_step() {
    let mut studio = studio(with("mulerouter/kling-v3", &[("fox", 2), ("hat", 2), ("owl", 2)]));
    let (from, to) = (chip(&studio, "owl").rect().center(), chip(&studio, "fox").rect().left_center());
    studio.window.hover_at(from);
    studio.window.run_ok();
    studio.window.drag_at(from);
    studio.window.run_ok();
    for step in 1..=4_u8 {
        studio.window.hover_at(from + (to - from) * (f32::from(step) / 4.0));
        studio.window.run_ok();
    }
    assert_eq!(names(&mut studio), ["fox", "hat", "owl"], "nothing moves before it is let go");
    studio.window.drop_at(to);
    studio.settle();
    assert_eq!(names(&mut studio), ["owl", "fox", "hat"]);
    assert!(!studio.sees("Add pictures"), "a drag opens no card");
    studio.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(names(&mut studio), ["fox", "hat", "owl"]);
}

#[test]
fn a_remark_leads_to_the_field_it_speaks_of() {
    let mut studio = studio(with(APIMART, &[("fox", 1), ("hat", 2)]));
    let remark = |studio: &mut Studio, words: &str| {
        studio
            .window
            .get_all_by_role(Role::Link)
            .find(|node| node.accesskit_node().label().is_some_and(|l| l.contains(words)))
            .expect("a remark")
            .click();
        studio.settle();
        studio.settle();
    };
    remark(&mut studio, "hat needs a description");
    assert!(is_focused(&studio.field("Description")));
    assert!(studio.sees("Description, needed on this offering"));
    studio.window.event(Event::Text("a felt hat".to_owned()));
    studio.settle();
    assert_eq!(&*draft(&mut studio).elements[1].description, "a felt hat");
    studio.press(Key::Escape);
    remark(&mut studio, "fox has 1 picture");
    assert!(is_focused(&studio.get("Add pictures: empty")));
}

#[test]
fn pictures_are_put_in_order_on_the_card_in_one_step_each() {
    let mut studio = studio(with("mulerouter/kling-v3", &[("fox", 3)]));
    chip(&studio, "fox").click();
    studio.settle();
    studio.click("Make it the frontal picture: Picture 3 of 3");
    let files = |studio: &mut Studio| -> Vec<String> {
        draft(studio).elements[0].images.iter().map(ToString::to_string).collect()
    };
    assert_eq!(files(&mut studio), ["/p/fox3.png", "/p/fox1.png", "/p/fox2.png"]);
    studio.window.get_by_label_contains("Picture 3 of 3: fox2.png").focus();
    studio.settle();
    studio.press_with(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(files(&mut studio), ["/p/fox3.png", "/p/fox2.png", "/p/fox1.png"]);
    assert!(is_focused(&studio.window.get_by_label_contains("Picture 2 of 3: fox2.png")));
    studio.press_with(Modifiers::COMMAND, Key::Z);
    studio.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(files(&mut studio), ["/p/fox1.png", "/p/fox2.png", "/p/fox3.png"]);
}

#[test]
fn a_video_takes_the_place_of_pictures_where_the_offering_takes_it() {
    let mut studio = studio(with("mulerouter/kling-v3", &[("fox", 0)]));
    chip(&studio, "fox").click();
    studio.settle();
    studio.field("Add a video by its address").focus();
    studio.window.run_ok();
    studio.window.event(Event::Text("https://example.com/run.mp4".to_owned()));
    studio.settle();
    studio.press(Key::Enter);
    assert_eq!(draft(&mut studio).elements[0].videos, ["https://example.com/run.mp4".into()]);
    assert_eq!(studio.count("Add pictures: empty"), 0);
    let mut other = self::studio(with(APIMART, &[("fox", 0)]));
    chip(&other, "fox").click();
    other.settle();
    assert_eq!(other.count("Add a video by its address"), 0);
}

#[test]
fn one_of_a_large_cast_is_found_by_its_words_and_taken_with_enter() {
    let mut engine = FakeEngine::new().with_draft(samples::draft("snow"));
    let member = |n: usize| Member {
        notes: if n == 777 { "the tall one".into() } else { "".into() },
        ..Member::of(&element(&format!("extra_{n:04}"), 1), &format!("c{n}"))
    };
    engine.snapshot.cast = (0..1_000).map(member).collect();
    let mut studio = Studio::open(engine);
    studio.click("Add element");
    assert!(is_focused(&studio.field("Search the cast")));
    let lines = studio.window.query_all_by_role(Role::ListBoxOption).count();
    assert!((5..30).contains(&lines), "{lines} lines are drawn");
    studio.window.event(Event::Text("tall".to_owned()));
    studio.settle();
    studio.press(Key::Enter);
    assert_eq!(names(&mut studio), ["extra_0777"]);
    // Who is here is not offered again; the arrows walk from the new element on.
    studio.click("Add element");
    studio.window.event(Event::Text("tall".to_owned()));
    studio.settle();
    assert!(studio.sees("Nobody found"));
    studio.press_with(Modifiers::COMMAND, Key::A);
    studio.press(Key::Backspace);
    studio.press(Key::ArrowDown);
    studio.press(Key::ArrowDown);
    studio.press(Key::Enter);
    assert_eq!(names(&mut studio), ["extra_0777", "extra_0001"]);
}
