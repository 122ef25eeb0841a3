//! Frames taken from clips.

use std::sync::Arc;

use shotloom::engine::FrameFor;
use shotloom::engine::snapshot::{Got, Taken, TaskCard};
use shotloom::media::Pixels;
use shotloom::model::{ContinuedFrom, ImageRef, TaskId};

use super::FakeEngine;

impl FakeEngine {
    pub(super) fn find(&self, task: &TaskId) -> Option<TaskCard> {
        self.snapshot
            .queue
            .iter()
            .chain(&self.library)
            .chain(&self.unlisted)
            .find(|card| card.task.id == *task)
            .cloned()
    }

    pub(super) fn take_frame(&mut self, task: &TaskId, frame: u64, into: &FrameFor) {
        let Some(card) = self.find(task) else { return };
        let path = format!("/home/kim/Videos/Shotloom/pictures/own/frame {frame}.png");
        let got = match into {
            FrameFor::NewDraft => {
                let from = ContinuedFrom { task: task.0.clone(), frame };
                self.open(Arc::new(card.task.draft.continuing(from, ImageRef::file(&path))));
                self.publish();
                Got::Kept(path.into())
            }
            FrameFor::Draft { .. } | FrameFor::Cast(_) => Got::Kept(path.into()),
            FrameFor::Clipboard => Got::Pixels(Arc::new(Pixels { width: 2, height: 1, rgba: vec![0x80; 8] })),
            FrameFor::File(_) => Got::Written,
        };
        self.face.hand(Taken { task: task.clone(), frame, into: into.clone(), got: Some(got) });
    }
}
