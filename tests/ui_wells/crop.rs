//! The crop tool by mouse and by keys; what it asks of the engine.

use super::*;
use egui::accesskit::Role;
use shotloom::engine::Command;
use shotloom::engine::snapshot::RepairState;
use shotloom::model::repair::{Canvas, CropRect, Fill, Repair};

const BOARD: &str = "The part that is kept";

/// A window with a frame of this size in the tool.
fn open(width: u32, height: u32) -> Window {
    let mut window = Window::open(framed(Some("/dusk.png"), None));
    measure(&mut window, "/dusk.png", measured(width, height));
    click(&mut window, "Crop or pad…: First frame");
    window
}

fn cut(window: &Window) -> String {
    window.harness.get_by_label(BOARD).value().expect("its size")
}

/// What was asked of the engine, with its ticket.
fn asked(window: &mut Window) -> Option<(Vec<Repair>, u64)> {
    window.wait();
    window.sent().into_iter().find_map(|command| match command {
        Command::Repair { repairs, ticket, .. } => Some((repairs, ticket)),
        _ => None,
    })
}

#[test]
fn a_frame_starts_in_the_shape_of_the_video() {
    let window = open(1600, 1200);
    assert_eq!(cut(&window), "1600 × 900 pixels, 16:9, at 0, 150");
}

#[test]
fn keys_move_and_pull_the_cut_and_enter_applies_it() {
    let mut window = open(1600, 1200);
    click(&mut window, "New shape: Free");
    window.harness.get_by_label(BOARD).focus();
    window.step();
    press(&mut window, Modifiers::SHIFT, Key::ArrowLeft);
    press(&mut window, Modifiers::SHIFT | Modifiers::COMMAND, Key::ArrowUp);
    press(&mut window, Modifiers::ALT | Modifiers::COMMAND, Key::ArrowRight);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(cut(&window), "1589 × 1190 pixels, 1.34:1, at 10, 1");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let (repairs, ticket) = asked(&mut window).expect("it is asked for");
    assert_eq!(repairs[0], Repair::Crop(CropRect { x: 10, y: 1, width: 1589, height: 1190 }));
    assert!(window.harness.query_by_label(BOARD).is_none(), "the tool is closed");

    // What was made takes the picture's place, and can be undone.
    let made = ImageRef::file("/library/dusk, cropped.png");
    window.publish(|snapshot| {
        Arc::make_mut(&mut snapshot.repairs).insert(ticket, RepairState::Done(made.clone()));
    });
    assert_eq!(frames(&mut window)[0].as_deref(), Some("/library/dusk, cropped.png"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(frames(&mut window)[0].as_deref(), Some("/dusk.png"));
}

#[test]
fn the_enter_that_opens_the_tool_does_not_apply_it() {
    let mut window = Window::open(framed(Some("/dusk.png"), None));
    measure(&mut window, "/dusk.png", measured(1600, 1200));
    window.harness.get_by_label("Crop or pad…: First frame").focus();
    window.wait();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(cut(&window), "1600 × 900 pixels, 16:9, at 0, 150");
    assert_eq!(asked(&mut window), None);
}

#[test]
fn escape_leaves_the_picture_alone() {
    let mut window = open(1600, 1200);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.harness.query_by_label(BOARD).is_none());
    assert_eq!(asked(&mut window), None);
}

#[test]
fn the_mouse_pulls_a_corner_and_carries_the_whole() {
    let mut window = open(1600, 1200);
    click(&mut window, "New shape: 1:1");
    assert_eq!(cut(&window), "1200 × 1200 pixels, 1:1, at 200, 0");
    let board = window.harness.get_by_label(BOARD).rect();
    // The picture stands in the middle of the board with a margin of 12 points.
    let scale = ((board.width() - 24.0) / 1600.0).min((board.height() - 24.0) / 1200.0);
    let at = |x: f32, y: f32| board.center() + (egui::vec2(x, y) - egui::vec2(800.0, 600.0)) * scale;
    pull(&mut window, at(1400.0, 1200.0), at(800.0, 600.0));
    assert_eq!(cut(&window), "600 × 600 pixels, 1:1, at 200, 0");
    pull(&mut window, at(500.0, 300.0), at(800.0, 500.0));
    assert_eq!(cut(&window), "600 × 600 pixels, 1:1, at 500, 200");
}

fn pull(window: &mut Window, from: Pos2, to: Pos2) {
    window.harness.drag_at(from);
    window.step();
    window.harness.hover_at(from + (to - from) / 2.0);
    window.step();
    window.harness.hover_at(to);
    window.step();
    window.harness.drop_at(to);
    window.wait();
}

#[test]
fn a_picture_is_laid_on_a_ground() {
    let mut window = open(600, 1200);
    click(&mut window, "Way: Pad");
    assert_eq!(
        window.harness.get_by_label("The picture on its ground").value().as_deref(),
        Some("2134 × 1200 pixels, 1.78:1")
    );
    click(&mut window, "Ground: White");
    click(&mut window, "New shape: 1:1");
    window.harness.get_by_role_and_label(Role::Button, "Apply").click();
    let (repairs, _) = asked(&mut window).expect("it is asked for");
    let square = Canvas::Ratio { width: 1, height: 1 };
    assert_eq!(repairs[0], Repair::Pad { to: square, fill: Fill::Solid([255; 3]) });
}

#[test]
fn what_would_change_nothing_cannot_be_applied() {
    let mut window = open(1600, 900);
    let apply = window.harness.get_by_role_and_label(Role::Button, "Apply");
    assert!(apply.accesskit_node().is_disabled());
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(asked(&mut window), None);
    window.harness.get_by_label(BOARD);
}

#[test]
fn a_cut_under_the_least_side_says_that_it_is_scaled_up() {
    let window = open(500, 280);
    window.harness.get_by_label_contains("under 300 pixels: it is scaled up");
}

#[test]
fn no_other_key_is_heard_while_the_tool_is_open() {
    let mut window = open(1600, 1200);
    press(&mut window, Modifiers::COMMAND, Key::K);
    assert!(window.harness.query_by_label("Find a command").is_none());
}
