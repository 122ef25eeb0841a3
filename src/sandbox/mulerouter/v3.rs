//! `kling-v3` (vendors.md §1.3): text to video, and frames to video.

use super::super::cut::{self, CutRules, Names, Numbering, Presence};
use super::super::dialect::{Bill, Refusal};
use super::super::fields::Fields;
use super::super::order::{Judged, Order, Quality, Shape};
use super::elements;

pub const FIELDS_OF_BOTH: [&str; 8] =
    ["prompt", "negative_prompt", "mode", "sound", "duration", "multi_shot", "shot_type", "multi_prompt"];
const FIELDS_OF_TEXT: [&str; 1] = ["aspect_ratio"];
const FIELDS_OF_IMAGE: [&str; 3] = ["first_frame", "last_frame", "elements"];

const PROMPT_CHARS: usize = 2500;
const SECONDS: std::ops::RangeInclusive<i64> = 3..=15;
const DEFAULT_SECONDS: i64 = 5;
const ELEMENTS: usize = 3;
const CUT: CutRules = CutRules {
    flag: "multi_shot",
    presence: Presence::Optional,
    max_shots: 6,
    prompt_chars: PROMPT_CHARS,
    shot_prompt_chars: 512,
    numbering: Numbering::None,
};

/// What a model is charged a second, and what it does when no mode is named.
pub struct Model {
    pub default_quality: Quality,
    /// Millionths of a US dollar: silent, with sound.
    pub std: [u64; 2],
    pub pro: [u64; 2],
}

// MuleRouter publishes no prices; these are the maker's own list prices, so that a practice bill looks like one.
const V3: Model = Model { default_quality: Quality::Std, std: [84_000, 126_000], pro: [112_000, 168_000] };

pub fn judge_text(fields: &Fields<'_>) -> Result<Judged, Refusal> {
    fields.only(&[&FIELDS_OF_BOTH[..], &FIELDS_OF_TEXT].concat())?;
    let shape = judge_ratio(fields)?.unwrap_or(Shape::Wide);
    judge_order(fields, &V3, shape, &Names::Numbered { elements: 0, images: 0 })
}

pub fn judge_image(fields: &Fields<'_>) -> Result<Judged, Refusal> {
    fields.only(&[&FIELDS_OF_BOTH[..], &FIELDS_OF_IMAGE].concat())?;
    let first = elements::judge_picture(fields, "first_frame")?;
    let last = elements::judge_picture(fields, "last_frame")?;
    let Some(leading) = first.as_ref().or(last.as_ref()) else {
        return Err(Refusal::bad("first_frame: at least one of first_frame and last_frame is required"));
    };
    let shape = Shape::of_frame(leading);
    let names = Names::Numbered { elements: elements::judge(fields, ELEMENTS)?, images: 0 };
    Ok(Judged { first, last, ..judge_order(fields, &V3, shape, &names)? })
}

pub fn judge_ratio(fields: &Fields<'_>) -> Result<Option<Shape>, Refusal> {
    Ok(fields.word("aspect_ratio", &["16:9", "9:16", "1:1"])?.map(Shape::of_word))
}

/// What both models and all their endpoints share.
pub fn judge_order(fields: &Fields<'_>, model: &Model, shape: Shape, names: &Names) -> Result<Judged, Refusal> {
    let quality = match fields.word("mode", &["std", "pro"])? {
        Some("pro") => Quality::Pro,
        Some(_) => Quality::Std,
        None => model.default_quality,
    };
    let sound = fields.word("sound", &["on", "off"])? == Some("on");
    let seconds = cut::judge_seconds(fields, &SECONDS, DEFAULT_SECONDS)?;
    if let Some(text) = fields.text("negative_prompt")? {
        cut::judge_length(fields, "negative_prompt", text, PROMPT_CHARS)?;
    }
    let shots = cut::judge(fields, &CUT, seconds, names)?.shots;
    let (width, height) = shape.size(quality);
    let rates = if quality == Quality::Std { model.std } else { model.pro };
    let rate = Bill { micro_usd: rates[usize::from(sound)], milli_credits: None };
    let order = Order { seconds, quality, sound, width, height, shots };
    Ok(Judged { order, rate, first: None, last: None })
}
