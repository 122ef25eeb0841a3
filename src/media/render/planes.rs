//! The picture being coded: 4:2:0 planes rounded up to whole macroblocks.

use yuv::{BufferStoreMut, YuvConversionMode, YuvPlanarImageMut, YuvRange, YuvStandardMatrix};

use super::RenderError;
use super::canvas::Canvas;

/// A macroblock's side in luma samples.
pub(super) const BLOCK: usize = 16;

/// BT.709, limited range. Rows are `stride` (luma) and `stride / 2` (chroma) samples long; what lies outside
/// `width` × `height` is never shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Planes {
    pub width: usize,
    pub height: usize,
    pub stride: usize,
    pub y: Vec<u8>,
    pub u: Vec<u8>,
    pub v: Vec<u8>,
}

impl Planes {
    pub fn from_canvas(canvas: &Canvas) -> Result<Self, RenderError> {
        let (width, height) = (canvas.width(), canvas.height());
        let stride = width.next_multiple_of(BLOCK);
        let rows = height.next_multiple_of(BLOCK);
        let mut planes = Self {
            width,
            height,
            stride,
            y: vec![16; stride * rows],
            u: vec![128; stride * rows / 4],
            v: vec![128; stride * rows / 4],
        };
        let mut target = YuvPlanarImageMut {
            y_plane: BufferStoreMut::Borrowed(&mut planes.y),
            y_stride: stride as u32,
            u_plane: BufferStoreMut::Borrowed(&mut planes.u),
            u_stride: stride as u32 / 2,
            v_plane: BufferStoreMut::Borrowed(&mut planes.v),
            v_stride: stride as u32 / 2,
            width: width as u32,
            height: height as u32,
        };
        yuv::rgb_to_yuv420(
            &mut target,
            canvas.rgb(),
            width as u32 * 3,
            YuvRange::Limited,
            YuvStandardMatrix::Bt709,
            YuvConversionMode::Balanced,
        )
        .map_err(|source| RenderError::Colour { source })?;
        Ok(planes)
    }

    pub fn blocks_across(&self) -> usize {
        self.stride / BLOCK
    }

    pub fn blocks(&self) -> usize {
        self.y.len() / (BLOCK * BLOCK)
    }

    /// A macroblock's samples in coding order: luma, Cb, Cr.
    pub fn block(&self, index: usize) -> Vec<u8> {
        let (column, row) = (index % self.blocks_across(), index / self.blocks_across());
        let mut samples = Vec::with_capacity(384);
        let half = BLOCK / 2;
        for line in 0..BLOCK {
            let at = (row * BLOCK + line) * self.stride + column * BLOCK;
            samples.extend_from_slice(&self.y[at..at + BLOCK]);
        }
        for plane in [&self.u, &self.v] {
            for line in 0..half {
                let at = (row * half + line) * (self.stride / 2) + column * half;
                samples.extend_from_slice(&plane[at..at + half]);
            }
        }
        samples
    }

    /// Takes a rectangle over from `other`, which has the same size. Sides are rounded outwards to even samples.
    pub fn copy_rect(&mut self, other: &Self, rect: Rect) {
        let (left, right) = (rect.left & !1, (rect.right + 1) & !1);
        for line in rect.top..rect.bottom {
            let at = line * self.stride;
            self.y[at + left..at + right].copy_from_slice(&other.y[at + left..at + right]);
        }
        for line in rect.top / 2..rect.bottom.div_ceil(2) {
            let at = line * self.stride / 2;
            let span = at + left / 2..at + right / 2;
            self.u[span.clone()].copy_from_slice(&other.u[span.clone()]);
            self.v[span.clone()].copy_from_slice(&other.v[span]);
        }
    }

    /// The macroblocks a rectangle touches.
    pub fn blocks_of(&self, rect: Rect) -> impl Iterator<Item = usize> + use<> {
        let across = self.blocks_across();
        let columns = rect.left / BLOCK..rect.right.div_ceil(BLOCK).min(across);
        (rect.top / BLOCK..rect.bottom.div_ceil(BLOCK))
            .flat_map(move |row| columns.clone().map(move |column| row * across + column))
    }
}

/// Luma samples; right and bottom are the first outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rect {
    pub left: usize,
    pub top: usize,
    pub right: usize,
    pub bottom: usize,
}
