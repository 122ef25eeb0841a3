//! What a generation may hold (vendors.md §2.2): `kling-v3`, and `kling-v3-omni` as far as its page goes.

use super::super::cut::{self, CutRules, Names, Numbering, Presence};
use super::super::dialect::{Bill, Refusal};
use super::super::fields::Fields;
use super::super::named::{self, NamedRules};
use super::super::order::{Judged, Order, Quality, Shape};
use super::super::pictures::Given;
use super::super::uploads::Uploads;

pub const MODELS: [&str; 2] = ["kling-v3", "kling-v3-omni"];

const FIELDS_OF_BOTH: [&str; 13] = [
    "model",
    "prompt",
    "negative_prompt",
    "mode",
    "duration",
    "aspect_ratio",
    "image_urls",
    "watermark",
    "audio",
    "multi_shot",
    "shot_type",
    "multi_prompt",
    ELEMENTS.field,
];
const FIELDS_OF_OMNI: [&str; 1] = ["image_with_roles"];

const SECONDS: std::ops::RangeInclusive<i64> = 3..=15;
const DEFAULT_SECONDS: i64 = 5;
// The page gives no length for `kling-v3`; its omni sister has 2500, as the whole family.
const PROMPT_CHARS: usize = 2500;
const FRAMES: usize = 2;
const OMNI_INPUTS: usize = 7;
const CUT: CutRules = CutRules {
    flag: "multi_shot",
    presence: Presence::Optional,
    max_shots: 6,
    prompt_chars: PROMPT_CHARS,
    shot_prompt_chars: 512,
    numbering: Numbering::FromOne,
};
// The page lost the field's name (L); `element_list` is the likely one.
const ELEMENTS: NamedRules = NamedRules {
    field: "element_list",
    urls: "element_input_urls",
    max: 3,
    images: 2..=4,
    description: Presence::Required,
};

/// Millionths of a US dollar a second, silent and with sound (§2.5): list prices less the usual fifth.
struct Rates {
    std: [u64; 2],
    pro: [u64; 2],
    uhd: u64,
}

const V3: Rates = Rates { std: [67_200, 100_800], pro: [89_600, 112_000], uhd: 428_560 };
const OMNI: Rates = Rates { std: [67_200, 89_600], pro: [89_600, 112_000], uhd: 428_560 };

#[derive(Default)]
struct Frames {
    first: Option<Given>,
    last: Option<Given>,
    /// All pictures given, frames among them.
    count: usize,
}

pub fn judge(fields: &Fields<'_>, uploads: &Uploads) -> Result<Judged, Refusal> {
    let model = fields.required("model", fields.text("model")?)?;
    match model {
        "kling-v3" => {
            fields.only(&FIELDS_OF_BOTH)?;
            let frames = judge_frames(fields, uploads)?;
            judge_order(fields, frames, 0, &V3, uploads)
        }
        "kling-v3-omni" => {
            fields.only(&[&FIELDS_OF_BOTH[..], &FIELDS_OF_OMNI].concat())?;
            let frames = judge_roles(fields, uploads)?;
            let images = frames.count;
            judge_order(fields, frames, images, &OMNI, uploads)
        }
        other => Err(fields.bad("model", format!("no such model: {other:?}"))),
    }
}

/// One address is the first frame, two are first and last.
fn judge_frames(fields: &Fields<'_>, uploads: &Uploads) -> Result<Frames, Refusal> {
    let Some(urls) = fields.list("image_urls")? else { return Ok(Frames::default()) };
    if urls.len() > FRAMES {
        return Err(fields.bad("image_urls", format!("at most {FRAMES} images, not {}", urls.len())));
    }
    let mut given = named::judge_addresses(fields, "image_urls", urls, uploads)?.into_iter();
    Ok(Frames { first: given.next(), last: given.next(), count: urls.len() })
}

/// Omni: plain addresses, or addresses with a role each.
fn judge_roles(fields: &Fields<'_>, uploads: &Uploads) -> Result<Frames, Refusal> {
    let plain = fields.list("image_urls")?;
    let Some(items) = fields.list("image_with_roles")? else {
        let count = plain.map_or(0, Vec::len);
        named::judge_addresses(fields, "image_urls", plain.map_or(&[][..], Vec::as_slice), uploads)?;
        return Ok(Frames { count, ..Frames::default() });
    };
    if plain.is_some() {
        return Err(fields.bad("image_with_roles", "not beside image_urls"));
    }
    let mut frames = Frames { count: items.len(), ..Frames::default() };
    for (i, item) in items.iter().enumerate() {
        let item = Fields::of(item, format!("image_with_roles[{i}]"))?;
        item.only(&["url", "role"])?;
        let url = item.required("url", item.text("url")?)?;
        let given = uploads.given(url).map_err(|what| item.bad("url", what))?;
        let role = item.required("role", item.word("role", &["first_frame", "last_frame", "reference"])?)?;
        let seat = match role {
            "first_frame" => &mut frames.first,
            "last_frame" => &mut frames.last,
            _ => continue,
        };
        if seat.replace(given).is_some() {
            return Err(item.bad("role", format!("only one image can be the {role}")));
        }
    }
    if frames.last.is_some() && frames.first.is_none() {
        return Err(fields.bad("image_with_roles", "a last_frame needs a first_frame"));
    }
    Ok(frames)
}

/// `images` is how many a prompt may name by number.
fn judge_order(
    fields: &Fields<'_>,
    frames: Frames,
    images: usize,
    rates: &Rates,
    uploads: &Uploads,
) -> Result<Judged, Refusal> {
    let quality = match fields.word("mode", &["std", "pro", "4k"])? {
        Some("pro") => Quality::Pro,
        Some("4k") => Quality::Uhd,
        Some(_) | None => Quality::Std,
    };
    let ratio = fields.word("aspect_ratio", &["16:9", "9:16", "1:1"])?.map_or(Shape::Wide, Shape::of_word);
    let shape = frames
        .first
        .as_ref()
        .map_or(ratio, |first| if first.size().is_some() { Shape::of_frame(first) } else { ratio });
    fields.boolean("watermark")?;
    let sound = fields.boolean("audio")?.unwrap_or(false);
    let seconds = cut::judge_seconds(fields, &SECONDS, DEFAULT_SECONDS)?;
    if let Some(text) = fields.text("negative_prompt")? {
        cut::judge_length(fields, "negative_prompt", text, PROMPT_CHARS)?;
    }
    let elements = named::judge(fields, &ELEMENTS, uploads)?;
    if images + elements.len() > OMNI_INPUTS {
        let what = format!("elements and images: at most {OMNI_INPUTS}, not {}", images + elements.len());
        return Err(fields.bad(ELEMENTS.field, what));
    }
    let shots = cut::judge(fields, &CUT, seconds, &Names::Written { elements, images })?.shots;
    let (width, height) = shape.size(quality);
    let micro_usd = match quality {
        Quality::Std => rates.std[usize::from(sound)],
        Quality::Pro => rates.pro[usize::from(sound)],
        Quality::Uhd => rates.uhd,
    };
    let order = Order { seconds, quality, sound, width, height, shots };
    let rate = Bill { micro_usd, milli_credits: None };
    Ok(Judged { order, rate, first: frames.first, last: frames.last })
}
