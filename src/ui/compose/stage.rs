//! The animatic: the storyboard played in real time before anything is paid for, framed as the video will be.

use egui::accesskit::Role;
use egui::{Align, Layout, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::frames::paint_fit;
use crate::engine::snapshot::{TaskCard, ThumbKey};
use crate::model::{Cut, Draft, ImageRef, Shot};
use crate::ui::action::{Outbox, Route};
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, color, size, time};
use crate::ui::thumbs::Picture;
use crate::ui::verb::Verb;
use crate::ui::widgets::{Button, Segment, focus_ring, segmented};
use crate::ui::{fonts, icons, said};

/// Where the animatic stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct Playhead {
    secs: f64,
    /// Playing, since this time of the window's clock.
    since: Option<f64>,
}

impl Playhead {
    pub fn secs(&self) -> f64 {
        self.secs
    }

    pub fn is_playing(&self) -> bool {
        self.since.is_some()
    }

    /// Plays on, from the start where it stands at the end; or pauses.
    pub fn toggle(&mut self, total: f64, now: f64) {
        if self.since.take().is_none() {
            if self.secs >= total {
                self.secs = 0.0;
            }
            self.since = Some(now);
        }
    }

    pub fn seek(&mut self, secs: f64) {
        *self = Self { secs, since: None };
    }

    /// Follows the clock; stops at the end, and never stands behind it.
    fn advance(&mut self, total: f64, now: f64) {
        if let Some(since) = self.since {
            self.secs += now - since;
            self.since = (self.secs < total).then_some(now);
        }
        self.secs = self.secs.clamp(0.0, total);
    }
}

/// What the animatic shows at one moment.
struct Scene<'a> {
    words: &'a str,
    picture: Option<&'a ImageRef>,
    /// Which shot of how many, under a by-hand cut.
    shot: Option<(usize, usize)>,
}

/// The stage: the animatic, or once this very draft was made, its clip.
#[derive(Debug, Default)]
pub struct Stage {
    pub playhead: Playhead,
    /// The animatic is wanted although the clip is there.
    wants_animatic: bool,
}

impl Stage {
    /// The clip that Play opens, where the stage shows one.
    pub fn clip<'a>(&self, cx: &UiContext<'a>, draft: &Draft) -> Option<&'a TaskCard> {
        clip_of(cx, draft).filter(|_| !self.wants_animatic)
    }
}

/// The newest finished clip of exactly this draft.
fn clip_of<'a>(cx: &UiContext<'a>, draft: &Draft) -> Option<&'a TaskCard> {
    let is_its = |card: &&TaskCard| card.clip.is_some() && !card.is_trashed && *card.task.draft == *draft;
    cx.snapshot.queue.iter().find(is_its)
}

pub fn stage_ui(ui: &mut Ui, cx: &UiContext<'_>, stage: &mut Stage, desk: &Desk, out: &mut Outbox) {
    let clip = clip_of(cx, &desk.draft);
    let playhead = &mut stage.playhead;
    let total = desk.draft.total().0 as f64;
    playhead.advance(total, ui.input(|input| input.time));
    if playhead.is_playing() {
        ui.ctx().request_repaint_after_secs(time::ANIMATIC_FRAME_SECS);
    }
    let room = ui.available_rect_before_wrap();
    let bar = Rect::from_min_max(egui::pos2(room.left(), room.bottom() - size::CONTROL_LARGE), room.max);
    let space = Rect::from_min_max(room.min, egui::pos2(room.right(), bar.top())).shrink2(Vec2::new(16.0, 10.0));
    match clip.filter(|_| !stage.wants_animatic) {
        Some(card) => clip_ui(ui, cx, space, card, out),
        None => {
            let frame = fit(space, desk.draft.aspect_ratio.value() as f32);
            picture_ui(ui, cx, frame, &scene(&desk.draft, playhead.secs()), out);
        }
    }
    let mut below = ui.new_child(egui::UiBuilder::new().max_rect(bar.shrink2(Vec2::new(16.0, 0.0))));
    transport_ui(&mut below, cx, stage, clip, total, out);
    ui.advance_cursor_after_rect(room);
}

/// The largest frame of this ratio.
fn fit(room: Rect, ratio: f32) -> Rect {
    let height = (room.width() / ratio).min(room.height()).max(1.0);
    Rect::from_center_size(room.center(), Vec2::new(height * ratio, height))
}

fn scene(draft: &Draft, secs: f64) -> Scene<'_> {
    let frames = &draft.frames;
    match draft.cut {
        Cut::OneShot | Cut::ByVendor => {
            let is_late = secs * 2.0 > draft.total().0 as f64;
            let late = frames.last.as_ref().filter(|_| is_late || frames.first.is_none());
            Scene { words: &draft.prompt, picture: late.or(frames.first.as_ref()), shot: None }
        }
        Cut::ByHand => {
            let shots = draft.storyboard.shots();
            let index = shot_at(shots, secs);
            let is_last = index + 1 == shots.len();
            let picture = match index {
                0 if frames.first.is_some() => frames.first.as_ref(),
                _ if is_last => frames.last.as_ref(),
                _ => None,
            };
            let words = shots.get(index).map_or("", Shot::prompt_text);
            Scene { words, picture, shot: Some((index, shots.len())) }
        }
    }
}

fn shot_at(shots: &[Shot], secs: f64) -> usize {
    let mut end = 0.0;
    for (index, shot) in shots.iter().enumerate() {
        end += shot.secs().0 as f64;
        if secs < end {
            return index;
        }
    }
    shots.len().saturating_sub(1)
}

fn picture_ui(ui: &mut Ui, cx: &UiContext<'_>, frame: Rect, scene: &Scene<'_>, out: &mut Outbox) {
    let response = ui.interact(frame, ui.scope_id().with("animatic"), Sense::hover());
    let name = cx.say("animatic-name").to_owned();
    let words = scene.words.to_owned();
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(words.clone()),
        ..WidgetInfo::labeled(Role::Figure, true, &name)
    });
    let painter = ui.painter_at(frame);
    painter.rect_filled(frame, size::RADIUS_S, color::PANEL);
    if let Some(image) = scene.picture {
        paint_fit(ui, cx, frame, image, out);
    }
    painter.rect_stroke(frame, size::RADIUS_S, Stroke::new(size::HAIRLINE, color::LINE_STRONG), StrokeKind::Inside);
    words_ui(ui, cx, frame, scene);
    if let Some((index, count)) = scene.shot.filter(|(_, count)| *count > 0) {
        let label = cx.words.with("animatic-shot", &[("shot", (index + 1).into()), ("count", count.into())]);
        tag(ui, frame.left_top() + Vec2::splat(10.0), &label);
    }
}

/// The words over the picture as a subtitle, or large in the middle where there is no picture.
fn words_ui(ui: &Ui, cx: &UiContext<'_>, frame: Rect, scene: &Scene<'_>) {
    let is_empty = scene.words.trim().is_empty();
    let (text, ink) = match (is_empty, scene.picture) {
        (false, _) => (scene.words, color::TEXT),
        (true, Some(_)) => return,
        (true, None) => (cx.say("animatic-empty"), color::TEXT_FAINT),
    };
    let points = if scene.picture.is_some() { size::TEXT_BODY } else { size::TEXT_TITLE };
    let width = frame.width() * 0.8;
    let mut job =
        egui::text::LayoutJob::simple(text.trim().to_owned(), theme::font(points, fonts::medium()), ink, width);
    job.halign = Align::Center;
    // The shot's number stands in the corner above; where the stage is low, the words begin under it.
    let top = if scene.shot.is_some() { frame.top() + size::STAGE_TAG } else { frame.top() };
    let room = (frame.bottom() - top).min(frame.height() * 0.7);
    job.wrap.max_rows = if scene.picture.is_some() { 2 } else { ((room / (points * 1.5)) as usize).max(1) };
    let galley = ui.painter().layout_job(job);
    let center = match scene.picture {
        Some(_) => egui::pos2(frame.center().x, frame.bottom() - 16.0 - galley.size().y / 2.0),
        None => egui::pos2(frame.center().x, frame.center().y.max(top + galley.size().y / 2.0)),
    };
    let rect = Rect::from_center_size(center, galley.size());
    if scene.picture.is_some() {
        ui.painter().rect_filled(rect.expand2(Vec2::new(12.0, 6.0)), size::RADIUS_S, color::SCRIM);
    }
    ui.painter_at(frame).galley(rect.center_top(), galley, ink);
}

fn tag(ui: &Ui, at: egui::Pos2, text: &str) {
    let font = theme::font(size::TEXT_CAPTION, fonts::medium());
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, color::TEXT);
    let rect = Rect::from_min_size(at, galley.size() + Vec2::new(14.0, 8.0));
    ui.painter().rect_filled(rect, size::RADIUS_S, color::SCRIM);
    ui.painter().galley(rect.min + Vec2::new(7.0, 4.0), galley, color::TEXT);
}

/// The poster of the draft's own clip; a click plays it.
fn clip_ui(ui: &mut Ui, cx: &UiContext<'_>, room: Rect, card: &TaskCard, out: &mut Outbox) {
    let Some(clip) = &card.clip else {
        return;
    };
    let frame = fit(room, clip.facts.width.max(1) as f32 / clip.facts.height.max(1) as f32);
    let response = ui.interact(frame, ui.scope_id().with("clip"), Sense::click());
    let name = cx.say("stage-watch").to_owned();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    ui.painter().rect_filled(frame, size::RADIUS_S, color::PANEL);
    if let Picture::Here(texture) = cx.picture(&ThumbKey::Poster(clip.sha256.clone()), out) {
        theme::paint_fit(ui, texture, frame, size::RADIUS_S);
    }
    let fill = if response.hovered() { color::ACCENT } else { color::SCRIM };
    ui.painter().circle_filled(frame.center(), size::PLAY_DISC, fill);
    let font = theme::icon_font(size::ICON_EMPTY);
    ui.painter().text(frame.center(), egui::Align2::CENTER_CENTER, icons::PLAY.codepoint, font, color::TEXT);
    focus_ring(ui, &response, size::RADIUS_S);
    if response.clicked() {
        out.open(Route::Clip(card.task.id.clone()));
    }
}

fn transport_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    stage: &mut Stage,
    clip: Option<&TaskCard>,
    total: f64,
    out: &mut Outbox,
) {
    ui.horizontal_centered(|ui| {
        let icon = if stage.playhead.is_playing() { icons::PAUSE } else { icons::PLAY };
        let tip = Verb::Play.tip(cx.words);
        if Button::of_icon(icon, Verb::Play.label(cx.words)).tip(&tip).show(ui).clicked() {
            out.ask(Verb::Play);
        }
        ui.label(theme::figures(format!("{} / {}", said::clock(stage.playhead.secs()), said::clock(total))));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if clip.is_none() {
                ui.label(theme::caption(cx.say("animatic-what")));
                return;
            }
            let segments = [
                Segment { value: false, label: cx.say("stage-video"), tip: "", is_enabled: true },
                Segment {
                    value: true,
                    label: cx.say("stage-animatic"),
                    tip: cx.say("animatic-what"),
                    is_enabled: true,
                },
            ];
            if let Some(chosen) = segmented(ui, cx.say("stage-choice"), stage.wants_animatic, &segments) {
                stage.wants_animatic = chosen;
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Secs;
    use crate::model::Storyboard;

    #[test]
    fn it_plays_to_the_end_and_then_from_the_start() {
        let mut playhead = Playhead::default();
        playhead.toggle(5.0, 10.0);
        playhead.advance(5.0, 12.0);
        assert_eq!(playhead.secs(), 2.0);
        playhead.advance(5.0, 99.0);
        assert_eq!((playhead.secs(), playhead.is_playing()), (5.0, false));
        playhead.toggle(5.0, 100.0);
        assert_eq!(playhead.secs(), 0.0);
    }

    #[test]
    fn a_shorter_draft_takes_the_playhead_with_it() {
        let mut playhead = Playhead::default();
        playhead.seek(9.0);
        playhead.advance(4.0, 0.0);
        assert_eq!(playhead.secs(), 4.0);
    }

    #[test]
    fn the_shot_under_the_playhead_is_shown_and_the_frames_at_their_ends() {
        let mut draft = Draft { cut: Cut::ByHand, ..Draft::new("v/m") };
        draft.storyboard =
            Storyboard::from_file([("one".into(), Secs(2), false), ("two".into(), Secs(3), false)], None);
        draft.frames.first = Some(ImageRef::file("a.png"));
        draft.frames.last = Some(ImageRef::file("b.png"));
        assert_eq!(scene(&draft, 1.9).picture, draft.frames.first.as_ref());
        assert_eq!(scene(&draft, 2.0).words, "two");
        assert_eq!(scene(&draft, 5.0).picture, draft.frames.last.as_ref());
    }
}
