//! MuleRouter (vendors.md §1).

use serde_json::Value;

use super::{
    ApiKey, Body, Content, Header, Job, Method, Progress, RemoteTask, Request, Submitted, UploadPicture, UploadStep,
    Vendor,
};
use crate::model::capabilities::{
    Capabilities, ElementRules, Field, FrameRules, ImageTransport, MentionSyntax, PictureLimits, RatioBesideFrame, Row,
    SoundRule, Stance,
};
use crate::model::draft::{AspectRatio, Cut, Draft, Mode};
use crate::model::mention;
use crate::model::storyboard::{Secs, Shot};
use crate::model::{Element, Trouble};

pub struct MuleRouter;

/// §1.3, 1.6, 1.7. Its prices are not published (§12).
static ROWS: &[Row] = &[Row {
    id: "mulerouter/kling-v3",
    vendor: "mulerouter",
    model_name: "Kling V3",
    caps: Capabilities {
        modes: &[Mode::Std, Mode::Pro],
        default_mode: Mode::Std,
        cuts: &Cut::ALL,
        min_seconds: Secs(3),
        max_seconds: Secs(15),
        max_shots: 6,
        prompt_max: 2_500,
        shot_prompt_max: 512,
        negative_prompt_max: Some(2_500),
        aspect_ratios: &AspectRatio::ALL,
        ratio_beside_frame: RatioBesideFrame::NotTaken,
        frames: FrameRules {
            takes_frames: true,
            last_alone: Stance::Warned,
            both_with_cuts: Stance::Warned,
            cuts_need_one_picture: false,
        },
        sound: SoundRule::Choice,
        elements: ElementRules {
            max: 3,
            min_images: 2,
            max_images: 4,
            description: Field::NotTaken,
            takes_videos: true,
            need_a_frame: true,
            shared_max: None,
            matched_by_text: false,
        },
        mentions: MentionSyntax::Positional,
        max_references: 0,
        // "10 MB" is read as the smaller of its two meanings, so that both are kept.
        pictures: PictureLimits { max_bytes: 10_000_000, min_side: 300, max_stretch: 2.5 },
        transport: ImageTransport::Inline,
        takes_watermark: false,
        takes_callback: false,
        has_estimate: false,
        has_balance: false,
        prices: &[],
    },
}];

impl Vendor for MuleRouter {
    fn id(&self) -> &'static str {
        "mulerouter"
    }

    fn name(&self) -> &'static str {
        "MuleRouter"
    }

    fn default_base_url(&self) -> &'static str {
        "https://api.mulerouter.ai"
    }

    fn other_base_urls(&self) -> &'static [&'static str] {
        &["https://api.mulerun.com"]
    }

    fn rows(&self) -> &'static [Row] {
        ROWS
    }

    fn submit(&self, job: &Job<'_>) -> Request {
        let (_, model) = job.row.id.split_once('/').unwrap_or(("", job.row.id));
        let variant = if job.draft().frames.is_empty() { "text-to-video" } else { "image-to-video" };
        let path = format!("/vendors/klingai/v1/{model}/{variant}/generation");
        Request {
            method: Method::Post,
            url: super::join(job.base_url, &path),
            content: Content::Json(Body::Object(submit_body(job))),
            is_signed: true,
        }
    }

    fn read_submitted(&self, body: &Value) -> Submitted {
        let info = &body["task_info"];
        if let Some(remote) = text_of(&info["id"]) {
            return Submitted::Id { remote, word: text_of(&info["status"]) };
        }
        // `message` alone is no error object: a success may carry one.
        let errors = [&info["error"], &body["error"], &body["detail"]];
        match errors.into_iter().find_map(words_in) {
            Some(words) => Submitted::Error { code: self.inner_code(body), words },
            None => Submitted::Neither,
        }
    }

    fn poll(&self, task: &RemoteTask<'_>) -> Request {
        let path = format!("{}/{}", task.endpoint, super::path_segment(task.remote));
        Request { method: Method::Get, url: super::join(task.base_url, &path), content: Content::None, is_signed: true }
    }

    /// §1.5. A failure comes inside HTTP 200.
    fn read_progress(&self, body: &Value) -> Progress {
        let Some(word) = text_of(&body["task_info"]["status"]) else {
            return Progress::Unreadable;
        };
        match word.as_str() {
            "completed" | "succeeded" => Progress::Finished { links: links(body), billed: None },
            // Its own "cancelled" is on no page, but nothing that is cancelled goes on.
            "failed" | "cancelled" | "canceled" => Progress::Failed { word, words: failure_words(body), billed: None },
            // `pending`, `queued`, `processing`, `running`, and any word we do not know.
            _ => Progress::Running { word, percent: None },
        }
    }

    fn upload(&self, _base_url: &str, _picture: &UploadPicture) -> Option<Request> {
        None
    }

    fn read_upload(
        &self,
        _base_url: &str,
        _picture: &UploadPicture,
        _step: u32,
        _body: &Value,
    ) -> Result<UploadStep, Trouble> {
        Err(Trouble::new("vendor-takes-no-uploads"))
    }

    fn test_key(&self, _base_url: &str) -> Option<Request> {
        None
    }

    fn sign(&self, key: &ApiKey) -> Header {
        Header { name: "Authorization", value: format!("Bearer {}", key.expose()).into() }
    }

    /// §1.8: no fixed shape; the official client looks in this order.
    fn words_of(&self, body: &Value) -> Option<String> {
        let places = [&body["detail"], &body["error"], &body["message"], &body["task_info"]["error"]];
        places.into_iter().find_map(words_in)
    }

    fn inner_code(&self, body: &Value) -> Option<u16> {
        let places = [&body["task_info"]["error"]["code"], &body["error"]["code"]];
        places.into_iter().find_map(number_of).and_then(|code| u16::try_from(code).ok()).filter(|code| *code < 600)
    }
}

fn submit_body(job: &Job<'_>) -> Vec<(&'static str, Body)> {
    let (draft, caps) = (job.draft(), &job.row.caps);
    let rendered = |text: &str| Body::from(mention::render(text, draft, caps.mentions));
    let mut body = Vec::new();
    // Under a by-hand cut the shots stand for it (§10.9).
    if draft.cut != Cut::ByHand {
        body.push(("prompt", rendered(&draft.prompt)));
    }
    if !draft.negative_prompt.trim().is_empty() {
        body.push(("negative_prompt", rendered(&draft.negative_prompt)));
    }
    body.push(("mode", caps.mode(draft.mode).word().into()));
    body.push(("sound", if caps.sound(draft.cut, draft.sound) { "on" } else { "off" }.into()));
    body.push(("duration", draft.total().0.into()));
    if draft.frames.is_empty() {
        body.push(("aspect_ratio", draft.aspect_ratio.word().into()));
    }
    body.push(("multi_shot", (draft.cut != Cut::OneShot).into()));
    match draft.cut {
        Cut::OneShot => {}
        Cut::ByVendor => body.push(("shot_type", "intelligence".into())),
        Cut::ByHand => {
            let shot = |shot: &Shot| {
                Body::Object(vec![("prompt", rendered(shot.prompt_text())), ("duration", shot.secs().0.into())])
            };
            body.push(("shot_type", "customize".into()));
            body.push(("multi_prompt", Body::List(draft.storyboard.shots().iter().map(shot).collect())));
        }
    }
    body.extend(picture_fields(job, draft));
    body
}

/// Frames and elements: fields that only image-to-video knows (§1.6, 1.7).
fn picture_fields(job: &Job<'_>, draft: &Draft) -> Vec<(&'static str, Body)> {
    let mut fields = Vec::new();
    for (name, frame) in [("first_frame", &draft.frames.first), ("last_frame", &draft.frames.last)] {
        if let Some(image) = frame {
            fields.push((name, job.picture(image, true)));
        }
    }
    if !fields.is_empty() && !draft.elements.is_empty() {
        fields
            .push(("elements", Body::List(draft.elements.iter().map(|element| element_body(job, element)).collect())));
    }
    fields
}

fn element_body(job: &Job<'_>, element: &Element) -> Body {
    if !element.videos.is_empty() {
        let videos = element.videos.iter().map(|url| Body::from(&**url)).collect();
        return Body::Object(vec![("type", "video".into()), ("reference_videos", Body::List(videos))]);
    }
    let mut fields = vec![("type", Body::from("image"))];
    let mut images = element.images.iter().map(|image| job.picture(image, true));
    if let Some(frontal) = images.next() {
        fields.push(("frontal_image", frontal));
    }
    fields.push(("reference_images", Body::List(images.collect())));
    Body::Object(fields)
}

/// The page says `videos`; the official client also takes `video`, and a single address for a list.
fn links(body: &Value) -> Vec<String> {
    let address = |value: &Value| text_of(value).or_else(|| text_of(&value["url"]));
    [&body["videos"], &body["video"]]
        .into_iter()
        .flat_map(|value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice))
        .filter_map(address)
        .collect()
}

/// The reason, and the number its support asks for, which may stand inside the error or beside it (§1.5).
fn failure_words(body: &Value) -> String {
    let info = &body["task_info"];
    let words = [&info["error"], &body["error"], &body["detail"], &body["message"]].into_iter().find_map(words_in);
    let places = [&info["error"]["error_code"], &info["error_code"], &body["error"]["error_code"], &body["error_code"]];
    match (words, places.into_iter().find_map(number_of)) {
        (words, None) => words.unwrap_or_default(),
        (Some(words), Some(code)) => format!("{words} ({code})"),
        (None, Some(code)) => format!("({code})"),
    }
}

/// Words in a value of any shape: a text, an error object's detail or title, else the value as it was written.
fn words_in(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Bool(_) => None,
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Array(list) => Some(value.to_string()).filter(|_| !list.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(map) => {
            let said = ["detail", "title", "message"].into_iter().find_map(|key| words_in(&value[key]));
            said.or_else(|| Some(value.to_string()).filter(|_| !map.is_empty()))
        }
    }
}

/// A text that says something, or a number written out.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A whole number, also one in quotes.
fn number_of(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}
