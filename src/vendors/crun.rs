//! CRUN (vendors.md §3).

use serde_json::Value;

use super::outcome::Refusal;
use super::reading::{credits, http_code, text_of};
use super::{
    AccountOption, ApiKey, Body, Content, Header, Job, Method, OptionKind, Progress, RemoteTask, Request, Submitted,
    UploadPicture, UploadStep, Vendor,
};
use crate::model::Trouble;
use crate::model::capabilities::Row;
use crate::model::draft::{Cut, Draft, Mode};
use crate::model::element::Element;
use crate::model::price::{Balance, Money};
use crate::model::schedule::Rate;
use crate::model::storyboard::Shot;

mod replies;
mod rows;

pub struct Crun;

/// §3.4: a client limits itself so; the vendor's own number is not published (L).
const RATE: Rate = Rate { requests: 20, per_secs: 10 };

/// The model's name, on the wire and (its slash kept) in the path of its schema.
const MODEL: &str = "kling/v3";

/// §3.2, 3.5: off unless the account turns them on. The words of the first two are M: a sibling model has `enable`.
const OPTIONS: &[AccountOption] = &[
    AccountOption { id: "input-compliance", path: &["input", "input_compliance"], kind: COMPLIANCE },
    AccountOption { id: "output-compliance", path: &["input", "output_compliance"], kind: COMPLIANCE },
    AccountOption { id: "callback-url", path: &["callback_url"], kind: OptionKind::PublicUrl },
];
const COMPLIANCE: OptionKind = OptionKind::Choice(&["enabled", "disabled"]);

/// L: how long an upload is kept is on no page; a day is less than any of its like keeps one.
const UPLOAD_LIFE_SECS: u64 = 24 * 3_600;

/// §3.4: the envelope's word for a generation that failed.
const GENERATION_FAILED: u16 = 501;

impl Vendor for Crun {
    fn id(&self) -> &'static str {
        "crun"
    }

    fn name(&self) -> &'static str {
        "CRUN"
    }

    fn default_base_url(&self) -> &'static str {
        "https://api.crun.ai"
    }

    fn other_base_urls(&self) -> &'static [&'static str] {
        &["https://api.crunai.com"]
    }

    fn site(&self) -> &'static str {
        "crun.ai"
    }

    fn rows(&self) -> &'static [Row] {
        rows::ROWS
    }

    fn options(&self) -> &'static [AccountOption] {
        OPTIONS
    }

    fn submit(&self, job: &Job<'_>) -> Request {
        post(job, "CreateTask")
    }

    fn read_submitted(&self, body: &Value) -> Submitted {
        let task = &body["data"];
        if let Some(remote) = text_of(&task["task_id"]) {
            return Submitted::Id { remote, word: text_of(&task["status"]) };
        }
        if !replies::is_refusal(body) {
            return Submitted::Neither;
        }
        let code = self.inner_code(body).filter(|_| !replies::is_fine(body));
        Submitted::Error { code, words: replies::words(body).unwrap_or_default() }
    }

    fn poll(&self, task: &RemoteTask<'_>) -> Request {
        let path = format!("/api/v1/client/job/TaskInfo?task_id={}", super::path_segment(task.remote));
        get(task.base_url, &path)
    }

    fn read_progress(&self, body: &Value) -> Progress {
        let task = &body["data"];
        let billed = || credits(&task["credits"]);
        let Some(word) = text_of(&task["status"]) else {
            // The one code that speaks of the generation and not of the question.
            return match http_code(&body["code"]) {
                Some(GENERATION_FAILED) => Progress::Failed {
                    word: GENERATION_FAILED.to_string(),
                    words: replies::failure_words(body),
                    billed: billed(),
                },
                Some(_) | None => Progress::Unreadable,
            };
        };
        match word.to_ascii_lowercase().as_str() {
            "success" => Progress::Finished { links: replies::links(task), billed: billed() },
            // It can cancel nothing, but nothing that is cancelled goes on.
            "failed" | "cancelled" | "canceled" => {
                Progress::Failed { word, words: replies::failure_words(body), billed: billed() }
            }
            // `pending`, `running`, and any word we do not know.
            _ => Progress::Running { word, percent: None },
        }
    }

    fn upload(&self, base_url: &str, picture: &UploadPicture) -> Option<Request> {
        let [content_type, extension] = [picture.content_type, picture.extension].map(super::path_segment);
        let path = format!("/api/v1/client/files/upload-url?content_type={content_type}&ext={extension}");
        Some(get(base_url, &path))
    }

    /// The presigned address takes the bytes under the very content type it was made for, and never the key.
    fn read_upload(
        &self,
        _base_url: &str,
        picture: &UploadPicture,
        _step: u32,
        body: &Value,
    ) -> Result<UploadStep, Trouble> {
        let data = &body["data"];
        let (Some(to), Some(url)) = (text_of(&data["presigned_url"]), text_of(&data["file_url"])) else {
            return Err(Trouble::new("vendor-upload-without-link"));
        };
        let put = Request { method: Method::Put, url: to, content: Content::Raw(picture.clone()), is_signed: false };
        Ok(UploadStep::Last { request: put, url, expires_after_secs: Some(UPLOAD_LIFE_SECS) })
    }

    fn estimate(&self, job: &Job<'_>) -> Option<Request> {
        Some(post(job, "EstimateTask"))
    }

    /// One client knows the second spelling (M).
    fn read_estimate(&self, body: &Value) -> Option<Money> {
        let data = &body["data"];
        [&data["estimated_credits"], &data["credits"]].into_iter().find_map(credits).filter(|_| replies::is_fine(body))
    }

    fn balance(&self, base_url: &str) -> Option<Request> {
        Some(get(base_url, "/api/v1/client/account/balance"))
    }

    fn read_balance(&self, body: &Value) -> Option<Balance> {
        credits(&body["data"]["balance"]).filter(|_| replies::is_fine(body)).map(Balance::Left)
    }

    fn live_modes(&self, base_url: &str, _row: &Row) -> Option<Request> {
        Some(get(base_url, &format!("/api/v1/client/job/Models/{MODEL}")))
    }

    fn read_live_modes(&self, body: &Value) -> Option<Vec<Mode>> {
        let modes = replies::modes(&body["data"]["input_schema"]);
        (replies::is_fine(body) && !modes.is_empty()).then_some(modes)
    }

    fn row_with(&self, row: &'static Row, modes: &[Mode]) -> &'static Row {
        let grown = rows::WITH_4K.iter().find(|grown| grown.id == row.id);
        grown.filter(|_| modes.contains(&Mode::FourK)).unwrap_or(row)
    }

    fn rate(&self) -> Rate {
        RATE
    }

    fn sign(&self, key: &ApiKey) -> Header {
        Header { name: "x-api-key", value: key.expose().to_owned().into() }
    }

    /// §3.2 (M): its page sends both, and they are left out here.
    fn doubt(&self, refusal: &Refusal, _endpoint: &str, _draft: &Draft) -> Option<&'static str> {
        refusal.speaks_of(&["compliance"]).then_some("vendor-unsure-compliance")
    }

    fn words_of(&self, body: &Value) -> Option<String> {
        replies::words(body)
    }

    /// Its codes are HTTP's, and may differ from the answer's own (§3.4).
    fn inner_code(&self, body: &Value) -> Option<u16> {
        http_code(&body["code"])
    }
}

fn get(base_url: &str, path: &str) -> Request {
    Request::signed(Method::Get, super::join(base_url, path), Content::None)
}

/// `CreateTask` and `EstimateTask` take the same body.
fn post(job: &Job<'_>, call: &str) -> Request {
    let url = super::join(job.base_url, &format!("/api/v1/client/job/{call}"));
    let body = vec![("model", MODEL.into()), ("input", Body::Object(input(job)))];
    Request::signed(Method::Post, url, Content::Json(Body::Object(body)))
}

fn input(job: &Job<'_>) -> Vec<(&'static str, Body)> {
    let (draft, caps) = (job.draft(), &job.row.caps);
    let mut input = vec![("mode", Body::from(caps.mode(draft.mode).word()))];
    // The server asks for it even where it is false (§10.12).
    input.push(("multi_shots", (draft.cut != Cut::OneShot).into()));
    if draft.cut != Cut::ByHand {
        input.push(("prompt", job.text(&draft.prompt)));
    }
    match draft.cut {
        Cut::OneShot => {}
        Cut::ByVendor => input.push(("shot_type", "intelligence".into())),
        Cut::ByHand => {
            let shot = |shot: &Shot| {
                Body::Object(vec![("prompt", job.text(shot.prompt_text())), ("duration", shot.secs().0.into())])
            };
            input.push(("shot_type", "customize".into()));
            input.push(("multi_prompt", Body::List(draft.storyboard.shots().iter().map(shot).collect())));
        }
    }
    input.push(("duration", draft.total().0.into()));
    if draft.frames.is_empty() {
        input.push(("aspect_ratio", draft.aspect_ratio.word().into()));
    }
    input.push(("audio", caps.sound(draft.cut, draft.sound).into()));
    input.extend(picture_fields(job, draft));
    input
}

fn picture_fields(job: &Job<'_>, draft: &Draft) -> Vec<(&'static str, Body)> {
    let mut fields = Vec::new();
    let frames = [&draft.frames.first, &draft.frames.last].into_iter().flatten();
    let urls: Vec<Body> = frames.map(|image| job.picture(image)).collect();
    if !urls.is_empty() {
        fields.push(("img_urls", Body::List(urls)));
    }
    if !draft.elements.is_empty() {
        let elements = draft.elements.iter().map(|element| element_body(job, element)).collect();
        fields.push(("element_list", Body::List(elements)));
    }
    fields
}

fn element_body(job: &Job<'_>, element: &Element) -> Body {
    let mut fields = vec![("name", Body::from(&*element.name))];
    if !element.description.trim().is_empty() {
        fields.push(("description", (&*element.description).into()));
    }
    fields.push(("element_image_urls", Body::List(element.images.iter().map(|image| job.picture(image)).collect())));
    Body::Object(fields)
}
