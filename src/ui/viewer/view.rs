//! How large the picture lies on its stage and which part of it is seen: plain arithmetic.

use egui::{Pos2, Rect, Vec2};

/// As large as one goes with keys, in picture pixels to screen pixels.
const STEPS: [f32; 14] = [0.1, 0.17, 0.25, 0.33, 0.5, 0.67, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 16.0];

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Screen pixels to a picture pixel; `None` is as large as fits.
    zoom: Option<f32>,
    /// The point of the picture in the middle of the stage, as a share of its sides.
    middle: Vec2,
}

/// Where the picture is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Stage {
    /// In points.
    pub room: Rect,
    /// The whole picture, in its own pixels.
    pub picture: Vec2,
    pub pixels_per_point: f32,
}

impl Default for View {
    fn default() -> Self {
        Self { zoom: None, middle: Vec2::splat(0.5) }
    }
}

impl Stage {
    /// The zoom at which the whole picture is seen.
    fn fitting(&self) -> f32 {
        let room = self.room.size() * self.pixels_per_point;
        (room.x / self.picture.x.max(1.0)).min(room.y / self.picture.y.max(1.0))
    }
}

impl View {
    pub fn is_fit(&self) -> bool {
        self.zoom.is_none()
    }

    /// Screen pixels to a picture pixel, as it is seen now.
    pub fn zoom(&self, stage: &Stage) -> f32 {
        self.zoom.unwrap_or_else(|| stage.fitting())
    }

    /// Where the whole picture lies, in points; it may reach beyond the stage.
    pub fn place(&self, stage: &Stage) -> Rect {
        let size = stage.picture * (self.zoom(stage) / stage.pixels_per_point);
        let middle = self.held(size, stage.room.size());
        Rect::from_min_size(stage.room.center() - middle * size, size)
    }

    pub fn fit(&mut self) {
        *self = Self::default();
    }

    /// One picture pixel on one screen pixel, around what is in the middle.
    pub fn actual(&mut self) {
        self.zoom = Some(1.0);
    }

    /// The next larger or smaller step, around the middle.
    pub fn step(&mut self, stage: &Stage, is_larger: bool) {
        let now = self.zoom(stage);
        let next = if is_larger {
            STEPS.into_iter().find(|step| *step > now * 1.01)
        } else {
            STEPS.into_iter().rev().find(|step| *step < now * 0.99)
        };
        if let Some(next) = next {
            self.set(stage, next);
        }
    }

    /// Larger or smaller so that what is under the pointer stays there.
    pub fn zoom_at(&mut self, stage: &Stage, pointer: Pos2, factor: f32) {
        let before = self.place(stage);
        let under = (pointer - before.min) / before.size();
        self.set(stage, self.zoom(stage) * factor);
        let size = self.place(stage).size();
        let middle = under + (stage.room.center() - pointer) / size;
        self.middle = middle;
        self.middle = self.held(size, stage.room.size());
    }

    /// Shows what lies further to one side, by points of the screen.
    pub fn pan(&mut self, stage: &Stage, by: Vec2) {
        let size = self.place(stage).size();
        self.middle = self.held(size, stage.room.size()) + by / size;
        self.middle = self.held(size, stage.room.size());
    }

    /// A picture smaller than all of it that fits is seen whole.
    fn set(&mut self, stage: &Stage, zoom: f32) {
        let smallest = STEPS[0].min(stage.fitting());
        self.zoom = Some(zoom.clamp(smallest, STEPS[STEPS.len() - 1]));
    }

    /// The middle as far as it may go: no empty stage where there is picture to see.
    fn held(&self, size: Vec2, room: Vec2) -> Vec2 {
        let hold = |middle: f32, size: f32, room: f32| {
            let half = room / 2.0 / size.max(1e-3);
            if half >= 0.5 { 0.5 } else { middle.clamp(half, 1.0 - half) }
        };
        Vec2::new(hold(self.middle.x, size.x, room.x), hold(self.middle.y, size.y, room.y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{pos2, vec2};

    fn stage() -> Stage {
        let room = Rect::from_min_size(pos2(100.0, 50.0), vec2(960.0, 600.0));
        Stage { room, picture: vec2(1920.0, 1080.0), pixels_per_point: 1.0 }
    }

    fn is_near(a: Pos2, b: Pos2) -> bool {
        (a - b).length() < 0.05
    }

    #[test]
    fn at_first_the_whole_picture_is_seen_in_the_middle() {
        let place = View::default().place(&stage());
        assert_eq!(place.size(), vec2(960.0, 540.0));
        assert_eq!(place.center(), stage().room.center());
    }

    #[test]
    fn at_a_hundred_percent_a_picture_pixel_is_a_screen_pixel() {
        let mut view = View::default();
        view.actual();
        assert_eq!(view.place(&stage()).size(), vec2(1920.0, 1080.0));
        let fine = Stage { pixels_per_point: 2.0, ..stage() };
        assert_eq!(view.place(&fine).size(), vec2(960.0, 540.0));
    }

    #[test]
    fn what_is_under_the_pointer_stays_there() {
        let (stage, pointer) = (stage(), pos2(300.0, 200.0));
        let mut view = View::default();
        view.actual();
        for factor in [1.3, 2.0, 0.7] {
            let before = view.place(&stage);
            let under = (pointer - before.min) / before.size();
            view.zoom_at(&stage, pointer, factor);
            let after = view.place(&stage);
            assert!(is_near(after.min + under * after.size(), pointer), "{factor}");
        }
    }

    #[test]
    fn the_picture_never_leaves_its_stage() {
        let stage = stage();
        let mut view = View::default();
        view.actual();
        view.pan(&stage, vec2(5_000.0, -5_000.0));
        let place = view.place(&stage);
        assert!(is_near(pos2(place.right(), place.top()), pos2(stage.room.right(), stage.room.top())), "{place:?}");
        view.pan(&stage, vec2(-10.0, 0.0));
        assert!((view.place(&stage).right() - stage.room.right() - 10.0).abs() < 0.05, "it comes back at once");
    }

    #[test]
    fn a_picture_that_is_smaller_than_its_stage_lies_in_the_middle() {
        let small = Stage { picture: vec2(160.0, 90.0), ..stage() };
        let mut view = View::default();
        view.actual();
        view.pan(&small, vec2(50.0, 50.0));
        assert_eq!(view.place(&small).center(), small.room.center());
    }

    #[test]
    fn keys_go_from_step_to_step_and_stop_at_the_ends() {
        let stage = stage();
        let mut view = View::default();
        view.step(&stage, true);
        assert_eq!(view.zoom(&stage), 0.67);
        view.step(&stage, true);
        assert_eq!(view.zoom(&stage), 1.0);
        for _ in 0..20 {
            view.step(&stage, true);
        }
        assert_eq!(view.zoom(&stage), 16.0);
        for _ in 0..40 {
            view.step(&stage, false);
        }
        assert_eq!(view.zoom(&stage), 0.1);
        view.fit();
        assert!(view.is_fit() && view.zoom(&stage) == 0.5);
    }
}
