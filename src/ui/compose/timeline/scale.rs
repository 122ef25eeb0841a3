//! Seconds to points, and which seconds are in view.

use egui::Rect;

/// How much one step of a key zooms.
const STEP: f64 = 1.5;
/// No closer than this many seconds in view.
const CLOSEST: f64 = 2.0;

/// Which part of the range is in view. It begins with all of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// The first second in view.
    from: f64,
    /// How many times larger than all of it.
    zoom: f64,
    /// Seconds there are, as the last frame drew them.
    whole: f64,
}

impl Default for View {
    fn default() -> Self {
        Self { from: 0.0, zoom: 1.0, whole: 1.0 }
    }
}

impl View {
    /// The range may be another one than the last frame's.
    pub fn fit_to(&mut self, whole: u64) {
        self.whole = whole.max(1) as f64;
        self.settle();
    }

    pub fn is_zoomed(&self) -> bool {
        self.zoom > 1.0 + f64::EPSILON
    }

    pub fn from(&self) -> f64 {
        self.from
    }

    /// Seconds in view.
    pub fn span(&self) -> f64 {
        self.whole / self.zoom
    }

    pub fn whole(&self) -> f64 {
        self.whole
    }

    /// It is in view.
    pub fn holds(&self, at: f64) -> bool {
        (self.from..=self.from + self.span()).contains(&at)
    }

    /// Zooms around one moment: it stays where it is on the screen.
    pub fn zoom_at(&mut self, factor: f64, at: f64) {
        let share = (at - self.from) / self.span();
        self.zoom *= factor;
        self.settle();
        self.from = at - share * self.span();
        self.settle();
    }

    /// One step of a key, around the playhead where it is in view, else around the middle.
    pub fn step(&mut self, closer: bool, playhead: f64) {
        let at = if self.holds(playhead) { playhead } else { self.from + self.span() / 2.0 };
        self.zoom_at(if closer { STEP } else { 1.0 / STEP }, at);
    }

    /// All of it again.
    pub fn fit(&mut self) {
        self.zoom = 1.0;
        self.settle();
    }

    pub fn scroll(&mut self, secs: f64) {
        self.from += secs;
        self.settle();
    }

    /// Brings a part into view, as little as that takes.
    pub fn reveal(&mut self, from: f64, to: f64) {
        if to > self.from + self.span() {
            self.from = to - self.span();
        }
        if from < self.from {
            self.from = from;
        }
        self.settle();
    }

    fn settle(&mut self) {
        self.zoom = self.zoom.clamp(1.0, (self.whole / CLOSEST).max(1.0));
        self.from = self.from.clamp(0.0, (self.whole - self.span()).max(0.0));
    }
}

/// Seconds to points.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    rect: Rect,
    view: View,
}

impl Scale {
    pub fn new(rect: Rect, view: View) -> Self {
        Self { rect, view }
    }

    /// Where the seconds in view stand.
    pub fn rect(&self) -> Rect {
        self.rect
    }

    /// Seconds there are.
    pub fn whole(&self) -> f64 {
        self.view.whole
    }

    pub fn points_per_sec(&self) -> f32 {
        self.rect.width() / self.view.span() as f32
    }

    pub fn x(&self, secs: f64) -> f32 {
        self.rect.left() + (secs - self.view.from) as f32 * self.points_per_sec()
    }

    pub fn secs_at(&self, x: f32) -> f64 {
        self.view.from + f64::from((x - self.rect.left()) / self.points_per_sec().max(f32::MIN_POSITIVE))
    }

    /// It is in view.
    pub fn shows(&self, x: f32) -> bool {
        self.rect.left() - 0.5 <= x && x <= self.rect.right() + 0.5
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fifteen() -> View {
        let mut view = View::default();
        view.fit_to(15);
        view
    }

    fn scale(view: View) -> Scale {
        Scale::new(Rect::from_min_max(egui::pos2(100.0, 0.0), egui::pos2(400.0, 10.0)), view)
    }

    #[test]
    fn all_of_it_is_in_view_at_first() {
        let scale = scale(fifteen());
        assert_eq!((scale.x(0.0), scale.x(15.0)), (100.0, 400.0));
        assert_eq!(scale.secs_at(250.0), 7.5);
    }

    #[test]
    fn the_moment_under_the_pointer_stays_under_it() {
        let mut view = fifteen();
        let before = scale(view).x(6.0);
        view.zoom_at(2.0, 6.0);
        assert!((scale(view).x(6.0) - before).abs() < 0.01);
        assert_eq!(view.span(), 7.5);
    }

    #[test]
    fn nothing_beyond_the_ends_comes_into_view() {
        let mut view = fifteen();
        view.zoom_at(3.0, 15.0);
        assert_eq!(view.from() + view.span(), 15.0);
        view.scroll(99.0);
        assert_eq!(view.from(), 10.0);
        view.scroll(-99.0);
        assert_eq!(view.from(), 0.0);
        view.zoom_at(0.01, 3.0);
        assert_eq!(view, fifteen());
    }

    #[test]
    fn keys_zoom_around_the_playhead_and_fit_shows_all() {
        let mut view = fifteen();
        view.step(true, 0.0);
        assert_eq!((view.from(), view.span()), (0.0, 10.0));
        view.step(false, 0.0);
        view.step(true, 15.0);
        assert_eq!(view.from(), 5.0);
        view.fit();
        assert_eq!(view, fifteen());
    }

    #[test]
    fn what_has_the_keyboard_comes_into_view() {
        let mut view = fifteen();
        view.zoom_at(3.0, 0.0);
        view.reveal(8.0, 10.0);
        assert_eq!(view.from(), 5.0);
        view.reveal(1.0, 2.0);
        assert_eq!(view.from(), 1.0);
    }
}
