//! The filmstrip above the rail of the bar: the clip at a glance, each picture over the moment it shows.

use egui::{Rect, Ui, pos2};

use crate::engine::snapshot::{STRIP_COLUMNS, STRIP_ROWS, STRIP_TILES, ThumbKey, tile_at};
use crate::model::Clip;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::thumbs::Picture;

/// The strip of a clip; none where it cannot be made. It is asked for where it is not here yet.
pub fn of<'a>(cx: &UiContext<'a>, clip: &Clip, out: &mut Outbox) -> Option<Picture<'a>> {
    match cx.picture(&ThumbKey::Filmstrip(clip.sha256.clone()), out) {
        Picture::Broken => None,
        strip @ (Picture::Here(_) | Picture::Coming | Picture::Absent) => Some(strip),
    }
}

/// Its place is kept while it is being made, so that nothing moves when it comes.
pub fn strip_ui(ui: &Ui, strip: Picture<'_>, lane: Rect) {
    ui.painter().rect_filled(lane, size::RADIUS_S, color::FIELD);
    let Picture::Here(texture) = strip else {
        return;
    };
    let [wide, high] = texture.size();
    let shape = (wide as f32 / STRIP_COLUMNS as f32) / (high as f32 / STRIP_ROWS as f32).max(1.0);
    let count = places(lane.width(), lane.height() * shape);
    let x_of = |place: usize| lane.left() + lane.width() * place as f32 / count as f32;
    for place in 0..count {
        let rect = Rect::from_min_max(pos2(x_of(place), lane.top()), pos2(x_of(place + 1), lane.bottom()));
        theme::paint_tile_cover(ui, texture, tile_of(place, count), rect);
    }
}

/// As many pictures as stand side by side, each cut by no more than it must be.
fn places(room: f32, picture: f32) -> usize {
    ((room / picture.max(1.0)).ceil() as usize).clamp(1, STRIP_TILES)
}

/// What is seen over a stretch of the bar is the middle of it.
fn tile_of(place: usize, count: usize) -> usize {
    tile_at((place as f64 + 0.5) / count as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_pictures_stand_there_as_there_is_room_for() {
        assert_eq!(places(640.0, 64.0), 10);
        assert_eq!(places(650.0, 64.0), 11, "cut rather than stretched");
        assert_eq!(places(4000.0, 20.0), STRIP_TILES, "there are no more");
        assert_eq!((places(10.0, 64.0), places(10.0, 0.0)), (1, 10));
    }

    #[test]
    fn each_picture_stands_over_its_own_moment() {
        assert_eq!([0, 1, 2].map(|place| tile_of(place, 3)), [4, 12, 20]);
        let all: Vec<usize> = (0..STRIP_TILES).map(|place| tile_of(place, STRIP_TILES)).collect();
        assert_eq!(all, (0..STRIP_TILES).collect::<Vec<_>>());
    }
}
