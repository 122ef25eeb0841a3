//! The one error a person hears of: a rule and its arguments, never rendered text. `words/` says it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A fact inside a sentence. Numbers stay numbers, so that each language can inflect around them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Arg {
    Number(f64),
    Text(String),
}

/// Named facts in a stable order.
pub type Args = BTreeMap<String, Arg>;

/// What went wrong, as data: it can be stored, compared and said in any language.
/// `rule` is the message id in `words/` (kebab-case); the vendor's raw words travel as an argument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trouble {
    pub rule: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: Args,
}

impl Trouble {
    pub fn new(rule: impl Into<String>) -> Self {
        Self { rule: rule.into(), args: Args::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Arg>) -> Self {
        self.args.insert(name.to_owned(), value.into());
        self
    }

    /// The text of one argument, if it is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.args.get(name)? {
            Arg::Text(text) => Some(text),
            Arg::Number(_) => None,
        }
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

macro_rules! arg_from_number {
    ($($number:ty),*) => {
        $(impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                Self::Number(number as f64)
            }
        })*
    };
}
arg_from_number!(u8, u16, u32, u64, usize, i32, i64, f32, f64);
