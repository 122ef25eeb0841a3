//! A track's samples and the part of them that is presented.

use std::collections::HashMap;
use std::num::NonZeroU32;

use shiguredo_mp4::Either;
use shiguredo_mp4::aux::SampleTableAccessor;
use shiguredo_mp4::boxes::{StblBox, StszBox, TrakBox};

use super::boxes::Index;
use super::{AudioTrack, ClipError, MAX_SAMPLES, Movie, VideoTrack, entry, fragments};

/// One compressed picture or packet. Times are in units of the track's timescale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    pub offset: u64,
    pub size: u32,
    pub dts: i64,
    pub cts: i64,
    pub duration: u32,
    pub is_keyframe: bool,
}

impl Sample {
    fn end(&self) -> i64 {
        self.cts.saturating_add(self.duration.into())
    }
}

/// A picture as presented.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    /// Index into the track's samples.
    pub sample: usize,
    pub at_secs: f64,
    pub secs: f64,
}

/// How stored pictures are turned to be shown: swapped first (rows become columns), then mirrored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Orientation {
    pub swaps_axes: bool,
    pub mirrors_x: bool,
    pub mirrors_y: bool,
}

impl Orientation {
    pub const UPRIGHT: Self = Self { swaps_axes: false, mirrors_x: false, mirrors_y: false };

    /// From a track header's matrix `a b u c d v x y w`: x' = a·x + c·y, y' = b·x + d·y.
    fn from_matrix(matrix: &[i32; 9]) -> Self {
        let [a, b, _, c, d, ..] = *matrix;
        if a == 0 && d == 0 && b != 0 && c != 0 {
            return Self { swaps_axes: true, mirrors_x: c < 0, mirrors_y: b < 0 };
        }
        Self { swaps_axes: false, mirrors_x: a < 0, mirrors_y: d < 0 }
    }

    /// Width and height after turning.
    pub fn turned(self, width: u32, height: u32) -> (u32, u32) {
        if self.swaps_axes { (height, width) } else { (width, height) }
    }
}

/// Gathers the tracks: the first of pictures and the first of sound that have samples.
pub fn movie(index: &Index, bytes: u64) -> Result<Movie, ClipError> {
    let mut samples = HashMap::new();
    let mut starts = HashMap::new();
    for trak in &index.moov.trak_boxes {
        let own = table(&trak.mdia_box.minf_box.stbl_box)?;
        let end = own.last().map_or(0, |last| last.dts.saturating_add(last.duration.into()));
        starts.insert(trak.tkhd_box.track_id, end);
        samples.insert(trak.tkhd_box.track_id, own);
    }
    for (id, more) in fragments::samples(index, &starts)? {
        samples.entry(id).or_default().extend(more);
    }
    let mut tracks = index.moov.trak_boxes.iter().filter_map(|trak| {
        let own = samples.remove(&trak.tkhd_box.track_id).filter(|own| !own.is_empty())?;
        Some((trak, own))
    });
    let (mut video, mut audio) = (None, None);
    for (trak, own) in &mut tracks {
        match &trak.mdia_box.hdlr_box.handler_type {
            b"vide" if video.is_none() => video = video_track(index, trak, own),
            b"soun" if audio.is_none() => audio = audio_track(index, trak, own),
            _ => {}
        }
    }
    Ok(Movie { bytes, video: video.ok_or(ClipError::NoVideo)?, audio })
}

fn video_track(index: &Index, trak: &TrakBox, samples: Vec<Sample>) -> Option<VideoTrack> {
    let entry = trak.mdia_box.minf_box.stbl_box.stsd_box.entries.iter().find_map(entry::video)?;
    let shown = presented(&samples, &Edit::of(index, trak), timescale(trak));
    if shown.is_empty() {
        return None;
    }
    Some(VideoTrack {
        codec: entry.codec,
        setup: entry.setup,
        width: entry.width,
        height: entry.height,
        orientation: Orientation::from_matrix(&trak.tkhd_box.matrix),
        color: entry.color,
        timescale: timescale(trak),
        samples,
        shown,
    })
}

fn audio_track(index: &Index, trak: &TrakBox, samples: Vec<Sample>) -> Option<AudioTrack> {
    let timescale = timescale(trak);
    let entries = &trak.mdia_box.minf_box.stbl_box.stsd_box.entries;
    let entry = entries.iter().find_map(|entry| entry::audio(entry, timescale))?;
    let edit = Edit::of(index, trak);
    let end = samples.last().map_or(0, Sample::end).min(edit.media_end);
    let heard = end.saturating_sub(edit.media_start).max(0);
    Some(AudioTrack {
        codec: entry.codec,
        rate: entry.rate,
        channels: entry.channels,
        setup: entry.setup,
        timescale,
        samples,
        delay_secs: edit.delay_secs,
        media_start: edit.media_start,
        secs: heard as f64 / f64::from(timescale),
    })
}

fn timescale(trak: &TrakBox) -> u32 {
    trak.mdia_box.mdhd_box.timescale.get()
}

/// The samples of a track's own index, with their places and times.
fn table(stbl: &StblBox) -> Result<Vec<Sample>, ClipError> {
    let count = match &stbl.stsz_box {
        StszBox::Fixed { sample_count, .. } => usize::try_from(*sample_count).unwrap_or(usize::MAX),
        StszBox::Variable { entry_sizes } => entry_sizes.len(),
    };
    let chunks = match &stbl.stco_or_co64_box {
        Either::A(stco) => stco.chunk_offsets.len(),
        Either::B(co64) => co64.chunk_offsets.len(),
    };
    if count.max(chunks) > MAX_SAMPLES {
        return Err(ClipError::TooLarge { detail: format!("{count} samples in {chunks} chunks") });
    }
    let table = SampleTableAccessor::new(stbl).map_err(|error| ClipError::damaged(error.to_string()))?;
    let mut samples = Vec::with_capacity(count);
    for sample in table.samples() {
        let dts = i64::try_from(sample.timestamp()).map_err(|_| ClipError::damaged("a time beyond any clip"))?;
        let shift = sample.composition_time_offset().unwrap_or(0);
        samples.push(Sample {
            offset: sample.data_offset(),
            size: sample.data_size(),
            dts,
            cts: dts.checked_add(shift).ok_or_else(|| ClipError::damaged("a time beyond any clip"))?,
            duration: sample.duration(),
            is_keyframe: is_keyframe(stbl, sample.index()),
        });
    }
    Ok(samples)
}

/// Without a list of keyframes every sample is one.
fn is_keyframe(stbl: &StblBox, number: NonZeroU32) -> bool {
    stbl.stss_box.as_ref().is_none_or(|stss| stss.sample_numbers.binary_search(&number).is_ok())
}

/// The presented part of a track: an edit list in the shapes muxers write: empty edits first (a delay), then the media
/// from some point on. Later edits count while they go on where the last ended; other cuts are not followed.
struct Edit {
    delay_secs: f64,
    /// In the track's timescale.
    media_start: i64,
    media_end: i64,
}

impl Edit {
    fn of(index: &Index, trak: &TrakBox) -> Self {
        let mut edit = Self { delay_secs: 0.0, media_start: i64::MIN, media_end: i64::MAX };
        let list = trak.edts_box.as_ref().and_then(|edts| edts.elst_box.as_ref());
        let movie_scale = f64::from(index.moov.mvhd_box.timescale.get());
        let is_fragmented = index.moov.mvex_box.is_some();
        for entry in list.iter().flat_map(|list| &list.entries) {
            let secs = entry.edit_duration as f64 / movie_scale;
            let has_begun = edit.media_start != i64::MIN;
            if entry.media_time < 0 {
                if has_begun {
                    break;
                }
                edit.delay_secs += secs;
                continue;
            }
            if has_begun && entry.media_time != edit.media_end {
                break;
            }
            if !has_begun {
                edit.media_start = entry.media_time;
            }
            let length = (secs * f64::from(timescale(trak))).round() as i64;
            edit.media_end = entry.media_time.saturating_add(length);
            // A fragmented file is written before its length is known.
            if length == 0 && is_fragmented {
                edit.media_end = i64::MAX;
            }
        }
        if edit.media_start == i64::MIN {
            edit.media_start = 0;
        }
        edit
    }
}

/// Pictures in display order, with their times. Times come from the container alone.
fn presented(samples: &[Sample], edit: &Edit, timescale: u32) -> Vec<Shown> {
    let mut order: Vec<usize> = (0..samples.len()).collect();
    order.sort_by_key(|&index| samples[index].cts);
    order.retain(|&index| (edit.media_start..edit.media_end).contains(&samples[index].cts));
    let secs = |units: i64| units as f64 / f64::from(timescale);
    let mut shown: Vec<Shown> = Vec::with_capacity(order.len());
    for (place, &index) in order.iter().enumerate() {
        let sample = &samples[index];
        // A picture stands until the next one; the last one for its own length.
        let until = order.get(place + 1).map_or_else(|| sample.end().min(edit.media_end), |&next| samples[next].cts);
        shown.push(Shown {
            sample: index,
            at_secs: edit.delay_secs + secs(sample.cts.saturating_sub(edit.media_start)),
            secs: secs(until.saturating_sub(sample.cts)),
        });
    }
    shown
}
