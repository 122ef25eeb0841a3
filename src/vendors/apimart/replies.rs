//! APIMart's answers (vendors.md §2.3, 2.5).

use serde_json::Value;

use crate::model::price::Money;
use crate::vendors::reading::{credits, decimal, each, text_of, usd, words_in};

/// `data` is a list in a submit's answer and an object in a poll's: either is read in either place.
pub fn data(body: &Value) -> &Value {
    each(&body["data"]).first().unwrap_or(&Value::Null)
}

/// The error object, or its text; `null` and the empty ones say nothing.
pub fn error(body: &Value) -> Option<&Value> {
    [&body["error"], &body["data"]["error"]].into_iter().find(|error| words_in(error).is_some())
}

/// `result.videos[0].url` is a text or a list of texts; other clients also look at the places after it.
pub fn links(task: &Value) -> Vec<String> {
    let result = &task["result"];
    let urls = |value: &Value| each(value).iter().filter_map(text_of).collect::<Vec<_>>();
    let videos: Vec<String> = each(&result["videos"])
        .iter()
        .flat_map(|video| if video.is_object() { urls(&video["url"]) } else { urls(video) })
        .collect();
    let others = [&result["video"]["url"], &result["video_url"], &result["url"]];
    if videos.is_empty() { others.into_iter().flat_map(urls).take(1).collect() } else { videos }
}

/// 0…100, and from one older version 0…1.
pub fn percent(task: &Value) -> Option<u8> {
    let progress = decimal(&task["progress"]).filter(|progress| *progress >= 0.0)?;
    let percent = if progress <= 1.0 { progress * 100.0 } else { progress };
    // Saturates: no vendor's number leaves the bar.
    Some(percent.round().min(100.0) as u8)
}

/// US dollars where it says so, else its credits.
pub fn billed(task: &Value) -> Option<Money> {
    usd(&task["cost"]).or_else(|| credits(&task["credits_cost"]))
}

/// Why it failed: the error's message, else its type.
pub fn failure_words(body: &Value, task: &Value) -> String {
    let error = [&task["error"], &body["error"]].into_iter().find(|error| words_in(error).is_some());
    let said = error.and_then(|error| words_in(&error["message"]).or_else(|| words_in(&error["type"])));
    let others = || [&task["error"], &body["error"], &task["message"], &body["message"]].into_iter().find_map(words_in);
    said.or_else(others).unwrap_or_default()
}
