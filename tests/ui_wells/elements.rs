//! An element's pictures are wells like any other: on its card in the draft.

use super::*;
use shotloom::engine::Command;
use shotloom::model::Element;
use shotloom::model::repair::{CropRect, Repair};

const ADD: &str = "Add pictures: empty";

fn fox(images: &[&str]) -> Draft {
    let mut draft = written();
    draft.prompt = "@fox runs".into();
    draft.frames.first = Some(ImageRef::file("/dusk.png"));
    let images = images.iter().map(ImageRef::file).collect();
    draft.elements.push(Element { images, ..Element::named("fox") });
    draft
}

/// The element's card is open.
fn open(images: &[&str]) -> Window {
    let mut window = Window::open(fox(images));
    toggle(&mut window);
    window
}

fn toggle(window: &mut Window) {
    window.harness.get_by_label_contains("Element @fox").click();
    window.wait();
}

fn views(window: &mut Window) -> Vec<String> {
    let draft = window.saved().expect("the draft was changed");
    draft.elements[0].images.iter().map(ToString::to_string).collect()
}

#[test]
fn a_picture_is_dropped_pasted_or_named_by_its_address_into_the_empty_well() {
    let mut window = open(&["/a.png"]);
    let empty = center(&window, ADD);
    window.drop_file("/b.png", empty);
    assert_eq!(views(&mut window), ["/a.png", "/b.png"]);
    focus(&mut window, ADD);
    paste(&mut window, "/c.png");
    assert_eq!(views(&mut window), ["/a.png", "/b.png", "/c.png"]);
    focus(&mut window, ADD);
    press(&mut window, Modifiers::NONE, Key::Menu);
    click(&mut window, "Web address…");
    window.harness.event(Event::Text("https://a.example/d.png".to_owned()));
    window.wait();
    click(&mut window, "Use this address");
    assert_eq!(views(&mut window).last().map(String::as_str), Some("https://a.example/d.png"));
    // Four are the most there: no room is shown, and a drop on the card says so.
    assert!(window.harness.query_by_label(ADD).is_none());
    window.harness.get_by_label_contains("Picture 4 of 4: d.png");
}

#[test]
fn a_drop_on_a_full_view_asks_and_the_card_stays_open() {
    let mut window = open(&["/a.png", "/b.png"]);
    let second = center(&window, "Picture 2 of 2: b.png");
    window.drop_file("/new.png", second);
    window.harness.get_by_label("Replace b.png by new.png?");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.saved().is_none(), "nothing was changed");
    window.harness.get_by_label_contains("Picture 2 of 2: b.png");
    window.drop_file("/new.png", second);
    click(&mut window, "Replace");
    assert_eq!(views(&mut window), ["/a.png", "/new.png"]);
    window.harness.get_by_label_contains("Picture 2 of 2: new.png");
}

#[test]
fn what_a_view_cannot_be_is_said_at_its_well() {
    let mut window = open(&["/a.png"]);
    let empty = center(&window, ADD);
    window.drop_file("/film.mp4", empty);
    window.harness.get_by_label_contains("This is a video");
    assert!(window.saved().is_none(), "nothing was changed");
}

#[test]
fn views_are_put_in_order_by_the_mouse() {
    let mut window = open(&["/a.png", "/b.png", "/c.png"]);
    drags::drag(&mut window, "Picture 3 of 3: c.png", "Picture 1 of 3, from the front: a.png");
    assert_eq!(views(&mut window), ["/c.png", "/a.png", "/b.png"]);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(views(&mut window), ["/a.png", "/b.png", "/c.png"]);
}

#[test]
fn a_view_that_is_let_go_beside_the_wells_stays_where_it_is() {
    let mut window = open(&["/a.png", "/b.png"]);
    drags::drag(&mut window, "Picture 2 of 2: b.png", "Pictures, 2 to 4");
    assert!(window.saved().is_none(), "nothing was changed");
    window.harness.get_by_label_contains("Picture 2 of 2: b.png");
}

#[test]
fn a_view_is_cropped_in_the_tool_which_lies_above_its_card() {
    let mut window = open(&["/a.png", "/b.png"]);
    measure(&mut window, "/b.png", measured(1600, 1200));
    focus(&mut window, "Picture 2 of 2: b.png");
    press(&mut window, Modifiers::NONE, Key::Menu);
    click(&mut window, "Crop or pad…");
    window.harness.get_by_label("The part that is kept").focus();
    window.step();
    press(&mut window, Modifiers::SHIFT, Key::ArrowLeft);
    window.sent();
    press(&mut window, Modifiers::NONE, Key::Enter);
    let asked = window.sent().into_iter().find_map(|command| match command {
        Command::Repair { image, repairs, ticket } => Some((image, repairs, ticket)),
        _ => None,
    });
    let (image, repairs, ticket) = asked.expect("it is asked for");
    let cut = CropRect { x: 0, y: 0, width: 1599, height: 1200 };
    assert_eq!((image, repairs[0]), (ImageRef::file("/b.png"), Repair::Crop(cut)));
    fixes::made(&mut window, ticket, "/library/b, cropped.png");
    assert_eq!(views(&mut window), ["/a.png", "/library/b, cropped.png"]);
    window.harness.get_by_label_contains("Picture 2 of 2: b, cropped.png");
}

#[test]
fn a_removed_view_comes_back_with_undo() {
    let mut window = open(&["/a.png", "/b.png"]);
    click(&mut window, "Clear: Picture 1 of 2, from the front");
    assert_eq!(views(&mut window), ["/b.png"]);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(views(&mut window), ["/a.png", "/b.png"]);
}

#[test]
fn a_click_beside_the_card_or_escape_puts_it_away() {
    for by_key in [true, false] {
        let mut window = open(&["/a.png"]);
        window.harness.get_by_label(ADD);
        if by_key {
            press(&mut window, Modifiers::NONE, Key::Escape);
        } else {
            let beside = egui::pos2(900.0, 150.0);
            window.harness.drag_at(beside);
            window.step();
            window.harness.drop_at(beside);
            window.wait();
        }
        assert!(window.harness.query_by_label(ADD).is_none(), "by key: {by_key}");
        toggle(&mut window);
        window.harness.get_by_label(ADD);
        toggle(&mut window);
        assert!(window.harness.query_by_label(ADD).is_none(), "its chip puts it away");
    }
}
