//! Repairs at a click, by the names a screen reader would say: one, all, with a colour, and while they are made.

use super::*;
use egui::accesskit::Role;
use shotloom::engine::Command;
use shotloom::engine::snapshot::RepairState;
use shotloom::engine::{FrameFor, snapshot};
use shotloom::model::repair::Repair;
use shotloom::model::{ContinuedFrom, Element, PicturePlace};

fn webp() -> PictureFacts {
    PictureFacts { format: PictureFormat::Webp, ..measured(1280, 720) }
}

/// What was asked of the engine: the picture, the steps and the ticket.
fn asked(window: &mut Window) -> Vec<(String, Vec<Repair>, u64)> {
    window.wait();
    let of = |command| match command {
        Command::Repair { image, repairs, ticket } => Some((image.to_string(), repairs, ticket)),
        _ => None,
    };
    window.sent().into_iter().filter_map(of).collect()
}

/// The engine has made what was asked for under this ticket.
pub fn made(window: &mut Window, ticket: u64, path: &str) {
    let image = ImageRef::file(path);
    window.publish(|snapshot| {
        Arc::make_mut(&mut snapshot.repairs).insert(ticket, RepairState::Done(image));
    });
}

fn sees(window: &Window, words: &str) -> bool {
    window.harness.query_all_by_label_contains(words).next().is_some()
        || window.harness.query_all_by(|node| node.value().is_some_and(|value| value.contains(words))).next().is_some()
}

#[test]
fn a_fix_is_a_button_and_while_it_is_made_that_is_said_instead() {
    let mut window = Window::open(framed(Some("/dusk.webp"), None));
    measure(&mut window, "/dusk.webp", webp());
    assert!(sees(&window, "only JPEG and PNG are taken"));
    click(&mut window, "Convert it");
    let asked = asked(&mut window);
    let [(image, repairs, ticket)] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!((image.as_str(), repairs[0]), ("/dusk.webp", Repair::Convert));
    assert!(window.harness.query_by_label("Convert it").is_none());
    assert!(sees(&window, "A repaired picture is being made"));
    made(&mut window, *ticket, "/library/dusk.png");
    assert_eq!(frames(&mut window), named(Some("/library/dusk.png"), None));
    assert!(!sees(&window, "A repaired picture is being made"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(frames(&mut window), named(Some("/dusk.webp"), None));
}

#[test]
fn a_fix_that_fails_says_why_and_offers_itself_again() {
    let mut window = Window::open(framed(Some("/dusk.webp"), None));
    measure(&mut window, "/dusk.webp", webp());
    click(&mut window, "Convert it");
    let (.., ticket) = asked(&mut window).remove(0);
    window.publish(|snapshot| {
        let failed = RepairState::Failed(shotloom::model::Trouble::new("picture-empty"));
        Arc::make_mut(&mut snapshot.repairs).insert(ticket, failed);
    });
    assert!(sees(&window, "empty"));
    window.harness.get_by_label("Convert it");
}

#[test]
fn fix_all_repairs_every_picture_and_is_one_step() {
    let mut window = Window::open(framed(Some("/dusk.webp"), Some("/small.png")));
    measure(&mut window, "/dusk.webp", webp());
    measure(&mut window, "/small.png", measured(200, 200));
    click(&mut window, "2 things to fix");
    window.harness.get_by_role_and_label(Role::Button, "Fix all").click();
    let asked = asked(&mut window);
    assert_eq!(asked.len(), 2, "{asked:?}");
    for (image, _, ticket) in &asked {
        let name = if image.contains("dusk") { "/library/dusk.png" } else { "/library/large.png" };
        made(&mut window, *ticket, name);
    }
    assert_eq!(frames(&mut window), named(Some("/library/dusk.png"), Some("/library/large.png")));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(frames(&mut window), named(Some("/dusk.webp"), Some("/small.png")));
}

#[test]
fn a_transparent_picture_is_laid_on_white_black_or_a_colour_of_ones_own() {
    let mut window = Window::open(framed(Some("/veil.png"), None));
    measure(&mut window, "/veil.png", PictureFacts { has_alpha: true, ..measured(1280, 720) });
    window.harness.get_by_label("Lay it on white");
    window.harness.get_by_label("Colour behind the picture");
    click(&mut window, "Lay it on this colour");
    let asked = asked(&mut window);
    let [(_, repairs, _)] = &asked[..] else { panic!("{asked:?}") };
    let [Repair::Flatten(color), ..] = repairs[..] else { panic!("{repairs:?}") };
    assert!(![[255; 3], [0; 3]].contains(&color), "{color:?}");
}

#[test]
fn a_remark_names_the_picture_it_speaks_of() {
    let mut draft = framed(Some("/a.png"), Some("/b.png"));
    draft.offering = omni().into();
    draft.prompt = "@fox meets @image2".into();
    draft.references = ["/c.png", "/d.webp"].map(ImageRef::file).to_vec();
    let images = ["/e.png", "/f.webp"].map(ImageRef::file).to_vec();
    draft.elements.push(Element { images, ..Element::named("fox") });
    let mut window = Window::open(draft);
    for path in ["/a.png", "/c.png", "/e.png"] {
        measure(&mut window, path, measured(1280, 720));
    }
    for path in ["/b.png", "/d.webp", "/f.webp"] {
        measure(&mut window, path, webp());
    }
    for name in ["Last frame", "Reference 2", "@fox, picture 2"] {
        let texts = window.harness.query_all_by(|node| node.value().as_deref() == Some(name)).count();
        assert!(texts > 0, "{name}");
    }
}

#[test]
fn a_frame_for_an_element_that_is_gone_meanwhile_says_so() {
    let mut draft = written();
    draft.elements.push(Element::named("owl"));
    let mut window = Window::open(draft);
    let place = PicturePlace::View(Element::named("fox").key());
    let id = snapshot::DraftId("a-draft".into());
    let from = ContinuedFrom { task: "task-1".into(), frame: 7 };
    window.hand(snapshot::Taken {
        task: shotloom::model::TaskId(from.task),
        frame: from.frame,
        into: FrameFor::Draft { id, place },
        got: Some(snapshot::Got::Kept("/library/frame 7.png".into())),
    });
    assert!(sees(&window, "There is no element @fox in the draft any more"));
    assert!(window.saved().is_none(), "no other element got it");
}
