//! Shots as text on the clipboard: a storyboard file with nothing but shots, so that it can be pasted into a file or
//! a chat as well.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Secs, Shot};

/// The shots that a text holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clipping(pub Vec<(Arc<str>, Secs)>);

impl Clipping {
    pub fn of<'a>(shots: impl Iterator<Item = &'a Shot>) -> Self {
        Self(shots.map(|shot| (shot.prompt.clone(), shot.secs)).collect())
    }

    pub fn write(&self) -> String {
        let shot = |(prompt, secs): &(Arc<str>, Secs)| json!({ "prompt": &**prompt, "seconds": secs.0 });
        let shots: Vec<Value> = self.0.iter().map(shot).collect();
        format!("{:#}", json!({ "shotloom": 1, "cut": "by-hand", "shots": shots }))
    }

    /// `None` where the text is anything else, or holds no shot.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('\u{feff}').trim();
        // Large pastes that cannot be ours are not even parsed.
        let value: Value = text.starts_with('{').then(|| serde_json::from_str(text).ok())??;
        value.get("shotloom")?.as_u64().filter(|version| *version == 1)?;
        let shots = value.get("shots")?.as_array()?.iter().map(read_shot).collect::<Option<Vec<_>>>()?;
        (!shots.is_empty()).then_some(Self(shots))
    }
}

fn read_shot(value: &Value) -> Option<(Arc<str>, Secs)> {
    let shot = value.as_object()?;
    let prompt = shot.get("prompt").map_or(Some(""), Value::as_str)?;
    let secs = shot.get("seconds").map_or(Some(1), Value::as_u64)?;
    Some((prompt.into(), Secs(secs)))
}

#[cfg(test)]
mod tests {
    use super::super::Storyboard;
    use super::*;

    #[test]
    fn copied_shots_are_a_storyboard_and_come_back_as_they_were() {
        let board = Storyboard::from_file([("a \"fox\"\n雪".into(), Secs(4), true), ("".into(), Secs(5), false)], None);
        let copied = Clipping::of(board.shots().iter());
        assert_eq!(Clipping::read(&copied.write()), Some(copied.clone()));
        let file = crate::model::file::read(&copied.write(), std::path::Path::new(""), &["v/m"]).unwrap();
        assert_eq!(file.storyboard.total(), Secs(9));
    }

    #[test]
    fn anything_else_holds_no_shots() {
        for text in [
            "",
            "a fox",
            "[1]",
            "{}",
            "{\"shotloom\":2,\"shots\":[{}]}",
            "{\"shotloom\":1}",
            "{\"shotloom\":1,\"shots\":[]}",
            "{\"shotloom\":1,\"shots\":[3]}",
            "{\"shotloom\":1,\"shots\":[{\"seconds\":-1}]}",
            "{\"shotloom\":1,\"shots\":[{\"prompt\":3}]}",
        ] {
            assert_eq!(Clipping::read(text), None, "{text}");
        }
    }
}
