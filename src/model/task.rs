//! A wish and its whole life: one table says which state follows which, and nothing else moves a task.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::draft::Draft;
use super::price::Money;
use super::schedule::MAX_TRIES;
use super::trouble::Trouble;

/// How many videos one click may ask for.
pub const MAX_WISHES: u32 = 10;

/// Names a task in the library, in file names and on the command line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskId(pub Arc<str>);

impl fmt::Display for TaskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a task stands. These are the words in the database and in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskState {
    Queued,
    Uploading,
    Sending,
    Running,
    Ready,
    Downloading,
    Done,
    Rejected,
    Waiting,
    NotSent,
    Unknown,
    Failed,
    Expired,
    Cancelled,
    GivenUp,
}

impl TaskState {
    pub const ALL: [Self; 15] = [
        Self::Queued,
        Self::Uploading,
        Self::Sending,
        Self::Running,
        Self::Ready,
        Self::Downloading,
        Self::Done,
        Self::Rejected,
        Self::Waiting,
        Self::NotSent,
        Self::Unknown,
        Self::Failed,
        Self::Expired,
        Self::Cancelled,
        Self::GivenUp,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Uploading => "uploading",
            Self::Sending => "sending",
            Self::Running => "running",
            Self::Ready => "ready",
            Self::Downloading => "downloading",
            Self::Done => "done",
            Self::Rejected => "rejected",
            Self::Waiting => "waiting",
            Self::NotSent => "not-sent",
            Self::Unknown => "unknown",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::GivenUp => "given-up",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// The engine still has something to do for it by itself.
    pub fn is_under_way(self) -> bool {
        match self {
            Self::Queued
            | Self::Uploading
            | Self::Sending
            | Self::Running
            | Self::Ready
            | Self::Downloading
            | Self::Waiting => true,
            Self::Done
            | Self::Rejected
            | Self::NotSent
            | Self::Unknown
            | Self::Failed
            | Self::Expired
            | Self::Cancelled
            | Self::GivenUp => false,
        }
    }

    /// Money may have been spent on it.
    pub fn may_be_charged(self) -> bool {
        match self {
            Self::Running
            | Self::Ready
            | Self::Downloading
            | Self::Done
            | Self::Unknown
            | Self::Failed
            | Self::Expired
            | Self::Sending => true,
            Self::Queued
            | Self::Uploading
            | Self::Rejected
            | Self::Waiting
            | Self::NotSent
            | Self::Cancelled
            | Self::GivenUp => false,
        }
    }
}

/// Everything that can happen to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskEvent {
    UploadBegan,
    /// The vendor refused a picture for good.
    UploadRefused,
    /// An upload failed in a way that may pass.
    UploadBroke,
    /// The intent is durable; the next byte leaves.
    SendBegan,
    /// The submit's answer, classed by `vendors::outcome`.
    Accepted,
    Rejected,
    Busy,
    NotSent,
    Lost,
    /// The wait of a busy or unreachable vendor is over.
    WaitOver,
    /// The vendor says it is finished and gave a link.
    Finished,
    /// The vendor says it failed, or it finished without a link for too long.
    VendorFailed,
    DownloadBegan,
    /// Cut, 5xx or no whole MP4: a fresh link is polled for.
    DownloadBroke,
    /// The disk is full or the folder is away: later, and not counted.
    DownloadHeld,
    /// The link died and the vendor has no new one.
    LinkDied,
    Saved,
    CancelAsked,
    /// The process ended in the middle of this state.
    ProcessDied,
    /// The user pasted the vendor's id of an unknown task.
    Found,
    /// The vendor keeps saying that it has no task of the id the user pasted: nothing was found after all.
    Misfound,
    /// The user gave an unknown task up, with or without a new wish.
    GaveUp,
    /// The user asks for one more look at a task whose id is known.
    LookAgain,
}

/// How often each thing was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tries {
    pub uploads: u32,
    pub sends: u32,
    pub busy: u32,
    pub downloads: u32,
}

/// A state with its counters: all that the table needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    pub state: TaskState,
    pub tries: Tries,
}

/// No arrow leads from that state by that event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a task that is {} cannot take {event:?}", state.word())]
pub struct NoArrow {
    pub state: TaskState,
    pub event: TaskEvent,
}

impl Life {
    pub fn new() -> Self {
        Self { state: TaskState::Queued, tries: Tries::default() }
    }

    /// The table of DESIGN §4. A pure function: the same life and event always give the same life.
    pub fn on(self, event: TaskEvent) -> Result<Self, NoArrow> {
        use TaskEvent as E;
        use TaskState as S;
        let mut tries = self.tries;
        let state = match (self.state, event) {
            (S::Queued, E::UploadBegan) => S::Uploading,
            (S::Uploading, E::UploadRefused) => S::Rejected,
            (S::Uploading, E::UploadBroke) => spend(&mut tries.uploads, S::Uploading, S::NotSent),
            (S::Queued | S::Uploading | S::Waiting, E::SendBegan) => S::Sending,
            (S::Queued | S::Uploading | S::Waiting, E::CancelAsked) => S::Cancelled,
            (S::Uploading, E::ProcessDied) => S::Queued,

            (S::Sending, E::Accepted) => S::Running,
            (S::Sending, E::Rejected) => S::Rejected,
            (S::Sending, E::Lost | E::ProcessDied) => S::Unknown,
            (S::Sending, E::NotSent) => spend(&mut tries.sends, S::Waiting, S::NotSent),
            (S::Sending, E::Busy) => spend(&mut tries.busy, S::Waiting, S::Rejected),
            (S::Waiting, E::WaitOver) => S::Queued,

            (S::Running, E::Finished) => S::Ready,
            (S::Running, E::VendorFailed) => S::Failed,
            (S::Running, E::Misfound) => S::Unknown,
            (S::Ready, E::DownloadBegan) => S::Downloading,
            (S::Ready, E::Finished) => S::Ready,
            (S::Ready | S::Downloading, E::LinkDied) => S::Expired,
            (S::Downloading, E::DownloadBroke) => spend(&mut tries.downloads, S::Ready, S::Failed),
            (S::Downloading, E::DownloadHeld | E::ProcessDied) => S::Ready,
            (S::Downloading, E::Saved) => S::Done,

            (S::Unknown, E::Found) => S::Running,
            (S::Unknown, E::GaveUp) => S::GivenUp,
            (S::Failed | S::Expired, E::LookAgain) => {
                tries.downloads = 0;
                S::Running
            }
            (state, event) => return Err(NoArrow { state, event }),
        };
        Ok(Self { state, tries })
    }
}

impl Default for Life {
    fn default() -> Self {
        Self::new()
    }
}

fn spend(count: &mut u32, again: TaskState, over: TaskState) -> TaskState {
    *count += 1;
    if *count < MAX_TRIES { again } else { over }
}

/// One wish as the library keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    pub id: TaskId,
    /// Wishes of one click share a batch.
    pub batch: u64,
    pub created_at_millis: i64,
    pub offering: Arc<str>,
    /// The account it was sent through: its vendor, its origin, and whether money is involved.
    pub vendor: Arc<str>,
    pub origin: Arc<str>,
    pub is_practice: bool,
    pub life: Life,
    /// The vendor's own id, once known.
    pub remote: Option<Arc<str>>,
    /// The path of the submit: some vendors poll below it.
    pub endpoint: Arc<str>,
    pub draft: Arc<Draft>,
    /// Hashes of the prepared pictures by the place they were named (`ImageRef` text).
    pub pictures: std::collections::BTreeMap<String, super::image::Sha256>,
    /// Why it ended, waits or is held.
    pub trouble: Option<Trouble>,
    /// The vendor's raw status word, shown when we do not know it.
    pub vendor_word: Option<Arc<str>>,
    /// 0–100 where the vendor tells.
    pub progress: Option<u8>,
    /// Pictures uploaded of pictures to upload.
    pub uploaded: Option<(u32, u32)>,
    /// The newest result link.
    pub link: Option<Arc<str>>,
    /// Names of saved files below the library's clips folder.
    pub files: Vec<Arc<str>>,
    pub estimate: Option<Money>,
    pub billed: Option<Money>,
    /// What the vendor's support asks for.
    pub trace_id: Option<Arc<str>>,
    pub sent_at_millis: Option<i64>,
    pub ended_at_millis: Option<i64>,
    /// When a waiting task goes on by itself.
    pub retry_at_millis: Option<i64>,
    /// The wish this one was sent again for.
    pub resent_from: Option<TaskId>,
    /// Where it stands in its vendor's line, once somebody moved something there; without one it stands behind those
    /// that have one, in the order of asking.
    pub place: Option<i64>,
}

impl Task {
    pub fn state(&self) -> TaskState {
        self.life.state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TaskEvent as E;
    use TaskState as S;

    const EVENTS: [TaskEvent; 23] = [
        E::UploadBegan,
        E::UploadRefused,
        E::UploadBroke,
        E::SendBegan,
        E::Accepted,
        E::Rejected,
        E::Busy,
        E::NotSent,
        E::Lost,
        E::WaitOver,
        E::Finished,
        E::VendorFailed,
        E::DownloadBegan,
        E::DownloadBroke,
        E::DownloadHeld,
        E::LinkDied,
        E::Saved,
        E::CancelAsked,
        E::ProcessDied,
        E::Found,
        E::Misfound,
        E::GaveUp,
        E::LookAgain,
    ];

    /// Every arrow of DESIGN §4, written by hand.
    const ARROWS: &[(TaskState, TaskEvent, TaskState)] = &[
        (S::Queued, E::UploadBegan, S::Uploading),
        (S::Queued, E::SendBegan, S::Sending),
        (S::Queued, E::CancelAsked, S::Cancelled),
        (S::Uploading, E::UploadRefused, S::Rejected),
        (S::Uploading, E::UploadBroke, S::Uploading),
        (S::Uploading, E::SendBegan, S::Sending),
        (S::Uploading, E::CancelAsked, S::Cancelled),
        (S::Uploading, E::ProcessDied, S::Queued),
        (S::Sending, E::Accepted, S::Running),
        (S::Sending, E::Rejected, S::Rejected),
        (S::Sending, E::Busy, S::Waiting),
        (S::Sending, E::NotSent, S::Waiting),
        (S::Sending, E::Lost, S::Unknown),
        (S::Sending, E::ProcessDied, S::Unknown),
        (S::Waiting, E::SendBegan, S::Sending),
        (S::Waiting, E::WaitOver, S::Queued),
        (S::Waiting, E::CancelAsked, S::Cancelled),
        (S::Running, E::Finished, S::Ready),
        (S::Running, E::VendorFailed, S::Failed),
        (S::Running, E::Misfound, S::Unknown),
        (S::Ready, E::Finished, S::Ready),
        (S::Ready, E::DownloadBegan, S::Downloading),
        (S::Ready, E::LinkDied, S::Expired),
        (S::Downloading, E::LinkDied, S::Expired),
        (S::Downloading, E::DownloadBroke, S::Ready),
        (S::Downloading, E::DownloadHeld, S::Ready),
        (S::Downloading, E::ProcessDied, S::Ready),
        (S::Downloading, E::Saved, S::Done),
        (S::Unknown, E::Found, S::Running),
        (S::Unknown, E::GaveUp, S::GivenUp),
        (S::Failed, E::LookAgain, S::Running),
        (S::Expired, E::LookAgain, S::Running),
    ];

    fn at(state: TaskState) -> Life {
        Life { state, tries: Tries::default() }
    }

    #[test]
    fn every_arrow_and_no_other() {
        for state in S::ALL {
            for event in EVENTS {
                let expected = ARROWS.iter().find(|(s, e, _)| (*s, *e) == (state, event)).map(|(_, _, to)| *to);
                assert_eq!(at(state).on(event).ok().map(|life| life.state), expected, "{state:?} on {event:?}");
            }
        }
    }

    fn after_five(start: TaskState, event: TaskEvent, back: &[TaskEvent]) -> Vec<TaskState> {
        let mut life = at(start);
        let mut seen = Vec::new();
        for _ in 0..5 {
            life = life.on(event).unwrap();
            seen.push(life.state);
            for step in back {
                if life.state.is_under_way() {
                    life = life.on(*step).unwrap();
                }
            }
        }
        seen
    }

    #[test]
    fn a_vendor_that_was_never_reached_is_tried_five_times() {
        let seen = after_five(S::Sending, E::NotSent, &[E::SendBegan]);
        assert_eq!(seen, [S::Waiting, S::Waiting, S::Waiting, S::Waiting, S::NotSent]);
    }

    #[test]
    fn a_busy_vendor_is_asked_five_times_and_then_it_was_a_no() {
        let seen = after_five(S::Sending, E::Busy, &[E::SendBegan]);
        assert_eq!(seen.last(), Some(&S::Rejected));
    }

    #[test]
    fn an_upload_that_breaks_five_times_was_not_sent() {
        assert_eq!(after_five(S::Uploading, E::UploadBroke, &[]).last(), Some(&S::NotSent));
    }

    #[test]
    fn a_damaged_file_fails_after_five_downloads_but_a_full_disk_never_does() {
        assert_eq!(after_five(S::Downloading, E::DownloadBroke, &[E::DownloadBegan]).last(), Some(&S::Failed));
        assert_eq!(after_five(S::Downloading, E::DownloadHeld, &[E::DownloadBegan]).last(), Some(&S::Ready));
    }

    #[test]
    fn a_look_at_a_failed_download_begins_its_tries_anew_and_no_others() {
        let tries = Tries { uploads: 1, sends: 2, busy: 3, downloads: 5 };
        for state in [S::Failed, S::Expired] {
            let life = Life { state, tries }.on(E::LookAgain).unwrap();
            assert_eq!(life, Life { state: S::Running, tries: Tries { downloads: 0, ..tries } });
        }
    }

    #[test]
    fn only_a_try_is_counted() {
        let tries = Tries { uploads: 1, sends: 1, busy: 1, downloads: 1 };
        for (state, event, counted) in [
            (S::Uploading, E::UploadBroke, Tries { uploads: 2, ..tries }),
            (S::Sending, E::NotSent, Tries { sends: 2, ..tries }),
            (S::Sending, E::Busy, Tries { busy: 2, ..tries }),
            (S::Downloading, E::DownloadBroke, Tries { downloads: 2, ..tries }),
            (S::Downloading, E::DownloadHeld, tries),
            (S::Sending, E::Accepted, tries),
            (S::Waiting, E::WaitOver, tries),
        ] {
            assert_eq!(Life { state, tries }.on(event).unwrap().tries, counted, "{state:?} on {event:?}");
        }
    }

    #[test]
    fn money_may_have_been_spent_from_the_first_byte_on_until_a_no() {
        let charged: Vec<TaskState> = S::ALL.into_iter().filter(|state| state.may_be_charged()).collect();
        let expected = [S::Sending, S::Running, S::Ready, S::Downloading, S::Done, S::Unknown, S::Failed, S::Expired];
        assert_eq!(charged, expected);
    }

    #[test]
    fn what_is_under_way_has_something_to_do_by_itself() {
        let under_way: Vec<TaskState> = S::ALL.into_iter().filter(|state| state.is_under_way()).collect();
        let expected = [S::Queued, S::Uploading, S::Sending, S::Running, S::Ready, S::Downloading, S::Waiting];
        assert_eq!(under_way, expected);
    }

    #[test]
    fn a_task_is_named_as_it_is() {
        assert_eq!(TaskId("task-7".into()).to_string(), "task-7");
        assert_eq!((Life::default(), Life::default().state), (Life::new(), S::Queued));
        let no_arrow = at(S::Done).on(E::Saved).unwrap_err();
        assert_eq!(no_arrow, NoArrow { state: S::Done, event: E::Saved });
    }

    #[test]
    fn words_read_back() {
        for state in S::ALL {
            assert_eq!(TaskState::from_word(state.word()), Some(state));
        }
    }
}
