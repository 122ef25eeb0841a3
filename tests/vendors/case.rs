//! A golden draft with its row and pictures, and the files around it.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use shotloom::model::image::{
    ColorKind, ImageRef, Measured, PictureFacts, PictureFormat, PictureState, Prepared, Sha256,
};
use shotloom::model::preflight::{Facts, Submission, clear};
use shotloom::model::{Draft, Row, file};
use shotloom::vendors::{self, Job, Reply, Request, UploadPicture, Vendor};

#[derive(Clone)]
pub struct Case {
    pub vendor: &'static dyn Vendor,
    pub row: &'static Row,
    pub draft: Draft,
    pub facts: Facts,
}

impl Case {
    pub fn load(vendor: &'static dyn Vendor, path: &Path) -> Self {
        Self::read(vendor, &fs::read_to_string(path).expect("the draft is readable"))
    }

    pub fn read(vendor: &'static dyn Vendor, source: &str) -> Self {
        let offerings: Vec<&str> = vendors::rows().map(|row| row.id).collect();
        let draft = file::read(source, Path::new(""), &offerings).expect("the draft is a storyboard");
        let row = vendors::row(&draft.offering).expect("the file names a known offering");
        Self { vendor, row, draft, facts: measured() }
    }

    pub fn submission(&self) -> Submission {
        clear(&self.draft, self.row, &self.facts)
            .unwrap_or_else(|findings| panic!("a golden draft passes preflight: {findings:#?}"))
    }

    pub fn try_request(&self) -> Option<Request> {
        let submission = clear(&self.draft, self.row, &self.facts).ok()?;
        Some(self.vendor.submit(&self.job(&submission)))
    }

    pub fn request(&self) -> Request {
        self.vendor.submit(&self.job(&self.submission()))
    }

    pub fn described(&self) -> Value {
        vendors::describe(self.vendor, &self.request(), self.submission().pictures(), None)
    }

    pub fn job<'a>(&'a self, submission: &'a Submission) -> Job<'a> {
        Job { row: self.row, base_url: self.vendor.default_base_url(), submission }
    }
}

/// Every golden draft of a vendor: those in files of their own, and those of its tables.
pub fn all_of(vendor: &'static dyn Vendor) -> Vec<(String, Case)> {
    let files = files(&folder(vendor).join("requests"), ".shot.json");
    let files = files.into_iter().map(|path| (path.display().to_string(), Case::load(vendor, &path)));
    let tables = vendor.rows().iter().flat_map(|row| {
        super::table::of(row).into_iter().map(move |pair| {
            let case = Case::read(vendor, &pair.story.to_string());
            (format!("{} {}", row.id, pair.words), case)
        })
    });
    files.chain(tables).collect()
}

pub fn picture(name: &str) -> UploadPicture {
    let facts = &json(&root().join("pictures.json"))[name];
    let is_png = facts["format"] == "png";
    UploadPicture {
        sha256: Sha256::from_hex(text(&facts["sha256"])).expect("64 hex digits"),
        bytes: facts["bytes"].as_u64().expect("a weight"),
        content_type: if is_png { "image/png" } else { "image/jpeg" },
        extension: if is_png { ".png" } else { ".jpg" },
    }
}

/// A golden's `{"sha256"|"upload": name of a picture}` becomes what a request shows of that picture.
pub fn with_pictures(golden: &Value) -> Value {
    let known = json(&root().join("pictures.json"));
    filled(golden, &known)
}

fn filled(value: &Value, known: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().map(|item| filled(item, known)).collect(),
        Value::Object(map) => {
            let named =
                ["sha256", "upload"].into_iter().find_map(|key| Some((key, known.get(map.get(key)?.as_str()?)?)));
            match named.filter(|_| map.len() == 1) {
                Some((key, facts)) => {
                    serde_json::json!({ key: facts["sha256"], "bytes": facts["bytes"], "format": facts["format"] })
                }
                None => map
                    .iter()
                    .map(|(key, inner)| (key.clone(), filled(inner, known)))
                    .collect::<serde_json::Map<_, _>>()
                    .into(),
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn measured() -> Facts {
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
    let known = json(&root().join("pictures.json"));
    let known = known.as_object().expect("pictures by name");
    known.iter().map(|(name, facts)| (ImageRef::file(name), measured(facts))).collect()
}

/// The first null or empty list of a body.
pub fn hollow(value: &Value) -> Option<&Value> {
    match value {
        Value::Null => Some(value),
        Value::Array(list) if list.is_empty() => Some(value),
        Value::Array(list) => list.iter().find_map(hollow),
        Value::Object(map) => map.values().find_map(hollow),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

pub fn reply(case: &Value) -> Reply {
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

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vendors")
}

pub fn folder(vendor: &dyn Vendor) -> PathBuf {
    root().join(vendor.id())
}

pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    paths.sort();
    paths
}

pub fn list(path: &Path) -> Vec<Value> {
    let Value::Array(cases) = json(path) else { panic!("{} is no list", path.display()) };
    assert!(!cases.is_empty(), "{} is empty", path.display());
    cases
}

pub fn json(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}
