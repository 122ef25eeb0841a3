//! The clip's file: broken, gone, in the trash; the head row; the way in and out.

use egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT as _;
use shotloom::engine::Command;
use shotloom::engine::snapshot::Origin;
use shotloom::model::{ContinuedFrom, TaskState};

use super::*;

#[test]
fn what_cannot_be_played_says_why_and_what_to_do_instead() {
    let mut studio = viewer("garbage.mp4");
    until(&mut studio, "its trouble is said", |studio| studio.sees("The file is not an MP4 video"));
    assert_eq!(studio.count("Position in the video"), 0);
    studio.click("Open in the system's player");
    assert!(matches!(&studio.told()[..], [Command::OpenOutside(_)]));
    studio.click("Show in folder");
    assert!(matches!(&studio.told()[..], [Command::ShowInFolder(_)]));
}

#[test]
fn from_what_cannot_be_played_no_frame_is_taken() {
    let mut studio = viewer("garbage.mp4");
    until(&mut studio, "its trouble is said", |studio| studio.sees("The file is not an MP4 video"));
    studio.press(Key::C);
    assert!(studio.told().is_empty());
    assert!(studio.sees("There is no frame to take"));
}

#[test]
fn a_file_that_is_gone_is_said_to_be() {
    let mut studio = viewer("no-such-clip.mp4");
    until(&mut studio, "its trouble is said", |studio| studio.sees("There is no file at"));
}

#[test]
fn a_clip_that_goes_to_the_trash_says_so_and_comes_back() {
    let mut studio = viewer(TINY);
    studio.click("Menu of a fox");
    studio.click("Move to the trash");
    assert!(studio.sees("This video lies in the trash"));
    assert_eq!(studio.count("Position in the video"), 0);
    studio.all("Undo").last().expect("a way back").click();
    studio.settle();
    until(&mut studio, "it plays again", |studio| frame(studio) > 1);
}

#[test]
fn leaving_a_clip_stops_it() {
    let mut studio = viewer(TINY);
    paused_at(&mut studio, 9);
    studio.click("Back");
    assert_eq!(studio.count("Position in the video"), 0);
    studio.click("Watch a fox");
    until(&mut studio, "it starts over", |studio| has_button(studio, "Pause") && frame(studio) > 1);
}

#[test]
fn back_and_escape_lead_to_where_one_came_from() {
    let card = card_of(media(TINY));
    let mut studio = Studio::open(FakeEngine::new().with_library([card.clone()]).with_queue([card]));
    studio.click("Watch a fox");
    assert_eq!(studio.count("Position in the video"), 1);
    studio.press(Key::Escape);
    assert!(studio.sees("Prompt"), "it was opened from the compose screen");
    studio.press_with(Modifiers::COMMAND, Key::Num2);
    studio.all("Watch a fox").next().expect("the clip in the gallery").click();
    studio.settle();
    studio.click("Back");
    assert!(studio.sees("one video"), "it was opened from the gallery");
}

#[test]
fn escape_closes_the_menu_before_the_clip() {
    let mut studio = viewer(TINY);
    for menu in ["Menu of a fox", "Use this frame"] {
        studio.click(menu);
        assert!(studio.count("Continue from the last frame") > 0);
        studio.press(Key::Escape);
        assert_eq!((studio.count("Continue from the last frame"), studio.count("Position in the video")), (0, 1));
    }
}

#[test]
fn what_one_does_with_a_finished_clip_has_a_button_beside_it() {
    let mut studio = viewer(TINY);
    assert_eq!(studio.count("Save a copy…"), 1);
    studio.click("Use these settings again");
    assert!(matches!(&studio.told()[..], [Command::NewDraftFrom(_)]));
}

#[test]
fn a_clip_that_no_list_shows_is_asked_for() {
    let mut other = card_of(media("x_slices.mp4"));
    let origin = done(2, "an old fox");
    let from = shotloom::model::ContinuedFrom { task: origin.task.id.0.clone(), frame: 3 };
    let task = Arc::make_mut(&mut other.task);
    task.draft = Arc::new(Draft { continued_from: Some(from), ..(*task.draft).clone() });
    other.continues = Some("an old fox".into());
    let old = TaskCard { clip: Some(Arc::new(clip(2, media(TINY)))), ..origin };
    let mut engine = FakeEngine::new().with_library([other]);
    engine.unlisted.push(old);
    let mut studio = viewer_over(engine, Language::English, Vec2::new(1280.0, 800.0));
    studio.click("continues an old fox, frame 3");
    until(&mut studio, "the clip it continues is open", |studio| studio.sees("/ 47"));
    reaches(&mut studio, 3);
    assert!(has_button(&studio, "Play"), "it stands on that frame");
}

fn continuing(mut card: TaskCard, heading: Option<&str>) -> TaskCard {
    let task = Arc::make_mut(&mut card.task);
    task.draft = Arc::new(Draft { continued_from: Some(from_frame(3)), ..(*task.draft).clone() });
    card.continues = heading.map(Into::into);
    card
}

/// Of the clip that `card_of` makes.
fn from_frame(frame: u64) -> ContinuedFrom {
    ContinuedFrom { task: done(1, "").task.id.0.clone(), frame }
}

/// It led to frame 3 of the clip called "a fox".
fn leads_there(studio: &mut Studio) {
    until(studio, "the clip it continues is open", |studio| studio.sees("/ 47"));
    reaches(studio, 3);
    assert!(has_button(studio, "Play"), "it stands on that frame");
}

#[test]
fn a_card_of_the_queue_leads_to_the_frame_it_continues() {
    let next = continuing(done(2, "and on"), Some("a fox"));
    let engine = FakeEngine::new().with_library([card_of(media(TINY))]).with_queue([next]);
    let mut studio = Studio::open(engine);
    studio.click("continues a fox, frame 3");
    leads_there(&mut studio);
}

#[test]
fn a_card_of_the_gallery_leads_to_the_frame_it_continues() {
    let next = continuing(done(2, "and on"), Some("a fox"));
    let mut studio = Studio::open(FakeEngine::new().with_library([next, card_of(media(TINY))]));
    studio.press_with(Modifiers::COMMAND, Key::Num2);
    studio.click("continues a fox, frame 3");
    leads_there(&mut studio);
}

#[test]
fn the_open_draft_leads_to_the_frame_it_continues() {
    let draft = Draft { continued_from: Some(from_frame(3)), ..studio::samples::draft("and on") };
    let mut engine = FakeEngine::new().with_library([card_of(media(TINY))]).with_draft(draft);
    let origin = Origin { task: done(1, "").task.id.clone(), heading: "a fox".into() };
    engine.snapshot.desk_origin = Some(origin);
    let mut studio = Studio::open(engine);
    studio.click("continues a fox, frame 3");
    leads_there(&mut studio);
}

#[test]
fn what_continues_a_video_that_is_gone_says_so_and_leads_nowhere() {
    let draft = Draft { continued_from: Some(from_frame(3)), ..studio::samples::draft("and on") };
    let queue = [continuing(done(2, "and on"), None)];
    let mut studio = Studio::open(FakeEngine::new().with_draft(draft).with_queue(queue));
    assert_eq!(studio.count("continues a video that is not here any more, frame 3"), 2);
    assert_eq!(studio.window.query_all_by_role(Role::Link).count(), 0);
    assert!(studio.told().is_empty());
}

#[test]
fn what_the_draft_continues_is_cut_off_before_it_pushes_the_prompt_aside() {
    let places = [None, Some("a heading that is much longer than the wells of both frames are wide ".repeat(3))].map(
        |heading| {
            let continued_from = heading.is_some().then(|| from_frame(3));
            let draft = Draft { continued_from, ..studio::samples::draft("and on") };
            let mut engine = FakeEngine::new().with_draft(draft);
            engine.snapshot.desk_origin =
                heading.map(|heading| Origin { task: done(1, "").task.id.clone(), heading: heading.into() });
            Studio::open_in(engine, Language::English, Vec2::new(1280.0, 720.0)).field("Prompt").rect()
        },
    );
    assert_eq!(places[0], places[1]);
}

#[test]
fn escape_in_a_text_box_leaves_the_box_and_not_the_clip() {
    let mut engine = FakeEngine::new().with_library([card_of(media(TINY))]);
    let unknown = studio::samples::task(2, TaskState::Unknown, "a wolf");
    engine.snapshot.queue = [studio::samples::card(unknown)].into();
    let mut studio = viewer_over(engine, Language::English, Vec2::new(1280.0, 800.0));
    paused_at(&mut studio, 4);
    studio.write("The vendor's task id", "abc");
    studio.press(Key::Escape);
    assert_eq!(studio.count("Position in the video"), 1, "the clip is still there");
    let field = studio.field("The vendor's task id").accesskit_node();
    assert!(!field.is_focused() && field.value().as_deref() == Some("abc"), "what was written stays");
    studio.press(Key::ArrowRight);
    reaches(&mut studio, 5);
    studio.press(Key::Escape);
    assert_eq!(studio.count("Position in the video"), 0, "the next one leads back");
}

#[test]
fn the_engine_is_told_which_clip_is_watched_and_whether_it_plays() {
    let mut studio = Studio::open(FakeEngine::new().with_library([card_of(media(TINY))]));
    studio.press_with(Modifiers::COMMAND, Key::Num2);
    studio.all("Watch a fox").next().expect("the clip in the gallery").click();
    studio.settle();
    until(&mut studio, "it plays", |studio| has_button(studio, "Pause") && studio.engine.is_playing);
    assert!(studio.engine.snapshot.watched.is_some(), "though the gallery shows it");
    studio.press(Key::K);
    until(&mut studio, "it stands", |studio| !studio.engine.is_playing);
    studio.press(Key::L);
    until(&mut studio, "it plays on", |studio| studio.engine.is_playing);
    studio.click("Back");
    assert!(studio.engine.snapshot.watched.is_none());
}

#[test]
fn nothing_overlaps_in_the_narrowest_window_in_either_language() {
    for (language, names) in [
        (Language::English, ["To the start", "To the last frame", "Volume", "Play in a loop", "Zoom in"]),
        (Language::Chinese, ["到开头", "到最后一帧", "音量", "循环播放", "放大"]),
    ] {
        let engine = FakeEngine::new().with_library([card_in_shots()]).in_language(language);
        let mut studio = viewer_over(engine, language, Vec2::new(960.0, 600.0));
        until(&mut studio, "the clip is open", |studio| studio.sees("/ 00:00:02:00"));
        let [first, last, volume, looped, zoom] = names.map(|name| studio.get(name).rect());
        let rows = [(first, "left of the buttons"), (zoom, "left of the picture's size")];
        for (edge, place) in rows {
            let is_in_row = |rect: &egui::Rect| (rect.center().y - edge.center().y).abs() < 8.0;
            let texts = studio.window.query_all_by_role(Role::Label).map(|node| node.rect()).filter(is_in_row);
            for text in texts.filter(|rect| rect.left() < edge.left() && rect.left() > 54.0) {
                assert!(text.right() <= edge.left(), "{text:?} runs into {edge:?}, {place}, in {language:?}");
            }
        }
        assert!(last.right() <= volume.left() && looped.right() <= zoom.left(), "{last:?} {volume:?}");
    }
}

#[test]
fn the_head_row_keeps_to_the_window_in_chinese() {
    let mut card = card_in_shots();
    let from = shotloom::model::ContinuedFrom { task: "t".into(), frame: 119 };
    let title = "黄昏时分雪地里的狐狸停下来回头看着结冰的湖面然后慢慢走进树林";
    let task = Arc::make_mut(&mut card.task);
    task.is_practice = true;
    task.draft = Arc::new(Draft { continued_from: Some(from), title: title.into(), ..(*task.draft).clone() });
    card.continues = Some(title.into());
    for (width, height) in [(1280.0, 720.0), (960.0, 600.0)] {
        let engine = FakeEngine::new().with_library([card.clone()]).in_language(Language::Chinese);
        let mut studio = Studio::open_in(engine, Language::Chinese, Vec2::new(width, height));
        studio.press_with(Modifiers::COMMAND, Key::Num2);
        studio.all(&format!("观看“{title}”")).next().expect("the clip in the gallery").click();
        studio.settle();
        until(&mut studio, "the clip is open", |studio| studio.sees("/ 00:00:02:00"));
        let back = studio.get("返回").rect();
        let save = studio.get("保存副本…").rect();
        let texts: Vec<egui::Rect> = studio
            .window
            .query_all_by_role(Role::Label)
            .chain(studio.window.query_all_by_role(Role::Link))
            .filter(|node| (node.rect().center().y - back.center().y).abs() < 20.0)
            .filter(|node| node.accesskit_node().value().or(node.accesskit_node().label()).is_some())
            .map(|node| node.rect())
            .collect();
        assert!(texts.len() >= 2, "heading and lineage: {texts:?}");
        for text in texts {
            assert!(back.right() <= text.left() && text.right() <= width, "{text:?} at {width}");
        }
        assert!(back.right() < save.left());
    }
}
