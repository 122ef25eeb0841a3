//! The practice vendor, spoken to over real HTTP.

mod apimart;
mod crun;
mod faults;
mod life;
mod omni;
mod refusals;
mod talk;
mod uploads;

use std::io::Cursor;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{ImageFormat, Rgb, RgbImage};
use reqwest::{Client, Response, redirect, retry};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Charge, Fault, Options, Pace, Sandbox, Seen};

pub const TEXT: &str = "/vendors/klingai/v1/kling-v3/text-to-video/generation";
pub const IMAGE: &str = "/vendors/klingai/v1/kling-v3/image-to-video/generation";

/// A sandbox in a folder of its own, and a client that never tries twice.
pub struct Vendor {
    pub sandbox: Sandbox,
    pub http: Client,
    pub dir: TempDir,
}

pub fn hurried(dir: &TempDir) -> Options {
    let pace = Pace { pending: Duration::from_millis(20), processing: Duration::from_millis(40) };
    Options { pace, ..Options::in_dir(dir.path().join("practice")) }
}

impl Vendor {
    pub async fn open() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Options)) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut options = hurried(&dir);
        change(&mut options);
        let sandbox = super::start(options).await.unwrap();
        let http = Client::builder().no_proxy().redirect(redirect::Policy::none()).retry(retry::never());
        let http = http.pool_max_idle_per_host(0).timeout(Duration::from_secs(10)).build().unwrap();
        Self { sandbox, http, dir }
    }

    pub async fn with_fault(fault: &str) -> Self {
        let fault: Fault = fault.parse().unwrap();
        Self::with(|options| options.faults.push(fault)).await
    }

    /// The same folder, a new port.
    pub async fn reopened(self) -> Self {
        let Self { sandbox, http, dir } = self;
        sandbox.stop().await;
        let sandbox = super::start(hurried(&dir)).await.unwrap();
        Self { sandbox, http, dir }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.url())
    }

    pub async fn try_submit(&self, path: &str, body: &Value) -> reqwest::Result<Response> {
        self.http
            .post(self.url(path))
            .bearer_auth("any-key")
            .header("content-type", "application/json")
            .body(body.to_string())
            .send()
            .await
    }

    pub async fn submit(&self, path: &str, body: &Value) -> (u16, Value) {
        read(self.try_submit(path, body).await.unwrap()).await
    }

    /// Submits what must be accepted; its id.
    pub async fn accepted(&self, path: &str, body: &Value) -> String {
        let (status, answer) = self.submit(path, body).await;
        assert_eq!(status, 202, "{answer}");
        answer["task_info"]["id"].as_str().unwrap().to_owned()
    }

    pub async fn try_poll(&self, path: &str, id: &str) -> Response {
        self.http.get(self.url(&format!("{path}/{id}"))).bearer_auth("any-key").send().await.unwrap()
    }

    pub async fn poll(&self, path: &str, id: &str) -> Value {
        let (status, answer) = read(self.try_poll(path, id).await).await;
        assert_eq!(status, 200, "{answer}");
        answer
    }

    /// Polls to a terminal word; every different word on the way, and the last answer.
    pub async fn followed(&self, path: &str, id: &str) -> (Vec<String>, Value) {
        let mut words: Vec<String> = Vec::new();
        loop {
            let answer = self.poll(path, id).await;
            let word = answer["task_info"]["status"].as_str().unwrap().to_owned();
            if words.last() != Some(&word) {
                words.push(word);
            }
            if matches!(words.last().map(String::as_str), Some("completed" | "failed")) {
                return (words, answer);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Submits, follows to the end, and the address of the result.
    pub async fn finished(&self, body: &Value) -> (String, String) {
        let id = self.accepted(TEXT, body).await;
        let (_, answer) = self.followed(TEXT, &id).await;
        (id, answer["videos"][0].as_str().unwrap().to_owned())
    }

    pub async fn get(&self, url: &str) -> Response {
        self.http.get(url).send().await.unwrap()
    }

    pub fn charges(&self) -> Vec<Charge> {
        super::charges(self.sandbox.dir())
    }

    pub fn submits(&self) -> Vec<Seen> {
        super::submits(self.sandbox.dir())
    }
}

pub async fn read(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let bytes = response.bytes().await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

/// The smallest legal order.
pub fn tiny() -> Value {
    json!({ "prompt": "a fox in snow", "mode": "std", "sound": "off", "duration": 3, "aspect_ratio": "1:1" })
}

pub fn tiny_saying(prompt: &str) -> Value {
    changed(&tiny(), "prompt", json!(prompt))
}

pub fn changed(body: &Value, key: &str, value: Value) -> Value {
    let mut body = body.clone();
    body[key] = value;
    body
}

pub fn without(body: &Value, key: &str) -> Value {
    let mut body = body.clone();
    body.as_object_mut().unwrap().shift_remove(key);
    body
}

/// A picture as it travels: raw Base64.
pub fn picture(width: u32, height: u32) -> String {
    encoded(width, height, ImageFormat::Png)
}

pub fn encoded(width: u32, height: u32, format: ImageFormat) -> String {
    let mut out = Cursor::new(Vec::new());
    RgbImage::from_pixel(width, height, Rgb([200, 90, 30])).write_to(&mut out, format).unwrap();
    STANDARD.encode(out.into_inner())
}
