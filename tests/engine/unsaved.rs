//! What the disk refused is offered again, but never over what a person said since.

use shotloom::engine::snapshot::Tone;
use shotloom::engine::{Choice, Command, Engine};
use shotloom::model::image::ImageRef;
use shotloom::model::{Draft, Frames, Mode, TaskId, TaskState};
use shotloom::sandbox;

use super::pictures::measured;
use super::world::*;

/// The disk takes no update of a task of which `when` is true, until `well`.
struct Refusing(rusqlite::Connection);

impl Refusing {
    fn when(world: &World, when: &str) -> Self {
        let db = rusqlite::Connection::open(world.library().join("library.db")).unwrap();
        db.busy_timeout(PATIENCE).unwrap();
        let refuse = "BEGIN SELECT RAISE(ABORT, 'the disk takes nothing'); END";
        db.execute_batch(&format!("CREATE TRIGGER refusing BEFORE UPDATE ON tasks WHEN {when} {refuse}")).unwrap();
        Self(db)
    }

    fn well(self) {
        self.0.execute_batch("DROP TRIGGER refusing").unwrap();
    }
}

fn hears_of_the_disk(engine: &Engine) {
    let until = std::time::Instant::now() + PATIENCE;
    while !engine.notices().iter().any(|notice| notice.tone == Tone::Bad) {
        assert!(std::time::Instant::now() < until, "the disk's refusal is never told");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

fn stored(world: &World) -> Vec<(TaskId, TaskState)> {
    let library = shotloom::library::ReadOnlyLibrary::open(&world.library()).unwrap();
    library.tasks("").unwrap().into_iter().map(|stored| (stored.task.id.clone(), stored.task.state())).collect()
}

#[test]
fn a_cancelled_task_is_never_brought_back_by_what_the_disk_refused_before() {
    let world = World::new(&["upload-500:all"]);
    let mut options = world.options();
    options.environment = options.environment.with_key("apimart", "sk-sentinel-live").with_url("apimart", &world.url);
    let engine = open(options.clone());
    let dusk = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/frames/dusk.png");
    let image = ImageRef::file(dusk);
    measured(&engine, &image);
    let refusing = Refusing::when(&world, "new.upload_tries > 0 AND new.state = 'uploading'");
    let draft = Draft {
        frames: Frames { first: Some(image), last: None },
        offering: "apimart/kling-v3".into(),
        mode: Some(Mode::Std),
        ..draft("a boat at dusk")
    };
    submit_many(&engine, &draft, 1, false);
    let card = reaches(&engine, TaskState::Uploading);
    hears_of_the_disk(&engine);
    engine.send(Command::Cancel(card.task.id.clone()));
    reaches(&engine, TaskState::Cancelled);
    refusing.well();
    // The end offers again whatever is unsaved, and the next start goes on with what the disk says.
    close(&engine);
    close(&open(options));
    assert_eq!(stored(&world), [(card.task.id.clone(), TaskState::Cancelled)]);
    assert_eq!((world.submits(), world.charges()), (0, 0));
}

#[test]
fn the_last_word_on_an_unknown_task_is_the_one_that_counts() {
    let world = World::new(&["answer-lost"]);
    let engine = world.engine();
    let batch = submit(&engine, "a paper boat");
    let id = rest(&engine, batch)[0].task.id.clone();
    let remote = sandbox::charges(&world.home.path().join("vendor"))[0].task.clone();
    let refusing = Refusing::when(&world, "new.state = 'running'");
    engine.send(Command::Resolve { task: id.clone(), choice: Choice::Found(remote) });
    hears_of_the_disk(&engine);
    engine.send(Command::Resolve { task: id.clone(), choice: Choice::GiveUp });
    reaches(&engine, TaskState::GivenUp);
    refusing.well();
    close(&engine);
    assert_eq!(stored(&world), [(id, TaskState::GivenUp)]);
}
