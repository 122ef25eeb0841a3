//! What the viewer's verbs do.

use egui::{Context, Key, Vec2};

use super::shuttle::Way;
use super::{Viewer, shots};
use crate::engine::{Command, Settings};
use crate::player::Step;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::edits::Refused;
use crate::ui::theme::size;
use crate::ui::verb::Verb;

impl Viewer {
    /// A verb of reach `Clip` or `Stage`, while a clip is shown: a command where it comes to one.
    pub fn perform(
        &mut self,
        ctx: &Context,
        verb: Verb,
        cx: &UiContext<'_>,
        desk: &Desk,
    ) -> Result<Option<Command>, Refused> {
        match verb {
            Verb::Mute => {
                let settings = &cx.snapshot.settings;
                let is_muted = !settings.is_muted;
                return Ok(Some(Command::ChangeSettings(Box::new(Settings { is_muted, ..(**settings).clone() }))));
            }
            Verb::ContinueHere
            | Verb::ContinueLast
            | Verb::UseAsFirst
            | Verb::UseAsLast
            | Verb::UseAsView
            | Verb::SaveFrame
            | Verb::CopyFrame => return self.take(ctx, verb, cx, desk),
            Verb::GoToTime => {
                self.typed = self.playing.as_ref().map(|_| String::new());
                ctx.request_repaint();
            }
            Verb::ShotBefore | Verb::ShotAfter => self.go_to_shot(verb),
            Verb::PictureFit
            | Verb::PictureActual
            | Verb::PictureLarger
            | Verb::PictureSmaller
            | Verb::PanLeft
            | Verb::PanRight
            | Verb::PanUp
            | Verb::PanDown => self.look(verb),
            play => self.play(ctx, play),
        }
        Ok(None)
    }

    fn play(&mut self, ctx: &Context, verb: Verb) {
        let Some(playing) = &mut self.playing else {
            return;
        };
        // With K held, J and L go frame by frame.
        let creeps = ctx.input(|input| input.key_down(Key::K));
        match verb {
            Verb::Play => playing.toggle(),
            Verb::FrameBack => playing.step(Step::Back),
            Verb::FrameForward => playing.step(Step::Forward),
            Verb::ShuttleBack if creeps => playing.step(Step::Back),
            Verb::ShuttleForward if creeps => playing.step(Step::Forward),
            Verb::ShuttleBack => playing.shuttle(Way::Back),
            Verb::ShuttleForward => playing.shuttle(Way::On),
            Verb::ShuttleStop => playing.stop(),
            Verb::SecondBack => playing.go_by_second(Way::Back),
            Verb::SecondForward => playing.go_by_second(Way::On),
            Verb::GoToStart => playing.go_to_frame(0),
            Verb::GoToEnd => playing.go_to_end(),
            Verb::MarkIn => playing.mark_in(),
            Verb::MarkOut => playing.mark_out(),
            Verb::ClearMarks => playing.clear_marks(),
            Verb::GoToIn => {
                let (first, _) = playing.marks.played(playing.player.state().frame_count);
                playing.go_to_frame(first);
            }
            Verb::GoToOut => {
                let (_, last) = playing.marks.played(playing.player.state().frame_count);
                playing.stop();
                playing.go_to_frame(last);
            }
            Verb::Loop => playing.set_looping(!playing.is_looping),
            // Not a verb of a clip.
            _ => {}
        }
    }

    fn go_to_shot(&mut self, verb: Verb) {
        let (Some(playing), Some(card)) = (&mut self.playing, &self.card) else {
            return;
        };
        let state = playing.player.state();
        let planned = shots::planned(&card.task.draft, state.duration_secs);
        let find = if verb == Verb::ShotBefore { shots::before } else { shots::after };
        if let Some(secs) = find(&planned, state.position_secs) {
            playing.go_to_secs(secs);
        }
    }

    fn look(&mut self, verb: Verb) {
        let Some((playing, stage)) =
            self.playing.as_mut().and_then(|playing| playing.stage().map(|stage| (playing, stage)))
        else {
            return;
        };
        let view = &mut playing.view;
        match verb {
            Verb::PictureFit => view.fit(),
            Verb::PictureActual if !view.is_fit() && (view.zoom(&stage) - 1.0).abs() < 1e-3 => view.fit(),
            Verb::PictureActual => view.actual(),
            Verb::PictureLarger => view.step(&stage, true),
            Verb::PictureSmaller => view.step(&stage, false),
            Verb::PanLeft => view.pan(&stage, Vec2::new(-size::PAN_STEP, 0.0)),
            Verb::PanRight => view.pan(&stage, Vec2::new(size::PAN_STEP, 0.0)),
            Verb::PanUp => view.pan(&stage, Vec2::new(0.0, -size::PAN_STEP)),
            Verb::PanDown => view.pan(&stage, Vec2::new(0.0, size::PAN_STEP)),
            // Not a verb of looking.
            _ => {}
        }
    }
}
