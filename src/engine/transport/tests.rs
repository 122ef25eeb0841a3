//! What a broken line looks like: only a connection that never stood is `NeverLeft`.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::vendors::{self, Content, DEFAULT_OFFERING};

fn transport() -> Transport {
    Transport::new(Duration::from_millis(800), &Route::Direct).unwrap()
}

async fn submit_to(base: &str, bytes: usize) -> Came {
    let vendor = vendors::row(DEFAULT_OFFERING).and_then(|row| vendors::by_id(row.vendor)).unwrap();
    let door = Door::for_tests(vendor, base, "sk-line");
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

#[tokio::test]
async fn an_answer_without_an_end_is_read_up_to_its_cap() {
    let url = vendor(|mut socket| async move {
        hear(&mut socket, 10).await;
        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
        while socket.write_all(&[b'x'; 65_536]).await.is_ok() {}
    })
    .await;
    let Came::Reply(reply) = submit_to(&url, 100).await else { panic!("a reply") };
    assert_eq!(reply.body.len(), MAX_REPLY_BYTES);
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
