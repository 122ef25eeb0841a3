//! The picture itself: fit, a hundred percent, larger, moved; the full screen.

use egui::{Key, Modifiers, ViewportCommand, ViewportId, pos2};
use egui_kittest::kittest::NodeT as _;
use shotloom::engine::snapshot::{Thumb, ThumbKey};

use super::*;

/// What the row says of the picture's size.
fn zoom(studio: &Studio) -> String {
    studio.get("Show at 100 %").accesskit_node().value().unwrap_or_default()
}

fn percent(studio: &Studio) -> f64 {
    zoom(studio).trim_end_matches(" %").parse().expect("a percentage")
}

#[test]
fn z_shows_every_pixel_of_the_video_on_one_of_the_screen_and_back() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 0);
    assert!(is_lit(&studio, "Fit the picture"));
    let fitting = zoom(&studio);
    studio.press(Key::Z);
    assert_eq!(zoom(&studio), "100 %");
    assert!(!is_lit(&studio, "Fit the picture"));
    studio.press(Key::Z);
    assert_eq!(zoom(&studio), fitting);
    studio.click("Show at 100 %");
    assert_eq!(zoom(&studio), "100 %");
    studio.click("Fit the picture");
    assert_eq!(zoom(&studio), fitting);
}

#[test]
fn plus_and_minus_go_from_size_to_size_and_ctrl_nought_fits() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 0);
    let fitting = zoom(&studio);
    studio.press(Key::Z);
    for (key, size) in [(Key::Plus, "150 %"), (Key::Equals, "200 %"), (Key::Minus, "150 %")] {
        studio.press(key);
        assert_eq!(zoom(&studio), size);
    }
    studio.click("Zoom in");
    assert_eq!(zoom(&studio), "200 %");
    studio.click("Zoom out");
    assert_eq!(zoom(&studio), "150 %");
    studio.press_with(Modifiers::COMMAND, Key::Num0);
    assert_eq!(zoom(&studio), fitting);
    assert!((studio.window.ctx.zoom_factor() - 1.0).abs() < 1e-6, "the window itself keeps its size");
}

#[test]
fn the_wheel_enlarges_what_is_under_the_pointer() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 0);
    let before = percent(&studio);
    let place = studio.get("The video").rect().center() + Vec2::new(80.0, 20.0);
    studio.scroll_at(place, -100.0);
    let larger = percent(&studio);
    assert!(larger > before * 1.2, "{before} {larger}");
    studio.scroll_at(place, 60.0);
    assert!(percent(&studio) < larger);
}

#[test]
fn an_enlarged_picture_is_moved_by_the_mouse_and_does_not_pause_for_it() {
    let mut studio = viewer(TINY);
    until(&mut studio, "it plays", |studio| has_button(studio, "Pause") && studio.sees("/ 47"));
    for _ in 0..8 {
        studio.press(Key::Plus);
    }
    let middle = studio.get("The video").rect().center();
    studio.window.drag_at(middle);
    studio.settle();
    studio.window.hover_at(middle + Vec2::new(120.0, 40.0));
    studio.settle();
    studio.window.drop_at(middle + Vec2::new(120.0, 40.0));
    studio.settle();
    assert!(has_button(&studio, "Pause"));
}

#[test]
fn alt_and_the_arrows_move_an_enlarged_picture_and_no_frame() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 6);
    studio.press(Key::Plus);
    for key in [Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown] {
        studio.press_with(Modifiers::ALT, key);
    }
    assert_eq!(frame(&studio), 6);
}

#[test]
fn a_click_on_the_picture_pauses_it() {
    let mut studio = viewer(TINY);
    until(&mut studio, "frames go by", |studio| frame(studio) > 1);
    studio.click("The video");
    until(&mut studio, "it is paused", |studio| has_button(studio, "Play"));
}

/// What stands above the rail where there is a filmstrip.
const STRIP: f32 = 30.0;

#[test]
fn the_filmstrip_is_part_of_the_bar_and_one_takes_hold_of_it() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 0);
    let strips = studio.engine.snapshot.thumbs.keys().filter(|key| matches!(key, ThumbKey::Filmstrip(_)));
    assert_eq!(strips.count(), 1, "it was asked for");
    let bar = studio.get("Position in the video").rect();
    assert!(bar.height() > STRIP, "{bar:?}");
    let on_strip = pos2(bar.left() + bar.width() * 0.75, bar.top() + 8.0);
    studio.window.drag_at(on_strip);
    studio.settle();
    studio.window.drop_at(on_strip);
    studio.settle();
    until(&mut studio, "it is at three quarters", |studio| (35..=37).contains(&frame(studio)));
}

#[test]
fn a_clip_without_a_filmstrip_has_a_low_bar_and_so_has_a_low_window() {
    let mut engine = FakeEngine::new().with_library([card_of(media(TINY))]);
    let key = ThumbKey::Filmstrip(clip(1, media(TINY)).sha256);
    engine.snapshot.thumbs = Arc::new([(key, Thumb::Broken)].into());
    let mut studio = viewer_over(engine, Language::English, Vec2::new(1280.0, 800.0));
    paused_at(&mut studio, 0);
    assert!(studio.get("Position in the video").rect().height() < STRIP);
    let engine = FakeEngine::new().with_library([card_of(media(TINY))]);
    let mut studio = viewer_over(engine, Language::English, Vec2::new(1280.0, 460.0));
    paused_at(&mut studio, 0);
    assert!(studio.get("Position in the video").rect().height() < STRIP);
}

/// Whether the window was asked to fill the screen, or to stop doing so.
fn filling(studio: &Studio) -> Option<bool> {
    let commands = studio.window.output().viewport_output.values().flat_map(|output| &output.commands);
    commands
        .filter_map(|command| if let ViewportCommand::Fullscreen(is_full) = command { Some(*is_full) } else { None })
        .next_back()
}

#[test]
fn f11_and_its_button_fill_the_screen_and_escape_ends_it() {
    let mut studio = viewer(TINY);
    until(&mut studio, "the clip is open", |studio| studio.sees("/ 47"));
    studio.window.key_down(Key::F11);
    studio.window.step();
    assert_eq!(filling(&studio), Some(true));
    studio.window.key_up(Key::F11);
    studio.settle();
    studio.get("Full screen").click();
    studio.window.step();
    assert_eq!(filling(&studio), Some(true));
    fill_screen(&mut studio);
    studio.window.key_down(Key::Escape);
    studio.window.step();
    assert_eq!(filling(&studio), Some(false), "Escape leaves it, and the clip stays");
}

fn fill_screen(studio: &mut Studio) {
    let viewports = &mut studio.window.input_mut().viewports;
    viewports.entry(ViewportId::ROOT).or_default().fullscreen = Some(true);
    studio.settle();
}

#[test]
fn on_the_full_screen_the_controls_go_while_it_plays_and_come_back_with_the_mouse() {
    let mut studio = viewer(TINY);
    until(&mut studio, "it plays", |studio| has_button(studio, "Pause") && studio.sees("/ 47"));
    fill_screen(&mut studio);
    until(&mut studio, "the controls have gone", |studio| studio.count("Position in the video") == 0);
    assert_eq!((studio.count("The video"), studio.count("Back")), (1, 0));
    studio.window.hover_at(pos2(300.0, 300.0));
    studio.window.step();
    assert_eq!(studio.count("Position in the video"), 1, "the mouse brings them back");
    studio.press(Key::K);
    until(&mut studio, "it is paused", |studio| has_button(studio, "Play"));
    std::thread::sleep(Duration::from_millis(50));
    studio.settle();
    assert_eq!(studio.count("Position in the video"), 1, "they stay while it stands");
}

#[test]
fn the_picture_does_not_move_when_the_controls_come_and_go() {
    let mut studio = viewer(TINY);
    until(&mut studio, "it plays", |studio| has_button(studio, "Pause") && studio.sees("/ 47"));
    fill_screen(&mut studio);
    until(&mut studio, "the controls have gone", |studio| studio.count("Position in the video") == 0);
    let alone = studio.get("The video").rect();
    studio.window.hover_at(pos2(300.0, 300.0));
    studio.window.step();
    assert_eq!((studio.get("The video").rect(), studio.count("Volume")), (alone, 1));
}
