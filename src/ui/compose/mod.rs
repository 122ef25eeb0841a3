//! The compose screen: the stage above, the form below.

use egui::Ui;

use super::action::Outbox;
use super::context::UiContext;
use super::desk::Desk;
use super::verb::Verb;
use crate::engine::Command;
use crate::model::{Draft, Trouble};

/// What the compose screen remembers between frames, beside the draft itself.
#[derive(Default)]
pub struct Compose {}

impl Compose {
    /// Another draft came on the desk.
    pub fn forget(&mut self) {}

    /// A dialog of this screen is open.
    pub fn is_asking(&self) -> bool {
        false
    }

    /// Whether a generation of this draft would cost nothing.
    pub fn is_practice(&self, cx: &UiContext<'_>, draft: &Draft) -> bool {
        cx.row(&draft.offering).and_then(|row| cx.account(row.vendor)).is_some_and(|account| account.is_practice)
    }

    /// A verb of this screen; a command for the engine where it comes to one.
    pub fn perform(
        &mut self,
        _verb: Verb,
        _cx: &UiContext<'_>,
        _desk: &mut Desk,
        _now: f64,
    ) -> Result<Option<Command>, Trouble> {
        Ok(None)
    }
}

pub fn compose_ui(_ui: &mut Ui, _cx: &UiContext<'_>, _state: &mut Compose, _desk: &mut Desk, _out: &mut Outbox) {}
