//! The decode threads. One makes the frames the playhead will need in full size, the nearest first; the other, in the
//! time nobody needs, makes small stand-ins of the whole clip.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use super::desk::{Desk, Job};
use super::timeline::Timeline;
use super::{Carrier, FindFfmpeg};
use crate::media::clip::ClipError;
use crate::media::decode::{ClipReader, Yuv};
use crate::model::clip::ClipFacts;

/// 4K at 20 pictures a second; 1080p at 60 is less.
const HEAVY_PIXELS_A_SEC: f64 = 3840.0 * 2160.0 * 20.0;

pub fn run(desk: &Desk, path: &Path, ffmpeg: FindFfmpeg) {
    let worked = catch_unwind(AssertUnwindSafe(|| work(desk, path, ffmpeg)));
    let stopped = || Err(ClipError::Damaged { detail: "the decoder stopped".to_owned() });
    if let Err(error) = worked.unwrap_or_else(|_| stopped()) {
        tracing::info!("clip {}: {error}", path.display());
        desk.fail((&error).into());
    }
}

/// Where there is no ffmpeg, our own decoders do what they can.
fn open(path: &Path, ffmpeg: FindFfmpeg) -> Result<ClipReader, ClipError> {
    let mut reader = ClipReader::open_with(path, ffmpeg())?;
    if is_heavy(reader.facts()) {
        reader.hand_over();
    }
    Ok(reader)
}

fn work(desk: &Desk, path: &Path, ffmpeg: FindFfmpeg) -> Result<(), ClipError> {
    let mut reader = open(path, ffmpeg)?;
    let size = (reader.facts().width, reader.facts().height);
    let mut known = carrier(&reader);
    desk.open(Timeline::of(reader.movie()), reader.look(), size, known);
    while let Some(job) = desk.next_job() {
        let done = decode_one(desk, &mut reader, job);
        if known != carrier(&reader) {
            known = carrier(&reader);
            desk.hand_over(reader.look(), known);
        }
        done?;
    }
    Ok(())
}

/// More than our own decoders have time for while a clip plays.
fn is_heavy(facts: &ClipFacts) -> bool {
    f64::from(facts.width) * f64::from(facts.height) * facts.fps > HEAVY_PIXELS_A_SEC
}

fn carrier(reader: &ClipReader) -> Carrier {
    if reader.is_outside() { Carrier::Ffmpeg } else { Carrier::Own }
}

/// One frame towards the one asked for. Between frames the desk may have changed its mind: the latest seek wins.
fn decode_one(desk: &Desk, reader: &mut ClipReader, job: Job) -> Result<(), ClipError> {
    let is_on_the_way = (job.from..=job.number).contains(&reader.position());
    reader.seek(if is_on_the_way { reader.position() } else { job.from })?;
    match reader.next_frame() {
        Ok(Some(frame)) => {
            let picture = Arc::new(frame.picture);
            if let Some(by) = desk.wants_proxy(frame.number) {
                desk.put_proxy(frame.number, shrunk(&picture, by));
            }
            if desk.wants(frame.number) {
                desk.put(frame.number, picture);
            }
            Ok(())
        }
        Ok(None) => {
            let detail = "the pictures end before it".to_owned();
            desk.put_lost(job.number, (&ClipError::LostFrame { frame: job.number, detail }).into());
            Ok(())
        }
        Err(error @ ClipError::LostFrame { frame, .. }) => {
            desk.put_lost(frame, (&error).into());
            Ok(())
        }
        Err(error) => Err(error),
    }
}

fn shrunk(picture: &Arc<Yuv>, by: usize) -> Arc<Yuv> {
    if by > 1 { Arc::new(picture.shrunk(by)) } else { Arc::clone(picture) }
}

/// The second thread. What goes wrong here is said by the first, which reads the same file.
pub fn run_proxies(desk: &Desk, path: &Path, ffmpeg: FindFfmpeg) {
    #[cfg(target_os = "linux")]
    // Only a wish: a thread that cannot be made patient works all the same.
    let _ = rustix::process::setpriority_process(None, 10);
    let worked = catch_unwind(AssertUnwindSafe(|| fill(desk, path, ffmpeg)));
    if let Ok(Err(error)) = worked {
        tracing::info!("no stand-ins of {}: {error}", path.display());
    }
}

fn fill(desk: &Desk, path: &Path, ffmpeg: FindFfmpeg) -> Result<(), ClipError> {
    // Not before there is time for it: most clips are opened to be played at once.
    if desk.next_proxy().is_none() {
        return Ok(());
    }
    let mut reader = open(path, ffmpeg)?;
    while let Some((number, room)) = desk.next_proxy() {
        let from = reader.run_start(number)?.max(number.saturating_sub(room.saturating_sub(1)));
        let is_on_the_way = (from..=number).contains(&reader.position());
        reader.seek(if is_on_the_way { reader.position() } else { from })?;
        match reader.next_frame() {
            Ok(Some(frame)) => {
                if let Some(by) = desk.wants_proxy(frame.number) {
                    desk.put_proxy(frame.number, shrunk(&Arc::new(frame.picture), by));
                }
            }
            Ok(None) => desk.put_proxy_lost(number),
            Err(ClipError::LostFrame { frame, .. }) => desk.put_proxy_lost(frame),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
