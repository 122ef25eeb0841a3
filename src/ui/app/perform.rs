//! What a verb does in the window.

use std::sync::Arc;

use egui::{Context, ViewportCommand};

use super::super::action::{Action, Outbox, Route};
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
        if self.route == Route::Cast {
            let mut out = Outbox::default();
            self.screens.cast.step(verb, &self.outlook.snapshot.cast, &mut self.desk, &mut out);
            return self.tell_all(out);
        }
        if verb == Verb::Undo {
            self.desk.undo(now);
        } else {
            self.desk.redo(now);
        }
        self.screens.compose.forget_typed();
    }

    /// The cast's screen is left: what was being written there is kept.
    pub(super) fn leave_cast(&mut self) {
        let mut out = Outbox::default();
        let cx = self.outlook.context();
        self.screens.cast.leave(&cx, &mut self.desk, &mut out);
        self.tell_all(out);
    }

    /// Does what a screen asked for. A verb that is being done asks for no other.
    pub(super) fn act(&mut self, action: Action) {
        match action {
            Action::Open(route) => self.open(route),
            Action::Watch(task, frame) => {
                self.open(Route::Clip(task));
                self.screens.viewer.lead_to(frame);
            }
            Action::Tell(command) => self.tell(command),
            Action::Do(_) => {}
        }
    }

    fn tell_all(&mut self, mut out: Outbox) {
        out.take().into_iter().for_each(|action| self.act(action));
    }

    pub(super) fn perform(&mut self, ctx: &Context, verb: Verb, now: f64) {
        let asked = match verb {
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
            Verb::Cast => return self.open(Route::Cast),
            Verb::Ledger => return self.open(Route::Ledger),
            Verb::Settings => return self.open(Route::Settings),
            Verb::NewDraft => return self.tell(Command::NewDraft),
            Verb::DuplicateDraft => self.desk.id().cloned().map(Command::DuplicateDraft),
            Verb::OpenFile | Verb::Save | Verb::SaveAs => self.perform_on_files(ctx, verb),
            Verb::Search if self.route == Route::Cast => {
                self.screens.cast.wants_search = true;
                return;
            }
            Verb::Search => {
                self.screens.gallery.wants_search = true;
                return self.open(Route::Gallery);
            }
            Verb::FullScreen => return ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!is_full_screen(ctx))),
            Verb::Back if is_full_screen(ctx) => return ctx.send_viewport_cmd(ViewportCommand::Fullscreen(false)),
            Verb::Back if self.route == Route::Compare => return self.open(Route::Gallery),
            Verb::Back => return self.open(self.screens.viewer.back()),
            // What is left is done by the screen it belongs to.
            _ => match verb.entry().reach {
                Reach::Watching | Reach::Choosing | Reach::Stage if self.route == Route::Compare => {
                    return self.perform_in_comparison(verb, now);
                }
                Reach::Compare => return self.perform_in_comparison(verb, now),
                Reach::Gallery | Reach::Choosing => return self.perform_in_gallery(verb, now),
                Reach::Clip | Reach::Watching => return self.perform_on_clip(ctx, verb, now),
                Reach::Stage if matches!(self.route, Route::Clip(_)) => return self.perform_on_clip(ctx, verb, now),
                Reach::Stage if self.clip_to_play().is_some() => return self.open_clip_to_play(),
                Reach::Everywhere | Reach::Compose | Reach::Stage | Reach::Desk => {
                    let cx = self.outlook.context();
                    match self.screens.compose.perform(ctx, verb, &cx, &mut self.desk, now) {
                        Ok(command) => command,
                        Err(refused) => return self.toasts.refuse(refused, now),
                    }
                }
            },
        };
        if let Some(command) = asked {
            self.tell(command);
        }
    }

    fn perform_on_clip(&mut self, ctx: &Context, verb: Verb, now: f64) {
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
