//! Two to four clips on one playhead: side by side, as a wipe, or one after the other in the same place; whose sound
//! is heard, how they are moved against each other, what sets their settings apart, and which one is kept.

mod apart;
mod bar;
mod blink;
mod deck;
mod head;
mod pane;
mod stage;
mod wipe;

use egui::{Key, Ui, Vec2};

use super::action::Outbox;
use super::context::UiContext;
use super::icons;
use super::theme::{self, size};
use super::verb::Verb;
use super::viewer::shuttle::Way;
use super::viewer::view::{Stage, View};
use super::widgets;
use crate::engine::snapshot::TaskCard;
use crate::engine::{Command, Settings};
use crate::model::{Flag, TaskId, Trouble};
use crate::player::Step;
use apart::Apart;
use blink::Blink;
use deck::Deck;
use wipe::Wipe;

/// What the comparison remembers between frames.
#[derive(Default)]
pub struct Compare {
    deck: Deck,
    layout: Layout,
    /// The clip that verbs mean.
    active: usize,
    wipe: Wipe,
    blink: Blink,
    view: View,
    /// The stage of the clip that verbs mean, as it was drawn last.
    stage: Option<Stage>,
    hides_settings: bool,
    apart: Apart,
    /// The volume while its slider is held; the settings hold it otherwise.
    volume: Option<f32>,
    /// The clips that are compared, with what a person thinks of them.
    flags: Vec<(TaskId, Flag)>,
}

/// How the clips lie on the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    #[default]
    Sides,
    Wipe,
    Blink,
}

impl Compare {
    /// The window left the comparison: playing stops. How one looks is remembered.
    pub fn hide(&mut self) {
        *self = Self {
            layout: self.layout,
            hides_settings: self.hides_settings,
            blink: Blink::every(self.blink.every_secs),
            ..Self::default()
        };
    }

    /// A verb that means something while clips are compared.
    pub fn perform(&mut self, verb: Verb, settings: &Settings, now: f64) -> Result<Option<Command>, Trouble> {
        match verb {
            Verb::SideBySide => self.layout = Layout::Sides,
            Verb::Wipe => self.layout = Layout::Wipe,
            Verb::Blink if self.layout == Layout::Blink => self.blink_on(now),
            Verb::Blink => self.begin_blinking(),
            Verb::BlinkByItself => {
                self.begin_blinking();
                self.blink.set_auto(!self.blink.is_auto());
            }
            Verb::ClipBefore => self.turn_to(self.active.checked_sub(1)),
            Verb::ClipAfter => self.turn_to(Some(self.active + 1)),
            Verb::NudgeEarlier => self.deck.nudge(self.active, -1),
            Verb::NudgeLater => self.deck.nudge(self.active, 1),
            Verb::NudgeBack => self.deck.reset_offset(self.active),
            Verb::NextSound => self.deck.hear((self.deck.leader() + 1) % self.count().max(1)),
            Verb::ShowApart => self.hides_settings = !self.hides_settings,
            Verb::PickFirst => return self.flag(0, Flag::Picked),
            Verb::PickSecond => return self.flag(1, Flag::Picked),
            Verb::PickThird => return self.flag(2, Flag::Picked),
            Verb::PickFourth => return self.flag(3, Flag::Picked),
            Verb::PickClips => return self.flag(self.active, Flag::Picked),
            Verb::RejectClips => return self.flag(self.active, Flag::Rejected),
            Verb::Mute => {
                let is_muted = !settings.is_muted;
                return Ok(Some(Command::ChangeSettings(Box::new(Settings { is_muted, ..settings.clone() }))));
            }
            _ => self.play(verb),
        }
        Ok(None)
    }

    /// The verbs of the transport and of the view, which are the viewer's too.
    fn play(&mut self, verb: Verb) {
        let second = |deck: &Deck, by: f64| deck.seek(deck.position_secs() + by);
        match verb {
            Verb::Play => self.deck.toggle(),
            Verb::FrameBack => self.deck.step(Step::Back),
            Verb::FrameForward => self.deck.step(Step::Forward),
            Verb::SecondBack => second(&self.deck, -1.0),
            Verb::SecondForward => second(&self.deck, 1.0),
            Verb::GoToStart => self.deck.seek(0.0),
            Verb::GoToEnd => self.deck.seek(f64::INFINITY),
            Verb::ShuttleBack => self.deck.shuttle(Way::Back),
            Verb::ShuttleStop => self.deck.stop(),
            Verb::ShuttleForward => self.deck.shuttle(Way::On),
            Verb::Loop => self.deck.loop_or_not(),
            Verb::PictureFit => self.view.fit(),
            Verb::PictureActual if self.view.is_fit() => self.view.actual(),
            Verb::PictureActual => self.view.fit(),
            Verb::PictureLarger => self.zoom(true),
            Verb::PictureSmaller => self.zoom(false),
            Verb::PanLeft => self.pan(-1.0, 0.0),
            Verb::PanRight => self.pan(1.0, 0.0),
            Verb::PanUp => self.pan(0.0, -1.0),
            Verb::PanDown => self.pan(0.0, 1.0),
            // Not a verb of the comparison.
            _ => {}
        }
    }

    fn count(&self) -> usize {
        self.flags.len()
    }

    fn begin_blinking(&mut self) {
        if self.layout != Layout::Blink {
            self.layout = Layout::Blink;
            self.blink.show(self.active);
        }
    }

    fn blink_on(&mut self, now: f64) {
        self.blink.press(self.count(), now);
        self.active = self.blink.shown(self.count());
    }

    fn turn_to(&mut self, index: Option<usize>) {
        if let Some(index) = index.filter(|index| *index < self.count()) {
            self.active = index;
            self.blink.show(index);
        }
    }

    fn zoom(&mut self, is_larger: bool) {
        if let Some(stage) = &self.stage {
            self.view.step(stage, is_larger);
        }
    }

    fn pan(&mut self, x: f32, y: f32) {
        if let Some(stage) = &self.stage {
            self.view.pan(stage, Vec2::new(x, y) * size::PAN_STEP);
        }
    }

    /// The same again takes it back.
    fn flag(&mut self, index: usize, flag: Flag) -> Result<Option<Command>, Trouble> {
        let Some((task, was)) = self.flags.get(index) else {
            return Err(Trouble::new("compare-no-such").with("number", index + 1).with("count", self.count()));
        };
        Ok(Some(Command::Flag(vec![(task.clone(), was.toggled(flag))])))
    }

    /// Follows the clips that are compared.
    fn follow(&mut self, ui: &Ui, cards: &[TaskCard]) {
        let count = cards.len();
        self.flags = cards.iter().map(|card| (card.task.id.clone(), card.flag)).collect();
        self.deck.follow(ui.ctx(), cards);
        self.active = self.active.min(count.saturating_sub(1));
        self.apart.follow(cards);
        let now = ui.input(|input| input.time);
        if ui.input(|input| input.key_released(Key::B)) {
            self.blink.release(now);
        }
        if self.layout == Layout::Blink {
            self.blink.tick(ui.ctx(), count, now);
            self.active = self.blink.shown(count);
        }
    }
}

pub fn compare_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Compare, out: &mut Outbox) {
    let cards: &[TaskCard] = &cx.snapshot.compared;
    state.follow(ui, cards);
    egui::Panel::top("compare-head")
        .frame(theme::panel(theme::bar_margin()))
        .exact_size(size::TOP_BAR)
        .show(ui, |ui| head::head_ui(ui, cx, state, out));
    if cards.len() < 2 {
        widgets::empty_ui(ui, icons::COMPARE, cx.say("compare-gone"), cx.say("compare-gone-hint"));
        return;
    }
    let settings = &cx.snapshot.settings;
    state.deck.set_volume(state.volume.unwrap_or(settings.volume), settings.is_muted);
    egui::Panel::bottom("compare-bar").frame(theme::panel(theme::transport_margin())).show(ui, |ui| {
        bar::bar_ui(ui, cx, state, out);
    });
    if !state.hides_settings {
        let room = egui::Panel::bottom("compare-apart").default_size(size::APART);
        room.size_range(size::APART_MIN..=size::APART_MAX).frame(theme::panel(theme::bar_margin())).show(ui, |ui| {
            apart::apart_ui(ui, cx, &state.apart, cards);
        });
    }
    stage::stage_ui(ui, cx, state, cards, out);
}
