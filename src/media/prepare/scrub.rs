//! The same picture without what is no picture: metadata, comments, thumbnails, trailing bytes. Pixels are untouched.

use crate::media::probe::{jpeg, png};

const APP0: u8 = 0xE0;
const APP14: u8 = 0xEE;

/// A JPEG of picture data alone; `None` where it is cut before its end marker.
pub fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0xFF, 0xD8];
    for piece in jpeg::pieces(bytes) {
        match piece {
            jpeg::Piece::Segment(APP0, jfif) if jfif.starts_with(b"JFIF\0") && jfif.len() >= 12 => {
                // Up to the density; a thumbnail of no pixels in place of what follows.
                segment(&mut out, APP0, &[&jfif[..12], &[0, 0]].concat());
            }
            // It tells how the colours are stored; without it they come out wrong.
            jpeg::Piece::Segment(APP14, adobe) if adobe.starts_with(b"Adobe") && adobe.len() >= 12 => {
                segment(&mut out, APP14, &adobe[..12]);
            }
            // Frame, tables, scan headers. Application data (E0…EF), comments (FE) and reserved codes stay behind.
            jpeg::Piece::Segment(marker @ 0xC0..=0xDF, payload) => segment(&mut out, marker, payload),
            jpeg::Piece::Segment(..) => {}
            jpeg::Piece::Scan(data) => out.extend_from_slice(data),
            jpeg::Piece::End => {
                out.extend_from_slice(&[0xFF, jpeg::EOI]);
                return Some(out);
            }
        }
    }
    None
}

/// A PNG of picture data alone; `None` where it is cut before its end chunk.
pub fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let is_palette = png::header(bytes)?.color_type == png::PALETTE;
    let mut out = png::SIGNATURE.to_vec();
    for chunk in png::chunks(bytes) {
        match &chunk.kind {
            // Only a suggestion where the pixels are no indices.
            b"PLTE" if !is_palette => {}
            b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT" => out.extend_from_slice(chunk.whole),
            b"IEND" => {
                out.extend_from_slice(chunk.whole);
                return Some(out);
            }
            _ => {}
        }
    }
    None
}

fn segment(out: &mut Vec<u8>, marker: u8, payload: &[u8]) {
    // A payload was read with a 16-bit length, and none is written longer than it was read.
    let len = u16::try_from(payload.len() + 2).unwrap_or(u16::MAX);
    out.extend_from_slice(&[0xFF, marker]);
    out.extend_from_slice(&len.to_be_bytes());
    out.extend_from_slice(payload);
}
