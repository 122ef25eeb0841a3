//! The twin of CRUN, written from its pages (vendors.md §3): an envelope around everything, a code beside the HTTP
//! status, a price before the order, and pictures that go to a presigned address first.

mod files;
mod judge;
mod schema;

use serde_json::{Value, json};
use uuid::Uuid;

use super::dialect::{Aside, Call, Dialect, Quirk, Refusal, Results, Room, Status};
use super::fault::Kind;
use super::fields::Fields;
use super::order::Judged;
use super::reply::{Heard, Reply};
use super::task::{Moment, Task};
use super::uploads::Uploads;

pub struct Crun;

const HOME: &str = "/api/v1/client/";
const CREATE: &str = "/api/v1/client/job/CreateTask";
const INFO: &str = "/api/v1/client/job/TaskInfo";
const ESTIMATE: &str = "/api/v1/client/job/EstimateTask";
const MODELS: &str = "/api/v1/client/job/Models";
const SCHEMA: &str = "/api/v1/client/job/Models/kling/v3";
const BALANCE: &str = "/api/v1/client/account/balance";
const UPLOAD_URL: &str = "/api/v1/client/files/upload-url";
/// What a practice account holds, in thousandths of a credit; filled up again whenever it is empty.
const ACCOUNT_MILLI_CREDITS: u64 = 10_000_000;

impl Dialect for Crun {
    fn vendor(&self) -> &'static str {
        "crun"
    }

    fn call(&self, heard: &Heard) -> Option<Call> {
        let method = heard.method.as_str();
        let wrong_method = Call::Refused(Refusal::new(405, "method not allowed"));
        let only = |wanted: &str, call: Call| if method == wanted { call } else { wrong_method.clone() };
        Some(match heard.path.as_str() {
            CREATE => only("POST", Call::Submit { endpoint: CREATE.to_owned() }),
            INFO => only("GET", judge_poll(heard)),
            ESTIMATE => only("POST", Call::Aside(Aside::Estimate)),
            MODELS => only("GET", Call::Aside(Aside::Models)),
            SCHEMA => only("GET", Call::Aside(Aside::Schema)),
            BALANCE => only("GET", Call::Aside(Aside::Balance)),
            UPLOAD_URL => only("GET", Call::Aside(Aside::Upload)),
            path if path.starts_with(HOME) => Call::Refused(Refusal::new(404, "not found")),
            _ => return None,
        })
    }

    /// Job endpoints take `x-api-key` only; `Authorization` belongs to another part of the same host.
    fn is_signed(&self, heard: &Heard) -> bool {
        heard.header("x-api-key").is_some_and(|key| !key.trim().is_empty())
    }

    fn new_id(&self) -> String {
        format!("task_{}", Uuid::new_v4().simple())
    }

    fn judge(&self, _endpoint: &str, heard: &Heard, uploads: &Uploads) -> Result<Judged, Refusal> {
        let judged = heard.json_body().and_then(|body| judge::judge(&Fields::of(&body, "")?, uploads));
        judged.map_err(|refusal| Refusal { status: 422, ..refusal })
    }

    fn accepted(&self, task: &Task) -> Reply {
        Reply::json(200, &envelope(&json!({ "task_id": task.id })))
    }

    fn progress(&self, task: &Task, status: &Status<'_>) -> Reply {
        let word = status.odd_word.unwrap_or(match status.moment {
            Moment::Pending => "pending",
            Moment::Processing => "running",
            Moment::Completed => "success",
            Moment::Failed { .. } => "failed",
            Moment::Cancelled => "cancelled",
        });
        let mut data = json!({
            "task_id": task.id, "provider": "Kling", "model_version": "v3", "status": word,
            "param": { "model": judge::MODEL, "callback_url": null, "input": {} },
            "create_at": task.accepted_at_ms / 1000, "complete_at": null, "duration_s": null, "credits": null,
            "source": "api", "result": null,
        });
        let is_told = status.odd_word.is_none();
        match status.moment {
            Moment::Completed if is_told => {
                let mut result = json!({ "code": 200, "message": "success", "media_info": {}, "usage": {} });
                if let Some(urls) = media_urls(status) {
                    result["media_urls"] = urls;
                }
                finish(&mut data, task, status, task.bill.milli_credits.unwrap_or_default(), result);
            }
            Moment::Failed { why } if is_told => {
                let result = json!({ "code": 501, "message": why, "media_urls": [], "media_info": {}, "usage": {} });
                finish(&mut data, task, status, 0, result);
            }
            Moment::Cancelled if is_told => finish(&mut data, task, status, 0, Value::Null),
            Moment::Pending | Moment::Processing | Moment::Completed | Moment::Failed { .. } | Moment::Cancelled => {}
        }
        Reply::json(200, &envelope(&data))
    }

    fn aside(&self, aside: Aside, heard: &Heard, room: &Room<'_>) -> Result<Reply, Refusal> {
        let told = |data: &Value| Ok(Reply::json(200, &envelope(data)));
        match aside {
            Aside::Balance if room.strike == Some(Kind::BalanceRefused) => {
                Err(Refusal::new(401, "invalid api key (practice fault)").inside_200())
            }
            Aside::Balance => told(&json!({ "balance": credits(balance(room)) })),
            Aside::Models => schema::list(heard).and_then(|data| told(&data)),
            Aside::Schema => told(&schema::of_model(room.strike)),
            Aside::Estimate => {
                let cost = self.judge(CREATE, heard, room.uploads)?.bill().milli_credits.unwrap_or_default();
                let left = balance(room);
                told(
                    &json!({ "estimated_credits": credits(cost), "balance": credits(left), "affordable": cost <= left }),
                )
            }
            Aside::Upload => files::promise(heard, room.uploads).and_then(|data| told(&data)),
            Aside::AccountBalance => Err(Refusal::new(404, "not found")),
        }
    }

    fn refused(&self, refusal: &Refusal) -> Reply {
        let body = match refusal.status {
            400 | 422 => {
                json!({ "code": 422, "message": "validation failed", "data": null, "errors": [refusal.detail] })
            }
            code => json!({ "code": code, "message": refusal.detail, "data": null }),
        };
        refusal.reply(&body)
    }
}

fn judge_poll(heard: &Heard) -> Call {
    match heard.asked("task_id").filter(|id| !id.is_empty()) {
        Some(id) => Call::Poll { endpoint: CREATE.to_owned(), id },
        None => Call::Refused(Refusal::new(422, "task_id: field required")),
    }
}

fn envelope(data: &Value) -> Value {
    json!({ "code": 200, "message": "success", "data": data })
}

fn media_urls(status: &Status<'_>) -> Option<Value> {
    match (status.results, status.quirk) {
        (Results::Missing, _) => None,
        (Results::Empty, _) => Some(json!([])),
        (Results::At { link, .. }, Quirk::UrlAsText) => Some(json!(link)),
        (Results::At { link, .. }, Quirk::None | Quirk::UrlAsList | Quirk::Fraction) => Some(json!([link])),
    }
}

fn finish(data: &mut Value, task: &Task, status: &Status<'_>, milli_credits: u64, result: Value) {
    let end = status.updated_at_ms.max(task.accepted_at_ms);
    data["complete_at"] = json!(end / 1000);
    data["duration_s"] = json!((end - task.accepted_at_ms) / 1000);
    data["credits"] = json!(credits(milli_credits));
    data["result"] = result;
}

fn balance(room: &Room<'_>) -> u64 {
    match room.strike {
        Some(Kind::BalanceEmpty) => 0,
        Some(_) | None => ACCOUNT_MILLI_CREDITS - room.spent.milli_credits.unwrap_or_default() % ACCOUNT_MILLI_CREDITS,
    }
}

/// Credits may be fractional on the wire.
fn credits(milli: u64) -> f64 {
    f64::from(u32::try_from(milli).unwrap_or(u32::MAX)) / 1000.0
}
