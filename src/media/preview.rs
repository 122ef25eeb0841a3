//! Small pictures of a clip: its poster, and a filmstrip to look through it without playing it.

use std::path::Path;
use std::time::{Duration, Instant};

use image::codecs::jpeg::JpegEncoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::Pixels;
use super::clip::ClipError;
use super::decode::ClipReader;
use crate::model::trouble::Trouble;

/// The longer side of a poster.
pub const POSTER_SIDE: u32 = 640;

/// A filmstrip is one picture: tiles of one size in rows, the first frame in the left top corner.
pub const COLUMNS: u32 = 6;
pub const ROWS: u32 = 4;
/// Moments of a clip a filmstrip shows, evenly over it.
pub const TILES: usize = (COLUMNS * ROWS) as usize;
/// The longer side of a tile.
const TILE_SIDE: u32 = 256;

/// Of pictures a few hundred points wide, seen for moments.
const QUALITY: u8 = 85;
/// No preview of ours is wider or higher.
const MAX_SIDE: usize = 4096;

/// A hostile clip is not decoded for ever.
const MAX_WORK: Duration = Duration::from_secs(60);

/// The tiles of one clip, cheapest one after the other.
pub struct Tiles(ClipReader);

impl Tiles {
    pub fn open(path: &Path) -> Result<Self, ClipError> {
        ClipReader::open(path).map(Self)
    }

    /// None: its frame is lost.
    pub fn tile(&mut self, tile: usize) -> Result<Option<Pixels>, ClipError> {
        let number = frame_of(tile.min(TILES - 1), self.0.frames());
        match self.0.decode_frame(number) {
            Ok(frame) => Ok(Some(self.0.look().paint(&frame.picture, Some((TILE_SIDE, TILE_SIDE))))),
            Err(ClipError::LostFrame { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// All tiles in one pass from the first frame to the last. `may_go_on` is asked before each of them: it may wait, and
/// false gives the work up.
pub fn filmstrip_of(path: &Path, may_go_on: &dyn Fn() -> bool) -> Result<Option<Pixels>, Trouble> {
    let mut tiles = Tiles::open(path).map_err(|error| Trouble::from(&error))?;
    laid_out(&mut |tile| tiles.tile(tile).map_err(|error| Trouble::from(&error)), may_go_on)
}

/// A sheet of what `tile_of` makes, whoever makes it. None of a tile: its frame is lost.
pub(super) fn laid_out(
    tile_of: &mut dyn FnMut(usize) -> Result<Option<Pixels>, Trouble>,
    may_go_on: &dyn Fn() -> bool,
) -> Result<Option<Pixels>, Trouble> {
    let mut strip: Option<Strip> = None;
    let mut worked = Duration::ZERO;
    for tile in 0..TILES {
        if !may_go_on() {
            return Ok(None);
        }
        let begun = Instant::now();
        match tile_of(tile)? {
            Some(picture) => strip.get_or_insert_with(|| Strip::of(&picture)).put(tile, &picture),
            // A lost frame shows the one before it; one before the first that can be shown stays dark.
            None => strip.iter_mut().for_each(|strip| strip.repeat(tile)),
        }
        worked += begun.elapsed();
        if worked > MAX_WORK {
            return Err(damaged("its pictures take too long"));
        }
    }
    strip.map(|strip| Some(strip.sheet)).ok_or_else(|| damaged("no picture can be decoded"))
}

fn damaged(detail: &str) -> Trouble {
    Trouble::from(&ClipError::Damaged { detail: detail.to_owned() })
}

/// The frame a tile shows. A clip of fewer frames than tiles shows some of them twice.
fn frame_of(tile: usize, frames: usize) -> usize {
    tile * frames / TILES
}

/// The tile for a share of the clip, 0 its start and 1 its end.
pub fn tile_at(share: f64) -> usize {
    ((share.clamp(0.0, 1.0) * TILES as f64) as usize).min(TILES - 1)
}

/// A sheet in the making.
struct Strip {
    tile: (usize, usize),
    sheet: Pixels,
}

impl Strip {
    fn of(first: &Pixels) -> Self {
        let (width, height) = (first.width * COLUMNS, first.height * ROWS);
        let rgba = [0, 0, 0, 255].repeat(width as usize * height as usize);
        Self { tile: (first.width as usize, first.height as usize), sheet: Pixels { width, height, rgba } }
    }

    fn put(&mut self, tile: usize, picture: &Pixels) {
        if (picture.width as usize, picture.height as usize) != self.tile {
            // A stream that changes its size in the middle: what does not fit is not shown.
            return self.repeat(tile);
        }
        let (wide, high) = self.tile;
        for row in 0..high {
            let from = row * wide * 4;
            let to = self.offset(tile, row);
            self.sheet.rgba[to..to + wide * 4].copy_from_slice(&picture.rgba[from..from + wide * 4]);
        }
    }

    fn repeat(&mut self, tile: usize) {
        let Some(before) = tile.checked_sub(1) else { return };
        for row in 0..self.tile.1 {
            let (from, to) = (self.offset(before, row), self.offset(tile, row));
            self.sheet.rgba.copy_within(from..from + self.tile.0 * 4, to);
        }
    }

    /// Where a row of a tile begins, in bytes.
    fn offset(&self, tile: usize, row: usize) -> usize {
        let columns = COLUMNS as usize;
        let (x, y) = (tile % columns * self.tile.0, tile / columns * self.tile.1 + row);
        (y * self.tile.0 * columns + x) * 4
    }
}

/// A preview as it is kept: JPEG. `None` for what is no picture.
pub fn pack(pixels: &Pixels) -> Option<Vec<u8>> {
    let rgb: Vec<u8> = pixels.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    encoder.encode(&rgb, pixels.width, pixels.height, image::ExtendedColorType::Rgb8).ok()?;
    Some(bytes)
}

/// A preview that was kept, or nothing where it is damaged.
pub fn unpack(bytes: &[u8]) -> Option<Pixels> {
    let options = DecoderOptions::default()
        .jpeg_set_out_colorspace(ColorSpace::RGBA)
        .set_max_width(MAX_SIDE)
        .set_max_height(MAX_SIDE)
        .set_strict_mode(true);
    let decoded = super::probe::guarded(|| {
        let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), options);
        let rgba = decoder.decode().ok();
        Ok(rgba.zip(decoder.dimensions()))
    });
    let (rgba, (width, height)) = decoded.ok()??;
    let is_whole = rgba.len() == width * height * 4;
    let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    is_whole.then_some(Pixels { width, height, rgba })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::path::PathBuf;

    use super::*;

    fn media(name: &str) -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/media").join(name)
    }

    /// The picture of one tile.
    fn cut_out(sheet: &Pixels, tile: usize) -> Pixels {
        let (wide, high) = (sheet.width / COLUMNS, sheet.height / ROWS);
        let (left, top) = (tile as u32 % COLUMNS * wide, tile as u32 / COLUMNS * high);
        let row = |y: u32| {
            let from = ((top + y) * sheet.width + left) as usize * 4;
            sheet.rgba[from..from + wide as usize * 4].to_vec()
        };
        Pixels { width: wide, height: high, rgba: (0..high).flat_map(row).collect() }
    }

    fn strip(name: &str) -> Pixels {
        filmstrip_of(&media(name), &|| true).unwrap().unwrap()
    }

    #[test]
    fn a_filmstrip_shows_the_clips_own_frames_in_order() {
        let sheet = strip("tiny.mp4");
        assert_eq!((sheet.width, sheet.height), (160 * COLUMNS, 90 * ROWS));
        let mut reader = ClipReader::open(&media("tiny.mp4")).unwrap();
        for tile in [0, 1, 7, 13, TILES - 1] {
            let frame = reader.frame(tile * reader.frames() / TILES).unwrap();
            assert_eq!(cut_out(&sheet, tile), frame, "tile {tile}");
        }
    }

    #[test]
    fn a_clip_is_cut_into_even_parts_whatever_its_length() {
        let frames = |count| (0..TILES).map(|tile| frame_of(tile, count)).collect::<Vec<_>>();
        assert_eq!(frames(240), (0..TILES).map(|tile| tile * 10).collect::<Vec<_>>());
        assert_eq!(frames(1), [0; TILES]);
        assert!(frames(7).windows(2).all(|pair| pair[0] <= pair[1]) && frames(7).contains(&6));
        assert_eq!([0.0, 0.5, 0.999, 1.0, 7.0, -1.0].map(tile_at), [0, 12, 23, 23, 23, 0]);
    }

    #[test]
    fn work_that_may_not_go_on_is_given_up() {
        let asked = Cell::new(0);
        let thrice = || {
            asked.set(asked.get() + 1);
            asked.get() < 3
        };
        assert_eq!(filmstrip_of(&media("tiny.mp4"), &thrice).unwrap(), None);
        assert_eq!(asked.get(), 3);
    }

    #[test]
    fn what_cannot_be_decoded_has_no_filmstrip() {
        assert!(filmstrip_of(&media("garbage.mp4"), &|| true).is_err());
        assert!(filmstrip_of(&media("no-such.mp4"), &|| true).is_err());
    }

    #[test]
    fn a_tile_without_a_picture_shows_the_one_before_it() {
        let picture = |value: u8| Pixels { width: 2, height: 1, rgba: vec![value; 8] };
        let mut strip = Strip::of(&picture(9));
        strip.repeat(0);
        strip.put(5, &picture(9));
        strip.repeat(6);
        strip.put(7, &Pixels { width: 1, height: 1, rgba: vec![4; 4] });
        let shown = [0, 5, 6, 7, 8].map(|tile| cut_out(&strip.sheet, tile).rgba[0]);
        assert_eq!(shown, [0, 9, 9, 9, 0]);
    }

    #[test]
    fn a_preview_comes_back_nearly_as_it_was_and_damage_is_noticed() {
        let poster = super::super::decode::poster(&media("tiny.mp4"), POSTER_SIDE).unwrap();
        let packed = pack(&poster).unwrap();
        let back = unpack(&packed).unwrap();
        assert_eq!((back.width, back.height, back.rgba.len()), (poster.width, poster.height, poster.rgba.len()));
        let off: u64 = poster.rgba.iter().zip(&back.rgba).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        assert!(off / poster.rgba.len() as u64 <= 4, "{off}");
        assert_eq!(unpack(b"not a picture"), None);
        assert_eq!(unpack(&packed[..packed.len() / 3]), None);
    }
}
