use image::ImageFormat;
use serde_json::{Value, json};

use super::{IMAGE, TEXT, Vendor, changed, encoded, picture, read, tiny, tiny_saying, without};

/// Every body is refused with 400 in the vendor's shape, its detail names the place and the fact, and none is charged.
async fn refused(path: &str, cases: &[(Value, &str)]) {
    let vendor = Vendor::open().await;
    for (body, expected) in cases {
        let (status, answer) = vendor.submit(path, body).await;
        let detail = answer["detail"].as_str().unwrap_or_default();
        assert_eq!(status, 400, "{expected}: {answer}");
        assert_eq!(answer["code"], 400);
        assert!(detail.contains(expected), "{expected:?} is not in {detail:?}");
    }
    assert!(vendor.charges().is_empty());
    assert_eq!(vendor.submits().len(), cases.len());
    assert!(vendor.submits().iter().all(|seen| seen.task.is_none() && seen.refused.is_some()));
}

async fn taken(path: &str, bodies: &[Value]) {
    let vendor = Vendor::open().await;
    for body in bodies {
        vendor.accepted(path, body).await;
    }
    assert_eq!(vendor.charges().len(), bodies.len());
}

fn by_hand(shots: &[(&str, u64)]) -> Value {
    let shots: Vec<_> = shots.iter().map(|(prompt, secs)| json!({ "prompt": prompt, "duration": secs })).collect();
    json!({ "mode": "std", "sound": "off", "duration": 5, "aspect_ratio": "1:1", "multi_shot": true,
        "shot_type": "customize", "multi_prompt": shots })
}

fn framed() -> Value {
    json!({ "prompt": "a fox", "mode": "std", "sound": "off", "duration": 3, "first_frame": picture(300, 300) })
}

#[tokio::test]
async fn fields_are_known_whole_and_of_their_type() {
    let with = |key: &str, value: Value| changed(&tiny(), key, value);
    refused(
        TEXT,
        &[
            (with("seed", json!(7)), "seed: unknown field"),
            (with("first_frame", json!(picture(300, 300))), "first_frame: unknown field"),
            (with("negative_prompt", Value::Null), "negative_prompt: must not be null"),
            (with("multi_prompt", json!([])), "multi_prompt: "),
            (with("prompt", json!(5)), "prompt: must be a string"),
            (with("duration", json!("5")), "duration: must be an integer"),
            (with("duration", json!(5.0)), "duration: must be an integer"),
            (with("duration", json!(2)), "duration: must be 3 to 15"),
            (with("duration", json!(16)), "duration: must be 3 to 15"),
            (with("duration", json!(-5)), "duration: must be 3 to 15"),
            (with("sound", json!(true)), "sound: must be a string"),
            (with("sound", json!("yes")), "sound: must be one of on, off"),
            (with("mode", json!("4k")), "mode: must be one of std, pro"),
            (with("aspect_ratio", json!("4:3")), "aspect_ratio: must be one of"),
            (with("multi_shot", json!("true")), "multi_shot: must be a boolean"),
            (json!([tiny()]), "body: must be an object"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_prompt_is_there_short_enough_and_in_the_vendors_spelling() {
    refused(
        TEXT,
        &[
            (without(&tiny(), "prompt"), "prompt: field required"),
            (tiny_saying(""), "prompt: must not be empty"),
            (tiny_saying(" \n"), "prompt: must not be empty"),
            (tiny_saying(&"雪".repeat(2501)), "2501"),
            (changed(&tiny(), "negative_prompt", json!("n".repeat(2501))), "negative_prompt: at most 2500"),
            (tiny_saying("close on @fox"), "@fox"),
            (tiny_saying("<<<element_1>>> runs"), "element_1"),
            (tiny_saying("a fox [[fault:gremlin]]"), "answer-lost"),
        ],
    )
    .await;
    taken(TEXT, &[tiny_saying(&"雪".repeat(2500)), tiny_saying("mail fox@example.com")]).await;
}

#[tokio::test]
async fn a_cut_by_hand_is_one_to_six_shots_that_fill_the_video() {
    let whole = by_hand(&[("a", 2), ("b", 3)]);
    let shot = |shot: Value| changed(&whole, "multi_prompt", json!([shot]));
    refused(
        TEXT,
        &[
            (without(&whole, "shot_type"), "shot_type: field required"),
            (changed(&whole, "shot_type", json!("custom")), "shot_type: must be one of"),
            (changed(&whole, "multi_shot", json!(false)), "shot_type: only allowed"),
            (without(&whole, "multi_shot"), "shot_type: only allowed"),
            (without(&whole, "multi_prompt"), "multi_prompt: field required"),
            (changed(&whole, "prompt", json!("a fox")), "prompt: not allowed"),
            (changed(&whole, "multi_prompt", json!([])), "multi_prompt: must not be an empty array"),
            (changed(&whole, "duration", json!(6)), "sum to 5"),
            (changed(&by_hand(&[("a", 1); 7]), "duration", json!(7)), "at most 6 shots"),
            (by_hand(&[("a", 0), ("b", 5)]), "multi_prompt[0].duration: must be at least 1"),
            (by_hand(&[("a", 2), ("", 3)]), "multi_prompt[1].prompt: must not be empty"),
            (by_hand(&[("a", 2), (&"b".repeat(513), 3)]), "multi_prompt[1].prompt: at most 512"),
            (by_hand(&[("a", 2), ("@fox", 3)]), "multi_prompt[1].prompt: @fox"),
            (shot(json!({ "prompt": "a", "duration": "5" })), "multi_prompt[0].duration: must be an integer"),
            (shot(json!({ "prompt": "a", "duration": 5, "index": 1 })), "multi_prompt[0].index: unknown field"),
            (shot(json!({ "prompt": "a" })), "multi_prompt[0].duration: field required"),
            (shot(json!("a")), "multi_prompt[0]: must be an object"),
        ],
    )
    .await;
    taken(TEXT, &[whole.clone(), by_hand(&[(&"b".repeat(512), 5)])]).await;
}

#[tokio::test]
async fn a_cut_by_the_vendor_has_a_prompt_and_no_shots() {
    let body = changed(&changed(&tiny(), "multi_shot", json!(true)), "shot_type", json!("intelligence"));
    let shots = json!([{ "prompt": "a", "duration": 3 }]);
    refused(
        TEXT,
        &[
            (without(&body, "prompt"), "prompt: field required"),
            (changed(&body, "multi_prompt", shots.clone()), "multi_prompt: only allowed"),
            (changed(&tiny(), "multi_prompt", shots), "multi_prompt: only allowed"),
        ],
    )
    .await;
    taken(TEXT, &[body, changed(&tiny(), "multi_shot", json!(false))]).await;
}

#[tokio::test]
async fn a_frame_is_a_picture_the_vendor_can_use() {
    let with = |frame: String| changed(&framed(), "first_frame", json!(frame));
    refused(
        IMAGE,
        &[
            (without(&framed(), "first_frame"), "at least one of first_frame and last_frame"),
            (changed(&framed(), "aspect_ratio", json!("1:1")), "aspect_ratio: unknown field"),
            (changed(&framed(), "last_frame", Value::Null), "last_frame: must not be null"),
            (with(String::new()), "first_frame: must not be empty"),
            (with(format!("data:image/png;base64,{}", picture(300, 300))), "data: prefix"),
            (with(picture(299, 400)), "at least 300 pixels (299x400)"),
            (with(picture(753, 300)), "within 1:2.5 and 2.5:1"),
            (with(encoded(400, 400, ImageFormat::WebP)), "not a JPEG or PNG"),
            (with(encoded(400, 400, ImageFormat::Bmp)), "not a JPEG or PNG"),
            (with(picture(400, 400)[..400].to_owned()), "cannot be decoded"),
            (with("not base64!".to_owned()), "neither a URL nor valid Base64"),
            (with("A".repeat(14_000_000)), "larger than"),
            (with("http://example.com/a.png".to_owned()), "must be https"),
            (with("ftp://example.com/a.png".to_owned()), "must be https"),
        ],
    )
    .await;
    let last_alone = json!({ "prompt": "a fox", "duration": 3, "last_frame": "https://example.com/a.png" });
    taken(IMAGE, &[framed(), with(encoded(750, 300, ImageFormat::Jpeg)), last_alone]).await;
}

#[tokio::test]
async fn an_element_has_a_face_and_one_to_three_references() {
    let one = json!({ "type": "image", "frontal_image": picture(300, 300), "reference_images": [picture(310, 300)] });
    let with = |elements: Value| changed(&framed(), "elements", elements);
    let say = |prompt: &str| changed(&with(json!([one])), "prompt", json!(prompt));
    let url = "https://example.com/a.png";
    refused(
        IMAGE,
        &[
            (with(json!([])), "elements: must not be an empty array"),
            (with(json!([one, one, one, one])), "at most 3 elements"),
            (with(json!([without(&one, "type")])), "elements[0].type: field required"),
            (with(json!([changed(&one, "type", json!("sound"))])), "elements[0].type: must be one of"),
            (with(json!([changed(&one, "name", json!("fox"))])), "elements[0].name: unknown field"),
            (with(json!([without(&one, "frontal_image")])), "elements[0].frontal_image: field required"),
            (with(json!([one, without(&one, "reference_images")])), "elements[1].reference_images: field required"),
            (with(json!([changed(&one, "reference_images", json!([]))])), "must not be an empty array"),
            (with(json!([changed(&one, "reference_images", json!([url, url, url, url]))])), "at most 3 images"),
            (with(json!([changed(&one, "reference_images", json!([7]))])), "reference_images[0]: must be a string"),
            (with(json!([changed(&one, "frontal_image", json!(picture(200, 300)))])), "frontal_image: each side"),
            (with(json!([{ "type": "video", "reference_videos": [url], "frontal_image": url }])), "unknown field"),
            (with(json!([{ "type": "video" }])), "reference_videos: field required"),
            (with(json!([{ "type": "video", "reference_videos": ["AAAA"] }])), "not a valid URL"),
            (say("@fox runs"), "@fox"),
            (say("<<<element_2>>> runs"), "names none of 1"),
            (say("<<<element_0>>> runs"), "names none of 1"),
        ],
    )
    .await;
    taken(IMAGE, &[say("<<<element_1>>> runs"), with(json!([{ "type": "video", "reference_videos": [url] }]))]).await;
}

#[tokio::test]
async fn what_is_no_json_is_refused() {
    let vendor = Vendor::open().await;
    let post = || vendor.http.post(vendor.url(TEXT)).bearer_auth("key");
    let json = |request: reqwest::RequestBuilder| request.header("content-type", "application/json");
    for request in [json(post()).body("{"), json(post()), post().body(tiny().to_string())] {
        assert_eq!(read(request.send().await.unwrap()).await.0, 400);
    }
    assert!(vendor.charges().is_empty());
}

#[tokio::test]
async fn nobody_is_served_without_a_key() {
    let vendor = Vendor::open().await;
    let id = vendor.accepted(TEXT, &tiny()).await;
    let submit =
        || vendor.http.post(vendor.url(TEXT)).header("content-type", "application/json").body(tiny().to_string());
    let poll = || vendor.http.get(vendor.url(&format!("{TEXT}/{id}")));
    for request in [submit(), submit().header("authorization", "Bearer "), submit().basic_auth("a", Some("b")), poll()]
    {
        let (status, answer) = read(request.send().await.unwrap()).await;
        assert_eq!((status, &answer["code"]), (401, &json!(401)));
    }
    assert_eq!(vendor.charges().len(), 1);
}

#[tokio::test]
async fn paths_and_methods_are_the_vendors_own() {
    let vendor = Vendor::open().await;
    let id = vendor.accepted(TEXT, &tiny()).await;
    let status =
        |request: reqwest::RequestBuilder| async { request.bearer_auth("k").send().await.unwrap().status().as_u16() };
    assert_eq!(status(vendor.http.get(vendor.url(TEXT))).await, 405);
    assert_eq!(status(vendor.http.post(vendor.url(&format!("{TEXT}/{id}")))).await, 405);
    assert_eq!(status(vendor.http.get(vendor.url(&format!("{TEXT}/nobody")))).await, 404);
    assert_eq!(status(vendor.http.get(vendor.url(&format!("{IMAGE}/{id}")))).await, 404);
    assert_eq!(status(vendor.http.post(vendor.url("/v1/inference/kling-v3"))).await, 404);
    assert_eq!(status(vendor.http.post(vendor.url("/vendors/klingai/v1/kling-v3/nothing"))).await, 404);
}
