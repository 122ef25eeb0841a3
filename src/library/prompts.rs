//! Everything that was ever sent in words: each text once, under its newest use, kept when its clip is gone.

use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use crate::model::sent::{Wording, sent};
use crate::model::{Task, TaskId};

use super::Library;
use super::error::{Fault, Result};

/// A text that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPrompt {
    pub key: PromptKey,
    pub text: Arc<str>,
    /// Where it stood the last time.
    pub wording: Wording,
    /// How many wishes it was part of.
    pub uses: u64,
    /// The newest of them, and its draft's title.
    pub task: TaskId,
    pub title: Arc<str>,
}

/// A place in the list, which stays where it is when newer prompts come: newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PromptKey {
    pub used_at_millis: i64,
    pub id: i64,
}

impl Library {
    /// Prompts, or negative prompts, that hold every word of a search, the newest use first; those after `after`.
    pub fn prompts(
        &self,
        is_negative: bool,
        search: &str,
        after: Option<PromptKey>,
        len: usize,
    ) -> Result<Vec<StoredPrompt>> {
        let after = after.unwrap_or(PromptKey { used_at_millis: i64::MAX, id: i64::MAX });
        let (conditions, terms) = conditions(search);
        let sql = format!(
            "SELECT p.id, p.used_at_millis, p.text, p.is_negative, p.is_of_shot, p.uses, t.id,
             coalesce(iif(json_valid(t.story), json_extract(t.story, '$.title'), NULL), '')
             FROM prompts p JOIN tasks t ON t.seq = p.task
             WHERE p.is_negative = ? AND (p.used_at_millis, p.id) < (?, ?){conditions}
             ORDER BY p.used_at_millis DESC, p.id DESC LIMIT ?"
        );
        let args = [Value::from(is_negative), after.used_at_millis.into(), after.id.into()].into_iter();
        let len = Value::Integer(i64::try_from(len).unwrap_or(i64::MAX));
        let args: Vec<Value> = args.chain(terms).chain([len]).collect();
        self.read(|db| {
            let mut find = db.prepare_cached(&sql)?;
            let found = find.query_map(params_from_iter(args), |row| {
                Ok(StoredPrompt {
                    key: PromptKey { id: row.get(0)?, used_at_millis: row.get(1)? },
                    text: row.get(2)?,
                    wording: wording(row.get(3)?, row.get(4)?),
                    uses: row.get::<_, i64>(5)?.unsigned_abs(),
                    task: TaskId(row.get(6)?),
                    title: row.get(7)?,
                })
            })?;
            Ok(found.collect::<rusqlite::Result<_>>()?)
        })
    }
}

/// Remembers what a wish sends.
pub(super) fn remember(db: &Connection, seq: i64, task: &Task) -> Result<(), Fault> {
    let sql = "INSERT INTO prompts (text, is_negative, is_of_shot, task, used_at_millis, uses)
        VALUES (?1, ?2, ?3, ?4, ?5, 1) ON CONFLICT (text) DO UPDATE SET uses = uses + 1,
        is_negative = iif(?5 >= used_at_millis, ?2, is_negative),
        is_of_shot = iif(?5 >= used_at_millis, ?3, is_of_shot),
        task = iif(?5 >= used_at_millis, ?4, task),
        used_at_millis = max(used_at_millis, ?5)";
    let mut keep = db.prepare_cached(sql)?;
    for (wording, text) in sent(&task.draft) {
        let (is_negative, is_of_shot) = (wording.is_negative(), wording == Wording::Shot);
        keep.execute(params![text, is_negative, is_of_shot, seq, task.created_at_millis])?;
    }
    Ok(())
}

fn wording(is_negative: bool, is_of_shot: bool) -> Wording {
    match (is_negative, is_of_shot) {
        (true, _) => Wording::Negative,
        (false, true) => Wording::Shot,
        (false, false) => Wording::Whole,
    }
}

/// Every word must stand in the text, also one Chinese character alone. SQLite knows case in ASCII only, so a word in
/// another alphabet is looked for as it is written, in small letters, in capitals, and with a capital first.
fn conditions(search: &str) -> (String, Vec<Value>) {
    let (mut sql, mut args) = (String::new(), Vec::new());
    for term in search.split_whitespace() {
        if term.to_lowercase() == term.to_uppercase() {
            // No letter has a case: the bytes are as they are.
            sql += " AND instr(p.text, ?) > 0";
            args.push(Value::Text(term.to_owned()));
            continue;
        }
        let variants = spellings(term);
        let likes = vec!["p.text LIKE ? ESCAPE '\\'"; variants.len()].join(" OR ");
        sql += &format!(" AND ({likes})");
        args.extend(variants.into_iter().map(Value::Text));
    }
    (sql, args)
}

fn spellings(term: &str) -> Vec<String> {
    let (small, large) = (term.to_lowercase(), term.to_uppercase());
    let mut rest = small.chars();
    let capital = rest.next().map(|first| first.to_uppercase().chain(rest).collect::<String>());
    let mut found: Vec<String> = Vec::new();
    for spelling in [small.clone(), term.to_owned(), large].into_iter().chain(capital) {
        let has_it = found.iter().any(|other| other.eq_ignore_ascii_case(&spelling));
        if !has_it {
            found.push(spelling);
        }
    }
    found.into_iter().map(|text| format!("%{}%", escaped(&text))).collect()
}

fn escaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_looked_for_in_every_case_its_alphabet_has() {
        assert_eq!(spellings("Fox"), ["%fox%"]);
        assert_eq!(spellings("雪地"), ["%雪地%"]);
        assert_eq!(spellings("Лис"), ["%лис%", "%Лис%", "%ЛИС%"]);
    }

    #[test]
    fn signs_that_mean_anything_to_the_database_are_letters_here() {
        assert_eq!(spellings("50%_\\"), ["%50\\%\\_\\\\%"]);
    }
}
