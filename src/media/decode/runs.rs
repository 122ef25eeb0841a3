//! A whole clip at once: what begins anew at a keyframe needs nothing before it, so runs decode beside each other.

use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::{ClipReader, Frame, Look};
use crate::media::clip::ClipError;

/// Each decoder holds its references: at 4K two of them are what 250 MB allow.
const MOST_DECODERS: usize = 4;
const MOST_LARGE_DECODERS: usize = 2;
const LARGE_PIXELS: u32 = 2560 * 1440;

/// Pictures that wait to be painted: at 4K each of them is 12 MB.
const AHEAD: usize = 1;

/// Who looks at each frame.
type See<'a> = &'a (dyn Fn(Frame, Look) + Sync);

/// How a clip is decoded that is one run.
type Whole = fn(&mut ClipReader, See<'_>) -> Result<u64, ClipError>;

/// Decodes every frame, without colour, and counts those that came out.
pub fn decode_all(path: &Path) -> Result<u64, ClipError> {
    decode_all_on(path, thread::available_parallelism().map_or(1, usize::from))
}

/// As `decode_all`, on at most `threads` threads.
pub fn decode_all_on(path: &Path, threads: usize) -> Result<u64, ClipError> {
    for_each(path, threads, &|_, _| {}, decode_alone)
}

/// Decodes every frame and paints it, no larger than `max`, on at most `threads` threads; counts those that came out.
/// What a player does, as fast as it goes.
pub fn paint_all(path: &Path, max: Option<(u32, u32)>, threads: usize) -> Result<u64, ClipError> {
    let whole: Whole = if threads > 1 { decode_beside } else { decode_alone };
    for_each(path, threads, &|frame, look| drop(look.paint(&frame.picture, max)), whole)
}

fn for_each(path: &Path, threads: usize, see: See<'_>, whole: Whole) -> Result<u64, ClipError> {
    let mut reader = ClipReader::open(path)?;
    let most =
        if reader.facts().width * reader.facts().height > LARGE_PIXELS { MOST_LARGE_DECODERS } else { MOST_DECODERS };
    let runs = runs(&mut reader)?;
    let threads = threads.min(runs.len()).min(most);
    if threads < 2 {
        return whole(&mut reader, see);
    }
    let (next, decoded, failed) = (AtomicUsize::new(0), AtomicU64::new(0), Mutex::new(None));
    let work = |mut reader: ClipReader| {
        while let Some(run) = runs.get(next.fetch_add(1, Ordering::Relaxed)) {
            match decode_run(&mut reader, Some(run), see) {
                Ok(count) => {
                    decoded.fetch_add(count, Ordering::Relaxed);
                }
                Err(error) => {
                    next.store(runs.len(), Ordering::Relaxed);
                    *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                }
            }
        }
    };
    thread::scope(|scope| {
        let work = &work;
        for _ in 1..threads {
            if let Ok(another) = ClipReader::open(path) {
                scope.spawn(move || work(another));
            }
        }
        work(reader);
    });
    match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(decoded.into_inner()),
    }
}

/// Where decoding can begin anew, each up to the next.
fn runs(reader: &mut ClipReader) -> Result<Vec<Range<usize>>, ClipError> {
    let (mut runs, mut end) = (Vec::new(), reader.frames());
    if reader.is_outside() {
        runs.push(0..end);
        return Ok(runs);
    }
    while end > 0 {
        let start = reader.run_start(end - 1)?;
        runs.push(start..end);
        end = start;
    }
    runs.reverse();
    Ok(runs)
}

fn decode_alone(reader: &mut ClipReader, see: See<'_>) -> Result<u64, ClipError> {
    decode_run(reader, None, see)
}

/// While a frame is seen to, the next one is decoded.
fn decode_beside(reader: &mut ClipReader, see: See<'_>) -> Result<u64, ClipError> {
    let (sender, frames) = sync_channel(AHEAD);
    thread::scope(move |scope| {
        scope.spawn(move || frames.into_iter().for_each(|(frame, look)| see(frame, look)));
        // Refused only where whoever sees to them is no more, and then the scope says so.
        let pass_on = move |frame, look| drop(sender.send((frame, look)));
        decode_run(reader, None, &pass_on)
    })
}

fn decode_run(reader: &mut ClipReader, run: Option<&Range<usize>>, see: See<'_>) -> Result<u64, ClipError> {
    if let Some(run) = run {
        reader.seek(run.start)?;
    }
    let end = run.map_or(usize::MAX, |run| run.end);
    let mut decoded = 0;
    while reader.position() < end {
        match reader.next_frame() {
            Ok(Some(frame)) => {
                decoded += 1;
                see(frame, reader.look());
            }
            Ok(None) => break,
            Err(ClipError::LostFrame { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(decoded)
}
