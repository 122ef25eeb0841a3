//! What a verb does in the window.

use std::sync::Arc;

use egui::{Context, ViewportCommand};

use super::super::action::Route;
use super::super::overlay::Sheet;
use super::super::verb::{Reach, Verb};
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
        match verb.entry().reach {
            Reach::Everywhere => self.perform_everywhere(ctx, verb),
            Reach::Gallery => {
                self.perform_in_gallery(verb, now);
            }
            Reach::Clip => self.perform_on_clip(ctx, verb, now),
            Reach::Stage if matches!(self.route, Route::Clip(_)) => self.perform_on_clip(ctx, verb, now),
            Reach::Stage if self.clip_to_play().is_some() => self.open_clip_to_play(),
            Reach::Stage | Reach::Compose => self.perform_on_draft(ctx, verb, now),
        }
    }

    fn perform_everywhere(&mut self, ctx: &Context, verb: Verb) {
        let asked = match verb {
            Verb::Palette => return self.show_above(ctx, Sheet::Palette),
            Verb::Help => return self.show_above(ctx, Sheet::Help),
            Verb::Drafts => return self.show_above(ctx, Sheet::Drafts),
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
            // No verb of every screen.
            _ => None,
        };
        if let Some(command) = asked {
            self.tell(command);
        }
    }

    /// A verb of the open draft.
    fn perform_on_draft(&mut self, ctx: &Context, verb: Verb, now: f64) {
        match verb {
            Verb::Undo | Verb::Redo => return self.step_in_history(verb, now),
            Verb::WhoCan => return self.show_above(ctx, Sheet::WhoCan),
            Verb::PromptHistory => return self.show_above(ctx, Sheet::Prompts),
            Verb::Snippets => return self.show_above(ctx, Sheet::Snippets),
            Verb::Wire => return self.tell(self.wire_of_draft()),
            // The compose screen's own.
            _ => {}
        }
        let cx = self.outlook.context();
        match self.screens.compose.perform(ctx, verb, &cx, &mut self.desk, now) {
            Ok(command) => command.into_iter().for_each(|command| self.tell(command)),
            Err(refused) => self.toasts.refuse(refused, now),
        }
    }

    fn perform_on_clip(&mut self, ctx: &Context, verb: Verb, now: f64) {
        if verb == Verb::Back {
            if is_full_screen(ctx) {
                return ctx.send_viewport_cmd(ViewportCommand::Fullscreen(false));
            }
            return self.open(self.screens.viewer.back());
        }
        let cx = self.outlook.context();
        match self.screens.viewer.perform(ctx, verb, &cx, &self.desk) {
            Ok(command) => command.into_iter().for_each(|command| self.tell(command)),
            Err(refused) => self.toasts.refuse(refused, now),
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
