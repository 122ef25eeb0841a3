use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::ImageFormat;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use tokio::time::timeout;

use super::apimart::{self, APIMART};
use super::crun::{self, CRUN};
use super::talk::within;
use super::{Vendor, changed, encoded, read};

const FORM: &str = "/v1/uploads/images";
const ASK: &str = "/api/v1/client/files/upload-url?content_type=image%2Fpng&ext=.png";

fn png() -> Vec<u8> {
    STANDARD.decode(encoded(400, 300, ImageFormat::Png)).unwrap()
}

fn form(field: &'static str, bytes: Vec<u8>, name: &'static str, kind: &str) -> Form {
    Form::new().part(field, Part::bytes(bytes).file_name(name).mime_str(kind).unwrap())
}

async fn send(vendor: &Vendor, form: Form) -> (u16, Value) {
    read(vendor.http.post(vendor.url(FORM)).bearer_auth("k").multipart(form).send().await.unwrap()).await
}

fn put(vendor: &Vendor, url: &str, kind: &str) -> reqwest::RequestBuilder {
    vendor.http.put(url).header("content-type", kind).body(png())
}

async fn promised(vendor: &Vendor) -> (String, String) {
    let (status, answer) = CRUN.get(vendor, ASK).await;
    assert_eq!(status, 200, "{answer}");
    let text = |key: &str| answer["data"][key].as_str().unwrap().to_owned();
    (text("presigned_url"), text("file_url"))
}

#[tokio::test]
async fn a_form_gives_a_flat_answer_and_an_address_a_submit_may_name() {
    let vendor = Vendor::open().await;
    let (status, answer) = send(&vendor, form("file", png(), "fox.png", "image/png")).await;
    assert_eq!((status, &answer["filename"], &answer["bytes"]), (200, &json!("fox.png"), &json!(png().len())));
    assert!(answer.get("code").is_none() && answer.get("data").is_none());
    let url = answer["url"].as_str().unwrap();
    assert_eq!(vendor.get(url).await.bytes().await.unwrap(), png());
    let id = APIMART.accepted(&vendor, &changed(&apimart::tiny(), "image_urls", json!([url]))).await;
    APIMART.followed(&vendor, &id, &["completed"]).await;
    let uploads = crate::sandbox::uploads(vendor.sandbox.dir());
    assert_eq!(uploads.iter().map(|upload| (&*upload.path, upload.is_refused)).collect::<Vec<_>>(), [(FORM, false)]);
}

#[tokio::test]
async fn a_form_holds_one_picture_of_a_kind_it_says_in_the_field_file() {
    let vendor = Vendor::open().await;
    for (form, expected) in [
        (form("image", png(), "fox.png", "image/png"), "file: no file"),
        (form("file", png(), "fox.png", "image/bmp"), "unsupported format"),
        (form("file", png(), "fox", "image/png"), "does not end as"),
        (form("file", png(), "fox.jpg", "image/jpeg"), "file: not a JPEG picture"),
        (form("file", png()[..90].to_vec(), "fox.png", "image/png"), "decoded"),
        (form("file", png(), "fox.png", "image/png").text("model", "kling"), "more than one part"),
    ] {
        let (status, answer) = send(&vendor, form).await;
        let words = answer["error"]["message"].as_str().unwrap_or_default();
        assert!(status == 400 && words.contains(expected), "{expected}: {status} {answer}");
    }
    let large = form("file", vec![0; 20_005_000], "fox.png", "image/png");
    assert_eq!(send(&vendor, large).await.0, 413);
    let json =
        vendor.http.post(vendor.url(FORM)).bearer_auth("k").header("content-type", "application/json").body("{}");
    assert_eq!(read(json.send().await.unwrap()).await.0, 400);
    let unsigned = vendor.http.post(vendor.url(FORM)).multipart(form("file", png(), "fox.png", "image/png"));
    assert_eq!(read(unsigned.send().await.unwrap()).await.0, 401);
}

#[tokio::test]
async fn a_presigned_put_takes_the_signed_type_and_no_key() {
    let vendor = Vendor::open().await;
    let (url, file) = promised(&vendor).await;
    let framed = within(&crun::tiny(), "input", "img_urls", json!([file]));
    assert_eq!(CRUN.post(&vendor, CRUN.submit, &framed).await.0, 422);
    for (request, expected) in [
        (put(&vendor, &url, "image/png").header("x-api-key", "k"), 400),
        (put(&vendor, &url, "image/png").bearer_auth("k"), 400),
        (put(&vendor, &url, "image/PNG"), 403),
        (put(&vendor, &url, "image/png; charset=utf-8"), 403),
        (put(&vendor, &url, "image/jpeg"), 403),
        (put(&vendor, url.split('?').next().unwrap(), "image/png"), 403),
        (vendor.http.post(&url).header("content-type", "image/png").body(png()), 405),
    ] {
        assert_eq!(request.send().await.unwrap().status(), expected);
    }
    let stream = futures_util::stream::iter([Ok::<_, std::io::Error>(png())]);
    let chunked = vendor.http.put(&url).header("content-type", "image/png").body(reqwest::Body::wrap_stream(stream));
    assert_eq!(chunked.send().await.unwrap().status(), 411);
    assert_eq!(put(&vendor, &url, "image/png").send().await.unwrap().status(), 200);
    CRUN.accepted(&vendor, &framed).await;
}

#[tokio::test]
async fn an_upload_address_is_asked_for_with_a_type_and_an_ending_with_its_dot() {
    let vendor = Vendor::open().await;
    let home = "/api/v1/client/files/upload-url";
    for (query, expected) in [
        ("", "content_type: field required"),
        ("?content_type=image%2Fpng", "ext: field required"),
        ("?content_type=image%2Fpng&ext=png", "ext: must begin with a dot"),
        ("?content_type=image%2Fpng&ext=.jpg", "is no image/png"),
        ("?content_type=text%2Fplain&ext=.txt", "content_type: not"),
    ] {
        let (status, answer) = CRUN.get(&vendor, &format!("{home}{query}")).await;
        assert_eq!(status, 422);
        assert!(answer["errors"][0].as_str().unwrap().contains(expected), "{answer}");
    }
}

#[tokio::test]
async fn a_picture_that_is_gone_cannot_be_fetched() {
    let vendor = Vendor::with(|options| options.upload_life = Some(Duration::from_millis(300))).await;
    let (_, answer) = send(&vendor, form("file", png(), "fox.png", "image/png")).await;
    let framed = changed(&apimart::tiny(), "image_urls", json!([answer["url"]]));
    APIMART.accepted(&vendor, &framed).await;
    tokio::time::sleep(Duration::from_millis(320)).await;
    let (status, refused) = APIMART.post(&vendor, APIMART.submit, &framed).await;
    assert!(status == 400 && refused["error"]["message"].as_str().unwrap().contains("cannot be fetched"));

    let vendor = Vendor::with_fault("upload-forgotten").await;
    let (_, answer) = send(&vendor, form("file", png(), "fox.png", "image/png")).await;
    let framed = changed(&apimart::tiny(), "image_urls", json!([answer["url"]]));
    for _ in 0..2 {
        assert_eq!(APIMART.post(&vendor, APIMART.submit, &framed).await.0, 400);
    }
    assert!(vendor.charges().is_empty());
}

#[tokio::test]
async fn uploads_fail_on_request_in_every_way() {
    for (fault, status) in [("upload-400", 400), ("upload-413", 413), ("upload-429", 429), ("upload-500", 500)] {
        let vendor = Vendor::with_fault(fault).await;
        assert_eq!(send(&vendor, form("file", png(), "fox.png", "image/png")).await.0, status);
        assert_eq!(send(&vendor, form("file", png(), "fox.png", "image/png")).await.0, 200);
        let noted = crate::sandbox::uploads(vendor.sandbox.dir());
        assert_eq!(noted.iter().map(|upload| upload.fault.as_deref()).collect::<Vec<_>>(), [Some(fault), None]);
    }
    for (fault, status) in [("put-403", 403), ("put-500", 500)] {
        let vendor = Vendor::with_fault(fault).await;
        let (url, _) = promised(&vendor).await;
        assert_eq!(put(&vendor, &url, "image/png").send().await.unwrap().status(), status);
        assert_eq!(put(&vendor, &url, "image/png").send().await.unwrap().status(), 200);
    }
    let vendor = Vendor::with(|options| {
        options.faults = ["upload-hang", "upload-lost", "put-hang"].map(|fault| fault.parse().unwrap()).to_vec();
    })
    .await;
    let hung = send(&vendor, form("file", png(), "fox.png", "image/png"));
    assert!(timeout(Duration::from_millis(300), hung).await.is_err());
    let lost = vendor.http.post(vendor.url(FORM)).bearer_auth("k");
    assert!(lost.multipart(form("file", png(), "fox.png", "image/png")).send().await.is_err());
    let (url, _) = promised(&vendor).await;
    assert!(timeout(Duration::from_millis(300), put(&vendor, &url, "image/png").send()).await.is_err());
}
