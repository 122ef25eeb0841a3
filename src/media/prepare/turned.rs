//! A picture turned in its own memory: a turned copy of the largest would take as much again.

use image::metadata::Orientation;
use image::{DynamicImage, ImageBuffer, Pixel, imageops};

/// Turns the picture as its EXIF orientation (1 to 8) asks.
pub fn upright(mut image: DynamicImage, orientation: u8) -> DynamicImage {
    let orientation = Orientation::from_exif(orientation).unwrap_or(Orientation::NoTransforms);
    match image {
        DynamicImage::ImageLuma8(image) => turned::<_, 1>(image, orientation).into(),
        DynamicImage::ImageRgb8(image) => turned::<_, 3>(image, orientation).into(),
        // None of these is large: large ones are made 8-bit and opaque before.
        _ => {
            image.apply_orientation(orientation);
            image
        }
    }
}

type Bytes<P> = ImageBuffer<P, Vec<u8>>;

fn turned<P: Pixel<Subpixel = u8>, const CHANNELS: usize>(image: Bytes<P>, orientation: Orientation) -> Bytes<P> {
    let is_on_its_side = match orientation {
        Orientation::Rotate90 | Orientation::Rotate270 => true,
        Orientation::Rotate90FlipH | Orientation::Rotate270FlipH => true,
        Orientation::NoTransforms | Orientation::Rotate180 => false,
        Orientation::FlipHorizontal | Orientation::FlipVertical => false,
    };
    let mut image = if is_on_its_side { transposed::<P, CHANNELS>(image) } else { image };
    match orientation {
        Orientation::NoTransforms | Orientation::Rotate90FlipH => {}
        Orientation::FlipHorizontal | Orientation::Rotate90 => imageops::flip_horizontal_in_place(&mut image),
        Orientation::FlipVertical | Orientation::Rotate270 => imageops::flip_vertical_in_place(&mut image),
        Orientation::Rotate180 | Orientation::Rotate270FlipH => imageops::rotate180_in_place(&mut image),
    }
    image
}

/// Rows become columns.
fn transposed<P: Pixel<Subpixel = u8>, const CHANNELS: usize>(image: Bytes<P>) -> Bytes<P> {
    let (width, height) = image.dimensions();
    let mut raw = image.into_raw();
    transpose(raw.as_chunks_mut::<CHANNELS>().0, height as usize, width as usize);
    ImageBuffer::from_raw(height, width, raw).unwrap_or_default()
}

/// Columns that are shuffled together: a few of them fill a line of the processor's cache.
const TOGETHER: usize = 64;

/// In place, by shuffling within columns, within rows, and within columns again (Catanzaro, Keller and Garland, "A
/// decomposition for in-place matrix transposition", 2014). Following single pixels around their cycles would need no
/// more memory, but would miss the cache with each of a hundred million steps.
fn transpose<T: Copy>(all: &mut [T], rows: usize, columns: usize) {
    if rows < 2 || columns < 2 {
        return;
    }
    let common = greatest_common_divisor(rows, columns);
    let (tall, wide) = (rows / common, columns / common);
    if common > 1 {
        shuffle_columns(all, rows, columns, |row, column| (row + column / wide) % rows);
    }
    let mut before = Vec::with_capacity(columns);
    for (row, pixels) in all.chunks_exact_mut(columns).enumerate() {
        before.clear();
        before.extend_from_slice(pixels);
        for (column, pixel) in before.iter().enumerate() {
            pixels[((row + column / wide) % rows + column * rows) % columns] = *pixel;
        }
    }
    shuffle_columns(all, rows, columns, |row, column| (column + row * columns - row / tall) % rows);
}

/// In each column the pixel at a row comes from the row that `from` names.
fn shuffle_columns<T: Copy>(all: &mut [T], rows: usize, columns: usize, from: impl Fn(usize, usize) -> usize) {
    let mut before = Vec::with_capacity(rows * TOGETHER);
    for first in (0..columns).step_by(TOGETHER) {
        let count = TOGETHER.min(columns - first);
        before.clear();
        for row in all.chunks_exact(columns) {
            before.extend_from_slice(&row[first..first + count]);
        }
        for (row, pixels) in all.chunks_exact_mut(columns).enumerate() {
            for (column, pixel) in pixels[first..first + count].iter_mut().enumerate() {
                *pixel = before[from(row, first + column) * count + column];
            }
        }
    }
}

fn greatest_common_divisor(mut a: usize, mut b: usize) -> usize {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_columns_whatever_the_shape() {
        for (rows, columns) in (1..20).flat_map(|rows| (1..20).map(move |columns| (rows, columns))) {
            let before: Vec<usize> = (0..rows * columns).collect();
            let mut after = before.clone();
            transpose(&mut after, rows, columns);
            let wanted = (0..columns).flat_map(|column| (0..rows).map(move |row| row * columns + column));
            assert_eq!(after, wanted.collect::<Vec<_>>(), "{rows} × {columns}");
        }
    }

    #[test]
    fn a_picture_turned_in_place_is_the_one_turned_by_copying() {
        for (width, height) in [(37, 21), (130, 64), (64, 200), (1, 9)] {
            let colors = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, (x * y) as u8]));
            for given in [DynamicImage::from(colors.clone()), DynamicImage::from(colors).to_luma8().into()] {
                for orientation in 0..=9 {
                    let mut wanted = given.clone();
                    let by_exif = Orientation::from_exif(orientation).unwrap_or(Orientation::NoTransforms);
                    wanted.apply_orientation(by_exif);
                    assert!(upright(given.clone(), orientation) == wanted, "{width}×{height}, {orientation}");
                }
            }
        }
    }
}
