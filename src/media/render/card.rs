//! What stands on a shot's picture: its number, title and prompt, the mark of practice, the frame of the time code
//! and the line that fills as the clip plays.

use super::RenderError;
use super::canvas::{Canvas, Rgb};
use super::landscape::{Landscape, Palette, palette_of};
use super::planes::Rect;
use super::text::{Faces, Ink, Weight};

const WHITE: Rgb = [255, 255, 255];
const NIGHT: Rgb = [14, 15, 20];

/// One shot's words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    pub shot: usize,
    pub title: &'a str,
    pub text: &'a str,
}

/// Where things stand, in pixels, for one size of picture.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub width: usize,
    pub height: usize,
    /// A pixel of a 720-line picture.
    pub unit: f32,
    margin: f32,
    /// The time code's plate.
    pub clock: Rect,
    /// The progress line; each span of columns is a shot.
    pub line: Rect,
    pub spans: Vec<(usize, usize)>,
}

impl Layout {
    /// `frames` are the shots' lengths.
    pub fn new(width: usize, height: usize, frames: &[u32]) -> Self {
        let unit = width.min(height) as f32 / 720.0;
        let margin = 48.0 * unit;
        let right = width - margin as usize;
        let clock = Rect {
            left: right - (148.0 * unit) as usize,
            top: margin as usize,
            right,
            bottom: (margin + 40.0 * unit) as usize,
        };
        let bottom = height - (40.0 * unit) as usize;
        let line = Rect { left: margin as usize, top: bottom - (5.0 * unit).round() as usize, right, bottom };
        let spans = spans(line, frames, (6.0 * unit) as usize);
        Self { width, height, unit, margin, clock, line, spans }
    }

    /// The column the progress line has reached when `done` of `all` frames have been shown.
    pub fn reached(&self, done: u32, all: u32) -> usize {
        self.line.left + (self.line.right - self.line.left) * done as usize / all.max(1) as usize
    }
}

/// Draws the card of one shot, its progress line empty.
pub(super) fn card(faces: &Faces, layout: &Layout, seed: u64, words: Words<'_>) -> Result<Canvas, RenderError> {
    let mut scene = Landscape::new(seed, words.shot);
    let mut canvas = scene.draw_sky((layout.width, layout.height))?;
    // The number stands in the sky: the ridges pass before it.
    draw_number(&mut canvas, faces, layout, words.shot);
    scene.draw_ridges(&mut canvas);
    let palette = palette_of(seed, words.shot);
    draw_mark(&mut canvas, faces, layout);
    draw_words(&mut canvas, faces, layout, words, palette);
    plate(&mut canvas, layout.clock, 10.0 * layout.unit, NIGHT, 0.9);
    fill_line(&mut canvas, layout, WHITE, 0.24);
    Ok(canvas)
}

/// Draws every span of the progress line.
pub(super) fn fill_line(canvas: &mut Canvas, layout: &Layout, colour: Rgb, cover: f32) {
    for &(left, right) in &layout.spans {
        plate(canvas, Rect { left, right, ..layout.line }, 99.0, colour, cover);
    }
}

/// The ink of the time code.
pub(super) fn clock_ink(layout: &Layout) -> Ink {
    Ink { weight: Weight::Tabular, em: 24.0 * layout.unit, colour: WHITE, cover: 1.0, spacing: 0.0 }
}

fn spans(line: Rect, frames: &[u32], gap: usize) -> Vec<(usize, usize)> {
    let all: usize = frames.iter().map(|frames| *frames as usize).sum();
    let mut begin = 0;
    let mut spans = Vec::with_capacity(frames.len());
    for (index, &count) in frames.iter().enumerate() {
        let end = begin + count as usize;
        let column = |frame: usize| line.left + (line.right - line.left) * frame / all.max(1);
        let right = if index + 1 == frames.len() { column(end) } else { column(end).saturating_sub(gap) };
        spans.push((column(begin), right.max(column(begin) + 1)));
        begin = end;
    }
    spans
}

fn plate(canvas: &mut Canvas, rect: Rect, radius: f32, colour: Rgb, cover: f32) {
    let size = ((rect.right - rect.left) as f32, (rect.bottom - rect.top) as f32);
    canvas.rounded((rect.left as f32, rect.top as f32), size, radius, colour, cover);
}

/// The shot's number, large and faint in the sky.
fn draw_number(canvas: &mut Canvas, faces: &Faces, layout: &Layout, shot: usize) {
    let number = (shot + 1).to_string();
    let em = 280.0 * layout.unit;
    let ink = Ink { weight: Weight::SemiBold, em, colour: WHITE, cover: 0.34, spacing: -0.04 * em };
    let baseline = layout.margin + 76.0 * layout.unit + em * 0.73;
    faces.draw(canvas, &number, layout.margin - 0.06 * em, baseline, ink);
}

fn draw_mark(canvas: &mut Canvas, faces: &Faces, layout: &Layout) {
    let unit = layout.unit;
    let ink =
        Ink { weight: Weight::SemiBold, em: 17.0 * unit, colour: [255, 214, 120], cover: 1.0, spacing: 2.6 * unit };
    let width = faces.width(MARK, ink) - ink.spacing + 36.0 * unit;
    let (left, top) = (layout.margin, layout.clock.top as f32);
    canvas.rounded((left, top), (width, 40.0 * unit), 10.0 * unit, NIGHT, 0.72);
    faces.draw(canvas, MARK, left + 18.0 * unit, top + 26.2 * unit, ink);
}

/// Burnt into the picture in every language: a practice clip must never pass for a paid one.
const MARK: &str = "PRACTICE";

/// Title and prompt over the near ridges, set from the bottom up.
fn draw_words(canvas: &mut Canvas, faces: &Faces, layout: &Layout, words: Words<'_>, palette: Palette) {
    let unit = layout.unit;
    let width = (layout.width as f32 - 2.0 * layout.margin).min(980.0 * unit);
    let (ink, lines) = fit(faces, words.text, width, unit);
    let leading = ink.em * 1.32;
    let bottom = layout.line.top as f32 - 34.0 * unit;
    let first = bottom - leading * lines.len().saturating_sub(1) as f32;
    let above = if lines.is_empty() { bottom } else { first - ink.em - 22.0 * unit };
    draw_shade(canvas, palette.shade(), above - 110.0 * unit, above + 20.0 * unit);
    for (index, line) in lines.iter().enumerate() {
        shadowed(canvas, faces, line, (layout.margin, first + leading * index as f32), ink, unit);
    }
    let label =
        Ink { weight: Weight::SemiBold, em: 25.0 * unit, colour: palette.accent, cover: 1.0, spacing: 0.4 * unit };
    let title = faces.wrap(words.title, width, label, 1);
    if let Some(line) = title.first() {
        shadowed(canvas, faces, line, (layout.margin, above), label, unit);
    }
}

/// Deepens the picture under the words, softly from `begin` and in full from `full` on.
fn draw_shade(canvas: &mut Canvas, colour: Rgb, begin: f32, full: f32) {
    for row in begin.max(0.0) as usize..canvas.height() {
        let share = ((row as f32 - begin) / (full - begin)).min(1.0);
        canvas.shade(row, colour, 0.6 * share * share);
    }
}

/// The largest of three sizes at which the text stands in a few lines; what is still too long ends in "…".
fn fit(faces: &Faces, text: &str, width: f32, unit: f32) -> (Ink, Vec<String>) {
    let ink = |em: f32| Ink { weight: Weight::Medium, em: em * unit, colour: WHITE, cover: 1.0, spacing: 0.0 };
    for (em, most) in [(46.0, 2), (38.0, 3), (31.0, 5)] {
        let lines = faces.wrap(text, width, ink(em), most);
        if lines.len() <= most {
            return (ink(em), lines);
        }
    }
    let ink = ink(31.0);
    let mut lines = faces.wrap(text, width, ink, 5);
    lines.truncate(5);
    if let Some(last) = lines.last_mut() {
        *last = faces.ellipsis(last, width, ink);
    }
    (ink, lines)
}

fn shadowed(canvas: &mut Canvas, faces: &Faces, line: &str, at: (f32, f32), ink: Ink, unit: f32) {
    let shadow = Ink { colour: NIGHT, cover: 0.4, ..ink };
    faces.draw(canvas, line, at.0 + 1.5 * unit, at.1 + 2.0 * unit, shadow);
    faces.draw(canvas, line, at.0, at.1, ink);
}
