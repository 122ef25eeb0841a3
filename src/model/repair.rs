//! Repairs of a picture: what is done to it so that an offering takes it. Steps as data; `media::repair` does them.

use super::capabilities::PictureLimits;
use super::draft::Draft;
use super::image::{ColorKind, ImageRef, PictureFacts};
use super::preflight::Place;

/// One step over the upright picture. Whatever the steps, what is written is upright, 8-bit sRGB without alpha or
/// metadata: JPEG or PNG.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Repair {
    /// Nothing but reading it and writing it anew: another format, print colours, 16 bits, an animation's first picture.
    Convert,
    /// Transparent parts are laid on this colour (sRGB) instead of white.
    Flatten([u8; 3]),
    Crop(CropRect),
    Pad {
        to: Canvas,
        fill: Fill,
    },
    /// Enlarged until the short side has so many pixels.
    ScaleUp {
        min_side: u32,
    },
    /// PNG where nothing was lost before and it fits, else the best JPEG that does.
    FitBytes {
        max_bytes: u64,
    },
}

/// A part of a picture, in pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CropRect {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

/// What a picture is laid on, in its middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Canvas {
    /// The smallest one of this shape that holds the picture.
    Ratio { width: u32, height: u32 },
    /// At least so large; never smaller than the picture.
    Size { width: u32, height: u32 },
}

/// What is seen around a padded picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    Solid([u8; 3]),
    /// The picture itself, filling the canvas, out of focus.
    Blurred,
}

/// How a picture gets another shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reshape {
    /// Its edges are cut off.
    Crop,
    /// It is laid on a larger canvas.
    Pad,
}

/// A crop that takes no more than this of a picture is the safe way to another shape; beyond it nothing is cut off.
const SLIVER: f64 = 0.02;
/// A canvas of more pixels is not worth its memory: then the picture is cropped.
const CANVAS_PIXELS: u64 = 40_000_000;

/// What shows through where nobody chose a colour.
pub const WHITE: [u8; 3] = [255; 3];
pub const BLACK: [u8; 3] = [0; 3];

/// The smallest safe repair: nothing for a picture that is legal already.
pub fn plan(facts: &PictureFacts, limits: &PictureLimits) -> Vec<Repair> {
    plan_by(safe_reshape(facts, limits), facts, limits)
}

/// As `plan`, with the way to a legal shape chosen.
pub fn plan_by(way: Reshape, facts: &PictureFacts, limits: &PictureLimits) -> Vec<Repair> {
    let convert = needs_converting(facts).then_some(Repair::Convert);
    let reshape = (facts.stretch() > limits.max_stretch).then(|| unstretch(way, facts, limits));
    let steps: Vec<Repair> = convert.into_iter().chain(reshape).collect();
    let is_heavy = facts.bytes > limits.max_bytes;
    finish(steps, facts, limits, is_heavy)
}

/// Gives a picture this shape, and puts right whatever else is wrong with it.
pub fn plan_ratio(way: Reshape, ratio: (u32, u32), facts: &PictureFacts, limits: &PictureLimits) -> Vec<Repair> {
    let reshape = match way {
        Reshape::Crop => Repair::Crop(CropRect::of_ratio(ratio, (facts.width, facts.height))),
        Reshape::Pad => Repair::Pad { to: Canvas::Ratio { width: ratio.0, height: ratio.1 }, fill: Fill::Blurred },
    };
    finish(vec![reshape], facts, limits, true)
}

/// Lays a transparent picture on a colour, and puts right whatever else is wrong with it.
pub fn plan_ground(color: [u8; 3], facts: &PictureFacts, limits: &PictureLimits) -> Vec<Repair> {
    let mut steps = vec![Repair::Flatten(color)];
    steps.extend(plan(facts, limits).into_iter().filter(|step| !matches!(step, Repair::FitBytes { .. })));
    finish(steps, facts, limits, true)
}

/// The steps that a picture of these needs afterwards, so that nothing new is wrong with it.
pub fn finish(mut steps: Vec<Repair>, facts: &PictureFacts, limits: &PictureLimits, is_rewritten: bool) -> Vec<Repair> {
    let (width, height) = size_after(&steps, (facts.width, facts.height));
    if width.min(height) < limits.min_side {
        steps.push(Repair::ScaleUp { min_side: limits.min_side });
    }
    if !steps.is_empty() || is_rewritten {
        steps.push(Repair::FitBytes { max_bytes: limits.max_bytes });
    }
    steps
}

/// Width and height of a picture once the steps are done.
pub fn size_after(steps: &[Repair], size: (u32, u32)) -> (u32, u32) {
    steps.iter().fold(size, |(width, height), step| match *step {
        Repair::Convert | Repair::Flatten(_) | Repair::FitBytes { .. } => (width, height),
        Repair::Crop(rect) => rect.within((width, height)).map_or((width, height), |rect| (rect.width, rect.height)),
        Repair::Pad { to, .. } => to.size((width, height)),
        Repair::ScaleUp { min_side } => scaled_up(min_side, (width, height)),
    })
}

/// What a person calls these steps: the one that shows, or `all` where there are several.
pub fn word(steps: &[Repair]) -> &'static str {
    let has = |is: fn(&Repair) -> bool| steps.iter().any(is);
    let grounds: Option<[u8; 3]> = steps.iter().find_map(|step| match step {
        Repair::Flatten(color) => Some(*color),
        Repair::Convert | Repair::Crop(_) | Repair::Pad { .. } | Repair::ScaleUp { .. } | Repair::FitBytes { .. } => {
            None
        }
    });
    if let Some(color) = grounds {
        return match color {
            WHITE => "flatten-white",
            BLACK => "flatten-black",
            _ => "flatten",
        };
    }
    let is_cropped = has(|step| matches!(step, Repair::Crop(_)));
    let is_padded = has(|step| matches!(step, Repair::Pad { .. }));
    let is_converted = has(|step| matches!(step, Repair::Convert));
    let is_scaled = has(|step| matches!(step, Repair::ScaleUp { .. }));
    match (is_cropped, is_padded, is_converted, is_scaled) {
        (true, _, false, false) => "crop",
        (true, ..) => "crop-all",
        (false, true, false, false) => "pad",
        (false, true, ..) => "pad-all",
        (false, false, true, true) => "all",
        (false, false, true, false) => "convert",
        (false, false, false, true) => "scale-up",
        (false, false, false, false) => "fit",
    }
}

/// The size whose short side is `min_side`; a picture that has it already keeps its own.
pub fn scaled_up(min_side: u32, (width, height): (u32, u32)) -> (u32, u32) {
    let short = width.min(height).max(1);
    if short >= min_side {
        return (width, height);
    }
    // Rounded down: a shape at the limit must not pass it.
    let scaled = |side: u32| {
        let side = u64::from(side) * u64::from(min_side) / u64::from(short);
        u32::try_from(side).unwrap_or(u32::MAX)
    };
    (scaled(width).max(min_side), scaled(height).max(min_side))
}

/// What no vendor reads at all.
fn needs_converting(facts: &PictureFacts) -> bool {
    !facts.format.is_legal() || facts.is_animated || facts.color == ColorKind::Cmyk
}

fn safe_reshape(facts: &PictureFacts, limits: &PictureLimits) -> Reshape {
    let lost = 1.0 - limits.max_stretch / facts.stretch();
    if lost <= SLIVER { Reshape::Crop } else { Reshape::Pad }
}

/// The least that brings a picture to the longest legal shape.
fn unstretch(way: Reshape, facts: &PictureFacts, limits: &PictureLimits) -> Repair {
    let (width, height) = (facts.width, facts.height);
    let (long, short) = (width.max(height), width.min(height));
    let wide = (f64::from(long) / limits.max_stretch).ceil() as u32;
    let is_canvas_too_large = u64::from(long) * u64::from(wide) > CANVAS_PIXELS;
    match way {
        Reshape::Pad if !is_canvas_too_large => {
            let (width, height) = if width >= height { (long, wide) } else { (wide, long) };
            Repair::Pad { to: Canvas::Size { width, height }, fill: Fill::Blurred }
        }
        Reshape::Pad | Reshape::Crop => {
            let kept = (f64::from(short) * limits.max_stretch).floor() as u32;
            let size = if width >= height { (kept, short) } else { (short, kept) };
            Repair::Crop(CropRect::middle(size, (width, height)))
        }
    }
}

impl CropRect {
    /// A part of this size in the middle of a picture.
    pub fn middle(part: (u32, u32), picture: (u32, u32)) -> Self {
        let (width, height) = (part.0.clamp(1, picture.0.max(1)), part.1.clamp(1, picture.1.max(1)));
        Self { x: (picture.0.max(1) - width) / 2, y: (picture.1.max(1) - height) / 2, width, height }
    }

    /// The largest part of this shape, in the middle of a picture.
    pub fn of_ratio(ratio: (u32, u32), picture: (u32, u32)) -> Self {
        let (wide, high) = (u64::from(ratio.0.max(1)), u64::from(ratio.1.max(1)));
        let (width, height) = (u64::from(picture.0), u64::from(picture.1));
        let rounded = |a: u64, b: u64| u32::try_from((a + b / 2) / b).unwrap_or(u32::MAX);
        let part = if width * high > height * wide {
            (rounded(height * wide, high), picture.1)
        } else {
            (picture.0, rounded(width * high, wide))
        };
        Self::middle(part, picture)
    }

    /// The part of it that lies in a picture of this size; `None` where none does.
    pub fn within(self, (width, height): (u32, u32)) -> Option<Self> {
        let (x, y) = (self.x.min(width), self.y.min(height));
        let part = Self { x, y, width: self.width.min(width - x), height: self.height.min(height - y) };
        (part.width > 0 && part.height > 0).then_some(part)
    }
}

impl Canvas {
    /// How large it is under a picture of this size.
    pub fn size(self, (width, height): (u32, u32)) -> (u32, u32) {
        match self {
            Self::Size { width: wide, height: high } => (wide.max(width), high.max(height)),
            Self::Ratio { width: wide, height: high } => {
                let (wide, high) = (u64::from(wide.max(1)), u64::from(high.max(1)));
                let (w, h) = (u64::from(width), u64::from(height));
                let grown = |a: u64, b: u64| u32::try_from(a.div_ceil(b)).unwrap_or(u32::MAX);
                if w * high > h * wide { (width, grown(w * high, wide)) } else { (grown(h * wide, high), height) }
            }
        }
    }
}

impl Draft {
    /// The picture at a place that has one.
    pub fn picture_at(&self, place: Place) -> Option<&ImageRef> {
        place.picture()?.picture(self)
    }

    /// Puts a picture where this one is; nothing happens where it is not any more.
    pub fn replace_picture(&mut self, place: Place, old: &ImageRef, new: &ImageRef) {
        if let Some(slot) = place.picture().filter(|slot| slot.picture(self) == Some(old)) {
            slot.put(self, new.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::image::PictureFormat;

    const LIMITS: PictureLimits = PictureLimits { max_bytes: 10_000_000, min_side: 300, max_stretch: 2.5 };

    fn png(width: u32, height: u32) -> PictureFacts {
        PictureFacts {
            format: PictureFormat::Png,
            bytes: 40_000,
            width,
            height,
            color: ColorKind::Rgb,
            bits: 8,
            has_alpha: false,
            is_animated: false,
            has_foreign_profile: false,
            orientation: 1,
        }
    }

    const FIT: Repair = Repair::FitBytes { max_bytes: 10_000_000 };

    #[test]
    fn a_legal_picture_needs_no_repair() {
        for (width, height) in [(300, 300), (300, 750), (750, 300), (4000, 3000)] {
            assert_eq!(plan(&png(width, height), &LIMITS), []);
        }
        assert_eq!(plan(&PictureFacts { bytes: 10_000_000, ..png(640, 480) }, &LIMITS), []);
        // These are prepared without asking.
        let odd =
            PictureFacts { bits: 16, has_alpha: true, has_foreign_profile: true, orientation: 6, ..png(640, 480) };
        assert_eq!(plan(&odd, &LIMITS), []);
    }

    #[test]
    fn every_fault_has_its_own_step() {
        let webp = PictureFacts { format: PictureFormat::Webp, ..png(640, 480) };
        assert_eq!(plan(&webp, &LIMITS), [Repair::Convert, FIT]);
        let film = PictureFacts { is_animated: true, ..png(640, 480) };
        assert_eq!(plan(&film, &LIMITS), [Repair::Convert, FIT]);
        let print = PictureFacts { format: PictureFormat::Jpeg, color: ColorKind::Cmyk, ..png(640, 480) };
        assert_eq!(plan(&print, &LIMITS), [Repair::Convert, FIT]);
        assert_eq!(plan(&png(299, 400), &LIMITS), [Repair::ScaleUp { min_side: 300 }, FIT]);
        assert_eq!(plan(&PictureFacts { bytes: 10_000_001, ..png(640, 480) }, &LIMITS), [FIT]);
    }

    #[test]
    fn a_sliver_is_cut_off_and_more_is_padded() {
        let sliver = Repair::Crop(CropRect { x: 0, y: 0, width: 750, height: 300 });
        assert_eq!(plan(&png(751, 300), &LIMITS), [sliver, FIT]);
        let canvas = Repair::Pad { to: Canvas::Size { width: 1200, height: 480 }, fill: Fill::Blurred };
        assert_eq!(plan(&png(1200, 300), &LIMITS), [canvas, FIT]);
        let middle = Repair::Crop(CropRect { x: 225, y: 0, width: 750, height: 300 });
        assert_eq!(plan_by(Reshape::Crop, &png(1200, 300), &LIMITS), [middle, FIT]);
    }

    #[test]
    fn a_shape_is_cut_out_of_the_middle_or_laid_on_a_canvas_of_it() {
        let cut = |ratio, size| {
            let rect = CropRect::of_ratio(ratio, size);
            (rect.x, rect.y, rect.width, rect.height)
        };
        assert_eq!(cut((16, 9), (1920, 1920)), (0, 420, 1920, 1080));
        assert_eq!(cut((9, 16), (1920, 1080)), (656, 0, 608, 1080));
        assert_eq!(cut((1, 1), (640, 480)), (80, 0, 480, 480));
        assert_eq!(cut((16, 9), (1920, 1080)), (0, 0, 1920, 1080));
        assert_eq!(Canvas::Ratio { width: 16, height: 9 }.size((1080, 1080)), (1920, 1080));
        assert_eq!(Canvas::Ratio { width: 9, height: 16 }.size((1080, 1080)), (1080, 1920));
        assert_eq!(Canvas::Size { width: 10, height: 900 }.size((640, 480)), (640, 900));
    }

    #[test]
    fn a_crop_outside_the_picture_is_cut_down_to_it_or_is_none() {
        let rect = CropRect { x: 600, y: 400, width: 100, height: 100 };
        assert_eq!(rect.within((640, 480)), Some(CropRect { x: 600, y: 400, width: 40, height: 80 }));
        assert_eq!(rect.within((600, 480)), None);
        assert_eq!(CropRect { width: 0, ..rect }.within((900, 900)), None);
        assert_eq!(CropRect { x: u32::MAX, ..rect }.within((900, 900)), None);
    }

    #[test]
    fn a_new_picture_goes_only_where_the_old_one_still_is() {
        let (old, new) = (ImageRef::file("old.webp"), ImageRef::file("new.png"));
        let mut draft = Draft::new("v/m");
        draft.frames.first = Some(old.clone());
        draft.frames.last = Some(ImageRef::file("other.png"));
        let before = draft.frames.last.clone();
        for place in [Place::FirstFrame, Place::LastFrame, Place::Reference(3), Place::ElementImage(0, 0), Place::Cut] {
            draft.replace_picture(place, &old, &new);
        }
        assert_eq!((draft.frames.first, draft.frames.last), (Some(new), before));
    }

    fn any_facts() -> impl Strategy<Value = PictureFacts> {
        use PictureFormat::{Avif, Bmp, Gif, Jpeg, Png, Tiff, Webp};
        let side = || prop_oneof![1_u32..700, 1_u32..=16_384, Just(1), Just(299), Just(300), Just(16_384)];
        let format = prop::sample::select(vec![Jpeg, Png, Gif, Bmp, Tiff, Webp, Avif]);
        let color = prop::sample::select(vec![ColorKind::Grey, ColorKind::Rgb, ColorKind::Palette, ColorKind::Cmyk]);
        (side(), side(), 1_u64..64_000_000, format, color, any::<bool>(), any::<bool>())
            .prop_filter("readable at all", |(width, height, ..)| u64::from(*width) * u64::from(*height) <= 100_000_000)
            .prop_map(|(width, height, bytes, format, color, has_alpha, is_animated)| PictureFacts {
                bytes,
                format,
                color,
                has_alpha,
                is_animated,
                ..png(width, height)
            })
    }

    proptest! {
        #[test]
        fn whatever_a_picture_is_its_repair_gives_a_legal_size(facts in any_facts()) {
            for steps in [
                plan(&facts, &LIMITS),
                plan_by(Reshape::Crop, &facts, &LIMITS),
                plan_by(Reshape::Pad, &facts, &LIMITS),
                plan_ratio(Reshape::Crop, (16, 9), &facts, &LIMITS),
                plan_ground(BLACK, &facts, &LIMITS),
            ] {
                let (width, height) = size_after(&steps, (facts.width, facts.height));
                let (long, short) = (width.max(height), width.min(height));
                prop_assert!(short >= 300, "{steps:?} gives {width}×{height}");
                prop_assert!(f64::from(long) <= 2.5 * f64::from(short), "{steps:?} gives {width}×{height}");
                prop_assert!(u64::from(width) * u64::from(height) <= 100_000_000 && long <= 16_384);
                let is_rewritten = steps.iter().any(|step| matches!(step, Repair::FitBytes { .. }));
                prop_assert!(steps.is_empty() || is_rewritten);
                prop_assert!(!steps.is_empty() || !needs_converting(&facts));
            }
        }
    }
}
