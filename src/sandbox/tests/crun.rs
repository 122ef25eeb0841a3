use std::time::Duration;

use serde_json::{Value, json};

use super::talk::{Speech, dropping, shots, within};
use super::{Vendor, changed, read, without};

const URL: &str = "https://example.com/a.png";

pub const CRUN: Speech = Speech {
    key: |request| request.header("x-api-key", "any-key"),
    submit: "/api/v1/client/job/CreateTask",
    accepted: 200,
    bad: 422,
    words: |answer| &answer["errors"][0],
    id: |answer| &answer["data"]["task_id"],
    poll: |id| format!("/api/v1/client/job/TaskInfo?task_id={id}"),
    status: |answer| &answer["data"]["status"],
};

pub fn tiny() -> Value {
    json!({ "model": "kling/v3", "input": { "multi_shots": false, "prompt": "a fox in snow", "mode": "std",
        "duration": 3, "aspect_ratio": "1:1", "audio": false } })
}

fn with(key: &str, value: Value) -> Value {
    within(&tiny(), "input", key, value)
}

fn by_hand(of: &[(&str, u64)]) -> Value {
    json!({ "model": "kling/v3", "input": { "multi_shots": true, "shot_type": "customize", "mode": "std", "duration": 5,
        "audio": true, "img_urls": [URL], "multi_prompt": shots(of) } })
}

fn fox() -> Value {
    json!({ "name": "fox", "element_image_urls": [URL] })
}

#[tokio::test]
async fn fields_are_known_whole_and_of_their_type() {
    let cases = [
        (without(&tiny(), "model"), "model: field required"),
        (changed(&tiny(), "model", json!("kling-v3")), "model: no such model"),
        (changed(&tiny(), "prompt", json!("a")), "prompt: unknown field"),
        (without(&tiny(), "input"), "input: field required"),
        (changed(&tiny(), "input", json!([])), "input: must be an object"),
        (dropping(&tiny(), "input", "multi_shots"), "input.multi_shots: field required"),
        (with("multi_shots", json!("false")), "input.multi_shots: must be a boolean"),
        (with("multi_shot", json!(false)), "input.multi_shot: unknown field"),
        (with("negative_prompt", json!("blur")), "input.negative_prompt: unknown field"),
        (with("watermark", json!(false)), "input.watermark: unknown field"),
        (with("mode", json!("4k")), "input.mode: must be one of std, pro"),
        (with("duration", json!("5")), "input.duration: must be an integer"),
        (with("duration", json!(16)), "input.duration: must be 3 to 15"),
        (with("audio", json!("on")), "input.audio: must be a boolean"),
        (dropping(&tiny(), "input", "aspect_ratio"), "input.aspect_ratio: field required"),
        (with("aspect_ratio", json!("4:3")), "input.aspect_ratio: must be one of"),
        (dropping(&tiny(), "input", "prompt"), "input.prompt: field required"),
        (with("prompt", json!("")), "input.prompt: must not be empty"),
        (with("prompt", json!("雪".repeat(2501))), "2501"),
        (with("prompt", json!("@fox runs")), "@fox names no element"),
        (with("shot_type", Value::Null), "input.shot_type: must not be null"),
        (with("input_compliance", json!("enable")), "input.input_compliance: must be one of enabled, disabled"),
        (changed(&tiny(), "callback_url", json!("http://example.com/cb")), "callback_url: must be https"),
        (changed(&tiny(), "callback_url", json!("https://192.168.1.2/cb")), "callback_url: must be https"),
    ];
    CRUN.refuses(&Vendor::open().await, &cases).await;
    let callback = changed(&tiny(), "callback_url", json!("https://example.com/cb"));
    CRUN.takes(&[tiny(), callback, with("input_compliance", json!("disabled"))]).await;
}

#[tokio::test]
async fn several_shots_want_exactly_one_picture_and_are_charged_with_sound() {
    let whole = by_hand(&[("a", 2), ("b", 3)]);
    let by_vendor = json!({ "model": "kling/v3", "input": { "multi_shots": true, "shot_type": "intelligence",
        "prompt": "a fox", "mode": "pro", "duration": 5, "audio": false, "img_urls": [URL] } });
    let put = |key: &str, value: Value| within(&whole, "input", key, value);
    let cases = [
        (dropping(&whole, "input", "img_urls"), "input.img_urls: exactly 1 image when multi_shots is true, not 0"),
        (put("img_urls", json!([URL, URL])), "exactly 1 image when multi_shots is true, not 2"),
        (dropping(&by_vendor, "input", "img_urls"), "exactly 1 image"),
        (dropping(&whole, "input", "shot_type"), "input.shot_type: field required when multi_shots is true"),
        (put("multi_shots", json!(false)), "input.shot_type: only allowed"),
        (put("prompt", json!("a")), "input.prompt: not allowed"),
        (put("duration", json!(6)), "sum to 5"),
        (
            put("multi_prompt", json!([{ "index": 1, "prompt": "a", "duration": 5 }])),
            "input.multi_prompt[0].index: unknown",
        ),
        (by_hand(&[("a", 0), ("b", 5)]), "input.multi_prompt[0].duration: must be at least 1"),
        (within(&by_vendor, "input", "multi_prompt", shots(&[("a", 5)])), "input.multi_prompt: only allowed"),
        (by_hand(&[("a", 1); 7]), "at most 6"),
    ];
    CRUN.refuses(&Vendor::open().await, &cases).await;
    let vendor = Vendor::open().await;
    CRUN.accepted(&vendor, &whole).await;
    CRUN.accepted(&vendor, &by_vendor).await;
    let charges = vendor.charges();
    assert!(charges.iter().all(|charge| charge.sound && &*charge.vendor == "crun"));
    assert_eq!(charges.iter().map(|charge| charge.milli_credits).collect::<Vec<_>>(), [Some(94_500), Some(126_000)]);
}

#[tokio::test]
async fn pictures_are_addresses_at_most_two() {
    let cases = [
        (with("img_urls", json!([URL, URL, URL])), "input.img_urls: at most 2"),
        (with("img_urls", json!([super::picture(300, 300)])), "input.img_urls[0]: must be an http(s) URL"),
        (with("img_urls", json!(["http://example.com/a.png"])), "must be https"),
        (with("img_urls", json!([])), "must not be an empty array"),
        (with("image_urls", json!([URL])), "input.image_urls: unknown field"),
    ];
    CRUN.refuses(&Vendor::open().await, &cases).await;
    let framed = dropping(&with("img_urls", json!([URL, URL])), "input", "aspect_ratio");
    CRUN.takes(&[framed, with("img_urls", json!([URL]))]).await;
}

#[tokio::test]
async fn an_element_has_a_name_and_one_to_four_pictures() {
    let cast = |elements: Value| with("element_list", elements);
    let pictures = |count: usize| changed(&fox(), "element_image_urls", json!(vec![URL; count]));
    let cases = [
        (cast(json!([pictures(5)])), "input.element_list[0].element_image_urls: must hold 1 to 4 images, not 5"),
        (cast(json!([without(&fox(), "element_image_urls")])), "element_image_urls: field required"),
        (cast(json!([changed(&fox(), "description", json!(""))])), "description: must not be empty"),
        (cast(json!([changed(&fox(), "name", json!("@fox"))])), "element_list[0].name: letters"),
        (cast(json!([changed(&fox(), "element_input_urls", json!([URL]))])), "element_input_urls: unknown field"),
        (within(&cast(json!([fox()])), "input", "prompt", json!("@foxes run")), "@foxes names no element"),
    ];
    CRUN.refuses(&Vendor::open().await, &cases).await;
    let described = changed(&pictures(4), "description", json!("a red fox"));
    CRUN.takes(&[cast(json!([fox()])), within(&cast(json!([described])), "input", "prompt", json!("@fox runs"))]).await;
}

#[tokio::test]
async fn everything_comes_in_an_envelope() {
    let vendor = Vendor::open().await;
    let (status, answer) = CRUN.post(&vendor, CRUN.submit, &with("mode", json!("pro"))).await;
    assert_eq!((status, &answer["code"], &answer["message"]), (200, &json!(200), &json!("success")));
    let id = answer["data"]["task_id"].as_str().unwrap();
    let (words, done) = CRUN.followed(&vendor, id, &["success"]).await;
    assert!(words.iter().all(|word| ["pending", "running", "success"].contains(&word.as_str())), "{words:?}");
    let data = &done["data"];
    assert_eq!((&data["task_id"], &data["credits"], &data["result"]["code"]), (&json!(id), &json!(50.4), &json!(200)));
    assert!(data.get("progress").is_none() && data["create_at"].as_u64() <= data["complete_at"].as_u64());
    assert_eq!(vendor.get(data["result"]["media_urls"][0].as_str().unwrap()).await.status(), 200);
}

#[tokio::test]
async fn a_result_is_null_until_the_end() {
    let vendor = Vendor::with(|options| options.pace.pending = Duration::from_secs(60)).await;
    let id = CRUN.accepted(&vendor, &tiny()).await;
    let (_, first) = CRUN.get(&vendor, &(CRUN.poll)(&id)).await;
    assert_eq!((&first["data"]["result"], &first["data"]["credits"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn a_failure_has_its_own_code_and_a_success_may_come_without_a_link() {
    let vendor = Vendor::open().await;
    let say = |fault: &str| with("prompt", json!(format!("a fox [[fault:{fault}]]")));
    let id = CRUN.accepted(&vendor, &say("failed-task")).await;
    let (_, failed) = CRUN.followed(&vendor, &id, &["failed"]).await;
    let data = &failed["data"];
    assert_eq!((&failed["code"], &data["result"]["code"], &data["credits"]), (&json!(200), &json!(501), &json!(0.0)));
    assert!(!data["result"]["message"].as_str().unwrap().is_empty());
    let id = CRUN.accepted(&vendor, &say("empty-list")).await;
    let (_, done) = CRUN.followed(&vendor, &id, &["success"]).await;
    assert_eq!(done["data"]["result"]["media_urls"], json!([]));
    let id = CRUN.accepted(&vendor, &say("no-link")).await;
    let (_, done) = CRUN.followed(&vendor, &id, &["success"]).await;
    assert!(done["data"]["result"].get("media_urls").is_none());
    let id = CRUN.accepted(&vendor, &say("url-as-text")).await;
    let (_, done) = CRUN.followed(&vendor, &id, &["success"]).await;
    assert!(done["data"]["result"]["media_urls"].is_string());
    let id = CRUN.accepted(&vendor, &say("poll-404")).await;
    let (status, early) = CRUN.get(&vendor, &(CRUN.poll)(&id)).await;
    assert_eq!((status, &early["code"]), (404, &json!(404)));
    CRUN.followed(&vendor, &id, &["success"]).await;
}

#[tokio::test]
async fn a_code_may_stand_beside_another_http_status() {
    for (fault, status, code) in [
        ("401", 401, 401),
        ("402", 402, 402),
        ("455", 455, 455),
        ("422-in-200", 200, 422),
        ("402-in-200", 200, 402),
        ("429-in-200", 200, 429),
        ("500-in-200", 200, 500),
    ] {
        let vendor = Vendor::with_fault(fault).await;
        let (got, answer) = CRUN.post(&vendor, CRUN.submit, &tiny()).await;
        assert_eq!((got, &answer["code"], &answer["data"]), (status, &json!(code), &Value::Null), "{fault}");
        assert_eq!(answer.get("errors").is_some(), code == 422);
        assert_eq!(vendor.charges().len(), usize::from(fault == "500-in-200"));
    }
}

#[tokio::test]
async fn a_price_is_told_before_the_order_and_costs_nothing() {
    let vendor = Vendor::open().await;
    let estimate = "/api/v1/client/job/EstimateTask";
    let (status, answer) = CRUN.post(&vendor, estimate, &with("audio", json!(true))).await;
    let expected = json!({ "estimated_credits": 56.7, "balance": 10000.0, "affordable": true });
    assert_eq!((status, &answer["data"]), (200, &expected));
    let (status, answer) = CRUN.post(&vendor, estimate, &with("duration", json!("5"))).await;
    assert_eq!((status, &answer["code"]), (422, &json!(422)));
    assert!(vendor.charges().is_empty() && vendor.submits().is_empty());
    CRUN.accepted(&vendor, &tiny()).await;
    assert_eq!(CRUN.get(&vendor, "/api/v1/client/account/balance").await.1["data"]["balance"], json!(9962.2));
    vendor.sandbox.ask("balance-empty".parse().unwrap());
    assert_eq!(CRUN.post(&vendor, estimate, &tiny()).await.1["data"]["affordable"], json!(false));
}

#[tokio::test]
async fn the_live_table_of_fields_can_be_read_and_may_grow() {
    let vendor = Vendor::open().await;
    let schema = "/api/v1/client/job/Models/kling/v3";
    let table = CRUN.get(&vendor, schema).await.1;
    let mode = |table: &Value| table["data"]["input_schema"]["properties"]["mode"]["enum"].clone();
    assert_eq!(mode(&table), json!(["std", "pro"]));
    assert_eq!(table["data"]["input_schema"]["required"], json!(["multi_shots"]));
    vendor.sandbox.ask("schema-4k".parse().unwrap());
    CRUN.get(&vendor, "/api/v1/client/account/balance").await;
    assert_eq!(mode(&CRUN.get(&vendor, schema).await.1), json!(["std", "pro", "4k"]));
    let list = CRUN.get(&vendor, "/api/v1/client/job/Models?modality=video").await.1;
    assert_eq!(list["data"][0]["model"], json!("kling/v3"));
}

#[tokio::test]
async fn nobody_is_served_without_its_header_and_paths_and_methods_are_its_own() {
    let vendor = Vendor::open().await;
    let id = CRUN.accepted(&vendor, &tiny()).await;
    for path in [(CRUN.poll)(&id), "/api/v1/client/account/balance".to_owned()] {
        let (status, answer) = read(vendor.http.get(vendor.url(&path)).bearer_auth("k").send().await.unwrap()).await;
        assert_eq!((status, &answer["code"]), (401, &json!(401)), "{path}");
    }
    assert_eq!(CRUN.get(&vendor, CRUN.submit).await.0, 405);
    assert_eq!(CRUN.get(&vendor, "/api/v1/client/job/TaskInfo?task_id=nobody").await.0, 404);
    assert_eq!(CRUN.get(&vendor, "/api/v1/client/job/TaskInfo").await.0, 422);
    assert_eq!(CRUN.get(&vendor, "/api/v1/client/nothing").await.0, 404);
    // A task belongs to the vendor that took it.
    assert_eq!(super::apimart::APIMART.get(&vendor, &format!("/v1/tasks/{id}")).await.0, 404);
}
