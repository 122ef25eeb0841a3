//! The twin of MuleRouter, written from its pages (vendors.md §1, §10): `kling-v3` from text and from frames.

use serde_json::{Map, Value, json};

use super::dialect::{Call, Dialect, Refusal, Status};
use super::fields::Fields;
use super::order::{Judged, Order, Quality, Shape, Shot, cut_by_vendor};
use super::pictures::{self, Given, PictureRules};
use super::prompts;
use super::reply::{Heard, Reply};
use super::task::{Moment, Task};
use super::time::iso;

pub struct MuleRouter;

const TEXT_TO_VIDEO: &str = "/vendors/klingai/v1/kling-v3/text-to-video/generation";
const IMAGE_TO_VIDEO: &str = "/vendors/klingai/v1/kling-v3/image-to-video/generation";

const FIELDS_OF_BOTH: [&str; 8] =
    ["prompt", "negative_prompt", "mode", "sound", "duration", "multi_shot", "shot_type", "multi_prompt"];
const FIELDS_OF_TEXT: [&str; 1] = ["aspect_ratio"];
const FIELDS_OF_IMAGE: [&str; 3] = ["first_frame", "last_frame", "elements"];

const PROMPT_CHARS: usize = 2500;
const SHOT_PROMPT_CHARS: usize = 512;
const SECONDS: std::ops::RangeInclusive<i64> = 3..=15;
const DEFAULT_SECONDS: i64 = 5;
const SHOTS: usize = 6;
const ELEMENTS: usize = 3;
const REFERENCE_IMAGES: usize = 3;
// 10 MB, read the strict way: what passes here passes a vendor that counts in 1,048,576s too.
const PICTURES: PictureRules = PictureRules { max_bytes: 10_000_000, min_side: 300, max_ratio_tenths: 25 };

impl Dialect for MuleRouter {
    fn vendor(&self) -> &'static str {
        "mulerouter"
    }

    fn call(&self, heard: &Heard) -> Option<Call> {
        let endpoint = [TEXT_TO_VIDEO, IMAGE_TO_VIDEO].into_iter().find(|path| heard.path.starts_with(path));
        let Some(endpoint) = endpoint else {
            let is_ours = heard.path.starts_with("/vendors/");
            return is_ours.then(|| Call::Refused(Refusal::new(404, "Not found")));
        };
        let wrong_method = Call::Refused(Refusal::new(405, "Method not allowed"));
        let endpoint = endpoint.to_owned();
        Some(match (heard.path[endpoint.len()..].strip_prefix('/'), heard.method.as_str()) {
            (None, "POST") if heard.path == endpoint => Call::Submit { endpoint },
            (None, _) if heard.path == endpoint => wrong_method,
            (Some(id), "GET") if !id.contains('/') => Call::Poll { endpoint, id: id.to_owned() },
            (Some(id), _) if !id.contains('/') => wrong_method,
            (None | Some(_), _) => Call::Refused(Refusal::new(404, "Not found")),
        })
    }

    fn is_signed(&self, heard: &Heard) -> bool {
        let token = heard.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        token.is_some_and(|token| !token.trim().is_empty())
    }

    fn judge(&self, endpoint: &str, heard: &Heard) -> Result<Judged, Refusal> {
        if !heard.is_json() {
            return Err(Refusal::bad("Content-Type: must be application/json"));
        }
        let body: Value = serde_json::from_slice(&heard.body)
            .map_err(|error| Refusal::bad(format!("body: not valid JSON: {error}")))?;
        let fields = Fields::of(&body, "")?;
        if endpoint == TEXT_TO_VIDEO { judge_text(&fields) } else { judge_image(&fields) }
    }

    // MuleRouter publishes no prices; these are the maker's own list prices, so that a practice bill looks like one.
    fn micro_usd_per_sec(&self, order: &Order) -> u64 {
        match (order.quality, order.sound) {
            (Quality::Std, false) => 84_000,
            (Quality::Std, true) => 126_000,
            (Quality::Pro, false) => 112_000,
            (Quality::Pro, true) => 168_000,
        }
    }

    fn accepted(&self, task: &Task) -> Reply {
        Reply::json(202, &json!({ "task_info": task_info(task, "pending", task.accepted_at_ms) }))
    }

    fn progress(&self, task: &Task, status: &Status<'_>) -> Reply {
        let word = status.odd_word.unwrap_or(match status.moment {
            Moment::Pending => "pending",
            Moment::Processing => "processing",
            Moment::Completed => "completed",
            Moment::Failed { .. } => "failed",
        });
        let mut info = task_info(task, word, status.updated_at_ms);
        if let (Moment::Failed { why }, None) = (status.moment, status.odd_word) {
            let error = json!({ "code": 400, "title": "Invalid Request", "detail": why, "error_code": 3002 });
            info.insert("error".to_owned(), error);
        }
        let mut body = json!({ "task_info": info });
        if !status.links.is_empty() {
            body["videos"] = json!(status.links);
        }
        Reply::json(200, &body)
    }

    fn refused(&self, refusal: &Refusal) -> Reply {
        let title = match refusal.status {
            400 => "Invalid Request",
            401 => "Unauthorized",
            402 => "Payment Required",
            404 => "Not Found",
            405 => "Method Not Allowed",
            429 => "Too Many Requests",
            500.. => "Server Error",
            _ => "Error",
        };
        let body = json!({ "code": refusal.status, "title": title, "detail": refusal.detail });
        let reply = Reply::json(refusal.status, &body);
        match refusal.retry_after_secs {
            Some(secs) => reply.with("retry-after", secs.to_string()),
            None => reply,
        }
    }
}

fn task_info(task: &Task, word: &str, updated_at_ms: u64) -> Map<String, Value> {
    Map::from_iter([
        ("id".to_owned(), json!(task.id)),
        ("status".to_owned(), json!(word)),
        ("created_at".to_owned(), json!(iso(task.accepted_at_ms))),
        ("updated_at".to_owned(), json!(iso(updated_at_ms))),
    ])
}

fn judge_text(fields: &Fields<'_>) -> Result<Judged, Refusal> {
    fields.only(&[&FIELDS_OF_BOTH[..], &FIELDS_OF_TEXT].concat())?;
    let shape = match fields.word("aspect_ratio", &["16:9", "9:16", "1:1"])? {
        Some("9:16") => Shape::Tall,
        Some("1:1") => Shape::Square,
        _ => Shape::Wide,
    };
    let order = judge_order(fields, shape, 0)?;
    Ok(Judged { order, first: None, last: None })
}

fn judge_image(fields: &Fields<'_>) -> Result<Judged, Refusal> {
    fields.only(&[&FIELDS_OF_BOTH[..], &FIELDS_OF_IMAGE].concat())?;
    let first = judge_picture(fields, "first_frame")?;
    let last = judge_picture(fields, "last_frame")?;
    let Some(leading) = first.as_ref().or(last.as_ref()) else {
        return Err(Refusal::bad("first_frame: at least one of first_frame and last_frame is required"));
    };
    // The video takes the shape of its frame. A web address is not fetched, so its shape is anybody's guess.
    let shape = leading.size().map_or(Shape::Wide, |(width, height)| Shape::nearest(width, height));
    let elements = judge_elements(fields)?;
    let order = judge_order(fields, shape, elements)?;
    Ok(Judged { order, first, last })
}

fn judge_order(fields: &Fields<'_>, shape: Shape, elements: usize) -> Result<Order, Refusal> {
    let quality = match fields.word("mode", &["std", "pro"])? {
        Some("pro") => Quality::Pro,
        _ => Quality::Std,
    };
    let sound = fields.word("sound", &["on", "off"])? == Some("on");
    let seconds = fields.whole("duration")?.unwrap_or(DEFAULT_SECONDS);
    if !SECONDS.contains(&seconds) {
        return Err(fields.bad("duration", format!("must be 3 to 15, not {seconds}")));
    }
    if let Some(text) = fields.text("negative_prompt")? {
        judge_length(fields, "negative_prompt", text, PROMPT_CHARS)?;
    }
    let seconds = u32::try_from(seconds).unwrap_or_default();
    let shots = judge_cut(fields, seconds, elements)?;
    let (width, height) = shape.size(quality);
    Ok(Order { seconds, quality, sound, width, height, shots })
}

fn judge_cut(fields: &Fields<'_>, seconds: u32, elements: usize) -> Result<Vec<Shot>, Refusal> {
    let is_multi = fields.boolean("multi_shot")?.unwrap_or(false);
    let shot_type = fields.word("shot_type", &["customize", "intelligence"])?;
    match (is_multi, shot_type) {
        (true, None) => return Err(fields.bad("shot_type", "field required when multi_shot is true")),
        (false, Some(_)) => return Err(fields.bad("shot_type", "only allowed when multi_shot is true")),
        (true, Some(_)) | (false, None) => {}
    }
    if shot_type == Some("customize") {
        if fields.has("prompt") {
            return Err(fields.bad("prompt", "not allowed when shot_type is customize"));
        }
        return judge_shots(fields, seconds, elements);
    }
    if fields.has("multi_prompt") {
        return Err(fields.bad("multi_prompt", "only allowed when shot_type is customize"));
    }
    let prompt = judge_prompt(fields, PROMPT_CHARS, elements)?;
    Ok(if is_multi { cut_by_vendor(prompt, seconds) } else { vec![Shot { text: prompt.to_owned(), seconds }] })
}

fn judge_shots(fields: &Fields<'_>, seconds: u32, elements: usize) -> Result<Vec<Shot>, Refusal> {
    let items = fields.required("multi_prompt", fields.list("multi_prompt")?)?;
    if items.len() > SHOTS {
        return Err(fields.bad("multi_prompt", format!("at most {SHOTS} shots, not {}", items.len())));
    }
    let mut shots = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let shot = Fields::of(item, format!("multi_prompt[{i}]"))?;
        shot.only(&["prompt", "duration"])?;
        let text = judge_prompt(&shot, SHOT_PROMPT_CHARS, elements)?.to_owned();
        let length = shot.required("duration", shot.whole("duration")?)?;
        let length = u32::try_from(length).ok().filter(|length| *length >= 1);
        shots.push(Shot { text, seconds: length.ok_or_else(|| shot.bad("duration", "must be at least 1"))? });
    }
    let sum: u64 = shots.iter().map(|shot| u64::from(shot.seconds)).sum();
    if sum != u64::from(seconds) {
        return Err(fields.bad("multi_prompt", format!("the durations sum to {sum}, but duration is {seconds}")));
    }
    Ok(shots)
}

fn judge_prompt<'a>(fields: &Fields<'a>, chars: usize, elements: usize) -> Result<&'a str, Refusal> {
    let prompt = fields.required("prompt", fields.text("prompt")?)?;
    if prompt.trim().is_empty() {
        return Err(fields.bad("prompt", "must not be empty"));
    }
    judge_length(fields, "prompt", prompt, chars)?;
    if let Some(name) = prompts::literal_mention(prompt) {
        return Err(fields.bad("prompt", format!("@{name} names nothing; elements are written <<<element_N>>>")));
    }
    let is_known = |number: &str| number.parse().is_ok_and(|n: usize| (1..=elements).contains(&n));
    match prompts::numbered_elements(prompt).find(|number| !is_known(number)) {
        Some(number) => Err(fields.bad("prompt", format!("<<<element_{number}>>> names none of {elements} elements"))),
        None => Ok(prompt),
    }
}

fn judge_length(fields: &Fields<'_>, key: &str, text: &str, chars: usize) -> Result<(), Refusal> {
    let count = text.chars().count();
    if count > chars {
        return Err(fields.bad(key, format!("at most {chars} characters, not {count}")));
    }
    Ok(())
}

/// How many elements there are, all of them whole.
fn judge_elements(fields: &Fields<'_>) -> Result<usize, Refusal> {
    let Some(items) = fields.list("elements")? else { return Ok(0) };
    if items.len() > ELEMENTS {
        return Err(fields.bad("elements", format!("at most {ELEMENTS} elements, not {}", items.len())));
    }
    for (i, item) in items.iter().enumerate() {
        let element = Fields::of(item, format!("elements[{i}]"))?;
        let kind = element.word("type", &["image", "video"])?;
        match element.required("type", kind)? {
            "video" => judge_video_element(&element)?,
            _ => judge_image_element(&element)?,
        }
    }
    Ok(items.len())
}

fn judge_image_element(element: &Fields<'_>) -> Result<(), Refusal> {
    element.only(&["type", "frontal_image", "reference_images"])?;
    element.required("frontal_image", judge_picture(element, "frontal_image")?)?;
    let references = element.required("reference_images", element.list("reference_images")?)?;
    if references.len() > REFERENCE_IMAGES {
        let what = format!("at most {REFERENCE_IMAGES} images, not {}", references.len());
        return Err(element.bad("reference_images", what));
    }
    for (i, reference) in references.iter().enumerate() {
        let place = format!("reference_images[{i}]");
        let text = reference.as_str().ok_or_else(|| element.bad(&place, "must be a string"))?;
        pictures::judge(text, &PICTURES).map_err(|what| element.bad(&place, what))?;
    }
    Ok(())
}

fn judge_video_element(element: &Fields<'_>) -> Result<(), Refusal> {
    element.only(&["type", "reference_videos"])?;
    let videos = element.required("reference_videos", element.list("reference_videos")?)?;
    for (i, video) in videos.iter().enumerate() {
        let place = format!("reference_videos[{i}]");
        let text = video.as_str().ok_or_else(|| element.bad(&place, "must be a string"))?;
        pictures::judge_address(text).map_err(|what| element.bad(&place, what))?;
    }
    Ok(())
}

fn judge_picture(fields: &Fields<'_>, key: &str) -> Result<Option<Given>, Refusal> {
    let Some(text) = fields.text(key)? else { return Ok(None) };
    pictures::judge(text, &PICTURES).map(Some).map_err(|what| fields.bad(key, what))
}
