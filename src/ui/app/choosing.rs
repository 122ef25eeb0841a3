//! The verbs of the gallery and of the comparison.

use super::super::action::{Outbox, Route};
use super::super::verb::Verb;
use super::App;
use crate::engine::Command;

impl App {
    /// Does a verb of the gallery, where that is what is looked at.
    pub(super) fn perform_in_gallery(&mut self, verb: Verb, now: f64) {
        if self.route != Route::Gallery {
            return;
        }
        let mut out = Outbox::default();
        if let Err(said) = self.screens.gallery.perform(verb, &mut out) {
            self.toasts.refuse(said.into(), now);
        }
        out.take().into_iter().for_each(|action| self.act(action));
    }

    /// Does a verb of the comparison, where that is what is looked at.
    pub(super) fn perform_in_comparison(&mut self, verb: Verb, now: f64) {
        if self.route != Route::Compare {
            return;
        }
        match self.screens.compare.perform(verb, &self.outlook.snapshot.settings, now) {
            Ok(command) => command.into_iter().for_each(|command| self.tell(command)),
            Err(said) => self.toasts.refuse(said.into(), now),
        }
    }

    /// The comparison is left: nothing plays there any more, and the stage is free.
    pub(super) fn leave_comparison(&mut self, to: &Route) {
        if self.route == Route::Compare && *to != Route::Compare {
            self.screens.compare.hide();
            self.engine.send(Command::Compare(Vec::new()));
        }
    }
}
