//! Frames taken out of a clip: by key, by button and from the menu; where they go; what is said of it.

use egui::{Event, Key, Modifiers};
use shotloom::engine::{Command, FrameFor};
use shotloom::model::{ContinuedFrom, Element, ImageRef, PicturePlace};

use super::studio::samples;
use super::*;

/// The one frame that was asked for, and what for.
fn asked(studio: &mut Studio) -> (u64, FrameFor) {
    let told = studio.told();
    // The window looks at every picture that is new to it.
    let told: Vec<&Command> = told.iter().filter(|command| !matches!(command, Command::Measure(_))).collect();
    let [Command::TakeFrame { frame, into, .. }] = &told[..] else {
        unreachable!("{told:?}");
    };
    (*frame, into.clone())
}

fn place(studio: &mut Studio) -> (u64, PicturePlace) {
    match asked(studio) {
        (frame, FrameFor::Draft { place, .. }) => (frame, place),
        other => unreachable!("{other:?}"),
    }
}

fn with_elements(names: &[&str]) -> Studio {
    let draft = Draft {
        title: "Winter".into(),
        elements: names.iter().map(|name| Element::named(name)).collect(),
        ..samples::draft("a walk")
    };
    let engine = FakeEngine::new().with_draft(draft).with_library([card_of(media(TINY))]);
    viewer_over(engine, Language::English, Vec2::new(1280.0, 800.0))
}

/// The draft that lies open, as the engine was last told.
fn draft(studio: &mut Studio) -> Draft {
    studio.press_with(Modifiers::COMMAND, Key::Num1);
    studio.settle();
    // A change rests for a moment before it is kept.
    for _ in 0..4 {
        studio.window.step();
        studio.settle();
    }
    (*studio.engine.snapshot.desk.as_ref().expect("a draft").draft).clone()
}

#[test]
fn c_continues_from_the_frame_one_stands_on() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 5);
    studio.press(Key::C);
    assert_eq!(asked(&mut studio), (5, FrameFor::NewDraft));
    assert!(studio.sees("Prompt"), "the new draft is open");
    let draft = draft(&mut studio);
    let from = ContinuedFrom { task: "task-000001".into(), frame: 5 };
    assert_eq!(draft.continued_from, Some(from));
    assert!(draft.frames.first.is_some() && draft.prompt.is_empty());
}

#[test]
fn the_last_frame_is_one_key_away() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 5);
    studio.press(Key::End);
    reaches(&mut studio, LAST);
    studio.press(Key::C);
    assert_eq!(asked(&mut studio), (LAST, FrameFor::NewDraft));
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 2);
    studio.press_with(Modifiers::SHIFT, Key::C);
    assert_eq!(asked(&mut studio), (LAST, FrameFor::NewDraft));
}

#[test]
fn everything_one_takes_has_a_line_in_the_frames_menu() {
    let lines = [
        ("Continue from this frame", 3, FrameFor::NewDraft),
        ("Continue from the last frame", LAST, FrameFor::NewDraft),
        ("Copy this frame", 3, FrameFor::Clipboard),
    ];
    for (line, frame, into) in lines {
        let mut studio = viewer(TINY);
        paused_at(&mut studio, 3);
        studio.click("Use this frame");
        studio.all(line).last().expect("a line of this name").click();
        assert_eq!(asked(&mut studio), (frame, into), "{line}");
    }
    for (line, wanted) in
        [("Use as first frame", PicturePlace::FirstFrame), ("Use as last frame", PicturePlace::LastFrame)]
    {
        let mut studio = viewer(TINY);
        paused_at(&mut studio, 3);
        studio.click("Use this frame");
        studio.click(line);
        assert_eq!(place(&mut studio), (3, wanted), "{line}");
    }
}

#[test]
fn the_right_mouse_button_on_the_picture_opens_the_same_menu() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 3);
    studio.get("The video").click_secondary();
    studio.settle();
    studio.click("Use as last frame");
    assert_eq!(place(&mut studio), (3, PicturePlace::LastFrame));
}

#[test]
fn what_is_wanted_most_has_a_button_of_its_own() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 4);
    studio.click("Copy this frame");
    assert_eq!(asked(&mut studio), (4, FrameFor::Clipboard));
    assert!(studio.sees("Frame 4 copied"));
    studio.click("Continue from this frame");
    assert_eq!(asked(&mut studio), (4, FrameFor::NewDraft));
}

#[test]
fn ctrl_c_copies_the_frame_as_a_picture() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 4);
    studio.window.event(Event::Copy);
    assert_eq!(asked(&mut studio), (4, FrameFor::Clipboard));
}

#[test]
fn a_copied_frame_reaches_the_clipboard() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 1);
    studio.window.event(Event::Copy);
    let mut copied = false;
    for _ in 0..40 {
        studio.window.step();
        let commands = &studio.window.output().platform_output.commands;
        copied |= commands.iter().any(|command| matches!(command, egui::OutputCommand::CopyImage(_)));
        studio.engine.serve();
    }
    assert!(copied);
}

#[test]
fn a_frame_becomes_the_last_or_the_first_of_the_open_draft_and_undo_takes_it_back() {
    let mut studio = with_elements(&[]);
    paused_at(&mut studio, 7);
    studio.press_with(Modifiers::ALT, Key::L);
    assert_eq!(place(&mut studio), (7, PicturePlace::LastFrame));
    assert!(studio.sees("Frame 7 is the last frame of “Winter” now"), "{:?}", studio.spoken());
    assert_eq!(studio.count("Position in the video"), 1, "one stays where one is");
    studio.press_with(Modifiers::ALT, Key::F);
    assert_eq!(place(&mut studio), (7, PicturePlace::FirstFrame));
    let after = draft(&mut studio);
    assert!(after.frames.first.is_some() && after.frames.last.is_some());
    assert_eq!(after.continued_from.map(|from| from.frame), Some(7));
    studio.press_with(Modifiers::COMMAND, Key::Z);
    let after = draft(&mut studio);
    assert!(after.frames.first.is_none() && after.frames.last.is_some() && after.continued_from.is_none());
}

#[test]
fn another_first_frame_ends_the_lineage_and_undo_brings_it_back() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 5);
    studio.press(Key::C);
    studio.told();
    assert!(draft(&mut studio).continued_from.is_some());
    studio.click("Clear: First frame");
    assert!(draft(&mut studio).continued_from.is_none());
    studio.press_with(Modifiers::COMMAND, Key::Z);
    assert_eq!(draft(&mut studio).continued_from.map(|from| from.frame), Some(5));
}

#[test]
fn one_says_which_element_a_frame_shows() {
    let mut studio = with_elements(&["fox", "hat"]);
    paused_at(&mut studio, 6);
    studio.press_with(Modifiers::ALT, Key::E);
    assert!(studio.sees("Which element does this frame show?"));
    studio.click("@hat · 0 pictures");
    assert_eq!(place(&mut studio), (6, PicturePlace::View(Element::named("hat").key())));
    assert!(studio.sees("Frame 6 is a view of @hat now"));
    let path = ImageRef::file("/home/kim/Videos/Shotloom/pictures/own/frame 6.png");
    assert_eq!(draft(&mut studio).elements[1].images, [path]);
}

#[test]
fn a_frame_may_begin_an_element_and_the_keyboard_is_enough_for_it() {
    let mut studio = with_elements(&[]);
    paused_at(&mut studio, 6);
    studio.press_with(Modifiers::ALT, Key::E);
    studio.press(Key::Enter);
    assert_eq!(place(&mut studio), (6, PicturePlace::NewElement));
    assert!(studio.sees("Frame 6 is a view of @subject1 now"));
    studio.click("Use this frame");
    studio.click("Use as element view…");
    studio.press(Key::Escape);
    assert_eq!(studio.count("Position in the video"), 1, "Escape closes the question alone");
    assert!(studio.told().is_empty());
}

#[test]
fn a_frame_is_saved_under_the_name_of_its_clip() {
    if std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some() {
        assert!(std::env::var_os("CI").is_none(), "a desktop's own dialog cannot be driven from here");
        eprintln!("LEFT OUT: this desktop would show its own file dialog");
        return;
    }
    for by_key in [true, false] {
        let mut studio = viewer(TINY);
        paused_at(&mut studio, 8);
        if by_key {
            studio.press_with(Modifiers::COMMAND, Key::E)
        } else {
            studio.click("Save this frame…")
        }
        until(&mut studio, "there is no system dialog: a path is typed", |studio| studio.count("Save here") == 1);
        assert!(studio.spoken().iter().any(|text| text.ends_with("tiny frame 8.png")), "{:?}", studio.spoken());
        studio.click("Save here");
        let (frame, into) = asked(&mut studio);
        let FrameFor::File(path) = into else { unreachable!("{into:?}") };
        assert!(frame == 8 && path.ends_with("tiny frame 8.png"), "{path:?}");
    }
}

#[test]
fn a_card_goes_on_from_the_last_frame_wherever_it_stands() {
    let card = card_of(media(TINY));
    let mut studio = Studio::open(FakeEngine::new().with_library([card.clone()]).with_queue([card]));
    studio.click("Menu of a fox");
    studio.click("Continue from the last frame");
    // As many frames as its facts tell.
    assert_eq!(asked(&mut studio), (119, FrameFor::NewDraft));
}

#[test]
fn what_a_clip_goes_on_from_stands_on_it_and_leads_there() {
    let mut next = done(2, "on and on");
    let from = ContinuedFrom { task: "task-000001".into(), frame: 12 };
    let task = Arc::make_mut(&mut next.task);
    task.draft = Arc::new(Draft { continued_from: Some(from), ..(*task.draft).clone() });
    next.clip = Some(Arc::new(clip(2, media("x_slices.mp4"))));
    next.continues = Some("a fox".into());
    let mut studio = Studio::open(FakeEngine::new().with_library([next, card_of(media(TINY))]));
    studio.press_with(Modifiers::COMMAND, Key::Num2);
    assert!(studio.spoken().iter().any(|text| text == "continues a fox, frame 12"), "the card says it");
    studio.click("Watch on and on");
    studio.click("continues a fox, frame 12");
    until(&mut studio, "the clip it continues is open", |studio| studio.sees("/ 47"));
    reaches(&mut studio, 12);
    assert!(has_button(&studio, "Play"));
    studio.press(Key::Escape);
    studio.click("Menu of on and on");
    studio.click("Go to the frame it continues from");
    until(&mut studio, "it is open again", |studio| studio.sees("/ 47"));
    reaches(&mut studio, 12);
}
