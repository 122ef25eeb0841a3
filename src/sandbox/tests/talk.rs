//! One dialect spoken to in its own way, and tables of what it refuses.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Vendor, read};

/// How a vendor is addressed, and where its words stand.
#[derive(Clone, Copy)]
pub struct Speech {
    pub key: fn(reqwest::RequestBuilder) -> reqwest::RequestBuilder,
    pub submit: &'static str,
    /// The status of an accepted submit, and of a bad field.
    pub accepted: u16,
    pub bad: u16,
    pub words: fn(&Value) -> &Value,
    pub id: fn(&Value) -> &Value,
    pub poll: fn(&str) -> String,
    pub status: fn(&Value) -> &Value,
}

impl Speech {
    pub async fn post(&self, vendor: &Vendor, path: &str, body: &Value) -> (u16, Value) {
        let request = vendor.http.post(vendor.url(path)).header("content-type", "application/json");
        read((self.key)(request.body(body.to_string())).send().await.unwrap()).await
    }

    pub async fn get(&self, vendor: &Vendor, path: &str) -> (u16, Value) {
        read((self.key)(vendor.http.get(vendor.url(path))).send().await.unwrap()).await
    }

    pub async fn accepted(&self, vendor: &Vendor, body: &Value) -> String {
        let (status, answer) = self.post(vendor, self.submit, body).await;
        assert_eq!(status, self.accepted, "{answer}");
        (self.id)(&answer).as_str().unwrap_or_else(|| panic!("no id in {answer}")).to_owned()
    }

    /// Polls until the word is one of these; every different word on the way, and the last answer.
    pub async fn followed(&self, vendor: &Vendor, id: &str, ends: &[&str]) -> (Vec<String>, Value) {
        let mut words: Vec<String> = Vec::new();
        loop {
            let (_, answer) = self.get(vendor, &(self.poll)(id)).await;
            let word = (self.status)(&answer).as_str().unwrap_or_else(|| panic!("no word in {answer}")).to_owned();
            if words.last() != Some(&word) {
                words.push(word.clone());
            }
            if ends.contains(&word.as_str()) {
                return (words, answer);
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Every body is refused in the vendor's shape, its words name the place and the fact, and none is charged.
    pub async fn refuses(&self, vendor: &Vendor, cases: &[(Value, &str)]) {
        for (body, expected) in cases {
            let (status, answer) = self.post(vendor, self.submit, body).await;
            let words = (self.words)(&answer).as_str().unwrap_or_default();
            assert_eq!(status, self.bad, "{expected}: {answer}");
            assert!(words.contains(expected), "{expected:?} is not in {words:?}");
        }
        assert!(vendor.charges().is_empty());
        assert_eq!(vendor.submits().len(), cases.len());
        assert!(vendor.submits().iter().all(|seen| seen.task.is_none() && seen.refused.is_some()));
    }

    pub async fn takes(&self, bodies: &[Value]) {
        let vendor = Vendor::open().await;
        for body in bodies {
            self.accepted(&vendor, body).await;
        }
        assert_eq!(vendor.charges().len(), bodies.len());
    }
}

/// `changed`, one level down.
pub fn within(body: &Value, outer: &str, key: &str, value: Value) -> Value {
    let mut body = body.clone();
    body[outer][key] = value;
    body
}

pub fn dropping(body: &Value, outer: &str, key: &str) -> Value {
    let mut body = body.clone();
    body[outer].as_object_mut().unwrap().shift_remove(key);
    body
}

pub fn shots(of: &[(&str, u64)]) -> Value {
    of.iter().map(|(prompt, secs)| json!({ "prompt": prompt, "duration": secs })).collect()
}

pub fn numbered(of: &[(u64, &str, u64)]) -> Value {
    let shot = |(index, prompt, secs): &(u64, &str, u64)| json!({ "index": index, "prompt": prompt, "duration": secs });
    of.iter().map(shot).collect()
}
