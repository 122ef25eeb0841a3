//! Where a cut can be: whole pixels of the upright picture, inside it, of a legal shape, and no smaller than vendors take
//! it. Pure arithmetic; what the mouse and the keys do to a cut is worked out here from where it began.

use crate::model::capabilities::PictureLimits;
use crate::model::repair::CropRect;

/// A corner or an edge that is pulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Handle {
    pub x: Edge,
    pub y: Edge,
}

/// Which of two edges, the one nearer to nought or the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edge {
    Low,
    High,
    Neither,
}

impl Handle {
    pub const ALL: [Self; 8] = [
        Self { x: Edge::Low, y: Edge::Low },
        Self { x: Edge::Neither, y: Edge::Low },
        Self { x: Edge::High, y: Edge::Low },
        Self { x: Edge::High, y: Edge::Neither },
        Self { x: Edge::High, y: Edge::High },
        Self { x: Edge::Neither, y: Edge::High },
        Self { x: Edge::Low, y: Edge::High },
        Self { x: Edge::Low, y: Edge::Neither },
    ];
}

/// What shape a cut keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Any that is legal.
    Free,
    Ratio {
        width: u32,
        height: u32,
    },
}

/// The picture that is cut, and what vendors take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sheet {
    pub width: u32,
    pub height: u32,
    pub min_side: u32,
    pub max_stretch: f64,
}

impl Sheet {
    pub fn new((width, height): (u32, u32), limits: &PictureLimits) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        Self { width, height, min_side: limits.min_side, max_stretch: limits.max_stretch }
    }

    /// The largest cut of this shape, about the middle of `around`.
    pub fn largest(&self, shape: Shape, around: CropRect) -> CropRect {
        let whole = (f64::from(self.width), f64::from(self.height));
        let size = match shape {
            Shape::Free => self.legal(whole, shape),
            Shape::Ratio { .. } => {
                let ratio = ratio_of(shape).unwrap_or(1.0);
                (whole.0.min(whole.1 * ratio), whole.1.min(whole.0 / ratio))
            }
        };
        let middle = middle_of(around);
        self.placed((middle.0 - size.0 / 2.0, middle.1 - size.1 / 2.0), size, shape)
    }

    pub fn whole(&self) -> CropRect {
        CropRect { x: 0, y: 0, width: self.width, height: self.height }
    }

    /// A cut moved by whole pixels, as far as there is picture.
    pub fn moved(&self, from: CropRect, by: (i64, i64)) -> CropRect {
        let place = |from: u32, by: i64, room: u32| {
            let room = i64::from(room);
            u32::try_from((i64::from(from) + by).clamp(0, room.max(0))).unwrap_or(from)
        };
        CropRect {
            x: place(from.x, by.0, self.width.saturating_sub(from.width)),
            y: place(from.y, by.1, self.height.saturating_sub(from.height)),
            ..from
        }
    }

    /// A cut whose handle was pulled this far from where it began. The opposite side stays where it is.
    pub fn pulled(&self, from: CropRect, handle: Handle, by: (f64, f64), shape: Shape) -> CropRect {
        let width = pull((from.x, from.width), handle.x, by.0, self.width);
        let height = pull((from.y, from.height), handle.y, by.1, self.height);
        match shape {
            Shape::Free => self.pulled_freely(from, handle, (width, height)),
            Shape::Ratio { .. } => self.pulled_in_shape(from, handle, (width, height), shape),
        }
    }

    fn pulled_freely(&self, from: CropRect, handle: Handle, (width, height): (f64, f64)) -> CropRect {
        let least = |side: u32| f64::from(self.min_side.min(side));
        let (mut width, mut height) = (width.max(least(self.width)), height.max(least(self.height)));
        // The side that is pulled gives way to the one that is not.
        match (handle.x, handle.y) {
            (Edge::Neither, _) => height = height.clamp(width / self.max_stretch, width * self.max_stretch),
            (_, Edge::Neither) => width = width.clamp(height / self.max_stretch, height * self.max_stretch),
            (Edge::Low | Edge::High, Edge::Low | Edge::High) => {
                (width, height) = self.legal((width, height), Shape::Free);
            }
        }
        self.anchored(from, handle, (width, height), Shape::Free)
    }

    fn pulled_in_shape(&self, from: CropRect, handle: Handle, (width, height): (f64, f64), shape: Shape) -> CropRect {
        let ratio = ratio_of(shape).unwrap_or(1.0);
        let wanted = match (handle.x, handle.y) {
            (Edge::Neither, _) => height * ratio,
            (_, Edge::Neither) => width,
            (Edge::Low | Edge::High, Edge::Low | Edge::High) => width.max(height * ratio),
        };
        let (room_x, room_y) =
            (room((from.x, from.width), handle.x, self.width), room((from.y, from.height), handle.y, self.height));
        let most = room_x.min(room_y * ratio);
        let least = f64::from(self.min_side) * ratio.max(1.0);
        let width = wanted.max(least).min(most);
        self.anchored(from, handle, (width, width / ratio), shape)
    }

    /// No side too short for what the other is.
    fn legal(&self, (width, height): (f64, f64), shape: Shape) -> (f64, f64) {
        match shape {
            Shape::Free => (width.min(height * self.max_stretch), height.min(width * self.max_stretch)),
            Shape::Ratio { .. } => (width, height),
        }
    }

    /// A cut of this size that holds on to the side opposite of the handle; across an edge that is pulled alone, to its
    /// middle.
    fn anchored(&self, from: CropRect, handle: Handle, size: (f64, f64), shape: Shape) -> CropRect {
        let start = |(low, length): (u32, u32), edge: Edge, now: f64| match edge {
            Edge::Low => f64::from(low) + f64::from(length) - now,
            Edge::High => f64::from(low),
            Edge::Neither => f64::from(low) + (f64::from(length) - now) / 2.0,
        };
        let at = (start((from.x, from.width), handle.x, size.0), start((from.y, from.height), handle.y, size.1));
        let mut cut = self.placed(at, size, shape);
        // What is not pulled does not move by the rounding of what is.
        if handle.x == Edge::Low {
            cut.x = (from.x + from.width).saturating_sub(cut.width);
        }
        if handle.y == Edge::Low {
            cut.y = (from.y + from.height).saturating_sub(cut.height);
        }
        cut
    }

    /// In whole pixels, inside the picture.
    fn placed(&self, at: (f64, f64), size: (f64, f64), shape: Shape) -> CropRect {
        let whole = |side: f64, most: u32| (side.round().max(1.0) as u32).min(most);
        let (mut width, mut height) = (whole(size.0, self.width), whole(size.1, self.height));
        if let Shape::Ratio { width: wide, height: high } = shape {
            // Rounding must not bend the shape by more than it has to.
            if wide >= high {
                height = whole(f64::from(width) * f64::from(high) / f64::from(wide), self.height);
            } else {
                width = whole(f64::from(height) * f64::from(wide) / f64::from(high), self.width);
            }
        }
        // Nor may it make a legal shape illegal.
        let longest = |short: u32| (f64::from(short) * self.max_stretch).floor().max(1.0) as u32;
        (width, height) = (width.min(longest(height)), height.min(longest(width)));
        let place = |at: f64, length: u32, most: u32| (at.round().max(0.0) as u32).min(most - length);
        CropRect { x: place(at.0, width, self.width), y: place(at.1, height, self.height), width, height }
    }
}

/// Width over height.
fn ratio_of(shape: Shape) -> Option<f64> {
    match shape {
        Shape::Free => None,
        Shape::Ratio { width, height } => Some(f64::from(width.max(1)) / f64::from(height.max(1))),
    }
}

fn middle_of(cut: CropRect) -> (f64, f64) {
    (f64::from(cut.x) + f64::from(cut.width) / 2.0, f64::from(cut.y) + f64::from(cut.height) / 2.0)
}

/// The length of a side whose edge was pulled.
fn pull((low, length): (u32, u32), edge: Edge, by: f64, most: u32) -> f64 {
    let (low, length) = (f64::from(low), f64::from(length));
    let high = low + length;
    match edge {
        Edge::Low => high - (low + by).clamp(0.0, high),
        Edge::High => (high + by).clamp(low, f64::from(most)) - low,
        Edge::Neither => length,
    }
}

/// How long a side can get when this edge of it is pulled; on both sides alike where neither is.
fn room((low, length): (u32, u32), edge: Edge, most: u32) -> f64 {
    let (low, high, most) = (f64::from(low), f64::from(low) + f64::from(length), f64::from(most));
    match edge {
        Edge::Low => high,
        Edge::High => most - low,
        Edge::Neither => most,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: PictureLimits = PictureLimits { max_bytes: 10_000_000, min_side: 300, max_stretch: 2.5 };
    const WIDE: Shape = Shape::Ratio { width: 16, height: 9 };
    const SQUARE: Shape = Shape::Ratio { width: 1, height: 1 };
    const CORNER: Handle = Handle { x: Edge::High, y: Edge::High };
    const LOW_CORNER: Handle = Handle { x: Edge::Low, y: Edge::Low };
    const RIGHT: Handle = Handle { x: Edge::High, y: Edge::Neither };
    const TOP: Handle = Handle { x: Edge::Neither, y: Edge::Low };

    fn sheet(width: u32, height: u32) -> Sheet {
        Sheet::new((width, height), &LIMITS)
    }

    fn rect(x: u32, y: u32, width: u32, height: u32) -> CropRect {
        CropRect { x, y, width, height }
    }

    #[test]
    fn the_largest_cut_of_a_shape_lies_in_the_middle() {
        let sheet = sheet(1600, 1200);
        assert_eq!(sheet.largest(WIDE, sheet.whole()), rect(0, 150, 1600, 900));
        assert_eq!(sheet.largest(SQUARE, sheet.whole()), rect(200, 0, 1200, 1200));
        assert_eq!(sheet.largest(SQUARE, rect(0, 0, 400, 400)), rect(0, 0, 1200, 1200));
        assert_eq!(sheet.largest(Shape::Free, sheet.whole()), sheet.whole());
    }

    #[test]
    fn a_picture_that_is_too_long_is_cut_to_the_longest_legal_shape() {
        let sheet = sheet(3000, 600);
        assert_eq!(sheet.largest(Shape::Free, sheet.whole()), rect(750, 0, 1500, 600));
        let odd = Sheet::new((3000, 601), &LIMITS);
        let cut = odd.largest(Shape::Ratio { width: 5, height: 2 }, odd.whole());
        assert!(f64::from(cut.width) <= 2.5 * f64::from(cut.height), "{cut:?}");
    }

    #[test]
    fn a_cut_moves_no_farther_than_the_picture() {
        let sheet = sheet(1000, 1000);
        assert_eq!(sheet.moved(rect(10, 10, 400, 400), (-30, 5)), rect(0, 15, 400, 400));
        assert_eq!(sheet.moved(rect(10, 10, 400, 400), (9_999, 9_999)), rect(600, 600, 400, 400));
    }

    #[test]
    fn a_pulled_side_leaves_the_other_where_it_is() {
        let sheet = sheet(2000, 2000);
        let from = rect(500, 500, 800, 600);
        assert_eq!(sheet.pulled(from, RIGHT, (100.0, 0.0), Shape::Free), rect(500, 500, 900, 600));
        assert_eq!(sheet.pulled(from, TOP, (0.0, -100.0), Shape::Free), rect(500, 400, 800, 700));
        assert_eq!(sheet.pulled(from, LOW_CORNER, (-50.0, 50.0), Shape::Free), rect(450, 550, 850, 550));
    }

    #[test]
    fn no_side_gets_shorter_than_the_vendor_takes() {
        let sheet = sheet(2000, 2000);
        assert_eq!(sheet.pulled(rect(0, 0, 400, 400), CORNER, (-300.0, -300.0), Shape::Free), rect(0, 0, 300, 300));
        let wide = sheet.pulled(rect(0, 0, 1600, 900), CORNER, (-1500.0, -800.0), WIDE);
        assert_eq!((wide.width, wide.height), (533, 300));
    }

    #[test]
    fn a_picture_smaller_than_that_is_kept_whole() {
        let small = sheet(200, 150);
        assert_eq!(small.pulled(small.whole(), CORNER, (-50.0, -50.0), Shape::Free), small.whole());
    }

    #[test]
    fn a_free_cut_gets_no_longer_than_is_legal() {
        let sheet = sheet(4000, 4000);
        assert_eq!(sheet.pulled(rect(0, 0, 500, 400), RIGHT, (3000.0, 0.0), Shape::Free), rect(0, 0, 1000, 400));
        let cut = sheet.pulled(rect(0, 0, 400, 500), TOP, (0.0, 490.0), Shape::Free);
        assert_eq!((cut.width, cut.height), (400, 300));
    }

    #[test]
    fn a_shape_stays_that_shape_at_the_edge_of_the_picture() {
        let sheet = sheet(1600, 1200);
        let from = rect(800, 600, 640, 360);
        let cut = sheet.pulled(from, CORNER, (9_999.0, 9_999.0), WIDE);
        assert_eq!(cut, rect(800, 600, 800, 450));
        let cut = sheet.pulled(from, RIGHT, (96.0, 0.0), WIDE);
        assert_eq!((cut.x, cut.width, cut.height), (800, 736, 414));
    }

    #[test]
    fn whatever_is_pulled_the_cut_is_legal_and_inside() {
        let mut seed = 7_u64;
        let mut next = |most: u32| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            u32::try_from((seed >> 33) % u64::from(most)).unwrap()
        };
        for _ in 0..4_000 {
            let sheet = sheet(300 + next(4_000), 300 + next(4_000));
            let shape = [Shape::Free, WIDE, SQUARE, Shape::Ratio { width: 2, height: 5 }][next(4) as usize];
            let mut cut = sheet.largest(shape, sheet.whole());
            let handle = Handle::ALL[next(8) as usize];
            let by = (f64::from(next(6_000)) - 3_000.0, f64::from(next(6_000)) - 3_000.0);
            cut = sheet.pulled(cut, handle, by, shape);
            cut = sheet.moved(cut, (by.0 as i64, by.1 as i64));
            assert!(cut.x + cut.width <= sheet.width && cut.y + cut.height <= sheet.height, "{cut:?} in {sheet:?}");
            let (long, short) = (cut.width.max(cut.height), cut.width.min(cut.height));
            assert!(f64::from(long) <= 2.5 * f64::from(short), "{cut:?} in {sheet:?}");
        }
    }
}
