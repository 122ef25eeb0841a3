//! The animatic: the storyboard played in real time before anything is paid for, framed as the video will be.

use egui::accesskit::Role;
use egui::{Align, Layout, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::frames::paint_fit;
use crate::model::{Cut, Draft, ImageRef, Shot};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, color, size, time};
use crate::ui::verb::Verb;
use crate::ui::widgets::Button;
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

pub fn stage_ui(ui: &mut Ui, cx: &UiContext<'_>, playhead: &mut Playhead, desk: &Desk, out: &mut Outbox) {
    let total = desk.draft.total().0 as f64;
    playhead.advance(total, ui.input(|input| input.time));
    if playhead.is_playing() {
        ui.ctx().request_repaint_after_secs(time::ANIMATIC_FRAME_SECS);
    }
    let room = ui.available_rect_before_wrap();
    let bar = Rect::from_min_max(egui::pos2(room.left(), room.bottom() - size::CONTROL_LARGE), room.max);
    let stage = Rect::from_min_max(room.min, egui::pos2(room.right(), bar.top())).shrink2(Vec2::new(16.0, 10.0));
    let frame = fit(stage, desk.draft.aspect_ratio.value() as f32);
    let scene = scene(&desk.draft, playhead.secs());
    picture_ui(ui, cx, frame, &scene, out);
    let mut below = ui.new_child(egui::UiBuilder::new().max_rect(bar.shrink2(Vec2::new(16.0, 0.0))));
    transport_ui(&mut below, cx, playhead, total, out);
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
    job.wrap.max_rows =
        if scene.picture.is_some() { 2 } else { ((frame.height() * 0.7 / (points * 1.5)) as usize).max(1) };
    let galley = ui.painter().layout_job(job);
    let center = match scene.picture {
        Some(_) => egui::pos2(frame.center().x, frame.bottom() - 16.0 - galley.size().y / 2.0),
        None => frame.center(),
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

fn transport_ui(ui: &mut Ui, cx: &UiContext<'_>, playhead: &mut Playhead, total: f64, out: &mut Outbox) {
    ui.horizontal_centered(|ui| {
        let icon = if playhead.is_playing() { icons::PAUSE } else { icons::PLAY };
        let tip = Verb::Play.tip(cx.words);
        if Button::of_icon(icon, Verb::Play.label(cx.words)).tip(&tip).show(ui).clicked() {
            out.ask(Verb::Play);
        }
        ui.label(theme::figures(format!("{} / {}", said::clock(playhead.secs()), said::clock(total))));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(theme::caption(cx.say("animatic-what")));
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
