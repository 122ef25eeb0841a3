//! PNG, chunk by chunk (W3C PNG, third edition). Nothing is inflated here.

use image::metadata::Orientation;

pub const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A];
pub const PALETTE: u8 = 3;

/// One chunk, in file order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chunk<'a> {
    pub kind: [u8; 4],
    pub data: &'a [u8],
    /// With its length, kind and checksum, as it stands in the file.
    pub whole: &'a [u8],
}

/// Walks the chunks up to and with `IEND`. The walk stops without it where the file is cut.
pub fn chunks(bytes: &[u8]) -> impl Iterator<Item = Chunk<'_>> {
    let mut rest = bytes.get(SIGNATURE.len()..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (head, _) = rest.split_first_chunk::<8>()?;
        let len = usize::try_from(u32::from_be_bytes([head[0], head[1], head[2], head[3]])).ok()?;
        let whole = rest.get(..len.checked_add(12)?)?;
        let kind = [head[4], head[5], head[6], head[7]];
        rest = if &kind == b"IEND" { &[] } else { &rest[whole.len()..] };
        Some(Chunk { kind, data: &whole[8..8 + len], whole })
    })
}

/// What the header says.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    pub width: u32,
    pub height: u32,
    pub bits: u8,
    /// As in `IHDR`: 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha.
    pub color_type: u8,
    pub has_transparency: bool,
    pub is_animated: bool,
    pub has_profile: bool,
    pub orientation: Orientation,
}

/// Reads every chunk's head; `None` where `IHDR` is missing, cut or senseless, or a palette ends within a colour.
pub fn header(bytes: &[u8]) -> Option<Header> {
    let mut walk = chunks(bytes);
    let mut header = walk.next().filter(|chunk| &chunk.kind == b"IHDR").and_then(|chunk| start(chunk.data))?;
    for chunk in walk {
        match &chunk.kind {
            b"tRNS" => header.has_transparency = true,
            // The decoder takes it for whole and reads past its end.
            b"PLTE" if header.color_type == PALETTE && chunk.data.len() % 3 != 0 => return None,
            b"iCCP" => header.has_profile = true,
            b"acTL" => header.is_animated = chunk.data.first_chunk().is_some_and(|n| u32::from_be_bytes(*n) > 1),
            b"eXIf" => {
                header.orientation = Orientation::from_exif_chunk(chunk.data).unwrap_or(Orientation::NoTransforms);
            }
            _ => {}
        }
    }
    Some(header)
}

fn start(ihdr: &[u8]) -> Option<Header> {
    let [w3, w2, w1, w0, h3, h2, h1, h0, bits, color_type, _compression, _filter, _interlace] = *ihdr else {
        return None;
    };
    let (width, height) = (u32::from_be_bytes([w3, w2, w1, w0]), u32::from_be_bytes([h3, h2, h1, h0]));
    (width > 0 && height > 0).then_some(Header {
        width,
        height,
        // A palette's index may be 1 bit wide; its colours are 8-bit.
        bits: if color_type == PALETTE { 8 } else { bits },
        color_type,
        has_transparency: color_type & 4 != 0,
        is_animated: false,
        has_profile: false,
        orientation: Orientation::NoTransforms,
    })
}
