//! JPEG, marker by marker (ITU-T T.81 annex B). Nothing is decoded here.

use image::metadata::Orientation;

use super::limits;

pub const SOS: u8 = 0xDA;
pub const EOI: u8 = 0xD9;
const SOI: u8 = 0xD8;
const DRI: u8 = 0xDD;
const APP1: u8 = 0xE1;
const APP2: u8 = 0xE2;
const ICC_TAG: &[u8] = b"ICC_PROFILE\0";

/// One piece of a JPEG file, in file order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A marker and what its segment holds, its length field left out.
    Segment(u8, &'a [u8]),
    /// Entropy-coded data of one scan, with its restart markers.
    Scan(&'a [u8]),
    /// The end marker; whatever follows is no part of the picture.
    End,
}

/// Walks the pieces after the start marker. The walk stops without `Piece::End` where the file is cut.
pub fn pieces(bytes: &[u8]) -> Pieces<'_> {
    Pieces { rest: bytes.get(2..).unwrap_or_default(), state: State::Markers }
}

pub struct Pieces<'a> {
    rest: &'a [u8],
    state: State,
}

enum State {
    Markers,
    InScan,
    Ended,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        match self.state {
            State::Ended => None,
            State::InScan => {
                self.state = State::Markers;
                let (scan, rest) = self.rest.split_at(scan_len(self.rest));
                self.rest = rest;
                Some(Piece::Scan(scan))
            }
            State::Markers => self.segment(),
        }
    }
}

impl<'a> Pieces<'a> {
    fn segment(&mut self) -> Option<Piece<'a>> {
        let marker = self.marker()?;
        if marker == EOI {
            self.state = State::Ended;
            return Some(Piece::End);
        }
        let len = usize::from(u16::from_be_bytes([*self.rest.first()?, *self.rest.get(1)?]));
        let payload = self.rest.get(2..len)?;
        self.rest = &self.rest[len..];
        if marker == SOS {
            self.state = State::InScan;
        }
        Some(Piece::Segment(marker, payload))
    }

    /// The next marker that has a segment, or the end marker. Stray bytes between segments are passed over, as
    /// every decoder does.
    fn marker(&mut self) -> Option<u8> {
        loop {
            let at = self.rest.iter().position(|&byte| byte == 0xFF)?;
            let code = *self.rest.get(at + 1)?;
            match code {
                // A fill byte: the second 0xFF may begin the marker.
                0xFF => self.rest = &self.rest[at + 1..],
                // No marker, or one that stands alone.
                0x00 | 0x01 | SOI | 0xD0..=0xD7 => self.rest = &self.rest[at + 2..],
                _ => {
                    self.rest = &self.rest[at + 2..];
                    return Some(code);
                }
            }
        }
    }
}

/// How many bytes belong to the scan: up to the first marker that is no restart marker, or the fill before it.
fn scan_len(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|&byte| byte == 0xFF) {
        let fill_at = at + found;
        let fill_len = bytes[fill_at..].iter().take_while(|&&byte| byte == 0xFF).count();
        match bytes.get(fill_at + fill_len) {
            Some(0x00 | 0xD0..=0xD7) => at = fill_at + fill_len + 1,
            Some(_) => return fill_at,
            None => return bytes.len(),
        }
    }
    bytes.len()
}

/// What the header says.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    pub width: u32,
    pub height: u32,
    pub bits: u8,
    pub components: u8,
    pub orientation: Orientation,
    pub icc: Option<Vec<u8>>,
    /// How the data is coded, where no decoder here knows it.
    pub unknown_coding: Option<&'static str>,
    /// Bytes a decoder needs for coefficients it must hold until the last scan; 0 where it needs none.
    pub held_bytes: u64,
}

/// Reads up to the first scan; `None` where a header is missing, cut or senseless.
pub fn header(bytes: &[u8]) -> Option<Header> {
    let mut frame = None;
    let mut orientation = None;
    let mut icc = Vec::new();
    for piece in pieces(bytes) {
        match piece {
            Piece::Segment(SOS, scan) => {
                let frame: Frame = frame?;
                return Some(Header {
                    width: frame.width,
                    height: frame.height,
                    bits: frame.bits,
                    components: frame.components,
                    unknown_coding: frame.unknown_coding,
                    orientation: orientation.unwrap_or(Orientation::NoTransforms),
                    icc: profile(icc),
                    held_bytes: if frame.is_held(scan) { frame.coefficients * 2 } else { 0 },
                });
            }
            Piece::Segment(APP1, exif) if exif.starts_with(b"Exif\0") => {
                orientation = orientation.or_else(|| Orientation::from_exif_chunk(exif.get(6..)?));
            }
            // Their number is one byte: there are no more.
            Piece::Segment(APP2, part) if part.starts_with(ICC_TAG) && icc.len() < 255 => icc.push(part),
            Piece::Segment(marker, payload) if is_frame(marker) => {
                frame = Some(Frame::parse(marker, payload)?);
            }
            Piece::Segment(..) => {}
            Piece::Scan(_) | Piece::End => return None,
        }
    }
    None
}

/// Whether all of the picture is one scan without restarts, right before the end marker.
pub fn is_one_run(bytes: &[u8]) -> bool {
    let (mut scans, mut has_restarts, mut is_last, mut is_ended) = (0_u32, false, false, false);
    for piece in pieces(bytes) {
        is_ended = is_last && piece == Piece::End;
        is_last = matches!(piece, Piece::Scan(_));
        scans = scans.saturating_add(u32::from(is_last));
        has_restarts |= matches!(piece, Piece::Segment(DRI, _));
    }
    let is_unheld = || header(bytes).is_some_and(|header| header.held_bytes == 0);
    scans == 1 && !has_restarts && is_ended && is_unheld()
}

/// Start-of-frame markers; three codes among them mean other things.
fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xC0..=0xCF) && !matches!(marker, 0xC4 | 0xC8 | 0xCC)
}

struct Frame {
    width: u32,
    height: u32,
    bits: u8,
    components: u8,
    coefficients: u64,
    is_progressive: bool,
    unknown_coding: Option<&'static str>,
}

impl Frame {
    fn parse(marker: u8, payload: &[u8]) -> Option<Self> {
        let [bits, h1, h0, w1, w0, components, tables @ ..] = payload else { return None };
        let (width, height) = (u16::from_be_bytes([*w1, *w0]), u16::from_be_bytes([*h1, *h0]));
        let sampling: Vec<(u64, u64)> = tables
            .chunks_exact(3)
            .take(usize::from(*components))
            .map(|table| (u64::from(table[1] >> 4), u64::from(table[1] & 15)))
            .collect();
        let is_whole = sampling.len() == usize::from(*components) && !sampling.is_empty();
        if width == 0 || height == 0 || !is_whole || sampling.iter().any(|&(h, v)| h == 0 || v == 0) {
            return None;
        }
        let widest = sampling.iter().map(|s| s.0).max().unwrap_or(1);
        let tallest = sampling.iter().map(|s| s.1).max().unwrap_or(1);
        let (across, down) = (u64::from(width).div_ceil(8 * widest), u64::from(height).div_ceil(8 * tallest));
        let blocks: u64 = sampling.iter().map(|(h, v)| h * v).sum::<u64>() * across * down;
        Some(Self {
            width: u32::from(width),
            height: u32::from(height),
            bits: *bits,
            components: *components,
            coefficients: blocks * 64,
            // SOF2, SOF6, SOF10, SOF14.
            is_progressive: marker & 3 == 2,
            unknown_coding: unknown_coding(marker, *bits),
        })
    }

    /// Whether the first scan leaves some of the picture to later ones.
    fn is_held(&self, first_scan: &[u8]) -> bool {
        self.is_progressive || first_scan.first().is_some_and(|&count| count < self.components)
    }
}

fn unknown_coding(marker: u8, bits: u8) -> Option<&'static str> {
    match marker {
        0xC0..=0xC2 if bits == 8 => None,
        0xC0..=0xC2 => Some("12 bits a channel"),
        0xC3 => Some("lossless coding"),
        0xC5..=0xC7 => Some("layers"),
        _ => Some("arithmetic coding"),
    }
}

/// The profile's parts in the order of their numbers.
fn profile(mut parts: Vec<&[u8]>) -> Option<Vec<u8>> {
    parts.sort_by_key(|part| part.get(ICC_TAG.len()).copied());
    let data: Vec<&[u8]> = parts.iter().map(|part| part.get(ICC_TAG.len() + 2..).unwrap_or_default()).collect();
    let len: usize = data.iter().map(|part| part.len()).sum();
    (1..=limits::PROFILE_BYTES).contains(&len).then(|| data.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &[u8] = &[0xFF, SOI];
    const SCAN_HEAD: &[u8] = &[0xFF, SOS, 0, 3, 1];

    #[test]
    fn a_scan_ends_at_the_first_marker_that_is_no_restart() {
        let bytes = [START, SCAN_HEAD, &[1, 0xFF, 0, 2, 0xFF, 0xD3, 3, 0xFF, 0xFF, EOI, 9]].concat();
        let scan: &[u8] = &[1, 0xFF, 0, 2, 0xFF, 0xD3, 3];
        let walked: Vec<Piece<'_>> = pieces(&bytes).collect();
        assert_eq!(walked, [Piece::Segment(SOS, &[1]), Piece::Scan(scan), Piece::End]);
    }

    #[test]
    fn stray_and_fill_bytes_between_segments_are_passed_over() {
        let bytes = [START, &[7, 7, 0xFF, 0xFF, 0xFF, 0xFE, 0, 4, 1, 2, 0xFF, 0, 0xFF, EOI]].concat();
        let walked: Vec<Piece<'_>> = pieces(&bytes).collect();
        assert_eq!(walked, [Piece::Segment(0xFE, &[1, 2]), Piece::End]);
    }

    #[test]
    fn a_cut_file_has_no_end() {
        for cut in [&[0xFF][..], &[0xFF, 0xFE], &[0xFF, 0xFE, 0, 9, 1], &[0xFF, 0xFE, 0, 1], SCAN_HEAD] {
            let bytes = [START, cut].concat();
            assert!(!pieces(&bytes).any(|piece| piece == Piece::End), "{cut:?}");
        }
    }

    #[test]
    fn a_profile_in_parts_is_put_in_order() {
        let part = |number: u8, data: &[u8]| [ICC_TAG, &[number, 2], data].concat();
        let (second, first) = (part(2, b"lo"), part(1, b"hel"));
        assert_eq!(profile(vec![&second, &first]), Some(b"hello".to_vec()));
        assert_eq!(profile(Vec::new()), None);
    }
}
