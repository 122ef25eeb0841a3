//! Ways in and out by file, clipboard, address and keys, and what is refused.

use super::*;

const FIRST: &str = "First frame: empty";
const LAST: &str = "Last frame: empty";

#[test]
fn a_dropped_picture_goes_into_the_well_under_it() {
    let mut window = Window::open(written());
    let last = center(&window, LAST);
    window.drop_file("/pictures/dusk.png", last);
    assert_eq!(frames(&mut window), named(None, Some("/pictures/dusk.png")));
}

#[test]
fn a_drop_on_a_full_well_asks_and_cancel_leaves_it() {
    let mut window = Window::open(framed(Some("/old.png"), None));
    let first = center(&window, "First frame: old.png");
    window.drop_file("/new.png", first);
    window.harness.get_by_label("Replace old.png by new.png?");
    click(&mut window, "Cancel");
    assert!(window.saved().is_none(), "nothing was changed");
    assert!(window.harness.query_by_label("Replace old.png by new.png?").is_none());
    window.drop_file("/new.png", first);
    click(&mut window, "Replace");
    assert_eq!(frames(&mut window), named(Some("/new.png"), None));
}

#[test]
fn the_question_is_answered_by_keys() {
    let mut window = Window::open(framed(Some("/old.png"), None));
    let first = center(&window, "First frame: old.png");
    window.drop_file("/new.png", first);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.saved().is_none(), "nothing was changed");
    window.drop_file("/new.png", first);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(frames(&mut window), named(Some("/new.png"), None));
}

#[test]
fn a_film_or_a_text_is_refused_at_the_well_in_one_sentence() {
    let mut window = Window::open(written());
    let first = center(&window, FIRST);
    window.drop_file("/film.mp4", first);
    window.harness.get_by_label_contains("This is a video");
    window.drop_file("/notes.txt", first);
    window.harness.get_by_label_contains("A .txt file is no picture");
    assert!(window.saved().is_none(), "nothing was changed");
}

#[test]
fn a_well_says_why_not_while_the_file_still_hangs_over_it() {
    let mut window = Window::open(written());
    let first = center(&window, FIRST);
    hover(&mut window, &["/film.mp4"], first);
    window.harness.get_by_label_contains("This is a video");
    hover(&mut window, &["/dusk.png"], first);
    assert!(window.harness.query_by_label_contains("This is a video").is_none());
}

#[test]
fn what_its_bytes_may_tell_is_not_refused_by_its_name() {
    let mut window = Window::open(written());
    let first = center(&window, FIRST);
    window.drop_file("/pictures/scan.dat", first);
    assert_eq!(frames(&mut window), named(Some("/pictures/scan.dat"), None));
}

#[test]
fn paths_addresses_and_links_are_pasted_into_the_well_with_the_keyboard() {
    for (pasted, expected) in [
        ("file:///home/kim/a%20fox.png", "/home/kim/a fox.png"),
        ("/home/kim/fox.png\n", "/home/kim/fox.png"),
        ("https://a.example/fox.png", "https://a.example/fox.png"),
    ] {
        let mut window = Window::open(written());
        focus(&mut window, LAST);
        paste(&mut window, pasted);
        assert_eq!(frames(&mut window), named(None, Some(expected)), "{pasted}");
    }
}

#[test]
fn what_is_pasted_in_vain_is_told_at_the_well() {
    let mut window = Window::open(written());
    focus(&mut window, FIRST);
    paste(&mut window, "a fox in the snow");
    window.harness.get_by_label_contains("There is no picture on the clipboard");
    paste(&mut window, "http://a.example/fox.png");
    window.harness.get_by_label_contains("it must start with https");
    assert!(window.saved().is_none(), "nothing was changed");
}

#[test]
fn a_picture_pasted_outside_of_wells_and_text_takes_the_first_free_well() {
    let mut window = Window::open(framed(Some("/a.png"), None));
    window.harness.get_by_role_and_label(egui::accesskit::Role::Button, "Generate").focus();
    window.step();
    paste(&mut window, "file:///b.png");
    assert_eq!(frames(&mut window), named(Some("/a.png"), Some("/b.png")));
}

#[test]
fn in_a_text_box_a_path_is_text() {
    let mut window = Window::open(written());
    window.harness.get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "Prompt").focus();
    window.step();
    paste(&mut window, "/home/kim/fox.png");
    let draft = window.saved().expect("it was pasted");
    assert!(draft.frames.is_empty() && draft.prompt.contains("fox.png"), "{draft:?}");
}

#[test]
fn an_address_is_typed_and_must_be_encrypted() {
    let mut window = Window::open(written());
    focus(&mut window, FIRST);
    press(&mut window, Modifiers::SHIFT, Key::F10);
    click(&mut window, "Web address…");
    let field = |window: &Window| {
        let role = egui::accesskit::Role::TextInput;
        window.harness.get_by_role_and_label(role, "Address of a picture").type_text("http://a.example/x.png");
    };
    field(&window);
    window.wait();
    window.harness.get_by_label_contains("it must start with https");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.saved().is_none(), "nothing was taken");
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.harness.event(Event::Text("https://a.example/x.png".to_owned()));
    window.wait();
    click(&mut window, "Use this address");
    assert_eq!(frames(&mut window), named(Some("https://a.example/x.png"), None));
}

#[test]
fn delete_removes_the_picture_and_not_a_shot_and_undo_brings_it_back() {
    let mut draft = framed(Some("/a.png"), None);
    draft.cut = shotloom::model::Cut::ByHand;
    draft.storyboard = shotloom::model::Storyboard::from_file(
        [4, 5].map(|secs| ("".into(), shotloom::model::Secs(secs), false)),
        None,
    );
    let mut window = Window::open(draft);
    focus(&mut window, "First frame: a.png");
    press(&mut window, Modifiers::NONE, Key::Delete);
    let kept = window.saved().expect("it is removed");
    assert!(kept.frames.is_empty() && kept.storyboard.shots().len() == 2);
    window.harness.get_by_label("The picture is removed");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(frames(&mut window), named(Some("/a.png"), None));
}

#[test]
fn delete_at_an_empty_well_deletes_nothing() {
    let mut window = Window::open(written());
    focus(&mut window, FIRST);
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert!(window.saved().is_none());
}

#[test]
fn cut_and_paste_carry_a_picture_to_the_other_well() {
    let mut window = Window::open(framed(Some("/a.png"), None));
    focus(&mut window, "First frame: a.png");
    window.harness.event(Event::Cut);
    window.wait();
    assert!(window.saved().is_none(), "it stays until it is pasted");
    focus(&mut window, LAST);
    paste(&mut window, "/a.png");
    assert_eq!(frames(&mut window), named(None, Some("/a.png")));
}

#[test]
fn copy_and_paste_leave_it_in_both() {
    let mut window = Window::open(framed(Some("/a.png"), None));
    focus(&mut window, "First frame: a.png");
    window.harness.event(Event::Copy);
    window.wait();
    focus(&mut window, LAST);
    paste(&mut window, "/a.png");
    assert_eq!(frames(&mut window), named(Some("/a.png"), Some("/a.png")));
}

#[test]
fn the_menu_opens_by_key_and_moves_the_picture() {
    let mut window = Window::open(framed(Some("/a.png"), None));
    focus(&mut window, "First frame: a.png");
    press(&mut window, Modifiers::NONE, Key::Menu);
    click(&mut window, "Move to the last frame");
    assert_eq!(frames(&mut window), named(None, Some("/a.png")));
}

#[test]
fn first_and_last_change_places() {
    let mut window = Window::open(framed(Some("/a.png"), Some("/b.png")));
    focus(&mut window, "First frame: a.png");
    press(&mut window, Modifiers::NONE, Key::Menu);
    click(&mut window, "Move to the last frame");
    assert_eq!(frames(&mut window), named(Some("/b.png"), Some("/a.png")));
}

#[test]
fn the_facts_are_said_in_words_and_oddities_are_told() {
    let mut window = Window::open(framed(Some("/photo.jpg"), None));
    let odd = PictureFacts { bits: 16, has_alpha: true, orientation: 6, ..measured(1280, 720) };
    measure(&mut window, "/photo.jpg", odd);
    let well = window.harness.get_by_label("First frame: photo.jpg, PNG · 1280×720 · 16:9 · 840 KB");
    let facts = well.value().expect("its facts");
    for fact in [
        "PNG by its bytes, though it is named .jpg",
        "839600",
        "16 bits a colour",
        "partly transparent",
        "orientation 6",
    ] {
        assert!(facts.contains(fact), "{fact}: {facts}");
    }
}

#[test]
fn a_picture_that_is_not_legal_says_so_at_its_well() {
    let mut window = Window::open(framed(Some("/small.png"), None));
    measure(&mut window, "/small.png", measured(299, 300));
    let well = window.harness.get_by_label_contains("First frame: small.png");
    let said = well.accesskit_node().data().description().unwrap_or_default().to_owned();
    assert!(said.contains("299"), "{said}");
}

#[test]
fn references_have_wells_of_their_own_and_are_filled_in_order() {
    let mut draft = framed(Some("/a.png"), Some("/b.png"));
    draft.offering = omni().into();
    let mut window = Window::open(draft);
    let empty = center(&window, "Picture: empty");
    window.drop_file("/c.png", empty);
    let elsewhere = egui::pos2(600.0, 120.0);
    window.drop_file("/d.png", elsewhere);
    let draft = window.saved().expect("they are taken");
    assert_eq!(draft.references, ["/c.png", "/d.png"].map(ImageRef::file));
    focus(&mut window, "Reference 2: d.png");
    press(&mut window, Modifiers::NONE, Key::Menu);
    click(&mut window, "Move one earlier");
    let draft = window.saved().expect("they changed places");
    assert_eq!(draft.references, ["/d.png", "/c.png"].map(ImageRef::file));
}
