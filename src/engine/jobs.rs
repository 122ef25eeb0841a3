//! Work beside the loop. A job gets what it needs by value and answers with one event; if it panics, the loop hears
//! which one it was and goes on.

use std::future::Future;

use tokio::sync::mpsc::UnboundedSender;
use tokio::task::AbortHandle;

use super::event::{Event, Job};
use super::failpoint;

#[derive(Clone)]
pub struct Jobs {
    events: UnboundedSender<Event>,
}

impl Jobs {
    pub fn new(events: UnboundedSender<Event>) -> Self {
        Self { events }
    }

    /// Runs a job to its one event. An aborted job says nothing.
    pub fn spawn(&self, job: Job, work: impl Future<Output = Event> + Send + 'static) -> AbortHandle {
        let events = self.events.clone();
        let kind = job.kind();
        let handle = tokio::spawn(async move {
            failpoint::worker(kind);
            work.await
        });
        let abort = handle.abort_handle();
        tokio::spawn(async move {
            let event = match handle.await {
                Ok(event) => event,
                Err(error) if error.is_panic() => Event::Broke(job),
                Err(_) => return,
            };
            // The loop is over; nobody is left to tell.
            let _ = events.send(event);
        });
        abort
    }

    /// A passing word from inside a job: how far it is.
    pub fn tell(&self, event: Event) {
        let _ = self.events.send(event);
    }
}

/// Runs work that blocks. A panic in it is the job's own panic.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(value) => value,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // The runtime is going down: nobody waits for this any more.
            Err(_) => std::future::pending().await,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::mpsc;

    #[tokio::test]
    async fn a_panic_in_a_job_is_told_by_name_and_nothing_else_ends() {
        let (sender, mut events) = mpsc::unbounded_channel();
        let jobs = Jobs::new(sender);
        jobs.spawn(Job::Other("first"), async { blocking(|| panic!("on purpose")).await });
        assert!(matches!(events.recv().await, Some(Event::Broke(Job::Other("first")))));
        jobs.spawn(Job::Other("second"), async { Event::Broke(Job::Other("answer")) });
        assert!(matches!(events.recv().await, Some(Event::Broke(Job::Other("answer")))));
    }
}
