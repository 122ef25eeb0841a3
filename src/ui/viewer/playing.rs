//! A clip that is open: its player, and how it is played and looked at.

use std::path::PathBuf;
use std::sync::Arc;

use egui::{Context, TextureHandle, TextureOptions, Ui, Vec2};

use super::marks::Marks;
use super::shuttle::{Speed, Way};
use super::timecode::{self, Goal};
use super::view::{Stage, View};
use crate::engine::Settings;
use crate::model::Clip;
use crate::player::{Player, PlayerState, Step};

/// Clips up to this long start over by themselves.
const LOOPING_SECS: f64 = 20.0;
/// A second less a hair, so that rounding never makes it a frame more.
const SECOND: f64 = 1.0 - 1e-3;
/// Frames that came too late before a word is said about it, and how many of those that were due.
const WORTH_SAYING: u64 = 12;
const WORTH_SAYING_SHARE: u64 = 10;

/// The bar, while it is held.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Held {
    secs: f64,
    /// It played when it was taken hold of.
    resumes: bool,
}

pub struct Playing {
    pub path: PathBuf,
    pub player: Player,
    pub is_looping: bool,
    pub view: View,
    pub marks: Marks,
    speed: Speed,
    /// Where the picture lay in the last frame.
    stage: Option<Stage>,
    texture: Option<TextureHandle>,
    held: Option<Held>,
    /// The frame to stand on once it is open.
    wanted: Option<u64>,
    /// Frames shown and dropped when playing began.
    counted: (u64, u64),
}

impl Playing {
    pub fn open(ctx: &Context, clip: &Clip, settings: &Settings, wanted: Option<u64>) -> Self {
        let ctx = ctx.clone();
        let player = Player::open(clip.path.clone(), move || ctx.request_repaint());
        let is_looping = clip.facts.seconds <= LOOPING_SECS;
        player.set_looping(is_looping);
        player.set_volume(settings.volume);
        player.set_muted(settings.is_muted);
        if wanted.is_none() {
            player.play();
        }
        Self {
            path: clip.path.clone(),
            player,
            is_looping,
            view: View::default(),
            marks: Marks::default(),
            speed: Speed::default(),
            stage: None,
            texture: None,
            held: None,
            wanted,
            counted: (0, 0),
        }
    }

    /// Once it is open: the frame that somebody was led to.
    pub fn catch_up(&mut self) {
        if self.player.state().frame_count > 0
            && let Some(frame) = self.wanted.take()
        {
            self.go_to_frame(usize::try_from(frame).unwrap_or(usize::MAX));
        }
    }

    /// Leads to a frame, now or as soon as it is open.
    pub fn lead_to(&mut self, frame: u64) {
        self.wanted = Some(frame);
        self.stop();
    }

    // --- playing

    pub fn toggle(&mut self) {
        if self.player.state().is_playing { self.stop() } else { self.play(Speed::NORMAL) }
    }

    /// It plays, or is held at its bar: pictures are decoded as fast as they come.
    pub fn is_moving(&self) -> bool {
        self.held.is_some() || self.player.state().is_playing
    }

    pub fn stop(&mut self) {
        self.player.pause();
    }

    pub fn shuttle(&mut self, way: Way) {
        let is_playing = self.player.state().is_playing;
        self.play(self.speed.pressed(way, is_playing));
    }

    fn play(&mut self, speed: Speed) {
        let stats = self.player.stats();
        self.counted = (stats.shown, stats.dropped);
        self.speed = speed;
        self.player.set_rate(f32::from(speed.times()));
        self.player.play();
    }

    pub fn step(&mut self, step: Step) {
        self.player.step(step);
    }

    pub fn set_looping(&mut self, is_looping: bool) {
        self.is_looping = is_looping;
        self.player.set_looping(is_looping);
    }

    /// The speed, while it is another than the clip's own.
    pub fn speed_text(&self, state: &PlayerState) -> Option<String> {
        self.speed.text().filter(|_| state.is_playing)
    }

    /// Frames that came too late since playing began, where they are worth a word.
    pub fn dropped(&self) -> Option<u64> {
        let stats = self.player.stats();
        let (shown, dropped) =
            (stats.shown.saturating_sub(self.counted.0), stats.dropped.saturating_sub(self.counted.1));
        let is_worth_it = dropped >= WORTH_SAYING && dropped * WORTH_SAYING_SHARE >= shown + dropped;
        is_worth_it.then_some(dropped)
    }

    // --- going somewhere

    pub fn go_to_frame(&mut self, number: usize) {
        self.player.seek_frame(number);
    }

    pub fn go_to_end(&mut self) {
        self.player.pause();
        self.player.seek_frame(self.player.state().frame_count.saturating_sub(1));
    }

    pub fn go_to_secs(&mut self, secs: f64) {
        self.player.seek(secs);
    }

    pub fn go_by_second(&mut self, way: Way) {
        let now = self.player.state().position_secs;
        match way {
            // A hair less back and a hair more on: rounding never makes it a frame less or more.
            Way::Back => self.player.seek(now - SECOND),
            Way::On => self.player.seek(now + 2.0 - SECOND),
        }
    }

    pub fn go(&mut self, goal: Goal) {
        match goal {
            Goal::Frame(number) => self.go_to_frame(usize::try_from(number).unwrap_or(usize::MAX)),
            Goal::Secs(secs) => self.go_to_secs(secs),
            Goal::By(frames) => {
                let now = i64::try_from(self.player.state().frame_number).unwrap_or(i64::MAX);
                self.go_to_frame(usize::try_from(now.saturating_add(frames)).unwrap_or(0));
            }
        }
    }

    /// The bar is held there: the picture follows, and nothing plays meanwhile.
    pub fn hold(&mut self, secs: f64) {
        let resumes = self.held.map_or_else(|| self.player.state().is_playing, |held| held.resumes);
        let held = Some(Held { secs, resumes });
        // A bar that is held still asks for nothing.
        if self.held == held {
            return;
        }
        self.held = held;
        self.player.pause();
        self.player.scrub(secs);
    }

    /// The bar was let go.
    pub fn let_go(&mut self) {
        let Some(held) = self.held.take() else {
            return;
        };
        self.player.seek(held.secs);
        if held.resumes {
            self.player.play();
        }
    }

    // --- in and out

    pub fn mark_in(&mut self) {
        self.marks.set_in(self.player.state().frame_number);
        self.keep_marks();
    }

    pub fn mark_out(&mut self) {
        self.marks.set_out(self.player.state().frame_number);
        self.keep_marks();
    }

    pub fn clear_marks(&mut self) {
        self.marks.clear();
        self.keep_marks();
    }

    /// A mark that is dragged along the bar.
    pub fn move_mark(&mut self, is_in: bool, frame: usize) {
        let (first, last) = self.marks.played(self.player.state().frame_count);
        if is_in {
            self.marks.set_in(frame.min(last))
        } else {
            self.marks.set_out(frame.max(first))
        }
        self.keep_marks();
    }

    fn keep_marks(&self) {
        let start = self.marks.start().and_then(|frame| self.player.frame_time(frame));
        let end = self.marks.end().and_then(|frame| self.player.frame_time(frame + 1));
        self.player.set_range(start, end);
    }

    // --- the picture

    pub fn stage(&self) -> Option<Stage> {
        self.stage
    }

    /// Says where the picture lies now, so that no more pixels are made than are seen.
    pub fn lay(&mut self, ui: &Ui, room: egui::Rect) -> Stage {
        let (width, height) = self.player.state().size;
        let picture = Vec2::new(width.max(1) as f32, height.max(1) as f32);
        let stage = Stage { room, picture, pixels_per_point: ui.ctx().pixels_per_point() };
        let wanted = self.view.place(&stage).size() * stage.pixels_per_point;
        if width > 0 {
            self.player.set_max_size(wanted.x.ceil() as u32, wanted.y.ceil() as u32);
        } else {
            let room = room.size() * stage.pixels_per_point;
            self.player.set_max_size(room.x as u32, room.y as u32);
        }
        self.stage = Some(stage);
        stage
    }

    pub fn texture(&self) -> Option<&TextureHandle> {
        self.texture.as_ref()
    }

    /// Brings the newest picture to the graphics card, if there is a newer one.
    pub fn take_picture(&mut self, ui: &Ui) {
        let Some(picture) = self.player.take_picture() else {
            return;
        };
        let size = [picture.width as usize, picture.height as usize];
        // A video is opaque: its pixels are taken as they are.
        let image = Arc::new(egui::ColorImage::from_rgba_premultiplied(size, &picture.rgba));
        match &mut self.texture {
            Some(texture) => texture.set(image, TextureOptions::LINEAR),
            None => self.texture = Some(ui.ctx().load_texture("viewer", image, TextureOptions::LINEAR)),
        }
    }

    pub fn fps(&self, state: &PlayerState) -> f64 {
        timecode::nominal_fps(state.frame_count, state.duration_secs)
    }
}
