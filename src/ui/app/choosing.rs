//! The verbs of the gallery.

use super::super::action::{Action, Outbox};
use super::super::keys;
use super::super::verb::{Reach, Verb};
use super::App;

impl App {
    /// Does a verb of the gallery; false where it is none, or the gallery is not there.
    pub(super) fn perform_in_gallery(&mut self, verb: Verb, now: f64) -> bool {
        if verb.entry().reach != Reach::Gallery || !keys::reaches(Reach::Gallery, &self.route) {
            return false;
        }
        let mut out = Outbox::default();
        if let Err(said) = self.screens.gallery.perform(verb, &mut out) {
            self.toasts.refuse(said.into(), now);
        }
        for action in out.take() {
            match action {
                Action::Do(_) => {}
                Action::Open(route) => self.open(route),
                Action::Tell(command) => self.tell(command),
            }
        }
        true
    }
}
