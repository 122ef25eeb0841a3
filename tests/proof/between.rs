//! A line between customer and vendor that can be cut, held or answered by somebody else. It speaks one request a
//! connection, counts what passes, and puts its own address where the vendor names itself.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What was asked, as far as its head.
#[derive(Debug, Clone)]
pub struct Asked {
    pub at: Instant,
    pub method: String,
    pub path: String,
    pub headers: HashMap<String, String>,
    /// The how manieth of its method, from 0.
    pub number: usize,
}

impl Asked {
    pub fn is_submit(&self) -> bool {
        self.method == "POST"
    }

    pub fn is_download(&self) -> bool {
        self.path.starts_with("/practice/files/")
    }

    pub fn is_poll(&self) -> bool {
        self.method == "GET" && !self.is_download()
    }

    /// The first byte of `Range: bytes=N-`.
    pub fn range_from(&self) -> Option<u64> {
        self.headers.get("range")?.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
    }
}

/// What becomes of a request.
#[derive(Debug, Clone)]
pub enum Act {
    Through,
    /// So many of its bytes reach the vendor, then both ends hang up.
    CutRequest(usize),
    /// The vendor hears it and answers; so many bytes of that come back.
    CutAnswer(usize),
    /// The vendor hears it and answers; the customer hears this instead.
    Instead(Vec<u8>),
    /// The vendor hears it; the customer hears nothing.
    Hang,
    /// The vendor hears nothing; the customer hears this.
    Say(Vec<u8>),
    /// The same, and then noise without an end.
    Endless(Vec<u8>),
}

type Rule = Arc<dyn Fn(&Asked) -> Act + Send + Sync>;

struct Shared {
    vendor: String,
    here: String,
    rule: Mutex<Rule>,
    asked: Mutex<Vec<Asked>>,
    is_over: AtomicBool,
    open: AtomicU64,
    most_open: AtomicU64,
    /// Bytes of the last submit that passed whole, and of its answer.
    weights: Mutex<(usize, usize)>,
}

pub struct Between {
    pub url: String,
    shared: Arc<Shared>,
}

impl Between {
    pub fn to(vendor: &str, rule: impl Fn(&Asked) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared {
            vendor: vendor.to_owned(),
            here: url.clone(),
            rule: Mutex::new(Arc::new(rule)),
            asked: Mutex::default(),
            is_over: AtomicBool::new(false),
            open: AtomicU64::new(0),
            most_open: AtomicU64::new(0),
            weights: Mutex::default(),
        });
        let at_the_door = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if at_the_door.is_over.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let shared = Arc::clone(&at_the_door);
                std::thread::spawn(move || {
                    let open = shared.open.fetch_add(1, Ordering::Relaxed) + 1;
                    shared.most_open.fetch_max(open, Ordering::Relaxed);
                    // A line that breaks is what it is for.
                    let _ = converse(&shared, stream);
                    shared.open.fetch_sub(1, Ordering::Relaxed);
                });
            }
        });
        Self { url, shared }
    }

    pub fn through(vendor: &str) -> Self {
        Self::to(vendor, |_| Act::Through)
    }

    pub fn now_by(&self, rule: impl Fn(&Asked) -> Act + Send + Sync + 'static) {
        *self.shared.rule.lock().unwrap() = Arc::new(rule);
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().clone()
    }

    pub fn weights(&self) -> (usize, usize) {
        *self.shared.weights.lock().unwrap()
    }

    pub fn most_open(&self) -> u64 {
        self.shared.most_open.load(Ordering::Relaxed)
    }

    /// The first poll that came after `since`.
    pub fn first_poll_since(&self, since: Instant) -> Option<Duration> {
        let asked = self.shared.asked.lock().unwrap();
        asked.iter().find(|asked| asked.is_poll() && asked.at >= since).map(|asked| asked.at - since)
    }
}

impl Drop for Between {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::Relaxed);
        // Wakes the one that waits at the door.
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
    }
}

fn converse(shared: &Shared, mut customer: TcpStream) -> std::io::Result<()> {
    customer.set_read_timeout(Some(Duration::from_secs(60)))?;
    let asked = hear(shared, &customer)?;
    let rule = Arc::clone(&shared.rule.lock().unwrap());
    match rule(&asked) {
        Act::Say(bytes) => {
            message(&mut customer, None)?;
            customer.write_all(&bytes)?;
        }
        Act::Endless(head) => {
            message(&mut customer, None)?;
            customer.write_all(&head)?;
            while !shared.is_over.load(Ordering::Relaxed) {
                customer.write_all(&[0x5a; 1 << 16])?;
            }
        }
        Act::CutRequest(bytes) => {
            let cut = message(&mut customer, Some(bytes))?;
            TcpStream::connect(shared.vendor.trim_start_matches("http://"))?.write_all(&cut)?;
        }
        act @ (Act::Through | Act::CutAnswer(_) | Act::Instead(_) | Act::Hang) => {
            let request = message(&mut customer, None)?;
            let mut answer = answer_to(shared, &request)?;
            if asked.is_submit() {
                *shared.weights.lock().unwrap() = (request.len(), answer.len());
            }
            match act {
                Act::Instead(bytes) => answer = bytes,
                Act::CutAnswer(bytes) => answer.truncate(bytes),
                Act::Hang => {
                    // Until the customer has had enough.
                    let _ = customer.read(&mut [0]);
                    return Ok(());
                }
                Act::Through | Act::CutRequest(_) | Act::Say(_) | Act::Endless(_) => {}
            }
            customer.write_all(&answer)?;
        }
    }
    customer.shutdown(Shutdown::Write)
}

/// Looks at the head of a request without taking it off the line.
fn hear(shared: &Shared, customer: &TcpStream) -> std::io::Result<Asked> {
    let mut seen = vec![0; 16 << 10];
    let head = loop {
        let count = customer.peek(&mut seen)?;
        let text = String::from_utf8_lossy(&seen[..count]).into_owned();
        if count == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            break head.to_owned();
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let mut words = head.split_whitespace();
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let headers = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.trim().to_owned())).collect();
    let mut all = shared.asked.lock().unwrap();
    let number = all.iter().filter(|asked| asked.method == method).count();
    let asked = Asked { at: Instant::now(), method: method.to_owned(), path: path.to_owned(), headers, number };
    all.push(asked.clone());
    Ok(asked)
}

/// A whole message with its body, or the first bytes of it.
fn message(from: &mut TcpStream, most: Option<usize>) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut wanted = most;
    while wanted.is_none_or(|wanted| bytes.len() < wanted) {
        let mut chunk = [0; 1 << 16];
        let room = wanted.map_or(chunk.len(), |wanted| chunk.len().min(wanted - bytes.len()));
        let count = from.read(&mut chunk[..room])?;
        if count == 0 {
            break;
        }
        bytes.extend_from_slice(&chunk[..count]);
        if wanted.is_none() {
            wanted = length(&bytes);
        }
    }
    Ok(bytes)
}

/// How long a message is, once its head is there.
fn length(bytes: &[u8]) -> Option<usize> {
    let head = head_len(bytes)?;
    let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
    let body = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    Some(head + body.unwrap_or(0))
}

fn head_len(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4)
}

/// The vendor's answer, with this line's address where it names its own, and no more requests on this connection.
fn answer_to(shared: &Shared, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut vendor = TcpStream::connect(shared.vendor.trim_start_matches("http://"))?;
    vendor.set_read_timeout(Some(Duration::from_secs(60)))?;
    vendor.write_all(request)?;
    let answer = message(&mut vendor, None)?;
    let Some(head) = head_len(&answer) else { return Ok(answer) };
    let mut body = answer[head..].to_vec();
    if let Ok(text) = std::str::from_utf8(&body) {
        body = text.replace(&shared.vendor, &shared.here).into_bytes();
    }
    let mut out = String::new();
    for line in String::from_utf8_lossy(&answer[..head - 4]).lines() {
        if line.to_lowercase().starts_with("content-length:") && answer.len() > head {
            out += &format!("content-length: {}\r\n", body.len());
        } else {
            out += &format!("{line}\r\n");
        }
    }
    let mut bytes = format!("{out}connection: close\r\n\r\n").into_bytes();
    bytes.append(&mut body);
    Ok(bytes)
}

/// An answer as it stands on the line.
pub fn answer(status: u16, content_type: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let len = body.len();
    let head = format!("HTTP/1.1 {status} -\r\ncontent-type: {content_type}\r\ncontent-length: {len}\r\n");
    [format!("{head}{headers}connection: close\r\n\r\n").as_bytes(), body].concat()
}
