//! MuleRouter's answers (vendors.md §1.5, 1.8).

use serde_json::Value;

use crate::vendors::reading::{each, number_of, text_of, words_in};

/// The page says `videos`; the official client also takes `video`, and a single address for a list.
pub fn links(body: &Value) -> Vec<String> {
    let address = |value: &Value| text_of(value).or_else(|| text_of(&value["url"]));
    [&body["videos"], &body["video"]].into_iter().flat_map(each).filter_map(address).collect()
}

/// The reason, and the number its support asks for, which may stand inside the error or beside it (§1.5).
pub fn failure_words(body: &Value) -> String {
    let info = &body["task_info"];
    let words = [&info["error"], &body["error"], &body["detail"], &body["message"]].into_iter().find_map(words_in);
    let places = [&info["error"]["error_code"], &info["error_code"], &body["error"]["error_code"], &body["error_code"]];
    match (words, places.into_iter().find_map(number_of)) {
        (words, None) => words.unwrap_or_default(),
        (Some(words), Some(code)) => format!("{words} ({code})"),
        (None, Some(code)) => format!("({code})"),
    }
}
