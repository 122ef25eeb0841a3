//! Against a real sound server with a device that swallows what it is given, and a recorder at that device.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use pulseaudio::protocol::stream::{BufferAttr, StreamFlags};
use pulseaudio::protocol::{ChannelMap, RecordStreamParams, SampleFormat, SampleSpec};
use pulseaudio::{Client, RecordStream};

use super::sound::pulse::{COOKIE_BYTES, wait_for};
use super::tests::Room;
use super::*;

const RATE: u32 = 48_000;

/// A server of our own, gone with the test.
struct Server {
    folder: tempfile::TempDir,
    child: Child,
}

impl Server {
    /// None, said aloud, where PulseAudio is not installed. `.ci/run` installs it.
    fn start() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("native");
        let started = Command::new("pulseaudio")
            .args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-target=stderr"])
            .args(["-L", "module-null-sink sink_name=null"])
            .args(["-L", &format!("module-native-protocol-unix auth-anonymous=1 socket={}", socket.display())])
            .env("XDG_RUNTIME_DIR", folder.path())
            .env("HOME", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(child) = started else {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "CI needs pulseaudio on PATH");
            eprintln!("left out: no `pulseaudio` on PATH, so sound was not played to a device");
            return None;
        };
        let server = Self { folder, child };
        let begun = Instant::now();
        while server.client().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(10), "pulseaudio does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(server)
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("native")
    }

    fn client(&self) -> Option<Client> {
        let socket = std::os::unix::net::UnixStream::connect(self.socket()).ok()?;
        Client::new_unix(c"recorder", socket, Some([0; COOKIE_BYTES])).ok()
    }

    /// A patient recorder lets the device work in blocks of two seconds: a sound then begins that much later.
    fn record(&self, is_patient: bool) -> Recording {
        let client = self.client().unwrap();
        let samples = Arc::new(Mutex::new(Vec::new()));
        let tape = Arc::clone(&samples);
        let spec = SampleSpec { format: SampleFormat::Float32Le, channels: 1, sample_rate: RATE };
        let params = RecordStreamParams {
            sample_spec: spec,
            channel_map: ChannelMap::mono(),
            source_name: Some(c"null.monitor".to_owned()),
            buffer_attr: BufferAttr {
                fragment_size: if is_patient { u32::MAX } else { 3840 },
                ..BufferAttr::default()
            },
            flags: StreamFlags { adjust_latency: !is_patient, ..StreamFlags::default() },
            ..RecordStreamParams::default()
        };
        let sink = move |bytes: &[u8]| {
            let new = bytes.as_chunks::<4>().0.iter().map(|sample| f32::from_le_bytes(*sample));
            tape.lock().unwrap().extend(new);
        };
        let opened = wait_for(client.create_record_stream(params, sink), Duration::from_secs(5));
        let stream = opened.expect("the server answers").unwrap();
        let recording = Recording { samples, _stream: stream, _client: client };
        let begun = Instant::now();
        // The device ends the block it is in before it hurries.
        while !is_patient && recording.samples.lock().unwrap().len() < RATE as usize / 4 {
            assert!(begun.elapsed() < Duration::from_secs(10), "nothing is recorded");
            std::thread::sleep(Duration::from_millis(20));
        }
        recording
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Recording {
    samples: Arc<Mutex<Vec<f32>>>,
    _stream: RecordStream,
    _client: Client,
}

impl Recording {
    /// From the first sound to the last.
    fn sound(&self) -> Vec<f32> {
        let samples = self.samples.lock().unwrap();
        let is_loud = |sample: &f32| sample.abs() > 1e-3;
        let Some(first) = samples.iter().position(is_loud) else { return Vec::new() };
        let last = samples.iter().rposition(is_loud).unwrap_or(first);
        samples[first..=last].to_vec()
    }
}

/// Waves a second, by the times the signal rises through zero.
fn pitch(sound: &[f32]) -> f64 {
    let rises = sound.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
    rises as f64 * f64::from(RATE) / sound.len() as f64
}

fn loudest(sound: &[f32]) -> f32 {
    sound.iter().fold(0.0, |most, sample| most.max(sample.abs()))
}

/// How far the playhead gains on the wall clock until it is at `until_secs`.
fn drift_secs(room: &Room, until_secs: f64) -> f64 {
    let (begun, from) = (Instant::now(), room.player.state().position_secs);
    let state = room.until("it has played on", |state| state.position_secs > until_secs);
    (state.position_secs - from) - begun.elapsed().as_secs_f64()
}

#[test]
fn with_a_device_the_sound_is_heard_whole_and_keeps_the_time() {
    let Some(server) = Server::start() else { return };
    let recording = server.record(false);
    let room = Room::with("tiny_flac.mp4", SoundServer::Socket(server.socket()));
    room.picture();
    room.player.play();
    room.until("it plays", |state| state.position_secs > 0.3);
    assert!(drift_secs(&room, 1.7).abs() < 0.12, "the picture follows the sound, and the sound the wall");
    assert_eq!(room.player.state().sound, SoundState::Playing);
    room.until("the end", |state| state.is_ended);
    let stats = room.player.stats();
    assert_eq!(stats.shown + stats.dropped, 48, "{stats:?}");

    let begun = Instant::now();
    while recording.sound().len() < RATE as usize * 18 / 10 {
        assert!(begun.elapsed() < Duration::from_secs(5), "heard {} samples", recording.sound().len());
        std::thread::sleep(Duration::from_millis(20));
    }
    let sound = recording.sound();
    assert!((pitch(&sound) - 440.0).abs() < 4.0, "{} Hz", pitch(&sound));
    assert!((loudest(&sound) - 0.0884).abs() < 0.01, "{}", loudest(&sound));
}

#[test]
fn a_device_that_begins_late_joins_where_the_picture_is() {
    let Some(server) = Server::start() else { return };
    let recording = server.record(true);
    let room = Room::with("tiny_flac.mp4", SoundServer::Socket(server.socket()));
    room.player.set_looping(true);
    room.picture();
    room.player.play();
    room.until("it plays without it", |state| state.position_secs > 0.1);
    let drift = drift_secs(&room, 1.8);
    assert!(drift.abs() < 0.3, "{drift} s");
    drop(recording);
}

#[test]
fn a_seek_is_heard_from_there_and_a_pause_is_silence() {
    let Some(server) = Server::start() else { return };
    let room = Room::with("tiny_flac.mp4", SoundServer::Socket(server.socket()));
    room.picture();
    room.player.seek(1.5);
    room.player.play();
    room.until("it plays from there", |state| state.frame_number > 38);
    room.player.pause();
    let paused = room.player.state();
    assert!(paused.position_secs > 1.5 && paused.position_secs < 2.0, "{paused:?}");
    let recording = server.record(false);
    std::thread::sleep(Duration::from_millis(400));
    assert!(recording.sound().is_empty(), "{} samples while paused", recording.sound().len());
}

#[test]
fn a_muted_clip_plays_in_time_without_a_sound() {
    let Some(server) = Server::start() else { return };
    let recording = server.record(false);
    let room = Room::with("tiny_flac.mp4", SoundServer::Socket(server.socket()));
    room.player.set_muted(true);
    room.player.play();
    let state = room.until("the end", |state| state.is_ended);
    assert_eq!(state.sound, SoundState::Playing);
    assert!(recording.sound().is_empty());
}

#[test]
fn when_the_server_dies_the_clip_plays_on_silently_and_says_so() {
    let Some(server) = Server::start() else { return };
    let room = Room::with("tiny_flac.mp4", SoundServer::Socket(server.socket()));
    room.player.play();
    room.until("it plays", |state| state.position_secs > 0.2 && state.sound == SoundState::Playing);
    drop(server);
    let state = room.until("the end", |state| state.is_ended);
    assert_eq!((state.sound, state.frame_number), (SoundState::NoDevice, 47));
}

#[test]
fn a_server_that_never_answers_keeps_nobody_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("native");
    let _deaf = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let room = Room::with("tiny_flac.mp4", SoundServer::Socket(Path::new(&socket).to_owned()));
    let begun = Instant::now();
    room.player.play();
    room.until("the end", |state| state.is_ended);
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}
