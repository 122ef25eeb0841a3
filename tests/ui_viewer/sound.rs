//! Volume, mute, and clips without a sound.

use egui::Key;
use shotloom::engine::{Command, Settings};

use super::*;

#[test]
fn m_mutes_for_this_clip_and_every_later_one() {
    let mut studio = viewer(TINY);
    let muted = |studio: &mut Studio| match &studio.told()[..] {
        [Command::ChangeSettings(settings)] => Some(settings.is_muted),
        _ => None,
    };
    studio.press(Key::M);
    assert_eq!(muted(&mut studio), Some(true));
    studio.press(Key::M);
    assert_eq!(muted(&mut studio), Some(false));
    studio.click("Mute");
    assert_eq!(muted(&mut studio), Some(true));
}

#[test]
fn the_first_clip_ever_plays_at_half_the_volume() {
    use egui_kittest::kittest::NodeT as _;
    let mut studio = viewer(TINY);
    until(&mut studio, "the clip is open", |studio| studio.count("Volume") == 1);
    assert_eq!(studio.get("Volume").accesskit_node().numeric_value(), Some(0.5));
}

#[test]
fn the_volume_is_kept_in_the_settings_and_ends_the_silence() {
    let mut engine = FakeEngine::new().with_library([card_of(media(TINY))]);
    engine.snapshot.settings = Settings { is_muted: true, ..Settings::default() }.into();
    let mut studio = viewer_over(engine, Language::English, Vec2::new(1280.0, 800.0));
    until(&mut studio, "the clip is open", |studio| studio.count("Volume") == 1);
    studio.get("Volume").set_value_accesskit(0.25);
    let told = studio.told();
    let [Command::ChangeSettings(settings)] = &told[..] else {
        unreachable!("{told:?}");
    };
    assert_eq!((settings.volume, settings.is_muted), (0.25, false));
}

#[test]
fn a_clip_without_sound_says_so() {
    let mut studio = viewer("x_slices.mp4");
    until(&mut studio, "its sound is known", |studio| studio.sees("No sound track"));
    assert_eq!(studio.count("Volume"), 0);
}
