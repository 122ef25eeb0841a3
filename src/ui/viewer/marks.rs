//! In and out points: the part of a clip that is played. Both frames are in it.

/// Frames, counted from 0 in the order they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    start: Option<usize>,
    end: Option<usize>,
}

impl Marks {
    /// An in point behind the out point leaves that behind.
    pub fn set_in(&mut self, frame: usize) {
        self.start = Some(frame);
        self.end = self.end.filter(|end| *end >= frame);
    }

    pub fn set_out(&mut self, frame: usize) {
        self.end = Some(frame);
        self.start = self.start.filter(|start| *start <= frame);
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    pub fn start(&self) -> Option<usize> {
        self.start
    }

    pub fn end(&self) -> Option<usize> {
        self.end
    }

    pub fn is_set(&self) -> bool {
        *self != Self::default()
    }

    /// The first and the last frame that are played, of a clip with so many.
    pub fn played(&self, count: usize) -> (usize, usize) {
        let last = count.saturating_sub(1);
        (self.start.unwrap_or(0).min(last), self.end.unwrap_or(last).min(last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_marks_the_whole_clip_is_played() {
        assert_eq!(Marks::default().played(48), (0, 47));
        assert_eq!(Marks::default().played(0), (0, 0));
    }

    #[test]
    fn a_mark_beyond_the_other_one_puts_it_out() {
        let mut marks = Marks::default();
        marks.set_in(10);
        marks.set_out(20);
        assert_eq!(marks.played(48), (10, 20));
        marks.set_in(30);
        assert_eq!((marks.played(48), marks.end()), ((30, 47), None));
        marks.set_out(5);
        assert_eq!((marks.played(48), marks.start()), ((0, 5), None));
        marks.clear();
        assert!(!marks.is_set());
    }

    #[test]
    fn one_frame_may_be_both() {
        let mut marks = Marks::default();
        marks.set_in(7);
        marks.set_out(7);
        assert_eq!(marks.played(48), (7, 7));
    }
}
