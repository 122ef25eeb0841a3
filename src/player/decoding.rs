//! The decode thread: makes the frames the playhead will need, the nearest first.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use super::desk::{Desk, Job};
use super::playhead::Timeline;
use crate::media::clip::ClipError;
use crate::media::decode::ClipReader;

pub fn run(desk: &Desk, path: &Path) {
    let worked = catch_unwind(AssertUnwindSafe(|| work(desk, path)));
    let stopped = || Err(ClipError::Damaged { detail: "the decoder stopped".to_owned() });
    if let Err(error) = worked.unwrap_or_else(|_| stopped()) {
        tracing::info!("clip {}: {error}", path.display());
        desk.fail((&error).into());
    }
}

fn work(desk: &Desk, path: &Path) -> Result<(), ClipError> {
    let mut reader = ClipReader::open(path)?;
    desk.open(Timeline::of(reader.movie()), (reader.facts().width, reader.facts().height));
    while let Some(job) = desk.next_job() {
        decode_one(desk, &mut reader, job)?;
    }
    Ok(())
}

/// One frame towards the one asked for. Between frames the desk may have changed its mind: the latest seek wins.
fn decode_one(desk: &Desk, reader: &mut ClipReader, job: Job) -> Result<(), ClipError> {
    let is_on_the_way = (job.from..=job.number).contains(&reader.position());
    reader.seek(if is_on_the_way { reader.position() } else { job.from })?;
    match reader.next_frame() {
        Ok(Some(frame)) => {
            if desk.wants(frame.number) {
                let picture = reader.look().paint(&frame.picture, job.max_size);
                desk.put(frame.number, Arc::new(picture), job.size_edition);
            }
            Ok(())
        }
        Ok(None) => {
            desk.put_lost(job.number, None);
            Ok(())
        }
        Err(error @ ClipError::LostFrame { frame, .. }) => {
            desk.put_lost(frame, Some((&error).into()));
            Ok(())
        }
        Err(error) => Err(error),
    }
}
