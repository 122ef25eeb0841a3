//! APIMart (vendors.md §2).

use serde_json::Value;

use super::outcome::Refusal;
use super::reading::{decimal, http_code, text_of, usd, words_in};
use super::{
    ApiKey, Body, Content, Header, Job, Method, Progress, RemoteTask, Request, Submitted, UploadPicture, UploadStep,
    Vendor,
};
use crate::model::Trouble;
use crate::model::capabilities::{Elsewhere, Row};
use crate::model::draft::{Cut, Draft};
use crate::model::element::Element;
use crate::model::price::Balance;
use crate::model::storyboard::Shot;

mod replies;
mod rows;

pub struct Apimart;

const NAME: &str = "APIMart";

/// For rows that point here.
pub const KLING_V3: Elsewhere = Elsewhere { offering: "apimart/kling-v3", model_name: "Kling V3", seller: NAME };
pub const KLING_V3_OMNI: Elsewhere =
    Elsewhere { offering: "apimart/kling-v3-omni", model_name: "Kling V3 Omni", seller: NAME };

/// §2.2 (L): the page lost the field's name; `kling_elements` is the other candidate.
const ELEMENT_FIELD: &str = "element_list";

/// §2.2 (M): how omni takes its pictures, each with a role.
const OMNI_PICTURE_FIELD: &str = "image_with_roles";

/// §2.4 (H).
const UPLOAD_LIFE_SECS: u64 = 72 * 3_600;

impl Vendor for Apimart {
    fn id(&self) -> &'static str {
        "apimart"
    }

    fn name(&self) -> &'static str {
        NAME
    }

    fn default_base_url(&self) -> &'static str {
        "https://api.apimart.ai"
    }

    fn other_base_urls(&self) -> &'static [&'static str] {
        &[]
    }

    fn site(&self) -> &'static str {
        "apimart.ai"
    }

    fn rows(&self) -> &'static [Row] {
        rows::ROWS
    }

    fn submit(&self, job: &Job<'_>) -> Request {
        let url = super::join(job.base_url, "/v1/videos/generations");
        Request::signed(Method::Post, url, Content::Json(Body::Object(submit_body(job))))
    }

    fn read_submitted(&self, body: &Value) -> Submitted {
        let task = replies::data(body);
        if let Some(remote) = text_of(&task["task_id"]).or_else(|| text_of(&task["id"])) {
            return Submitted::Id { remote, word: text_of(&task["status"]) };
        }
        match replies::error(body).and_then(words_in) {
            Some(words) => Submitted::Error { code: self.inner_code(body), words },
            None => Submitted::Neither,
        }
    }

    /// Errors come in the asker's language where they speak it.
    fn poll(&self, task: &RemoteTask<'_>) -> Request {
        let language = if task.language == "zh" { "zh" } else { "en" };
        let path = format!("/v1/tasks/{}?language={language}", super::path_segment(task.remote));
        Request::signed(Method::Get, super::join(task.base_url, &path), Content::None)
    }

    fn read_progress(&self, body: &Value) -> Progress {
        let task = replies::data(body);
        let Some(word) = text_of(&task["status"]) else {
            return Progress::Unreadable;
        };
        match word.to_ascii_lowercase().as_str() {
            "completed" => Progress::Finished { links: replies::links(task), billed: replies::billed(task) },
            "failed" | "cancelled" | "canceled" => {
                let words = replies::failure_words(body, task);
                Progress::Failed { word, words, billed: replies::billed(task) }
            }
            // `submitted`, `pending`, `processing`, and any word we do not know.
            _ => Progress::Running { word, percent: replies::percent(task) },
        }
    }

    fn upload(&self, base_url: &str, picture: &UploadPicture) -> Option<Request> {
        let content = Content::Multipart { field: "file", picture: picture.clone() };
        Some(Request::signed(Method::Post, super::join(base_url, "/v1/uploads/images"), content))
    }

    /// Flat, without an envelope.
    fn read_upload(
        &self,
        _base_url: &str,
        _picture: &UploadPicture,
        _step: u32,
        body: &Value,
    ) -> Result<UploadStep, Trouble> {
        let url = text_of(&body["url"]).ok_or_else(|| Trouble::new("vendor-upload-without-link"))?;
        Ok(UploadStep::Done { url, expires_after_secs: Some(UPLOAD_LIFE_SECS) })
    }

    /// The key's own balance, not the account's: what this key may still spend.
    fn balance(&self, base_url: &str) -> Option<Request> {
        Some(Request::signed(Method::Get, super::join(base_url, "/v1/balance"), Content::None))
    }

    /// Comes as HTTP 200 whatever happened; `success: false` is a refusal, and `message` its words.
    fn read_balance(&self, body: &Value) -> Option<Balance> {
        if body["success"] == Value::Bool(false) || replies::error(body).is_some() {
            return None;
        }
        let left = &body["remain_balance"];
        let is_unlimited = body["unlimited_quota"] == Value::Bool(true) || decimal(left) == Some(-1.0);
        if is_unlimited { Some(Balance::Unlimited) } else { usd(left).map(Balance::Left) }
    }

    fn sign(&self, key: &ApiKey) -> Header {
        Header { name: "Authorization", value: format!("Bearer {}", key.expose()).into() }
    }

    /// Two of its fields have names that are not sure (§2.2).
    fn doubt(&self, refusal: &Refusal, _endpoint: &str, draft: &Draft) -> Option<&'static str> {
        if !draft.elements.is_empty() && refusal.speaks_of(&["element"]) {
            return Some("vendor-unsure-elements");
        }
        refusal.speaks_of(&[OMNI_PICTURE_FIELD]).then_some("vendor-unsure-pictures")
    }

    fn words_of(&self, body: &Value) -> Option<String> {
        let error = replies::error(body);
        let said = error.and_then(|error| words_in(&error["message"]).or_else(|| words_in(error)));
        said.or_else(|| [&body["message"], &body["detail"]].into_iter().find_map(words_in))
    }

    /// An error object speaks for itself: `"code": 200` around it means only that the server answered.
    fn inner_code(&self, body: &Value) -> Option<u16> {
        let envelope = http_code(&body["code"]);
        match replies::error(body) {
            Some(error) => http_code(&error["code"]).or(envelope.filter(|code| *code >= 300)),
            None => envelope,
        }
    }
}

fn submit_body(job: &Job<'_>) -> Vec<(&'static str, Body)> {
    let (draft, caps) = (job.draft(), &job.row.caps);
    let mut body = vec![("model", Body::from(job.model()))];
    // Under a by-hand cut the shots stand for it (§11, S1).
    if draft.cut != Cut::ByHand {
        body.push(("prompt", job.text(&draft.prompt)));
    }
    if !draft.negative_prompt.trim().is_empty() {
        body.push(("negative_prompt", job.text(&draft.negative_prompt)));
    }
    body.push(("mode", caps.mode(draft.mode).word().into()));
    body.push(("duration", draft.total().0.into()));
    body.push(("aspect_ratio", draft.aspect_ratio.word().into()));
    // Their defaults are on no page, so both are always said (§10.5, 12).
    body.push(("audio", caps.sound(draft.cut, draft.sound).into()));
    body.push(("watermark", draft.watermark.into()));
    body.push(("multi_shot", (draft.cut != Cut::OneShot).into()));
    match draft.cut {
        Cut::OneShot => {}
        Cut::ByVendor => body.push(("shot_type", "intelligence".into())),
        Cut::ByHand => {
            body.push(("shot_type", "customize".into()));
            body.push(("multi_prompt", Body::List(shots(job, draft))));
        }
    }
    body.extend(picture_field(job, draft));
    if !draft.elements.is_empty() {
        let elements = draft.elements.iter().map(|element| element_body(job, element)).collect();
        body.push((ELEMENT_FIELD, Body::List(elements)));
    }
    body
}

/// Numbered from 1 without a gap.
fn shots(job: &Job<'_>, draft: &Draft) -> Vec<Body> {
    let shot = |(i, shot): (usize, &Shot)| {
        Body::Object(vec![
            ("index", (i + 1).into()),
            ("prompt", job.text(shot.prompt_text())),
            ("duration", shot.secs().0.into()),
        ])
    };
    draft.storyboard.shots().iter().enumerate().map(shot).collect()
}

/// V3 tells first and last frame by their order; omni by their role.
fn picture_field(job: &Job<'_>, draft: &Draft) -> Option<(&'static str, Body)> {
    let frames = [("first_frame", &draft.frames.first), ("last_frame", &draft.frames.last)];
    let frames = frames.into_iter().filter_map(|(role, image)| Some((role, image.as_ref()?)));
    if job.row.caps.max_references == 0 {
        let urls: Vec<Body> = frames.map(|(_, image)| job.picture(image)).collect();
        return (!urls.is_empty()).then_some(("image_urls", Body::List(urls)));
    }
    // References stand first, so that `<<<image_1>>>` is the first of them whether or not frames are counted (M).
    let references = draft.references.iter().map(|image| ("reference", image));
    let with_role =
        |(role, image): (&'static str, _)| Body::Object(vec![("url", job.picture(image)), ("role", role.into())]);
    let pictures: Vec<Body> = references.chain(frames).map(with_role).collect();
    (!pictures.is_empty()).then_some((OMNI_PICTURE_FIELD, Body::List(pictures)))
}

/// The first picture is the frontal one.
fn element_body(job: &Job<'_>, element: &Element) -> Body {
    Body::Object(vec![
        ("name", (&*element.name).into()),
        ("description", (&*element.description).into()),
        ("element_input_urls", Body::List(element.images.iter().map(|image| job.picture(image)).collect())),
    ])
}
