//! Every reply of the goldens, and what it means.

use serde_json::{Value, json};
use shotloom::model::price::{Balance, Money};
use shotloom::vendors::outcome::{
    BalanceAnswer, Outcome, PollAnswer, UploadAnswer, Wire, of_balance, of_estimate, of_live_modes, of_poll, of_submit,
    of_upload,
};
use shotloom::vendors::{self, Progress, UploadStep, Vendor};

use crate::case::{self, folder, list, reply, text, with_pictures};

#[test]
fn every_reply_to_a_submit_means_what_its_golden_says() {
    for vendor in vendors::all() {
        for case in list(&folder(*vendor).join("replies/submit.json")) {
            let means = match of_submit(*vendor, Wire::Reply(&reply(&case))) {
                Outcome::Accepted { remote, word } => json!({"accepted": remote, "word": word}),
                Outcome::Rejected(refusal) => json!({"rejected": refusal.code, "words": refusal.words}),
                Outcome::Busy { retry_after_secs, refusal } => {
                    json!({"busy": retry_after_secs, "words": refusal.words})
                }
                Outcome::NotSent => json!("not-sent"),
                Outcome::Unknown => json!("unknown"),
            };
            assert_eq!(means, case["means"], "{} {case}", vendor.id());
        }
    }
}

#[test]
fn every_reply_to_a_poll_means_what_its_golden_says() {
    for vendor in vendors::all() {
        for case in list(&folder(*vendor).join("replies/poll.json")) {
            let (mut means, billed) = match of_poll(*vendor, Wire::Reply(&reply(&case))) {
                PollAnswer::Progress(progress) => of_progress(progress),
                PollAnswer::Trouble(trouble) => (json!({"trouble": trouble.code, "words": trouble.words}), None),
            };
            if let Some(billed) = billed {
                means["billed"] = json!(billed);
            }
            assert_eq!(means, case["means"], "{} {case}", vendor.id());
        }
    }
}

fn of_progress(progress: Progress) -> (Value, Option<Money>) {
    match progress {
        Progress::Running { word, percent: None } => (json!({"running": word}), None),
        Progress::Running { word, percent: Some(percent) } => (json!({"running": word, "percent": percent}), None),
        Progress::Finished { links, billed } => (json!({"finished": links}), billed),
        Progress::Failed { word, words, billed } => (json!({"failed": word, "words": words}), billed),
        Progress::Unreadable => (json!("unreadable"), None),
    }
}

#[test]
fn every_upload_goes_the_way_of_its_golden() {
    for vendor in vendors::all() {
        let path = folder(*vendor).join("replies/upload.json");
        if vendor.upload("https://x.y", &case::picture("dusk.png")).is_none() {
            assert!(!path.exists(), "{} takes no uploads", vendor.id());
            continue;
        }
        for golden in list(&path) {
            let ends = upload(*vendor, &golden);
            assert_eq!(ends, golden["ends"], "{} {golden}", vendor.id());
        }
    }
}

/// Walks an upload through the golden's replies, and compares what is asked on the way.
fn upload(vendor: &dyn Vendor, golden: &Value) -> Value {
    let picture = case::picture(text(&golden["picture"]));
    let steps = golden["steps"].as_array().expect("steps");
    let known = super::prepared_pictures();
    let mut ask = vendor.upload(vendor.default_base_url(), &picture).expect("it takes uploads");
    let mut ends_at = None;
    for (number, step) in steps.iter().enumerate() {
        if let Some(asks) = step.get("asks") {
            assert_eq!(vendors::describe(vendor, &ask, &known, None), with_pictures(asks));
        }
        let body = match of_upload(vendor, Wire::Reply(&reply(step))) {
            UploadAnswer::Taken(body) => body,
            UploadAnswer::Refused(refusal) => return json!({"refused": refusal.code}),
            UploadAnswer::Broke(refusal) => return json!({"broke": refusal.code}),
        };
        if let Some(done) = ends_at {
            assert_eq!(number + 1, steps.len(), "nothing comes after the last request");
            return done;
        }
        let number = u32::try_from(number).expect("few steps");
        match vendor.read_upload(vendor.default_base_url(), &picture, number, &body) {
            Ok(UploadStep::Next(request)) => ask = request,
            Ok(UploadStep::Last { request, url, expires_after_secs }) => {
                ask = request;
                ends_at = Some(json!({"done": url, "expires_after_secs": expires_after_secs}));
            }
            Ok(UploadStep::Done { url, expires_after_secs }) => {
                return json!({"done": url, "expires_after_secs": expires_after_secs});
            }
            Err(_) => return json!("unreadable"),
        }
    }
    json!("goes on")
}

#[test]
fn every_balance_means_what_its_golden_says() {
    for vendor in vendors::all() {
        let path = folder(*vendor).join("replies/balance.json");
        let tells = vendor.balance(vendor.default_base_url()).is_some();
        assert_eq!(tells, path.exists(), "{}", vendor.id());
        for row in vendor.rows() {
            assert_eq!(row.caps.has_balance, tells, "{}", row.id);
        }
        for case in tells.then(|| list(&path)).into_iter().flatten() {
            let means = match of_balance(*vendor, Wire::Reply(&reply(&case))) {
                BalanceAnswer::Balance(Balance::Unlimited) => json!("unlimited"),
                BalanceAnswer::Balance(Balance::Left(money)) => json!({ "left": money }),
                BalanceAnswer::Refused(refusal) => json!({"refused": refusal.code, "words": refusal.words}),
                BalanceAnswer::Trouble(trouble) => json!({ "trouble": trouble.code }),
            };
            assert_eq!(means, case["means"], "{} {case}", vendor.id());
        }
    }
}

#[test]
fn every_estimate_and_every_list_of_modes_is_read_as_its_golden_says() {
    let mut read = 0;
    for vendor in vendors::all() {
        let folder = folder(*vendor).join("replies");
        for case in
            Some(folder.join("estimate.json")).filter(|path| path.exists()).map(|path| list(&path)).iter().flatten()
        {
            assert_eq!(json!(of_estimate(*vendor, Wire::Reply(&reply(case)))), case["means"], "{case}");
            read += 1;
        }
        for case in
            Some(folder.join("live_modes.json")).filter(|path| path.exists()).map(|path| list(&path)).iter().flatten()
        {
            assert_eq!(json!(of_live_modes(*vendor, Wire::Reply(&reply(case)))), case["means"], "{case}");
            read += 1;
        }
    }
    assert!(read > 0);
}
