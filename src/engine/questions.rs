//! What waits for a person's answer.

use std::sync::Arc;

use crate::model::{TaskId, TaskState};

use super::snapshot::{Question, QuestionAbout, QuestionId};
use super::submit::Order;

#[derive(Default)]
pub struct Questions {
    last: u64,
    open: Vec<(Question, Option<Order>)>,
}

impl Questions {
    pub fn ask(&mut self, about: QuestionAbout, order: Order) {
        let id = self.next_id();
        self.open.push((Question { id, about }, Some(order)));
    }

    /// Takes a question off the list, with the order that waited for its answer.
    pub fn take(&mut self, id: QuestionId) -> Option<(QuestionAbout, Option<Order>)> {
        let at = self.open.iter().position(|(question, _)| question.id == id)?;
        let (question, order) = self.open.remove(at);
        Some((question.about, order))
    }

    pub fn about(&self, id: QuestionId) -> Option<&QuestionAbout> {
        self.open.iter().find(|(question, _)| question.id == id).map(|(question, _)| &question.about)
    }

    /// An unknown outcome is a question until it is settled.
    pub fn task_moved(&mut self, task: &TaskId, state: TaskState) {
        let is_mine =
            |question: &Question| matches!(&question.about, QuestionAbout::Unknown { task: mine } if mine == task);
        let is_asked = self.open.iter().any(|(question, _)| is_mine(question));
        match (state == TaskState::Unknown, is_asked) {
            (true, false) => {
                let id = self.next_id();
                self.open.push((Question { id, about: QuestionAbout::Unknown { task: task.clone() } }, None));
            }
            (false, true) => self.open.retain(|(question, _)| !is_mine(question)),
            (true, true) | (false, false) => {}
        }
    }

    pub fn list(&self) -> Arc<[Question]> {
        self.open.iter().map(|(question, _)| question.clone()).collect()
    }

    fn next_id(&mut self) -> QuestionId {
        self.last += 1;
        QuestionId(self.last)
    }
}
