//! What a verb does in the window.

use std::sync::Arc;

use egui::{Context, ViewportCommand};

use super::super::action::Route;
use super::super::overlay::Sheet;
use super::super::verb::Verb;
use super::{App, is_full_screen};
use crate::engine::Command;
use crate::engine::snapshot::WireOf;
use crate::model::TaskId;

impl App {
    fn clip_to_play(&self) -> Option<TaskId> {
        self.screens.compose.clip_to_play(&self.outlook.context(), &self.desk.draft)
    }

    fn open_clip_to_play(&mut self) {
        if let Some(task) = self.clip_to_play() {
            self.open(Route::Clip(task));
        }
    }

    /// The clip that was finished last, wherever it stands.
    fn open_latest(&mut self) {
        let snapshot = &self.outlook.snapshot;
        let everywhere = snapshot.queue.iter().chain(&snapshot.gallery.cards);
        let clips = everywhere.filter(|card| card.clip.is_some() && !card.is_trashed);
        if let Some(newest) = clips.max_by_key(|card| card.task.ended_at_millis) {
            self.open(Route::Clip(newest.task.id.clone()));
        }
    }

    fn step_in_history(&mut self, verb: Verb, now: f64) {
        if verb == Verb::Undo {
            self.desk.undo(now);
        } else {
            self.desk.redo(now);
        }
        self.screens.compose.forget_typed();
    }

    pub(super) fn perform(&mut self, ctx: &Context, verb: Verb, now: f64) {
        if self.perform_in_gallery(verb, now) {
            return;
        }
        let asked = match verb {
            Verb::PickClips | Verb::RejectClips | Verb::LookEarlier | Verb::LookLater | Verb::ClearSelection => return,
            Verb::Undo | Verb::Redo => return self.step_in_history(verb, now),
            Verb::Palette => return self.show_above(ctx, Sheet::Palette),
            Verb::WhoCan => return self.show_above(ctx, Sheet::WhoCan),
            Verb::Help => return self.show_above(ctx, Sheet::Help),
            Verb::Drafts => return self.show_above(ctx, Sheet::Drafts),
            Verb::PromptHistory => return self.show_above(ctx, Sheet::Prompts),
            Verb::Snippets => return self.show_above(ctx, Sheet::Snippets),
            Verb::Wire => Some(self.wire_of_draft()),
            Verb::Compose => return self.open(Route::Compose),
            Verb::Gallery => return self.open(Route::Gallery),
            Verb::Latest => return self.open_latest(),
            Verb::Ledger => return self.open(Route::Ledger),
            Verb::Settings => return self.open(Route::Settings),
            Verb::NewDraft => return self.tell(Command::NewDraft),
            Verb::DuplicateDraft => self.desk.id().cloned().map(Command::DuplicateDraft),
            Verb::OpenFile | Verb::Save | Verb::SaveAs => self.perform_on_files(ctx, verb),
            Verb::Search => {
                self.screens.gallery.wants_search = true;
                return self.open(Route::Gallery);
            }
            Verb::FullScreen => return ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!is_full_screen(ctx))),
            Verb::Back if is_full_screen(ctx) => return ctx.send_viewport_cmd(ViewportCommand::Fullscreen(false)),
            Verb::Back => return self.open(self.screens.viewer.back()),
            Verb::FrameBack
            | Verb::FrameForward
            | Verb::ShuttleBack
            | Verb::ShuttleStop
            | Verb::ShuttleForward
            | Verb::Mute => self.screens.viewer.perform(verb, &self.outlook.snapshot.settings),
            Verb::Play if matches!(self.route, Route::Clip(_)) => {
                self.screens.viewer.perform(verb, &self.outlook.snapshot.settings)
            }
            Verb::Play if self.clip_to_play().is_some() => return self.open_clip_to_play(),
            Verb::Generate
            | Verb::Practise
            | Verb::Play
            | Verb::SplitShot
            | Verb::AddShot
            | Verb::DuplicateShot
            | Verb::DeleteShot
            | Verb::MergeShots
            | Verb::BalanceEvenly
            | Verb::BalanceByPrompt
            | Verb::LockShot
            | Verb::LockTotal
            | Verb::CutScript
            | Verb::CopyShots
            | Verb::CutShots
            | Verb::PasteShots
            | Verb::SelectAllShots
            | Verb::ExtendEarlier
            | Verb::ExtendLater
            | Verb::BorderEarlier
            | Verb::BorderLater
            | Verb::ShotEarlier
            | Verb::ShotLater
            | Verb::SetSeconds
            | Verb::ZoomIn
            | Verb::ZoomOut
            | Verb::ZoomFit
            | Verb::SwapFrames
            | Verb::FixAll
            | Verb::AddElement => {
                let cx = self.outlook.context();
                match self.screens.compose.perform(ctx, verb, &cx, &mut self.desk, now) {
                    Ok(command) => command,
                    Err(refused) => return self.toasts.refuse(refused, now),
                }
            }
        };
        if let Some(command) = asked {
            self.tell(command);
        }
    }

    fn show_above(&mut self, ctx: &Context, sheet: Sheet) {
        self.overlay.show(ctx, sheet, &mut self.screens.compose);
    }

    fn wire_of_draft(&self) -> Command {
        let draft = Arc::new(self.desk.draft.clone());
        let offering = draft.offering.clone();
        Command::ShowWire(Some(WireOf::Draft { draft, offering }))
    }
}
