//! Sound out on Linux: PulseAudio's protocol, which PipeWire speaks too. Pure Rust, no library to link.

use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

use pulseaudio::protocol::stream::{BufferAttr, StreamFlags};
use pulseaudio::protocol::{ChannelMap, PlaybackStreamParams, SampleFormat, SampleSpec};
use pulseaudio::{AsPlaybackSource, Client, ClientError, PlaybackStream};

use super::SoundServer;
use super::feed::Feed;

const SAMPLE_BYTES: u32 = 4;
pub const COOKIE_BYTES: usize = 256;

/// The server's own choice holds two seconds, and a pause would be heard two seconds late.
const BUFFERED: Duration = Duration::from_millis(120);
const STARTS_WITH: Duration = Duration::from_millis(40);
const REFILLED_BY: Duration = Duration::from_millis(20);

#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    #[error("no sound server is asked for, or none is there")]
    NoServer,
    #[error("the sound server does not answer")]
    Late,
    #[error("socket: {0}")]
    Socket(#[from] std::io::Error),
    #[error("sound server: {0}")]
    Server(#[from] ClientError),
}

/// A connection to the server, and what plays there. Each start is a fresh stream, so that its clock begins at zero.
pub struct Device {
    client: Client,
    /// The client's own thread ends when its socket does.
    socket: UnixStream,
    patience: Duration,
    playing: Option<Playing>,
}

struct Playing {
    stream: PlaybackStream,
    bytes_per_sec: f64,
}

impl Device {
    pub fn connect(server: &SoundServer, patience: Duration) -> Result<Self, DeviceError> {
        let path = socket_path(server).ok_or(DeviceError::NoServer)?;
        let socket = UnixStream::connect(path)?;
        socket.set_read_timeout(Some(patience))?;
        socket.set_write_timeout(Some(patience))?;
        let cookie = pulseaudio::cookie_path_from_env().and_then(|path| std::fs::read(path).ok());
        // The server knows its own user by the socket, yet refuses a greeting without a cookie's length of bytes.
        let cookie = cookie.unwrap_or_else(|| vec![0; COOKIE_BYTES]);
        let client = Client::new_unix(c"Shotloom", socket.try_clone()?, Some(cookie))?;
        Ok(Self { client, socket, patience, playing: None })
    }

    pub fn start(&mut self, mut feed: Feed) -> Result<(), DeviceError> {
        self.stop();
        let params = params(&feed);
        let bytes_per_sec = f64::from(params.sample_spec.sample_rate * 2 * SAMPLE_BYTES);
        let source = move |bytes: &mut [u8]| {
            fill(&mut feed, bytes);
            bytes.len()
        };
        let opened = self.client.create_playback_stream(params, source.as_playback_source());
        let stream = wait_for(opened, self.patience).ok_or(DeviceError::Late)??;
        self.playing = Some(Playing { stream, bytes_per_sec });
        Ok(())
    }

    /// Silent at once: what the server holds is thrown away.
    pub fn stop(&mut self) {
        if let Some(playing) = self.playing.take() {
            // Its drop tells the server, and waits for no answer.
            drop(playing.stream);
        }
    }

    /// How much of the feed has been heard; none before the first of it is.
    pub fn heard_secs(&mut self) -> Result<Option<f64>, DeviceError> {
        let Some(playing) = &self.playing else {
            return Ok(None);
        };
        let timing = wait_for(playing.stream.timing_info(), self.patience).ok_or(DeviceError::Late)??;
        let read_secs = timing.read_offset as f64 / playing.bytes_per_sec;
        let heard = read_secs - Duration::from_micros(timing.sink_usec).as_secs_f64();
        Ok((timing.playing && heard > 0.0).then_some(heard))
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        self.stop();
        // A socket that is closed already needs no closing.
        let _ = self.socket.shutdown(Shutdown::Both);
    }
}

fn socket_path(server: &SoundServer) -> Option<PathBuf> {
    match server {
        SoundServer::Desktop => pulseaudio::socket_path_from_env(),
        SoundServer::Nowhere => None,
        SoundServer::Socket(path) => Some(path.clone()),
    }
}

/// Two channels always: one is doubled by the feed.
fn params(feed: &Feed) -> PlaybackStreamParams {
    let bytes = |length: Duration| {
        let frames = length.as_secs_f64() * f64::from(feed.rate);
        (frames as u32).saturating_mul(2 * SAMPLE_BYTES)
    };
    PlaybackStreamParams {
        sample_spec: SampleSpec { format: SampleFormat::Float32Le, channels: 2, sample_rate: feed.rate },
        channel_map: ChannelMap::stereo(),
        buffer_attr: BufferAttr {
            target_length: bytes(BUFFERED),
            pre_buffering: bytes(STARTS_WITH),
            minimum_request_length: bytes(REFILLED_BY),
            ..BufferAttr::default()
        },
        flags: StreamFlags { adjust_latency: true, ..StreamFlags::default() },
        ..PlaybackStreamParams::default()
    }
}

fn fill(feed: &mut Feed, bytes: &mut [u8]) {
    let (frames, rest) = bytes.as_chunks_mut::<8>();
    for frame in frames {
        let [left, right] = feed.next_frame().map(f32::to_le_bytes);
        frame[..4].copy_from_slice(&left);
        frame[4..].copy_from_slice(&right);
    }
    rest.fill(0);
}

/// Waits on this thread for an answer; none if it is late. A server that hangs must not keep a thread for ever.
pub fn wait_for<T>(future: impl Future<Output = T>, patience: Duration) -> Option<T> {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    let until = Instant::now() + patience;
    loop {
        if let Poll::Ready(answer) = future.as_mut().poll(&mut context) {
            return Some(answer);
        }
        let left = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
        std::thread::park_timeout(left);
    }
}
