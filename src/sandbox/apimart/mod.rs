//! The twin of APIMart, written from its pages (vendors.md §2): one path for every model, addresses for pictures, an
//! upload of its own, and answers whose `data` is a list here and an object there.

mod judge;
mod upload;

use serde_json::{Value, json};
use uuid::Uuid;

use super::dialect::{Aside, Call, Dialect, Quirk, Refusal, Results, Room, Status};
use super::fault::Kind;
use super::fields::Fields;
use super::order::Judged;
use super::reply::{Heard, Reply};
use super::task::{Moment, Task};
use super::uploads::Uploads;

pub struct ApiMart;

const SUBMIT: &str = "/v1/videos/generations";
const TASKS: &str = "/v1/tasks/";
const UPLOAD: &str = "/v1/uploads/images";
const LANGUAGES: [&str; 4] = ["zh", "en", "ko", "ja"];
/// What a practice account holds; it is filled up again whenever it is empty.
const ACCOUNT_MICRO_USD: u64 = 100_000_000;

impl Dialect for ApiMart {
    fn vendor(&self) -> &'static str {
        "apimart"
    }

    fn call(&self, heard: &Heard) -> Option<Call> {
        let (path, method) = (heard.path.as_str(), heard.method.as_str());
        let wrong_method = Call::Refused(Refusal::new(405, "Method not allowed"));
        let only = |wanted: &str, call: Call| if method == wanted { call } else { wrong_method.clone() };
        if let Some(id) = path.strip_prefix(TASKS).filter(|id| !id.is_empty() && !id.contains('/')) {
            return Some(only("GET", judge_poll(heard, id)));
        }
        Some(match path {
            SUBMIT => only("POST", Call::Submit { endpoint: SUBMIT.to_owned() }),
            UPLOAD => only("POST", Call::Aside(Aside::Upload)),
            "/v1/balance" | "/balance" => only("GET", Call::Aside(Aside::Balance)),
            "/v1/user/balance" | "/user/balance" => only("GET", Call::Aside(Aside::AccountBalance)),
            "/v1/models" => only("GET", Call::Aside(Aside::Models)),
            _ if path.starts_with("/v1/") => Call::Refused(Refusal::new(404, "Not found")),
            _ => return None,
        })
    }

    fn is_signed(&self, heard: &Heard) -> bool {
        let token = heard.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        token.is_some_and(|token| !token.trim().is_empty())
    }

    fn new_id(&self) -> String {
        format!("task_{}", &Uuid::new_v4().simple().to_string().to_uppercase()[..26])
    }

    fn judge(&self, _endpoint: &str, heard: &Heard, uploads: &Uploads) -> Result<Judged, Refusal> {
        judge::judge(&Fields::of(&heard.json_body()?, "")?, uploads)
    }

    /// `data` is a list.
    fn accepted(&self, task: &Task) -> Reply {
        Reply::json(200, &json!({ "code": 200, "data": [{ "status": "submitted", "task_id": task.id }] }))
    }

    /// `data` is an object.
    fn progress(&self, task: &Task, status: &Status<'_>) -> Reply {
        let word = status.odd_word.unwrap_or(match status.moment {
            Moment::Pending => "pending",
            Moment::Processing => "processing",
            Moment::Completed => "completed",
            Moment::Failed { .. } => "failed",
            Moment::Cancelled => "cancelled",
        });
        let mut data = json!({
            "id": task.id, "status": word, "progress": progress(status), "created": task.accepted_at_ms / 1000,
            "estimated_time": 120,
        });
        if status.odd_word.is_none() {
            match status.moment {
                Moment::Pending | Moment::Processing => {}
                Moment::Completed => finish(&mut data, task, status),
                Moment::Failed { why } => {
                    data["error"] = json!({ "code": 500, "message": why, "type": "upstream_error" });
                    data["cost"] = json!(0);
                }
                Moment::Cancelled => data["cost"] = json!(0),
            }
        }
        Reply::json(200, &json!({ "code": 200, "data": data }))
    }

    fn aside(&self, aside: Aside, heard: &Heard, room: &Room<'_>) -> Result<Reply, Refusal> {
        match aside {
            Aside::Balance | Aside::AccountBalance => Ok(balance(room)),
            Aside::Models => {
                let model = |id| json!({ "id": id, "object": "model", "owned_by": "kling" });
                Ok(Reply::json(200, &json!({ "object": "list", "data": judge::MODELS.map(model) })))
            }
            Aside::Upload => upload::take(heard, room),
            Aside::Schema | Aside::Estimate => Err(Refusal::new(404, "Not found")),
        }
    }

    fn refused(&self, refusal: &Refusal) -> Reply {
        let kind = match refusal.status {
            401 => "authentication_error",
            402 => "payment_required",
            403 => "permission_error",
            404 => "not_found_error",
            429 => "rate_limit_error",
            502 => "bad_gateway",
            500.. => "server_error",
            _ => "invalid_request_error",
        };
        let error = json!({ "code": refusal.status, "message": refusal.detail, "type": kind });
        refusal.reply(&json!({ "error": error }))
    }
}

/// The words of an error come in the language that was asked for; the practice vendor speaks English only.
fn judge_poll(heard: &Heard, id: &str) -> Call {
    match heard.asked("language") {
        Some(language) if !LANGUAGES.contains(&language.as_str()) => {
            Call::Refused(Refusal::bad(format!("language: must be one of {}", LANGUAGES.join(", "))))
        }
        Some(_) | None => Call::Poll { endpoint: SUBMIT.to_owned(), id: id.to_owned() },
    }
}

/// A whole number of percent, as the page says; one client saw a fraction.
fn progress(status: &Status<'_>) -> Value {
    match status.quirk {
        Quirk::Fraction => json!(f64::from(status.percent) / 100.0),
        Quirk::None | Quirk::UrlAsText | Quirk::UrlAsList => json!(status.percent),
    }
}

fn finish(data: &mut Value, task: &Task, status: &Status<'_>) {
    let end = status.updated_at_ms.max(task.accepted_at_ms);
    data["completed"] = json!(end / 1000);
    data["actual_time"] = json!((end - task.accepted_at_ms) / 1000);
    data["cost"] = json!(dollars(task.bill.micro_usd));
    data["credits_cost"] = json!(dollars(task.bill.micro_usd));
    let video = match (status.results, status.quirk) {
        (Results::Missing, _) => json!({ "expires_at": end / 1000 + 86_400 }),
        (Results::Empty, _) => {
            data["result"] = json!({ "videos": [] });
            return;
        }
        (Results::At { link, expires_at_ms }, Quirk::UrlAsText) => {
            json!({ "url": link, "expires_at": expires_at_ms / 1000 })
        }
        (Results::At { link, expires_at_ms }, Quirk::None | Quirk::UrlAsList | Quirk::Fraction) => {
            json!({ "url": [link], "expires_at": expires_at_ms / 1000 })
        }
    };
    data["result"] = json!({ "videos": [video] });
}

/// HTTP 200 even when it is a no.
fn balance(room: &Room<'_>) -> Reply {
    let used = room.spent.micro_usd;
    let left = ACCOUNT_MICRO_USD - used % ACCOUNT_MICRO_USD;
    let told = |remain: Value, unlimited: bool| json!({ "success": true, "remain_balance": remain, "used_balance": dollars(used), "unlimited_quota": unlimited });
    let body = match room.strike {
        Some(Kind::BalanceRefused) => {
            json!({ "success": false, "message": "the balance cannot be read (practice fault)" })
        }
        Some(Kind::BalanceUnlimited) => told(json!(-1), true),
        Some(Kind::BalanceEmpty) => told(json!(0), false),
        Some(_) | None => told(json!(dollars(left)), false),
    };
    Reply::json(200, &body)
}

// A price of a practice video has at most eight digits: nothing is lost.
fn dollars(micro: u64) -> f64 {
    let whole = u32::try_from(micro / 1_000_000).unwrap_or(u32::MAX);
    let rest = u32::try_from(micro % 1_000_000).unwrap_or_default();
    f64::from(whole) + f64::from(rest) / 1e6
}
