//! Tasks and clips as the library would hold them.

use std::path::PathBuf;
use std::sync::Arc;

use shotloom::engine::snapshot::TaskCard;
use shotloom::model::clip::{AudioFacts, ClipFacts};
use shotloom::model::image::Sha256;
use shotloom::model::task::{Life, Tries};
use shotloom::model::{Clip, Draft, Flag, Task, TaskId, TaskState};

pub fn draft(prompt: &str) -> Draft {
    Draft { prompt: prompt.into(), ..Draft::new(shotloom::vendors::DEFAULT_OFFERING) }
}

/// A live task of this state, known by its prompt.
pub fn task(number: u64, state: TaskState, prompt: &str) -> Task {
    Task {
        id: TaskId(format!("task-{number:06}").into()),
        batch: number,
        created_at_millis: 1_760_000_000_000,
        offering: shotloom::vendors::DEFAULT_OFFERING.into(),
        vendor: "mulerouter".into(),
        origin: "https://api.mulerouter.ai".into(),
        is_practice: false,
        life: Life { state, tries: Tries::default() },
        remote: None,
        endpoint: "".into(),
        draft: Arc::new(draft(prompt)),
        pictures: std::collections::BTreeMap::new(),
        trouble: None,
        vendor_word: None,
        progress: None,
        uploaded: None,
        link: None,
        files: Vec::new(),
        estimate: Some(shotloom::model::price::Money::MicroUsd(560_000)),
        billed: None,
        trace_id: None,
        sent_at_millis: Some(1_760_000_001_000),
        ended_at_millis: (!state.is_under_way()).then_some(1_760_000_084_000),
        retry_at_millis: None,
        resent_from: None,
        place: None,
    }
}

pub fn card(task: Task) -> TaskCard {
    TaskCard {
        task: Arc::new(task),
        clip: None,
        is_trashed: false,
        is_held: false,
        flag: Flag::Unflagged,
        continues: None,
    }
}

/// A task in the queue that is still without a file.
pub fn queued(state: TaskState) -> TaskCard {
    card(task(1, state, "a fox in the snow"))
}

/// A finished task with its clip.
pub fn done(number: u64, prompt: &str) -> TaskCard {
    let path = format!("/home/kim/Videos/Shotloom/clips/{number:06}.mp4");
    TaskCard { clip: Some(Arc::new(clip(number, path))), ..card(task(number, TaskState::Done, prompt)) }
}

pub fn clip(number: u64, path: impl Into<PathBuf>) -> Clip {
    let sha256 = Sha256::from_hex(&format!("{number:064x}")).expect("64 hex digits");
    Clip { path: path.into(), sha256, facts: facts(), remarks: Vec::new() }
}

fn facts() -> ClipFacts {
    ClipFacts {
        codec: "h264".to_owned(),
        bytes: 4_200_000,
        width: 1920,
        height: 1080,
        seconds: 5.0,
        frames: 120,
        fps: 24.0,
        audio: Some(AudioFacts { codec: "aac".to_owned(), rate: 44_100, channels: 2, seconds: 5.0 }),
    }
}
