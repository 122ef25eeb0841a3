//! What the library promises, on real folders.

mod cast;
mod crash;
mod damage;
mod drafts;
mod flags;
mod ledger;
mod order;
mod prompts;
mod round_trip;
mod shelves;
mod uploads;
mod versions;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::model::price::Money;
use crate::model::storyboard::{Secs, Storyboard};
use crate::model::task::Life;
use crate::model::{AudioFacts, Clip, ClipFacts, Cut, Draft, Task, TaskEvent, TaskId, TaskState};

use super::{Library, Opened, database, story};

fn open(dir: &Path) -> Library {
    let Opened { library, troubles } = Library::open(dir).unwrap();
    assert_eq!(troubles, []);
    library
}

/// A wish nobody has sent yet; `number` makes its id, its time and its prompt.
fn wish(number: i64) -> Task {
    let prompt = format!("a fox crosses the snow, take {number}");
    Task {
        id: id(number),
        batch: u64::try_from(number).unwrap(),
        created_at_millis: 1_700_000_000_000 + number * 1_000,
        offering: "acme/one".into(),
        vendor: "acme".into(),
        origin: "https://api.acme.example".into(),
        is_practice: false,
        life: Life::new(),
        remote: None,
        endpoint: "/v1/one".into(),
        draft: Arc::new(Draft { prompt: prompt.as_str().into(), ..Draft::new("acme/one") }),
        pictures: BTreeMap::new(),
        trouble: None,
        vendor_word: None,
        progress: None,
        uploaded: None,
        link: None,
        files: Vec::new(),
        estimate: Some(Money::MicroUsd(560_000)),
        billed: None,
        trace_id: None,
        sent_at_millis: None,
        ended_at_millis: None,
        retry_at_millis: None,
        resent_from: None,
        place: None,
    }
}

fn id(number: i64) -> TaskId {
    TaskId(format!("task-{number:06}").into())
}

fn after(task: &Task, events: &[TaskEvent]) -> Task {
    let life = events.iter().fold(task.life, |life, event| life.on(*event).unwrap());
    Task { life, ..task.clone() }
}

fn sending(task: &Task) -> Task {
    after(task, &[TaskEvent::SendBegan])
}

/// The vendor took it and gave an id.
fn running(task: &Task) -> Task {
    let remote = format!("remote-of-{}", task.id);
    Task { remote: Some(remote.as_str().into()), ..after(task, &[TaskEvent::SendBegan, TaskEvent::Accepted]) }
}

fn done(task: &Task) -> Task {
    let events = [TaskEvent::Finished, TaskEvent::DownloadBegan, TaskEvent::Saved];
    Task { files: vec![format!("{}.mp4", task.id).into()], ..after(&running(task), &events) }
}

fn clip_of(library: &Library, task: &Task) -> Clip {
    let audio = AudioFacts { codec: "aac".into(), rate: 48_000, channels: 2, seconds: 5.02 };
    Clip {
        path: library.clips_dir().join(&*task.files[0]),
        sha256: story::hash(task.id.0.as_bytes()),
        facts: ClipFacts {
            codec: "h264".into(),
            bytes: 1_234_567,
            width: 1280,
            height: 720,
            seconds: 5.041_666,
            frames: 121,
            fps: 24.0,
            audio: Some(audio),
        },
        remarks: Vec::new(),
    }
}

/// A task that went its whole way, with its clip.
fn finish(library: &mut Library, number: i64) -> Task {
    let task = wish(number);
    library.insert_tasks(std::slice::from_ref(&task)).unwrap();
    library.update_task(&running(&task)).unwrap();
    let task = done(&task);
    library.save_clip(&task, &clip_of(library, &task)).unwrap();
    task
}

fn prompted(number: i64, prompt: &str) -> Task {
    let task = wish(number);
    Task { draft: Arc::new(Draft { prompt: prompt.into(), ..(*task.draft).clone() }), ..task }
}

fn by_hand(shots: &[(&str, u64)]) -> Draft {
    let shots = shots.iter().map(|(prompt, secs)| (Arc::from(*prompt), Secs(*secs), false)).collect::<Vec<_>>();
    Draft { cut: Cut::ByHand, storyboard: Storyboard::from_file(shots, None), ..Draft::new("acme/one") }
}

fn state_of(library: &Library, id: &TaskId) -> TaskState {
    library.task(id).unwrap().unwrap().task.state()
}

/// Takes back what one step of the versions brought, and does that step again over what is there: as for an older
/// library, whatever steps follow it.
fn step_again(dir: &Path, brings: &str, back: &str) {
    let step = database::MIGRATIONS.iter().find(|step| step.sql.contains(brings)).unwrap();
    let db = rusqlite::Connection::open(dir.join(database::NAME)).unwrap();
    db.execute_batch(back).unwrap();
    db.execute_batch(step.sql).unwrap();
    let seal = database::schema_seal(&db).unwrap_or_else(|_| panic!("is sealed"));
    database::set_meta(&db, "schema_seal", seal).unwrap_or_else(|_| panic!("is noted"));
}
