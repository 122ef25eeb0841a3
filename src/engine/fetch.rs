//! A finished video on its way home: when it is fetched, and what becomes of the task.

use std::sync::Arc;

use crate::model::clip::{Clip, ClipFacts};
use crate::model::image::Sha256;
use crate::model::schedule::{MAX_TRIES, retry_after_millis};
use crate::model::{Draft, Task, TaskEvent, TaskId, Trouble};
use crate::vendors;

use super::download::{Fetch, Fetched};
use super::event::{Event, Job};
use super::run::{Run, chance};
use super::tasks::Then;

/// How long a full disk is left alone.
const HELD_SECS: u64 = 10;

impl Run {
    pub fn begin_fetch(&mut self, id: &TaskId, from_loopback: bool) {
        let Some(task) = self.lives.task(id) else { return };
        let Some(link) = task.link.clone() else {
            if let Some(live) = self.lives.get_mut(id) {
                live.wants_link = true;
            }
            return self.rest(id);
        };
        let began = self.moved(&task, TaskEvent::DownloadBegan).map(|next| Task { trouble: None, ..next });
        if !began.is_some_and(|next| self.commit(next)) {
            return self.rest(id);
        }
        let names = self.library.clip_names(&task);
        let (job, owner, jobs) = (self.lives.ticket(), id.clone(), self.jobs.clone());
        let fetch = Fetch {
            link: link.to_string(),
            from_loopback,
            part: names.part_path,
            file: names.path,
            transport: self.transport.clone(),
        };
        self.work(id, job, Job::Fetch { id: id.clone(), job }, async move {
            let told = owner.clone();
            let arriving = move |percent| jobs.tell(Event::Arriving { id: told.clone(), job, percent });
            Event::Fetched { id: owner, job, fetched: fetch.run(arriving).await }
        });
    }

    pub fn on_arriving(&mut self, id: &TaskId, job: u64, percent: u8) {
        let Some(live) = self.lives.get_mut(id).filter(|live| live.is_at(job)) else { return };
        // Shown, not written: after a crash the part file itself says how far it is.
        Arc::make_mut(&mut live.task).progress = Some(percent);
        let task = Arc::clone(&live.task);
        self.screen.show_task(&task, None, task.state());
    }

    pub fn on_fetched(&mut self, id: &TaskId, job: u64, fetched: Fetched) {
        if self.leave_work(id, job).is_none() {
            return;
        }
        let Some(task) = self.lives.task(id) else { return };
        let task = Task { progress: None, ..(*task).clone() };
        match fetched {
            Fetched::Saved { facts, sha256 } => self.saved(&task, facts, sha256),
            Fetched::Held(trouble) => {
                let Some(next) = self.moved(&task, TaskEvent::DownloadHeld) else { return };
                let then = Then::Sleep(self.options.pace.secs(HELD_SECS));
                self.commit_fact(Task { trouble: Some(trouble), ..next }, None, then);
            }
            Fetched::Broke(trouble) => self.fetch_broke(id, &task, trouble, false),
            Fetched::LinkDead(trouble) => self.fetch_broke(id, &task, trouble, true),
        }
    }

    pub fn on_fetch_broke(&mut self, id: &TaskId, job: u64) {
        self.on_fetched(id, job, Fetched::Broke(Trouble::new("engine-worker-broke")));
    }

    fn saved(&mut self, task: &Task, facts: ClipFacts, sha256: Sha256) {
        let names = self.library.clip_names(task);
        let Some(mut next) = self.moved(task, TaskEvent::Saved) else { return };
        next.files = vec![names.name];
        next.trouble = None;
        self.usual_runs.remove(&task.offering);
        let remarks = remarks(&task.draft, &facts);
        let clip = Clip { path: names.path, sha256, facts, remarks };
        self.make_previews_of(&clip);
        self.commit_fact(next, Some(clip), Then::GoOn);
    }

    /// Cut, refused or damaged: a fresh link is polled for. A link that died twice has no new one.
    fn fetch_broke(&mut self, id: &TaskId, task: &Task, trouble: Trouble, is_dead: bool) {
        tracing::info!(task = %id, rule = trouble.rule, is_dead, "download broke");
        let Some(live) = self.lives.get_mut(id) else { return };
        live.wants_link = true;
        live.dead_links += u32::from(is_dead);
        let event = if live.dead_links >= 2 { TaskEvent::LinkDied } else { TaskEvent::DownloadBroke };
        let Some(mut next) = self.moved(task, event) else { return };
        let wait = retry_after_millis(next.life.tries.downloads, chance());
        let is_over = !next.state().is_under_way();
        if event == TaskEvent::DownloadBroke && is_over {
            next.trouble = Some(Trouble::new("download-damaged").with("tries", MAX_TRIES));
            tracing::warn!(task = %id, rule = trouble.rule, "download given up");
        } else if is_over && trouble.rule == "download-refused" {
            // No longer "right now": it was asked for twice, with the freshest link there is.
            next.trouble = Some(Trouble::new("download-link-dead"));
        } else {
            next.trouble = Some(trouble);
        }
        let then = if is_over { Then::GoOn } else { Then::Sleep(self.options.pace.millis(wait)) };
        self.commit_fact(next, None, then);
    }
}

/// Where a video differs from its order. It is kept and done all the same.
fn remarks(draft: &Draft, facts: &ClipFacts) -> Vec<Trouble> {
    let mut out = Vec::new();
    let ordered = draft.total().0 as f64;
    if (facts.seconds - ordered).abs() > 0.5 {
        out.push(Trouble::new("clip-other-length").with("ordered", ordered).with("seconds", tenths(facts.seconds)));
    }
    if let Some(row) = vendors::row(&draft.offering) {
        let short_side = row.caps.mode(draft.mode).short_side();
        let is_small = f64::from(facts.width.min(facts.height)) < 0.9 * f64::from(short_side);
        let shape = f64::from(facts.width) / f64::from(facts.height.max(1)) / draft.aspect_ratio.value();
        // With a frame the picture decides the shape.
        let is_other_shape = draft.frames.is_empty() && !(0.97..=1.03).contains(&shape);
        if is_small || is_other_shape {
            let size = format!("{}×{}", facts.width, facts.height);
            let wanted = format!("{} {}p", draft.aspect_ratio.word(), short_side);
            out.push(Trouble::new("clip-other-size").with("size", size).with("ordered", wanted));
        }
        match (row.caps.sound(draft.cut, draft.sound), facts.audio.is_some()) {
            (true, false) => out.push(Trouble::new("clip-without-sound")),
            (false, true) => out.push(Trouble::new("clip-with-sound")),
            (true, true) | (false, false) => {}
        }
    }
    out
}

fn tenths(seconds: f64) -> f64 {
    (seconds * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> ClipFacts {
        ClipFacts {
            codec: "h264".to_owned(),
            bytes: 1,
            width: 1280,
            height: 720,
            seconds: 5.04,
            frames: 121,
            fps: 24.0,
            audio: None,
        }
    }

    fn rules(draft: &Draft, facts: &ClipFacts) -> Vec<String> {
        remarks(draft, facts).into_iter().map(|trouble| trouble.rule).collect()
    }

    #[test]
    fn a_clip_as_ordered_is_kept_without_a_word() {
        assert_eq!(rules(&Draft::new(vendors::DEFAULT_OFFERING), &facts()), [""; 0]);
    }

    #[test]
    fn a_clip_that_is_not_what_was_ordered_says_where() {
        let mut draft = Draft::new(vendors::DEFAULT_OFFERING);
        draft.sound = true;
        let odd = ClipFacts { width: 720, height: 720, seconds: 3.0, ..facts() };
        assert_eq!(rules(&draft, &odd), ["clip-other-length", "clip-other-size", "clip-without-sound"]);
    }
}
