//! What a screen may ask for. Nothing else leaves a drawing function.

use crate::engine::Command;
use crate::engine::snapshot::ThumbKey;
use crate::model::TaskId;

use super::verb::Verb;

/// One wish of a screen, done after the frame is drawn.
#[derive(Debug, Clone)]
pub enum Action {
    Do(Verb),
    Open(Route),
    /// One frame of a finished clip, in the viewer.
    Watch(TaskId, u64),
    Tell(Command),
}

/// Which screen fills the middle of the window.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Route {
    #[default]
    Compose,
    Gallery,
    /// One finished clip in the viewer.
    Clip(TaskId),
    /// Two to four clips on one playhead.
    Compare,
    /// Everybody who can act in a draft.
    Cast,
    /// What live videos cost.
    Ledger,
    Settings,
}

/// Collects the actions of one frame, in order.
#[derive(Debug, Default)]
pub struct Outbox {
    actions: Vec<Action>,
}

impl Outbox {
    pub fn push(&mut self, action: Action) {
        self.actions.push(action);
    }

    pub fn ask(&mut self, verb: Verb) {
        self.push(Action::Do(verb));
    }

    pub fn open(&mut self, route: Route) {
        self.push(Action::Open(route));
    }

    pub fn watch(&mut self, task: TaskId, frame: u64) {
        self.push(Action::Watch(task, frame));
    }

    pub fn tell(&mut self, command: Command) {
        self.push(Action::Tell(command));
    }

    /// A small picture that was wanted and is not there. Asking every frame is fine: the window sends it once.
    pub fn want_thumb(&mut self, key: &ThumbKey) {
        self.tell(Command::WantThumb(key.clone()));
    }

    pub fn take(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.actions)
    }
}
