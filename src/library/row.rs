//! One row of a table as named values: the same columns in the database and in the journal.

use std::sync::Arc;

use rusqlite::types::{Value, ValueRef};
use serde_json::{Map, Value as Json};

/// The columns of a row in the order of `names`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    names: &'static [&'static str],
    values: Vec<Value>,
}

/// A value that cannot stand where it does: the row is damaged.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Broken(pub String);

impl Row {
    pub fn new(names: &'static [&'static str], mut values: Vec<Value>) -> Self {
        debug_assert_eq!(names.len(), values.len());
        for value in &mut values {
            as_sqlite_keeps(value);
        }
        Self { names, values }
    }

    /// Reads `names.len()` columns of a result from column `first` on.
    pub fn read(names: &'static [&'static str], row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Self> {
        let values = (first..first + names.len()).map(|at| row.get(at)).collect::<rusqlite::Result<_>>()?;
        Ok(Self { names, values })
    }

    /// A row of which only these columns are known; the others are NULL. A key that is no column is passed over.
    pub fn from_json(names: &'static [&'static str], columns: &Map<String, Json>) -> Self {
        let mut row = Self { names, values: vec![Value::Null; names.len()] };
        row.take(columns);
        row
    }

    /// Replaces the columns named here.
    pub fn take(&mut self, columns: &Map<String, Json>) {
        for (name, value) in columns {
            if let Some(at) = self.names.iter().position(|column| column == name) {
                self.values[at] = from_json(value);
            }
        }
    }

    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// Every column that is not NULL.
    pub fn to_json(&self) -> Map<String, Json> {
        let known = self.names.iter().zip(&self.values).filter(|(_, value)| **value != Value::Null);
        known.map(|(name, value)| ((*name).to_owned(), to_json(value))).collect()
    }

    /// The columns that differ from `before`, NULL ones too.
    pub fn changes(&self, before: &Self) -> Vec<(&'static str, &Value)> {
        let pairs = self.names.iter().zip(self.values.iter().zip(&before.values));
        pairs.filter(|(_, (now, old))| now != old).map(|(name, (now, _))| (*name, now)).collect()
    }

    pub fn seal(&self) -> i64 {
        seal(self.names.iter().zip(&self.values).map(|(name, value)| (*name, ValueRef::from(value))))
    }

    pub fn text(&self, name: &str) -> Result<&str, Broken> {
        self.opt_text(name)?.ok_or_else(|| Broken(format!("{name} is missing")))
    }

    pub fn opt_text(&self, name: &str) -> Result<Option<&str>, Broken> {
        match self.value(name) {
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::Null) | None => Ok(None),
            Some(Value::Integer(_) | Value::Real(_) | Value::Blob(_)) => Err(Broken(format!("{name} is no text"))),
        }
    }

    pub fn shared(&self, name: &str) -> Result<Option<Arc<str>>, Broken> {
        Ok(self.opt_text(name)?.map(Arc::from))
    }

    pub fn int(&self, name: &str) -> Result<i64, Broken> {
        self.opt_int(name)?.ok_or_else(|| Broken(format!("{name} is missing")))
    }

    pub fn opt_int(&self, name: &str) -> Result<Option<i64>, Broken> {
        match self.value(name) {
            Some(Value::Integer(number)) => Ok(Some(*number)),
            Some(Value::Null) | None => Ok(None),
            Some(Value::Text(_) | Value::Real(_) | Value::Blob(_)) => Err(Broken(format!("{name} is no whole number"))),
        }
    }

    /// A smaller whole number, in its range.
    pub fn small<T: TryFrom<i64>>(&self, name: &str) -> Result<T, Broken> {
        T::try_from(self.int(name)?).map_err(|_| Broken(format!("{name} is out of range")))
    }

    pub fn opt_small<T: TryFrom<i64>>(&self, name: &str) -> Result<Option<T>, Broken> {
        let number = self.opt_int(name)?.map(T::try_from).transpose();
        number.map_err(|_| Broken(format!("{name} is out of range")))
    }

    /// A fraction; NULL, which is how SQLite keeps what is no number, reads as 0.
    pub fn real(&self, name: &str) -> Result<f64, Broken> {
        match self.value(name) {
            Some(Value::Real(number)) => Ok(*number),
            Some(Value::Integer(number)) => Ok(*number as f64),
            Some(Value::Null) | None => Ok(0.0),
            Some(Value::Text(_) | Value::Blob(_)) => Err(Broken(format!("{name} is no number"))),
        }
    }

    /// A column that holds JSON.
    pub fn json<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Broken> {
        let parsed = self.opt_text(name)?.map(serde_json::from_str).transpose();
        parsed.map_err(|error| Broken(format!("{name}: {error}")))
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.names.iter().position(|column| *column == name).and_then(|at| self.values.get(at))
    }
}

/// A checksum that finds any changed byte. NULL columns do not count, so a column added empty breaks no seal.
pub(super) fn seal<'a>(columns: impl Iterator<Item = (&'a str, ValueRef<'a>)>) -> i64 {
    columns.fold(0_u64, |sum, (name, value)| sum.wrapping_add(hash(name, value))).cast_signed()
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(super) fn opt_text(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| Value::Text(text.to_owned()))
}

pub(super) fn int(number: impl Into<i64>) -> Value {
    Value::Integer(number.into())
}

pub(super) fn opt_int(number: Option<impl Into<i64>>) -> Value {
    number.map_or(Value::Null, int)
}

/// SQLite keeps no number as NULL and has no zero below zero; a seal is taken over what it keeps.
fn as_sqlite_keeps(value: &mut Value) {
    match value {
        Value::Real(number) if number.is_nan() => *value = Value::Null,
        Value::Real(number) if *number == 0.0 => *value = Value::Real(0.0),
        Value::Real(_) | Value::Null | Value::Integer(_) | Value::Text(_) | Value::Blob(_) => {}
    }
}

pub(super) fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(number) => (*number).into(),
        Value::Real(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        // No column of ours is a blob.
        Value::Blob(_) => Json::Null,
    }
}

fn from_json(json: &Json) -> Value {
    match json {
        Json::Number(number) => {
            number.as_i64().map(Value::Integer).or_else(|| number.as_f64().map(Value::Real)).unwrap_or(Value::Null)
        }
        Json::String(text) => Value::Text(text.clone()),
        Json::Bool(flag) => Value::Integer(i64::from(*flag)),
        Json::Null | Json::Array(_) | Json::Object(_) => Value::Null,
    }
}

/// FNV-1a over the name, the type and the bytes: every step can be undone, so one changed byte changes the sum.
fn hash(name: &str, value: ValueRef<'_>) -> u64 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let (kind, bytes): (u8, &[u8]) = match value {
        ValueRef::Null => return 0,
        ValueRef::Integer(number) => (1, &number.to_le_bytes()),
        ValueRef::Real(number) => (2, &number.to_bits().to_le_bytes()),
        ValueRef::Text(text) => (3, text),
        ValueRef::Blob(bytes) => (4, bytes),
    };
    let mut sum = START;
    for part in [name.as_bytes(), &[0, kind], bytes] {
        for byte in part {
            sum = (sum ^ u64::from(*byte)).wrapping_mul(PRIME);
        }
    }
    sum
}
