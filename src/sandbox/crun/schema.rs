//! `GET …/job/Models` and the live table of a model's fields (vendors.md §3.1).

use serde_json::{Value, json};

use super::super::dialect::Refusal;
use super::super::fault::Kind;
use super::super::reply::Heard;
use super::judge::{FIELDS, MODEL, MODES, RATIOS};

pub fn list(heard: &Heard) -> Result<Value, Refusal> {
    match heard.asked("modality").as_deref() {
        None | Some("video") => Ok(json!([{ "model": MODEL, "name": "Kling V3", "modality": "video" }])),
        Some("image" | "audio" | "text") => Ok(json!([])),
        Some(other) => Err(Refusal::new(422, format!("modality: not {other:?}"))),
    }
}

/// Under a fault, a table in which 4k has appeared.
pub fn of_model(strike: Option<Kind>) -> Value {
    let mut modes = MODES.to_vec();
    if strike == Some(Kind::Schema4k) {
        modes.push("4k");
    }
    let property = |name: &&str| {
        let kind = match *name {
            "multi_shots" | "audio" => json!({ "type": "boolean" }),
            "duration" => json!({ "type": "integer", "minimum": 3, "maximum": 15 }),
            "mode" => json!({ "type": "string", "enum": modes }),
            "aspect_ratio" => json!({ "type": "string", "enum": RATIOS }),
            "shot_type" => json!({ "type": "string", "enum": ["customize", "intelligence"] }),
            "img_urls" => json!({ "type": "array", "items": { "type": "string" }, "maxItems": 2 }),
            "multi_prompt" => json!({ "type": "array", "items": { "type": "object" }, "maxItems": 6 }),
            "element_list" => json!({ "type": "array", "items": { "type": "object" }, "maxItems": 3 }),
            "input_compliance" | "output_compliance" => json!({ "type": "string", "enum": ["enabled", "disabled"] }),
            _ => json!({ "type": "string" }),
        };
        ((*name).to_owned(), kind)
    };
    let properties: serde_json::Map<_, _> = FIELDS.iter().map(property).collect();
    json!({
        "model": MODEL, "modality": "video",
        "input_schema": { "type": "object", "required": ["multi_shots"], "properties": properties },
    })
}
