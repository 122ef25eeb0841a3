//! settings.json as it was found. What cannot be read must not lift a cap or a pause that a person set.

use std::io::ErrorKind;
use std::path::Path;

use serde_json::{Map, Value};

use crate::library::Library;
use crate::library::files::write_durably;
use crate::vendors;

use super::Settings;

/// The settings, and how much of the file they are.
pub struct Found {
    pub settings: Settings,
    pub caps: CapsRead,
    pub damage: Option<Damage>,
}

/// Whether the caps are those a person set. Where they are lost, nothing that costs money is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CapsRead {
    Known,
    Lost,
}

/// Whether the pauses are those a person set. Where they are lost, every vendor is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PausesRead {
    Known,
    Lost,
}

/// What is wrong with the file.
pub struct Damage {
    pub pauses: PausesRead,
    detail: String,
    /// As it was; `None` where not even its bytes can be read.
    bytes: Option<Vec<u8>>,
}

impl Found {
    pub fn read(library: &Path) -> Self {
        match std::fs::read(library.join(Library::SETTINGS)) {
            Ok(bytes) => Self::parse(bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => Self::whole(Settings::default()),
            Err(error) => Self::salvaged(None, error.to_string(), None),
        }
    }

    fn parse(bytes: Vec<u8>) -> Self {
        let parts: serde_json::Result<Map<String, Value>> = serde_json::from_slice(&bytes);
        let are_sound = |parts: &Map<String, Value>| parts.iter().all(|(name, value)| is_sound(name, value));
        match (serde_json::from_slice(&bytes), parts) {
            (Ok(settings), Ok(parts)) if are_sound(&parts) => Self::whole(settings),
            (Err(error), Ok(parts)) => Self::salvaged(Some(parts), error.to_string(), Some(bytes)),
            (Ok(_), Ok(parts)) => Self::salvaged(Some(parts), "a list where names belong".to_owned(), Some(bytes)),
            (_, Err(error)) => Self::salvaged(None, error.to_string(), Some(bytes)),
        }
    }

    fn whole(settings: Settings) -> Self {
        Self { settings, caps: CapsRead::Known, damage: None }
    }

    /// Each part on its own: one that is wrong does not take the others with it.
    fn salvaged(parts: Option<Map<String, Value>>, detail: String, bytes: Option<Vec<u8>>) -> Self {
        let is_file_lost = parts.is_none();
        let (sound, broken): (Vec<_>, Vec<_>) =
            parts.unwrap_or_default().into_iter().partition(|(name, value)| is_sound(name, value));
        let is_lost = |part: &str| is_file_lost || broken.iter().any(|(name, _)| name == part);
        let mut settings: Settings =
            serde_json::from_value(Value::Object(sound.into_iter().collect())).unwrap_or_default();
        let pauses = if is_lost("paused") { PausesRead::Lost } else { PausesRead::Known };
        if pauses == PausesRead::Lost {
            settings.paused = vendors::all().iter().map(|vendor| vendor.id().to_owned()).collect();
        }
        let caps = if is_lost("caps") { CapsRead::Lost } else { CapsRead::Known };
        Self { settings, caps, damage: Some(Damage { pauses, detail, bytes }) }
    }
}

impl Damage {
    /// Keeps the file as it was beside the one that the next change of a setting writes.
    pub fn put_aside(&self, library: &Path) {
        tracing::warn!(error = self.detail, "settings.json cannot be read whole");
        let Some(bytes) = &self.bytes else { return };
        if let Err(error) = write_durably(&library.join(format!("{}.damaged", Library::SETTINGS)), bytes) {
            tracing::warn!(%error, "the damaged settings.json is not put aside");
        }
    }
}

/// Whether this part can be read where it stands alone. A list would pass for caps of which none is set.
fn is_sound(name: &str, value: &Value) -> bool {
    let are_named = |value: &Value| value.as_object().is_some_and(|spans| spans.values().all(Value::is_object));
    if name == "caps" && !are_named(value) {
        return false;
    }
    let alone = Map::from_iter([(name.to_owned(), value.clone())]);
    serde_json::from_value::<Settings>(Value::Object(alone)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    fn found(text: &str) -> Found {
        Found::parse(text.as_bytes().to_vec())
    }

    #[test]
    fn a_library_without_the_file_has_the_defaults_and_a_file_that_cannot_be_read_has_not() {
        let dir = tempfile::tempdir().unwrap();
        let new = Found::read(dir.path());
        assert!(new.damage.is_none() && new.caps == CapsRead::Known && new.settings == Settings::default());
        // A folder of this name is there, and is no file.
        std::fs::create_dir(dir.path().join(Library::SETTINGS)).unwrap();
        let unreadable = Found::read(dir.path());
        assert!(unreadable.damage.is_some() && unreadable.caps == CapsRead::Lost);
        assert_eq!(unreadable.settings.paused.len(), vendors::all().len());
    }

    #[test]
    fn one_wrong_part_leaves_the_others_and_the_limits_alone() {
        let text = r#"{"language":"chinese","volume":"loud","paused":["acme"],"caps":{"day":{"micro_usd":5}}}"#;
        let found = found(text);
        assert_eq!((found.settings.language, found.settings.volume), (Some(Language::Chinese), 0.5));
        assert_eq!((found.caps, found.settings.caps.day.micro_usd), (CapsRead::Known, Some(5)));
        assert!(found.settings.is_paused("acme") && found.settings.paused.len() == 1);
        assert!(found.damage.is_some_and(|damage| damage.pauses == PausesRead::Known));
    }

    #[test]
    fn limits_that_cannot_be_read_are_lost_and_not_lifted() {
        let wrong_caps = found(r#"{"caps":{"day":{"micro_usd":"five"}},"is_muted":true}"#);
        assert_eq!((wrong_caps.caps, wrong_caps.settings.is_muted), (CapsRead::Lost, true));
        assert!(wrong_caps.settings.paused.is_empty());
        for listed in [r#"{"caps":[]}"#, r#"{"caps":{"day":[]}}"#] {
            assert_eq!(found(listed).caps, CapsRead::Lost, "{listed}");
        }
        let wrong_pauses = found(r#"{"paused":7,"caps":{"day":{"micro_usd":5}}}"#);
        assert_eq!((wrong_pauses.caps, wrong_pauses.settings.paused.len()), (CapsRead::Known, vendors::all().len()));
        for text in ["", "[]", "{\"caps\":{\"day\":", "null"] {
            let lost = found(text);
            assert_eq!(lost.caps, CapsRead::Lost, "{text}");
            assert!(lost.damage.is_some_and(|damage| damage.pauses == PausesRead::Lost), "{text}");
        }
    }
}
