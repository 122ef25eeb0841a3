//! What a broken line looks like: only a connection that never stood is `NeverLeft`.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::engine::proxy::{ManualProxy, Network, Proxy, ProxyKind};
use crate::engine::settings::Settings;
use crate::engine::snapshot::KeyState;
use crate::vendors::{self, Content, DEFAULT_OFFERING};

fn transport() -> Transport {
    Transport::new(Duration::from_millis(800), &Route::Direct).unwrap()
}

async fn submit_to(base: &str, bytes: usize) -> Came {
    let vendor = vendors::row(DEFAULT_OFFERING).and_then(|row| vendors::by_id(row.vendor)).unwrap();
    let door = Door::for_tests(vendor, base, "sk-line-1234");
    let request =
        Request { method: Method::Post, url: format!("{base}/submit"), content: Content::None, is_signed: true };
    let parcel = Parcel { bytes: vec![b'x'; bytes], content_type: Some("application/json".to_owned()) };
    transport().submit(&door, &request, parcel).unwrap().send().await
}

/// Serves one connection by `script` and then hangs up.
async fn vendor<F: Future<Output = ()> + Send>(script: impl FnOnce(TcpStream) -> F + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        script(socket).await;
    });
    url
}

const ANSWER: &[u8] = b"HTTP/1.1 202 Accepted\r\nretry-after: 7\r\ntraceparent: 00-ab\r\ncontent-length: 20\r\n\r\n{\"task\":\"0123456789\"}";

async fn hear(socket: &mut TcpStream, bytes: usize) {
    let mut heard = vec![0; bytes];
    let _ = socket.read_exact(&mut heard).await;
}

#[tokio::test]
async fn a_key_that_comes_back_is_heard_as_its_name_only() {
    let echo = vendor(|mut socket| async move {
        hear(&mut socket, 20).await;
        let answer = b"HTTP/1.1 401 No\r\ntraceparent: t-sk-line-1234\r\ncontent-length: 34\r\n\r\n{\"error\":\"invalid sk-line-1234 !\"}";
        let _ = socket.write_all(answer).await;
    })
    .await;
    let Came::Reply(reply) = submit_to(&echo, 10).await else { panic!("an answer") };
    assert_eq!(String::from_utf8(reply.body).unwrap(), "{\"error\":\"invalid $KEY !\"}");
    assert_eq!(reply.trace_id.as_deref(), Some("t-$KEY"));
}

#[tokio::test]
async fn nobody_there_and_no_handshake_are_never_left() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert!(matches!(submit_to(&nobody, 10).await, Came::NeverLeft { .. }));
    assert!(matches!(submit_to("https://no-such-name.invalid", 10).await, Came::NeverLeft { .. }));
    // A server that answers a TLS greeting with plain words.
    let plain = vendor(|mut socket| async move {
        let _ = socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    })
    .await;
    assert!(matches!(submit_to(&plain.replace("http", "https"), 10).await, Came::NeverLeft { .. }));
}

#[tokio::test]
async fn a_line_cut_after_any_byte_of_the_request_is_lost() {
    // From no byte heard at all to the middle of a body larger than any buffer.
    for bytes in [0, 1, 17, 100, 160, 1_000, 70_000, 400_000, 900_000] {
        let url = vendor(move |mut socket| async move { hear(&mut socket, bytes).await }).await;
        assert!(matches!(submit_to(&url, 1_000_000).await, Came::Lost { .. }), "after {bytes} bytes");
    }
}

#[tokio::test]
async fn an_answer_cut_in_its_head_is_lost_and_cut_in_its_body_is_kept_as_far_as_it_came() {
    let head = ANSWER.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    for cut in (0..ANSWER.len()).step_by(3) {
        let url = vendor(move |mut socket| async move {
            hear(&mut socket, 200).await;
            let _ = socket.write_all(&ANSWER[..cut]).await;
        })
        .await;
        match submit_to(&url, 100).await {
            Came::Lost { .. } => assert!(cut < head, "{cut}"),
            Came::Reply(reply) => {
                assert!(cut >= head, "{cut}");
                assert_eq!((reply.status, reply.retry_after_secs), (202, Some(7)));
                assert_eq!(reply.body, &ANSWER[head..cut]);
            }
            Came::NeverLeft { why } => panic!("{cut}: {why}"),
        }
    }
}

#[tokio::test]
async fn a_vendor_that_says_nothing_is_lost_in_time() {
    let url = vendor(|mut socket| async move {
        hear(&mut socket, 10).await;
        tokio::time::sleep(Duration::from_secs(20)).await;
    })
    .await;
    assert!(matches!(submit_to(&url, 100).await, Came::Lost { .. }));
}

async fn endless() -> String {
    vendor(|mut socket| async move {
        hear(&mut socket, 10).await;
        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        while socket.write_all(&[b'x'; 65_536]).await.is_ok() {}
    })
    .await
}

#[tokio::test]
async fn an_answer_without_an_end_is_read_up_to_its_cap() {
    let Came::Reply(reply) = submit_to(&endless().await, 100).await else { panic!("a reply") };
    assert_eq!(reply.body.len(), MAX_REPLY_BYTES);
    assert_eq!(MAX_REPLY_BYTES, 4 << 20);
}

#[tokio::test]
async fn a_poll_without_an_end_is_read_up_to_a_cap_of_its_own() {
    let base = endless().await;
    let door = Door::for_tests(vendors::all()[0], &base, "sk-line-1234");
    let (url, content) = (format!("{base}/poll"), Content::None);
    let request = Request { method: Method::Get, url, content, is_signed: true };
    let Ok(Came::Reply(reply)) = transport().poll(&door, &request).await else { panic!("a reply") };
    assert_eq!(reply.body.len(), MAX_POLL_BYTES);
    assert_eq!(MAX_POLL_BYTES, 1 << 20);
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_the_key_goes_nowhere_else() {
    let url = vendor(|mut socket| async move {
        hear(&mut socket, 10).await;
        let _ =
            socket.write_all(b"HTTP/1.1 307 Moved\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n").await;
        hear(&mut socket, 10_000).await;
    })
    .await;
    let Came::Reply(reply) = submit_to(&url, 100).await else { panic!("a reply") };
    assert_eq!(reply.status, 307);
}

// --- through a proxy

/// A proxy that says `answers` one after the other, each after it has heard something; and what it heard.
async fn proxy(answers: &'static [&'static [u8]]) -> (String, tokio::task::JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let heard = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut heard = Vec::new();
        for answer in answers {
            let mut some = vec![0; 4_096];
            let count = socket.read(&mut some).await.unwrap_or(0);
            heard.extend_from_slice(&some[..count]);
            let _ = socket.write_all(answer).await;
        }
        heard
    });
    (address, heard)
}

async fn submit_by(route: &Route, base: &str) -> Came {
    let vendor = vendors::row(DEFAULT_OFFERING).and_then(|row| vendors::by_id(row.vendor)).unwrap();
    let door = Door::for_tests(vendor, base, "sk-line-1234");
    let request =
        Request { method: Method::Post, url: format!("{base}/submit"), content: Content::None, is_signed: true };
    let parcel = Parcel { bytes: b"{}".to_vec(), content_type: Some("application/json".to_owned()) };
    let transport = Transport::new(Duration::from_millis(800), route).unwrap();
    transport.submit(&door, &request, parcel).unwrap().send().await
}

fn network(kind: ProxyKind, address: &str, password: Option<&str>) -> Network {
    let user = if password.is_some() { "kim" } else { "" };
    let manual = ManualProxy { kind, address: address.to_owned(), user: user.to_owned() };
    let mut network = Network::new(&Settings { proxy: Proxy::Manual(manual), ..Settings::default() });
    if let (Some(entry), Some(password)) = (network.entry(), password) {
        network.password_came(&entry, Some(password.into()), KeyState::Session);
    }
    network
}

#[tokio::test]
async fn a_proxy_that_lets_nothing_through_is_never_left_and_hears_no_key() {
    const REFUSALS: &[&[&[u8]]] = &[
        &[b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"],
        &[b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n"],
        &[b"HTTP/1.1 200 OK\r\n\r\n", b"no handshake"],
        &[b"what?\r\n\r\n"],
        &[b""],
    ];
    for answers in REFUSALS {
        let (address, heard) = proxy(answers).await;
        let route = network(ProxyKind::Http, &address, Some("hush")).route().unwrap();
        let came = submit_by(&route, "https://vendor.invalid").await;
        assert!(matches!(came, Came::NeverLeft { .. }), "{answers:?}: {came:?}");
        let heard = String::from_utf8_lossy(&heard.await.unwrap()).into_owned();
        assert!(heard.starts_with("CONNECT vendor.invalid:443"), "{heard}");
        assert!(heard.to_lowercase().contains("proxy-authorization: basic a2ltomh1c2g="), "kim:hush in {heard}");
        assert!(!heard.contains("sk-line-1234") && !format!("{came:?}").contains("hush"));
    }
    let nobody = network(ProxyKind::Http, "127.0.0.1:1", None).route().unwrap();
    assert!(matches!(submit_by(&nobody, "https://vendor.invalid").await, Came::NeverLeft { .. }));
}

#[tokio::test]
async fn a_socks_proxy_looks_the_name_up_itself_and_its_refusal_is_never_left() {
    let (address, heard) = proxy(&[&[5, 0], &[5, 5, 0, 1, 0, 0, 0, 0, 0, 0]]).await;
    let route = network(ProxyKind::Socks5, &address, None).route().unwrap();
    let came = submit_by(&route, "https://vendor.invalid").await;
    assert!(matches!(came, Came::NeverLeft { .. }), "{came:?}");
    let heard = heard.await.unwrap();
    assert!(heard.windows(14).any(|window| window == b"vendor.invalid"), "{heard:?}");
    // No way of signing in that both know.
    let (address, _heard) = proxy(&[&[5, 0xff]]).await;
    let route = network(ProxyKind::Socks5, &address, Some("hush")).route().unwrap();
    assert!(matches!(submit_by(&route, "https://vendor.invalid").await, Came::NeverLeft { .. }));
}

#[tokio::test]
async fn what_stays_on_this_machine_goes_through_no_proxy() {
    for route in [network(ProxyKind::Http, "127.0.0.1:1", None).route().unwrap(), Route::Nowhere, Route::Direct] {
        let url = vendor(|mut socket| async move {
            hear(&mut socket, 10).await;
            let _ = socket.write_all(ANSWER).await;
            hear(&mut socket, 10_000).await;
        })
        .await;
        let came = submit_by(&route, &url).await;
        assert!(matches!(&came, Came::Reply(reply) if reply.status == 202), "{came:?}");
    }
    assert!(matches!(submit_by(&Route::Nowhere, "https://vendor.invalid").await, Came::NeverLeft { .. }));
}

#[test]
fn a_request_shows_no_key() {
    let vendor = vendors::row(DEFAULT_OFFERING).and_then(|row| vendors::by_id(row.vendor)).unwrap();
    let door = Door::for_tests(vendor, "https://vendor.invalid", "sk-line-1234");
    let url = "https://vendor.invalid/submit".to_owned();
    let request = Request { method: Method::Post, url, content: Content::None, is_signed: true };
    let parcel = Parcel { bytes: Vec::new(), content_type: None };
    let ready = transport().submit(&door, &request, parcel).unwrap();
    let shown = format!("{:?} {:?}", ready.request, ready.request.headers());
    assert!(!shown.contains("sk-line-1234"), "{shown}");
}
