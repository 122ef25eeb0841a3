//! The picture behind the words: a sky, a sun or moon, and ridges one behind the other. Another one per shot.

use super::RenderError;
use super::canvas::{Canvas, Rgb, mix_rgb};

/// The colours of one hour of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Palette {
    zenith: Rgb,
    horizon: Rgb,
    light: Rgb,
    far: Rgb,
    near: Rgb,
    /// Of the label over the words.
    pub accent: Rgb,
}

/// Neighbours differ at a glance: a cut must be seen.
const PALETTES: [Palette; 8] = [
    // Dusk in violet and apricot.
    palette(0x2a2358, 0xf39a76, 0xffe3b8, 0x8f5a80, 0x1a1533, 0xffc59a),
    // Clear morning in teal.
    palette(0x14607a, 0xb9e3d6, 0xfffbe6, 0x4f9a9c, 0x0b2a35, 0xa9f0de),
    // Desert in amber.
    palette(0x8c3b2a, 0xf7c56b, 0xfff1c9, 0xc9723f, 0x3a1512, 0xffd88a),
    // Moonlit indigo.
    palette(0x0a1030, 0x49659f, 0xeaf1ff, 0x2f4577, 0x070b1d, 0xa8c4ff),
    // Forest after rain.
    palette(0x1f5a4a, 0xd9dfa0, 0xfdffe0, 0x5c9467, 0x0b241c, 0xd6f0a0),
    // Rose dawn.
    palette(0x5b3a86, 0xf8a8b8, 0xfff0e6, 0xa765a0, 0x241236, 0xffc2d4),
    // Winter blue.
    palette(0x2c5f9e, 0xdcebf5, 0xffffff, 0x7fa6cc, 0x12263f, 0xbfe0ff),
    // Embers.
    palette(0x3a1220, 0xe2574a, 0xffcf9a, 0x8c2f3d, 0x16080f, 0xffab8f),
];

const fn palette(zenith: u32, horizon: u32, light: u32, far: u32, near: u32, accent: u32) -> Palette {
    Palette {
        zenith: rgb(zenith),
        horizon: rgb(horizon),
        light: rgb(light),
        far: rgb(far),
        near: rgb(near),
        accent: rgb(accent),
    }
}

const fn rgb(hex: u32) -> Rgb {
    [(hex >> 16) as u8, (hex >> 8) as u8, hex as u8]
}

impl Palette {
    /// What deepens the ground under the words.
    pub fn shade(self) -> Rgb {
        mix_rgb(self.near, [0, 0, 0], 0.35)
    }
}

/// The palette of a shot, counted from 0. The clip's seed says where in the day it begins.
pub(super) fn palette_of(seed: u64, shot: usize) -> Palette {
    PALETTES[(seed as usize % PALETTES.len() + shot) % PALETTES.len()]
}

/// One shot's landscape, drawn from back to front: what belongs between sky and ridges goes in between.
pub(super) struct Landscape {
    palette: Palette,
    dice: fastrand::Rng,
}

impl Landscape {
    pub fn new(seed: u64, shot: usize) -> Self {
        let dice = fastrand::Rng::with_seed(seed.wrapping_mul(31).wrapping_add(shot as u64));
        Self { palette: palette_of(seed, shot), dice }
    }

    pub fn draw_sky(&mut self, size: (usize, usize)) -> Result<Canvas, RenderError> {
        let sun = Sun::throw(&mut self.dice, size);
        let mut canvas = sky(size, self.palette, sun)?;
        canvas.disc(sun.centre, sun.radius, self.palette.light, 0.96);
        Ok(canvas)
    }

    pub fn draw_ridges(&mut self, canvas: &mut Canvas) {
        for layer in 0..RIDGES {
            ridge(canvas, self.palette, layer, &mut self.dice);
        }
    }
}

const RIDGES: usize = 4;
/// The sky is reckoned on this many samples across its longer side, then blown up.
const COARSE: usize = 160;

#[derive(Debug, Clone, Copy)]
struct Sun {
    centre: (f32, f32),
    radius: f32,
}

impl Sun {
    fn throw(dice: &mut fastrand::Rng, (width, height): (usize, usize)) -> Self {
        let (width, height) = (width as f32, height as f32);
        let across = 0.52 + 0.3 * dice.f32();
        let down = 0.27 + 0.13 * dice.f32();
        let radius = width.min(height) * (0.085 + 0.05 * dice.f32());
        Self { centre: (width * across, height * down), radius }
    }
}

/// Zenith to horizon, with the light's glow.
fn sky(size: (usize, usize), palette: Palette, sun: Sun) -> Result<Canvas, RenderError> {
    let longer = size.0.max(size.1) as f32;
    let small = (size.0 * COARSE / longer as usize, size.1 * COARSE / longer as usize);
    let (small, step) = ((small.0.max(2), small.1.max(2)), longer / COARSE as f32);
    let halo = mix_rgb(palette.light, palette.horizon, 0.35);
    let mut rgb = Vec::with_capacity(small.0 * small.1 * 3);
    for row in 0..small.1 {
        let fall = (row as f32 / (small.1 as f32 * HORIZON)).min(1.0);
        let base = mix_rgb(palette.zenith, palette.horizon, fall * fall * (3.0 - 2.0 * fall));
        for column in 0..small.0 {
            let (dx, dy) = (column as f32 * step - sun.centre.0, row as f32 * step - sun.centre.1);
            let away = (dx * dx + dy * dy).sqrt() / sun.radius;
            let glow = 0.75 * (-away * away / 14.0).exp() + 0.25 * (-away / 5.0).exp();
            rgb.extend_from_slice(&mix_rgb(base, halo, glow * 0.8));
        }
    }
    Canvas::from_small(rgb, small, size)
}

/// Where the sky ends, as a share of the height.
const HORIZON: f32 = 0.62;

/// One ridge, layer 0 the farthest. Mist gathers at its foot; the nearest is dark enough to write on.
fn ridge(canvas: &mut Canvas, palette: Palette, layer: usize, dice: &mut fastrand::Rng) {
    let (width, height) = (canvas.width(), canvas.height());
    let nearness = layer as f32 / (RIDGES - 1) as f32;
    let crest = crest(width, height, layer, dice);
    let tone = mix_rgb(palette.far, palette.near, nearness);
    let misty = mix_rgb(tone, palette.horizon, 0.42 * (1.0 - nearness));
    let top = crest.iter().copied().fold(f32::MAX, f32::min).max(0.0);
    let fall = height as f32 * 0.24;
    for row in top as usize..height {
        let colour = mix_rgb(tone, misty, ((row as f32 - top) / fall).min(1.0));
        paint_below(canvas, &crest, row, colour);
    }
}

/// Paints one row wherever it lies under the crest, the crest itself smoothly.
fn paint_below(canvas: &mut Canvas, crest: &[f32], row: usize, colour: Rgb) {
    let level = row as f32;
    let mut from = None;
    for (column, &edge) in crest.iter().enumerate() {
        if edge <= level {
            from.get_or_insert(column);
            continue;
        }
        if let Some(from) = from.take() {
            canvas.run(row, from, column, colour);
        }
        if edge < level + 1.0 {
            canvas.blend(column as i32, row as i32, colour, level + 1.0 - edge);
        }
    }
    if let Some(from) = from {
        canvas.run(row, from, crest.len(), colour);
    }
}

/// The height of a ridge at each column: a few waves, the far ones rougher.
fn crest(width: usize, height: usize, layer: usize, dice: &mut fastrand::Rng) -> Vec<f32> {
    let base = height as f32 * [0.50, 0.57, 0.655, 0.76][layer];
    let sway = height as f32 * [0.085, 0.07, 0.05, 0.035][layer];
    let long = width.max(height) as f32;
    let waves: Vec<(f32, f32, f32)> = [(1.3, 0.55), (2.9, 0.3), (6.1, 0.13), (13.7, 0.05)]
        .into_iter()
        .map(|(per_width, share)| {
            (std::f32::consts::TAU * per_width * (0.8 + 0.4 * dice.f32()) / long, share, dice.f32() * 6.3)
        })
        .collect();
    (0..width)
        .map(|x| {
            base - sway * waves.iter().map(|(rate, share, phase)| share * (x as f32 * rate + phase).sin()).sum::<f32>()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_shots_never_share_a_palette() {
        for seed in [0, 7, u64::MAX] {
            for shot in 0..12 {
                assert_ne!(palette_of(seed, shot), palette_of(seed, shot + 1));
            }
        }
    }

    #[test]
    fn the_same_seed_draws_the_same_picture() {
        let drawn = |seed, shot| {
            let mut scene = Landscape::new(seed, shot);
            let mut canvas = scene.draw_sky((320, 180)).unwrap();
            scene.draw_ridges(&mut canvas);
            canvas.rgb().to_vec()
        };
        assert!(drawn(5, 1) == drawn(5, 1));
        assert!(drawn(5, 1) != drawn(5, 2));
        assert!(drawn(5, 1) != drawn(6, 1));
    }
}
