//! One H.264 track, and FLAC beside it when there is sound, into an MP4 whose index comes first.

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use shiguredo_mp4::boxes::{
    AudioSampleEntryFields, Avc1Box, AvccBox, DflaBox, FlacBox, FlacMetadataBlock, SampleEntry, UnknownBox,
    VisualSampleEntryFields,
};
use shiguredo_mp4::mux::{self, Mp4FileMuxer, Mp4FileMuxerOptions, Sample};
use shiguredo_mp4::{BoxSize, BoxType, FixedPointNumber, TrackKind, Uint};

/// H.264 at a constant rate in display order: no picture waits for a later one.
#[derive(Debug, Clone)]
pub struct VideoTrack {
    pub width: u16,
    pub height: u16,
    /// Pictures a second.
    pub fps: u32,
    /// The one sequence and the one picture parameter set, as NAL units without a start code.
    pub sps: Vec<u8>,
    pub pps: Vec<u8>,
    pub pictures: Vec<CodedPicture>,
}

/// One access unit, each NAL unit behind its four-byte length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedPicture {
    pub bytes: Vec<u8>,
    pub is_key: bool,
}

/// FLAC in frames of one length; only the last may be shorter.
#[derive(Debug, Clone)]
pub struct SoundTrack {
    pub rate_hz: u16,
    pub channels: u16,
    /// The body of FLAC's STREAMINFO block, 34 bytes.
    pub stream_info: Vec<u8>,
    pub samples_per_frame: u32,
    pub total_samples: u64,
    pub frames: Vec<Vec<u8>>,
}

#[derive(Debug, thiserror::Error)]
pub enum MuxError {
    #[error("{what} does not fit an MP4")]
    Unfit { what: &'static str },
    #[error("the MP4 could not be put together: {source}")]
    Container { source: mux::MuxError },
    #[error("could not write the video: {source}; file {path}")]
    Disk { path: PathBuf, source: std::io::Error },
}

impl From<mux::MuxError> for MuxError {
    fn from(source: mux::MuxError) -> Self {
        Self::Container { source }
    }
}

/// Writes the whole file to `out`, over whatever stands there.
pub fn write_mp4(video: &VideoTrack, sound: Option<&SoundTrack>, out: &Path) -> Result<(), MuxError> {
    let bytes = mp4_bytes(video, sound)?;
    std::fs::write(out, bytes).map_err(|source| MuxError::Disk { path: out.to_owned(), source })
}

/// The same file in memory.
pub fn mp4_bytes(video: &VideoTrack, sound: Option<&SoundTrack>) -> Result<Vec<u8>, MuxError> {
    let mut file = Writer::new(video.pictures.len(), sound.map_or(0, |track| track.frames.len()))?;
    let mut video_entry = Some(video_entry(video)?);
    let mut sound_frames = sound.map(SoundFrames::new).transpose()?;
    // Half a second of each in turn: a player that reads ahead a little has both.
    let per_turn = (video.fps / 2).max(1) as usize;
    for (turn, pictures) in video.pictures.chunks(per_turn).enumerate() {
        for picture in pictures {
            file.add(&picture.bytes, &video_sample(video, picture, video_entry.take())?)?;
        }
        if let Some(frames) = &mut sound_frames {
            frames.add_until((turn + 1) * per_turn, video.fps, &mut file)?;
        }
    }
    if let Some(frames) = &mut sound_frames {
        frames.add_rest(&mut file)?;
    }
    file.finish()
}

/// Ticks of the video clock in one picture; the clock is `fps` × this.
const TICKS_PER_PICTURE: u32 = 512;

fn video_sample(video: &VideoTrack, picture: &CodedPicture, entry: Option<SampleEntry>) -> Result<Sample, MuxError> {
    Ok(Sample {
        track_kind: TrackKind::Video,
        sample_entry: entry,
        keyframe: picture.is_key,
        timescale: clock(video.fps * TICKS_PER_PICTURE, "a frame rate of zero")?,
        duration: TICKS_PER_PICTURE,
        composition_time_offset: None,
        data_offset: 0,
        data_size: picture.bytes.len(),
    })
}

fn clock(hz: u32, what: &'static str) -> Result<NonZeroU32, MuxError> {
    NonZeroU32::new(hz).ok_or(MuxError::Unfit { what })
}

fn video_entry(video: &VideoTrack) -> Result<SampleEntry, MuxError> {
    let &[_, profile, compatibility, level, ..] = video.sps.as_slice() else {
        return Err(MuxError::Unfit { what: "an empty sequence parameter set" });
    };
    Ok(SampleEntry::Avc1(Avc1Box {
        visual: VisualSampleEntryFields {
            data_reference_index: VisualSampleEntryFields::DEFAULT_DATA_REFERENCE_INDEX,
            width: video.width,
            height: video.height,
            horizresolution: VisualSampleEntryFields::DEFAULT_HORIZRESOLUTION,
            vertresolution: VisualSampleEntryFields::DEFAULT_VERTRESOLUTION,
            frame_count: VisualSampleEntryFields::DEFAULT_FRAME_COUNT,
            compressorname: VisualSampleEntryFields::NULL_COMPRESSORNAME,
            depth: VisualSampleEntryFields::DEFAULT_DEPTH,
        },
        avcc_box: AvccBox {
            avc_profile_indication: profile,
            profile_compatibility: compatibility,
            avc_level_indication: level,
            length_size_minus_one: Uint::new(3),
            sps_list: vec![video.sps.clone()],
            pps_list: vec![video.pps.clone()],
            // Baseline carries none of these (ISO/IEC 14496-15 §5.3.3.1).
            chroma_format: None,
            bit_depth_luma_minus8: None,
            bit_depth_chroma_minus8: None,
            sps_ext_list: Vec::new(),
        },
        unknown_boxes: vec![colour_box()],
    }))
}

/// `colr` `nclx`: BT.709 primaries, transfer and matrix, limited range.
fn colour_box() -> UnknownBox {
    let box_type = BoxType::Normal(*b"colr");
    let payload = [b"nclx".as_slice(), &[0, 1, 0, 1, 0, 1, 0]].concat();
    UnknownBox { box_type, box_size: BoxSize::with_payload_size(box_type, payload.len() as u64), payload }
}

fn sound_entry(track: &SoundTrack) -> SampleEntry {
    let stream_info = FlacMetadataBlock {
        last_metadata_block_flag: Uint::from(true),
        block_type: FlacMetadataBlock::BLOCK_TYPE_STREAMINFO,
        block_data: track.stream_info.clone(),
    };
    SampleEntry::Flac(FlacBox {
        audio: AudioSampleEntryFields {
            data_reference_index: AudioSampleEntryFields::DEFAULT_DATA_REFERENCE_INDEX,
            channelcount: track.channels,
            samplesize: AudioSampleEntryFields::DEFAULT_SAMPLESIZE,
            samplerate: FixedPointNumber::new(track.rate_hz, 0),
        },
        dfla_box: DflaBox { metadata_blocks: vec![stream_info] },
        unknown_boxes: Vec::new(),
    })
}

/// Hands out the sound in step with the pictures.
struct SoundFrames<'a> {
    track: &'a SoundTrack,
    timescale: NonZeroU32,
    entry: Option<SampleEntry>,
    next: usize,
}

impl<'a> SoundFrames<'a> {
    fn new(track: &'a SoundTrack) -> Result<Self, MuxError> {
        let timescale = clock(u32::from(track.rate_hz), "a sampling rate of zero")?;
        clock(track.samples_per_frame, "an empty sound frame")?;
        Ok(Self { track, timescale, entry: Some(sound_entry(track)), next: 0 })
    }

    /// Adds every frame that begins before picture number `pictures`.
    fn add_until(&mut self, pictures: usize, fps: u32, file: &mut Writer) -> Result<(), MuxError> {
        let until = pictures as u64 * u64::from(self.track.rate_hz);
        while self.next < self.track.frames.len() && self.begin() * u64::from(fps) < until {
            self.add_next(file)?;
        }
        Ok(())
    }

    fn add_rest(&mut self, file: &mut Writer) -> Result<(), MuxError> {
        while self.next < self.track.frames.len() {
            self.add_next(file)?;
        }
        Ok(())
    }

    /// The first sample of the next frame, counted from the start of the track.
    fn begin(&self) -> u64 {
        self.next as u64 * u64::from(self.track.samples_per_frame)
    }

    fn add_next(&mut self, file: &mut Writer) -> Result<(), MuxError> {
        let left = self.track.total_samples.saturating_sub(self.begin());
        let frame = &self.track.frames[self.next];
        let sample = Sample {
            track_kind: TrackKind::Audio,
            sample_entry: self.entry.take(),
            keyframe: true,
            timescale: self.timescale,
            duration: u32::try_from(left).unwrap_or(u32::MAX).min(self.track.samples_per_frame),
            composition_time_offset: None,
            data_offset: 0,
            data_size: frame.len(),
        };
        file.add(frame, &sample)?;
        self.next += 1;
        Ok(())
    }
}

/// The file as it grows, and the muxer that keeps its index.
struct Writer {
    bytes: Vec<u8>,
    muxer: Mp4FileMuxer,
}

impl Writer {
    fn new(pictures: usize, sound_frames: usize) -> Result<Self, MuxError> {
        let options = Mp4FileMuxerOptions {
            reserved_moov_box_size: mux::estimate_maximum_moov_box_size(&[pictures, sound_frames]),
            ..Mp4FileMuxerOptions::default()
        };
        let muxer = Mp4FileMuxer::with_options(options)?;
        Ok(Self { bytes: muxer.initial_boxes_bytes().to_vec(), muxer })
    }

    fn add(&mut self, data: &[u8], sample: &Sample) -> Result<(), MuxError> {
        self.muxer.append_sample(&Sample { data_offset: self.bytes.len() as u64, ..sample.clone() })?;
        self.bytes.extend_from_slice(data);
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<u8>, MuxError> {
        for (offset, data) in self.muxer.finalize()?.offset_and_bytes_pairs() {
            let begin = usize::try_from(offset).map_err(|_| MuxError::Unfit { what: "the index" })?;
            let end = begin + data.len();
            if self.bytes.len() < end {
                self.bytes.resize(end, 0);
            }
            self.bytes[begin..end].copy_from_slice(data);
        }
        Ok(self.bytes)
    }
}
