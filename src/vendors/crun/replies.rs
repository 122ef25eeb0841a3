//! CRUN's answers: always `{code, message, data}` (vendors.md §3.3, 3.4).

use serde_json::Value;

use crate::model::draft::Mode;
use crate::vendors::reading::{each, http_code, text_of, words_in};

/// Whether the envelope says that all is well; a missing code says nothing against it.
pub fn is_fine(body: &Value) -> bool {
    http_code(&body["code"]).is_none_or(|code| matches!(code, 0 | 200..=299))
}

/// Whether it says no: by its code, or by the list of errors a validation adds.
pub fn is_refusal(body: &Value) -> bool {
    !is_fine(body) || each(&body["errors"]).iter().any(|error| words_in(error).is_some())
}

/// The message and the list a validation adds to it. The `success` of a good answer is no word to show.
pub fn words(body: &Value) -> Option<String> {
    let is_good = !body["code"].is_null() && is_fine(body);
    let message = words_in(&body["message"]).filter(|words| !is_good && !words.eq_ignore_ascii_case("success"));
    let errors: Vec<String> = each(&body["errors"]).iter().filter_map(words_in).collect();
    match (message, errors.is_empty()) {
        (message, true) => message,
        (None, false) => Some(errors.join("; ")),
        (Some(message), false) => Some(format!("{message}: {}", errors.join("; "))),
    }
}

/// Null until the end.
pub fn links(task: &Value) -> Vec<String> {
    each(&task["result"]["media_urls"]).iter().filter_map(text_of).collect()
}

/// The result's words, then the task's, then the envelope's.
pub fn failure_words(body: &Value) -> String {
    let task = &body["data"];
    let is_reason = |words: &String| !words.eq_ignore_ascii_case("success");
    let places = [&task["result"]["message"], &task["message"], &task["error"]];
    places.into_iter().filter_map(words_in).find(is_reason).or_else(|| words(body)).unwrap_or_default()
}

/// The modes an `input_schema` lists under `mode`, in whichever way it is written (M: only its name is published).
pub fn modes(schema: &Value) -> Vec<Mode> {
    let mut texts = Vec::new();
    collect(schema, false, &mut texts);
    Mode::ALL.into_iter().filter(|mode| texts.iter().any(|text| text.eq_ignore_ascii_case(mode.word()))).collect()
}

/// Every text below a field called `mode`, be it a key or an entry that names itself so.
fn collect<'a>(value: &'a Value, is_mode: bool, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) if is_mode => texts.push(text),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::Array(list) => list.iter().for_each(|item| collect(item, is_mode, texts)),
        Value::Object(map) => {
            let names_itself = ["name", "key", "field"].iter().any(|key| value[key] == "mode");
            for (key, inner) in map {
                collect(inner, is_mode || names_itself || key == "mode", texts);
            }
        }
    }
}
