//! `shotloom media`: a picture or a clip as the app sees it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};

use crate::media::clip::ClipError;
use crate::media::probe::{self, Outline};
use crate::media::{decode, measure};
use crate::model::{ClipFacts, PictureFacts, Trouble};

use super::{Exit, output};

/// What was asked beside the facts.
pub struct Wish {
    pub json: bool,
    pub frame: Option<(u64, PathBuf)>,
    pub decode: bool,
}

/// What a file turned out to be.
enum Seen {
    Picture {
        outline: Outline,
        /// Of one that can be used.
        facts: Option<Box<PictureFacts>>,
        trouble: Option<Trouble>,
    },
    /// The facts are missing where the index is.
    Clip {
        facts: Option<ClipFacts>,
        trouble: Option<Trouble>,
    },
    Neither(Trouble),
}

pub fn run(file: &Path, wish: &Wish) -> Exit {
    if let Err(trouble) = regular(file) {
        output::print_error(&trouble, wish.json, json!({}));
        return Exit::Unreadable;
    }
    let mut seen = look(file);
    let mut decoded = None;
    if let Seen::Clip { trouble: trouble @ None, .. } = &mut seen {
        match extras(file, wish) {
            Ok(count) => decoded = count,
            Err(error) => *trouble = Some(error),
        }
    } else if let (Seen::Picture { trouble: trouble @ None, .. }, Some(_)) = (&mut seen, &wish.frame) {
        *trouble = Some(Trouble::new("cli-media-no-frames"));
    }
    if wish.json {
        output::print_json(&as_json(&seen, fs::metadata(file).ok().map(|metadata| metadata.len()), decoded));
    } else {
        print(&seen, decoded);
    }
    match seen {
        Seen::Picture { trouble: None, .. } | Seen::Clip { trouble: None, .. } => Exit::Fine,
        Seen::Picture { .. } | Seen::Clip { .. } | Seen::Neither(_) => Exit::Refused,
    }
}

fn regular(file: &Path) -> Result<(), Trouble> {
    let about = |rule: &str| Trouble::new(rule).with("path", file.display().to_string());
    match fs::metadata(file) {
        Ok(metadata) if metadata.is_file() => Ok(()),
        Ok(_) => Err(about("clip-not-regular")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(about("file-missing")),
        Err(error) => Err(about("file-unreadable").with("detail", error.to_string())),
    }
}

fn look(file: &Path) -> Seen {
    let error = match measure::measure(file) {
        Ok(picture) => {
            let facts = picture.measured.facts;
            let PictureFacts { format, width, height, bytes, .. } = facts;
            let outline = Outline { format, size: Some((width, height)), bytes };
            return Seen::Picture { outline, facts: Some(Box::new(facts)), trouble: None };
        }
        Err(error) => error,
    };
    if let Some(outline) = probe::outline(file) {
        return Seen::Picture { outline, facts: None, trouble: Some(Trouble::from(&error)) };
    }
    match decode::inspect(file) {
        Ok(facts) => Seen::Clip { trouble: whole(file), facts: Some(facts) },
        Err(ClipError::NotMp4) => Seen::Neither(Trouble::new("cli-media-neither")),
        Err(error @ (ClipError::Empty | ClipError::WebPage | ClipError::Read { .. })) => {
            Seen::Neither(Trouble::from(&error))
        }
        Err(error) => Seen::Clip { trouble: Some(Trouble::from(&error)), facts: None },
    }
}

/// A clip decodes here when all of it is there and its first picture decodes.
fn whole(file: &Path) -> Option<Trouble> {
    let first = decode::verify(file).and_then(|_| decode::frame(file, 0));
    first.err().map(|error| Trouble::from(&error))
}

/// The frame and the full decode that were asked for: pictures decoded and the seconds it took.
fn extras(file: &Path, wish: &Wish) -> Result<Option<(u64, f64)>, Trouble> {
    if let Some((number, out)) = &wish.frame {
        let number = usize::try_from(*number).unwrap_or(usize::MAX);
        decode::frame(file, number)
            .and_then(|picture| decode::write_png(&picture, out))
            .map_err(|error| Trouble::from(&error))?;
    }
    if !wish.decode {
        return Ok(None);
    }
    let start = Instant::now();
    let count = decode::decode_all(file).map_err(|error| Trouble::from(&error))?;
    Ok(Some((count, start.elapsed().as_secs_f64())))
}

fn as_json(seen: &Seen, bytes: Option<u64>, decoded: Option<(u64, f64)>) -> Value {
    let mut value = json!({
        "kind": null, "format": null, "codec": null, "width": null, "height": null, "bytes": null,
        "seconds": null, "frames": null, "fps": null, "audio": null, "error": null,
    });
    value["bytes"] = json!(bytes);
    let trouble = match seen {
        Seen::Picture { outline, facts, trouble } => {
            let (width, height) = outline.size.unzip();
            fill(&mut value, json!({ "kind": "picture", "format": outline.format, "width": width, "height": height }));
            fill(&mut value, facts.as_deref().map_or(Value::Null, picture_json));
            trouble.as_ref()
        }
        Seen::Clip { facts, trouble } => {
            fill(&mut value, json!({ "kind": "clip", "format": "mp4" }));
            fill(&mut value, facts.as_ref().map_or(Value::Null, |facts| json!(facts)));
            trouble.as_ref()
        }
        Seen::Neither(trouble) => Some(trouble),
    };
    value["error"] = trouble.map_or(Value::Null, |trouble| output::words().say(trouble).into());
    if let Some((count, seconds)) = decoded {
        value["decoded"] = count.into();
        value["decoded_fps"] = (count as f64 / seconds.max(1e-6)).into();
    }
    value
}

/// What only a picture has.
fn picture_json(facts: &PictureFacts) -> Value {
    json!({
        "ratio": facts.ratio_text(), "color": facts.color, "bits": facts.bits, "alpha": facts.has_alpha,
        "animated": facts.is_animated, "foreign_profile": facts.has_foreign_profile, "orientation": facts.orientation,
    })
}

fn fill(value: &mut Value, known: Value) {
    if let (Value::Object(value), Value::Object(known)) = (value, known) {
        value.extend(known);
    }
}

fn print(seen: &Seen, decoded: Option<(u64, f64)>) {
    let words = output::words();
    let trouble = match seen {
        Seen::Picture { facts: Some(facts), trouble, .. } => {
            output::say(format_args!("{}", words.picture_facts(facts).join(" · ")));
            trouble.as_ref()
        }
        Seen::Picture { outline, facts: None, trouble } => {
            let size = outline.size.map_or_else(|| "–".to_owned(), |(width, height)| format!("{width}×{height}"));
            output::say(format_args!("{} · {size} · {}", outline.format.name(), outline.bytes));
            trouble.as_ref()
        }
        Seen::Clip { facts, trouble } => {
            let Some(facts) = facts else {
                return eprint_trouble(trouble.as_ref());
            };
            let sound = facts.audio.as_ref().map_or("–", |audio| audio.codec.as_str());
            output::say(format_args!(
                "{} · {}×{} · {} × {:.3} fps · {:.3} s · {sound} · {}",
                facts.codec, facts.width, facts.height, facts.frames, facts.fps, facts.seconds, facts.bytes
            ));
            trouble.as_ref()
        }
        Seen::Neither(trouble) => Some(trouble),
    };
    eprint_trouble(trouble);
    if let Some((count, seconds)) = decoded {
        let rate = count as f64 / seconds.max(1e-6);
        output::say(format_args!(
            "{}",
            words.with("cli-media-decoded", &[("count", count.into()), ("rate", rate.round().into())])
        ));
    }
}

fn eprint_trouble(trouble: Option<&Trouble>) {
    if let Some(trouble) = trouble {
        output::complain(format_args!("{}", output::words().say(trouble)));
    }
}
