//! What only some vendors tell, read through one of five fields.

use super::*;
use crate::model::Row;
use crate::vendors::{ApiKey, Header, Job, RemoteTask, Request, UploadPicture, UploadStep};

/// A vendor of five fields, for what only some vendors tell.
struct Plain;

impl Vendor for Plain {
    fn id(&self) -> &'static str {
        "plain"
    }
    fn name(&self) -> &'static str {
        "Plain"
    }
    fn default_base_url(&self) -> &'static str {
        "https://api.example"
    }
    fn other_base_urls(&self) -> &'static [&'static str] {
        &[]
    }
    fn site(&self) -> &'static str {
        "https://example"
    }
    fn rows(&self) -> &'static [Row] {
        &[]
    }
    fn submit(&self, _job: &Job<'_>) -> Request {
        vendor().poll(&nowhere())
    }
    fn read_submitted(&self, _body: &Value) -> Submitted {
        Submitted::Neither
    }
    fn poll(&self, task: &RemoteTask<'_>) -> Request {
        vendor().poll(task)
    }
    fn read_progress(&self, _body: &Value) -> Progress {
        Progress::Unreadable
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
        Err(Trouble::new("upload-unreadable"))
    }
    fn read_estimate(&self, body: &Value) -> Option<Money> {
        body["price"].as_u64().map(Money::MicroUsd)
    }
    fn read_balance(&self, body: &Value) -> Option<Balance> {
        body["left"].as_u64().map(|left| Balance::Left(Money::MicroUsd(left)))
    }
    fn read_live_modes(&self, body: &Value) -> Option<Vec<Mode>> {
        body["modes"].as_array().map(|_| vec![Mode::Std])
    }
    fn sign(&self, key: &ApiKey) -> Header {
        vendor().sign(key)
    }
    fn doubt(&self, refusal: &Refusal, endpoint: &str, _draft: &Draft) -> Option<&'static str> {
        (refusal.code == 422 && endpoint == "/odd").then_some("vendor-odd")
    }
    fn words_of(&self, body: &Value) -> Option<String> {
        body["words"].as_str().map(str::to_owned)
    }
    fn inner_code(&self, body: &Value) -> Option<u16> {
        body["code"].as_u64().and_then(|code| u16::try_from(code).ok())
    }
}

fn nowhere() -> RemoteTask<'static> {
    RemoteTask { base_url: "https://api.example", endpoint: "/", remote: "t-1", language: "en" }
}

#[test]
fn a_balance_is_believed_only_where_nothing_speaks_against_it() {
    let ask = |status, body: &str| of_balance(&Plain, Wire::Reply(&reply(status, body)));
    let left = BalanceAnswer::Balance(Balance::Left(Money::MicroUsd(5)));
    let refused = |code, words: Option<&str>| BalanceAnswer::Refused(Refusal { code, words: words.map(str::to_owned) });
    let trouble = |code| BalanceAnswer::Trouble(PollTrouble { code, words: None, retry_after_secs: None });
    for (status, body, expected) in [
        (200, r#"{"left":5}"#, left.clone()),
        (200, r#"{"code":0,"left":5}"#, left.clone()),
        (200, r#"{"code":200,"left":5,"words":"well"}"#, left),
        (200, r#"{"words":"no such key"}"#, refused(200, Some("no such key"))),
        (200, "{}", trouble(200)),
        (200, "", trouble(200)),
        (401, "{}", refused(401, None)),
        (401, r#"{"code":500}"#, refused(401, None)),
        (200, r#"{"code":401,"left":5,"words":"bad key"}"#, refused(401, Some("bad key"))),
        (200, r#"{"code":500,"left":5}"#, trouble(500)),
        (200, r#"{"code":429,"left":5}"#, trouble(429)),
        (503, r#"{"code":200,"left":5}"#, trouble(503)),
        (429, r#"{"code":401,"left":5}"#, trouble(429)),
    ] {
        assert_eq!(ask(status, body), expected, "{status} {body}");
    }
    let busy = Reply { retry_after_secs: Some(9_999), ..reply(429, "{}") };
    let waits = BalanceAnswer::Trouble(PollTrouble { code: 429, words: None, retry_after_secs: Some(600) });
    assert_eq!(of_balance(&Plain, Wire::Reply(&busy)), waits);
    for nothing in [Wire::NeverLeft, Wire::Lost] {
        assert_eq!(of_balance(&Plain, nothing), trouble(0));
    }
}

#[test]
fn a_price_and_a_list_of_modes_are_read_from_a_good_answer_only() {
    let body = r#"{"price":7,"modes":[]}"#;
    for status in [200, 201] {
        assert_eq!(of_estimate(&Plain, Wire::Reply(&reply(status, body))), Some(Money::MicroUsd(7)), "{status}");
        assert_eq!(of_live_modes(&Plain, Wire::Reply(&reply(status, body))), Some(vec![Mode::Std]), "{status}");
    }
    for status in [302, 400, 429, 500] {
        assert_eq!(of_estimate(&Plain, Wire::Reply(&reply(status, body))), None, "{status}");
        assert_eq!(of_live_modes(&Plain, Wire::Reply(&reply(status, body))), None, "{status}");
    }
    assert_eq!(of_estimate(&Plain, Wire::Reply(&reply(200, "{"))), None);
    for nothing in [Wire::NeverLeft, Wire::Lost] {
        assert_eq!((of_estimate(&Plain, nothing), of_live_modes(&Plain, nothing)), (None, None));
    }
}

#[test]
fn a_refusal_that_may_rest_on_an_open_question_says_so_and_any_other_speaks_plainly() {
    let refusal = |code| Refusal { code, words: Some("odd frame".to_owned()) };
    let draft = Draft::new("plain/one");
    assert_eq!(explained(&Plain, &refusal(422), "/odd", &draft).rule, "vendor-odd");
    assert_eq!(explained(&Plain, &refusal(422), "/even", &draft), Trouble::from(&refusal(422)));
    assert_eq!(explained(&Plain, &refusal(400), "/odd", &draft).rule, "vendor-refused");
}

#[test]
fn a_number_inside_that_means_moved_is_a_no() {
    for code in [300, 301, 399] {
        let body = format!(r#"{{"code":{code},"words":"moved"}}"#);
        let no = Outcome::Rejected(Refusal { code, words: Some("moved".to_owned()) });
        assert_eq!(of_submit(&Plain, Wire::Reply(&reply(200, &body))), no, "{code}");
    }
}
