//! Uploads against a small server: one that does it all in two steps is made here.

use std::sync::Mutex;

use secrecy::SecretString;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc::unbounded_channel;

use super::*;
use crate::model::preflight::Facts;
use crate::vendors::{
    ApiKey, Content, DEFAULT_OFFERING, Header, Method, Progress, RemoteTask, Submitted, UploadPicture, UploadStep,
    Vendor,
};

/// Takes a picture in two steps: it names a presigned address, and the bytes go there.
struct Uploader;

fn request(method: Method, url: String, content: Content, is_signed: bool) -> Request {
    Request { method, url, content, is_signed }
}

impl Vendor for Uploader {
    fn id(&self) -> &'static str {
        "uploader"
    }
    fn name(&self) -> &'static str {
        "Uploader"
    }
    fn default_base_url(&self) -> &'static str {
        "https://uploader.example"
    }
    fn other_base_urls(&self) -> &'static [&'static str] {
        &[]
    }
    fn site(&self) -> &'static str {
        "vendor.example"
    }

    fn rows(&self) -> &'static [Row] {
        &[]
    }
    fn submit(&self, job: &vendors::Job<'_>) -> Request {
        request(Method::Post, format!("{}/submit", job.base_url), Content::None, true)
    }
    fn read_submitted(&self, _: &Value) -> Submitted {
        Submitted::Neither
    }
    fn poll(&self, task: &RemoteTask<'_>) -> Request {
        request(Method::Get, format!("{}/poll", task.base_url), Content::None, true)
    }
    fn read_progress(&self, _: &Value) -> Progress {
        Progress::Unreadable
    }
    fn upload(&self, base_url: &str, _: &UploadPicture) -> Option<Request> {
        Some(request(Method::Post, format!("{base_url}/presign"), Content::None, true))
    }
    fn read_upload(&self, base: &str, picture: &UploadPicture, step: u32, body: &Value) -> Result<UploadStep, Trouble> {
        if step == 0 {
            let url = format!("{base}{}", body["put"].as_str().unwrap_or_default());
            return Ok(UploadStep::Next(request(Method::Put, url, Content::Raw(picture.clone()), false)));
        }
        Ok(UploadStep::Done { url: format!("{base}/kept"), expires_after_secs: None })
    }
    fn test_key(&self, _: &str) -> Option<Request> {
        None
    }
    fn sign(&self, key: &ApiKey) -> Header {
        Header { name: "x-api-key", value: SecretString::from(key.expose().to_owned()) }
    }
    fn words_of(&self, body: &Value) -> Option<String> {
        body["error"].as_str().map(str::to_owned)
    }
    fn inner_code(&self, _: &Value) -> Option<u16> {
        None
    }
}

/// Answers each connection with the next of these answers; keeps what was asked.
async fn server(answers: Vec<&'static str>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&asked);
    tokio::spawn(async move {
        for answer in answers {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut heard = Vec::new();
            let mut chunk = [0; 4096];
            while !is_whole(&heard) {
                let read = socket.read(&mut chunk).await.unwrap();
                heard.extend_from_slice(&chunk[..read]);
            }
            kept.lock().unwrap().push(String::from_utf8_lossy(&heard).into_owned());
            socket.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (url, asked)
}

fn is_whole(heard: &[u8]) -> bool {
    let text = String::from_utf8_lossy(heard);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}

fn preparation(base: &str, folder: &std::path::Path) -> (Preparation, UploadPicture) {
    let library = crate::library::Library::open(folder).unwrap().library;
    let pictures = library.pictures();
    let sha256 = pictures.put(b"the picture's bytes").unwrap();
    let submission = clear(
        &Draft { prompt: "a boat".into(), ..Draft::new(DEFAULT_OFFERING) },
        vendors::row(DEFAULT_OFFERING).unwrap(),
        &Facts::new(),
    );
    let order = crate::engine::submit::Order {
        batch: 1,
        draft: Arc::new(Draft::new(DEFAULT_OFFERING)),
        row: vendors::row(DEFAULT_OFFERING).unwrap(),
        count: 1,
        is_practice: false,
        submission: None,
        is_looked_at: true,
        is_priced: true,
        may_repeat: true,
    };
    let task = crate::engine::submit::wish(&order, &submission.unwrap(), &base.into(), None);
    let preparation = Preparation {
        task: Arc::new(task),
        job: 1,
        row: vendors::row(DEFAULT_OFFERING),
        door: Door::for_tests(&Uploader, base, "sk-upload"),
        submission: None,
        uploads: BTreeMap::new(),
        session: Uploads::default(),
        pictures,
        transport: Transport::new(std::time::Duration::from_secs(5), &crate::engine::transport::Route::Direct).unwrap(),
        jobs: Jobs::new(unbounded_channel().0),
    };
    (preparation, UploadPicture { sha256, bytes: 19, content_type: "image/png", extension: ".png" })
}

const PRESIGNED: &str = "HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n{\"put\":\"/here\"}";
const EMPTY: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

#[tokio::test]
async fn an_upload_goes_its_steps_and_a_presigned_address_gets_no_key() {
    let folder = tempfile::tempdir().unwrap();
    let (base, asked) = server(vec![PRESIGNED, EMPTY]).await;
    let (preparation, picture) = preparation(&base, folder.path());
    let Ok(url) = preparation.upload_once(&picture).await else { panic!("the upload must succeed") };
    assert_eq!(url, format!("{base}/kept"));
    // The server answers no third request.
    assert!(matches!(preparation.upload_once(&picture).await, Ok(again) if again == url), "it lies there already");
    let asked = asked.lock().unwrap();
    assert!(asked[0].starts_with("POST /presign") && asked[0].contains("x-api-key: sk-upload"));
    assert!(asked[1].starts_with("PUT /here") && asked[1].ends_with("the picture's bytes"));
    assert!(!asked[1].contains("sk-upload"), "no key for a presigned address");
}

#[tokio::test]
async fn a_4xx_refuses_the_picture_and_anything_else_may_pass() {
    let folder = tempfile::tempdir().unwrap();
    for (answer, is_final) in [
        ("HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n", true),
        ("HTTP/1.1 429 Busy\r\ncontent-length: 0\r\n\r\n", false),
        ("HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n", false),
    ] {
        let (base, _) = server(vec![answer]).await;
        let (preparation, picture) = preparation(&base, &folder.path().join(answer.len().to_string()));
        let ended = preparation.upload_once(&picture).await.expect_err("it must not succeed");
        assert_eq!(matches!(ended, Prepared::Refused(_)), is_final, "{answer}");
        assert_eq!(matches!(ended, Prepared::Broke(_)), !is_final, "{answer}");
    }
}

#[tokio::test]
async fn a_refused_key_is_told_from_a_refused_signature() {
    let folder = tempfile::tempdir().unwrap();
    const FORBIDDEN: &str = "HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n";
    let (base, _) = server(vec![FORBIDDEN]).await;
    let (asked, picture) = preparation(&base, &folder.path().join("key"));
    let Err(Prepared::Refused(trouble)) = asked.upload_once(&picture).await else { panic!("a no") };
    assert_eq!(trouble.rule, "vendor-key-refused");
    let (base, _) = server(vec![PRESIGNED, FORBIDDEN]).await;
    let (asked, picture) = preparation(&base, &folder.path().join("signature"));
    let Err(Prepared::Refused(trouble)) = asked.upload_once(&picture).await else { panic!("a no") };
    assert_eq!(trouble.rule, "submit-upload-refused");
}

#[tokio::test]
async fn an_address_that_may_not_be_used_is_never_spoken_to() {
    let folder = tempfile::tempdir().unwrap();
    for (i, (account, address)) in [
        ("https://api.example.com", "http://127.0.0.1:1/put"),
        ("https://api.example.com", "https://10.0.0.1/put"),
        ("https://api.example.com", "http://store.example.com/put"),
        ("https://api.example.com", "file:///etc/passwd"),
        ("http://127.0.0.1:9", "http://store.example.com/put"),
    ]
    .into_iter()
    .enumerate()
    {
        let (asked, picture) = preparation(account, &folder.path().join(i.to_string()));
        let put = request(Method::Put, address.to_owned(), Content::Raw(picture), false);
        let Err(Prepared::Refused(trouble)) = asked.upload_step(put).await else { panic!("{address} is refused") };
        assert_eq!(trouble.rule, "submit-upload-address", "{address}");
        assert!(asked.lying(address, None).is_err(), "{address}");
    }
}

#[tokio::test]
async fn the_same_picture_goes_up_once_however_many_want_it() {
    let folder = tempfile::tempdir().unwrap();
    let (base, asked) = server(vec![PRESIGNED, EMPTY]).await;
    let (first, picture) = preparation(&base, &folder.path().join("a"));
    let (mut second, _) = preparation(&base, &folder.path().join("b"));
    second.session = first.session.clone();
    let (one, other) = tokio::join!(first.upload_once(&picture), second.upload_once(&picture));
    assert!(matches!((one, other), (Ok(one), Ok(other)) if one == other));
    assert_eq!(asked.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn a_signed_request_goes_to_the_accounts_own_origin_only() {
    let folder = tempfile::tempdir().unwrap();
    let (preparation, _) = preparation("http://127.0.0.1:9", folder.path());
    for foreign in ["http://127.0.0.1:10/submit", "https://127.0.0.1:9/submit", "http://localhost:9/submit"] {
        let asked = request(Method::Post, foreign.to_owned(), Content::None, true);
        let refused = preparation.transport.submit(&preparation.door, &asked, super::super::body::Parcel::default());
        assert!(matches!(refused, Err(TransportError::ForeignOrigin { .. })), "{foreign}");
    }
}
