//! AVIF and HEIC: which of the two, how large, and which way up.

use crate::model::image::PictureFormat;

pub mod items;

/// What the boxes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// As shown, after the file's own turning.
    pub width: u32,
    pub height: u32,
    /// What its turning is called in EXIF.
    pub orientation: u8,
    pub bits: u8,
    pub has_alpha: bool,
    pub is_animated: bool,
}

/// The format named by the brands of the first box.
pub fn format(bytes: &[u8]) -> Option<PictureFormat> {
    let brands = brands(bytes)?;
    let has = |wanted: &[&[u8; 4]]| brands.iter().any(|brand| wanted.contains(&brand));
    if has(&[b"avif", b"avis"]) {
        Some(PictureFormat::Avif)
    } else if has(&[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"]) {
        Some(PictureFormat::Heic)
    } else {
        None
    }
}

/// The largest picture described; `None` where none is.
pub fn header(bytes: &[u8]) -> Option<Header> {
    let is_animated = brands(bytes)?.first().is_some_and(|major| [b"avis", b"msf1", b"hevc"].contains(&major));
    let meta = boxes(bytes).find(|b| &b.kind == b"meta")?.data.get(4..)?;
    let properties = boxes(meta).find(|b| &b.kind == b"iprp")?.data;
    let list = boxes(properties).find(|b| &b.kind == b"ipco")?.data;
    let (width, height) = boxes(list).filter_map(|b| extent(&b)).max_by_key(|&(w, h)| u64::from(w) * u64::from(h))?;
    let quarters = boxes(list).find(|b| &b.kind == b"irot").and_then(|b| b.data.first().map(|angle| angle & 3));
    let mirror = boxes(list).find(|b| &b.kind == b"imir").and_then(|b| b.data.first().map(|axis| axis & 1));
    let orientation = orientation(quarters.unwrap_or(0), mirror);
    let is_turned = orientation > 4;
    let bits = boxes(list).find(|b| &b.kind == b"pixi").and_then(|b| b.data.get(5).copied());
    let has_alpha = boxes(list).any(|b| &b.kind == b"auxC" && b.data.windows(5).any(|part| part == b"alpha"));
    Some(Header {
        width: if is_turned { height } else { width },
        height: if is_turned { width } else { height },
        orientation,
        bits: bits.unwrap_or(8),
        has_alpha,
        is_animated,
    })
}

/// Quarter turns against the clock, and then a mirror: 0 swaps top and bottom, 1 left and right.
fn orientation(quarters: u8, mirror: Option<u8>) -> u8 {
    match (quarters, mirror) {
        (0, None) => 1,
        (1, None) => 8,
        (2, None) => 3,
        (_, None) => 6,
        (0, Some(1)) | (2, Some(0)) => 2,
        (0, Some(_)) | (2, Some(_)) => 4,
        (1, Some(1)) | (3, Some(0)) => 7,
        (_, Some(_)) => 5,
    }
}

/// Major brand, then the compatible ones.
fn brands(bytes: &[u8]) -> Option<Vec<[u8; 4]>> {
    let first = boxes(bytes).next().filter(|b| &b.kind == b"ftyp")?;
    let mut brands: Vec<[u8; 4]> = first.data.chunks_exact(4).filter_map(|part| part.try_into().ok()).collect();
    if brands.len() > 1 {
        // The minor version stands between them.
        brands.remove(1);
    }
    Some(brands)
}

fn extent(property: &Box<'_>) -> Option<(u32, u32)> {
    if &property.kind != b"ispe" {
        return None;
    }
    let [_, _, _, _, w3, w2, w1, w0, h3, h2, h1, h0] = *property.data.first_chunk::<12>()?;
    Some((u32::from_be_bytes([w3, w2, w1, w0]), u32::from_be_bytes([h3, h2, h1, h0])))
}

#[derive(Clone, Copy)]
struct Box<'a> {
    kind: [u8; 4],
    data: &'a [u8],
}

/// The boxes of a container, as far as they are whole. A 64-bit size is used for media data only and ends the walk.
fn boxes(bytes: &[u8]) -> impl Iterator<Item = Box<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let [s3, s2, s1, s0, k3, k2, k1, k0] = *rest.first_chunk::<8>()?;
        let size = usize::try_from(u32::from_be_bytes([s3, s2, s1, s0])).ok()?;
        let data = rest.get(8..size)?;
        rest = &rest[size..];
        Some(Box { kind: [k3, k2, k1, k0], data })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        [&(data.len() as u32 + 8).to_be_bytes()[..], kind, data].concat()
    }

    fn extent_of(width: u32, height: u32) -> Vec<u8> {
        one(b"ispe", &[&[0; 4][..], &width.to_be_bytes(), &height.to_be_bytes()].concat())
    }

    fn photo(properties: &[Vec<u8>]) -> Vec<u8> {
        let list = one(b"iprp", &one(b"ipco", &properties.concat()));
        [one(b"ftyp", b"heic\0\0\0\0mif1heic"), one(b"meta", &[&[0; 4][..], &list].concat())].concat()
    }

    #[test]
    fn a_phone_photo_is_heic_of_its_largest_extent_as_shown() {
        let bytes = photo(&[extent_of(320, 240), extent_of(4032, 3024), one(b"irot", &[1])]);
        assert_eq!(format(&bytes), Some(PictureFormat::Heic));
        let header = header(&bytes).unwrap();
        assert_eq!((header.width, header.height), (3024, 4032));
        assert!(!header.is_animated && !header.has_alpha);
    }

    #[test]
    fn a_film_is_no_picture() {
        assert_eq!(format(&one(b"ftyp", b"isom\0\0\x02\0isomiso2avc1mp41")), None);
        assert_eq!(header(&photo(&[])), None);
    }
}
