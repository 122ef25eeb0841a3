use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::time::timeout;

use super::{TEXT, Vendor, read, tiny, tiny_saying};

/// What a submit under this fault shows, and whether it was charged; the next one goes through.
async fn struck_submit(fault: &str, is_charged: bool) -> reqwest::Result<(u16, String)> {
    let vendor = Vendor::with_fault(fault).await;
    let answer = match vendor.try_submit(TEXT, &tiny()).await {
        Ok(response) => {
            let status = response.status().as_u16();
            response.text().await.map(|text| (status, text))
        }
        Err(error) => Err(error),
    };
    assert_eq!(vendor.charges().len(), usize::from(is_charged), "{fault}");
    let seen = vendor.submits();
    assert_eq!((seen.len(), seen[0].fault.as_deref(), seen[0].task.is_some()), (1, Some(fault), is_charged));
    vendor.accepted(TEXT, &tiny()).await;
    answer
}

#[tokio::test]
async fn a_lost_answer_is_charged_and_one_lost_early_is_not() {
    assert!(struck_submit("answer-lost", true).await.unwrap_err().is_request());
    assert!(struck_submit("answer-lost-early", false).await.unwrap_err().is_request());
}

#[tokio::test]
async fn server_errors_are_charged_only_where_the_name_says_so() {
    assert_eq!(struck_submit("500-after-charge", true).await.unwrap().0, 500);
    assert_eq!(struck_submit("500", false).await.unwrap().0, 500);
    assert_eq!(struck_submit("503", false).await.unwrap().0, 503);
}

#[tokio::test]
async fn a_200_may_be_html_or_empty_or_cut() {
    let (status, page) = struck_submit("html-200", true).await.unwrap();
    assert!(status == 200 && page.starts_with("<!DOCTYPE html>"));
    assert_eq!(struck_submit("empty-200", true).await.unwrap(), (200, String::new()));
    assert!(struck_submit("cut-json", true).await.is_err());
}

#[tokio::test]
async fn refusals_come_in_the_vendors_shape() {
    for (fault, expected) in [("429", 429), ("429-daily", 429), ("455", 455), ("401", 401), ("402", 402)] {
        let (status, body) = struck_submit(fault, false).await.unwrap();
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((status, &body["code"]), (expected, &json!(expected)));
        assert!(!body["detail"].as_str().unwrap().is_empty());
    }
    assert_eq!(struck_submit("302", false).await.unwrap().0, 302);
}

#[tokio::test]
async fn a_busy_vendor_says_when_to_come_back() {
    let vendor =
        Vendor::with(|options| options.faults = ["429", "429=7"].map(|text| text.parse().unwrap()).to_vec()).await;
    for expected in ["1", "7"] {
        let answer = vendor.try_submit(TEXT, &tiny()).await.unwrap();
        assert_eq!(answer.headers()["retry-after"], expected);
    }
    vendor.accepted(TEXT, &tiny()).await;
}

#[tokio::test]
async fn a_late_answer_comes_and_a_hanging_one_never_does() {
    let vendor = Vendor::with(|options| {
        options.faults = ["late-answer=1", "hang"].map(|text| text.parse().unwrap()).to_vec();
    })
    .await;
    let asked = Instant::now();
    vendor.accepted(TEXT, &tiny()).await;
    assert!(asked.elapsed() >= Duration::from_secs(1));
    assert!(timeout(Duration::from_millis(500), vendor.try_submit(TEXT, &tiny())).await.is_err());
    assert_eq!(vendor.charges().len(), 2);
}

#[tokio::test]
async fn a_refused_submit_uses_up_no_fault() {
    let vendor = Vendor::with_fault("503").await;
    assert_eq!(vendor.submit(TEXT, &tiny_saying("@fox")).await.0, 400);
    assert_eq!(vendor.submit(TEXT, &tiny()).await.0, 503);
}

#[tokio::test]
async fn a_fault_for_all_strikes_every_time() {
    let vendor = Vendor::with_fault("500:all").await;
    for _ in 0..4 {
        assert_eq!(vendor.submit(TEXT, &tiny()).await.0, 500);
    }
}

#[tokio::test]
async fn a_failed_task_fails_inside_http_200() {
    let vendor = Vendor::with_fault("failed-task").await;
    let id = vendor.accepted(TEXT, &tiny()).await;
    let (_, answer) = vendor.followed(TEXT, &id).await;
    assert_eq!(answer["task_info"]["status"], "failed");
    let error = &answer["task_info"]["error"];
    assert_eq!((&error["code"], &error["error_code"]), (&json!(400), &json!(3002)));
    assert!(!error["detail"].as_str().unwrap().is_empty() && answer.get("videos").is_none());
    assert_eq!(vendor.charges().len(), 1);
}

#[tokio::test]
async fn polls_may_stumble_and_the_task_goes_on() {
    let vendor = Vendor::open().await;
    let id = vendor
        .accepted(TEXT, &tiny_saying("fox [[fault:poll-500]] [[fault:poll-html]] [[fault:unknown-status:2]]"))
        .await;
    let mut shown = Vec::new();
    for _ in 0..4 {
        let response = vendor.try_poll(TEXT, &id).await;
        let status = response.status().as_u16();
        shown.push((status, response.text().await.unwrap()));
    }
    assert_eq!(shown[0].0, 500);
    assert!(shown[1].0 == 200 && shown[1].1.starts_with("<!DOCTYPE html>"));
    assert!(shown[2].1.contains("reticulating") && shown[3].1.contains("reticulating"));
    assert_eq!(vendor.followed(TEXT, &id).await.1["task_info"]["status"], "completed");
}

#[tokio::test]
async fn a_completed_task_may_lack_its_link_for_a_while() {
    let vendor = Vendor::open().await;
    let id = vendor.accepted(TEXT, &tiny_saying("fox [[fault:no-link:2]]")).await;
    let (_, answer) = vendor.followed(TEXT, &id).await;
    assert!(answer.get("videos").is_none());
    assert!(vendor.poll(TEXT, &id).await.get("videos").is_none());
    assert!(vendor.poll(TEXT, &id).await["videos"][0].is_string());
}

#[tokio::test]
async fn a_download_may_be_cut_short_or_be_a_page() {
    let vendor = Vendor::open().await;
    let say = "fox [[fault:download-cut]] [[fault:download-truncated]] [[fault:download-html]]";
    let (_, link) = vendor.finished(&tiny_saying(say)).await;
    let cut = vendor.get(&link).await;
    let announced = cut.content_length().unwrap();
    assert!(cut.bytes().await.is_err());
    let short = vendor.get(&link).await;
    let got = short.bytes().await.unwrap();
    assert!(got.starts_with(&[0, 0, 0]) && (got.len() as u64) < announced);
    let page = vendor.get(&link).await;
    assert!(page.status() == 200 && page.text().await.unwrap().starts_with("<!DOCTYPE html>"));
    assert_eq!(vendor.get(&link).await.bytes().await.unwrap().len() as u64, announced);
}

#[tokio::test]
async fn a_link_may_die_and_a_fresh_one_lives() {
    for (fault, status) in [("download-404", 404), ("expired-link", 403)] {
        let vendor = Vendor::open().await;
        let (id, link) = vendor.finished(&tiny_saying(&format!("fox [[fault:{fault}]]"))).await;
        assert_eq!(vendor.get(&link).await.status(), status);
        assert_eq!(vendor.get(&link).await.status(), 403);
        let fresh = vendor.poll(TEXT, &id).await["videos"][0].as_str().unwrap().to_owned();
        assert_ne!(fresh, link);
        assert_eq!(vendor.get(&fresh).await.status(), 200);
    }
}

#[tokio::test]
async fn a_link_may_die_for_ever_and_stay_dead_over_a_restart() {
    let vendor = Vendor::open().await;
    let (id, link) = vendor.finished(&tiny_saying("fox [[fault:expired-forever]]")).await;
    assert_eq!(vendor.get(&link).await.status(), 403);
    assert_eq!(vendor.poll(TEXT, &id).await["videos"][0], json!(link));
    let vendor = vendor.reopened().await;
    let again = vendor.poll(TEXT, &id).await["videos"][0].as_str().unwrap().to_owned();
    assert_eq!(vendor.get(&again).await.status(), 403);
}

#[tokio::test]
async fn a_slow_task_takes_its_seconds() {
    let vendor = Vendor::open().await;
    let asked = Instant::now();
    vendor.finished(&tiny_saying("fox [[fault:slow=1]]")).await;
    assert!(asked.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_fault_in_a_prompt_strikes_that_request_once_and_no_other() {
    let vendor = Vendor::open().await;
    let body = tiny_saying("fox [[fault:503]]");
    assert_eq!(vendor.submit(TEXT, &tiny()).await.0, 202);
    assert_eq!(vendor.submit(TEXT, &body).await.0, 503);
    assert_eq!(vendor.submit(TEXT, &body).await.0, 202);
    let always = tiny_saying("fox [[fault:429:all]]");
    for _ in 0..3 {
        assert_eq!(vendor.submit(TEXT, &always).await.0, 429);
    }
}

#[tokio::test]
async fn trouble_can_be_asked_for_over_http() {
    let vendor = Vendor::open().await;
    let ask = |body: Value| {
        let request = vendor.http.post(vendor.url("/practice/faults")).header("content-type", "application/json");
        async move { read(request.body(body.to_string()).send().await.unwrap()).await }
    };
    assert_eq!(ask(json!({ "fault": "503", "count": 2 })).await.0, 200);
    let (status, answer) = ask(json!({ "fault": "gremlin" })).await;
    assert_eq!(status, 400);
    assert!(answer["detail"].as_str().unwrap().contains("answer-lost"));
    let (_, listed) = read(vendor.get(&vendor.url("/practice/faults")).await).await;
    assert_eq!(listed["faults"][0], json!({ "fault": "503", "count": 2, "seconds": null }));
    assert_eq!(vendor.submit(TEXT, &tiny()).await.0, 503);
    let cleared = vendor.http.delete(vendor.url("/practice/faults")).send().await.unwrap();
    assert_eq!(read(cleared).await.1["faults"], json!([]));
    assert_eq!(vendor.submit(TEXT, &tiny()).await.0, 202);
}
