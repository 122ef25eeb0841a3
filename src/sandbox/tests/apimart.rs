use serde_json::{Value, json};

use super::talk::{Speech, numbered};
use super::{Vendor, changed, read, without};

const URL: &str = "https://example.com/a.png";

pub const APIMART: Speech = Speech {
    key: |request| request.bearer_auth("any-key"),
    submit: "/v1/videos/generations",
    accepted: 200,
    bad: 400,
    words: |answer| &answer["error"]["message"],
    id: |answer| &answer["data"][0]["task_id"],
    poll: |id| format!("/v1/tasks/{id}?language=en"),
    status: |answer| &answer["data"]["status"],
};

pub fn tiny() -> Value {
    json!({ "model": "kling-v3", "prompt": "a fox in snow", "mode": "std", "duration": 3, "aspect_ratio": "1:1",
        "audio": false })
}

fn with(key: &str, value: Value) -> Value {
    changed(&tiny(), key, value)
}

fn by_hand(of: &[(u64, &str, u64)]) -> Value {
    json!({ "model": "kling-v3", "mode": "std", "duration": 5, "audio": false, "multi_shot": true,
        "shot_type": "customize", "multi_prompt": numbered(of) })
}

fn fox() -> Value {
    json!({ "name": "fox", "description": "a red fox", "element_input_urls": [URL, URL] })
}

fn cast(elements: Value) -> Value {
    with("element_list", elements)
}

#[tokio::test]
async fn fields_are_known_whole_and_of_their_type() {
    let cases = [
        (without(&tiny(), "model"), "model: field required"),
        (with("model", json!("kling-v2")), "model: no such model"),
        (with("sound", json!("off")), "sound: unknown field"),
        (with("seed", json!(7)), "seed: unknown field"),
        (with("duration", json!("5")), "duration: must be an integer"),
        (with("duration", json!(5.0)), "duration: must be an integer"),
        (with("duration", json!(2)), "duration: must be 3 to 15"),
        (with("duration", json!(16)), "duration: must be 3 to 15"),
        (with("audio", json!("on")), "audio: must be a boolean"),
        (with("watermark", json!("no")), "watermark: must be a boolean"),
        (with("mode", json!("8k")), "mode: must be one of std, pro, 4k"),
        (with("aspect_ratio", json!("4:3")), "aspect_ratio: must be one of"),
        (with("negative_prompt", Value::Null), "negative_prompt: must not be null"),
        (with("image_urls", json!([])), "image_urls: must not be an empty array"),
        (with("image_with_roles", json!([{ "url": URL, "role": "reference" }])), "image_with_roles: unknown field"),
        (without(&tiny(), "prompt"), "prompt: field required"),
        (with("prompt", json!("雪".repeat(2501))), "2501"),
        (with("prompt", json!("close on @fox")), "@fox names no element"),
    ];
    APIMART.refuses(&Vendor::open().await, &cases).await;
    let whole = [with("watermark", json!(true)), with("negative_prompt", json!("blur")), with("audio", json!(true))];
    APIMART.takes(&whole).await;
}

#[tokio::test]
async fn shots_are_numbered_from_one_without_a_gap() {
    let whole = by_hand(&[(1, "a", 2), (2, "b", 3)]);
    let shot = |shot: Value| changed(&whole, "multi_prompt", json!([shot]));
    let cases = [
        (by_hand(&[(0, "a", 2), (1, "b", 3)]), "multi_prompt[0].index: must count from 1"),
        (by_hand(&[(1, "a", 2), (3, "b", 3)]), "multi_prompt[1].index: must count from 1"),
        (by_hand(&[(2, "a", 2), (1, "b", 3)]), "multi_prompt[0].index"),
        (shot(json!({ "prompt": "a", "duration": 5 })), "multi_prompt[0].index: field required"),
        (shot(json!({ "index": "1", "prompt": "a", "duration": 5 })), "multi_prompt[0].index: must be an integer"),
        (shot(json!({ "index": 1, "prompt": "a", "duration": "5" })), "multi_prompt[0].duration: must be an integer"),
        (by_hand(&[(1, "a", 2), (2, "b", 2)]), "sum to 4"),
        (by_hand(&[(1, "a", 2), (2, &"b".repeat(513), 3)]), "multi_prompt[1].prompt: at most 512"),
        (without(&whole, "shot_type"), "shot_type: field required when multi_shot is true"),
        (changed(&whole, "prompt", json!("a")), "prompt: not allowed"),
        (changed(&whole, "shot_type", json!("intelligence")), "multi_prompt: only allowed"),
        (without(&whole, "multi_prompt"), "multi_prompt: field required"),
    ];
    APIMART.refuses(&Vendor::open().await, &cases).await;
    let seven: Vec<_> = (1..=7).map(|i| (i, "a", 1)).collect();
    APIMART.refuses(&Vendor::open().await, &[(changed(&by_hand(&seven), "duration", json!(7)), "at most 6")]).await;
    APIMART.takes(&[whole, by_hand(&[(1, "a", 5)])]).await;
}

#[tokio::test]
async fn pictures_are_addresses_one_or_two() {
    let cases = [
        (with("image_urls", json!([URL, URL, URL])), "image_urls: at most 2"),
        (with("image_urls", json!([super::picture(300, 300)])), "image_urls[0]: must be an http(s) URL"),
        (with("image_urls", json!(["data:image/png;base64,AAAA"])), "Base64 is not supported"),
        (with("image_urls", json!(["http://example.com/a.png"])), "must be https"),
        (with("image_urls", json!(["http://127.0.0.1:9/practice/uploads/a.png"])), "cannot be fetched"),
        (with("image_urls", json!(URL)), "image_urls: must be an array"),
        (with("image_urls", json!([{ "url": URL }])), "image_urls[0]: must be a string"),
    ];
    APIMART.refuses(&Vendor::open().await, &cases).await;
    APIMART.takes(&[with("image_urls", json!([URL])), with("image_urls", json!([URL, URL]))]).await;
}

#[tokio::test]
async fn an_element_has_a_name_a_description_and_two_to_four_pictures() {
    let named = |name: &str| changed(&fox(), "name", json!(name));
    let say = |text: &str| changed(&cast(json!([fox()])), "prompt", json!(text));
    let cases = [
        (cast(json!([fox(), named("a"), named("b"), named("c")])), "element_list: at most 3"),
        (cast(json!([without(&fox(), "name")])), "element_list[0].name: field required"),
        (cast(json!([named("@fox")])), "element_list[0].name: letters"),
        (cast(json!([named("red fox")])), "element_list[0].name: letters"),
        (cast(json!([fox(), named("fox2")])), "cannot be told apart"),
        (cast(json!([fox(), fox()])), "cannot be told apart"),
        (cast(json!([without(&fox(), "description")])), "element_list[0].description: field required"),
        (cast(json!([changed(&fox(), "description", json!(" "))])), "description: must not be empty"),
        (cast(json!([changed(&fox(), "element_input_urls", json!([URL]))])), "2 to 4 images, not 1"),
        (
            cast(json!([changed(&fox(), "element_input_urls", json!([URL, URL, URL, URL, URL]))])),
            "2 to 4 images, not 5",
        ),
        (
            cast(json!([changed(&fox(), "element_input_urls", json!([URL, "AAAA"]))])),
            "element_input_urls[1]: must be an",
        ),
        (cast(json!([changed(&fox(), "element_image_urls", json!([URL]))])), "element_image_urls: unknown field"),
        (with("elements", json!([fox()])), "elements: unknown field"),
        (say("@cat runs"), "@cat names no element"),
        (say("<<<element_1>>> runs"), "written @name"),
    ];
    APIMART.refuses(&Vendor::open().await, &cases).await;
    APIMART.takes(&[say("@fox runs, mail me@example.com")]).await;
}

#[tokio::test]
async fn omni_pictures_have_roles_and_numbers() {
    let omni = |key: &str, value: Value| changed(&with("model", json!("kling-v3-omni")), key, value);
    let roles = |roles: &[&str]| -> Value { roles.iter().map(|role| json!({ "url": URL, "role": role })).collect() };
    let say =
        |text: &str| changed(&omni("image_with_roles", roles(&["reference", "reference"])), "prompt", json!(text));
    let cases = [
        (omni("image_with_roles", roles(&["hero"])), "image_with_roles[0].role: must be one of"),
        (omni("image_with_roles", roles(&["first_frame", "first_frame"])), "only one image"),
        (omni("image_with_roles", roles(&["last_frame"])), "needs a first_frame"),
        (omni("image_with_roles", json!([{ "url": URL }])), "role: field required"),
        (omni("image_with_roles", json!([{ "url": "AAAA", "role": "reference" }])), "url: must be an http(s) URL"),
        (omni("image_with_roles", roles(&["reference"; 8])), "at most 7, not 8"),
        (changed(&say("a"), "image_urls", json!([URL])), "not beside image_urls"),
        (say("<<<image_3>>> runs"), "names none of 2 images"),
        (say("@image1 runs"), "names no element"),
    ];
    APIMART.refuses(&Vendor::open().await, &cases).await;
    APIMART.takes(&[say("<<<image_2>>> runs"), omni("image_with_roles", roles(&["first_frame", "last_frame"]))]).await;
}

#[tokio::test]
async fn submit_answers_with_a_list_and_a_poll_with_an_object() {
    let vendor = Vendor::open().await;
    let (status, answer) = APIMART.post(&vendor, APIMART.submit, &with("audio", json!(true))).await;
    assert_eq!((status, &answer["code"], &answer["data"][0]["status"]), (200, &json!(200), &json!("submitted")));
    let id = answer["data"][0]["task_id"].as_str().unwrap();
    assert!(id.starts_with("task_"), "{id}");
    let (words, done) = APIMART.followed(&vendor, id, &["completed"]).await;
    assert!(words.iter().all(|word| ["pending", "processing", "completed"].contains(&word.as_str())), "{words:?}");
    let data = &done["data"];
    assert_eq!((&data["id"], &data["progress"], &data["cost"]), (&json!(id), &json!(100), &json!(0.3024)));
    let video = &data["result"]["videos"][0];
    assert!(video["expires_at"].as_u64().unwrap() > data["completed"].as_u64().unwrap());
    assert_eq!(vendor.get(video["url"][0].as_str().unwrap()).await.status(), 200);
    let charge = &vendor.charges()[0];
    assert_eq!((&*charge.vendor, charge.amount_micro_usd, charge.milli_credits), ("apimart", 302_400, None));
}

#[tokio::test]
async fn every_other_shape_of_a_poll_can_be_asked_for() {
    let vendor = Vendor::open().await;
    let say = |fault: &str| with("prompt", json!(format!("a fox [[fault:{fault}]]")));
    let id = APIMART.accepted(&vendor, &say("url-as-text")).await;
    let (_, done) = APIMART.followed(&vendor, &id, &["completed"]).await;
    assert!(done["data"]["result"]["videos"][0]["url"].is_string());
    let id = APIMART.accepted(&vendor, &say("empty-list")).await;
    let (_, done) = APIMART.followed(&vendor, &id, &["completed"]).await;
    assert_eq!(done["data"]["result"]["videos"], json!([]));
    let id = APIMART.accepted(&vendor, &say("no-link")).await;
    let (_, done) = APIMART.followed(&vendor, &id, &["completed"]).await;
    assert!(done["data"]["result"]["videos"][0].get("url").is_none());
    let id = APIMART.accepted(&vendor, &say("progress-fraction")).await;
    let (_, first) = APIMART.get(&vendor, &(APIMART.poll)(&id)).await;
    assert!(first["data"]["progress"].is_f64());
    let id = APIMART.accepted(&vendor, &say("failed-task")).await;
    let (_, failed) = APIMART.followed(&vendor, &id, &["failed"]).await;
    assert_eq!((&failed["data"]["error"]["type"], &failed["data"]["cost"]), (&json!("upstream_error"), &json!(0)));
    let id = APIMART.accepted(&vendor, &say("cancelled-task")).await;
    APIMART.followed(&vendor, &id, &["cancelled"]).await;
    let id = APIMART.accepted(&vendor, &say("poll-500-in-200")).await;
    let (status, odd) = APIMART.get(&vendor, &(APIMART.poll)(&id)).await;
    assert_eq!((status, &odd["error"]["code"]), (200, &json!(500)));
}

#[tokio::test]
async fn refusals_have_a_code_a_message_and_a_type() {
    for (fault, status, code, kind) in [
        ("401", 401, 401, "authentication_error"),
        ("402", 402, 402, "payment_required"),
        ("429", 429, 429, "rate_limit_error"),
        ("500", 500, 500, "server_error"),
        ("422-in-200", 200, 422, "invalid_request_error"),
        ("402-in-200", 200, 402, "payment_required"),
        ("429-in-200", 200, 429, "rate_limit_error"),
        ("500-in-200", 200, 500, "server_error"),
    ] {
        let vendor = Vendor::with_fault(fault).await;
        let (got, answer) = APIMART.post(&vendor, APIMART.submit, &tiny()).await;
        let error = &answer["error"];
        assert_eq!((got, &error["code"], &error["type"]), (status, &json!(code), &json!(kind)), "{fault}");
        assert!(!error["message"].as_str().unwrap().is_empty());
        assert_eq!(vendor.charges().len(), usize::from(fault == "500-in-200"));
    }
}

#[tokio::test]
async fn nobody_is_served_without_a_bearer_and_paths_and_methods_are_its_own() {
    let vendor = Vendor::open().await;
    let id = APIMART.accepted(&vendor, &tiny()).await;
    for path in [(APIMART.poll)(&id), "/v1/balance".to_owned(), "/v1/models".to_owned()] {
        let (status, answer) =
            read(vendor.http.get(vendor.url(&path)).header("x-api-key", "k").send().await.unwrap()).await;
        assert_eq!((status, &answer["error"]["type"]), (401, &json!("authentication_error")), "{path}");
    }
    assert_eq!(APIMART.get(&vendor, APIMART.submit).await.0, 405);
    assert_eq!(APIMART.get(&vendor, "/v1/tasks/nobody").await.0, 404);
    assert_eq!(APIMART.get(&vendor, &format!("/v1/tasks/{id}?language=fr")).await.0, 400);
    assert_eq!(APIMART.get(&vendor, &format!("/v1/tasks/{id}?language=zh")).await.0, 200);
    assert_eq!(APIMART.get(&vendor, &format!("/v1/tasks/{id}")).await.0, 200);
}

#[tokio::test]
async fn a_balance_is_told_under_both_names_and_may_be_refused_inside_200() {
    let vendor = Vendor::with(|options| {
        options.faults = ["balance-unlimited", "balance-empty", "balance-refused"].map(|f| f.parse().unwrap()).to_vec();
    })
    .await;
    let unlimited = APIMART.get(&vendor, "/v1/balance").await.1;
    assert_eq!((&unlimited["remain_balance"], &unlimited["unlimited_quota"]), (&json!(-1), &json!(true)));
    assert_eq!(APIMART.get(&vendor, "/balance").await.1["remain_balance"], json!(0));
    let refused = APIMART.get(&vendor, "/v1/user/balance").await;
    assert_eq!((refused.0, &refused.1["success"]), (200, &json!(false)));
    APIMART.accepted(&vendor, &tiny()).await;
    let told = APIMART.get(&vendor, "/user/balance").await.1;
    assert_eq!((&told["used_balance"], &told["remain_balance"]), (&json!(0.2016), &json!(99.7984)));
}
