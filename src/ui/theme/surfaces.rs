//! Frames, margins and how pictures lie in their place.

use egui::{Margin, Shadow, Stroke, Vec2};

use super::{color, size};
use crate::engine::snapshot::{STRIP_COLUMNS, STRIP_ROWS};

/// A quiet rounded card on a panel.
pub fn card() -> egui::Frame {
    egui::Frame::new()
        .fill(color::RAISED)
        .stroke(Stroke::new(size::HAIRLINE, color::LINE))
        .corner_radius(size::RADIUS_M)
        .inner_margin(Margin::same(10))
}

/// A card that wants an answer.
pub fn card_of_warning() -> egui::Frame {
    card().fill(color::WARNING_SOFT).stroke(Stroke::new(size::HAIRLINE, color::WARNING_LINE))
}

/// A line across the window that wants an answer.
pub fn banner() -> egui::Frame {
    egui::Frame::new()
        .fill(color::WARNING_SOFT)
        .stroke(Stroke::new(size::HAIRLINE, color::WARNING_LINE))
        .inner_margin(Margin::symmetric(14, 8))
}

/// Where something is typed or put.
pub fn field() -> egui::Frame {
    egui::Frame::new()
        .fill(color::FIELD)
        .stroke(Stroke::new(size::HAIRLINE, color::LINE))
        .corner_radius(size::RADIUS_M)
        .inner_margin(Margin::symmetric(10, 8))
}

/// A text box without a ground: it is known by its text.
pub fn bare() -> egui::Frame {
    egui::Frame::new().inner_margin(Margin::symmetric(6, 5)).corner_radius(size::RADIUS_M)
}

pub fn panel(margin: impl Into<Margin>) -> egui::Frame {
    egui::Frame::new().fill(color::PANEL).inner_margin(margin)
}

/// Behind a framed picture.
pub fn dark_stage() -> egui::Frame {
    egui::Frame::new().fill(color::STAGE)
}

pub fn form_margin() -> Margin {
    Margin::symmetric(16, 0)
}

/// What a colour behind a picture starts with.
pub const GROUND: [u8; 3] = [128; 3];

/// Every texel of a texture.
pub const WHOLE_PICTURE: egui::Rect = egui::Rect { min: egui::Pos2::ZERO, max: egui::pos2(1.0, 1.0) };

/// Controls that lie on a picture stand on a ground of their own.
pub fn on_picture(ui: &mut egui::Ui) {
    let rect = ui.max_rect();
    ui.painter().rect_filled(rect, size::RADIUS_S, color::SCRIM);
}

pub fn bar_margin() -> Margin {
    Margin::symmetric(14, 0)
}

pub fn rail_margin() -> Margin {
    Margin::symmetric(7, 10)
}

pub fn side_margin() -> Margin {
    Margin::same(12)
}

pub fn transport_margin() -> Margin {
    Margin { left: 14, right: 14, top: 6, bottom: 8 }
}

pub fn page_margin() -> Margin {
    Margin::symmetric(24, 18)
}

/// The ground of the middle.
pub fn stage() -> egui::Frame {
    egui::Frame::new().fill(color::WINDOW)
}

/// A card that floats above everything.
pub fn floating() -> egui::Frame {
    egui::Frame::new()
        .fill(color::RAISED)
        .stroke(Stroke::new(size::HAIRLINE, color::LINE_STRONG))
        .corner_radius(size::RADIUS_L)
        .shadow(shadow())
        .inner_margin(Margin::same(16))
}

/// A card that hangs on a button.
pub fn popover() -> egui::Frame {
    floating().inner_margin(Margin::same(14))
}

/// A passing word.
pub fn toast() -> egui::Frame {
    floating().inner_margin(Margin::same(12)).corner_radius(size::RADIUS_M)
}

/// A key as it is printed on the keyboard.
pub fn key_cap() -> egui::Frame {
    egui::Frame::new()
        .fill(color::FIELD)
        .stroke(Stroke::new(size::HAIRLINE, color::LINE_STRONG))
        .corner_radius(size::RADIUS_S)
        .inner_margin(Margin::symmetric(6, 1))
}

pub fn focus_stroke() -> Stroke {
    Stroke::new(size::FOCUS_RING, color::FOCUS)
}

pub fn shadow() -> Shadow {
    Shadow { offset: [0, 8], blur: 28, spread: 0, color: color::SCRIM }
}

/// A picture as large as it fits into a place, its own shape kept.
pub fn paint_fit(ui: &egui::Ui, texture: &egui::TextureHandle, place: egui::Rect, radius: u8) {
    let shape = texture.size_vec2();
    let scale = (place.width() / shape.x.max(1.0)).min(place.height() / shape.y.max(1.0));
    let rect = egui::Rect::from_center_size(place.center(), shape * scale);
    egui::Image::new((texture.id(), rect.size())).corner_radius(radius).paint_at(ui, rect);
}

/// One tile of a filmstrip as large as it fits into a place.
pub fn paint_tile(ui: &egui::Ui, strip: &egui::TextureHandle, tile: usize, place: egui::Rect, radius: u8) {
    let shape = strip.size_vec2() / grid();
    let scale = (place.width() / shape.x.max(1.0)).min(place.height() / shape.y.max(1.0));
    let rect = egui::Rect::from_center_size(place.center(), shape * scale);
    egui::Image::new((strip.id(), rect.size())).uv(part_of(strip, tile)).corner_radius(radius).paint_at(ui, rect);
}

/// One tile of a filmstrip that fills a place, cut at its edges.
pub fn paint_tile_cover(ui: &egui::Ui, strip: &egui::TextureHandle, tile: usize, place: egui::Rect) {
    let shape = strip.size_vec2() / grid();
    let scale = (place.width() / shape.x.max(1.0)).max(place.height() / shape.y.max(1.0));
    let seen = place.size() / (shape * scale).max(Vec2::splat(1.0));
    let whole = part_of(strip, tile);
    let part = egui::Rect::from_center_size(whole.center(), whole.size() * seen);
    egui::Image::new((strip.id(), place.size())).uv(part).paint_at(ui, place);
}

fn grid() -> Vec2 {
    Vec2::new(STRIP_COLUMNS as f32, STRIP_ROWS as f32)
}

/// Where a tile lies on its sheet.
fn part_of(strip: &egui::TextureHandle, tile: usize) -> egui::Rect {
    let columns = STRIP_COLUMNS as usize;
    let corner = Vec2::new((tile % columns) as f32, (tile / columns) as f32);
    // Half a texel less on every side, or its neighbours would shine through.
    let rim = Vec2::splat(0.5) / strip.size_vec2().max(Vec2::splat(1.0));
    egui::Rect::from_min_size((corner / grid()).to_pos2(), Vec2::splat(1.0) / grid()).shrink2(rim)
}

/// A picture that fills a place, cut at its edges.
pub fn paint_cover(ui: &egui::Ui, texture: &egui::TextureHandle, place: egui::Rect, radius: u8) {
    let shape = texture.size_vec2();
    let scale = (place.width() / shape.x.max(1.0)).max(place.height() / shape.y.max(1.0));
    let seen = place.size() / (shape * scale).max(Vec2::splat(1.0));
    let part = egui::Rect::from_center_size(egui::pos2(0.5, 0.5), seen);
    egui::Image::new((texture.id(), place.size())).uv(part).corner_radius(radius).paint_at(ui, place);
}
