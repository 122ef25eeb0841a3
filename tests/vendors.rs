//! Every vendor against its goldens, which were written by hand from the vendor's pages: drafts with the request
//! they become, and replies with what they mean. A vendor without a folder fails.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on stops loudly")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use shotloom::model::image::{
    ColorKind, ImageRef, Measured, PictureFacts, PictureFormat, PictureState, Prepared, Sha256,
};
use shotloom::model::preflight::{Facts, Submission, clear};
use shotloom::model::{Cut, Draft, Mode, Row, file};
use shotloom::vendors::outcome::{Outcome, PollAnswer, Wire, of_poll, of_submit};
use shotloom::vendors::{self, ApiKey, Body, Content, Job, Progress, RemoteTask, Reply, Request, Vendor};

#[test]
fn every_draft_becomes_the_request_on_its_golden() {
    for vendor in vendors::all() {
        let folder = folder(*vendor).join("requests");
        let drafts = files(&folder, ".shot.json");
        assert!(!drafts.is_empty(), "no drafts in {}", folder.display());
        for path in drafts {
            let golden = path.to_string_lossy().replace(".shot.json", ".request.json");
            let case = Case::load(*vendor, &path);
            assert_eq!(case.described(), json(Path::new(&golden)), "{}", path.display());
        }
    }
}

#[test]
fn no_request_holds_a_null_an_empty_list_or_a_field_the_endpoint_does_not_know() {
    for vendor in vendors::all() {
        let fields = json(&folder(*vendor).join("fields.json"));
        for path in files(&folder(*vendor).join("requests"), ".shot.json") {
            let case = Case::load(*vendor, &path);
            for variant in variants(&case.draft) {
                let case = Case { draft: variant, ..case.clone() };
                let Some(request) = case.try_request() else { continue };
                check_shape(&case, &request, &fields);
            }
        }
    }
}

#[test]
fn a_full_request_holds_its_pictures_as_base64() {
    for vendor in vendors::all() {
        for path in files(&folder(*vendor).join("requests"), ".shot.json") {
            let case = Case::load(*vendor, &path);
            let base64 = |sha256: &Sha256| Some(format!("base64 of {sha256}"));
            let submission = case.submission();
            let full = vendors::describe(*vendor, &case.request(), submission.pictures(), Some(&base64)).to_string();
            assert!(!full.contains("\"sha256\""), "{full}");
            let inline = submission.pictures().values().filter(|_| !full.contains("\"upload\""));
            for prepared in inline {
                assert!(full.contains(&format!("\"base64 of {}\"", prepared.sha256)), "{full}");
            }
        }
    }
}

#[test]
fn polls_ask_below_the_submit() {
    for vendor in vendors::all() {
        for case in list(&folder(*vendor).join("polls.json")) {
            let task = RemoteTask {
                base_url: vendor.default_base_url(),
                endpoint: text(&case["endpoint"]),
                remote: text(&case["remote"]),
                language: "en",
            };
            let asked = vendors::describe(*vendor, &vendor.poll(&task), &BTreeMap::new(), None);
            assert_eq!(asked, case["request"]);
        }
    }
}

#[test]
fn a_submit_knows_the_endpoint_its_polls_go_to() {
    for vendor in vendors::all() {
        for path in files(&folder(*vendor).join("requests"), ".shot.json") {
            let request = Case::load(*vendor, &path).request();
            let endpoint = request.endpoint(vendor.default_base_url());
            assert!(endpoint.starts_with('/') && request.url.ends_with(endpoint), "{endpoint}");
        }
    }
}

#[test]
fn every_reply_to_a_submit_means_what_its_golden_says() {
    for vendor in vendors::all() {
        for case in list(&folder(*vendor).join("replies/submit.json")) {
            let means = match of_submit(*vendor, Wire::Reply(&reply(&case))) {
                Outcome::Accepted { remote, word } => json!({"accepted": remote, "word": word}),
                Outcome::Rejected(refusal) => json!({"rejected": refusal.code, "words": refusal.words}),
                Outcome::Busy { retry_after_secs, refusal } => {
                    json!({"busy": retry_after_secs, "words": refusal.words})
                }
                Outcome::NotSent => json!("not-sent"),
                Outcome::Unknown => json!("unknown"),
            };
            assert_eq!(means, case["means"], "{case}");
        }
    }
}

#[test]
fn every_reply_to_a_poll_means_what_its_golden_says() {
    for vendor in vendors::all() {
        for case in list(&folder(*vendor).join("replies/poll.json")) {
            let means = match of_poll(*vendor, Wire::Reply(&reply(&case))) {
                PollAnswer::Progress(Progress::Running { word, .. }) => json!({"running": word}),
                PollAnswer::Progress(Progress::Finished { links, .. }) => json!({"finished": links}),
                PollAnswer::Progress(Progress::Failed { word, words, .. }) => json!({"failed": word, "words": words}),
                PollAnswer::Progress(Progress::Unreadable) => json!("unreadable"),
                PollAnswer::Trouble(trouble) => json!({"trouble": trouble.code, "words": trouble.words}),
            };
            assert_eq!(means, case["means"], "{case}");
        }
    }
}

#[test]
fn every_row_belongs_to_its_vendor_and_the_default_offering_exists() {
    assert!(vendors::row(vendors::DEFAULT_OFFERING).is_some());
    for vendor in vendors::all() {
        assert!(!vendor.rows().is_empty());
        for row in vendor.rows() {
            assert_eq!((row.vendor, row.id.split('/').next()), (vendor.id(), Some(vendor.id())));
            assert!(row.caps.modes.contains(&row.caps.default_mode));
            assert!(row.caps.min_seconds <= row.caps.max_seconds);
        }
    }
}

#[test]
fn a_key_is_signed_into_a_header_and_printed_nowhere() {
    for vendor in vendors::all() {
        let key = ApiKey::new(" sk-secret\n").expect("white space around a key is dropped");
        assert_eq!(format!("{key:?}"), "ApiKey(…)");
        assert!(!vendor.sign(&key).name.is_empty());
    }
}

#[derive(Clone)]
struct Case {
    vendor: &'static dyn Vendor,
    row: &'static Row,
    draft: Draft,
    facts: Facts,
}

impl Case {
    fn load(vendor: &'static dyn Vendor, path: &Path) -> Self {
        let offerings: Vec<&str> = vendors::rows().map(|row| row.id).collect();
        let source = fs::read_to_string(path).expect("the draft is readable");
        let draft = file::read(&source, Path::new(""), &offerings).expect("the draft is a storyboard");
        let row = vendors::row(&draft.offering).expect("the file names a known offering");
        Self { vendor, row, draft, facts: pictures(&folder(vendor).join("pictures.json")) }
    }

    fn submission(&self) -> Submission {
        clear(&self.draft, self.row, &self.facts).expect("a golden draft passes preflight")
    }

    fn try_request(&self) -> Option<Request> {
        let submission = clear(&self.draft, self.row, &self.facts).ok()?;
        let job = Job { row: self.row, base_url: self.vendor.default_base_url(), submission: &submission };
        Some(self.vendor.submit(&job))
    }

    fn request(&self) -> Request {
        self.try_request().expect("a golden draft passes preflight")
    }

    fn described(&self) -> Value {
        vendors::describe(self.vendor, &self.request(), self.submission().pictures(), None)
    }
}

/// The same draft under every cut, mode, sound and set of frames.
fn variants(draft: &Draft) -> Vec<Draft> {
    let frames = [false, true];
    let mut out = Vec::new();
    for cut in Cut::ALL {
        for mode in Mode::ALL.map(Some).into_iter().chain([None]) {
            for sound in [false, true] {
                for (keeps_first, keeps_last) in frames.into_iter().flat_map(|a| frames.map(|b| (a, b))) {
                    let mut draft = Draft { cut, mode, sound, ..draft.clone() };
                    draft.frames.first = draft.frames.first.filter(|_| keeps_first);
                    draft.frames.last = draft.frames.last.filter(|_| keeps_last);
                    out.push(draft);
                }
            }
        }
    }
    out
}

fn check_shape(case: &Case, request: &Request, fields: &Value) {
    let (endpoint, known) = fields
        .as_object()
        .and_then(|kinds| kinds.iter().find(|(kind, _)| request.url.contains(kind.as_str())))
        .expect("the endpoint is one of those the page names");
    let Content::Json(Body::Object(body)) = &request.content else { panic!("a submit is a JSON object") };
    for (name, _) in body {
        let is_known = known.as_array().is_some_and(|known| known.iter().any(|known| known == name));
        assert!(is_known, "{endpoint} does not know {name}");
    }
    for explicit in ["mode", "sound", "duration", "multi_shot"] {
        assert!(body.iter().any(|(name, _)| *name == explicit), "{explicit} is always sent");
    }
    let shown = vendors::describe(case.vendor, request, case.submission().pictures(), None);
    assert_eq!(hollow(&shown["body"]), None, "{shown}");
}

/// The first null or empty list of a body.
fn hollow(value: &Value) -> Option<&Value> {
    match value {
        Value::Null => Some(value),
        Value::Array(list) if list.is_empty() => Some(value),
        Value::Array(list) => list.iter().find_map(hollow),
        Value::Object(map) => map.values().find_map(hollow),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn pictures(path: &Path) -> Facts {
    let measured = |facts: &Value| {
        let number = |key: &str| facts[key].as_u64().expect("a number");
        let side = |key: &str| u32::try_from(number(key)).expect("a side");
        let format = if facts["format"] == "png" { PictureFormat::Png } else { PictureFormat::Jpeg };
        let (width, height, bytes) = (side("width"), side("height"), number("bytes"));
        let sha256 = Sha256::from_hex(text(&facts["sha256"])).expect("64 hex digits");
        PictureState::Measured(Measured {
            facts: PictureFacts {
                format,
                bytes,
                width,
                height,
                color: ColorKind::Rgb,
                bits: 8,
                has_alpha: false,
                is_animated: false,
                has_foreign_profile: false,
                orientation: 1,
            },
            prepared: Some(Prepared { sha256, bytes, format, width, height }),
        })
    };
    let known = json(path);
    let known = known.as_object().expect("pictures by name");
    known.iter().map(|(name, facts)| (ImageRef::file(name), measured(facts))).collect()
}

fn reply(case: &Value) -> Reply {
    let body = match case.get("text") {
        Some(plain) => text(plain).to_owned(),
        None => case["body"].to_string(),
    };
    Reply {
        status: u16::try_from(case["status"].as_u64().expect("a status")).expect("a status"),
        retry_after_secs: case["retry_after_secs"].as_u64(),
        trace_id: None,
        body: body.into_bytes(),
    }
}

fn folder(vendor: &dyn Vendor) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vendors").join(vendor.id())
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    paths.sort();
    paths
}

fn list(path: &Path) -> Vec<Value> {
    let Value::Array(cases) = json(path) else { panic!("{} is no list", path.display()) };
    assert!(!cases.is_empty(), "{} is empty", path.display());
    cases
}

fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}
