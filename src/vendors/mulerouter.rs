//! MuleRouter (vendors.md §1).

use serde_json::Value;

use super::outcome::Refusal;
use super::reading::{http_code, text_of, words_in};
use super::{
    ApiKey, Body, Content, Header, Job, Method, Progress, RemoteTask, Request, Submitted, UploadPicture, UploadStep,
    Vendor,
};
use crate::model::Trouble;
use crate::model::capabilities::{RatioBesideFrame, Row};
use crate::model::draft::{Cut, Draft};
use crate::model::element::Element;
use crate::model::storyboard::Shot;

mod replies;
mod rows;

pub struct MuleRouter;

const NAME: &str = "MuleRouter";

/// §1.1 (M): the client's path. The docs page says `reference-to-video`.
const REFERENCE_IMAGES: &str = "reference-image-to-video";

/// §1.4 (M): on omni, image-to-video takes at most this many elements beside a frame; more go by reference images.
const MAX_ELEMENTS_BESIDE_A_FRAME: usize = 3;

/// §1.4 (M): the clients send `model_name` on omni calls, no page knows it, and unknown fields are refused.
const OMNI_MODEL_NAME: Option<&str> = None;

impl Vendor for MuleRouter {
    fn id(&self) -> &'static str {
        "mulerouter"
    }

    fn name(&self) -> &'static str {
        NAME
    }

    fn default_base_url(&self) -> &'static str {
        "https://api.mulerouter.ai"
    }

    fn other_base_urls(&self) -> &'static [&'static str] {
        &["https://api.mulerun.com"]
    }

    fn site(&self) -> &'static str {
        "mulerouter.ai"
    }

    fn rows(&self) -> &'static [Row] {
        rows::ROWS
    }

    fn submit(&self, job: &Job<'_>) -> Request {
        let path = format!("/vendors/klingai/v1/{}/{}/generation", job.model(), variant(job.draft()));
        let body = Body::Object(submit_body(job));
        Request::signed(Method::Post, super::join(job.base_url, &path), Content::Json(body))
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
        Request::signed(Method::Get, super::join(task.base_url, &path), Content::None)
    }

    /// §1.5. A failure comes inside HTTP 200.
    fn read_progress(&self, body: &Value) -> Progress {
        let Some(word) = text_of(&body["task_info"]["status"]) else {
            return Progress::Unreadable;
        };
        match word.as_str() {
            "completed" | "succeeded" => Progress::Finished { links: replies::links(body), billed: None },
            // Its own "cancelled" is on no page, but nothing that is cancelled goes on.
            "failed" | "cancelled" | "canceled" => {
                Progress::Failed { word, words: replies::failure_words(body), billed: None }
            }
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

    fn sign(&self, key: &ApiKey) -> Header {
        Header { name: "Authorization", value: format!("Bearer {}", key.expose()).into() }
    }

    /// The path of reference images (§1.1) and the form of a picture (§1.6) are told in two ways.
    fn doubt(&self, refusal: &Refusal, endpoint: &str, draft: &Draft) -> Option<&'static str> {
        if matches!(refusal.code, 404 | 405) && endpoint.contains(REFERENCE_IMAGES) {
            return Some("vendor-unsure-path");
        }
        let sends_a_file = draft.pictures().any(|image| image.path().is_some());
        let is_of_a_picture = refusal.speaks_of(&["image", "frame", "base64", "picture", "data:"]);
        (sends_a_file && is_of_a_picture).then_some("vendor-unsure-picture-form")
    }

    /// §1.8: no fixed shape; the official client looks in this order.
    fn words_of(&self, body: &Value) -> Option<String> {
        let places = [&body["detail"], &body["error"], &body["message"], &body["task_info"]["error"]];
        places.into_iter().find_map(words_in)
    }

    fn inner_code(&self, body: &Value) -> Option<u16> {
        [&body["task_info"]["error"]["code"], &body["error"]["code"]].into_iter().find_map(http_code)
    }
}

/// The endpoint of a draft (DESIGN §3, "Routing"). Where a row takes no references and three elements, as V3 does,
/// only the frames decide.
fn variant(draft: &Draft) -> &'static str {
    let has_frame = !draft.frames.is_empty();
    if !draft.references.is_empty() || has_frame && draft.elements.len() > MAX_ELEMENTS_BESIDE_A_FRAME {
        REFERENCE_IMAGES
    } else if has_frame {
        "image-to-video"
    } else {
        "text-to-video"
    }
}

fn submit_body(job: &Job<'_>) -> Vec<(&'static str, Body)> {
    let (draft, caps) = (job.draft(), &job.row.caps);
    let mut body = Vec::new();
    if let Some(name) = OMNI_MODEL_NAME.filter(|_| caps.max_references > 0) {
        body.push(("model_name", name.into()));
    }
    // Under a by-hand cut the shots stand for it (§10.9).
    if draft.cut != Cut::ByHand {
        body.push(("prompt", job.text(&draft.prompt)));
    }
    if !draft.negative_prompt.trim().is_empty() {
        body.push(("negative_prompt", job.text(&draft.negative_prompt)));
    }
    body.push(("mode", caps.mode(draft.mode).word().into()));
    body.push(("sound", if caps.sound(draft.cut, draft.sound) { "on" } else { "off" }.into()));
    body.push(("duration", draft.total().0.into()));
    if draft.frames.is_empty() || caps.ratio_beside_frame != RatioBesideFrame::NotTaken {
        body.push(("aspect_ratio", draft.aspect_ratio.word().into()));
    }
    body.push(("multi_shot", (draft.cut != Cut::OneShot).into()));
    match draft.cut {
        Cut::OneShot => {}
        Cut::ByVendor => body.push(("shot_type", "intelligence".into())),
        Cut::ByHand => {
            let shot = |shot: &Shot| {
                Body::Object(vec![("prompt", job.text(shot.prompt_text())), ("duration", shot.secs().0.into())])
            };
            body.push(("shot_type", "customize".into()));
            body.push(("multi_prompt", Body::List(draft.storyboard.shots().iter().map(shot).collect())));
        }
    }
    body.extend(picture_fields(job, draft));
    body
}

/// Frames, references and elements (§1.4, 1.6, 1.7); which of them the endpoint knows, preflight has judged.
fn picture_fields(job: &Job<'_>, draft: &Draft) -> Vec<(&'static str, Body)> {
    let mut fields = Vec::new();
    for (name, frame) in [("first_frame", &draft.frames.first), ("last_frame", &draft.frames.last)] {
        if let Some(image) = frame {
            fields.push((name, job.picture(image)));
        }
    }
    if !draft.references.is_empty() {
        fields.push(("images", Body::List(draft.references.iter().map(|image| job.picture(image)).collect())));
    }
    if !draft.elements.is_empty() {
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
    let mut images = element.images.iter().map(|image| job.picture(image));
    if let Some(frontal) = images.next() {
        fields.push(("frontal_image", frontal));
    }
    fields.push(("reference_images", Body::List(images.collect())));
    Body::Object(fields)
}
