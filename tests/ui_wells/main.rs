//! Picture wells and the crop tool, used by the names a screen reader would say.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

#[path = "../composing/mod.rs"]
mod composing;
mod crop;
mod drags;
mod elements;
mod fixes;
mod ways;

use std::sync::Arc;

use composing::{OFFERING, Window};
use egui::{Event, Key, Modifiers, Pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use shotloom::model::image::{ColorKind, Measured, PictureFacts, PictureFormat, PictureState};
use shotloom::model::{Draft, ImageRef};

fn written() -> Draft {
    Draft { prompt: "a paper boat in the rain".into(), ..Draft::new(OFFERING) }
}

/// A draft with frames of these names.
fn framed(first: Option<&str>, last: Option<&str>) -> Draft {
    let mut draft = written();
    draft.frames.first = first.map(ImageRef::file);
    draft.frames.last = last.map(ImageRef::file);
    draft
}

/// An offering that takes reference pictures.
fn omni() -> &'static str {
    shotloom::vendors::rows().find(|row| row.caps.max_references > 3).expect("an offering with references").id
}

/// An ordinary picture of this size.
fn measured(width: u32, height: u32) -> PictureFacts {
    PictureFacts {
        format: PictureFormat::Png,
        bytes: 839_600,
        width,
        height,
        color: ColorKind::Rgb,
        bits: 8,
        has_alpha: false,
        is_animated: false,
        has_foreign_profile: false,
        orientation: 1,
    }
}

/// The engine has measured this file.
fn measure(window: &mut Window, path: &str, facts: PictureFacts) {
    window.publish(|snapshot| {
        let state = PictureState::Measured(Measured { facts, prepared: None });
        Arc::make_mut(&mut snapshot.facts).insert(ImageRef::file(path), state);
    });
}

fn center(window: &Window, name: &str) -> Pos2 {
    window.harness.get_by_label_contains(name).rect().center()
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.harness.key_press_modifiers(modifiers, key);
    window.wait();
}

fn paste(window: &mut Window, text: &str) {
    window.harness.event(Event::Paste(text.to_owned()));
    window.wait();
}

/// Puts the keyboard on the well that is called so.
fn focus(window: &mut Window, name: &str) {
    window.harness.get_by_label_contains(name).focus();
    window.wait();
}

fn click(window: &mut Window, name: &str) {
    window.harness.get_by_label(name).click();
    window.wait();
}

/// File names of the frames as they were last kept.
fn frames(window: &mut Window) -> [Option<String>; 2] {
    let draft = window.saved().expect("the draft was changed");
    [&draft.frames.first, &draft.frames.last].map(|image| image.as_ref().map(ToString::to_string))
}

fn named(first: Option<&str>, last: Option<&str>) -> [Option<String>; 2] {
    [first, last].map(|name| name.map(str::to_owned))
}

/// Files hang over the window here.
fn hover(window: &mut Window, paths: &[&str], at: Pos2) {
    window.harness.hover_at(at);
    window.step();
    window.harness.input_mut().hovered_files =
        paths.iter().map(|path| egui::HoveredFile { path: Some((*path).into()), ..Default::default() }).collect();
    window.step();
    window.step();
}
