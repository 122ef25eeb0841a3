//! The tool that gives a picture another shape: a part of it is cut out, or it is laid on a larger ground. It writes
//! nothing itself: the engine makes a new picture, and the old one is left alone.

mod board;
mod geometry;
mod keys;
mod pad;

use egui::{Align, Context, Id, Key, Layout, Modal, Pos2, Ui};

use super::Slot;
use super::well::picture::{facts_of, short_name};
use crate::engine::snapshot::ThumbKey;
use crate::model::preflight::Place;
use crate::model::repair::{Canvas, CropRect, Fill, Repair, finish};
use crate::model::{AspectRatio, ImageRef, PictureFacts, Row};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::thumbs::Picture;
use crate::ui::widgets::{self, Button, Segment, Weight};

use geometry::{Shape, Sheet};

/// The tool while it is open.
#[derive(Default)]
pub struct Crop {
    open: Option<Tool>,
}

/// One picture in the tool.
pub(super) struct Tool {
    slot: Slot,
    image: ImageRef,
    sheet: Sheet,
    way: Way,
    shape: Shape,
    cut: CropRect,
    pull: Option<Pull>,
    /// The shape of the ground, and what is seen of it.
    ground: (u32, u32),
    fill: Ground,
    solid: [u8; 3],
    is_new: bool,
}

/// The mouse holds a part of the cut.
struct Pull {
    handle: board::Held,
    from: CropRect,
    at: Pos2,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Crop,
    Pad,
}

/// What is seen around a picture that is laid on a larger ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    Blurred,
    Black,
    White,
    Colour,
}

/// A picture that is to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct Wished {
    pub slot: Slot,
    pub image: ImageRef,
    pub repairs: Vec<Repair>,
}

/// Shapes that are offered beside the video's own; the last two are the longest that vendors take.
const RATIOS: [(u32, u32); 7] = [(16, 9), (9, 16), (1, 1), (4, 3), (3, 4), (5, 2), (2, 5)];

impl Crop {
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Opens on a measured picture: a frame starts in the shape of the video.
    pub fn open(&mut self, slot: Slot, image: ImageRef, facts: &PictureFacts, row: &Row, video: AspectRatio) {
        let sheet = Sheet::new((facts.width, facts.height), &row.caps.pictures);
        let ratio = video.sides();
        let shape = match slot {
            Slot::Frame(_) => Shape::Ratio { width: ratio.0, height: ratio.1 },
            Slot::Reference(_) | Slot::Element(..) => Shape::Free,
        };
        self.open = Some(Tool {
            slot,
            image,
            sheet,
            way: Way::Crop,
            shape,
            cut: sheet.largest(shape, sheet.whole()),
            pull: None,
            ground: ratio,
            fill: Ground::Blurred,
            solid: [0; 3],
            is_new: true,
        });
    }

    pub fn close(&mut self) {
        self.open = None;
    }

    /// The library has a copy of this picture now, which stands in its place.
    pub fn was_copied(&mut self, from: &ImageRef, to: &ImageRef) {
        if let Some(tool) = self.open.as_mut().filter(|tool| tool.image == *from) {
            tool.image = to.clone();
        }
    }
}

impl Tool {
    fn repair(&self) -> Repair {
        match self.way {
            Way::Crop => Repair::Crop(self.cut),
            Way::Pad => Repair::Pad { to: self.canvas(), fill: self.fill() },
        }
    }

    fn canvas(&self) -> Canvas {
        Canvas::Ratio { width: self.ground.0, height: self.ground.1 }
    }

    fn fill(&self) -> Fill {
        match self.fill {
            Ground::Blurred => Fill::Blurred,
            Ground::Black => Fill::Solid([0; 3]),
            Ground::White => Fill::Solid([255; 3]),
            Ground::Colour => Fill::Solid(self.solid),
        }
    }

    /// The picture would stay as it is.
    fn is_idle(&self) -> bool {
        let whole = (self.sheet.width, self.sheet.height);
        match self.way {
            Way::Crop => self.cut == self.sheet.whole(),
            Way::Pad => self.canvas().size(whole) == whole,
        }
    }
}

/// Draws the tool while it is open; what is to be made once it is applied.
pub fn crop_ui(
    ctx: &Context,
    cx: &UiContext<'_>,
    crop: &mut Crop,
    video: AspectRatio,
    row: &Row,
    out: &mut Outbox,
) -> Option<Wished> {
    let tool = crop.open.as_mut()?;
    let id = Id::unique("crop");
    let title = cx.words.with("crop-title", &[("name", short_name(&tool.image).into())]);
    let area = Modal::default_area(id).accessible_name(&title);
    let mut left = Left::Open;
    // The Enter that opened it does not apply it.
    let was_open = !tool.is_new;
    let shown = Modal::new(id).area(area).frame(theme::floating()).backdrop_color(color::VEIL).show(ctx, |ui| {
        let room = ui.ctx().content_rect().size();
        ui.set_width((room.x - 4.0 * size::GAP_XL).min(size::CROP));
        head_ui(ui, cx, tool, &title, video);
        let height = (room.y - size::CROP_AROUND).clamp(size::CROP_LEAST, size::CROP);
        let texture = match cx.picture(&ThumbKey::Large(tool.image.clone()), out) {
            Picture::Here(texture) => Some(texture),
            Picture::Coming | Picture::Broken | Picture::Absent => None,
        };
        match tool.way {
            Way::Crop => board::board_ui(ui, cx, tool, texture, height),
            Way::Pad => pad::pad_ui(ui, cx, tool, texture, height),
        }
        left = foot_ui(ui, cx, tool, was_open);
    });
    if shown.should_close() {
        left = Left::Dropped;
    }
    match left {
        Left::Open => None,
        Left::Dropped => {
            crop.open = None;
            None
        }
        Left::Applied => {
            let tool = crop.open.take()?;
            let facts = facts_of(cx, &tool.image)?;
            let repairs = finish(vec![tool.repair()], facts, &row.caps.pictures, true);
            Some(Wished { slot: tool.slot, image: tool.image, repairs })
        }
    }
}

/// How the tool is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    Open,
    Dropped,
    Applied,
}

fn head_ui(ui: &mut Ui, cx: &UiContext<'_>, tool: &mut Tool, title: &str, video: AspectRatio) {
    ui.horizontal(|ui| {
        ui.add(egui::Label::new(theme::title(title)).truncate());
    });
    ui.horizontal_wrapped(|ui| {
        let ways = [(Way::Crop, "crop-way-crop"), (Way::Pad, "crop-way-pad")];
        let ways = ways.map(|(value, word)| Segment { value, label: cx.say(word), tip: "", is_enabled: true });
        if let Some(way) = widgets::segmented(ui, cx.say("crop-way"), tool.way, &ways) {
            tool.way = way;
            // What was chosen is drawn above already.
            ui.ctx().request_repaint();
        }
        match tool.way {
            Way::Crop => shapes_ui(ui, cx, tool, video),
            Way::Pad => pad::grounds_ui(ui, cx, tool, video),
        }
    });
    ui.add_space(size::GAP_XS);
}

fn shapes_ui(ui: &mut Ui, cx: &UiContext<'_>, tool: &mut Tool, video: AspectRatio) {
    let labels = ratios(cx, video);
    let shape = |(width, height): (u32, u32)| Shape::Ratio { width, height };
    let free =
        Segment { value: Shape::Free, label: cx.say("crop-free"), tip: cx.say("crop-free-tip"), is_enabled: true };
    let given = labels.iter().map(|(ratio, label, tip)| Segment { value: shape(*ratio), label, tip, is_enabled: true });
    let segments: Vec<_> = std::iter::once(free).chain(given).collect();
    if let Some(shape) = widgets::segmented(ui, cx.say("crop-shape"), tool.shape, &segments) {
        tool.shape = shape;
        tool.cut = tool.sheet.largest(shape, tool.cut);
        ui.ctx().request_repaint();
    }
    let whole = Button::new(cx.say("crop-whole")).weight(Weight::Quiet).tip(cx.say("crop-whole-tip"));
    if whole.show(ui).clicked() {
        tool.cut = tool.sheet.largest(tool.shape, tool.sheet.whole());
    }
}

/// Every shape with its name and what it is good for; the video's own comes first.
fn ratios<'a>(cx: &UiContext<'a>, video: AspectRatio) -> Vec<((u32, u32), String, &'a str)> {
    let own = video.sides();
    let others = RATIOS.into_iter().filter(|ratio| *ratio != own);
    let named = |(width, height): (u32, u32)| match (width, height) {
        (5, 2) => "2.5:1".to_owned(),
        (2, 5) => "1:2.5".to_owned(),
        (width, height) => format!("{width}:{height}"),
    };
    let tip = |ratio: (u32, u32)| match ratio {
        ratio if ratio == own => cx.say("crop-video-tip"),
        (5, 2) | (2, 5) => cx.say("crop-longest-tip"),
        _ => "",
    };
    let label = |ratio| {
        if ratio == own { cx.words.with("crop-video", &[("ratio", named(ratio).into())]) } else { named(ratio) }
    };
    std::iter::once(own).chain(others).map(|ratio| (ratio, label(ratio), tip(ratio))).collect()
}

fn foot_ui(ui: &mut Ui, cx: &UiContext<'_>, tool: &Tool, hears_enter: bool) -> Left {
    let mut left = Left::Open;
    ui.add_space(size::GAP_XS);
    ui.horizontal(|ui| {
        ui.set_height(size::CONTROL);
        ui.label(theme::figures(match tool.way {
            Way::Crop => board::said_of(cx, tool.cut),
            Way::Pad => pad::said_of(cx, tool),
        }));
        let short = tool.cut.width.min(tool.cut.height);
        if tool.way == Way::Crop && short < tool.sheet.min_side {
            let args = [("limit", tool.sheet.min_side.into())];
            ui.label(theme::small(cx.words.with("crop-scaled-up", &args)).color(color::WARNING));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let apply = Button::new(cx.say("crop-apply")).weight(Weight::Primary).enabled(!tool.is_idle());
            let is_applied = apply.show(ui).clicked();
            if widgets::button(ui, cx.say("dialog-cancel"), Weight::Quiet, true).clicked() {
                left = Left::Dropped;
            }
            if is_applied || (hears_enter && is_entered(ui) && !tool.is_idle()) {
                left = Left::Applied;
            }
            if ui.available_width() > size::MODAL && tool.way == Way::Crop {
                ui.label(theme::caption(cx.say("crop-keys")));
            }
        });
    });
    left
}

/// Enter is the focused button's, where one is.
fn is_entered(ui: &Ui) -> bool {
    let focused = ui.memory(|memory| memory.focused());
    let is_boards = focused.is_none_or(|id| id == Id::unique("crop-board"));
    is_boards && ui.input(|input| input.key_pressed(Key::Enter))
}

/// Where the finished picture goes.
pub fn place_of(wished: &Wished) -> Place {
    wished.slot.place()
}
