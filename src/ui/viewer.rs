//! One finished clip, played.

use egui::Ui;

use crate::model::TaskId;

use super::action::Outbox;
use super::context::UiContext;
use super::theme;
use super::verb::Verb;

/// What the viewer remembers between frames.
#[derive(Default)]
pub struct Viewer {
    task: Option<TaskId>,
}

impl Viewer {
    /// Shows another clip from the next frame on.
    pub fn show(&mut self, task: &TaskId) {
        self.task = Some(task.clone());
    }

    /// The window left the clip: playing stops.
    pub fn hide(&mut self) {
        self.task = None;
    }

    /// A verb of reach `Clip` or `Stage`, while the clip is shown.
    pub fn perform(&mut self, _verb: Verb) {}
}

pub fn viewer_ui(ui: &mut Ui, cx: &UiContext<'_>, _state: &mut Viewer, _out: &mut Outbox) {
    ui.label(theme::title(cx.say("viewer-title")));
}
