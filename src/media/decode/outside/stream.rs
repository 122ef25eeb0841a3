//! The process, and a thread that reads what it writes.

use std::io::{BufReader, Error};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use super::{Ffmpeg, y4m};
use crate::media::decode::colour::Yuv;

/// Pictures read ahead; the pipe holds a part of another.
const AHEAD: usize = 2;

/// Ways to say "every picture once": `-vsync` is what versions before 5.1 know.
const EVERY_PICTURE_ONCE: [[&str; 2]; 2] = [["-fps_mode", "passthrough"], ["-vsync", "0"]];

/// One run of ffmpeg. Dropping it ends the process.
pub struct Stream {
    child: Child,
    pictures: Receiver<Yuv>,
    first: Option<Yuv>,
}

impl Stream {
    /// From `from_secs` of the clip on. Waits for the first picture.
    pub fn open(ffmpeg: &Ffmpeg, path: &Path, from_secs: Option<f64>, patience: Duration) -> Result<Self, Error> {
        let path = std::path::absolute(path)?;
        for words in EVERY_PICTURE_ONCE {
            let mut stream = Self::start(ffmpeg, &path, from_secs, words)?;
            stream.first = stream.next(patience);
            if stream.first.is_some() {
                return Ok(stream);
            }
        }
        Err(Error::other("ffmpeg gives no picture of it"))
    }

    fn start(ffmpeg: &Ffmpeg, path: &Path, from_secs: Option<f64>, words: [&str; 2]) -> Result<Self, Error> {
        let mut command = quiet(ffmpeg);
        if let Some(secs) = from_secs {
            command.arg("-ss").arg(format!("{secs:.6}"));
        }
        command.args(["-noautorotate", "-i"]).arg(named(path)).args(["-map", "0:v:0"]).args(words);
        command.args([
            "-vf",
            "crop=trunc(iw/2)*2:trunc(ih/2)*2",
            "-pix_fmt",
            "yuv420p",
            "-f",
            "yuv4mpegpipe",
            "pipe:1",
        ]);
        let mut child = spawn(&mut command)?;
        let (sender, pictures) = sync_channel(AHEAD);
        if let Some(out) = child.stdout.take() {
            std::thread::Builder::new().name("ffmpeg".to_owned()).spawn(move || read(out, &sender))?;
        }
        Ok(Self { child, pictures, first: None })
    }

    /// The next picture. None: there is none, or it does not come in time.
    pub fn next(&mut self, patience: Duration) -> Option<Yuv> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        match self.pictures.recv_timeout(patience) {
            Ok(picture) => Some(picture),
            Err(RecvTimeoutError::Timeout) => {
                tracing::info!("ffmpeg gives no picture for {patience:?}");
                None
            }
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nobody to end, only to bury.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(out: ChildStdout, pictures: &SyncSender<Yuv>) {
    let mut out = BufReader::with_capacity(1 << 16, out);
    let mut pass_on = || {
        let size = y4m::read_head(&mut out)?;
        while let Some(picture) = y4m::read_picture(&mut out, size)? {
            if pictures.send(picture).is_err() {
                break;
            }
        }
        Ok::<_, Error>(())
    };
    if let Err(error) = pass_on() {
        tracing::debug!("ffmpeg's pictures end: {error}");
    }
}

/// An ffmpeg that asks nothing, opens only the file it is given as an MP4, and sees nothing of our environment.
pub fn quiet(ffmpeg: &Ffmpeg) -> Command {
    let mut command = Command::new(ffmpeg.program());
    command.env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.args(["-nostdin", "-hide_banner", "-loglevel", "quiet"]);
    // `mov` reads MP4, and follows no reference to another file unless told to.
    command.args(["-protocol_whitelist", "file,pipe", "-max_alloc", "536870912", "-f", "mov"]);
    command
}

/// A name that begins with a dash or looks like an address is still a file's.
pub fn named(path: &Path) -> std::ffi::OsString {
    let mut name = std::ffi::OsString::from("file:");
    name.push(path);
    name
}

/// Starts it, and sets its limits.
pub fn spawn(command: &mut Command) -> Result<Child, Error> {
    let child = command.spawn()?;
    #[cfg(target_os = "linux")]
    limit(&child);
    Ok(child)
}

/// Two gigabytes, ten minutes of work, no file written, no core left behind.
#[cfg(target_os = "linux")]
fn limit(child: &Child) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    let limits = [
        (Resource::As, 2 << 30),
        (Resource::Cpu, 600),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Nofile, 64),
    ];
    for (resource, most) in limits {
        let most = Rlimit { current: Some(most), maximum: Some(most) };
        if let Err(error) = prlimit(pid, resource, most) {
            tracing::info!("ffmpeg has no limit of {resource:?}: {error}");
        }
    }
}
