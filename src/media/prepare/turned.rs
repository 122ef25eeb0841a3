//! A picture that is turned while it is read: a turned copy of the largest would take as much memory again.

use image::metadata::Orientation;
use image::{GenericImageView, ImageBuffer, Pixel};

/// How the pixels of a picture that lies on its side are looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// EXIF 5.
    Transposed,
    /// EXIF 6.
    Right,
    /// EXIF 7.
    Transversed,
    /// EXIF 8.
    Left,
}

impl Turn {
    /// `None` where the picture can be turned in place.
    pub fn of(orientation: u8) -> Option<Self> {
        match Orientation::from_exif(orientation)? {
            Orientation::Rotate90FlipH => Some(Self::Transposed),
            Orientation::Rotate90 => Some(Self::Right),
            Orientation::Rotate270FlipH => Some(Self::Transversed),
            Orientation::Rotate270 => Some(Self::Left),
            Orientation::NoTransforms
            | Orientation::Rotate180
            | Orientation::FlipHorizontal
            | Orientation::FlipVertical => None,
        }
    }
}

pub struct Turned<'a, P: Pixel> {
    pub image: &'a ImageBuffer<P, Vec<P::Subpixel>>,
    pub turn: Turn,
}

impl<P: Pixel> GenericImageView for Turned<'_, P> {
    type Pixel = P;

    fn dimensions(&self) -> (u32, u32) {
        (self.image.height(), self.image.width())
    }

    #[inline]
    fn get_pixel(&self, x: u32, y: u32) -> P {
        let (right, lower) = (self.image.width() - 1, self.image.height() - 1);
        let (from_x, from_y) = match self.turn {
            Turn::Transposed => (y, x),
            Turn::Right => (y, lower - x),
            Turn::Transversed => (right - y, lower - x),
            Turn::Left => (right - y, x),
        };
        *self.image.get_pixel(from_x, from_y)
    }
}
