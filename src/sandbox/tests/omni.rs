//! `kling-v3-omni` as MuleRouter sells it (vendors.md §1.4).

use serde_json::{Value, json};

use super::talk::Speech;
use super::{Vendor, changed, picture, without};

const TEXT: &str = "/vendors/klingai/v1/kling-v3-omni/text-to-video/generation";
const IMAGE: &str = "/vendors/klingai/v1/kling-v3-omni/image-to-video/generation";
const REFERENCE: &str = "/vendors/klingai/v1/kling-v3-omni/reference-image-to-video/generation";

fn at(submit: &'static str) -> Speech {
    Speech {
        key: |request| request.bearer_auth("any-key"),
        submit,
        accepted: 202,
        bad: 400,
        words: |answer| &answer["detail"],
        id: |answer| &answer["task_info"]["id"],
        poll: |id| format!("{TEXT}/{id}"),
        status: |answer| &answer["task_info"]["status"],
    }
}

fn plain() -> Value {
    json!({ "model_name": "kling-v3-omni", "prompt": "a fox", "mode": "std", "sound": "off", "duration": 3,
        "aspect_ratio": "1:1" })
}

fn with(fields: &[(&str, Value)]) -> Value {
    fields.iter().fold(plain(), |body, (key, value)| changed(&body, key, value.clone()))
}

fn elements(count: usize) -> Value {
    let one = json!({ "type": "image", "frontal_image": picture(300, 300), "reference_images": [picture(310, 300)] });
    json!(vec![one; count])
}

fn images(count: usize) -> Value {
    json!(vec![picture(300, 300); count])
}

fn frame() -> Value {
    json!(picture(300, 300))
}

#[tokio::test]
async fn text_takes_frames_and_elements_but_no_images() {
    let cases = [
        (with(&[("images", images(1))]), "images: unknown field"),
        (with(&[("model_name", json!("kling-v3"))]), "model_name: must be kling-v3-omni"),
        (with(&[("last_frame", frame())]), "last_frame: needs a first_frame"),
        (with(&[("elements", elements(8))]), "at most 7 elements"),
        (with(&[("elements", elements(6)), ("first_frame", frame()), ("last_frame", frame())]), "at most 7, not 8"),
        (with(&[("prompt", json!("<<<image_1>>> runs"))]), "names none of 0 images"),
        (with(&[("mode", json!("4k"))]), "mode: must be one of"),
        (without(&plain(), "prompt"), "prompt: field required"),
    ];
    at(TEXT).refuses(&Vendor::open().await, &cases).await;
    let several = with(&[("elements", elements(4)), ("prompt", json!("<<<element_4>>> runs"))]);
    at(TEXT).takes(&[plain(), without(&plain(), "aspect_ratio"), several, with(&[("first_frame", frame())])]).await;
}

#[tokio::test]
async fn frames_take_three_elements_and_extra_images() {
    let cases = [
        (plain(), "first_frame: a frame or an image is required"),
        (with(&[("first_frame", frame()), ("elements", elements(4))]), "at most 3 elements beside frames"),
        (without(&with(&[("images", images(1))]), "aspect_ratio"), "aspect_ratio: field required"),
        (with(&[("first_frame", frame()), ("images", json!(["AAAA"]))]), "images[0]: "),
        (with(&[("first_frame", frame()), ("images", images(7))]), "at most 7, not 8"),
    ];
    at(IMAGE).refuses(&Vendor::open().await, &cases).await;
    let framed = without(&with(&[("first_frame", frame()), ("last_frame", frame())]), "aspect_ratio");
    let named = with(&[("images", images(2)), ("prompt", json!("<<<image_2>>> runs"))]);
    at(IMAGE).takes(&[framed, named]).await;
}

#[tokio::test]
async fn references_are_seven_together_and_a_last_frame_wants_few() {
    let cases = [
        (plain(), "images: an image or an element is required"),
        (with(&[("images", images(4)), ("elements", elements(4))]), "at most 7, not 8"),
        (with(&[("images", images(2)), ("first_frame", frame()), ("last_frame", frame())]), "more than 1 image"),
    ];
    at(REFERENCE).refuses(&Vendor::open().await, &cases).await;
    let frames = [("images", images(1)), ("first_frame", frame()), ("last_frame", frame())];
    let cast = [("elements", elements(5)), ("first_frame", frame())];
    at(REFERENCE).takes(&[with(&frames), with(&cast), with(&[("images", images(7))])]).await;
}

#[tokio::test]
async fn the_mode_is_pro_unless_it_is_named_and_sound_costs_less() {
    let vendor = Vendor::open().await;
    at(TEXT).accepted(&vendor, &changed(&without(&plain(), "mode"), "sound", json!("on"))).await;
    let charge = &vendor.charges()[0];
    assert_eq!((&*charge.mode, charge.amount_micro_usd), ("pro", 420_000));
}

#[tokio::test]
async fn the_path_of_the_docs_page_is_not_the_clients() {
    let vendor = Vendor::open().await;
    let docs = "/vendors/klingai/v1/kling-v3-omni/reference-to-video/generation";
    assert_eq!(at(docs).post(&vendor, docs, &with(&[("images", images(1))])).await.0, 404);
}
