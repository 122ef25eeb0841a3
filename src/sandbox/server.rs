//! The wire: hyper over loopback sockets, and the manners that no framework offers: cutting, dropping, hanging.

use std::convert::Infallible;
use std::future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::desk::Desk;
use super::reply::{Heard, Manner, Payload, Reply};

/// Two frames and three elements of four pictures, each at its largest as Base64, come to about 190 MB.
const MAX_BODY_BYTES: usize = 200_000_000;
const CHUNK_BYTES: usize = 64 * 1024;
/// What was written before a cut must have left, or the client sees a connection that never spoke.
const CUT_AFTER: Duration = Duration::from_millis(50);

type Body = UnsyncBoxBody<Bytes, io::Error>;

/// hyper closes the connection without an answer when a service fails.
#[derive(Debug, thiserror::Error)]
#[error("the connection was dropped")]
struct Dropped;

/// Serves until it is aborted; its connections end with it.
pub async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(connections.spawn(converse(stream, Arc::clone(&desk)))),
                // Out of file handles, most likely: a moment later there may be some.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn converse(stream: TcpStream, desk: Arc<Desk>) {
    let service = service_fn(move |request| answer(Arc::clone(&desk), request));
    let connection = http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a practice connection ended");
    }
}

async fn answer(desk: Arc<Desk>, request: Request<Incoming>) -> Result<Response<Body>, Dropped> {
    let reply = match hear(request).await {
        // A thread of its own finishes what it began: a client that hangs up cannot stop a charge halfway.
        Ok(heard) => tokio::task::spawn_blocking(move || desk.answer(&heard)).await.map_err(|_| Dropped)?,
        Err(reply) => reply?,
    };
    match reply.manner {
        Manner::Plain | Manner::CutAt(_) => {}
        Manner::After(delay) => tokio::time::sleep(delay).await,
        Manner::Dropped => return Err(Dropped),
        Manner::Never => future::pending().await,
    }
    say(reply).await.map_err(|_| Dropped)
}

async fn hear(request: Request<Incoming>) -> Result<Heard, Result<Reply, Dropped>> {
    let (parts, body) = request.into_parts();
    let body = match Limited::new(body, MAX_BODY_BYTES).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            return Err(Ok(Reply::of(413, "text/plain", "the request is too large").with("connection", "close")));
        }
        Err(_) => return Err(Err(Dropped)),
    };
    let (path, query) = (parts.uri.path().to_owned(), parts.uri.query().unwrap_or_default().to_owned());
    Ok(Heard { method: parts.method, path, query, headers: parts.headers, body })
}

async fn say(reply: Reply) -> io::Result<Response<Body>> {
    let len = reply.payload.len();
    let body = body_of(reply.payload, reply.manner).await?;
    let mut response = Response::builder().status(reply.status).header("content-length", len);
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    let (trace, span) = (Uuid::new_v4().simple().to_string(), Uuid::new_v4().simple().to_string());
    let response = response.header("traceparent", format!("00-{trace}-{}-01", &span[..16]));
    response.body(body).map_err(io::Error::other)
}

async fn body_of(payload: Payload, manner: Manner) -> io::Result<Body> {
    let body = match (payload, manner) {
        (Payload::Bytes(mut bytes), Manner::CutAt(at)) => {
            bytes.truncate(usize::try_from(at).unwrap_or(usize::MAX));
            let head = stream::once(async move { Ok(Frame::data(Bytes::from(bytes))) });
            StreamBody::new(stream::StreamExt::chain(head, stream::once(cut()))).boxed_unsync()
        }
        (Payload::Bytes(bytes), _) => {
            Full::new(Bytes::from(bytes)).map_err(|never: Infallible| match never {}).boxed_unsync()
        }
        (Payload::File { path, start, len }, manner) => {
            let mut file = File::open(path).await?;
            file.seek(io::SeekFrom::Start(start)).await?;
            let (left, is_cut) = match manner {
                Manner::CutAt(at) => (at.min(len), true),
                Manner::Plain | Manner::After(_) | Manner::Dropped | Manner::Never => (len, false),
            };
            let chunks = stream::try_unfold((file, left), next_chunk);
            if !is_cut {
                return Ok(StreamBody::new(chunks).boxed_unsync());
            }
            StreamBody::new(stream::StreamExt::chain(chunks, stream::once(cut()))).boxed_unsync()
        }
    };
    Ok(body)
}

async fn next_chunk((mut file, left): (File, u64)) -> io::Result<Option<(Frame<Bytes>, (File, u64))>> {
    let wanted = usize::try_from(left).unwrap_or(CHUNK_BYTES).min(CHUNK_BYTES);
    if wanted == 0 {
        return Ok(None);
    }
    let mut chunk = vec![0; wanted];
    let read = file.read(&mut chunk).await?;
    if read == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    chunk.truncate(read);
    Ok(Some((Frame::data(Bytes::from(chunk)), (file, left - read as u64))))
}

/// Ends a body before its announced length: hyper closes the connection.
async fn cut() -> io::Result<Frame<Bytes>> {
    tokio::time::sleep(CUT_AFTER).await;
    Err(io::ErrorKind::ConnectionReset.into())
}
