use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::sleep;

use super::{IMAGE, TEXT, Vendor, changed, hurried, picture, read, tiny, tiny_saying};
use crate::sandbox::{self, SandboxError};

#[tokio::test]
async fn an_accepted_task_is_charged_before_it_is_answered_and_once() {
    let vendor = Vendor::open().await;
    let body = changed(&changed(&tiny(), "mode", json!("pro")), "sound", json!("on"));
    let id = vendor.accepted(TEXT, &body).await;
    let charges = vendor.charges();
    assert_eq!(charges.len(), 1);
    let charge = &charges[0];
    assert_eq!((&*charge.task, &*charge.endpoint, &*charge.vendor), (&*id, TEXT, "mulerouter"));
    assert_eq!((charge.seconds, &*charge.mode, charge.sound, charge.amount_micro_usd), (3, "pro", true, 504_000));
    for _ in 0..5 {
        vendor.poll(TEXT, &id).await;
    }
    assert_eq!(vendor.charges().len(), 1);
    let line = std::fs::read_to_string(vendor.sandbox.ledger_path()).unwrap();
    assert_eq!(line.lines().count(), 1);
}

#[tokio::test]
async fn equal_submits_are_two_tasks_and_two_charges() {
    let vendor = Vendor::open().await;
    let (a, b) = (vendor.accepted(TEXT, &tiny()).await, vendor.accepted(TEXT, &tiny()).await);
    assert_ne!(a, b);
    assert_eq!(vendor.charges().len(), 2);
    assert_eq!(vendor.submits().len(), 2);
}

#[tokio::test]
async fn the_first_answer_is_pending_and_the_words_go_forward_only() {
    let vendor = Vendor::with(|options| {
        options.pace.pending = Duration::from_millis(500);
        options.pace.processing = Duration::from_millis(1_200);
    })
    .await;
    let (status, answer) = vendor.submit(TEXT, &tiny()).await;
    let info = &answer["task_info"];
    assert_eq!((status, &info["status"]), (202, &json!("pending")));
    assert!(info["created_at"].as_str().unwrap().ends_with('Z'));
    let (words, done) = vendor.followed(TEXT, info["id"].as_str().unwrap()).await;
    assert_eq!(words, ["pending", "processing", "completed"]);
    assert_eq!(done["task_info"]["id"], info["id"]);
    assert_eq!(done["videos"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_result_is_a_whole_mp4_and_can_be_had_in_parts() {
    let vendor = Vendor::open().await;
    let (_, link) = vendor.finished(&tiny()).await;
    let whole = vendor.get(&link).await;
    assert_eq!(whole.status(), 200);
    assert_eq!(whole.headers()["content-type"], "video/mp4");
    let (len, etag) = (whole.headers()["content-length"].clone(), whole.headers()["etag"].clone());
    let bytes = whole.bytes().await.unwrap();
    assert_eq!(len.to_str().unwrap(), bytes.len().to_string());
    assert_eq!(&bytes[4..8], b"ftyp");

    let half = bytes.len() / 2;
    let rest = vendor.http.get(&link).header("range", format!("bytes={half}-")).header("if-range", &etag);
    let rest = rest.send().await.unwrap();
    assert_eq!(rest.status(), 206);
    let expected = format!("bytes {half}-{}/{}", bytes.len() - 1, bytes.len());
    assert_eq!(rest.headers()["content-range"].to_str().unwrap(), expected);
    assert_eq!(rest.bytes().await.unwrap(), bytes[half..]);

    let other = vendor.http.get(&link).header("range", "bytes=5-").header("if-range", "\"another\"");
    assert_eq!(other.send().await.unwrap().status(), 200);
    let beyond = vendor.http.get(&link).header("range", format!("bytes={}-", bytes.len()));
    assert_eq!(beyond.send().await.unwrap().status(), 416);
    let head = vendor.http.head(&link).send().await.unwrap();
    assert_eq!((head.status().as_u16(), &head.headers()["content-length"]), (200, &len));
}

#[tokio::test]
async fn a_link_takes_no_key_and_no_other_token() {
    let vendor = Vendor::open().await;
    let (id, link) = vendor.finished(&tiny()).await;
    assert_eq!(vendor.http.get(&link).bearer_auth("key").send().await.unwrap().status(), 400);
    assert_eq!(vendor.get(&vendor.url(&format!("/practice/files/{id}/guessed/result_000.mp4"))).await.status(), 403);
    assert_eq!(vendor.get(&vendor.url("/practice/files/../ledger.jsonl")).await.status(), 404);
}

#[tokio::test]
async fn a_link_expires_by_itself_and_the_next_poll_brings_another() {
    let vendor = Vendor::with(|options| options.link_life = Duration::from_millis(150)).await;
    let (id, link) = vendor.finished(&tiny()).await;
    sleep(Duration::from_millis(200)).await;
    assert_eq!(vendor.get(&link).await.status(), 403);
    let fresh = vendor.poll(TEXT, &id).await["videos"][0].as_str().unwrap().to_owned();
    assert_ne!(fresh, link);
    assert_eq!(vendor.get(&fresh).await.status(), 200);
}

#[tokio::test]
async fn tasks_outlive_a_restart_on_another_port() {
    let vendor = Vendor::open().await;
    let (id, link) = vendor.finished(&tiny()).await;
    let unfinished = vendor.accepted(TEXT, &tiny_saying("another fox")).await;
    let old_url = vendor.sandbox.url().to_owned();
    let vendor = vendor.reopened().await;
    let (words, answer) = vendor.followed(TEXT, &id).await;
    assert_eq!(words, ["completed"]);
    let fresh = answer["videos"][0].as_str().unwrap();
    assert!(fresh.starts_with(vendor.sandbox.url()));
    assert!(link.starts_with(&old_url));
    assert_eq!(vendor.get(fresh).await.status(), 200);
    let (_, answer) = vendor.followed(TEXT, &unfinished).await;
    assert_eq!(answer["task_info"]["status"], "completed");
    assert_eq!(vendor.charges().len(), 2);
}

#[tokio::test]
async fn a_folder_has_one_vendor_at_a_time() {
    let vendor = Vendor::open().await;
    assert!(matches!(sandbox::start(hurried(&vendor.dir)).await, Err(SandboxError::InUse { .. })));
    drop(vendor.sandbox);
    // Dropping is enough: the folder is free as soon as what was going on has ended.
    sandbox::start(hurried(&vendor.dir)).await.unwrap().stop().await;
}

#[tokio::test]
async fn a_taken_port_is_said_by_its_number() {
    let vendor = Vendor::open().await;
    let port: u16 = vendor.sandbox.url().rsplit(':').next().unwrap().parse().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut options = hurried(&dir);
    options.port = Some(port);
    let error = sandbox::start(options).await.unwrap_err();
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}

#[tokio::test]
async fn frames_decide_the_shape_and_an_address_is_taken_at_its_word() {
    let vendor = Vendor::open().await;
    let framed = |frame: &str| json!({ "prompt": "a fox", "duration": 3, "first_frame": frame });
    for (frame, expected) in [
        (picture(900, 400), (1280, 720)),
        (picture(400, 800), (720, 1280)),
        (picture(320, 300), (720, 720)),
        ("https://example.com/fox.png".to_owned(), (1280, 720)),
    ] {
        let id = vendor.accepted(IMAGE, &framed(&frame)).await;
        let stored = std::fs::read(vendor.sandbox.dir().join("tasks").join(format!("{id}.json"))).unwrap();
        let stored: Value = serde_json::from_slice(&stored).unwrap();
        assert_eq!((&stored["order"]["width"], &stored["order"]["height"]), (&json!(expected.0), &json!(expected.1)));
    }
}

#[tokio::test]
async fn a_key_is_kept_nowhere() {
    let vendor = Vendor::open().await;
    let body = tiny().to_string();
    let submit =
        vendor.http.post(vendor.url(TEXT)).bearer_auth("sk-secret-key").header("content-type", "application/json");
    assert_eq!(read(submit.body(body).send().await.unwrap()).await.0, 202);
    let mut folders = vec![vendor.sandbox.dir().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension != "mp4" && extension != "part") {
                let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
                assert!(!text.contains("sk-secret-key"), "{}", path.display());
            }
        }
    }
}
