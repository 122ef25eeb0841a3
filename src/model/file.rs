//! The storyboard file (`*.shot.json`, DESIGN §7). Only a file whose shape is wrong is refused; any right-typed
//! value loads and is judged by preflight.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::draft::{AspectRatio, ContinuedFrom, Cut, Draft, Frames, Mode};
use super::element::Element;
use super::image::ImageRef;
use super::storyboard::{Secs, Shot, Storyboard};
use super::trouble::Trouble;

const VERSION: u64 = 1;
const DEFAULT_SECONDS: u64 = 5;

/// Why a file is no storyboard. Each names the key and the value at fault.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FileError {
    #[error("not JSON: {detail} at line {line}, column {column}")]
    NotJson { line: usize, column: usize, detail: String },
    #[error("not a JSON object")]
    NotObject,
    #[error("no `shotloom` version")]
    NoVersion,
    #[error("version {found} is not 1")]
    Version { found: String },
    #[error("unknown key {key}")]
    UnknownKey { key: String },
    #[error("{key} is {found}, not {wanted}")]
    WrongType {
        key: String,
        found: String,
        /// `text`, `flag`, `number`, `list` or `object`: a word for `words/`, not for a person.
        wanted: &'static str,
    },
    #[error("{key} is {found}, not a whole number")]
    NotWhole { key: String, found: String },
    #[error("{key} is {found}, an unknown word; known: {known}")]
    UnknownWord { key: String, found: String, known: String },
}

impl From<&FileError> for Trouble {
    fn from(error: &FileError) -> Self {
        match error {
            FileError::NotJson { line, column, detail } => {
                Self::new("file-not-json").with("line", *line).with("column", *column).with("detail", detail.as_str())
            }
            FileError::NotObject => Self::new("file-not-object"),
            FileError::NoVersion => Self::new("file-no-version"),
            FileError::Version { found } => Self::new("file-version").with("found", found.as_str()),
            FileError::UnknownKey { key } => Self::new("file-unknown-key").with("key", key.as_str()),
            FileError::WrongType { key, found, wanted } => Self::new("file-wrong-type")
                .with("key", key.as_str())
                .with("found", found.as_str())
                .with("wanted", *wanted),
            FileError::NotWhole { key, found } => {
                Self::new("file-not-whole").with("key", key.as_str()).with("found", found.as_str())
            }
            FileError::UnknownWord { key, found, known } => Self::new("file-unknown-word")
                .with("key", key.as_str())
                .with("found", found.as_str())
                .with("known", known.as_str()),
        }
    }
}

/// Reads a storyboard. Relative picture paths are taken from `folder`; `offerings` are the ids there
/// are; the first is what a file without one means.
pub fn read(text: &str, folder: &Path, offerings: &[&str]) -> Result<Draft, FileError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = serde_json::from_str(text).map_err(|error| FileError::NotJson {
        line: error.line(),
        column: error.column(),
        detail: without_place(&error.to_string()).to_owned(),
    })?;
    let Value::Object(map) = value else {
        return Err(FileError::NotObject);
    };
    let mut file = Fields::new("", map);
    file.version()?;
    let draft = read_draft(&mut file, folder, offerings)?;
    file.end()?;
    Ok(draft)
}

/// Writes a storyboard. Pictures below `folder` are written relative to it.
pub fn write(draft: &Draft, folder: Option<&Path>) -> Value {
    let picture = |image: &ImageRef| Value::from(relative(image, folder));
    let seconds = match draft.cut {
        Cut::ByHand => draft.storyboard.declared().unwrap_or_else(|| draft.storyboard.total()),
        Cut::OneShot | Cut::ByVendor => draft.seconds,
    };
    let mut file = json!({
        "shotloom": VERSION,
        "offering": &*draft.offering,
        "title": &*draft.title,
        "prompt": &*draft.prompt,
        "negative_prompt": &*draft.negative_prompt,
        "cut": draft.cut.word(),
        "seconds": seconds.0,
        "shots": draft.storyboard.shots().iter().map(write_shot).collect::<Vec<_>>(),
        "aspect_ratio": draft.aspect_ratio.word(),
        "sound": draft.sound,
        "watermark": draft.watermark,
        "elements": draft.elements.iter().map(|e| write_element(e, &picture)).collect::<Vec<_>>(),
        "references": draft.references.iter().map(picture).collect::<Vec<_>>(),
    });
    if let Some(mode) = draft.mode {
        file["mode"] = mode.word().into();
    }
    if let Some(first) = &draft.frames.first {
        file["first_frame"] = picture(first);
    }
    if let Some(last) = &draft.frames.last {
        file["last_frame"] = picture(last);
    }
    if let Some(from) = &draft.continued_from {
        file["continued_from"] = json!({ "task": &*from.task, "frame": from.frame });
    }
    file
}

fn write_shot(shot: &Shot) -> Value {
    let mut value = json!({ "prompt": &*shot.prompt, "seconds": shot.secs().0 });
    if shot.is_locked {
        value["locked"] = true.into();
    }
    value
}

fn write_element(element: &Element, picture: &dyn Fn(&ImageRef) -> Value) -> Value {
    let mut value = json!({
        "name": &*element.name,
        "description": &*element.description,
        "images": element.images.iter().map(picture).collect::<Vec<_>>(),
        "videos": element.videos.iter().map(|url| &**url).collect::<Vec<_>>(),
    });
    if let Some(id) = &element.cast_id {
        value["cast_id"] = (&**id).into();
    }
    value
}

fn relative(image: &ImageRef, folder: Option<&Path>) -> String {
    match (image, folder) {
        (ImageRef::File(path), Some(folder)) => path.strip_prefix(folder).unwrap_or(path).display().to_string(),
        (ImageRef::File(_) | ImageRef::Url(_), _) => image.to_string(),
    }
}

fn read_draft(file: &mut Fields, folder: &Path, offerings: &[&str]) -> Result<Draft, FileError> {
    let default = offerings.first().copied().unwrap_or_default();
    let offering = file.text("offering")?.unwrap_or_else(|| default.into());
    known_word("offering", &offering, offerings)?;
    let cut = file.word("cut", &Cut::ALL, Cut::word)?.unwrap_or(Cut::OneShot);
    let seconds = file.whole("seconds")?;
    let declared = seconds.filter(|_| cut == Cut::ByHand).map(Secs);
    let mut shots = Vec::new();
    for mut shot in file.objects("shots")? {
        let prompt = shot.text("prompt")?.unwrap_or_default();
        let secs = Secs(shot.whole("seconds")?.unwrap_or(DEFAULT_SECONDS));
        let is_locked = shot.flag("locked")?;
        shot.end()?;
        shots.push((prompt, secs, is_locked));
    }
    let place = |text: Arc<str>| place_picture(&text, folder);
    Ok(Draft {
        offering,
        title: file.text("title")?.unwrap_or_default(),
        prompt: file.text("prompt")?.unwrap_or_default(),
        negative_prompt: file.text("negative_prompt")?.unwrap_or_default(),
        cut,
        seconds: Secs(seconds.unwrap_or(DEFAULT_SECONDS)),
        storyboard: Storyboard::from_file(shots, declared),
        mode: file.word("mode", &Mode::ALL, Mode::word)?,
        aspect_ratio: file
            .word("aspect_ratio", &AspectRatio::ALL, AspectRatio::word)?
            .unwrap_or(AspectRatio::Landscape),
        sound: file.flag("sound")?,
        watermark: file.flag("watermark")?,
        frames: Frames {
            first: file.text("first_frame")?.filter(|text| !text.is_empty()).map(place),
            last: file.text("last_frame")?.filter(|text| !text.is_empty()).map(place),
        },
        elements: read_elements(file, folder)?,
        references: file.texts("references")?.into_iter().map(place).collect(),
        continued_from: read_continued(file)?,
    })
}

fn read_elements(file: &mut Fields, folder: &Path) -> Result<Vec<Element>, FileError> {
    let mut elements = Vec::new();
    for mut element in file.objects("elements")? {
        let images = element.texts("images")?;
        elements.push(Element {
            name: element.text("name")?.unwrap_or_default(),
            description: element.text("description")?.unwrap_or_default(),
            images: images.iter().map(|text| place_picture(text, folder)).collect(),
            videos: element.texts("videos")?,
            cast_id: element.text("cast_id")?,
        });
        element.end()?;
    }
    Ok(elements)
}

fn read_continued(file: &mut Fields) -> Result<Option<ContinuedFrom>, FileError> {
    let Some(mut from) = file.object("continued_from")? else {
        return Ok(None);
    };
    let continued =
        ContinuedFrom { task: from.text("task")?.unwrap_or_default(), frame: from.whole("frame")?.unwrap_or_default() };
    from.end()?;
    Ok(Some(continued))
}

fn place_picture(text: &str, folder: &Path) -> ImageRef {
    match ImageRef::parse(text) {
        ImageRef::File(path) => ImageRef::file(folder.join(path)),
        url @ ImageRef::Url(_) => url,
    }
}

fn known_word(key: &str, found: &str, known: &[&str]) -> Result<(), FileError> {
    if known.contains(&found) {
        return Ok(());
    }
    Err(FileError::UnknownWord { key: key.to_owned(), found: short(found), known: known.join(", ") })
}

/// An object whose keys are taken one by one; what is left at the end is unknown.
struct Fields {
    at: String,
    map: Map<String, Value>,
}

impl Fields {
    fn new(at: &str, map: Map<String, Value>) -> Self {
        Self { at: at.to_owned(), map }
    }

    fn key(&self, key: &str) -> String {
        if self.at.is_empty() { key.to_owned() } else { format!("{}.{key}", self.at) }
    }

    fn version(&mut self) -> Result<(), FileError> {
        match self.map.shift_remove("shotloom") {
            None => Err(FileError::NoVersion),
            Some(Value::Number(number)) if whole_of(&number) == Some(VERSION) => Ok(()),
            Some(value) => Err(FileError::Version { found: shortened(&value) }),
        }
    }

    fn end(self) -> Result<(), FileError> {
        match self.map.keys().next() {
            None => Ok(()),
            Some(key) => Err(FileError::UnknownKey { key: short(&self.key(key)) }),
        }
    }

    fn wrong(&self, key: &str, value: &Value, wanted: &'static str) -> FileError {
        FileError::WrongType { key: self.key(key), found: shortened(value), wanted }
    }

    fn text(&mut self, key: &str) -> Result<Option<Arc<str>>, FileError> {
        match self.map.shift_remove(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.into())),
            Some(other) => Err(self.wrong(key, &other, "text")),
        }
    }

    fn flag(&mut self, key: &str) -> Result<bool, FileError> {
        match self.map.shift_remove(key) {
            None => Ok(false),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(other) => Err(self.wrong(key, &other, "flag")),
        }
    }

    fn whole(&mut self, key: &str) -> Result<Option<u64>, FileError> {
        match self.map.shift_remove(key) {
            None => Ok(None),
            Some(Value::Number(number)) => whole_of(&number)
                .map(Some)
                .ok_or_else(|| FileError::NotWhole { key: self.key(key), found: number.to_string() }),
            Some(other) => Err(self.wrong(key, &other, "number")),
        }
    }

    fn word<T: Copy>(&mut self, key: &str, all: &[T], word: fn(T) -> &'static str) -> Result<Option<T>, FileError> {
        let Some(text) = self.text(key)? else {
            return Ok(None);
        };
        let found = all.iter().copied().find(|value| word(*value) == &*text);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|value| word(*value)).collect();
            known_word(&self.key(key), &text, &words)?;
        }
        Ok(found)
    }

    fn list(&mut self, key: &str) -> Result<Vec<Value>, FileError> {
        match self.map.shift_remove(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(list)) => Ok(list),
            Some(other) => Err(self.wrong(key, &other, "list")),
        }
    }

    fn texts(&mut self, key: &str) -> Result<Vec<Arc<str>>, FileError> {
        let list = self.list(key)?;
        let text = |(i, value): (usize, Value)| match value {
            Value::String(text) => Ok(text.into()),
            other => Err(self.wrong(&format!("{key}[{i}]"), &other, "text")),
        };
        list.into_iter().enumerate().map(text).collect()
    }

    fn objects(&mut self, key: &str) -> Result<Vec<Self>, FileError> {
        let list = self.list(key)?;
        let object = |(i, value): (usize, Value)| match value {
            Value::Object(map) => Ok(Self::new(&self.key(&format!("{key}[{i}]")), map)),
            other => Err(self.wrong(&format!("{key}[{i}]"), &other, "object")),
        };
        list.into_iter().enumerate().map(object).collect()
    }

    fn object(&mut self, key: &str) -> Result<Option<Self>, FileError> {
        match self.map.shift_remove(key) {
            None => Ok(None),
            Some(Value::Object(map)) => Ok(Some(Self::new(&self.key(key), map))),
            Some(other) => Err(self.wrong(key, &other, "object")),
        }
    }
}

/// `5.0` and `1e1` are whole numbers too; one beyond all counting is the largest there is, and judged as such.
fn whole_of(number: &serde_json::Number) -> Option<u64> {
    let float = || number.as_f64().filter(|value| value.fract() == 0.0 && *value >= 0.0);
    number.as_u64().or_else(|| float().map(|value| value as u64))
}

fn shortened(value: &Value) -> String {
    short(&value.to_string())
}

/// The parser says the place once more at its end.
fn without_place(said: &str) -> &str {
    said.rsplit_once(" at line ").map_or(said, |(what, _)| what)
}

/// What a sentence can hold of a text from a file.
fn short(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_owned();
    }
    text.chars().take(59).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFERINGS: &[&str] = &["acme/one", "acme/two"];

    fn load(text: &str) -> Result<Draft, FileError> {
        read(text, Path::new("/story"), OFFERINGS)
    }

    fn fails(text: &str) -> String {
        load(text).expect_err("the file must be refused").to_string()
    }

    const FULL: &str = r#"{ "shotloom": 1, "offering": "acme/two", "title": "Fox at dusk",
      "prompt": "", "negative_prompt": "blur", "cut": "by-hand", "seconds": 9,
      "shots": [ {"prompt": "@fox crosses the snow", "seconds": 4}, {"prompt": "close on @fox", "seconds": 5, "locked": true} ],
      "mode": "pro", "aspect_ratio": "9:16", "sound": true, "watermark": false,
      "first_frame": "frames/dusk.png", "last_frame": "https://example.com/last.jpg",
      "elements": [ {"name": "fox", "description": "a red fox", "images": ["fox/front.png", "fox/side.jpg"], "videos": [], "cast_id": "c1"} ],
      "references": ["r.png"], "continued_from": {"task": "t1", "frame": 119} }"#;

    #[test]
    fn a_full_file_loads_with_paths_from_its_own_folder() {
        let draft = load(FULL).unwrap();
        assert_eq!(draft.total(), Secs(9));
        assert_eq!(draft.storyboard.declared(), Some(Secs(9)));
        assert!(draft.storyboard.shots()[1].is_locked);
        assert_eq!(draft.frames.first, Some(ImageRef::file("/story/frames/dusk.png")));
        assert_eq!(draft.frames.last, Some(ImageRef::Url("https://example.com/last.jpg".into())));
        assert_eq!(draft.mode, Some(Mode::Pro));
        assert_eq!(draft.continued_from.unwrap().frame, 119);
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let draft = load(FULL).unwrap();
        for folder in [None, Some(Path::new("/story"))] {
            let text = write(&draft, folder).to_string();
            assert_eq!(load(&text).unwrap(), draft);
        }
        assert_eq!(write(&draft, Some(Path::new("/story")))["first_frame"], "frames/dusk.png");
    }

    #[test]
    fn only_the_version_is_required() {
        assert_eq!(load(r#"{"shotloom": 1}"#).unwrap(), Draft::new("acme/one"));
    }

    #[test]
    fn any_right_typed_value_loads() {
        let draft =
            load(r#"{"shotloom":1,"seconds":0,"cut":"by-hand","shots":[{"seconds":0},{},{},{},{},{},{}]}"#).unwrap();
        assert_eq!(draft.storyboard.shots().len(), 7);
        assert_eq!(draft.storyboard.declared(), Some(Secs(0)));
        assert_eq!(load(r#"{"shotloom":1,"seconds":18446744073709551615}"#).unwrap().seconds, Secs(u64::MAX));
    }

    #[test]
    fn a_wrong_shape_is_refused_by_key_and_value() {
        for (text, expected) in [
            ("{", "not JSON: EOF while parsing an object at line 1, column 1"),
            ("[]", "not a JSON object"),
            ("{}", "no `shotloom` version"),
            (r#"{"shotloom":2}"#, "version 2 is not 1"),
            (r#"{"shotloom":1,"colour":"red"}"#, "unknown key colour"),
            (r#"{"shotloom":1,"shots":[{"len":3}]}"#, "unknown key shots[0].len"),
            (r#"{"shotloom":1,"sound":"on"}"#, "sound is \"on\", not flag"),
            (r#"{"shotloom":1,"seconds":"5"}"#, "seconds is \"5\", not number"),
            (r#"{"shotloom":1,"seconds":-1}"#, "seconds is -1, not a whole number"),
            (r#"{"shotloom":1,"shots":[{"seconds":2.5}]}"#, "shots[0].seconds is 2.5, not a whole number"),
            (r#"{"shotloom":1,"references":[1]}"#, "references[0] is 1, not text"),
            (r#"{"shotloom":1,"cut":"auto"}"#, "cut is auto, an unknown word; known: one-shot, by-vendor, by-hand"),
            (r#"{"shotloom":1,"mode":"8k"}"#, "mode is 8k, an unknown word; known: std, pro, 4k"),
            (r#"{"shotloom":1,"prompt":null}"#, "prompt is null, not text"),
        ] {
            assert_eq!(fails(text), expected);
        }
    }

    #[test]
    fn an_unknown_offering_is_refused_with_the_known_ones() {
        assert_eq!(
            fails(r#"{"shotloom":1,"offering":"acme/three"}"#),
            "offering is acme/three, an unknown word; known: acme/one, acme/two"
        );
    }
}
