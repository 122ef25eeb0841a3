//! Files put together byte by byte: what no encoder would write.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage, ImageFormat, Rgb, RgbImage};

pub const PNG_SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A];

pub fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind[..], data].concat();
    let len = u32::try_from(data.len()).expect("a chunk of less than 4 GB");
    [&len.to_be_bytes()[..], &body, &crc(&body).to_be_bytes()].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    let table: [u32; 256] = std::array::from_fn(|i| {
        (0..8).fold(i as u32, |crc, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 })
    });
    let step = |crc: u32, &byte: &u8| table[((crc ^ u32::from(byte)) & 0xFF) as usize] ^ (crc >> 8);
    !bytes.iter().fold(u32::MAX, step)
}

/// An 8-bit grey PNG of this header, whatever its data.
pub fn png(width: u32, height: u32, data: &[u8]) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    [&PNG_SIGNATURE[..], &chunk(b"IHDR", &header), &chunk(b"IDAT", data), &chunk(b"IEND", &[])].concat()
}

/// The PNG with chunks put in behind its header.
pub fn with_chunks(png: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    // 8 bytes of signature and 25 of IHDR.
    let (head, rest) = png.split_at(33);
    [head, &chunks.concat(), rest].concat()
}

/// A zlib stream that unpacks to a hundred million zeros.
pub fn packed_zeros() -> Vec<u8> {
    let image = DynamicImage::from(GrayImage::new(10_000, 10_000));
    let mut out = std::io::Cursor::new(Vec::new());
    image.write_to(&mut out, ImageFormat::Png).expect("memory is writable");
    let mut rest = &out.get_ref()[8..];
    let mut packed = Vec::new();
    while let Some((len, after)) = rest.split_first_chunk() {
        let (kind, data) = after.split_at(4);
        let (data, after) = data.split_at(u32::from_be_bytes(*len) as usize);
        if kind == b"IDAT" {
            packed.extend_from_slice(data);
        }
        rest = &after[4..];
    }
    assert!((50_000..2_000_000).contains(&packed.len()), "{} bytes are no bomb", packed.len());
    packed
}

/// Where a JPEG has this marker, counted from its first byte.
pub fn marker_at(jpeg: &[u8], marker: u8) -> usize {
    let mut at = 2;
    while jpeg[at + 1] != marker {
        at += 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
    }
    at
}

pub fn segment(marker: u8, payload: &[u8]) -> Vec<u8> {
    let len = u16::try_from(payload.len() + 2).expect("a segment of less than 64 kB");
    [&[0xFF, marker][..], &len.to_be_bytes(), payload].concat()
}

/// The JPEG with segments put in behind its start marker.
pub fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    [&jpeg[..2], &segments.concat(), &jpeg[2..]].concat()
}

/// The JPEG with another size in its frame header.
pub fn resized(jpeg: &[u8], width: u16, height: u16) -> Vec<u8> {
    let mut out = jpeg.to_vec();
    let at = marker_at(jpeg, 0xC0) + 5;
    out[at..at + 2].copy_from_slice(&height.to_be_bytes());
    out[at + 2..at + 4].copy_from_slice(&width.to_be_bytes());
    out
}

/// A JPEG of one strip over and over: as many pixels as one likes, in no time and next to no memory.
pub fn of_strips(strip: &[u8], groups_in_strip: u16, count: u16) -> Vec<u8> {
    let frame = marker_at(strip, 0xC0);
    let width = u16::from_be_bytes([strip[frame + 7], strip[frame + 8]]);
    let height = u16::from_be_bytes([strip[frame + 5], strip[frame + 6]]);
    let tall = resized(strip, width, height * count);
    let scan = marker_at(strip, 0xDA);
    let data_at = scan + 2 + usize::from(u16::from_be_bytes([strip[scan + 2], strip[scan + 3]]));
    let data = &strip[data_at..strip.len() - 2];
    let mut out = tall[..scan].to_vec();
    out.extend(segment(0xDD, &groups_in_strip.to_be_bytes()));
    out.extend_from_slice(&tall[scan..data_at]);
    for number in 0..count {
        out.extend_from_slice(data);
        if number + 1 < count {
            out.extend_from_slice(&[0xFF, 0xD0 + (number % 8) as u8]);
        }
    }
    out.extend_from_slice(&[0xFF, 0xD9]);
    out
}

/// A JPEG of 10,000×10,000 pixels; the more noise, the more bytes.
pub fn hundred_megapixels(noise: u8) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(9);
    let strip = RgbImage::from_fn(10_000, 8, |x, y| {
        Rgb([x / 50, y * 20, x % 200].map(|part| (part as u8).saturating_add(random.u8(..=noise))))
    });
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, 85);
    DynamicImage::from(strip).write_with_encoder(encoder).expect("memory is writable");
    of_strips(&out, 1_250, 1_250)
}

/// The JPEG with its last scan told over and over.
pub fn with_many_scans(jpeg: &[u8], count: usize) -> Vec<u8> {
    let at = jpeg.windows(2).rposition(|two| two == [0xFF, 0xDA]).expect("a scan");
    let (end, scan) = (jpeg.len() - 2, &jpeg[at..jpeg.len() - 2]);
    [&jpeg[..end], &scan.repeat(count), &jpeg[end..]].concat()
}

/// An EXIF block that says nothing but how the picture is turned.
pub fn exif(orientation: u8) -> Vec<u8> {
    [b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", &[orientation][..], b"\0\0\0\0\0\0"].concat()
}

/// A colour profile as a JPEG carries it.
pub fn icc_segment(icc: &[u8]) -> Vec<u8> {
    segment(0xE2, &[b"ICC_PROFILE\0\x01\x01", icc].concat())
}

pub fn bmp(width: u32, height: u32, data: &[u8]) -> Vec<u8> {
    let le = |value: u32| value.to_le_bytes();
    let total = le(54 + data.len() as u32);
    let file = [&b"BM"[..], &total, &le(0), &le(54)].concat();
    let info = [&le(40)[..], &le(width), &le(height), &[1, 0, 24, 0], &[0; 24]].concat();
    [file, info, data.to_vec()].concat()
}

pub fn gif(width: u16, height: u16, data: &[u8]) -> Vec<u8> {
    let size = [width.to_le_bytes(), height.to_le_bytes()].concat();
    let table = [0, 0, 0, 255, 255, 255];
    [b"GIF89a", &size[..], &[0x80, 0, 0], &table, &[0x2C, 0, 0, 0, 0], &size, &[0, 2], data, &[0, 0x3B]].concat()
}

/// A grey TIFF whose strips of one row all lie in the same place.
pub fn tiff(width: u32, height: u32) -> Vec<u8> {
    let (entries, strip_len) = (9_u32, 64_u32);
    let offsets_at = 8 + 2 + entries * 12 + 4;
    let counts_at = offsets_at + height * 4;
    let data_at = counts_at + height * 4;
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let mut out = b"II*\0\x08\0\0\0\x09\0".to_vec();
    for (tag, kind, count, value) in [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 8),
        (259, 3, 1, 32_773),
        (262, 3, 1, 1),
        (273, 4, height, offsets_at),
        (277, 3, 1, 1),
        (278, 4, 1, 1),
        (279, 4, height, counts_at),
    ] {
        out.extend(entry(tag, kind, count, value));
    }
    out.extend([0; 4]);
    out.extend((0..height).flat_map(|_| data_at.to_le_bytes()));
    out.extend((0..height).flat_map(|_| strip_len.to_le_bytes()));
    // PackBits: a run of 128 zeros, over and over.
    out.extend([0x81, 0].repeat(strip_len as usize / 2));
    out
}

/// A WebP of these chunks.
pub fn webp(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (kind, data) in chunks {
        body.extend_from_slice(*kind);
        body.extend((data.len() as u32).to_le_bytes());
        body.extend_from_slice(data);
        body.extend(std::iter::repeat_n(0, data.len() % 2));
    }
    [b"RIFF", &(body.len() as u32).to_le_bytes()[..], &body].concat()
}

/// The head of a WebP with a canvas of this size.
pub fn webp_canvas(flags: u8, width: u32, height: u32) -> Vec<u8> {
    let side = |side: u32| (side - 1).to_le_bytes()[..3].to_vec();
    [vec![flags, 0, 0, 0], side(width), side(height)].concat()
}

/// A box of AVIF and HEIC.
pub fn boxed(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [&(data.len() as u32 + 8).to_be_bytes()[..], kind, data].concat()
}

/// An AVIF that says nothing but its size.
pub fn avif(width: u32, height: u32) -> Vec<u8> {
    let extent = boxed(b"ispe", &[&[0; 4][..], &width.to_be_bytes(), &height.to_be_bytes()].concat());
    let properties = boxed(b"iprp", &boxed(b"ipco", &extent));
    [boxed(b"ftyp", b"avif\0\0\0\0mif1"), boxed(b"meta", &[&[0; 4][..], &properties].concat())].concat()
}
