//! Three recording servers: the vendor, the store it points at, and a place neither should send us to. The key is seen
//! by the first alone, whatever redirects.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use shotloom::engine::{Command, Engine, Environment, StartOptions};
use shotloom::model::image::PictureState;
use shotloom::model::{Draft, Frames, ImageRef, TaskState};

use super::world::*;

const KEY: &str = "ak_sentinel_key_of_three_servers_00";
const CODES: [u16; 5] = [301, 302, 303, 307, 308];
const FILM: &[u8] = include_bytes!("../media/tiny.mp4");

/// How a vendor's requests are told apart, and what it answers.
struct Talk {
    offering: &'static str,
    is_upload: fn(&str) -> bool,
    is_submit: fn(&str) -> bool,
    uploaded: fn(&str) -> Value,
    accepted: fn() -> Value,
    finished: fn(&str) -> Value,
}

const PRESIGNED: Talk = Talk {
    offering: "crun/kling-v3",
    is_upload: |line| line.contains("/files/upload-url"),
    is_submit: |line| line.contains("/job/CreateTask"),
    uploaded: |store| {
        let data = json!({ "presigned_url": format!("{store}/put?sig=1"), "file_url": format!("{store}/held.png") });
        json!({ "code": 200, "message": "success", "data": data })
    },
    accepted: || json!({ "code": 200, "message": "success", "data": { "task_id": "task_1" } }),
    finished: |store| {
        let result = json!({ "code": 200, "message": "success", "media_urls": [format!("{store}/film.mp4?sig=2")] });
        let data = json!({ "task_id": "task_1", "status": "success", "credits": 1, "result": result });
        json!({ "code": 200, "message": "success", "data": data })
    },
};

const FORM: Talk = Talk {
    offering: "apimart/kling-v3",
    is_upload: |line| line.contains("/v1/uploads/images"),
    is_submit: |line| line.contains("/v1/videos/generations"),
    uploaded: |store| {
        json!({ "url": format!("{store}/held.png"), "filename": "a.png", "content_type": "image/png", "bytes": 1,
            "created_at": 1 })
    },
    accepted: || json!({ "code": 200, "data": [{ "status": "submitted", "task_id": "task_1" }] }),
    finished: |store| {
        let videos = json!([{ "url": [format!("{store}/film.mp4?sig=2")], "expires_at": 4_000_000_000_u64 }]);
        json!({ "code": 200, "data": { "id": "task_1", "status": "completed", "progress": 100,
            "result": { "videos": videos } } })
    },
};

/// Which step redirects.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    Upload,
    Put,
    Submit,
    /// One poll, and then the result itself.
    PollAndResult,
}

/// An HTTP server that writes down everything it hears.
struct Recorder {
    url: String,
    heard: Arc<Mutex<Vec<String>>>,
}

struct Answer {
    status: u16,
    headers: String,
    body: Vec<u8>,
}

fn answer(status: u16, body: impl Into<Vec<u8>>) -> Answer {
    Answer { status, headers: "content-type: application/json\r\n".to_owned(), body: body.into() }
}

fn moved(code: u16, to: &str) -> Answer {
    Answer { status: code, headers: format!("location: {to}\r\n"), body: Vec::new() }
}

impl Recorder {
    /// `script` gets the request's first line.
    fn open(script: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (kept, script) = (Arc::clone(&heard), Arc::new(script));
        std::thread::spawn(move || {
            for socket in listener.incoming().flatten() {
                let (kept, script) = (Arc::clone(&kept), Arc::clone(&script));
                std::thread::spawn(move || converse(socket, &kept, &*script));
            }
        });
        Self { url, heard }
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn converse(mut socket: TcpStream, kept: &Mutex<Vec<String>>, script: &dyn Fn(&str) -> Answer) {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        match socket.read(&mut chunk) {
            Ok(0) | Err(_) => return,
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
        }
        let text = String::from_utf8_lossy(&bytes);
        let Some(head_len) = text.find("\r\n\r\n") else { continue };
        let length = text[..head_len].to_lowercase();
        let length = length.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
        let body_start = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
        if bytes.len() - body_start >= length.unwrap_or(0) {
            break;
        }
    }
    let heard = String::from_utf8_lossy(&bytes).into_owned();
    let answer = script(heard.lines().next().unwrap_or_default());
    kept.lock().unwrap().push(heard);
    let (status, headers, length) = (answer.status, answer.headers, answer.body.len());
    let head = format!("HTTP/1.1 {status} As told\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n");
    // A client that has heard enough may hang up first.
    let _ = socket.write_all(head.as_bytes()).and_then(|()| socket.write_all(&answer.body));
}

/// The three of them, redirecting at one step by one code.
fn servers(talk: &'static Talk, step: Step, code: u16) -> [Recorder; 3] {
    let elsewhere = Recorder::open(|line| match line.contains("/film.mp4") {
        true => Answer { status: 200, headers: "content-type: video/mp4\r\n".to_owned(), body: FILM.to_vec() },
        false => answer(200, "{}"),
    });
    let away = elsewhere.url.clone();
    let store = Recorder::open(move |line| match line {
        line if line.contains("/put") && step == Step::Put => moved(code, &format!("{away}/put")),
        line if line.contains("/film.mp4") => moved(code, &format!("{away}/film.mp4")),
        _ => answer(200, ""),
    });
    let (away, cdn) = (elsewhere.url.clone(), store.url.clone());
    let polls = Mutex::new(0);
    let api = Recorder::open(move |line| match line {
        line if (talk.is_upload)(line) && step == Step::Upload => moved(code, &format!("{away}/upload")),
        line if (talk.is_upload)(line) => answer(200, (talk.uploaded)(&cdn).to_string()),
        line if (talk.is_submit)(line) && step == Step::Submit => moved(code, &format!("{away}/submit")),
        line if (talk.is_submit)(line) => answer(200, (talk.accepted)().to_string()),
        _ => {
            let mut polls = polls.lock().unwrap();
            *polls += 1;
            if *polls == 1 {
                moved(code, &format!("{away}/poll"))
            } else {
                answer(200, (talk.finished)(&cdn).to_string())
            }
        }
    });
    [api, store, elsewhere]
}

fn framed(engine: &Engine, offering: &str) -> Draft {
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/frames/dusk.png");
    let image = ImageRef::file(picture);
    engine.send(Command::Measure(image.clone()));
    let is_measured = engine.wait(PATIENCE, |snapshot| match snapshot.facts.get(&image) {
        Some(PictureState::Measured(_)) => Some(()),
        Some(PictureState::Measuring | PictureState::Unusable(_)) | None => None,
    });
    assert_eq!(is_measured, Some(()));
    let frames = Frames { first: Some(image), last: None };
    Draft { frames, offering: offering.into(), ..draft("a fox at dusk") }
}

/// One wish through the three servers: where it ends, and what each heard.
fn run(talk: &'static Talk, step: Step, code: u16) -> (TaskState, [Vec<String>; 3]) {
    let servers = servers(talk, step, code);
    let vendor = talk.offering.split('/').next().unwrap();
    let world = World::new(&[]);
    let environment = Environment::default().with_key(vendor, KEY).with_url(vendor, &servers[0].url);
    let engine = open(StartOptions { environment, ..world.options() });
    let batch = submit_many(&engine, &framed(&engine, talk.offering), 1, false);
    let state = rest(&engine, batch).pop().unwrap().task.state();
    close(&engine);
    (state, servers.map(|server| server.heard()))
}

fn check(talk: &'static Talk, step: Step) {
    for code in CODES {
        let (state, [api, store, elsewhere]) = run(talk, step, code);
        let case = format!("{} {step:?} {code}", talk.offering);
        assert!(!api.is_empty() && api.iter().all(|heard| heard.contains(KEY)), "{case}: {api:#?}");
        for heard in store.iter().chain(&elsewhere) {
            let head = heard.to_lowercase();
            assert!(!heard.contains(KEY), "{case}: the key left its origin: {heard}");
            for header in ["\nauthorization:", "\nx-api-key:", "\ncookie:", "\nreferer:"] {
                assert!(!head.contains(header), "{case}: {header} in {heard}");
            }
        }
        match step {
            Step::PollAndResult => {
                assert_eq!(state, TaskState::Done, "{case}");
                assert!(elsewhere.iter().all(|heard| heard.starts_with("GET /film.mp4 ")), "{case}: {elsewhere:?}");
            }
            Step::Upload | Step::Put | Step::Submit => {
                assert!(matches!(state, TaskState::Rejected | TaskState::NotSent), "{case}: {state:?}");
                assert!(elsewhere.is_empty(), "{case}: followed: {elsewhere:?}");
            }
        }
    }
}

#[test]
fn an_upload_that_is_sent_elsewhere_is_not_followed() {
    check(&FORM, Step::Upload);
}

#[test]
fn a_question_where_to_upload_is_not_followed_either() {
    check(&PRESIGNED, Step::Upload);
}

#[test]
fn a_presigned_put_has_no_key_and_is_not_followed() {
    check(&PRESIGNED, Step::Put);
}

#[test]
fn a_submit_is_not_followed_and_its_bearer_stays() {
    check(&FORM, Step::Submit);
}

#[test]
fn a_submit_is_not_followed_and_its_key_header_stays() {
    check(&PRESIGNED, Step::Submit);
}

#[test]
fn a_result_is_followed_without_the_bearer() {
    check(&FORM, Step::PollAndResult);
}

#[test]
fn a_result_is_followed_without_the_key_header() {
    check(&PRESIGNED, Step::PollAndResult);
}
