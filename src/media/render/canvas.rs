//! An RGB picture to draw on. What touches every pixel copies whole runs, so that an unoptimised build is quick too.

use std::io::Cursor;

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, ImageDecoder, ImageReader};

use super::RenderError;

/// 8-bit sRGB.
pub(super) type Rgb = [u8; 3];

#[derive(Clone)]
pub(super) struct Canvas {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

impl Canvas {
    pub fn black(width: usize, height: usize) -> Self {
        Self { width, height, rgb: vec![0; width * height * 3] }
    }

    /// A picture file, as it is meant to be seen, cropped around its middle to fill the size.
    pub fn from_file(bytes: &[u8], width: usize, height: usize) -> Result<Self, RenderError> {
        let picture = decode(bytes).map_err(|source| RenderError::Picture { source })?.into_rgb8();
        let (from_width, from_height) = picture.dimensions();
        let crop = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
            .fit_into_destination(Some((0.5, 0.5)));
        Self::resized(picture.into_raw(), (from_width as usize, from_height as usize), (width, height), &crop)
    }

    /// Blows a small picture up, softly.
    pub fn from_small(rgb: Vec<u8>, from: (usize, usize), to: (usize, usize)) -> Result<Self, RenderError> {
        let soft = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
        Self::resized(rgb, from, to, &soft)
    }

    fn resized(
        rgb: Vec<u8>,
        from: (usize, usize),
        to: (usize, usize),
        options: &ResizeOptions,
    ) -> Result<Self, RenderError> {
        let unfit = || RenderError::Size { width: to.0 as u32, height: to.1 as u32 };
        let source = Image::from_vec_u8(from.0 as u32, from.1 as u32, rgb, PixelType::U8x3).map_err(|_| unfit())?;
        let mut target = Image::new(to.0 as u32, to.1 as u32, PixelType::U8x3);
        Resizer::new().resize(&source, &mut target, options).map_err(|_| unfit())?;
        Ok(Self { width: to.0, height: to.1, rgb: target.into_vec() })
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn height(&self) -> usize {
        self.height
    }

    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// Paints a run of one row in one colour. What lies outside is left out.
    pub fn run(&mut self, row: usize, from: usize, to: usize, colour: Rgb) {
        let to = to.min(self.width);
        if row >= self.height || from >= to {
            return;
        }
        let at = row * self.width * 3;
        self.rgb[at + from * 3..at + to * 3].copy_from_slice(&colour.repeat(to - from));
    }

    /// Lays a colour over one row.
    pub fn shade(&mut self, row: usize, colour: Rgb, cover: f32) {
        let [red, green, blue] = colour.map(|over| (0..=255).map(|under| mix(under, over, cover)).collect::<Vec<u8>>());
        let at = row * self.width * 3;
        for pixel in self.rgb[at..at + self.width * 3].chunks_exact_mut(3) {
            pixel[0] = red[usize::from(pixel[0])];
            pixel[1] = green[usize::from(pixel[1])];
            pixel[2] = blue[usize::from(pixel[2])];
        }
    }

    /// Lays a colour over one pixel, `cover` from 0 (nothing) to 1. What lies outside is left out.
    pub fn blend(&mut self, x: i32, y: i32, colour: Rgb, cover: f32) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x >= self.width || y >= self.height {
            return;
        }
        let at = (y * self.width + x) * 3;
        for (under, over) in self.rgb[at..at + 3].iter_mut().zip(colour) {
            *under = mix(*under, over, cover);
        }
    }

    /// A disc with a smooth edge.
    pub fn disc(&mut self, centre: (f32, f32), radius: f32, colour: Rgb, cover: f32) {
        let corner = radius + 1.0;
        let (left, top) = (centre.0 - corner, centre.1 - corner);
        let side = corner * 2.0;
        self.rounded((left + 1.0, top + 1.0), (side - 2.0, side - 2.0), radius, colour, cover);
    }

    /// A rectangle with rounded corners and a smooth edge.
    pub fn rounded(&mut self, at: (f32, f32), size: (f32, f32), radius: f32, colour: Rgb, cover: f32) {
        let radius = radius.min(size.0 / 2.0).min(size.1 / 2.0);
        let (right, bottom) = (at.0 + size.0, at.1 + size.1);
        for y in at.1.floor() as i32..bottom.ceil() as i32 {
            let dy = outside(y as f32 + 0.5, at.1 + radius, bottom - radius);
            for x in at.0.floor() as i32..right.ceil() as i32 {
                let dx = outside(x as f32 + 0.5, at.0 + radius, right - radius);
                let edge = (radius + 0.5 - (dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0);
                if edge > 0.0 {
                    self.blend(x, y, colour, cover * edge);
                }
            }
        }
    }
}

/// `t` from 0 (all `from`) to 1 (all `to`).
pub(super) fn mix(from: u8, to: u8, t: f32) -> u8 {
    (f32::from(from) + (f32::from(to) - f32::from(from)) * t).round() as u8
}

pub(super) fn mix_rgb(from: Rgb, to: Rgb, t: f32) -> Rgb {
    [mix(from[0], to[0], t), mix(from[1], to[1], t), mix(from[2], to[2], t)]
}

/// How far a value lies outside a span.
fn outside(value: f32, from: f32, to: f32) -> f32 {
    (from - value).max(value - to).max(0.0)
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, image::ImageError> {
    let mut decoder = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}
