//! Decoded pictures to RGBA: colour as the stream says it, turned upright, no larger than asked for.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use rust_h264::nal::SpsInfo;
use yuv::{YuvPlanarImage, YuvRange, YuvStandardMatrix, yuv420_to_rgba, yuv422_to_rgba};

use super::h264::Fault;
use crate::media::Pixels;
use crate::media::demux::{ColorTag, Orientation};

/// A picture is made smaller by whole numbers up to this one, then by the resizer.
const MOST_SHRUNK: u32 = 16;

/// A decoded picture, 8 bits a sample, rows without padding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Yuv {
    pub width: usize,
    pub height: usize,
    pub chroma: Chroma,
    /// Y, Cb, Cr.
    pub planes: [Vec<u8>; 3],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chroma {
    /// Half width, half height.
    Quarter,
    /// Half width, full height.
    Half,
}

impl Yuv {
    pub fn i420(width: usize, height: usize, planes: [Vec<u8>; 3]) -> Result<Self, Fault> {
        Self::checked(width, height, Chroma::Quarter, planes)
    }

    pub fn i422(width: usize, height: usize, planes: [Vec<u8>; 3]) -> Result<Self, Fault> {
        Self::checked(width, height, Chroma::Half, planes)
    }

    /// The converter trusts sizes; a decoder's word is not taken for them.
    fn checked(width: usize, height: usize, chroma: Chroma, planes: [Vec<u8>; 3]) -> Result<Self, Fault> {
        let rows = match chroma {
            Chroma::Quarter => height / 2,
            Chroma::Half => height,
        };
        let chroma_len = (width / 2) * rows;
        let is_even = width.is_multiple_of(2) && (chroma == Chroma::Half || height.is_multiple_of(2));
        let fits = planes[0].len() == width * height && planes[1..].iter().all(|plane| plane.len() == chroma_len);
        if width == 0 || height == 0 || !is_even || !fits {
            return Err(Fault::Damaged(format!("a picture of {width}×{height} with planes of other sizes")));
        }
        Ok(Self { width, height, chroma, planes })
    }

    /// Memory its samples take.
    pub fn bytes(&self) -> usize {
        self.planes.iter().map(Vec::len).sum()
    }

    /// Every `by`×`by` samples made one, their mean; what is left over at the right and below is cut off. Sides stay even.
    pub fn shrunk(&self, by: usize) -> Self {
        let (width, height) = (self.width / by / 2 * 2, self.height / by / 2 * 2);
        if by < 2 || width == 0 || height == 0 {
            return self.clone();
        }
        let rows = |height: usize| match self.chroma {
            Chroma::Quarter => height / 2,
            Chroma::Half => height,
        };
        let [y, u, v] = &self.planes;
        let luma = shrink(y, (self.width, self.height), (width, height), by);
        let colour = |plane| shrink(plane, (self.width / 2, rows(self.height)), (width / 2, rows(height)), by);
        Self { width, height, chroma: self.chroma, planes: [luma, colour(u), colour(v)] }
    }
}

/// Loops of this crate are slow in a debug build; the picture library lies ready compiled in its own.
fn shrink(plane: &[u8], from: (usize, usize), to: (usize, usize), by: usize) -> Vec<u8> {
    if cfg!(debug_assertions) { shrink_plainly(plane, from, to, by) } else { shrink_fast(plane, from.0, to, by) }
}

fn shrink_fast(plane: &[u8], stride: usize, (width, height): (usize, usize), by: usize) -> Vec<u8> {
    let mut small = Vec::with_capacity(width * height);
    let mut sums = vec![0u32; width];
    // Rounded division by multiplication: `by` is at most 16, so a sum fits 16 bits and the product 32.
    let area = (by * by) as u32;
    let (factor, half) = ((1u32 << 16) / area + u32::from(!area.is_power_of_two()), area / 2);
    for rows in plane.chunks_exact(stride * by).take(height) {
        sums.fill(half);
        for row in rows.chunks_exact(stride) {
            for (sum, samples) in sums.iter_mut().zip(row.chunks_exact(by)) {
                *sum += samples.iter().map(|&sample| u32::from(sample)).sum::<u32>();
            }
        }
        small.extend(sums.iter().map(|sum| ((sum * factor) >> 16).min(255) as u8));
    }
    small
}

fn shrink_plainly(plane: &[u8], from: (usize, usize), to: (usize, usize), by: usize) -> Vec<u8> {
    let whole = image::GrayImage::from_raw(from.0 as u32, from.1 as u32, plane.to_vec()).unwrap_or_default();
    let cut = image::DynamicImage::ImageLuma8(whole).crop_imm(0, 0, (to.0 * by) as u32, (to.1 * by) as u32);
    cut.thumbnail_exact(to.0 as u32, to.1 as u32).into_luma8().into_raw()
}

/// How a clip's pictures become RGBA.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    matrix: YuvStandardMatrix,
    range: YuvRange,
    orientation: Orientation,
}

impl Look {
    /// The stream's own word on colour, then the container's, then the custom of its size.
    pub fn of(info: &SpsInfo, tag: Option<ColorTag>, orientation: Orientation) -> Self {
        let said = match_matrix(info.matrix).or_else(|| tag.and_then(|tag| match_matrix(tag.matrix)));
        let is_full = info.full_range || (info.matrix == 2 && tag.is_some_and(|tag| tag.is_full_range));
        Self {
            matrix: said.unwrap_or(customary(info.width, info.height)),
            range: if is_full { YuvRange::Full } else { YuvRange::Limited },
            orientation,
        }
    }

    /// As `of`, where only the container speaks. `ffmpeg` hands out limited range whatever the stream has.
    pub fn of_tag(tag: Option<ColorTag>, (width, height): (u32, u32), orientation: Orientation) -> Self {
        let said = tag.and_then(|tag| match_matrix(tag.matrix));
        Self { matrix: said.unwrap_or(customary(width, height)), range: YuvRange::Limited, orientation }
    }

    /// The same pictures, handed out by `ffmpeg`.
    pub fn through_ffmpeg(self) -> Self {
        Self { range: YuvRange::Limited, ..self }
    }

    /// The picture as shown, its longer sides within `max` (width, height) if given. Never enlarged.
    pub fn paint(&self, picture: &Yuv, max: Option<(u32, u32)>) -> Pixels {
        let (width, height) = self.orientation.turned(picture.width as u32, picture.height as u32);
        let fitted = max.and_then(|max| fitting(width, height, max));
        // Halved, or more, before there is colour: a third of the samples, and no more work than they are worth.
        let by = fitted.map_or(1, |(fitted, _)| (width / fitted).clamp(1, MOST_SHRUNK)) as usize;
        let flat = if by > 1 {
            to_rgba(&picture.shrunk(by), self.range, self.matrix)
        } else {
            to_rgba(picture, self.range, self.matrix)
        };
        let small = match fitted.filter(|size| self.orientation.turned(size.0, size.1) != (flat.width, flat.height)) {
            // Scaled before it is turned: fewer pixels to move.
            Some(size) => scale(flat, self.orientation.turned(size.0, size.1)),
            None => flat,
        };
        turn(small, self.orientation)
    }
}

/// Untagged: 709 for HD, 601 below. Portrait and square HD count by either side.
fn customary(width: u32, height: u32) -> YuvStandardMatrix {
    let is_hd = width.max(height) >= 1280 || width.min(height) > 576;
    if is_hd { YuvStandardMatrix::Bt709 } else { YuvStandardMatrix::Bt601 }
}

/// ISO/IEC 23091-2 matrix coefficients; none for "unspecified" and for what is no YCbCr.
fn match_matrix(code: u8) -> Option<YuvStandardMatrix> {
    match code {
        1 => Some(YuvStandardMatrix::Bt709),
        4 => Some(YuvStandardMatrix::Fcc),
        5 | 6 => Some(YuvStandardMatrix::Bt601),
        7 => Some(YuvStandardMatrix::Smpte240),
        9 | 10 => Some(YuvStandardMatrix::Bt2020),
        _ => None,
    }
}

fn to_rgba(picture: &Yuv, range: YuvRange, matrix: YuvStandardMatrix) -> Pixels {
    let (width, height) = (picture.width as u32, picture.height as u32);
    let mut rgba = vec![0; picture.width * picture.height * 4];
    let image = YuvPlanarImage {
        y_plane: &picture.planes[0],
        y_stride: width,
        u_plane: &picture.planes[1],
        u_stride: width / 2,
        v_plane: &picture.planes[2],
        v_stride: width / 2,
        width,
        height,
    };
    let convert = match picture.chroma {
        Chroma::Quarter => yuv420_to_rgba,
        Chroma::Half => yuv422_to_rgba,
    };
    // It fails only on planes of the wrong size, which `Yuv` cannot have: a black picture would be seen by tests.
    let _ = convert(&image, &mut rgba, width * 4, range, matrix);
    Pixels { width, height, rgba }
}

/// The largest size of the same shape within `max`; none if it fits already.
fn fitting(width: u32, height: u32, max: (u32, u32)) -> Option<(u32, u32)> {
    let ratio = (f64::from(max.0) / f64::from(width)).min(f64::from(max.1) / f64::from(height));
    let side = |length: u32| ((f64::from(length) * ratio).round() as u32).max(1);
    (ratio < 1.0).then(|| (side(width), side(height)))
}

/// Generic code of the fast resizer is compiled with this crate, so a debug build would take half a second a frame; the
/// other one lies ready compiled in its own.
fn scale(pixels: Pixels, (width, height): (u32, u32)) -> Pixels {
    if cfg!(debug_assertions) { scale_plainly(pixels, width, height) } else { scale_fast(pixels, width, height) }
}

fn scale_fast(pixels: Pixels, width: u32, height: u32) -> Pixels {
    let Ok(from) = ImageRef::new(pixels.width, pixels.height, &pixels.rgba, PixelType::U8x4) else {
        return pixels;
    };
    let mut to = Image::new(width, height, PixelType::U8x4);
    // Every pixel is opaque, so alpha needs no special care.
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear)).use_alpha(false);
    match Resizer::new().resize(&from, &mut to, &options) {
        Ok(()) => Pixels { width, height, rgba: to.into_vec() },
        Err(_) => pixels,
    }
}

fn scale_plainly(pixels: Pixels, width: u32, height: u32) -> Pixels {
    let whole = image::RgbaImage::from_raw(pixels.width, pixels.height, pixels.rgba).unwrap_or_default();
    let small = image::DynamicImage::ImageRgba8(whole).thumbnail_exact(width, height);
    Pixels { width, height, rgba: small.into_rgba8().into_raw() }
}

fn turn(pixels: Pixels, orientation: Orientation) -> Pixels {
    if orientation == Orientation::UPRIGHT {
        return pixels;
    }
    let (from_width, from_height) = (pixels.width as usize, pixels.height as usize);
    let (width, height) = orientation.turned(pixels.width, pixels.height);
    let (from, _) = pixels.rgba.as_chunks::<4>();
    let mut rgba = Vec::with_capacity(pixels.rgba.len());
    for y in 0..height as usize {
        let y = if orientation.mirrors_y { height as usize - 1 - y } else { y };
        for x in 0..width as usize {
            let x = if orientation.mirrors_x { width as usize - 1 - x } else { x };
            let (from_x, from_y) = if orientation.swaps_axes { (y, x) } else { (x, y) };
            debug_assert!(from_x < from_width && from_y < from_height);
            rgba.extend_from_slice(&from[from_y * from_width + from_x]);
        }
    }
    Pixels { width, height, rgba }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two pixels wide, one high: A then B.
    fn row() -> Pixels {
        Pixels { width: 2, height: 1, rgba: vec![1, 1, 1, 255, 2, 2, 2, 255] }
    }

    #[test]
    fn a_quarter_turn_clockwise_puts_the_left_on_top() {
        let clockwise = Orientation { swaps_axes: true, mirrors_x: true, mirrors_y: false };
        let turned = turn(row(), clockwise);
        assert_eq!((turned.width, turned.height), (1, 2));
        assert_eq!(turned.rgba, [1, 1, 1, 255, 2, 2, 2, 255]);
        let counter = turn(row(), Orientation { swaps_axes: true, mirrors_x: false, mirrors_y: true });
        assert_eq!(counter.rgba, [2, 2, 2, 255, 1, 1, 1, 255]);
    }

    #[test]
    fn a_picture_is_never_enlarged_and_keeps_its_shape() {
        assert_eq!(fitting(640, 360, (1280, 1280)), None);
        assert_eq!(fitting(1920, 1080, (960, 960)), Some((960, 540)));
        assert_eq!(fitting(720, 1280, (960, 640)), Some((360, 640)));
    }

    #[test]
    fn both_ways_of_scaling_agree() {
        let ramp = |x: u32, y: u32| [(x * 4) as u8, (y * 8) as u8, 90, 255];
        let rgba = (0..32).flat_map(|y| (0..64).flat_map(move |x| ramp(x, y))).collect();
        let whole = Pixels { width: 64, height: 32, rgba };
        let (fast, plain) = (scale_fast(whole.clone(), 20, 10), scale_plainly(whole, 20, 10));
        assert_eq!((fast.width, fast.height, fast.rgba.len()), (20, 10, 800));
        let off = fast.rgba.iter().zip(&plain.rgba).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(off < Some(9), "{off:?}");
    }

    #[test]
    fn shrinking_takes_the_mean_of_each_square_both_ways() {
        for by in [2, 3, 4, 6, 8, 16] {
            let plane: Vec<u8> = (0..96 * 50).map(|at| (at * 7 % 251) as u8).collect();
            let to = (96 / by, 50 / by);
            let (fast, plain) = (shrink_fast(&plane, 96, to, by), shrink_plainly(&plane, (96, 50), to, by));
            assert_eq!((fast.len(), plain.len()), (to.0 * to.1, to.0 * to.1));
            for (at, small) in fast.iter().enumerate() {
                let (x, y) = (at % to.0 * by, at / to.0 * by);
                let square = (0..by * by).map(|n| u32::from(plane[(y + n / by) * 96 + x + n % by]));
                let mean = square.sum::<u32>() as f64 / (by * by) as f64;
                assert!((f64::from(*small) - mean).abs() <= 0.6, "{by}: {small} for {mean}");
                assert!((f64::from(plain[at]) - mean).abs() <= 1.0, "{by}: {} for {mean}", plain[at]);
            }
        }
        assert_eq!(shrink_fast(&[255; 256], 16, (1, 1), 16), [255]);
    }

    #[test]
    fn a_shrunk_picture_keeps_even_sides_and_whole_planes() {
        let picture = Yuv::i420(18, 10, [vec![9; 180], vec![8; 45], vec![7; 45]]).unwrap();
        let small = picture.shrunk(2);
        assert_eq!((small.width, small.height), (8, 4));
        assert_eq!(small.planes, [vec![9; 32], vec![8; 8], vec![7; 8]]);
        assert!(Yuv::i420(small.width, small.height, small.planes).is_ok());
        let wide = Yuv::i422(8, 4, [vec![9; 32], vec![8; 16], vec![7; 16]]).unwrap().shrunk(2);
        assert_eq!((wide.width, wide.height, wide.planes[1].len()), (4, 2, 4));
        assert_eq!(picture.shrunk(16), picture);
    }

    #[test]
    fn planes_of_the_wrong_size_are_no_picture() {
        assert!(Yuv::i420(4, 4, [vec![0; 16], vec![0; 4], vec![0; 4]]).is_ok());
        assert!(Yuv::i420(4, 4, [vec![0; 16], vec![0; 4], vec![0; 3]]).is_err());
        assert!(Yuv::i420(3, 4, [vec![0; 12], vec![0; 2], vec![0; 2]]).is_err());
    }
}
