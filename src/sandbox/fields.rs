//! Reading a request's JSON as a strict vendor does: no unknown key, no null, no empty list, no wrong type.

use serde_json::{Map, Value};

use super::dialect::Refusal;

/// The fields of one object, and where it stands in the body.
#[derive(Debug)]
pub struct Fields<'a> {
    place: String,
    map: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    /// `place` is the path of the object, empty for the body itself.
    pub fn of(value: &'a Value, place: impl Into<String>) -> Result<Self, Refusal> {
        let place = place.into();
        let map = value.as_object();
        let map = map.ok_or_else(|| Refusal::bad(format!("{}: must be an object", or_body(&place))))?;
        Ok(Self { place, map })
    }

    /// Refuses any key but these.
    pub fn only(&self, known: &[&str]) -> Result<(), Refusal> {
        match self.map.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(self.bad(key, "unknown field")),
            None => Ok(()),
        }
    }

    pub fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// A remark on one field of this object.
    pub fn bad(&self, key: &str, what: impl AsRef<str>) -> Refusal {
        Refusal::bad(format!("{}: {}", self.place_of(key), what.as_ref()))
    }

    pub fn place_of(&self, key: &str) -> String {
        if self.place.is_empty() { key.to_owned() } else { format!("{}.{key}", self.place) }
    }

    /// The fields of an object that stands inside this one.
    pub fn object(&self, key: &str) -> Result<Option<Fields<'a>>, Refusal> {
        let map = self.read(key, "must be an object", Value::as_object)?;
        Ok(map.map(|map| Fields { place: self.place_of(key), map }))
    }

    pub fn text(&self, key: &str) -> Result<Option<&'a str>, Refusal> {
        self.read(key, "must be a string", Value::as_str)
    }

    pub fn boolean(&self, key: &str) -> Result<Option<bool>, Refusal> {
        self.read(key, "must be a boolean", Value::as_bool)
    }

    /// A JSON integer: neither `5.0` nor `"5"`.
    pub fn whole(&self, key: &str) -> Result<Option<i64>, Refusal> {
        self.read(key, "must be an integer", Value::as_i64)
    }

    pub fn list(&self, key: &str) -> Result<Option<&'a Vec<Value>>, Refusal> {
        let list = self.read(key, "must be an array", Value::as_array)?;
        match list {
            Some(items) if items.is_empty() => Err(self.bad(key, "must not be an empty array; leave it out")),
            list => Ok(list),
        }
    }

    /// One of these words.
    pub fn word(&self, key: &str, words: &[&str]) -> Result<Option<&'a str>, Refusal> {
        match self.text(key)? {
            Some(word) if !words.contains(&word) => {
                Err(self.bad(key, format!("must be one of {}, not {word:?}", words.join(", "))))
            }
            word => Ok(word),
        }
    }

    pub fn required<T>(&self, key: &str, value: Option<T>) -> Result<T, Refusal> {
        value.ok_or_else(|| self.bad(key, "field required"))
    }

    fn read<T>(
        &self,
        key: &str,
        wrong: &str,
        as_type: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        match self.map.get(key) {
            None => Ok(None),
            Some(Value::Null) => Err(self.bad(key, "must not be null; leave it out")),
            Some(value) => as_type(value).map(Some).ok_or_else(|| self.bad(key, wrong)),
        }
    }
}

fn or_body(place: &str) -> &str {
    if place.is_empty() { "body" } else { place }
}
