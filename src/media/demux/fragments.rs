//! Samples of a fragmented file: each `moof` lists its own.

use std::collections::HashMap;

use shiguredo_mp4::boxes::{MoofBox, MvexBox, TrafBox, TrexBox, TrunBox};

use super::boxes::Index;
use super::track::Sample;
use super::{ClipError, MAX_SAMPLES};

/// The samples of every track in the fragments, in order. `starts` is where each track's own index ends in time.
pub fn samples(index: &Index, starts: &HashMap<u32, i64>) -> Result<HashMap<u32, Vec<Sample>>, ClipError> {
    let mut tracks = HashMap::new();
    let mut clocks = starts.clone();
    for (at, moof) in &index.fragments {
        read_fragment(*at, moof, index.moov.mvex_box.as_ref(), &mut clocks, &mut tracks)?;
    }
    Ok(tracks)
}

/// The decoder takes a run's count at its word where a run carries no fields, so the counts are summed before it runs.
pub fn check_counts(moof: &[u8]) -> Result<(), ClipError> {
    let mut total = 0;
    for traf in children(moof).filter(|(kind, _)| kind == b"traf") {
        for (_, run) in children(traf.1).filter(|(kind, _)| kind == b"trun") {
            let count = run.get(12..16).and_then(|count| count.try_into().ok()).map_or(0, u32::from_be_bytes);
            total += u64::from(count);
        }
    }
    if total > MAX_SAMPLES as u64 {
        return Err(ClipError::TooLarge { detail: format!("{total} samples in a fragment") });
    }
    Ok(())
}

/// The boxes directly inside `parent`, each with its header.
fn children(parent: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = parent.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (size, kind) = (rest.get(..4)?.try_into().ok()?, rest.get(4..8)?.try_into().ok()?);
        let size = usize::try_from(u32::from_be_bytes(size)).ok()?.max(8).min(rest.len());
        let (child, after) = rest.split_at(size);
        rest = after;
        Some((kind, child))
    })
}

fn read_fragment(
    at: u64,
    moof: &MoofBox,
    mvex: Option<&MvexBox>,
    clocks: &mut HashMap<u32, i64>,
    tracks: &mut HashMap<u32, Vec<Sample>>,
) -> Result<(), ClipError> {
    let mut place = at;
    for traf in &moof.traf_boxes {
        let id = traf.tfhd_box.track_id;
        let defaults = mvex.and_then(|mvex| mvex.trex_boxes.iter().find(|trex| trex.track_id == id));
        let clock = clocks.entry(id).or_default();
        if let Some(tfdt) = &traf.tfdt_box {
            *clock = i64::try_from(tfdt.base_media_decode_time).map_err(|_| too_late())?;
        }
        let base =
            traf.tfhd_box.base_data_offset.unwrap_or(if traf.tfhd_box.default_base_is_moof { at } else { place });
        let mut next = Place { base, at: base, dts: *clock };
        let samples = tracks.entry(id).or_default();
        for run in &traf.trun_boxes {
            next.read_run(run, traf, defaults, samples)?;
        }
        *clock = next.dts;
        place = next.at;
    }
    Ok(())
}

/// Where the next sample lies, in the file and in time.
struct Place {
    base: u64,
    at: u64,
    dts: i64,
}

impl Place {
    fn read_run(
        &mut self,
        run: &TrunBox,
        traf: &TrafBox,
        defaults: Option<&TrexBox>,
        samples: &mut Vec<Sample>,
    ) -> Result<(), ClipError> {
        let head = &traf.tfhd_box;
        if let Some(offset) = run.data_offset {
            self.at = self.base.checked_add_signed(offset.into()).ok_or_else(too_far)?;
        }
        if samples.len() + run.samples.len() > MAX_SAMPLES {
            return Err(ClipError::TooLarge { detail: format!("more than {MAX_SAMPLES} samples") });
        }
        for (index, sample) in run.samples.iter().enumerate() {
            let duration = sample.duration.or(head.default_sample_duration);
            let duration = duration.or(defaults.map(|trex| trex.default_sample_duration)).unwrap_or(0);
            let size = sample.size.or(head.default_sample_size);
            let size = size.or(defaults.map(|trex| trex.default_sample_size)).unwrap_or(0);
            let first_flags = run.first_sample_flags.filter(|_| index == 0);
            let flags = first_flags.or(sample.flags).or(head.default_sample_flags);
            let flags = flags.or(defaults.map(|trex| trex.default_sample_flags)).unwrap_or_default();
            let offset = sample.composition_time_offset.unwrap_or(0);
            samples.push(Sample {
                offset: self.at,
                size,
                dts: self.dts,
                cts: self.dts.checked_add(offset).ok_or_else(too_late)?,
                duration,
                is_keyframe: !flags.sample_is_non_sync_sample(),
            });
            self.at = self.at.checked_add(u64::from(size)).ok_or_else(too_far)?;
            self.dts = self.dts.checked_add(i64::from(duration)).ok_or_else(too_late)?;
        }
        Ok(())
    }
}

fn too_far() -> ClipError {
    ClipError::damaged("a fragment lies beyond any file")
}

fn too_late() -> ClipError {
    ClipError::damaged("a time beyond any clip")
}
