//! Two to four players on one playhead. The one that is heard leads, the others follow it by time.

use std::path::PathBuf;

use egui::{ColorImage, Context, TextureHandle, TextureOptions, Vec2};

use crate::engine::snapshot::TaskCard;
use crate::model::TaskId;
use crate::player::{Budget, Player, PlayerState, Step};
use crate::ui::viewer::shuttle::{Speed, Way};

/// As far as a clip is moved against the others, in its own frames.
pub const MOST_OFFSET: i64 = 999;

#[derive(Default)]
pub struct Deck {
    slots: Vec<Slot>,
    /// Whose sound is heard, and whose clock all go by.
    leader: usize,
    speed: Speed,
    is_looping: bool,
}

/// A clip that is open.
pub struct Slot {
    task: TaskId,
    path: PathBuf,
    player: Player,
    texture: Option<TextureHandle>,
    /// Of the clip, in pixels.
    size: Vec2,
    secs: f64,
    fps: f64,
    /// How much later than the others it is, in its own frames.
    pub offset: i64,
}

impl Slot {
    fn open(ctx: &Context, card: &TaskCard) -> Option<Self> {
        let clip = card.clip.as_ref()?;
        let waking = ctx.clone();
        let player = Player::open_within(clip.path.clone(), Budget::COMPARE, move || waking.request_repaint());
        Some(Self {
            task: card.task.id.clone(),
            path: clip.path.clone(),
            player,
            texture: None,
            size: Vec2::new(clip.facts.width as f32, clip.facts.height as f32),
            secs: clip.facts.seconds,
            fps: clip.facts.fps.max(1.0),
            offset: 0,
        })
    }

    pub fn state(&self) -> PlayerState {
        self.player.state()
    }

    /// It cannot be played: it keeps no time, and takes none.
    fn is_broken(&self) -> bool {
        let state = self.state();
        state.trouble.is_some() && state.frame_count == 0
    }

    pub fn size(&self) -> Vec2 {
        self.size
    }

    pub fn offset_secs(&self) -> f64 {
        self.offset as f64 / self.fps
    }

    pub fn frame_secs(&self) -> f64 {
        1.0 / self.fps
    }

    pub fn texture(&self) -> Option<&TextureHandle> {
        self.texture.as_ref()
    }

    pub fn set_max_size(&self, pixels: Vec2) {
        self.player.set_max_size(pixels.x as u32, pixels.y as u32);
    }

    /// Brings the newest picture to the graphics card, if there is a newer one.
    fn take_picture(&mut self, ctx: &Context) {
        let Some(picture) = self.player.take_picture() else { return };
        let size = [picture.width as usize, picture.height as usize];
        // A video is opaque: its pixels are taken as they are.
        let image = ColorImage::from_rgba_premultiplied(size, &picture.rgba);
        match &mut self.texture {
            Some(texture) => texture.set(image, TextureOptions::LINEAR),
            None => self.texture = Some(ctx.load_texture("compared", image, TextureOptions::LINEAR)),
        }
    }
}

impl Deck {
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    pub fn leader(&self) -> usize {
        self.leader
    }

    pub fn speed(&self) -> Speed {
        self.speed
    }

    pub fn is_looping(&self) -> bool {
        self.is_looping
    }

    /// Opens the clips of these cards, and closes all others. They begin to play together.
    pub fn follow(&mut self, ctx: &Context, cards: &[TaskCard]) {
        let is_open = |(slot, card): (&Slot, &TaskCard)| {
            slot.task == card.task.id && card.clip.as_ref().is_some_and(|clip| clip.path == slot.path)
        };
        if self.slots.len() != cards.len() || !self.slots.iter().zip(cards).all(is_open) {
            let was = (!self.slots.is_empty()).then(|| self.position_secs());
            let mut open: Vec<Slot> = std::mem::take(&mut self.slots);
            for card in cards {
                let known = open.iter().position(|slot| slot.task == card.task.id).map(|at| open.remove(at));
                self.slots.extend(known.or_else(|| Slot::open(ctx, card)));
            }
            self.leader = self.leader.min(self.slots.len().saturating_sub(1));
            self.is_looping |= was.is_none();
            self.tie();
            if let Some(leader) = self.led().filter(|_| was.is_none()) {
                leader.player.play();
            }
        }
        self.replace_broken_leader();
        self.slots.iter_mut().for_each(|slot| slot.take_picture(ctx));
    }

    /// A clip that cannot be played keeps no time.
    fn replace_broken_leader(&mut self) {
        if self.led().is_some_and(Slot::is_broken)
            && let Some(sound) = self.slots.iter().position(|slot| !slot.is_broken())
        {
            self.leader = sound;
            self.tie();
            if let Some(leader) = self.led() {
                leader.player.play();
            }
        }
    }

    /// The player all go by.
    fn led(&self) -> Option<&Slot> {
        self.slots.get(self.leader)
    }

    pub fn state(&self) -> PlayerState {
        self.led().map(Slot::state).unwrap_or_default()
    }

    pub fn position_secs(&self) -> f64 {
        self.state().position_secs
    }

    /// How long a clip's pictures are later in its own time than the leader's.
    fn lag_secs(&self, slot: &Slot) -> f64 {
        slot.offset_secs() - self.led().map_or(0.0, Slot::offset_secs)
    }

    /// Until the last of all clips has ended, by the leader's clock.
    pub fn duration_secs(&self) -> f64 {
        let whole = self.slots.iter().zip(self.ends()).filter(|(slot, _)| !slot.is_broken());
        whole.map(|(_, end)| end).fold(0.0, f64::max)
    }

    /// When each clip has ended, by the leader's clock.
    pub fn ends(&self) -> impl Iterator<Item = f64> {
        self.slots.iter().map(|slot| slot.secs - self.lag_secs(slot))
    }

    /// Ties everybody to the leader anew.
    fn tie(&mut self) {
        let duration = self.duration_secs();
        let Some(leader) = self.slots.get(self.leader) else { return };
        leader.player.follow(None);
        leader.player.set_looping(self.is_looping);
        leader.player.set_rate(f32::from(self.speed.times()));
        // Its last frame stands until the longest has ended.
        leader.player.set_range(None, (duration > leader.secs).then_some(duration));
        for (index, slot) in self.slots.iter().enumerate() {
            if index != self.leader {
                slot.player.follow(Some((&leader.player, self.lag_secs(slot))));
            }
        }
    }

    /// Whose sound is heard from now on. Nobody jumps.
    pub fn hear(&mut self, index: usize) {
        let Some(slot) = self.slots.get(index).filter(|_| index != self.leader) else { return };
        let is_playing = self.state().is_playing;
        let at = (self.position_secs() + self.lag_secs(slot)).max(0.0);
        self.leader = index;
        self.tie();
        let Some(leader) = self.led() else { return };
        leader.player.seek(at);
        if is_playing {
            leader.player.play();
        }
    }

    pub fn set_volume(&self, volume: f32, is_muted: bool) {
        if let Some(leader) = self.led() {
            leader.player.set_volume(volume);
            leader.player.set_muted(is_muted);
        }
    }

    /// Moves a clip against the others, by its own frames.
    pub fn nudge(&mut self, index: usize, frames: i64) {
        let Some(slot) = self.slots.get_mut(index) else { return };
        slot.offset = (slot.offset + frames).clamp(-MOST_OFFSET, MOST_OFFSET);
        self.tie();
    }

    pub fn reset_offset(&mut self, index: usize) {
        let offset = self.slots.get(index).map_or(0, |slot| slot.offset);
        self.nudge(index, -offset);
    }

    pub fn toggle(&mut self) {
        let is_playing = self.state().is_playing;
        self.set_speed(Speed::NORMAL);
        if let Some(leader) = self.led() {
            if is_playing { leader.player.pause() } else { leader.player.play() }
        }
    }

    pub fn stop(&mut self) {
        self.set_speed(Speed::NORMAL);
        if let Some(leader) = self.led() {
            leader.player.pause();
        }
    }

    /// J or L.
    pub fn shuttle(&mut self, way: Way) {
        let is_playing = self.state().is_playing;
        self.set_speed(self.speed.pressed(way, is_playing));
        if let Some(leader) = self.led() {
            leader.player.play();
        }
    }

    fn set_speed(&mut self, speed: Speed) {
        self.speed = speed;
        if let Some(leader) = self.led() {
            leader.player.set_rate(f32::from(speed.times()));
        }
    }

    pub fn loop_or_not(&mut self) {
        self.is_looping = !self.is_looping;
        if let Some(leader) = self.led() {
            leader.player.set_looping(self.is_looping);
        }
    }

    /// One frame of the leader; where its last one stands while others go on, as much time.
    pub fn step(&mut self, step: Step) {
        self.stop();
        let Some(leader) = self.led() else { return };
        let state = leader.state();
        let last_at = leader.player.frame_time(state.frame_count.saturating_sub(1)).unwrap_or(0.0);
        let is_past = state.position_secs + leader.frame_secs() > state.duration_secs;
        match step {
            Step::Forward if is_past => self.seek(state.position_secs.max(last_at) + leader.frame_secs()),
            Step::Back if state.position_secs > last_at + leader.frame_secs() / 2.0 => {
                self.seek((state.position_secs - leader.frame_secs()).max(last_at));
            }
            Step::Forward | Step::Back => leader.player.step(step),
        }
    }

    pub fn seek(&self, secs: f64) {
        if let Some(leader) = self.led() {
            leader.player.seek(self.within(secs));
        }
    }

    /// As `seek`, while a bar is dragged.
    pub fn scrub(&self, secs: f64) {
        if let Some(leader) = self.led() {
            leader.player.scrub(self.within(secs));
        }
    }

    /// Up to the last frame of all.
    fn within(&self, secs: f64) -> f64 {
        let frame = self.led().map_or(0.0, Slot::frame_secs);
        secs.clamp(0.0, (self.duration_secs() - frame / 2.0).max(0.0))
    }
}
