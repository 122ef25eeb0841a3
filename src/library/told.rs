//! What vendors told of themselves and when: a note each, to be asked for less often.

use super::error::Result;
use super::write::Keep;
use super::{Library, database};

impl Library {
    pub fn told(&self, what: &str) -> Result<Option<String>> {
        self.read(|db| database::meta(db, &key(what)))
    }

    pub fn set_told(&mut self, what: &str, told: &str) -> Result<()> {
        self.write(Keep::WholeOrNothing, &|db, _| database::set_meta(db, &key(what), told))
    }
}

fn key(what: &str) -> String {
    format!("told {what}")
}
