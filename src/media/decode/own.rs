//! Frames by our own decoders, in display order, one after another or by number.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Frame;
use super::colour::Yuv;
use super::h264::{self, Choice, Decoder, Fault};
use crate::media::clip::ClipError;
use crate::media::demux::{AvcConfig, Movie, Sample};

/// H.264 lets a picture wait for at most 16 others; a file that asks for more is not followed.
const MAX_WAITING: usize = 17;

/// An open-GOP clip has a keyframe a second that is no IDR picture; beyond these, decoding begins at the start.
const MAX_KEYFRAMES_TRIED: usize = 256;

/// What stands before a sample's first slice (delimiter, parameter sets, SEI) fits in here.
const SAMPLE_START_BYTES: u32 = 16 << 10;

/// Reads one clip. Decoding is exact: a frame is the same however it was reached.
pub struct OwnReader {
    path: PathBuf,
    file: File,
    movie: Arc<Movie>,
    config: AvcConfig,
    /// Keyframes looked at so far, and whether decoding can begin there.
    idr_keyframes: HashMap<usize, bool>,
    /// Display number of each sample; none for those the edit list hides.
    number_of: Vec<Option<usize>>,
    choice: Choice,
    decoder: Decoder,
    /// The sample to decode next.
    next_sample: usize,
    /// The frame to hand out next.
    next_frame: usize,
    /// Decoded pictures whose turn has not come, by display number.
    waiting: BTreeMap<usize, Yuv>,
    /// Frames before this one are passed over where nothing depends on them.
    goal: usize,
    passed_over: BTreeSet<usize>,
    /// What the decoder last said, for frames that are lost.
    last_fault: String,
}

impl OwnReader {
    pub fn new(path: &Path, file: File, movie: Arc<Movie>, config: AvcConfig) -> Self {
        let mut number_of = vec![None; movie.video.samples.len()];
        for (number, shown) in movie.video.shown.iter().enumerate() {
            number_of[shown.sample] = Some(number);
        }
        Self {
            path: path.to_owned(),
            file,
            movie,
            idr_keyframes: HashMap::new(),
            number_of,
            choice: Choice::First,
            decoder: Decoder::new(Choice::First, &config),
            config,
            next_sample: 0,
            next_frame: 0,
            waiting: BTreeMap::new(),
            goal: 0,
            passed_over: BTreeSet::new(),
            last_fault: String::new(),
        }
    }

    /// Frames there are to show.
    fn frames(&self) -> usize {
        self.movie.video.shown.len()
    }

    /// The number of the frame that `next_frame` hands out.
    pub fn position(&self) -> usize {
        self.next_frame
    }

    /// The first frame that comes out when decoding begins at the keyframe before frame `number`.
    pub fn run_start(&mut self, number: usize) -> Result<usize, ClipError> {
        let Some(shown) = self.movie.video.shown.get(number).copied() else {
            return Err(ClipError::NoSuchFrame { frame: number, frames: self.frames() });
        };
        let start = self.entry_point(shown.sample)?;
        Ok(self.first_shown_from(start).min(number))
    }

    /// Heads for frame `number`: `next_frame` then hands out `number`, or before it some of the frames it depends on.
    /// Goes on from here where that is the shorter way.
    pub fn seek(&mut self, number: usize) -> Result<(), ClipError> {
        let Some(shown) = self.movie.video.shown.get(number).copied() else {
            return Err(ClipError::NoSuchFrame { frame: number, frames: self.frames() });
        };
        let start = self.entry_point(shown.sample)?;
        let is_passed_over = self.passed_over.range(number..).next().is_some();
        let is_ahead = self.next_frame <= number && start <= self.next_sample && !is_passed_over;
        if !is_ahead {
            self.restart(start);
        }
        self.goal = number;
        Ok(())
    }

    /// The next frame in display order; none after the last. A `LostFrame` is passed over by calling again.
    pub fn next_frame(&mut self) -> Result<Option<Frame>, ClipError> {
        while let Some(shown) = self.movie.video.shown.get(self.next_frame).copied() {
            let number = self.next_frame;
            while self.next_sample <= shown.sample && !self.waiting.contains_key(&number) {
                self.decode_sample()?;
            }
            self.next_frame += 1;
            if let Some(picture) = self.waiting.remove(&number) {
                return Ok(Some(Frame { number, at_secs: shown.at_secs, secs: shown.secs, picture }));
            }
            if !self.passed_over.remove(&number) {
                return Err(ClipError::LostFrame { frame: number, detail: self.last_fault.clone() });
            }
        }
        Ok(None)
    }

    /// Decodes one sample, and turns to the second decoder where the first gives up.
    fn decode_sample(&mut self) -> Result<(), ClipError> {
        let index = self.next_sample;
        let bytes = self.read_sample(index)?;
        let number = self.number_of[index];
        if number.is_none_or(|number| number < self.goal) && h264::is_disposable(&bytes, &self.config) {
            self.passed_over.extend(number);
            self.next_sample += 1;
            return Ok(());
        }
        match self.decoder.decode(&bytes) {
            Ok(picture) => {
                if let Some(number) = number.filter(|&number| number >= self.next_frame) {
                    self.waiting.insert(number, picture);
                }
                if self.waiting.len() > MAX_WAITING {
                    self.waiting.pop_last();
                }
                self.next_sample += 1;
            }
            Err(_) if self.choice == Choice::First => {
                self.choice = Choice::Second;
                let frame = self.next_frame;
                let start = self.entry_point(index)?;
                self.restart(start);
                self.next_frame = frame;
            }
            Err(Fault::Unsupported(detail)) => {
                return Err(ClipError::Unsupported { codec: self.movie.video.codec.clone(), detail });
            }
            Err(Fault::Damaged(detail)) => {
                self.last_fault = detail;
                self.next_sample += 1;
            }
        }
        Ok(())
    }

    /// A fresh decoder at sample `start`.
    fn restart(&mut self, start: usize) {
        self.decoder = Decoder::new(self.choice, &self.config);
        self.waiting.clear();
        self.passed_over.clear();
        self.next_sample = start;
        self.next_frame = self.first_shown_from(start);
    }

    /// An IDR picture comes before all that follow it, in display order too.
    fn first_shown_from(&self, start: usize) -> usize {
        self.number_of[start..].iter().flatten().min().copied().unwrap_or(self.frames())
    }

    /// The last sample at or before `sample` where a fresh decoder can begin.
    fn entry_point(&mut self, sample: usize) -> Result<usize, ClipError> {
        let mut tried = 0;
        for index in (1..=sample).rev() {
            if !self.movie.video.samples[index].is_keyframe {
                continue;
            }
            if self.begins_anew(index)? {
                return Ok(index);
            }
            tried += 1;
            if tried == MAX_KEYFRAMES_TRIED {
                break;
            }
        }
        Ok(0)
    }

    fn begins_anew(&mut self, keyframe: usize) -> Result<bool, ClipError> {
        if let Some(&is_idr) = self.idr_keyframes.get(&keyframe) {
            return Ok(is_idr);
        }
        let Sample { offset, size, .. } = self.movie.video.samples[keyframe];
        let start = read_at(&mut self.file, offset, size.min(SAMPLE_START_BYTES))
            .map_err(|source| ClipError::Read { path: self.path.clone(), source })?;
        let is_idr = h264::is_idr(&start, &self.config);
        self.idr_keyframes.insert(keyframe, is_idr);
        Ok(is_idr)
    }

    fn read_sample(&mut self, index: usize) -> Result<Vec<u8>, ClipError> {
        let sample = self.movie.video.samples[index];
        read_at(&mut self.file, sample.offset, sample.size)
            .map_err(|source| ClipError::Read { path: self.path.clone(), source })
    }
}

/// Bytes of one sample; `demux` has capped its size.
pub(in crate::media) fn read_at(file: &mut File, offset: u64, size: u32) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; size as usize];
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}
