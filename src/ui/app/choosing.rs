//! The verbs of the gallery.

use super::super::action::Outbox;
use super::super::keys;
use super::super::verb::{Reach, Verb};
use super::App;

impl App {
    /// Does a verb of the gallery, where that is what is looked at.
    pub(super) fn perform_in_gallery(&mut self, verb: Verb, now: f64) {
        if !keys::reaches(Reach::Gallery, &self.route) {
            return;
        }
        let mut out = Outbox::default();
        if let Err(said) = self.screens.gallery.perform(verb, &mut out) {
            self.toasts.refuse(said.into(), now);
        }
        out.take().into_iter().for_each(|action| self.act(action));
    }
}
