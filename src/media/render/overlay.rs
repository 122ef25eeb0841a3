//! What moves on a card: the time code, and the progress line. Only the macroblocks they touch are coded again.

use std::collections::BTreeSet;

use super::canvas::{Canvas, mix};
use super::card::{Layout, clock_ink, fill_line};
use super::planes::{Planes, Rect};
use super::text::Faces;
use super::{FPS, RenderError};

/// One shot's picture as it stands at a frame.
pub(super) struct Shown {
    pub planes: Planes,
    /// The same picture with the line full and no time code.
    full: Planes,
    reached: usize,
    code: Vec<u8>,
}

impl Shown {
    /// From a card whose progress line is empty.
    pub fn new(mut card: Canvas, layout: &Layout) -> Result<Self, RenderError> {
        let planes = Planes::from_canvas(&card)?;
        fill_line(&mut card, layout, [255; 3], 0.94);
        let full = Planes::from_canvas(&card)?;
        Ok(Self { planes, full, reached: layout.line.left, code: Vec::new() })
    }

    /// Brings the picture to `frame` of `frames`, both of the whole clip, and tells the macroblocks that changed.
    pub fn advance(&mut self, frame: u32, frames: u32, layout: &Layout, clock: &Clock) -> Vec<usize> {
        let mut changed = BTreeSet::new();
        let reached = layout.reached(frame + 1, frames);
        if reached > self.reached {
            let grown = Rect { left: self.reached, right: reached, ..layout.line };
            self.planes.copy_rect(&self.full, grown);
            changed.extend(self.planes.blocks_of(grown));
            self.reached = reached;
        }
        let code = time_code(frame);
        for (place, figure) in code.bytes().enumerate() {
            if self.code.get(place) != Some(&figure) {
                let cell = clock.draw(&mut self.planes, &self.full, place, figure);
                changed.extend(self.planes.blocks_of(cell));
            }
        }
        self.code = code.into_bytes();
        changed.into_iter().collect()
    }
}

/// Minutes, seconds and frames, as an editor counts.
fn time_code(frame: u32) -> String {
    let secs = frame / FPS;
    format!("{:02}:{:02}:{:02}", secs / 60, secs % 60, frame % FPS)
}

/// The figures of the time code, drawn once a clip.
pub(super) struct Clock {
    /// `0` to `9` and `:`, in the order of their bytes.
    figures: Vec<Figure>,
    /// The left side of each place.
    places: Vec<usize>,
    top: usize,
}

/// Shares of ink, row by row.
struct Figure {
    width: usize,
    shares: Vec<u8>,
}

impl Clock {
    pub fn new(faces: &Faces, layout: &Layout) -> Self {
        let plate = layout.clock;
        let ink = clock_ink(layout);
        let height = plate.bottom - plate.top;
        let baseline = height as f32 / 2.0 + ink.em * 0.365;
        let figures: Vec<Figure> = ('0'..=':')
            .map(|letter| {
                let text = letter.to_string();
                let width = faces.width(&text, ink).ceil() as usize;
                let mut canvas = Canvas::black(width, height);
                faces.draw(&mut canvas, &text, 0.0, baseline, ink);
                Figure { width, shares: canvas.rgb().iter().step_by(3).copied().collect() }
            })
            .collect();
        let widths: Vec<usize> = time_code(0).bytes().map(|byte| figures[index_of(byte)].width).collect();
        let free = (plate.right - plate.left).saturating_sub(widths.iter().sum());
        let mut left = plate.left + free / 2;
        let place = |width: usize| {
            left += width;
            left - width
        };
        let places = widths.into_iter().map(place).collect();
        Self { figures, places, top: plate.top }
    }

    /// Draws a figure at its place over the clean plate, and tells where.
    fn draw(&self, planes: &mut Planes, clean: &Planes, place: usize, byte: u8) -> Rect {
        let figure = &self.figures[index_of(byte)];
        let rows = figure.shares.len() / figure.width;
        let left = self.places[place.min(self.places.len() - 1)];
        for (row, shares) in figure.shares.chunks_exact(figure.width).enumerate() {
            let at = (self.top + row) * planes.stride + left;
            for (column, &share) in shares.iter().enumerate() {
                planes.y[at + column] = mix(clean.y[at + column], WHITE_LUMA, f32::from(share) / 255.0);
            }
        }
        Rect { left, top: self.top, right: left + figure.width, bottom: self.top + rows }
    }
}

/// Paper white in limited range, a shade below the brightest.
const WHITE_LUMA: u8 = 228;

fn index_of(byte: u8) -> usize {
    usize::from(byte.saturating_sub(b'0')).min(10)
}
