//! H.264 pictures: two pure-Rust decoders behind one trait, guarded so that no input can take the caller down.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_h264::decoder::{ChromaFormat, Frame as SecondFrame};
use rust_h264::error::DecodeError as SecondError;
use rust_h264::nal::{NalUnit, SpsInfo, parse_avcc, parse_sps_info};

use super::colour::Yuv;
use crate::media::clip::ClipError;
use crate::media::demux::AvcConfig;

/// Level 6.2 ends here: 139,264 macroblocks.
pub const MAX_PICTURE_PIXELS: u64 = 139_264 * 256;
const SPS: u8 = 7;

/// Why one access unit gave no picture.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The decoder does not know this kind of stream.
    Unsupported(String),
    /// These bytes are wrong, or the decoder is.
    Damaged(String),
}

/// Decodes access units in decode order, one picture from each.
pub trait PictureDecoder: Send {
    /// `nals` are whole units, without length or start code.
    fn decode(&mut self, nals: &[&[u8]]) -> Result<Option<Yuv>, Fault>;
}

/// Which decoder: the first is faster, the second also takes interlaced, 10-bit and 4:2:2, and recovers best from damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    First,
    Second,
}

/// A decoder that has its parameter sets and is fed samples of an MP4.
pub struct Decoder {
    inner: Box<dyn PictureDecoder>,
    nal_length_bytes: usize,
    parameter_sets: Vec<Vec<u8>>,
    is_primed: bool,
}

impl Decoder {
    pub fn new(choice: Choice, config: &AvcConfig) -> Self {
        let inner: Box<dyn PictureDecoder> = match choice {
            Choice::First => Box::new(First::default()),
            Choice::Second => Box::new(Second(rust_h264::decoder::Decoder::new())),
        };
        let parameter_sets = config.sps.iter().chain(&config.pps).cloned().collect();
        Self { inner, nal_length_bytes: config.nal_length_bytes, parameter_sets, is_primed: false }
    }

    /// The picture of one sample. A panic inside a decoder is a damaged sample; the decoder must not be used again.
    pub fn decode(&mut self, sample: &[u8]) -> Result<Yuv, Fault> {
        let own = split(sample, self.nal_length_bytes);
        let mut nals: Vec<&[u8]> = Vec::with_capacity(own.len() + self.parameter_sets.len());
        if !self.is_primed {
            nals.extend(self.parameter_sets.iter().map(Vec::as_slice));
        }
        nals.extend(own);
        check_sizes(&nals)?;
        let inner = &mut self.inner;
        let picture = catch_unwind(AssertUnwindSafe(|| inner.decode(&nals)));
        self.is_primed = true;
        let picture = picture.unwrap_or_else(|_| Err(Fault::Damaged("the decoder stopped".to_owned())))?;
        picture.ok_or_else(|| Fault::Damaged("no picture in the sample".to_owned()))
    }
}

/// What the first parameter set says, for facts and colour.
pub fn stream_info(config: &AvcConfig) -> Result<SpsInfo, ClipError> {
    let sps = config.sps.first().ok_or_else(|| ClipError::damaged("no parameter set"))?;
    let info = sps_info(sps).map_err(ClipError::damaged)?;
    if u64::from(info.coded_width) * u64::from(info.coded_height) > MAX_PICTURE_PIXELS {
        return Err(ClipError::TooLarge { detail: format!("{}×{} pixels", info.coded_width, info.coded_height) });
    }
    Ok(info)
}

/// Whether decoding can begin at a sample that starts with these bytes: only an IDR picture promises that nothing
/// before it is needed. Other keyframes (open GOP) leave references that a fresh decoder has not got.
pub fn is_idr(start: &[u8], config: &AvcConfig) -> bool {
    first_slice(start, config).is_some_and(|head| head & 0x1f == 5)
}

/// Whether no other picture is made from the one that starts with these bytes (nal_ref_idc 0).
pub fn is_disposable(start: &[u8], config: &AvcConfig) -> bool {
    first_slice(start, config).is_some_and(|head| head & 0x60 == 0)
}

/// The header byte of the first slice.
fn first_slice(start: &[u8], config: &AvcConfig) -> Option<u8> {
    let mut rest = start;
    loop {
        let (length, after) = rest.split_at_checked(config.nal_length_bytes)?;
        let head = *after.first()?;
        if matches!(head & 0x1f, 1..=5) {
            return Some(head);
        }
        rest = after.get(big_endian(length)..)?;
    }
}

/// Units of a sample, each after its length. A length that reaches too far ends the list.
fn split(sample: &[u8], length_bytes: usize) -> Vec<&[u8]> {
    let (mut nals, mut rest) = (Vec::new(), sample);
    while let Some((length, after)) = rest.split_at_checked(length_bytes) {
        let Some((nal, after)) = after.split_at_checked(big_endian(length)) else { break };
        if !nal.is_empty() {
            nals.push(nal);
        }
        rest = after;
    }
    nals
}

fn big_endian(length: &[u8]) -> usize {
    length.iter().fold(0, |sum, &byte| (sum << 8) | usize::from(byte))
}

/// A stream may bring new parameter sets with any sample; a picture of a gigabyte is refused before it is made.
fn check_sizes(nals: &[&[u8]]) -> Result<(), Fault> {
    for sps in nals.iter().filter(|nal| nal[0] & 0x1f == SPS) {
        let Ok(info) = sps_info(sps) else {
            return Err(Fault::Damaged("a parameter set cannot be read".to_owned()));
        };
        let pixels = u64::from(info.coded_width) * u64::from(info.coded_height);
        if pixels > MAX_PICTURE_PIXELS {
            return Err(Fault::Unsupported(format!("{}×{} pixels", info.coded_width, info.coded_height)));
        }
    }
    Ok(())
}

fn sps_info(sps: &[u8]) -> Result<SpsInfo, String> {
    let read = || {
        let framed = with_length(sps);
        let nal = parse_avcc(&framed, 4).into_iter().next().ok_or("no unit")?;
        parse_sps_info(&nal).map_err(|error| error.to_string())
    };
    catch_unwind(read).unwrap_or_else(|_| Err("a parameter set cannot be read".to_owned()))
}

fn with_length(nal: &[u8]) -> Vec<u8> {
    let length = u32::try_from(nal.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes()[..], nal].concat()
}

/// rusty_h264: progressive 8-bit 4:2:0.
#[derive(Default)]
struct First {
    decoder: rusty_h264_decoder::Decoder,
    stream: Vec<u8>,
}

impl PictureDecoder for First {
    fn decode(&mut self, nals: &[&[u8]]) -> Result<Option<Yuv>, Fault> {
        use rusty_h264_decoder::DecodeError;
        self.stream.clear();
        for nal in nals {
            self.stream.extend_from_slice(&[0, 0, 0, 1]);
            self.stream.extend_from_slice(nal);
        }
        let frame = self.decoder.decode(&self.stream).map_err(|error| match error {
            DecodeError::Unsupported(what) => Fault::Unsupported(what.to_owned()),
            DecodeError::Truncated | DecodeError::MissingParameterSet | DecodeError::Internal(_) => {
                Fault::Damaged(error.to_string())
            }
        })?;
        frame.map(|frame| Yuv::i420(frame.width, frame.height, [frame.y, frame.u, frame.v])).transpose()
    }
}

/// rust_h264. It holds a picture back until the next begins, so each sample is flushed: in MP4 a sample is a picture.
struct Second(rust_h264::decoder::Decoder);

impl PictureDecoder for Second {
    fn decode(&mut self, nals: &[&[u8]]) -> Result<Option<Yuv>, Fault> {
        let mut picture = None;
        for nal in nals {
            let framed = with_length(nal);
            let units: Vec<NalUnit<'_>> = parse_avcc(&framed, 4);
            for unit in &units {
                picture = self.0.decode_nal(unit).map_err(second_fault)?.or(picture);
            }
        }
        self.0.flush().or(picture).map(second_picture).transpose()
    }
}

fn second_fault(error: SecondError) -> Fault {
    match error {
        SecondError::Unsupported(what) => Fault::Unsupported(what.to_owned()),
        SecondError::UnexpectedEof | SecondError::InvalidSyntax(_) => Fault::Damaged(error.to_string()),
    }
}

fn second_picture(frame: SecondFrame) -> Result<Yuv, Fault> {
    let (width, height) = (frame.width as usize, frame.height as usize);
    let planes = [frame.y, frame.u, frame.v];
    let planes = if frame.bit_depth > 8 { planes.map(|plane| to_8_bit(&plane, frame.bit_depth)) } else { planes };
    match frame.chroma_format {
        ChromaFormat::Yuv420 => Yuv::i420(width, height, planes),
        ChromaFormat::Yuv422 => Yuv::i422(width, height, planes),
    }
}

/// Two bytes a sample, little-endian, to one, rounded.
fn to_8_bit(plane: &[u8], bits: u8) -> Vec<u8> {
    let shift = u32::from(bits.saturating_sub(8)).clamp(1, 8);
    let round = 1u32 << (shift - 1);
    let narrow = |pair: &[u8; 2]| ((u32::from(u16::from_le_bytes(*pair)) + round) >> shift).min(255) as u8;
    plane.as_chunks::<2>().0.iter().map(narrow).collect()
}
