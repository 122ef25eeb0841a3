//! Pictures carried from well to well with the mouse.

use super::*;

pub fn drag(window: &mut Window, from: &str, to: &str) {
    let (from, to) = (center(window, from), center(window, to));
    window.harness.drag_at(from);
    window.step();
    for part in 1..=4 {
        window.harness.hover_at(from + (to - from) * (part as f32 / 4.0));
        window.step();
    }
    window.harness.drop_at(to);
    window.wait();
}

#[test]
fn a_picture_is_dragged_to_the_other_frame() {
    let mut window = Window::open(framed(Some("/a.png"), None));
    drag(&mut window, "First frame: a.png", "Last frame: empty");
    assert_eq!(frames(&mut window), named(None, Some("/a.png")));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(frames(&mut window), named(Some("/a.png"), None));
}

#[test]
fn on_a_full_frame_the_two_may_change_places() {
    let mut window = Window::open(framed(Some("/a.png"), Some("/b.png")));
    drag(&mut window, "First frame: a.png", "Last frame: b.png");
    window.harness.get_by_label("Replace b.png by a.png?");
    click(&mut window, "Swap them");
    assert_eq!(frames(&mut window), named(Some("/b.png"), Some("/a.png")));
}

#[test]
fn escape_ends_a_drag_and_nothing_moves() {
    let mut window = Window::open(framed(Some("/a.png"), None));
    let (from, to) = (center(&window, "First frame: a.png"), center(&window, "Last frame: empty"));
    window.harness.drag_at(from);
    window.step();
    window.harness.hover_at(to);
    window.step();
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.harness.drop_at(to);
    window.wait();
    assert!(window.saved().is_none());
}

#[test]
fn a_frame_dragged_to_a_reference_stays_a_frame() {
    let mut draft = framed(Some("/a.png"), None);
    draft.offering = omni().into();
    let mut window = Window::open(draft);
    drag(&mut window, "First frame: a.png", "Picture: empty");
    let draft = window.saved().expect("it is copied");
    assert_eq!(
        (draft.frames.first.as_ref(), &draft.references[..]),
        (Some(&ImageRef::file("/a.png")), &[ImageRef::file("/a.png")][..])
    );
}

#[test]
fn a_frame_dragged_to_an_elements_chip_is_one_more_view_of_it() {
    let mut draft = framed(Some("/a.png"), None);
    draft.elements.push(shotloom::model::Element::named("fox"));
    let mut window = Window::open(draft);
    drag(&mut window, "First frame: a.png", "Element @fox");
    let draft = window.saved().expect("it is copied");
    assert_eq!((draft.frames.count(), &draft.elements[0].images[..]), (1, &[ImageRef::file("/a.png")][..]));
}
