//! Finding tasks by the words of their prompts.

use rusqlite::types::Value;

/// Every term must stand somewhere in the title or a prompt. Case makes no difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Search {
    /// Three characters or more: the trigram index finds them, in any script.
    indexed: Vec<String>,
    /// Shorter ones, such as most Chinese words: looked for in every text.
    scanned: Vec<String>,
}

impl Search {
    pub fn parse(text: &str) -> Self {
        let text = text.to_lowercase();
        let terms = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|term| !term.is_empty());
        let (indexed, scanned) = terms.map(str::to_owned).partition(|term: &String| term.chars().count() >= 3);
        Self { indexed, scanned }
    }

    /// Conditions on a table that names the task's number `seq`, each with a leading AND, and their arguments.
    pub fn conditions(&self, seq: &str) -> (String, Vec<Value>) {
        let (mut sql, mut args) = (String::new(), Vec::new());
        if !self.indexed.is_empty() {
            sql += &format!(" AND {seq} IN (SELECT rowid FROM task_search WHERE task_search MATCH ?)");
            let phrases: Vec<String> =
                self.indexed.iter().map(|term| format!("\"{}\"", term.replace('"', "\"\""))).collect();
            args.push(Value::Text(phrases.join(" ")));
        }
        for term in &self.scanned {
            sql += &format!(" AND {seq} IN (SELECT task FROM task_words WHERE instr(words, ?) > 0)");
            args.push(Value::Text(term.clone()));
        }
        (sql, args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_terms_use_the_index_and_short_ones_look_everywhere() {
        let search = Search::parse("  Red狐狸 雪地\u{0}ab \"x\"y ");
        assert_eq!(search.indexed, ["red狐狸", "\"x\"y"]);
        assert_eq!(search.scanned, ["雪地", "ab"]);
        assert_eq!(search.conditions("t.seq").1[0], Value::Text("\"red狐狸\" \"\"\"x\"\"y\"".into()));
    }

    #[test]
    fn no_words_are_no_condition() {
        assert_eq!(Search::parse(" \t").conditions("t.seq"), (String::new(), Vec::new()));
    }
}
