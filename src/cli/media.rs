//! `shotloom media`: a picture or a clip as the app sees it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};

use crate::media::{decode, measure, probe};
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
    Picture { facts: PictureFacts, trouble: Option<Trouble> },
    Clip { facts: ClipFacts, trouble: Option<Trouble> },
    Neither(Trouble),
}

pub fn run(file: &Path, wish: &Wish) -> Exit {
    if let Err(trouble) = regular(file) {
        output::print_error(&trouble, wish.json, json!({}));
        return Exit::Unreadable;
    }
    let mut seen = look(file);
    let mut decoded = None;
    if let Seen::Clip { facts: _, trouble: trouble @ None } = &mut seen {
        match extras(file, wish) {
            Ok(count) => decoded = count,
            Err(error) => *trouble = Some(error),
        }
    } else if let (Seen::Picture { trouble: trouble @ None, .. }, Some(_)) = (&mut seen, &wish.frame) {
        *trouble = Some(Trouble::new("cli-media-no-frames"));
    }
    if wish.json {
        output::print_json(&as_json(&seen, decoded));
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
        Ok(_) => Err(about("media-not-regular")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(about("file-missing")),
        Err(error) => Err(about("file-unreadable").with("detail", error.to_string())),
    }
}

fn look(file: &Path) -> Seen {
    match measure::measure(file) {
        Ok(picture) => Seen::Picture { facts: picture.measured.facts, trouble: None },
        Err(error) => match (probe::facts_of_file(file), decode::inspect(file)) {
            (Ok(facts), _) => Seen::Picture { facts, trouble: Some(Trouble::from(&error)) },
            (Err(_), Ok(facts)) => Seen::Clip { trouble: first_picture(file), facts },
            (Err(_), Err(clip)) if decode::looks_like_clip(file) => Seen::Neither(Trouble::from(&clip)),
            (Err(_), Err(_)) => Seen::Neither(Trouble::from(&error)),
        },
    }
}

/// A clip decodes here when its first picture does.
fn first_picture(file: &Path) -> Option<Trouble> {
    let first = decode::ClipReader::open(file).and_then(|mut reader| reader.frame(0).map(|_| ()));
    first.err().map(|error| Trouble::from(&error))
}

/// The frame and the full decode that were asked for: pictures decoded and the seconds it took.
fn extras(file: &Path, wish: &Wish) -> Result<Option<(u64, f64)>, Trouble> {
    if let Some((number, out)) = &wish.frame {
        decode::ClipReader::open(file)
            .and_then(|mut reader| reader.frame(*number))
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

fn as_json(seen: &Seen, decoded: Option<(u64, f64)>) -> Value {
    let error = |trouble: &Option<Trouble>| trouble.as_ref().map(|trouble| output::words().say(trouble));
    let mut value = match seen {
        Seen::Picture { facts, trouble } => json!({
            "kind": "picture", "format": facts.format, "codec": null,
            "width": facts.width, "height": facts.height, "bytes": facts.bytes,
            "seconds": null, "frames": null, "fps": null, "audio": null, "error": error(trouble),
        }),
        Seen::Clip { facts, trouble } => json!({
            "kind": "clip", "format": "mp4", "codec": facts.codec,
            "width": facts.width, "height": facts.height, "bytes": facts.bytes,
            "seconds": facts.seconds, "frames": facts.frames, "fps": facts.fps,
            "audio": facts.audio, "error": error(trouble),
        }),
        Seen::Neither(trouble) => json!({
            "kind": null, "format": null, "codec": null, "width": null, "height": null, "bytes": null,
            "seconds": null, "frames": null, "fps": null, "audio": null, "error": output::words().say(trouble),
        }),
    };
    if let Some((count, seconds)) = decoded {
        value["decoded"] = count.into();
        value["decoded_fps"] = (count as f64 / seconds.max(1e-6)).into();
    }
    value
}

fn print(seen: &Seen, decoded: Option<(u64, f64)>) {
    let words = output::words();
    let trouble = match seen {
        Seen::Picture { facts, trouble } => {
            println!("{} · {}×{} · {}", facts.format.name(), facts.width, facts.height, facts.bytes);
            trouble.as_ref()
        }
        Seen::Clip { facts, trouble } => {
            let sound = facts.audio.as_ref().map_or("–", |audio| audio.codec.as_str());
            println!(
                "{} · {}×{} · {} × {:.3} fps · {:.3} s · {sound} · {}",
                facts.codec, facts.width, facts.height, facts.frames, facts.fps, facts.seconds, facts.bytes
            );
            trouble.as_ref()
        }
        Seen::Neither(trouble) => Some(trouble),
    };
    if let Some(trouble) = trouble {
        eprintln!("{}", words.say(trouble));
    }
    if let Some((count, seconds)) = decoded {
        let rate = count as f64 / seconds.max(1e-6);
        println!("{}", words.with("cli-media-decoded", &[("count", count.into()), ("rate", rate.round().into())]));
    }
}
