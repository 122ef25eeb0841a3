//! `/practice/faults`: asking for trouble over HTTP, from a test or a curious person in another process.

use serde_json::{Value, json};

use super::desk::{Desk, lock};
use super::fault::{Fault, Times};
use super::reply::{Heard, Reply};

impl Desk {
    /// GET lists what still strikes, POST `{"fault":"NAME","count":N|"all","seconds":S}` adds, DELETE clears.
    pub(super) fn control(&self, heard: &Heard) -> Reply {
        match heard.method.as_str() {
            "GET" => {}
            "DELETE" => lock(&self.faults).clear(),
            // Asking for JSON keeps a web page in a browser from asking: it would need leave it does not get.
            "POST" if !heard.is_json() => return bad("Content-Type must be application/json"),
            "POST" => match read(&heard.body) {
                Ok(fault) => self.ask(fault),
                Err(why) => return bad(&why),
            },
            _ => return Reply::of(405, "text/plain", ""),
        }
        let faults: Vec<Value> = lock(&self.faults).iter().map(written).collect();
        Reply::json(200, &json!({ "faults": faults }))
    }
}

fn read(body: &[u8]) -> Result<Fault, String> {
    let body: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let name = body["fault"].as_str().ok_or("fault must be a string")?;
    let mut fault: Fault = name.parse().map_err(|error: super::FaultError| error.to_string())?;
    match &body["count"] {
        Value::Null => {}
        Value::String(word) if word == "all" => fault.times = Times::Every,
        count => {
            let count = count.as_u64().and_then(|count| u32::try_from(count).ok());
            fault.times = Times::Count(count.ok_or("count must be a whole number or \"all\"")?);
        }
    }
    match &body["seconds"] {
        Value::Null => {}
        seconds => fault.secs = Some(seconds.as_u64().ok_or("seconds must be a whole number")?),
    }
    Ok(fault)
}

fn written(fault: &Fault) -> Value {
    let count = match fault.times {
        Times::Count(count) => json!(count),
        Times::Every => json!("all"),
    };
    json!({ "fault": fault.name(), "count": count, "seconds": fault.secs })
}

fn bad(why: &str) -> Reply {
    Reply::json(400, &json!({ "detail": why }))
}
