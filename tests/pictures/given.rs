//! The pictures of `rules.table`, each made from the words it is called by.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use image::{DynamicImage, ImageBuffer, ImageFormat, Luma, LumaA, Rgb, RgbImage, Rgba};

use crate::bytes;

/// The file that is called so, made in the folder where it is no sample.
pub fn given(words: &str, folder: &Path) -> PathBuf {
    let parts: Vec<&str> = words.split(' ').collect();
    let path = folder.join(words.replace([' ', '/'], "_"));
    let content = match parts[..] {
        ["sample", name] => return sample(name),
        ["first", "half", "of", name] => {
            let whole = fs::read(sample(name)).expect("a sample");
            whole[..whole.len() / 2].to_vec()
        }
        [name, "with", count, "bytes", "behind"] => {
            let noise: Vec<u8> = (0..count.parse::<u32>().expect("a count")).map(|i| (i * 31) as u8).collect();
            [fs::read(sample(name)).expect("a sample"), noise].concat()
        }
        ["bomb", format, size] => bomb(format, dimensions(size)),
        ["claim", format, size] => claim(format, dimensions(size)),
        ["png", "stuffed", "with", kind] => stuffed(kind),
        ["jpeg", "of", kind] => odd_jpeg(kind),
        [format, color, size] if size.contains('x') => encoded(&picture(color, dimensions(size)), format),
        [format, color, size, "of", weight, "bytes"] => {
            let content = encoded(&picture(color, dimensions(size)), format);
            weighed(&content, format, weight.parse().expect("a weight"))
        }
        [format, color, size, "in", profile] => {
            with_profile(&encoded(&picture(color, dimensions(size)), format), format, profile)
        }
        [format, color, size, "turned", orientation] => {
            let content = encoded(&picture(color, dimensions(size)), format);
            turned(&content, format, orientation.parse().expect("an orientation"))
        }
        _ => return no_file(words, path),
    };
    fs::write(&path, content).expect("a writable folder");
    path
}

pub fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media/pictures").join(name)
}

fn dimensions(size: &str) -> (u32, u32) {
    let (width, height) = size.split_once('x').expect("width x height");
    (width.parse().expect("a width"), height.parse().expect("a height"))
}

/// Soft shades with a bright corner: a turned or mirrored picture is another one.
pub fn picture(color: &str, (width, height): (u32, u32)) -> DynamicImage {
    let share = |at: u32, of: u32| (f64::from(at) + 0.5) / f64::from(of);
    let shade = move |x: u32, y: u32| {
        let (x, y) = (share(x, width), share(y, height));
        let bright = if x < 0.25 && y < 0.25 { 0.3 } else { 0.0 };
        [0.2 + 0.5 * x + bright, 0.1 + 0.6 * y + bright, 0.5 - 0.3 * x * y + bright]
    };
    let eight = move |x, y| shade(x, y).map(|part| (part * 255.0) as u8);
    let deep = move |x, y| shade(x, y).map(|part| (part * 65_535.0) as u16);
    let clear = move |x: u32| 255 - (share(x, width) * 200.0) as u8;
    match color {
        "rgb" => RgbImage::from_fn(width, height, |x, y| Rgb(eight(x, y))).into(),
        "grey" => ImageBuffer::from_fn(width, height, |x, y| Luma([eight(x, y)[0]])).into(),
        "clear" => ImageBuffer::from_fn(width, height, |x, y| {
            let [r, g, b] = eight(x, y);
            Rgba([r, g, b, clear(x)])
        })
        .into(),
        "opaque" => ImageBuffer::from_fn(width, height, |x, y| {
            let [r, g, b] = eight(x, y);
            Rgba([r, g, b, 255])
        })
        .into(),
        "clear-grey" => ImageBuffer::from_fn(width, height, |x, y| LumaA([eight(x, y)[1], clear(x)])).into(),
        "deep" => ImageBuffer::from_fn(width, height, |x, y| Rgb(deep(x, y))).into(),
        "deep-grey" => ImageBuffer::from_fn(width, height, |x, y| Luma([deep(x, y)[1]])).into(),
        "deep-clear" => ImageBuffer::from_fn(width, height, |x, y| {
            let [r, g, b] = deep(x, y);
            Rgba([r, g, b, u16::from(clear(x)) * 257])
        })
        .into(),
        "noise" => {
            let mut random = fastrand::Rng::with_seed(3);
            RgbImage::from_fn(width, height, |x, y| Rgb(eight(x, y).map(|part| part.saturating_add(random.u8(..8)))))
                .into()
        }
        other => panic!("no colour is called {other}"),
    }
}

fn encoded(image: &DynamicImage, format: &str) -> Vec<u8> {
    let format = match format {
        "png" => ImageFormat::Png,
        "jpeg" => {
            let mut out = Vec::new();
            let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 95);
            image.write_with_encoder(encoder).expect("memory is writable");
            return out;
        }
        "gif" => ImageFormat::Gif,
        "bmp" => ImageFormat::Bmp,
        "tiff" => ImageFormat::Tiff,
        "webp" => ImageFormat::WebP,
        other => panic!("no format is called {other}"),
    };
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, format).expect("memory is writable");
    out.into_inner()
}

/// Made exactly so heavy by what no picture needs.
fn weighed(content: &[u8], format: &str, weight: usize) -> Vec<u8> {
    let missing = weight - content.len();
    let out = if format == "png" {
        let text = [&b"Comment\0"[..], &vec![b'a'; missing - 20]].concat();
        bytes::with_chunks(content, &[bytes::chunk(b"tEXt", &text)])
    } else {
        let count = missing.div_ceil(60_000);
        let len = |number: usize| missing / count + usize::from(number < missing % count);
        let comments: Vec<Vec<u8>> = (0..count).map(|n| bytes::segment(0xFE, &vec![b'a'; len(n) - 4])).collect();
        bytes::with_segments(content, &comments)
    };
    assert_eq!(out.len(), weight);
    out
}

fn with_profile(content: &[u8], format: &str, profile: &str) -> Vec<u8> {
    let icc = icc(profile);
    if format == "jpeg" {
        return bytes::with_segments(content, &[bytes::icc_segment(&icc)]);
    }
    assert_eq!(format, "png");
    let mut out = Vec::new();
    let image = image::load_from_memory(content).expect("it was just made");
    let mut encoder = image::codecs::png::PngEncoder::new(&mut out);
    image::ImageEncoder::set_icc_profile(&mut encoder, icc).expect("a PNG takes a profile");
    image.write_with_encoder(encoder).expect("memory is writable");
    out
}

pub fn icc(profile: &str) -> Vec<u8> {
    let profile = match profile {
        "display-p3" => moxcms::ColorProfile::new_display_p3(),
        "adobe-rgb" => moxcms::ColorProfile::new_adobe_rgb(),
        "srgb" => moxcms::ColorProfile::new_srgb(),
        other => panic!("no profile is called {other}"),
    };
    profile.encode().expect("a profile that is its own")
}

fn turned(content: &[u8], format: &str, orientation: u8) -> Vec<u8> {
    let exif = bytes::exif(orientation);
    match format {
        "jpeg" => bytes::with_segments(content, &[bytes::segment(0xE1, &[b"Exif\0\0", &exif[..]].concat())]),
        "png" => bytes::with_chunks(content, &[bytes::chunk(b"eXIf", &exif)]),
        "webp" => {
            let image = image::load_from_memory(content).expect("it was just made");
            let canvas = bytes::webp_canvas(0x08, image.width(), image.height());
            bytes::webp(&[(b"VP8X", canvas), (b"VP8L", content[20..].to_vec()), (b"EXIF", exif)])
        }
        other => panic!("{other} is not turned"),
    }
}

/// A header of far too many pixels, before data that would give many of them.
fn bomb(format: &str, (width, height): (u32, u32)) -> Vec<u8> {
    match format {
        "png" => bytes::png(width, height, &bytes::packed_zeros()),
        "jpeg" => {
            let strip = encoded(&picture("grey", (4_000, 8)), "jpeg");
            bytes::resized(&bytes::of_strips(&strip, 500, 500), width as u16, height as u16)
        }
        "gif" => bytes::gif(width as u16, height as u16, &[0xFF; 300]),
        "bmp" => bytes::bmp(width, height, &[0; 100_000]),
        "tiff" => bytes::tiff(width, height),
        "webp" => bytes::webp(&[(b"VP8X", bytes::webp_canvas(0, width, height)), (b"VP8L", vec![0x2F; 100])]),
        "avif" => bytes::avif(width, height),
        other => panic!("no bomb of {other}"),
    }
}

/// A size just within the limits, and next to no data.
fn claim(format: &str, (width, height): (u32, u32)) -> Vec<u8> {
    match format {
        "png" => bytes::png(width, height, &[0x78, 0x9C, 0x63, 0x00, 0x00]),
        "jpeg" => bytes::resized(&encoded(&picture("rgb", (64, 64)), "jpeg"), width as u16, height as u16),
        "progressive" => {
            let mut jpeg = bytes::resized(&encoded(&picture("grey", (64, 64)), "jpeg"), width as u16, height as u16);
            let at = bytes::marker_at(&jpeg, 0xC0);
            jpeg[at + 1] = 0xC2;
            jpeg
        }
        "gif" => bytes::gif(width as u16, height as u16, &[2, 0x4C, 0x01]),
        "bmp" => bytes::bmp(width, height, &[0; 100]),
        "tiff" => bytes::tiff(width, height)[..2_000].to_vec(),
        // The fourteen bits of each side, and a stream that ends at once.
        "webp" => {
            let sides = (width - 1) | (height - 1) << 14;
            bytes::webp(&[(b"VP8L", [&[0x2F][..], &sides.to_le_bytes(), &[0, 0]].concat())])
        }
        other => panic!("no claim of {other}"),
    }
}

/// Chunks that unpack to thousands of millions of zeros, in a PNG that is none the worse.
fn stuffed(kind: &str) -> Vec<u8> {
    let png = encoded(&picture("rgb", (320, 320)), "png");
    let packed = bytes::packed_zeros();
    let chunk = match kind {
        "zTXt" => bytes::chunk(b"zTXt", &[b"Comment\0\0", &packed[..]].concat()),
        "iTXt" => bytes::chunk(b"iTXt", &[b"Comment\0\x01\0\0\0", &packed[..]].concat()),
        "iCCP" => bytes::chunk(b"iCCP", &[b"Profile\0\0", &packed[..]].concat()),
        other => panic!("nothing is stuffed into {other}"),
    };
    bytes::with_chunks(&png, &vec![chunk.clone(); 9_000_000 / chunk.len()])
}

fn odd_jpeg(kind: &str) -> Vec<u8> {
    let plain = encoded(&picture("rgb", (320, 320)), "jpeg");
    let mut odd = plain.clone();
    let frame = bytes::marker_at(&plain, 0xC0);
    match kind {
        "arithmetic-codes" => odd[frame + 1] = 0xC9,
        "lossless-codes" => odd[frame + 1] = 0xC3,
        "twelve-bits" => odd[frame + 4] = 12,
        "no-height" => odd[frame + 5..frame + 7].fill(0),
        "two-channels" => odd[frame + 9] = 2,
        // Print colours, stored as luma and differences beside black.
        "ycck" => {
            odd = fs::read(sample("cmyk.jpg")).expect("a sample");
            let adobe = bytes::marker_at(&odd, 0xEE);
            odd[adobe + 15] = 2;
        }
        // Red, green and blue as they are, which only the marker tells.
        "adobe-rgb-channels" => {
            odd = bytes::with_segments(&plain, &[bytes::segment(0xEE, b"Adobe\0\x64\0\0\0\0\0")]);
        }
        "many-scans" => {
            let tall = fs::read(sample("progressive.jpg")).expect("a sample");
            odd = bytes::with_many_scans(&tall, 2_000);
        }
        "many-profiles" => {
            odd = bytes::with_segments(&plain, &vec![bytes::segment(0xE2, b"ICC_PROFILE\0\x01\xFF"); 500_000]);
        }
        other => panic!("no JPEG of {other}"),
    }
    odd
}

/// What is no file of ours, or no file at all.
fn no_file(words: &str, path: PathBuf) -> PathBuf {
    let path = path.with_extension("png");
    match words {
        "nothing" => {}
        "an empty file" => fs::write(&path, []).expect("a writable folder"),
        "a drawing of words" => {
            fs::write(&path, "<svg xmlns='http://www.w3.org/2000/svg'/>").expect("a writable folder")
        }
        "a film" => return sample("../tiny.mp4"),
        "a folder" => fs::create_dir(&path).expect("a writable folder"),
        "a device" => return "/dev/zero".into(),
        "a hole of 65 MB" => {
            fs::File::create(&path).and_then(|file| file.set_len(65_000_000)).expect("a writable folder");
        }
        "a pipe" => {
            let made = std::process::Command::new("mkfifo").arg(&path).status();
            assert!(made.is_ok_and(|status| status.success()), "mkfifo is part of every Unix");
        }
        "a link to itself" => link(&path, &path),
        "a link to nothing" => link(&path.with_extension("gone"), &path),
        "a link to a picture" => link(&sample("plain.png"), &path),
        other => panic!("no picture is called {other}"),
    }
    path
}

fn link(to: &Path, at: &Path) {
    std::os::unix::fs::symlink(to, at).expect("a writable folder");
}
