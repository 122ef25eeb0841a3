//! The twin of MuleRouter, written from its pages (vendors.md §1, §10): `kling-v3` from text and from frames, and
//! `kling-v3-omni` from text, from frames and from reference images.

mod elements;
mod omni;
mod v3;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::dialect::{Aside, Call, Dialect, Envelope, Quirk, Refusal, Results, Room, Status};
use super::fields::Fields;
use super::order::Judged;
use super::reply::{Heard, Reply};
use super::task::{Moment, Task};
use super::time::iso;
use super::uploads::Uploads;

pub struct MuleRouter;

/// A path under which tasks are ordered and polled, and who judges what comes there.
struct Endpoint {
    path: &'static str,
    judge: fn(&Fields<'_>) -> Result<Judged, Refusal>,
}

// The docs page says `reference-to-video`, the official client `reference-image-to-video`: the client is right (M).
const ENDPOINTS: [Endpoint; 5] = [
    Endpoint { path: "/vendors/klingai/v1/kling-v3/text-to-video/generation", judge: v3::judge_text },
    Endpoint { path: "/vendors/klingai/v1/kling-v3/image-to-video/generation", judge: v3::judge_image },
    Endpoint { path: "/vendors/klingai/v1/kling-v3-omni/text-to-video/generation", judge: omni::judge_text },
    Endpoint { path: "/vendors/klingai/v1/kling-v3-omni/image-to-video/generation", judge: omni::judge_image },
    Endpoint {
        path: "/vendors/klingai/v1/kling-v3-omni/reference-image-to-video/generation",
        judge: omni::judge_references,
    },
];

impl Dialect for MuleRouter {
    fn vendor(&self) -> &'static str {
        "mulerouter"
    }

    fn call(&self, heard: &Heard) -> Option<Call> {
        let endpoint = ENDPOINTS.iter().map(|endpoint| endpoint.path).find(|path| heard.path.starts_with(path));
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

    fn new_id(&self) -> String {
        Uuid::new_v4().to_string()
    }

    fn judge(&self, endpoint: &str, heard: &Heard, _uploads: &Uploads) -> Result<Judged, Refusal> {
        let body = heard.json_body()?;
        let endpoint = ENDPOINTS.iter().find(|known| known.path == endpoint);
        let endpoint = endpoint.ok_or_else(|| Refusal::new(404, "Not found"))?;
        (endpoint.judge)(&Fields::of(&body, "")?)
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
            Moment::Cancelled => "cancelled",
        });
        let mut info = task_info(task, word, status.updated_at_ms);
        if let (Moment::Failed { why }, None) = (status.moment, status.odd_word) {
            let error = json!({ "code": 400, "title": "Invalid Request", "detail": why, "error_code": 3002 });
            info.insert("error".to_owned(), error);
        }
        let mut body = json!({ "task_info": info });
        match (status.results, status.quirk) {
            (Results::Missing, _) => {}
            (Results::Empty, _) => body["videos"] = json!([]),
            (Results::At { link, .. }, Quirk::UrlAsText) => body["video"] = json!(link),
            (Results::At { link, .. }, Quirk::None | Quirk::UrlAsList | Quirk::Fraction) => {
                body["videos"] = json!([link]);
            }
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
        let body = match refusal.envelope {
            Envelope::Own => json!({ "code": refusal.status, "title": title, "detail": refusal.detail }),
            Envelope::Ok200 => {
                json!({ "error": { "code": refusal.status, "title": title, "detail": refusal.detail } })
            }
        };
        refusal.reply(&body)
    }

    /// No balance, no upload, no list of models is known.
    fn aside(&self, _aside: Aside, _heard: &Heard, _room: &Room<'_>) -> Result<Reply, Refusal> {
        Err(Refusal::new(404, "Not found"))
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
