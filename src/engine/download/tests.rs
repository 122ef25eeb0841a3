//! Downloads from a file server that misbehaves as told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;

const VIDEO: &[u8] = include_bytes!("../../../tests/media/tiny.mp4");

/// What a client asked for.
#[derive(Debug, Clone)]
struct Asked {
    path: String,
    range: Option<usize>,
    if_range: Option<String>,
}

/// The head and the body of an answer, and after how many bytes of it the connection is cut.
struct Answer {
    head: String,
    body: Vec<u8>,
    cut: usize,
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Answer {
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
    Answer { head, body: body.to_vec(), cut: usize::MAX }
}

/// A server that keeps ranges as a good one does.
fn honest(asked: &Asked, etag: &str) -> Answer {
    let is_same = asked.if_range.as_deref().is_none_or(|tag| tag == etag);
    match asked.range.filter(|_| is_same) {
        Some(from) if from >= VIDEO.len() => answer("416 Range Not Satisfiable", "", b""),
        Some(from) => {
            let range = format!("content-range: bytes {from}-{}/{}\r\n", VIDEO.len() - 1, VIDEO.len());
            answer("206 Partial Content", &format!("{range}etag: {etag}\r\n"), &VIDEO[from..])
        }
        None => answer("200 OK", &format!("etag: {etag}\r\n"), VIDEO),
    }
}

type Heard = Arc<Mutex<Vec<Asked>>>;

/// Serves for ever; `script` says what the n-th request gets.
async fn serve(script: impl Fn(usize, &Asked) -> Answer + Send + 'static) -> (String, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let heard = Heard::default();
    let kept = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(socket.read_u8().await.unwrap());
            }
            let asked = parse(&String::from_utf8(head).unwrap());
            let nth = kept.lock().unwrap().len();
            kept.lock().unwrap().push(asked.clone());
            let answer = script(nth, &asked);
            socket.write_all(answer.head.as_bytes()).await.unwrap();
            let end = answer.body.len().min(answer.cut);
            // The client may have seen enough.
            let _ = socket.write_all(&answer.body[..end]).await;
        }
    });
    (url, heard)
}

fn parse(head: &str) -> Asked {
    assert!(!head.to_lowercase().contains("authorization") && !head.to_lowercase().contains("cookie"), "{head}");
    let header = |name: &str| {
        let value = |line: &str| line.to_lowercase().starts_with(name).then(|| line[name.len()..].trim().to_owned());
        head.lines().find_map(value)
    };
    let range = header("range:").map(|text| text.trim_start_matches("bytes=").trim_end_matches('-').parse().unwrap());
    let path = head.split(' ').nth(1).unwrap().to_owned();
    Asked { path, range, if_range: header("if-range:") }
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn part(&self) -> PathBuf {
        self.0.path().join("a.part")
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("a.mp4")
    }

    async fn fetch(&self, link: String) -> Fetched {
        let transport = Transport::new(Duration::from_secs(5), &crate::engine::transport::Route::Direct).unwrap();
        let fetch = Fetch { link, from_loopback: true, part: self.part(), file: self.file(), transport };
        fetch.run(|_| {}).await
    }

    /// Fetches until it is saved, as the engine does.
    async fn fetch_to_the_end(&self, url: &str) -> u32 {
        for tries in 1..=5 {
            if let Fetched::Saved { sha256, .. } = self.fetch(format!("{url}/a.mp4")).await {
                assert_eq!(fs::read(self.file()).unwrap(), VIDEO);
                assert_eq!(sha256, hash(&self.file()).unwrap());
                assert!(!self.part().exists());
                return tries;
            }
            assert!(!self.file().exists(), "nothing stands under the name before it is whole");
        }
        panic!("never saved")
    }
}

/// Twenty places to cut, from the first byte to the last.
fn offsets() -> impl Iterator<Item = usize> {
    (0..20).map(|n| 1 + n * (VIDEO.len() - 2) / 19)
}

#[tokio::test]
async fn a_download_goes_on_from_where_it_was_cut() {
    for cut in offsets() {
        let folder = Folder::new();
        let (url, heard) = serve(move |nth, asked| {
            let whole = honest(asked, "\"v1\"");
            if nth == 0 { Answer { cut, ..whole } } else { whole }
        })
        .await;
        assert_eq!(folder.fetch_to_the_end(&url).await, 2);
        assert_eq!(heard.lock().unwrap()[1].range, Some(cut), "nothing is fetched twice");
    }
}

#[tokio::test]
async fn bytes_of_two_different_files_are_never_put_together() {
    for cut in offsets() {
        let folder = Folder::new();
        // The first answer was another file of the same length, under another tag.
        let (url, _) = serve(move |nth, asked| {
            if nth > 0 {
                return honest(asked, "\"v2\"");
            }
            let other = vec![7; VIDEO.len()];
            Answer { cut, ..answer("200 OK", "etag: \"v1\"\r\n", &other) }
        })
        .await;
        assert_eq!(folder.fetch_to_the_end(&url).await, 2);
    }
}

#[tokio::test]
async fn a_server_without_ranges_is_read_from_the_start() {
    for cut in offsets().step_by(4) {
        let folder = Folder::new();
        let (url, _) = serve(move |nth, _| {
            let whole = answer("200 OK", "", VIDEO);
            if nth == 0 { Answer { cut, ..whole } } else { whole }
        })
        .await;
        assert_eq!(folder.fetch_to_the_end(&url).await, 2);
    }
}

#[tokio::test]
async fn a_range_that_is_refused_or_answered_wrongly_starts_over() {
    for wrong in ["416 Range Not Satisfiable", "206 Partial Content"] {
        let folder = Folder::new();
        let (url, _) = serve(move |nth, asked| match (nth, asked.range) {
            (0, _) => Answer { cut: 500, ..answer("200 OK", "", VIDEO) },
            (_, Some(_)) => answer(wrong, "content-range: bytes 3-9/10\r\n", b"nonsense"),
            (_, None) => answer("200 OK", "", VIDEO),
        })
        .await;
        assert_eq!(folder.fetch_to_the_end(&url).await, 2, "{wrong}");
    }
}

#[tokio::test]
async fn a_whole_part_file_is_taken_in_without_fetching_it_again() {
    let folder = Folder::new();
    fs::write(folder.part(), VIDEO).unwrap();
    let label = Label { etag: Some("\"v1\"".to_owned()), total: Some(VIDEO.len() as u64) };
    fs::write(folder.0.path().join("a.part.label"), serde_json::to_vec(&label).unwrap()).unwrap();
    let (url, _) = serve(|_, asked| honest(asked, "\"v1\"")).await;
    assert_eq!(folder.fetch_to_the_end(&url).await, 1);
}

#[tokio::test]
async fn a_file_that_was_named_before_a_crash_is_adopted() {
    let folder = Folder::new();
    fs::write(folder.file(), VIDEO).unwrap();
    assert!(matches!(folder.fetch("http://127.0.0.1:9/gone".to_owned()).await, Fetched::Saved { .. }));
}

#[tokio::test]
async fn what_is_no_whole_video_is_never_saved() {
    let gzip = |body: &[u8]| answer("200 OK", "content-encoding: gzip\r\n", body);
    type Case = (&'static str, fn() -> Answer);
    let bad: [Case; 5] = [
        ("a page", || answer("200 OK", "content-type: text/html\r\n", b"<html>expired</html>")),
        ("nothing", || answer("200 OK", "", b"")),
        ("half", || answer("200 OK", "", &VIDEO[..VIDEO.len() / 2])),
        ("too long", || Answer {
            head: "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n".to_owned(),
            ..answer("200 OK", "", VIDEO)
        }),
        ("one byte short", || answer("200 OK", "", &VIDEO[..VIDEO.len() - 1])),
    ];
    for (what, make) in bad {
        let folder = Folder::new();
        let (url, _) = serve(move |_, _| make()).await;
        assert!(matches!(folder.fetch(format!("{url}/a")).await, Fetched::Broke(_)), "{what}");
        assert!(!folder.file().exists(), "{what}");
    }
    let folder = Folder::new();
    let (url, _) = serve(move |_, _| gzip(VIDEO)).await;
    assert!(matches!(folder.fetch(format!("{url}/a")).await, Fetched::Broke(_)));
}

#[tokio::test]
async fn dead_links_are_told_from_passing_trouble() {
    for (status, is_dead) in
        [("404 Not Found", true), ("410 Gone", true), ("403 Forbidden", true), ("503 Busy", false), ("429 Slow", false)]
    {
        let folder = Folder::new();
        let (url, _) = serve(move |_, _| answer(status, "", b"")).await;
        let ended = folder.fetch(format!("{url}/a")).await;
        assert_eq!(matches!(ended, Fetched::LinkDead(_)), is_dead, "{status}");
        assert_eq!(matches!(ended, Fetched::Broke(_)), !is_dead, "{status}");
    }
}

#[tokio::test]
async fn redirects_are_followed_hop_by_hop_and_never_into_the_house() {
    let folder = Folder::new();
    let (url, heard) = serve(|_, asked| match asked.path.as_str() {
        "/a.mp4" => answer("302 Found", "location: /b.mp4\r\n", b""),
        _ => answer("200 OK", "", VIDEO),
    })
    .await;
    assert_eq!(folder.fetch_to_the_end(&url).await, 1);
    assert_eq!(heard.lock().unwrap().len(), 2);
    for hostile in ["http://192.168.0.1/a", "file:///etc/passwd", "https://169.254.169.254/a", "http://example.com/a"] {
        let folder = Folder::new();
        let (url, _) = serve(move |_, _| answer("302 Found", &format!("location: {hostile}\r\n"), b"")).await;
        assert!(matches!(folder.fetch(format!("{url}/a")).await, Fetched::LinkDead(_)), "{hostile}");
    }
    let (url, _) = serve(|_, _| answer("302 Found", "location: /again\r\n", b"")).await;
    assert!(matches!(Folder::new().fetch(format!("{url}/a")).await, Fetched::LinkDead(_)), "round and round");
}

#[tokio::test]
async fn a_disk_that_refuses_holds_the_download() {
    let folder = Folder::new();
    // Something else stands where the part file should.
    fs::create_dir(folder.part()).unwrap();
    let (url, _) = serve(|_, asked| honest(asked, "\"v1\"")).await;
    assert!(matches!(folder.fetch(format!("{url}/a")).await, Fetched::Held(_)));
    // Old bytes beside the label of a new answer would be put together with it one day.
    assert!(!folder.0.path().join("a.part.label").exists());
}

#[tokio::test]
async fn a_library_that_is_away_is_not_begun_in_its_place() {
    let folder = Folder::new();
    let gone = folder.0.path().join("unplugged/clips");
    let (url, _) = serve(|_, asked| honest(asked, "\"v1\"")).await;
    let transport = Transport::new(Duration::from_secs(5), &crate::engine::transport::Route::Direct).unwrap();
    let (part, file) = (gone.join("a.part"), gone.join("a.mp4"));
    let fetch = Fetch { link: format!("{url}/a"), from_loopback: true, part, file, transport };
    assert!(matches!(fetch.run(|_| {}).await, Fetched::Held(_)));
    assert!(!folder.0.path().join("unplugged").exists());
}

#[test]
fn a_content_range_says_where_it_goes_on() {
    assert_eq!(parse_content_range("bytes 100-199/200"), Some((100, Some(200))));
    assert_eq!(parse_content_range("bytes 0-9/*"), Some((0, None)));
    assert_eq!(parse_content_range("bytes */200"), None);
}

#[test]
fn a_weak_tag_never_guards_a_range() {
    let weak = (10, Label { etag: Some("W/\"a\"".to_owned()), total: Some(20) });
    assert!(!headers(Some(&weak)).contains_key(IF_RANGE));
    let strong = (10, Label { etag: Some("\"a\"".to_owned()), total: Some(20) });
    assert_eq!(headers(Some(&strong))[IF_RANGE], "\"a\"");
}
