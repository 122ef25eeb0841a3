//! The line before a vendor: how many of its tasks run at once, in which order the others follow, and whether anything
//! is sent at all.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{Task, TaskId, TaskState};
use crate::vendors;

use super::lanes::{Lane, Money};
use super::live::Lives;
use super::run::Run;
use super::start::Audience;

impl Run {
    /// What the settings say of lines and limits, laid on the lanes.
    pub fn lay_lines(&mut self) {
        for vendor in vendors::all() {
            let rate = vendor.rate();
            self.lanes.limit(vendor.id(), rate, self.options.pace.secs(u64::from(rate.per_secs)));
            for money in [Money::Live, Money::Practice] {
                let lane = Lane::Send(vendor.id(), money);
                self.lanes.set_width(lane, usize::from(self.settings.at_once(vendor.id())));
                self.lanes.shut(lane, self.is_shut(vendor.id()));
            }
        }
    }

    /// A window shows its line standing still; a command would wait for ever, and is told instead.
    fn is_shut(&self, vendor: &str) -> bool {
        self.options.audience == Audience::Window && self.settings.is_paused(vendor)
    }

    /// Nothing more is sent to this vendor, or it goes on. Kept over restarts.
    pub fn pause(&mut self, vendor: &str, is_paused: bool) {
        let mut settings = self.settings.clone();
        let is_news =
            if is_paused { settings.paused.insert(vendor.to_owned()) } else { settings.paused.remove(vendor) };
        if is_news {
            self.change_settings(settings);
        }
    }

    /// How many tasks each vendor has at work, as far as they do not pass through the sending lane right now.
    pub fn count_running(&mut self) {
        if self.lanes.has_senders() {
            let held = running(&self.lives);
            self.lanes.hold_places(&held);
        }
    }

    /// Puts a task before another one of its line, or at its end. The order outlives a restart.
    pub fn line_up_before(&mut self, id: &TaskId, before: Option<&TaskId>) {
        let Some(task) = self.lives.task(id).filter(|task| task.state() == TaskState::Queued) else { return };
        let Some(lane) = lane_of(&task) else { return };
        let mut line = queued(&self.lives, lane);
        line.retain(|other| other.id != *id);
        let at = before.and_then(|before| line.iter().position(|other| other.id == *before)).unwrap_or(line.len());
        line.insert(at, task);
        let moved: Vec<Task> = (1..)
            .zip(&line)
            .filter(|(place, task)| task.place != Some(*place))
            .map(|(place, task)| Task { place: Some(place), ..(**task).clone() })
            .collect();
        if let Err(error) = self.library.update_tasks(&moved) {
            return self.library_failed(&error);
        }
        for task in moved {
            self.place_unsaved(&task.id, task.place);
            self.landed(task, None);
        }
        let lives = &self.lives;
        self.lanes.put_in_order(lane, |id| lives.get(id)?.task.place);
        self.screen.order_changed();
    }
}

/// The lane a task is sent through; `None` for a vendor that is not known any more.
pub fn lane_of(task: &Task) -> Option<Lane> {
    Some(Lane::Send(vendors::by_id(&task.vendor)?.id(), Money::of(task.is_practice)))
}

/// A line as it stands, the next one first.
fn queued(lives: &Lives, lane: Lane) -> Vec<Arc<Task>> {
    let is_in_it = |task: &&Arc<Task>| task.state() == TaskState::Queued && lane_of(task) == Some(lane);
    let mut line: Vec<Arc<Task>> = lives.by_id.values().map(|live| &live.task).filter(is_in_it).cloned().collect();
    line.sort_by_key(|task| (task.place.unwrap_or(i64::MAX), task.id.clone()));
    line
}

fn running(lives: &Lives) -> HashMap<Lane, usize> {
    let mut running = HashMap::new();
    for live in lives.by_id.values() {
        let is_there = matches!(live.task.state(), TaskState::Sending | TaskState::Running);
        if is_there
            && !live.is_being_sent()
            && !live.is_out_of_sight()
            && let Some(lane) = lane_of(&live.task)
        {
            *running.entry(lane).or_default() += 1;
        }
    }
    running
}
